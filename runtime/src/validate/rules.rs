//! One function for each rule. It takes the field, what the docs require of it, and the field's place. Limits do not apply
//! to absent fields.

use super::{
    given::Given,
    limit::{Bounds, Limit},
    measure::{Elements, FileName, Items, Number, Size, Text},
    rule::{Actual, Beyond, Rule},
    sender::Sender,
    traits::Validate,
    walk::{Checking, Walk},
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
pub fn check<W: Walk>(value: &impl Validate, to: &mut Checking<'_, W>) {
    value.check(to);
}

/// Checks a rule that holds under a condition.
#[inline]
pub fn when<T, W: Walk>(field: &T, holds: bool, rule: impl FnOnce(&T, &mut Checking<'_, W>), to: &mut Checking<'_, W>) {
    if holds {
        rule(field, to);
    }
}

#[inline]
pub fn chars<W: Walk>(field: &impl Text, limit: Limit, to: &mut Checking<'_, W>) {
    // A character has one byte to four, so the number of bytes usually decides, and the text need not be read.
    if let Some(text) = field.text()
        && (text.len() > limit.max || text.len() < limit.min.saturating_mul(4).saturating_sub(3))
    {
        count_chars(text, limit, to);
    }
}

#[inline(never)]
fn count_chars<W: Walk>(text: &str, limit: Limit, to: &mut Checking<'_, W>) {
    let count = text.chars().count();
    if !limit.allows(count) {
        to.add(Rule::Chars(limit), Some(Actual::Count(count)));
    }
}

#[inline]
pub fn bytes<W: Walk>(field: &impl Size, limit: Limit, to: &mut Checking<'_, W>) {
    if let Some(count) = field.size()
        && !limit.allows(count)
    {
        to.add(Rule::Bytes(limit), Some(Actual::Count(count)));
    }
}

/// Limits the characters of a file's name. The functions below do the same for other rules.
pub fn filename_chars<W: Walk>(field: &impl FileName, limit: Limit, to: &mut Checking<'_, W>) {
    chars(&field.file_name(), limit, &mut to.member(FILENAME));
}

pub fn filename_bytes<W: Walk>(field: &impl FileName, limit: Limit, to: &mut Checking<'_, W>) {
    bytes(&field.file_name(), limit, &mut to.member(FILENAME));
}

pub fn filename_pattern<W: Walk>(field: &impl FileName, of: &'static Pattern, to: &mut Checking<'_, W>) {
    pattern(&field.file_name(), of, &mut to.member(FILENAME));
}

#[inline]
pub fn items<W: Walk>(field: &impl Items, limit: Limit, to: &mut Checking<'_, W>) {
    if let Some(count) = field.count()
        && !limit.allows(count)
    {
        to.add(Rule::Items(limit), Some(Actual::Count(count)));
    }
}

/// Like [`items`], but an empty list or map counts as absent.
#[inline]
pub fn items_if_any<W: Walk>(field: &impl Items, limit: Limit, to: &mut Checking<'_, W>) {
    if field.count() != Some(0) {
        items(field, limit, to);
    }
}

#[inline]
pub fn range<W: Walk>(field: &impl Number, bounds: Bounds<i64>, to: &mut Checking<'_, W>) {
    if let Some(value) = field.number()
        && (bounds.min.is_some_and(|min| value < min) || bounds.max.is_some_and(|max| value > max))
    {
        to.add(Rule::Range(bounds), Some(Actual::Int(value)));
    }
}

#[inline]
pub fn float_range<W: Walk>(field: &(impl Copy + Into<Option<f64>>), bounds: Bounds<f64>, to: &mut Checking<'_, W>) {
    if let Some(value) = (*field).into()
        && (bounds.min.is_some_and(|min| value < min) || bounds.max.is_some_and(|max| value > max))
    {
        to.add(Rule::FloatRange(bounds), Some(Actual::Float(value)));
    }
}

pub fn pattern<W: Walk>(field: &impl Text, pattern: &'static Pattern, to: &mut Checking<'_, W>) {
    if let Some(text) = field.text()
        && !pattern.matches(text)
    {
        to.add(Rule::Pattern(pattern.source()), None);
    }
}

/// Compares only the first `max` elements: a longer list breaks its limit already, and the work stays bounded.
pub fn unique<'a, T: PartialEq + 'a, W: Walk>(
    field: &'a (impl Elements<T> + 'a),
    max: usize,
    to: &mut Checking<'_, W>,
) {
    let list = field.elements();
    let list = &list[..list.len().min(max)];
    for (index, element) in list.iter().enumerate() {
        if let Some(earlier) = list[..index].iter().position(|other| other == element) {
            to.element(index).add(Rule::Unique(earlier), None);
        }
    }
}

/// Counts the elements whose tag is one of `of`.
pub fn kinds<'a, T: 'a, K: PartialEq, W: Walk>(
    field: &'a (impl Elements<T> + 'a),
    tag: impl Fn(&'a T) -> Option<K>,
    of: &[K],
    max: usize,
    words: &'static str,
    to: &mut Checking<'_, W>,
) {
    let tags = field.elements().iter().filter_map(tag);
    let count = tags.filter(|tag| of.contains(tag)).count();
    if count > max {
        to.add(Rule::Kinds(words), Some(Actual::Count(count)));
    }
}

/// Requires that all elements that have a tag have the same one.
pub fn alike<'a, T: 'a, K: PartialEq, W: Walk>(
    field: &'a (impl Elements<T> + 'a),
    tag: impl Fn(&'a T) -> Option<K>,
    to: &mut Checking<'_, W>,
) {
    let mut tags = field.elements().iter().filter_map(tag);
    if let Some(first) = tags.next()
        && tags.any(|tag| tag != first)
    {
        to.add(Rule::Alike, None);
    }
}

#[inline]
pub fn required<W: Walk>(field: &impl Wire, to: &mut Checking<'_, W>) {
    if field.is_absent() {
        to.add(Rule::Required, None);
    }
}

/// Requires the member if a client sends the value.
#[inline]
pub fn required_if_sent<W: Walk>(field: &impl Wire, to: &mut Checking<'_, W>) {
    if to.is_from(Sender::Client) {
        required(field, to);
    }
}

/// Requires the member if a server sends the value.
#[inline]
pub fn required_if_received<W: Walk>(field: &impl Wire, to: &mut Checking<'_, W>) {
    if to.is_from(Sender::Server) {
        required(field, to);
    }
}

#[inline]
pub fn only_received<W: Walk>(field: impl Given, to: &mut Checking<'_, W>) {
    if to.wants_warnings() && field.given() {
        to.warn(Rule::OnlyReceived, None);
    }
}

#[inline]
pub fn required_if<W: Walk>(field: impl Given, holds: bool, condition: &'static str, to: &mut Checking<'_, W>) {
    if holds && !field.given() {
        to.add(Rule::RequiredIf(condition), None);
    }
}

#[inline]
pub fn required_unless<W: Walk>(field: impl Given, holds: bool, condition: &'static str, to: &mut Checking<'_, W>) {
    if !holds && !field.given() {
        to.add(Rule::RequiredUnless(condition), None);
    }
}

#[inline]
pub fn forbidden_if<W: Walk>(field: impl Given, holds: bool, condition: &'static str, to: &mut Checking<'_, W>) {
    if holds && field.given() {
        to.add(Rule::ForbiddenIf(condition), None);
    }
}

#[inline]
pub fn forbidden_unless<W: Walk>(field: impl Given, holds: bool, condition: &'static str, to: &mut Checking<'_, W>) {
    if !holds && field.given() {
        to.add(Rule::ForbiddenUnless(condition), None);
    }
}

#[inline]
pub fn at_least_one_of<W: Walk>(given: &[bool], members: &'static [&'static str], to: &mut Checking<'_, W>) {
    if !given.contains(&true) {
        to.add(Rule::AtLeastOneOf(members), Some(Actual::Count(0)));
    }
}

