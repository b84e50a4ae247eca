//! Endpoints and the heads of their pages.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Rule,
    comparison::{Comparison, Spot},
    matching::Matched,
    pairs::ObjectPair,
    show,
    side::root,
};
use crate::model::{Deprecation, Endpoint, Example, Grants, Page, Paging};

impl<'m> Comparison<'m> {
    pub(super) fn all_endpoints(&mut self) {
        let Matched { both, gone, new } = &self.pairs.endpoints;
        let (both, gone, new) = (both.clone(), gone.clone(), new.clone());
        for endpoint in gone {
            let spot =
                self.still(&endpoint.file, &endpoint.name, &BTreeSet::from([endpoint.scope()]), &BTreeSet::new());
            self.tell(&spot, Rule::EndpointRemoved, Some(route(endpoint)), None);
        }
        for endpoint in new {
            let spot =
                self.still(&endpoint.file, &endpoint.name, &BTreeSet::new(), &BTreeSet::from([endpoint.scope()]));
            self.tell(&spot, Rule::EndpointAdded, None, Some(route(endpoint)));
        }
        let mut wires = self.wires();
        for (old, new) in both {
            self.endpoint(old, new, wires.remove(new.scope()).unwrap_or_default());
        }
    }

    /// What fields of the requests and replies of before are called now, by the endpoints' names of after.
    fn wires(&self) -> BTreeMap<&'m str, BTreeMap<&'m str, &'m str>> {
        let mut wires: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
        for ObjectPair { names, fields, .. } in self.pairs.objects.iter().filter(|pair| root(pair.names.1)) {
            let renamed = fields.both.iter().filter(|(old, new)| old.wire != new.wire);
            let names_of_fields = renamed.map(|(old, new)| (old.wire.as_str(), new.wire.as_str()));
            wires.entry(names.1.scope.as_str()).or_default().extend(names_of_fields);
        }
        wires
    }

    fn endpoint(&mut self, old: &Endpoint, new: &Endpoint, wires: BTreeMap<&str, &str>) {
        if old == new && wires.is_empty() {
            return;
        }
        let spot = self.still(&new.file, &new.name, &BTreeSet::from([old.scope()]), &BTreeSet::from([new.scope()]));
        self.fact(&spot, Rule::EndpointRenamed, (old.scope(), new.scope()), |scope| (*scope).to_owned());
        self.fact(&spot, Rule::EndpointRouteChanged, (route(old), route(new)), Clone::clone);
        self.deprecation(&spot, old.deprecated.as_ref(), new.deprecated.as_ref());
        let wire = |name: &str| (*wires.get(name).unwrap_or(&name)).to_owned();
        self.paging(&spot, old.paging.as_ref(), new.paging.as_ref(), &wire);
        self.grants(&spot, old.grants.as_ref(), new.grants.as_ref(), &wire);
        self.endpoint_docs(&spot, old, new);
        self.page(&spot, old, new);
    }

    fn deprecation(&mut self, spot: &Spot, old: Option<&Deprecation>, new: Option<&Deprecation>) {
        let words = |deprecation: &Deprecation| {
            let Deprecation { replacement, note, since, .. } = deprecation;
            let more = [("note", note), ("since", since)];
            let more = more.into_iter().filter_map(|(key, text)| Some(format!(", {key}: {}", text.as_ref()?)));
            format!("replacement: {replacement}{}", more.collect::<String>())
        };
        let rule = match (old, new) {
            (None, Some(_)) => Rule::EndpointDeprecated,
            (Some(_), None) => Rule::EndpointUndeprecated,
            _ => Rule::EndpointDeprecationChanged,
        };
        self.texts(spot, rule, (old.map(words), new.map(words)));
    }

    fn paging(&mut self, spot: &Spot, old: Option<&Paging>, new: Option<&Paging>, wire: &dyn Fn(&str) -> String) {
        let words = |Paging { cursor, next }: &Paging| format!("paging: {{ cursor: {cursor}, next: {next} }}");
        let moved = old.map(|old| Paging { cursor: wire(&old.cursor), next: wire(&old.next) });
        let rule = match (old, new) {
            (None, Some(_)) => Rule::EndpointPagingAdded,
            (Some(_), None) => Rule::EndpointPagingRemoved,
            _ => Rule::EndpointPagingChanged,
        };
        if moved.as_ref() != new {
            self.tell(spot, rule, old.map(words), new.map(words));
        }
    }

    fn grants(&mut self, spot: &Spot, old: Option<&Grants>, new: Option<&Grants>, wire: &dyn Fn(&str) -> String) {
        let words = |Grants { credential, expires_in }: &Grants| {
            format!("grants: {{ credential: {credential}, expires_in: {expires_in} }}")
        };
        let moved = old.map(|old| Grants { credential: wire(&old.credential), expires_in: wire(&old.expires_in) });
        let rule = match (old, new) {
            (None, Some(_)) => Rule::EndpointGrantsAdded,
            (Some(_), None) => Rule::EndpointGrantsRemoved,
            _ => Rule::EndpointGrantsChanged,
        };
        if moved.as_ref() != new {
            self.tell(spot, rule, old.map(words), new.map(words));
        }
    }

    fn endpoint_docs(&mut self, spot: &Spot, old: &Endpoint, new: &Endpoint) {
        self.texts(spot, Rule::EndpointPermissionsChanged, (permissions(old), permissions(new)));
        self.texts(spot, Rule::EndpointErrorsChanged, (errors(old), errors(new)));
        let (was, is) = examples(old, new);
        if was.is_some() || is.is_some() {
            self.tell(spot, Rule::EndpointExamplesChanged, was, is);
        }
        let facts = [
            ("summary", Some(old.summary.clone()), Some(new.summary.clone())),
            ("label", old.label.clone(), new.label.clone()),
            ("doc", old.doc.clone(), new.doc.clone()),
            ("errata", show::errata(&old.errata), show::errata(&new.errata)),
        ];
        self.docs(spot, Rule::EndpointDocsChanged, &facts);
    }

    /// The head of a page is one, however many endpoints the page has.
    fn page(&mut self, spot: &Spot, old: &Endpoint, new: &Endpoint) {
        let (was, is) = (&old.page, &new.page);
        let facts = [
            ("title", Some(was.title.clone()), Some(is.title.clone())),
            ("url", Some(was.url.clone()), Some(is.url.clone())),
            ("updated", was.updated.clone(), is.updated.clone()),
            ("read", was.read.clone(), is.read.clone()),
            ("sources", sources(was), sources(is)),
            ("errata", show::errata(&was.errata), show::errata(&is.errata)),
        ];
        self.docs(&spot.at("page"), Rule::PageDocsChanged, &facts);
    }

    /// Tells that texts differ, if they do.
    fn texts(&mut self, spot: &Spot, rule: Rule, (old, new): (Option<String>, Option<String>)) {
        if old != new {
            self.tell(spot, rule, old, new);
        }
    }
}

