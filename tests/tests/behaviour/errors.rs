//! Errors as other code handles them.

use std::error::Error;

use generated::{
    Endpoint, FromHttpRequestError, Reply, ToHttpError, http,
    wecom::{Wecom, kf::customer::batchget},
};

use crate::{receive, token};

/// What an application does: every error goes through `?`.
fn call(request: &batchget::Request, answer: &str) -> Result<batchget::Response, Box<dyn Error + Send + Sync>> {
    let message = request.to_http(&Wecom::new(), &token())?;
    batchget::Request::from_http(&message)?;
    Ok(batchget::Response::from_http(http::Response::new(answer))?)
}

#[test]
fn every_error_goes_through_a_question_mark() {
    let good = batchget::Request::new(["wm1"]);
    call(&good, r#"{"errcode":0}"#).expect("a good call");
    let error = call(&batchget::Request::new([""; 0]), "").expect_err("no id");
    assert!(error.to_string().starts_with("the request breaks the docs' rules: /external_userid_list"), "{error}");
    let error = call(&good, "<html>").expect_err("no JSON");
    assert!(error.to_string().starts_with("unexpected reply: the document: expected value"), "{error}");
}

#[test]
fn an_error_leads_to_its_source() {
    let invalid = batchget::Request::new([""; 0]).to_http(&Wecom::new(), &token()).expect_err("no id");
    assert!(invalid.source().is_some_and(|source| source.is::<generated::Violations>()));
    assert!(ToHttpError::Credential.source().is_none());

    let decode = receive::<batchget::Response>("x").expect_err("no JSON");
    assert!(decode.source().is_some_and(|source| source.is::<generated::DecodeError>()));
    let api = receive::<batchget::Response>(r#"{"errcode":1}"#).expect_err("an error code");
    assert!(api.source().is_some_and(|source| source.is::<generated::ApiError<generated::wecom::ErrorCode>>()));

    assert!(FromHttpRequestError::Credential.source().is_none());
}

#[test]
fn everything_can_go_to_another_thread() {
    fn movable<T: Send + Sync + Clone + 'static>() {}
    movable::<batchget::Request>();
    movable::<batchget::Response>();
    movable::<Wecom>();
    movable::<generated::Secret>();
    movable::<ToHttpError>();
    movable::<FromHttpRequestError>();
    movable::<generated::FromHttpResponseError<generated::wecom::ErrorCode>>();
}
