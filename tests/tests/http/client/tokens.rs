//! Tokens: when they are fetched, who shares them, and what happens when they are refused.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use futures_util::future::join_all;
use generated::{
    Advice, Grant, Secret,
    client::{CallError, Client, Limits, Tokens},
    wecom::{Wecom, kf::customer::get_upgrade_service_config::Request},
};

use super::scripted::{Scripted, nothing, refused, token};

const CONFIG: &str = "kf/customer/get_upgrade_service_config?access_token=";

fn calls_with(tokens: &[&str]) -> Vec<String> {
    tokens.iter().map(|token| format!("{CONFIG}{token}")).collect()
}

/// The requests, without those for tokens.
fn calls(transport: &Scripted) -> Vec<String> {
    transport.sent().into_iter().filter(|uri| !uri.contains("gettoken")).collect()
}

#[tokio::test]
async fn a_token_is_fetched_once_and_used_again() {
    let transport = Scripted::new([token("t1", 7200), nothing(), nothing()]);
    let app = transport.app();
    app.call(&Request::new()).await.expect("a reply");
    app.clone().call(&Request::new()).await.expect("a reply");
    let fetch = "gettoken?corpid=ww1&corpsecret=s3cr3t".to_owned();
    assert_eq!(transport.sent(), [vec![fetch], calls_with(&["t1", "t1"])].concat());
}

#[tokio::test]
async fn an_invalid_call_fetches_no_token() {
    let transport = Scripted::new([]);
    let none: [&str; 0] = [];
    let request = generated::wecom::kf::customer::batchget::Request::new(none);
    let error = transport.app().call(&request).await.expect_err("it breaks a rule");
    assert!(matches!(error, CallError::Request(_)), "{error}");
    assert_eq!(error.advice(), Some(Advice::FixRequest));
    assert!(transport.sent().is_empty());
}

#[tokio::test]
async fn a_refused_token_is_replaced_and_the_call_repeated() {
    for code in [40001, 40014, 42001] {
        let transport = Scripted::new([token("t1", 7200), refused(code), token("t2", 7200), nothing(), nothing()]);
        let app = transport.app();
        app.call(&Request::new()).await.expect("a reply, at the second attempt");
        app.call(&Request::new()).await.expect("a reply");
        assert_eq!(calls(&transport), calls_with(&["t1", "t2", "t2"]), "{code}");
        assert_eq!(transport.fetches(), 2);
    }
}

#[tokio::test]
async fn a_refused_call_is_repeated_only_once() {
    let transport = Scripted::new([token("t1", 7200), refused(40014), token("t2", 7200), refused(40014)]);
    let error = transport.app().call(&Request::new()).await.expect_err("both are refused");
    let CallError::Credential(refusal) = &error else { panic!("{error}") };
    assert_eq!(refusal.code().name_of(), "invalid_access_token");
    assert_eq!((error.advice(), transport.fetches()), (Some(Advice::RefreshToken), 2));
}

/// The name of a code, for a comparison.
trait NameOf {
    fn name_of(self) -> &'static str;
}

impl<C: generated::ErrorCode> NameOf for C {
    fn name_of(self) -> &'static str {
        self.name().unwrap_or_default()
    }
}

#[tokio::test]
async fn a_fixed_credential_is_not_retried() {
    let transport = Scripted::new([refused(40014)]);
    let error = transport.client().with_credential("t0").call(&Request::new()).await.expect_err("it is refused");
    assert!(matches!(error, CallError::Credential(_)), "{error}");
    assert_eq!(transport.sent(), calls_with(&["t0"]));
}

#[tokio::test]
async fn without_a_credential_nothing_is_sent() {
    let transport = Scripted::new([]);
    let error = transport.client().call(&Request::new()).await.expect_err("there is no credential");
    assert!(matches!(error, CallError::NoCredential), "{error}");
}

#[tokio::test(start_paused = true)]
async fn calls_at_the_same_time_share_one_fetch() {
    let answers = std::iter::once(token("t1", 7200)).chain((0..50).map(|_| nothing()));
    let transport = Scripted::new(answers).slow(Duration::from_millis(20));
    let app = transport.app();
    let all = join_all((0..50).map(|_| async { app.call(&Request::new()).await })).await;
    assert!(all.iter().all(Result::is_ok));
    assert_eq!(transport.fetches(), 1);
}

