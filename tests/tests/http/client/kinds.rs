//! Kinds of credentials: a client of one kind takes its tokens through a client of another.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use fixture::acme::{
    Acme, AcmeKeeper, ErrorCode,
    zoo::{keeper_login, mood, open_gate, visitor_token},
};
use generated::{
    Advice, Endpoint, Grants, Reply, Secret,
    client::{CallError, Client, TokenError, Tokens},
    http::Response,
    mock::{Answer, Server},
};

fn started() -> Server {
    fixture::mock::start().expect("a mock starts")
}

/// A client whose tokens are fetched with the ticket of that time.
fn keeper(server: &Server, name: &str, ticket: &Arc<Mutex<String>>) -> Client<AcmeKeeper> {
    let client = Client::new(server.vendor::<AcmeKeeper>()).expect("TLS");
    let (plain, ticket) = (client.clone(), Arc::clone(ticket));
    client.with_named_tokens(name, move || {
        let (plain, ticket) = (plain.clone(), ticket.lock().expect("no thread panicked").clone());
        async move {
            let reply = plain.call(&keeper_login::Request::new("s3cr3t").ticket(ticket)).await?;
            Ok::<_, CallError<ErrorCode>>(keeper_login::Request::grant(&reply))
        }
    })
}

fn visitor(server: &Server, keeper: &Client<AcmeKeeper>, name: &str, tokens: &Tokens) -> Client<Acme> {
    let client = Client::new(server.vendor::<Acme>()).expect("TLS").sharing(tokens.clone());
    client.with_tokens_through(keeper, visitor_token::Request::new(name))
}

fn fetched(server: &Server) -> (usize, Vec<String>) {
    let visitors = server.calls::<visitor_token::Request>().into_iter().map(|call| call.request.name);
    (server.calls::<keeper_login::Request>().len(), visitors.collect())
}

#[tokio::test]
async fn tokens_are_fetched_along_a_chain_and_kept_at_each_level() {
    let (server, ticket, tokens) = (started(), Arc::new(Mutex::new("t1".to_owned())), Tokens::default());
    let keeper = keeper(&server, "k", &ticket);
    for name in ["Ada", "Bob", "Ada"] {
        visitor(&server, &keeper, name, &tokens).call(&mood::Request::new("cat")).await.expect("a reply");
    }
    keeper.call(&open_gate::Request::new(1)).await.expect("a reply");
    assert_eq!(fetched(&server), (1, vec!["Ada".to_owned(), "Bob".to_owned()]));
    assert_eq!(server.calls::<keeper_login::Request>()[0].request.ticket.as_deref(), Some("t1"));
    let credentials: Vec<_> = server.calls::<mood::Request>().iter().map(|call| call.credential.clone()).collect();
    assert_eq!(
        credentials.iter().map(|credential| credential.as_ref().map(Secret::expose)).collect::<Vec<_>>(),
        [Some("visitor-2"), Some("visitor-3"), Some("visitor-2")]
    );
    assert!(server.refused().is_empty(), "{:?}", server.refused());
}

#[tokio::test]
async fn each_level_replaces_a_refused_token() {
    let (server, ticket, tokens) = (started(), Arc::new(Mutex::new("t1".to_owned())), Tokens::default());
    let visitor = visitor(&server, &keeper(&server, "k", &ticket), "Ada", &tokens);
    visitor.call(&mood::Request::new("cat")).await.expect("a reply");
    "t2".clone_into(&mut ticket.lock().expect("no thread panicked"));
    server.expire_all::<Acme>();
    visitor.call(&mood::Request::new("cat")).await.expect("a reply");
    assert_eq!(fetched(&server), (1, vec!["Ada".to_owned(); 2]));
    server.expire_all::<Acme>();
    server.expire_all::<AcmeKeeper>();
    visitor.call(&mood::Request::new("cat")).await.expect("a reply");
    assert_eq!(fetched(&server).0, 2);
    assert_eq!(server.calls::<keeper_login::Request>()[1].request.ticket.as_deref(), Some("t2"));
    let codes: Vec<_> = server.refused().iter().map(|record| record.code()).collect();
    assert_eq!(codes, [Some(40001), Some(40001), Some(42009)]);
}

