//! The places of violations as JSON pointers, to compare what the validators find.

use generated::{Validate, Violations};
use serde_json::Value;
use validator::{ValidationErrors, ValidationErrorsKind};

/// Places found by the generated code.
#[must_use]
pub fn generated(value: &impl Validate) -> Vec<String> {
    let found: Option<Violations> = value.validate().err();
    sorted(found.iter().flat_map(|found| found.iter().map(|violation| violation.pointer.clone())).collect())
}

/// Places found by `garde`, which writes `a[0].b`.
#[must_use]
pub fn garde<T: garde::Validate<Context = ()>>(value: &T) -> Vec<String> {
    let found = value.validate().err();
    let pointer = |path: String| format!("/{}", path.replace(']', "").replace(['[', '.'], "/"));
    sorted(found.iter().flat_map(garde::Report::iter).map(|(path, _)| pointer(path.to_string())).collect())
}

/// Places found by `validator`, which returns a tree.
#[must_use]
pub fn validator(value: &impl validator::Validate) -> Vec<String> {
    let mut places = Vec::new();
    if let Err(found) = value.validate() {
        add_tree(&found, "", &mut places);
    }
    // The struct around each list element is not part of the document.
    sorted(places.into_iter().map(|place| place.trim_end_matches("/id").to_owned()).collect())
}

fn add_tree(errors: &ValidationErrors, at: &str, places: &mut Vec<String>) {
    for (member, kind) in errors.errors() {
        let at = format!("{at}/{member}");
        match kind {
            ValidationErrorsKind::Struct(inner) => add_tree(inner, &at, places),
            ValidationErrorsKind::List(list) => {
                list.iter().for_each(|(index, inner)| add_tree(inner, &format!("{at}/{index}"), places));
            }
            ValidationErrorsKind::Field(found) => places.extend(found.iter().map(|_| at.clone())),
        }
    }
}

/// Places found by `jsonschema`.
#[must_use]
pub fn jsonschema(schema: &jsonschema::Validator, value: &Value) -> Vec<String> {
    sorted(schema.iter_errors(value).map(|error| error.instance_path().to_string()).collect())
}

fn sorted(mut places: Vec<String>) -> Vec<String> {
    places.sort();
    places
}
