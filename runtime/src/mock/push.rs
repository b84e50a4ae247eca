//! Pushes events to a service, as a vendor does, and checks the answers.

use std::{
    error::Error,
    fmt,
    future::{Future, IntoFuture},
    pin::Pin,
    sync::mpsc,
    time::Duration,
};

use http::{Request, Response, StatusCode};
use tokio::{runtime::Handle, sync::oneshot, time::timeout};

use super::{post, server::Server};
use crate::{
    callbacks::{Callbacks, Event, SendError, Sender},
    excerpt::{Harmless, excerpt_of_bytes},
};

/// The time limit of an answer if the vendor's docs name none.
const WITHIN: Duration = Duration::from_secs(5);

/// # Events
///
/// A [`Sender`] seals what is pushed. To push what a service must refuse, change it: `sender.clone().forged()`.
impl Server {
    /// Tests the address `url`, as a vendor does before it pushes events: the service must answer with the text that the
    /// request contains.
    pub fn probe<V: Callbacks>(&self, sender: &Sender<V>, url: impl Into<String>) -> Push<V> {
        Push::new(&self.runtime, sender, url.into(), Ok(Content::Probe("1616140317555161061".to_owned())))
    }

    /// Pushes an event to the service at `url`, which must acknowledge it in time. What the service asks this mock for
    /// when it gets the event is set with [`on`](Self::on), before the push.
    pub fn push<E: Event>(&self, sender: &Sender<E::Vendor>, url: impl Into<String>, event: &E) -> Push<E::Vendor> {
        let message = sender.written(event).map_err(PushError::Send);
        Push::new(&self.runtime, sender, url.into(), message.map(Content::Message))
    }

    /// Pushes the first example of the event's doc page, as published.
    pub fn push_example<E: Event>(&self, sender: &Sender<E::Vendor>, url: impl Into<String>) -> Push<E::Vendor> {
        let example = E::EXAMPLES.first().map(|example| example.json.to_owned()).ok_or(PushError::NoExample);
        Push::new(&self.runtime, sender, url.into(), example.map(Content::Message))
    }

    /// Pushes a message that is given as a text in XML or JSON, with its head.
    pub fn push_message<V: Callbacks>(
        &self,
        sender: &Sender<V>,
        url: impl Into<String>,
        message: impl Into<String>,
    ) -> Push<V> {
        Push::new(&self.runtime, sender, url.into(), Ok(Content::Message(message.into())))
    }
}

/// A push that has not begun. It begins when it is awaited, with any executor, or with [`wait`](Self::wait).
///
/// ```ignore
/// server.probe(&sender, &url).await?;
/// server.push(&sender, &url, &event).await?;
/// server.push(&sender, &url, &event).times(3).await?;
/// server.push(&sender.clone().forged(), &url, &event).refused().await?;
/// ```
#[must_use = "nothing is pushed before it is awaited"]
pub struct Push<V> {
    runtime: Handle,
    sender: Sender<V>,
    url: String,
    content: Result<Content, PushError>,
    within: Duration,
    times: u32,
    attempts: u32,
    refused: bool,
}

/// What is pushed.
#[derive(Clone)]
enum Content {
    Probe(String),
    Message(String),
}

impl<V: Callbacks> Push<V> {
    fn new(runtime: &Handle, sender: &Sender<V>, url: String, content: Result<Content, PushError>) -> Self {
        let within = V::SCHEME.within.map_or(WITHIN, |seconds| Duration::from_secs(seconds.into()));
        let (runtime, sender) = (runtime.clone(), sender.clone());
        Self { runtime, sender, url, content, within, times: 1, attempts: 1, refused: false }
    }

    /// Sets the time limit of an answer. By default, it is that of the vendor's docs.
    pub fn within(mut self, limit: Duration) -> Self {
        self.within = limit;
        self
    }

    /// Delivers the same message this many times, each time sealed anew, as a vendor does that the answers do not reach.
    /// The service must acknowledge each of them.
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// Delivers the message again if the connection fails or the answer does not come in time, until the service has
    /// answered or has got it this many times. By default, a missing answer is an error.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The service must refuse it: answer with a status between 400 and 499.
    pub fn refused(mut self) -> Self {
        self.refused = true;
        self
    }

    /// Pushes, and blocks until the service has answered. It is for synchronous tests: closures that run in the mock's
    /// thread must not call it, nor a test in whose thread the service runs.
    ///
    /// # Errors
    /// The service has not answered as it should.
    pub fn wait(self) -> Result<Pushed, PushError> {
        let (sender, receiver) = mpsc::channel();
        let runtime = self.runtime.clone();
        runtime.spawn(async move { drop(sender.send(self.run().await)) });
        receiver.recv().unwrap_or(Err(PushError::Stopped))
    }

