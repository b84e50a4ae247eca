//! Rules, and every violation of them with its place.
//!
//! A check of a valid value allocates nothing: the place is a chain on the stack, made into a JSON pointer only when
//! there is something to report.

use std::{collections::BTreeMap, fmt};

use crate::wire::Wire;

#[doc(hidden)]
pub use crate::pattern::Pattern;

/// A value that can be held against the rules of its docs.
pub trait Validate {
    /// Where the value stands in the JSON document that it belongs to.
    #[doc(hidden)]
    const ROOT: Option<&'static str> = None;

    /// Reports every violation in the value, which stands at `at`.
    #[doc(hidden)]
    fn check(&self, _at: &At<'_>, _out: &mut Violations) {}

    /// Holds the value against every rule of its docs.
    ///
    /// # Errors
    /// All violations, up to [`Violations::MAX`], each with its JSON pointer.
    fn validate(&self) -> Result<(), Violations> {
        let mut out = Violations { list: Vec::new(), more: false };
        match Self::ROOT {
            Some(name) => self.check(&At::Root.member(name), &mut out),
            None => self.check(&At::Root, &mut out),
        }
        if out.list.is_empty() { Ok(()) } else { Err(out) }
    }
}

impl<T: Validate> Validate for Option<T> {
    #[inline]
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        if let Some(value) = self {
            value.check(at, out);
        }
    }
}

impl<T: Validate> Validate for Box<T> {
    #[inline]
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        T::check(self, at, out);
    }
}

impl<T: Validate> Validate for Vec<T> {
    #[inline]
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        for (index, element) in self.iter().enumerate() {
            if out.more {
                return;
            }
            element.check(&At::Index(at, index), out);
        }
    }
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        for (key, value) in self {
            if out.more {
                return;
            }
            value.check(&at.member(key), out);
        }
    }
}

impl Validate for f64 {
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        if !self.is_finite() {
            out.add(at, Rule::Finite, None);
        }
    }
}

/// The place of a value while it is checked: a chain from the value up to the document.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum At<'a> {
    Root,
    Member(&'a At<'a>, &'a str),
    Index(&'a At<'a>, usize),
}

impl<'a> At<'a> {
    #[must_use]
    #[inline]
    pub fn member(&'a self, name: &'a str) -> At<'a> {
        At::Member(self, name)
    }

    /// The place as a JSON pointer (RFC 6901), in one allocation.
    fn pointer(&self) -> String {
        let mut pointer = String::with_capacity(self.room());
        self.write(&mut pointer);
        pointer
    }

    /// How many bytes the pointer has, if no name in it needs to be escaped.
    fn room(&self) -> usize {
        match self {
            At::Root => 0,
            At::Member(parent, name) => parent.room() + 1 + name.len(),
            At::Index(parent, index) => parent.room() + 2 + index.checked_ilog10().unwrap_or_default() as usize,
        }
    }

    fn write(&self, pointer: &mut String) {
        match self {
            At::Root => {}
            At::Member(parent, name) => {
                parent.write(pointer);
                push_member(pointer, name);
            }
            At::Index(parent, index) => {
                parent.write(pointer);
                pointer.push('/');
                push_digits(pointer, *index);
            }
        }
    }
}

/// Appends the digits of an element's index.
fn push_digits(pointer: &mut String, index: usize) {
    if index > 9 {
        push_digits(pointer, index / 10);
    }
    pointer.push(char::from(b'0' + (index % 10) as u8));
}

/// Appends a member's name to a JSON pointer, escaped as RFC 6901 asks for.
pub(crate) fn push_member(pointer: &mut String, name: &str) {
    pointer.push('/');
    // Cheaper than to look for one after the other: names are short.
    if !name.bytes().fold(false, |found, byte| found | (byte == b'~') | (byte == b'/')) {
        return pointer.push_str(name);
    }
    for c in name.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            c => pointer.push(c),
        }
    }
}

/// Bounds of a count; both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The least that is allowed.
    pub min: usize,
    /// The most that is allowed; `usize::MAX` stands for no limit.
    pub max: usize,
}

impl Limit {
    /// From `min` to `max`.
    #[must_use]
    pub const fn between(min: usize, max: usize) -> Self {
        Self { min, max }
    }

    /// `min` or more.
    #[must_use]
    pub const fn at_least(min: usize) -> Self {
        Self { min, max: usize::MAX }
    }

    /// `max` or less.
    #[must_use]
    pub const fn at_most(max: usize) -> Self {
        Self { min: 0, max }
    }

    /// The unit that goes with the last number shown.
    fn unit(self, one: &'static str, many: &'static str) -> &'static str {
        let shown = if self.max == usize::MAX { self.min } else { self.max };
        if shown == 1 { one } else { many }
    }

    #[inline]
    fn allows(self, count: usize) -> bool {
        self.min <= count && count <= self.max
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (min, usize::MAX) => write!(f, "at least {min}"),
            (0, max) => write!(f, "at most {max}"),
            (min, max) if min == max => write!(f, "exactly {min}"),
            (min, max) => write!(f, "{min} to {max}"),
        }
    }
}

