//! A third-party app of WeCom: from the ticket that is pushed to the call for a company, as the README shows it.

use std::{
    error::Error,
    sync::{Arc, Mutex},
};

use generated::{
    Grants,
    callbacks::{Inbox, Received, Sender},
    client::{Client, Tokens},
    mock::{self, Answer, Server, Set},
    wecom::{
        CorpId, ErrorCode, Event, Wecom, WecomProvider, WecomSuite,
        kf::account::list,
        service::{
            PermanentCode, SuiteId, SuiteTicket, corpid_to_opencorpid,
            events::{AuthCreated, TicketPushed},
            get_corp_token, get_permanent_code_v2, get_provider_token,
            get_suite_token::{self, SuiteSecret},
        },
    },
};

const KEY: &str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";

/// The ticket that WeCom pushed last.
type Ticket = Arc<Mutex<Option<SuiteTicket>>>;

/// Receives what the vendor pushes to a suite, and keeps the ticket.
fn receive<E>(event: &E, ticket: &Ticket) -> Result<Event, Box<dyn Error>>
where
    E: generated::callbacks::Event<Vendor = Wecom>,
{
    let pushed = Sender::<Wecom>::new("token", KEY, "ww4asffe99e54c0fxxxx")?.event("/hook", event)?;
    let inbox = Inbox::<Wecom>::new("token", KEY, "ww4asffe99e54c0fxxxx")?;
    let Received::Event(delivery) = inbox.receive(&pushed)? else { return Err("it is an event".into()) };
    if let Event::TicketPushed(event) = &delivery.event {
        ticket.lock().expect("no thread panicked").clone_from(&event.suite_ticket);
    }
    Ok(delivery.event)
}

/// A client for the endpoints of a suite. Its token is fetched with the ticket of that time.
fn suite(server: &Server, ticket: &Ticket) -> Result<Client<WecomSuite>, Box<dyn Error>> {
    let client = Client::new(server.vendor::<WecomSuite>())?;
    let (plain, ticket) = (client.clone(), Arc::clone(ticket));
    Ok(client.with_named_tokens("ww1", move || {
        let (plain, ticket) = (plain.clone(), ticket.lock().expect("no thread panicked").clone());
        async move {
            let ticket = ticket.ok_or("no ticket was pushed yet")?;
            let request = get_suite_token::Request::new(SuiteId::from("ww1"), SuiteSecret::from("s3cr3t"), ticket);
            let reply = plain.call(&request).await?;
            Ok::<_, Box<dyn Error + Send + Sync>>(get_suite_token::Request::grant(&reply))
        }
    }))
}

/// A client for the endpoints of a company that has installed the app.
fn corp(
    server: &Server,
    suite: &Client<WecomSuite>,
    tokens: &Tokens,
    corpid: &str,
) -> Result<Client<Wecom>, Box<dyn Error>> {
    let granted = get_corp_token::Request::new(CorpId::from(corpid), PermanentCode::from("code"));
    Ok(Client::new(server.vendor::<Wecom>())?.sharing(tokens.clone()).with_tokens_through(suite, granted))
}

#[tokio::test]
async fn a_suite_fetches_the_tokens_of_companies() -> Result<(), Box<dyn Error>> {
    let (server, ticket, tokens) = (mock::start()?, Ticket::default(), Tokens::default());
    let suite = suite(&server, &ticket)?;
    let error = corp(&server, &suite, &tokens, "ww0")?.call(&list::Request::new()).await.expect_err("no ticket yet");
    assert!(error.to_string().contains("no ticket was pushed yet"), "{error}");

    [suite.tokens(), &tokens].into_iter().for_each(Tokens::clear);
    let event = TicketPushed::default().set(|event| event.suite_ticket = Some("ticket 1".into()));
    receive(&event, &ticket)?;
    for corpid in ["ww1", "ww2", "ww1"] {
        corp(&server, &suite, &tokens, corpid)?.call(&list::Request::new()).await?;
    }
    let tickets: Vec<_> = server
        .calls::<get_suite_token::Request>()
        .into_iter()
        .map(|call| call.request.suite_ticket.as_str().to_owned())
        .collect();
    assert_eq!(tickets, ["ticket 1"]);
    let granted: Vec<_> =
        server.calls::<get_corp_token::Request>().into_iter().map(|call| call.request.auth_corpid).collect();
    assert_eq!(granted, ["ww1", "ww2"]);
    assert!(server.refused().is_empty(), "{:?}", server.refused());

    // A suite's token that is refused is fetched again, with the newest ticket.
    receive(&TicketPushed::default().set(|event| event.suite_ticket = Some("ticket 2".into())), &ticket)?;
    server.expire_all::<WecomSuite>();
    corp(&server, &suite, &tokens, "ww3")?.call(&list::Request::new()).await?;
    assert_eq!(server.calls::<get_suite_token::Request>()[1].request.suite_ticket.as_str(), "ticket 2");
    assert_eq!(server.refused().iter().map(|record| record.code()).collect::<Vec<_>>(), [Some(42009)]);
    Ok(())
}

#[tokio::test]
async fn a_company_that_installs_an_app_has_a_code_for_a_code() -> Result<(), Box<dyn Error>> {
    let (server, ticket) = (mock::start()?, Ticket::default());
    *ticket.lock().expect("no thread panicked") = Some("ticket".into());
    let suite = suite(&server, &ticket)?;
    let created = AuthCreated::default().set(|event| event.auth_code = Some("a".repeat(64).as_str().into()));
    let Event::AuthCreated(event) = receive(&created, &ticket)? else { return Err("another event".into()) };
    let code = event.auth_code.ok_or("it has a code")?;
    let reply = suite.call(&get_permanent_code_v2::Request::new(code)).await?;
    assert!(reply.permanent_code.is_some());
    server.on::<get_permanent_code_v2::Request>().always(Answer::error(ErrorCode::INVALID_PARAMETER));
    let error = suite.call(&get_permanent_code_v2::Request::new("b".repeat(64))).await.expect_err("an error");
    assert_eq!(error.code(), Some(ErrorCode::INVALID_PARAMETER));
    Ok(())
}

#[tokio::test]
async fn the_token_of_a_provider_needs_no_other() -> Result<(), Box<dyn Error>> {
    let server = mock::start()?;
    let provider = get_provider_token::Request::new(CorpId::from("ww1"), "s3cr3t".into());
    let client = Client::new(server.vendor::<WecomProvider>())?.with_tokens_from(provider);
    client.call(&corpid_to_opencorpid::Request::new(CorpId::from("ww2"))).await?;
    let sent = &server.calls::<corpid_to_opencorpid::Request>()[0];
    let token = client.token().await?;
    assert_eq!(sent.credential.as_ref().map(|credential| credential.expose()), Some(token.expose()));
    Ok(())
}
