//! Errors in calling code.

use std::error::Error;

use generated::{
    ApiError, DecodeError, Endpoint, FromHttpRequestError, Reply, ToHttpError, Violations, http,
    wecom::{ErrorCode, Wecom, kf::customer::batchget},
};

use super::{receive, token};

/// A function of an application that propagates every error with `?`.
fn call(request: &batchget::Request, answer: &str) -> Result<batchget::Response, Box<dyn Error + Send + Sync>> {
    let message = request.to_http(&Wecom::new(), &token())?;
    batchget::Request::from_http(&message)?;
    Ok(batchget::Response::from_http(http::Response::new(answer))?)
}

#[test]
fn the_question_mark_propagates_every_error() {
    let good = batchget::Request::new(["wm1"]);
    call(&good, r#"{"errcode":0}"#).expect("a good call");
    let error = call(&batchget::Request::new([""; 0]), "").expect_err("no id");
    assert!(error.to_string().starts_with("the request breaks the docs' rules: /external_userid_list"), "{error}");
    let error = call(&good, "<html>").expect_err("no JSON");
    assert!(
        error.to_string().starts_with("the reply is not JSON: it begins with `<html>`: the document: expected value"),
        "{error}"
    );
}

/// A message is complete, for places that print only the message; the sources give access by type.
#[test]
fn an_error_has_one_complete_line_that_includes_those_of_its_sources() {
    fn source<T: Error + 'static>(error: &dyn Error) -> Option<&T> {
        let source = error.source()?.downcast_ref::<T>()?;
        assert!(error.to_string().contains(&source.to_string()), "{error}");
        Some(source)
    }
    let invalid = batchget::Request::new([""; 0]).to_http(&Wecom::new(), &token()).expect_err("no id");
    assert!(invalid.to_string().contains("/external_userid_list must have 1 to 100 elements"));
    assert!(source::<Violations>(&invalid).is_some());
    let decode = receive::<batchget::Response>("x").expect_err("no JSON");
    assert!(decode.to_string().contains("(line 1, column 1)"));
    assert!(source::<DecodeError>(&decode).is_some());
    let api = receive::<batchget::Response>(r#"{"errcode":40014,"errmsg":"bad"}"#).expect_err("an error code");
    assert_eq!(api.to_string(), "error 40014 (invalid_access_token): bad; get a new token and retry once");
    assert!(source::<ApiError<ErrorCode>>(&api).is_some_and(|error| error.source().is_none()));
    let mut message = batchget::Request::new(["wm1"]).to_http(&Wecom::new(), &token()).expect("a good request");
    message.body_mut().clear();
    let unread = batchget::Request::from_http(&message).expect_err("no body");
    assert!(source::<DecodeError>(&unread).is_some());
    assert!(FromHttpRequestError::Credential.source().is_none() && ToHttpError::Credential.source().is_none());
}

#[test]
fn types_can_be_sent_to_other_threads() {
    fn assert_movable<T: Send + Sync + Clone + 'static>() {}
    assert_movable::<batchget::Request>();
    assert_movable::<batchget::Response>();
    assert_movable::<Wecom>();
    assert_movable::<generated::Secret>();
    assert_movable::<ToHttpError>();
    assert_movable::<FromHttpRequestError>();
    assert_movable::<generated::FromHttpResponseError<generated::wecom::ErrorCode>>();
}
