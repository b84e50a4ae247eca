//! Strings that hold JSON.

use serde_json::Value;

use super::{
    document,
    encoded::encoded_texts,
    finding::{Class, Finding},
    read::{Part, Read},
    run::Run,
    value::{Context, Need},
};
use crate::model::{Primitive, Role, Type};

/// The number of texts, each within a string of the next, that are checked.
const MAX_TEXTS: usize = 8;

impl<'a> Run<'a> {
    /// Reads a string, and checks what it holds. Whatever that is, the string can be read.
    pub(super) fn json_string(&mut self, of: &'a Type, value: &'a Value, context: Context<'a>) -> Part<'a> {
        let read = self.plain(Primitive::String, value, context)?;
        self.limits(context.limits, &read, context.sight);
        if let Read::Text(text) = &read {
            match self.held(of, text, context.role) {
                Ok(found) => self.findings.extend(found),
                Err(problem) => self.add(Class::Violation, "holds", format!("expected JSON {problem}")),
            }
        }
        Some(read)
    }

    /// The findings in the text of a string, whose places are those in the string's document: the place of the string, then
    /// the place within the text.
    ///
    /// # Errors
    /// The text is not JSON that can be read as this type.
    fn held(&self, of: &Type, text: &str, role: Role) -> Result<Vec<Finding>, String> {
        if self.texts == MAX_TEXTS {
            return Err(format!("in at most {MAX_TEXTS} strings within strings, found more"));
        }
        let document = document::read(text.as_bytes()).map_err(|_| "in the string, found another text".to_owned())?;
        let encoded = encoded_texts(&document.value);
        let mut run = Run::new(self.model, &document.beyond, &encoded);
        (run.direction, run.texts) = (self.direction, self.texts + 1);
        run.value(of, &document.value, Context::within(role, Need::Required));
        if let Some(fault) = run.findings.iter().find(|finding| finding.class == Class::Fault) {
            return Err(format!("that can be read in the string, but {fault}"));
        }
        let found = document.findings.into_iter().chain(run.findings);
        Ok(found.map(|found| Finding { pointer: self.pointer.clone() + &found.pointer, ..found }).collect())
    }
}
