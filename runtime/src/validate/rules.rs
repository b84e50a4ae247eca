//! One function for each rule. It takes the field, what the docs require of it, and the field's place. Limits do not apply
//! to absent fields.

use super::{
    at::At,
    given::Given,
    limit::{Bounds, Limit},
    measure::{Elements, FileName, Items, Number, Size, Text},
    rule::{Actual, Beyond, Rule},
    sender::Sender,
    traits::Validate,
    violations::Violations,
};
use crate::{pattern::Pattern, wire::Wire};

pub use super::{
    given::{is_given, present},
    together::{span, total, total_items},
};

/// The member of a file that is its name.
const FILENAME: &str = "filename";

/// Checks the value itself.
#[inline]
pub fn check(value: &impl Validate, at: &At<'_>, out: &mut Violations) {
    value.check(at, out);
}

/// Checks a rule that holds under a condition.
#[inline]
pub fn when<T>(
    field: &T,
    holds: bool,
    rule: impl FnOnce(&T, &At<'_>, &mut Violations),
    at: &At<'_>,
    out: &mut Violations,
) {
    if holds {
        rule(field, at, out);
    }
}

#[inline]
pub fn chars(field: &impl Text, limit: Limit, at: &At<'_>, out: &mut Violations) {
    // A character has one byte to four, so the number of bytes usually decides, and the text need not be read.
    if let Some(text) = field.text()
        && (text.len() > limit.max || text.len().div_ceil(4) < limit.min)
    {
        count_chars(text, limit, at, out);
    }
}

#[inline(never)]
fn count_chars(text: &str, limit: Limit, at: &At<'_>, out: &mut Violations) {
    let count = text.chars().count();
    if !limit.allows(count) {
        out.add(at, Rule::Chars(limit), Some(Actual::Count(count)));
    }
}

#[inline]
pub fn bytes(field: &impl Size, limit: Limit, at: &At<'_>, out: &mut Violations) {
    if let Some(count) = field.size()
        && !limit.allows(count)
    {
        out.add(at, Rule::Bytes(limit), Some(Actual::Count(count)));
    }
}

/// Limits the characters of a file's name. The functions below do the same for other rules.
pub fn filename_chars(field: &impl FileName, limit: Limit, at: &At<'_>, out: &mut Violations) {
    chars(&field.file_name(), limit, &at.member(FILENAME), out);
}

pub fn filename_bytes(field: &impl FileName, limit: Limit, at: &At<'_>, out: &mut Violations) {
    bytes(&field.file_name(), limit, &at.member(FILENAME), out);
}

pub fn filename_pattern(field: &impl FileName, of: &'static Pattern, at: &At<'_>, out: &mut Violations) {
    pattern(&field.file_name(), of, &at.member(FILENAME), out);
}

#[inline]
pub fn items(field: &impl Items, limit: Limit, at: &At<'_>, out: &mut Violations) {
    if let Some(count) = field.count()
        && !limit.allows(count)
    {
        out.add(at, Rule::Items(limit), Some(Actual::Count(count)));
    }
}

/// Like [`items`], but an empty list or map counts as absent.
#[inline]
pub fn items_if_any(field: &impl Items, limit: Limit, at: &At<'_>, out: &mut Violations) {
    if field.count() != Some(0) {
        items(field, limit, at, out);
    }
}

#[inline]
pub fn range(field: &impl Number, bounds: Bounds<i64>, at: &At<'_>, out: &mut Violations) {
    if let Some(value) = field.number()
        && (bounds.min.is_some_and(|min| value < min) || bounds.max.is_some_and(|max| value > max))
    {
        out.add(at, Rule::Range(bounds), Some(Actual::Int(value)));
    }
}

#[inline]
pub fn float_range(field: &(impl Copy + Into<Option<f64>>), bounds: Bounds<f64>, at: &At<'_>, out: &mut Violations) {
    if let Some(value) = (*field).into()
        && (bounds.min.is_some_and(|min| value < min) || bounds.max.is_some_and(|max| value > max))
    {
        out.add(at, Rule::FloatRange(bounds), Some(Actual::Float(value)));
    }
}

pub fn pattern(field: &impl Text, pattern: &'static Pattern, at: &At<'_>, out: &mut Violations) {
    if let Some(text) = field.text()
        && !pattern.matches(text)
    {
        out.add(at, Rule::Pattern(pattern.source()), None);
    }
}

/// Compares only the first `max` elements: a longer list breaks its limit already, and the work stays bounded.
pub fn unique<'a, T: PartialEq + 'a>(
    field: &'a (impl Elements<T> + 'a),
    max: usize,
    at: &At<'_>,
    out: &mut Violations,
) {
    let list = field.elements();
    let list = &list[..list.len().min(max)];
    for (index, element) in list.iter().enumerate() {
        if let Some(earlier) = list[..index].iter().position(|other| other == element) {
            out.add(&At::Index(at, index), Rule::Unique(earlier), None);
        }
    }
}

