//! Requests and replies with a file, over HTTP and as JSON.

pub(crate) mod zoo;

use std::{
    fs,
    io::{self, Read},
};

use http::{HeaderValue, Request, Response, StatusCode};
use serde_json::json;

use self::zoo::{Code, Download, Upload, Zoo};
use super::{Content, ContentRange, File};
use crate::{
    BaseUrl, DecodeError, Endpoint, FromHttpRequestError, FromHttpResponseError, Reply, Secret, ToHttpError, Validate,
    Vendor, error::ApiError, validate::Pattern,
};

static NAMES: Pattern = Pattern::new("[a-z.]+");

fn vendor() -> Zoo {
    Zoo::at(BaseUrl::checked("https://zoo.example"))
}

fn message(request: &Upload) -> Request<Vec<u8>> {
    request.to_http(&vendor(), &Secret::new("t")).expect("the request can be sent")
}

fn round_trip(request: &Upload) -> Upload {
    Upload::from_http(&message(request)).expect("the request can be read").0
}

#[test]
fn an_upload_is_a_form() {
    let file = File::new("wework.txt", "mytext").with_content_type("text/plain");
    let request = Upload::new("file", file).note("你好\r\n").count(7_u32);
    let message = message(&request);
    assert_eq!(message.uri(), "https://zoo.example/upload?token=t&kind=file");
    let content_type = message.headers()["content-type"].to_str().expect("ASCII");
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("a form");
    let expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"count\"\r\n\r\n7\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n你好\r\n\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"media\"; filename=\"wework.txt\"; filelength=6\r\n\
         Content-Type: text/plain\r\n\r\nmytext\r\n--{boundary}--\r\n"
    );
    assert_eq!(String::from_utf8_lossy(message.body()), expected);
    assert_eq!(round_trip(&request), request);
}

#[test]
fn boundaries_differ() {
    let request = Upload::new("file", File::new("a", ""));
    let [one, other] = [message(&request), message(&request)];
    assert_ne!(one.headers()["content-type"], other.headers()["content-type"]);
}

#[test]
fn names_of_uploads_are_kept() {
    for name in
        ["", "a b.txt", "企业微信截图.png", "\"", "\r\n\"; x=\"", "a\\", "\\\"", "a;b=c", "'", "%", "*", "\u{0}\t"]
    {
        let request = Upload::new("file", File::new(name, b"\xff\r\n--"));
        assert_eq!(round_trip(&request).media.filename(), Some(name));
        assert_eq!(round_trip(&request), request, "{name:?}");
    }
    let mut nameless = Upload::new("file", File::new("", "a"));
    nameless.media.filename = None;
    assert_eq!(round_trip(&nameless), nameless);
}

#[test]
fn names_of_downloads_are_kept() {
    for name in
        ["", "a b.txt", "企业微信截图.png", "\"", "\r\n\"; x=\"", "a\\", "\\\"", "a;b=c", "'", "%22", "*", "\u{0}\t"]
    {
        let reply = Download { content: File::new(name, "a").with_content_type("text/plain") };
        assert_eq!(Download::from_http(reply.to_http()).expect("a file"), reply, "{name:?}");
    }
    let mut nameless = Download { content: File::new("", "{\"errcode\":7}") };
    nameless.content.filename = None;
    assert_eq!(Download::from_http(nameless.to_http()).expect("a file"), nameless);
}

/// The name of a file whose reply has this `Content-Disposition`.
fn name(disposition: &str) -> Option<String> {
    let mut reply = Response::new("a");
    let disposition = HeaderValue::from_bytes(disposition.as_bytes()).expect("a header");
    reply.headers_mut().insert("content-disposition", disposition);
    Download::from_http(reply).expect("a file").content.filename
}

