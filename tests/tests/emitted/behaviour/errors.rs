//! Errors in calling code.

use std::error::Error;

use generated::{
    Endpoint, FromHttpRequestError, Reply, ToHttpError, http,
    wecom::{Wecom, kf::customer::batchget},
};

use super::{receive, token};

/// A function of an application that propagates every error with `?`.
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
fn an_error_tells_all_in_one_line_and_nothing_twice() {
    let chain = |error: &dyn Error| {
        assert!(error.source().is_none(), "a printed chain would repeat `{error}`");
        error.to_string()
    };
    let invalid = batchget::Request::new([""; 0]).to_http(&Wecom::new(), &token()).expect_err("no id");
    assert!(chain(&invalid).contains("/external_userid_list must have 1 to 100 elements"));
    let decode = receive::<batchget::Response>("x").expect_err("no JSON");
    assert!(chain(&decode).contains("(line 1, column 1)"));
    let api = receive::<batchget::Response>(r#"{"errcode":40014,"errmsg":"bad"}"#).expect_err("an error code");
    assert_eq!(chain(&api), "error 40014 (invalid_access_token): bad; get a new token and retry once");
    chain(&FromHttpRequestError::Credential);
    chain(&ToHttpError::Credential);
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
