//! The commands, run as a maintainer runs them.

mod sandbox;

use std::{fs, path::Path, process::Output};

use sandbox::{PAGE, Sandbox, VENDOR, code, run, stderr, stdout};
use tempfile::TempDir;

fn xtask(arguments: &[&str]) -> Output {
    run(arguments, "")
}

#[test]
fn gen_writes_a_crate_and_prints_one_line() {
    let sandbox = Sandbox::new();
    let output = sandbox.generate(&[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let line = stdout(&output);
    let counts = line.rsplit_once("; ").expect("it ends with a time").0;
    assert_eq!(counts, "1 endpoint, 2 types, 0 enums; files: 7 written, 0 unchanged, 0 deleted");
    assert_eq!(line.lines().count(), 1);
    assert!(sandbox.read("out/vendors/acme/src/feed.rs").contains("pub grams: i32"));
    assert!(sandbox.exists("out/endpoints.json"));
    assert!(sandbox.read("out/openapi/acme.json").contains("\"operationId\": \"acme.feed\""));
}

#[test]
fn missing_lines_of_the_manifest_are_listed() {
    let sandbox = Sandbox::new();
    let notes = |manifest: &str| {
        sandbox.write("out/Cargo.toml", manifest);
        let printed = stderr(&sandbox.generate(&[]));
        printed.lines().filter_map(|line| Some(line.split_once(": write `")?.1.to_owned())).collect::<Vec<_>>()
    };
    assert!(stderr(&sandbox.generate(&[])).contains("write one, with the dependency `runtime`"));
    let (package, root) = ("[package]\nname = \"zoo\"\n", "path = \"src/lib.rs\"");
    let [client, mock] = ["client = [\"runtime/client\"]", "mock = [\"runtime/mock\", \"vendor-acme?/mock\"]"];
    let feature = "acme = [\"dep:vendor-acme\"]";
    let dependency = "vendor-acme = { path = \"vendors/acme\", package = \"zoo-acme\", optional = true }";
    let below = |line: &str, section: &str| format!("{line}` below [{section}]");
    assert_eq!(
        notes(&format!("{package}[features]\nacme = []\nmock = [\"runtime/mock\"]\n# {feature}\n")),
        [
            below(root, "lib"),
            below(client, "features"),
            below(mock, "features"),
            below(feature, "features"),
            below(dependency, "dependencies")
        ]
    );
    let whole =
        format!("{package}[lib]\n{root}\n[features]\n{client}\n{mock}\n{feature}\n[dependencies]\n{dependency}\n");
    assert_eq!(notes(&whole), Vec::<String>::new());
}

#[test]
fn missing_manifests_of_vendors_are_reported_and_existing_ones_are_left_alone() {
    let sandbox = Sandbox::new();
    sandbox.write("out/Cargo.toml", "name = \"zoo\"\n");
    let printed = stderr(&sandbox.generate(&[]));
    assert!(printed.contains("/vendors/acme/Cargo.toml: write one, with the name `zoo-acme`"), "{printed}");
    sandbox.write("out/vendors/acme/Cargo.toml", "[features]\n");
    let printed = stderr(&sandbox.generate(&[]));
    let lacks = "/vendors/acme/Cargo.toml is incomplete: write `mock = [\"runtime/mock\"]` below [features]";
    assert!(printed.contains(lacks), "{printed}");
    sandbox
        .write("out/vendors/acme/Cargo.toml", "[lib]\npath = \"src/lib.rs\"\n[features]\nmock = [\"runtime/mock\"]\n");
    assert!(!stderr(&sandbox.generate(&[])).contains("vendors/acme/Cargo.toml"));
    assert_eq!(code(&sandbox.generate(&["--check"])), 0, "no manifest is foreign");
}

#[test]
fn a_second_run_writes_nothing() {
    let sandbox = Sandbox::new();
    sandbox.generate(&[]);
    let before = sandbox.times();
    let output = sandbox.generate(&[]);
    assert!(stdout(&output).contains("files: 0 written, 7 unchanged, 0 deleted"), "{}", stdout(&output));
    assert_eq!(sandbox.times(), before);
}

#[test]
fn outdated_files_are_deleted_and_foreign_files_stay() {
    let sandbox = Sandbox::new();
    sandbox.generate(&[]);
    sandbox.write("out/src/mine.rs", "// by hand\n");
    sandbox.write("out/Cargo.toml", "# by hand\n");
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("  feed:", "  nourish:"));
    let output = sandbox.generate(&[]);
    assert!(stdout(&output).contains("1 deleted"), "{}", stdout(&output));
    assert!(!sandbox.exists("out/vendors/acme/src/feed.rs") && sandbox.exists("out/vendors/acme/src/nourish.rs"));
    assert!(sandbox.exists("out/src/mine.rs") && sandbox.exists("out/Cargo.toml"));
    sandbox.write("schemas/acme/feed.yaml", PAGE);
    let text = stdout(&sandbox.generate(&["--verbose"]));
    for line in ["written  ", "deleted  "] {
        assert!(text.lines().any(|found| found.starts_with(line) && found.contains("/vendors/acme/src/")), "{text}");
    }
}

#[test]
fn the_files_of_a_removed_vendor_are_deleted() {
    let sandbox = Sandbox::new();
    sandbox.write("schemas/other/vendor.yaml", VENDOR);
    sandbox.write("schemas/other/feed.yaml", PAGE);
    sandbox.generate(&[]);
    sandbox.write("out/openapi/mine.json", "{}\n");
    sandbox.write("out/vendors/other/Cargo.toml", "# by hand\n");
    assert!(sandbox.exists("out/openapi/other.json") && sandbox.exists("out/vendors/other/src/feed.rs"));
    fs::remove_dir_all(sandbox.path("schemas/other")).expect("it exists");
    let stale = stdout(&sandbox.generate(&["--check"]));
    assert!(stale.contains("extra ") && stale.contains("openapi/other.json"), "{stale}");
    let printed = stderr(&sandbox.generate(&[]));
    assert!(
        printed.contains("note: the vendor of") && printed.contains("/vendors/other has no schema any more"),
        "{printed}"
    );
    assert!(!sandbox.exists("out/openapi/other.json") && !sandbox.exists("out/vendors/other/src"));
    assert!(sandbox.exists("out/vendors/other/Cargo.toml"), "handwritten files stay");
    assert!(sandbox.exists("out/openapi/acme.json") && sandbox.exists("out/openapi/mine.json"));
}

#[test]
fn check_writes_nothing_and_lists_stale_files() {
    let sandbox = Sandbox::new();
    let output = sandbox.generate(&["--check"]);
    assert_eq!(code(&output), 1);
    assert_eq!(stdout(&output).matches("missing ").count(), 7, "{}", stdout(&output));
    assert!(!sandbox.exists("out"));

    sandbox.generate(&[]);
    assert_eq!(code(&sandbox.generate(&["--check"])), 0);

    let text = sandbox.read("out/vendors/acme/src/feed.rs");
    sandbox.write("out/vendors/acme/src/feed.rs", &text.replace("i32", "i64"));
    sandbox.write("out/vendors/acme/src/old.rs", &text);
    sandbox.write("out/src/mine.rs", "// by hand\n");
    fs::remove_file(sandbox.path("out/src/lib.rs")).expect("it exists");
    let before = sandbox.times();
    let output = sandbox.generate(&["--check"]);
    assert_eq!(code(&output), 1);
    let lines: Vec<String> = stdout(&output).lines().map(|line| line.replace(&sandbox.path("out"), "out")).collect();
    assert_eq!(
        lines,
        [
            "changed  out/vendors/acme/src/feed.rs",
            "missing  out/src/lib.rs",
            "extra    out/vendors/acme/src/old.rs",
            "foreign  out/src/mine.rs",
            "run `cargo xtask gen`; it does not touch foreign files, so move those elsewhere",
        ]
    );
    assert_eq!(sandbox.times(), before);
}

#[test]
fn a_file_in_the_way_is_not_touched() {
    let sandbox = Sandbox::new();
    sandbox.write("out/vendors/acme/src/lib.rs", "// by hand\n");
    let output = sandbox.generate(&[]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("lib.rs is in the way"), "{}", stderr(&output));
    assert_eq!(sandbox.read("out/vendors/acme/src/lib.rs"), "// by hand\n");
    assert!(!sandbox.exists("out/src/lib.rs"));
}

#[test]
fn all_errors_of_all_files_are_reported_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("int32", "int33").replace("POST /feed", "POST feed"));
    sandbox.write("schemas/acme/bad.yaml", "page: 1\n");
    sandbox.write("schemas/acme/twice.yaml", &PAGE.replace("page:", "pages: 1\npage:"));
    let output = sandbox.generate(&[]);
    let text = stderr(&output);
    assert_eq!(code(&output), 1);
    // Syntax errors in some files do not hide semantic errors in others.
    for place in ["bad.yaml:1:7", "bad.yaml:1:1", "twice.yaml:2:1", "feed.yaml:5:12", "feed.yaml:8:22"] {
        assert!(text.contains(place), "{place} is missing in\n{text}");
    }
    assert!(text.contains("error: the schemas have 5 errors; nothing was done"), "{text}");
    assert!(!sandbox.exists("out"));
}