#[test]
fn the_names_that_servers_write_are_read() {
    for (disposition, expected) in [
        ("attachment; filename=\"MEDIA_ID.jpg\"", Some("MEDIA_ID.jpg")),
        ("attachment;filename=a b.jpg ;x=y", Some("a b.jpg")),
        ("ATTACHMENT; FileName=\"你好.jpg\"", Some("你好.jpg")),
        ("attachment; filename=\"a\\\"b\\\\c\"", Some("a\"b\\c")),
        ("attachment; filename=\"x\"; filename*=UTF-8''%e4%bd%a0%20a.jpg", Some("你 a.jpg")),
        ("attachment; filename*=utf-8'zh'%22; filename=x", Some("\"")),
        ("attachment; filename*=iso-8859-1''%e9", Some("é")),
        ("attachment; filename*=gbk''%e9; filename=x", Some("x")),
        ("attachment; filename*=UTF-8; filename=x", Some("x")),
        ("attachment; filename=\"open", None),
        ("attachment; filename=\"open\\", None),
        ("attachment; x=\";filename=a\"", None),
        ("attachment", None),
        ("inline;;=;", None),
        ("", None),
    ] {
        assert_eq!(name(disposition).as_deref(), expected, "{disposition}");
    }
    let mut latin = Response::new("a");
    let disposition = HeaderValue::from_bytes(b"attachment; filename=\"\xe9\"").expect("a header");
    latin.headers_mut().insert("content-disposition", disposition);
    assert_eq!(Download::from_http(latin).expect("a file").content.filename(), Some("\u{fffd}"));
}

fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Result<File, FromHttpResponseError<Code>> {
    let mut reply = Response::builder().status(status);
    for (name, value) in headers {
        reply = reply.header(*name, *value);
    }
    Download::from_http(reply.body(body.to_owned()).expect("a reply")).map(|reply| reply.content)
}

fn api(error: FromHttpResponseError<Code>) -> ApiError<Code> {
    match error {
        FromHttpResponseError::Api(error) => error,
        other => panic!("{other}"),
    }
}

#[test]
fn an_envelope_in_place_of_a_file_is_an_error() {
    let error = "\u{feff} {\"errmsg\":\"invalid media_id\",\"errcode\":40007}";
    let refused = api(reply(200, &[("content-type", "application/json")], error).expect_err("a code"));
    assert_eq!((refused.code(), refused.message()), (Code(40007), "invalid media_id"));
    assert_eq!(
        api(reply(404, &[("content-disposition", "attachment")], error).expect_err("a code")).code(),
        Code(40007)
    );
    let status = reply(502, &[("content-disposition", "attachment")], "<html>").expect_err("a status");
    assert!(matches!(status, FromHttpResponseError::Status { status: StatusCode::BAD_GATEWAY, .. }), "{status}");
    let status = reply(416, &[], "{\"errcode\":0}").expect_err("a status");
    assert!(matches!(status, FromHttpResponseError::Status { .. }), "{status}");
}

#[test]
fn a_file_that_looks_like_an_envelope_is_a_file() {
    for (headers, body) in [
        (&[("content-disposition", "attachment")][..], "{\"errcode\":40007}"),
        (&[], "{\"errcode\":0}"),
        (&[], "{\"a\":1}"),
        (&[], "{\"errcode\":40007"),
        (&[], "[{\"errcode\":40007}]"),
        (&[], ""),
    ] {
        let file = reply(200, headers, body).unwrap_or_else(|error| panic!("{body}: {error}"));
        assert_eq!(*file.bytes().expect("in memory"), *body.as_bytes());
        assert_eq!((file.filename(), file.content_type()), (None, "application/octet-stream"));
    }
}

