//! Examples: the JSON of the pages, and calls with curl and in Rust.

use serde_json::{Map, Value};

use super::{
    context::{Site, module},
    fields::block,
    markdown::{Mentions, line},
};
use crate::{
    emit::{Paths, call},
    html::{Element, Html, el},
    model::{
        Credential, Direction, Encoding, Endpoint, Example, Field, Form, Location, Member, Message, Method, Model,
        Object, Type, WireValue,
    },
};

/// The published examples of a message. The first one is open if `is_open` is true.
pub(super) fn published(message: &Message, title: &str, is_open: bool, mentions: Mentions<'_>) -> Html {
    let one = |at: usize, example: &Example, note: Option<&str>| {
        let name = if message.examples.len() + message.wrong_examples.len() > 1 {
            format!("{title}: {}", example.name().replace(['_', '-'], " "))
        } else {
            title.to_owned()
        };
        let is_open = is_open && at == 0 && note.is_none();
        let note =
            note.map(|note| el("p").class("wrong").with("Published, but wrong: ").with(line(note, mentions)).with("."));
        el("details")
            .class("example")
            .flag("open", is_open)
            .with(el("summary").with(name))
            .with(note)
            .with(block(example.text.trim()).class("json"))
    };
    let examples = message.examples.iter().enumerate().map(|(at, example)| one(at, example, None));
    let wrong = message.wrong_examples.iter().map(|wrong| one(1, &wrong.example, Some(&wrong.wrong)));
    examples.chain(wrong).collect()
}

/// The call in Rust.
pub(super) fn rust(site: &Site<'_>, endpoint: &Endpoint) -> Element {
    let vendor = module(&endpoint.vendor);
    let call = call(site.model, endpoint, Paths { vendor: &vendor, common: "generated" });
    el("details")
        .class("example")
        .flag("open", true)
        .with(el("summary").with("Rust"))
        .with(block(&call.lines().join("\n")))
}

/// The call with curl.
pub(super) fn curl(site: &Site<'_>, endpoint: &Endpoint, mentions: Mentions<'_>) -> Element {
    let text = Curl::new(site.model, endpoint).text();
    let request = &endpoint.request;
    let has_members = !site.model.objects[&request.object].members.is_empty();
    let note = match (request.examples.is_empty(), request.wrong_examples.first()) {
        (false, _) => None,
        (true, Some(wrong)) => Some(
            Html::from("The values are from the example of the page, which is wrong: ")
                .with(line(&wrong.wrong, mentions))
                .with("."),
        ),
        (true, None) => has_members.then(|| "The page publishes no request; the values are placeholders.".into()),
    };
    let note = note.map(|note| el("p").class("quiet").with(note));
    el("details").class("example").flag("open", true).with(el("summary").with("curl")).with(block(&text)).with(note)
}

struct Curl<'m> {
    model: &'m Model,
    endpoint: &'m Endpoint,
    object: &'m Object,
    values: Map<String, Value>,
}

impl<'m> Curl<'m> {
    fn new(model: &'m Model, endpoint: &'m Endpoint) -> Self {
        let object = &model.objects[&endpoint.request.object];
        let published = published_request(endpoint).and_then(|example| example.value.as_object());
        let values = published.cloned().unwrap_or_else(|| placeholders(model, object, 0));
        Self { model, endpoint, object, values }
    }

    fn text(mut self) -> String {
        let vendor = self.model.vendor_of(self.endpoint);
        let mut lines = Vec::new();
        let base = vendor.base_url.as_deref().unwrap_or("$BASE_URL");
        let mut query: Vec<String> = Vec::new();
        let credential = vendor.place(self.endpoint.credential.as_deref());
        let is_authenticated = self.endpoint.is_authenticated();
        if let (Credential::Query(name), true) = (credential, is_authenticated) {
            query.push(format!("{}=${}", encoded(name), variable(name)));
        }
        query.extend(
            self.take(Location::Query).map(|(name, value)| format!("{}={}", encoded(&name), encoded(&text(&value)))),
        );
        let headers: Vec<(String, Value)> = self.take(Location::Header).collect();
        let is_body_empty = self.endpoint.request.encoding == Encoding::Parameters;
        if is_body_empty && self.endpoint.method == Method::Get {
            // What is left of a choice is in the query as well.
            query.extend(
                std::mem::take(&mut self.values)
                    .iter()
                    .map(|(name, value)| format!("{}={}", encoded(name), encoded(&text(value)))),
            );
        }
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        lines.push(format!("curl \"{base}{}{query}\"", self.endpoint.path));
        if let (Credential::Header(name), true) = (credential, is_authenticated) {
            lines.push(format!("-H \"{name}: ${}\"", variable(name)));
        }
        lines.extend(headers.iter().map(|(name, value)| format!("-H {}", quoted(&format!("{name}: {}", text(value))))));
        match self.endpoint.request.encoding {
            Encoding::Parameters if self.endpoint.method == Method::Get => {}
            Encoding::Parameters => lines.push("-X POST".to_owned()),
            Encoding::Form => lines.extend(self.parts()),
            Encoding::Json | Encoding::Xml | Encoding::File => {
                lines.push("-H 'Content-Type: application/json'".to_owned());
                let body = self.body();
                lines.push(format!("-d {}", quoted(&body)));
            }
        }
        if self.model.objects[&self.endpoint.response.object].file().is_some() {
            lines.push("-o file".to_owned());
        }
        lines.join(" \\\n  ")
    }

