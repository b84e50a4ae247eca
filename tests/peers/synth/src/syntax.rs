//! Objects and fields, before they are written as schemas and as examples.

use crate::tree::{Tree, bare, map, text};

/// An object.
#[derive(Clone, Debug, Default)]
pub(crate) struct Object {
    /// Its `$` keys.
    pub(crate) about: Vec<(String, Tree)>,
    pub(crate) fields: Vec<Field>,
}

/// A field or a choice.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) wire: String,
    pub(crate) shape: Shape,
    pub(crate) required: bool,
    /// The keys besides type and `required`: labels, docs and limits.
    pub(crate) about: Vec<(String, Tree)>,
}

/// The kind of a field.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Plain(Ty),
    Object(Object),
    Objects(Object),
    /// The wire name of the tag, and the variants. Their tags are their numbers, from 1.
    Choice(String, Vec<Variant>),
}

/// A type.
#[derive(Clone, Debug)]
pub(crate) enum Ty {
    Primitive(&'static str),
    /// A named scalar of strings.
    Scalar(String),
    /// An enum, with one of its values.
    Enum(String, Tree),
    /// An object that the page declares.
    Named(String, Object),
    List(Box<Ty>),
    Map,
}

/// A variant of a choice.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) field: String,
    pub(crate) label: String,
    pub(crate) shape: Shape,
}

impl Object {
    /// The object as a schema.
    pub(crate) fn schema(&self) -> Tree {
        let fields = self.fields.iter().map(|field| (field.wire.clone(), field.schema()));
        Tree::Map(self.about.iter().cloned().chain(fields).collect())
    }
}

impl Field {
    fn schema(&self) -> Tree {
        let mut entries = vec![self.shape.entry()];
        if self.required {
            entries.push(("required".to_owned(), bare("true")));
        }
        entries.extend(self.about.iter().cloned());
        if let Shape::Choice(_, variants) = &self.shape {
            let of = variants.iter().enumerate().map(|(at, variant)| ((at + 1).to_string(), variant.schema()));
            entries.push(("of".to_owned(), Tree::Map(of.collect())));
        } else if !matches!(self.shape, Shape::Plain(_)) {
            // People write long values last.
            entries.rotate_left(1);
        }
        Tree::Map(entries)
    }
}

impl Variant {
    fn schema(&self) -> Tree {
        let (field, label) = (("field".to_owned(), bare(&self.field)), ("label".to_owned(), text(&self.label)));
        Tree::Map(vec![field, label, self.shape.entry()])
    }
}

impl Shape {
    /// The key for the kind of a field, and its value.
    fn entry(&self) -> (String, Tree) {
        let (key, value) = match self {
            Self::Plain(ty) => ("type", ty.schema()),
            Self::Object(object) => ("object", object.schema()),
            Self::Objects(object) => ("objects", object.schema()),
            Self::Choice(tag, _) => ("choice", map([("tag", bare(tag)), ("wire", bare("int"))])),
        };
        (key.to_owned(), value)
    }
}

impl Ty {
    pub(crate) fn schema(&self) -> Tree {
        match self {
            Self::Primitive(name) => bare(name),
            Self::Scalar(name) | Self::Enum(name, _) | Self::Named(name, _) => bare(name),
            Self::List(of) => Tree::List(vec![of.schema()]),
            Self::Map => map([("string", bare("string"))]),
        }
    }
}
