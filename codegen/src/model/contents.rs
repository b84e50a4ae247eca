//! The model itself: maps of everything in it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Area, Endpoint, Enum, Object, Scalar, TypeName, Vendor};
use crate::naming;

/// All vendors, endpoints and types.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct Model {
    /// Vendors by name: `wecom`.
    pub vendors: BTreeMap<String, Vendor>,
    /// Areas that have a file, by full name: `wecom.kf`.
    pub areas: BTreeMap<String, Area>,
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
