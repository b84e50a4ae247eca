//! Choices: a schema for each tag, with all members of the object.
//!
//! OpenAPI's `discriminator` cannot express choices: it selects the schema of an object, by a string, among a closed set of
//! components. A choice selects a sibling, often by an integer, and may receive a tag that the docs do not list yet. So the
//! descriptions use `oneOf` over the tag instead.
//!
//! Each alternative is a component and repeats the members that do not depend on the tag: generators of clients lose
//! members that are beside a `oneOf`.

use super::{
    describe,
    json::{Json, Members},
    literal::wire,
    types::{Context, Null, bare},
    vendor::Vendor,
    way::Way,
};
use crate::model::{Choice, Model, Object, Primitive, Role, TagWire, Type, Variant};

impl<'m> Vendor<'m> {
    /// The tag and the members that it may select, in one alternative.
    pub(super) fn selected(&self, role: Role, choice: &'m Choice, way: Way<'m>) -> Members<'m> {
        let slots = || choice.slots().into_iter();
        let absent = |name: &str| (name.to_owned(), null());
        match way {
            Way::Listed(variant) => {
                let tag = Members::new().with(&choice.tag, tag(choice).with("const", wire(&variant.tag)));
                let selected = |name: &str| variant.field.as_ref().filter(|field| field.wire == name);
                match &variant.flat {
                    // A member that only other tags select is unknown.
                    Some(Type::Object(flat)) => tag.and(self.flat(&self.model.objects[flat])),
                    _ => tag.and(
                        slots()
                            .map(|name| match selected(name) {
                                Some(field) => {
                                    let value = self.value(&field.ty, Context::within(role, Null::Refused));
                                    (name.to_owned(), value.and(describe::item(field.item.as_ref())))
                                }
                                None => absent(name),
                            })
                            .collect(),
                    ),
                }
            }
            Way::Unlisted => {
                let listed: Vec<Json<'_>> = choice.variants.iter().map(|variant| wire(&variant.tag)).collect();
                let listed = Members::new().with("enum", listed);
                Members::new().with(&choice.tag, tag(choice).with("not", listed))
            }
            Way::Neither => {
                let names = std::iter::once(choice.tag.as_str()).chain(slots());
                names.map(absent).collect()
            }
        }
    }
}

/// The object whose members a tag selects beside it.
pub(super) fn flat_object<'m>(model: &'m Model, way: Way<'m>) -> Option<&'m Object> {
    match way {
        Way::Listed(Variant { flat: Some(Type::Object(name)), .. }) => model.objects.get(name),
        Way::Listed(_) | Way::Unlisted | Way::Neither => None,
    }
}

/// The schema of the tag, without its values.
fn tag<'m>(choice: &'m Choice) -> Members<'m> {
    let primitive = match choice.wire {
        TagWire::Int => Primitive::Int64,
        TagWire::String => Primitive::String,
    };
    let words = format!("The tag that selects the variant of `{}`.", choice.name);
    let words = describe::paragraphs([Some(words.as_str()), choice.doc.as_deref(), choice.label.as_deref()]);
    bare(primitive).maybe("description", words).and(describe::facts(choice.label.as_deref(), &choice.errata))
}

fn null() -> Members<'static> {
    Members::new().with("type", "null")
}
