//! Any JSON.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::value::Wire;

impl Wire for Value {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
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
