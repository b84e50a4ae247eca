//! Compares the interpreter with a JSON Schema validator on the emitted OpenAPI descriptions, using mutated documents.
//!
//! A schema must reject a document exactly if the interpreter has a finding that JSON Schema can express, at the same
//! place.
//!
//! `OPENAPI_CASES=200000 cargo test --release -p tests --test emitted openapi_oracle -- --nocapture` runs longer than
//! the default; `OPENAPI_SEED` selects other documents.

use std::collections::BTreeMap;

use codegen::{
    interpret::{Class, Finding, check},
    model::{Choice, Encoding, Endpoint, Location, MessageKind, Model, Role, Type},
};
use jsonschema::{
    JsonType, ValidationError, Validator,
    error::{TypeKind, ValidationErrorKind},
};
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed, TestRunner},
};
use serde_json::{Map, Value, json};
use tests::{
    corner_model, fixture_model, model,
    mutate::{Changer, seeds},
    openapi::{Schemas, apis},
};

/// Whether JSON Schema can express a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expressible {
    /// The schema rejects the document.
    Yes,
    /// The schema deliberately accepts the document.
    Ignored,
    /// JSON Schema cannot express it, or only in part: the schema may accept or reject the document.
    Partly,
}

/// A document with its model, endpoint and direction.
struct Case<'m> {
    model: &'m Model,
    endpoint: &'m Endpoint,
    kind: MessageKind,
    document: &'m Value,
}

