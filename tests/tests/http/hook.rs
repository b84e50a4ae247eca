//! The README's service for events and its test of a service, over sockets.

use std::{
    error::Error,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{Request, Response, StatusCode, request::Parts},
    routing::get,
};
use generated::{
    callbacks::{Inbox, Received, Sender},
    client::Client,
    mock::{self, Answer, PushError},
    wecom::{
        Event, OpenKfid, Wecom,
        kf::{Content, events::MsgOrEvent, sync_msg},
    },
};
use serde_json::json;
use tokio::sync::mpsc;

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
                println!("{} has new messages", event.open_kfid);
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

/// Serves at a free port; returns the URL.
async fn serve(app: Router) -> Result<String, Box<dyn Error>> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/hook", listener.local_addr()?);
    tokio::spawn(async { axum::serve(listener, app).await });
    Ok(url)
}

#[tokio::test]
async fn the_service_of_the_readme_receives_events() -> Result<(), Box<dyn Error>> {
    let inbox = Inbox::<Wecom>::new("token", KEY, "ww0123456789abcdef")?;
    let url = serve(Router::new().route("/hook", get(hook).post(hook)).with_state(Arc::new(inbox))).await?;
    let server = mock::start()?;
    server.probe(&sender(), &url).await?;
    let event = MsgOrEvent::new("ENC1", OpenKfid::from("wk1"));
    let pushed = server.push(&sender(), &url, &event).times(2).await?;
    assert_eq!((pushed.status, pushed.reply, pushed.deliveries), (StatusCode::OK, None, 2));
    server.push_example::<MsgOrEvent>(&sender(), &url).await?;
    let printed = ["wk1", "wk1", "wkxxxxxxx"].map(|id| format!("{id} has new messages"));
    assert_eq!(*PRINTED.lock().expect("nobody panics"), printed);

    for hostile in [sender().forged(), sender().for_receiver("ww0")] {
        assert_eq!(server.push(&hostile, &url, &event).await, Err(PushError::Status(StatusCode::FORBIDDEN)));
        assert_eq!(server.probe(&hostile, &url).refused().await?.status, StatusCode::FORBIDDEN);
    }
    Ok(())
}

/// A service that reads the messages after each event; returns its URL and the texts.
async fn service(vendor: Wecom) -> Result<(String, mpsc::UnboundedReceiver<String>), Box<dyn Error>> {
    let inbox = Arc::new(Inbox::<Wecom>::new("token", KEY, "ww0123456789abcdef")?);
    let client = Client::new(vendor)?.with_credential("any");
    let (texts, received) = mpsc::unbounded_channel();
    let hook = move |parts: Parts, body: Bytes| async move {
        let answer = match inbox.receive(&Request::from_parts(parts, body)) {
            Ok(Received::Probe(answer)) => answer,
            Ok(Received::Event(delivery)) => {
                let answer = delivery.ack();
                if let Event::MsgOrEvent(event) = delivery.event {
                    tokio::spawn(read(client, event, texts));
                }
                answer
            }
            Err(error) => error.response(),
        };
        answer.map(Body::from)
    };
    Ok((serve(Router::new().route("/hook", get(hook.clone()).post(hook))).await?, received))
}

async fn read(client: Client<Wecom>, event: MsgOrEvent, texts: mpsc::UnboundedSender<String>) {
    let request = sync_msg::Request::new(event.open_kfid).token(event.token);
    let reply = client.call(&request).await.expect("the mock answers");
    for message in reply.msg_list {
        if let Some(Content::Text(text)) = message.content {
            texts.send(text.content.unwrap_or_default()).expect("the test reads");
        }
    }
}

#[tokio::test]
async fn a_customers_message_arrives() -> Result<(), Box<dyn Error>> {
    let server = mock::start()?;
    let (url, mut texts) = service(server.vendor::<Wecom>()).await?; // yours: it calls `sync_msg` after each event
    let sender = Sender::<Wecom>::new("token", KEY, "ww0123456789abcdef")?;
    server.probe(&sender, &url).await?; // fails unless the service answers with the decrypted text

    let hello = json!({ "msgid": "1", "origin": 3, "msgtype": "text", "text": { "content": "hello" } });
    server
        .on::<sync_msg::Request>()
        .when(|request| request.token.as_deref() == Some("ENC1"))
        .once(Answer::json(json!({ "msg_list": [hello], "has_more": 0 }))?);
    let event = MsgOrEvent::new("ENC1", OpenKfid::from("wk1"));
    server.push(&sender, &url, &event).await?; // fails unless it is acknowledged within 5 seconds
    assert_eq!(texts.recv().await.as_deref(), Some("hello"));

    server.push(&sender.forged(), &url, &event).refused().await?; // fails if the service accepts a wrong signature
    assert_eq!(server.calls::<sync_msg::Request>().len(), 1);
    Ok(())
}

/// The code above is what the README shows.
#[test]
fn the_readme_shows_this_code() {
    let (here, readme) = (include_str!("hook.rs"), include_str!("../../../generated/README.md"));
    for beginning in ["async fn hook", "#[tokio::test]\nasync fn a_customers_message_arrives"] {
        let start = here.find(beginning).expect("it is above");
        let end = start + here[start..].find("\n}\n").expect("it ends") + 3;
        assert!(readme.contains(&here[start..end]), "{}", &here[start..end]);
    }
}
