//! The members of a request as JSON texts.

use std::collections::BTreeMap;

use serde::{Serialize, ser::SerializeMap};
use serde_json::value::{RawValue, to_raw_value};

use crate::{
    object::{Object, Writer},
    query,
};

/// JSON texts by the names of members.
pub(crate) type Texts = BTreeMap<String, Box<RawValue>>;

/// The members of a request as JSON texts. The file is not among them: its content may be large, and on disk.
pub(super) fn members<T: Object>(request: &T, file: Option<&'static str>) -> Result<Texts, serde_json::Error> {
    let mut members = Members { file, name: String::new(), texts: BTreeMap::new() };
    let mut writer = Writer::new(&mut members);
    Object::write_members(request, &mut writer);
    writer.finish()?;
    Ok(members.texts)
}

/// The text of a JSON scalar in a query, a header or a form; `None` for null.
pub(super) fn text(member: &RawValue) -> Option<String> {
    serde_json::from_str(member.get()).ok().and_then(query::text)
}

/// Collects members.
struct Members {
    /// The member that is left out.
    file: Option<&'static str>,
    /// The name of the member that comes next.
    name: String,
    texts: Texts,
}

impl SerializeMap for Members {
    type Ok = ();
    type Error = serde_json::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Self::Error> {
        if let serde_json::Value::String(name) = serde_json::to_value(key)? {
            self.name = name;
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Self::Error> {
        let name = std::mem::take(&mut self.name);
        if self.file != Some(name.as_str()) {
            self.texts.insert(name, to_raw_value(value)?);
        }
        Ok(())
    }

    fn end(self) -> Result<(), Self::Error> {
        Ok(())
    }
}