#[test]
fn validate_lists_deviations_with_their_pointers() {
    let sandbox = Sandbox::new();
    let schemas = sandbox.path("schemas");
    let validate = |input: &str| run(&["validate", "feed", "request", "-", "--schemas", &schemas], input);

    let good = validate(r#"{"grams": 5}"#);
    assert_eq!((code(&good), stdout(&good).as_str()), (0, "a request of acme.feed, as documented\n"));

    let bad = validate(r#"{"grams": 901, "gram": 1}"#);
    assert_eq!(code(&bad), 1);
    let text = stdout(&bad);
    assert!(text.contains("/grams: ") && text.contains("[range]"), "{text}");
    assert!(text.contains("/gram: ") && text.contains("did you mean `grams`?"), "{text}");
    assert!(text.ends_with("2 deviations from acme.feed (https://acme.example/feed)\n"), "{text}");

    let broken = validate("{");
    assert_eq!(code(&broken), 1);
    assert!(stdout(&broken).contains("not JSON"), "{}", stdout(&broken));
}

/// Runs `validate` with the project's schemas; returns the exit status and the pointers of the deviations.
fn validate_real(endpoint: &str, half: &str, input: &str) -> (i32, Vec<String>) {
    let output = run(&["validate", endpoint, half, "-", "--schemas", &real_schemas()], input);
    let found = stdout(&output);
    let pointers = found.lines().filter_map(|line| Some(line.strip_prefix('/')?.split_once(": ")?.0.to_owned()));
    (code(&output), pointers.map(|pointer| format!("/{pointer}")).collect())
}

fn real_schemas() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas").display().to_string()
}

fn example(path: &str) -> String {
    fs::read_to_string(Path::new(&real_schemas()).join(path)).expect("the example exists")
}

#[test]
fn validate_accepts_every_published_example() {
    let examples = [
        ("gettoken", "request", "wecom/gettoken/request.json"),
        ("gettoken", "response", "wecom/gettoken/ok.json"),
        ("externalcontact.get", "request", "wecom/externalcontact/get/request.json"),
        ("externalcontact.get", "response", "wecom/externalcontact/get/ok.json"),
        ("batchget", "request", "wecom/kf/customer/batchget/request.json"),
        ("batchget", "response", "wecom/kf/customer/batchget/ok.json"),
        ("get_upgrade_service_config", "response", "wecom/kf/customer/upgrade_service/config.json"),
        ("customer.upgrade_service", "request", "wecom/kf/customer/upgrade_service/member.json"),
        ("customer.upgrade_service", "request", "wecom/kf/customer/upgrade_service/groupchat.json"),
        ("customer.upgrade_service", "response", "wecom/kf/customer/upgrade_service/upgrade_ok.json"),
        ("cancel_upgrade_service", "request", "wecom/kf/customer/upgrade_service/cancel.json"),
        ("cancel_upgrade_service", "response", "wecom/kf/customer/upgrade_service/cancel_ok.json"),
        ("weiling.customer.batch", "request", "weiling/customer/batch/request.json"),
        ("weiling.customer.batch", "response", "weiling/customer/batch/ok.json"),
        ("weiling.contact.batch", "request", "weiling/contact/batch/request.json"),
        ("weiling.contact.batch", "response", "weiling/contact/batch/ok.json"),
        (XUNJINET, "request", "xunjinet/robot/customer/get_robot_account_by_ids/request.json"),
        (XUNJINET, "request", "xunjinet/robot/customer/get_robot_account_by_ids/curl.json"),
        (XUNJINET, "response", "xunjinet/robot/customer/get_robot_account_by_ids/ok.json"),
    ];
    let mut stored = 0;
    let mut todo = vec![std::path::PathBuf::from(real_schemas())];
    while let Some(folder) = todo.pop() {
        for entry in fs::read_dir(folder).expect("it is a folder").flatten() {
            if entry.path().is_dir() {
                todo.push(entry.path());
            } else if entry.path().extension().is_some_and(|ending| ending == "json")
                && entry.file_name() != "schema.json"
            {
                stored += 1;
            }
        }
    }
    assert_eq!(examples.len(), stored, "every example is in the list");
    for (endpoint, half, path) in examples {
        assert_eq!(validate_real(endpoint, half, &example(path)), (0, Vec::new()), "{path}");
    }
}

const XUNJINET: &str = "get_robot_account_by_ids";

#[test]
fn validate_rejects_broken_payloads_at_the_right_place() {
    let contact = "wecom/externalcontact/get/ok.json";
    let batch = "wecom/kf/customer/batchget/ok.json";
    let weiling = "weiling/customer/batch/ok.json";
    let xunjinet = "xunjinet/robot/customer/get_robot_account_by_ids/ok.json";
    let member = "wecom/kf/customer/upgrade_service/member.json";
    // Endpoint, direction, example, replaced text, replacement, pointer of the deviation.
    let broken = [
        ("externalcontact.get", "response", contact, "1525779812", "\"yesterday\"", "/follow_user/0/createtime"),
        ("externalcontact.get", "response", contact, "\"add_way\":10", "\"add_way\":25", "/follow_user/0/add_way"),
        ("externalcontact.get", "response", contact, "\"type\":1,", "\"type\":7,", ATTR_TYPE),
        (
            "externalcontact.get",
            "response",
            contact,
            "\"remark\":\"李总\"",
            "\"remarks\":\"李总\"",
            "/follow_user/1/remarks",
        ),
        ("batchget", "response", batch, "\"errcode\":0", "\"errorcode\":0", "/errcode"),
        ("batchget", "response", batch, "\"scene\":1", "\"scene\":4294967296000000000000", SCENE),
        ("weiling.customer.batch", "response", weiling, "\"customer_list\"", "\"customers\"", "/data/customer_list"),
        (XUNJINET, "response", xunjinet, "\"deleted_by_staff\":false", "\"deleted_by_staff\":2", DELETED),
        ("customer.upgrade_service", "request", member, "\"member\"", "\"groupchat\"", "/member"),
        ("customer.upgrade_service", "request", member, "\"zhangsan\"", "\"\"", "/member/userid"),
    ];
    for (endpoint, half, path, from, to, pointer) in broken {
        let compact: serde_json::Value = serde_json::from_str(&example(path)).expect("it is JSON");
        let text = compact.to_string();
        assert!(text.contains(from), "{path} has {from}");
        let (code, found) = validate_real(endpoint, half, &text.replacen(from, to, 1));
        assert_eq!(code, 1, "{from} -> {to}");
        assert!(found.iter().any(|found| found == pointer), "{from} -> {to}: {found:?}");
    }
    let many = format!("{{\"external_userid_list\":{}}}", serde_json::json!(vec!["a"; 101]));
    assert_eq!(validate_real("batchget", "request", &many), (1, vec!["/external_userid_list".to_owned()]));
    let none = r#"{"robot_id":"r","account_id_list":[],"external_user_id_list":[]}"#;
    assert_eq!(validate_real(XUNJINET, "request", none).0, 1);
    assert_eq!(validate_real("externalcontact.get", "request", "{}"), (1, vec!["/external_userid".to_owned()]));
}

const ATTR_TYPE: &str = "/external_contact/external_profile/external_attr/1/type";
const SCENE: &str = "/customer_list/0/enter_session_context/wechat_channels/scene";
const DELETED: &str = "/data/account_list/0/deleted_by_staff";

#[test]
fn validate_recognizes_error_replies() {
    let reply = |body: &str| {
        let output = run(&["validate", "batchget", "response", "-", "--schemas", &real_schemas()], body);
        (code(&output), stdout(&output))
    };
    let (status, text) = reply(r#"{"errcode":40014,"errmsg":"invalid access_token"}"#);
    assert_eq!(status, 0);
    assert!(text.ends_with("as documented: 40014 invalid_access_token\n"), "{text}");
    let (status, text) = reply(r#"{"errcode":12345,"errmsg":"?"}"#);
    assert_eq!(status, 1);
    assert!(text.starts_with("/errcode: ") && text.contains("[unlisted_value]"), "{text}");
}

#[test]
fn dump_prints_the_model_or_an_outline() {
    let sandbox = Sandbox::new();
    let schemas = sandbox.path("schemas");
    let whole = stdout(&xtask(&["dump", "--schemas", &schemas]));
    assert!(whole.contains("acme.feed:") && whole.contains("path: /feed"), "{whole}");
    let outline = stdout(&xtask(&["dump", "feed", "--outline", "--schemas", &schemas]));
    assert!(outline.starts_with("POST /feed\n") && outline.contains("grams: int32  required  1..900"), "{outline}");
}

#[test]
fn errors_about_arguments_say_how_to_fix_them() {
    let sandbox = Sandbox::new();
    let schemas = sandbox.path("schemas");
    let unknown = xtask(&["dump", "fed", "--schemas", &schemas]);
    assert_eq!(code(&unknown), 2);
    assert!(
        stderr(&unknown)
            .contains("no endpoint is called `fed`; did you mean `acme.feed`? The endpoints are:\n  acme.feed"),
        "{}",
        stderr(&unknown)
    );

    let nowhere = xtask(&["gen", "--schemas", &sandbox.path("nowhere")]);
    assert_eq!(code(&nowhere), 2);
    assert!(stderr(&nowhere).contains("cannot read the folder"), "{}", stderr(&nowhere));

    let empty = TempDir::new().expect("a temporary folder");
    let empty = xtask(&["gen", "--schemas", &empty.path().display().to_string()]);
    assert_eq!(code(&empty), 2);
    assert!(stderr(&empty).contains("there is no schema in"), "{}", stderr(&empty));

    let file = xtask(&["validate", "feed", "request", "/no/such/file", "--schemas", &schemas]);
    assert_eq!(code(&file), 2);
    assert!(stderr(&file).contains("cannot read /no/such/file"), "{}", stderr(&file));

    assert_eq!(code(&xtask(&["validate", "feed", "sideways", "-"])), 2);
    assert_eq!(code(&xtask(&["frobnicate"])), 2);
    assert_eq!(code(&xtask(&["--help"])), 0);
}

#[test]
fn interop_names_missing_programs() {
    let empty = TempDir::new().expect("a temporary folder");
    let without_programs = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(arguments).env("PATH", empty.path()).output().expect("the command starts")
    };
    let output = without_programs(&["interop"]);
    assert_eq!(code(&output), 2);
    let printed = stderr(&output);
    assert!(printed.contains("`python3` cannot be run: install Python") && printed.contains("again"), "{printed}");

    assert_eq!(code(&without_programs(&["interop", "--frobnicate"])), 2);
    assert_eq!(code(&without_programs(&["interop", "wecom"])), 2);
    assert_eq!(code(&without_programs(&["interop", "--help"])), 0);
}

/// `interop` only asks python3 and npm for their versions before it reads the schemas, so links to any program will do.
#[cfg(unix)]
#[test]
fn interop_says_how_to_create_missing_descriptions() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("bin")).expect("the file is written");
    for program in ["python3", "npm"] {
        let link = sandbox.path(&format!("bin/{program}"));
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_xtask"), link).expect("the file is written");
    }
    let (schemas, out) = (sandbox.path("schemas"), sandbox.path("out"));
    let interop = || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(["interop", "--schemas", &schemas, "--out", &out]).env("PATH", sandbox.path("bin"));
        command.output().expect("the command starts")
    };
    let output = interop();
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("out/openapi; `cargo xtask gen` creates it"), "{}", stderr(&output));
    sandbox.write("out/openapi/note.txt", "");
    assert!(stderr(&interop()).contains("there is no description in"), "{}", stderr(&interop()));
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("int32", "int33"));
    assert_eq!(code(&interop()), 1);
}