    async fn run(self) -> Result<Pushed, PushError> {
        let content = self.content.clone()?;
        let mut pushed = Pushed { status: StatusCode::OK, reply: None, deliveries: 0 };
        for _ in 0..self.times {
            let answer = self.answer(&content, &mut pushed.deliveries).await?;
            pushed.status = answer.status();
            pushed.reply = self.check(&content, &answer)?;
        }
        Ok(pushed)
    }

    /// Delivers until there is an answer.
    async fn answer(&self, content: &Content, deliveries: &mut u32) -> Result<Response<Vec<u8>>, PushError> {
        let mut attempts = 0;
        loop {
            (attempts, *deliveries) = (attempts + 1, *deliveries + 1);
            let request = self.seal(content).map_err(PushError::Send)?;
            let failure = match timeout(self.within, post::send(request)).await {
                Ok(Ok(answer)) => return Ok(answer),
                Ok(Err(error)) => PushError::Connection(error.to_string()),
                Err(_) => PushError::Late(self.within),
            };
            if attempts >= self.attempts {
                return Err(failure);
            }
        }
    }

    fn seal(&self, content: &Content) -> Result<Request<Vec<u8>>, SendError> {
        match content {
            Content::Probe(text) => self.sender.probe(&self.url, text),
            Content::Message(message) => self.sender.message(&self.url, message),
        }
    }

    /// Checks an answer, and opens the reply in it.
    fn check(&self, content: &Content, answer: &Response<Vec<u8>>) -> Result<Option<String>, PushError> {
        match (self.refused, answer.status()) {
            (true, status) if status.is_client_error() => return Ok(None),
            (true, StatusCode::OK) => return Err(PushError::Accepted),
            (false, StatusCode::OK) => {}
            (_, status) => return Err(PushError::Status(status)),
        }
        let body = answer.body();
        let wanted = match content {
            Content::Probe(text) => text,
            Content::Message(_) => V::SCHEME.ack,
        };
        if body == wanted.as_bytes() {
            return Ok(None);
        }
        let reply = match content {
            Content::Probe(_) => None,
            Content::Message(_) => self.sender.open(answer).ok(),
        };
        let found = || PushError::Answer { wanted: wanted.to_owned(), found: excerpt_of_bytes(body) };
        reply.map(Some).ok_or_else(found)
    }
}

impl<V: Callbacks> IntoFuture for Push<V> {
    type Output = Result<Pushed, PushError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let (sender, receiver) = oneshot::channel();
            let runtime = self.runtime.clone();
            runtime.spawn(async move { drop(sender.send(self.run().await)) });
            receiver.await.unwrap_or(Err(PushError::Stopped))
        })
    }
}

impl<V: Callbacks> fmt::Debug for Push<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Push").field("sender", &self.sender).field("url", &self.url).finish_non_exhaustive()
    }
}

/// How a service has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pushed {
    /// The status of the last answer.
    pub status: StatusCode,
    /// The message with which the service has replied, opened; `None` if it has only acknowledged the event.
    pub reply: Option<String>,
    /// How often the message was delivered.
    pub deliveries: u32,
}

/// The reason why a push has failed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PushError {
    /// The delivery cannot be made.
    Send(SendError),
    /// The event's doc page has no example.
    NoExample,
    /// The service cannot be reached, or has closed the connection without an answer. The text says why.
    Connection(String),
    /// There was no answer within this time.
    Late(Duration),
    /// The status is not the one that the vendor or the test wants.
    Status(StatusCode),
    /// The answer is neither the one that the vendor wants nor a sealed reply.
    Answer {
        /// The text that the vendor wants.
        wanted: String,
        /// The beginning of the answer.
        found: String,
    },
    /// The service has accepted what it should refuse.
    Accepted,
    /// The mock was stopped.
    Stopped,
}

impl fmt::Display for PushError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Send(error) => error.fmt(f),
            Self::NoExample => f.write_str("the event's doc page has no example"),
            Self::Connection(problem) => write!(f, "the service does not answer: {problem}"),
            Self::Late(limit) => write!(f, "the service has not answered within {limit:?}"),
            Self::Status(status) => write!(f, "the service has answered with {status}"),
            Self::Answer { wanted, found } => {
                write!(f, "the service has answered `{}`, and the vendor wants `{wanted}`", Harmless(found))
            }
            Self::Accepted => f.write_str("the service has accepted what it should refuse"),
            Self::Stopped => f.write_str("the mock was stopped"),
        }
    }
}

impl Error for PushError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Send(error) => Some(error),
            _ => None,
        }
    }
}
