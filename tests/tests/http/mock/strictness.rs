//! The mock refuses requests that are not as documented, as `validate` reports them.

use codegen::{
    interpret::{Class, Finding, check},
    model::MessageKind,
};
use generated::{
    Endpoint, Method, Vendor,
    http::{Request, StatusCode},
    mock::{self, Server},
    serde_json::{self, Value, json},
    wecom::{
        ExternalUserid, OpenKfid, Wecom,
        externalcontact::get,
        gettoken,
        kf::customer::{batchget, get_upgrade_service_config, upgrade_service},
    },
};
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed, TestRunner},
};
use tests::mutate::{Changer, seeds};

use super::{client, goes_on, message, started, token};

/// The reason for which a message is refused, if it is.
fn refusal(server: &Server, message: &Request<Vec<u8>>) -> Option<String> {
    let before = server.refused().len();
    let answer = client::send(message).expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    let refused = server.refused();
    assert!(refused.len() <= before + 1);
    refused.get(before).map(|record| record.refusal().expect("it is refused").to_owned())
}

/// The reason for which a body for `batchget` is refused.
fn of_body(body: &str) -> Option<String> {
    let server = started();
    let mut message = message(&server);
    *message.body_mut() = body.into();
    let found = refusal(&server, &message);
    goes_on(&server);
    found
}

const COERCED_AND_UNKNOWN: &str = r#"{"external_userid_list":["wm1"],"need_enter_session_context":true,"x":1}"#;
const WHY: &str = "/need_enter_session_context expected an integer, found a bool [coerced]; \
                   /x no member of this name belongs here [unknown_member]";

