//! Pushes of the mock against services that answer in all ways.

use std::{
    error::Error,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{Request, Response, StatusCode, request::Parts},
    routing::any,
};
use generated::{
    Timestamp,
    callbacks::{Delivery, Inbox, Received, SendError, Sender},
    mock::{self, Push, PushError, Pushed},
    wecom::{OpenKfid, Wecom, kf::events::MsgOrEvent},
};

const KEY: &str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";

type Tested = Result<(), Box<dyn Error>>;

fn sender() -> Sender<Wecom> {
    Sender::new("token", KEY, "ww1").expect("the keys are right")
}

fn inbox() -> Inbox<Wecom> {
    Inbox::new("token", KEY, "ww1").expect("the keys are right")
}

fn event() -> MsgOrEvent {
    MsgOrEvent::new("ENC1", OpenKfid::from("wk1"))
}

/// A service that answers each event with the result of `answer`, whose number counts from 0. Returns its URL.
async fn service<A: Future<Output = Response<Vec<u8>>> + Send>(
    inbox: Inbox<Wecom>,
    answer: impl Fn(usize, Delivery<Wecom>) -> A + Clone + Send + Sync + 'static,
) -> Result<String, Box<dyn Error>> {
    let (inbox, count) = (Arc::new(inbox), Arc::new(AtomicUsize::new(0)));
    let hook = move |parts: Parts, body: Bytes| async move {
        let answer = match inbox.receive(&Request::from_parts(parts, body)) {
            Ok(Received::Probe(answer)) => answer.map(|text| [b"\"", &text[..], b"\""].concat()),
            Ok(Received::Event(delivery)) => answer(count.fetch_add(1, Relaxed), delivery).await,
            Err(error) => error.response(),
        };
        answer.map(Body::from)
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/hook?of=1", listener.local_addr()?);
    tokio::spawn(async { axum::serve(listener, Router::new().route("/hook", any(hook))).await });
    Ok(url)
}

/// Pushes an event to a service that answers it with these bytes.
async fn answered(status: StatusCode, body: &'static str) -> Result<Pushed, PushError> {
    let answer = move |_, _| async move {
        let mut response = Response::new(body.into());
        *response.status_mut() = status;
        response
    };
    let url = service(inbox(), answer).await.expect("there is a port");
    mock::start().expect("there is a port").push(&sender(), url, &event()).await
}

#[tokio::test]
async fn only_an_acknowledgement_is_one() {
    assert!(answered(StatusCode::OK, "success").await.is_ok());
    for body in ["", "ok", "\"success\"", "success\n", "<xml></xml>"] {
        let wrong = PushError::Answer { wanted: "success".to_owned(), found: body.to_owned() };
        assert_eq!(answered(StatusCode::OK, body).await, Err(wrong));
    }
    for status in [StatusCode::CREATED, StatusCode::FOUND, StatusCode::INTERNAL_SERVER_ERROR] {
        assert_eq!(answered(status, "success").await, Err(PushError::Status(status)));
    }
}

#[tokio::test]
async fn a_probe_is_answered_without_quotes() -> Tested {
    let url = service(inbox(), |_, delivery| async move { delivery.ack() }).await?;
    let error = mock::start()?.probe(&sender(), url).await.expect_err("there are quotes");
    assert!(matches!(error, PushError::Answer { .. }), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_reply_is_opened() -> Tested {
    let answer = |_, delivery| async move { inbox().reply(&delivery, "<xml>hello</xml>").expect("it can be sealed") };
    let url = service(inbox(), answer).await?;
    let server = mock::start()?;
    assert_eq!(server.push(&sender(), &url, &event()).await?.reply.as_deref(), Some("<xml>hello</xml>"));
    // The service's key is another one than that of the sender.
    let answer = |_, delivery| async move {
        let other = Inbox::<Wecom>::new("token", KEY.replace('j', "k"), "ww1").expect("the keys are right");
        other.reply(&delivery, "<xml>hello</xml>").expect("it can be sealed")
    };
    let url = service(inbox(), answer).await?;
    assert!(matches!(server.push(&sender(), &url, &event()).await, Err(PushError::Answer { .. })));
    Ok(())
}

#[tokio::test]
async fn a_vendor_does_not_wait() -> Tested {
    let slow_once = |number, delivery: Delivery<Wecom>| async move {
        if number == 0 {
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        delivery.ack()
    };
    let (server, limit) = (mock::start()?, Duration::from_millis(100));
    let push = |url: &str| server.push(&sender(), url, &event()).within(limit);
    assert_eq!(push(&service(inbox(), slow_once).await?).await, Err(PushError::Late(limit)));
    assert_eq!(push(&service(inbox(), slow_once).await?).attempts(3).await?.deliveries, 2);
    let slow = |_, _| std::future::pending();
    assert_eq!(push(&service(inbox(), slow).await?).attempts(3).await, Err(PushError::Late(limit)));
    let nobody = "http://127.0.0.1:1/hook";
    assert!(matches!(push(nobody).attempts(3).await, Err(PushError::Connection(_))));
    Ok(())
}

#[tokio::test]
async fn repeated_and_disordered_deliveries_can_be_told() -> Tested {
    let (seen, known) = (Arc::new(std::sync::Mutex::new(Vec::new())), Arc::default());
    let answer = {
        let seen = seen.clone();
        move |_, delivery: Delivery<Wecom>| {
            let known: Arc<std::sync::Mutex<Vec<String>>> = Arc::clone(&known);
            let (mut known, digest) = (known.lock().expect("nobody panics"), delivery.digest().to_owned());
            if !known.contains(&digest) {
                known.push(digest);
                seen.lock().expect("nobody panics").push(delivery.head.time().map(Timestamp::as_secs));
            }
            std::future::ready(delivery.ack())
        }
    };
    let url = service(inbox(), answer).await?;
    let server = mock::start()?;
    for time in [20, 10] {
        let sender = sender().event_time(Timestamp::from_secs(time));
        assert_eq!(server.push(&sender, &url, &event()).times(3).await?.deliveries, 3);
    }
    assert_eq!(*seen.lock().expect("nobody panics"), [Some(20), Some(10)]);
    Ok(())
}

#[tokio::test]
async fn what_is_old_is_refused_by_a_service_that_looks() -> Tested {
    let strict = inbox().max_age(Duration::from_secs(60));
    let url = service(strict, |_, delivery| async move { delivery.ack() }).await?;
    let server = mock::start()?;
    let old = sender().sealed_at(Timestamp::from_secs(1_700_000_000));
    assert_eq!(server.push(&old, &url, &event()).refused().await?.status, StatusCode::FORBIDDEN);
    assert_eq!(server.push(&sender(), &url, &event()).refused().await, Err(PushError::Accepted));
    let hello = "<xml><MsgType>event</MsgType><Event>new</Event></xml>";
    assert!(server.push_message(&sender(), &url, hello).await.is_ok());
    Ok(())
}

#[test]
fn a_synchronous_test_can_push() -> Tested {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let url = runtime.block_on(service(inbox(), |_, delivery| async move { delivery.ack() }))?;
    let server = mock::start()?;
    assert_eq!(server.push(&sender(), &url, &event()).wait()?.deliveries, 1);
    for url in ["https://127.0.0.1/", "/hook", "http://[::1/"] {
        let error = server.push(&sender(), url, &event()).wait().expect_err("nothing is there");
        assert!(matches!(error, PushError::Connection(_) | PushError::Send(SendError::Url)), "{error}");
    }
    let push: Push<Wecom> = server.push(&sender(), &url, &event());
    assert!(!format!("{push:?}").contains("token"));
    drop(server);
    assert_eq!(push.wait(), Err(PushError::Stopped));
    Ok(())
}
