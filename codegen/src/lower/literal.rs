//! Values that a schema names: defaults, and those that conditions compare fields with.

use super::lowering::Lowering;
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::{Field, Form, Literal, Type},
    naming,
    syntax::{
        File,
        describe::{describe, listed},
        node::{Kind, Node},
    },
};

impl Lowering<'_> {
    /// A value that a condition compares a sibling with; `sibling` is where that is declared.
    pub(super) fn operand(&mut self, file: &File, value: &Node, field: &Field, sibling: Span) -> Option<Literal> {
        let literal = self.literal(value, &field.ty);
        if literal.is_none() && !self.is_broken(&field.ty) {
            let message = format!("{} is not a value of `{}` (type {})", describe(value), field.wire, field.ty);
            let otherwise = "name the field alone: for this type, a condition can only test whether it is given";
            let help = self.how_to_write(value, &field.ty, otherwise);
            let fault = Diagnostic::new(Code::BadCondition, &file.path, value.span, message).help(help);
            self.report(fault.also(sibling, "the field that is tested"));
        }
        literal
    }

    pub(super) fn default(&mut self, file: &File, value: &Node, ty: &Type) -> Option<Literal> {
        let literal = self.literal(value, ty);
        if literal.is_none() && !self.is_broken(ty) {
            let message = format!("`default` is {}, which is not a value of type {ty}", describe(value));
            let otherwise = "remove it, and describe in `doc` what is assumed: only scalars can have a default";
            let help = self.how_to_write(value, ty, otherwise);
            self.report(Diagnostic::new(Code::BadDefault, &file.path, value.span, message).help(help));
        }
        literal
    }

    /// Whether a type has faults of its own.
    fn is_broken(&self, ty: &Type) -> bool {
        ty.named().is_some_and(|name| self.broken.contains(&name.to_string()))
    }

    /// How to write a value of a type; `otherwise` is the help for types without literals.
    fn how_to_write(&self, value: &Node, ty: &Type, otherwise: &str) -> String {
        if let Type::Enum(name) = ty {
            let Some(decl) = self.model.enums.get(name) else { return otherwise.to_owned() };
            let names: Vec<&str> = decl.values.iter().map(|value| value.name.as_str()).collect();
            let text = value.scalar_text().unwrap_or_default();
            // The author may have written the value on the wire, or its label.
            let same = decl
                .values
                .iter()
                .find(|value| value.wire.to_string() == text || value.label.as_deref() == Some(&text))
                .map(|value| value.name.as_str());
            return match same.or_else(|| naming::nearest(&text, names.iter().copied())) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("it can be {}", listed(&names)),
            };
        }
        let Type::Primitive(primitive) = self.underlying(ty) else { return otherwise.to_owned() };
        match primitive.form() {
            Form::Any => otherwise.to_owned(),
            Form::Text => "put it in quotes".to_owned(),
            Form::Bool => "write `true` or `false`, without quotes".to_owned(),
            Form::Integer(least, greatest) => format!("write an integer from {least} to {greatest}, without quotes"),
            Form::Float => "write a number, without quotes".to_owned(),
        }
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
                (least..=greatest).contains(&(*value).into()).then_some(Literal::Int(*value))
            }
            (Form::Bool | Form::Text | Form::Float | Form::Integer(..) | Form::Any, _) => None,
        }
    }
}
