//! Reads requests from HTTP messages.

use std::fmt;

use http::HeaderMap;
use serde::{
    Deserializer,
    de::{Error, MapAccess, Visitor},
};

use super::places::{Form, Places};
use crate::{
    decode::{DecodeError, decode},
    file::{self, File},
    form,
    info::Method,
    object::{Key, Object, Reading},
    query,
    reader::Reader,
    wire::skip,
};

/// Reads a request from the texts in query and headers and from the body.
pub(super) fn parts<T: Object>(
    places: &Places<T>,
    texts: &[(&str, &str)],
    headers: &HeaderMap,
    body: &[u8],
) -> Result<T, DecodeError> {
    match (places.method, &places.form) {
        (Method::Get, _) => finished(read_texts(&query::json(texts))?),
        (Method::Post, Some(form)) => read_form(places, form, texts, headers, body),
        (Method::Post, None) => {
            let texts = query::json(texts);
            read_texts::<T>(&texts)?;
            decode(body, |reader| {
                let reading = read_texts(&texts).map_err(Error::custom)?;
                reader.deserialize_map(BodyVisitor(reading, places))
            })
        }
    }
}

/// Reads the members that are texts, from a JSON object with them.
fn read_texts<T: Object>(texts: &str) -> Result<Reading<T>, DecodeError> {
    let mut reading = Reading::new();
    let read = reading.members_of(&mut Reader::new(texts));
    read.map(|()| reading).map_err(|error| DecodeError::in_made_text(&error))
}

/// The request, after all members were read from texts.
fn finished<T: Object>(reading: Reading<T>) -> Result<T, DecodeError> {
    reading.finish().map_err(|error| DecodeError::in_made_text(&error))
}

/// Reads a request whose body is a form.
fn read_form<T: Object>(
    places: &Places<T>,
    form: &Form<T>,
    texts: &[(&str, &str)],
    headers: &HeaderMap,
    body: &[u8],
) -> Result<T, DecodeError> {
    let boundary = form::boundary(headers).map_err(DecodeError::in_document)?;
    let parts = form::parts(body, &boundary).map_err(|problem| DecodeError::in_document(&problem))?;
    let mut texts = texts.to_vec();
    let mut uploaded = None;
    for part in &parts {
        if part.name == form.file {
            let (filename, content_type) = (part.filename.clone(), part.content_type.clone());
            uploaded = Some(File::received(filename, content_type, part.range, part.content));
        } else if places.in_body(&part.name) {
            let text = std::str::from_utf8(part.content);
            texts.push((part.name.as_str(), text.map_err(|_| DecodeError::in_member(&part.name, "not UTF-8"))?));
        }
    }
    let mut reading = read_texts(&query::json(&texts))?;
    let Some(uploaded) = uploaded else { return finished(reading) };
    file::stand_in(&mut reading, form.file)?;
    let mut request = finished(reading)?;
    *(form.of_mut)(&mut request) = uploaded;
    Ok(request)
}

/// Reads the members in a body. Those in query and headers have been read.
struct BodyVisitor<'a, T: Object>(Reading<T>, &'a Places<T>);

impl<'de, T: Object> Visitor<'de> for BodyVisitor<'_, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(mut self, mut from: M) -> Result<T, M::Error> {
        while let Some(key) = self.0.key(None, &mut from)? {
            match key {
                Key::Member(at) if !self.1.in_body(T::MEMBERS[at]) => skip(&mut from)?,
                Key::Alias(rank) if !self.1.in_body(T::ALIASES[rank].1) => skip(&mut from)?,
                key => self.0.value(key, &mut from)?,
            }
        }
        self.0.finish()
    }
}
