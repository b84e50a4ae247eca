//! Optional values.

use serde::{Deserializer, Serializer};

use super::value::{Need, Wire};

impl<T: Wire> Wire for Option<T> {
    #[inline]
    fn read_as<'de, D: Deserializer<'de>>(from: D, _: Need) -> Result<Option<Self>, D::Error> {
        T::read_as(from, Need::Optional).map(Some)
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(to),
            None => to.serialize_none(),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn is_given(&self) -> bool {
        self.as_ref().is_some_and(Wire::is_given)
    }

    fn vacant() -> Self {
        None
    }
}
