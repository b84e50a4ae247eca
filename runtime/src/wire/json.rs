//! Any JSON.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::value::{Need, Wire};

impl Wire for Value {
    /// Null is a value like any other.
    const ELEMENT: Need = Need::Required;

    fn read_as<'de, D: Deserializer<'de>>(from: D, need: Need) -> Result<Option<Self>, D::Error> {
        let value = Self::deserialize(from)?;
        Ok(Some(value).filter(|value| need == Need::Required || !value.is_null()))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.serialize(to)
    }

    fn is_given(&self) -> bool {
        match self {
            Self::Null => false,
            Self::String(text) => !text.is_empty(),
            Self::Array(list) => !list.is_empty(),
            Self::Object(map) => !map.is_empty(),
            Self::Bool(_) | Self::Number(_) => true,
        }
    }

    fn vacant() -> Self {
        Self::Null
    }
}
