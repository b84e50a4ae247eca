// The endpoints, against the mock. The tests of the workspace include this file, so that CI builds it once.

use std::{
    error::Error,
    sync::{Arc, Mutex},
    time::Duration,
};

use generated::{
    Endpoint, Grant, Grants, Secret, Validate,
    client::{CallError, Client, Tokens},
    mock::{self, Answer, Route, Server},
    serde_json::json,
    wecom::{self, AgentId, ErrorCode, Gender, Userid, Wecom},
};
use own_endpoint::{
    message_send,
    suite::{Suites, get_corp_token, get_suite_token},
    user_get,
};

#[tokio::test]
async fn own_endpoints_are_called_like_any_other() -> Result<(), Box<dyn Error>> {
    let routes = [Route::of::<user_get::Request>(), Route::of::<message_send::Request>()];
    let server = routes.into_iter().fold(mock::builder(), mock::Builder::route).start()?;
    let client = Client::new(server.vendor::<Wecom>())?.with_credential("any");

    let known = json!({ "name": "张三", "gender": "1", "department": [1, 2], "avatar": "http://" });
    server.on::<user_get::Request>().once(Answer::json(known)?).once(Answer::error(ErrorCode::RATE_LIMITED));
    let (member, raw) = client.call_with_raw(&user_get::Request::new("zhangsan")).await?;
    assert_eq!((member.name.as_deref(), member.gender), (Some("张三"), Some(Gender::Male)));
    assert_eq!((member.department.len(), raw.json()["avatar"].as_str()), (2, Some("http://")));
    assert_eq!(server.calls::<user_get::Request>()[0].request.userid.as_str(), "zhangsan");
    let error = client.call(&user_get::Request::new("zhangsan")).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::RATE_LIMITED));

    server.on::<message_send::Request>().once(Answer::json(json!({ "msgid": "m1" }))?);
    let message = message_send::Request::text(AgentId::from(7), &[Userid::from("a"), Userid::from("b")], "hello");
    assert_eq!(client.call(&message).await?.msgid.as_deref(), Some("m1"));
    let sent = server.calls::<message_send::Request>();
    assert_eq!(sent[0].request.touser.as_deref(), Some("a|b"));
    assert!(server.refused().is_empty());
    Ok(())
}

#[tokio::test]
async fn their_rules_are_checked_before_anything_is_sent() -> Result<(), Box<dyn Error>> {
    let server = mock::builder().route(Route::of::<message_send::Request>()).start()?;
    let client = Client::new(server.vendor::<Wecom>())?.with_credential("any");
    let nobody = message_send::Request::new(7, message_send::Text::new("hello"));
    let CallError::Request(error) = client.call(&nobody).await.unwrap_err() else { panic!("it is sent") };
    assert!(error.to_string().contains("touser"), "{error}");
    let long = nobody.touser("@all").safe(true);
    let long = message_send::Request { message: message_send::Text::new("好".repeat(800)).into(), ..long };
    assert!(long.validate().is_ok());
    assert!(long.warnings().to_string().starts_with("/text/content exceeds 2048 bytes"), "{}", long.warnings());
    assert_eq!(message_send::Request::INFO.name, "wecom.message.send");
    assert!(server.calls::<message_send::Request>().is_empty());
    Ok(())
}

/// The ticket that WeCom pushed last. The service that receives events sets it.
type Ticket = Arc<Mutex<String>>;

/// A client for the endpoints of a suite. Its token is fetched with the ticket of that time.
fn suite(server: &Server, ticket: &Ticket) -> Result<Client<Suites>, Box<dyn Error>> {
    let client = Client::new(server.vendor::<Suites>())?;
    let (plain, ticket) = (client.clone(), Arc::clone(ticket));
    Ok(client.with_tokens(move || {
        let (plain, ticket) = (plain.clone(), ticket.lock().unwrap().clone());
        async move {
            let reply = plain.call(&get_suite_token::Request::new("suite", "s3cr3t", ticket)).await?;
            Ok::<_, wecom::Error>(get_suite_token::Request::grant(&reply))
        }
    }))
}

/// A client for the endpoints of a company that has installed the app.
fn corp(
    server: &Server,
    suite: &Client<Suites>,
    tokens: &Tokens,
    corpid: &'static str,
) -> Result<Client<Wecom>, Box<dyn Error>> {
    let suite = suite.clone();
    let client = Client::new(server.vendor::<Wecom>())?.sharing(tokens.clone());
    Ok(client.with_named_tokens(corpid, move || {
        let suite = suite.clone();
        async move {
            let get_corp_token::Response { access_token, expires_in } =
                suite.call(&get_corp_token::Request::new(corpid, "code")).await?;
            let expires_in = Duration::from_secs(expires_in.into());
            Ok::<_, wecom::Error>(Grant { credential: Secret::new(access_token), expires_in })
        }
    }))
}

#[tokio::test]
async fn a_suite_fetches_the_tokens_of_companies() -> Result<(), Box<dyn Error>> {
    let server = mock::builder()
        .route(Route::granting::<get_suite_token::Request>())
        .route(Route::of::<get_corp_token::Request>())
        .route(Route::of::<user_get::Request>())
        .start()?;
    server.on::<get_corp_token::Request>().respond(|call| {
        let token = format!("token of {}", call.request.auth_corpid);
        Answer::json(json!({ "access_token": token, "expires_in": 7200 })).unwrap()
    });
    server.on::<user_get::Request>().always(Answer::json(json!({}))?);
    let suite_token = json!({ "suite_access_token": "suite token", "expires_in": 7200 });
    server.on::<get_suite_token::Request>().always(Answer::json(suite_token)?);

    let (ticket, tokens) = (Ticket::default(), Tokens::default());
    let suite = suite(&server, &ticket)?;
    let early = corp(&server, &suite, &Tokens::default(), "ww0")?;
    let error = early.call(&user_get::Request::new("zhangsan")).await.unwrap_err();
    assert!(error.to_string().contains("/suite_ticket"), "there is no ticket yet: {error}");
    suite.tokens().clear();
    "ticket 1".clone_into(&mut ticket.lock().unwrap());
    for corpid in ["ww1", "ww2", "ww1"] {
        corp(&server, &suite, &tokens, corpid)?.call(&user_get::Request::new("zhangsan")).await?;
    }
    assert_eq!(server.calls::<get_suite_token::Request>()[0].request.suite_ticket, "ticket 1");
    let granted: Vec<_> = server.calls::<get_corp_token::Request>().into_iter().map(|call| call.request).collect();
    assert_eq!(granted.iter().map(|request| request.auth_corpid.as_str()).collect::<Vec<_>>(), ["ww1", "ww2"]);
    Ok(())
}
