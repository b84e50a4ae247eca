//! Client against mock, over real HTTP: every endpoint of the fixture and a sample of the project's, success and each class of
//! error.
//!
//! The client must return what the mock was set to reply, and the mock must read what the client sent.

use std::{
    collections::{BTreeMap, BTreeSet},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use codegen::model::Model;
use futures_util::{StreamExt as _, stream};
use generated::{
    Advice, Endpoint, EndpointInfo, Envelope, ErrorCode, Grant, Reply, Secret, Vendor,
    client::{CallError, Client, Http, Limits, Retry, TransportFault},
    http::{Response, StatusCode},
    mock::{Answer, Cut, Server},
    serde_json::{self, Value, json},
    wecom,
};

/// The reply as JSON, or the error of the call.
type Outcome = Result<Value, Failure>;

/// An error of a call, without the vendor's type.
#[derive(Debug)]
struct Failure {
    text: String,
    code: Option<i64>,
    advice: Option<Advice>,
    class: Class,
}

#[derive(Debug, PartialEq)]
enum Class {
    Credential,
    RetryLater,
    Reply,
    Transport(TransportFault),
    Other(String),
}

fn failure<C: ErrorCode>(error: CallError<C>) -> Failure {
    Failure {
        text: error.to_string(),
        code: error.code().map(ErrorCode::code),
        advice: error.advice(),
        class: match error {
            CallError::Credential(_) => Class::Credential,
            CallError::RetryLater(_) => Class::RetryLater,
            CallError::Reply(_) => Class::Reply,
            CallError::Transport(error) => Class::Transport(error.fault()),
            other => Class::Other(format!("{other:?}")),
        },
    }
}

/// An answer of the mock, without the endpoint's type.
enum Reaction {
    Error(i64),
    Status(StatusCode),
    Cut(Cut),
    Endless,
    Late(Duration),
    Raw(Response<Vec<u8>>),
}

impl Reaction {
    fn answer<E: Endpoint>(self) -> Answer<E> {
        match self {
            Self::Error(code) => Answer::error(<E::Vendor as Vendor>::ErrorCode::from_code(code)),
            Self::Status(status) => Answer::status(status),
            Self::Cut(cut) => Answer::cut(cut),
            Self::Endless => Answer::endless(),
            Self::Late(time) => Answer::example().after(time),
            Self::Raw(message) => Answer::raw(message),
        }
    }
}

/// How a client calls.
#[derive(Clone, Default)]
struct Setup {
    credential: Option<Secret>,
    limits: Option<Limits>,
    retry: Option<Retry>,
    /// Counts the tokens that the client fetches.
    fetched: Option<Arc<AtomicUsize>>,
}

/// A mock server, and the client's way to it.
struct Place<'a> {
    server: &'a Server,
    http: Http,
}

impl Place<'_> {
    fn client<V: Vendor>(&self, setup: Setup) -> Client<V, Http> {
        let client = Client::over(self.http.clone(), self.server.vendor::<V>());
        let client = match (setup.fetched, setup.credential) {
            (Some(count), _) => client.with_tokens(move || {
                let credential = Secret::new(format!("t{}", count.fetch_add(1, Ordering::Relaxed)));
                async { Ok::<_, String>(Grant { credential, expires_in: Duration::from_secs(60) }) }
            }),
            (None, Some(credential)) => client.with_credential(credential),
            (None, None) => client.with_credential("t0ken"),
        };
        let client = setup.limits.into_iter().fold(client, Client::with_limits);
        setup.retry.into_iter().fold(client, Client::with_retry)
    }
}

/// An endpoint and a request to it. Checks use it without its type, so that they are not compiled for each endpoint.
trait Subject: Sync {
    fn info(&self) -> &'static EndpointInfo;
    fn vendor(&self) -> Facts;
    fn call<'a>(&'a self, place: &'a Place<'_>, setup: Setup) -> Pin<Box<dyn Future<Output = Outcome> + 'a>>;
    /// Sets the next answer.
    fn react(&self, server: &Server, reaction: Reaction);
    fn forget_answers(&self, server: &Server);
    /// The requests that arrived.
    fn arrived(&self, server: &Server) -> usize;
    fn last(&self, server: &Server) -> Value;
    fn request(&self) -> Value;
    /// The published reply, as it was written and as it is read.
    fn example(&self) -> Option<(Value, Value)>;
    /// The members of the request and of the reply that are files.
    fn files(&self) -> [Option<&'static str>; 2];
}

