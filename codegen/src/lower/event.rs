//! Events, and how a vendor delivers them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    defaults,
    endpoint::{deprecation, page_of},
    lowering::{Lowering, text, texts},
    object::Context,
    places::Place,
    scope::Visible,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{Callbacks, Encoding, Event, Head, Location, Message, MessageKind, Notation, Sealed, TypeName},
    naming,
    syntax::{
        Page,
        describe::reserved,
        node::{Key, Kind, Node},
    },
};

impl<'a> Lowering<'a> {
    pub(super) fn event(
        &mut self,
        visible: Visible<'_, 'a>,
        page: &'a Page,
        head: &Node,
        key: &'a Key,
        node: &'a Node,
    ) {
        let file = &page.file;
        let Some(area) = self.area_of(page, node) else { return };
        let around = std::iter::once(&page.vendor).chain(&area).map(String::as_str).collect::<Vec<_>>().join(".");
        let scope = format!("{around}.{}.{}", Event::AREA, key.text);
        let first = self.places.of(&Place::Event(scope.clone()));
        self.place(file, key, node, Place::Event(scope.clone()));
        if first.is_some() {
            let message = format!("there is another event `{scope}`");
            self.report(
                Diagnostic::new(Code::NameClash, &file.path, key.span, message)
                    .help("rename one of the two: names of files are not part of an event's name")
                    .also_in(first.map(|site| site.key_span()), "the other one"),
            );
            return;
        }
        let object = TypeName::new(&scope, naming::upper_camel([key.text.as_str()]));
        if !naming::is_free_module(&key.text)
            || !naming::is_free_variant(&key.text)
            || !naming::is_free_type(&object.name)
        {
            let fault = Diagnostic::new(Code::BadName, &file.path, key.span, reserved(&key.text));
            self.report(fault.help("choose another name; it can differ from that of the tags"));
            return;
        }
        let help = "rename the event, or give the other type another name";
        if self.reserve(&object, file, key.span, help) {
            let at = format!("{}.body", key.text);
            let body: Vec<_> = node.get("body").map(|node| (node, Location::Body)).into_iter().collect();
            self.object(Context { visible, file, name: &object, prefix: "", at: &at, is_choice: false }, &body);
            for (part, _) in &body {
                let help = "remove it: the object has the event's name";
                self.must_not_have(file, part, "$name", "an event", help);
                let help = "list the file under `examples` of the event";
                self.must_not_have(file, part, "$examples", "an event", help);
            }
        }
        let Some(callbacks) = self.callbacks_of(page, key) else { return };
        if let Some(event) = self.assemble_event((page, area), head, key, node, (object, &callbacks)) {
            self.model.events.insert(scope, event);
        }
    }

    /// How the vendor of a page delivers events. If it does not, that is reported.
    fn callbacks_of(&mut self, page: &Page, event: &Key) -> Option<Callbacks> {
        let vendor = self.model.vendors.get(&page.vendor)?;
        if vendor.callbacks.is_none() && !self.syntax.is_incomplete_vendor(&page.vendor) {
            let message = format!("`{}` does not say how it delivers events", vendor.file);
            let fault = Diagnostic::new(Code::BadEvent, &page.file.path, event.span, message);
            let site = self.places.of(&Place::Vendor(page.vendor.clone())).map(|site| site.key_span());
            self.report(fault.help("add `callbacks:` to the vendor").also_in(site, "the vendor"));
            return None;
        }
        vendor.callbacks.clone()
    }

    fn assemble_event(
        &mut self,
        (page, area): (&Page, Vec<String>),
        head: &Node,
        key: &Key,
        node: &Node,
        (object, callbacks): (TypeName, &Callbacks),
    ) -> Option<Event> {
        let (examples, wrong_examples) = self.examples(&page.file, node.get("examples"));
        Some(Event {
            file: page.file.path.clone(),
            vendor: page.vendor.clone(),
            area,
            name: key.text.clone(),
            tags: texts(node, "tags").into_iter().map(|(tag, _)| tag.to_owned()).collect(),
            summary: text(node, "summary")?,
            doc: text(node, "doc"),
            label: text(node, "label"),
            page: page_of(head, node)?,
            permissions: defaults::permissions(self.syntax, page, node),
            notes: defaults::notes(self.syntax, page, node),
            deprecated: deprecation(node),
            message: Message {
                kind: MessageKind::Event,
                object,
                encoding: match callbacks.notation() {
                    Notation::Xml => Encoding::Xml,
                    Notation::Json => Encoding::Json,
                },
                examples,
                wrong_examples,
            },
            errata: Vec::new(),
        })
    }