#[inline]
pub fn exactly_one_of<W: Walk>(given: &[bool], members: &'static [&'static str], to: &mut Checking<'_, W>) {
    let count = given.iter().filter(|given| **given).count();
    if count != 1 {
        to.add(Rule::ExactlyOneOf(members), Some(Actual::Count(count)));
    }
}

#[inline]
pub fn at_most_one_of<W: Walk>(given: &[bool], members: &'static [&'static str], to: &mut Checking<'_, W>) {
    let count = given.iter().filter(|given| **given).count();
    if count > 1 {
        to.add(Rule::AtMostOneOf(members), Some(Actual::Count(count)));
    }
}

#[inline]
pub fn first_of<W: Walk>(given: &[bool], members: &'static [&'static str], to: &mut Checking<'_, W>) {
    if to.wants_warnings() {
        let given = members.iter().zip(given).filter(|(_, given)| **given);
        for (member, _) in given.skip(1) {
            to.member(member).warn(Rule::FirstOf(members), None);
        }
    }
}

#[inline]
pub fn ignored_if<W: Walk>(field: impl Given, holds: bool, condition: &'static str, to: &mut Checking<'_, W>) {
    if to.wants_warnings() && holds && field.given() {
        to.warn(Rule::IgnoredIf(condition), None);
    }
}

