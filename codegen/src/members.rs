//! The members of messages by their paths on the wire, which is how the tables of doc pages list them.
//!
//! A path has the names of the members, joined with dots. Elements of a list have the path of the list, entries of a map
//! have `*`, members beside a tag have the path of the tag's siblings, and what JSON in a string contains comes after the
//! string.

use facts::vocabulary;

use crate::model::{
    Choice, Credential, Direction, Effect, Endpoint, Event, Field, Form, GroupRule, Head, Limits, Literal, Location,
    Member, Message, MessageKind, Model, Object, Owner, Primitive, TagWire, Type, TypeName, Variant, VariantField,
    WireValue,
};

/// The greatest number of members that are listed for a message. Without a bound, types that use each other in several
/// places would multiply.
pub const MOST: usize = 20_000;

/// A member of a message.
#[derive(Clone, Debug)]
pub struct WireMember<'m> {
    /// The path on the wire. Several members have one path where a tag decides which of them is there.
    pub path: String,
    /// What it is in the model.
    pub kind: WireKind<'m>,
    /// The file that lists it and its schema path there. `None` for members that no page lists: those of an envelope or a
    /// head, and the credential.
    pub place: Option<(&'m str, String)>,
    /// The type as pages name it. `None` for any JSON and for files.
    pub ty: Option<vocabulary::Type>,
    /// Whether a message must have it. `None` if that depends on other members.
    pub required: Option<bool>,
    /// The limits of its value: its own, those of its named scalar, and those under conditions.
    pub limits: Vec<&'m Limits>,
    /// The listed values on the wire: of an enum, a tag, a bool that is 0 or 1, or a fixed member.
    pub values: Vec<String>,
    /// The value that is assumed if it is absent, as it is on the wire.
    pub default: Option<String>,
    /// Whether it is within JSON in a string.
    pub is_held: bool,
    /// Whether members below it are not listed, because its type contains itself or there are more than [`MOST`].
    pub is_open: bool,
}

/// What a member is in the model.
#[derive(Clone, Copy, Debug)]
pub enum WireKind<'m> {
    /// A field.
    Field(&'m Field),
    /// The tag of a choice.
    Tag(&'m Choice),
    /// The member that a tag selects.
    Selected(&'m Variant, &'m VariantField),
    /// A member of the vendor's envelope.
    Envelope,
    /// The credential.
    Credential,
    /// A member of the head of all events.
    Head(&'m Head),
}

impl<'m> WireMember<'m> {
    /// The type in the model, if it has one.
    #[must_use]
    pub fn model_type(&self) -> Option<&'m Type> {
        match self.kind {
            WireKind::Field(field) => Some(&field.ty),
            WireKind::Selected(_, field) => Some(&field.ty),
            WireKind::Tag(_) | WireKind::Envelope | WireKind::Credential | WireKind::Head(_) => None,
        }
    }

    /// Whether a page lists it as one of the endpoint's or event's own members.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.place.is_some()
    }

    fn new(path: String, kind: WireKind<'m>) -> Self {
        Self {
            path,
            kind,
            place: None,
            ty: None,
            required: None,
            limits: Vec::new(),
            values: Vec::new(),
            default: None,
            is_held: false,
            is_open: false,
        }
    }
}

/// The members of a message, in the order of the schema: members of an object come after the object.
#[must_use]
pub fn members<'m>(model: &'m Model, owner: Owner<'m>, message: &'m Message) -> Vec<WireMember<'m>> {
    let mut walk =
        Walk { model, direction: message.direction(), found: Vec::new(), within: Vec::new(), is_held: false };
    let path = match (owner, message.kind) {
        (Owner::Endpoint(_, endpoint), MessageKind::Request) => {
            if endpoint.is_authenticated() {
                walk.credential(endpoint);
            }
            String::new()
        }
        (Owner::Endpoint(_, endpoint), MessageKind::Response) => {
            walk.envelope(owner.vendor(), endpoint.absent_is_success)
        }
        (Owner::Event(..), MessageKind::Response) => walk.envelope(owner.vendor(), None),
        (Owner::Event(_, event), _) => walk.heads(event),
        (Owner::Endpoint(..), MessageKind::Event) => String::new(),
    };
    walk.object(&message.object, &path);
    walk.found
}

struct Walk<'m> {
    model: &'m Model,
    direction: Direction,
    found: Vec<WireMember<'m>>,
    /// The objects around the current member.
    within: Vec<&'m TypeName>,
    /// Whether one of them is JSON in a string.
    is_held: bool,
}

