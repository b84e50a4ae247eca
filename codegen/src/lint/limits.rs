//! Limits that no value meets, and limits that every value of the type meets.

use regex_lite::Regex;

use super::{
    Linter,
    language::{Language, language},
    span_of,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    lower::{Place, Site},
    model::{Field, Limit, Limits, Literal, Object, Primitive, Range, Type, TypeName},
};

/// The longest that a character is in UTF-8, in bytes.
const WIDEST: u64 = 4;

impl Linter<'_> {
    pub(super) fn limits(&mut self) {
        for (name, scalar) in &self.model.scalars {
            let Some(site) = self.site(Place::Scalar(name.clone())) else { continue };
            self.limits_of(site, &scalar.limits, None, scalar.wire);
        }
        for (name, object) in &self.model.objects {
            for field in object.fields() {
                self.field(name, object, field);
            }
        }
    }

    fn field(&mut self, object: &TypeName, whole: &Object, field: &Field) {
        let Some(site) = self.site(Place::Field(object.clone(), field.wire.clone())) else { return };
        let of_type = match &field.ty {
            Type::Scalar(name) => self.model.scalars.get(name).map(|scalar| (&scalar.limits, scalar.wire)),
            _ => None,
        };
        let primitive = match (&field.ty, of_type) {
            (_, Some((_, wire))) => wire,
            (Type::Primitive(primitive), None) => *primitive,
            _ => Primitive::Json,
        };
        self.limits_of(site, &field.limits, of_type.map(|(limits, _)| limits), primitive);
        self.elements(site, field);
        let all = [Some(&field.limits), of_type.map(|(limits, _)| limits)];
        if let Some(refused) = field.default.as_ref().and_then(|literal| refused(&all, literal)) {
            let span = site.node.get("default").map_or(site.key.span, |default| default.span);
            let message = format!("`{}` cannot have its default: {refused}", field.wire);
            self.warn(
                Code::ImpossibleValue,
                &site.file.path,
                span,
                message,
                "mend the default or the limit; if the server does assume such a value, allow this",
            );
        }
        self.tested(whole, site, field);
    }

    /// Values that conditions compare siblings with, although these cannot have them.
    fn tested(&mut self, object: &Object, site: Site<'_>, field: &Field) {
        for (rule, condition) in [("required_if", &field.required_if), ("forbidden_unless", &field.forbidden_unless)] {
            for test in condition.iter().flat_map(|condition| &condition.tests) {
                let Some(sibling) = object.field(&test.field) else { continue };
                let scalar = match &sibling.ty {
                    Type::Scalar(name) => self.model.scalars.get(name).map(|scalar| &scalar.limits),
                    _ => None,
                };
                for (at, literal) in test.values.iter().enumerate() {
                    let Some(refused) = refused(&[Some(&sibling.limits), scalar], literal) else { continue };
                    let written = site.node.get(rule).and_then(|node| node.get(&test.field));
                    let span = written.map_or(site.key.span, |node| node.elements().get(at).unwrap_or(node).span);
                    let message = format!("`{}` never has this value: {refused}", sibling.wire);
                    self.warn(
                        Code::ImpossibleValue,
                        &site.file.path,
                        span,
                        message,
                        "remove the value, or mend the limit of the other field",
                    );
                }
            }
        }
    }

    /// Limits of one value, with those that its named scalar has already.
    fn limits_of(&mut self, site: Site<'_>, own: &Limits, above: Option<&Limits>, primitive: Primitive) {
        let file = &site.file.path;
        // `elements` looks at `unique`, and no scalar has `items`.
        let Limits { chars, bytes, items, range, pattern: _, unique: _ } = own;
        for (key, limit, other) in [
            ("chars", *chars, above.and_then(|limits| limits.chars)),
            ("bytes", *bytes, above.and_then(|limits| limits.bytes)),
            ("items", *items, None),
        ] {
            let Some(limit) = limit else { continue };
            if limit.min == Some(0) {
                let span = span_of(site, &[key, "min"]);
                self.warn(Code::PointlessLimit, file, span, format!("`{key}` is never below 0"), "remove `min`");
            }
            let Some(other) = other else { continue };
            self.against_type(site, key, bounds(limit), bounds(other));
        }
        match (*range, above.and_then(|limits| limits.range)) {
            (Some(own), Some(above)) => self.against_type(site, "range", numbers(own), numbers(above)),
            (Some(Range::Int { min, max }), None) => self.against_primitive(site, min, max, primitive),
            _ => {}
        }
        let chars = tightest(*chars, above.and_then(|limits| limits.chars));
        let bytes = tightest(*bytes, above.and_then(|limits| limits.bytes));
        if own.chars.is_some() || own.bytes.is_some() {
            self.bytes_and_chars(site, own, chars, bytes);
        }
        self.pattern(site, own, above, chars, bytes);
    }

    /// A limit of a field of a named scalar that has the same kind of limit.
    fn against_type(&mut self, site: Site<'_>, key: &str, own: Bounds, above: Bounds) {
        let file = &site.file.path;
        let empty = |a: Option<f64>, b: Option<f64>| a.zip(b).is_some_and(|(min, max)| min > max);
        if empty(own.min, above.max) || empty(above.min, own.max) {
            let message = format!("no value meets this `{key}` and that of its type");
            self.warn(Code::LimitsConflict, file, span_of(site, &[key]), message, "mend the one that is wrong");
            return;
        }
        let no_tighter = |own: Option<f64>, above: Option<f64>, tighter: fn(f64, f64) -> bool| {
            own.is_some_and(|own| above.is_some_and(|above| !tighter(own, above)))
        };
        for (name, pointless) in [
            ("min", no_tighter(own.min, above.min, |own, above| own > above)),
            ("max", no_tighter(own.max, above.max, |own, above| own < above)),
        ] {
            if pointless {
                let message = format!("the type has this `{name}` of `{key}` already, or one that is stricter");
                let help = format!("remove `{name}` here");
                self.warn(Code::PointlessLimit, file, span_of(site, &[key, name]), message, help);
            }
        }
    }

    fn against_primitive(&mut self, site: Site<'_>, min: Option<i64>, max: Option<i64>, primitive: Primitive) {
        let Some((least, greatest)) = primitive.integer_bounds() else { return };
        for (name, pointless) in [("min", min == Some(least)), ("max", max == Some(greatest))] {
            if pointless {
                let message = format!("every {} meets this", primitive.as_str());
                let span = span_of(site, &["range", name]);
                self.warn(Code::PointlessLimit, &site.file.path, span, message, format!("remove `{name}`"));
            }
        }
    }

    fn bytes_and_chars(&mut self, site: Site<'_>, own: &Limits, chars: Option<Limit>, bytes: Option<Limit>) {
        let (Some(chars), Some(bytes)) = (chars, bytes) else { return };
        let file = &site.file.path;
        let key = if own.bytes.is_some() { "bytes" } else { "chars" };
        let shortest = chars.min.unwrap_or_default();
        let longest = chars.max.map(|max| max.saturating_mul(WIDEST));
        let too_few = bytes.max.is_some_and(|max| max < shortest);
        let too_many = bytes.min.zip(longest).is_some_and(|(min, longest)| min > longest);
        if too_few || too_many {
            let message = "no text meets both `chars` and `bytes`: a character has 1 to 4 bytes";
            self.warn(Code::LimitsConflict, file, span_of(site, &[key]), message, "mend the one that is wrong");
        } else if own.bytes.is_some() {
            let help = "remove it: a character has 1 to 4 bytes";
            if bytes.max.zip(longest).is_some_and(|(max, longest)| max >= longest) {
                let span = span_of(site, &["bytes", "max"]);
                self.warn(Code::PointlessLimit, file, span, "every text that `chars` lets pass meets this", help);
            }
            if bytes.min.is_some_and(|min| min > 0 && min <= shortest) {
                let span = span_of(site, &["bytes", "min"]);
                self.warn(Code::PointlessLimit, file, span, "every text that `chars` lets pass meets this", help);
            }
        }
    }

    fn pattern(
        &mut self,
        site: Site<'_>,
        own: &Limits,
        above: Option<&Limits>,
        chars: Option<Limit>,
        bytes: Option<Limit>,
    ) {
        let inherited = above.and_then(|limits| limits.pattern.as_ref());
        let Some(pattern) = own.pattern.as_ref().or(inherited) else { return };
        let file = &site.file.path;
        let span = site.node.get("pattern").map_or(site.key.span, |pattern| pattern.span);
        match language(pattern) {
            Some(Language::None) if own.pattern.is_some() => {
                self.warn(Code::LimitsConflict, file, span, "no text matches this pattern", "mend the pattern");
            }
            Some(Language::All) if own.pattern.is_some() => {
                self.warn(Code::PointlessLimit, file, span, "every text matches this pattern", "remove it");
            }
            Some(Language::Some(lengths)) => {
                let min = chars.and_then(|chars| chars.min);
                let fewest = bytes.and_then(|bytes| bytes.min).map(|min| min.div_ceil(WIDEST));
                let max = [chars, bytes].into_iter().flatten().filter_map(|limit| limit.max).min();
                let too_long = max.is_some_and(|max| lengths.min > max);
                let too_short = min.max(fewest).zip(lengths.max).is_some_and(|(min, longest)| longest < min);
                let stated = ["chars", "bytes"].into_iter().find_map(|key| site.node.key(key));
                if !(too_long || too_short) || own.pattern.is_none() && stated.is_none() {
                    return;
                }
                let lengths = match (lengths.min, lengths.max) {
                    (min, Some(max)) if min == max => min.to_string(),
                    (min, Some(max)) => format!("{min} to {max}"),
                    (min, None) => format!("{min} and more"),
                };
                let whose = if own.pattern.is_some() { "the pattern" } else { "the pattern of its type" };
                let message = format!("{whose} matches texts of {lengths} characters, and the limit lets none pass");
                let span = if own.pattern.is_some() { span } else { stated.map_or(span, |key| key.span) };
                let fault = Diagnostic::new(Code::LimitsConflict, file, span, message);
                let fault = fault.help("mend the one that is wrong");
                self.found.push(match stated.filter(|key| key.span != span) {
                    Some(key) => fault.also(key.span, "the limit"),
                    None => fault,
                });
            }
            _ => {}
        }
    }

    /// Lists whose elements have to differ.
    fn elements(&mut self, site: Site<'_>, field: &Field) {
        let (Type::List(of), Some(items), true) = (&field.ty, field.limits.items, field.limits.unique) else { return };
        let file = &site.file.path;
        if items.max.is_some_and(|max| max < 2) {
            let help = "remove `unique`";
            let message = "the elements of a list of one always differ";
            self.warn(Code::PointlessLimit, file, span_of(site, &["unique"]), message, help);
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
            let message = format!("there are no {min} different elements of type {of}: there are {different}");
            self.warn(Code::LimitsConflict, file, span_of(site, &["items", "min"]), message, "mend `min` or `unique`");
        }
    }
}

