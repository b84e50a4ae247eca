//! The meaning of empty values.

use super::lowering::Lowering;
use crate::{
    model::{Form, Type, WhenEmpty},
    syntax::{File, node::Node},
};

impl Lowering<'_> {
    /// What an empty value of a field means; only strings, lists and maps can be empty.
    pub(super) fn empty(&mut self, file: &File, node: &Node, ty: &Type) -> Option<WhenEmpty> {
        let can_be_empty = match self.underlying(ty) {
            Type::Primitive(primitive) => primitive.form() == Form::Text,
            Type::List(_) | Type::Map(_) => true,
            Type::Scalar(_) | Type::Enum(_) | Type::Object(_) | Type::JsonString(_) | Type::File => false,
        };
        if !can_be_empty {
            let what = format!("a field of type {ty}");
            self.must_not_have(file, node, "empty", &what, "remove it: `empty` is for strings, lists and maps");
            return None;
        }
        let word = node.get("empty")?.text()?;
        WhenEmpty::ALL.into_iter().find(|empty| empty.as_str() == word)
    }
}
