//! Retries: none unless the caller opts in, and then only after the chosen errors.

use std::time::Duration;

use generated::{
    Advice, Endpoint,
    client::{CallError, Failure, Retry, TransportError, TransportFault},
    http::{Response, StatusCode},
    wecom::{
        ExternalUserid, OpenKfid, Wecom,
        kf::customer::{cancel_upgrade_service, get_upgrade_service_config::Request},
    },
};
use tokio::time::Instant;

use super::scripted::{Answer, Scripted, nothing, ok, refused, token};

fn fault(fault: TransportFault) -> Answer {
    Answer::Fault(TransportError::new(fault))
}

fn status(status: StatusCode, retry_after: Option<&str>) -> Answer {
    let mut reply = Response::builder().status(status);
    if let Some(seconds) = retry_after {
        reply = reply.header("Retry-After", seconds);
    }
    Answer::Reply(reply.body(b"slow down".to_vec()).expect("a reply"))
}

/// The number of attempts of a call that only reads and gets `answer` each time, and how long it takes.
async fn attempts(retry: Retry, answer: fn() -> Answer) -> (usize, Duration) {
    outcome(&Request::new(), retry, answer).await.1
}

/// The error of a call that gets `answer` each time, the number of attempts, and how long it takes.
async fn outcome<E: Endpoint<Vendor = Wecom>>(
    request: &E,
    retry: Retry,
    answer: fn() -> Answer,
) -> (Failure<E>, (usize, Duration)) {
    let transport = Scripted::new((0..20).map(|_| answer()));
    let started = Instant::now();
    let outcome = transport.client().with_credential("t").with_retry(retry).call(request).await;
    let Err(error) = outcome else { panic!("it never succeeds") };
    (error, (transport.sent().len(), started.elapsed()))
}

/// A call that changes something.
fn writing() -> cancel_upgrade_service::Request {
    cancel_upgrade_service::Request::new(OpenKfid::from("kf1"), ExternalUserid::from("wm1"))
}

const LIMITED: fn() -> Answer = || refused(45009);

