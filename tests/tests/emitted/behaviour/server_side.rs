//! Servers read what clients write, and clients read what servers write.

#![expect(deprecated, reason = "one of the endpoints is deprecated")]

use std::fmt::Debug;

use generated::{
    BaseUrl, Endpoint, FromHttpRequestError, Method, Reply, Secret, ToHttpError,
    http::{self, header::CONTENT_TYPE},
    serde_json::json,
    wecom::{
        ExternalUserid, OpenKfid, Wecom,
        externalcontact::get,
        kf::customer::{batchget, cancel_upgrade_service, get_upgrade_service_config, upgrade_service},
    },
    weiling::{Weiling, contact, customer::batch},
    xunjinet::{Xunjinet, robot::customer::get_robot_account_by_ids},
};

use super::{CONTACT, answered, receive, sent_to_wecom, token};

/// Characters with a meaning in URLs, forms, headers or JSON, and multi-byte characters.
const AWKWARD: &[&str] =
    &["客户", "a b", "a&b=c", "a+b", "100%", "%20", "😀", "a/b?c#d", "\"\\\n\t\u{1}", "é", "\u{feff}", "~-._!*'()", ""];

fn xunjinet() -> Xunjinet {
    Xunjinet::at(BaseUrl::new("https://robots.example/api").expect("a base URL"))
}

fn kfid() -> OpenKfid {
    OpenKfid::from("kf1")
}

fn customer() -> ExternalUserid {
    ExternalUserid::from("wm1")
}

fn upgrade(wording: &str) -> upgrade_service::Request {
    let member = upgrade_service::UpgradeMember::new("zhangsan").wording(wording);
    upgrade_service::Request::new(kfid(), customer(), upgrade_service::Target::Member(member))
}

fn robot() -> get_robot_account_by_ids::Request {
    get_robot_account_by_ids::Request::new("机器人").account_id_list(["a"])
}

