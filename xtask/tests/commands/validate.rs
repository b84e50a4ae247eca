//! `validate`, on a small schema and on the project's own.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use codegen::{Source, syntax::LANGUAGE};
use tempfile::TempDir;

use crate::sandbox::{PAGE, Sandbox, VENDOR, code, run_with_input, stderr, stdout};

#[test]
fn validate_lists_deviations_with_their_pointers() {
    let sandbox = Sandbox::new();
    let schemas = sandbox.path("schemas");
    let validate = |input: &str| run_with_input(&["validate", "feed", "request", "-", "--schemas", &schemas], input);

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

#[test]
fn events_are_checked_in_xml_and_json() {
    let event = |half: &str, input: &str| {
        let args = ["validate", "kf.events.msg_or_event", half, "-", "--schemas", &real_schemas()];
        let output = run_with_input(&args, input);
        (code(&output), stdout(&output), stderr(&output))
    };
    let xml = "<xml><MsgType>event</MsgType><Event>kf_msg_or_event</Event><Token>t</Token><OpenKfId>k</OpenKfId></xml>";
    let good = "an event wecom.kf.events.msg_or_event, as documented\n".to_owned();
    assert_eq!(event("event", xml), (0, good.clone(), String::new()));
    let json = r#"{"MsgType": "event", "Event": "kf_msg_or_event", "Token": "t", "OpenKfId": "k"}"#;
    assert_eq!(event("event", json), (0, good, String::new()));

    let (status, found, _) = event("event", &xml.replace("kf_msg_or_event", "other"));
    assert_eq!(status, 1);
    assert!(found.starts_with("/Event: expected `kf_msg_or_event`, found `other`: this is another event"), "{found}");
    let (status, found, _) = event("event", "<xml>");
    assert_eq!((status, found.starts_with("this is not XML: line 1, column ")), (1, true), "{found}");
    let (status, _, error) = event("response", xml);
    assert_eq!((status, error.contains("has no response: an event has one message, `event`")), (2, true), "{error}");
}

#[test]
fn warnings_are_listed_and_are_no_deviations() {
    let sandbox = Sandbox::new();
    let page = PAGE
        .replace("      grams:", "      mood: { type: string, chars: { max: 2, beyond: truncated } }\n      grams:");
    assert_ne!(page, PAGE);
    sandbox.write("schemas/acme/feed.yaml", &page);
    let schemas = sandbox.path("schemas");
    let validate = |input: &str| run_with_input(&["validate", "feed", "request", "-", "--schemas", &schemas], input);
    let output = validate(r#"{"grams": 5, "mood": "abc"}"#);
    let expected = "warning: /mood: expected at most 2 characters, found 3: the server cuts off the rest [chars]\n\
                    a request of acme.feed, as documented\n";
    assert_eq!((code(&output), stdout(&output).as_str()), (0, expected));
    let output = validate(r#"{"grams": 901, "mood": "abc"}"#);
    assert_eq!(code(&output), 1);
    assert!(
        stdout(&output).ends_with("1 deviation from acme.feed (https://acme.example/feed)\n"),
        "{}",
        stdout(&output)
    );
}

/// Runs `validate` with the project's schemas; returns the exit status and the pointers of the deviations.
fn validate_real(endpoint: &str, half: &str, input: &str) -> (i32, Vec<String>) {
    let output = run_with_input(&["validate", endpoint, half, "-", "--schemas", &real_schemas()], input);
    let found = stdout(&output);
    let pointers = found.lines().filter_map(|line| Some(line.strip_prefix('/')?.split_once(": ")?.0.to_owned()));
    (code(&output), pointers.map(|pointer| format!("/{pointer}")).collect())
}

/// A folder with some of the project's schemas: the command reads all files of its folder, and takes longer with each.
fn real_schemas() -> String {
    const PAGES: [&str; 9] = [
        "wecom/gettoken",
        "wecom/kf",
        "wecom/media",
        "wecom/externalcontact/get",
        "wecom/externalcontact/add_msg_template",
        "weiling/contact/batch",
        "weiling/customer/batch",
        "weiling/clue",
        "xunjinet/robot",
    ];
    static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
        let folder = TempDir::new().expect("a temporary folder");
        let is_page = |path: &str| {
            PAGES.iter().any(|page| path.strip_prefix(page).is_some_and(|rest| rest.starts_with(['.', '/'])))
        };
        let is_shared = |path: &str| path.ends_with("/vendor.yaml") || path.ends_with("/area.yaml");
        for source in real_sources().into_iter().filter(|source| is_shared(&source.path) || is_page(&source.path)) {
            let path = folder.path().join(&source.path);
            fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the folder is made");
            fs::write(path, source.bytes).expect("the file is written");
        }
        folder
    });
    FOLDER.path().display().to_string()
}

fn example(path: &str) -> String {
    fs::read_to_string(Path::new(&real_schemas()).join(path)).expect("the example exists")
}

#[test]
fn validate_accepts_every_published_example() {
    // Each run reads all schemas, so only some examples are tried. That all of them are accepted is tested elsewhere.
    const TRIED: usize = 6;
    let sources = real_sources();
    let model = codegen::load(&sources).model.expect("the schemas have no errors");
    let mut checked = BTreeSet::new();
    let messages: Vec<_> =
        model.owners().flat_map(|owner| owner.messages().into_iter().map(move |it| (owner, it))).collect();
    for (_, message) in &messages {
        checked.extend(message.examples.iter().map(|example| &example.file));
        checked.extend(message.wrong_examples.iter().map(|wrong| &wrong.example.file));
    }
    let folder = PathBuf::from(real_schemas());
    let here = messages.iter().filter(|(owner, _)| folder.join(owner.file()).exists());
    let right = here.clone().flat_map(|(owner, it)| it.examples.iter().map(move |example| (owner, it, example)));
    let right: Vec<_> = right.collect();
    for (owner, message, example) in right.iter().step_by((right.len() / TRIED).max(1)) {
        let found = validate_real(owner.name(), message.kind.as_str(), &example.text);
        assert_eq!(found, (0, Vec::new()), "{}", example.file);
    }
    let wrong = here.flat_map(|(owner, it)| it.wrong_examples.iter().map(move |wrong| (owner, it, &wrong.example)));
    for (owner, message, example) in wrong.take(TRIED) {
        let (status, found) = validate_real(owner.name(), message.kind.as_str(), &example.text);
        assert!(status == 1 && !found.is_empty(), "{} is not wrong: {found:?}", example.file);
    }
    // Those of an object alone are no messages.
    for object in model.objects.values() {
        checked.extend(object.examples.iter().map(|example| &example.file));
        checked.extend(object.wrong_examples.iter().map(|wrong| &wrong.example.file));
    }
    let examples = sources.iter().map(|source| &source.path).filter(|path| !path.ends_with(".yaml"));
    assert_eq!(checked, examples.collect(), "every stored example belongs to an endpoint, an event or an object");
}

/// The project's schemas and examples.
fn real_sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let mut sources = Vec::new();
    let mut pending = vec![root.clone()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).expect("it is a folder").flatten() {
            let path = entry.path();
            let name = path.strip_prefix(&root).expect("it is below").display().to_string();
            if path.is_dir() {
                pending.push(path);
            } else if [".yaml", ".json", ".xml"].iter().any(|extension| name.ends_with(extension)) && name != LANGUAGE {
                sources.push(Source { path: name, bytes: fs::read(&path).expect("it can be read") });
            }
        }
    }
    sources
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

