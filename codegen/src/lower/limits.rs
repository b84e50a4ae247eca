//! Limits of values.

use std::collections::BTreeMap;

use regex_lite::Regex;

use super::lowering::{Lowering, flag};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::{Beyond, Form, KindCount, Kinds, Limit, Limits, Primitive, Range, Type},
    syntax::{
        File,
        node::{Kind, Node},
    },
};

impl Lowering<'_> {
    /// The limits that a node has for a value of type `ty`.
    pub(super) fn limits(&mut self, file: &File, node: &Node, ty: &Type) -> Limits {
        let ty = &self.underlying(ty);
        let is_string = match ty {
            Type::Primitive(primitive) => primitive.form() == Form::Text,
            Type::JsonString(_) => true,
            Type::Scalar(_) | Type::Enum(_) | Type::Object(_) | Type::List(_) | Type::Map(_) | Type::File => false,
        };
        let is_file = *ty == Type::File;
        let is_list = matches!(ty, Type::List(_) | Type::Map(_));
        let limits = Limits {
            chars: self.count(file, node, "chars", (is_string, "a string"), ty),
            bytes: if is_file { None } else { self.count(file, node, "bytes", (is_string, "a string or a file"), ty) },
            size: if is_file { self.size(file, node, ty) } else { None },
            filename: self.filename(file, node, ty),
            items: self.count(file, node, "items", (is_list, "a list or a map"), ty),
            range: self.range(file, node, ty),
            pattern: self.pattern(file, node, is_string, ty),
            unique: flag(node, "unique"),
            beyond: beyond(node),
            kinds: kinds(node),
        };
        if let Some(key) = node.key("unique") {
            if !matches!(ty, Type::List(_)) {
                self.wrong_type(file, key.span, "unique", "a list", ty);
            } else if limits.unique && limits.items.is_none_or(|items| items.max.is_none()) {
                let fault =
                    Diagnostic::new(Code::BadLimit, &file.path, key.span, "`unique` needs an upper limit of `items`");
                self.report(
                    fault.help(
                        "add `items: { max: … }`: comparing all elements of a list without a limit takes too long",
                    ),
                );
            }
        }
        limits
    }

    /// The number of bytes of a file.
    fn size(&mut self, file: &File, node: &Node, ty: &Type) -> Option<Limit> {
        if let Some(beyond) = node.get("bytes")?.key("beyond") {
            let message = "`beyond` does not fit the size of a file";
            let fault = Diagnostic::new(Code::KeyDoesNotFit, &file.path, beyond.span, message);
            self.report(fault.help("remove it: a part of a file is no use"));
        }
        self.count(file, node, "bytes", (true, "a file"), ty)
    }

    /// The limits of a file's name.
    fn filename(&mut self, file: &File, node: &Node, ty: &Type) -> Option<Box<Limits>> {
        let limits = node.get("filename")?;
        if *ty != Type::File {
            let span = node.key("filename")?.span;
            self.wrong_type(file, span, "filename", "a file", ty);
            return None;
        }
        Some(Box::new(self.limits(file, limits, &Type::Primitive(Primitive::String))))
    }

    /// Reports a limit that a type cannot have.
    fn wrong_type(&mut self, file: &File, span: Span, key: &str, of: &str, ty: &Type) {
        const OF_STRING: &str = "remove it; a string can have `chars`, `bytes` and `pattern`";
        let help = match ty {
            Type::Primitive(Primitive::ErrorCode) => "remove it; a value of this type has no limits",
            Type::Primitive(primitive) => match primitive.form() {
                Form::Text => OF_STRING,
                Form::Integer(..) | Form::Float => "remove it; a number can have a `range`",
                Form::Bool | Form::Any => "remove it; a value of this type has no limits",
            },
            Type::JsonString(_) => OF_STRING,
            Type::File => "remove it; a file can have `bytes`, and `filename` with the limits of its name",
            Type::Object(_) | Type::Enum(_) | Type::Scalar(_) => "remove it; a value of this type has no limits",
            Type::List(_) => {
                "remove it, or put it on a named scalar for the elements; a list can have `items` and `unique`"
            }
            Type::Map(_) => "remove it, or put it on a named scalar for the values; a map can have `items`",
        };
        let message = format!("`{key}` is a limit of {of}, not of {ty}");
        self.report(Diagnostic::new(Code::LimitType, &file.path, span, message).help(help));
    }

    /// Reports a `min` that is greater than its `max`.
    fn order(&mut self, file: &File, key: &str, limit: &Node) {
        let (Some(min), Some(max)) = (limit.get("min"), limit.get("max")) else { return };
        let message =
            format!("the `min` of `{key}` is {}, which is greater than its `max`, {}", min.inline(), max.inline());
        self.report(
            Diagnostic::new(Code::BadLimit, &file.path, min.span, message)
                .help("swap the two, or correct the one that is wrong")
                .also(max.span, "the `max`"),
        );
    }

    fn count(&mut self, file: &File, node: &Node, key: &str, (fits, of): (bool, &str), ty: &Type) -> Option<Limit> {
        let limit = node.get(key)?;
        let span = node.key(key)?.span;
        if !fits {
            self.wrong_type(file, span, key, of, ty);
            return None;
        }
        let (min, max) = (limit.get("min").and_then(integer), limit.get("max").and_then(integer));
        if min.zip(max).is_some_and(|(min, max)| min > max) {
            self.order(file, key, limit);
        }
        let size = |bound: Option<i64>| bound.and_then(|bound| u64::try_from(bound).ok());
        Some(Limit { min: size(min), max: size(max) })
    }

    fn range(&mut self, file: &File, node: &Node, ty: &Type) -> Option<Range> {
        let range = node.get("range")?;
        let span = node.key("range")?.span;
        // A code is no amount.
        let Some(primitive) = plain(ty).filter(|primitive| *primitive != Primitive::ErrorCode) else {
            self.wrong_type(file, span, "range", "a number", ty);
            return None;
        };
        let (min, max) = (range.get("min"), range.get("max"));
        let (lowered, is_empty) = match primitive.form() {
            Form::Integer(..) => {
                let is_valid = self.integer_range(file, range, primitive);
                let (min, max) = (min.and_then(integer), max.and_then(integer));
                (Range::Int { min, max }, is_valid && min.zip(max).is_some_and(|(min, max)| min > max))
            }
            Form::Float => {
                let (min, max) = (min.and_then(float), max.and_then(float));
                (Range::Float { min, max }, min.zip(max).is_some_and(|(min, max)| min > max))
            }
            Form::Text | Form::Bool | Form::Any => {
                self.wrong_type(file, span, "range", "a number", ty);
                return None;
            }
        };
        if is_empty {
            self.order(file, "range", range);
        }
        Some(lowered)
    }

    /// Whether the bounds of a range are integers of a type; others are reported.
    fn integer_range(&mut self, file: &File, range: &Node, primitive: Primitive) -> bool {
        let Some((least, greatest)) = primitive.integer_bounds() else { return false };
        let mut is_valid = true;
        for name in ["min", "max"] {
            let Some(bound) = range.get(name) else { continue };
            if integer(bound).is_some_and(|value| (least..=greatest).contains(&value.into())) {
                continue;
            }
            let value = bound.inline();
            let message =
                format!("the `{name}` of `range` is {value}, which is not a value of type {}", primitive.as_str());
            let help = format!("write an integer from {least} to {greatest}, or choose another type");
            self.report(Diagnostic::new(Code::BadLimit, &file.path, bound.span, message).help(help));
            is_valid = false;
        }
        is_valid
    }

    fn pattern(&mut self, file: &File, node: &Node, fits: bool, ty: &Type) -> Option<String> {
        let pattern = node.get("pattern")?;
        if !fits {
            let span = node.key("pattern")?.span;
            self.wrong_type(file, span, "pattern", "a string", ty);
            return None;
        }
        let source = pattern.text()?;
        // First without the group: inside it, `a)(b` would be valid.
        let error = Regex::new(source).and_then(|_| Regex::new(&format!("^(?:{source})$"))).err();
        if let Some(error) = error {
            let message = format!("this is not a supported regular expression: {error}");
            let help = "correct it; it can have neither look-around nor back-references, and must match the full value";
            self.report(Diagnostic::new(Code::BadLimit, &file.path, pattern.span, message).help(help));
        }
        Some(source.to_owned())
    }
}

