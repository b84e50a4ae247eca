//! Whether a member of a schema is what a row of a page says.

use std::collections::BTreeSet;

use facts::{Bounds, Claim, Direction, Row, text, vocabulary};

use crate::{
    members::{WireKind, WireMember},
    model::{Limit, Limits, Primitive, Range, Type},
};

/// Something that a row says, and the verdict on it.
pub(super) struct Judged {
    pub(super) kind: &'static str,
    pub(super) value: String,
    pub(super) verdict: Option<Verdict>,
}

/// How the schema contradicts a row.
pub(super) struct Verdict {
    /// What it is about; the path of the row, if `None`.
    pub(super) subject: Option<String>,
    /// What keeps it apart from others; what the row says, if `None`.
    pub(super) value: Option<String>,
    pub(super) message: String,
    pub(super) help: String,
}

impl Verdict {
    fn new(message: String, help: impl Into<String>) -> Self {
        Self { subject: None, value: None, message, help: help.into() }
    }
}

/// Judges everything that a row says. Several members have its path where a tag decides which of them is there: one that
/// agrees is enough. `wrong` has the types that only examples have which the schema lists as wrong.
pub(super) fn judge(
    row: &Row,
    members: &[&WireMember<'_>],
    direction: Direction,
    is_xml: bool,
    wrong: &BTreeSet<&str>,
) -> Vec<Judged> {
    let mut found = vec![agreed("member", if row.is_documented() { "table" } else { "example" })];
    found.extend(row.text.as_ref().map(|text| agreed("text", text)));
    if let Some(word) = &row.type_word {
        let agrees = is_xml || members.iter().any(|member| is_type(row, member));
        found.push(Judged { verdict: (!agrees).then(|| wrong_type(row, word, members)), ..agreed("type", word) });
    }
    if let (Some(word), Direction::Request) = (&row.required_word, direction) {
        let wanted = row.required();
        let agrees =
            members.iter().any(|member| wanted.is_none() || member.required.is_none() || member.required == wanted);
        let verdict = || {
            let says = if wanted == Some(true) { "requires {}" } else { "says that {} is optional" };
            let here = if wanted == Some(true) { "does not" } else { "requires it" };
            let help = if wanted == Some(true) { "write `required: true`" } else { "remove `required: true`" };
            Verdict::new(format!("the page {says} (`{word}`), and the schema {here}"), help)
        };
        found.push(Judged { verdict: (!agrees).then(verdict), ..agreed("required", word) });
    }
    for claim in &row.claims {
        claimed(claim, members, direction, &mut found);
    }
    for ty in &row.examples {
        let agrees =
            is_xml || ty == "null" || wrong.contains(ty.as_str()) || members.iter().any(|member| has_json(ty, member));
        let verdict = || {
            let help = "correct the type, or add an erratum with `also_accept`, or list the example as wrong";
            Verdict::new(format!("{{}} is {} in an example on the page and {} here", json(ty), shown(members)), help)
        };
        found.push(Judged { verdict: (!agrees).then(verdict), ..agreed("examples", ty) });
    }
    found
}

fn agreed(kind: &'static str, value: &str) -> Judged {
    Judged { kind, value: value.to_owned(), verdict: None }
}

fn wrong_type(row: &Row, word: &str, members: &[&WireMember<'_>]) -> Verdict {
    if row.ty().is_none() {
        let help = "add the word to the table of `facts/src/vocabulary.rs`, if it is one";
        return Verdict::new(format!("the page has an unknown word for the type of {{}}: `{word}`"), help);
    }
    Verdict::new(format!("the type of {{}} is `{word}` on the page and {} here", shown(members)), "correct the type")
}

fn is_type(row: &Row, member: &WireMember<'_>) -> bool {
    use vocabulary::Type as Word;
    let (Some(word), Some(ty)) = (row.ty(), member.ty) else { return row.ty().is_some() };
    let is_list = |ty| matches!(ty, Word::List | Word::TextList | Word::IntegerList | Word::ObjectList);
    match (word, ty) {
        (Word::Integer, Word::Bool) => is_bool_as_int(member),
        // JSON has one kind of numbers.
        (Word::Number, Word::Integer) => true,
        (Word::List, ty) => is_list(ty),
        (word, Word::List) => is_list(word),
        (word, ty) => word == ty,
    }
}

fn has_json(json: &str, member: &WireMember<'_>) -> bool {
    use vocabulary::Type as Word;
    let Some(ty) = member.ty else { return true };
    match (json, ty) {
        ("string", Word::Text) | ("integer" | "number", Word::Number) | ("integer", Word::Integer) => true,
        ("bool", Word::Bool) => !is_bool_as_int(member),
        ("integer", Word::Bool) => is_bool_as_int(member),
        ("object", Word::Object) => true,
        ("list", Word::List | Word::TextList | Word::IntegerList | Word::ObjectList) => true,
        _ => false,
    }
}

fn is_bool_as_int(member: &WireMember<'_>) -> bool {
    matches!(member.kind, WireKind::Field(field) if field.bool_as_int)
}

fn claimed(claim: &Claim, members: &[&WireMember<'_>], direction: Direction, found: &mut Vec<Judged>) {
    match claim {
        Claim::Bytes(bounds) | Claim::Chars(bounds) | Claim::Items(bounds) | Claim::Range(bounds) => {
            let kind = claim.kind();
            let agrees = members.iter().any(|member| has_bounds(kind, *bounds, &member.limits))
                || kind == "range" && members.iter().any(|member| is_range_of_type(*bounds, member));
            let verdict = || {
                let help = format!("write `{kind}: {}`", written(*bounds));
                Verdict::new(
                    format!("the page says `{bounds}` for the {} of {{}}, and the schema does not", counted(kind)),
                    help,
                )
            };
            found.push(Judged { verdict: (!agrees).then(verdict), ..agreed(kind, &bounds.to_string()) });
        }
        Claim::Default(value) => {
            let is_default =
                |member: &&WireMember<'_>| member.default.as_deref().is_some_and(|default| same(default, value));
            // In a reply, it says what absent members mean, for which the language has no word.
            let agrees = direction != Direction::Request || members.iter().any(is_default);
            let verdict = || {
                let help = format!("write `default: {}`, or the name of the value", text::scalar(value));
                Verdict::new(
                    format!("the default of {{}} is `{value}` on the page, and the schema does not say so"),
                    help,
                )
            };
            found.push(Judged { verdict: (!agrees).then(verdict), ..agreed("default", value) });
        }
        Claim::Fixed(value) => {
            let has_pattern = |member: &&WireMember<'_>| {
                member.limits.iter().any(|limits| limits.pattern.as_ref().is_some_and(|pattern| same(pattern, value)))
            };
            let agrees = members.iter().any(|member| lists(member, value) || has_pattern(member));
            let verdict = || {
                let help = "make it the tag of a choice, an enum with this value, or a text with this `pattern`";
                Verdict::new(format!("{{}} is always `{value}` on the page, and the schema does not say so"), help)
            };
            found.push(Judged { verdict: (!agrees).then(verdict), ..agreed("fixed", value) });
        }
        Claim::Values(values) => found.extend(values.iter().map(|value| listed(value, members))),
    }
}

fn listed(value: &str, members: &[&WireMember<'_>]) -> Judged {
    if members.iter().any(|member| lists(member, value)) {
        return agreed("values", value);
    }
    let has_values = members.iter().any(|member| !member.values.is_empty());
    let (schema, help) = match has_values {
        true => ("which the schema does not have", "add it"),
        false => ("and the schema has no values there", "make an enum, and name the values"),
    };
    let path = members.first().map_or("", |member| member.path.as_str());
    let verdict = Verdict {
        subject: Some(format!("`{value}`")),
        value: Some(String::new()),
        ..Verdict::new(format!("the page lists {{}} for `{path}`, {schema}"), help)
    };
    Judged { verdict: Some(verdict), ..agreed("values", value) }
}

fn lists(member: &WireMember<'_>, value: &str) -> bool {
    let is_bool = member.ty == Some(vocabulary::Type::Bool) && ["0", "1", "true", "false"].contains(&value);
    is_bool || member.values.iter().any(|listed| same(listed, value))
}

/// Whether two values on the wire are the same; `false` may be written as 0.
fn same(a: &str, b: &str) -> bool {
    let plain = |value: &str| match text::normalized(value).trim_matches('"') {
        "false" => "0".to_owned(),
        "true" => "1".to_owned(),
        other => other.to_owned(),
    };
    plain(a) == plain(b)
}

fn has_bounds(kind: &str, bounds: Bounds, limits: &[&Limits]) -> bool {
    let ends = limits.iter().map(|limits| ends(kind, limits));
    let mut mins = ends.clone().filter_map(|(min, _)| min);
    let mut maxes = ends.filter_map(|(_, max)| max);
    // Counts are never negative.
    let min = bounds.min.filter(|min| *min > 0 || kind == "range");
    // Any limit that refuses an empty text says that it has 1 byte.
    let refuses_empty = || matches!(kind, "bytes" | "chars") && limits.iter().any(|limits| limits.refuse_empty());
    min.is_none_or(|min| mins.any(|limit| limit == min) || min == 1 && refuses_empty())
        && bounds.max.is_none_or(|max| maxes.any(|limit| limit == max))
}

/// Whether bounds are those of the type, which a limit need not repeat.
fn is_range_of_type(bounds: Bounds, member: &WireMember<'_>) -> bool {
    let Some(Type::Primitive(ty)) = member.model_type() else { return false };
    let all = match ty {
        Primitive::Int32 => (Some(i64::from(i32::MIN)), Some(i64::from(i32::MAX))),
        Primitive::Uint32 => (Some(0), Some(i64::from(u32::MAX))),
        Primitive::Int64 => (Some(i64::MIN), Some(i64::MAX)),
        Primitive::Uint64 => (Some(0), None),
        _ => return false,
    };
    let is_end = |stated: Option<i64>, end| stated.is_none() || stated == end;
    (bounds.min.is_some() || bounds.max.is_some()) && is_end(bounds.min, all.0) && is_end(bounds.max, all.1)
}

/// The least and the greatest value that limits of a kind allow.
fn ends(kind: &str, limits: &Limits) -> (Option<i64>, Option<i64>) {
    let limit = match kind {
        "bytes" => limits.bytes.or(limits.size),
        "chars" => limits.chars,
        "items" => limits.items,
        _ => return range(limits.range),
    };
    let Some(Limit { min, max }) = limit else { return (None, None) };
    let end = |end: Option<u64>| end.and_then(|end| i64::try_from(end).ok());
    (end(min), end(max))
}

fn range(range: Option<Range>) -> (Option<i64>, Option<i64>) {
    match range {
        Some(Range::Int { min, max }) => (min, max),
        Some(Range::Float { min, max }) => (min.map(|min| min as i64), max.map(|max| max as i64)),
        None => (None, None),
    }
}

fn counted(kind: &str) -> &'static str {
    match kind {
        "bytes" => "bytes",
        "chars" => "characters",
        "items" => "elements",
        _ => "value",
    }
}

fn written(bounds: Bounds) -> String {
    let end = |name: &str, end: Option<i64>| end.map(|end| format!("{name}: {end}"));
    let ends: Vec<String> = [end("min", bounds.min), end("max", bounds.max)].into_iter().flatten().collect();
    format!("{{ {} }}", ends.join(", "))
}

/// A JSON type with an article.
fn json(ty: &str) -> String {
    let article = if matches!(ty, "integer" | "object") { "an" } else { "a" };
    format!("{article} {ty}")
}

/// The type of the first member, in the words of the schema.
fn shown(members: &[&WireMember<'_>]) -> String {
    let first = members.first();
    match first.map(|member| member.kind) {
        Some(WireKind::Field(field)) if field.bool_as_int => "`bool` with `wire: int`".to_owned(),
        Some(WireKind::Tag(_)) => "a tag".to_owned(),
        _ => match first.and_then(|member| member.model_type()) {
            Some(ty) => format!("`{}`", short(ty)),
            None => "something else".to_owned(),
        },
    }
}

/// A type without the scopes of names.
fn short(ty: &Type) -> String {
    match ty {
        Type::Scalar(name) | Type::Enum(name) | Type::Object(name) => name.name.clone(),
        Type::List(of) => format!("[{}]", short(of)),
        Type::Map(of) => format!("{{ string: {} }}", short(of)),
        Type::JsonString(of) => format!("string that holds {}", short(of)),
        Type::Primitive(_) | Type::File => ty.to_string(),
    }
}
