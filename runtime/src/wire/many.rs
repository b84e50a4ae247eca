//! Lists and maps.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserializer, Serializer,
    de::{Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor},
    ser::{SerializeMap, SerializeSeq},
};

use super::{
    encoded::encoded,
    places::{Places, place},
    value::{Need, Seed, Wire, Written, unexpected},
};

struct List<T>(Need, PhantomData<T>);

impl<'de, T: Wire> Visitor<'de> for List<T> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok((self.0 == Need::Required).then(Vec::new))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = from.next_element_seed(Seed::new(T::ELEMENT))? {
            list.extend(element);
        }
        Ok(Some(list))
    }

    fn visit_bool<E: Error>(self, v: bool) -> Result<Self::Value, E> {
        if v { Err(unexpected(Unexpected::Bool(v), &self)) } else { self.0.empty(Unexpected::Bool(v), &self) }
    }

    fn visit_str<E: Error>(self, v: &str) -> Result<Self::Value, E> {
        encoded(v, '[', self.0, &self)
    }

    /// Reads the elements of an object whose names are numbers.
    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
        if !self.0.is_lenient() {
            return Err(unexpected(Unexpected::Map, &self));
        }
        let (mut list, mut places) = (Vec::new(), Places::default());
        while let Some(name) = from.next_key::<String>()? {
            let Some(place) = place(&name) else { return Err(unexpected(Unexpected::Map, &self)) };
            let element = from.next_value_seed(Seed::new(T::ELEMENT))?;
            places.add(place, element.as_ref().map(|_| list.len()));
            list.extend(element);
        }
        places.sort(&mut list);
        Ok(Some(list))
    }
}

impl<T: Wire> Wire for Vec<T> {
    #[inline(never)]
    fn read_as<'de, D: Deserializer<'de>>(from: D, need: Need) -> Result<Option<Self>, D::Error> {
        from.deserialize_any(List(need, PhantomData))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_seq(Some(self.len()))?;
        for element in self {
            list.serialize_element(&Written(element))?;
        }
        list.end()
    }

    fn is_given(&self) -> bool {
        !self.is_empty()
    }

    fn vacant() -> Self {
        Self::new()
    }
}

struct Map<T>(Need, PhantomData<T>);

impl<'de, T: Wire> Visitor<'de> for Map<T> {
    type Value = Option<BTreeMap<String, T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok((self.0 == Need::Required).then(BTreeMap::new))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(key) = from.next_key::<String>()? {
            match from.next_value_seed(Seed::new(T::ELEMENT))? {
                Some(value) => drop(map.insert(key, value)),
                None => drop(map.remove(&key)),
            }
        }
        Ok(Some(map))
    }

    fn visit_bool<E: Error>(self, v: bool) -> Result<Self::Value, E> {
        if v { Err(unexpected(Unexpected::Bool(v), &self)) } else { self.0.empty(Unexpected::Bool(v), &self) }
    }

    fn visit_str<E: Error>(self, v: &str) -> Result<Self::Value, E> {
        encoded(v, '{', self.0, &self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, from: A) -> Result<Self::Value, A::Error> {
        empty_list(from, self.0, &self)
    }
}

/// Reads a list in place of an object.
///
/// # Errors
/// The list is not empty, or the object is required.
pub(crate) fn empty_list<'de, T, A: SeqAccess<'de>>(
    mut from: A,
    need: Need,
    expected: &dyn serde::de::Expected,
) -> Result<Option<T>, A::Error> {
    match from.next_element::<IgnoredAny>()? {
        Some(_) => Err(unexpected(Unexpected::Seq, expected)),
        None => need.empty(Unexpected::Seq, expected),
    }
}

impl<T: Wire> Wire for BTreeMap<String, T> {
    fn read_as<'de, D: Deserializer<'de>>(from: D, need: Need) -> Result<Option<Self>, D::Error> {
        from.deserialize_any(Map(need, PhantomData))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.len()))?;
        for (key, value) in self {
            map.serialize_entry(key, &Written(value))?;
        }
        map.end()
    }

    fn is_given(&self) -> bool {
        !self.is_empty()
    }

    fn vacant() -> Self {
        Self::new()
    }
}
