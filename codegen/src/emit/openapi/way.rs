//! The alternatives of a choice.

use super::{
    describe::{self, description},
    json::Members,
};
use crate::model::{Choice, Role, Variant};

/// An alternative of a choice.
#[derive(Clone, Copy)]
pub(super) enum Way<'m> {
    /// A tag that the docs list.
    Listed(&'m Variant),
    /// Another tag, in a reply.
    Unlisted,
    /// Neither the tag nor a member that it selects.
    Neither,
}

/// The alternatives of a choice, of which exactly one matches.
pub(super) fn ways(role: Role, choice: &Choice) -> Vec<Way<'_>> {
    let listed = choice.variants.iter().map(Way::Listed);
    let unlisted = (!role.sent()).then_some(Way::Unlisted);
    let neither = (!choice.required).then_some(Way::Neither);
    listed.chain(unlisted).chain(neither).collect()
}

impl<'m> Way<'m> {
    /// The end of the name of its component.
    pub(super) fn name(self) -> &'m str {
        match self {
            Self::Listed(variant) => &variant.name,
            Self::Unlisted => "unlisted",
            Self::Neither => "none",
        }
    }

    /// What it is, and the facts about it.
    pub(super) fn about(self) -> Members<'m> {
        match self {
            Self::Listed(variant) => Members::new()
                .maybe("description", description(variant.doc.as_deref(), variant.label.as_deref()))
                .and(describe::facts(variant.label.as_deref(), &variant.errata)),
            Self::Unlisted => Members::new().with("description", "A tag that the docs do not list."),
            Self::Neither => Members::new().with("description", "Neither the tag nor a member that it selects."),
        }
    }

    /// The names of the members that it requires.
    pub(super) fn required(self, choice: &'m Choice) -> Vec<&'m String> {
        match self {
            Self::Listed(variant) => {
                std::iter::once(&choice.tag).chain(variant.field.as_ref().map(|field| &field.wire)).collect()
            }
            Self::Unlisted => vec![&choice.tag],
            Self::Neither => Vec::new(),
        }
    }
}
