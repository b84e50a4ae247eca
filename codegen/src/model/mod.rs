//! The model: the content of the schemas, resolved and checked.
//!
//! After `lower` every name resolves, every limit fits its type, and every example fits its message. So the readers of the
//! model (the emitters, the interpreter, the lints) cannot fail, and none of them changes it.
//!
//! All maps are sorted by name: the same schemas give the same model, whatever the order of the files.

mod choice;
mod endpoint;
mod erratum;
mod limits;
mod literal;
mod message;
pub mod notation;
mod object;
mod query;
mod rules;
mod types;
mod vendor;
pub mod words;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::naming;
pub use choice::{Choice, TagWire, Variant, VariantField};
pub use endpoint::{Deprecation, Endpoint, Grants, Method, Page, PageCopy, Paging, Permission};
pub use erratum::Erratum;
pub use limits::{Limit, Limits, Range};
pub use literal::{Literal, WireValue};
pub use message::{Direction, Encoding, Example, Message, MessageKind};
pub use object::{Field, Location, Member, Object, Role};
pub use query::{Declaration, Owner};
pub use rules::{Condition, Group, GroupRule, Test};
pub use types::{Enum, EnumValue, Form, JsonType, Primitive, Scalar, Type, TypeName};
pub use vendor::{Advice, Credential, Envelope, ErrorCode, Refusals, Vendor};
pub use words::{Unit, Words};

/// All vendors, endpoints and types.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct Model {
    /// Vendors by name: `wecom`.
    pub vendors: BTreeMap<String, Vendor>,
    /// Endpoints by full name: `wecom.kf.customer.batchget`.
    pub endpoints: BTreeMap<String, Endpoint>,
    /// Objects by name, including those of messages.
    pub objects: BTreeMap<TypeName, Object>,
    /// Enums by name.
    pub enums: BTreeMap<TypeName, Enum>,
    /// Named scalars by name.
    pub scalars: BTreeMap<TypeName, Scalar>,
}

impl Model {
    /// Finds an endpoint by its full name or by an ending that fits only one: `batchget`, `customer.batchget`.
    ///
    /// # Errors
    /// All names that fit, if there is not exactly one.
    pub fn endpoint(&self, name: &str) -> Result<(&String, &Endpoint), Vec<&String>> {
        if let Some(exact) = self.endpoints.get_key_value(name) {
            return Ok(exact);
        }
        let suffix = format!(".{name}");
        let fitting: Vec<_> = self.endpoints.iter().filter(|(full, _)| full.ends_with(&suffix)).collect();
        match fitting[..] {
            [one] => Ok(one),
            _ => Err(fitting.into_iter().map(|(full, _)| full).collect()),
        }
    }

    /// Guesses the endpoint meant by a misspelt name or ending.
    #[must_use]
    pub fn similar_endpoint(&self, name: &str) -> Option<&str> {
        let depth = name.split('.').count();
        let ending = |full: &str| {
            let parts: Vec<&str> = full.split('.').collect();
            parts[parts.len().saturating_sub(depth)..].join(".")
        };
        let endings: Vec<(String, &str)> = self.endpoints.keys().map(|full| (ending(full), full.as_str())).collect();
        let near = naming::nearest(name, endings.iter().map(|(ending, _)| ending.as_str()))?;
        endings.iter().find(|(ending, _)| ending == near).map(|(_, full)| *full)
    }
}
