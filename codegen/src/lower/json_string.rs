//! Strings that hold JSON.

use super::{lowering::Lowering, object::Context};
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{Primitive, Type},
    syntax::node::Node,
};

impl<'a> Lowering<'a> {
    /// The type of a field of type `ty`, with the type that its string holds.
    pub(super) fn holding(&mut self, context: Context<'_, 'a>, node: &Node, ty: Type) -> Option<Type> {
        let (Some(held), Some(key)) = (node.get("holds"), node.key("holds")) else { return Some(ty) };
        let fault = |span, message| Diagnostic::new(Code::KeyDoesNotFit, &context.file.path, span, message);
        if ty != Type::Primitive(Primitive::String) {
            let message = format!("`holds` does not fit a field of type {ty}");
            self.report(fault(key.span, message).help("remove it, or write `type: string`: strings hold JSON"));
            return Some(ty);
        }
        let held = self.ty(context.visible, context.file, held)?;
        let is_object = |ty: &Type| matches!(ty, Type::Object(_));
        if is_object(&held) || matches!(&held, Type::List(of) if is_object(of)) {
            return Some(Type::JsonString(Box::new(held)));
        }
        let message = format!("what a string holds is an object or a list of objects, not {held}");
        self.report(fault(key.span, message).help("name an object of `types`, or write `[T]` with one"));
        None
    }
}
