//! Choices: a tag and the members that it selects.

use serde::Serialize;

use super::{Erratum, Type, WireValue};

/// A tag and the members that it selects.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Choice {
    /// Its key in the schema: its name, unless another one is given.
    #[serde(skip)]
    pub key: String,
    /// The name of the field in Rust, snake_case.
    pub name: String,
    /// The name of the enum in Rust, UpperCamelCase, in the scope of the object. If the object is nothing but this choice, it
    /// is the object's name.
    pub type_name: String,
    /// The name of the member that is the tag.
    pub tag: String,
    /// The type of the tag.
    pub wire: TagWire,
    /// Whether a sent message must have it and a received one is promised to have it.
    pub required: bool,
    /// A description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The variants, in the order of the docs.
    pub variants: Vec<Variant>,
    /// Where the page contradicts itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

impl Choice {
    /// The names of the members that hold a variant's value, each once, in the order of the docs.
    #[must_use]
    pub fn slots(&self) -> Vec<&str> {
        let mut slots: Vec<&str> = Vec::new();
        for field in self.variants.iter().filter_map(|variant| variant.field.as_ref()) {
            if !slots.contains(&field.wire.as_str()) {
                slots.push(&field.wire);
            }
        }
        slots
    }

    /// The variants whose value is an object that no other variant has, with the type of that: it decides the variant.
    pub fn conversions(&self) -> impl Iterator<Item = (&Variant, &Type)> {
        let variants = self.variants.iter().filter_map(|variant| Some((variant, variant.ty()?)));
        variants.filter(|(_, ty)| {
            let same = self.variants.iter().filter(|other| other.ty() == Some(ty));
            matches!(ty, Type::Object(_)) && same.count() == 1
        })
    }

    /// The types of the variants' values, each once, in the order of the docs.
    #[must_use]
    pub fn types(&self) -> Vec<&Type> {
        let mut types: Vec<&Type> = Vec::new();
        for ty in self.variants.iter().filter_map(Variant::ty) {
            if !types.contains(&ty) {
                types.push(ty);
            }
        }
        types
    }
}

/// The type of a choice's tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TagWire {
    /// An integer.
    Int,
    /// A string.
    String,
}

/// A variant of a choice. Its value is a member, an object whose members are beside the tag, or nothing.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Variant {
    /// The tag's value.
    pub tag: WireValue,
    /// The English name, snake_case.
    pub name: String,
    /// The member that the tag selects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<VariantField>,
    /// The object whose members are beside the tag, if the value is no member of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flat: Option<Type>,
    /// A description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Where the page contradicts itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

impl Variant {
    /// The type of its value.
    #[must_use]
    pub fn ty(&self) -> Option<&Type> {
        self.field.as_ref().map(|field| &field.ty).or(self.flat.as_ref())
    }
}

/// The member that a tag selects.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct VariantField {
    /// The name on the wire.
    pub wire: String,
    /// The type of its value.
    #[serde(rename = "type")]
    pub ty: Type,
    /// The name of the elements within its element, if it is a list in XML. Otherwise its own element is repeated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
}
