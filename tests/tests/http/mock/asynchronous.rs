//! The mock in asynchronous tests, with the client.

use std::time::{Duration, Instant};

use generated::{
    client::{CallError, Client},
    mock::{Answer, Cut, Server},
    wecom::{ErrorCode, Wecom, gettoken, kf::customer::batchget},
};

use super::{Tested, good, started};

fn client(server: &Server) -> Result<Client<Wecom>, Box<dyn std::error::Error>> {
    Ok(Client::new(server.vendor::<Wecom>())?.with_tokens_from(crate::login("corp", "secret")))
}

#[tokio::test]
async fn a_client_fetches_a_new_token_when_the_old_one_has_expired() -> Tested {
    let server = started();
    let client = client(&server)?;
    client.call(&good()).await?;
    server.expire_all::<Wecom>();
    client.call(&good()).await?;
    let codes: Vec<_> = server.calls::<batchget::Request>().iter().map(|call| call.record.code()).collect();
    assert_eq!(codes, [Some(0), Some(42001), Some(0)]);
    assert_eq!(server.calls::<gettoken::Request>().len(), 2);
    assert_eq!(server.refused().len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_client_receives_the_errors_that_the_test_set() -> Tested {
    let server = started();
    let client = client(&server)?;
    server.on::<batchget::Request>().once(Answer::error(ErrorCode::RATE_LIMITED)).once(Answer::cut(Cut::WithinBody));
    let error = client.call(&good()).await.expect_err("an error code");
    assert!(error.to_string().contains("45009"), "{error}");
    let error = client.call(&good()).await.expect_err("a cut connection");
    assert!(matches!(error, CallError::Transport(_)), "{error:?}");
    client.call(&good()).await?;
    Ok(())
}

/// A stopping server does not wait for the connections that the client keeps open.
#[tokio::test]
async fn the_server_stops_promptly_despite_open_connections() -> Tested {
    let server = started();
    let client = client(&server)?;
    client.call(&good()).await?;
    let begun = Instant::now();
    drop(server);
    assert!(begun.elapsed() < Duration::from_secs(2));
    assert!(client.call(&good()).await.is_err());
    Ok(())
}
