//! Errata: each is checked against the place that it is about, and becomes part of it.

use super::{
    lowering::{Lowering, text},
    places::Place,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{Choice, Erratum, Field, Member, Model, TypeName},
    syntax::{
        File,
        node::{Key, Kind, Node},
        path::{PARTS, SchemaPath, inline_fields},
    },
};

impl Lowering<'_> {
    pub(super) fn errata(&mut self) {
        let syntax = self.syntax;
        for file in syntax.files() {
            for node in file.root.get("errata").map(Node::elements).unwrap_or_default() {
                self.erratum(file, node);
            }
        }
    }

    fn erratum(&mut self, file: &File, node: &Node) {
        let (Some(at), Some(says)) = (node.get("at"), node.get("says")) else { return };
        let path = at.text().unwrap_or_default();
        let (key, place) = match SchemaPath::parse(path).find(&file.root) {
            Ok(found) => found,
            Err(error) if file.is_faulty_around(error.within) => return,
            Err(error) => return self.report(error.diagnostic(file, at)),
        };
        if self.is_faulty(file, key, place) {
            return;
        }
        let used = node.get("use");
        if let Some(used) = used {
            self.used(file, used, key, place);
        }
        // What is about a whole part of an endpoint or an event, such as a rule about several fields, is stated there.
        let owner = || {
            let above = SchemaPath::parse(path).parent().filter(|_| PARTS.contains(&key.text.as_str()))?;
            self.places.at(file, above.find(&file.root).ok()?.0)
        };
        // Anything else was already reported.
        let Some(part) = self.places.at(file, key).or_else(owner).cloned() else { return };
        let also_accept = self.also_accept(file, node, &part);
        let erratum = Erratum {
            at: path.to_owned(),
            says: entries(Some(says)),
            fact: entries(node.get("fact")),
            kind: text(node, "kind"),
            used: entries(used),
            decision: text(node, "decision"),
            also_accept,
            because: text(node, "because").unwrap_or_default(),
        };
        self.attach(file, &part, erratum);
    }

    /// Whether a place has a fault, so that errata about it cannot be checked.
    fn is_faulty(&self, file: &File, key: &Key, place: &Node) -> bool {
        let part = key.entry(place);
        file.is_faulty_around(key.span)
            || file.is_faulty_within(part)
            || self.faults.iter().any(|fault| fault.file == file.path && part.contains(fault.span))
    }

    /// Checks that each key under `use` has the same value at the place.
    fn used(&mut self, file: &File, used: &Node, key: &Key, place: &Node) {
        for (name, value) in used.entries() {
            // The `$` keys of an inline object can be named at its field.
            let inline = inline_fields(place);
            let actual = place.get(&name.text).or_else(|| inline?.get(&name.text));
            let is_own_name = name.text == "name";
            let matches = match actual {
                _ if is_own_name && value.text() == Some(&key.text) => true,
                Some(actual) => actual.has_same_value(value),
                // A missing key means `false`.
                None => value.kind == Kind::Bool(false),
            };
            if matches {
                continue;
            }
            let found = match actual {
                _ if is_own_name => format!("whose name is `{}`", key.text),
                Some(actual) => format!("which has `{}: {}`", name.text, shortened(&actual.inline())),
                None => format!("which has no `{}`", name.text),
            };
            let written = place.key(&name.text).or_else(|| inline?.key(&name.text)).filter(|_| !is_own_name);
            let message = format!("the erratum does not match its place, {found}");
            self.report(
                Diagnostic::new(Code::ErratumStale, &file.path, value.span, message)
                    .help("decide again: correct the erratum, correct the place, or remove the erratum")
                    .also(written.map_or(key.span, |written| written.span), "the place"),
            );
        }
    }

    /// Adds an erratum to the part of the model that it is about.
    fn attach(&mut self, file: &File, part: &Place, erratum: Erratum) {
        let model = &mut self.model;
        let list = match part {
            Place::Field(object, wire) => field_mut(model, object, wire).map(|field| &mut field.errata),
            Place::Choice(object) => choice_mut(model, object).map(|choice| &mut choice.errata),
            Place::Variant(object, at) => choice_mut(model, object)
                .and_then(|choice| choice.variants.get_mut(*at))
                .map(|variant| &mut variant.errata),
            Place::Object(name) => model.objects.get_mut(name).map(|object| &mut object.errata),
            Place::Enum(name) => model.enums.get_mut(name).map(|decl| &mut decl.errata),
            Place::EnumValue(name, value) => model
                .enums
                .get_mut(name)
                .and_then(|decl| decl.values.iter_mut().find(|other| other.name == *value))
                .map(|value| &mut value.errata),
            Place::Scalar(name) => model.scalars.get_mut(name).map(|scalar| &mut scalar.errata),
            Place::Endpoint(name) => model.endpoints.get_mut(name).map(|endpoint| &mut endpoint.errata),
            Place::Event(name) => model.events.get_mut(name).map(|event| &mut event.errata),
            Place::Area(name) => model.areas.get_mut(name).map(|area| &mut area.errata),
            Place::Vendor(name) => model.vendors.get_mut(name).map(|vendor| &mut vendor.errata),
            Place::ErrorCode(vendor, code) => model
                .vendors
                .get_mut(vendor)
                .and_then(|vendor| vendor.errors.get_mut(code))
                .map(|code| &mut code.errata),
            Place::Page(_) => {
                let endpoints = model.endpoints.values_mut().filter(|endpoint| endpoint.file == file.path);
                endpoints.for_each(|endpoint| endpoint.page.errata.push(erratum.clone()));
                let events = model.events.values_mut().filter(|event| event.file == file.path);
                events.for_each(|event| event.page.errata.push(erratum.clone()));
                return;
            }
        };
        if let Some(list) = list {
            // Most parts have one, and many have none.
            list.reserve_exact(1);
            list.push(erratum);
        }
    }
}

/// The entries of a map as strings.
fn entries(map: Option<&Node>) -> Vec<(String, String)> {
    let entries = map.map(Node::entries).unwrap_or_default();
    entries.iter().map(|(key, value)| (key.text.clone(), value.inline())).collect()
}

/// The beginning of a long text.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

pub(super) fn field_mut<'m>(model: &'m mut Model, object: &TypeName, wire: &str) -> Option<&'m mut Field> {
    model.objects.get_mut(object)?.members.iter_mut().find_map(|member| match member {
        Member::Field(field) if field.wire == wire => Some(field),
        _ => None,
    })
}

fn choice_mut<'m>(model: &'m mut Model, object: &TypeName) -> Option<&'m mut Choice> {
    model.objects.get_mut(object)?.members.iter_mut().find_map(|member| match member {
        Member::Choice(choice) => Some(choice),
        Member::Field(_) => None,
    })
}
