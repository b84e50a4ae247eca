//! The rules in the rows of tables: calls of the runtime's functions.

use super::{
    choice::tag_type,
    doc::WORDS,
    kinds,
    string::literal,
    together,
    types::{Context, Held, held, is_held_plain},
};
use crate::{
    model::{
        Beyond, Choice, Condition, Direction, Field, Form, Group, GroupRule, Limit, Limits, LimitsIf, Literal as Value,
        Number, Object, Primitive, Range, Role, Test, Type, Unit, Variant, WireValue,
    },
    naming,
};

/// A rule: the name of its function, and its arguments.
pub(super) type Rule = String;

/// The rules of a field, in the order in which they are checked.
pub(super) fn of_field(context: Context<'_>, object: &Object, field: &Field) -> Vec<Rule> {
    let mut rules = Vec::new();
    if object.role == Role::Both && field.required {
        rules.push("required()".to_owned());
    }
    rules.extend(field.required_in.map(|direction| format!("required_if_{}()", direction.as_str())));
    if field.only == Some(Direction::Received) {
        rules.push(format!("only_received{}()", given(field)));
    }
    rules.extend(of_limits(&field.limits, held(object, field)));
    rules.extend(limits_if(context, object, field));
    rules.extend(kinds::of_field(context, field));
    if context.checks.ty(context.model, &field.ty, object.role) {
        rules.push("check()".to_owned());
    }
    rules.extend(field.depends.iter().map(|dependency| {
        let words = literal(&WORDS.condition(&dependency.condition));
        format!(
            "{}{}({}, {words})",
            dependency.key(),
            given(field),
            condition_holds(context, object, &dependency.condition)
        )
    }));
    rules
}

/// The limits of a field under conditions.
fn limits_if(context: Context<'_>, object: &Object, field: &Field) -> Vec<Rule> {
    let limits = field.limits_if.iter().flat_map(|LimitsIf { condition, limits }| {
        let holds = condition_holds(context, object, condition);
        of_limits(limits, held(object, field)).into_iter().map(move |rule| (holds.clone(), rule))
    });
    let conditional = limits.filter_map(|(holds, rule)| {
        let (name, arguments) = rule.strip_suffix(')')?.split_once('(')?;
        Some(format!("when({holds}, |field, to| validate::rules::{name}(field, {arguments}, to))"))
    });
    conditional.collect()
}

/// How rules see whether a field is given, if not as usual.
fn given(field: &Field) -> &'static str {
    if field.is_given_if_empty() { " as present" } else { "" }
}

/// The rules of a choice.
pub(super) fn of_choice(context: Context<'_>, object: &Object, choice: &Choice) -> Vec<Rule> {
    let mut rules = Vec::new();
    if object.role == Role::Both && choice.required {
        rules.push("required_tag()".to_owned());
    }
    let nested = choice.types().iter().any(|ty| context.checks.ty(context.model, ty, object.role));
    if object.role.sent() || nested {
        rules.push("variant()".to_owned());
    }
    rules
}

/// A rule about several fields.
pub(super) fn of_group(object: &Object, group: &Group) -> Rule {
    let rule = match group.rule {
        GroupRule::AtLeastOneOf => "at_least_one_of",
        GroupRule::ExactlyOneOf => "exactly_one_of",
        GroupRule::AtMostOneOf => "at_most_one_of",
        GroupRule::FirstOf => "first_of",
        GroupRule::Sum { .. } | GroupRule::Items { .. } | GroupRule::Span { .. } => {
            return together::of_group(object, group);
        }
    };
    let fields = group.fields.iter().filter_map(|wire| object.field(wire));
    let member =
        |field: &Field| format!("{}{} {}", naming::value_ident(&field.name), given(field), literal(&field.wire));
    let fields: Vec<String> = fields.map(member).collect();
    format!("{rule}({})", fields.join(", "))
}

