//! Queries on a model: its messages, the users of a type, and the types that a type needs.

use std::collections::BTreeSet;

use super::{
    Choice, Direction, Endpoint, Enum, Event, Message, MessageKind, Model, Object, Page, Primitive, Scalar, Type,
    TypeName, Vendor,
};
use crate::naming;

impl Model {
    /// Everything that has messages: endpoints, then events, each by name.
    pub fn owners(&self) -> impl Iterator<Item = Owner<'_>> {
        let endpoints = self.endpoints.iter().map(|(name, endpoint)| Owner::Endpoint(name, endpoint));
        endpoints.chain(self.events.iter().map(|(name, event)| Owner::Event(name, event)))
    }

    /// The endpoint or the event with a full name.
    pub(crate) fn owner_named(&self, name: &str) -> Option<Owner<'_>> {
        let endpoint = self.endpoints.get_key_value(name).map(|(name, endpoint)| Owner::Endpoint(name, endpoint));
        endpoint.or_else(|| self.events.get_key_value(name).map(|(name, event)| Owner::Event(name, event)))
    }

    /// Finds an endpoint or an event by its full name or by an ending that fits only one: `batchget`, `customer.batchget`.
    ///
    /// # Errors
    /// All names that fit, if there is not exactly one.
    pub fn owner(&self, name: &str) -> Result<Owner<'_>, Vec<&str>> {
        if let Some(exact) = self.owner_named(name) {
            return Ok(exact);
        }
        let suffix = format!(".{name}");
        let fitting: Vec<_> = self.owners().filter(|owner| owner.name().ends_with(&suffix)).collect();
        match fitting[..] {
            [one] => Ok(one),
            _ => Err(fitting.into_iter().map(Owner::name).collect()),
        }
    }

    /// Guesses the endpoint or event meant by a misspelt name or ending.
    #[must_use]
    pub fn similar_owner(&self, name: &str) -> Option<&str> {
        let depth = name.split('.').count();
        let ending = |full: &str| {
            let parts: Vec<&str> = full.split('.').collect();
            parts[parts.len().saturating_sub(depth)..].join(".")
        };
        let endings: Vec<(String, &str)> = self.owners().map(|owner| (ending(owner.name()), owner.name())).collect();
        let near = naming::nearest(name, endings.iter().map(|(ending, _)| ending.as_str()))?;
        endings.iter().find(|(ending, _)| ending == near).map(|(_, full)| *full)
    }

    /// Every message with its owner.
    pub fn messages(&self) -> impl Iterator<Item = (Owner<'_>, &Message)> {
        self.owners().flat_map(|owner| owner.messages().into_iter().map(move |message| (owner, message)))
    }

    /// The objects of all messages, for [`Self::visit`].
    #[must_use]
    pub fn roots(&self) -> Vec<&TypeName> {
        self.messages().map(|(_, message)| &message.object).collect()
    }

    /// The objects of the messages in one direction.
    #[must_use]
    pub fn roots_of(&self, direction: Direction) -> Vec<&TypeName> {
        let messages = self.messages().filter(|(_, message)| message.direction() == direction);
        messages.map(|(_, message)| &message.object).collect()
    }

    /// The owner and the message whose object this is, if it is the object of one.
    #[must_use]
    pub fn message_of(&self, object: &TypeName) -> Option<(Owner<'_>, &Message)> {
        if let Some((name, event)) = self.events.get_key_value(&object.scope) {
            return (event.message.object == *object).then_some((Owner::Event(name, event), &event.message));
        }
        let (name, endpoint) = self.endpoints.get_key_value(&object.scope)?;
        let message = endpoint.messages().into_iter().find(|message| message.object == *object)?;
        Some((Owner::Endpoint(name, endpoint), message))
    }

    /// Whether a reply without the error code is a success.
    #[must_use]
    pub fn is_absent_success(&self, vendor: &Vendor, message: &Message) -> bool {
        let own = match self.message_of(&message.object) {
            Some((Owner::Endpoint(_, endpoint), _)) => endpoint.absent_is_success,
            _ => None,
        };
        own.unwrap_or(vendor.envelope.absent_is_success)
    }

    /// The choice of an object that is nothing but a choice. In Rust, it is that enum. Requests, replies and events are always structs.
    #[must_use]
    pub fn as_choice(&self, object: &TypeName) -> Option<&Choice> {
        let choice = self.objects.get(object)?.only_choice()?;
        self.message_of(object).is_none().then_some(choice)
    }

    /// The choice of the elements, if the type is a list of objects with a choice.
    #[must_use]
    pub fn choice_of_elements(&self, ty: &Type) -> Option<&Choice> {
        match ty {
            Type::List(of) => self.choice_of(of),
            _ => None,
        }
    }

    /// The choice of an object.
    #[must_use]
    pub fn choice_of(&self, ty: &Type) -> Option<&Choice> {
        match ty {
            Type::Object(name) => self.objects.get(name)?.choice(),
            _ => None,
        }
    }

    /// The objects whose members are only ever beside a tag, among those that the objects `roots` need.
    #[must_use]
    pub fn beside_tags<'m>(&'m self, roots: &[&'m TypeName]) -> BTreeSet<&'m TypeName> {
        let mut flat = BTreeSet::new();
        let mut whole: BTreeSet<&TypeName> = roots.iter().copied().collect();
        self.visit(roots, &mut |declaration| {
            let Declaration::Object(_, object) = declaration else { return };
            let variants = || object.choice().into_iter().flat_map(|choice| &choice.variants);
            flat.extend(variants().filter_map(|variant| variant.flat.as_ref()?.named()));
            whole.extend(object.fields().filter_map(|field| field.ty.named()));
            whole.extend(variants().filter_map(|variant| variant.field.as_ref()?.ty.named()));
        });
        flat.difference(&whole).copied().collect()
    }

    /// The vendor of an endpoint.
    #[must_use]
    pub fn vendor_of(&self, endpoint: &Endpoint) -> &Vendor {
        &self.vendors[&endpoint.vendor]
    }

    /// The parts of the model that one endpoint or event needs, with only those error codes that its page explains.
    #[must_use]
    pub fn restricted_to(&self, name: &str) -> Self {
        let mut part = Self::default();
        let Some(owner) = self.owner_named(name) else { return part };
        match owner {
            Owner::Endpoint(_, endpoint) => drop(part.endpoints.insert(name.to_owned(), endpoint.clone())),
            Owner::Event(_, event) => drop(part.events.insert(name.to_owned(), event.clone())),
        }
        let vendor = self.vendors.get_key_value(owner.vendor());
        part.vendors.extend(vendor.map(|(name, vendor)| (name.clone(), vendor.with_errors(owner.errors()))));
        self.visit(&owner.roots(), &mut |used| match used {
            Declaration::Object(name, object) => drop(part.objects.insert(name.clone(), object.clone())),
            Declaration::Enum(name, decl) => drop(part.enums.insert(name.clone(), decl.clone())),
            Declaration::Scalar(name, decl) => drop(part.scalars.insert(name.clone(), decl.clone())),
        });
        part
    }

    /// The parts of the model that the endpoints and events of one page need.
    #[must_use]
    pub(crate) fn of_page(&self, file: &str) -> Self {
        let mut part = Self::default();
        for owner in self.owners().filter(|owner| owner.file() == file) {
            let Self { vendors: _, areas: _, endpoints, events, objects, enums, scalars } =
                self.restricted_to(owner.name());
            let vendor = self.vendors.get_key_value(owner.vendor());
            part.vendors.extend(vendor.map(|(name, vendor)| (name.clone(), vendor.clone())));
            part.endpoints.extend(endpoints);
            part.events.extend(events);
            part.objects.extend(objects);
            part.enums.extend(enums);
            part.scalars.extend(scalars);
        }
        part
    }

    /// Calls `show` with the objects `roots` and every declaration that they need, once each and in reading order.
    pub fn visit<'m>(&'m self, roots: &[&'m TypeName], show: &mut dyn FnMut(Declaration<'m>)) {
        let mut seen = BTreeSet::new();
        let mut todo: Vec<&'m TypeName> = roots.iter().rev().copied().collect();
        while let Some(name) = todo.pop() {
            if !seen.insert(name) {
                continue;
            }
            let Some(declaration) = self.declaration(name) else { continue };
            show(declaration);
            if let Declaration::Object(_, object) = declaration {
                let mut named: Vec<_> = object.types().filter_map(Type::named).collect();
                named.reverse();
                todo.append(&mut named);
            }
        }
    }

    /// Whether the model has everything that an endpoint or an event needs. If it was made from schemas with errors, parts may be missing,
    /// also of other files: an enum may be derived from one of another vendor.
    #[must_use]
    pub fn is_complete_for(&self, owner: Owner<'_>) -> bool {
        self.vendors.contains_key(owner.vendor()) && self.is_complete(&owner.roots())
    }

    /// Whether the model has the objects `roots` and everything that they need.
    pub(crate) fn is_complete(&self, roots: &[&TypeName]) -> bool {
        let mut complete = roots.iter().all(|name| self.declaration(name).is_some());
        self.visit(roots, &mut |declaration| {
            if let Declaration::Object(_, object) = declaration {
                complete &= object.types().filter_map(Type::named).all(|name| self.declaration(name).is_some());
            }
        });
        complete
    }

    /// The files that declare an endpoint or an event, its vendor, and the types that it needs.
    #[must_use]
    pub fn files_of<'m>(&'m self, owner: Owner<'m>) -> BTreeSet<&'m str> {
        let mut files = BTreeSet::from([owner.file()]);
        files.extend(self.vendors.get(owner.vendor()).map(|vendor| vendor.file.as_str()));
        self.visit(&owner.roots(), &mut |declaration| {
            files.insert(declaration.file());
        });
        files
    }

    /// The names of the declarations that the objects `roots` need, themselves included.
    #[must_use]
    pub fn reached<'m>(&'m self, roots: &[&'m TypeName]) -> BTreeSet<&'m TypeName> {
        let mut names = BTreeSet::new();
        self.visit(roots, &mut |declaration| {
            names.insert(declaration.name());
        });
        names
    }

    /// The declaration of this name, with the name as the model holds it.
    #[must_use]
    pub fn declaration(&self, name: &TypeName) -> Option<Declaration<'_>> {
        let object = || self.objects.get_key_value(name).map(|(name, object)| Declaration::Object(name, object));
        let decl = || self.enums.get_key_value(name).map(|(name, decl)| Declaration::Enum(name, decl));
        let scalar = || self.scalars.get_key_value(name).map(|(name, scalar)| Declaration::Scalar(name, scalar));
        object().or_else(decl).or_else(scalar)
    }

    /// The primitive type of values on the wire; for a named scalar or an enum, its wire type; JSON in a string is a
    /// string. `None` for objects, lists and maps.
    #[must_use]
    pub fn primitive(&self, ty: &Type) -> Option<Primitive> {
        match ty {
            Type::Primitive(primitive) => Some(*primitive),
            Type::Scalar(name) => self.scalars.get(name).map(|scalar| scalar.wire),
            Type::Enum(name) => self.enums.get(name).map(|decl| decl.wire),
            Type::JsonString(_) => Some(Primitive::String),
            Type::Object(_) | Type::List(_) | Type::Map(_) | Type::File => None,
        }
    }

    /// Whether the type is a named scalar that is a string and never empty. In place of an optional value of such a type, some
    /// servers send an empty string.
    #[must_use]
    pub fn refuses_empty(&self, ty: &Type) -> bool {
        match ty {
            Type::Scalar(name) => self.scalars.get(name).is_some_and(Scalar::refuses_empty),
            _ => false,
        }
    }

    /// Whether values of the type must not be shown: it is a secret scalar, a list or a map of one, or JSON in a string
    /// that contains one.
    #[must_use]
    pub fn is_secret(&self, ty: &Type) -> bool {
        if let Type::JsonString(of) = ty {
            let held = of.named().and_then(|name| self.declaration(name)).map(Declaration::name);
            let reached = self.reached(held.as_slice());
            return reached.into_iter().filter_map(|name| self.scalars.get(name)).any(|scalar| scalar.secret);
        }
        ty.named().and_then(|name| self.scalars.get(name)).is_some_and(|scalar| scalar.secret)
    }
}

