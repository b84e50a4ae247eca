//! Characters that JSON does not allow in strings: each loses nothing but itself.

use generated::{
    serde_json,
    wecom::{self, externalcontact::get, kf::customer::batchget},
    weiling::customer::batch,
};

use super::{CONTACT, receive, reply_error};

/// What a string may contain although JSON does not allow it, and how it is read.
const CHARACTERS: &[(&[u8], &str)] = &[
    (b"\n", "\n"),
    (b"\r\n", "\r\n"),
    (b"\t", "\t"),
    (b"\0", "\0"),
    (b"\x1b[0m", "\u{1b}[0m"),
    (b"\x1f", "\u{1f}"),
    (b"\xff", "\u{fffd}"),
    // GBK.
    (b"\xb5\xfc", "\u{fffd}\u{fffd}"),
    // 汉 without its last byte, and a surrogate in UTF-8.
    (b"\xe6\xb1", "\u{fffd}"),
    (b"\xed\xa0\x80", "\u{fffd}\u{fffd}\u{fffd}"),
    (br"\ud83d", "\u{fffd}"),
    (br"\ude00", "\u{fffd}"),
    (br"\ude00\ud83d", "\u{fffd}\u{fffd}"),
    (br"\ud83d\ud83d\ude00", "\u{fffd}😀"),
    // Escapes that JSON does not have.
    (br"\x41", r"\x41"),
    (br"\'", r"\'"),
    (br"\u00", r"\u00"),
];

/// A body in which `?` is replaced.
fn with(body: &str, characters: &[u8]) -> Vec<u8> {
    let parts: Vec<&[u8]> = body.split('?').map(str::as_bytes).collect();
    parts.join(characters)
}

#[test]
fn a_string_keeps_its_characters() {
    for (characters, read) in CHARACTERS {
        let body = with(
            r#"{"errcode":0,"errmsg":"ok","customer_list":[{"external_userid":"wm1"},{"nickname":"a?b"}]}"#,
            characters,
        );
        let reply: batchget::Response =
            receive(&body).unwrap_or_else(|error| panic!("{}: {error}", body.escape_ascii()));
        let names: Vec<Option<&str>> =
            reply.customer_list.iter().map(|customer| customer.nickname.as_deref()).collect();
        assert_eq!(names, [None, Some(format!("a{read}b").as_str())], "{}", body.escape_ascii());
        assert_eq!(reply.customer_list[0].external_userid.as_ref().map(AsRef::as_ref), Some("wm1"));
    }
}

#[test]
fn an_error_code_is_found_beside_its_message() {
    for (characters, read) in CHARACTERS {
        for body in [r#"{"errcode":42001,"errmsg":"a?b"}"#, r#"{"errmsg":"a?b","x?":"?","errcode":"42001"}"#] {
            let body = with(body, characters);
            let error = receive::<batchget::Response>(&body).expect_err("an error code");
            assert_eq!(error.code(), Some(wecom::ErrorCode::ACCESS_TOKEN_EXPIRED), "{}", body.escape_ascii());
            let generated::FromHttpResponseError::Api(error) = error else { panic!("it has a code") };
            assert_eq!(error.message(), format!("a{read}b"));
        }
    }
}

#[test]
fn names_unknown_members_and_the_texts_of_the_envelope_may_contain_them() {
    for (characters, _) in CHARACTERS {
        for body in [
            r#"{"code":0,"msg":"?","new?":{"?":["?"]},"data":{"customer_list":[{"name":"n","x":"?"}]}}"#,
            r#"{"new":"?","data":{"x":{"?":"?"},"customer_list":[{"?":1,"name":"n"}]},"msg":"?","code":0}"#,
        ] {
            let body = with(body, characters);
            let reply: batch::Response = receive(&body).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(reply.customer_list[0].name.as_deref(), Some("n"), "{}", body.escape_ascii());
        }
    }
}

#[test]
fn they_may_be_anywhere_in_a_string_of_a_reply() {
    let text = CONTACT.trim_end();
    let mut quotes = text.match_indices('"').map(|(at, _)| at);
    let mut tried = 0;
    while let (Some(start), Some(end)) = (quotes.next(), quotes.next()) {
        // The example has no escaped quotes. Its error code must keep its name.
        for at in [start + 1, end].into_iter().filter(|_| !text[start..end].contains("errcode")) {
            for (characters, _) in CHARACTERS {
                let body = [&text.as_bytes()[..at], characters, &text.as_bytes()[at..]].concat();
                tried += 1;
                if let Err(error) = receive::<get::Response>(&body) {
                    panic!("{error}\n{}", body.escape_ascii());
                }
            }
        }
    }
    assert!(tried > 1000, "{tried}");
}

#[test]
fn an_error_has_its_place_in_the_text_that_was_received() {
    let body = b"{\"errcode\":0,\"errmsg\":\"a\nb\xff\",\n \"next_cursor\":\"\\ud800\x01\", \"follow_user\":7}";
    let error = reply_error::<get::Response>(body);
    assert_eq!(error.pointer(), "/follow_user");
    let last_line = body.split(|byte| *byte == b'\n').next_back().unwrap_or_default();
    assert_eq!(error.position(), Some((3, last_line.len() - 1)));
}

#[test]
fn outside_of_strings_nothing_is_forgiven() {
    for body in [&b"\xff{\"errcode\":0}"[..], b"{\"errcode\":0}\0", b"{\"errcode\":\x0b0}", b"\xff\xfe{\0}\0"] {
        reply_error::<get::Response>(body);
    }
}

#[test]
fn a_json_library_alone_is_strict() {
    serde_json::from_slice::<get::Response>(b"{\"next_cursor\":\"a\nb\"}").expect_err("serde_json allows no line feed");
    receive::<get::Response>(b"{\"errcode\":0,\"next_cursor\":\"a\nb\"}").expect("replies may contain one");
}

#[test]
fn a_request_is_read_as_leniently_as_a_reply() {
    let request: batchget::Request = super::take(&b"{\"external_userid_list\":[\"a\n\xff\"]}"[..]).expect("a request");
    assert_eq!(request, batchget::Request::new(["a\n\u{fffd}"]));
}
