//! Client against mock, over real HTTP: every endpoint of both crates, success and each class of error.
//!
//! The client must return what the mock was set to reply, and the mock must read what the client sent.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use codegen::model::Model;
use generated::{
    Advice, Endpoint, ErrorCode, Grant, Reply, Secret, Vendor,
    client::{CallError, Client, Http, Limits, Retry, TransportFault},
    http::{Response, StatusCode},
    mock::{Answer, Cut, Server},
    serde_json::{self, Value, json},
    wecom,
};

type Outcome<E> = Result<<E as Endpoint>::Response, CallError<CodeOf<E>>>;
type CodeOf<E> = <<E as Endpoint>::Vendor as Vendor>::ErrorCode;

/// An endpoint on a mock server, and a request to it.
struct Subject<'a, E> {
    server: &'a Server,
    http: Http,
    request: E,
    /// The codes that the vendor's schema lists.
    codes: Vec<i64>,
}

impl<E: Endpoint> Subject<'_, E> {
    fn client(&self) -> Client<E::Vendor, Http> {
        Client::over(self.http.clone(), self.server.vendor::<E::Vendor>()).with_credential("t0ken")
    }

    /// Calls the endpoint, which replies with `answer`.
    async fn answered(&self, answer: Answer<E>) -> Outcome<E> {
        self.server.on::<E>().once(answer);
        self.client().call(&self.request).await
    }

    async fn error(&self, answer: Answer<E>) -> CallError<CodeOf<E>> {
        match self.answered(answer).await {
            Err(error) => error,
            Ok(_) => panic!("{}: the answer has no error", E::INFO.name),
        }
    }

    async fn fault(&self, answer: Answer<E>, limits: Limits) -> TransportFault {
        self.server.on::<E>().once(answer);
        match self.client().with_limits(limits).call(&self.request).await {
            Err(CallError::Transport(error)) => error.fault(),
            Err(other) => panic!("{}: {other}", E::INFO.name),
            Ok(_) => panic!("{}: a reply", E::INFO.name),
        }
    }

    fn calls(&self) -> usize {
        self.server.calls::<E>().len()
    }

    fn example(&self) -> Option<Value> {
        E::EXAMPLES.response.first().map(|example| serde_json::from_str(example.json).expect("an example is JSON"))
    }

    async fn success(&self) {
        let reply = self.client().call(&self.request).await.unwrap_or_else(|error| panic!("{}: {error}", E::INFO.name));
        let arrived = self.server.calls::<E>().pop().expect("a call");
        let file = E::FORM.map(|form| form.file);
        assert_eq!(
            with_type(written(&arrived.request), file),
            with_type(written(&self.request), file),
            "{}: the mock received another request",
            E::INFO.name
        );
        // An endpoint that grants credentials grants another one each time.
        if let Some(example) = self.example().filter(|_| E::INFO.authenticated) {
            let expected: E::Response = match E::Response::FILE {
                Some(_) => serde_json::from_value(example).expect("it stands for a file"),
                None => E::Response::from_http(Response::new(example.to_string()))
                    .unwrap_or_else(|error| panic!("{}: {error}", E::INFO.name)),
            };
            let member = E::Response::FILE.map(|member| member.name);
            let (mut reply, expected) = (with_type(written(&reply), member), with_type(written(&expected), member));
            // The request may ask for a part, which is all of the example's file.
            if let Some(file) = member.and_then(|member| reply[member].as_object_mut())
                && member.is_some_and(|member| expected[member].get("range").is_none())
            {
                file.remove("range");
            }
            assert_eq!(reply, expected, "{}: the client received another reply", E::INFO.name);
        }
    }

    /// Every error code of the vendor, and an unlisted one.
    async fn codes(&self) {
        for code in self.codes.iter().copied().chain([987_654]) {
            let code = CodeOf::<E>::from_code(code);
            let error = self.error(Answer::error(code)).await;
            let context = format!("{} {code:?}: {error}", E::INFO.name);
            assert_eq!(error.code().map(ErrorCode::code), Some(code.code()), "{context}");
            let expected = match code.advice() {
                Some(Advice::RefreshToken) if !E::INFO.authenticated => Some(Advice::FixRequest),
                advice => advice,
            };
            assert_eq!(error.advice(), expected, "{context}");
            let class = match error {
                CallError::Credential(_) => Some(Advice::RefreshToken),
                CallError::RetryLater(_) => Some(Advice::RetryLater),
                CallError::Reply(_) => None,
                other => panic!("{context}: {other:?}"),
            };
            assert_eq!(
                class,
                expected.filter(|advice| matches!(advice, Advice::RefreshToken | Advice::RetryLater)),
                "{context}"
            );
        }
    }

    /// After a code that means an invalid token, the client tries once more with a new token.
    async fn renewal(&self) {
        let renewing = self.codes.iter().map(|code| CodeOf::<E>::from_code(*code));
        for code in renewing.filter(|code| code.advice() == Some(Advice::RefreshToken)) {
            for refusals in 1..=2 {
                let (before, fetched) = (self.calls(), Arc::new(AtomicUsize::new(0)));
                for _ in 0..refusals {
                    self.server.on::<E>().once(Answer::error(code));
                }
                let count = Arc::clone(&fetched);
                let client = self.client().with_tokens(move || {
                    let credential = Secret::new(format!("t{}", count.fetch_add(1, Ordering::Relaxed)));
                    async { Ok::<_, String>(Grant { credential, expires_in: Duration::from_secs(60) }) }
                });
                let outcome = client.call(&self.request).await;
                self.server.on::<E>().reset();
                let (calls, fetches) = (self.calls() - before, fetched.load(Ordering::Relaxed));
                match E::INFO.authenticated {
                    true => assert_eq!((outcome.is_ok(), calls, fetches), (refusals == 1, 2, 2), "{}", E::INFO.name),
                    false => assert_eq!((outcome.is_ok(), calls, fetches), (false, 1, 0), "{}", E::INFO.name),
                }
            }
        }
    }

    /// The mock refuses an expired credential with the vendor's code.
    async fn credentials(&self) {
        if !E::INFO.authenticated {
            return;
        }
        let refusals = <E::Vendor as Vendor>::REFUSALS;
        let code = |outcome: Outcome<E>| outcome.err().and_then(|error| error.code()).map(ErrorCode::code);
        let old = Secret::new(format!("old-{}", E::INFO.name));
        let client = self.client().with_credential(old.clone());
        client.call(&self.request).await.map(drop).unwrap_or_else(|error| panic!("{}: {error}", E::INFO.name));
        self.server.expire(&old);
        assert_eq!(code(client.call(&self.request).await), Some(refusals.expired), "{}", E::INFO.name);
    }

    async fn statuses(&self) {
        for status in [302, 400, 401, 404, 429, 500, 502, 503] {
            let status = StatusCode::from_u16(status).expect("a status");
            let error = self.error(Answer::status(status)).await;
            let later = matches!(error, CallError::RetryLater(_));
            let expected = [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE].contains(&status);
            assert_eq!(later, expected, "{} {status}: {error}", E::INFO.name);
        }
    }

    async fn transport(&self) {
        let limits = Limits { timeout: Duration::from_secs(20), max_reply: 1 << 16, ..Limits::default() };
        for cut in [Cut::BeforeHeaders, Cut::WithinBody] {
            assert_eq!(self.fault(Answer::cut(cut), limits).await, TransportFault::Broken, "{} {cut:?}", E::INFO.name);
        }
        assert_eq!(self.fault(Answer::endless(), limits).await, TransportFault::TooLarge(1 << 16), "{}", E::INFO.name);
        let soon = Duration::from_millis(100);
        let short = Limits { timeout: soon, transfer_timeout: soon, ..limits };
        let late = Answer::example().after(Duration::from_secs(5));
        assert_eq!(self.fault(late, short).await, TransportFault::Timeout(short.timeout), "{}", E::INFO.name);
    }

    /// Malformed bodies.
    async fn bodies(&self) {
        // A file may be anything.
        if E::Response::FILE.is_some() {
            return;
        }
        let envelope = <E::Vendor as Vendor>::ENVELOPE;
        let raw = |content_type: &str, body: String| {
            Answer::raw(
                Response::builder().header("Content-Type", content_type).body(body.into_bytes()).expect("a reply"),
            )
        };
        let json = |body: Value| raw("application/json", body.to_string());
        for answer in [
            raw("text/html", "<html></html>".to_owned()),
            raw("application/json", String::new()),
            raw("application/json", format!("{{\"{}\": {}", envelope.code, envelope.success)),
            json(json!([])),
            json(json!({ envelope.code: "ok" })),
        ] {
            let error = self.error(answer).await;
            assert!(matches!(error, CallError::Reply(_)), "{}: {error}", E::INFO.name);
        }
        for body in [json!({}), json!({ envelope.message: "ok" })] {
            match self.answered(json(body)).await {
                Ok(_) => assert!(envelope.absent_is_success, "{}: a reply without a code", E::INFO.name),
                Err(error) => assert!(matches!(error, CallError::Reply(_)), "{}: {error}", E::INFO.name),
            }
        }
        if let Some(mut example) = self.example() {
            example[envelope.code] = envelope.success.to_string().into();
            let outcome = self.answered(json(example)).await;
            assert!(outcome.is_ok(), "{}: a code may be a string", E::INFO.name);
        }
    }

    /// Retries, if the caller opts in.
    async fn retries(&self) {
        let before = self.calls();
        self.server.on::<E>().once(Answer::status(StatusCode::TOO_MANY_REQUESTS)).once(Answer::cut(Cut::BeforeHeaders));
        let retry = Retry::times(2).first_wait(Duration::from_millis(1)).even_if_done();
        let outcome = self.client().with_retry(retry).call(&self.request).await;
        assert!(outcome.is_ok(), "{}", E::INFO.name);
        assert_eq!(self.calls() - before, 3, "{}", E::INFO.name);
    }
}