    /// Reports events that could not be told apart, or whose members are not their own.
    pub(super) fn events(&mut self) {
        let mut by_tags: BTreeMap<(&str, &[String]), &str> = BTreeMap::new();
        let mut by_type: BTreeMap<(&str, &str), &str> = BTreeMap::new();
        let mut faults = Vec::new();
        for (name, event) in &self.model.events {
            let Some(site) = self.places.of(&Place::Event(name.clone())) else { continue };
            let other = |name: &str| self.places.of(&Place::Event(name.to_owned())).map(|site| site.key_span());
            let at_tags = site.value_span("tags");
            if let Some(first) = by_tags.insert((&event.vendor, &event.tags), name) {
                let message = format!("two events have the tags `{}`", event.tags.join(", "));
                faults.push(
                    Diagnostic::new(Code::BadEvent, at_tags.file, at_tags.span, message)
                        .help("correct the tags of one of the two: nothing else says which event a message is")
                        .also_in(other(first), "the other one"),
                );
            }
            if let Some(first) = by_type.insert((&event.vendor, &event.message.object.name), name) {
                let at = site.key_span();
                let message = format!("two events of the vendor are called `{}`", event.name);
                faults.push(
                    Diagnostic::new(Code::NameClash, at.file, at.span, message)
                        .help("rename one of the two: they are variants of one enum")
                        .also_in(other(first), "the other one"),
                );
            }
            let Some(callbacks) = &self.model.vendors[&event.vendor].callbacks else { continue };
            let most = callbacks.heads.iter().map(|head| head.tags.len()).max().unwrap_or_default();
            if event.tags.len() > most {
                let message = format!("an event has at most {most} tags, and this one has {}", event.tags.len());
                let fault = Diagnostic::new(Code::BadEvent, at_tags.file, at_tags.span, message);
                let vendor =
                    self.places.of(&Place::Vendor(event.vendor.clone())).map(|site| site.value_span("callbacks"));
                faults.push(fault.help("write one value for each tag of the head").also_in(vendor, "the heads"));
            }
            faults.extend(self.members_of_heads(event, callbacks));
        }
        self.faults.extend(faults);
    }

    /// Reports members of an event that all events have.
    fn members_of_heads(&self, event: &Event, callbacks: &Callbacks) -> Vec<Diagnostic> {
        if callbacks.body.is_some() {
            return Vec::new();
        }
        let beside = callbacks.heads.iter().filter(|head| head.within.is_none());
        let members: BTreeSet<&str> = beside.flat_map(Head::members).collect();
        let Some(object) = self.model.objects.get(event.root()) else { return Vec::new() };
        let clashes = object.fields().filter(|field| members.contains(field.wire.as_str()));
        let fault = |wire: &str| {
            let site = self.places.of(&Place::Field(event.root().clone(), wire.to_owned()))?.key_span();
            let message = format!("`{wire}` belongs to the head of all events");
            let fault = Diagnostic::new(Code::BadEvent, site.file, site.span, message);
            Some(fault.help("remove it: it is listed under `heads` of the vendor, and is read for every event"))
        };
        clashes.filter_map(|field| fault(&field.wire)).collect()
    }
}

/// How a vendor delivers events.
pub(super) fn callbacks(node: &Node) -> Option<Callbacks> {
    let written = node.get("sealed")?;
    // Messages are in the first notation.
    let sealed = Notation::ALL
        .into_iter()
        .filter_map(|notation| Some(Sealed { notation, member: text(written, notation.as_str())? }));
    let heads = node.get("heads")?.entries().iter().map(|(key, node)| head(&key.text, node));
    Some(Callbacks {
        sealed: sealed.collect(),
        heads: heads.collect(),
        body: text(node, "body"),
        ack: text(node, "ack")?,
        within: match node.get("within").map(|within| &within.kind) {
            Some(Kind::Int(seconds)) => u32::try_from(*seconds).ok(),
            _ => None,
        },
    })
}

fn head(name: &str, node: &Node) -> Head {
    let names = |key: &str| texts(node, key).into_iter().map(|(name, _)| name.to_owned()).collect();
    let fixed = node.get("fixed").map(Node::entries).unwrap_or_default();
    Head {
        name: name.to_owned(),
        within: text(node, "in"),
        tags: names("tags"),
        receiver: text(node, "receiver"),
        time: text(node, "time"),
        millis: text(node, "unit").as_deref() == Some("ms"),
        fixed: fixed.iter().filter_map(|(key, value)| Some((key.text.clone(), value.text()?.to_owned()))).collect(),
        others: names("others"),
    }
}
