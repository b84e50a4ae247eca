//! Examples that show every field.

use crate::{
    syntax::{Field, Object, Shape, Ty},
    tree::{Tree, bare, map, text},
};

impl Object {
    /// The object with all of its fields. A choice shows the variant with the number `turn`, or continues counting from
    /// there.
    pub(crate) fn example(&self, turn: usize) -> Vec<(String, Tree)> {
        self.fields.iter().flat_map(|field| field.example(turn)).collect()
    }

    /// The number of examples that show every variant: the greatest number of variants of any choice outside of lists.
    pub(crate) fn variants(&self) -> usize {
        let of_field = |field: &Field| match &field.shape {
            Shape::Choice(_, variants) => variants.len(),
            Shape::Object(object) => object.variants(),
            Shape::Plain(_) | Shape::Objects(_) => 1,
        };
        self.fields.iter().map(of_field).max().unwrap_or(1)
    }
}

impl Field {
    fn example(&self, turn: usize) -> Vec<(String, Tree)> {
        let value = match &self.shape {
            Shape::Plain(_) if self.about.contains(&("wire".to_owned(), bare("int"))) => bare(1),
            Shape::Plain(ty) => ty.example(&self.wire),
            Shape::Object(object) => Tree::Map(object.example(turn)),
            Shape::Objects(object) => {
                let count = object.variants().max(2);
                Tree::List((0..count).map(|turn| Tree::Map(object.example(turn))).collect())
            }
            Shape::Choice(tag, variants) => {
                let at = turn % variants.len();
                let variant = &variants[at];
                let value = match &variant.shape {
                    Shape::Plain(ty) => ty.example(&variant.field),
                    Shape::Object(object) | Shape::Objects(object) => Tree::Map(object.example(0)),
                    Shape::Choice(..) => Tree::Map(Vec::new()),
                };
                return vec![(tag.clone(), bare(at + 1)), (variant.field.clone(), value)];
            }
        };
        vec![(self.wire.clone(), value)]
    }
}

impl Ty {
    fn example(&self, wire: &str) -> Tree {
        match self {
            Self::Primitive("string") => text(format!("{wire} 名称")),
            Self::Primitive("bool") => bare("true"),
            Self::Primitive("timestamp") => bare(1_525_779_812),
            Self::Primitive("int64") => bare(1_629_098_403_000_i64),
            Self::Primitive(_) => bare(wire.len()),
            Self::Scalar(name) => text(format!("wmAJ2GCAAA{name}XtWy")),
            Self::Enum(_, value) => value.clone(),
            Self::Named(_, object) => Tree::Map(object.example(0)),
            Self::List(of) => Tree::List(vec![of.example(wire), of.example(&format!("{wire}2"))]),
            Self::Map => map([(wire, text("内容"))]),
        }
    }
}
