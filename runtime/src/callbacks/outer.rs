//! The bodies that sealed messages travel in, and the parameters beside them.

use std::borrow::Cow;

use http::{HeaderValue, Request, Response, header::CONTENT_TYPE};
use serde_json::{Map, Value, json};

use super::{
    error::ReceiveError,
    scheme::{Format, MAX_BODY, Scheme},
    xml,
};
use crate::query;

/// The parameters of a delivery.
pub(super) struct Parameters {
    pub(super) signature: String,
    pub(super) timestamp: String,
    pub(super) nonce: String,
}

pub(super) const SIGNATURE: &str = "msg_signature";
pub(super) const TIMESTAMP: &str = "timestamp";
pub(super) const NONCE: &str = "nonce";
pub(super) const ECHO: &str = "echostr";

impl Parameters {
    pub(super) fn of<B>(request: &Request<B>) -> Result<Self, ReceiveError> {
        Ok(Self {
            signature: parameter(request, SIGNATURE)?,
            timestamp: parameter(request, TIMESTAMP)?,
            nonce: parameter(request, NONCE)?,
        })
    }
}

/// A parameter of the query.
pub(super) fn parameter<B>(request: &Request<B>, name: &'static str) -> Result<String, ReceiveError> {
    let parameters = query::parse(request.uri().query().unwrap_or_default());
    let found = parameters.into_iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned()).ok_or(ReceiveError::Parameter(name))
}

/// The ciphertext in a body, and the body's notation.
pub(super) fn ciphertext(scheme: &Scheme, body: &[u8]) -> Result<(Format, String), ReceiveError> {
    if body.len() > MAX_BODY {
        return Err(ReceiveError::TooLarge);
    }
    let text = str::from_utf8(body).map_err(|error| ReceiveError::Body(error.to_string()))?;
    let (format, mut members) = members(text).map_err(ReceiveError::Body)?;
    let mut names = scheme.sealed.iter().filter(|(of, _)| *of == format).map(|(_, name)| *name);
    match names.find_map(|name| members.remove(name)) {
        Some(Value::String(ciphertext)) => Ok((format, ciphertext)),
        _ => Err(ReceiveError::Body("it has no ciphertext".to_owned())),
    }
}

/// A text in XML or JSON.
pub(super) struct Text<'t> {
    pub(super) format: Format,
    text: Cow<'t, str>,
}

impl<'t> Text<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.starts_with('<') {
            return Self { format: Format::Xml, text: xml::without_forbidden(text) };
        }
        Self { format: Format::Json, text: text.into() }
    }

    pub(super) fn parse(&self) -> Result<Parsed<'_>, String> {
        match self.format {
            Format::Xml => xml::parse(&self.text).map(Parsed::Xml),
            Format::Json => serde_json::from_str(&self.text).map(Parsed::Json).map_err(|error| error.to_string()),
        }
    }
}

/// What a text in XML or JSON contains.
pub(super) enum Parsed<'t> {
    Xml(roxmltree::Document<'t>),
    Json(Map<String, Value>),
}

impl Parsed<'_> {
    /// The members. In XML, `lists` says which are lists; without it, all are that occur repeatedly.
    pub(super) fn members(&self, lists: Option<&[xml::List]>) -> Result<Map<String, Value>, String> {
        match self {
            Self::Xml(document) => xml::members(document, lists),
            Self::Json(members) => Ok(members.clone()),
        }
    }
}

/// The members of a text in XML or JSON.
pub(super) fn members(text: &str) -> Result<(Format, Map<String, Value>), String> {
    let text = Text::new(text);
    Ok((text.format, text.parse()?.members(None)?))
}

/// A sealed reply, in the notation of the delivery.
pub(super) fn reply(format: Format, ciphertext: &str, parameters: &Parameters) -> Response<Vec<u8>> {
    let Parameters { signature, timestamp, nonce } = parameters;
    let members = match format {
        Format::Xml => json!({
            "Encrypt": ciphertext, "MsgSignature": signature, "TimeStamp": timestamp, "Nonce": nonce
        }),
        Format::Json => json!({
            "encrypt": ciphertext, "msgsignature": signature, "timestamp": timestamp, "nonce": nonce
        }),
    };
    let mut response = Response::new(body(format, members));
    response.headers_mut().insert(CONTENT_TYPE, content_type(format));
    response
}

/// The ciphertext in a sealed reply, and the parameters beside it.
pub(super) fn of_reply(body: &[u8]) -> Result<(String, Parameters), ReceiveError> {
    let text = str::from_utf8(body).map_err(|error| ReceiveError::Body(error.to_string()))?;
    let (format, members) = members(text).map_err(ReceiveError::Body)?;
    let [ciphertext, signature, timestamp, nonce] = match format {
        Format::Xml => ["Encrypt", "MsgSignature", "TimeStamp", "Nonce"],
        Format::Json => ["encrypt", "msgsignature", "timestamp", "nonce"],
    };
    let member = |name: &str| match members.get(name) {
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        _ => Err(ReceiveError::Body(format!("it has no `{name}`"))),
    };
    let parameters = Parameters { signature: member(signature)?, timestamp: member(timestamp)?, nonce: member(nonce)? };
    Ok((member(ciphertext)?, parameters))
}

/// An object as a body.
pub(super) fn body(format: Format, members: Value) -> Vec<u8> {
    match (format, members) {
        (Format::Xml, Value::Object(members)) => xml::write(&members, &[]).into_bytes(),
        (_, members) => members.to_string().into_bytes(),
    }
}

pub(super) fn content_type(format: Format) -> HeaderValue {
    HeaderValue::from_static(match format {
        Format::Xml => "text/xml; charset=utf-8",
        Format::Json => "application/json; charset=utf-8",
    })
}