#[test]
fn validate_reports_what_readers_tolerate_in_a_text() {
    let reply = |body: &[u8]| {
        let output = run_with_input(&["validate", "batchget", "response", "-", "--schemas", &real_schemas()], body);
        assert_eq!(code(&output), 1, "{}", body.escape_ascii());
        let text = stdout(&output);
        let (findings, summary) = text.trim_end().rsplit_once('\n').expect("findings and a summary");
        assert!(summary.contains("deviation"), "{text}");
        findings.to_owned()
    };
    let name = b"{\"errcode\":0,\"errmsg\":\"ok\",\"customer_list\":[{\"external_userid\":\"wm1\",\"nickname\":\"B\x1b[0m\xb5\"}]}";
    assert_eq!(
        reply(name),
        "/customer_list/0/nickname: expected characters that JSON allows in a string, found the control character \
         U+001B, and 1 more [character]"
    );
    let message = reply(b"{\"errcode\":42001,\"errmsg\":\"a\nb\",\"new\":\"\\ud800\"}");
    assert!(message.contains("/errmsg: ") && message.contains("U+000A [character]"), "{message}");
    assert!(message.contains("/new: ") && message.contains("half a surrogate pair, \\ud800 [character]"), "{message}");
    let mark = reply(b"\xef\xbb\xbf{\"errcode\":0,\"errmsg\":\"ok\",\"errcode\":0,\"customer_list\":[]}");
    assert!(mark.contains("the document: ") && mark.contains("[byte_order_mark]"), "{mark}");
    assert!(mark.contains("/errcode: ") && mark.contains("[duplicate_member]"), "{mark}");
}