/// Counts the elements whose tag is one of `of`.
pub fn kinds<'a, T: 'a, K: PartialEq>(
    field: &'a (impl Elements<T> + 'a),
    tag: impl Fn(&'a T) -> Option<K>,
    of: &[K],
    max: usize,
    words: &'static str,
    at: &At<'_>,
    out: &mut Violations,
) {
    let tags = field.elements().iter().filter_map(tag);
    let count = tags.filter(|tag| of.contains(tag)).count();
    if count > max {
        out.add(at, Rule::Kinds(words), Some(Actual::Count(count)));
    }
}

/// Requires that all elements that have a tag have the same one.
pub fn alike<'a, T: 'a, K: PartialEq>(
    field: &'a (impl Elements<T> + 'a),
    tag: impl Fn(&'a T) -> Option<K>,
    at: &At<'_>,
    out: &mut Violations,
) {
    let mut tags = field.elements().iter().filter_map(tag);
    if let Some(first) = tags.next()
        && tags.any(|tag| tag != first)
    {
        out.add(at, Rule::Alike, None);
    }
}

#[inline]
pub fn required(field: &impl Wire, at: &At<'_>, out: &mut Violations) {
    if field.is_absent() {
        out.add(at, Rule::Required, None);
    }
}

/// Requires the member if a client sends the value.
#[inline]
pub fn required_if_sent(field: &impl Wire, at: &At<'_>, out: &mut Violations) {
    if out.is_from(Sender::Client) {
        required(field, at, out);
    }
}

/// Requires the member if a server sends the value.
#[inline]
pub fn required_if_received(field: &impl Wire, at: &At<'_>, out: &mut Violations) {
    if out.is_from(Sender::Server) {
        required(field, at, out);
    }
}

#[inline]
pub fn only_received(field: impl Given, at: &At<'_>, out: &mut Violations) {
    if out.wants_warnings() && field.given() {
        out.warn(at, Rule::OnlyReceived, None);
    }
}

#[inline]
pub fn required_if(field: impl Given, holds: bool, condition: &'static str, at: &At<'_>, out: &mut Violations) {
    if holds && !field.given() {
        out.add(at, Rule::RequiredIf(condition), None);
    }
}

#[inline]
pub fn required_unless(field: impl Given, holds: bool, condition: &'static str, at: &At<'_>, out: &mut Violations) {
    if !holds && !field.given() {
        out.add(at, Rule::RequiredUnless(condition), None);
    }
}

#[inline]
pub fn forbidden_if(field: impl Given, holds: bool, condition: &'static str, at: &At<'_>, out: &mut Violations) {
    if holds && field.given() {
        out.add(at, Rule::ForbiddenIf(condition), None);
    }
}

#[inline]
pub fn forbidden_unless(field: impl Given, holds: bool, condition: &'static str, at: &At<'_>, out: &mut Violations) {
    if !holds && field.given() {
        out.add(at, Rule::ForbiddenUnless(condition), None);
    }
}

#[inline]
pub fn at_least_one_of(given: &[bool], members: &'static [&'static str], at: &At<'_>, out: &mut Violations) {
    if !given.contains(&true) {
        out.add(at, Rule::AtLeastOneOf(members), Some(Actual::Count(0)));
    }
}

#[inline]
pub fn exactly_one_of(given: &[bool], members: &'static [&'static str], at: &At<'_>, out: &mut Violations) {
    let count = given.iter().filter(|given| **given).count();
    if count != 1 {
        out.add(at, Rule::ExactlyOneOf(members), Some(Actual::Count(count)));
    }
}