/// What a message belongs to.
#[derive(Clone, Copy, Debug, Hash)]
pub enum Owner<'m> {
    /// An endpoint and its full name.
    Endpoint(&'m str, &'m Endpoint),
    /// An event and its full name.
    Event(&'m str, &'m Event),
}

impl<'m> Owner<'m> {
    /// The full name: `wecom.kf.customer.batchget`.
    #[must_use]
    pub fn name(self) -> &'m str {
        match self {
            Self::Endpoint(name, _) | Self::Event(name, _) => name,
        }
    }

    /// The folders of its page below the vendor's.
    #[must_use]
    pub fn area(self) -> &'m [String] {
        match self {
            Self::Endpoint(_, endpoint) => &endpoint.area,
            Self::Event(_, event) => &event.area,
        }
    }

    /// The vendor's name.
    #[must_use]
    pub fn vendor(self) -> &'m str {
        match self {
            Self::Endpoint(_, endpoint) => &endpoint.vendor,
            Self::Event(_, event) => &event.vendor,
        }
    }

    /// The file that declares it.
    #[must_use]
    pub fn file(self) -> &'m str {
        match self {
            Self::Endpoint(_, endpoint) => &endpoint.file,
            Self::Event(_, event) => &event.file,
        }
    }

    /// The page that documents it.
    #[must_use]
    pub fn page(self) -> &'m Page {
        match self {
            Self::Endpoint(_, endpoint) => &endpoint.page,
            Self::Event(_, event) => &event.page,
        }
    }

    /// The error codes that its page explains.
    #[must_use]
    pub fn errors(self) -> &'m [i64] {
        match self {
            Self::Endpoint(_, endpoint) => &endpoint.errors,
            Self::Event(..) => &[],
        }
    }

    /// Its messages, in the order in which they travel.
    #[must_use]
    pub fn messages(self) -> Vec<&'m Message> {
        match self {
            Self::Endpoint(_, endpoint) => endpoint.messages().to_vec(),
            Self::Event(_, event) => vec![&event.message],
        }
    }

    /// Its message of a kind, if it has one.
    #[must_use]
    pub fn message(self, kind: MessageKind) -> Option<&'m Message> {
        self.messages().into_iter().find(|message| message.kind == kind)
    }

    /// The objects of its messages, for [`Model::visit`].
    #[must_use]
    pub fn roots(self) -> Vec<&'m TypeName> {
        self.messages().into_iter().map(|message| &message.object).collect()
    }
}

