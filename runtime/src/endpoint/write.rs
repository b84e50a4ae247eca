//! Writes requests as HTTP messages.

use http::{HeaderValue, Request, header::CONTENT_TYPE};

use super::{
    members::{members, text},
    places::Places,
};
use crate::{
    body::Body,
    error::ToHttpError,
    form::{self, Upload},
    info::Method,
    object::Object,
    query,
    vendor::{CredentialPlace, Secret},
    wire::{Wire, Written},
};

/// The head of a message while it is written.
pub(super) struct Message {
    url: String,
    /// Names, and values, which are sensitive.
    headers: Vec<(&'static str, HeaderValue)>,
}

impl Message {
    pub(super) fn new(url: String) -> Self {
        Self { url, headers: Vec::new() }
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

    /// Adds the members of a request.
    pub(super) fn finish<T: Object + Wire>(
        mut self,
        request: &T,
        places: &Places<T>,
    ) -> Result<Request<Body>, ToHttpError> {
        let (content_type, body) = self.members(request, places)?;
        let mut message = Request::builder().method(places.method.to_http()).uri(self.url);
        if let Some(content_type) = content_type {
            message = message.header(CONTENT_TYPE, content_type);
        }
        for (name, value) in self.headers {
            message = message.header(name, value);
        }
        message.body(body).map_err(|_| ToHttpError::Encode("the URL is too long".to_owned()))
    }

    /// Adds members to the URL and to the headers, and returns the body and its type.
    fn members<T: Object + Wire>(
        &mut self,
        request: &T,
        places: &Places<T>,
    ) -> Result<(Option<String>, Body), ToHttpError> {
        let encode = |error: serde_json::Error| ToHttpError::Encode(error.to_string());
        let json = || Some("application/json; charset=utf-8".to_owned());
        let is_body = places.query.is_empty() && places.headers.is_empty() && places.form.is_none();
        if is_body && places.method == Method::Post {
            return Ok((json(), serde_json::to_vec(&Written(request)).map_err(encode)?.into()));
        }
        let mut members = members(request, places.form.as_ref().map(|form| form.file)).map_err(encode)?;
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
        match (places.method, &places.form) {
            (Method::Get, _) => Ok((None, Vec::new().into())),
            (Method::Post, None) => Ok((json(), serde_json::to_vec(&members).map_err(encode)?.into())),
            (Method::Post, Some(form)) => {
                let texts = members.iter().filter_map(|(name, member)| Some((name.as_str(), text(member)?)));
                let upload = Upload { name: form.file, file: (form.of)(request), length: form.length };
                let (content_type, body) = form::write(texts, &upload)?;
                Ok((Some(content_type), body))
            }
        }
    }
}
