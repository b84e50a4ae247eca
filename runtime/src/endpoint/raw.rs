//! Requests without a type.

use http::{Request, uri::PathAndQuery};
use serde_json::Value;

use super::{
    members::{Texts, text},
    write::{Message, encode},
};
use crate::{
    body::Body,
    error::ToHttpError,
    info::Method,
    query,
    vendor::{Secret, Vendor},
};

/// Checks a path with an optional query.
pub(crate) fn check_path(path: &str) -> Result<(), ToHttpError> {
    // Without a slash, the path would continue the host of the base URL.
    match path.starts_with('/') && !path.contains('#') && path.parse::<PathAndQuery>().is_ok() {
        true => Ok(()),
        false => Err(ToHttpError::Encode("the path must begin with `/`, and be percent-encoded".to_owned())),
    }
}

/// Writes a request as an HTTP message. `json` is the body, or an object with the parameters of a GET request.
pub(crate) fn raw_message<V: Vendor>(
    vendor: &V,
    (method, path, json): (Method, &str, &str),
    credential: Option<&Secret>,
) -> Result<Request<Body>, ToHttpError> {
    check_path(path)?;
    let mut url = format!("{}{path}", vendor.base_url().as_str());
    if method == Method::Get {
        for (name, member) in parameters(json)? {
            if let Some(text) = text(&member) {
                query::push(&mut url, &name, &text);
            }
        }
    }
    let mut message = Message::new(method, url);
    if let Some(secret) = credential {
        message.credential(V::CREDENTIAL, secret)?;
    }
    match method {
        Method::Get => message.empty(),
        Method::Post => message.json(json.as_bytes().to_vec()),
    }
}

/// The parameters of a GET request.
pub(crate) fn parameters(json: &str) -> Result<Texts, ToHttpError> {
    match json.trim_start().starts_with('{') {
        true => serde_json::from_str(json).map_err(encode),
        false => Err(ToHttpError::Encode("the parameters of a GET request must be an object in JSON".to_owned())),
    }
}

/// The texts in a query and in JSON, without the names of members.
pub(crate) fn raw_texts(query: &str, json: &str) -> Vec<String> {
    let mut texts: Vec<String> = query::parse(query).into_iter().map(|(_, value)| value.into_owned()).collect();
    collect(serde_json::from_str(json).unwrap_or_default(), &mut texts);
    texts
}

fn collect(value: Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text),
        Value::Array(values) => values.into_iter().for_each(|value| collect(value, into)),
        Value::Object(members) => members.into_iter().for_each(|(_, value)| collect(value, into)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