impl<'m> Walk<'m> {
    fn credential(&mut self, endpoint: &Endpoint) {
        let Some(vendor) = self.model.vendors.get(&endpoint.vendor) else { return };
        let (Credential::Query(name) | Credential::Header(name)) = vendor.place(endpoint.credential.as_deref());
        let member = WireMember::new(name.clone(), WireKind::Credential);
        self.found.push(WireMember { ty: Some(vocabulary::Type::Text), required: Some(true), ..member });
    }

    /// Adds the envelope; returns the path of the payload.
    fn envelope(&mut self, vendor: &str, absent_is_success: Option<bool>) -> String {
        let Some(vendor) = self.model.vendors.get(vendor) else { return String::new() };
        let envelope = &vendor.envelope;
        let mut add = |name: &str, ty, required| {
            let member = WireMember::new(name.to_owned(), WireKind::Envelope);
            self.found.push(WireMember { ty, required: Some(required), ..member });
        };
        add(&envelope.code, Some(vocabulary::Type::Integer), !absent_is_success.unwrap_or(envelope.absent_is_success));
        add(&envelope.message, Some(vocabulary::Type::Text), false);
        envelope.trace.iter().for_each(|name| add(name, Some(vocabulary::Type::Text), false));
        envelope.data.iter().for_each(|name| add(name, None, false));
        envelope.data.clone().unwrap_or_default()
    }

    /// Adds the members of all heads that can be those of an event; returns the path of the event's own members.
    fn heads(&mut self, event: &'m Event) -> String {
        let callbacks = self.model.vendors.get(&event.vendor).and_then(|vendor| vendor.callbacks.as_ref());
        let Some(callbacks) = callbacks else { return String::new() };
        for head in callbacks.heads.iter().filter(|head| head.tags.len() >= event.tags.len()) {
            let around = head.within.as_deref().unwrap_or_default();
            if let Some(within) = &head.within {
                let member = WireMember::new(within.clone(), WireKind::Head(head));
                self.found.push(WireMember { ty: Some(vocabulary::Type::Object), ..member });
            }
            for name in head.members() {
                let tag = head.tags.iter().position(|tag| tag == name).and_then(|at| event.tags.get(at));
                let fixed = head.fixed.iter().find(|(fixed, _)| fixed == name).map(|(_, value)| value);
                let is_time = head.time.as_deref() == Some(name);
                let ty = if is_time { vocabulary::Type::Integer } else { vocabulary::Type::Text };
                let member = WireMember::new(joined(around, name), WireKind::Head(head));
                let values = tag.or(fixed).cloned().into_iter().collect();
                self.found.push(WireMember { ty: Some(ty), values, ..member });
            }
        }
        if let Some(body) = &callbacks.body {
            let member = WireMember::new(body.clone(), WireKind::Envelope);
            self.found.push(WireMember { ty: Some(vocabulary::Type::Object), ..member });
        }
        callbacks.body.clone().unwrap_or_default()
    }

    fn object(&mut self, name: &TypeName, path: &str) {
        let Some((name, object)) = self.model.objects.get_key_value(name) else { return };
        self.within.push(name);
        for member in &object.members {
            match member {
                Member::Field(field) => self.field(object, field, path),
                Member::Choice(choice) => self.choice(object, choice, path),
            }
        }
        self.within.pop();
    }

    fn field(&mut self, object: &'m Object, field: &'m Field, path: &str) {
        if field.only.is_some_and(|only| only != self.direction) {
            return;
        }
        let member = WireMember::new(joined(path, &field.wire), WireKind::Field(field));
        let conditional = field.limits_if.iter().map(|limits| &limits.limits);
        let mut values = self.values(&field.ty);
        if field.bool_as_int {
            values = vec!["0".to_owned(), "1".to_owned()];
        }
        let member = WireMember {
            place: Some(place(object, &field.wire, field.location)),
            ty: self.ty(&field.ty),
            required: self.required(object, field),
            limits: [&field.limits].into_iter().chain(self.limits(&field.ty)).chain(conditional).collect(),
            values,
            default: field.default.as_ref().map(literal),
            ..member
        };
        self.add(member, &field.ty);
    }

    fn choice(&mut self, object: &'m Object, choice: &'m Choice, path: &str) {
        let at = place(object, &choice.key, Location::Body);
        let ty = match choice.wire {
            TagWire::Int => vocabulary::Type::Integer,
            TagWire::String => vocabulary::Type::Text,
        };
        let tag = WireMember::new(joined(path, &choice.tag), WireKind::Tag(choice));
        self.found.push(WireMember {
            place: Some(at.clone()),
            ty: Some(ty),
            required: Some(choice.required),
            values: choice.variants.iter().map(|variant| variant.tag.to_string()).collect(),
            is_held: self.is_held,
            ..tag
        });
        for variant in &choice.variants {
            if let Some(field) = &variant.field {
                let member = WireMember::new(joined(path, &field.wire), WireKind::Selected(variant, field));
                let member = WireMember {
                    place: Some((at.0, below(&at.1, &variant.tag.to_string()))),
                    ty: self.ty(&field.ty),
                    limits: self.limits(&field.ty),
                    values: self.values(&field.ty),
                    ..member
                };
                self.add(member, &field.ty);
            }
            if let Some(name) = variant.flat.as_ref().and_then(Type::named)
                && !self.within.contains(&name)
            {
                self.object(name, path);
            }
        }
    }