/// Checks that the server side of an endpoint reads what the client side writes, and refuses messages for other
/// endpoints.
fn a_server_reads_what_a_client_writes<E>(vendor: &E::Vendor, request: &E)
where
    E: Endpoint<Credential = Secret> + PartialEq + Debug,
{
    let message = request.to_http(vendor, &token()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(message.method().as_str(), E::INFO.method.as_str());
    assert!(message.uri().path().ends_with(E::INFO.path), "{}", message.uri());
    let has_type = message.headers().get(CONTENT_TYPE).is_some_and(|value| value == "application/json; charset=utf-8");
    assert_eq!(
        (has_type, message.body().is_empty()),
        match E::INFO.method {
            Method::Post => (true, false),
            Method::Get => (false, true),
        }
    );

    let (read, credential) = E::from_http(&message).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((&read, credential), (request, token()));

    let route = FromHttpRequestError::Route { method: E::INFO.method, path: E::INFO.path };
    assert_eq!(route.to_string(), format!("expected {} {}", E::INFO.method, E::INFO.path));

    let mut other_method = message.clone();
    *other_method.method_mut() = http::Method::PUT;
    assert_eq!(E::from_http(&other_method), Err(route.clone()));

    let mut other_path = message.clone();
    *other_path.uri_mut() = message.uri().to_string().replace(E::INFO.path, "/elsewhere").parse().expect("a URL");
    assert_eq!(E::from_http(&other_path), Err(route));

    let mut no_credential = message;
    no_credential.headers_mut().remove("Token");
    let uri = no_credential.uri().to_string().replace("access_token=TOKEN", "");
    *no_credential.uri_mut() = uri.parse().expect("a URL");
    assert_eq!(E::from_http(&no_credential), Err(FromHttpRequestError::Credential));
}

#[test]
fn a_server_reads_what_a_client_writes_for_every_endpoint() {
    let wecom = Wecom::new();
    a_server_reads_what_a_client_writes(&wecom, &get::Request::new("wo1"));
    a_server_reads_what_a_client_writes(
        &wecom,
        &batchget::Request::new(["wm1", "wm2"]).need_enter_session_context(true),
    );
    a_server_reads_what_a_client_writes(&wecom, &upgrade("你好"));
    a_server_reads_what_a_client_writes(&wecom, &cancel_upgrade_service::Request::new(kfid(), customer()));
    a_server_reads_what_a_client_writes(&wecom, &get_upgrade_service_config::Request::new());
    a_server_reads_what_a_client_writes(&Weiling::new(), &batch::Request::new(["c1"]));
    a_server_reads_what_a_client_writes(&Weiling::new(), &contact::batch::Request::new(["c1"]));
    a_server_reads_what_a_client_writes(&xunjinet(), &robot().external_user_id_list(["b"]).need_tag_info(false));
}

#[test]
fn awkward_texts_arrive_unchanged() {
    for text in AWKWARD {
        a_server_reads_what_a_client_writes(&Wecom::new(), &get::Request::new("客 户&1").cursor(*text));
        a_server_reads_what_a_client_writes(&Wecom::new(), &upgrade(text));
    }
}

#[test]
fn awkward_credentials_arrive_unchanged() {
    for text in AWKWARD.iter().filter(|text| !text.is_empty()) {
        let credential = Secret::new(*text);
        let message = get::Request::new("wo1").to_http(&Wecom::new(), &credential).expect("a query carries anything");
        assert_eq!(get::Request::from_http(&message).expect("a good request").1, credential, "{text:?}");
    }
}

#[test]
fn a_query_is_written_in_the_order_of_the_docs_and_encoded() {
    let request = get::Request::new("客户").cursor("a b+c&d=100%😀");
    let message = request.to_http(&Wecom::new(), &token()).expect("a good request");
    assert_eq!(
        message.uri().to_string(),
        "https://qyapi.weixin.qq.com/cgi-bin/externalcontact/get?access_token=TOKEN\
         &external_userid=%E5%AE%A2%E6%88%B7&cursor=a%20b%2Bc%26d%3D100%25%F0%9F%98%80"
    );
}

#[test]
fn a_parameter_that_is_not_given_is_not_in_the_query() {
    let message = get::Request::new("wo1").to_http(&Wecom::new(), &token()).expect("a good request");
    assert_eq!(message.uri().query(), Some("access_token=TOKEN&external_userid=wo1"));
}

#[test]
fn a_server_reads_a_query_as_forms_are_written() {
    let uri = "/cgi-bin/externalcontact/get?cursor=a+b%2Bc&x=1&external_userid=wo1&access_token=T";
    let message = http::Request::get(uri).body("").expect("a message");
    let (request, credential) = get::Request::from_http(&message).expect("a good request");
    assert_eq!((request, credential.expose()), (get::Request::new("wo1").cursor("a b+c"), "T"));
}

#[test]
fn a_url_that_is_too_long_is_an_error() {
    let request = get::Request::new("wo1").cursor("x".repeat(100_000));
    let error = request.to_http(&Wecom::new(), &token()).expect_err("no URL is that long");
    assert!(matches!(error, ToHttpError::Encode(_)), "{error}");
}

#[test]
fn a_body_is_written_in_the_form_of_the_docs() {
    let batch = || batchget::Request::new(["wm1"]);
    assert_eq!(sent_to_wecom(&batch()), json!({ "external_userid_list": ["wm1"] }));
    for (flag, wire) in [(true, 1), (false, 0)] {
        assert_eq!(
            sent_to_wecom(&batch().need_enter_session_context(flag)),
            json!({ "external_userid_list": ["wm1"], "need_enter_session_context": wire })
        );
    }
    let message = robot().need_tag_info(true).to_http(&xunjinet(), &token()).expect("a good request");
    let body = String::from_utf8(message.into_body()).expect("UTF-8");
    assert_eq!(body, r#"{"robot_id":"机器人","account_id_list":["a"],"need_tag_info":true}"#);
}

/// An absent optional list and an empty one are different on the wire.
#[test]
fn an_empty_list_is_sent_if_it_was_set() {
    let message = robot().external_user_id_list([""; 0]).to_http(&xunjinet(), &token()).expect("a good request");
    let body = String::from_utf8(message.into_body()).expect("UTF-8");
    assert_eq!(body, r#"{"robot_id":"机器人","account_id_list":["a"],"external_user_id_list":[]}"#);
}

#[test]
fn a_server_reads_a_request_leniently() {
    let body = json!({ "external_userid_list": [4711], "need_enter_session_context": "1", "new": {} });
    let request: batchget::Request = super::taken(&body);
    assert_eq!(request, batchget::Request::new(["4711"]).need_enter_session_context(true));
}

#[test]
fn a_path_with_the_same_ending_is_another_endpoint() {
    let message = http::Request::get("/cgi-bin/externalcontact/forget?access_token=T").body("").expect("a message");
    assert!(matches!(get::Request::from_http(&message), Err(FromHttpRequestError::Route { .. })));
    let message = http::Request::get("/cgi-bin/externalcontact/get/?access_token=T").body("").expect("a message");
    assert!(matches!(get::Request::from_http(&message), Err(FromHttpRequestError::Route { .. })));
}

/// Checks that the client side reads the reply that the server side writes.
fn a_client_reads_what_a_server_writes<R: Reply + PartialEq + Debug>(reply: &R) {
    let message = reply.to_http();
    assert_eq!(message.status(), http::StatusCode::OK);
    assert!(message.headers().get(CONTENT_TYPE).is_some_and(|value| value == "application/json; charset=UTF-8"));
    assert_eq!(&R::from_http(message).unwrap_or_else(|error| panic!("{error}")), reply);
}

#[test]
fn a_client_reads_what_a_server_writes_for_every_endpoint() {
    a_client_reads_what_a_server_writes(&receive::<get::Response>(CONTACT).expect("the example"));
    a_client_reads_what_a_server_writes(&get::Response::default());
    a_client_reads_what_a_server_writes(&batchget::Response::default());
    a_client_reads_what_a_server_writes(&upgrade_service::Response::default());
    a_client_reads_what_a_server_writes(&cancel_upgrade_service::Response::default());
    a_client_reads_what_a_server_writes(&get_upgrade_service_config::Response::default());
    a_client_reads_what_a_server_writes(&batch::Response::new([batch::Customer::default()]));
    a_client_reads_what_a_server_writes(&contact::batch::Response::new([contact::batch::Contact::default()]));
    a_client_reads_what_a_server_writes(&get_robot_account_by_ids::Response::default());
}

#[test]
fn awkward_texts_return_unchanged() {
    for text in AWKWARD {
        let mut customer = batchget::Customer::default();
        customer.nickname = Some((*text).to_owned());
        let mut reply = batchget::Response::default();
        reply.customer_list = vec![customer];
        a_client_reads_what_a_server_writes(&reply);
    }
}

#[test]
fn an_object_without_members_is_written() {
    let mut reply = get::Response::default();
    reply.external_contact = Some(get::ExternalContact::default());
    a_client_reads_what_a_server_writes(&reply);
    assert_eq!(answered(&reply), json!({ "errcode": 0, "errmsg": "ok", "external_contact": {} }));
}

#[test]
fn a_reply_is_written_in_its_vendors_envelope() {
    assert_eq!(answered(&batchget::Response::default()), json!({ "errcode": 0, "errmsg": "ok" }));
    assert_eq!(answered(&batch::Response::new([])), json!({ "code": 0, "msg": "ok", "data": { "customer_list": [] } }));
    assert_eq!(
        answered(&get_robot_account_by_ids::Response::default()),
        json!({ "errcode": 0, "errmsg": "ok", "data": {}, "hint": "" })
    );
}
