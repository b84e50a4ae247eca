//! Bodies that contradict the docs: each is an error with its pointer, and none causes a panic.

use generated::{
    FromHttpResponseError, Reply, http,
    serde_json::{Value, json},
    wecom::{
        externalcontact::get,
        kf::customer::{batchget, upgrade_service},
    },
    weiling::customer::batch,
};

use super::{CONTACT, contact_with, receive, reply_error, request_error, take};

/// Whether a document has a value at a pointer.
fn leads_into(document: &Value, pointer: &str) -> bool {
    document.pointer(pointer).is_some()
}

#[test]
fn text_that_is_not_json_is_refused() {
    for body in
        ["", " ", "\n", "<html></html>", "OK", "{", "}", "{]", "{\"errcode\"}", "{'errcode':0}", "{errcode:0}", "\0"]
    {
        let error = reply_error::<get::Response>(body);
        assert_eq!(error.pointer(), "", "{body:?}");
        assert!(error.position().is_some(), "{body:?}");
    }
    for body in ["", "external_userid_list=wm1", "{"] {
        assert_eq!(request_error::<batchget::Request>(body).pointer(), "", "{body:?}");
    }
}

#[test]
fn json_that_is_not_an_object_is_refused() {
    for (body, found) in [
        ("null", "null"),
        ("[]", "sequence"),
        ("0", "integer `0`"),
        ("\"ok\"", "string \"ok\""),
        ("true", "boolean `true`"),
        ("1e3", "floating point `1000.0`"),
    ] {
        let message = format!("expected an object, found {found}");
        assert_eq!(reply_error::<get::Response>(body).message(), message);
        assert_eq!(reply_error::<batch::Response>(body).message(), message);
        assert_eq!(request_error::<batchget::Request>(body).message(), message);
    }
}

#[test]
fn a_reply_that_is_cut_off_anywhere_is_refused() {
    let whole: Value = generated::serde_json::from_str(CONTACT).expect("the example is JSON");
    let text = CONTACT.trim_end().as_bytes();
    for end in 0..text.len() {
        let error = reply_error::<get::Response>(&text[..end]);
        assert!(leads_into(&whole, error.pointer()), "cut off after {end} bytes: {error}");
        assert!(error.position().is_some(), "cut off after {end} bytes: {error}");
    }
}

#[test]
fn a_request_that_is_cut_off_anywhere_is_refused() {
    let text =
        r#"{"open_kfid":"客服","external_userid":"wm1","type":1,"member":{"userid":"张三","wording":"\u4f60\n"}}"#;
    take::<upgrade_service::Request>(text).expect("a good request");
    let whole: Value = generated::serde_json::from_str(text).expect("JSON");
    for end in 0..text.len() {
        let error = request_error::<upgrade_service::Request>(&text.as_bytes()[..end]);
        assert!(leads_into(&whole, error.pointer()), "cut off after {end} bytes: {error}");
    }
}

#[test]
fn a_reply_with_any_one_byte_changed_is_read_or_refused() {
    let text = CONTACT.as_bytes();
    for at in 0..text.len() {
        // A third of the bytes at each place, and each byte at every third place.
        for byte in b"\0\"{]0,\\\xff".iter().copied().skip(at % 3).step_by(3) {
            let mut changed = text.to_vec();
            changed[at] = byte;
            // Both are correct, as long as it returns.
            let _ = receive::<get::Response>(&changed);
        }
    }
}

#[test]
fn a_deeply_nested_wrong_type_has_its_pointer() {
    for pointer in [
        "/external_contact/external_profile/external_attr/0/text/value",
        "/external_contact/external_profile/external_attr/2/miniprogram/appid",
        "/follow_user/0/tags/2/tag_id",
        "/follow_user/0/remark_mobiles/1",
        "/follow_user/0/wechat_channels/source",
        "/follow_user/1/state",
    ] {
        let error = reply_error::<get::Response>(contact_with(pointer, json!({ "odd": [] })).to_string());
        assert_eq!(error.pointer(), pointer);
        assert!(error.message().ends_with(", found map"), "{error}");
    }
    let body =
        json!({ "code": 0, "data": { "customer_list": [{}, { "follow_users": [{ "tags": [{ "tag_id": {} }] }] }] } });
    let error = reply_error::<batch::Response>(body.to_string());
    assert_eq!(error.pointer(), "/data/customer_list/1/follow_users/0/tags/0/tag_id");
}