#[tokio::test]
async fn an_error_of_any_level_is_that_of_the_call() {
    let (server, ticket) = (started(), Arc::new(Mutex::new("t1".to_owned())));
    server.on::<keeper_login::Request>().always(Answer::error(ErrorCode::RATE_LIMITED));
    let visitor = visitor(&server, &keeper(&server, "k", &ticket), "Ada", &Tokens::default());
    let error = visitor.call(&mood::Request::new("cat")).await.expect_err("no token");
    assert!(matches!(error, CallError::Token(_)), "{error}");
    assert_eq!((error.advice(), server.calls::<mood::Request>().len()), (Some(Advice::RetryLater), 0));
    let none: Client<AcmeKeeper> = Client::new(server.vendor()).expect("TLS");
    let visitor = self::visitor(&server, &none, "Ada", &Tokens::default());
    let error: CallError<ErrorCode> = visitor.call(&mood::Request::new("cat")).await.expect_err("no credential");
    assert!(error.to_string().contains("no credential"), "{error}");
}

#[tokio::test]
async fn only_granters_with_equal_credentials_share() {
    let (server, tokens) = (started(), Tokens::default());
    let of = |credential: &str| Client::new(server.vendor()).expect("TLS").with_credential(credential);
    for granter in ["k1", "k2", "k1"] {
        visitor(&server, &of(granter), "Ada", &tokens).call(&mood::Request::new("cat")).await.expect("a reply");
    }
    assert_eq!(fetched(&server).1.len(), 2);
    // The tokens of a granter without a name are private, and so are those that come through it.
    let private = Client::new(server.vendor::<AcmeKeeper>()).expect("TLS").with_tokens(|| async {
        let expires_in = Duration::from_secs(60);
        Ok::<_, TokenError>(generated::Grant { credential: Secret::new("k3"), expires_in })
    });
    for _ in 0..2 {
        visitor(&server, &private, "Ada", &tokens).call(&mood::Request::new("cat")).await.expect("a reply");
    }
    assert_eq!(fetched(&server).1.len(), 4);
}

#[tokio::test]
async fn equal_names_of_two_kinds_are_two_tokens() {
    let (server, tokens, fetches) = (started(), Tokens::default(), Arc::new(AtomicU32::new(0)));
    let counted = || {
        let fetches = Arc::clone(&fetches);
        move || {
            let credential = Secret::new(format!("t{}", fetches.fetch_add(1, Ordering::Relaxed)));
            async { Ok::<_, TokenError>(generated::Grant { credential, expires_in: Duration::from_secs(60) }) }
        }
    };
    let keeper = Client::new(server.vendor::<AcmeKeeper>()).expect("TLS").sharing(tokens.clone());
    let visitor = Client::new(server.vendor::<Acme>()).expect("TLS").sharing(tokens);
    keeper.with_named_tokens("one", counted()).call(&open_gate::Request::new(1)).await.expect("a reply");
    visitor.with_named_tokens("one", counted()).call(&mood::Request::new("cat")).await.expect("a reply");
    assert_eq!(fetches.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn the_mock_refuses_a_credential_of_another_kind() {
    let server = started();
    let client = Client::new(server.vendor::<AcmeKeeper>()).expect("TLS").with_credential("any");
    let visitor = client.call(&visitor_token::Request::new("Ada")).await.expect("a reply");
    let wrong = client.with_credential(visitor_token::Request::grant(&visitor).credential);
    let error = wrong.call(&open_gate::Request::new(1)).await.expect_err("it is a visitor's");
    assert_eq!(error.code(), Some(ErrorCode::BAD_KEEPER_TOKEN));
    assert!(error.to_string().contains("of another kind"), "{error}");
    // Another parameter of the same request is not the credential.
    let message = open_gate::Request::new(1).to_http(&server.vendor(), &Secret::new("any")).expect("a message");
    assert!(message.uri().query().is_some_and(|query| query == "keeper_token=any"), "{}", message.uri());
}

#[test]
fn a_reply_without_a_code_is_a_success_where_the_endpoint_says_so() {
    let body = r#"{"keeper_token": "k", "expires_in": 60}"#;
    let reply = keeper_login::Response::from_http(Response::new(body)).expect("a good reply");
    assert_eq!(keeper_login::Request::grant(&reply).credential.expose(), "k");
    let failed = keeper_login::Response::from_http(Response::new(r#"{"errcode": 45009}"#)).expect_err("an error");
    assert_eq!(failed.code(), Some(ErrorCode::RATE_LIMITED));
    open_gate::Response::from_http(Response::new(r#"{"gate": 1}"#))
        .expect_err("the vendor's other replies have a code");
    fixture::other::clean::Response::from_http(Response::new(r#"{"data": {}}"#)).expect_err("the endpoint says so");
    fixture::other::mix::Response::from_http(Response::new(r#"{"data": {"colour": 1}}"#)).expect("the vendor's reply");
}