const ATTR_TYPE: &str = "/external_contact/external_profile/external_attr/1/type";
const SCENE: &str = "/customer_list/0/enter_session_context/wechat_channels/scene";
const DELETED: &str = "/data/account_list/0/deleted_by_staff";

#[test]
fn validate_reports_the_shapes_that_readers_tolerate() {
    let user = |members: &str| format!(r#"{{"errcode":0,"errmsg":"ok","follow_user":[{{"userid":"a",{members}}}]}}"#);
    for (endpoint, input, expected) in [
        (
            "xunjinet.robot.customer.get_robot_account_by_ids",
            r#"{"errcode":0,"errmsg":"ok","hint":"h","data":[]}"#.to_owned(),
            "/data: expected an object, found an array, which is read as none [coerced]",
        ),
        (
            "wecom.externalcontact.get",
            user(r#""remark_mobiles":"[]""#),
            r#"/follow_user/0/remark_mobiles: expected an array, found the string "[]" [coerced]"#,
        ),
        (
            "wecom.externalcontact.get",
            user(r#""tags":{"0":{"type":1}}"#),
            "/follow_user/0/tags: expected an array, found an object [coerced]",
        ),
        (
            "wecom.externalcontact.get",
            user(r#""tags":[null]"#),
            "/follow_user/0/tags/0: expected an object, found null, which is read as none [coerced]",
        ),
        (
            "wecom.externalcontact.get",
            user(r#""createtime":"""#),
            r#"/follow_user/0/createtime: expected an integer, seconds of Unix time, found the string "", which is read as none [coerced]"#,
        ),
    ] {
        let output = run_with_input(&["validate", endpoint, "response", "-", "--schemas", &real_schemas()], &input);
        let found = stdout(&output);
        assert_eq!((code(&output), found.lines().next()), (1, Some(expected)), "{input}");
        assert!(found.contains("1 deviation from"), "{found}");
    }
}

#[test]
fn validate_recognizes_error_replies() {
    let reply = |body: &str| {
        let output = run_with_input(&["validate", "batchget", "response", "-", "--schemas", &real_schemas()], body);
        (code(&output), stdout(&output))
    };
    let (status, text) = reply(r#"{"errcode":40014,"errmsg":"invalid access_token"}"#);
    assert_eq!(status, 0);
    assert!(text.ends_with("as documented: 40014 invalid_access_token\n"), "{text}");
    let (_, text) = reply("{\"errcode\":42001,\"errmsg\":\"a\nb\"}");
    assert!(text.contains("1 deviation"), "{text}");
    let (status, text) = reply(r#"{"errcode":12345,"errmsg":"?"}"#);
    assert_eq!(status, 1);
    assert!(text.starts_with("/errcode: ") && text.contains("[unlisted_value]"), "{text}");
}

#[test]
fn validate_needs_nothing_from_other_pages() {
    let sandbox = Sandbox::new();
    let schemas = sandbox.path("schemas");
    let validate = |endpoint: &str| {
        let output = run_with_input(&["validate", endpoint, "request", "-", "--schemas", &schemas], "{\"grams\": 5}");
        (code(&output), stdout(&output), stderr(&output))
    };
    let clean = validate("feed");
    // Another page with a warning (it shows no date, and its enum is not used), with an error, and one that is no YAML.
    let other = PAGE.replace("feed", "water").replace("Feed", "Water");
    for (page, text) in [
        ("schemas/acme/water.yaml", other.replace("type: int32", "type: Nowhere")),
        ("schemas/acme/broken.yaml", "page: [".to_owned()),
        ("schemas/other/vendor.yaml", "vendor: 5".to_owned()),
        ("schemas/accepted-breaks.yaml", "accepted: 5".to_owned()),
    ] {
        sandbox.write(page, &text);
        assert_eq!(validate("feed"), clean, "{page}");
    }
    let (status, _, errors) = validate("water");
    assert!(status == 1 && errors.contains("acme/water.yaml"), "{errors}");
    let (status, _, errors) = validate("nowhere");
    assert!(status == 1 && errors.contains("acme/broken.yaml"), "{errors}");
    // An error in the vendor's file concerns all of its endpoints.
    sandbox.write("schemas/acme/vendor.yaml", &VENDOR.replace("credential:", "credentials:"));
    let (status, _, errors) = validate("feed");
    assert!(status == 1 && errors.contains("acme/vendor.yaml"), "{errors}");
}
