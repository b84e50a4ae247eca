//! What speaks about several members: conditions and groups; and defaults.

use super::{Lowering, object::Context};
use crate::{
    diagnostic::{Code, Span},
    model::{Condition, Field, Group, GroupRule, Literal, Location, Member, Object, Primitive, Test, Type},
    naming,
    syntax::{
        File,
        grammar::{describe, listed},
        yaml::{Key, Kind, Node},
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
                let message = "`required` says more than `required_if`";
                self.add(Code::BadCondition, context.file, required.span, message).help =
                    Some("remove one of the two".to_owned());
            }
        }
        for (part, _) in parts {
            for (key, rule) in
                [("$at_least_one_of", GroupRule::AtLeastOneOf), ("$exactly_one_of", GroupRule::ExactlyOneOf)]
            {
                for group in part.get(key).map(Node::elements).unwrap_or_default() {
                    let fields = self.group(context.file, group, object, written);
                    object.groups.push(Group { rule, fields });
                }
            }
        }
    }

    fn group(&mut self, file: &File, group: &Node, object: &Object, written: &[(&Key, &Node)]) -> Vec<String> {
        if group.elements().len() < 2 {
            self.add(Code::BadCondition, file, group.span, "a group has at least two fields").help =
                Some("for a single field say `required: true`".to_owned());
        }
        let mut fields: Vec<String> = Vec::new();
        for element in group.elements() {
            let Some(name) = element.text() else { continue };
            if fields.iter().any(|field| field == name) {
                self.add(Code::BadCondition, file, element.span, format!("`{name}` stands twice in the group"));
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
            self.add(Code::UnknownField, file, span, message).help =
                Some("move the field into the choice's variant".to_owned());
            return false;
        }
        if written.iter().all(|(key, _)| key.text != name) || object.members.iter().any(|m| m.name() == name) {
            let help = match naming::nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if known.is_empty() => "no other member can be named here".to_owned(),
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
                    Some("name another field".to_owned());
            } else if self.sibling(file, name, span, object, written)
                && let Some(field) = object.field(name)
            {
                for (at, value) in values.iter().enumerate() {
                    if values[..at].iter().any(|earlier| earlier.says_the_same(value)) {
                        self.add(Code::BadCondition, file, value.span, format!("{} stands twice", describe(value)))
                            .help = Some("remove one of the two".to_owned());
                    }
                }
                let values = values.into_iter().filter_map(|value| self.operand(file, value, field)).collect();
                lowered.push(Test { field: name.to_owned(), values });
            }
        }
        Some(Condition { tests: lowered })
    }

    /// A value that a condition compares a sibling with.
    fn operand(&mut self, file: &File, value: &Node, field: &Field) -> Option<Literal> {
        let literal = self.literal(value, &field.ty);
        if literal.is_none() && !self.is_broken(&field.ty) {
            let message = format!("{} is no value of `{}` (type {})", describe(value), field.wire, field.ty);
            let help = self.values_of(&field.ty);
            self.add(Code::BadCondition, file, value.span, message).help = help;
        }
        literal
    }

    pub(super) fn default(&mut self, file: &File, value: &Node, ty: &Type) -> Option<Literal> {
        let literal = self.literal(value, ty);
        if literal.is_none() && !self.is_broken(ty) {
            let message = format!("the default {} is no value of type {ty}", describe(value));
            let help = self.values_of(ty);
            self.add(Code::BadDefault, file, value.span, message).help = help;
        }
        literal
    }

    /// Whether a type has faults of its own.
    fn is_broken(&self, ty: &Type) -> bool {
        ty.named().is_some_and(|name| self.broken.contains(&name.to_string()))
    }

    fn values_of(&self, ty: &Type) -> Option<String> {
        let Type::Enum(name) = ty else {
            let scalar = matches!(self.underlying(ty), Type::Primitive(primitive) if primitive != Primitive::Json);
            return Some(match scalar {
                true => "write a value of that type".to_owned(),
                false => {
                    "a bare name tests whether a field is given; other values than scalars cannot be told".to_owned()
                }
            });
        };
        let values: Vec<&str> = self.model.enums.get(name)?.values.iter().map(|value| value.name.as_str()).collect();
        Some(format!("it can be {}", listed(&values)))
    }

    /// A node as a value of a scalar type or an enum.
    fn literal(&self, node: &Node, ty: &Type) -> Option<Literal> {
        if let Type::Enum(name) = ty {
            let values = &self.model.enums.get(name)?.values;
            let value = values.iter().find(|value| Some(value.name.as_str()) == node.text())?;
            return Some(Literal::Enum { name: value.name.clone(), wire: value.wire.clone() });
        }
        let Type::Primitive(primitive) = self.underlying(ty) else { return None };
        match (&node.kind, primitive) {
            (Kind::Bool(value), Primitive::Bool) => Some(Literal::Bool(*value)),
            (Kind::Text(value), Primitive::String) => Some(Literal::Text(value.clone())),
            (Kind::Float(value), Primitive::Float) => Some(Literal::Float(*value)),
            #[expect(clippy::cast_precision_loss, reason = "as YAML readers do")]
            (Kind::Int(value), Primitive::Float) => Some(Literal::Float(*value as f64)),
            (Kind::Int(value), primitive) => {
                let (least, greatest) = primitive.integer_bounds()?;
                (least..=greatest).contains(value).then_some(Literal::Int(*value))
            }
            _ => None,
        }
    }
}