#[test]
fn deleted_sources_are_generated_again_with_the_same_bytes() {
    let sandbox = Sandbox::new();
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas").display().to_string();
    let out = sandbox.path("out");
    let generate = || xtask(&["gen", "--schemas", &schemas, "--out", &out]);
    assert_eq!(code(&generate()), 0);
    let read = || -> Vec<(String, String)> {
        sandbox
            .times()
            .into_iter()
            .map(|(path, _)| (path.clone(), fs::read_to_string(path).expect("it is text")))
            .collect()
    };
    let before = read();
    fs::remove_dir_all(sandbox.path("out/src")).expect("it exists");
    assert_eq!(code(&generate()), 0);
    assert_eq!(read(), before);
}

#[test]
fn faults_are_printed_in_the_requested_format() {
    let sandbox = Sandbox::new();
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("int32", "int23"));
    let printed = |format: &str| {
        let output = sandbox.generate(&["--format", format]);
        assert_eq!((code(&output), stdout(&output).as_str()), (1, ""));
        stderr(&output)
    };
    assert!(printed("human").contains("\n8 |       grams: { type: int23"), "{}", printed("human"));
    assert!(printed("human").contains("cargo xtask explain E012"), "{}", printed("human"));
    let page = sandbox.path("schemas/acme/feed.yaml");
    let short = format!("{page}:8:22: error[E012]: there is no type `int23`; did you mean `int32`?\n");
    assert_eq!(printed("short"), short + "error: the schemas have 1 error; nothing was done\n");
    let json: serde_json::Value = serde_json::from_str(&printed("json")).expect("one object in one line");
    assert_eq!((&json["code"], &json["line"], &json["file"]), (&"E012".into(), &8.into(), &page.into()));
    assert!(printed("github").starts_with("::error file="), "{}", printed("github"));
}