impl Case<'_> {
    /// Whether the schemas express a finding. The list of exceptions is complete.
    fn expressible(&self, finding: &Finding) -> Expressible {
        let value = self.document.pointer(&finding.pointer);
        match finding.rule {
            // `contentSchema` is only an annotation.
            "holds" => Expressible::Ignored,
            _ if self.is_within_a_string(&finding.pointer) => Expressible::Ignored,
            "coerced" | "at_least_one_of" | "exactly_one_of" | "at_most_one_of"
                if self.may_hold_json(&finding.pointer) =>
            {
                Expressible::Partly
            }
            // A server accepts what it ignores or changes.
            _ if finding.class == Class::Warning => Expressible::Ignored,
            // A schema describes both directions of an object.
            "only" => Expressible::Ignored,
            "required" if self.depends_on_direction(&finding.pointer) => Expressible::Partly,
            // Vendors add members and values without notice.
            "unknown_member" | "unlisted_value" | "unit" => Expressible::Ignored,
            // Vendors add tags, too. Only a missing tag, or a missing selected member, can be expressed.
            "choice"
                if finding.class == Class::Deviation
                    && value.is_some_and(|tag| !tag.is_null())
                    && self.is_tag(&finding.pointer) =>
            {
                Expressible::Ignored
            }
            // In a reply, an empty string may take the place of an optional id.
            "coerced" if value == Some(&json!("")) && self.is_empty_in_replies(&finding.pointer) => Expressible::Partly,
            // A limit in bytes only bounds the number of characters.
            "bytes" => Expressible::Partly,
            // The kinds of elements are stated in words.
            "kinds" | "alike" => Expressible::Partly,
            // JSON Schema cannot add, nor compare two members.
            "together" => Expressible::Partly,
            "depth" => Expressible::Partly,
            // `format: int64` is only an annotation of the width.
            "type" if value.is_some_and(is_beyond_64_bits) => Expressible::Partly,
            // If an erratum accepts a string as a number, no pattern can express its size.
            "type" if value.and_then(Value::as_str).is_some_and(|text| text.parse::<f64>().is_ok()) => {
                Expressible::Partly
            }
            // If an erratum accepts a number as a string, it has no length; a string has no magnitude.
            "chars" | "pattern" if !value.is_some_and(Value::is_string) => Expressible::Partly,
            "range" if !value.is_some_and(Value::is_number) => Expressible::Partly,
            // Objects that differ only in unread members, or in empty and absent lists, are equal once they are read.
            "unique" if value.is_some_and(|element| element.is_object() || element.is_array()) => Expressible::Partly,
            // OpenAPI has no schema for the combination of parameters.
            "required_if" | "required_unless" | "forbidden_if" | "forbidden_unless" | "at_least_one_of"
            | "exactly_one_of" | "at_most_one_of"
                if self.is_about_parameters(finding) =>
            {
                Expressible::Partly
            }
            // The member of an unlisted tag must be readable if another tag selects it, which no schema can express.
            "type" | "required" if self.is_below_an_unlisted_tag(&finding.pointer) => Expressible::Partly,
            _ => Expressible::Yes,
        }
    }

    /// Whether a string at this place may hold JSON, whose own place is the same.
    fn may_hold_json(&self, pointer: &str) -> bool {
        let name = pointer.rsplit('/').next().unwrap_or_default();
        let mut fields = self.model.objects.values().flat_map(|object| object.fields());
        self.document.pointer(pointer).is_some_and(Value::is_string)
            && fields.any(|field| field.wire == name && matches!(field.ty, Type::JsonString(_)))
    }

    /// Whether a member of this name is a tag. The member that one selects may be there and empty, which counts as absent.
    fn is_tag(&self, pointer: &str) -> bool {
        let name = pointer.rsplit('/').next().unwrap_or_default();
        self.model.objects.values().filter_map(|object| object.choice()).any(|choice| choice.tag == name)
    }

    /// Whether a place is within the JSON text of a string. What is wrong there is the string's own affair.
    fn is_within_a_string(&self, pointer: &str) -> bool {
        let above = std::iter::successors(pointer.rsplit_once('/'), |(above, _)| above.rsplit_once('/'));
        above.into_iter().any(|(above, _)| self.document.pointer(above).is_some_and(Value::is_string))
    }

    /// Whether a member of this name is required in one direction alone.
    fn depends_on_direction(&self, pointer: &str) -> bool {
        let name = pointer.rsplit('/').next().unwrap_or_default();
        let mut fields = self.model.objects.values().flat_map(|object| object.fields());
        fields.any(|field| field.required_in.is_some() && field.wire == name)
    }

    /// Whether a member of this name may be an empty string in one direction alone.
    fn is_empty_in_replies(&self, pointer: &str) -> bool {
        let name = pointer.rsplit('/').next().unwrap_or_default();
        let both = self.model.objects.values().filter(|object| object.role == Role::Both);
        let mut fields = both.flat_map(|object| object.fields());
        fields.any(|field| field.wire == name && self.model.refuses_empty(&field.ty))
    }

    /// Whether a rule between members of the request involves a parameter.
    fn is_about_parameters(&self, finding: &Finding) -> bool {
        let request = &self.model.objects[&self.endpoint.request.object];
        let is_parameter = |name: &String| request.field(name).is_some_and(|field| field.location != Location::Body);
        let name = finding.pointer.trim_start_matches('/');
        let mut fields =
            request.fields().filter(|field| field.wire == name || field.also_names.iter().any(|other| other == name));
        let has_parameter = match finding.rule {
            "required_if" | "required_unless" | "forbidden_if" | "forbidden_unless" => fields.any(|field| {
                let mut tests = field.depends.iter().flat_map(|dependency| &dependency.condition.tests);
                is_parameter(&field.wire) || tests.any(|test| is_parameter(&test.field))
            }),
            rule => {
                let mut groups = request.groups.iter().filter(|group| json!(group.rule) == rule);
                groups.any(|group| group.fields.iter().any(is_parameter))
            }
        };
        self.kind == MessageKind::Request && has_parameter
    }

    fn is_below_an_unlisted_tag(&self, pointer: &str) -> bool {
        let choices: Vec<&Choice> = self.model.objects.values().filter_map(|object| object.choice()).collect();
        steps(pointer).any(|(parent, name)| {
            let parent = self.document.pointer(parent).unwrap_or(&Value::Null);
            choices.iter().any(|choice| {
                let tag = parent.get(&choice.tag).filter(|tag| !tag.is_null());
                let is_listed = |tag: &Value| choice.variants.iter().any(|variant| json!(variant.tag) == *tag);
                choice.slots().contains(&name) && tag.is_some_and(|tag| !is_listed(tag))
            })
        })
    }

    /// Whether a place is in an alias that is overridden by another name of the same field. The schema applies all
    /// rules of the field to it, but the interpreter only requires that it is readable.
    fn is_overridden(&self, pointer: &str) -> bool {
        let fields: Vec<_> = self.model.objects.values().flat_map(|object| object.fields()).collect();
        steps(pointer).any(|(parent, name)| {
            let parent = self.document.pointer(parent).unwrap_or(&Value::Null);
            fields.iter().any(|field| {
                let at = field.also_names.iter().position(|alias| alias == name);
                at.is_some_and(|at| {
                    let mut preferred = std::iter::once(&field.wire).chain(&field.also_names[..at]);
                    preferred.any(|name| parent.get(name).is_some())
                })
            })
        })
    }

    /// The place of the error code, if the code is not as documented. Then the interpreter still checks the payload,
    /// but the schema does not.
    fn faulty_code(&self, findings: &[Finding]) -> Option<String> {
        let place = format!("/{}", self.model.vendor_of(self.endpoint).envelope.code);
        let is_faulty = |found: &Finding| found.pointer == place && ["type", "coerced"].contains(&found.rule);
        (self.kind == MessageKind::Response && findings.iter().any(is_faulty)).then_some(place)
    }
}

