//! Spans and events: what a user sees in a log.

use std::time::Duration;

use futures_util::future::join_all;
use generated::{
    client::Retry,
    wecom::kf::customer::{batchget, get_upgrade_service_config::Request},
};
use tracing::{Instrument, instrument::WithSubscriber};
use tracing_subscriber::filter::LevelFilter;

use super::{
    log::Log,
    scripted::{Scripted, nothing, refused, token},
};

const CONFIG: &str = "endpoint=\"wecom.kf.customer.get_upgrade_service_config\"";

/// The events that contain a text.
fn having<'e>(events: &'e [String], text: &str) -> Vec<&'e str> {
    events.iter().map(String::as_str).filter(|event| event.contains(text)).collect()
}

#[tokio::test(start_paused = true)]
async fn each_call_is_one_event_with_its_outcome() {
    let log = Log::of(LevelFilter::DEBUG);
    let transport = Scripted::new([nothing(), refused(40058)]);
    let client = transport.client().with_credential("t0ken");
    client.call(&Request::new()).await.expect("a reply");
    client.call(&Request::new()).await.expect_err("a refusal");
    client.call(&batchget::Request::new([""; 0])).await.expect_err("no id");
    let [done, refused, invalid] = &log.events()[..] else { panic!("{:#?}", log.events()) };
    assert!(done.starts_with(&format!("DEBUG call{{{CONFIG} ")), "{done}");
    let outcome = format!("generated::client: the call succeeded {CONFIG} attempts=1 duration_ms=0");
    assert!(done.ends_with(&outcome), "{done}");
    assert!(refused.starts_with("WARN ") && refused.contains("errcode=40058"), "{refused}");
    let error = "error=error 40058 (invalid_parameter): no; fix the request";
    assert!(refused.ends_with(&format!("the call failed {CONFIG} attempts=1 duration_ms=0 {error}")), "{refused}");
    assert!(invalid.starts_with("WARN ") && invalid.contains("attempts=0"), "{invalid}");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_succeeds_in_the_end_warns_of_nothing() {
    let log = Log::of(LevelFilter::TRACE);
    let transport =
        Scripted::new([refused(-1), token("t1", 7200), refused(45009), refused(42001), token("t2", 7200), nothing()]);
    let app = transport.app().with_retry(Retry::times(3).first_wait(Duration::from_secs(1)));
    app.call(&Request::new()).await.expect("a reply");
    let events = log.events();
    assert!(having(&events, "WARN").is_empty() && having(&events, "INFO").is_empty(), "{events:#?}");
    let waits = having(&events, "waiting before another attempt");
    assert_eq!(waits.len(), 2, "{events:#?}");
    assert!(waits[0].contains("endpoint=\"wecom.gettoken\" wait_ms=") && waits[0].contains("error -1"), "{waits:#?}");
    assert!(waits[1].contains(CONFIG) && waits[1].contains("error 45009"), "{waits:#?}");
    assert_eq!(having(&events, "asking for a token").len(), 2, "{events:#?}");
    let outcomes = having(&events, "the call succeeded");
    assert_eq!(outcomes.len(), 3, "two tokens and a reply: {events:#?}");
    assert!(outcomes[2].contains("attempts=3"), "{outcomes:#?}");
}

/// The request for a token is a task of its own, on any thread.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_is_below_the_span_of_the_caller() {
    let log = Log::of(LevelFilter::TRACE);
    let transport = Scripted::new([token("t1", 7200), nothing()]);
    let app = transport.app();
    let span = tracing::info_span!("job", number = 7);
    let call = async move { app.call(&Request::new()).await.map(drop) }.instrument(span);
    let task = tokio::spawn(call.with_subscriber(log.subscriber()));
    task.await.expect("it runs to its end").expect("a reply");
    let events = log.events();
    assert!(events.iter().all(|event| event.contains("job{number=7}:call{")), "{events:#?}");
    let fetch = format!("job{{number=7}}:call{{{CONFIG}}}:token:");
    assert_eq!(having(&events, &fetch).len(), 3, "{events:#?}");
    let nested = format!("{fetch}call{{endpoint=\"wecom.gettoken\"");
    assert_eq!(having(&events, &nested).len(), 1, "{events:#?}");
}

#[tokio::test(start_paused = true)]
async fn only_those_who_get_an_error_are_warned() {
    let log = Log::of(LevelFilter::DEBUG);
    let transport = Scripted::new([refused(40013)]).slow(Duration::from_millis(5));
    let app = transport.app();
    join_all((0..5).map(|_| async { app.call(&Request::new()).await.expect_err("no token") })).await;
    let events = log.events();
    let warnings = having(&events, "WARN");
    assert!(warnings.len() == 5 && warnings.iter().all(|warning| warning.contains(CONFIG)), "{warnings:#?}");
    assert_eq!(having(&events, "waiting for a token").len(), 4, "{events:#?}");
    let failed = having(&events, "the call failed endpoint=\"wecom.gettoken\"");
    assert!(failed.len() == 1 && failed[0].starts_with("DEBUG"), "{events:#?}");
    assert_eq!(having(&events, "no token error=").len(), 1, "{events:#?}");
    app.call(&Request::new()).await.expect_err("a pause");
    let last = log.events().pop().unwrap_or_default();
    assert!(last.starts_with("WARN") && last.contains("no other is asked for before"), "{last}");
}

#[tokio::test(start_paused = true)]
async fn a_line_feed_of_the_vendor_starts_no_line() {
    let log = Log::of(LevelFilter::TRACE);
    let forged = r#"{"errcode": 40058, "errmsg": "a\nWARN forged \u001b[31m\u202e"}"#;
    let transport = Scripted::new([super::scripted::ok(forged)]);
    transport.client().with_credential("t0ken").call(&Request::new()).await.expect_err("a refusal");
    let text = log.text();
    assert!(text.contains(r"a\nWARN forged \u{1b}[31m\u{202e}"), "{text}");
    assert!(
        !text.contains(['\u{1b}', '\u{202e}']) && !text.lines().any(|line| line.starts_with("WARN forged")),
        "{text}"
    );
}
