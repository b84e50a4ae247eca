//! Required members of requests, and members that replies promise.

#![expect(deprecated, reason = "one of the endpoints is deprecated")]

use generated::{
    DecodeError, Endpoint, FromHttpRequestError, http,
    serde_json::{Value, json},
    wecom::{
        externalcontact::get,
        kf::customer::{batchget, cancel_upgrade_service, upgrade_service},
    },
    weiling::customer::batch,
    xunjinet::robot::customer::get_robot_account_by_ids,
};

use super::{answered, received, reply_error, request_error, take, violations};

#[test]
fn a_reply_without_the_promised_payload_is_refused() {
    for (body, pointer, message) in [
        (json!({ "code": 0, "msg": "ok" }), "", "missing `data`"),
        (json!({ "code": 0, "data": null }), "", "missing `data`"),
        (json!({ "code": 0, "data": {} }), "/data", "missing `customer_list`"),
        (json!({ "data": { "customers": [] }, "code": 0 }), "/data", "missing `customer_list`"),
        (json!({ "code": 0, "data": [] }), "/data", "expected an object, found sequence"),
    ] {
        let error = reply_error::<batch::Response>(body.to_string());
        assert_eq!((error.pointer(), error.message()), (pointer, message), "{body}");
    }
}

#[test]
fn a_payload_without_required_members_may_be_missing() {
    for body in [json!({ "errcode": 0 }), json!({ "errcode": 0, "data": null }), json!({ "errcode": 0, "data": {} })] {
        let reply: get_robot_account_by_ids::Response = received(&body);
        assert!(reply.account_list.is_empty(), "{body}");
    }
    let reply: batchget::Response = received(&json!({ "errcode": 0 }));
    assert_eq!(reply, batchget::Response::default());
}

#[test]
fn a_promised_list_may_be_empty_and_is_written_then() {
    for list in [json!([]), json!(null)] {
        let reply: batch::Response = received(&json!({ "code": 0, "data": { "customer_list": list } }));
        assert!(reply.customer_list.is_empty());
        assert_eq!(answered(&reply)["data"], json!({ "customer_list": [] }));
    }
}

#[test]
fn a_server_names_all_members_that_a_request_lacks() {
    fn missing<E: Endpoint>(body: &Value) -> DecodeError {
        request_error::<E>(body.to_string())
    }
    let nothing = json!({});
    for (error, message) in [
        (missing::<batchget::Request>(&nothing), "missing `external_userid_list`"),
        (missing::<upgrade_service::Request>(&nothing), "missing `open_kfid`, `external_userid`, `type`"),
        (missing::<upgrade_service::Request>(&json!({ "external_userid": "wm1" })), "missing `open_kfid`, `type`"),
        (missing::<cancel_upgrade_service::Request>(&nothing), "missing `open_kfid`, `external_userid`"),
        (missing::<batch::Request>(&nothing), "missing `customer_ids`"),
        (missing::<get_robot_account_by_ids::Request>(&json!({ "need_tag_info": true })), "missing `robot_id`"),
    ] {
        assert_eq!((error.pointer(), error.message()), ("", message));
    }
}

#[test]
fn a_server_names_a_parameter_that_a_request_lacks() {
    let error = take::<get::Request>("").expect_err("the parameter is required");
    assert_eq!(error.to_string(), "the document: missing `external_userid`");
    assert!(matches!(error, FromHttpRequestError::Decode(_)));
}

#[test]
fn a_server_names_a_member_that_an_inner_object_lacks() {
    let body = json!({ "open_kfid": "kf1", "external_userid": "wm1", "type": 1, "member": { "wording": "hi" } });
    let error = request_error::<upgrade_service::Request>(body.to_string());
    assert_eq!((error.pointer(), error.message()), ("/member", "missing `userid`"));
}

#[test]
fn a_required_text_must_not_be_null() {
    let error = request_error::<cancel_upgrade_service::Request>(r#"{"open_kfid":null,"external_userid":"wm1"}"#);
    assert_eq!((error.pointer(), error.message()), ("/open_kfid", "expected a string, found null"));
}

#[test]
fn a_required_list_that_is_null_or_empty_breaks_its_limit() {
    for list in [json!(null), json!([])] {
        let request: batchget::Request = super::taken(&json!({ "external_userid_list": list }));
        assert_eq!(violations(&request), ["#/external_userid_list items 0"]);
    }
}

#[test]
fn a_parameter_in_the_body_does_not_count() {
    let message = http::Request::builder()
        .method("GET")
        .uri("/cgi-bin/externalcontact/get?access_token=TOKEN")
        .body(r#"{"external_userid":"wo1"}"#)
        .expect("a message");
    let error = get::Request::from_http(&message).expect_err("the parameter belongs in the query");
    assert_eq!(error.to_string(), "the document: missing `external_userid`");
}
