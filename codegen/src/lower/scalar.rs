//! Named scalars.

use super::{
    lowering::{Lowering, flag, share, text},
    places::Place,
    scope::{Declared, Scopes, Sort},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{Primitive, Scalar, Type},
    syntax::node::Node,
};

impl<'a> Lowering<'a> {
    pub(super) fn scalars(&mut self, scopes: &Scopes<'a>) {
        for (_, declared) in scopes.all() {
            if declared.sort == Sort::Scalar {
                self.scalar(declared);
            }
        }
    }

    fn scalar(&mut self, declared: &Declared<'a>) {
        let Declared { file, node, key, name, .. } = declared;
        self.reserve(name, file, key.span, &share(&name.scope));
        let wire = primitive(node).unwrap_or(Primitive::String);
        let secret = flag(node, "secret");
        if secret && wire != Primitive::String {
            let span = node.key("secret").map_or(node.span, |key| key.span);
            self.report(
                Diagnostic::new(Code::KeyDoesNotFit, &file.path, span, "only a string can be `secret`")
                    .help("remove `secret`, or use `wire: string`")
                    .also(node.get("wire").map_or(node.span, |wire| wire.span), "this is not a string"),
            );
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

    /// The wire type of a named scalar; any other type unchanged.
    pub(super) fn underlying(&self, ty: &Type) -> Type {
        match ty {
            Type::Scalar(name) => {
                self.model.scalars.get(name).map_or(ty.clone(), |scalar| Type::Primitive(scalar.wire))
            }
            _ => ty.clone(),
        }
    }
}

/// The type that `wire` names.
pub(super) fn primitive(node: &Node) -> Option<Primitive> {
    let wire = node.get("wire")?.text()?;
    Primitive::ALL.into_iter().find(|primitive| primitive.as_str() == wire)
}
