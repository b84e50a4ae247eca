//! Generates objects and their fields.

use std::collections::BTreeSet;

use fastrand::Rng;

use crate::{
    draw::{happens, one, weighted},
    mix::{self, Kind},
    syntax::{Field, Object, Shape, Ty, Variant},
    tree::{Tree, bare, map, text},
    words,
};

/// The types that the fields of a page can have.
pub(crate) struct Types {
    /// Named scalars.
    pub(crate) scalars: Vec<String>,
    /// Enums, each with one of its values.
    pub(crate) enums: Vec<(String, Tree)>,
    /// The type names that the page already uses.
    pub(crate) taken: BTreeSet<String>,
    /// The types that the page declares.
    pub(crate) named: Vec<(String, Object)>,
}

/// Generates the objects of an endpoint.
pub(crate) struct Drawing<'a> {
    pub(crate) rng: &'a mut Rng,
    pub(crate) types: &'a mut Types,
}

impl Drawing<'_> {
    /// The fields of a query.
    pub(crate) fn query(&mut self) -> Object {
        let count = one(self.rng, mix::QUERY_FIELDS);
        let mut taken = BTreeSet::new();
        let fields = (0..count).map(|_| self.sent(&mut taken, &[(3, Kind::Scalar), (1, Kind::Primitive("string"))]));
        Object { fields: fields.collect(), ..Object::default() }
    }

    /// A body.
    pub(crate) fn body(&mut self) -> Object {
        let count = one(self.rng, mix::BODY_FIELDS);
        let mut taken = BTreeSet::new();
        let mut body = Object::default();
        body.fields.extend((0..count).map(|_| self.sent(&mut taken, mix::SENT)));
        if happens(self.rng, mix::BODY_HAS_CHOICE) {
            let choice = self.choice(&mut taken, true);
            body.fields.push(choice);
        }
        if happens(self.rng, mix::BODY_HAS_GROUP) {
            let group: Vec<Field> =
                (0..2).map(|_| Field { required: false, ..self.sent(&mut taken, &[(1, Kind::ScalarList)]) }).collect();
            let names = group.iter().map(|field| bare(&field.wire)).collect();
            body.about.push(("$at_least_one_of".to_owned(), Tree::List(vec![Tree::List(names)])));
            body.fields.extend(group);
        }
        body
    }

    /// A reply without its envelope.
    pub(crate) fn response(&mut self) -> Object {
        let mut choice = happens(self.rng, mix::RESPONSE_HAS_CHOICE);
        let mut response = self.received(0, &mut choice);
        response.about.clear();
        response
    }

    fn received(&mut self, depth: usize, choice: &mut bool) -> Object {
        let mut taken = BTreeSet::new();
        let mut fields: Vec<Field> = Vec::new();
        for _ in 0..one(self.rng, mix::RECEIVED_FIELDS[depth]) {
            let wire = words::field(self.rng, &mut taken);
            let shape = if depth < 4 && happens(self.rng, mix::IS_OBJECT[depth]) {
                let list = happens(self.rng, mix::IS_LIST);
                let mut inner = self.received(depth + 1, choice);
                // In a list, one example shows all variants.
                if list && std::mem::take(choice) {
                    let mut taken = inner.fields.iter().map(|field| field.wire.clone()).collect();
                    let choice = self.choice(&mut taken, false);
                    inner.fields.push(choice);
                }
                if list { Shape::Objects(inner) } else { Shape::Object(inner) }
            } else {
                let kind = weighted(self.rng, mix::RECEIVED);
                Shape::Plain(self.ty(kind))
            };
            let required = happens(self.rng, mix::RECEIVED_IS_REQUIRED);
            fields.push(Field { wire, shape, required, about: self.about() });
        }
        let name = words::type_name(self.rng, "", &mut self.types.taken);
        Object { about: vec![("$name".to_owned(), bare(name))], fields }
    }

    fn sent(&mut self, taken: &mut BTreeSet<String>, kinds: &[(u32, Kind)]) -> Field {
        let wire = words::field(self.rng, taken);
        let kind = weighted(self.rng, kinds);
        let required = happens(self.rng, mix::SENT_IS_REQUIRED);
        let mut about = self.about();
        let mut say = |key: &str, value: Tree| about.insert(0, (key.to_owned(), value));
        match kind {
            Kind::ScalarList if happens(self.rng, mix::SENT_LIST_HAS_LIMIT) => {
                say("items", map([("min", bare(1)), ("max", bare(one(self.rng, &[20, 50, 100, 1000])))]));
            }
            Kind::Primitive("bool") => {
                if !required && happens(self.rng, mix::SENT_HAS_DEFAULT) {
                    say("default", bare("false"));
                }
                if self.rng.bool() {
                    say("wire", bare("int"));
                }
            }
            _ => {}
        }
        Field { wire, shape: Shape::Plain(self.ty(kind)), required, about }
    }

    /// A choice. In a request, the variants hold types that the page declares; in a reply, inline objects.
    fn choice(&mut self, taken: &mut BTreeSet<String>, sent: bool) -> Field {
        let wire = words::field(self.rng, taken);
        let tag = words::field(self.rng, taken);
        let mut variants = Vec::new();
        for _ in 0..one(self.rng, mix::VARIANTS) {
            let (field, label) = (words::field(self.rng, taken), self.label());
            let shape = if sent {
                let ty = self.named(true);
                Shape::Plain(ty)
            } else {
                let mut object = self.small(false);
                let name = words::type_name(self.rng, "", &mut self.types.taken);
                object.about.push(("$name".to_owned(), bare(name)));
                Shape::Object(object)
            };
            variants.push(Variant { field, label, shape });
        }
        Field { wire, shape: Shape::Choice(tag, variants), required: sent, about: self.about() }
    }

    fn ty(&mut self, kind: Kind) -> Ty {
        let scalar = |rng: &mut Rng, types: &Types| Ty::Scalar(types.scalars[rng.usize(..types.scalars.len())].clone());
        match kind {
            Kind::Primitive(name) => Ty::Primitive(name),
            Kind::Scalar => scalar(self.rng, self.types),
            Kind::ScalarList => Ty::List(Box::new(scalar(self.rng, self.types))),
            Kind::StringList => Ty::List(Box::new(Ty::Primitive("string"))),
            Kind::Enum => {
                let (name, value) = self.types.enums[self.rng.usize(..self.types.enums.len())].clone();
                Ty::Enum(name, value)
            }
            Kind::TypeList => Ty::List(Box::new(self.named(false))),
            Kind::Map => Ty::Map,
        }
    }

    /// A new type of the page.
    fn named(&mut self, sent: bool) -> Ty {
        let name = words::type_name(self.rng, "", &mut self.types.taken);
        let mut object = self.small(sent);
        object.about.push(("$doc".to_owned(), text(words::prose(self.rng, 40))));
        object.about.push(("$label".to_owned(), text(self.label())));
        self.types.named.push((name.clone(), object.clone()));
        Ty::Named(name, object)
    }

    /// An object with a few plain fields. In a request, the first one is required.
    fn small(&mut self, sent: bool) -> Object {
        let mut taken = BTreeSet::new();
        let count = one(self.rng, mix::NAMED_FIELDS);
        let fields = (0..count).map(|at| {
            let kind = if at == 0 { Kind::Scalar } else { Kind::Primitive("string") };
            let wire = words::field(self.rng, &mut taken);
            Field { wire, shape: Shape::Plain(self.ty(kind)), required: sent && at == 0, about: self.about() }
        });
        Object { fields: fields.collect(), ..Object::default() }
    }

    /// A label, a doc, or both.
    fn about(&mut self) -> Vec<(String, Tree)> {
        let mut about = Vec::new();
        if happens(self.rng, mix::FIELD_HAS_LABEL) {
            about.push(("label".to_owned(), text(self.label())));
        }
        if about.is_empty() || happens(self.rng, mix::FIELD_HAS_DOC) {
            let bytes = one(self.rng, mix::DOC);
            about.push(("doc".to_owned(), text(words::prose(self.rng, bytes))));
        }
        about
    }

    fn label(&mut self) -> String {
        let chars = one(self.rng, mix::LABEL);
        words::label(self.rng, chars)
    }
}