/// A rule for each limit.
pub(super) fn of_limits(limits: &Limits, held: Held) -> Vec<Rule> {
    // Limits of kinds are rules of their own.
    let Limits { chars: _, bytes: _, size: _, filename, items, range: _, pattern, unique, beyond: _, kinds: _ } =
        limits;
    let mut rules = Vec::new();
    let count = |rule: &str, unit: Unit| {
        let (enforced, max) = limits.enforced(unit);
        let beyond = max.map(|max| format!("{}_truncated({max})", unit.key()));
        enforced.and_then(|limit| limit_rule(rule, limit)).into_iter().chain(beyond)
    };
    // In this field, an empty list may be an absent one, which breaks no limit.
    rules.extend(count(if held == Held::PlainOrEmpty { "items_if_any" } else { "items" }, Unit::Items));
    if let (true, Some(max)) = (*unique, items.and_then(|items| items.max)) {
        rules.push(format!("unique({max})"));
    }
    rules.extend(count("chars", Unit::Chars));
    rules.extend(count("bytes", Unit::Bytes));
    rules.extend(count("bytes", Unit::Size));
    let (range, beyond) = limits.enforced_range();
    rules.extend(range.and_then(|range| match range {
        Range::Int { min, max } => bounded("range", min, max),
        Range::Float { min, max } => {
            let text = |bound: f64| format!("{bound:?}");
            bounded("float_range", min.map(text), max.map(text))
        }
    }));
    rules.extend(beyond.map(|(max, beyond)| {
        let (kind, max) = match max {
            Number::Int(max) => ("range", max.to_string()),
            Number::Float(max) => ("float_range", format!("{max:?}")),
        };
        let effect = match beyond {
            Beyond::Default | Beyond::Truncated => "defaulted",
            Beyond::Maximum => "clamped",
        };
        format!("{kind}_{effect}({max})")
    }));
    rules.extend(pattern.as_ref().map(|pattern| format!("pattern(regex!({}))", literal(pattern))));
    let of_name = filename.iter().flat_map(|limits| of_limits(limits, Held::Plain));
    rules.extend(of_name.map(|rule| format!("filename_{rule}")));
    rules
}

fn limit_rule(rule: &str, limit: Limit) -> Option<Rule> {
    bounded(rule, limit.min, limit.max)
}

/// A rule about a count or a number; `None` without bounds.
fn bounded<T: std::fmt::Display>(rule: &str, min: Option<T>, max: Option<T>) -> Option<Rule> {
    match (min, max) {
        (Some(min), Some(max)) => Some(format!("{rule}(between({min}, {max}))")),
        (Some(min), None) => Some(format!("{rule}(at_least({min}))")),
        (None, Some(max)) => Some(format!("{rule}(at_most({max}))")),
        (None, None) => None,
    }
}

/// A condition as an expression about the object `it`.
fn condition_holds(context: Context<'_>, object: &Object, condition: &Condition) -> String {
    let tests = condition.tests.iter().filter_map(|test| match object.field(&test.field) {
        Some(field) => Some(test_holds(context, object, field, test)),
        None => Some(tag_matches(object, object.choice()?, test)),
    });
    tests.collect::<Vec<_>>().join(" && ")
}

/// A test of a choice's tag. A listed tag without its member is part of an unknown choice.
fn tag_matches(object: &Object, choice: &Choice, test: &Test) -> String {
    let ty = naming::type_ident(&choice.type_name);
    let wires: Vec<&WireValue> = test
        .values
        .iter()
        .filter_map(|value| if let Value::Enum { wire, .. } = value { Some(wire) } else { None })
        .collect();
    let meant = choice.variants.iter().filter(|variant| wires.contains(&&variant.tag));
    let pattern = |variant: &Variant| {
        let member = if variant.ty().is_some() { "(_)" } else { "" };
        format!("{ty}::{}{member}", naming::variant_ident(&variant.name))
    };
    let variants: Vec<String> = meant.map(pattern).collect();
    let tags: Vec<String> = wires.iter().map(|wire| literal_wire(wire)).collect();
    let is_plain = is_held_plain(object, choice);
    let [open, close] = if is_plain { ["", ""] } else { ["Some(", ")"] };
    // If every variant is named, there is no other value.
    let other = if is_plain && variants.len() == choice.variants.len() { "" } else { ", _ => false" };
    format!(
        "match &it.{} {{ {open}{}{close} => true, {open}{ty}::Unknown(unknown){close} => unknown.has_tag::<{}>(&[{}]){other} }}",
        naming::value_ident(&choice.name),
        variants.join(" | "),
        tag_type(choice.wire),
        tags.join(", "),
    )
}

