//! Ids cannot be swapped in calls of constructors.

use std::{collections::BTreeSet, fs, path::Path};

use codegen::{emit, load};
use tests::{consumer::constructors, corner_model, fixture_model, model, nested::cargo, template::schemas, workspace};

/// A call, whether it compiles, and its code.
type Call = (&'static str, bool, &'static str);

const CALLS: [Call; 12] = [
    ("in_order", true, r#"cancel::Request::new(OpenKfid::from("kf1"), ExternalUserid::from("wm1"))"#),
    ("swapped", false, r#"cancel::Request::new(ExternalUserid::from("wm1"), OpenKfid::from("kf1"))"#),
    ("texts", false, r#"cancel::Request::new("kf1", "wm1")"#),
    ("owned_texts", false, r#"cancel::Request::new(String::from("kf1"), String::from("wm1"))"#),
    ("secret_in_order", true, r#"gettoken::Request::new(CorpId::from("ww1"), CorpSecret::from("s"))"#),
    ("secret_swapped", false, r#"gettoken::Request::new(CorpSecret::from("s"), CorpId::from("ww1"))"#),
    ("secret_texts", false, r#"gettoken::Request::new("ww1", "s")"#),
    ("id_beside_text", true, r#"login::Request::new(login::Key::from("k"), "zoo")"#),
    ("id_and_text_swapped", false, r#"login::Request::new("zoo", login::Key::from("k"))"#),
    ("alone", true, r#"batchget::Request::new(["wm1"])"#),
    ("alone_with_type", true, r#"batchget::Request::new([ExternalUserid::from("wm1")])"#),
    ("alone_with_other_type", false, r#"batchget::Request::new([OpenKfid::from("kf1")])"#),
];

const USES: &str = "\
#![allow(unused_imports)]
use fixture::other::login;
use generated::wecom::{
    ExternalUserid, OpenKfid,
    gettoken::{self, CorpId, CorpSecret},
    kf::customer::{batchget, cancel_upgrade_service as cancel},
};
";

#[test]
fn swapped_ids_do_not_compile() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("calls");
    let (generated, fixture) = (workspace("generated"), workspace("tests/fixture"));
    let dependency = |name, path| format!("{name} = {{ path = {path:?}, default-features = false, features = ");
    let manifest = format!(
        "[package]\nname = \"calls\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         {}[\"wecom\"] }}\n{}[\"other\"] }}\n\n[profile.dev]\ndebug = false\n\n[workspace]\n",
        dependency("social-crm", generated),
        dependency("fixture", fixture),
    );
    let put = |path: &str, text: &[u8]| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&folder)).expect("the folder can be made");
        fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    };
    put("Cargo.toml", manifest.as_bytes());
    put("Cargo.lock", &fs::read(workspace("Cargo.lock")).expect("the workspace has one"));
    for (name, _, call) in CALLS {
        put(&format!("src/bin/{name}.rs"), format!("{USES}\nfn main() {{\n    let _ = {call};\n}}\n").as_bytes());
    }
    let output = cargo(&folder, &folder.with_file_name("target"))
        .args(["check", "--bins", "--keep-going", "--offline"])
        .output()
        .unwrap_or_else(|error| panic!("cargo: {error}"));
    let stderr = String::from_utf8_lossy(&output.stderr);
    let failed: BTreeSet<&str> = stderr
        .lines()
        .filter_map(|line| line.strip_prefix("error: could not compile `calls` (bin \"")?.split('"').next())
        .collect();
    let expected: BTreeSet<&str> = CALLS.iter().filter(|(_, compiles, _)| !compiles).map(|(name, ..)| *name).collect();
    assert_eq!(failed, expected, "{stderr}");
    let of_type = ["error[E0308]", "error[E0277]"];
    let errors: Vec<&str> = stderr.lines().filter(|line| line.starts_with("error[")).collect();
    assert!(errors.iter().all(|line| of_type.iter().any(|code| line.starts_with(code))), "{errors:#?}");
}

/// Required members of every type that a constructor could convert.
const MEMBERS: &str = "\
target: { type: AnimalId, required: true }
others: { type: [AnimalId], required: true }
by_name: { type: { string: AnimalId }, required: true, doc: Animals. }
since: { type: timestamp, required: true, doc: When. }
note: { type: json, required: true, doc: Anything. }
title: { type: string, required: true, doc: A title. }
";
const EXAMPLE: &str =
    r#"{"animal": "a1", "target": "a2", "others": [], "by_name": {}, "since": 1, "note": 1, "title": "t"}"#;

/// Only a text is converted beside other parameters, and what a tag selects to the choice, so no value can be passed for two
/// ids.
#[test]
fn no_two_parameters_accept_the_same_value() {
    let members = load(&schemas(&[("body", MEMBERS), ("file:feed/request.json", EXAMPLE)]));
    let members = members.model.unwrap_or_else(|| panic!("{:#?}", members.diagnostics));
    let mut several = 0;
    for model in [model(), fixture_model(), corner_model(), &members] {
        let choices: BTreeSet<String> = model
            .objects
            .values()
            .filter_map(|object| Some(format!("Into < {} >", object.choice()?.type_name)))
            .collect();
        for ((file, object), parameters) in constructors(&emit::files(model)) {
            if parameters.len() > 1 {
                several += 1;
                let converted = parameters.iter().filter(|ty| ty.contains("Into <"));
                let is_choice = |ty: &String| choices.iter().any(|choice| ty.contains(choice.as_str()));
                let wrong: Vec<&String> =
                    converted.filter(|ty| !ty.contains("Into < String >") && !is_choice(ty)).collect();
                assert!(wrong.is_empty(), "{file}: {object}::new takes {wrong:?} beside other parameters");
            }
        }
    }
    assert!(several > 5, "only {several} constructors have several parameters");
}
