//! Limits of several fields together.

use super::lowering::Lowering;
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{Form, Group, GroupRule, Object, Primitive, Type},
    syntax::{
        File,
        node::{Key, Kind, Node},
    },
};

impl Lowering<'_> {
    /// A limit of several fields together. `None` if it has a fault.
    pub(super) fn together(
        &mut self,
        file: &File,
        limit: &Node,
        object: &Object,
        written: &[(&Key, &Node)],
    ) -> Option<Group> {
        if let Some(of) = limit.get("of") {
            let fields = self.group(file, of, object, written);
            let max = count(limit, "max")?;
            return self.total(file, of, object, fields, max);
        }
        let mut fields = Vec::new();
        for key in ["from", "to"] {
            let name = limit.get(key)?;
            let text = name.text()?;
            if !self.sibling(file, text, name.span, object, written) {
                return None;
            }
            fields.push(text.to_owned());
        }
        let types: Vec<Type> =
            fields.iter().filter_map(|name| object.field(name)).map(|field| self.underlying(&field.ty)).collect();
        let times = [Primitive::Timestamp, Primitive::TimestampMs].map(Type::Primitive);
        if fields[0] != fields[1] && types[0] == types[1] && times.contains(&types[0]) {
            return Some(Group { rule: GroupRule::Span { days: count(limit, "days") }, fields });
        }
        let span = limit.get("to").map(|to| to.span).unwrap_or_default();
        let message = "a span is between two fields that are both `timestamp`, or both `timestamp_ms`";
        let fault = Diagnostic::new(Code::LimitType, &file.path, span, message);
        self.report(fault.help("name two times of one type, or describe the rule in `$doc`"));
        None
    }

    /// A limit of a sum, or of a number of elements, as the types of the fields require.
    fn total(&mut self, file: &File, of: &Node, object: &Object, fields: Vec<String>, max: u64) -> Option<Group> {
        let (mut numbers, mut lists) = (0, 0);
        for field in fields.iter().filter_map(|name| object.field(name)) {
            match self.underlying(&field.ty) {
                // A code is no amount.
                Type::Primitive(Primitive::ErrorCode) => {}
                Type::Primitive(primitive) if matches!(primitive.form(), Form::Integer(..)) => numbers += 1,
                Type::List(_) | Type::Map(_) => lists += 1,
                Type::Primitive(_)
                | Type::Scalar(_)
                | Type::Enum(_)
                | Type::Object(_)
                | Type::JsonString(_)
                | Type::File => {}
            }
        }
        let rule = match (numbers, lists) {
            _ if fields.len() < of.elements().len() => return None,
            (numbers, 0) if numbers == fields.len() => GroupRule::Sum { max },
            (0, lists) if lists == fields.len() => GroupRule::Items { max },
            _ => {
                let message = "a limit together is about integers alone, or about lists and maps alone";
                let fault = Diagnostic::new(Code::LimitType, &file.path, of.span, message);
                self.report(fault.help("name fields of one kind"));
                return None;
            }
        };
        Some(Group { rule, fields })
    }
}

fn count(node: &Node, key: &str) -> Option<u64> {
    match node.get(key)?.kind {
        Kind::Int(value) => u64::try_from(value).ok(),
        _ => None,
    }
}