#[test]
fn coerced_values_and_unknown_members_are_refused() {
    assert_eq!(of_body(COERCED_AND_UNKNOWN).as_deref(), Some(WHY));
    for (body, why) in [
        (r#"{"external_userid_list":[1]}"#, "/external_userid_list/0 expected a string, found an integer [coerced]"),
        (
            r#"{"external_userid_list":["a"],"need_enter_session_context":"1"}"#,
            "/need_enter_session_context expected an integer, found a string [coerced]",
        ),
        (
            r#"{"external_userid_list":["a"],"external_userid_list":["a"]}"#,
            "/external_userid_list is there twice [duplicate]",
        ),
    ] {
        assert_eq!(of_body(body).as_deref(), Some(why), "{body}");
    }
    assert!(of_body(r#"{"external_userid_list":["a"],"need_enter_session_context":1.0}"#).is_some());
    for body in [
        r#"{"external_userid_list":["a"]}"#,
        r#"{"external_userid_list":["客😀"],"need_enter_session_context":0}"#,
        "{\n \"need_enter_session_context\" : null,\t\"external_userid_list\" : [ \"\\u0061\" ] }",
    ] {
        assert_eq!(of_body(body), None, "{body}");
    }
}

/// A broken rule does not hide the rest.
#[test]
fn deviations_are_listed_beside_broken_rules() {
    let why = of_body(r#"{"external_userid_list":[],"x":"s3cr3t"}"#).expect("it is refused");
    assert!(
        why.contains("[items]") && why.ends_with("; /x no member of this name belongs here [unknown_member]"),
        "{why}"
    );
    assert!(!why.contains("s3cr3t"), "{why}");
    let many: String = (0..100).map(|at| format!(",\"x{at}\":1")).collect();
    let why = of_body(&format!(r#"{{"external_userid_list":["a"]{many}}}"#)).expect("it is refused");
    assert_eq!((why.matches("[unknown_member]").count(), why.ends_with("; …")), (20, true), "{why}");
}

#[test]
fn members_that_the_tag_does_not_select_are_refused() {
    let server = started();
    let member = upgrade_service::UpgradeMember::new("zhangsan");
    let target = upgrade_service::Target::Member(member);
    let request = upgrade_service::Request::new(OpenKfid::from("kf1"), ExternalUserid::from("wm1"), target);
    let mut message = request.to_http(&server.vendor::<Wecom>(), &token()).expect("a good request");
    assert_eq!(refusal(&server, &message), None);
    let mut body: Value = serde_json::from_slice(message.body()).expect("it is JSON");
    body["groupchat"] = json!({"chat_id": "wr1"});
    body["member"]["wordin"] = json!("a typo");
    *message.body_mut() = body.to_string().into();
    let why = refusal(&server, &message).expect("it is refused");
    assert!(why.contains("/groupchat does not belong to the other members [stray_member]"), "{why}");
    assert!(why.contains("/member/wordin no member of this name belongs here [unknown_member]"), "{why}");
    body["groupchat"] = Value::Null;
    body["member"] = json!({"userid": "zhangsan"});
    *message.body_mut() = body.to_string().into();
    assert_eq!(refusal(&server, &message), None);
}

#[test]
fn parameters_are_as_strict_as_bodies() {
    let server = fixture::mock::start().expect("a mock starts");
    let list = fixture::acme::zoo::list::Request::new().limit(5).tame(true).near(1.5);
    let message = list.to_http(&server.vendor::<fixture::acme::Acme>(), &token()).expect("a good request");
    assert_eq!(refusal(&server, &message), None);
    for (from, to, why) in [
        ("limit=5", "limit=05", Some("/limit is not in its documented form [coerced]")),
        ("tame=1", "tame=true", Some("/tame is not in its documented form [coerced]")),
        ("near=1.5", "near=1.50", None),
        ("near=1.5", "near=2", None),
        ("limit=5", "limit=5&limit=5", Some("/limit is there twice [duplicate]")),
        ("limit=5", "limit=5&lim=5", Some("/lim the query has no parameter of this name [unknown_member]")),
    ] {
        let mut message = message.clone();
        let uri = message.uri().to_string();
        assert!(uri.contains(from), "{uri}");
        *message.uri_mut() = uri.replacen(from, to, 1).parse().expect("a URI");
        assert_eq!(refusal(&server, &message).as_deref(), why, "{to}");
    }
}

/// An erratum may accept another JSON type.
#[test]
fn types_that_an_erratum_accepts_are_fine() {
    let server = fixture::mock::start().expect("a mock starts");
    let route = fixture::mock::ROUTES.iter().copied().flatten().find(|route| route.info.name == "acme.zoo.add");
    let route = route.expect("it is in the table");
    let mut message = route.example(server.base_url("acme"), &token()).expect("it has an example");
    let mut body: Value = serde_json::from_slice(message.body()).expect("it is JSON");
    for (fresh, accepted) in [(json!(true), true), (json!(1), true), (json!("1"), false)] {
        body["meat"]["fresh"] = fresh;
        *message.body_mut() = body.to_string().into();
        let found = refusal(&server, &message);
        assert_eq!(found.is_none(), accepted, "{body}: {found:?}");
    }
    // Null is an absent member, but not an absent entry of a map.
    body["meat"]["fresh"] = Value::Null;
    *message.body_mut() = body.to_string().into();
    assert_eq!(refusal(&server, &message), None);
    body["labels"]["c"] = Value::Null;
    *message.body_mut() = body.to_string().into();
    let why = refusal(&server, &message).expect("it is refused");
    assert!(why.starts_with("/labels/c "), "{why}");
}

#[test]
fn a_get_request_has_no_body() {
    let server = started();
    let request = get_upgrade_service_config::Request::new();
    let mut message = request.to_http(&server.vendor::<Wecom>(), &token()).expect("a good request");
    assert_eq!(refusal(&server, &message), None);
    *message.body_mut() = b"{}".to_vec();
    assert_eq!(refusal(&server, &message).as_deref(), Some("a GET request has no body [unknown_member]"));
}

/// A call without credentials has no parameter for one.
#[test]
fn the_credential_is_a_parameter_only_where_it_is_needed() {
    let server = started();
    let mut message = crate::login("corp", "s3cr3t")
        .to_http(&server.vendor::<Wecom>(), &generated::NoCredential)
        .expect("a good request");
    assert_eq!(refusal(&server, &message), None);
    *message.uri_mut() = format!("{}&access_token=T", message.uri()).parse().expect("a URI");
    let why = refusal(&server, &message).expect("it is refused");
    assert_eq!(why, "/access_token the query has no parameter of this name [unknown_member]");
    assert_eq!(server.calls::<gettoken::Request>().len(), 2);
}

#[test]
fn a_lenient_mock_answers_and_reports_all_the_same() {
    let lines = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let written = lines.clone();
    let log = move |record: &mock::Record| written.lock().expect("no panic").push(record.to_string());
    let server = mock::builder().lenient().log(log).start().expect("a mock starts");
    let mut message = message(&server);
    *message.body_mut() = COERCED_AND_UNKNOWN.into();
    let text = client::text(&client::send(&message).expect("an answer"));
    assert!(text.contains("customer_list"), "{text}");
    let line = format!("200 wecom.kf.customer.batchget errcode 0: {WHY}");
    let refused = server.refused();
    assert_eq!(refused.iter().map(ToString::to_string).collect::<Vec<_>>(), [line.as_str()]);
    assert_eq!(*lines.lock().expect("no panic"), [line]);
    // What cannot be read is refused nevertheless.
    *message.body_mut() = b"{}".to_vec();
    assert!(client::text(&client::send(&message).expect("an answer")).contains("40058"));
}

/// An endpoint whose request is its body, and a valid message for it.
struct Subject {
    name: &'static str,
    message: Request<Vec<u8>>,
}

fn subject<E: Endpoint>(server: &Server) -> Option<Subject> {
    let is_json = E::INFO.method == Method::Post && E::FORM.is_none();
    let only_body = is_json && E::QUERY.is_empty() && E::HEADERS.is_empty();
    let routes = fixture::mock::ROUTES.iter().chain(mock::ROUTES).copied().flatten();
    let route = routes.into_iter().find(|route| route.info.name == E::INFO.name).expect("it is in a table");
    let message = route.example(server.base_url(<E::Vendor as Vendor>::NAME), &token())?;
    only_body.then_some(Subject { name: E::INFO.name, message })
}

/// Whether `validate` reports more than warnings about a document. It also reports values that an open enum does not list,
/// null in place of members that do not exist, and what differs from the docs in the JSON that a string holds, all of which
/// the mock accepts.
fn is_reported(model: &codegen::model::Model, name: &str, document: &Value) -> Option<bool> {
    let endpoint = &model.endpoints[name];
    let mut findings = check(model, model.vendor_of(endpoint), &endpoint.request, document);
    findings.retain(|finding| finding.class != Class::Warning);
    let is_null = |pointer: &str| document.pointer(pointer).is_some_and(Value::is_null);
    let is_exempt = |found: &&Finding| {
        let is_unseen = found.rule == "unlisted_value" || found.rule == "unknown_member" && is_null(&found.pointer);
        is_unseen || found.class == Class::Deviation && is_within_a_string(document, &found.pointer)
    };
    let exempt = findings.iter().filter(is_exempt).count();
    // Whether an exempt finding is refused does not matter.
    if exempt > 0 && exempt == findings.len() { None } else { Some(!findings.is_empty()) }
}

/// Whether a place is in the JSON text of a string. The value itself has the place of the string.
fn is_within_a_string(document: &Value, pointer: &str) -> bool {
    let above = std::iter::successors(pointer.rsplit_once('/'), |(above, _)| above.rsplit_once('/'));
    above.into_iter().any(|(above, _)| document.pointer(above).is_some_and(Value::is_string))
        || document.pointer(pointer).and_then(Value::as_str).is_some_and(|text| text.trim() == "null")
}

fn agree(model: &codegen::model::Model, server: &Server, subjects: &[Subject], cases: u32) {
    let changer = Changer::new(model);
    let requests = |name| seeds(model, name).into_iter().filter(|(kind, _)| *kind == MessageKind::Request);
    let starts: Vec<(&Subject, Value)> = subjects
        .iter()
        .flat_map(|subject| requests(subject.name).map(move |(_, document)| (subject, document)))
        .collect();
    let config = Config { cases, rng_seed: RngSeed::Fixed(31), failure_persistence: None, ..Config::default() };
    let change = (any::<usize>(), any::<u8>(), any::<usize>(), any::<usize>());
    let strategy = (any::<usize>(), prop::collection::vec(change, 0..4));
    let tallies = std::cell::RefCell::new([0_u32; 2]);
    let done = TestRunner::new(config).run(&strategy, |(start, changes)| {
        let (subject, mut document) = starts[start % starts.len()].clone();
        changes.into_iter().for_each(|change| changer.apply(&mut document, change));
        let Some(expected) = is_reported(model, subject.name, &document) else { return Ok(()) };
        let mut message = subject.message.clone();
        *message.body_mut() = document.to_string().into();
        server.reset();
        let found = refusal(server, &message);
        tallies.borrow_mut()[usize::from(expected)] += 1;
        prop_assert_eq!(found.is_some(), expected, "{} {}: {:?}", subject.name, document, found);
        Ok(())
    });
    if let Err(error) = done {
        panic!("{error}");
    }
    let [good, bad] = tallies.into_inner();
    assert!(good > cases / 50 && bad > cases / 10, "{good} good and {bad} bad documents");
}

/// `STRICTNESS_CASES=100000` runs longer than the default.
fn cases() -> u32 {
    std::env::var("STRICTNESS_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400)
}

#[test]
fn the_mock_refuses_what_validate_reports() {
    let server = started();
    let subjects: Vec<Subject> =
        sampled_endpoints!(E => subject::<E>(&server)).into_iter().filter_map(|(_, subject)| subject).collect();
    assert!(subjects.len() > 20, "{} endpoints", subjects.len());
    agree(tests::model(), &server, &subjects, cases());
}

#[test]
fn the_mock_refuses_what_validate_reports_in_the_fixture() {
    let server = fixture::mock::start().expect("a mock starts");
    let subjects: Vec<Subject> =
        fixture_endpoints!(E => subject::<E>(&server)).into_iter().filter_map(|(_, subject)| subject).collect();
    assert!(subjects.iter().any(|subject| subject.name == "other.large"));
    agree(tests::fixture_model(), &server, &subjects, cases());
}

/// Pages of the example end, for clients that follow the cursor by hand, too.
#[test]
fn the_pages_of_an_example_end() {
    let server = started();
    let mut request = get::Request::new("wo1");
    let mut cursors = Vec::new();
    for _ in 0..5 {
        let message = request.to_http(&server.vendor::<Wecom>(), &token()).expect("a good request");
        let reply = client::send(&message).expect("an answer");
        let reply = <get::Response as generated::Reply>::from_http(reply).expect("a good reply");
        let Some(cursor) = reply.next_cursor else { break };
        cursors.push(cursor.clone());
        request = get::Request::new("wo1").cursor(cursor);
    }
    assert_eq!(cursors, ["NEXT_CURSOR"]);
    assert_eq!(server.calls::<get::Request>().len(), 2);
}

#[test]
fn unusual_bodies_do_not_stop_the_server() {
    let server = started();
    let nested = format!(r#"{{"external_userid_list":["a"],"x":{}1{}}}"#, "[".repeat(200), "]".repeat(200));
    let wide: String = (0..50_000).map(|at| format!(",\"x{at}\":1")).collect();
    let wide = format!(r#"{{"external_userid_list":["a"]{wide}}}"#);
    for body in [
        nested.as_str(),
        wide.as_str(),
        r#"{"external_userid_list":["\ud800"]}"#,
        "{\"external_userid_list\":[\"a\u{1}\"]}",
    ] {
        let mut message = message(&server);
        *message.body_mut() = body.into();
        assert!(refusal(&server, &message).is_some(), "{}", body.chars().take(80).collect::<String>());
    }
    let batch = server.calls::<batchget::Request>();
    assert!(batch.iter().all(|call| call.record.refusal().is_some()));
    goes_on(&server);
}