#[test]
fn a_part_of_a_file_has_its_range() {
    let partial = |range: &str| reply(206, &[("content-range", range)], "0123");
    for (range, expected) in [
        ("bytes 0-3/10", ContentRange::new(0, 3, Some(10))),
        (" Bytes 6 - 9 / 10 ", ContentRange::new(6, 9, Some(10))),
        ("bytes 0-3/*", ContentRange::new(0, 3, None)),
        ("bytes 18446744073709551612-18446744073709551615/*", ContentRange::new(u64::MAX - 3, u64::MAX, None)),
    ] {
        let file = partial(range).unwrap_or_else(|error| panic!("{range}: {error}"));
        assert_eq!(file.range(), Some(expected));
        let reply = Download { content: file };
        assert_eq!(Download::from_http(reply.to_http()).expect("a part"), reply);
    }
    let total = u64::MAX.to_string();
    let wrong =
        ["", "bytes */10", "bytes 0-4/10", "bytes 3-0/10", "bytes 7-10/10", "bytes -3/10", "lines 0-3/10", "0-3/10"];
    for range in wrong.into_iter().chain([format!("bytes 0-{total}/*").as_str()]) {
        let error = partial(range).expect_err(range);
        assert!(matches!(error, FromHttpResponseError::Decode(_)), "{range}: {error}");
    }
    assert!(reply(206, &[], "0123").is_err());
    assert_eq!(reply(200, &[("content-range", "bytes 0-3/10")], "0123").expect("a file").range(), None);
    assert!(ContentRange::new(6, 9, Some(10)).is_end());
    assert!(!ContentRange::new(6, 8, Some(10)).is_end() && !ContentRange::new(6, 9, None).is_end());
}

#[test]
fn a_file_in_json() {
    for (json, content) in [
        (json!({ "filename": "a", "content_type": "b", "content": "c" }), b"c".as_slice()),
        (json!({ "content": "" }), b""),
        (json!({ "content": [255, 216] }), b"\xff\xd8"),
        (json!({ "content": "a", "range": { "first": 0, "last": 0, "total": 9 } }), b"a"),
        (json!({ "content": "a", "range": { "first": 1, "last": 1 } }), b"a"),
    ] {
        let file: File = serde_json::from_value(json.clone()).expect("a file");
        assert_eq!(*file.bytes().expect("in memory"), *content);
        assert_eq!(serde_json::to_value(&file).expect("JSON"), json);
    }
    let lenient = json!({ "filename": 7, "content_type": null, "content": ["7", 7.0, true], "more": {}, "range": "" });
    let file: File = serde_json::from_value(lenient).expect("a file");
    assert_eq!(file, File::new("7", b"\x07\x07\x01"));
    for wrong in [
        json!(null),
        json!(""),
        json!([]),
        json!({}),
        json!({ "content": null }),
        json!({ "content": 7 }),
        json!({ "content": [256] }),
        json!({ "content": [-1] }),
        json!({ "content": [null] }),
        json!({ "content": {} }),
        json!({ "content": "", "range": { "first": 1 } }),
        json!({ "content": "", "range": { "first": -1, "last": 2 } }),
    ] {
        assert!(serde_json::from_value::<File>(wrong.clone()).is_err(), "{wrong}");
    }
}

#[test]
fn rules_measure_the_content_and_the_name() {
    let long = "名".repeat(41);
    let endless = Content::made_by((20 << 20) + 1, || Ok(io::empty()));
    let request = Upload::new("file", File::new(long, endless));
    let violations = request.validate().expect_err("three rules are broken").to_string();
    assert_eq!(
        violations,
        "/media must have at most 20971520 bytes, has 20971521 [bytes]; \
         /media/filename must have at most 40 characters, has 41 [chars]; \
         /media/filename must have at most 60 bytes, has 123 [bytes]"
    );
    assert!(matches!(request.to_http(&vendor(), &Secret::new("t")), Err(ToHttpError::Invalid(_))));
    assert!(filename_errors("a.b").is_empty() && filename_errors("A")[0].contains("/filename must match"));
}

/// The violations of the pattern of names.
fn filename_errors(name: &str) -> Vec<String> {
    struct Named(File);
    impl Validate for Named {
        fn check<W: crate::validate::Walk>(&self, to: &mut crate::validate::Checking<'_, W>) {
            crate::validate::rules::filename_pattern(&self.0, &NAMES, to);
        }
    }
    let named = Named(File::new(name, ""));
    named.validate().err().into_iter().flatten().map(|violation| violation.to_string()).collect()
}

#[test]
fn content_types_that_no_header_can_have_are_not_sent() {
    for content_type in ["", "a\r\nX: y", "ü", "a\u{0}"] {
        let request = Upload::new("file", File::new("a", "").with_content_type(content_type));
        let error = request.to_http(&vendor(), &Secret::new("t")).expect_err(content_type);
        assert_eq!(error, ToHttpError::Header("content_type"));
    }
}