/// Every object on the path to a place, with the next member of the path.
fn steps(pointer: &str) -> impl Iterator<Item = (&str, &str)> {
    let ends = pointer.match_indices('/').map(|(at, _)| at);
    ends.map(|at| (&pointer[..at], pointer[at + 1..].split('/').next().unwrap_or_default()))
}

/// Whether a number is an integer that `i64` does not hold.
fn is_beyond_64_bits(value: &Value) -> bool {
    value.as_i64().is_none() && value.as_f64().is_some_and(|number| number.fract() == 0.0)
}

/// Converts whole numbers to integers, as far as floats are exact: 1 and 1.0 are equal in JSON Schema, but not when a
/// document is read.
fn canonical(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => {
            let whole = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < 9_007_199_254_740_992.0);
            #[expect(clippy::cast_possible_truncation, reason = "it is whole and small enough")]
            if let Some(whole) = whole {
                *value = json!(whole as i64);
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(canonical),
        Value::Object(members) => members.values_mut().for_each(canonical),
        _ => {}
    }
}

/// The places at which a schema rejects a document, as deep as possible.
fn places(schema: &Validator, document: &Value) -> Vec<String> {
    schema.iter_errors(document).flat_map(|error| leaves(&error)).collect()
}

fn leaves(error: &ValidationError<'_>) -> Vec<String> {
    let own = error.instance_path().as_str().to_owned();
    match error.kind() {
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default().replace('~', "~0").replace('/', "~1");
            vec![format!("{own}/{name}")]
        }
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            let (others, candidates): (Vec<_>, Vec<_>) = context.iter().partition(|errors| is_not_meant(errors, &own));
            match candidates[..] {
                [errors] if !others.is_empty() && !requires_null(errors) => errors.iter().flat_map(leaves).collect(),
                _ => vec![own],
            }
        }
        _ => vec![own],
    }
}

