//! The mock replies to the example request of each page with the page's example reply.

use std::collections::BTreeSet;

use fixture::acme::zoo;
use generated::{Endpoint, Reply, mock::Server, serde_json::Value, wecom};

use super::{client, started, token};

/// Sends the first example of `E` to the mock, reads the reply, and returns the endpoint's name.
fn answers<E: Endpoint>(server: &Server, routes: &[&[generated::mock::Route]]) -> &'static str {
    let name = E::INFO.name;
    let route = routes.iter().copied().flatten().find(|route| route.info.name == name);
    let route = route.unwrap_or_else(|| panic!("{name} is not in the table"));
    let Some(message) = route.example(server.base_url(route.vendor), &token()) else {
        assert!(E::EXAMPLES.request.is_empty(), "{name}: the example makes no request");
        return name;
    };
    let answer = client::send(&message).unwrap_or_else(|error| panic!("{name}: {error}"));
    if E::EXAMPLES.response.is_empty() && answer.status() == 501 {
        // The page has no right reply, and an empty one is not valid.
        return name;
    }
    E::Response::from_http(answer.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
    if let Some(example) = E::EXAMPLES.response.first()
        && !tests::hands_out_credentials(name)
        && E::Response::FILE.is_none()
    {
        let [mut answered, mut expected]: [Value; 2] = [client::text(&answer).as_str(), example.json]
            .map(|text| generated::serde_json::from_str(text).expect("it is JSON"));
        let asked = E::EXAMPLES.request.first().map_or("{}", |example| example.json);
        let asked = generated::serde_json::from_str(asked).expect("it is JSON");
        crate::end_at_the_last_page(&asked, [&mut answered, &mut expected]);
        assert_eq!(answered, expected, "{name} does not answer with the example of its page");
    }
    let calls = server.calls::<E>();
    assert_eq!(calls.len(), 1, "{name}");
    assert_eq!(calls[0].record.refusal(), None, "{name}");
    for example in E::EXAMPLES.request.iter().chain(E::EXAMPLES.response) {
        assert!(generated::serde_json::from_str::<Value>(example.json).is_ok(), "{name} {}", example.name);
    }
    name
}

/// Asserts that these are all endpoints of a table.
fn assert_all<const N: usize>(names: [(&'static str, &'static str); N], routes: &[&[generated::mock::Route]]) {
    let names = BTreeSet::from(names.map(|(_, name)| name));
    let table: BTreeSet<&str> = routes.iter().copied().flatten().map(|route| route.info.name).collect();
    assert_eq!(names, table);
}

#[test]
fn every_endpoint_answers_with_the_example_of_its_page() {
    let server = started();
    let routes = generated::mock::ROUTES;
    let names = generated_endpoints!(E => answers::<E>(&server, routes));
    assert_eq!(generated::endpoints().count(), names.len());
    assert_all(names, routes);
    let refused: Vec<String> = server.refused().iter().map(ToString::to_string).collect();
    assert!(refused.iter().all(|line| line.starts_with("501 ")), "{refused:#?}");
}

#[test]
fn every_endpoint_of_the_fixture_answers() {
    let server = fixture::mock::start().expect("a mock starts");
    let routes = fixture::mock::ROUTES;
    assert_all(fixture_endpoints!(E => answers::<E>(&server, routes)), routes);
    assert_eq!(server.refused().len(), 0);
}

/// An endpoint without an example replies with an empty payload, if that is a valid reply.
#[test]
#[expect(deprecated, reason = "it is the endpoint without examples")]
fn an_endpoint_without_examples_answers_with_an_empty_payload() {
    let server = fixture::mock::start().expect("a mock starts");
    let request = zoo::r#match::Request::new("f");
    let message = request.to_http(&server.vendor::<fixture::acme::Acme>(), &token()).expect("a good request");
    let answer = client::send(&message).expect("an answer");
    assert_eq!(client::text(&answer), r#"{"errcode":0,"errmsg":"ok"}"#);
}

#[test]
fn examples_are_available_without_a_server() {
    let examples = wecom::kf::customer::batchget::Request::EXAMPLES;
    let published = include_str!("../../../../schemas/wecom/kf/customer/batchget/ok.json");
    assert_eq!((examples.response[0].name, examples.response[0].json), ("ok", published.trim()));
    assert_eq!(examples.request[0].name, "request");
    let upgrade = wecom::kf::customer::upgrade_service::Request::EXAMPLES;
    let names: Vec<&str> = upgrade.request.iter().map(|example| example.name).collect();
    assert_eq!(names, ["member", "groupchat"]);
}