fn literal_wire(wire: &WireValue) -> String {
    match wire {
        WireValue::Int(value) => value.to_string(),
        WireValue::Text(text) => literal(text),
    }
}

fn test_holds(context: Context<'_>, object: &Object, field: &Field, test: &Test) -> String {
    let ident = naming::value_ident(&field.name);
    if test.values.is_empty() {
        return if field.is_given_if_empty() {
            format!("!it.{ident}.is_absent()")
        } else {
            format!("it.{ident}.is_given()")
        };
    }
    let optional = held(object, field) == Held::Optional;
    if let (Type::Primitive(Primitive::Bool), false, [Value::Bool(expected)]) = (&field.ty, optional, &test.values[..])
    {
        return if *expected { format!("it.{ident}") } else { format!("!it.{ident}") };
    }
    let values: Vec<String> = test.values.iter().map(|value| operand(context, field, value)).collect();
    let values = values.join(" | ");
    let subject = subject(context, field, &format!("it.{ident}"), optional);
    let is_default = field.default.as_ref().is_some_and(|default| test.values.contains(default));
    match (optional, is_default) {
        (true, true) => format!("matches!({subject}, None | Some({values}))"),
        (true, false) => format!("matches!({subject}, Some({values}))"),
        (false, _) => format!("matches!({subject}, {values})"),
    }
}

/// The value that a condition compares: the text or the number in a field.
fn subject(context: Context<'_>, field: &Field, place: &str, optional: bool) -> String {
    let (of, method, borrows) = match &field.ty {
        Type::Primitive(primitive) => match primitive {
            Primitive::String if optional => return format!("{place}.as_deref()"),
            Primitive::String => return format!("{place}.as_str()"),
            Primitive::Timestamp => ("scalar::Timestamp".to_owned(), "as_secs", false),
            Primitive::TimestampMs => ("scalar::TimestampMs".to_owned(), "as_millis", false),
            Primitive::ErrorCode => ("crate::ErrorCode".to_owned(), "wire", false),
            Primitive::Bool
            | Primitive::Int32
            | Primitive::Int64
            | Primitive::Uint32
            | Primitive::Uint64
            | Primitive::Float
            | Primitive::Json => return place.to_owned(),
        },
        Type::Scalar(name) => {
            let of = naming::type_ident(&name.name).to_string();
            match context.model.scalars[name].wire.form() {
                Form::Text => (of, "as_str", true),
                Form::Bool | Form::Integer(..) | Form::Float | Form::Any => (of, "get", false),
            }
        }
        Type::Enum(_) | Type::Object(_) | Type::List(_) | Type::Map(_) | Type::JsonString(_) | Type::File => {
            return place.to_owned();
        }
    };
    match (optional, borrows) {
        (false, _) => format!("{place}.{method}()"),
        (true, true) => format!("{place}.as_ref().map({of}::{method})"),
        (true, false) => format!("{place}.map({of}::{method})"),
    }
}

fn operand(context: Context<'_>, field: &Field, value: &Value) -> String {
    match value {
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => format!("{value:?}"),
        Value::Text(value) => literal(value),
        Value::Enum { name, .. } => format!("{}::{}", context.ty_text(&field.ty), naming::variant_ident(name)),
    }
}