/// Whether the errors of an alternative show that the document means another one: the type or the tag differs.
fn is_not_meant(errors: &[ValidationError<'_>], place: &str) -> bool {
    errors.iter().any(|error| match error.kind() {
        ValidationErrorKind::Type { .. } => error.instance_path().as_str() == place,
        ValidationErrorKind::Constant { .. } => true,
        // The tag of another alternative. But an enum that starts with null only tests whether a member is given.
        ValidationErrorKind::Not { schema } => {
            !schema["enum"][0].is_null() || schema.get("const").is_some_and(|tag| !tag.is_null())
        }
        _ => false,
    })
}

/// Whether an alternative requires that a member is absent.
fn requires_null(errors: &[ValidationError<'_>]) -> bool {
    let null = |error: &ValidationError<'_>| {
        matches!(error.kind(), ValidationErrorKind::Type { kind: TypeKind::Single(JsonType::Null) })
    };
    errors.iter().any(null)
}

/// The places at which the schemas reject a request: its body, and each parameter.
fn request_places(schemas: &Schemas, document: &Value) -> Vec<String> {
    let Value::Object(members) = document else {
        return schemas.body.iter().flat_map(|body| places(body, document)).collect();
    };
    let mut found = Vec::new();
    for parameter in &schemas.parameters {
        let place = format!("/{}", parameter.name);
        match members.get(&parameter.name) {
            None if parameter.required => found.push(place),
            None => {}
            // An absent parameter is not sent.
            Some(Value::Null) if !parameter.required => {}
            Some(value) => {
                found.extend(places(&parameter.schema, value).into_iter().map(|below| place.clone() + &below))
            }
        }
    }
    let is_parameter = |name: &str| schemas.parameters.iter().any(|parameter| parameter.name == name);
    let body = members.iter().filter(|(name, _)| !is_parameter(name));
    let body = Value::Object(body.map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>());
    found.extend(schemas.body.iter().flat_map(|schema| places(schema, &body)));
    found
}

/// Whether a place belongs to an object with a member that is decoded although it is not as documented. A condition on that
/// member holds once it is decoded, which no schema can express. A map is such a member if one of its entries is dropped:
/// what is left may be empty.
fn follows_from_coerced(place: &str, findings: &[Finding]) -> bool {
    let parent = |pointer: &str| pointer.rsplit_once('/').map(|(parent, _)| parent.to_owned());
    let mut objects = findings.iter().filter(|found| found.rule == "coerced").flat_map(|found| {
        let object = parent(&found.pointer);
        let of_map = object.as_deref().and_then(parent).filter(|_| found.message.contains("read as none"));
        [object, of_map]
    });
    objects.any(|object| object.as_deref() == Some(place) || (object.is_some() && object == parent(place)))
}

/// Whether one place is the other one or encloses it.
fn encloses(outer: &str, inner: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The number of documents and findings of each kind.
#[derive(Debug, Default)]
struct Tally {
    accepted: u32,
    refused: u32,
    /// Documents that the schema accepts although there are findings, none of which it must express.
    inexpressible: u32,
    /// Findings that the schema reports at their exact place.
    exact: u32,
    /// Findings that the schema reports at an enclosing place.
    around: u32,
    /// Expressed findings, by rule.
    rules: BTreeMap<&'static str, u32>,
}

/// Compares the verdicts on one document. The error says how they differ.
fn compare(case: &Case<'_>, places: &[String], tally: &mut Tally) -> Result<(), String> {
    let findings =
        check(case.model, case.model.vendor_of(case.endpoint), tests::message(case.endpoint, case.kind), case.document);
    let differ = |what: &str| {
        let found: Vec<String> =
            findings.iter().map(|found| format!("{found} {:?}", case.expressible(found))).collect();
        Err(format!("{what}\n{}\nschema: {places:?}\ninterpreter: {found:#?}", case.document))
    };
    for place in places.iter().filter(|place| !case.is_overridden(place)) {
        let has_cause =
            |found: &Finding| case.expressible(found) != Expressible::Ignored && encloses(place, &found.pointer);
        if !findings.iter().any(has_cause) && !follows_from_coerced(place, &findings) {
            return differ(&format!("only the schema rejects {place:?}"));
        }
    }
    let code = case.faulty_code(&findings);
    let is_checked = |found: &&Finding| code.as_ref().is_none_or(|code| *code == found.pointer);
    let expressed: Vec<&Finding> =
        findings.iter().filter(is_checked).filter(|found| case.expressible(found) == Expressible::Yes).collect();
    if !expressed.is_empty() && places.is_empty() {
        return differ("only the interpreter rejects it");
    }
    // No schema can express the consequences of a value that is decoded although it is not as documented.
    let is_plain = findings.iter().all(|found| found.rule != "coerced");
    for found in &expressed {
        *tally.rules.entry(found.rule).or_default() += 1;
        if places.contains(&found.pointer) {
            tally.exact += 1;
        } else if places.iter().any(|place| encloses(place, &found.pointer)) {
            tally.around += 1;
        } else if is_plain {
            return differ(&format!("the schema does not report {found}"));
        }
    }
    match (places.is_empty(), findings.is_empty()) {
        (false, _) => tally.refused += 1,
        (true, true) => tally.accepted += 1,
        (true, false) => tally.inexpressible += 1,
    }
    Ok(())
}

fn run(model: &Model, what: &str, default_cases: u32) -> Tally {
    let cases = number("OPENAPI_CASES").unwrap_or(default_cases);
    let seed = u64::from(number("OPENAPI_SEED").unwrap_or(20));
    let apis = apis(model);
    let changer = Changer::new(model);
    let schemas: BTreeMap<&String, Schemas> =
        model.endpoints.iter().map(|(name, endpoint)| (name, apis[&endpoint.vendor].schemas(name))).collect();
    // The schema of a file is about its bytes, not about the object that stands for it.
    let has_file = |name: &String, half| {
        let encoding = tests::message(&model.endpoints[name], half).encoding;
        matches!(encoding, Encoding::Form | Encoding::File)
    };
    let starts: Vec<(&String, MessageKind, Value)> = (model.endpoints.keys())
        .flat_map(|name| seeds(model, name).into_iter().map(move |(half, value)| (name, half, value)))
        .filter(|(name, half, _)| !has_file(name, *half))
        .collect();
    let config = Config { cases, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, ..Config::default() };
    let change = (any::<usize>(), any::<u8>(), any::<usize>(), any::<usize>());
    let strategy = (any::<usize>(), prop::collection::vec(change, 0..5));
    let tally = std::cell::RefCell::new(Tally::default());
    let done = TestRunner::new(config).run(&strategy, |(start, changes)| {
        let (name, kind, mut document) = starts[start % starts.len()].clone();
        changes.into_iter().for_each(|change| changer.apply(&mut document, change));
        canonical(&mut document);
        let (endpoint, schemas) = (&model.endpoints[name], &schemas[name]);
        if kind == MessageKind::Request && schemas.body.is_none() && !document.is_object() {
            return Ok(());
        }
        let places = match kind {
            MessageKind::Request => request_places(schemas, &document),
            MessageKind::Response => places(&schemas.reply, &document),
            MessageKind::Event => unreachable!("endpoints have none"),
        };
        let case = Case { model, endpoint, kind, document: &document };
        let compared = compare(&case, &places, &mut tally.borrow_mut());
        compared.map_err(|difference| TestCaseError::fail(format!("{name} {kind:?}: {difference}")))
    });
    if let Err(error) = done {
        panic!("{error}");
    }
    let tally = tally.into_inner();
    eprintln!("{what}: {cases} cases of seed {seed}: {tally:#?}");
    let least = cases / 20;
    assert!(
        tally.accepted > least && tally.refused > least && tally.inexpressible > 0,
        "a kind of document is too rare: {tally:?}"
    );
    assert!(tally.exact > tally.around, "most places are not exact: {tally:?}");
    tally
}

fn number(variable: &str) -> Option<u32> {
    std::env::var(variable).ok()?.parse().ok()
}

#[test]
fn schemas_and_interpreter_agree() {
    run(model(), "the schemas of the vendors", 8_000);
}

#[test]
fn schemas_and_interpreter_agree_on_corner_cases() {
    run(corner_model(), "corner cases", 8_000);
}

#[test]
fn schemas_and_interpreter_agree_on_the_fixture() {
    // Most places of the fixture are in its large page, so that rare rules need more documents.
    let tally = run(fixture_model(), "the schemas of the fixture", 20_000);
    for rule in [
        "type",
        "required",
        "coerced",
        "enum",
        "choice",
        "stray_member",
        "required_if",
        "required_unless",
        "forbidden_if",
        "forbidden_unless",
        "at_least_one_of",
        "exactly_one_of",
        "at_most_one_of",
        "items",
        "chars",
        "pattern",
        "range",
        "unique",
    ] {
        assert!(tally.rules.contains_key(rule), "no document broke {rule}: {tally:?}");
    }
}
