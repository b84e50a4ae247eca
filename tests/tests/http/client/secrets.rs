//! Tokens and secrets appear nowhere: not in `Debug`, not in errors, not in spans, not in what libraries log.

use generated::{
    BaseUrl, FromHttpResponseError,
    client::{CallError, Client, Tokens},
    http::{Response, StatusCode},
    wecom::{Wecom, kf::customer::get_upgrade_service_config::Request},
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tracing_subscriber::filter::LevelFilter;

use super::{
    log::Log,
    scripted::{Answer, Scripted, nothing, ok, refused},
};

const TOKEN: &str = "t/0 k+e\"n";
const SECRET: &str = "s3cr3t";

/// All encodings in which the token and the secret could appear.
fn assert_hidden(text: &str) {
    for seen in [TOKEN, "t%2F0", "t/0", "t0k", "k+e", "k%2Be", "e\\\"n", SECRET, "s3c"] {
        assert!(!text.contains(seen), "{seen} in {text}");
    }
}

fn app(transport: &Scripted) -> Client<Wecom, Scripted> {
    transport.client().with_tokens_from(crate::login("ww1", SECRET))
}

fn quoted(text: &str) -> String {
    generated::serde_json::to_string(text).expect("a text is JSON")
}

fn granted() -> Answer {
    ok(format!(r#"{{"errcode": 0, "access_token": {}, "expires_in": 7200}}"#, quoted(TOKEN)))
}

#[tokio::test]
async fn debug_output_shows_no_secret() {
    let transport = Scripted::new([granted(), nothing()]);
    let app = app(&transport);
    app.call(&Request::new()).await.expect("a reply");
    assert_hidden(&format!("{app:?} {:?} {:?}", app.tokens(), Tokens::default()));
    assert_hidden(&format!("{:?}", transport.client().with_credential(TOKEN)));
}

#[tokio::test]
async fn secrets_that_a_vendor_repeats_are_removed_from_errors() {
    let encoded = "t%2F0%20k%2Be%22n";
    let long = |before: usize| format!("{}{TOKEN}", "x".repeat(before));
    let answers = [
        ok(format!(r#"{{"errcode": 40058, "errmsg": "access_token=" , "hint": {}}}"#, quoted(TOKEN))),
        ok(format!(r#"{{"errcode": 40058, "errmsg": {}}}"#, quoted(&format!("bad {TOKEN} {encoded}")))),
        ok(format!(r#"{{"errcode": {}}}"#, quoted(TOKEN))),
        // Escaped unusually, so the token only appears once the reply is decoded.
        ok(r#"{"errcode": 40058, "errmsg": "\u0074/0 k+e\"n"}"#),
        Answer::Body(StatusCode::BAD_GATEWAY, format!("GET /x?access_token={encoded} {TOKEN}")),
        Answer::Body(StatusCode::BAD_GATEWAY, "GET /x?access_token=t%2f0%20k%2be%22n".to_owned()),
        ok(r#"{"errcode": 0, "t\/0 k+e\"n": [1,}"#),
        ok(r#"{"\u0074/0 k+e\"n": [1,}"#),
        Answer::Body(StatusCode::BAD_GATEWAY, long(196)),
        ok(format!(r#"{{"errcode": 40058, "errmsg": {}}}"#, quoted(&long(197)))),
        Answer::Reply(Response::builder().header("Content-Type", "text/html").body(long(3).into_bytes()).expect("one")),
    ];
    for answer in answers {
        let transport = Scripted::new([granted(), answer]);
        let error = app(&transport).call(&Request::new()).await.expect_err("an error");
        assert_hidden(&format!("{error} {error:?}"));
        if let CallError::Reply(generated::FromHttpResponseError::Api(error)) = error {
            assert_hidden(&String::from_utf8_lossy(error.body()));
        }
    }
}

#[tokio::test]
async fn errors_of_token_fetches_show_neither_secret_nor_token() {
    let answers = [
        Answer::Body(StatusCode::BAD_GATEWAY, format!("GET /x?corpsecret={SECRET} gave {TOKEN}")),
        ok(format!(r#"{{"errcode": 40001, "errmsg": "{SECRET} is wrong"}}"#)),
        ok(format!(r#"{{"errcode": 0, "access_token": {}, "expires_in": "soon"}}"#, quoted(TOKEN))),
        ok(format!(r#"{{"errcode": 0, "access_token": [{}], "expires_in": 1}}"#, quoted(TOKEN))),
    ];
    for answer in answers {
        let transport = Scripted::new([answer]);
        let error = app(&transport).call(&Request::new()).await.expect_err("an error");
        assert_hidden(&format!("{error} {error:?}"));
    }
}

/// The kind of an error does not depend on the credential, however short.
#[tokio::test]
async fn a_credential_that_is_part_of_the_envelope_does_no_harm() {
    for credential in ["0", "1", "4", "err", "errcode", "\"", "{", ":"] {
        let transport = Scripted::new([refused(45009), refused(40014)]);
        let client = transport.client().with_credential(credential);
        let error = client.call(&Request::new()).await.expect_err("too many calls");
        assert!(matches!(error, CallError::RetryLater(_)), "{credential}: {error}");
        let error = client.call(&Request::new()).await.expect_err("a bad token");
        assert!(matches!(error, CallError::Credential(_)), "{credential}: {error}");
    }
}

#[tokio::test]
async fn neither_spans_nor_logs_show_secrets() {
    tracing_log::LogTracer::init().expect("there is no other logger");
    let log = Log::of(LevelFilter::TRACE);

    // Over real HTTP: a token, a refusal that repeats it, another token, and a status that repeats that.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        for body in [
            format!(r#"{{"errcode": 0, "access_token": {}, "expires_in": 7200}}"#, quoted(TOKEN)),
            format!(r#"{{"errcode": 42001, "errmsg": {}}}"#, quoted(TOKEN)),
            format!(r#"{{"errcode": 0, "access_token": {}, "expires_in": 7200}}"#, quoted(TOKEN)),
            format!("not JSON: {TOKEN}"),
        ] {
            let (mut stream, _) = listener.accept().await.expect("a client");
            let mut head = [0; 4096];
            let _ = stream.read(&mut head).await;
            let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/plain\r\n";
            let reply = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
            let _ = stream.write_all(reply.as_bytes()).await;
        }
    });
    let vendor = Wecom::at(BaseUrl::new(format!("http://{address}")).expect("a base URL"));
    let app = Client::new(vendor).expect("TLS").with_tokens_from(crate::login("ww1", SECRET));
    app.call(&Request::new()).await.expect_err("not JSON");

    let text = log.text();
    assert_hidden(&text);
    let spans: Vec<&str> =
        text.lines().filter(|line| line.contains(":attempt{") && line.contains("generated::client: close")).collect();
    assert_eq!(spans.len(), 4, "{text}");
    let has = |line: &str, fields: &[&str]| fields.iter().all(|field| line.contains(field));
    assert!(
        has(spans[0], &["endpoint=\"wecom.gettoken\"", "attempt=1", "status=200", "errcode=0", "duration_ms="]),
        "{text}"
    );
    let config = "endpoint=\"wecom.kf.customer.get_upgrade_service_config\"";
    assert!(has(spans[1], &[config, "attempt=1", "status=200", "errcode=42001"]), "{text}");
    assert!(has(spans[3], &[config, "attempt=2", "status=200"]) && !spans[3].contains("errcode"), "{text}");
    // The libraries did log, so the test would have noticed a secret.
    assert!(text.contains("hyper"), "{text}");
}

/// Otherwise a credential such as `a` would replace every `a` of a message.
#[tokio::test]
async fn a_credential_of_one_or_two_letters_does_not_destroy_a_message() {
    for (token, shown) in [("a", "a bad access_token"), ("ok", "ok a bad access_token"), ("bad", "a (…) access_token")]
    {
        let message = if token == "ok" { "ok a bad access_token" } else { "a bad access_token" };
        let transport = Scripted::new([refused_with(40058, message)]);
        let client = transport.client().with_credential(token);
        let error = client.call(&Request::new()).await.expect_err("an error code");
        let CallError::Reply(FromHttpResponseError::Api(error)) = error else { panic!("{error}") };
        assert_eq!(error.message(), shown);
    }
}

fn refused_with(code: i64, message: &str) -> Answer {
    ok(format!(r#"{{"errcode": {code}, "errmsg": {}}}"#, quoted(message)))
}
