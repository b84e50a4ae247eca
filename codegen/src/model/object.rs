//! Objects, their members and fields.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    Choice, Dependency, Direction, Erratum, Example, Group, JsonType, Limits, LimitsIf, Literal, Type, TypeName,
    WhenEmpty, WrongExample,
};

/// The directions in which an object travels, which decide how strict its type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sent only: strict.
    Sent,
    /// Received only: lenient.
    Received,
    /// Sent and received: read leniently, and required members are checked when it is validated. The constructor takes those
    /// that are required when it is sent.
    Both,
}

impl Role {
    /// The role of an object that is part of messages in these directions. An unused object has the role
    /// [`Both`](Self::Both).
    #[must_use]
    pub fn of(sent: bool, received: bool) -> Self {
        match (sent, received) {
            (true, false) => Self::Sent,
            (false, true) => Self::Received,
            (true, true) | (false, false) => Self::Both,
        }
    }

    /// Whether the object can be part of a sent message.
    #[must_use]
    pub fn sent(self) -> bool {
        match self {
            Self::Sent | Self::Both => true,
            Self::Received => false,
        }
    }
}

/// An object.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Object {
    /// The file that declares it.
    pub file: String,
    /// The schema path of its members: `Tag`, `batchget.body`, `batchget.response.customer_list`.
    #[serde(skip)]
    pub at: String,
    /// The directions in which it travels.
    pub role: Role,
    /// A description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The object that some of its members come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Derivation>,
    /// The members, in the order of the docs: first those of the object that it is derived from, then its own, then those
    /// that other pages add.
    pub members: Vec<Member>,
    /// Where members are written that are not written in this object, by the key of the member.
    #[serde(skip)]
    pub origins: BTreeMap<String, Origin>,
    /// Rules about several members.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// The page's examples of this object alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
    /// Examples that the page publishes although they are wrong. Nothing uses them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wrong_examples: Vec<WrongExample>,
    /// Where the page contradicts itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

impl Object {
    /// The members that are fields.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.members.iter().filter_map(|member| match member {
            Member::Field(field) => Some(field),
            Member::Choice(_) => None,
        })
    }

    /// The field with this name on the wire.
    #[must_use]
    pub fn field(&self, wire: &str) -> Option<&Field> {
        self.fields().find(|field| field.wire == wire)
    }

    /// The field that is a file, if any.
    #[must_use]
    pub fn file(&self) -> Option<&Field> {
        self.fields().find(|field| field.ty == Type::File)
    }

    /// The member that is a choice, if any.
    #[must_use]
    pub fn choice(&self) -> Option<&Choice> {
        self.members.iter().find_map(|member| match member {
            Member::Choice(choice) => Some(choice),
            Member::Field(_) => None,
        })
    }

    /// The choice, if the object has no other members.
    #[must_use]
    pub fn only_choice(&self) -> Option<&Choice> {
        match self.members.as_slice() {
            [Member::Choice(choice)] => Some(choice),
            _ => None,
        }
    }

    /// All names on the wire, in the order of the docs. A choice has its tag, then its
    /// [slots](Choice::slots).
    #[must_use]
    pub fn wire_names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for member in &self.members {
            match member {
                Member::Field(field) => names.push(field.wire.as_str()),
                Member::Choice(choice) => {
                    names.push(&choice.tag);
                    names.extend(choice.slots());
                }
            }
        }
        names
    }

    pub(crate) fn types(&self) -> impl Iterator<Item = &Type> {
        self.members.iter().flat_map(|member| -> Vec<&Type> {
            match member {
                Member::Field(field) => vec![&field.ty],
                Member::Choice(choice) => choice.types(),
            }
        })
    }
}

/// How an object is derived from another one. Its members are in the object, too.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Derivation {
    /// The object that it has the members of.
    pub base: TypeName,
    /// The keys of the members that it does not have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<String>,
}

/// Where a member of an object is written, if that is elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The file.
    pub file: String,
    /// The schema path of the member in this file.
    pub at: String,
    /// The title and the URL of the page that adds the member; `None` if the member is inherited.
    pub page: Option<(String, String)>,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "nearly all members are fields")]
pub enum Member {
    /// A value under one name.
    Field(Field),
    /// A tag and the member that it selects.
    Choice(Choice),
}

impl Member {
    /// The key in a schema: of a field the name on the wire, of a choice a name of its own.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Field(field) => &field.wire,
            Self::Choice(choice) => &choice.key,
        }
    }

    /// The name in Rust, snake_case.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Field(field) => &field.name,
            Self::Choice(choice) => &choice.name,
        }
    }
}

/// A field.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Field {
    /// The name on the wire.
    pub wire: String,
    /// The name in Rust, snake_case; it may be a keyword.
    pub name: String,
    /// The type of its value.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether a sent message must have it and a received one is promised to have it.
    pub required: bool,
    /// The direction in which it is required, if the object travels both ways and it is optional in the other one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_in: Option<Direction>,
    /// The only direction in which it occurs, if the object travels both ways.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only: Option<Direction>,
    /// The part of a request that carries it.
    #[serde(skip_serializing_if = "Location::is_body")]
    pub location: Location,
    /// Whether it is a bool that is 0 or 1 on the wire.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub bool_as_int: bool,
    /// The name of the elements within its element, if it is a list in XML. Otherwise its own element is repeated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// The parameter of its part's `Content-Disposition` that has the number of bytes, if it is a file in a form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<String>,
    /// Whether its object contains itself through this field.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub boxed: bool,
    /// A description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The value that the server assumes if it is not sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Literal>,
    /// What an empty value means when it is sent. If `None`, it does not count as given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty: Option<WhenEmpty>,
    /// What to use instead, if it is deprecated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// The limits of its value.
    #[serde(skip_serializing_if = "Limits::is_empty")]
    pub limits: Limits,
    /// More limits, under conditions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub limits_if: Vec<LimitsIf>,
    /// How it depends on its siblings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub depends: Vec<Dependency>,
    /// Other names under which it is read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also_names: Vec<String>,
    /// JSON types, besides its own, that it is known to arrive as.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also_types: Vec<JsonType>,
    /// Where the page contradicts itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

impl Field {
    /// Whether an empty value counts as given in conditions and groups.
    #[must_use]
    pub fn is_given_if_empty(&self) -> bool {
        self.empty == Some(WhenEmpty::Clears)
    }

    /// Whether the Rust type of an object with this role holds it as an option.
    #[must_use]
    pub fn is_option_in(&self, role: Role) -> bool {
        match role {
            Role::Both => true,
            Role::Sent => !self.required,
            // An absent list is an empty one.
            Role::Received => !self.required && !matches!(self.ty, Type::List(_) | Type::Map(_)),
        }
    }

    /// Whether it is required in messages of this direction.
    #[must_use]
    pub fn is_required_in(&self, direction: Direction) -> bool {
        self.required || self.required_in == Some(direction)
    }
}

/// The part of a request that carries a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Location {
    /// The query of the URL.
    Query,
    /// A header.
    Header,
    /// The JSON body. Fields of responses have this location, too.
    Body,
}

impl Location {
    pub(super) fn is_body(&self) -> bool {
        *self == Self::Body
    }
}
