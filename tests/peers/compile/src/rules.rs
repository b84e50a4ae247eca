//! The limits of values in the notation of the derives of garde and validator.
//!
//! Both can express rules about a single value: counts, ranges, patterns, and nested members. Only ours checks rules
//! about several members and unique elements.

use codegen::model::{Field, Limit, Limits, Model, Primitive, Range, Type};

use crate::structs::Style;

/// A derive that checks limits.
pub(crate) fn derive(style: Style) -> Option<&'static str> {
    match style {
        Style::Bare | Style::Typed => None,
        Style::Garde => Some("garde::Validate"),
        Style::Validator => Some("validator::Validate"),
    }
}

/// The imports of a module. Code derived by validator calls methods of its trait.
pub(crate) fn import(style: Style) -> &'static str {
    if style == Style::Validator { "use validator::Validate as _;\n" } else { "" }
}

/// The attributes of a struct.
pub(crate) fn attribute(style: Style) -> &'static str {
    if style == Style::Garde { "#[garde(allow_unvalidated)]\n" } else { "" }
}

/// The attributes of a member that a tag selects.
pub(crate) fn of_slot(style: Style, ty: &Type) -> &'static str {
    match (style, is_nested(ty)) {
        (Style::Garde, true) => "    #[garde(dive)]\n",
        (Style::Validator, true) => "    #[validate(nested)]\n",
        _ => "",
    }
}

/// The attributes of a field, which may be an `Option`. A pattern that needs a static is added to `statics`, under a
/// name derived from `name`.
pub(crate) fn of(
    style: Style,
    model: &Model,
    field: &Field,
    option: bool,
    statics: &mut Vec<String>,
    name: &str,
) -> String {
    let mut rules = Vec::new();
    match style {
        Style::Bare | Style::Typed => return String::new(),
        Style::Garde => {
            rules.extend(field.limits.items.map(|limit| format!("length({})", bounds(limit))));
            let value = value_rules(model, field, garde);
            match (&field.ty, value.is_empty()) {
                (_, true) => {}
                // garde treats the value of an `Option` as an inner value, too.
                (Type::List(_), false) if option => rules.push(format!("inner(inner({}))", value.join(", "))),
                (Type::List(_), false) => rules.push(format!("inner({})", value.join(", "))),
                (_, false) => rules.extend(value),
            }
            rules.extend(is_nested(&field.ty).then(|| "dive".to_owned()));
        }
        Style::Validator => {
            rules.extend(field.limits.items.map(|limit| format!("length({})", bounds(limit))));
            // validator has no rules for elements that are not structs.
            if !matches!(field.ty, Type::List(_) | Type::Map(_)) {
                rules.extend(value_rules(model, field, |limits, is| validator(limits, is, statics, name)));
            }
            rules.extend(is_nested(&field.ty).then(|| "nested".to_owned()));
        }
    }
    let key = if style == Style::Garde { "garde" } else { "validate" };
    if rules.is_empty() { String::new() } else { format!("    #[{key}({})]\n", rules.join(", ")) }
}

/// The limits of a field's value, or of its elements if it is a list: its own and those of its named scalar.
fn value_rules(model: &Model, field: &Field, mut write: impl FnMut(&Limits, Primitive) -> Vec<String>) -> Vec<String> {
    let of = match &field.ty {
        Type::List(of) => of,
        ty => ty,
    };
    match of {
        Type::Primitive(is) if !field.bool_as_int => write(&field.limits, *is),
        Type::Scalar(name) => {
            let scalar = &model.scalars[name];
            let own = write(&field.limits, scalar.wire);
            if own.is_empty() { write(&scalar.limits, wide(scalar.wire)) } else { own }
        }
        _ => Vec::new(),
    }
}

fn garde(limits: &Limits, is: Primitive) -> Vec<String> {
    let length = limits.chars.map(|limit| format!("length(chars, {})", bounds(limit)));
    let bytes = limits.bytes.map(|limit| format!("length(bytes, {})", bounds(limit)));
    let pattern = limits.pattern.as_ref().map(|pattern| format!("pattern({:?})", anchored(pattern)));
    length.or(bytes).into_iter().chain(pattern).chain(range(limits, is)).collect()
}

fn validator(limits: &Limits, is: Primitive, statics: &mut Vec<String>, name: &str) -> Vec<String> {
    let mut rules: Vec<String> = limits.chars.map(|limit| format!("length({})", bounds(limit))).into_iter().collect();
    if let Some(pattern) = &limits.pattern {
        let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' };
        let name: String = name.chars().map(letter).collect();
        rules.push(format!("regex(path = *{name})"));
        statics.push(format!(
            "static {name}: std::sync::LazyLock<regex::Regex> =\n    \
             std::sync::LazyLock::new(|| regex::Regex::new({:?}).expect(\"a pattern\"));\n",
            anchored(pattern)
        ));
    }
    rules.extend(range(limits, is));
    rules
}

fn anchored(pattern: &str) -> String {
    format!("^(?:{pattern})$")
}

fn bounds(limit: Limit) -> String {
    let min = limit.min.map(|min| format!("min = {min}"));
    let max = limit.max.map(|max| format!("max = {max}"));
    min.into_iter().chain(max).collect::<Vec<_>>().join(", ")
}

fn range(limits: &Limits, is: Primitive) -> Option<String> {
    let (min, max) = match limits.range? {
        Range::Int { min, max } if is == Primitive::Float => {
            (min.map(|min| format!("{min}.0")), max.map(|max| format!("{max}.0")))
        }
        Range::Int { min, max } => (min.map(|min| min.to_string()), max.map(|max| max.to_string())),
        Range::Float { min, max } => (min.map(|min| format!("{min:?}")), max.map(|max| format!("{max:?}"))),
    };
    let bounds = min.map(|min| format!("min = {min}")).into_iter().chain(max.map(|max| format!("max = {max}")));
    Some(format!("range({})", bounds.collect::<Vec<_>>().join(", ")))
}

/// The type of a named scalar in bare structs.
fn wide(wire: Primitive) -> Primitive {
    if wire == Primitive::String { wire } else { Primitive::Int64 }
}

fn is_nested(ty: &Type) -> bool {
    match ty {
        Type::Object(_) => true,
        Type::List(of) => is_nested(of),
        _ => false,
    }
}