#[test]
fn only_terminals_get_colours() {
    let sandbox = Sandbox::new();
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("int32", "int23"));
    assert!(!stderr(&sandbox.generate(&[])).contains('\u{1b}'));
}

#[test]
fn warnings_stop_a_command_only_if_denied() {
    let sandbox = Sandbox::new();
    sandbox
        .write("schemas/acme/vendor.yaml", &format!("{VENDOR}scalars:\n  Never: {{ wire: string, doc: Not used. }}\n"));
    let output = sandbox.generate(&[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("warning[W001]"), "{}", stderr(&output));
    let output = sandbox.generate(&["--check", "--deny-warnings"]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("and warnings are denied; nothing was done"), "{}", stderr(&output));
}

#[test]
fn explain_prints_the_pages_of_codes() {
    let output = xtask(&["explain", "e012"]);
    assert_eq!(code(&output), 0);
    assert!(stdout(&output).starts_with("E012 (error): "), "{}", stdout(&output));
    let all = stdout(&xtask(&["explain"]));
    assert!(all.lines().count() > 50 && all.contains("\nW001  "), "{all}");
    let two = stdout(&xtask(&["explain", "E6", "w13"]));
    assert!(two.contains("E006 (error)") && two.contains("W013 (warning)"), "{two}");
    let unknown = xtask(&["explain", "E999"]);
    assert_eq!(code(&unknown), 2);
    assert!(stderr(&unknown).contains("there is no code `E999`"), "{}", stderr(&unknown));
    let neither = xtask(&["explain", "nope"]);
    assert!(stderr(&neither).contains("there is no code or rule `nope`"), "{}", stderr(&neither));
}

/// The README shows the error for one misspelt key.
#[test]
fn the_error_in_the_readme_is_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in a workspace");
    let page = fs::read_to_string(root.join("schemas/wecom/kf/customer/batchget.yaml")).expect("the page exists");
    let sandbox = TempDir::new().expect("a temporary folder");
    let folder = sandbox.path().join("schemas/wecom/kf/customer");
    fs::create_dir_all(&folder).expect("the file is written");
    fs::write(folder.join("batchget.yaml"), page.replacen("required:", "requierd:", 1)).expect("the file is written");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["gen", "--schemas", "schemas", "--out", "out"])
        .current_dir(sandbox.path())
        .output()
        .expect("the command starts");
    let printed = stderr(&output);
    let readme = fs::read_to_string(root.join("README.md")).expect("there is a README");
    let shown = readme.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("it shows an error");
    assert!(printed.contains(shown), "the README shows\n{shown}\nbut the command prints:\n{printed}");
}