fn route(endpoint: &Endpoint) -> String {
    format!("{} {}", endpoint.method.as_str(), endpoint.path)
}

fn listed(parts: Vec<String>) -> Option<String> {
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn permissions(endpoint: &Endpoint) -> Option<String> {
    listed(endpoint.permissions.iter().map(|one| format!("{{ app: {}, needs: {} }}", one.app, one.needs)).collect())
}

fn errors(endpoint: &Endpoint) -> Option<String> {
    listed(endpoint.errors.iter().map(i64::to_string).collect())
}

fn sources(page: &Page) -> Option<String> {
    let source = |copy: &crate::model::PageCopy| {
        let more = [&copy.url, &copy.updated].into_iter().flatten();
        more.fold(copy.title.clone(), |text, more| format!("{text} {more}"))
    };
    listed(page.sources.iter().map(source).collect())
}

/// The names of the examples that differ in any way; where they are does not count.
fn examples(old: &Endpoint, new: &Endpoint) -> (Option<String>, Option<String>) {
    let all = |endpoint: &'_ Endpoint| -> Vec<Example> {
        endpoint.examples.request.iter().chain(&endpoint.examples.response).cloned().collect()
    };
    let name = |example: &Example| example.file.rsplit('/').next().unwrap_or_default().to_owned();
    let (olds, news) = (all(old), all(new));
    let others = |these: &[Example], those: &[Example]| {
        let same = |this: &Example| those.iter().any(|that| this.value == that.value && name(this) == name(that));
        listed(these.iter().filter(|this| !same(this)).map(name).collect())
    };
    (others(&olds, &news), others(&news, &olds))
}
