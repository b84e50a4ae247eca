//! Compares events, and how vendors deliver them.

use super::{
    Rule,
    comparison::{Comparison, Subject},
    endpoint::{deprecation, notes, permissions},
    examples, show,
};
use crate::model::{Callbacks, Event, Head};

impl<'m> Comparison<'m> {
    pub(super) fn events(&mut self) {
        for event in self.pairs.events.removed.clone() {
            let subject = self.untyped_subject(&event.file, &event.name, [event.scope()], []);
            self.report(&subject, Rule::EventRemoved, Some(tags(event)), None);
        }
        for event in self.pairs.events.added.clone() {
            let subject = self.untyped_subject(&event.file, &event.name, [], [event.scope()]);
            self.report(&subject, Rule::EventAdded, None, Some(tags(event)));
        }
        for (old, new) in self.pairs.events.pairs.clone() {
            if old != new {
                self.event(old, new);
            }
        }
    }

    fn event(&mut self, old: &Event, new: &Event) {
        let subject = self.untyped_subject(&new.file, &new.name, [old.scope()], [new.scope()]);
        self.report_if_changed(&subject, Rule::EventRenamed, (old.scope(), new.scope()), |scope| (*scope).to_owned());
        self.report_if_changed(&subject, Rule::EventTagsChanged, (tags(old), tags(new)), Clone::clone);
        let [before, after] =
            [old, new].map(|event| examples::listed(&event.message.examples, &event.message.wrong_examples));
        let (removed, added) = examples::changed(&before, &after);
        if removed.is_some() || added.is_some() {
            self.report(&subject, Rule::EventExamplesChanged, removed, added);
        }
        let replaced = |event: &Event| event.deprecated.as_ref().map(deprecation);
        let texts = [
            ("summary", Some(old.summary.clone()), Some(new.summary.clone())),
            ("label", old.label.clone(), new.label.clone()),
            ("doc", old.doc.clone(), new.doc.clone()),
            ("permissions", permissions(&old.permissions), permissions(&new.permissions)),
            ("notes", notes(&old.notes), notes(&new.notes)),
            ("deprecated", replaced(old), replaced(new)),
            ("errata", show::errata(&old.errata), show::errata(&new.errata)),
        ];
        self.report_docs(&subject, Rule::EventDocsChanged, &texts);
        self.page(&subject, &old.page, &new.page);
    }

    pub(super) fn callbacks(&mut self, vendor: &Subject, old: Option<&Callbacks>, new: Option<&Callbacks>) {
        let rule = match (old, new) {
            (None, Some(_)) => Rule::VendorCallbacksAdded,
            (Some(_), None) => Rule::VendorCallbacksRemoved,
            _ => Rule::VendorCallbacksChanged,
        };
        if old != new {
            self.report(vendor, rule, old.map(callbacks), new.map(callbacks));
        }
    }
}

fn tags(event: &Event) -> String {
    format!("tags: [{}]", event.tags.join(", "))
}

/// As a schema writes it.
fn callbacks(callbacks: &Callbacks) -> String {
    let Callbacks { sealed, heads, body, ack, within } = callbacks;
    let sealed: Vec<String> = sealed.iter().map(|it| format!("{}: {}", it.notation.as_str(), it.member)).collect();
    let heads: Vec<String> = heads.iter().map(head).collect();
    let body = body.as_ref().map(|body| format!("body: {body}, ")).unwrap_or_default();
    let within = within.map(|seconds| format!(", within: {seconds}")).unwrap_or_default();
    format!("{{ sealed: {{ {} }}, heads: {{ {} }}, {body}ack: {ack}{within} }}", sealed.join(", "), heads.join(", "))
}

fn head(head: &Head) -> String {
    let Head { name, within, tags, receiver, time, millis, fixed, others } = head;
    let fixed: Vec<String> = fixed.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let keys = [
        ("in", within.clone()),
        ("fixed", (!fixed.is_empty()).then(|| format!("{{ {} }}", fixed.join(", ")))),
        ("tags", Some(format!("[{}]", tags.join(", ")))),
        ("receiver", receiver.clone()),
        ("time", time.clone()),
        ("unit", millis.then(|| "ms".to_owned())),
        ("others", (!others.is_empty()).then(|| format!("[{}]", others.join(", ")))),
    ];
    let keys: Vec<String> = keys.into_iter().filter_map(|(key, value)| Some(format!("{key}: {}", value?))).collect();
    format!("{name}: {{ {} }}", keys.join(", "))
}
