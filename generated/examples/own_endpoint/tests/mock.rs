// The endpoints, against the mock. The tests of the workspace include this file, so that CI builds it once.

use std::error::Error;

use generated::{
    Endpoint, Validate,
    client::{CallError, Client},
    mock::{self, Answer, Route},
    serde_json::json,
    wecom::{AgentId, ErrorCode, Gender, Userid, Wecom},
};
use own_endpoint::{message_send, user_get};

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
