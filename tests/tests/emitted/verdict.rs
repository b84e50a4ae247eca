//! What the interpreter and the generated code say about a document.

use std::collections::{BTreeMap, BTreeSet};

use codegen::{
    interpret::{Class, Document, Finding, check_document, failure},
    model::{MessageKind, Model},
};
use generated::{ErrorCode, FromHttpResponseError, Validate};
use tests::held::Held;

/// The verdict of one side on a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is not JSON.
    NotJson,
    /// It cannot be decoded. Generated code reports the first place, and the interpreter all of them.
    Unreadable(BTreeSet<String>),
    /// A reply with an error code.
    Failed,
    /// It can be decoded and violates these rules at these places.
    Read(BTreeSet<(String, String)>),
}

/// The verdict of generated code on a reply. `None` if the list of its violations is truncated.
pub(crate) fn of_reply<T: Validate, C: ErrorCode>(reply: &Result<T, FromHttpResponseError<C>>) -> Option<Verdict> {
    match reply {
        Ok(payload) => rules(payload),
        Err(FromHttpResponseError::Api(_)) => Some(Verdict::Failed),
        Err(FromHttpResponseError::NotJson { .. }) => Some(Verdict::NotJson),
        Err(FromHttpResponseError::Decode(error)) => {
            let missing = error.message().strip_prefix("missing ").unwrap_or_default();
            let missing = missing.split(", ").map(|name| name.trim_matches('`')).filter(|name| !name.is_empty());
            let mut places: BTreeSet<String> = missing.map(|name| format!("{}/{name}", error.pointer())).collect();
            if places.is_empty() {
                places.insert(error.pointer().to_owned());
            }
            Some(Verdict::Unreadable(places))
        }
        Err(error) => panic!("unexpected: {error}"),
    }
}

/// The rules that a sent value violates, and its warnings. `None` if a list is truncated.
pub(crate) fn sent(value: &impl Validate) -> Option<Verdict> {
    let warnings = value.warnings();
    match rules(value)? {
        Verdict::Read(mut found) if !warnings.is_truncated() => {
            found.extend(warnings.into_iter().map(|found| (found.pointer, warning(found.rule.id()))));
            Some(Verdict::Read(found))
        }
        _ => None,
    }
}

fn warning(rule: &str) -> String {
    format!("warning {rule}")
}

/// The rules that a value violates. `None` if the list is truncated.
pub(crate) fn rules(value: &impl Validate) -> Option<Verdict> {
    match value.validate() {
        Ok(()) => Some(Verdict::Read(BTreeSet::new())),
        Err(violations) if violations.is_truncated() => None,
        Err(violations) => Some(Verdict::Read(
            violations.into_iter().map(|found| (found.pointer, found.rule.id().to_owned())).collect(),
        )),
    }
}

/// A verdict with aliases replaced by names: after decoding, generated code only knows the name.
pub(crate) fn by_own_names(verdict: Verdict, aliases: &BTreeMap<&str, &str>) -> Verdict {
    let own = |pointer: &str| {
        let segments = pointer.split('/').map(|segment| *aliases.get(segment).unwrap_or(&segment));
        segments.collect::<Vec<_>>().join("/")
    };
    match verdict {
        Verdict::Read(rules) => Verdict::Read(rules.into_iter().map(|(place, rule)| (own(&place), rule)).collect()),
        other => other,
    }
}

/// The names of members by alias.
pub(crate) fn aliases(model: &Model) -> BTreeMap<&str, &str> {
    let fields = model.objects.values().flat_map(|object| object.fields());
    fields.flat_map(|field| field.also_names.iter().map(|alias| (alias.as_str(), field.wire.as_str()))).collect()
}

/// The verdict of the interpreter on a document.
pub(crate) fn interpreted(model: &Model, endpoint: &str, kind: MessageKind, document: &Document) -> Verdict {
    let endpoint = &model.endpoints[endpoint];
    let vendor = model.vendor_of(endpoint);
    let findings = check_document(model, vendor, tests::message(endpoint, kind), document);
    let faults: BTreeSet<String> =
        findings.iter().filter(|found| found.class == Class::Fault).map(|found| found.pointer.clone()).collect();
    if !faults.is_empty() {
        return Verdict::Unreadable(faults);
    }
    if kind == MessageKind::Response && failure(model, vendor, &document.value).is_some() {
        return Verdict::Failed;
    }
    let held = Held::new(&document.value, &findings);
    let rule = |found: &Finding| match found.class {
        Class::Violation => Some(found.rule.to_owned()),
        Class::Warning => Some(warning(found.rule)),
        Class::Fault | Class::Deviation => None,
    };
    Verdict::Read(findings.iter().filter_map(|found| Some((held.place(&found.pointer), rule(found)?))).collect())
}

/// Whether the verdicts agree. Generated code may find a fault in an element of what the interpreter knows to be no list: it
/// reads the elements of an object with numbered names before it sees a name that is not a number.
pub(crate) fn agree(generated: &Verdict, interpreted: &Verdict) -> bool {
    let is_element = |list: &str, place: &str| {
        place
            .strip_prefix(list)
            .and_then(|rest| rest.strip_prefix('/'))
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    match (generated, interpreted) {
        (Verdict::Unreadable(one), Verdict::Unreadable(all)) => {
            one.iter().all(|place| all.iter().any(|known| place == known || is_element(known, place)))
        }
        (generated, interpreted) => generated == interpreted,
    }
}