fn written(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("it is JSON")
}

/// The payload with the content type of its file, which messages always have.
fn with_type(mut payload: Value, file: Option<&str>) -> Value {
    if let Some(file) = file.and_then(|file| payload[file].as_object_mut()) {
        file.entry("content_type").or_insert_with(|| "application/octet-stream".into());
    }
    payload
}

/// A valid request of each endpoint whose page publishes none.
const WITHOUT_AN_EXAMPLE: &str = r#"{
    "fn": "f",
    "note": {"text": "t"},
    "text": {"content": "t"},
    "jobid": "j",
    "open_kfid": "wk1",
    "media_type": "image",
    "attachment_type": 1,
    "media": {"filename": "a.png", "content_type": "image/png", "content": "content"}
}"#;

/// Runs all checks on an endpoint, and returns its name.
async fn all<E: Endpoint>(server: &Server, http: &Http, model: &Model) -> &'static str {
    let example = E::EXAMPLES.request.first().map_or(WITHOUT_AN_EXAMPLE, |example| example.json);
    let request = serde_json::from_str(example).unwrap_or_else(|error| panic!("{}: {error}", E::INFO.name));
    let codes = model.vendors[<E::Vendor as Vendor>::NAME].errors.keys().copied().collect();
    let subject = Subject::<E> { server, http: http.clone(), request, codes };
    subject.success().await;
    subject.codes().await;
    subject.renewal().await;
    subject.credentials().await;
    subject.statuses().await;
    subject.transport().await;
    subject.bodies().await;
    subject.retries().await;
    // Earlier errors do not affect later calls.
    subject.success().await;
    E::INFO.name
}