/// Each row of the table in the docs of `Retry`: the outcome of an attempt, its advice, and whether it is retried with
/// `times` if the endpoint reads, with `times` if it writes, and with `even_if_done`.
type Row = (&'static str, fn() -> Answer, Option<Advice>, [bool; 3]);

#[rustfmt::skip]
const ROWS: &[Row] = {
    const LATER: Option<Advice> = Some(Advice::RetryLater);
    const ALWAYS: [bool; 3] = [true, true, true];
    const IF_HARMLESS: [bool; 3] = [true, false, true];
    const NEVER: [bool; 3] = [false, false, false];
    &[
        ("45009", LIMITED, LATER, ALWAYS),
        ("-1", || refused(-1), LATER, ALWAYS),
        ("408", || status(StatusCode::REQUEST_TIMEOUT, None), LATER, ALWAYS),
        ("429", || status(StatusCode::TOO_MANY_REQUESTS, None), LATER, ALWAYS),
        ("503", || status(StatusCode::SERVICE_UNAVAILABLE, None), LATER, ALWAYS),
        ("502", || status(StatusCode::BAD_GATEWAY, None), LATER, IF_HARMLESS),
        ("504", || status(StatusCode::GATEWAY_TIMEOUT, None), LATER, IF_HARMLESS),
        ("500", || status(StatusCode::INTERNAL_SERVER_ERROR, None), None, IF_HARMLESS),
        ("501", || status(StatusCode::NOT_IMPLEMENTED, None), None, IF_HARMLESS),
        ("500 with Retry-After", || status(StatusCode::INTERNAL_SERVER_ERROR, Some("1")), LATER, IF_HARMLESS),
        ("502 with Retry-After", || status(StatusCode::BAD_GATEWAY, Some("1")), LATER, IF_HARMLESS),
        ("302 with Retry-After", || status(StatusCode::FOUND, Some("1")), None, NEVER),
        ("302", || status(StatusCode::FOUND, None), None, NEVER),
        ("400", || status(StatusCode::BAD_REQUEST, None), None, NEVER),
        ("401", || status(StatusCode::UNAUTHORIZED, None), None, NEVER),
        ("404", || status(StatusCode::NOT_FOUND, None), None, NEVER),
        ("40014", || refused(40014), Some(Advice::RefreshToken), NEVER),
        ("40058", || refused(40058), Some(Advice::FixRequest), NEVER),
        ("48002", || refused(48002), Some(Advice::AskPermission), NEVER),
        ("an unlisted code", || refused(123_456), None, NEVER),
        ("40058 with status 500", || coded(StatusCode::INTERNAL_SERVER_ERROR, 40058), Some(Advice::FixRequest), NEVER),
        ("an unlisted code with status 500", || coded(StatusCode::INTERNAL_SERVER_ERROR, 123_456), None, IF_HARMLESS),
        ("no connection", || fault(TransportFault::Connect), LATER, ALWAYS),
        ("no reply in time", || fault(TransportFault::Timeout(Duration::from_secs(1))), LATER, IF_HARMLESS),
        ("a closed connection", || fault(TransportFault::Broken), LATER, IF_HARMLESS),
        ("a reply that is too large", || fault(TransportFault::TooLarge(1)), None, NEVER),
        ("not JSON", || ok("<html>"), None, NEVER),
        ("no code", || ok("{}"), None, NEVER),
    ]
};

fn coded(status: StatusCode, code: i64) -> Answer {
    Answer::Body(status, format!(r#"{{"errcode": {code}, "errmsg": "no"}}"#))
}

#[tokio::test(start_paused = true)]
async fn each_outcome_has_its_advice_and_is_retried_as_documented() {
    let retry = Retry::times(2);
    for (name, answer, advice, retried) in ROWS {
        let (error, (reading, _)) = outcome(&Request::new(), retry, *answer).await;
        assert_eq!(error.advice(), *advice, "{name}: {error}");
        let (_, (written, _)) = outcome(&writing(), retry, *answer).await;
        let (_, (at_any_rate, _)) = outcome(&writing(), retry.even_if_done(), *answer).await;
        let counts = retried.map(|retried| if retried { 3 } else { 1 });
        assert_eq!([reading, written, at_any_rate], counts, "{name}: {error}");
        assert_eq!(outcome(&Request::new(), Retry::never(), *answer).await.1.0, 1, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn waits_grow_up_to_the_maximum() {
    let retry = Retry::times(10).first_wait(Duration::from_secs(1)).longest_wait(Duration::from_secs(4));
    let (count, waited) = attempts(retry, LIMITED).await;
    assert_eq!(count, 11);
    // 1 + 2 + 8 * 4, and each may be halved at random.
    assert!((Duration::from_millis(17_500)..=Duration::from_secs(35)).contains(&waited), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn waits_are_random() {
    let retry = Retry::times(1).first_wait(Duration::from_secs(60));
    let mut waits = Vec::new();
    for _ in 0..10 {
        waits.push(attempts(retry, LIMITED).await.1.as_secs());
    }
    assert!(waits.iter().all(|wait| (30..=60).contains(wait)), "{waits:?}");
    waits.sort_unstable();
    waits.dedup();
    assert!(waits.len() > 3, "{waits:?}");
}

#[tokio::test(start_paused = true)]
async fn retry_after_sets_the_wait() {
    let answer: fn() -> Answer = || status(StatusCode::TOO_MANY_REQUESTS, Some("30"));
    let (count, waited) = attempts(Retry::times(1), answer).await;
    assert_eq!((count, waited.as_secs()), (2, 30));
    let unavailable: fn() -> Answer = || status(StatusCode::SERVICE_UNAVAILABLE, Some("30"));
    assert_eq!(attempts(Retry::times(1), unavailable).await.1.as_secs(), 30);
    let gateway: fn() -> Answer = || status(StatusCode::GATEWAY_TIMEOUT, Some("30"));
    let (error, (_, waited)) = outcome(&Request::new(), Retry::times(1), gateway).await;
    assert_eq!((error.retry_after(), waited.as_secs()), (Some(Duration::from_secs(30)), 30));
    // This exceeds the longest wait of the caller.
    assert_eq!(attempts(Retry::times(5).longest_wait(Duration::from_secs(29)), answer).await.0, 1);
}

/// A date, a fraction, and numbers that are too large for a clock.
#[tokio::test(start_paused = true)]
async fn retry_after_may_have_any_form() {
    let waited = |value: &'static str, longest: Duration| async move {
        let transport = Scripted::new([status(StatusCode::SERVICE_UNAVAILABLE, Some(value)), nothing()]);
        let (client, started) = (transport.client().with_credential("t"), Instant::now());
        let retry = Retry::times(1).first_wait(Duration::from_millis(4)).longest_wait(longest);
        let outcome = client.with_retry(retry).call(&Request::new()).await;
        (outcome.is_ok(), outcome.err().and_then(|error| error.retry_after()), started.elapsed())
    };
    let minute = Duration::from_secs(60);
    let (succeeded, _, elapsed) = waited("1.5", minute).await;
    assert!(succeeded && (1_500..1_510).contains(&elapsed.as_millis()), "{elapsed:?}");
    let (succeeded, _, elapsed) = waited("Wed, 21 Oct 2015 07:28:00 GMT", minute).await;
    assert!(succeeded && elapsed.as_millis() < 10, "{elapsed:?}");
    let (succeeded, after, elapsed) = waited("Wed, 21 Oct 2037 07:28:00 GMT", minute).await;
    assert!(!succeeded && elapsed.is_zero() && after > Some(Duration::from_secs(300_000_000)), "{after:?}");
    for huge in ["18446744073709551615", "99999999999999999999999999"] {
        let (succeeded, after, elapsed) = waited(huge, minute).await;
        assert!(!succeeded && elapsed.is_zero() && after >= Some(Duration::from_secs(u64::MAX)), "{after:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_wait_is_too_long_for_the_clock() {
    let huge: fn() -> Answer = || status(StatusCode::SERVICE_UNAVAILABLE, Some("99999999999999999999999999"));
    for answer in [LIMITED, huge] {
        let retry = Retry::times(3).first_wait(Duration::MAX).longest_wait(Duration::MAX);
        let request = Request::new();
        let call = outcome(&request, retry, answer);
        tokio::time::timeout(Duration::from_secs(1_000_000), call).await.expect_err("it waits for ages");
    }
}

#[tokio::test(start_paused = true)]
async fn a_deadline_includes_attempts_and_waits() {
    let deadline = Duration::from_secs(10);
    // Each attempt takes 3 seconds, and each wait 1 to 2 or 2 to 4.
    let transport = Scripted::new((0..5).map(|_| refused(45009))).slow(Duration::from_secs(3));
    let retry = Retry::times(5).first_wait(Duration::from_secs(2));
    let client = transport.client().with_credential("t").with_retry(retry).with_deadline(deadline);
    let started = Instant::now();
    let error = client.call(&Request::new()).await.expect_err("it never succeeds");
    assert!(started.elapsed() <= deadline, "{:?}", started.elapsed());
    assert!((2..=3).contains(&transport.sent().len()), "{:?}", transport.sent());
    // Either the last attempt was cut off, or the wait after it would have been.
    assert!(matches!(error, CallError::Deadline(_) | CallError::RetryLater(_)), "{error}");
}

#[tokio::test(start_paused = true)]
async fn an_attempt_ends_at_the_deadline() {
    let transport = Scripted::new([nothing()]).slow(Duration::from_secs(5));
    let client = transport.client().with_credential("t").with_deadline(Duration::from_secs(2));
    let started = Instant::now();
    let error = client.call(&Request::new()).await.expect_err("it takes longer");
    assert_eq!(started.elapsed().as_secs(), 2);
    assert_eq!(error.to_string(), "the call took longer than its deadline of 2s");
    assert!(error.is_timeout() && error.advice() == Some(Advice::RetryLater), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_would_exceed_the_deadline_returns_the_error() {
    let transport = Scripted::new([status(StatusCode::TOO_MANY_REQUESTS, Some("30"))]);
    let retry = Retry::times(1);
    let client = transport.client().with_credential("t").with_retry(retry).with_deadline(Duration::from_secs(30));
    let started = Instant::now();
    let error = client.call(&Request::new()).await.expect_err("there is no time");
    assert_eq!((error.retry_after(), started.elapsed()), (Some(Duration::from_secs(30)), Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn a_deadline_includes_the_wait_for_a_token_and_the_fetch_continues() {
    let transport = Scripted::new([token("t1", 7200), nothing()]).slow(Duration::from_secs(3));
    let app = transport.app();
    let hurried = app.clone().with_deadline(Duration::from_secs(2));
    let error = hurried.call(&Request::new()).await.expect_err("the token takes longer");
    assert!(matches!(error, CallError::Deadline(_)), "{error}");
    assert!(matches!(hurried.with_deadline(Duration::ZERO).token().await, Err(CallError::Deadline(_))));
    app.call(&Request::new()).await.expect("a reply");
    assert_eq!(transport.fetches(), 1);
    app.with_deadline(Duration::MAX).token().await.expect("a deadline that no clock can show is none");
}

#[tokio::test]
async fn an_error_has_the_retry_after_of_the_vendor() {
    let transport = Scripted::new([status(StatusCode::TOO_MANY_REQUESTS, Some("7"))]);
    let error = transport.client().with_credential("t").call(&Request::new()).await.expect_err("too many");
    assert_eq!((error.retry_after(), error.advice()), (Some(Duration::from_secs(7)), Some(Advice::RetryLater)));
    assert_eq!(error.to_string(), "the vendor asks to retry after 7s: HTTP status 429 Too Many Requests: slow down");
    let CallError::RetryLater(error) = error else { panic!("{error}") };
    assert_eq!(error.after(), Some(Duration::from_secs(7)));
}

#[tokio::test(start_paused = true)]
async fn a_new_token_does_not_count_as_a_retry() {
    let transport = Scripted::new([
        token("t1", 7200),
        refused(45009),
        refused(42001),
        token("t2", 7200),
        refused(45009),
        nothing(),
    ]);
    transport.app().with_retry(Retry::times(2)).call(&Request::new()).await.expect("a reply");
    assert_eq!(transport.sent().len(), 6);
}

#[tokio::test(start_paused = true)]
async fn token_fetches_are_retried() {
    let transport = Scripted::new([refused(-1), token("t1", 7200), nothing()]);
    transport.app().with_retry(Retry::times(1)).call(&Request::new()).await.expect("a reply");
    let transport = Scripted::new([refused(-1)]);
    let error = transport.app().call(&Request::new()).await.expect_err("there are no retries");
    assert!(matches!(error, CallError::Token(_)), "{error}");
    assert_eq!(error.advice(), Some(Advice::RetryLater));
}
