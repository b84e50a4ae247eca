//! Compares the types of fields: whether the new type has more values, fewer, the same, or others.

use super::{
    Rule,
    comparison::{ByDirection, Comparison, Subject},
    show,
};
use crate::model::{Field, Limits, Model, Primitive, Type};

/// How the wire values of the new type relate to those of the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Same,
    Wider,
    Narrower,
    Unrelated,
}

const UNRELATED: ByDirection = (Rule::RequestFieldTypeChanged, Rule::ResponseFieldTypeChanged);
const WIDER: ByDirection = (Rule::RequestFieldTypeWidened, Rule::ResponseFieldTypeWidened);
const NARROWER: ByDirection = (Rule::RequestFieldTypeNarrowed, Rule::ResponseFieldTypeNarrowed);
const LIST: ByDirection = (Rule::RequestFieldBecameList, Rule::ResponseFieldBecameList);
const SINGLE: ByDirection = (Rule::RequestFieldBecameSingle, Rule::ResponseFieldBecameSingle);

impl Comparison<'_> {
    /// Compares the types of two fields, and their limits.
    pub(super) fn field_type(&mut self, subject: &Subject, old: &Field, new: &Field) {
        if self.pairs.same_type(&old.ty, &new.ty) {
            self.report_if_changed(subject, Rule::FieldBoxingChanged, (old.boxed, new.boxed), |boxed| {
                boxing(*boxed).to_owned()
            });
            return self.limits(subject, &old.limits, &new.limits);
        }
        let texts = (Some(type_text(&old.ty)), Some(type_text(&new.ty)));
        let relation = self.relation(&old.ty, &new.ty);
        let rules = match (&old.ty, &new.ty) {
            (old, Type::List(of)) if self.pairs.same_type(old, of) => LIST,
            (Type::List(of), new) if self.pairs.same_type(of, new) => SINGLE,
            _ => match relation {
                Relation::Wider => WIDER,
                Relation::Narrower => NARROWER,
                Relation::Unrelated => UNRELATED,
                Relation::Same => {
                    self.report(subject, Rule::FieldRustTypeChanged, texts.0, texts.1);
                    return self.combined_limits(subject, old, new);
                }
            },
        };
        self.report_by_direction(subject, rules, texts.0, texts.1);
        if relation != Relation::Unrelated {
            self.combined_limits(subject, old, new);
        }
    }

    /// Compares the limits of two fields, each combined with those of its named scalar.
    fn combined_limits(&mut self, subject: &Subject, old: &Field, new: &Field) {
        let (old, new) = (with_scalar_limits(self.old.model, old), with_scalar_limits(self.new.model, new));
        self.limits(subject, &old, &new);
    }

    fn relation(&self, old: &Type, new: &Type) -> Relation {
        if self.pairs.same_type(old, new) {
            return Relation::Same;
        }
        match (on_the_wire(self.old.model, old), on_the_wire(self.new.model, new)) {
            (Type::List(old), Type::List(new))
            | (Type::Map(old), Type::Map(new))
            | (Type::JsonString(old), Type::JsonString(new)) => self.relation(&old, &new),
            (Type::JsonString(_), Type::Primitive(Primitive::String)) => Relation::Wider,
            (Type::Primitive(Primitive::String), Type::JsonString(_)) => Relation::Narrower,
            (Type::Primitive(old), Type::Primitive(new)) => primitives(old, new),
            (_, Type::Primitive(Primitive::Json)) => Relation::Wider,
            (Type::Primitive(Primitive::Json), _) => Relation::Narrower,
            (Type::Enum(name), Type::Primitive(new)) => match self.old.model.enums.get(&name) {
                Some(decl) if decl.wire == new => Relation::Wider,
                _ => Relation::Unrelated,
            },
            (Type::Primitive(old), Type::Enum(name)) => match self.new.model.enums.get(&name) {
                Some(decl) if decl.wire == old => Relation::Narrower,
                _ => Relation::Unrelated,
            },
            _ => Relation::Unrelated,
        }
    }
}

fn primitives(old: Primitive, new: Primitive) -> Relation {
    let same = old == new || same_values(old).contains(&new);
    match (same, wider(old).contains(&new), wider(new).contains(&old)) {
        (true, ..) => Relation::Same,
        (false, true, _) => Relation::Wider,
        (false, false, true) => Relation::Narrower,
        (false, false, false) => Relation::Unrelated,
    }
}

/// The other primitives with the same values.
fn same_values(primitive: Primitive) -> &'static [Primitive] {
    use Primitive::{Bool, ErrorCode, Float, Int32, Int64, Json, String, Timestamp, TimestampMs, Uint32, Uint64};
    match primitive {
        Int64 => &[Timestamp, TimestampMs, ErrorCode],
        Timestamp | TimestampMs | ErrorCode => &[Int64],
        String | Bool | Int32 | Uint32 | Uint64 | Float | Json => &[],
    }
}

/// The primitives that have every value of this one, and more.
fn wider(primitive: Primitive) -> &'static [Primitive] {
    use Primitive::{Bool, ErrorCode, Float, Int32, Int64, Json, String, Timestamp, TimestampMs, Uint32, Uint64};
    match primitive {
        Int32 => &[Int64, Timestamp, TimestampMs, ErrorCode, Float, Json],
        Uint32 => &[Int64, Uint64, Timestamp, TimestampMs, ErrorCode, Float, Json],
        String | Bool | Int64 | Uint64 | Float | Timestamp | TimestampMs | ErrorCode => &[Json],
        Json => &[],
    }
}

/// A type with its named scalar replaced by the type on the wire.
fn on_the_wire(model: &Model, ty: &Type) -> Type {
    match ty {
        Type::Scalar(name) => model.scalars.get(name).map_or_else(|| ty.clone(), |scalar| Type::Primitive(scalar.wire)),
        _ => ty.clone(),
    }
}

/// The limits of a field and, where it has none, those of its named scalar.
fn with_scalar_limits(model: &Model, field: &Field) -> Limits {
    let own = field.limits.clone();
    let Type::Scalar(name) = &field.ty else { return own };
    let Some(scalar) = model.scalars.get(name) else { return own };
    let Limits { chars, bytes, size, filename, items, range, pattern, unique, beyond, kinds } = own;
    let of_type = scalar.limits.clone();
    let own_keys = [("chars", chars.is_some()), ("bytes", bytes.is_some()), ("range", range.is_some())];
    let inherited = of_type.beyond.into_iter().filter(|(key, _)| !own_keys.contains(&(key, true)));
    Limits {
        chars: chars.or(of_type.chars),
        bytes: bytes.or(of_type.bytes),
        range: range.or(of_type.range),
        pattern: pattern.or(of_type.pattern),
        // Limits of files, lists and maps, which no scalar has.
        size,
        filename,
        items,
        unique,
        beyond: inherited.chain(beyond).collect(),
        kinds,
    }
}

fn type_text(ty: &Type) -> String {
    format!("type: {}", show::ty(ty))
}

fn boxing(boxed: bool) -> &'static str {
    if boxed { "boxed" } else { "not boxed" }
}
