//! Limits, rules, values and errata in words: for docs, descriptions, outlines and findings.
//!
//! The words are the same everywhere. [`Words`] says how names and values are marked, and what enum values are called.

use std::fmt::Display;

use super::{
    Access, Beyond, Condition, Dependency, Effect, Erratum, Field, Group, GroupRule, KindCount, Kinds, Limit, Limits,
    LimitsIf, Literal, Note, Paging, PagingForm, Permission, Range, Unit, WhenEmpty, WireValue,
};

/// A style in which parts of the model are worded.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// Marks a name or a value as code.
    pub code: fn(&str) -> String,
    /// Escapes a text that has no markup.
    pub text: fn(&str) -> String,
    /// Adapts Markdown from a schema to the middle of a paragraph.
    pub markdown: fn(&str) -> String,
    /// How enum values are named.
    pub values: Values,
    /// The number of characters up to which an erratum repeats a value. A longer one must be readable at the same place.
    pub longest: usize,
}

/// How an enum value is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// By its English name.
    Named,
    /// By its value on the wire, with its name in parentheses.
    Wire,
}

impl Words {
    /// Who may call an endpoint.
    #[must_use]
    pub fn permission(&self, permission: &Permission) -> String {
        let access = match &permission.access {
            Access::Needs(needs) => (self.text)(needs),
            Access::Supported => "supported".to_owned(),
            Access::Unsupported => "not supported".to_owned(),
        };
        format!("{}: {access}", (self.text)(&permission.app))
    }

    /// A note, with its date.
    #[must_use]
    pub fn note(&self, note: &Note) -> String {
        let text = (self.markdown)(&note.text);
        note.since.as_ref().map_or_else(|| text.clone(), |since| format!("Since {since}: {text}"))
    }

    /// For readers of schemas.
    pub const SCHEMA: Self = Self { values: Values::Named, ..Self::JSON };

    /// For readers of JSON.
    pub const JSON: Self = Self {
        code: backticks,
        text: str::to_owned,
        markdown: str::to_owned,
        values: Values::Wire,
        longest: usize::MAX,
    };

    /// A phrase for each limit: `1 to 20 characters`, `no duplicates`.
    #[must_use]
    pub fn limits(&self, limits: &Limits) -> Vec<String> {
        let Limits { chars, bytes, size, filename, items, range, pattern, unique, beyond, kinds } = limits;
        let counts = [(Unit::Items, items), (Unit::Chars, chars), (Unit::Bytes, bytes), (Unit::Size, size)];
        let more = |words: String, key| match beyond.get(key) {
            Some(beyond) => format!("{words}, {}", self::beyond(*beyond)),
            None => words,
        };
        let counts = counts.into_iter().filter_map(|(unit, limit)| Some(more(count((*limit)?, unit), unit.key())));
        let range = range.map(|range| more(self::range(range), "range"));
        let pattern = pattern.iter().map(|pattern| format!("matches {}", (self.code)(pattern)));
        let unique = unique.then(|| "no duplicates".to_owned());
        let names = filename.iter().flat_map(|limits| self.limits(limits));
        let names = names.map(|limit| format!("file name: {limit}"));
        counts.chain(range).chain(pattern).chain(unique).chain(self.kinds(kinds)).chain(names).collect()
    }

    /// A phrase for each limit of kinds.
    #[must_use]
    pub fn kinds(&self, kinds: &Kinds) -> Vec<String> {
        let counts = kinds.counts.iter().map(|count| self.kind_count(count));
        counts.chain(kinds.alike.then(|| "all of one kind".to_owned())).collect()
    }

    /// `at most 10 of the kinds click and view`.
    #[must_use]
    pub fn kind_count(&self, count: &KindCount) -> String {
        let names: Vec<String> = count.of.iter().map(|name| (self.code)(name)).collect();
        let kinds = if names.len() == 1 { "kind" } else { "kinds" };
        format!("at most {} of the {kinds} {}", count.max, names.join(", "))
    }

    /// A value that a schema writes.
    #[must_use]
    pub fn literal(&self, literal: &Literal) -> String {
        let wire = |wire: &WireValue| match wire {
            WireValue::Int(value) => value.to_string(),
            WireValue::Text(text) => format!("{text:?}"),
        };
        match (literal, self.values) {
            (Literal::Bool(value), _) => (self.code)(&value.to_string()),
            (Literal::Int(value), _) => (self.code)(&value.to_string()),
            (Literal::Float(value), _) => (self.code)(&value.to_string()),
            (Literal::Text(text), _) => (self.code)(&format!("{text:?}")),
            (Literal::Enum { name, .. }, Values::Named) => (self.code)(name),
            (Literal::Enum { name, wire: value }, Values::Wire) => format!("{} ({name})", (self.code)(&wire(value))),
        }
    }