#[inline]
pub fn at_most_one_of(given: &[bool], members: &'static [&'static str], at: &At<'_>, out: &mut Violations) {
    let count = given.iter().filter(|given| **given).count();
    if count > 1 {
        out.add(at, Rule::AtMostOneOf(members), Some(Actual::Count(count)));
    }
}

#[inline]
pub fn first_of(given: &[bool], members: &'static [&'static str], at: &At<'_>, out: &mut Violations) {
    if out.wants_warnings() {
        let given = members.iter().zip(given).filter(|(_, given)| **given);
        for (member, _) in given.skip(1) {
            out.warn(&at.member(member), Rule::FirstOf(members), None);
        }
    }
}

#[inline]
pub fn ignored_if(field: impl Given, holds: bool, condition: &'static str, at: &At<'_>, out: &mut Violations) {
    if out.wants_warnings() && holds && field.given() {
        out.warn(at, Rule::IgnoredIf(condition), None);
    }
}

#[inline]
pub fn ignored_unless(field: impl Given, holds: bool, condition: &'static str, at: &At<'_>, out: &mut Violations) {
    if out.wants_warnings() && !holds && field.given() {
        out.warn(at, Rule::IgnoredUnless(condition), None);
    }
}

/// Warns of characters that the server cuts off. The functions below do the same for other limits.
#[inline]
pub fn chars_truncated(field: &impl Text, max: usize, at: &At<'_>, out: &mut Violations) {
    if out.wants_warnings()
        && let Some(text) = field.text()
    {
        count_beyond("chars", max, text.chars().count(), at, out);
    }
}

#[inline]
pub fn bytes_truncated(field: &impl Text, max: usize, at: &At<'_>, out: &mut Violations) {
    if out.wants_warnings()
        && let Some(text) = field.text()
    {
        count_beyond("bytes", max, text.len(), at, out);
    }
}

#[inline]
pub fn items_truncated(field: &impl Items, max: usize, at: &At<'_>, out: &mut Violations) {
    if out.wants_warnings()
        && let Some(count) = field.count()
    {
        count_beyond("items", max, count, at, out);
    }
}

fn count_beyond(limit: &'static str, max: usize, count: usize, at: &At<'_>, out: &mut Violations) {
    if count > max {
        let rule = Rule::Beyond { limit, max: Actual::Count(max), effect: Beyond::Truncated };
        out.warn(at, rule, Some(Actual::Count(count)));
    }
}

#[inline]
pub fn range_defaulted(field: &impl Number, max: i64, at: &At<'_>, out: &mut Violations) {
    number_beyond(field, max, Beyond::Default, at, out);
}

#[inline]
pub fn range_clamped(field: &impl Number, max: i64, at: &At<'_>, out: &mut Violations) {
    number_beyond(field, max, Beyond::Maximum, at, out);
}

#[inline]
fn number_beyond(field: &impl Number, max: i64, effect: Beyond, at: &At<'_>, out: &mut Violations) {
    if out.wants_warnings()
        && let Some(value) = field.number().filter(|value| *value > max)
    {
        let rule = Rule::Beyond { limit: "range", max: Actual::Int(max), effect };
        out.warn(at, rule, Some(Actual::Int(value)));
    }
}

#[inline]
pub fn float_range_defaulted(field: &(impl Copy + Into<Option<f64>>), max: f64, at: &At<'_>, out: &mut Violations) {
    float_beyond((*field).into(), max, Beyond::Default, at, out);
}

#[inline]
pub fn float_range_clamped(field: &(impl Copy + Into<Option<f64>>), max: f64, at: &At<'_>, out: &mut Violations) {
    float_beyond((*field).into(), max, Beyond::Maximum, at, out);
}

#[inline]
fn float_beyond(value: Option<f64>, max: f64, effect: Beyond, at: &At<'_>, out: &mut Violations) {
    if out.wants_warnings()
        && let Some(value) = value.filter(|value| *value > max)
    {
        let rule = Rule::Beyond { limit: "range", max: Actual::Float(max), effect };
        out.warn(at, rule, Some(Actual::Float(value)));
    }
}
