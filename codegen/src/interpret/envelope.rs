//! The envelope of a response: the error code, texts, and the payload beside or below them.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::{
    read::{Read, Source, text},
    run::{Class, Run},
    value::Context,
    words::{Sight, described},
};
use crate::model::{Envelope, Member, Message, Object, Primitive, Role, Vendor};

/// The members of an absent payload.
static NOTHING: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);

impl<'a> Run<'a> {
    pub(super) fn response(&mut self, vendor: &'a Vendor, message: &'a Message, value: &'a Value) {
        let Value::Object(members) = value else { return self.misfit("an object", value, Sight::Open) };
        let envelope = &vendor.envelope;
        let payload = &self.model.objects[&message.object];
        self.nested(|run| {
            let code = run.code(envelope, members);
            if let Some(code) = code.filter(|code| *code != envelope.success && !vendor.errors.contains_key(code)) {
                let message = format!("expected an error code that the schema lists, found {code}");
                run.at(&envelope.code, |run| run.add(Class::Deviation, "unlisted_value", message));
            }
            run.remark(Some(&envelope.message), members);
            run.remark(envelope.trace.as_deref(), members);
            // An error response may lack the payload.
            if code.is_none_or(|code| code == envelope.success) {
                match &envelope.data {
                    None => drop(run.members(payload, members, &envelope_names(envelope))),
                    Some(data) => run.at(data, |run| run.payload(payload, members.get(data))),
                }
            }
            if envelope.data.is_some() {
                let names = envelope_names(envelope);
                for name in members.keys().filter(|name| !names.contains(&name.as_str())) {
                    run.unknown(name, &names);
                }
            }
        });
    }

    /// Reads the error code; `None` if it has a fault. If it may be absent, the code of success takes its place.
    fn code(&mut self, envelope: &'a Envelope, members: &'a Map<String, Value>) -> Option<i64> {
        let value = members.get(&envelope.code);
        if envelope.absent_is_success && value.is_none_or(Value::is_null) {
            return Some(envelope.success);
        }
        self.at(&envelope.code, |run| match value {
            None => {
                run.add(Class::Fault, "required", "expected the error code, found no member of this name");
                None
            }
            Some(value) => match run.plain(Primitive::Int64, value, Context::within(Role::Received))? {
                Read::Int(code) => Some(code),
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
            Some((_, Source::Coerced)) => "coerced",
            None => "type",
        };
        let message = format!("expected a string, found {}", described(value, Sight::Open));
        self.at(name, |run| run.add(Class::Deviation, rule, message));
    }

    /// Checks a payload that is a member of the envelope.
    fn payload(&mut self, payload: &'a Object, value: Option<&'a Value>) {
        match value {
            Some(Value::Object(members)) => drop(self.nested(|run| run.members(payload, members, &[]))),
            None | Some(Value::Null) if !needs_members(payload) => drop(self.members(payload, &NOTHING, &[])),
            None => self.add(Class::Fault, "required", "expected the payload, found no member of this name"),
            Some(Value::Null) => self.add(Class::Fault, "required", "expected the payload, found null"),
            Some(other) => self.misfit("an object", other, Sight::Open),
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
