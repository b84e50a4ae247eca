//! The Cargo features of areas: an area needs no other one, unless its feature says so.

use std::collections::{BTreeMap, BTreeSet};

use codegen::{
    emit::{self, features::Areas},
    model::Model,
};
use tests::{cases, fixture_model, model};

/// What the files of areas use of areas without being allowed to, as `file: area`.
fn strays(model: &Model, all: &BTreeMap<String, Areas>) -> Vec<String> {
    let mut found = Vec::new();
    for file in emit::files(model) {
        let Some((vendor, path)) = file.path.strip_prefix("vendors/").and_then(|path| path.split_once("/src/")) else {
            continue;
        };
        let areas = &all[vendor].0;
        let own = path.split(['/', '.']).next().unwrap_or_default();
        let allowed = areas.get(own);
        let code = file.text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let used = code.flat_map(|line| line.split("crate::").skip(1)).filter_map(|rest| rest.split("::").next());
        let used: BTreeSet<&str> = used.filter(|used| *used != own && areas.contains_key(*used)).collect();
        // The tables of the vendor have an attribute for each area.
        let is_root = own == "lib";
        let stray = used.into_iter().filter(|used| !is_root && !allowed.is_some_and(|needed| needed.contains(*used)));
        found.extend(stray.map(|used| format!("{}: {used}", file.path)));
    }
    found
}

#[test]
fn areas_use_what_their_features_say() {
    let parks = codegen::load(&cases::sources("accept", "area_features")).model.expect("the case is accepted");
    let needed = |areas: &[&str]| areas.iter().map(|area| (*area).to_owned()).collect::<BTreeSet<_>>();
    let expected = BTreeMap::from([("shop".to_owned(), needed(&[])), ("yard".to_owned(), needed(&["shop"]))]);
    assert_eq!(Areas::of(&parks, "parks"), Areas(expected), "the area `base` is always compiled");
    for model in [&parks, fixture_model(), model()] {
        assert_eq!(strays(model, &Areas::all(model)), Vec::<String>::new());
    }
    let mut lacking = Areas::all(&parks);
    lacking.values_mut().flat_map(|areas| areas.0.values_mut()).for_each(BTreeSet::clear);
    assert_eq!(strays(&parks, &lacking), ["vendors/parks/src/yard/parked.rs: shop"]);
}

#[test]
fn areas_of_wecom_stand_alone() {
    let areas = Areas::of(model(), "wecom");
    assert!(areas.0.contains_key("kf") && areas.0.contains_key("externalcontact"), "{areas:?}");
    assert!(areas.0.values().all(BTreeSet::is_empty), "what two areas use is declared in vendor.yaml: {areas:?}");
}
