//! Where generated code holds what a document has at some place.

use codegen::interpret::Finding;
use serde_json::Value;

/// A document with the interpreter's findings in it.
pub struct Held<'a> {
    document: &'a Value,
    findings: &'a [Finding],
}

impl<'a> Held<'a> {
    /// A document and all findings in it.
    #[must_use]
    pub fn new(document: &'a Value, findings: &'a [Finding]) -> Self {
        Self { document, findings }
    }

    /// The place in generated code for a place in the document. Elements that are left out do not count, objects in place of
    /// lists are lists, and JSON texts in strings are decoded.
    #[must_use]
    pub fn place(&self, pointer: &str) -> String {
        let (mut place, mut parent) = (String::new(), String::new());
        let mut value = self.document.clone();
        for segment in pointer.split('/').skip(1) {
            if let Value::String(text) = &value {
                value = serde_json::from_str(text.trim()).unwrap_or_default();
            }
            let segment_in_list = match &value {
                Value::Array(values) => self.rank(&parent, (0..values.len()).map(|at| at.to_string()), segment),
                Value::Object(members) if self.is_list(&parent) => {
                    let mut names: Vec<u64> = members.keys().filter_map(|name| name.parse().ok()).collect();
                    names.sort_unstable();
                    self.rank(&parent, names.iter().map(u64::to_string), segment)
                }
                _ => None,
            };
            let name = segment.replace("~1", "/").replace("~0", "~");
            let below = match &mut value {
                Value::Array(values) => name.parse().ok().and_then(|at: usize| values.get_mut(at)).map(Value::take),
                Value::Object(members) => members.remove(&name),
                _ => None,
            };
            place = format!("{place}/{}", segment_in_list.map_or(segment.to_owned(), |at| at.to_string()));
            parent = format!("{parent}/{segment}");
            value = below.unwrap_or_default();
        }
        place
    }

    /// The index of an element of a list, without the elements that are left out.
    fn rank(&self, list: &str, names: impl Iterator<Item = String>, element: &str) -> Option<usize> {
        let is_left_out = |name: &String| self.has_coerced(&format!("{list}/{name}"), "which is read as none");
        names.filter(|name| !is_left_out(name)).position(|name| name == element)
    }

    fn is_list(&self, pointer: &str) -> bool {
        self.has_coerced(pointer, "expected an array, found an object")
    }

    fn has_coerced(&self, pointer: &str, message: &str) -> bool {
        let mut findings = self.findings.iter().filter(|found| found.pointer == pointer && found.rule == "coerced");
        findings.any(|found| found.message.contains(message))
    }
}
