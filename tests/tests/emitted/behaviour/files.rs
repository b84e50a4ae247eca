//! Files: what is sent as a form, and replies that are files.

use fixture::acme::{
    Acme, AnimalId,
    zoo::{
        add_photo::{PhotoKind, Request},
        get_photo::{self, Response},
    },
};
use generated::{
    ContentRange, Endpoint, File, FromHttpResponseError, Reply, Validate, Violations,
    http::{self, StatusCode, header::CONTENT_TYPE},
    serde_json::{self, json},
};

use super::token;

fn rules(found: Result<(), Violations>) -> Vec<(String, &'static str)> {
    let list: Vec<_> = found.err().into_iter().flatten().collect();
    list.iter().map(|violation| (violation.pointer.clone(), violation.rule.id())).collect()
}

fn photo(kind: PhotoKind, name: &str, content: &'static [u8]) -> Request {
    Request::new(kind, File::new(name, content), AnimalId::from("cat1"))
}

#[test]
fn a_request_is_a_form_and_a_server_reads_it() {
    let request = photo(PhotoKind::Body, "猫.jpg", &[255, 216, 255, 13, 10, 13]).rating(5).shared(true).title("\"我\"");
    let message = request.to_http(&Acme::new(), &token()).expect("a request");
    let media = message.headers()[CONTENT_TYPE].to_str().expect("a text");
    assert!(media.starts_with("multipart/form-data; boundary="), "{media}");
    let body = String::from_utf8_lossy(message.body());
    for part in
        ["name=\"photo\"; filename=\"猫.jpg\"; filelength=6", "name=\"animal\"\r\n\r\ncat1", "name=\"shared\"\r\n\r\n1"]
    {
        assert!(body.contains(part), "{part} is not in {body}");
    }
    assert!(!body.contains("kind"), "it is in the query: {body}");
    assert_eq!(Request::from_http(&message).expect("a request"), (request, token()));
}

#[test]
fn the_size_and_the_name_have_limits() {
    let place = |at: &str| at.to_owned();
    assert_eq!(rules(photo(PhotoKind::Body, "a", &[0; 48]).validate()), []);
    assert_eq!(rules(photo(PhotoKind::Body, "a", &[0; 49]).validate()), [(place("/photo"), "bytes")]);
    assert_eq!(rules(photo(PhotoKind::Body, "a", &[0; 2]).validate()), [(place("/photo"), "bytes")]);
    assert_eq!(rules(photo(PhotoKind::Face, "a", &[0; 25]).validate()), [(place("/photo"), "bytes")]);
    assert_eq!(rules(photo(PhotoKind::Body, "a", &[0; 5]).title("t").validate()), [(place("/photo"), "bytes")]);
    let named = |name: &str| rules(photo(PhotoKind::Body, name, &[0; 6]).validate());
    assert_eq!(named("a/b"), [(place("/photo/filename"), "pattern")]);
    assert_eq!(named("a234567890123"), [(place("/photo/filename"), "chars")]);
    assert_eq!(named("猫猫猫猫猫猫猫"), [(place("/photo/filename"), "bytes")]);
}

#[test]
fn a_reply_is_a_file_or_a_part_of_one() {
    let mut answer = http::Response::new(&[255_u8, 216, 255][..]);
    *answer.status_mut() = StatusCode::PARTIAL_CONTENT;
    for (name, value) in [
        ("content-disposition", "attachment; filename=\"a.jpg\""),
        ("content-type", "image/jpeg"),
        ("content-range", "bytes 0-2/48"),
    ] {
        answer.headers_mut().insert(name, value.parse().expect("a header"));
    }
    let reply = Response::from_http(answer).expect("a file");
    assert_eq!((reply.content.filename(), reply.content.content_type()), (Some("a.jpg"), "image/jpeg"));
    let range = ContentRange::new(0, 2, Some(48));
    assert_eq!(reply.content.range(), Some(range));
    let written = serde_json::to_value(&reply).expect("JSON");
    let file = json!({
        "filename": "a.jpg",
        "content_type": "image/jpeg",
        "content": [255, 216, 255],
        "range": { "first": 0, "last": 2, "total": 48 },
    });
    assert_eq!(written, json!({ "content": file }));
    assert_eq!(serde_json::from_value::<Response>(written).expect("a reply"), reply);
    assert_eq!(rules(Response::new(File::new("a", vec![0; 65])).validate()), [("/content".to_owned(), "bytes")]);
}

#[test]
fn an_error_is_json_in_place_of_a_file() {
    let refused = Response::from_http(http::Response::new(r#"{"errcode": 40001, "errmsg": "no"}"#));
    assert!(matches!(refused, Err(FromHttpResponseError::Api(_))), "{refused:?}");
    let request = get_photo::Request::new("p1").range("bytes=0-2");
    let message = request.to_http(&Acme::new(), &token()).expect("a request");
    assert_eq!(message.headers()["range"], "bytes=0-2");
    assert_eq!(rules(request.range("0-2").validate()), [("/Range".to_owned(), "pattern")]);
}
