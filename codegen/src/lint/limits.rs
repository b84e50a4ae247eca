//! Limits that no value meets, and limits that every value of the type meets.

use super::{
    language::{Language, Lengths, language},
    linter::{Linter, nested},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    lower::{Place, Site},
    model::{Field, Limit, Limits, Primitive, Range, Type, Unit},
};

/// The greatest number of bytes that a character has in UTF-8.
const MAX_BYTES: u64 = 4;

/// The lengths that a value's own limits and those of its named scalar allow together.
#[derive(Clone, Copy)]
struct Allowed {
    chars: Option<Limit>,
    bytes: Option<Limit>,
}

impl Linter<'_> {
    pub(super) fn limits(&mut self) {
        for (name, scalar) in &self.model.scalars {
            let Some(site) = self.site(Place::Scalar(name.clone())) else { continue };
            self.limits_of(site, &scalar.limits, None, scalar.wire);
        }
        for (name, object) in &self.model.objects {
            for field in object.fields() {
                if let Some(site) = self.site(Place::Field(name.clone(), field.wire.clone())) {
                    self.field(site, field);
                }
            }
        }
    }

    fn field(&mut self, site: Site<'_>, field: &Field) {
        let scalar = match &field.ty {
            Type::Scalar(name) => self.model.scalars.get(name),
            _ => None,
        };
        let primitive = match (&field.ty, scalar) {
            (_, Some(scalar)) => scalar.wire,
            (Type::Primitive(primitive), None) => *primitive,
            _ => Primitive::Json,
        };
        self.limits_of(site, &field.limits, scalar.map(|scalar| &scalar.limits), primitive);
        if let (Some(limits), Some(node)) = (&field.limits.filename, site.node.get("filename")) {
            self.limits_of(Site { node, ..site }, limits, None, Primitive::String);
        }
        self.unique(site, field);
        self.empty(site, field);
    }

    /// Warns of a field whose empty value has a meaning that a limit takes from it.
    fn empty(&mut self, site: Site<'_>, field: &Field) {
        if field.empty.is_some() && (field.limits.refuse_empty() || self.model.refuses_empty(&field.ty)) {
            let message = "an empty value has a meaning, but the limits refuse it";
            let help = "remove `empty`; or lower the `min` that is wrong, or use a type that can be empty";
            self.warn(Code::LimitsConflict, nested(site, &["empty"]), message, help);
        }
    }

    /// Checks the limits of a value, beside those of its named scalar.
    fn limits_of(&mut self, site: Site<'_>, own: &Limits, scalar: Option<&Limits>, primitive: Primitive) {
        // A `max` that the server does not enforce contradicts nothing.
        let enforced = |limits: &Limits, unit| limits.enforced(unit).0;
        let [chars, bytes, items] = [Unit::Chars, Unit::Bytes, Unit::Items].map(|unit| enforced(own, unit));
        let of_scalar = |unit| scalar.and_then(|limits| enforced(limits, unit));
        for (key, limit, other) in [
            ("chars", chars, of_scalar(Unit::Chars)),
            ("bytes", bytes, of_scalar(Unit::Bytes)),
            ("bytes", own.size, None),
            ("items", items, None),
        ] {
            let Some(limit) = limit else { continue };
            if limit.min == Some(0) {
                let message = format!("`{key}` is never below 0");
                self.warn(Code::PointlessLimit, nested(site, &[key, "min"]), message, "remove `min`");
            }
            if let Some(other) = other {
                self.against_scalar(site, key, bounds(limit), bounds(other));
            }
        }
        match (own.enforced_range().0, scalar.and_then(|limits| limits.enforced_range().0)) {
            (Some(own), Some(other)) => self.against_scalar(site, "range", numbers(own), numbers(other)),
            (Some(Range::Int { min, max }), None) => self.against_primitive(site, min, max, primitive),
            _ => {}
        }
        let allowed =
            Allowed { chars: both(chars, of_scalar(Unit::Chars)), bytes: both(bytes, of_scalar(Unit::Bytes)) };
        if chars.is_some() || bytes.is_some() {
            self.bytes_and_chars(site, own, allowed);
        }
        self.pattern(site, own, scalar, allowed);
    }

    /// Compares a limit of a field with the same limit of its named scalar.
    fn against_scalar(&mut self, site: Site<'_>, key: &str, own: Bounds, other: Bounds) {
        let is_empty = |min: Option<f64>, max: Option<f64>| min.zip(max).is_some_and(|(min, max)| min > max);
        if is_empty(own.min, other.max) || is_empty(other.min, own.max) {
            let message = format!("no value meets both this `{key}` and that of its type");
            self.warn(Code::LimitsConflict, nested(site, &[key]), message, "correct the one that is wrong");
            return;
        }
        for (name, has_no_effect) in [
            ("min", own.min.zip(other.min).is_some_and(|(own, other)| own <= other)),
            ("max", own.max.zip(other.max).is_some_and(|(own, other)| own >= other)),
        ] {
            if has_no_effect {
                let message = format!("the type already has this `{name}` of `{key}`, or a stricter one");
                let help = format!("remove `{name}` here");
                self.warn(Code::PointlessLimit, nested(site, &[key, name]), message, help);
            }
        }
    }

    fn against_primitive(&mut self, site: Site<'_>, min: Option<i64>, max: Option<i64>, primitive: Primitive) {
        let Some((least, greatest)) = primitive.integer_bounds() else { return };
        for (name, has_no_effect) in
            [("min", min.map(i128::from) == Some(least)), ("max", max.map(i128::from) == Some(greatest))]
        {
            if has_no_effect {
                let message = format!("every {} meets this limit", primitive.as_str());
                let place = nested(site, &["range", name]);
                self.warn(Code::PointlessLimit, place, message, format!("remove `{name}`"));
            }
        }
    }

    fn bytes_and_chars(&mut self, site: Site<'_>, own: &Limits, allowed: Allowed) {
        let (Some(chars), Some(bytes)) = (allowed.chars, allowed.bytes) else { return };
        let shortest = chars.min.unwrap_or_default();
        let longest = chars.max.map(|max| max.saturating_mul(MAX_BYTES));
        let too_few = bytes.max.is_some_and(|max| max < shortest);
        let too_many = bytes.min.zip(longest).is_some_and(|(min, longest)| min > longest);
        if too_few || too_many {
            let key = if own.bytes.is_some() { "bytes" } else { "chars" };
            let message = "no text meets both `chars` and `bytes`: a character has 1 to 4 bytes";
            self.warn(Code::LimitsConflict, nested(site, &[key]), message, "correct the one that is wrong");
        } else if own.bytes.is_some() {
            for (name, has_no_effect) in [
                ("max", bytes.max.zip(longest).is_some_and(|(max, longest)| max >= longest)),
                ("min", bytes.min.is_some_and(|min| min > 0 && min <= shortest)),
            ] {
                if has_no_effect {
                    let message = "every text that meets `chars` meets this limit";
                    let help = "remove it: a character has 1 to 4 bytes";
                    self.warn(Code::PointlessLimit, nested(site, &["bytes", name]), message, help);
                }
            }
        }
    }

    fn pattern(&mut self, site: Site<'_>, own: &Limits, scalar: Option<&Limits>, allowed: Allowed) {
        let inherited = scalar.and_then(|limits| limits.pattern.as_ref());
        let Some(pattern) = own.pattern.as_ref().or(inherited) else { return };
        match language(pattern) {
            Some(Language::None) if own.pattern.is_some() => {
                let message = "no text matches this pattern";
                self.warn(Code::LimitsConflict, site.value_span("pattern"), message, "correct the pattern");
            }
            Some(Language::All) if own.pattern.is_some() => {
                let message = "every text matches this pattern";
                self.warn(Code::PointlessLimit, site.value_span("pattern"), message, "remove it");
            }
            Some(Language::Some(lengths)) if conflicts(lengths, allowed) => {
                self.pattern_and_length(site, own.pattern.is_some(), lengths);
            }
            _ => {}
        }
    }

    /// Warns of a pattern whose texts are all too long or too short. One of the two must be the site's own.
    fn pattern_and_length(&mut self, site: Site<'_>, is_own: bool, lengths: Lengths) {
        let limit = ["chars", "bytes"].into_iter().find_map(|key| site.node.key(key)).map(|key| key.span);
        if !is_own && limit.is_none() {
            return;
        }
        let pattern = site.value_span("pattern");
        let span = if is_own { pattern.span } else { limit.unwrap_or(pattern.span) };
        let whose = if is_own { "the pattern" } else { "the pattern of its type" };
        let lengths = match (lengths.min, lengths.max) {
            (min, Some(max)) if min == max => min.to_string(),
            (min, Some(max)) => format!("{min} to {max}"),
            (min, None) => format!("{min} or more"),
        };
        let message = format!("{whose} matches texts of {lengths} characters, which the limit does not allow");
        let warning = Diagnostic::new(Code::LimitsConflict, pattern.file, span, message);
        self.report(
            warning.help("correct the one that is wrong").also(limit.filter(|limit| *limit != span), "the limit"),
        );
    }

    /// Checks lists whose elements must differ.
    fn unique(&mut self, site: Site<'_>, field: &Field) {
        let (Type::List(of), Some(items), true) = (&field.ty, field.limits.items, field.limits.unique) else { return };
        if items.max.is_some_and(|max| max < 2) {
            let message = "`unique` has no effect on a list of at most one element";
            self.warn(Code::PointlessLimit, nested(site, &["unique"]), message, "remove `unique`");
        }
        let different = match &**of {
            Type::Primitive(Primitive::Bool) => Some(2),
            Type::Enum(name) => {
                self.model.enums.get(name).filter(|decl| decl.closed).map(|decl| decl.values.len() as u64)
            }
            _ => None,
        };
        if let (Some(different), Some(min)) = (different, items.min)
            && min > different
        {
            let message =
                format!("{min} elements of type {of} cannot all differ: the type has only {different} values");
            self.warn(Code::LimitsConflict, nested(site, &["items", "min"]), message, "correct `min` or `unique`");
        }
    }
}

