//! Reads requests from HTTP messages.

use std::fmt;

use http::{HeaderMap, Uri};
use serde::{
    Deserializer,
    de::{Error, MapAccess, Visitor},
};

use super::places::{Form, Places};
use crate::{
    decode::{DecodeError, decode},
    file::File,
    form,
    object::{Key, Object, Reading},
    query,
    texts::{self, Texts},
    wire::skip,
};

/// The texts in query and headers.
pub(super) fn texts(places: &Places, uri: &Uri, headers: &HeaderMap) -> Texts {
    let parameters = query::parse(uri.query().unwrap_or_default());
    let of_query = places.query.iter().filter_map(|name| {
        let found = parameters.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| ((*name).to_owned(), value.clone().into_owned()))
    });
    let of_headers = places.headers.iter().filter_map(|name| {
        let value = headers.get(*name).and_then(|value| value.to_str().ok());
        value.map(|value| ((*name).to_owned(), value.to_owned()))
    });
    of_query.chain(of_headers).collect()
}

/// Reads a request from its texts.
pub(super) fn from_texts<T: Object>(texts: &Texts) -> Result<T, DecodeError> {
    texts::finished(texts::read(texts)?)
}

/// Reads a request from its texts and a body in JSON.
pub(super) fn from_json<T: Object>(places: &Places, texts: &Texts, body: &[u8]) -> Result<T, DecodeError> {
    texts::read::<T>(texts)?;
    decode(body, |reader| {
        let reading = texts::read(texts).map_err(Error::custom)?;
        reader.deserialize_map(BodyVisitor(reading, places))
    })
}

/// Reads a request from its texts and a form.
pub(super) fn from_form<T: Object>(form: &Form<T>, texts: &Texts, uploaded: Option<File>) -> Result<T, DecodeError> {
    let mut reading = texts::read(texts)?;
    let Some(uploaded) = uploaded else { return texts::finished(reading) };
    texts::stand_in(&mut reading, form.file)?;
    let mut request = texts::finished(reading)?;
    *(form.of_mut)(&mut request) = uploaded;
    Ok(request)
}

/// Adds the texts of a form, and returns its file.
pub(super) fn form(
    places: &Places,
    headers: &HeaderMap,
    body: &[u8],
    texts: &mut Texts,
) -> Result<Option<File>, DecodeError> {
    let boundary = form::boundary(headers).map_err(DecodeError::in_document)?;
    let parts = form::parts(body, &boundary).map_err(|problem| DecodeError::in_document(&problem))?;
    let mut uploaded = None;
    for part in parts {
        if Some(part.name.as_str()) == places.file {
            uploaded = Some(File::received(part.filename, part.content_type, part.range, part.content));
        } else if places.in_body(&part.name) {
            let text = std::str::from_utf8(part.content);
            let text = text.map_err(|_| DecodeError::in_member(&part.name, "not UTF-8"))?.to_owned();
            texts.push((part.name, text));
        }
    }
    Ok(uploaded)
}

/// Reads the members in a body. Those in query and headers have been read.
struct BodyVisitor<'a, T: Object>(Reading<T>, &'a Places);

impl<'de, T: Object> Visitor<'de> for BodyVisitor<'_, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(mut self, mut from: M) -> Result<T, M::Error> {
        while let Some(key) = self.0.key(&mut from)? {
            match key {
                Key::Member(at) if !self.1.in_body(T::MEMBERS[at]) => skip(&mut from)?,
                Key::Alias(rank) if !self.1.in_body(T::ALIASES[rank].1) => skip(&mut from)?,
                key => self.0.value(key, &mut from)?,
            }
        }
        self.0.finish()
    }
}
