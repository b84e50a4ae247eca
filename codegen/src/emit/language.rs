//! The schema language as a JSON Schema, with which editors complete and check schemas.
//!
//! It is made from the tables that the parser uses, and from nothing else. It is draft-07, which editors know best, with
//! two keywords of the YAML language server: `patternErrorMessage` and `markdownDescription`.

use std::collections::VecDeque;

use serde::{Serialize, Serializer};

use super::{File, MARK};
use crate::{
    model::Type,
    pattern::{BASE_URL, DATE, NOT_EMPTY, Pattern, ROUTE, URL},
    syntax::{
        LANGUAGE,
        grammar::{AREA_FILE, ERRORS_FILE, FIELD, OBJECT, PAGE_FILE, VENDOR_FILE},
        shape::{AtLeast, Entry, Names, Record, Rule, Shape},
    },
};

/// The file at the root of a schemas folder.
#[must_use]
pub fn file() -> File {
    let text = match serde_json::to_string_pretty(&root()) {
        Ok(text) => text + "\n",
        Err(error) => panic!("the schema of the language cannot be written as JSON: {error}"),
    };
    File { path: LANGUAGE.to_owned(), text }
}

/// A part of a JSON Schema, with its keywords in the order of output.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    dialect: Option<&'static str>,
    #[serde(rename = "$comment", skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown_description: Option<&'static str>,
    /// Draft-07 ignores all keywords beside it; editors still show the descriptions.
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    ty: Option<Kinds>,
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    words: Option<&'static [&'static str]>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    examples: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern_error_message: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Box<Part>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_items: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_items: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_properties: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    required: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    property_names: Option<Box<Part>>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    properties: Map<Part>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pattern_properties: Map<Part>,
    #[serde(skip_serializing_if = "Option::is_none")]
    additional_properties: Option<Rest>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    dependencies: Map<Part>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    all_of: Vec<Part>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    one_of: Vec<Part>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    any_of: Vec<Part>,
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    condition: Option<Box<Part>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    then: Option<Box<Part>>,
    #[serde(rename = "else", skip_serializing_if = "Option::is_none")]
    otherwise: Option<Box<Part>>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    definitions: Map<Part>,
}

/// The value of `type`.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Kinds {
    One(&'static str),
    Some(&'static [&'static str]),
}

/// The value of `additionalProperties`.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Rest {
    /// `false`.
    None(bool),
    Some(Box<Part>),
}

/// A map that keeps its order.
#[derive(Debug)]
struct Map<T>(Vec<(String, T)>);

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Map<T> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Serialize> Serialize for Map<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// The root of the schema. The files of vendors and areas are recognized by a required key that pages do not have, because
/// editors do not look at paths.
fn root() -> Part {
    let needed = |record: &Record| record.keys.iter().filter(|entry| entry.required).map(|entry| entry.key).collect();
    let pages: Vec<&str> = PAGE_FILE.keys.iter().map(|entry| entry.key).collect();
    let recognized = |record: &'static Record, otherwise: Part| {
        let keys: Vec<&str> = needed(record);
        let distinctive = keys.into_iter().filter(|key| !pages.contains(key)).collect();
        Part {
            condition: Some(Box::new(Part { required: distinctive, ..Part::default() })),
            then: Some(Box::new(reference(record.name))),
            otherwise: Some(Box::new(otherwise)),
            ..Part::default()
        }
    };
    let definitions = records().into_iter().map(|record| (record.name.to_owned(), definition(record)));
    let fields = [Names::Free, Names::Header].map(|names| (fields_name(names).to_owned(), fields(names)));
    let others = fields.into_iter().chain([("type_expression".to_owned(), ty())]);
    Part {
        dialect: Some("http://json-schema.org/draft-07/schema#"),
        comment: Some(format!("{MARK} from the tables of the schema language. Do not edit.")),
        title: Some("The schema language"),
        definitions: Map(definitions.chain(others).collect()),
        ..recognized(&VENDOR_FILE, recognized(&AREA_FILE, recognized(&ERRORS_FILE, reference(PAGE_FILE.name))))
    }
}

/// Every record that a file may contain, in the order in which the tables refer to them.
fn records() -> Vec<&'static Record> {
    let mut found: Vec<&'static Record> = vec![&PAGE_FILE, &AREA_FILE, &VENDOR_FILE, &ERRORS_FILE];
    let mut todo = VecDeque::from([&PAGE_FILE, &AREA_FILE, &VENDOR_FILE, &ERRORS_FILE, &OBJECT]);
    while let Some(record) = todo.pop_front() {
        for entry in record.keys {
            if let Some(next) = record_in(entry.shape)
                && found.iter().all(|other| other.name != next.name)
            {
                found.push(next);
                todo.push_back(next);
            }
        }
    }
    found
}

fn record_in(shape: Shape) -> Option<&'static Record> {
    match shape {
        Shape::Record(record) => Some(record),
        Shape::Fields(_) => Some(&FIELD),
        Shape::List(of) | Shape::Map(_, of) | Shape::AtLeast(AtLeast { of, .. }) => record_in(*of),
        _ => None,
    }
}

fn definition(record: &'static Record) -> Part {
    let required = record.keys.iter().filter(|entry| entry.required).map(|entry| entry.key);
    let mut part = Part {
        title: Some(record.what),
        ty: Some(Kinds::One("object")),
        required: required.collect(),
        properties: properties(record),
        additional_properties: Some(Rest::None(false)),
        ..Part::default()
    };
    for rule in record.rules {
        add(&mut part, rule);
    }
    part
}

