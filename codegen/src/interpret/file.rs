//! Files: the JSON that stands for one.

use serde_json::{Map, Value};

use super::{
    finding::Class,
    read::{self, Bools, Part, Read, Source},
    run::Run,
    shape::Shape,
    value::{Context, Need},
    words::{FILE, Sight, described},
};
use crate::model::{Primitive, Role};

/// The members of a file. In a request, its range has no meaning.
const NAMES: [&str; 4] = ["filename", "content_type", "content", "range"];

impl<'a> Run<'a> {
    /// Reads the object that stands for a file.
    pub(super) fn file(&mut self, value: &'a Value, context: Context<'a>) -> Part<'a> {
        let Value::Object(members) = value else {
            self.misfit(FILE, value, context.sight);
            return None;
        };
        let read = self.nested(|run| {
            let name = run.file_text("filename", members);
            run.file_text("content_type", members);
            let size = run.at("content", |run| run.content(members.get("content")));
            if let Some(range) = members.get("range").filter(|range| !range.is_null()) {
                run.at("range", |run| run.content_range(range));
            }
            for name in members.keys().filter(|name| !NAMES.contains(&name.as_str())) {
                run.unknown(name, &NAMES);
            }
            let name = match name {
                Some(Read::Text(name)) => Some(name),
                _ => None,
            };
            Some(Read::File { name, size: size? })
        })??;
        self.limits(context.limits, &read, context.sight);
        Some(read)
    }

    /// A text that a file may have.
    fn file_text(&mut self, name: &str, members: &'a Map<String, Value>) -> Part<'a> {
        let value = members.get(name).filter(|value| !value.is_null())?;
        self.at(name, |run| run.plain(Primitive::String, value, Context::within(Role::Both, Need::Optional)))
    }

    /// The number of bytes of a content: a text, or a list of bytes.
    fn content(&mut self, value: Option<&'a Value>) -> Option<usize> {
        match value {
            None => {
                self.add(Class::Fault, "required", "expected the content, found no member of this name");
                None
            }
            Some(Value::String(text)) => Some(text.len()),
            Some(Value::Array(bytes)) => {
                let before = self.findings.len();
                for (index, byte) in bytes.iter().enumerate() {
                    self.at(&index.to_string(), |run| run.byte(byte));
                }
                let faults = self.findings[before..].iter().filter(|finding| finding.class == Class::Fault).count();
                (faults == 0).then_some(bytes.len())
            }
            Some(value) => {
                self.misfit("a string or a list of bytes", value, Sight::Open);
                None
            }
        }
    }

    fn byte(&mut self, value: &'a Value) {
        const EXPECTED: &str = "a byte, an integer from 0 to 255";
        let context = Context::within(Role::Both, Need::Required);
        match read::plain(Primitive::Int64, value, Bools::Named) {
            Some((Read::Int(0..=255), Source::Documented)) => {}
            Some((Read::Int(0..=255), _)) => self.coerced(EXPECTED, value, context),
            _ => {
                let message = format!("expected {EXPECTED}, found {}", described(value, context.sight));
                self.add(Class::Fault, "type", message);
            }
        }
    }

    /// Which part of the file the content is, which is read like any optional object.
    fn content_range(&mut self, range: &'a Value) -> Part<'a> {
        const NAMES: [&str; 3] = ["first", "last", "total"];
        let context = Context::within(Role::Both, Need::Optional);
        if Shape::Object.is_empty(range) {
            self.absent("an object", range, context.sight);
            return None;
        }
        let Value::Object(members) = range else {
            return self.decoded("an object", range, context, Self::content_range);
        };
        self.nested(|run| {
            for name in NAMES {
                let value = members.get(name).filter(|value| !value.is_null());
                run.at(name, |run| match value {
                    Some(value) if name == "total" && Shape::Number.is_empty(value) => {
                        run.absent("a non-negative integer", value, context.sight);
                    }
                    Some(value) => drop(run.plain(Primitive::Uint64, value, context)),
                    None if name == "total" => {}
                    None => run.add(Class::Fault, "required", "expected a number, found none"),
                });
            }
            for name in members.keys().filter(|name| !NAMES.contains(&name.as_str())) {
                run.unknown(name, &NAMES);
            }
        });
        None
    }
}
