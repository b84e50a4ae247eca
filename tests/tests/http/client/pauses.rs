//! Pauses after failed requests for tokens, and after new tokens that the vendor refuses.

use std::time::{Duration, SystemTime};

use futures_util::future::join_all;
use generated::{
    Advice,
    client::{CallError, TransportError, TransportFault},
    http::{Response, StatusCode},
    wecom::{
        Error, ErrorCode,
        kf::customer::{batchget, get_upgrade_service_config::Request},
    },
};
use tokio::time::sleep;

use super::scripted::{Answer, Scripted, nothing, refused, token};

const MINUTE: Duration = Duration::from_secs(60);

async fn error(app: &generated::client::Client<generated::wecom::Wecom, Scripted>) -> Error {
    app.call(&Request::new()).await.expect_err("there is no token")
}

#[tokio::test(start_paused = true)]
async fn twenty_calls_make_one_request_for_a_token() {
    let transport = Scripted::new([refused(45009)]);
    let app = transport.app();
    let first = error(&app).await;
    assert_eq!((first.code(), first.is_rate_limited()), (Some(ErrorCode::RATE_LIMITED), true));
    let CallError::Token(first) = first else { panic!("{first}") };
    assert_eq!(first.retry_after(), Some(MINUTE));
    for _ in 1..20 {
        let again = error(&app).await;
        assert_eq!((again.code(), again.advice()), (Some(ErrorCode::RATE_LIMITED), Some(Advice::RetryLater)));
        assert!(again.is_rate_limited() && again.http_status() == Some(StatusCode::OK), "{again:?}");
        let text = again.to_string();
        let until = text.strip_prefix("no token could be fetched: the vendor asks to retry later: error 45009 (rate_limited): no; retry later; no other is asked for before ");
        assert!(until.is_some_and(|until| until.ends_with(" GMT")), "{text}");
        let CallError::Token(again) = again else { panic!("{again}") };
        assert_eq!(again.until(), first.until());
    }
    assert!(first.until() > Some(SystemTime::now() + Duration::from_secs(50)));
    assert_eq!(transport.sent().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_time_that_an_error_names_is_that_of_the_next_request() {
    let transport = Scripted::new([refused(-1)]);
    let app = transport.app();
    error(&app).await;
    sleep(Duration::from_millis(400)).await;
    let rest = error(&app).await.retry_after();
    assert_eq!(rest, Some(Duration::from_millis(600)));
    sleep(rest.unwrap_or_default()).await;
    transport.then(token("t1", 7200));
    transport.then(nothing());
    app.call(&Request::new()).await.expect("a reply");
}

/// The pauses after failures in a row with the same answer.
async fn pauses(answer: fn() -> Answer) -> Vec<u64> {
    let transport = Scripted::new([]);
    let app = transport.app();
    let mut pauses = Vec::new();
    for fetches in 1..=9 {
        transport.then(answer());
        let pause = error(&app).await.retry_after().expect("a pause");
        pauses.push(pause.as_secs());
        sleep(pause - Duration::from_millis(1)).await;
        error(&app).await;
        assert_eq!(transport.fetches(), fetches, "no request within the pause");
        sleep(Duration::from_millis(1)).await;
    }
    pauses
}

fn retry_after(value: &str) -> Answer {
    let reply = Response::builder().status(StatusCode::SERVICE_UNAVAILABLE).header("Retry-After", value);
    Answer::Reply(reply.body(Vec::new()).expect("a reply"))
}

#[tokio::test(start_paused = true)]
async fn pauses_double() {
    let usual = [1, 2, 4, 8, 16, 32, 60, 60, 60];
    assert_eq!(pauses(|| refused(-1)).await, usual);
    assert_eq!(pauses(|| refused(40001)).await, usual);
    assert_eq!(pauses(|| Answer::Fault(TransportError::new(TransportFault::Connect))).await, usual);
}

#[tokio::test(start_paused = true)]
async fn pauses_are_longer_if_the_vendor_says_so() {
    let limited = [60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600];
    assert_eq!(pauses(|| refused(45009)).await, limited);
    assert_eq!(pauses(|| Answer::Body(StatusCode::TOO_MANY_REQUESTS, String::new())).await, limited);
    assert_eq!(pauses(|| retry_after("5")).await, [5, 5, 5, 8, 16, 32, 60, 60, 60]);
    assert_eq!(pauses(|| retry_after("99999999999999999999")).await, [3_600; 9]);
    assert_eq!(pauses(|| retry_after("Wed, 21 Oct 2037 07:28:00 GMT")).await, [3_600; 9]);
}

#[tokio::test(start_paused = true)]
async fn after_the_pause_there_is_one_request_for_all_calls() {
    let transport = Scripted::new([refused(-1), refused(-1)]).slow(Duration::from_millis(5));
    let app = transport.app();
    error(&app).await;
    sleep(Duration::from_secs(1)).await;
    join_all((0..20).map(|_| error(&app))).await;
    assert_eq!(transport.fetches(), 2);
    sleep(Duration::from_secs(2)).await;
    let answers = std::iter::once(token("t1", 7200)).chain((0..20).map(|_| nothing()));
    answers.for_each(|answer| transport.then(answer));
    let all = join_all((0..20).map(|_| async { app.call(&Request::new()).await })).await;
    assert!(all.iter().all(Result::is_ok), "{all:?}");
    assert_eq!(transport.fetches(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_success_forgets_the_failures() {
    let transport = Scripted::new([refused(-1), token("t1", 7200), nothing()]);
    let app = transport.app();
    error(&app).await;
    sleep(Duration::from_secs(1)).await;
    app.call(&Request::new()).await.expect("a reply");
    sleep(Duration::from_secs(7200)).await;
    transport.then(refused(-1));
    assert_eq!(error(&app).await.retry_after(), Some(Duration::from_secs(1)));
}

#[tokio::test(start_paused = true)]
async fn clear_ends_the_pause() {
    let transport = Scripted::new([refused(-1), token("t1", 7200), nothing()]);
    let app = transport.app();
    error(&app).await;
    app.tokens().clear();
    app.call(&Request::new()).await.expect("a reply");
}

#[tokio::test(start_paused = true)]
async fn a_failing_function_is_not_called_again_at_once() {
    let count = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    let counted = std::sync::Arc::clone(&count);
    let app = Scripted::new([]).client().with_tokens(move || {
        counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        async { Err("the store is down") }
    });
    for _ in 0..20 {
        error(&app).await;
    }
    assert_eq!(count.load(std::sync::atomic::Ordering::Relaxed), 1);
}

/// The vendor hands out tokens and refuses them all.
#[tokio::test(start_paused = true)]
async fn tokens_that_are_all_refused_are_not_fetched_again_and_again() {
    let transport = Scripted::new([token("t1", 7200), refused(40014), token("t2", 7200), refused(40014)]);
    let app = transport.app();
    assert!(matches!(error(&app).await, CallError::Credential(_)));
    for _ in 1..20 {
        let again = error(&app).await;
        assert_eq!((again.code(), again.advice()), (Some(ErrorCode::INVALID_ACCESS_TOKEN), Some(Advice::RefreshToken)));
        assert!(matches!(again, CallError::Token(_)), "{again}");
    }
    assert_eq!(transport.sent().len(), 4);
    // One token, and one call with it.
    for pause in [1, 2, 4, 8, 16, 32, 60, 60] {
        sleep(Duration::from_secs(pause)).await;
        transport.then(token("t3", 7200));
        transport.then(refused(42001));
        let sent = transport.sent().len();
        assert!(matches!(error(&app).await, CallError::Credential(_)));
        for _ in 1..20 {
            error(&app).await;
        }
        assert_eq!(transport.sent().len(), sent + 2, "after {pause} s");
    }
    // The vendor has recovered.
    sleep(MINUTE).await;
    for answer in [token("t4", 7200), nothing(), refused(40014), token("t5", 7200), nothing()] {
        transport.then(answer);
    }
    app.call(&Request::new()).await.expect("a reply");
    app.call(&Request::new()).await.expect("a reply, with another token");
}

#[tokio::test(start_paused = true)]
async fn calls_at_the_same_time_whose_tokens_are_refused_are_one_failure() {
    let answers = [token("t1", 7200)].into_iter().chain((0..20).map(|_| refused(40014)));
    let answers = answers.chain([token("t2", 7200)]).chain((0..20).map(|_| refused(40014)));
    let transport = Scripted::new(answers).slow(Duration::from_millis(5));
    let app = transport.app();
    join_all((0..20).map(|_| error(&app))).await;
    assert_eq!(transport.fetches(), 2);
    let again = error(&app).await.retry_after().expect("a pause");
    assert!(again <= Duration::from_secs(1), "{again:?}");
}

/// An endpoint that refuses what others accept does not stop them.
#[tokio::test(start_paused = true)]
async fn a_refusal_concerns_the_endpoint_that_refused() {
    let transport =
        Scripted::new([token("t1", 7200), refused(40014), token("t2", 7200), refused(40014), nothing(), nothing()]);
    let app = transport.app();
    error(&app).await;
    let other = batchget::Request::new(["wm1"]);
    app.call(&other).await.expect("a reply, with the second token");
    error(&app).await;
    app.call(&other).await.expect("a reply");
    assert_eq!((transport.fetches(), transport.sent().len()), (2, 6));
    // After the pause it gets one more token.
    sleep(Duration::from_secs(1)).await;
    transport.then(token("t3", 7200));
    transport.then(refused(40014));
    error(&app).await;
    assert_eq!(error(&app).await.retry_after(), Some(Duration::from_secs(2)));
    assert_eq!(transport.fetches(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_second_endpoint_that_refuses_the_token_fetches_none() {
    let transport =
        Scripted::new([token("t1", 7200), refused(40014), token("t2", 7200), refused(40014), refused(40014)]);
    let app = transport.app();
    error(&app).await;
    let other = batchget::Request::new(["wm1"]);
    assert!(matches!(app.call(&other).await, Err(CallError::Credential(_))));
    assert!(matches!(app.call(&other).await, Err(CallError::Token(_))));
    assert_eq!((transport.fetches(), transport.sent().len()), (2, 5));
}