/// Why limits refuse a value, if one of them does.
fn refused(limits: &[Option<&Limits>], literal: &Literal) -> Option<String> {
    limits.iter().flatten().find_map(|limits| {
        #[expect(clippy::cast_precision_loss, reason = "limits are compared as numbers, whatever their type")]
        let value = match literal {
            Literal::Int(value) => *value as f64,
            Literal::Float(value) => *value,
            Literal::Text(text) => return refused_text(limits, text),
            Literal::Bool(_) | Literal::Enum { .. } => return None,
        };
        let Bounds { min, max } = numbers(limits.range?);
        let outside = min.is_some_and(|min| value < min) || max.is_some_and(|max| value > max);
        outside.then(|| "its `range` refuses it".to_owned())
    })
}

fn refused_text(limits: &Limits, text: &str) -> Option<String> {
    let outside = |limit: Option<Limit>, length: usize| {
        let length = length as u64;
        limit
            .is_some_and(|limit| limit.min.is_some_and(|min| length < min) || limit.max.is_some_and(|max| length > max))
    };
    let misfit =
        |pattern: &String| Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|pattern| !pattern.is_match(text));
    let Limits { chars, bytes, pattern, items: _, range: _, unique: _ } = limits;
    let rule = if outside(*chars, text.chars().count()) {
        "chars"
    } else if outside(*bytes, text.len()) {
        "bytes"
    } else if pattern.as_ref().is_some_and(misfit) {
        "pattern"
    } else {
        return None;
    };
    Some(format!("its `{rule}` refuses it"))
}

/// The bounds of any limit, as numbers.
#[derive(Clone, Copy)]
struct Bounds {
    min: Option<f64>,
    max: Option<f64>,
}

#[expect(clippy::cast_precision_loss, reason = "limits are compared as numbers, whatever their type")]
fn bounds(limit: Limit) -> Bounds {
    Bounds { min: limit.min.map(|min| min as f64), max: limit.max.map(|max| max as f64) }
}

#[expect(clippy::cast_precision_loss, reason = "limits are compared as numbers, whatever their type")]
fn numbers(range: Range) -> Bounds {
    match range {
        Range::Int { min, max } => Bounds { min: min.map(|min| min as f64), max: max.map(|max| max as f64) },
        Range::Float { min, max } => Bounds { min, max },
    }
}

/// What two limits together allow.
fn tightest(a: Option<Limit>, b: Option<Limit>) -> Option<Limit> {
    let min = [a, b].into_iter().flatten().filter_map(|limit| limit.min).max();
    let max = [a, b].into_iter().flatten().filter_map(|limit| limit.max).min();
    (min.is_some() || max.is_some()).then_some(Limit { min, max })
}
