//! Queries on a model: its messages, the users of a type, and the types that a type needs.

use std::collections::BTreeSet;

use super::{Choice, Direction, Endpoint, Enum, Message, Model, Object, Primitive, Scalar, Type, TypeName, Vendor};

impl Model {
    /// Every message with its owner, by the owner's name and in the order in which they travel.
    pub fn messages(&self) -> impl Iterator<Item = (Owner<'_>, &Message)> {
        self.endpoints.iter().flat_map(|(name, endpoint)| {
            let owner = Owner::Endpoint(name, endpoint);
            endpoint.messages().map(|message| (owner, message))
        })
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
        let (name, endpoint) = self.endpoints.get_key_value(&object.scope)?;
        let message = endpoint.messages().into_iter().find(|message| message.object == *object)?;
        Some((Owner::Endpoint(name, endpoint), message))
    }

    /// The choice of an object that is nothing but a choice. In Rust, it is that enum. Requests and replies are always structs.
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

    /// The parts of the model that one endpoint needs, for [`dump`](crate::dump).
    #[must_use]
    pub fn restricted_to(&self, name: &str) -> Self {
        let mut part = Self::default();
        let Some(endpoint) = self.endpoints.get(name) else { return part };
        part.endpoints.insert(name.to_owned(), endpoint.clone());
        if let Some(vendor) = self.vendors.get(&endpoint.vendor) {
            part.vendors.insert(endpoint.vendor.clone(), vendor.clone());
        }
        self.visit(&endpoint.roots(), &mut |used| match used {
            Declaration::Object(name, object) => drop(part.objects.insert(name.clone(), object.clone())),
            Declaration::Enum(name, decl) => drop(part.enums.insert(name.clone(), decl.clone())),
            Declaration::Scalar(name, decl) => drop(part.scalars.insert(name.clone(), decl.clone())),
        });
        part
    }

    /// The parts of the model that the endpoints of one page need.
    #[must_use]
    pub(crate) fn of_page(&self, file: &str) -> Self {
        let mut part = Self::default();
        for (name, _) in self.endpoints.iter().filter(|(_, endpoint)| endpoint.file == file) {
            let Self { vendors, areas, endpoints, objects, enums, scalars } = self.restricted_to(name);
            part.vendors.extend(vendors);
            part.areas.extend(areas);
            part.endpoints.extend(endpoints);
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

    /// Whether the model has everything that an endpoint needs. If it was made from schemas with errors, parts may be missing,
    /// also of other files: an enum may be derived from one of another vendor.
    #[must_use]
    pub fn is_complete_for(&self, endpoint: &Endpoint) -> bool {
        self.vendors.contains_key(&endpoint.vendor) && self.is_complete(&endpoint.roots())
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

    /// The files that declare an endpoint, its vendor, and the types that it needs.
    #[must_use]
    pub fn files_of<'m>(&'m self, endpoint: &'m Endpoint) -> BTreeSet<&'m str> {
        let mut files = BTreeSet::from([endpoint.file.as_str()]);
        files.extend(self.vendors.get(&endpoint.vendor).map(|vendor| vendor.file.as_str()));
        self.visit(&endpoint.roots(), &mut |declaration| {
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
            Type::Object(_) | Type::List(_) | Type::Map(_) => None,
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
#[derive(Clone, Copy, Debug)]
pub enum Owner<'m> {
    /// An endpoint and its full name.
    Endpoint(&'m str, &'m Endpoint),
}

impl<'m> Owner<'m> {
    /// The full name: `wecom.kf.customer.batchget`.
    #[must_use]
    pub fn name(self) -> &'m str {
        let Self::Endpoint(name, _) = self;
        name
    }

    /// The vendor's name.
    #[must_use]
    pub fn vendor(self) -> &'m str {
        let Self::Endpoint(_, endpoint) = self;
        &endpoint.vendor
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
