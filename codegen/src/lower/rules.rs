//! Rules about several members of an object: conditions and groups.

use super::{
    lowering::{Lowering, flag},
    object::Context,
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::{
        Choice, Condition, Dependency, Effect, Group, GroupRule, LimitsIf, Literal, Location, Member, Object, Test,
    },
    naming,
    syntax::{
        File,
        describe::{describe, listed},
        node::{Key, Node},
    },
};

/// A sibling that a condition looks at: its name, and the values that it is compared with.
struct Tested<'n> {
    name: &'n str,
    span: Span,
    values: Vec<&'n Node>,
}

impl<'a> Lowering<'a> {
    /// Adds the conditions and groups of an object to it.
    pub(super) fn rules(
        &mut self,
        context: Context<'_, 'a>,
        parts: &[(&'a Node, Location)],
        written: &[(&'a Key, &'a Node)],
        object: &mut Object,
    ) {
        for (key, node) in written {
            let mut depends = Vec::new();
            for (effect, when, rule) in Dependency::kinds() {
                if let Some(condition) = self.condition(context.file, key, node, rule, object, written) {
                    depends.push(Dependency { effect, when, condition });
                }
                if effect == Effect::Required {
                    self.required_anyway(context.file, node, rule);
                }
            }
            let limits = self.limits_if(context.file, key, node, object, written);
            for member in &mut object.members {
                if let Member::Field(field) = member
                    && field.wire == key.text
                {
                    field.depends.clone_from(&depends);
                    field.limits_if.clone_from(&limits);
                }
            }
        }
        for (part, _) in parts {
            for rule in GroupRule::COUNTING {
                for group in part.get(rule.key()).map(Node::elements).unwrap_or_default() {
                    let fields = self.group(context.file, group, object, written);
                    object.groups.push(Group { rule, fields });
                }
            }
            for limit in part.get("$together").map(Node::elements).unwrap_or_default() {
                let group = self.together(context.file, limit, object, written);
                object.groups.extend(group);
            }
        }
    }

    /// The limits that a field has under conditions.
    fn limits_if(
        &mut self,
        file: &File,
        key: &Key,
        node: &Node,
        object: &Object,
        written: &[(&Key, &Node)],
    ) -> Vec<LimitsIf> {
        let Some(ty) = object.field(&key.text).map(|field| &field.ty) else { return Vec::new() };
        let entries = node.get("limits_if").map(Node::elements).unwrap_or_default().iter();
        let lowered = entries.filter_map(|entry| {
            let condition = self.condition(file, key, entry, "if", object, written)?;
            Some(LimitsIf { condition, limits: self.limits(file, entry, ty) })
        });
        lowered.collect()
    }

    /// Reports a condition of a field that is always required.
    fn required_anyway(&mut self, file: &File, node: &Node, rule: &str) {
        if let (Some(condition), Some(required)) = (node.key(rule), node.key("required"))
            && flag(node, "required")
        {
            let message = format!("`{rule}` has no effect beside `required`");
            self.report(
                Diagnostic::new(Code::BadCondition, &file.path, required.span, message)
                    .help("remove one of the two")
                    .also(condition.span, "required on a condition"),
            );
        }
    }

    pub(super) fn group(
        &mut self,
        file: &File,
        group: &Node,
        object: &Object,
        written: &[(&Key, &Node)],
    ) -> Vec<String> {
        let mut fields: Vec<String> = Vec::new();
        for (at, element) in group.elements().iter().enumerate() {
            let Some(name) = element.text() else { continue };
            let first = group.elements()[..at].iter().find(|earlier| earlier.text() == Some(name));
            if let Some(first) = first.filter(|_| fields.iter().any(|field| field == name)) {
                let message = format!("`{name}` is in the group twice");
                self.report(
                    Diagnostic::new(Code::BadCondition, &file.path, element.span, message)
                        .help("remove one of the two, or name the field that is meant")
                        .also(first.span, "first here"),
                );
            }
            if self.sibling(file, name, element.span, object, written) {
                fields.push(name.to_owned());
            }
        }
        fields
    }

    /// Whether a field of this name was lowered; a missing field is reported.
    pub(super) fn sibling(
        &mut self,
        file: &File,
        name: &str,
        span: Span,
        object: &Object,
        written: &[(&Key, &Node)],
    ) -> bool {
        if object.field(name).is_some() {
            return true;
        }
        if object.choice().is_some_and(|choice| choice.name == name || choice.tag == name) {
            let message = format!("`{name}` belongs to a choice, but rules can only be about plain fields");
            let choice = written.iter().find(|(_, node)| node.get("choice").is_some()).map(|(key, _)| key.span);
            self.report(
                Diagnostic::new(Code::UnknownField, &file.path, span, message)
                    .help("name plain fields; if the rule is about a member that the tag selects, state it in that member's type, or in `doc`")
                    .also(choice, "the choice"),
            );
            return false;
        }
        let has_own_fault = written.iter().any(|(key, _)| key.text == name);
        if !has_own_fault || object.members.iter().any(|member| member.name() == name) {
            let known: Vec<&str> = object.fields().map(|field| field.wire.as_str()).collect();
            let help = match naming::nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if known.is_empty() => "remove it: there is no other member to name here".to_owned(),
                None => format!("it can be {}", listed(&known)),
            };
            let message = format!("the object has no field `{name}`");
            self.report(Diagnostic::new(Code::UnknownField, &file.path, span, message).help(help));
        }
        false
    }

    fn condition(
        &mut self,
        file: &File,
        key: &Key,
        node: &Node,
        rule: &str,
        object: &Object,
        written: &[(&Key, &Node)],
    ) -> Option<Condition> {
        let mut tests = Vec::new();
        for Tested { name, span, values } in tested(node.get(rule)?) {
            if name == key.text {
                let message = "a condition cannot test its own field";
                let fault = Diagnostic::new(Code::BadCondition, &file.path, span, message);
                self.report(fault.help("name another field, or remove the condition"));
            } else if let Some(choice) = object.choice().filter(|choice| choice.tag == name) {
                self.repeated_values(file, &values);
                let values = self.tags(file, span, &values, choice);
                if !values.is_empty() {
                    tests.push(Test { field: name.to_owned(), values });
                }
            } else if self.sibling(file, name, span, object, written)
                && let Some(field) = object.field(name)
            {
                self.repeated_values(file, &values);
                let sibling = written.iter().find(|(key, _)| key.text == name).map_or(span, |(key, _)| key.span);
                let values = values.into_iter().filter_map(|value| self.operand(file, value, field, sibling)).collect();
                tests.push(Test { field: name.to_owned(), values });
            }
        }
        Some(Condition { tests })
    }

    /// The tags that a condition compares the tag of a choice with; they are named as its variants are.
    fn tags(&mut self, file: &File, span: Span, values: &[&Node], choice: &Choice) -> Vec<Literal> {
        let names: Vec<&str> = choice.variants.iter().map(|variant| variant.name.as_str()).collect();
        if values.is_empty() {
            let message = format!("a condition must name variants of the choice `{}`", choice.name);
            let help = format!("write `{{ {}: … }}`; it can be {}", choice.tag, listed(&names));
            self.report(Diagnostic::new(Code::BadCondition, &file.path, span, message).help(help));
        }
        let mut tags = Vec::new();
        for value in values {
            let text = value.scalar_text().unwrap_or_default();
            if let Some(variant) = choice.variants.iter().find(|variant| variant.name == text) {
                tags.push(Literal::Enum { name: variant.name.clone(), wire: variant.tag.clone() });
                continue;
            }
            let same = choice.variants.iter().find(|variant| variant.tag.to_string() == text);
            let same = same.map(|variant| variant.name.as_str());
            let help = match same.or_else(|| naming::nearest(&text, names.iter().copied())) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("it can be {}", listed(&names)),
            };
            let message = format!("{} is not a variant of the choice `{}`", describe(value), choice.name);
            self.report(Diagnostic::new(Code::BadCondition, &file.path, value.span, message).help(help));
        }
        tags
    }

    fn repeated_values(&mut self, file: &File, values: &[&Node]) {
        for (at, value) in values.iter().enumerate() {
            if let Some(first) = values[..at].iter().find(|earlier| earlier.has_same_value(value)) {
                let message = format!("{} is listed twice", describe(value));
                self.report(
                    Diagnostic::new(Code::BadCondition, &file.path, value.span, message)
                        .help("remove one of the two")
                        .also(first.span, "first here"),
                );
            }
        }
    }
}

/// The siblings that a condition looks at. A bare name tests whether the sibling is given.
fn tested(condition: &Node) -> Vec<Tested<'_>> {
    if let Some(name) = condition.text() {
        return vec![Tested { name, span: condition.span, values: Vec::new() }];
    }
    let entries = condition.entries().iter();
    entries
        .map(|(name, value)| {
            let values = if value.elements().is_empty() { vec![value] } else { value.elements().iter().collect() };
            Tested { name: &name.text, span: name.span, values }
        })
        .collect()
}
