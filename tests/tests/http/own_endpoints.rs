//! Endpoints that users write: those of the example, and the keys of `endpoint!` that it does not need.

#![expect(unreachable_pub, reason = "the example is a crate")]

#[path = "../../../generated/examples/own_endpoint/src/lib.rs"]
mod own_endpoint;

/// The tests of the example.
#[expect(clippy::unwrap_used, reason = "they are shorter")]
mod example {
    use super::own_endpoint;

    include!("../../../generated/examples/own_endpoint/tests/mock.rs");
}

use generated::{
    Content, Endpoint, File, Reply, Secret,
    client::Client,
    define::*,
    http::Response,
    mock::{self, Answer, Route},
    serde_json::json,
    wecom::{Wecom, WecomSuite},
};

/// A request for a credential.
#[derive(Clone, Debug, PartialEq)]
struct Login {
    id: String,
    password: String,
}
object! { Login: new {
    "id" => id: impl Into<String>;
    "password" => password: impl Into<String>;
} }

#[derive(Clone, Debug, PartialEq)]
struct Granted {
    token: String,
    seconds: u32,
}
object! { Granted from Server {
    "token" => token: String;
    "seconds" => seconds: u32;
} }

endpoint! { Login -> Granted of Wecom {
    name: "wecom.login",
    route: POST "/login",
    query: ["id"],
    secrets: ["password"],
    grants: "token" => token, "seconds" => seconds,
} }

/// A request with a credential of another kind, which hands out the usual one.
#[derive(Clone, Debug, PartialEq)]
struct Visit {
    company: String,
}
object! { Visit: new { "company" => company: impl Into<String>; } }

#[derive(Clone, Debug, PartialEq)]
struct Visited {
    token: String,
    seconds: u32,
}
object! { Visited from Server {
    "token" => token: String;
    "seconds" => seconds: u32;
} }

endpoint! { Visit -> Visited of WecomSuite {
    name: "wecom.visit",
    route: POST "/visit",
    grants: "token" => token, "seconds" => seconds for Wecom,
    absent_is_success: true,
} }

/// A file that is sent.
#[derive(Clone, Debug, PartialEq)]
struct Put {
    kind: String,
    trace: Option<String>,
    media: File,
}
object! { Put: new {
    "kind" => kind: impl Into<String>;
    "X-Trace" => trace?: impl Into<String>;
    "media" => media: impl Into<File>, bytes(between(1, 100));
} }

#[derive(Clone, Debug, PartialEq)]
struct Copy {
    content: File,
}
object! { Copy from Server { "content" => content: File; } }

endpoint! { Put -> Copy of Wecom {
    name: "wecom.put",
    route: POST "/put",
    query: ["kind"],
    headers: ["X-Trace"],
    form: "media" => media length "filelength",
    file: "content" => content,
} }

#[tokio::test]
async fn an_own_endpoint_hands_out_tokens() {
    let server = mock::builder()
        .route(Route::granting::<Login>())
        .route(Route::of::<own_endpoint::user_get::Request>())
        .start()
        .expect("a mock");
    server.on::<Login>().once(Answer::json(json!({"token": "t1", "seconds": 7200})).expect("an object"));
    server.on::<own_endpoint::user_get::Request>().always(Answer::json(json!({})).expect("an object"));
    let client = Client::new(server.vendor::<Wecom>()).expect("TLS").with_tokens_from(Login::new("a", "s3cr3t"));
    client.call(&own_endpoint::user_get::Request::new("b")).await.expect("a reply");
    assert_eq!(server.calls::<Login>()[0].request, Login::new("a", "s3cr3t"));
    const { assert!(!Login::INFO.authenticated) };

    server.on::<Login>().once(Answer::raw(Response::builder().status(500).body(b"s3cr3t".to_vec()).expect("a reply")));
    let error = client.call(&Login::new("a", "s3cr3t")).await.expect_err("a status");
    assert!(!format!("{error} {error:?}").contains("s3cr3t"), "{error}");
}

#[tokio::test]
async fn an_own_endpoint_has_any_kind_of_credential() {
    let server = mock::builder()
        .route(Route::of::<Visit>())
        .route(Route::of::<own_endpoint::user_get::Request>())
        .start()
        .expect("a mock");
    server.on::<Visit>().once(Answer::json(json!({"token": "t1", "seconds": 7200})).expect("an object"));
    server.on::<own_endpoint::user_get::Request>().always(Answer::json(json!({})).expect("an object"));
    let suite = Client::new(server.vendor::<WecomSuite>()).expect("TLS").with_credential("suite");
    let client = Client::new(server.vendor::<Wecom>()).expect("TLS").with_tokens_through(&suite, Visit::new("b"));
    client.call(&own_endpoint::user_get::Request::new("b")).await.expect("a reply");
    let used = server.calls::<own_endpoint::user_get::Request>()[0].credential.clone();
    assert_eq!(used.as_ref().map(Secret::expose), Some("t1"));
    let without = Response::new(r#"{"token": "t2", "seconds": 1}"#);
    assert_eq!(Visited::from_http(without).expect("no code is a success").token, "t2");
}

#[test]
fn an_own_endpoint_sends_and_receives_files() {
    let put = Put::new("image", File::new("a.png", "123")).trace("t");
    let message = put.to_http(&Wecom::new(), &Secret::new("secret")).expect("a message");
    assert_eq!(message.uri().path_and_query().map(|path| path.as_str()), Some("/put?access_token=secret&kind=image"));
    assert_eq!(message.headers()["X-Trace"], "t");
    let body = String::from_utf8_lossy(message.body()).into_owned();
    assert!(body.contains("filelength=3"), "{body}");
    assert_eq!(Put::from_http(&message).expect("a request"), (put, Secret::new("secret")));
    let reply =
        Response::builder().header("Content-Disposition", "attachment; filename=b").body("456").expect("a reply");
    assert_eq!(Copy::from_http(reply).expect("a file").content.filename(), Some("b"));
    let empty = Put::new("image", File::new("a", Content::from(Vec::new())));
    empty.to_http(&Wecom::new(), &Secret::new("secret")).expect_err("an empty file");
}
