//! Defaults and tested values that limits do not allow.

use regex_lite::Regex;

use super::{limits::numbers, linter::Linter};
use crate::{
    diagnostic::Code,
    lower::{Place, Site},
    model::{Field, Limit, Limits, Literal, Object, Type},
};

impl<'a> Linter<'a> {
    pub(super) fn values(&mut self) {
        for (name, object) in &self.model.objects {
            for field in object.fields() {
                if let Some(site) = self.site(Place::Field(name.clone(), field.wire.clone())) {
                    self.default(site, field);
                    self.tested(object, site, field);
                }
            }
        }
    }

    /// The limits of a field and of its named scalar.
    fn limits_on(&self, field: &'a Field) -> Vec<&'a Limits> {
        let scalar = match &field.ty {
            Type::Scalar(name) => self.model.scalars.get(name).map(|scalar| &scalar.limits),
            _ => None,
        };
        [&field.limits].into_iter().chain(scalar).collect()
    }

    fn default(&mut self, site: Site<'_>, field: &'a Field) {
        let Some(key) = field.default.as_ref().and_then(|value| violated(&self.limits_on(field), value)) else {
            return;
        };
        let message = format!("the default of `{}` violates its `{key}`", field.wire);
        let help = "correct the default or the limit; if the server does assume it, allow this";
        self.warn(Code::ImpossibleValue, site.value_span("default"), message, help);
    }

    /// Warns of values that conditions compare siblings with, although the siblings cannot have them.
    fn tested(&mut self, object: &'a Object, site: Site<'_>, field: &Field) {
        for dependency in &field.depends {
            for test in &dependency.condition.tests {
                let Some(sibling) = object.field(&test.field) else { continue };
                for (at, value) in test.values.iter().enumerate() {
                    let Some(key) = violated(&self.limits_on(sibling), value) else { continue };
                    let written = site.node.get(dependency.key()).and_then(|node| node.get(&test.field));
                    let span = written.map_or(site.key.span, |node| node.elements().get(at).unwrap_or(node).span);
                    let message = format!("`{}` never has this value, which violates its `{key}`", sibling.wire);
                    let help = "remove the value, or correct the limit of the other field";
                    self.warn(Code::ImpossibleValue, site.span(span), message, help);
                }
            }
        }
    }
}

/// The key of the first limit that a value violates.
fn violated(limits: &[&Limits], value: &Literal) -> Option<&'static str> {
    limits.iter().find_map(|limits| {
        #[expect(clippy::cast_precision_loss, reason = "limits are compared as numbers, whatever their type")]
        let number = match value {
            Literal::Text(text) => return violated_by_text(limits, text),
            Literal::Int(number) => *number as f64,
            Literal::Float(number) => *number,
            Literal::Bool(_) | Literal::Enum { .. } => return None,
        };
        let bounds = numbers(limits.range?);
        let is_outside = bounds.min.is_some_and(|min| number < min) || bounds.max.is_some_and(|max| number > max);
        is_outside.then_some("range")
    })
}

fn violated_by_text(limits: &Limits, text: &str) -> Option<&'static str> {
    let is_outside = |limit: Option<Limit>, length: usize| {
        let length = length as u64;
        limit
            .is_some_and(|limit| limit.min.is_some_and(|min| length < min) || limit.max.is_some_and(|max| length > max))
    };
    let mismatches =
        |pattern: &String| Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|pattern| !pattern.is_match(text));
    let Limits { chars, bytes, pattern, size: _, filename: _, items: _, range: _, unique: _, beyond: _, kinds: _ } =
        limits;
    if is_outside(*chars, text.chars().count()) {
        Some("chars")
    } else if is_outside(*bytes, text.len()) {
        Some("bytes")
    } else if pattern.as_ref().is_some_and(mismatches) {
        Some("pattern")
    } else {
        None
    }
}