    /// Adds a member, and what is below it.
    fn add(&mut self, mut member: WireMember<'m>, ty: &'m Type) {
        let mut path = member.path.clone();
        let object = object_of(ty, &mut path);
        member.is_open = self.found.len() >= MOST || object.is_some_and(|name| self.within.contains(&name));
        member.is_held = self.is_held;
        let is_open = member.is_open;
        self.found.push(member);
        let around = self.is_held;
        self.is_held |= matches!(ty, Type::JsonString(_));
        if let Some(name) = object.filter(|_| !is_open) {
            self.object(name, &path);
        }
        self.is_held = around;
    }

    fn ty(&self, ty: &Type) -> Option<vocabulary::Type> {
        use vocabulary::Type as Word;
        match ty {
            Type::Object(_) | Type::Map(_) => Some(Word::Object),
            Type::List(of) => Some(match self.ty(of) {
                Some(Word::Text) => Word::TextList,
                Some(Word::Integer) => Word::IntegerList,
                Some(Word::Object) => Word::ObjectList,
                _ => Word::List,
            }),
            Type::File => None,
            Type::Primitive(_) | Type::Scalar(_) | Type::Enum(_) | Type::JsonString(_) => {
                match self.model.primitive(ty).map(Primitive::form)? {
                    Form::Text => Some(Word::Text),
                    Form::Bool => Some(Word::Bool),
                    Form::Integer(..) => Some(Word::Integer),
                    Form::Float => Some(Word::Number),
                    Form::Any => None,
                }
            }
        }
    }

    /// The limits of the named scalar that a type or its elements are.
    fn limits(&self, ty: &Type) -> Vec<&'m Limits> {
        let scalar = ty.named().and_then(|name| self.model.scalars.get(name));
        scalar.map(|scalar| &scalar.limits).into_iter().collect()
    }

    /// The values of the enum that a type or its elements are.
    fn values(&self, ty: &Type) -> Vec<String> {
        let decl = ty.named().and_then(|name| self.model.enums.get(name));
        decl.map(|decl| &decl.values).into_iter().flatten().map(|value| value.wire.to_string()).collect()
    }

    fn required(&self, object: &Object, field: &Field) -> Option<bool> {
        if field.is_required_in(self.direction) {
            return Some(true);
        }
        let in_group = object.groups.iter().any(|group| {
            let requires = matches!(group.rule, GroupRule::AtLeastOneOf | GroupRule::ExactlyOneOf);
            requires && group.fields.contains(&field.wire)
        });
        let depends = field.depends.iter().any(|depends| depends.effect == Effect::Required);
        (!in_group && !depends).then_some(false)
    }
}

/// The object that a type contains, if any. `path` becomes that of the object's members.
fn object_of<'m>(ty: &'m Type, path: &mut String) -> Option<&'m TypeName> {
    match ty {
        Type::Object(name) => Some(name),
        Type::List(of) | Type::JsonString(of) => object_of(of, path),
        Type::Map(of) => {
            path.push_str(".*");
            object_of(of, path)
        }
        Type::Primitive(_) | Type::Scalar(_) | Type::Enum(_) | Type::File => None,
    }
}

/// The file and the schema path of a member of an object.
fn place<'m>(object: &'m Object, key: &str, location: Location) -> (&'m str, String) {
    if let Some(origin) = object.origins.get(key) {
        return (&origin.file, origin.at.clone());
    }
    let endpoint = || object.at.strip_suffix(".body").unwrap_or(&object.at);
    let at = match location {
        Location::Body => object.at.clone(),
        Location::Query => format!("{}.query", endpoint()),
        Location::Header => format!("{}.headers", endpoint()),
    };
    (&object.file, below(&at, key))
}

/// The schema path of a part. Paths cannot express names with a dot, so these get the path of the whole.
fn below(at: &str, part: &str) -> String {
    if part.contains('.') { at.to_owned() } else { format!("{at}.{part}") }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// A value as it is on the wire.
fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value) => value.to_string(),
        Literal::Float(value) => value.to_string(),
        Literal::Text(value) => value.clone(),
        Literal::Enum { wire: WireValue::Int(value), .. } => value.to_string(),
        Literal::Enum { wire: WireValue::Text(value), .. } => value.clone(),
    }
}

#[cfg(test)]
mod tests;
