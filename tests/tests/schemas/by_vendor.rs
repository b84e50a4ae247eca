//! Schemas that are loaded vendor by vendor have the model and the warnings that they have as a whole, or errors in both cases.

use codegen::{
    Outcome, Source,
    model::Model,
    vendors::{self, Vendors},
};
use tests::minimal::{PAGE, VENDOR};

/// What loading schemas vendor by vendor comes to.
enum Loaded {
    /// The model and the warnings of all vendors together.
    Accepted(Outcome),
    /// A vendor has errors.
    Refused,
    /// The vendors can only be loaded together.
    Inseparable,
}

fn by_vendor(sources: &[Source]) -> Loaded {
    let Some(vendors) = Vendors::split(sources) else { return Loaded::Inseparable };
    let derivations = vendors.derivations(vendors::named);
    let (mut model, mut diagnostics) = (Model::default(), Vec::new());
    let parts: Vec<_> = vendors.names().filter_map(|vendor| vendors.part(vendor, &derivations)).collect();
    let Some(parsed) = parts.iter().map(codegen::parse_part).collect::<Option<Vec<_>>>() else {
        return Loaded::Inseparable;
    };
    for parsed in parsed {
        let outcome = codegen::lower_part(parsed);
        let Some(own) = outcome.model else { return Loaded::Refused };
        let Model { vendors, areas, endpoints, events, objects, enums, scalars } = own;
        model.vendors.extend(vendors);
        model.areas.extend(areas);
        model.endpoints.extend(endpoints);
        model.events.extend(events);
        model.objects.extend(objects);
        model.enums.extend(enums);
        model.scalars.extend(scalars);
        diagnostics.extend(outcome.diagnostics);
    }
    Loaded::Accepted(Outcome { model: Some(model), diagnostics })
}

/// Compares both ways to load schemas. Returns whether the vendors can be loaded one by one, or why the results differ.
pub(crate) fn compare(sources: &[Source], whole: &Outcome) -> Result<bool, String> {
    match (by_vendor(sources), whole.model.is_some()) {
        (Loaded::Inseparable, _) => Ok(false),
        (Loaded::Refused, false) => Ok(true),
        (Loaded::Accepted(parts), true) => {
            if parts.model != whole.model {
                return Err("the models differ".to_owned());
            }
            let warnings = |outcome: &Outcome| {
                let mut found: Vec<String> = outcome.diagnostics.iter().map(|found| format!("{found:?}")).collect();
                found.sort();
                found
            };
            let (parts, whole) = (warnings(&parts), warnings(whole));
            if parts == whole { Ok(true) } else { Err(format!("the warnings differ: {parts:?} and {whole:?}")) }
        }
        (Loaded::Refused, true) => Err("a vendor alone has errors".to_owned()),
        (Loaded::Accepted(_), false) => Err("no vendor alone has errors".to_owned()),
    }
}

fn compared(sources: &[Source]) -> bool {
    compare(sources, &codegen::load(sources)).unwrap_or_else(|error| panic!("{error}"))
}

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), bytes: text.as_bytes().to_vec() }
}

#[test]
fn real_schemas_and_the_fixture_are_the_same_vendor_by_vendor() {
    for folder in ["schemas", "tests/fixture/schemas"] {
        assert!(compared(&tests::sources(&tests::workspace(folder))), "{folder}");
    }
}

/// A vendor whose enum `Mood` others derive theirs from. It only receives it, if at all.
const BASE: &str = "\
enums:
  Mood: { wire: int32, closed: true, doc: How it feels., values: { calm: { value: 0, label: 平静 }, wild: { value: 1, label: 狂野 } } }
";

fn zoo(page: &str, enums: &str) -> Vec<Source> {
    let other = page.replace("/feed", "/other");
    let mut sources = vec![
        source("acme/vendor.yaml", &format!("{VENDOR}{BASE}")),
        source("acme/feed.yaml", PAGE),
        source("zoo/vendor.yaml", &format!("{VENDOR}{enums}")),
        source("zoo/feed.yaml", &other),
    ];
    // A third vendor, which derives its enum from the derived one.
    let third = "enums:\n  Mood: { from: zoo.Mood, doc: How it looks. }\n";
    sources.push(source("third/vendor.yaml", &format!("{VENDOR}{third}")));
    let user = format!("{PAGE}      mood: {{ type: Mood, doc: How it looks. }}\n");
    sources.push(source("third/feed.yaml", &user));
    sources
}

#[test]
fn derived_enums_are_the_same_vendor_by_vendor() {
    let sent = format!("{PAGE}      mood: {{ type: Mood, doc: How it looks. }}\n");
    for page in [PAGE, &sent] {
        for from in ["from: acme.Mood", "from: \"acme.Mood\"", "from:   acme.Mood # as there"] {
            let enums = format!("enums:\n  Mood:\n    doc: How it is.\n    {from}\n");
            assert!(compared(&zoo(page, &enums)), "{from}");
        }
    }
}

#[test]
fn what_searching_the_texts_cannot_find_is_loaded_as_a_whole() {
    for from in ["from: \"\\x61cme.Mood\"", "from:\n      acme.Mood", "doc: 'from: acme.Mood'"] {
        let enums = format!("enums:\n  Mood:\n    {from}\n");
        assert!(!compared(&zoo(PAGE, &enums)), "{from}");
    }
}

#[test]
fn errors_are_found_vendor_by_vendor() {
    let enums = "enums:\n  Mood: { from: acme.Mood }\n";
    for (path, old, new) in [
        ("acme/vendor.yaml", "closed", "closd"),
        ("acme/vendor.yaml", "value: 1", "value: 0"),
        ("zoo/vendor.yaml", "acme.Mood", "acme.Mod"),
        ("zoo/feed.yaml", "int32", "int33"),
    ] {
        let mut sources = zoo(PAGE, enums);
        let edited = sources.iter_mut().find(|source| source.path == path).expect("it exists");
        let text = String::from_utf8_lossy(&edited.bytes).replace(old, new);
        edited.bytes = text.into_bytes();
        let whole = codegen::load(&sources);
        assert!(whole.model.is_none() && compare(&sources, &whole) == Ok(true), "{path}");
    }
    let mut sources = zoo(PAGE, enums);
    sources.push(source("stray.yaml", "a: 1\n"));
    assert!(!compared(&sources), "a file that belongs to no vendor");
}