/// What the server does beyond the limits that it does not enforce.
fn beyond(node: &Node) -> BTreeMap<&'static str, Beyond> {
    let of = |key: &'static str| {
        let word = node.get(key)?.get("beyond")?.text()?;
        Some((key, Beyond::ALL.into_iter().find(|beyond| beyond.as_str() == word)?))
    };
    ["chars", "bytes", "items", "range"].into_iter().filter_map(of).collect()
}

/// The limits of kinds; the complete model shows whether they fit.
fn kinds(node: &Node) -> Kinds {
    let counts = node.get("kinds").map(Node::elements).unwrap_or_default().iter().filter_map(|count| {
        let of = count.get("of").map(Node::elements).unwrap_or_default();
        let of = of.iter().filter_map(|name| name.text().map(str::to_owned)).collect();
        Some(KindCount { of, max: u64::try_from(integer(count.get("max")?)?).ok()? })
    });
    Kinds { counts: counts.collect(), alike: flag(node, "alike") }
}

fn integer(node: &Node) -> Option<i64> {
    match node.kind {
        Kind::Int(value) => Some(value),
        _ => None,
    }
}

fn float(node: &Node) -> Option<f64> {
    match node.kind {
        #[expect(clippy::cast_precision_loss, reason = "as YAML readers do")]
        Kind::Int(value) => Some(value as f64),
        Kind::Float(value) => Some(value),
        _ => None,
    }
}

fn plain(ty: &Type) -> Option<Primitive> {
    match ty {
        Type::Primitive(primitive) => Some(*primitive),
        _ => None,
    }
}
