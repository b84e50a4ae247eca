//! Envelopes of replies, and their error codes.

use generated::{
    Advice, ApiError, ErrorCode as _, FromHttpResponseError, Reply, Vendor,
    http::{Response, StatusCode},
    serde_json::json,
    wecom::{self, kf::customer::batchget},
    weiling::{self, customer::batch},
    xunjinet::{self, robot::customer::get_robot_account_by_ids},
};

use super::{Refusal, receive, reply_error};

type ErrorOf<R> = ApiError<<<R as Reply>::Vendor as Vendor>::ErrorCode>;

fn reply_of<R: Reply>(status: u16, body: &str) -> Result<R, Refusal<R>> {
    R::from_http(Response::builder().status(status).body(body.to_owned()).expect("a message"))
}

/// The error in the envelope.
fn api_error<R: Reply>(status: u16, body: &str) -> ErrorOf<R> {
    match reply_of::<R>(status, body) {
        Err(FromHttpResponseError::Api(error)) => error,
        Err(other) => panic!("{body}: {other}"),
        Ok(_) => panic!("{body}: there is a payload"),
    }
}

/// The error of a reply that is not an envelope with an error code.
fn status_error<R: Reply>(status: u16, body: &str) -> (StatusCode, String) {
    match reply_of::<R>(status, body) {
        Err(FromHttpResponseError::Status { status, body }) => (status, body),
        Err(other) => panic!("{body}: {other}"),
        Ok(_) => panic!("{body}: there is a payload"),
    }
}

#[test]
fn the_code_of_success_gives_the_payload() {
    let beside = r#"{"errcode":0,"errmsg":"ok","invalid_external_userid":["x"]}"#;
    assert_eq!(receive::<batchget::Response>(beside).expect("wecom").invalid_external_userid, ["x"]);
    let nested = r#"{"code":0,"msg":"ok","data":{"customer_list":[{"name":"李四"}]}}"#;
    assert_eq!(receive::<batch::Response>(nested).expect("weiling").customer_list[0].name.as_deref(), Some("李四"));
    let nested = r#"{"errcode":0,"errmsg":"","hint":"h","data":{"account_list":[{"account_id":"a"}]}}"#;
    let reply = receive::<get_robot_account_by_ids::Response>(nested).expect("xunjinet");
    assert_eq!(reply.account_list[0].account_id, Some("a".into()));
}

#[test]
fn the_members_of_an_envelope_may_come_in_any_order() {
    for body in [
        r#"{"invalid_external_userid":["x"],"errmsg":"ok","errcode":0}"#,
        r#"{"errmsg":"ok","invalid_external_userid":["x"],"errcode":0}"#,
    ] {
        assert_eq!(receive::<batchget::Response>(body).expect(body).invalid_external_userid.len(), 1);
    }
    let body = r#"{"data":{"customer_list":[{}]},"msg":"ok","code":0}"#;
    assert_eq!(receive::<batch::Response>(body).expect(body).customer_list.len(), 1);
}