/// `depth` nested brackets.
fn nested(open: &str, inner: &str, close: &str, depth: usize) -> String {
    format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
}

#[test]
fn deep_nesting_in_an_unknown_member_is_skipped() {
    for deep in [nested("[", "", "]", 10_000), nested(r#"{"a":"#, "1", "}", 10_000)] {
        for body in [
            format!(r#"{{"errcode":0,"new":{deep}}}"#),
            format!(r#"{{"new":{deep},"errcode":0}}"#),
            format!(r#"{{"errcode":0,"follow_user":[{{"new":{deep}}}]}}"#),
        ] {
            receive::<get::Response>(&body).expect("an unknown member is skipped");
        }
        let body = format!(r#"{{"new":{deep},"errcode":0,"follow_user":7}}"#);
        assert_eq!(reply_error::<get::Response>(body).pointer(), "/follow_user");
        let body = format!(r#"{{"data":{deep},"code":403}}"#);
        assert!(matches!(receive::<batch::Response>(body), Err(FromHttpResponseError::Api(_))));
    }
}

#[test]
fn deep_nesting_in_a_known_member_is_refused() {
    for deep in [nested("[", "", "]", 10_000), nested(r#"{"a":"#, "1", "}", 10_000)] {
        for name in ["next_cursor", "follow_user", "errcode"] {
            let error = reply_error::<get::Response>(format!(r#"{{"errcode":0,"{name}":{deep}}}"#));
            assert!(error.pointer().starts_with(&format!("/{name}")), "{error}");
        }
    }
}

#[test]
fn deep_nesting_beside_an_unknown_choice_is_refused() {
    for deep in [nested("[", "", "]", 10_000), nested(r#"{"a":"#, "1", "}", 10_000)] {
        let error = request_error::<upgrade_service::Request>(format!(r#"{{"type":9,"new":{deep}}}"#));
        assert!(error.message().contains("recursion limit"), "{error}");
        let profile = format!(r#"{{"external_attr":[{{"type":9,"new":{deep}}}]}}"#);
        let body = format!(r#"{{"errcode":0,"external_contact":{{"external_profile":{profile}}}}}"#);
        let error = reply_error::<get::Response>(body);
        assert!(error.pointer().starts_with("/external_contact/external_profile/external_attr/0/new"), "{error}");
    }
}

#[test]
fn an_error_in_deep_nesting_has_a_short_message() {
    let body = format!(r#"{{"errcode":0,"follow_user":{}}}"#, nested("[", "", "]", 10_000));
    let error = reply_error::<get::Response>(body);
    assert!(error.to_string().len() < 500, "{error}");
}

#[test]
fn the_body_of_a_status_is_shown_even_if_it_is_not_utf8() {
    let response = http::Response::builder().status(500).body(&b"\xff\xfeno"[..]).expect("a message");
    let error = get::Response::from_http(response).expect_err("no success");
    assert_eq!(error.to_string(), "HTTP status 500 Internal Server Error: \u{fffd}\u{fffd}no");
}

#[test]
fn a_byte_order_mark_is_skipped() {
    receive::<get::Response>(format!("\u{feff}{CONTACT}")).expect("a good reply");
    take::<batchget::Request>("\u{feff}{\"external_userid_list\":[]}").expect("a good request");
    let code = receive::<get::Response>("\u{feff}{\"errcode\":40014}").expect_err("an error code").code();
    assert_eq!(code, Some(generated::wecom::ErrorCode::INVALID_ACCESS_TOKEN));
    reply_error::<get::Response>(format!("\u{feff}\u{feff}{CONTACT}"));
}

#[test]
fn the_last_of_two_members_with_one_name_wins() {
    let body =
        r#"{"errcode":40014,"errcode":0,"next_cursor":"a","follow_user":[{}],"next_cursor":"b","follow_user":[]}"#;
    let reply = receive::<get::Response>(body).expect("a good reply");
    assert_eq!(reply.next_cursor.as_deref(), Some("b"));
    assert!(reply.follow_user.is_empty());

    let error = receive::<get::Response>(r#"{"errcode":0,"errcode":40014}"#).expect_err("an error code");
    assert_eq!(error.code(), Some(generated::wecom::ErrorCode::INVALID_ACCESS_TOKEN));

    let body = r#"{"code":0,"data":{"customer_list":[{}]},"data":{"customer_list":[]}}"#;
    assert!(receive::<batch::Response>(body).expect("a good reply").customer_list.is_empty());

    let body = r#"{"external_userid_list":["a"],"external_userid_list":["b"]}"#;
    assert_eq!(take::<batchget::Request>(body).expect("a good request"), batchget::Request::new(["b"]));
}

#[test]
fn a_number_that_overflows_every_type_is_refused() {
    for number in ["9223372036854775808", "-9223372036854775809", "18446744073709551616", "1e19", "1e400", "-1e400"] {
        let body = format!(r#"{{"errcode":0,"follow_user":[{{"createtime":{number}}}]}}"#);
        assert_eq!(reply_error::<get::Response>(body).pointer(), "/follow_user/0/createtime", "{number}");
        let body = format!(r#"{{"errcode":0,"follow_user":[{{"createtime":"{number}"}}]}}"#);
        assert_eq!(reply_error::<get::Response>(body).pointer(), "/follow_user/0/createtime", "{number}");
    }
}

#[test]
fn a_number_with_leading_zero_or_plus_is_refused() {
    for number in ["01", "+1", "1.", ".5", "0x1", "NaN", "Infinity", "-"] {
        let body = format!(r#"{{"errcode":0,"follow_user":[{{"createtime":{number}}}]}}"#);
        reply_error::<get::Response>(body);
    }
}

/// A string is read from a number "as its digits".
#[test]
fn a_number_read_as_text_keeps_all_its_digits() {
    for number in ["12345678901234567890123", "100000000000000000000"] {
        let body = format!(r#"{{"errcode":0,"next_cursor":{number}}}"#);
        match receive::<get::Response>(&body) {
            Ok(reply) => assert_eq!(reply.next_cursor.as_deref(), Some(number)),
            // Refusing it is correct, too.
            Err(error) => assert!(matches!(error, FromHttpResponseError::Decode(_))),
        }
    }
}

#[test]
fn text_after_the_document_is_refused() {
    for rest in ["x", "{}", ",", "}", "]", "\0", "null", CONTACT] {
        reply_error::<get::Response>(format!("{CONTACT}{rest}"));
        request_error::<batchget::Request>(format!("{{\"external_userid_list\":[]}}{rest}"));
    }
    receive::<get::Response>(format!(" \r\n\t{CONTACT} \r\n\t")).expect("white space is allowed");
}

#[test]
fn a_members_name_is_escaped_in_a_pointer() {
    let body = r#"{"open_kfid":"kf1","external_userid":"wm1","type":9,"a/b~c":["#;
    let error = request_error::<upgrade_service::Request>(body);
    assert!(error.pointer().starts_with("/a~1b~0c"), "{error}");
}

#[test]
fn a_text_in_a_list_of_objects_is_refused_with_its_place() {
    let error = reply_error::<get::Response>(contact_with("/follow_user/1", json!("x")).to_string());
    assert_eq!((error.pointer(), error.message()), ("/follow_user/1", r#"expected an object, found string "x""#));
}

#[test]
fn an_empty_name_and_odd_names_are_skipped() {
    let body = r#"{"":1,"\u0000":2,"err\u0063ode":0,"ERRCODE":40014,"errcode ":40014,"😀":{}}"#;
    receive::<get::Response>(body).expect("the one name that is known says success");
}

#[test]
fn a_reply_of_another_endpoint_is_read_as_far_as_it_goes() {
    let reply = receive::<batchget::Response>(CONTACT).expect("no member is required");
    assert_eq!(reply, batchget::Response::default());
}