#[test]
fn examples_are_checked_although_another_vendor_has_errors() {
    let sandbox = Sandbox::new();
    sandbox.write("schemas/acme/feed.yaml", &format!("{PAGE}    examples: {{ request: [request.json] }}\n"));
    sandbox.write("schemas/acme/feed/request.json", "{ \"grams\": \"many\" }");
    sandbox.write("schemas/globex/vendor.yaml", "vendor: 1\n");
    let text = stderr(&sandbox.generate(&[]));
    assert!(text.contains("error[E033]: /grams: ") && text.contains("error[E008]"), "{text}");
    assert!(text.contains("are checked once there are no errors"), "{text}");
}

#[test]
fn the_crate_is_not_generated_among_the_schemas() {
    let sandbox = Sandbox::new();
    let schemas = sandbox.path("schemas");
    for out in [schemas.clone(), format!("{schemas}/acme"), format!("{schemas}/acme/../new")] {
        let output = xtask(&["gen", "--schemas", &schemas, "--out", &out]);
        assert_eq!(code(&output), 2, "{}", stdout(&output));
        assert!(stderr(&output).contains("choose another folder with --out"), "{}", stderr(&output));
    }
    assert!(!sandbox.exists("schemas/src") && !sandbox.exists("schemas/schema.json"));
}
