//! Named scalars, and the limits of values.

use regex_lite::Regex;

use super::{
    Lowering, Place,
    declare::{Declared, Scopes, Sort},
    flag, text,
};
use crate::{
    diagnostic::{Code, Span},
    model::{Form, Limit, Limits, Primitive, Range, Scalar, Type},
    syntax::{
        File,
        node::{Kind, Node},
    },
};

impl<'a> Lowering<'a> {
    pub(super) fn scalars(&mut self, scopes: &Scopes<'a>) {
        for (_, declared) in scopes.all(&self.syntax.pages) {
            if declared.sort == Sort::Scalar {
                self.scalar(declared);
            }
        }
    }

    fn scalar(&mut self, declared: &Declared<'a>) {
        let Declared { file, node, key, name, .. } = declared;
        self.take(name, file, key.span, "rename one of the two");
        let wire = primitive(node).unwrap_or(Primitive::String);
        let secret = flag(node, "secret");
        if secret && wire != Primitive::String {
            let span = node.key("secret").map_or(node.span, |key| key.span);
            let said = node.get("wire").map_or(node.span, |wire| wire.span);
            let fault = self.add(Code::KeyDoesNotFit, file, span, "only a string can be `secret`");
            fault.relate(said, "this is not a string");
            fault.help = Some("remove `secret`, or say `wire: string`".to_owned());
        }
        let limits = self.limits(file, node, &Type::Primitive(wire));
        self.place(file, key, node, Place::Scalar(name.clone()));
        let scalar = Scalar {
            file: file.path.clone(),
            doc: text(node, "doc"),
            label: text(node, "label"),
            wire,
            limits,
            secret,
            errata: Vec::new(),
        };
        self.model.scalars.insert(name.clone(), scalar);
    }

    /// The limits that a node states for a value of type `ty`.
    pub(super) fn limits(&mut self, file: &File, node: &Node, ty: &Type) -> Limits {
        let ty = &self.underlying(ty);
        let text = matches!(ty, Type::Primitive(Primitive::String));
        let list = matches!(ty, Type::List(_) | Type::Map(_));
        let limits = Limits {
            chars: self.count(file, node, "chars", (text, "a string"), ty),
            bytes: self.count(file, node, "bytes", (text, "a string"), ty),
            items: self.count(file, node, "items", (list, "a list or a map"), ty),
            range: self.range(file, node, ty),
            pattern: self.pattern(file, node, text, ty),
            unique: flag(node, "unique"),
        };
        if let Some(key) = node.key("unique") {
            if !matches!(ty, Type::List(_)) {
                self.limit_type(file, key.span, "unique", "a list", ty);
            } else if limits.unique && limits.items.is_none_or(|items| items.max.is_none()) {
                self.add(Code::BadLimit, file, key.span, "`unique` needs an upper limit of `items`").help = Some(
                    "add `items: { max: … }`: comparing all elements of an endless list takes too long".to_owned(),
                );
            }
        }
        limits
    }

    /// A named scalar's type on the wire; any other type as it is.
    pub(super) fn underlying(&self, ty: &Type) -> Type {
        match ty {
            Type::Scalar(name) => {
                self.model.scalars.get(name).map_or(ty.clone(), |scalar| Type::Primitive(scalar.wire))
            }
            _ => ty.clone(),
        }
    }

    fn limit_type(&mut self, file: &File, span: Span, key: &str, of: &str, ty: &Type) {
        let help = match ty {
            Type::Primitive(primitive) => match primitive.form() {
                Form::Text => "remove it; a string can have `chars`, `bytes` and `pattern`",
                Form::Integer(..) | Form::Float => "remove it; a number can have a `range`",
                Form::Bool | Form::Any => "remove it; such a value has no limits",
            },
            Type::Object(_) | Type::Enum(_) | Type::Scalar(_) => "remove it; such a value has no limits",
            Type::List(_) => {
                "remove it, or put it on a named scalar for the elements; a list can have `items` and `unique`"
            }
            Type::Map(_) => "remove it, or put it on a named scalar for the values; a map can have `items`",
        };
        let help = help.to_owned();
        self.add(Code::LimitType, file, span, format!("`{key}` is a limit of {of}, not of {ty}")).help = Some(help);
    }