/// What the checks need of a vendor.
struct Facts {
    envelope: &'static Envelope,
    absent_is_success: bool,
    expired: i64,
    advice: fn(i64) -> Option<Advice>,
}

struct Of<E>(E);

impl<E: Endpoint> Subject for Of<E> {
    fn info(&self) -> &'static EndpointInfo {
        &E::INFO
    }

    fn vendor(&self) -> Facts {
        Facts {
            envelope: <E::Vendor as Vendor>::ENVELOPE,
            absent_is_success: E::Response::ABSENT_IS_SUCCESS,
            expired: <E::Vendor as Vendor>::REFUSALS.expired,
            advice: |code| <E::Vendor as Vendor>::ErrorCode::from_code(code).advice(),
        }
    }

    fn call<'a>(&'a self, place: &'a Place<'_>, setup: Setup) -> Pin<Box<dyn Future<Output = Outcome> + 'a>> {
        Box::pin(async move {
            let client = place.client::<E::Vendor>(setup);
            client.call(&self.0).await.map(|reply| tests::written(&reply)).map_err(failure)
        })
    }

    fn react(&self, server: &Server, reaction: Reaction) {
        server.on::<E>().once(reaction.answer());
    }

    fn forget_answers(&self, server: &Server) {
        server.on::<E>().reset();
    }

    fn arrived(&self, server: &Server) -> usize {
        server.calls::<E>().len()
    }

    fn last(&self, server: &Server) -> Value {
        tests::written(&server.calls::<E>().pop().expect("a call").request)
    }

    fn request(&self) -> Value {
        tests::written(&self.0)
    }

    fn example(&self) -> Option<(Value, Value)> {
        let example: Value = serde_json::from_str(E::EXAMPLES.response.first()?.json).expect("an example is JSON");
        let read: E::Response = match const { E::Response::FILE.is_some() } {
            true => tests::read(&example).expect("it stands for a file"),
            false => E::Response::from_http(Response::new(example.to_string()))
                .unwrap_or_else(|error| panic!("{}: {error}", E::INFO.name)),
        };
        Some((example, tests::written(&read)))
    }

    fn files(&self) -> [Option<&'static str>; 2] {
        [E::FORM.map(|form| form.file), E::Response::FILE.map(|member| member.name)]
    }
}

/// The checks of an endpoint.
struct Check<'a> {
    place: &'a Place<'a>,
    subject: &'a dyn Subject,
    /// Error codes: of each advice one, and one that the vendor does not list; or all, for one endpoint of each vendor.
    codes: Vec<i64>,
    name: &'static str,
}

