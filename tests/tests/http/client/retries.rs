//! Retries: none unless the caller opts in, and then only after the chosen errors.

use std::time::Duration;

use generated::{
    Advice,
    client::{CallError, Retry, TransportError, TransportFault},
    http::{Response, StatusCode},
    wecom::kf::customer::get_upgrade_service_config::Request,
};
use tokio::time::Instant;

use super::scripted::{Answer, Scripted, nothing, refused, token};

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

/// The number of attempts of a client that gets `answer` each time.
async fn attempts(retry: Retry, answer: fn() -> Answer) -> (usize, Duration) {
    let transport = Scripted::new((0..20).map(|_| answer()));
    let started = Instant::now();
    let outcome = transport.client().with_credential("t").with_retry(retry).call(&Request::new()).await;
    outcome.expect_err("it never succeeds");
    (transport.sent().len(), started.elapsed())
}

const CUT: fn() -> Answer = || fault(TransportFault::Broken);
const LATE: fn() -> Answer = || fault(TransportFault::Timeout(Duration::from_secs(1)));
const UNREACHABLE: fn() -> Answer = || fault(TransportFault::Connect);
const ENDLESS: fn() -> Answer = || fault(TransportFault::TooLarge(1));
const LIMITED: fn() -> Answer = || refused(45009);
const BUSY: fn() -> Answer = || refused(-1);
const TOO_MANY: fn() -> Answer = || status(StatusCode::TOO_MANY_REQUESTS, None);
const BAD_GATEWAY: fn() -> Answer = || status(StatusCode::BAD_GATEWAY, None);
const WRONG: fn() -> Answer = || refused(40058);

#[tokio::test(start_paused = true)]
async fn without_retries_there_is_one_attempt() {
    for answer in [CUT, LATE, UNREACHABLE, ENDLESS, LIMITED, BUSY, TOO_MANY, BAD_GATEWAY, WRONG] {
        assert_eq!(attempts(Retry::never(), answer).await.0, 1);
    }
}

#[tokio::test(start_paused = true)]
async fn calls_that_were_not_executed_are_retried() {
    for answer in [UNREACHABLE, LIMITED, BUSY, TOO_MANY] {
        assert_eq!(attempts(Retry::times(3), answer).await.0, 4);
    }
    for answer in [CUT, LATE, ENDLESS, BAD_GATEWAY, WRONG] {
        assert_eq!(attempts(Retry::times(3), answer).await.0, 1);
    }
}

#[tokio::test(start_paused = true)]
async fn calls_that_may_have_been_executed_are_retried_on_request() {
    for answer in [CUT, LATE, UNREACHABLE, LIMITED, BUSY, TOO_MANY, BAD_GATEWAY] {
        assert_eq!(attempts(Retry::times(2).even_if_done(), answer).await.0, 3);
    }
    for answer in [ENDLESS, WRONG] {
        assert_eq!(attempts(Retry::times(2).even_if_done(), answer).await.0, 1);
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
    // This exceeds the longest wait of the caller.
    assert_eq!(attempts(Retry::times(5).longest_wait(Duration::from_secs(29)), answer).await.0, 1);
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