    /// How to get the next page.
    #[must_use]
    pub fn paging(&self, paging: &Paging) -> String {
        let code = self.code;
        match &paging.form {
            PagingForm::Cursor { cursor, next, more } => {
                let end = more.as_ref().map(|more| format!(" On the last page, {} is false or 0.", code(more)));
                format!(
                    "Responses are paged: send the {} of a response as the {} of the next request.{}",
                    code(next),
                    code(cursor),
                    end.unwrap_or_default()
                )
            }
            PagingForm::NextOffset { offset, next_offset, total } => {
                let end = total.as_ref().map(|total| format!(" On the last page, it is {}.", code(total)));
                format!(
                    "Responses are paged: send the {} of a response as the {} of the next request.{}",
                    code(next_offset),
                    code(offset),
                    end.unwrap_or_default()
                )
            }
            PagingForm::Offset { offset, limit } => format!(
                "Responses are paged: {} is the number of elements to skip. The last page has fewer than {} elements.",
                code(offset),
                code(limit)
            ),
        }
    }

    /// A condition: `` `kind` is `person` or `shop` and `name` is given``.
    #[must_use]
    pub fn condition(&self, condition: &Condition) -> String {
        let tests = condition.tests.iter().map(|test| match &test.values[..] {
            [] => format!("{} is given", (self.code)(&test.field)),
            values => {
                let values: Vec<String> = values.iter().map(|value| self.literal(value)).collect();
                format!("{} is {}", (self.code)(&test.field), values.join(" or "))
            }
        });
        tests.collect::<Vec<_>>().join(" and ")
    }

    /// What the direction of a message decides about a field: `only in requests`.
    #[must_use]
    pub fn direction(&self, field: &Field) -> Vec<String> {
        let only = field.only.map(|direction| format!("only in {}", direction.messages()));
        let required = field.required_in.map(|direction| format!("required in {}", direction.messages()));
        only.into_iter().chain(required).collect()
    }

    /// Limits under a condition: `` at most 1 element if `type` is `single` ``.
    #[must_use]
    pub fn limits_if(&self, limits: &LimitsIf) -> String {
        format!("{} if {}", self.limits(&limits.limits).join(", "), self.condition(&limits.condition))
    }

    /// What an empty value means.
    #[must_use]
    pub fn empty(&self, empty: WhenEmpty) -> String {
        let meaning = match empty {
            WhenEmpty::Clears => "an empty value removes the current one",
            WhenEmpty::Keeps => "an empty value counts as absent",
        };
        meaning.to_owned()
    }

    /// How a field depends on its siblings: `` required if `name` is given``.
    #[must_use]
    pub fn dependency(&self, dependency: &Dependency) -> String {
        self.depends(dependency, "not allowed")
    }

    /// How a field that is only received depends on its siblings: `` absent unless `type` is `shop` ``.
    #[must_use]
    pub fn dependency_received(&self, dependency: &Dependency) -> String {
        self.depends(dependency, "absent")
    }

    fn depends(&self, dependency: &Dependency, forbidden: &str) -> String {
        let effect = match dependency.effect {
            Effect::Required => "required",
            Effect::Forbidden => forbidden,
            Effect::Ignored => "ignored",
        };
        format!("{effect} {} {}", dependency.when.word(), self.condition(&dependency.condition))
    }

    /// The members that a group asks for: `` at least one of `id`, `name` ``.
    #[must_use]
    pub fn group(&self, group: &Group) -> String {
        let names: Vec<String> = group.fields.iter().map(|name| (self.code)(name)).collect();
        let amount = match group.rule {
            GroupRule::AtLeastOneOf => "at least one",
            GroupRule::ExactlyOneOf => "exactly one",
            GroupRule::AtMostOneOf => "at most one",
            GroupRule::FirstOf => "the first",
            GroupRule::Sum { max } => return format!("{} are at most {max} together", listed(&names)),
            GroupRule::Items { max } => {
                let most = count(Limit { min: None, max: Some(max) }, Unit::Items);
                return format!("{} have {most} together", listed(&names));
            }
            GroupRule::Span { days } => {
                let order = format!("{} is not before {}", names[1], names[0]);
                return match days {
                    Some(1) => format!("{order}, and at most 1 day after it"),
                    Some(days) => format!("{order}, and at most {days} days after it"),
                    None => order,
                };
            }
        };
        format!("{amount} of {}", names.join(", "))
    }

    /// The rule of a group as a sentence.
    #[must_use]
    pub fn group_sentence(&self, group: &Group) -> String {
        let verb = match group.rule {
            GroupRule::AtLeastOneOf | GroupRule::ExactlyOneOf => " must be given",
            GroupRule::AtMostOneOf => " may be given",
            GroupRule::FirstOf => " that is given counts; the server ignores the others",
            GroupRule::Sum { .. } | GroupRule::Items { .. } | GroupRule::Span { .. } => "",
        };
        format!("{}{verb}.", capitalized(&self.group(group)))
    }

