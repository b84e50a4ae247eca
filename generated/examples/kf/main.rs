//! A customer service in WeChat (微信客服): welcomes customers, answers with a menu and a picture, hands over to a member.
//!
//! `cargo run -p social-crm --example kf --features examples` shows it against the mock. To serve real customers, set the
//! variables in `main`, and enter the address of the service in WeCom's console.

use std::{env, error::Error, io, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{Request, Response, request::Parts},
    routing::get,
};
use generated::{
    File,
    callbacks::{Inbox, Received},
    client::{Client, Retry},
    mock,
    wecom::{ErrorCode, Event, OpenKfid, Userid, Wecom, gettoken},
};
use tokio::{
    net::TcpListener,
    sync::mpsc::{self, UnboundedReceiver, UnboundedSender},
    time::sleep,
};

mod cursors;
mod demo;
mod desk;
mod error;

pub use self::{cursors::Cursors, demo::demo, desk::Desk};

/// The wait after an error that may pass, in addition to those of the client's retries.
const PAUSE: Duration = Duration::from_secs(30);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let Ok(company) = env::var("WECOM_CORPID") else { return demo(&mock::start()?).await };
    let inbox = Inbox::new(variable("WECOM_TOKEN")?, variable("WECOM_AES_KEY")?, &company)?;
    let app = gettoken::Request::new(company.into(), variable("WECOM_SECRET")?.into());
    let client = Client::new(Wecom::new())?
        .with_tokens_from(app)
        .with_retry(Retry::times(3))
        .with_deadline(Duration::from_secs(30));
    let picture = File::open(variable("WECOM_PICTURE")?)?.with_content_type("image/png");
    let desk = Desk::new(client, Cursors::open("cursors.json")?, Userid::from(variable("WECOM_SERVICER")?), picture);
    Ok(serve(TcpListener::bind("0.0.0.0:8080").await?, inbox, desk).await?)
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("set the variable {name}"))
}

/// Serves until it is aborted.
pub async fn serve(listener: TcpListener, inbox: Inbox<Wecom>, desk: Desk) -> io::Result<()> {
    let (jobs, queue) = mpsc::unbounded_channel();
    for account in desk.accounts() {
        drop(jobs.send((account, None))); // what customers wrote while the service was down
    }
    tokio::spawn(work(desk, queue));
    let app = Router::new().route("/hook", get(hook).post(hook)).with_state(Arc::new((inbox, jobs)));
    axum::serve(listener, app).await
}

/// An account to read, with the token of the event.
type Job = (OpenKfid, Option<String>);
type Shared = Arc<(Inbox<Wecom>, UnboundedSender<Job>)>;

/// Receives what WeCom pushes. It must answer within 5 seconds, so the work is done elsewhere.
async fn hook(State(shared): State<Shared>, parts: Parts, body: Bytes) -> Response<Body> {
    let (inbox, jobs) = &*shared;
    let answer = match inbox.receive(&Request::from_parts(parts, body)) {
        Ok(Received::Probe(answer)) => answer,
        Ok(Received::Event(delivery)) => {
            let answer = delivery.ack();
            if let Event::MsgOrEvent(event) = delivery.event {
                drop(jobs.send((event.open_kfid, Some(event.token)))); // fails only when the program ends
            }
            answer
        }
        Err(error) => {
            eprintln!("refused a delivery: {error}");
            error.response()
        }
    };
    answer.map(Body::from)
}

/// Reads one account after the other: two tasks would read the same messages. It does not matter that WeCom may push an
/// event several times: the second time, there is nothing new to read.
async fn work(mut desk: Desk, mut queue: UnboundedReceiver<Job>) {
    while let Some((account, mut token)) = queue.recv().await {
        while let Err(error) = desk.drain(&account, token.as_deref()).await {
            eprintln!("cannot read {account}: {error}");
            match error.code() {
                Some(ErrorCode::INVALID_MSG_TOKEN) if token.is_some() => token = None, // it expires after 10 minutes
                _ if error.is_temporary() => sleep(PAUSE).await,
                _ => break,
            }
        }
    }
}
