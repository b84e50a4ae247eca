//! A transport that replies as scripted and records the requests.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use generated::{
    BaseUrl,
    client::{Client, Limits, Transport, TransportError},
    http::{Request, Response, StatusCode},
    wecom::Wecom,
};

/// The result of sending one message.
pub(crate) enum Answer {
    Body(StatusCode, String),
    Reply(Response<Vec<u8>>),
    Fault(TransportError),
}

pub(crate) fn ok(body: impl Into<String>) -> Answer {
    Answer::Body(StatusCode::OK, body.into())
}

/// A reply with an error code.
pub(crate) fn refused(code: i64) -> Answer {
    ok(format!(r#"{{"errcode": {code}, "errmsg": "no"}}"#))
}

/// A reply with a token that expires after `seconds`.
pub(crate) fn token(token: &str, seconds: i64) -> Answer {
    ok(format!(r#"{{"errcode": 0, "errmsg": "ok", "access_token": "{token}", "expires_in": {seconds}}}"#))
}

/// An empty reply of `get_upgrade_service_config`.
pub(crate) fn nothing() -> Answer {
    ok(r#"{"errcode": 0, "errmsg": "ok"}"#)
}

#[derive(Clone, Default)]
pub(crate) struct Scripted(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    answers: VecDeque<Answer>,
    sent: Vec<String>,
    bodies: Vec<String>,
    wait: Duration,
}

impl Scripted {
    pub(crate) fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let state = State { answers: answers.into_iter().collect(), ..State::default() };
        Self(Arc::new(Mutex::new(state)))
    }

    /// Delays every reply by `wait`.
    pub(crate) fn slow(self, wait: Duration) -> Self {
        self.0.lock().expect("no thread panicked").wait = wait;
        self
    }

    pub(crate) fn then(&self, answer: Answer) {
        self.0.lock().expect("no thread panicked").answers.push_back(answer);
    }

    /// The path and query of each message, in order.
    pub(crate) fn sent(&self) -> Vec<String> {
        self.0.lock().expect("no thread panicked").sent.clone()
    }

    /// The body of the last message.
    pub(crate) fn body(&self) -> String {
        self.0.lock().expect("no thread panicked").bodies.last().cloned().unwrap_or_default()
    }

    /// The number of requests for tokens.
    pub(crate) fn fetches(&self) -> usize {
        self.sent().iter().filter(|uri| uri.contains("gettoken")).count()
    }

    pub(crate) fn client(&self) -> Client<Wecom, Self> {
        Client::over(self.clone(), Wecom::at(BaseUrl::new("http://wecom.test").expect("a base URL")))
    }

    /// A client that fetches its tokens.
    pub(crate) fn app(&self) -> Client<Wecom, Self> {
        self.client().with_tokens_from(crate::login("ww1", "s3cr3t"))
    }
}

impl Transport for Scripted {
    async fn send(&self, message: Request<Vec<u8>>, _: Limits) -> Result<Response<Vec<u8>>, TransportError> {
        let (answer, wait) = {
            let mut state = self.0.lock().expect("no thread panicked");
            let uri = message.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
            state.sent.push(uri.replace("/cgi-bin/", ""));
            state.bodies.push(String::from_utf8_lossy(message.body()).into_owned());
            let answer = state.answers.pop_front().unwrap_or_else(|| panic!("no answer is scripted for {message:?}"));
            (answer, state.wait)
        };
        tokio::time::sleep(wait).await;
        match answer {
            Answer::Body(status, body) => {
                let mut reply = Response::new(body.into_bytes());
                *reply.status_mut() = status;
                Ok(reply)
            }
            Answer::Reply(reply) => Ok(reply),
            Answer::Fault(error) => Err(error),
        }
    }
}