    fn count(&mut self, file: &File, node: &Node, key: &str, (fits, of): (bool, &str), ty: &Type) -> Option<Limit> {
        let limit = node.get(key)?;
        let span = node.key(key)?.span;
        if !fits {
            self.limit_type(file, span, key, of, ty);
            return None;
        }
        let bound = |name: &str| match limit.get(name).map(|bound| &bound.kind) {
            Some(Kind::Int(bound)) => Some(*bound),
            _ => None,
        };
        let (min, max) = (bound("min"), bound("max"));
        if min.zip(max).is_some_and(|(min, max)| min > max) {
            self.order(file, key, limit);
        }
        let size = |bound: Option<i64>| bound.and_then(|bound| u64::try_from(bound).ok());
        Some(Limit { min: size(min), max: size(max) })
    }

    /// A `min` that is greater than its `max`.
    fn order(&mut self, file: &File, key: &str, limit: &Node) {
        let (Some(min), Some(max)) = (limit.get("min"), limit.get("max")) else { return };
        let message = format!("`{key}` has a `min` of {} above its `max` of {}", min.inline(), max.inline());
        let fault = self.add(Code::BadLimit, file, min.span, message);
        fault.relate(max.span, "the `max`");
        fault.help = Some("swap the two, or mend the one that is wrong".to_owned());
    }

    fn range(&mut self, file: &File, node: &Node, ty: &Type) -> Option<Range> {
        let range = node.get("range")?;
        let span = node.key("range")?.span;
        let Type::Primitive(primitive) = ty else {
            self.limit_type(file, span, "range", "a number", ty);
            return None;
        };
        let (min, max) = (range.get("min"), range.get("max"));
        let mut sound = true;
        let (range, above) = match primitive.integer_bounds() {
            Some((least, greatest)) => {
                for (name, bound) in [("min", min), ("max", max)] {
                    let Some(bound) = bound else { continue };
                    if integer(bound).is_some_and(|value| (least..=greatest).contains(&value)) {
                        continue;
                    }
                    let value = bound.inline();
                    let message = format!("the `{name}` of `range` is {value}, which is no {}", primitive.as_str());
                    self.add(Code::BadLimit, file, bound.span, message).help =
                        Some(format!("write an integer from {least} to {greatest}, or choose another type"));
                    sound = false;
                }
                let (min, max) = (min.and_then(integer), max.and_then(integer));
                (Range::Int { min, max }, min.zip(max).is_some_and(|(min, max)| min > max))
            }
            None if *primitive == Primitive::Float => {
                let (min, max) = (min.and_then(float), max.and_then(float));
                (Range::Float { min, max }, min.zip(max).is_some_and(|(min, max)| min > max))
            }
            None => {
                self.limit_type(file, span, "range", "a number", ty);
                return None;
            }
        };
        if sound
            && above
            && let Some(limit) = node.get("range")
        {
            self.order(file, "range", limit);
        }
        Some(range)
    }

    fn pattern(&mut self, file: &File, node: &Node, fits: bool, ty: &Type) -> Option<String> {
        let pattern = node.get("pattern")?;
        if !fits {
            let span = node.key("pattern")?.span;
            self.limit_type(file, span, "pattern", "a string", ty);
            return None;
        }
        let source = pattern.text()?;
        // Alone first, so that a stray bracket cannot close the group.
        let bad = Regex::new(source).and_then(|_| Regex::new(&format!("^(?:{source})$"))).err();
        if let Some(error) = bad {
            let message = format!("not a regular expression that we can use: {error}");
            self.add(Code::BadLimit, file, pattern.span, message).help = Some(
                "mend it; it can have no look-around and no back-references, and must match the whole value".to_owned(),
            );
        }
        Some(source.to_owned())
    }
}

/// The type that `wire` names.
pub(super) fn primitive(node: &Node) -> Option<Primitive> {
    let wire = node.get("wire")?.text()?;
    Primitive::ALL.into_iter().find(|primitive| primitive.as_str() == wire)
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