impl Check<'_> {
    async fn call(&self, setup: Setup) -> Outcome {
        self.subject.call(self.place, setup).await
    }

    /// Calls the endpoint, which replies like this.
    async fn answered(&self, reaction: Reaction) -> Outcome {
        self.subject.react(self.place.server, reaction);
        self.call(Setup::default()).await
    }

    async fn error(&self, reaction: Reaction) -> Failure {
        match self.answered(reaction).await {
            Err(error) => error,
            Ok(_) => panic!("{}: the answer has no error", self.name),
        }
    }

    async fn fault(&self, reaction: Reaction, limits: Limits) -> TransportFault {
        self.subject.react(self.place.server, reaction);
        match self.call(Setup { limits: Some(limits), ..Setup::default() }).await {
            Err(Failure { class: Class::Transport(fault), .. }) => fault,
            Err(other) => panic!("{}: {}", self.name, other.text),
            Ok(_) => panic!("{}: a reply", self.name),
        }
    }

    fn calls(&self) -> usize {
        self.subject.arrived(self.place.server)
    }

    fn is_authenticated(&self) -> bool {
        self.subject.info().authenticated
    }

    async fn success(&self) {
        let reply = self.call(Setup::default()).await.unwrap_or_else(|error| panic!("{}: {}", self.name, error.text));
        let [file, member] = self.subject.files();
        let arrived = self.subject.last(self.place.server);
        assert_eq!(
            with_type(arrived, file),
            with_type(self.subject.request(), file),
            "{}: the mock received another request",
            self.name
        );
        let hands_out = tests::hands_out_credentials(self.name);
        if let Some((_, expected)) = self.subject.example().filter(|_| !hands_out) {
            let (mut reply, mut expected) = (with_type(reply, member), with_type(expected, member));
            crate::end_at_the_last_page(&self.subject.request(), [&mut reply, &mut expected]);
            // The request may ask for a part, which is all of the example's file.
            if let Some(file) = member.and_then(|member| reply[member].as_object_mut())
                && member.is_some_and(|member| expected[member].get("range").is_none())
            {
                file.remove("range");
            }
            assert_eq!(reply, expected, "{}: the client received another reply", self.name);
        }
    }

    async fn codes(&self) {
        let advice = self.subject.vendor().advice;
        for code in self.codes.iter().copied() {
            let error = self.error(Reaction::Error(code)).await;
            let context = format!("{} {code}: {}", self.name, error.text);
            assert_eq!(error.code, Some(code), "{context}");
            let expected = match advice(code) {
                Some(Advice::RefreshToken) if !self.is_authenticated() => Some(Advice::FixRequest),
                advice => advice,
            };
            assert_eq!(error.advice, expected, "{context}");
            let class = match expected {
                Some(Advice::RefreshToken) => Class::Credential,
                Some(Advice::RetryLater) => Class::RetryLater,
                _ => Class::Reply,
            };
            assert_eq!(error.class, class, "{context}");
        }
    }

    /// After a code that means an invalid token, the client tries once more with a new token.
    async fn renewal(&self) {
        let advice = self.subject.vendor().advice;
        for code in self.codes.iter().copied().filter(|code| advice(*code) == Some(Advice::RefreshToken)) {
            for refusals in 1..=2 {
                let (before, fetched) = (self.calls(), Arc::new(AtomicUsize::new(0)));
                for _ in 0..refusals {
                    self.subject.react(self.place.server, Reaction::Error(code));
                }
                let outcome = self.call(Setup { fetched: Some(Arc::clone(&fetched)), ..Setup::default() }).await;
                self.subject.forget_answers(self.place.server);
                let found = (outcome.is_ok(), self.calls() - before, fetched.load(Ordering::Relaxed));
                match self.is_authenticated() {
                    true => assert_eq!(found, (refusals == 1, 2, 2), "{}", self.name),
                    false => assert_eq!(found, (false, 1, 0), "{}", self.name),
                }
            }
        }
    }

    /// The mock refuses an expired credential with the vendor's code.
    async fn credentials(&self) {
        if !self.is_authenticated() {
            return;
        }
        let old = Secret::new(format!("old-{}", self.name));
        let setup = Setup { credential: Some(old.clone()), ..Setup::default() };
        self.call(setup.clone()).await.unwrap_or_else(|error| panic!("{}: {}", self.name, error.text));
        self.place.server.expire(&old);
        let code = self.call(setup).await.err().and_then(|error| error.code);
        assert_eq!(code, Some(self.subject.vendor().expired), "{}", self.name);
    }

    async fn statuses(&self) {
        for status in [302, 400, 401, 404, 429, 500, 502, 503] {
            let status = StatusCode::from_u16(status).expect("a status");
            let error = self.error(Reaction::Status(status)).await;
            let expected = [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE].contains(&status);
            assert_eq!(error.class == Class::RetryLater, expected, "{} {status}: {}", self.name, error.text);
        }
    }

    async fn transport(&self) {
        let limits = Limits { timeout: Duration::from_secs(20), max_reply: 1 << 16, ..Limits::default() };
        for cut in [Cut::BeforeHeaders, Cut::WithinBody] {
            assert_eq!(self.fault(Reaction::Cut(cut), limits).await, TransportFault::Broken, "{} {cut:?}", self.name);
        }
        assert_eq!(self.fault(Reaction::Endless, limits).await, TransportFault::TooLarge(1 << 16), "{}", self.name);
        let soon = Duration::from_millis(100);
        let short = Limits { timeout: soon, transfer_timeout: soon, ..limits };
        let late = Reaction::Late(Duration::from_secs(5));
        assert_eq!(self.fault(late, short).await, TransportFault::Timeout(short.timeout), "{}", self.name);
    }

    /// Malformed bodies.
    async fn bodies(&self) {
        // A file may be anything.
        if self.subject.files()[1].is_some() {
            return;
        }
        let Facts { envelope, absent_is_success, .. } = self.subject.vendor();
        let raw = |content_type: &str, body: String| {
            Reaction::Raw(
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
            assert_eq!(error.class, Class::Reply, "{}: {}", self.name, error.text);
        }
        for body in [json!({}), json!({ envelope.message: "ok" })] {
            match self.answered(json(body)).await {
                Ok(_) => assert!(absent_is_success, "{}: a reply without a code", self.name),
                Err(error) => assert_eq!(error.class, Class::Reply, "{}: {}", self.name, error.text),
            }
        }
        if let Some((mut example, _)) = self.subject.example() {
            example[envelope.code] = envelope.success.to_string().into();
            let outcome = self.answered(json(example)).await;
            assert!(outcome.is_ok(), "{}: a code may be a string", self.name);
        }
    }

    /// Retries, if the caller opts in.
    async fn retries(&self) {
        let before = self.calls();
        self.subject.react(self.place.server, Reaction::Status(StatusCode::TOO_MANY_REQUESTS));
        self.subject.react(self.place.server, Reaction::Cut(Cut::BeforeHeaders));
        let retry = Retry::times(2).first_wait(Duration::from_millis(1)).even_if_done();
        let outcome = self.call(Setup { retry: Some(retry), ..Setup::default() }).await;
        assert!(outcome.is_ok(), "{}", self.name);
        assert_eq!(self.calls() - before, 3, "{}", self.name);
    }

    async fn all(&self) -> &'static str {
        // Without a published reply, and if an empty one is not valid, the mock has no answer of its own.
        if self.subject.example().is_none()
            && let Err(error) = self.call(Setup::default()).await
        {
            assert!(error.text.contains("501 Not Implemented"), "{}: {}", self.name, error.text);
            return self.name;
        }
        self.success().await;
        self.codes().await;
        self.renewal().await;
        self.credentials().await;
        self.statuses().await;
        self.transport().await;
        self.bodies().await;
        self.retries().await;
        // Earlier errors do not affect later calls.
        self.success().await;
        self.name
    }
}