    /// The body: as published if all of the example is the body.
    fn body(&self) -> String {
        let published = published_request(self.endpoint);
        let is_all = self.object.fields().all(|field| field.location == Location::Body);
        match published.filter(|example| is_all && example.value.is_object()) {
            Some(example) => example.text.trim().to_owned(),
            None => serde_json::to_string_pretty(&self.values).unwrap_or_default(),
        }
    }

    /// Takes the values that a part of the request carries.
    fn take(&mut self, location: Location) -> impl Iterator<Item = (String, Value)> + use<> {
        let names = self.object.fields().filter(|field| field.location == location).map(|field| field.wire.clone());
        let taken: Vec<(String, Value)> =
            names.filter_map(|name| Some((name.clone(), self.values.remove(&name)?))).collect();
        taken.into_iter()
    }

    /// The parts of a form.
    fn parts(&self) -> Vec<String> {
        let part = |(name, value): (&String, &Value)| match self.object.field(name) {
            Some(Field { ty: Type::File, .. }) => {
                let file = value.get("filename").and_then(Value::as_str).unwrap_or("picture.png");
                format!("-F {}", quoted(&format!("{name}=@{file}")))
            }
            _ => format!("-F {}", quoted(&format!("{name}={}", text(value)))),
        };
        self.values.iter().map(part).collect()
    }
}

/// The first request that the page of an endpoint publishes, if need be a wrong one.
fn published_request(endpoint: &Endpoint) -> Option<&Example> {
    let request = &endpoint.request;
    request.examples.iter().chain(request.wrong_examples.iter().map(|wrong| &wrong.example)).next()
}

/// A value in a query, a header or a form.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// A text in single quotes of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// The shell variable for a credential.
fn variable(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect()
}

/// A text in a query. What a shell would change within double quotes is encoded, too.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// The required members of an object, and one of each group of which one must be given, with placeholders.
fn placeholders(model: &Model, object: &Object, depth: usize) -> Map<String, Value> {
    let mut out = Map::new();
    for member in &object.members {
        match member {
            Member::Field(field) if field.is_required_in(Direction::Sent) => {
                let value = placeholder(model, &field.ty, &field.wire, depth);
                let value = if field.bool_as_int { 1.into() } else { value };
                out.insert(field.wire.clone(), value);
            }
            Member::Choice(choice) if choice.required => {
                let Some(variant) = choice.variants.first() else { continue };
                out.insert(choice.tag.clone(), wire(&variant.tag));
                match (&variant.field, &variant.flat) {
                    (Some(field), _) => {
                        out.insert(field.wire.clone(), placeholder(model, &field.ty, &field.wire, depth + 1));
                    }
                    (None, Some(Type::Object(name))) => {
                        out.extend(
                            model
                                .objects
                                .get(name)
                                .map(|object| placeholders(model, object, depth + 1))
                                .unwrap_or_default(),
                        );
                    }
                    (None, _) => {}
                }
            }
            Member::Field(_) | Member::Choice(_) => {}
        }
    }
    for group in object.groups.iter().filter(|group| group.rule.needs_one()) {
        let is_missing = !group.fields.iter().any(|name| out.contains_key(name));
        let first = group.fields.first().filter(|_| is_missing).and_then(|name| object.field(name));
        out.extend(first.map(|field| (field.wire.clone(), placeholder(model, &field.ty, &field.wire, depth))));
    }
    out
}

fn placeholder(model: &Model, ty: &Type, name: &str, depth: usize) -> Value {
    match ty {
        _ if depth > 8 => Value::Null,
        Type::Enum(decl) => {
            model.enums.get(decl).and_then(|decl| decl.values.first()).map_or(Value::Null, |value| wire(&value.wire))
        }
        Type::Object(object) => {
            model.objects.get(object).map(|object| placeholders(model, object, depth + 1).into()).unwrap_or_default()
        }
        Type::List(of) => Value::Array(vec![placeholder(model, of, name, depth + 1)]),
        Type::Map(of) => Value::Object(Map::from_iter([("key".to_owned(), placeholder(model, of, name, depth + 1))])),
        Type::JsonString(of) => Value::String(placeholder(model, of, name, depth + 1).to_string()),
        Type::File => serde_json::json!({ "filename": "picture.png" }),
        Type::Primitive(_) | Type::Scalar(_) => match model.primitive(ty).map(crate::model::Primitive::form) {
            Some(Form::Bool) => true.into(),
            Some(Form::Integer(..)) => 1.into(),
            Some(Form::Float) => 1.5.into(),
            Some(Form::Text | Form::Any) | None => name.into(),
        },
    }
}

fn wire(value: &WireValue) -> Value {
    match value {
        WireValue::Int(value) => (*value).into(),
        WireValue::Text(text) => text.as_str().into(),
    }
}