#[inline]
pub fn ignored_unless<W: Walk>(field: impl Given, holds: bool, condition: &'static str, to: &mut Checking<'_, W>) {
    if to.wants_warnings() && !holds && field.given() {
        to.warn(Rule::IgnoredUnless(condition), None);
    }
}

/// Warns of characters that the server cuts off. The functions below do the same for other limits.
#[inline]
pub fn chars_truncated<W: Walk>(field: &impl Text, max: usize, to: &mut Checking<'_, W>) {
    if to.wants_warnings()
        && let Some(text) = field.text()
    {
        count_beyond("chars", max, text.chars().count(), to);
    }
}

#[inline]
pub fn bytes_truncated<W: Walk>(field: &impl Text, max: usize, to: &mut Checking<'_, W>) {
    if to.wants_warnings()
        && let Some(text) = field.text()
    {
        count_beyond("bytes", max, text.len(), to);
    }
}

#[inline]
pub fn items_truncated<W: Walk>(field: &impl Items, max: usize, to: &mut Checking<'_, W>) {
    if to.wants_warnings()
        && let Some(count) = field.count()
    {
        count_beyond("items", max, count, to);
    }
}

fn count_beyond<W: Walk>(limit: &'static str, max: usize, count: usize, to: &mut Checking<'_, W>) {
    if count > max {
        let rule = Rule::Beyond { limit, max: Actual::Count(max), effect: Beyond::Truncated };
        to.warn(rule, Some(Actual::Count(count)));
    }
}

#[inline]
pub fn range_defaulted<W: Walk>(field: &impl Number, max: i64, to: &mut Checking<'_, W>) {
    number_beyond(field, max, Beyond::Default, to);
}

#[inline]
pub fn range_clamped<W: Walk>(field: &impl Number, max: i64, to: &mut Checking<'_, W>) {
    number_beyond(field, max, Beyond::Maximum, to);
}

#[inline]
fn number_beyond<W: Walk>(field: &impl Number, max: i64, effect: Beyond, to: &mut Checking<'_, W>) {
    if to.wants_warnings()
        && let Some(value) = field.number().filter(|value| *value > max)
    {
        let rule = Rule::Beyond { limit: "range", max: Actual::Int(max), effect };
        to.warn(rule, Some(Actual::Int(value)));
    }
}

#[inline]
pub fn float_range_defaulted<W: Walk>(field: &(impl Copy + Into<Option<f64>>), max: f64, to: &mut Checking<'_, W>) {
    float_beyond((*field).into(), max, Beyond::Default, to);
}

#[inline]
pub fn float_range_clamped<W: Walk>(field: &(impl Copy + Into<Option<f64>>), max: f64, to: &mut Checking<'_, W>) {
    float_beyond((*field).into(), max, Beyond::Maximum, to);
}

#[inline]
fn float_beyond<W: Walk>(value: Option<f64>, max: f64, effect: Beyond, to: &mut Checking<'_, W>) {
    if to.wants_warnings()
        && let Some(value) = value.filter(|value| *value > max)
    {
        let rule = Rule::Beyond { limit: "range", max: Actual::Float(max), effect };
        to.warn(rule, Some(Actual::Float(value)));
    }
}