#[tokio::test(start_paused = true)]
async fn calls_that_are_refused_at_the_same_time_share_one_fetch() {
    let first = [token("t1", 7200)].into_iter().chain((0..20).map(|_| refused(42001)));
    let answers = first.chain([token("t2", 7200)]).chain((0..20).map(|_| nothing()));
    let transport = Scripted::new(answers).slow(Duration::from_millis(20));
    let app = transport.app();
    let all = join_all((0..20).map(|_| async { app.call(&Request::new()).await })).await;
    assert!(all.iter().all(Result::is_ok), "{all:?}");
    assert_eq!(transport.fetches(), 2);
}

#[tokio::test(start_paused = true)]
async fn calls_that_wait_for_a_fetch_share_its_error() {
    let transport = Scripted::new([refused(40013)]).slow(Duration::from_millis(20));
    let app = transport.app();
    let all = join_all((0..20).map(|_| async { app.call(&Request::new()).await })).await;
    for outcome in all {
        let error = outcome.expect_err("there is no token");
        assert!(matches!(error, CallError::Token(_)), "{error}");
        assert_eq!(error.advice(), Some(Advice::FixRequest));
    }
    assert_eq!(transport.fetches(), 1);
    // A call after the pause asks again.
    tokio::time::sleep(Duration::from_secs(1)).await;
    transport.then(token("t1", 7200));
    transport.then(nothing());
    app.call(&Request::new()).await.expect("a reply");
}

#[tokio::test(start_paused = true)]
async fn a_fetch_survives_the_call_that_began_it() {
    let transport = Scripted::new([token("t1", 7200), nothing()]).slow(Duration::from_millis(20));
    let app = transport.app();
    let first = tokio::spawn({
        let app = app.clone();
        async move { app.call(&Request::new()).await }
    });
    tokio::time::sleep(Duration::from_millis(5)).await;
    let second = tokio::spawn(async move { app.call(&Request::new()).await });
    tokio::time::sleep(Duration::from_millis(5)).await;
    first.abort();
    second.await.expect("it runs to its end").expect("a reply");
    assert_eq!((calls(&transport), transport.fetches()), (calls_with(&["t1"]), 1));
}

