//! Writes requests as HTTP messages.

use http::{HeaderValue, Request, header::CONTENT_TYPE};

use super::{
    members::{Texts, text},
    places::Places,
};
use crate::{
    body::Body,
    error::ToHttpError,
    file::File,
    form::{self, Upload},
    info::Method,
    query,
    vendor::{CredentialPlace, Secret},
};

/// The content type of a body in JSON.
const JSON: &str = "application/json; charset=utf-8";

/// The head of a message while it is written.
pub(super) struct Message {
    method: Method,
    url: String,
    /// Names, and values, which are sensitive.
    headers: Vec<(&'static str, HeaderValue)>,
}

impl Message {
    pub(super) fn new(method: Method, url: String) -> Self {
        Self { method, url, headers: Vec::new() }
    }

    /// Adds the credential to the URL or to the headers.
    pub(super) fn credential(&mut self, place: CredentialPlace, secret: &Secret) -> Result<(), ToHttpError> {
        if secret.expose().is_empty() {
            return Err(ToHttpError::Credential);
        }
        match place {
            CredentialPlace::Query(name) => query::push(&mut self.url, name, secret.expose()),
            CredentialPlace::Header(name) => self.header(name, secret.expose(), ToHttpError::Credential)?,
        }
        Ok(())
    }

    fn header(&mut self, name: &'static str, text: &str, error: ToHttpError) -> Result<(), ToHttpError> {
        let mut value = HeaderValue::from_str(text).map_err(|_| error)?;
        value.set_sensitive(true);
        self.headers.push((name, value));
        Ok(())
    }

    /// Adds a body in JSON.
    pub(super) fn json(self, body: Vec<u8>) -> Result<Request<Body>, ToHttpError> {
        self.finish(Some(JSON), body.into())
    }

    /// Adds no body.
    #[cfg(feature = "client")]
    pub(super) fn empty(self) -> Result<Request<Body>, ToHttpError> {
        self.finish(None, Vec::new().into())
    }

    /// Adds members to the URL, to the headers and to the body. `file` is the file of a form.
    pub(super) fn members(
        mut self,
        mut members: Texts,
        file: Option<&File>,
        places: &Places,
    ) -> Result<Request<Body>, ToHttpError> {
        for name in places.query {
            if let Some(text) = members.remove(*name).and_then(|member| text(&member)) {
                query::push(&mut self.url, name, &text);
            }
        }
        for name in places.headers {
            if let Some(text) = members.remove(*name).and_then(|member| text(&member)) {
                self.header(name, &text, ToHttpError::Header(name))?;
            }
        }
        match (places.method, places.file, file) {
            (Method::Get, ..) => self.finish(None, Vec::new().into()),
            (Method::Post, Some(name), Some(file)) => {
                let texts = members.iter().filter_map(|(name, member)| Some((name.as_str(), text(member)?)));
                let upload = Upload { name, file, length: places.length };
                let (content_type, body) = form::write(texts, &upload)?;
                self.finish(Some(&content_type), body)
            }
            (Method::Post, ..) => self.json(serde_json::to_vec(&members).map_err(encode)?),
        }
    }

    fn finish(self, content_type: Option<&str>, body: Body) -> Result<Request<Body>, ToHttpError> {
        let mut message = Request::builder().method(self.method.to_http()).uri(self.url);
        if let Some(content_type) = content_type {
            message = message.header(CONTENT_TYPE, content_type);
        }
        for (name, value) in self.headers {
            message = message.header(name, value);
        }
        message.body(body).map_err(|_| ToHttpError::Encode("the URL is too long".to_owned()))
    }
}

/// The error of a value that cannot be written.
pub(super) fn encode(error: serde_json::Error) -> ToHttpError {
    ToHttpError::Encode(error.to_string())
}
