//! Responses: the payload in its envelope, or an error. Vendors answer both with status 200; the error code differs.

use serde_json::{Value, json};

use super::{
    describe,
    json::{Json, Members},
    names::{ENVELOPE, ERROR, SuccessCode, with_code},
    types::{bare, binary, reference},
    vendor::Vendor,
};
use crate::model::{self, Advice, Encoding, Endpoint, Envelope, ErrorCode, Location, Member, Object, Primitive};

impl<'m> Vendor<'m> {
    pub(super) fn responses(&self, endpoint: &'m Endpoint) -> Members<'m> {
        let listed: Vec<String> = endpoint.errors.iter().map(|code| self.code_in_words(*code)).collect();
        let words = match listed.is_empty() {
            true => "The payload in its envelope, or an error.".to_owned(),
            false => format!("The payload in its envelope, or an error. The page explains {}.", listed.join(", ")),
        };
        if endpoint.response.encoding == Encoding::File {
            return self.file_responses(endpoint, &listed);
        }
        let success = self.success_name(endpoint);
        let without_code = with_code(&success, SuccessCode::Absent);
        // Clients try them in this order, and many do not check that an absent member is absent.
        let mut ways = vec![reference(&success), reference(ERROR)];
        ways.extend(self.is_absent_success(endpoint).then(|| reference(&without_code)));
        let schema = Members::new().with("oneOf", ways);
        let media = Members::new().with("schema", schema).object("examples", self.reply_examples(endpoint));
        let response = Members::new()
            .with("description", words)
            .with("content", Members::new().with("application/json", media))
            .list("x-errors", endpoint.errors.clone());
        Members::new().with("200", response)
    }

    /// Whether a reply of an endpoint without the code is a success.
    pub(super) fn is_absent_success(&self, endpoint: &Endpoint) -> bool {
        self.model.is_absent_success(self.vendor, &endpoint.response)
    }

    /// The responses of an endpoint that answers with a file.
    fn file_responses(&self, endpoint: &'m Endpoint, errors: &[String]) -> Members<'m> {
        let object = self.model.objects.get(&endpoint.response.object);
        let file = object.and_then(|object| Some(self.field(object.role, object.file()?)));
        let file = Members::new().with("*/*", Members::new().with("schema", file.unwrap_or_else(binary)));
        let error = self.typical_error(endpoint).map(|(code, error)| {
            let made =
                Members::new().with("summary", "Made up: an error.").with("value", self.error_example(code, error));
            (&error.name, made)
        });
        let error = Members::new().with("schema", reference(ERROR)).object("examples", error.into_iter().collect());
        let words = match errors {
            [] => "The file, or an error as JSON.".to_owned(),
            errors => format!("The file, or an error as JSON. The page explains {}.", errors.join(", ")),
        };
        let header = |words: &'static str| {
            Members::new().with("description", words).with("schema", Members::new().with("type", "string"))
        };
        let name = Members::new().with("Content-Disposition", header("The file's name."));
        let whole = Members::new()
            .with("description", words)
            .with("headers", name)
            .with("content", file.clone().with("application/json", error))
            .list("x-errors", endpoint.errors.clone());
        let request = self.model.objects.get(&endpoint.request.object);
        let has_range = request.is_some_and(|request| {
            let mut headers = request.fields().filter(|field| field.location == Location::Header);
            headers.any(|field| field.wire.eq_ignore_ascii_case("range"))
        });
        let part = has_range.then(|| {
            let range = header("Which part it is, and the file's size: `bytes 0-1023/2048`.");
            Members::new()
                .with("description", "The part of the file that `Range` asks for.")
                .with("headers", Members::new().with("Content-Range", range))
                .with("content", file)
        });
        Members::new().with("200", whole).maybe("206", part)
    }

    /// The name of the component for a successful response.
    pub(super) fn success_name(&self, endpoint: &Endpoint) -> String {
        let payload = self.names.of(&endpoint.response.object);
        match self.vendor.envelope.data {
            Some(_) => format!("{payload}{ENVELOPE}"),
            None => payload.to_owned(),
        }
    }

    /// The schema of a successful response that nests its payload.
    pub(super) fn nesting(&self, endpoint: &'m Endpoint, code: SuccessCode) -> Members<'m> {
        let (mut properties, mut required) = envelope(&self.vendor.envelope, code);
        let payload = reference(self.names.of(&endpoint.response.object));
        if let Some(data) = &self.vendor.envelope.data {
            let is_needed = self.model.objects.get(&endpoint.response.object).is_some_and(is_needed);
            let null = Members::new().with("type", "null");
            let payload = match is_needed {
                true => payload.clone(),
                false => Members::new().with("anyOf", [payload.clone(), null]),
            };
            required.extend(is_needed.then_some(data));
            properties = properties.with(data, payload);
        }
        Members::new()
            .with("type", "object")
            .with("description", "A successful reply.")
            .with("properties", properties)
            .list("required", required)
    }

    fn code_in_words(&self, code: i64) -> String {
        match self.vendor.errors.get(&code) {
            Some(error) => format!("`{code}` ({})", error.name),
            None => format!("`{code}`"),
        }
    }

    /// The page's examples, followed by a made-up error. Mock servers answer with the first example.
    fn reply_examples(&self, endpoint: &'m Endpoint) -> Members<'m> {
        let published = &endpoint.response.examples;
        let error = self.typical_error(endpoint).filter(|_| !published.is_empty());
        let published = published.iter().map(|example| (example.name(), Members::new().with("value", &example.value)));
        let error = error.map(|(code, error)| {
            let made =
                Members::new().with("summary", "Made up: an error.").with("value", self.error_example(code, error));
            (error.name.as_str(), made)
        });
        published.chain(error).collect()
    }

    /// An error that the page explains, or else one that any call may get.
    fn typical_error(&self, endpoint: &Endpoint) -> Option<(i64, &'m ErrorCode)> {
        let errors = &self.vendor.errors;
        let explained = endpoint.errors.first().and_then(|code| errors.get_key_value(code));
        let refused = || errors.iter().find(|(_, error)| error.advice == Some(Advice::RefreshToken));
        explained.or_else(refused).or_else(|| errors.iter().next()).map(|(code, error)| (*code, error))
    }

    fn error_example(&self, code: i64, error: &ErrorCode) -> Value {
        let text = error.label.as_deref().unwrap_or(&error.name);
        json!({ &self.vendor.envelope.code: code, &self.vendor.envelope.message: text })
    }
}

/// The members of a successful reply's envelope except the payload, and the names of those that are required.
///
/// A reply with a code and one without are two schemas: clients do not check a code that may be absent.
pub(super) fn envelope<'m>(envelope: &'m Envelope, code: SuccessCode) -> (Members<'m>, Vec<&'m String>) {
    let Envelope { code: name, success, .. } = envelope;
    let words = format!("The code of success: {success}.");
    let (tag, required) = match code {
        SuccessCode::Given => (bare(Primitive::Int64).with("const", *success).with("description", words), vec![name]),
        SuccessCode::Absent => (Members::new().with("type", "null"), Vec::new()),
    };
    (Members::new().with(name, tag).and(remarks(envelope)), required)
}

/// The component for errors.
pub(super) fn error<'m>(vendor: &'m model::Vendor) -> Members<'m> {
    let Envelope { code, success, .. } = &vendor.envelope;
    let codes = || vendor.errors.keys().map(|code| Json::from(*code)).collect::<Vec<_>>();
    let names: Vec<&String> = vendor.errors.values().map(|error| &error.name).collect();
    let errata = vendor.errors.values().flat_map(|error| &error.errata);
    let tag = bare(Primitive::Int64)
        .with("not", Members::new().with("const", *success))
        .with("description", table(vendor))
        .list("x-extensible-enum", codes())
        .list("x-enum-varnames", names)
        .list("x-enum-descriptions", vendor.errors.values().map(meaning).collect());
    Members::new()
        .with("type", "object")
        .with("description", format!("An error: `{code}` is not {success}."))
        .with("properties", Members::new().with(code, tag).and(remarks(&vendor.envelope)))
        .with("required", [code])
        .and(describe::facts(None, errata))
}