/// Bounds of a number; both inclusive, and absent where the docs give none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds<T> {
    /// The least that is allowed.
    pub min: Option<T>,
    /// The most that is allowed.
    pub max: Option<T>,
}

impl<T> Bounds<T> {
    /// From `min` to `max`, as far as they are given.
    #[must_use]
    pub const fn new(min: Option<T>, max: Option<T>) -> Self {
        Self { min, max }
    }
}

impl<T: fmt::Display> fmt::Display for Bounds<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.min, &self.max) {
            (Some(min), Some(max)) => write!(f, "from {min} to {max}"),
            (Some(min), None) => write!(f, "at least {min}"),
            (None, Some(max)) => write!(f, "at most {max}"),
            (None, None) => f.write_str("any number"),
        }
    }
}

/// A rule of the docs.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Rule {
    /// The member must be there.
    Required,
    /// So many characters.
    Chars(Limit),
    /// So many bytes of UTF-8.
    Bytes(Limit),
    /// So many elements.
    Items(Limit),
    /// An integer between these.
    Range(Bounds<i64>),
    /// A float between these.
    FloatRange(Bounds<f64>),
    /// A float that JSON can carry: neither infinite nor NaN.
    Finite,
    /// The whole string matches this.
    Pattern(&'static str),
    /// No element equals an earlier one; this is the earlier one's index.
    Unique(usize),
    /// The member must be given where this holds.
    RequiredIf(&'static str),
    /// The member must not be given unless this holds.
    ForbiddenUnless(&'static str),
    /// One or more of these members must be given.
    AtLeastOneOf(&'static [&'static str]),
    /// One of these members must be given, and no more.
    ExactlyOneOf(&'static [&'static str]),
    /// The tag must be one that the docs list, and its member must be there.
    Choice,
    /// The value must be one that the docs list.
    Enum,
}

impl Rule {
    /// The rule's stable id: the key that states it in a schema.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Chars(_) => "chars",
            Self::Bytes(_) => "bytes",
            Self::Items(_) => "items",
            Self::Range(_) | Self::FloatRange(_) => "range",
            Self::Finite => "finite",
            Self::Pattern(_) => "pattern",
            Self::Unique(_) => "unique",
            Self::RequiredIf(_) => "required_if",
            Self::ForbiddenUnless(_) => "forbidden_unless",
            Self::AtLeastOneOf(_) => "at_least_one_of",
            Self::ExactlyOneOf(_) => "exactly_one_of",
            Self::Choice => "choice",
            Self::Enum => "enum",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required => f.write_str("must be there"),
            Self::Chars(limit) => write!(f, "must have {limit} {}", limit.unit("character", "characters")),
            Self::Bytes(limit) => write!(f, "must have {limit} {}", limit.unit("byte", "bytes")),
            Self::Items(limit) => write!(f, "must have {limit} {}", limit.unit("element", "elements")),
            Self::Range(bounds) => write!(f, "must be {bounds}"),
            Self::FloatRange(bounds) => write!(f, "must be {bounds}"),
            Self::Finite => f.write_str("must be a finite number"),
            Self::Pattern(pattern) => write!(f, "must match `{pattern}`"),
            Self::Unique(earlier) => write!(f, "must differ from element {earlier}"),
            Self::RequiredIf(condition) => write!(f, "must be given when {condition}"),
            Self::ForbiddenUnless(condition) => write!(f, "must not be given unless {condition}"),
            Self::AtLeastOneOf(members) => write!(f, "must have at least one of {}", names(members)),
            Self::ExactlyOneOf(members) => write!(f, "must have exactly one of {}", names(members)),
            Self::Choice => f.write_str("must be a choice that the docs list, with its member"),
            Self::Enum => f.write_str("must be a value that the docs list"),
        }
    }
}

fn names(members: &[&str]) -> String {
    members.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// What a rule measured.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Actual {
    /// Characters, bytes, elements or members, as the rule counts them.
    Count(usize),
    /// An integer.
    Int(i64),
    /// A float.
    Float(f64),
}

impl fmt::Display for Actual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => count.fmt(f),
            Self::Int(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
        }
    }
}

/// A place where a value breaks a rule. It tells sizes and numbers, never a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// Where: a JSON pointer (RFC 6901) into the document that is sent or was received.
    pub pointer: String,
    /// Which rule.
    pub rule: Rule,
    /// What the rule measured, for rules that measure.
    pub actual: Option<Actual>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "the document" } else { &self.pointer };
        write!(f, "{place} {}", self.rule)?;
        match &self.actual {
            Some(actual) => write!(f, ", has {actual} [{}]", self.rule.id()),
            None => write!(f, " [{}]", self.rule.id()),
        }
    }
}