/// The payload with the content type of its file, which messages always have.
fn with_type(mut payload: Value, file: Option<&str>) -> Value {
    if let Some(file) = file.and_then(|file| payload[file].as_object_mut()) {
        file.entry("content_type").or_insert_with(|| "application/octet-stream".into());
    }
    payload
}

fn subject<E: Endpoint + Sync + 'static>(model: &Model) -> Box<dyn Subject> {
    let request = tests::requests::request(model, E::INFO.name);
    Box::new(Of::<E>(serde_json::from_value(request).unwrap_or_else(|error| panic!("{}: {error}", E::INFO.name))))
}

/// Runs all checks on all endpoints, several at a time, because some of them wait.
async fn check(server: &Server, model: &Model, subjects: &[(&'static str, Box<dyn Subject>)]) {
    let place = Place { server, http: Http::new().expect("TLS") };
    let mut seen = BTreeSet::new();
    let checks = subjects.iter().map(|(_, subject)| {
        let (info, advice) = (subject.info(), subject.vendor().advice);
        let vendor = info.name.split('.').next().unwrap_or_default();
        let listed = || model.vendors[vendor].errors.keys().copied();
        let codes: Vec<i64> = match seen.insert(vendor) {
            true => listed().collect(),
            false => listed()
                .map(|code| (format!("{:?}", advice(code)), code))
                .collect::<BTreeMap<_, _>>()
                .into_values()
                .collect(),
        };
        let codes = codes.into_iter().chain([987_654]).collect();
        Check { place: &place, subject: &**subject, codes, name: info.name }
    });
    let checks: Vec<Check<'_>> = checks.collect();
    let called: BTreeSet<&str> = stream::iter(&checks).map(Check::all).buffer_unordered(16).collect().await;
    assert_eq!(called, subjects.iter().map(|(name, _)| *name).collect());
}

#[tokio::test]
async fn client_and_mock_agree() {
    let server = generated::mock::start().expect("a mock");
    let model = tests::model();
    check(&server, model, &sampled_endpoints!(E => subject::<E>(model))).await;
}

#[tokio::test]
async fn client_and_mock_agree_on_every_endpoint_of_the_fixture() {
    let server = fixture::mock::start().expect("a mock");
    let model = tests::fixture_model();
    let subjects = fixture_endpoints!(E => subject::<E>(model));
    assert_eq!(subjects.len(), model.endpoints.len());
    check(&server, model, &subjects).await;
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
