//! Reads requests from HTTP messages.

use std::fmt;

use http::HeaderMap;
use serde::{
    Deserializer,
    de::{Error, MapAccess, Visitor},
};

use super::places::Places;
use crate::{
    decode::{DecodeError, decode},
    file::Parts,
    form,
    info::Method,
    object::{Key, Object, Reading},
    query,
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
        (Method::Get, _) => read_texts::<T>(texts)?.finish().map_err(|error| DecodeError::in_document(&error)),
        (Method::Post, Some(form)) => read_form(places, form.file, texts, headers, body),
        (Method::Post, None) => {
            check_texts::<T>(texts)?;
            decode(body, |reader| {
                let mut reading = Reading::<T>::new();
                reading.members(&mut query::Texts::new(texts.iter().copied())).map_err(Error::custom)?;
                reader.deserialize_map(BodyVisitor(reading, places))
            })
        }
    }
}

/// Finds the member that cannot be read.
fn check_texts<T: Object>(texts: &[(&str, &str)]) -> Result<(), DecodeError> {
    for text in texts {
        Reading::<T>::new()
            .members(&mut query::Texts::new(std::iter::once(*text)))
            .map_err(|error| DecodeError::in_member(text.0, &error))?;
    }
    Ok(())
}

fn read_texts<T: Object>(texts: &[(&str, &str)]) -> Result<Reading<T>, DecodeError> {
    check_texts::<T>(texts)?;
    let mut reading = Reading::<T>::new();
    let read = reading.members(&mut query::Texts::new(texts.iter().copied()));
    read.map(|()| reading).map_err(|error| DecodeError::in_document(&error))
}

/// Reads a request whose body is a form.
fn read_form<T: Object>(
    places: &Places<T>,
    file: &'static str,
    texts: &[(&str, &str)],
    headers: &HeaderMap,
    body: &[u8],
) -> Result<T, DecodeError> {
    let wrong = |problem: &str| DecodeError::in_document(&serde_json::Error::custom(problem));
    let boundary = form::boundary(headers).map_err(wrong)?;
    let parts = form::parts(body, &boundary).map_err(|problem| wrong(&problem))?;
    let mut texts = texts.to_vec();
    let mut uploaded = None;
    for part in &parts {
        if part.name == file {
            uploaded = Some(Parts {
                filename: part.filename.clone(),
                content_type: part.content_type.clone(),
                content: part.content.to_owned(),
                range: part.range,
            });
        } else if places.in_body(&part.name) {
            let text = std::str::from_utf8(part.content);
            let not_text = |_| DecodeError::in_member(&part.name, &serde_json::Error::custom("not UTF-8"));
            texts.push((part.name.as_str(), text.map_err(not_text)?));
        }
    }
    let mut reading = read_texts::<T>(&texts)?;
    if let Some(uploaded) = uploaded {
        let read = reading.members(&mut uploaded.into_member(file));
        read.map_err(|error| DecodeError::in_member(file, &error))?;
    }
    reading.finish().map_err(|error| DecodeError::in_document(&error))
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
