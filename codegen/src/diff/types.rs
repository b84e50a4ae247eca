//! Types of fields: whether another type has more values, fewer, the same ones, or others.

use super::{
    Rule,
    comparison::{ByWay, Comparison, Spot},
    show,
};
use crate::model::{Field, Limits, Model, Primitive, Type};

/// How the values of a type on the wire relate to those of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Same,
    Wider,
    Narrower,
    Other,
}

const OTHER: ByWay = (Rule::RequestFieldTypeChanged, Rule::ResponseFieldTypeChanged);
const WIDER: ByWay = (Rule::RequestFieldTypeWidened, Rule::ResponseFieldTypeWidened);
const NARROWER: ByWay = (Rule::RequestFieldTypeNarrowed, Rule::ResponseFieldTypeNarrowed);
const LIST: ByWay = (Rule::RequestFieldBecameList, Rule::ResponseFieldBecameList);
const SINGLE: ByWay = (Rule::RequestFieldBecameSingle, Rule::ResponseFieldBecameSingle);

impl Comparison<'_> {
    /// Tells what the type has become, and what its limits have.
    pub(super) fn field_type(&mut self, spot: &Spot, old: &Field, new: &Field) {
        if self.pairs.same_type(&old.ty, &new.ty) {
            self.fact(spot, Rule::FieldBoxingChanged, (old.boxed, new.boxed), |boxed| boxing(*boxed).to_owned());
            return self.limits(spot, &old.limits, &new.limits);
        }
        let texts = (Some(type_text(&old.ty)), Some(type_text(&new.ty)));
        let relation = self.relation(&old.ty, &new.ty);
        let rules = match (&old.ty, &new.ty) {
            (was, Type::List(of)) if self.pairs.same_type(was, of) => LIST,
            (Type::List(of), is) if self.pairs.same_type(of, is) => SINGLE,
            _ => match relation {
                Relation::Wider => WIDER,
                Relation::Narrower => NARROWER,
                Relation::Other => OTHER,
                Relation::Same => {
                    self.tell(spot, Rule::FieldRustTypeChanged, texts.0, texts.1);
                    return self.all_limits(spot, old, new);
                }
            },
        };
        self.tell_ways(spot, rules, texts.0, texts.1);
        if relation != Relation::Other {
            self.all_limits(spot, old, new);
        }
    }

    /// The limits of a field with those of its named scalar.
    fn all_limits(&mut self, spot: &Spot, old: &Field, new: &Field) {
        let (was, is) = (all(self.old.model, old), all(self.new.model, new));
        self.limits(spot, &was, &is);
    }

    fn relation(&self, old: &Type, new: &Type) -> Relation {
        if self.pairs.same_type(old, new) {
            return Relation::Same;
        }
        match (bare(self.old.model, old), bare(self.new.model, new)) {
            (Type::List(old), Type::List(new)) | (Type::Map(old), Type::Map(new)) => self.relation(&old, &new),
            (Type::Primitive(old), Type::Primitive(new)) => primitives(old, new),
            (_, Type::Primitive(Primitive::Json)) => Relation::Wider,
            (Type::Primitive(Primitive::Json), _) => Relation::Narrower,
            (Type::Enum(name), Type::Primitive(new)) => match self.old.model.enums.get(&name) {
                Some(decl) if decl.wire == new => Relation::Wider,
                _ => Relation::Other,
            },
            (Type::Primitive(old), Type::Enum(name)) => match self.new.model.enums.get(&name) {
                Some(decl) if decl.wire == old => Relation::Narrower,
                _ => Relation::Other,
            },
            _ => Relation::Other,
        }
    }
}

fn primitives(old: Primitive, new: Primitive) -> Relation {
    use Primitive::{Float, Int32, Int64, Json, Timestamp, Uint32};
    let within = |small, great| {
        matches!((small, great), (Int32 | Uint32, Int64 | Timestamp | Float)) || great == Json && small != Json
    };
    match (old, new) {
        _ if old == new => Relation::Same,
        (Int64, Timestamp) | (Timestamp, Int64) => Relation::Same,
        _ if within(old, new) => Relation::Wider,
        _ if within(new, old) => Relation::Narrower,
        _ => Relation::Other,
    }
}

/// The type as it is on the wire.
fn bare(model: &Model, ty: &Type) -> Type {
    match ty {
        Type::Scalar(name) => model.scalars.get(name).map_or_else(|| ty.clone(), |scalar| Type::Primitive(scalar.wire)),
        _ => ty.clone(),
    }
}

fn all(model: &Model, field: &Field) -> Limits {
    let own = field.limits.clone();
    let Type::Scalar(name) = &field.ty else { return own };
    let Some(scalar) = model.scalars.get(name) else { return own };
    let Limits { chars, bytes, range, pattern, .. } = scalar.limits.clone();
    Limits {
        chars: own.chars.or(chars),
        bytes: own.bytes.or(bytes),
        range: own.range.or(range),
        pattern: own.pattern.or(pattern),
        ..own
    }
}

fn type_text(ty: &Type) -> String {
    format!("type: {}", show::ty(ty))
}

fn boxing(boxed: bool) -> &'static str {
    if boxed { "boxed" } else { "not boxed" }
}