#[test]
fn a_code_of_success_may_come_as_a_string() {
    receive::<batchget::Response>(r#"{"errcode":"0"}"#).expect("wecom");
    receive::<batch::Response>(r#"{"code":"0","data":{"customer_list":[]}}"#).expect("weiling");
    receive::<get_robot_account_by_ids::Response>(r#"{"errcode":"0","data":{}}"#).expect("xunjinet");
}

#[test]
fn a_known_code_has_a_name_a_message_and_advice() {
    for body in [
        r#"{"errcode":40014,"errmsg":"invalid access_token"}"#,
        r#"{"errcode":"40014","errmsg":"invalid access_token"}"#,
        r#"{"customer_list":[],"errmsg":"invalid access_token","errcode":40014}"#,
    ] {
        let error = api_error::<batchget::Response>(200, body);
        assert_eq!(error.code(), wecom::ErrorCode::INVALID_ACCESS_TOKEN);
        assert_eq!(error.code().name(), Some("invalid_access_token"));
        assert_eq!(error.code().advice(), Some(Advice::RefreshToken));
        assert_eq!(error.message(), "invalid access_token");
        assert_eq!((error.trace(), error.status()), (None, StatusCode::OK));
        assert_eq!(error.body(), body.as_bytes());
        assert_eq!(
            error.to_string(),
            "error 40014 (invalid_access_token): invalid access_token; get a new token and retry once"
        );
    }
}

#[test]
fn each_vendor_has_its_own_codes() {
    let error = api_error::<batch::Response>(200, r#"{"code":1009,"msg":"接口调用超过频率限制"}"#);
    assert_eq!((error.code(), error.code().advice()), (weiling::ErrorCode::RATE_LIMITED, Some(Advice::RetryLater)));
    assert_eq!(error.message(), "接口调用超过频率限制");

    let body = r#"{"errcode":1009,"errmsg":"no","hint":"trace-1","data":null}"#;
    let error = api_error::<get_robot_account_by_ids::Response>(200, body);
    assert_eq!(error.code(), xunjinet::ErrorCode::from_wire(1009));
    assert_eq!((error.message(), error.trace()), ("no", Some("trace-1")));
    assert_eq!(error.to_string(), "error 1009: no [trace-1]");
}

#[test]
fn an_unknown_code_is_kept_with_the_whole_reply() {
    let body = r#"{"errcode":-99999999999,"errmsg":"new","customer_list":[{"nickname":"张三"}]}"#;
    let error = api_error::<batchget::Response>(200, body);
    assert_eq!(error.code().code(), -99_999_999_999);
    assert_eq!((error.code().name(), error.code().advice()), (None, None));
    assert_eq!(error.body(), body.as_bytes());
    assert_eq!(error.to_string(), "error -99999999999: new");
}

#[test]
fn the_code_is_found_whatever_the_payload_is() {
    for body in [
        r#"{"code":403,"msg":"m","data":null}"#,
        r#"{"code":403,"msg":"m"}"#,
        r#"{"code":403,"msg":"m","data":{}}"#,
        r#"{"code":403,"msg":"m","data":[]}"#,
        r#"{"code":403,"msg":"m","data":""}"#,
        r#"{"data":{"customer_list":"none"},"msg":"m","code":403}"#,
        r#"{"data":[[1],{"a":"b"}],"msg":"m","code":"403"}"#,
    ] {
        let error = api_error::<batch::Response>(200, body);
        assert_eq!((error.code(), error.message()), (weiling::ErrorCode::FORBIDDEN, "m"), "{body}");
    }
    for body in [
        r#"{"errcode":42001,"errmsg":"m","customer_list":{}}"#,
        r#"{"customer_list":"none","errcode":42001,"errmsg":"m"}"#,
    ] {
        let error = api_error::<batchget::Response>(200, body);
        assert_eq!((error.code(), error.message()), (wecom::ErrorCode::ACCESS_TOKEN_EXPIRED, "m"), "{body}");
    }
    for body in [r#"{"errcode":1,"errmsg":"m","data":null}"#, r#"{"data":"none","errmsg":"m","errcode":1}"#] {
        let error = api_error::<get_robot_account_by_ids::Response>(200, body);
        assert_eq!((error.code().code(), error.message()), (1, "m"), "{body}");
    }
}

#[test]
fn a_message_may_be_missing_null_or_a_number() {
    for (body, message) in [
        (r#"{"errcode":40014}"#, ""),
        (r#"{"errcode":40014,"errmsg":null}"#, ""),
        (r#"{"errcode":40014,"errmsg":7}"#, "7"),
    ] {
        assert_eq!(api_error::<batchget::Response>(200, body).message(), message, "{body}");
    }
}

#[test]
fn a_message_that_is_not_a_string_is_shown_as_json() {
    for (body, message) in [
        (r#"{"errcode":40014,"errmsg":{"zh":"不合法"}}"#, r#"{"zh":"不合法"}"#),
        (r#"{"errcode":40014,"errmsg":["invalid"]}"#, r#"["invalid"]"#),
        (r#"{"errcode":40014,"errmsg":false}"#, "false"),
    ] {
        let error = api_error::<batchget::Response>(200, body);
        assert_eq!((error.code(), error.message()), (wecom::ErrorCode::INVALID_ACCESS_TOKEN, message));
    }
    let body = r#"{"errcode":5,"errmsg":"m","hint":{"id":1}}"#;
    let error = api_error::<get_robot_account_by_ids::Response>(200, body);
    assert_eq!((error.code().code(), error.trace()), (5, Some(r#"{"id":1}"#)));
}

#[test]
fn a_message_that_cannot_be_read_does_not_hide_the_code() {
    let deep = format!(r#"{{"errcode":40014,"errmsg":{}1{}}}"#, "[".repeat(200), "]".repeat(200));
    for body in [
        // 不 in GBK, which is not UTF-8.
        &b"{\"errcode\":40014,\"errmsg\":\"\xb2\xbb\"}"[..],
        br#"{"errcode":40014,"errmsg":"\ud800"}"#,
        deep.as_bytes(),
    ] {
        let error = receive::<batchget::Response>(body).expect_err("an error code");
        assert_eq!(error.code(), Some(wecom::ErrorCode::INVALID_ACCESS_TOKEN), "{error}");
    }
}

#[test]
fn a_message_that_is_not_a_string_does_not_affect_a_payload() {
    receive::<batchget::Response>(r#"{"errcode":0,"errmsg":{"zh":"好"}}"#).expect("wecom");
    receive::<get_robot_account_by_ids::Response>(r#"{"errcode":0,"errmsg":[],"hint":{}}"#).expect("xunjinet");
}

#[test]
fn a_reply_without_a_code_is_refused() {
    for body in ["{}", r#"{"errmsg":"ok"}"#, r#"{"errcode":null}"#, r#"{"code":0,"customer_list":[]}"#] {
        let error = reply_error::<batchget::Response>(body);
        assert_eq!((error.pointer(), error.message()), ("", "missing `errcode`"), "{body}");
    }
    assert_eq!(reply_error::<batch::Response>(r#"{"data":{"customer_list":[]}}"#).message(), "missing `code`");
    let xunjinet = reply_error::<get_robot_account_by_ids::Response>(r#"{"data":{},"hint":""}"#);
    assert_eq!(xunjinet.message(), "missing `errcode`");
}

#[test]
fn a_code_that_is_not_an_integer_is_refused() {
    let error = reply_error::<batchget::Response>(r#"{"errcode":"ok","customer_list":[]}"#);
    assert_eq!((error.pointer(), error.message()), ("/errcode", r#"expected an integer, found string "ok""#));
    assert_eq!(reply_error::<batch::Response>(r#"{"code":{},"data":null}"#).pointer(), "/code");
}

#[test]
fn a_status_without_an_envelope_shows_the_start_of_the_body() {
    let page = format!("<html><head><title>502 Bad Gateway</title>{}", "很".repeat(1000));
    let (status, shown) = status_error::<batchget::Response>(502, &page);
    assert_eq!(status, StatusCode::BAD_GATEWAY);
    assert!(shown.starts_with("<html><head><title>502 Bad Gateway</title>很"), "{shown}");
    assert_eq!(shown.chars().count(), 201, "200 characters and the mark that there are more");
    assert!(shown.ends_with('…'));

    assert_eq!(
        status_error::<batch::Response>(500, "<h1>no</h1>"),
        (StatusCode::INTERNAL_SERVER_ERROR, "<h1>no</h1>".into())
    );
    assert_eq!(status_error::<get_robot_account_by_ids::Response>(404, ""), (StatusCode::NOT_FOUND, String::new()));
    assert_eq!(
        reply_of::<batchget::Response>(404, "gone").expect_err("no success").to_string(),
        "HTTP status 404 Not Found: gone"
    );
}

#[test]
fn a_status_is_an_error_even_with_a_good_envelope() {
    let body = r#"{"errcode":0,"errmsg":"ok"}"#;
    assert_eq!(status_error::<batchget::Response>(500, body), (StatusCode::INTERNAL_SERVER_ERROR, body.into()));
    assert_eq!(status_error::<batchget::Response>(302, body).0, StatusCode::FOUND);
    assert_eq!(status_error::<batchget::Response>(401, r#"{"message":"no"}"#).0, StatusCode::UNAUTHORIZED);
}

#[test]
fn an_error_code_takes_precedence_over_the_status() {
    let error = api_error::<batchget::Response>(401, r#"{"errcode":40014,"errmsg":"m"}"#);
    assert_eq!((error.code(), error.status()), (wecom::ErrorCode::INVALID_ACCESS_TOKEN, StatusCode::UNAUTHORIZED));
    let error = api_error::<batch::Response>(500, r#"{"code":"1005","msg":"m","data":null}"#);
    assert_eq!((error.code(), error.status().as_u16()), (weiling::ErrorCode::OPERATION_FAILED, 500));
    let error = api_error::<get_robot_account_by_ids::Response>(403, r#"{"errcode":7,"hint":"h"}"#);
    assert_eq!((error.code().code(), error.trace()), (7, Some("h")));
}

#[test]
fn another_status_of_success_gives_the_payload() {
    reply_of::<batchget::Response>(201, r#"{"errcode":0}"#).expect("201 is a success");
}

#[test]
fn errors_return_their_code() {
    let code = |status, body| reply_of::<batchget::Response>(status, body).expect_err("an error").code();
    assert_eq!(code(200, r#"{"errcode":40014}"#), Some(wecom::ErrorCode::INVALID_ACCESS_TOKEN));
    assert_eq!(code(500, "no"), None);
    assert_eq!(code(200, "no"), None);
}

#[test]
fn debug_output_of_an_error_does_not_show_the_reply() {
    let body = r#"{"errcode":40014,"errmsg":"m","customer_list":[{"nickname":"张三"}]}"#;
    let shown = format!("{:?}", api_error::<batchget::Response>(200, body));
    assert!(!shown.contains("张三"), "{shown}");
    assert!(shown.contains("invalid_access_token") && shown.contains(&format!("{} bytes", body.len())), "{shown}");
}

#[test]
fn a_server_sends_an_error_that_a_client_reads() {
    let sent = generated::error_to_http::<wecom::Wecom>(wecom::ErrorCode::RATE_LIMITED, "太多");
    assert_eq!(sent.status(), StatusCode::OK);
    let sent = String::from_utf8(sent.into_body()).expect("UTF-8");
    assert_eq!(sent, json!({ "errcode": 45_009, "errmsg": "太多" }).to_string());
    let error = api_error::<batchget::Response>(200, &sent);
    assert_eq!((error.code(), error.message()), (wecom::ErrorCode::RATE_LIMITED, "太多"));

    let sent = generated::error_to_http::<weiling::Weiling>(weiling::ErrorCode::from_wire(7), "m");
    let Err(FromHttpResponseError::Api(error)) = batch::Response::from_http(sent) else { panic!("an error was sent") };
    assert_eq!((error.code().wire(), error.message()), (7, "m"));

    let sent = generated::error_to_http::<xunjinet::Xunjinet>(xunjinet::ErrorCode::from_wire(7), "m");
    let Err(FromHttpResponseError::Api(error)) = get_robot_account_by_ids::Response::from_http(sent) else {
        panic!("an error was sent")
    };
    assert_eq!((error.code().wire(), error.message(), error.trace()), (7, "m", Some("")));
}

#[test]
fn a_vendor_may_leave_out_the_code_of_success() {
    use fixture::other::{ErrorCode, mix};
    for body in
        [r#"{"data":{"colour":1}}"#, r#"{"code":null,"data":{"colour":1}}"#, r#"{"code":200,"data":{"colour":1}}"#]
    {
        let reply = receive::<mix::Response>(body).unwrap_or_else(|error| panic!("{body}: {error}"));
        assert_eq!(super::answered(&reply)["code"], 200, "{body}");
    }
    assert_eq!(api_error::<mix::Response>(200, r#"{"code":401,"msg":"no"}"#).code(), ErrorCode::UNAUTHORIZED);
    assert_eq!(reply_error::<mix::Response>(r#"{"message":"no"}"#).message(), "missing `data`");
    status_error::<mix::Response>(500, r#"{"data":{"colour":1}}"#);
}