/// A named thing, as [`Model::visit`] shows it.
#[derive(Clone, Copy, Debug)]
pub enum Declaration<'m> {
    /// An object.
    Object(&'m TypeName, &'m Object),
    /// An enum.
    Enum(&'m TypeName, &'m Enum),
    /// A named scalar.
    Scalar(&'m TypeName, &'m Scalar),
}

impl<'m> Declaration<'m> {
    /// The file that declares it.
    #[must_use]
    pub fn file(self) -> &'m str {
        match self {
            Self::Object(_, object) => &object.file,
            Self::Enum(_, decl) => &decl.file,
            Self::Scalar(_, scalar) => &scalar.file,
        }
    }

    /// The names of the types that it becomes in Rust: its own, then that of its choice, if it has one.
    #[must_use]
    pub fn names(self) -> Vec<TypeName> {
        let choice = match self {
            Self::Object(_, object) => object.choice(),
            Self::Enum(..) | Self::Scalar(..) => None,
        };
        let choice = choice.map(|choice| TypeName::new(&self.name().scope, &choice.type_name));
        // An object that is nothing but a choice has its name.
        let choice = choice.filter(|choice| choice != self.name());
        [self.name().clone()].into_iter().chain(choice).collect()
    }

    /// The full name.
    #[must_use]
    pub fn name(self) -> &'m TypeName {
        match self {
            Self::Object(name, _) | Self::Enum(name, _) | Self::Scalar(name, _) => name,
        }
    }
}
