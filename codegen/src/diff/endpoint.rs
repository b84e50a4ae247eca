//! Compares endpoints and the heads of their pages.

use std::collections::BTreeMap;

use super::{
    Rule,
    comparison::{Comparison, Subject},
    examples::{self, Listed},
    pairs::ObjectPair,
    show,
    side::is_root,
};
use crate::model::{Access, Deprecation, Endpoint, Grants, Note, Page, PageCopy, Permission, Words};

/// The renamed top-level fields of a request and its reply, from their old wire names to the new ones.
type RenamedFields<'m> = BTreeMap<&'m str, &'m str>;

impl<'m> Comparison<'m> {
    pub(super) fn all_endpoints(&mut self) {
        for endpoint in self.pairs.endpoints.removed.clone() {
            let subject = self.untyped_subject(&endpoint.file, &endpoint.name, [endpoint.scope()], []);
            self.report(&subject, Rule::EndpointRemoved, Some(route(endpoint)), None);
        }
        for endpoint in self.pairs.endpoints.added.clone() {
            let subject = self.untyped_subject(&endpoint.file, &endpoint.name, [], [endpoint.scope()]);
            self.report(&subject, Rule::EndpointAdded, None, Some(route(endpoint)));
        }
        let mut renamed = self.renamed_fields();
        for (old, new) in self.pairs.endpoints.pairs.clone() {
            self.endpoint(old, new, &renamed.remove(new.scope()).unwrap_or_default());
        }
    }

    /// The renamed fields of each endpoint, by the new scope of the endpoint.
    fn renamed_fields(&self) -> BTreeMap<&'m str, RenamedFields<'m>> {
        let mut by_scope: BTreeMap<&str, RenamedFields<'_>> = BTreeMap::new();
        for ObjectPair { names, fields, .. } in self.pairs.objects.iter().filter(|pair| is_root(pair.names.1)) {
            let renamed = fields.pairs.iter().filter(|(old, new)| old.wire != new.wire);
            let wires = renamed.map(|(old, new)| (old.wire.as_str(), new.wire.as_str()));
            by_scope.entry(names.1.scope.as_str()).or_default().extend(wires);
        }
        by_scope
    }

    fn endpoint(&mut self, old: &Endpoint, new: &Endpoint, renamed: &RenamedFields<'_>) {
        if old == new && renamed.is_empty() {
            return;
        }
        let subject = self.untyped_subject(&new.file, &new.name, [old.scope()], [new.scope()]);
        let scopes = (old.scope(), new.scope());
        self.report_if_changed(&subject, Rule::EndpointRenamed, scopes, |scope| (*scope).to_owned());
        self.report_if_changed(&subject, Rule::EndpointRouteChanged, (route(old), route(new)), Clone::clone);
        self.deprecation(&subject, old.deprecated.as_ref(), new.deprecated.as_ref());
        let new_wire = |old: &str| (*renamed.get(old).unwrap_or(&old)).to_owned();
        self.paging(&subject, (old, new), &new_wire);
        self.grants(&subject, old.grants.as_ref(), new.grants.as_ref(), &new_wire);
        let kind = |kind: &&Option<String>| format!("credential: {}", kind.as_deref().unwrap_or("the usual one"));
        self.report_if_changed(&subject, Rule::EndpointCredentialChanged, (&old.credential, &new.credential), kind);
        let absent = |absent: &Option<bool>| match absent {
            Some(true) => "absent: success".to_owned(),
            Some(false) => "absent: error".to_owned(),
            None => "absent: as the vendor says".to_owned(),
        };
        let absents = (old.absent_is_success, new.absent_is_success);
        self.report_if_changed(&subject, Rule::EndpointAbsentCodeChanged, absents, absent);
        let rule = if new.reads { Rule::EndpointBecameReading } else { Rule::EndpointBecameWriting };
        self.report_if_changed(&subject, rule, (old.reads, new.reads), |reads| format!("reads: {reads}"));
        self.endpoint_docs(&subject, old, new);
        self.page(&subject, &old.page, &new.page);
    }

    fn deprecation(&mut self, subject: &Subject, old: Option<&Deprecation>, new: Option<&Deprecation>) {
        let rule = match (old, new) {
            (None, Some(_)) => Rule::EndpointDeprecated,
            (Some(_), None) => Rule::EndpointUndeprecated,
            _ => Rule::EndpointDeprecationChanged,
        };
        self.report_texts(subject, rule, (old.map(deprecation), new.map(deprecation)));
    }

