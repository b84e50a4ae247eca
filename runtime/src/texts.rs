//! Members that are not in a JSON text: in a query, in headers or in a form. They are read from a text that is made of them.

use crate::{
    decode::DecodeError,
    object::{Object, Reading},
    reader::Reader,
};

/// Texts by the names of members.
pub(crate) type Texts = Vec<(String, String)>;

/// Reads members that are texts. The readers are lenient and accept them as numbers.
pub(crate) fn read<T: Object>(texts: &Texts) -> Result<Reading<T>, DecodeError> {
    let mut reading = Reading::new();
    if !texts.is_empty() {
        read_from(&mut reading, &json(texts))?;
    }
    Ok(reading)
}

/// Reads a file without content in place of one whose content is no JSON, so that the object with it can be read.
pub(crate) fn stand_in<T: Object>(reading: &mut Reading<T>, name: &str) -> Result<(), DecodeError> {
    read_from(reading, &format!("{{{}:{{\"content\":\"\"}}}}", quoted(name)))
}

/// The object, after all members were read from texts.
pub(crate) fn finished<T: Object>(reading: Reading<T>) -> Result<T, DecodeError> {
    reading.finish().map_err(|error| DecodeError::in_made_text(&error))
}

fn read_from<T: Object>(reading: &mut Reading<T>, json: &str) -> Result<(), DecodeError> {
    reading.members_of(&mut Reader::new(json)).map_err(|error| DecodeError::in_made_text(&error))
}

/// The texts as an object in JSON.
fn json(texts: &Texts) -> String {
    let members = texts.iter().map(|(name, text)| format!("{}:{}", quoted(name), quoted(text)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