fn properties(record: &'static Record) -> Map<Part> {
    let property = |entry: &'static Entry| {
        let markdown = entry.doc.contains('`').then_some(entry.doc);
        Part { description: Some(entry.doc), markdown_description: markdown, ..part(entry.shape) }
    };
    Map(record.keys.iter().map(|entry| (entry.key.to_owned(), property(entry))).collect())
}

/// Adds a rule about keys that go together.
fn add(part: &mut Part, rule: &Rule) {
    let each = |keys: &[&'static str]| {
        keys.iter().map(|key| Part { required: vec![key], ..Part::default() }).collect::<Vec<_>>()
    };
    let part = match rule.with {
        None => part,
        Some(key) => {
            part.dependencies.0.push((key.to_owned(), Part::default()));
            let last = part.dependencies.0.len() - 1;
            &mut part.dependencies.0[last].1
        }
    };
    match (rule.keys, &rule.several) {
        ([key], _) => part.required.push(key),
        (keys, Some(_)) => part.one_of.extend(each(keys)),
        (keys, None) => part.any_of.extend(each(keys)),
    }
}

fn reference(name: &str) -> Part {
    Part { reference: Some(format!("#/definitions/{name}")), ..Part::default() }
}

fn part(shape: Shape) -> Part {
    match shape {
        Shape::Any => Part::default(),
        Shape::Text => text(&NOT_EMPTY),
        Shape::Name(names) => text(names.pattern()),
        Shape::Route => text(&ROUTE),
        Shape::BaseUrl => text(&BASE_URL),
        Shape::Date => text(&DATE),
        Shape::Url => text(&URL),
        Shape::Scalar => kinds(&["string", "number", "boolean"]),
        Shape::Bool => kind("boolean"),
        Shape::BoolOr(words) => Part { any_of: vec![kind("boolean"), part(Shape::Word(words))], ..Part::default() },
        Shape::Int => Part { minimum: Some(i64::MIN), maximum: Some(i64::MAX), ..kind("integer") },
        Shape::Count => Part { minimum: Some(0), maximum: Some(i64::MAX), ..kind("integer") },
        Shape::Number => kind("number"),
        Shape::Word(words) => Part { words: Some(words), ..kind("string") },
        Shape::Type => reference("type_expression"),
        Shape::List(of) => Part { items: boxed(*of), ..kind("array") },
        Shape::Map(names, of) => Part {
            property_names: Some(Box::new(named(names.pattern()))),
            additional_properties: boxed(*of).map(Rest::Some),
            ..kind("object")
        },
        Shape::AtLeast(AtLeast { least, of, .. }) => match of {
            Shape::List(_) => Part { min_items: Some(*least), ..part(*of) },
            _ => Part { min_properties: Some(*least), ..part(*of) },
        },
        Shape::Record(record) => reference(record.name),
        // Keywords for maps do not apply to texts, nor does the pattern to maps.
        Shape::TextOr(record) => Part { ty: Some(Kinds::Some(&["string", "object"])), ..text_or(record) },
        Shape::Fields(names) => reference(fields_name(names)),
        Shape::Condition => condition(),
    }
}

fn text_or(record: &'static Record) -> Part {
    let Pattern { source, help, .. } = &NOT_EMPTY;
    Part { pattern: Some(source), pattern_error_message: Some(help), ..definition(record) }
}

fn boxed(shape: Shape) -> Option<Box<Part>> {
    Some(Box::new(part(shape)))
}

fn kind(kind: &'static str) -> Part {
    Part { ty: Some(Kinds::One(kind)), ..Part::default() }
}

fn kinds(kinds: &'static [&'static str]) -> Part {
    Part { ty: Some(Kinds::Some(kinds)), ..Part::default() }
}

fn text(pattern: &'static Pattern) -> Part {
    Part { ty: Some(Kinds::One("string")), ..named(pattern) }
}

/// A pattern for a key, which is always a text.
fn named(pattern: &'static Pattern) -> Part {
    Part { pattern: Some(pattern.source), pattern_error_message: Some(pattern.help), ..Part::default() }
}

/// The name of the definition for maps of fields with names of this kind.
fn fields_name(names: Names) -> &'static str {
    if names == Names::Header { "header_fields" } else { "fields" }
}

/// A map of fields, with `$` keys that describe the object.
fn fields(names: Names) -> Part {
    Part {
        title: Some("fields"),
        property_names: Some(Box::new(named(names.pattern()))),
        properties: properties(&OBJECT),
        pattern_properties: Map(vec![("^[^$]".to_owned(), reference(FIELD.name))]),
        additional_properties: Some(Rest::None(false)),
        ..kind("object")
    }
}

/// A name, `[T]` or `{ string: T }`. Each keyword applies to values of its own type, so no `anyOf` is needed, whose errors
/// editors report badly. The keywords for lists and maps are in a separate part, so that editors propose a name first.
fn ty() -> Part {
    let nested = || reference("type_expression");
    let parts = Part {
        items: Some(Box::new(nested())),
        min_items: Some(1),
        max_items: Some(1),
        required: vec!["string"],
        properties: Map(vec![("string".to_owned(), nested())]),
        additional_properties: Some(Rest::None(false)),
        ..Part::default()
    };
    Part {
        title: Some("a type"),
        examples: Type::built_in(),
        ty: Some(Kinds::Some(&["string", "array", "object"])),
        all_of: vec![parts],
        ..named(&NOT_EMPTY)
    }
}

/// The name of a field, or a map from names to one value or several.
fn condition() -> Part {
    let values =
        Part { items: boxed(Shape::Scalar), min_items: Some(1), ..kinds(&["string", "number", "boolean", "array"]) };
    Part {
        min_properties: Some(1),
        additional_properties: Some(Rest::Some(Box::new(values))),
        ty: Some(Kinds::Some(&["string", "object"])),
        ..named(&NOT_EMPTY)
    }
}
