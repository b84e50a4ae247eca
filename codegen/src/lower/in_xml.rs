//! What events in XML can contain.

use std::collections::BTreeSet;

use super::{
    lowering::{Lowering, texts},
    places::Place,
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::{Encoding, Event, Object, Type, TypeName},
    syntax::{File, node::Node},
    xml,
};

/// A member of an object, as far as XML is concerned.
struct Element<'m> {
    place: Place,
    /// The key of the member, in messages.
    key: &'m str,
    wire: &'m str,
    ty: &'m Type,
    item: Option<&'m String>,
}

impl Lowering<'_> {
    /// Reports members that have no form in XML, and names of items where they mean nothing.
    pub(super) fn items_in_xml(&mut self) {
        let reached = self.objects_in_xml();
        let mut faults = Vec::new();
        for (name, object) in &self.model.objects {
            let is_in_xml = reached.contains(name);
            for element in elements(name, object) {
                faults.extend(self.misplaced_item(&element, is_in_xml));
                faults.extend(is_in_xml.then(|| self.without_form(&element)).into_iter().flatten());
            }
            let tag = object.choice().filter(|choice| is_in_xml && !xml::is_name(&choice.tag));
            faults.extend(tag.and_then(|choice| self.no_name(&Place::Choice(name.clone()), &choice.tag)));
            faults.extend(is_in_xml.then(|| self.recursion_in_xml(name, object)).flatten());
        }
        self.faults.extend(faults);
    }

    /// The objects that occur in events in XML.
    pub(super) fn objects_in_xml(&self) -> BTreeSet<&TypeName> {
        let in_xml = self.model.events.values().filter(|event| event.message.encoding == Encoding::Xml);
        self.model.reached(&in_xml.map(Event::root).collect::<Vec<_>>())
    }

    /// Reports names in `callbacks` that no element can have, if messages are in XML.
    pub(super) fn callbacks_in_xml(&mut self, file: &File, callbacks: &Node) {
        let Some(sealed) = callbacks.get("sealed").and_then(|sealed| sealed.get("xml")) else { return };
        let heads = callbacks.get("heads").map(Node::entries).unwrap_or_default();
        let of_heads = heads.iter().flat_map(|(_, head)| names_of(head));
        let names = [Some(sealed), callbacks.get("body")].into_iter().flatten().filter_map(named).chain(of_heads);
        let faults: Vec<_> = names
            .filter(|(name, _)| !xml::is_name(name))
            .map(|(name, span)| {
                let fault = Diagnostic::new(Code::BadEvent, &file.path, span, no_element(name));
                fault.help(NAME_OF_AN_ELEMENT)
            })
            .collect();
        self.faults.extend(faults);
    }

    fn misplaced_item(&self, element: &Element<'_>, is_in_xml: bool) -> Option<Diagnostic> {
        element.item?;
        let message = match element.ty {
            Type::List(_) if is_in_xml => return None,
            Type::List(_) => "`item` fits only what occurs in events in XML".to_owned(),
            other => format!("`item` does not fit a field of type {other}"),
        };
        let at = self.places.of(&element.place)?.value_span("item");
        let fault = Diagnostic::new(Code::KeyDoesNotFit, at.file, at.span, message);
        Some(fault.help("remove it: it names the elements of a list in XML"))
    }

    /// What is wrong with a member of an event in XML.
    fn without_form(&self, element: &Element<'_>) -> Vec<Diagnostic> {
        let names = [Some(element.wire), element.item.map(String::as_str)].into_iter().flatten();
        let names = names.filter(|name| !xml::is_name(name));
        let mut faults: Vec<Diagnostic> = names.filter_map(|name| self.no_name(&element.place, name)).collect();
        if matches!(element.ty, Type::List(of) if matches!(**of, Type::List(_)))
            && let Some(site) = self.places.of(&element.place)
        {
            let at = site.key_span();
            let message = format!("`{}` is a list of lists, which has no form in XML", element.key);
            let fault = Diagnostic::new(Code::BadEvent, at.file, at.span, message);
            faults.push(fault.help("make its elements objects with a list"));
        }
        faults
    }

    /// Reports a name that no element can have.
    fn no_name(&self, place: &Place, name: &str) -> Option<Diagnostic> {
        let at = self.places.of(place)?.key_span();
        let fault = Diagnostic::new(Code::BadEvent, at.file, at.span, no_element(name));
        Some(fault.help(NAME_OF_AN_ELEMENT))
    }

    /// Reports an object that contains itself: in XML, its lists would be at endlessly many paths.
    fn recursion_in_xml(&self, name: &TypeName, object: &Object) -> Option<Diagnostic> {
        let leads_back = |ty: &Type| ty.named().is_some_and(|named| self.model.reached(&[named]).contains(name));
        let field = object.fields().find(|field| leads_back(&field.ty));
        let field = field.map(|field| (Place::Field(name.clone(), field.wire.clone()), &field.wire));
        let choice = object.choice().filter(|choice| choice.types().into_iter().any(leads_back));
        let (place, member) = field.or(choice.map(|choice| (Place::Choice(name.clone()), &choice.name)))?;
        let at = self.places.source_of(&place, &self.model)?.key_span();
        let message = format!("`{member}` leads back to its own object, which has no form in XML");
        let fault = Diagnostic::new(Code::BadEvent, at.file, at.span, message);
        Some(fault.help("write the levels that the page shows as objects of their own"))
    }
}

pub(super) const NAME_OF_AN_ELEMENT: &str =
    "use the name of the element, which begins with a letter or `_`, and has no spaces";

pub(super) fn no_element(name: &str) -> String {
    format!("no element in XML can be called `{name}`")
}

/// The names of members in a head, with their places.
fn names_of(head: &Node) -> impl Iterator<Item = (&str, Span)> {
    let single = ["in", "receiver", "time"].into_iter().filter_map(|key| head.get(key)).filter_map(named);
    let fixed = head.get("fixed").map(Node::entries).unwrap_or_default();
    let fixed = fixed.iter().map(|(key, _)| (key.text.as_str(), key.span));
    single.chain(texts(head, "tags")).chain(fixed).chain(texts(head, "others"))
}

fn named(node: &Node) -> Option<(&str, Span)> {
    Some((node.text()?, node.span))
}

/// The fields of an object, and the members that a tag selects.
fn elements<'m>(name: &TypeName, object: &'m Object) -> Vec<Element<'m>> {
    let fields = object.fields().map(|field| Element {
        place: Place::Field(name.clone(), field.wire.clone()),
        key: &field.wire,
        wire: &field.wire,
        ty: &field.ty,
        item: field.item.as_ref(),
    });
    let variants = object.choice().into_iter().flat_map(|choice| choice.variants.iter().enumerate());
    let selected = variants.filter_map(|(at, variant)| {
        let field = variant.field.as_ref()?;
        Some(Element {
            place: Place::Variant(name.clone(), at),
            key: &variant.name,
            wire: &field.wire,
            ty: &field.ty,
            item: field.item.as_ref(),
        })
    });
    fields.chain(selected).collect()
}