fn names(model: &Model) -> BTreeSet<&str> {
    model.endpoints.keys().map(String::as_str).collect()
}

#[tokio::test]
async fn client_and_mock_agree_on_every_endpoint() {
    let (server, http, model) = (generated::mock::start().expect("a mock"), Http::new().expect("TLS"), tests::model());
    let called = generated_endpoints!(E => all::<E>(&server, &http, &model).await);
    assert_eq!(BTreeSet::from(called.map(|(_, name)| name)), names(&model));
}

#[tokio::test]
async fn client_and_mock_agree_on_every_endpoint_of_the_fixture() {
    let (server, http) = (fixture::mock::start().expect("a mock"), Http::new().expect("TLS"));
    let model = tests::fixture_model();
    let called = fixture_endpoints!(E => all::<E>(&server, &http, &model).await);
    assert_eq!(BTreeSet::from(called.map(|(_, name)| name)), names(&model));
}

/// The mock grants tokens for a secret and expires them.
#[tokio::test]
async fn the_client_uses_tokens_of_the_mock() {
    use wecom::{gettoken, kf::customer::get_upgrade_service_config::Request};
    let server = generated::mock::start().expect("a mock");
    let client = Client::new(server.vendor::<wecom::Wecom>()).expect("TLS");
    let app = client.with_tokens_from(crate::login("ww1", "s3cr3t"));
    app.call(&Request::new()).await.expect("a reply");
    server.expire_all::<wecom::Wecom>();
    app.call(&Request::new()).await.expect("a reply, with another token");
    assert_eq!((server.calls::<gettoken::Request>().len(), server.calls::<Request>().len()), (2, 3));
    assert_eq!(server.refused().len(), 1);
}