/// Whether no text has both one of these lengths and an allowed one.
fn conflicts(lengths: Lengths, Allowed { chars, bytes }: Allowed) -> bool {
    let min = chars.and_then(|chars| chars.min);
    let fewest = bytes.and_then(|bytes| bytes.min).map(|min| min.div_ceil(MAX_BYTES));
    let max = [chars, bytes].into_iter().flatten().filter_map(|limit| limit.max).min();
    let too_long = max.is_some_and(|max| lengths.min > max);
    let too_short = min.max(fewest).zip(lengths.max).is_some_and(|(min, longest)| longest < min);
    too_long || too_short
}

/// The bounds of any limit, as numbers.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
}

#[expect(clippy::cast_precision_loss, reason = "limits are compared as numbers, whatever their type")]
fn bounds(limit: Limit) -> Bounds {
    Bounds { min: limit.min.map(|min| min as f64), max: limit.max.map(|max| max as f64) }
}

#[expect(clippy::cast_precision_loss, reason = "limits are compared as numbers, whatever their type")]
pub(super) fn numbers(range: Range) -> Bounds {
    match range {
        Range::Int { min, max } => Bounds { min: min.map(|min| min as f64), max: max.map(|max| max as f64) },
        Range::Float { min, max } => Bounds { min, max },
    }
}

/// What two limits together allow.
fn both(a: Option<Limit>, b: Option<Limit>) -> Option<Limit> {
    let min = [a, b].into_iter().flatten().filter_map(|limit| limit.min).max();
    let max = [a, b].into_iter().flatten().filter_map(|limit| limit.max).min();
    (min.is_some() || max.is_some()).then_some(Limit { min, max })
}