/// The texts of the envelope, on which nothing depends.
fn remarks<'m>(envelope: &'m Envelope) -> Members<'m> {
    let text = |words: &'static str| Members::new().with("type", ["string", "null"]).with("description", words);
    Members::new()
        .with(&envelope.message, text("A message for people."))
        .and(envelope.trace.iter().map(|name| (name, text("The id of the call."))).collect())
}

/// Whether the envelope's member for the payload is required.
fn is_needed(payload: &Object) -> bool {
    // An absent payload breaks every group.
    !payload.groups.is_empty()
        || payload.members.iter().any(|member| match member {
            Member::Field(field) => field.required,
            Member::Choice(choice) => choice.required,
        })
}

/// The codes as a table in Markdown.
fn table(vendor: &model::Vendor) -> String {
    let rows = vendor.errors.iter().map(|(code, error)| {
        let meaning = meaning(error).replace('|', "\\|").replace('\n', " ");
        format!("| {code} | {} | {meaning} | {} |", error.name, error.advice.map_or("", Advice::words))
    });
    let rows: Vec<String> = rows.collect();
    match rows.is_empty() {
        true => "The error's code.".to_owned(),
        false => format!("| code | name | meaning | advice |\n|---|---|---|---|\n{}", rows.join("\n")),
    }
}

fn meaning(error: &ErrorCode) -> String {
    let words: Vec<&str> =
        [error.label.as_deref(), error.doc.as_deref()].into_iter().flatten().map(str::trim).collect();
    if words.is_empty() { error.name.clone() } else { words.join(": ") }
}