#[test]
fn files_on_disk_are_read_when_they_are_sent() {
    let path = std::env::temp_dir().join(format!("runtime-file-{}.txt", std::process::id()));
    fs::write(&path, "first").expect("written");
    let file = File::open(&path).expect("a file");
    let request = Upload::new("file", file.clone());
    assert_eq!(file.filename(), path.file_name().and_then(|name| name.to_str()));
    fs::write(&path, "other").expect("written");
    assert_eq!(*round_trip(&request).media.bytes().expect("in memory"), *b"other");
    for (content, kind) in [("long", io::ErrorKind::UnexpectedEof), ("longer", io::ErrorKind::InvalidData)] {
        fs::write(&path, content).expect("written");
        let ToHttpError::File(error) = request.to_http(&vendor(), &Secret::new("t")).expect_err(content) else {
            panic!("the file is wrong");
        };
        assert_eq!(error.kind(), kind);
        let reply = Download { content: request.media.clone() }.to_http();
        assert_eq!(reply.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }
    fs::remove_file(&path).expect("removed");
    let missing = request.to_http(&vendor(), &Secret::new("t")).expect_err("it was removed");
    assert!(missing.to_string().starts_with("the file cannot be read: "), "{missing}");
    assert!(File::open(&path).is_err());
    assert_eq!(File::open(std::env::temp_dir()).map_err(|error| error.kind()), Err(io::ErrorKind::InvalidInput));
}

#[test]
fn contents_are_made_again_for_each_attempt() {
    let file = File::new("a", Content::made_by(5, || Ok(io::repeat(b'x').take(5))));
    assert_eq!((file.bytes().expect("made"), file.len()), (b"xxxxx".into(), 5));
    let request = Upload::new("file", file.clone());
    assert_eq!(round_trip(&request), Upload::new("file", File::new("a", "xxxxx")));
    assert_eq!(round_trip(&request), round_trip(&request));
    assert_eq!(file, file.clone());
    assert_ne!(file, File::new("a", Content::made_by(5, || Ok(io::repeat(b'x').take(5)))));
    let endless = Upload::new("file", File::new("a", Content::made_by(5, || Ok(io::repeat(b'x')))));
    assert!(matches!(endless.to_http(&vendor(), &Secret::new("t")), Err(ToHttpError::File(_))));
}

#[test]
fn debug_shows_no_content() {
    let file = File::new("a", "secret").with_content_type("b");
    assert_eq!(format!("{file:?}"), "File { filename: Some(\"a\"), content_type: \"b\", content: 6 bytes }");
    assert_eq!(format!("{:?}", file.content), "Content(6 bytes)");
}

#[test]
fn forms_lack_what_they_lack() {
    let read = |body: &str| {
        let message = Request::post("https://zoo.example/upload?token=t&kind=file")
            .header("content-type", "multipart/form-data; boundary=b")
            .body(body.to_owned())
            .expect("a message");
        match Upload::from_http(&message) {
            Err(FromHttpRequestError::Decode(error)) => Err(error),
            other => Ok(other.expect("the request or an error of its body").0),
        }
    };
    let problem = |read: Result<Upload, DecodeError>| read.expect_err("an error").to_string();
    let part = "--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a\"\r\n\r\nx\r\n";
    assert_eq!(read(&format!("{part}--b--")), Ok(Upload::new("file", File::new("a", "x"))));
    assert_eq!(problem(read("--b--")), "the document: missing `media`");
    let text = |name: &str, text: &str| format!("--b\r\nContent-Disposition: form-data; name={name}\r\n\r\n{text}\r\n");
    let counted = read(&format!("{}{}{part}--b--", text("count", "7"), text("more", "x"))).expect("a request");
    assert_eq!(counted.count, Some(7));
    let coerced = problem(read(&format!("{}{part}--b--", text("count", "x"))));
    assert_eq!(coerced, "/count: expected an integer from 0 to 4294967295, found string \"x\"");
    let in_query = read(&format!("{}{part}--b--", text("kind", "other"))).expect("a request");
    assert_eq!(in_query.kind, "file");
}
