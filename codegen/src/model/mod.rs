//! The model: what the schemas say, resolved and checked.
//!
//! After `lower` every name points to something, every limit fits its type, and every example fits its
//! endpoint. Readers of the model (the emitters, the interpreter) are therefore infallible, and none changes it.
//!
//! Everything is held by name, in maps that sort: the same schemas give the same model whatever the order of the files.

mod choice;
mod endpoint;
mod erratum;
mod limits;
mod literal;
mod object;
mod query;
mod rules;
mod types;
mod vendor;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::naming;
pub use choice::{Choice, TagWire, Variant, VariantField};
pub use endpoint::{Deprecation, Endpoint, Example, Examples, Grants, Method, Page, PageCopy, Paging, Permission};
pub use erratum::Erratum;
pub use limits::{Limit, Limits, Range};
pub use literal::{Literal, WireValue};
pub use object::{Field, Location, Member, Object, Role};
pub use query::Declaration;
pub use rules::{Condition, Group, GroupRule, Test};
pub use types::{Enum, EnumValue, JsonType, Primitive, Scalar, Type, TypeName};
pub use vendor::{Advice, Credential, Envelope, ErrorCode, Refusals, Vendor};

/// All vendors, endpoints and types.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct Model {
    /// By name: `wecom`.
    pub vendors: BTreeMap<String, Vendor>,
    /// By name: `wecom.kf.customer.batchget`.
    pub endpoints: BTreeMap<String, Endpoint>,
    /// Objects by name, requests and replies among them.
    pub objects: BTreeMap<TypeName, Object>,
    /// Enums by name.
    pub enums: BTreeMap<TypeName, Enum>,
    /// Named scalars by name.
    pub scalars: BTreeMap<TypeName, Scalar>,
}

impl Model {
    /// The endpoint of this name or, if only one fits, of a name that ends so: `batchget`, `customer.batchget`.
    ///
    /// # Errors
    /// All the names that fit; none or several.
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

    /// The name of the endpoint that is meant by one that is misspelt, be it whole or the ending of one.
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

    /// The vendor of an endpoint.
    #[must_use]
    pub fn vendor_of(&self, endpoint: &Endpoint) -> &Vendor {
        &self.vendors[&endpoint.vendor]
    }
}