    /// An erratum in one or two sentences.
    #[must_use]
    pub fn erratum(&self, erratum: &Erratum) -> String {
        let Erratum { at: _, says, fact: _, kind: _, used, decision, also_accept, because } = erratum;
        let says: Vec<String> =
            says.iter().map(|(place, text)| format!("{}: {}", (self.text)(place), (self.text)(text))).collect();
        let decision = match decision {
            Some(decision) => (self.markdown)(decision.trim_end_matches('.')),
            None => {
                let used: Vec<String> = used.iter().map(|(key, value)| self.used(key, value)).collect();
                format!("We use {}", used.join(", "))
            }
        };
        let also: Vec<String> = also_accept.iter().map(|what| (self.code)(what)).collect();
        let also = if also.is_empty() { String::new() } else { format!(", and accept {} as well", also.join(", ")) };
        format!("{}. {decision}{also}: {}.", says.join("; "), (self.text)(because.trim().trim_end_matches('.')))
    }

    /// A key and its value; a long value is readable where the erratum is shown.
    fn used(&self, key: &str, value: &str) -> String {
        match value.chars().count() <= self.longest {
            true => (self.code)(&format!("{key}: {value}")),
            false => format!("{} as written here", (self.code)(key)),
        }
    }
}

/// A limit of a count: `1 to 20 characters`, `exactly 1 element`.
#[must_use]
pub fn count(limit: Limit, unit: Unit) -> String {
    let Limit { min, max } = limit;
    let last = max.or(min).unwrap_or_default();
    let bounds = match unit {
        // Sizes of files are long numbers.
        Unit::Size => bounds("", min.map(grouped), max.map(grouped)),
        Unit::Chars | Unit::Bytes | Unit::Items => bounds("", min, max),
    };
    format!("{bounds} {}", unit.word(last))
}

/// The digits of a number in groups of three: `20,971,520`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let groups = digits.as_bytes()[first..].chunks(3);
    let groups = std::iter::once(&digits.as_bytes()[..first]).filter(|group| !group.is_empty()).chain(groups);
    groups.map(String::from_utf8_lossy).collect::<Vec<_>>().join(",")
}

/// What the server does beyond the `max` of a limit.
#[must_use]
pub fn beyond(beyond: Beyond) -> &'static str {
    match beyond {
        Beyond::Truncated => "the server cuts off the rest",
        Beyond::Default => "beyond which the server uses its default",
        Beyond::Maximum => "beyond which the server uses the maximum",
    }
}

/// A range of numbers: `from 1 to 20`, `at least 0.5`.
#[must_use]
pub fn range(range: Range) -> String {
    match range {
        Range::Int { min, max } => bounds("from ", min, max),
        Range::Float { min, max } => bounds("from ", min, max),
    }
}

fn bounds<T: Display + PartialEq>(from: &str, min: Option<T>, max: Option<T>) -> String {
    match (min, max) {
        (Some(min), Some(max)) if min == max => format!("exactly {min}"),
        (Some(min), Some(max)) => format!("{from}{min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => "any number of".to_owned(),
    }
}

/// A text with a capital first letter.
#[must_use]
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// `a, b and c`.
fn listed(names: &[String]) -> String {
    match names {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        names => names.join(", "),
    }
}

fn backticks(text: &str) -> String {
    format!("`{}`", text.replace('`', "'").replace(char::is_control, " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Test, When};

    #[test]
    fn counts_agree_with_their_unit() {
        let words = |min, max, unit| count(Limit { min, max }, unit);
        assert_eq!(words(Some(1), Some(20), Unit::Chars), "1 to 20 characters");
        assert_eq!(words(Some(1), Some(1), Unit::Items), "exactly 1 element");
        assert_eq!(words(Some(1), None, Unit::Bytes), "at least 1 byte of UTF-8");
        assert_eq!(words(None, Some(64), Unit::Bytes), "at most 64 bytes of UTF-8");
        assert_eq!(words(Some(6), Some(20_971_520), Unit::Size), "6 to 20,971,520 bytes");
        assert_eq!(words(Some(999), Some(1000), Unit::Size), "999 to 1,000 bytes");
        assert_eq!(words(Some(1), Some(1), Unit::Size), "exactly 1 byte");
    }

    #[test]
    fn styles_differ_in_marks_and_enum_values() {
        let shop = Literal::Enum { name: "shop".to_owned(), wire: WireValue::Int(2) };
        let test = |field: &str, values| Test { field: field.to_owned(), values };
        let condition = Condition { tests: vec![test("kind", vec![shop]), test("name", vec![])] };
        assert_eq!(Words::SCHEMA.condition(&condition), "`kind` is `shop` and `name` is given");
        let dependency = Dependency { effect: Effect::Required, when: When::If, condition };
        assert_eq!(Words::JSON.dependency(&dependency), "required if `kind` is `2` (shop) and `name` is given");
    }
}
