//! The model itself: maps of everything in it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Area, Endpoint, Enum, Event, Object, Scalar, TypeName, Vendor};

/// All vendors, endpoints and types.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct Model {
    /// Vendors by name: `wecom`.
    pub vendors: BTreeMap<String, Vendor>,
    /// Areas that have a file, by full name: `wecom.kf`.
    pub areas: BTreeMap<String, Area>,
    /// Endpoints by full name: `wecom.kf.customer.batchget`.
    pub endpoints: BTreeMap<String, Endpoint>,
    /// Events by full name: `wecom.kf.events.msg_or_event`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub events: BTreeMap<String, Event>,
    /// Objects by name, including those of messages.
    pub objects: BTreeMap<TypeName, Object>,
    /// Enums by name.
    pub enums: BTreeMap<TypeName, Enum>,
    /// Named scalars by name.
    pub scalars: BTreeMap<TypeName, Scalar>,
}
