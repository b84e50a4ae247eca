//! Files: where they can be, and how they are carried.

use super::{lowering::Lowering, places::Place};
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{Encoding, Field, Form, Location, Member, MessageKind, Object, Owner, Type, TypeName},
};

const WHERE: &str = "a file can be a member of the `body` of a POST, or all of a `response`";

/// What is wrong with a member, and what to do.
type Fault = (String, &'static str);

impl Lowering<'_> {
    /// Reports files in places that cannot have one, and sets the encoding of messages that have one.
    pub(super) fn files(&mut self) {
        let mut faults = Vec::new();
        for (name, object) in &self.model.objects {
            let message = self.model.message_of(name);
            let kind = message.map(|(owner, message)| match owner {
                Owner::Event(..) => MessageKind::Event,
                Owner::Endpoint(..) => message.kind,
            });
            // Looked up once: an object may have tens of thousands of fields.
            let sent_file = file_in_body(object);
            for field in object.fields() {
                let place = Place::Field(name.clone(), field.wire.clone());
                let found = match (&field.ty, kind) {
                    (Type::File, Some(MessageKind::Request)) => in_body(object, field),
                    (Type::File, Some(MessageKind::Response)) => in_reply(object, field),
                    (ty, _) if ty.has_file() => Some(misplaced(field, kind)),
                    (_, Some(MessageKind::Request)) => sent_file.and_then(|file| self.beside(file, field)),
                    _ => None,
                };
                faults.extend(found.map(|found| (place, found)));
            }
            faults.extend(in_choice(name, object, kind));
        }
        for (place, (message, help)) in faults {
            let Some(site) = self.places.source_of(&place, &self.model) else { continue };
            let at = site.key_span();
            self.report(Diagnostic::new(Code::BadFile, at.file, at.span, message).help(help));
        }
        for endpoint in self.model.endpoints.values_mut() {
            for (message, encoding) in
                [(&mut endpoint.request, Encoding::Form), (&mut endpoint.response, Encoding::File)]
            {
                let object = self.model.objects.get(&message.object);
                if object.is_some_and(|object| object.file().is_some()) {
                    message.encoding = encoding;
                }
            }
        }
    }

    /// What is wrong with a field of a request that has a file.
    fn beside(&self, file: &Field, field: &Field) -> Option<Fault> {
        let is_scalar = self.model.primitive(&field.ty).is_some_and(|primitive| primitive.form() != Form::Any);
        if field.location != Location::Body || is_scalar && !matches!(field.ty, Type::JsonString(_)) {
            return None;
        }
        let message =
            format!("`{}` of type {} cannot be in one form with the file `{}`", field.wire, field.ty, file.wire);
        Some((message, "use `string`, `bool`, a number, a named scalar or an enum: other parts of a form are texts"))
    }
}

fn file_in_body(object: &Object) -> Option<&Field> {
    object.file().filter(|file| file.location == Location::Body)
}

fn in_body(object: &Object, field: &Field) -> Option<Fault> {
    if field.location != Location::Body {
        return Some(misplaced(field, Some(MessageKind::Request)));
    }
    if object.file().is_some_and(|first| first.wire != field.wire) {
        return Some((format!("`{}` is a second file", field.wire), "remove one of the two: a form has one file"));
    }
    required(field)
}

fn in_reply(object: &Object, field: &Field) -> Option<Fault> {
    if object.members.len() > 1 {
        let message = format!("a reply that is the file `{}` has no other members", field.wire);
        return Some((message, "remove the others; the vendor's envelope is only in errors"));
    }
    if field.length.is_some() {
        return Some(("`length` does not fit the file of a reply".to_owned(), "remove it: it is for parts of forms"));
    }
    required(field)
}

fn required(field: &Field) -> Option<Fault> {
    let message = format!("`{}` must be required: the message cannot do without its file", field.wire);
    (!field.required).then_some((message, "write `required: true`"))
}

fn misplaced(field: &Field, kind: Option<MessageKind>) -> Fault {
    let place = match (&field.ty, kind, field.location) {
        (Type::File, _, Location::Query) => "a query",
        (Type::File, _, Location::Header) => "a header",
        (Type::File, Some(MessageKind::Event), _) => "an event",
        (Type::File, ..) => "an object within a message",
        (Type::Map(_), ..) => "a map",
        _ => "a list",
    };
    (format!("the file `{}` cannot be in {place}", field.wire), WHERE)
}

/// Files that a tag selects, and a choice in one form with a file.
fn in_choice(name: &TypeName, object: &Object, kind: Option<MessageKind>) -> Vec<(Place, Fault)> {
    let Some(Member::Choice(choice)) = object.members.iter().find(|member| matches!(member, Member::Choice(_))) else {
        return Vec::new();
    };
    let selected = choice.variants.iter().enumerate().filter(|(_, variant)| variant.ty().is_some_and(Type::has_file));
    let selected = selected.map(|(at, variant)| {
        let message = format!("the file of `{}` cannot be in a choice", variant.name);
        (Place::Variant(name.clone(), at), (message, WHERE))
    });
    let beside = file_in_body(object).filter(|_| kind == Some(MessageKind::Request)).map(|file| {
        let message = format!("the choice `{}` cannot be in one form with the file `{}`", choice.name, file.wire);
        let help = "write the tag and the members that it selects as plain fields: parts of a form are texts";
        (Place::Choice(name.clone()), (message, help))
    });
    selected.chain(beside).collect()
}