/// The violations of one value, in the order of its members.
#[derive(Clone, Debug, PartialEq)]
pub struct Violations {
    list: Vec<Violation>,
    more: bool,
}

impl Violations {
    /// So many are collected at the most.
    pub const MAX: usize = 100;

    /// Whether there are more than were collected.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.more
    }

    /// Takes note of a violation.
    #[doc(hidden)]
    #[cold]
    pub fn add(&mut self, at: &At<'_>, rule: Rule, actual: Option<Actual>) {
        if self.list.len() < Self::MAX {
            if self.list.len() == self.list.capacity() {
                // Mostly there are few; where there are many, they soon are as many as are collected.
                self.list.reserve_exact(if self.list.is_empty() { 8 } else { Self::MAX - self.list.len() });
            }
            self.list.push(Violation { pointer: at.pointer(), rule, actual });
        } else {
            self.more = true;
        }
    }
}

impl std::ops::Deref for Violations {
    type Target = [Violation];

    fn deref(&self) -> &[Violation] {
        &self.list
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.list.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{violation}")?;
        }
        if self.more { f.write_str("; and more") } else { Ok(()) }
    }
}

impl std::error::Error for Violations {}

/// One function a rule. Each takes the value, what the docs ask of it, and the value's place.
#[doc(hidden)]
pub mod rules {
    use super::{Actual, At, Bounds, Limit, Pattern, Rule, Violations, Wire};

    #[inline]
    pub fn chars(value: &str, limit: Limit, at: &At<'_>, out: &mut Violations) {
        // A character has one byte to four: mostly the bytes tell enough, and the text need not be looked at.
        if value.len() > limit.max || value.len().div_ceil(4) < limit.min {
            count_chars(value, limit, at, out);
        }
    }

    #[inline(never)]
    fn count_chars(value: &str, limit: Limit, at: &At<'_>, out: &mut Violations) {
        let count = value.chars().count();
        if !limit.allows(count) {
            out.add(at, Rule::Chars(limit), Some(Actual::Count(count)));
        }
    }

    #[inline]
    pub fn bytes(value: &str, limit: Limit, at: &At<'_>, out: &mut Violations) {
        if !limit.allows(value.len()) {
            out.add(at, Rule::Bytes(limit), Some(Actual::Count(value.len())));
        }
    }

    #[inline]
    pub fn items(count: usize, limit: Limit, at: &At<'_>, out: &mut Violations) {
        if !limit.allows(count) {
            out.add(at, Rule::Items(limit), Some(Actual::Count(count)));
        }
    }

    #[inline]
    pub fn range(value: impl Into<i64>, bounds: Bounds<i64>, at: &At<'_>, out: &mut Violations) {
        let value = value.into();
        if bounds.min.is_some_and(|min| value < min) || bounds.max.is_some_and(|max| value > max) {
            out.add(at, Rule::Range(bounds), Some(Actual::Int(value)));
        }
    }

    #[inline]
    pub fn float_range(value: f64, bounds: Bounds<f64>, at: &At<'_>, out: &mut Violations) {
        if bounds.min.is_some_and(|min| value < min) || bounds.max.is_some_and(|max| value > max) {
            out.add(at, Rule::FloatRange(bounds), Some(Actual::Float(value)));
        }
    }

    pub fn pattern(value: &str, pattern: &'static Pattern, at: &At<'_>, out: &mut Violations) {
        if !pattern.matches(value) {
            out.add(at, Rule::Pattern(pattern.source()), None);
        }
    }

    /// Looks at the first `max` elements alone: a longer list breaks its limit already, and the work stays bounded.
    pub fn unique<T: PartialEq>(list: &[T], max: usize, at: &At<'_>, out: &mut Violations) {
        let list = &list[..list.len().min(max)];
        for (index, element) in list.iter().enumerate() {
            if let Some(earlier) = list[..index].iter().position(|other| other == element) {
                out.add(&At::Index(at, index), Rule::Unique(earlier), None);
            }
        }
    }

    #[inline]
    pub fn required(member: &impl Wire, at: &At<'_>, out: &mut Violations) {
        if member.is_absent() {
            out.add(at, Rule::Required, None);
        }
    }

    #[inline]
    pub fn required_if(holds: bool, condition: &'static str, member: &impl Wire, at: &At<'_>, out: &mut Violations) {
        if holds && !member.is_given() {
            out.add(at, Rule::RequiredIf(condition), None);
        }
    }

    #[inline]
    pub fn forbidden_unless(
        holds: bool,
        condition: &'static str,
        member: &impl Wire,
        at: &At<'_>,
        out: &mut Violations,
    ) {
        if !holds && member.is_given() {
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
}
