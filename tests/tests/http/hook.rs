//! The README's service for events, in a process over sockets.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{Request, Response, StatusCode, request::Parts},
    routing::get,
};
use generated::{
    callbacks::{Inbox, Received, Sender},
    wecom::{Event, OpenKfid, Wecom, kf::events::MsgOrEvent},
};
use tests::http::send;

const KEY: &str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";

/// What the service prints.
static PRINTED: Mutex<Vec<String>> = Mutex::new(Vec::new());

macro_rules! println {
    ($($text:tt)*) => {
        PRINTED.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(format!($($text)*))
    };
}

async fn hook(State(inbox): State<Arc<Inbox<Wecom>>>, parts: Parts, body: Bytes) -> Response<Body> {
    let answer = match inbox.receive(&Request::from_parts(parts, body)) {
        Ok(Received::Probe(answer)) => answer, // WeCom tests the address
        Ok(Received::Event(delivery)) => {
            if let Event::MsgOrEvent(event) = &delivery.event {
                println!("{} has new messages", event.open_kfid.as_str());
            }
            delivery.ack() // within 5 seconds: do the work afterwards
        }
        Err(error) => error.response(),
    };
    answer.map(Body::from)
}

fn sender() -> Sender<Wecom> {
    Sender::new("token", KEY, "ww0123456789abcdef").expect("the keys are right")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_service_of_the_readme_receives_events() -> Result<(), Box<dyn std::error::Error>> {
    let inbox = Inbox::<Wecom>::new("token", KEY, "ww0123456789abcdef")?;
    let app = Router::new().route("/hook", get(hook).post(hook)).with_state(Arc::new(inbox));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/hook", listener.local_addr()?);
    tokio::spawn(async { axum::serve(listener, app).await });
    let answer = |request: Request<Vec<u8>>| async move {
        let answer = tokio::task::spawn_blocking(move || send(&request)).await.expect("it does not panic");
        answer.map(|answer| (answer.status(), String::from_utf8_lossy(answer.body()).into_owned()))
    };

    let probe = answer(sender().probe(&url, "8731")?).await?;
    assert_eq!(probe, (StatusCode::OK, "8731".to_owned()));

    let event = MsgOrEvent::new("ENC1", OpenKfid::from("wk1"));
    let delivered = answer(sender().event(&url, &event)?).await?;
    assert_eq!(delivered, (StatusCode::OK, "success".to_owned()));
    assert_eq!(*PRINTED.lock().expect("nobody panics"), ["wk1 has new messages"]);

    let foreign = Sender::<Wecom>::new("another token", KEY, "ww0123456789abcdef")?;
    let refused = answer(foreign.event(&url, &event)?).await?;
    assert_eq!(refused, (StatusCode::FORBIDDEN, String::new()));
    Ok(())
}

/// The code above is what the README shows.
#[test]
fn the_readme_shows_this_service() {
    let (here, readme) = (include_str!("hook.rs"), include_str!("../../../README.md"));
    let start = here.find("async fn hook").expect("it is above");
    let end = start + here[start..].find("\n}\n").expect("it ends") + 3;
    assert!(readme.contains(&here[start..end]), "{}", &here[start..end]);
}
