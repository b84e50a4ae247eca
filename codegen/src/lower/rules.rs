//! What speaks about several members: conditions and groups; and defaults.

use super::{Lowering, object::Context};
use crate::{
    diagnostic::{Code, Span},
    model::{Condition, Field, Form, Group, GroupRule, Literal, Location, Member, Object, Test, Type},
    naming,
    syntax::{
        File,
        describe::{describe, listed},
        node::{Key, Kind, Node},
    },
};

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
            let required_if = self.condition(context.file, key, node, "required_if", object, written);
            let forbidden_unless = self.condition(context.file, key, node, "forbidden_unless", object, written);
            for member in &mut object.members {
                if let Member::Field(field) = member
                    && field.wire == key.text
                {
                    field.required_if.clone_from(&required_if);
                    field.forbidden_unless.clone_from(&forbidden_unless);
                }
            }
            if node.get("required_if").is_some()
                && let Some(required) = node.key("required")
                && super::flag(node, "required")
            {
                let span = required.span;
                let condition = node.key("required_if").map_or(span, |key| key.span);
                let message = "`required` says more than `required_if`";
                let fault = self.add(Code::BadCondition, context.file, span, message);
                fault.relate(condition, "required on a condition");
                fault.help = Some("remove one of the two".to_owned());
            }
        }
        for (part, _) in parts {
            for rule in GroupRule::ALL {
                for group in part.get(rule.key()).map(Node::elements).unwrap_or_default() {
                    let fields = self.group(context.file, group, object, written);
                    object.groups.push(Group { rule, fields });
                }
            }
        }
    }

    fn group(&mut self, file: &File, group: &Node, object: &Object, written: &[(&Key, &Node)]) -> Vec<String> {
        let mut fields: Vec<String> = Vec::new();
        for (at, element) in group.elements().iter().enumerate() {
            let Some(name) = element.text() else { continue };
            let first = group.elements()[..at].iter().find(|earlier| earlier.text() == Some(name));
            if let Some(first) = first.filter(|_| fields.iter().any(|field| field == name)) {
                let message = format!("`{name}` stands twice in the group");
                let fault = self.add(Code::BadCondition, file, element.span, message);
                fault.relate(first.span, "first here");
                fault.help = Some("remove one of the two, or name the field that is meant".to_owned());
            }
            if self.sibling(file, name, element.span, object, written) {
                fields.push(name.to_owned());
            }
        }
        fields
    }

    /// Whether there is a field of this name; one that has faults of its own counts.
    fn sibling(&mut self, file: &File, name: &str, span: Span, object: &Object, written: &[(&Key, &Node)]) -> bool {
        if object.field(name).is_some() {
            return true;
        }
        let known: Vec<&str> = object.fields().map(|field| field.wire.as_str()).collect();
        if object.choice().is_some_and(|choice| choice.name == name || choice.tag == name) {
            let message = format!("`{name}` belongs to a choice, and conditions look at plain fields");
            let choice = written.iter().find(|(_, node)| node.get("choice").is_some()).map(|(key, _)| key.span);
            let fault = self.add(Code::UnknownField, file, span, message);
            fault.relate(choice, "the choice");
            fault.help = Some("move the field into the object that the choice's variant selects".to_owned());
            return false;
        }
        if written.iter().all(|(key, _)| key.text != name) || object.members.iter().any(|m| m.name() == name) {
            let help = match naming::nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if known.is_empty() => "remove it: no other member can be named here".to_owned(),
                None => format!("it can be {}", listed(&known)),
            };
            self.add(Code::UnknownField, file, span, format!("there is no field `{name}` beside it")).help = Some(help);
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
        let condition = node.get(rule)?;
        let tests: Vec<(&str, Span, Vec<&Node>)> = match condition.text() {
            Some(name) => vec![(name, condition.span, Vec::new())],
            None => condition
                .entries()
                .iter()
                .map(|(name, value)| {
                    let values =
                        if value.elements().is_empty() { vec![value] } else { value.elements().iter().collect() };
                    (name.text.as_str(), name.span, values)
                })
                .collect(),
        };
        let mut lowered = Vec::new();
        for (name, span, values) in tests {
            if name == key.text {
                self.add(Code::BadCondition, file, span, "a field cannot be its own condition").help =
                    Some("name another field, or remove the condition".to_owned());
            } else if self.sibling(file, name, span, object, written)
                && let Some(field) = object.field(name)
            {
                for (at, value) in values.iter().enumerate() {
                    if let Some(first) = values[..at].iter().find(|earlier| earlier.says_the_same(value)) {
                        let message = format!("{} stands twice", describe(value));
                        let fault = self.add(Code::BadCondition, file, value.span, message);
                        fault.relate(first.span, "first here");
                        fault.help = Some("remove one of the two".to_owned());
                    }
                }
                let tested = written.iter().find(|(key, _)| key.text == name).map_or(span, |(key, _)| key.span);
                let values = values.into_iter().filter_map(|value| self.operand(file, value, field, tested)).collect();
                lowered.push(Test { field: name.to_owned(), values });
            }
        }
        Some(Condition { tests: lowered })
    }

    /// A value that a condition compares a sibling with.
    fn operand(&mut self, file: &File, value: &Node, field: &Field, tested: Span) -> Option<Literal> {
        let literal = self.literal(value, &field.ty);
        if literal.is_none() && !self.is_broken(&field.ty) {
            let message = format!("{} is no value of `{}` (type {})", describe(value), field.wire, field.ty);
            let other =
                "remove the value: a bare name tests whether the field is given, and no more can be tested of it";
            let help = self.values_of(value, &field.ty, other);
            let fault = self.add(Code::BadCondition, file, value.span, message);
            fault.relate(tested, "the field that is tested");
            fault.help = help;
        }
        literal
    }

    pub(super) fn default(&mut self, file: &File, value: &Node, ty: &Type) -> Option<Literal> {
        let literal = self.literal(value, ty);
        if literal.is_none() && !self.is_broken(ty) {
            let message = format!("`default` is {}, which is no value of type {ty}", describe(value));
            let help =
                self.values_of(value, ty, "remove it, and say in `doc` what is assumed: only scalars have a default");
            self.add(Code::BadDefault, file, value.span, message).help = help;
        }
        literal
    }

    /// Whether a type has faults of its own.
    fn is_broken(&self, ty: &Type) -> bool {
        ty.named().is_some_and(|name| self.broken.contains(&name.to_string()))
    }

    /// How a value of a type is written; `other` is for types whose values cannot be.
    fn values_of(&self, value: &Node, ty: &Type, other: &str) -> Option<String> {
        if let Type::Enum(name) = ty {
            let values = &self.model.enums.get(name)?.values;
            let names: Vec<&str> = values.iter().map(|value| value.name.as_str()).collect();
            let text = value.scalar_text().unwrap_or_default();
            // Whoever wrote what is on the wire meant the value that it stands for.
            let meant =
                values.iter().find(|value| value.wire.to_string() == text || value.label.as_deref() == Some(&text));
            let meant =
                meant.map(|value| value.name.as_str()).or_else(|| naming::nearest(&text, names.iter().copied()));
            return Some(match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("it can be {}", listed(&names)),
            });
        }
        let Type::Primitive(primitive) = self.underlying(ty) else { return Some(other.to_owned()) };
        Some(match primitive.form() {
            Form::Any => other.to_owned(),
            Form::Text => "put it in quotes".to_owned(),
            Form::Bool => "write `true` or `false`, without quotes".to_owned(),
            Form::Integer(least, greatest) => {
                format!("write an integer from {least} to {greatest}, without quotes")
            }
            Form::Float => "write a number, without quotes".to_owned(),
        })
    }

    /// A node as a value of a scalar type or an enum.
    fn literal(&self, node: &Node, ty: &Type) -> Option<Literal> {
        if let Type::Enum(name) = ty {
            let values = &self.model.enums.get(name)?.values;
            let value = values.iter().find(|value| Some(value.name.as_str()) == node.text())?;
            return Some(Literal::Enum { name: value.name.clone(), wire: value.wire.clone() });
        }
        let Type::Primitive(primitive) = self.underlying(ty) else { return None };
        match (primitive.form(), &node.kind) {
            (Form::Bool, Kind::Bool(value)) => Some(Literal::Bool(*value)),
            (Form::Text, Kind::Text(value)) => Some(Literal::Text(value.clone())),
            (Form::Float, Kind::Float(value)) => Some(Literal::Float(*value)),
            #[expect(clippy::cast_precision_loss, reason = "as YAML readers do")]
            (Form::Float, Kind::Int(value)) => Some(Literal::Float(*value as f64)),
            (Form::Integer(least, greatest), Kind::Int(value)) => {
                (least..=greatest).contains(value).then_some(Literal::Int(*value))
            }
            (Form::Bool | Form::Text | Form::Float | Form::Integer(..) | Form::Any, _) => None,
        }
    }
}
