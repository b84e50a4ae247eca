//! Hooks, and transports of any type.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use generated::{
    Method,
    client::{Attempt, Client, DynTransport, Hook, Outcome, Retry, TransportError, TransportFault},
    http::StatusCode,
    wecom::{Wecom, kf::customer::batchget, kf::customer::get_upgrade_service_config::Request},
};
use tokio::time::{Instant, sleep_until};

use super::scripted::{Answer, Scripted, nothing, refused, token};

/// What a hook has seen, in order.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

impl Seen {
    fn add(&self, line: String) {
        self.0.lock().expect("no thread panicked").push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().expect("no thread panicked"))
    }
}

/// A hook for metrics, with a name.
struct Metrics(&'static str, Seen);

impl Hook for Metrics {
    async fn before(&self, attempt: Attempt<'_>) {
        self.1.add(format!("{} before {} {}", self.0, attempt.endpoint, attempt.number));
    }

    fn after(&self, attempt: Attempt<'_>, outcome: Outcome<'_>) {
        let Outcome { status, code, error, is_cancelled, .. } = outcome;
        let status = status.map(|status| status.as_u16());
        let error = error.map(|error| error.to_string().contains("t0ken"));
        self.1.add(format!("{} after {} {status:?} {code:?} {error:?} {is_cancelled}", self.0, attempt.endpoint));
    }
}

/// A hook that leaves a second between calls of an endpoint.
#[derive(Default)]
struct Spacing(Mutex<HashMap<String, Instant>>);

impl Hook for Spacing {
    async fn before(&self, attempt: Attempt<'_>) {
        let at = {
            let mut next = self.0.lock().expect("no thread panicked");
            let next = next.entry(attempt.endpoint.to_owned()).or_insert_with(Instant::now);
            let at = (*next).max(Instant::now());
            *next = at + Duration::from_secs(1);
            at
        };
        sleep_until(at).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_hook_knows_the_endpoint_and_the_outcome_of_each_attempt() {
    let broken = Answer::Fault(TransportError::new(TransportFault::Broken));
    let unavailable = Answer::Body(StatusCode::SERVICE_UNAVAILABLE, "t0ken".to_owned());
    let transport = Scripted::new([token("t0ken", 7200), refused(45009), unavailable, nothing(), broken]);
    let seen = Seen::default();
    let client = transport.app().with_retry(Retry::times(2)).with_hook(Metrics("a", seen.clone()));
    client.call(&Request::new()).await.expect("a reply");
    client.send_raw(Method::Post, "/cgi-bin/x?secret=y", ()).await.expect_err("it breaks");
    client.call(&batchget::Request::new([""; 0])).await.expect_err("no id, and so no attempt");
    let name = "wecom.kf.customer.get_upgrade_service_config";
    assert_eq!(
        seen.take(),
        [
            "a before wecom.gettoken 1".to_owned(),
            "a after wecom.gettoken Some(200) Some(0) None false".to_owned(),
            format!("a before {name} 1"),
            format!("a after {name} Some(200) Some(45009) Some(false) false"),
            format!("a before {name} 2"),
            format!("a after {name} Some(503) None Some(false) false"),
            format!("a before {name} 3"),
            format!("a after {name} Some(200) Some(0) None false"),
            "a before /cgi-bin/x 1".to_owned(),
            "a after /cgi-bin/x None None Some(false) false".to_owned(),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_hook_may_delay_the_attempts_of_an_endpoint() {
    let transport = Scripted::new([nothing(), nothing(), nothing(), nothing(), nothing()]);
    let client = transport.client().with_credential("t0ken").with_hook(Spacing::default());
    let started = Instant::now();
    let (one, other) = (Request::new(), batchget::Request::new(["wm1"]));
    let calls = tokio::join!(client.call(&one), client.call(&one), client.call(&one), client.call(&other));
    calls.0.and(calls.1).and(calls.2).expect("replies");
    calls.3.expect("a reply");
    assert_eq!(started.elapsed(), Duration::from_secs(2));
    let hasty = client.clone().with_deadline(Duration::from_millis(500));
    hasty.call(&Request::new()).await.expect_err("the wait is longer than the deadline");
    assert_eq!(transport.sent().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_attempt_ends_once_for_each_hook_that_it_passed() {
    let seen = Seen::default();
    let transport = Scripted::new([nothing(), nothing()]).slow(Duration::from_secs(3));
    let client = transport.client().with_credential("t0ken").with_deadline(Duration::from_millis(400));
    let client = client.with_hook(Metrics("a", seen.clone()));
    client.call(&Request::new()).await.expect_err("late");
    let (before, after) = (
        "before wecom.kf.customer.get_upgrade_service_config 1",
        "after wecom.kf.customer.get_upgrade_service_config None None None true",
    );
    assert_eq!(seen.take(), [format!("a {before}"), format!("a {after}")]);

    let spaced = client.with_hook(Metrics("b", seen.clone())).with_hook(Spacing::default());
    let spaced = spaced.with_hook(Metrics("c", seen.clone()));
    spaced.call(&Request::new()).await.expect_err("late, in the transport");
    assert_eq!(seen.take().len(), 6);
    spaced.call(&Request::new()).await.expect_err("late, in a hook");
    let passed = [format!("a {before}"), format!("b {before}"), format!("b {after}"), format!("a {after}")];
    assert_eq!(seen.take(), passed);
}

#[tokio::test]
async fn a_transport_may_be_chosen_at_run_time() {
    let transport = Scripted::new([token("t1", 7200), nothing(), nothing()]);
    let shared: Arc<dyn DynTransport> = Arc::new(transport.clone());
    let boxed: Box<dyn DynTransport> = Box::new(transport.clone());
    let client: Client<Wecom, Arc<dyn DynTransport>> = Client::over(shared, Wecom::new());
    let client = client.with_tokens_from(crate::login("ww1", "s3cr3t"));
    client.call(&Request::new()).await.expect("a reply");
    Client::over(boxed, Wecom::new()).with_credential("t2").call(&Request::new()).await.expect("a reply");
    assert!(transport.sent()[1].contains("access_token=t1") && transport.sent()[2].contains("access_token=t2"));
}
