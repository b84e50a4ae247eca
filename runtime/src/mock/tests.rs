//! Uploads to the mock and downloads from it.

use http::{Request, StatusCode};

use super::{Answer, Builder, Route, Server};
use crate::{
    ContentRange, Endpoint, File, Secret,
    client::{CallError, Client, Http, Limits, Transport},
    file::tests::zoo::{Code, Download, Get, Upload, Uploaded, Zoo},
};

fn start(set_up: impl FnOnce(Builder) -> Builder) -> Server {
    set_up(Builder::new([Route::of::<Upload>(), Route::of::<Get>()])).start().expect("a port")
}

fn client(server: &Server) -> Client<Zoo, Http> {
    let client = Client::new(server.vendor()).expect("TLS can be set up").with_credential("secret");
    client.with_limits(Limits { max_reply: 32 << 20, ..Limits::default() })
}

fn run<R>(work: impl Future<Output = R>) -> R {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

fn uploaded(id: &str) -> Answer<Upload> {
    Answer::reply(&Uploaded { media_id: id.to_owned() })
}

#[test]
fn an_upload_of_20_mb_is_answered_and_recorded() {
    let server = start(|mock| mock);
    server.on::<Upload>().when(|request| request.media.filename() == Some("企业\".bin")).always(uploaded("m"));
    let file = File::new("企业\".bin", vec![7; 20 << 20]).with_content_type("image/png");
    let request = Upload::new("image", file).note("a\r\nb").count(3_u32);
    let (mut kept, whole) = (request.clone(), 20 << 20);
    kept.media = File::new("企业\".bin", vec![7; 64 << 10]).with_content_type("image/png");
    kept.media.range = Some(ContentRange::new(0, (64 << 10) - 1, Some(whole)));
    assert_eq!(run(client(&server).call(&request)).expect("a reply").media_id, "m");
    assert!(server.refused().is_empty());
    let calls = server.calls::<Upload>();
    assert!(calls.len() == 1 && calls[0].request == kept, "{calls:?}");
    assert_eq!(calls[0].credential, Some(Secret::new("secret")));
}

#[test]
fn a_file_of_64_kib_is_kept_as_it_is() {
    let server = start(|mock| mock);
    server.on::<Upload>().always(uploaded("m"));
    let sizes = [64 << 10, (64 << 10) + 1];
    let kept = sizes.map(|bytes| {
        run(client(&server).call(&Upload::new("image", File::new("a", vec![7; bytes])))).expect("a reply");
        let media = &server.calls::<Upload>().pop().expect("a call").request.media;
        (media.len(), media.range().and_then(|range| range.total))
    });
    assert_eq!(kept, [(64 << 10, None), (64 << 10, Some((64 << 10) + 1))]);
}

/// What the mock says about an upload with this body, whose boundary is `b`.
fn refusal(server: &Server, body: &str) -> Option<String> {
    let url = format!("{}/upload?token=secret&kind=file", server.base_url("zoo").as_str());
    let message = Request::post(url).header("content-type", "multipart/form-data; boundary=b");
    let message = message.body(body.as_bytes().to_vec()).expect("a message");
    let reply = run(Http::new().expect("TLS").send(message, Limits::default())).expect("a reply");
    assert_eq!(reply.status(), StatusCode::OK);
    server.refused().last().and_then(|record| record.refusal().map(str::to_owned))
}

#[test]
fn uploads_that_are_not_as_documented_are_refused() {
    const NAMED: &str = "Content-Disposition: form-data; name=\"media\"; filename=\"a\"";
    let file = |head: &str| format!("--b\r\n{head}\r\n\r\n0123456789\r\n");
    let text = |name: &str, text: &str| format!("--b\r\nContent-Disposition: form-data; name={name}\r\n\r\n{text}\r\n");
    let right = file(&format!("{NAMED}; filelength=10\r\nContent-Type: image/png"));
    for (body, problem) in [
        (right.clone(), ""),
        (text("count", "7") + &right, ""),
        (file(&format!("{NAMED}\r\nContent-Type: image/png")), "/media has no `filelength` [length]"),
        (
            file(&format!("{NAMED}; filelength=9\r\nContent-Type: image/png")),
            "/media `filelength` is not the length of the content [length]",
        ),
        (file(&format!("{NAMED}; filelength=10")), "/media has no content type [content_type]"),
        (
            file("Content-Disposition: form-data; name=\"media\"; filelength=10\r\nContent-Type: image/png"),
            "/media has no `filename` [filename]",
        ),
        (text("more", "7") + &right, "/more no member of this name belongs here [unknown_member]"),
        (text("kind", "file") + &right, "/kind no member of this name belongs here [unknown_member]"),
        (text("count", "07") + &right, "/count is not in its documented form [coerced]"),
        (text("note; filename=x", "7") + &right, "/note is a file, expected a text [coerced]"),
        (text("count", "x") + &right, "/count: expected an integer"),
        (text("count", "7"), "missing `media`"),
        (right.clone() + &right, "two parts of the form have one name"),
        (
            file(&format!(
                "{}; filelength=10\r\nContent-Type: x",
                NAMED.replace("\"a\"", &format!("\"{}\"", "a".repeat(41)))
            )),
            "/media/filename must have at most 40 characters",
        ),
    ] {
        let server = start(|mock| mock);
        server.on::<Upload>().always(uploaded("m"));
        let refusal = refusal(&server, &format!("{body}--b--")).unwrap_or_default();
        assert!(refusal.contains(problem) && refusal.is_empty() == problem.is_empty(), "{refusal}, not {problem}");
    }
    let large = format!(
        "{NAMED}; filelength={}\r\nContent-Type: x\r\n\r\n{}\r\n--b--",
        (20 << 20) + 1,
        "x".repeat((20 << 20) + 1)
    );
    let refusal = refusal(&start(|mock| mock), &format!("--b\r\n{large}")).expect("it is too large");
    assert!(refusal.contains("/media must have at most 20971520 bytes"), "{refusal}");
}

#[test]
fn uploads_are_limited_in_size() {
    let server = start(|mock| mock.max_upload(100_000));
    let error =
        run(client(&server).call(&Upload::new("file", File::new("a", vec![7; 200_000])))).expect_err("too large");
    assert_eq!(error.http_status(), Some(StatusCode::PAYLOAD_TOO_LARGE), "{error}");
    server.on::<Upload>().always(uploaded("m"));
    run(client(&server).call(&Upload::new("file", File::new("a", vec![7; 90_000])))).expect("a reply");
}

fn photo() -> File {
    File::new("你.jpg", b"0123456789").with_content_type("image/jpeg")
}

#[test]
fn downloads_are_answered() {
    let server = start(|mock| mock);
    let client = client(&server);
    run(async {
        let default = client.call(&Get::new("m")).await.expect("a file").content;
        assert_eq!(default, File::new("example.txt", "example").with_content_type("text/plain"));
        server.on::<Get>().once(Answer::error(Code(40007))).always(Answer::reply(&Download { content: photo() }));
        let refused = client.download(&Get::new("m")).await.expect_err("a code");
        assert_eq!(refused.code(), Some(Code(40007)));
        assert_eq!(client.call(&Get::new("m")).await.expect("a file").content, photo());
        let json = serde_json::json!({ "content": { "filename": "a", "content": [255] } });
        server.on::<Get>().always(Answer::json(json).expect("a file"));
        assert_eq!(client.call(&Get::new("m")).await.expect("a file").content, File::new("a", b"\xff"));
        assert!(Answer::<Get>::json(serde_json::json!({ "content": 7 })).is_err());
    });
    assert!(server.refused().is_empty());
    let codes: Vec<_> = server.calls::<Get>().iter().map(|call| call.record.code()).collect();
    assert_eq!(codes, [None, Some(40007), None, None]);
}

#[test]
fn parts_of_downloads_are_answered() {
    let server = start(|mock| mock);
    let client = client(&server);
    let answer = Answer::reply(&Download { content: photo() });
    server.on::<Get>().always(answer);
    run(async {
        let mut whole = Vec::new();
        loop {
            let range = format!("bytes={}-{}", whole.len(), whole.len() + 3);
            let part = client.call(&Get::new("m").range(range)).await.expect("a part").content;
            let range = part.range().expect("a part");
            assert_eq!((range.first, range.total), (whole.len() as u64, Some(10)));
            whole.extend_from_slice(&part.bytes().expect("in memory"));
            if range.is_end() {
                break;
            }
        }
        assert_eq!(whole, b"0123456789");
        let beyond = client.download(&Get::new("m").range("bytes=10-")).await.expect_err("beyond the end");
        assert_eq!(beyond.http_status(), Some(StatusCode::RANGE_NOT_SATISFIABLE));
        assert!(matches!(beyond, CallError::Reply(_)), "{beyond}");
        let several = client.download(&Get::new("m").range("bytes=0-1,3-4")).await.expect("all of it");
        assert_eq!((several.range(), several.length()), (None, Some(10)));

        // A reply with a part of its own is left as it is.
        let mut own = photo();
        own.range = Some(ContentRange::new(10, 19, None));
        server.on::<Get>().always(Answer::reply(&Download { content: own.clone() }));
        assert_eq!(client.call(&Get::new("m").range("bytes=0-1")).await.expect("a part").content, own);
    });
    assert!(server.refused().is_empty());
}

#[test]
fn a_route_has_an_example_of_an_upload() {
    // Without an example on the page, there is no request: a file is required.
    assert!(Route::of::<Upload>().example(crate::BaseUrl::checked("http://zoo.example"), &Secret::new("t")).is_none());
    assert_eq!(Upload::INFO.path, "/upload");
}