    fn grants(
        &mut self,
        subject: &Subject,
        old: Option<&Grants>,
        new: Option<&Grants>,
        new_wire: &dyn Fn(&str) -> String,
    ) {
        let words = |Grants { credential, expires_in, kind }: &Grants| {
            let kind = kind.as_ref().map(|kind| format!(", kind: {kind}")).unwrap_or_default();
            format!("grants: {{ credential: {credential}, expires_in: {expires_in}{kind} }}")
        };
        let expected = old.map(|old| Grants {
            credential: new_wire(&old.credential),
            expires_in: new_wire(&old.expires_in),
            kind: old.kind.clone(),
        });
        let rule = match (old, new) {
            (None, Some(_)) => Rule::EndpointGrantsAdded,
            (Some(_), None) => Rule::EndpointGrantsRemoved,
            (Some(old), Some(new)) if old.kind != new.kind => Rule::EndpointGrantsKindChanged,
            _ => Rule::EndpointGrantsChanged,
        };
        if expected.as_ref() != new {
            self.report(subject, rule, old.map(words), new.map(words));
        }
    }

    fn endpoint_docs(&mut self, subject: &Subject, old: &Endpoint, new: &Endpoint) {
        self.report_texts(
            subject,
            Rule::EndpointPermissionsChanged,
            (permissions(&old.permissions), permissions(&new.permissions)),
        );
        self.report_texts(subject, Rule::EndpointErrorsChanged, (errors(old), errors(new)));
        let (removed, added) = examples::changed(&published(old), &published(new));
        if removed.is_some() || added.is_some() {
            self.report(subject, Rule::EndpointExamplesChanged, removed, added);
        }
        let texts = [
            ("summary", Some(old.summary.clone()), Some(new.summary.clone())),
            ("label", old.label.clone(), new.label.clone()),
            ("doc", old.doc.clone(), new.doc.clone()),
            ("notes", notes(&old.notes), notes(&new.notes)),
            ("errata", show::errata(&old.errata), show::errata(&new.errata)),
        ];
        self.report_docs(subject, Rule::EndpointDocsChanged, &texts);
    }

    /// Compares the heads of two pages. All endpoints and events of a page report the same change, which is then merged into one.
    pub(super) fn page(&mut self, subject: &Subject, old: &Page, new: &Page) {
        let texts = [
            ("title", Some(old.title.clone()), Some(new.title.clone())),
            ("url", Some(old.url.clone()), Some(new.url.clone())),
            ("updated", old.updated.clone(), new.updated.clone()),
            ("read", old.read.clone(), new.read.clone()),
            ("sources", sources(old), sources(new)),
            ("errata", show::errata(&old.errata), show::errata(&new.errata)),
        ];
        self.report_docs(&subject.at("page"), Rule::PageDocsChanged, &texts);
    }

    /// Reports two texts that differ.
    fn report_texts(&mut self, subject: &Subject, rule: Rule, (old, new): (Option<String>, Option<String>)) {
        if old != new {
            self.report(subject, rule, old, new);
        }
    }
}

fn route(endpoint: &Endpoint) -> String {
    format!("{} {}", endpoint.method.as_str(), endpoint.path)
}

fn listed(parts: Vec<String>) -> Option<String> {
    (!parts.is_empty()).then(|| parts.join(", "))
}

pub(super) fn deprecation(deprecation: &Deprecation) -> String {
    let Deprecation { replacement, note, since, .. } = deprecation;
    let more = [("note", note), ("since", since)];
    let more = more.into_iter().filter_map(|(key, text)| Some(format!(", {key}: {}", text.as_ref()?)));
    format!("replacement: {replacement}{}", more.collect::<String>())
}

pub(super) fn permissions(permissions: &[Permission]) -> Option<String> {
    let access = |access: &Access| match access {
        Access::Needs(needs) => format!("needs: {needs}"),
        Access::Supported => "supported: true".to_owned(),
        Access::Unsupported => "supported: false".to_owned(),
    };
    listed(permissions.iter().map(|one| format!("{{ app: {}, {} }}", one.app, access(&one.access))).collect())
}

pub(super) fn notes(notes: &[Note]) -> Option<String> {
    listed(notes.iter().map(|note| Words::SCHEMA.note(note)).collect())
}

fn errors(endpoint: &Endpoint) -> Option<String> {
    listed(endpoint.errors.iter().map(i64::to_string).collect())
}

fn sources(page: &Page) -> Option<String> {
    let source = |copy: &PageCopy| {
        let more = [&copy.url, &copy.updated].into_iter().flatten();
        more.fold(copy.title.clone(), |text, more| format!("{text} {more}"))
    };
    listed(page.sources.iter().map(source).collect())
}

/// The examples of an endpoint.
fn published(endpoint: &Endpoint) -> Vec<Listed<'_>> {
    let each = endpoint.messages().into_iter();
    each.flat_map(|message| examples::listed(&message.examples, &message.wrong_examples)).collect()
}