#[tokio::test(start_paused = true)]
async fn a_fetch_survives_calls_that_time_out() {
    let transport = Scripted::new([token("t1", 7200), nothing()]).slow(Duration::from_millis(300));
    let (app, request) = (transport.app(), Request::new());
    for _ in 0..2 {
        let impatient = tokio::time::timeout(Duration::from_millis(200), app.call(&request));
        impatient.await.expect_err("it takes longer");
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(transport.fetches(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_not_polled_does_not_block_others() {
    let transport = Scripted::new([token("t1", 7200), nothing(), nothing()]).slow(Duration::from_millis(50));
    let app = transport.app();
    let request = Request::new();
    let mut idle = std::pin::pin!(app.call(&request));
    tokio::select! {
        biased;
        _ = &mut idle => panic!("it takes longer"),
        () = tokio::time::sleep(Duration::from_millis(5)) => {}
    }
    let other = tokio::time::timeout(Duration::from_secs(60), app.call(&request));
    other.await.expect("it does not wait for the idle one").expect("a reply");
    idle.await.expect("a reply");
    assert_eq!(transport.fetches(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_late_refusal_of_an_old_token_fetches_no_token() {
    let transport = Scripted::new([token("t1", 7200), nothing()]);
    let app = transport.app();
    app.call(&Request::new()).await.expect("a reply");
    for answer in [refused(42001), refused(42001), token("t2", 7200), nothing(), nothing()] {
        transport.then(answer);
    }
    let transport = transport.slow(Duration::from_millis(100));
    let late = tokio::spawn({
        let app = app.clone();
        async move { app.call(&Request::new()).await }
    });
    tokio::time::sleep(Duration::from_millis(1)).await;
    let transport = transport.slow(Duration::from_millis(1));
    app.call(&Request::new()).await.expect("a reply, with another token");
    late.await.expect("it runs to its end").expect("a reply, with that token");
    assert_eq!((calls(&transport), transport.fetches()), (calls_with(&["t1", "t1", "t1", "t2", "t2"]), 2));
}

/// A client may outlive the runtime of its first call.
#[test]
fn a_fetch_that_ended_with_its_runtime_is_restarted() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let transport = Scripted::new([token("lost", 7200)]).slow(Duration::from_millis(50));
    let app = transport.app();
    let request = Request::new();
    let impatient = async {
        let call = tokio::time::timeout(Duration::from_millis(5), app.call(&request));
        call.await.expect_err("it takes longer");
    };
    runtime().block_on(impatient);
    transport.then(token("t1", 7200));
    transport.then(nothing());
    runtime().block_on(async { app.call(&Request::new()).await }).expect("a reply");
    assert_eq!(calls(&transport), calls_with(&["t1"]));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_cannot_be_sent_is_not_kept() {
    let transport = Scripted::new([token("", 7200), token("t1", 7200), nothing()]);
    let app = transport.app();
    let error = app.call(&Request::new()).await.expect_err("it is empty");
    assert_eq!(error.to_string(), "no token could be fetched: the token is empty");
    tokio::time::sleep(Duration::from_secs(1)).await;
    app.call(&Request::new()).await.expect("a reply");
    assert_eq!(calls(&transport), calls_with(&["t1"]));
}

#[tokio::test(start_paused = true)]
async fn a_token_expires_early_by_a_margin() {
    let transport = Scripted::new([token("t1", 7200), nothing(), nothing(), token("t2", 7200), nothing()]);
    let app = transport.app().with_margin(Duration::from_secs(200));
    app.call(&Request::new()).await.expect("a reply");
    tokio::time::sleep(Duration::from_secs(6_999)).await;
    app.call(&Request::new()).await.expect("a reply");
    tokio::time::sleep(Duration::from_secs(2)).await;
    app.call(&Request::new()).await.expect("a reply");
    assert_eq!(calls(&transport), calls_with(&["t1", "t1", "t2"]));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_lives_shorter_than_the_margin_is_used_for_half_its_life() {
    let transport = Scripted::new([token("t1", 60), nothing(), nothing(), token("t2", 60), nothing()]);
    let app = transport.app();
    app.call(&Request::new()).await.expect("a reply");
    tokio::time::sleep(Duration::from_secs(29)).await;
    app.call(&Request::new()).await.expect("a reply");
    tokio::time::sleep(Duration::from_secs(2)).await;
    app.call(&Request::new()).await.expect("a reply");
    assert_eq!(calls(&transport), calls_with(&["t1", "t1", "t2"]));
}

#[tokio::test]
async fn implausible_lifetimes_are_handled() {
    for (seconds, fetches) in [("0", 2), ("4294967295", 1)] {
        let transport = Scripted::new([]);
        let app = transport.app();
        for _ in 0..2 {
            // It is used for the call that it was fetched for, whatever its lifetime.
            let lifetime = format!(r#"{{"errcode": 0, "access_token": "t1", "expires_in": {seconds}}}"#);
            if transport.fetches() < fetches {
                transport.then(super::scripted::ok(lifetime));
            }
            transport.then(nothing());
            app.call(&Request::new()).await.unwrap_or_else(|error| panic!("{seconds}: {error}"));
        }
        assert_eq!(transport.fetches(), fetches, "{seconds}");
    }
    let transport = Scripted::new([token("t1", -1)]);
    let error = transport.app().call(&Request::new()).await.expect_err("no lifetime is negative");
    assert!(matches!(error, CallError::Token(_)), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_token_without_lifetime_serves_the_waiting_calls() {
    let answers = std::iter::once(token("t1", 0)).chain((0..20).map(|_| nothing()));
    let transport = Scripted::new(answers).slow(Duration::from_millis(20));
    let app = transport.app();
    let all = join_all((0..20).map(|_| async { app.call(&Request::new()).await })).await;
    assert!(all.iter().all(Result::is_ok), "{all:?}");
    assert_eq!(transport.fetches(), 1);
}

#[tokio::test]
async fn two_secrets_of_one_company_never_share_a_token() {
    let transport = Scripted::new([token("t1", 7200), nothing(), token("t2", 7200), nothing(), nothing()]);
    let tokens = Tokens::default();
    let client =
        |secret: &str| transport.client().sharing(tokens.clone()).with_tokens_from(crate::login("ww1", secret));
    for secret in ["one", "two", "one"] {
        client(secret).call(&Request::new()).await.expect("a reply");
    }
    assert_eq!(calls(&transport), calls_with(&["t1", "t2", "t1"]));
}

#[tokio::test]
async fn a_client_with_another_credential_has_another_token() {
    let transport = Scripted::new([token("t1", 7200), nothing(), token("t2", 7200), nothing()]);
    let one = transport.app();
    let two = one.clone().with_tokens_from(crate::login("ww1", "other"));
    one.call(&Request::new()).await.expect("a reply");
    two.call(&Request::new()).await.expect("a reply");
    assert_eq!(calls(&transport), calls_with(&["t1", "t2"]));
}

#[tokio::test]
async fn clear_forgets_tokens() {
    let transport = Scripted::new([token("t1", 7200), nothing(), token("t2", 7200), nothing()]);
    let app = transport.app();
    app.call(&Request::new()).await.expect("a reply");
    app.tokens().clear();
    app.call(&Request::new()).await.expect("a reply");
    assert_eq!(transport.fetches(), 2);
}

#[tokio::test]
async fn clear_forgets_credentials_without_clients() {
    let transport = Scripted::new([]);
    let (tokens, app) = (Tokens::default(), transport.app());
    let app = app.sharing(tokens.clone());
    drop(transport.client().sharing(tokens.clone()).with_tokens_from(crate::login("ww1", "other")));
    assert_eq!(format!("{tokens:?}"), "Tokens(2 credentials)");
    tokens.clear();
    assert_eq!(format!("{tokens:?}"), "Tokens(1 credentials)");
    drop(app);
    tokens.clear();
    assert_eq!(format!("{tokens:?}"), "Tokens(0 credentials)");
}

#[tokio::test]
async fn sharing_works_in_either_order() {
    let transport = Scripted::new([token("t1", 7200), nothing(), nothing()]);
    let tokens = Tokens::default();
    let one = transport.client().sharing(tokens.clone()).with_tokens_from(crate::login("ww1", "s3cr3t"));
    let two = transport.client().with_tokens_from(crate::login("ww1", "s3cr3t")).sharing(tokens);
    one.call(&Request::new()).await.expect("a reply");
    two.call(&Request::new()).await.expect("a reply");
    assert_eq!(transport.fetches(), 1);
}

#[tokio::test]
async fn tokens_may_come_from_a_function() {
    let transport = Scripted::new([refused(42001), nothing()]);
    let count = Arc::new(AtomicU32::new(0));
    let fetch = move || {
        let number = count.fetch_add(1, Ordering::Relaxed) + 1;
        async move {
            let credential = Secret::new(format!("own{number}"));
            Ok::<_, std::io::Error>(Grant { credential, expires_in: Duration::from_secs(60) })
        }
    };
    let app = transport.client().with_tokens(fetch);
    app.call(&Request::new()).await.expect("a reply");
    assert_eq!(transport.sent(), calls_with(&["own1", "own2"]));
    app.tokens().clear();
    transport.then(nothing());
    app.call(&Request::new()).await.expect("a reply");
    assert_eq!(transport.sent(), calls_with(&["own1", "own2", "own3"]));
}

fn with_source<F>(transport: &Scripted, source: fn() -> F) -> Client<Wecom, Scripted>
where
    F: Future<Output = Result<Grant, &'static str>> + Send + 'static,
{
    transport.client().with_tokens(source)
}

#[tokio::test(start_paused = true)]
async fn a_source_that_fails_or_hangs_is_an_error() {
    let transport = Scripted::new([]);
    let error = with_source(&transport, || async { Err("the store is down") }).call(&Request::new()).await;
    assert_eq!(error.expect_err("no token").to_string(), "no token could be fetched: the store is down");
    let limits = Limits { timeout: Duration::from_secs(3), ..Limits::default() };
    let hangs = with_source(&transport, std::future::pending).with_limits(limits);
    let error = hangs.call(&Request::new()).await.expect_err("no token");
    assert!(matches!(error, CallError::Token(_)), "{error}");
    let error = with_source(&transport, || async { panic!("a bug of the caller") }).call(&Request::new()).await;
    assert_eq!(error.expect_err("no token").to_string(), "no token could be fetched: the source of tokens panicked");
    let error =
        with_source(&transport, || -> std::future::Pending<_> { panic!("another bug") }).call(&Request::new()).await;
    assert_eq!(error.expect_err("no token").to_string(), "no token could be fetched: the source of tokens panicked");
}
