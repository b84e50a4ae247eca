//! Objects and their fields.

use serde::Serialize;

use super::{Choice, Condition, Erratum, Group, JsonType, Limits, Literal, Type};

/// In which direction an object travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sent: strict.
    Request,
    /// Received: lenient.
    Response,
    /// Either: read leniently, and what is required is checked when it is validated.
    Both,
}

impl Role {
    /// Whether the object can be part of a request.
    #[must_use]
    pub fn sent(self) -> bool {
        self != Self::Response
    }
}

/// An object.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Object {
    /// The file that says so.
    pub file: String,
    /// Where in it its members stand, as errata name places: `Tag`, `batchget.body`, `batchget.response.customer_list`.
    #[serde(skip)]
    pub at: String,
    /// In which direction it travels.
    pub role: Role,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// In the order of the docs.
    pub members: Vec<Member>,
    /// Rules about several members.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// Where the page contradicts itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

impl Object {
    /// The fields that are no choice.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.members.iter().filter_map(|member| match member {
            Member::Field(field) => Some(field),
            Member::Choice(_) => None,
        })
    }

    /// The field of this wire name.
    #[must_use]
    pub fn field(&self, wire: &str) -> Option<&Field> {
        self.fields().find(|field| field.wire == wire)
    }

    /// The choice, if there is one.
    #[must_use]
    pub fn choice(&self) -> Option<&Choice> {
        self.members.iter().find_map(|member| match member {
            Member::Choice(choice) => Some(choice),
            Member::Field(_) => None,
        })
    }

    /// The names on the wire, in the order of the docs: a choice's tag, then the members that it selects.
    #[must_use]
    pub fn wire_names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for member in &self.members {
            match member {
                Member::Field(field) => names.push(field.wire.as_str()),
                Member::Choice(choice) => {
                    names.push(&choice.tag);
                    names.extend(choice.slots().into_iter().map(|(name, _)| name));
                }
            }
        }
        names
    }

    pub(crate) fn types(&self) -> impl Iterator<Item = &Type> {
        self.members.iter().flat_map(|member| -> Vec<&Type> {
            match member {
                Member::Field(field) => vec![&field.ty],
                Member::Choice(choice) => choice.slots().into_iter().map(|(_, ty)| ty).collect(),
            }
        })
    }
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "nearly all members are fields")]
pub enum Member {
    /// One wire name, one value.
    Field(Field),
    /// A tag and the member that it selects.
    Choice(Choice),
}

impl Member {
    /// The Rust name, snake_case.
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
    /// The Rust name, snake_case and not yet shielded against keywords.
    pub name: String,
    /// The type of its value.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Sent: must be there. Received: the page promises it.
    pub required: bool,
    /// Where in a request it stands.
    #[serde(skip_serializing_if = "Location::is_body")]
    pub location: Location,
    /// A bool that stands as 0 or 1.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub bool_as_int: bool,
    /// Whether its object contains itself through it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub boxed: bool,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What the server assumes where it is not sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Literal>,
    /// What to use instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// Limits of its value.
    #[serde(skip_serializing_if = "Limits::is_empty")]
    pub limits: Limits,
    /// When it must be given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_if: Option<Condition>,
    /// When it may be given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forbidden_unless: Option<Condition>,
    /// Other names under which it is read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also_names: Vec<String>,
    /// JSON types that it is known to arrive as, besides its own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also_types: Vec<JsonType>,
    /// Where the page contradicts itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

/// Where in a request a field stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Location {
    /// In the URL.
    Query,
    /// In a header.
    Header,
    /// In the JSON body.
    Body,
}

impl Location {
    pub(super) fn is_body(&self) -> bool {
        *self == Self::Body
    }
}
