//! The envelope of a response: the error code, texts, and the payload beside or below them.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::{
    finding::Class,
    read::{Read, Source, text},
    run::Run,
    shape::Shape,
    value::{Context, Need},
    words::{Sight, described},
};
use crate::model::{Encoding, Envelope, Member, Message, Object, Primitive, Role, TypeName, Vendor};

/// The members of an absent payload.
static NOTHING: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);

impl<'a> Run<'a> {
    pub(super) fn response(&mut self, vendor: &'a Vendor, message: &'a Message, value: &'a Value) {
        let Value::Object(members) = value else { return self.misfit("an object", value, Sight::Open) };
        let envelope = &vendor.envelope;
        let absent = self.model.is_absent_success(vendor, message);
        let payload = &self.model.objects[&message.object];
        self.nested(|run| {
            let is_file = message.encoding == Encoding::File;
            // The file itself has no envelope.
            let has_code = members.get(&envelope.code).is_some_and(|code| !code.is_null());
            let code = if is_file && !has_code { Some(envelope.success) } else { run.code(envelope, absent, members) };
            if let Some(code) = code.filter(|code| *code != envelope.success && !vendor.errors.contains_key(code)) {
                let message = format!("expected an error code that the schema lists, found {code}");
                run.at(&envelope.code, |run| run.add(Class::Deviation, "unlisted_value", message));
            }
            run.remark(Some(&envelope.message), members);
            run.remark(envelope.trace.as_deref(), members);
            // An error response may lack the payload.
            if code.is_none_or(|code| code == envelope.success) {
                match &envelope.data {
                    Some(data) if !is_file => run.at(data, |run| run.payload(&message.object, members.get(data))),
                    _ => drop(run.members(payload, members, &envelope_names(envelope))),
                }
            }
            if envelope.data.is_some() && !is_file {
                let names = envelope_names(envelope);
                for name in members.keys().filter(|name| !names.contains(&name.as_str())) {
                    run.unknown(name, &names);
                }
            }
        });
    }

    /// Reads the error code; `None` if it has a fault. If it may be absent, the code of success takes its place.
    pub(super) fn code(
        &mut self,
        envelope: &'a Envelope,
        absent_is_success: bool,
        members: &'a Map<String, Value>,
    ) -> Option<i64> {
        let value = members.get(&envelope.code);
        if absent_is_success && value.is_none_or(Value::is_null) {
            return Some(envelope.success);
        }
        self.at(&envelope.code, |run| match value {
            None => {
                run.add(Class::Fault, "required", "expected the error code, found no member of this name");
                None
            }
            Some(value) => match run.plain(Primitive::Int64, value, Context::within(Role::Received, Need::Required))? {
                Read::Int(code) => code.try_into().ok(),
                _ => None,
            },
        })
    }

    /// Checks a text of the envelope. Nothing depends on it, so it is never a fault.
    fn remark(&mut self, name: Option<&str>, members: &'a Map<String, Value>) {
        let Some(name) = name else { return };
        let Some(value) = members.get(name).filter(|value| !value.is_null()) else { return };
        let rule = match text(value) {
            Some((_, Source::Documented)) => return,
            Some((_, Source::Coerced | Source::Odd)) => "coerced",
            None => "type",
        };
        let message = format!("expected a string, found {}", described(value, Sight::Open));
        self.at(name, |run| run.add(Class::Deviation, rule, message));
    }

    /// Checks a payload that is a member of the envelope.
    fn payload(&mut self, name: &'a TypeName, value: Option<&'a Value>) {
        let payload = &self.model.objects[name];
        let is_needed = needs_members(payload);
        match value {
            None if is_needed => {
                self.add(Class::Fault, "required", "expected the payload, found no member of this name")
            }
            Some(Value::Null) if is_needed => self.add(Class::Fault, "required", "expected the payload, found null"),
            Some(value) if is_needed => drop(self.object(name, value, Context::within(Role::Received, Need::Required))),
            Some(value) if !value.is_null() && !Shape::Object.is_empty(value) => {
                self.object(name, value, Context::within(Role::Received, Need::Optional));
            }
            _ => {
                if let Some(value) = value.filter(|value| !value.is_null()) {
                    self.absent("an object", value, Sight::Open);
                }
                self.members(payload, &NOTHING, &[]);
            }
        }
    }
}

/// The names of the envelope's members.
fn envelope_names(envelope: &Envelope) -> Vec<&str> {
    let optional = [&envelope.data, &envelope.trace].into_iter().flatten();
    [&envelope.code, &envelope.message].into_iter().chain(optional).map(String::as_str).collect()
}

fn needs_members(object: &Object) -> bool {
    object.members.iter().any(|member| match member {
        Member::Field(field) => field.required,
        Member::Choice(choice) => choice.required,
    })
}
