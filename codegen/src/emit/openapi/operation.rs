//! Operations: one for each endpoint.

use super::{
    components::scheme,
    describe,
    json::{Json, Members},
    rules,
    vendor::Vendor,
};
use crate::model::{Deprecation, Endpoint, Grants, Page, Words};

impl<'m> Vendor<'m> {
    pub(super) fn operation(&self, name: &'m str, endpoint: &'m Endpoint) -> Members<'m> {
        let Page { title, url, updated, read, .. } = &endpoint.page;
        let errata = endpoint.page.errata.iter().chain(&endpoint.errata);
        let (paging, grants) = (endpoint.paging.as_ref(), endpoint.grants.as_ref());
        Members::new()
            .with("operationId", name)
            .with("summary", &endpoint.summary)
            .maybe("description", self.about(endpoint))
            .with("tags", [tag(endpoint)])
            .with("externalDocs", Members::new().with("description", title).with("url", url))
            .maybe("deprecated", endpoint.deprecated.as_ref().map(|_| true))
            .maybe("security", security(endpoint))
            .list("parameters", self.parameters(endpoint))
            .maybe("requestBody", self.body(endpoint))
            .with("responses", self.responses(endpoint))
            .maybe("x-updated", updated.as_ref())
            .maybe("x-read", read.as_ref())
            .with("x-source", format!("schemas/{}", endpoint.file))
            .maybe(
                "x-paging",
                paging.map(|paging| {
                    let fields = paging.fields().into_iter();
                    fields.fold(Members::new(), |members, (key, _, wire)| members.with(key, wire))
                }),
            )
            .maybe(
                "x-grants",
                grants.map(|grants| {
                    let kind = grants.kind.as_deref().map(|kind| scheme(Some(kind)));
                    Members::new()
                        .with("credential", &grants.credential)
                        .with("expires_in", &grants.expires_in)
                        .maybe("scheme", kind)
                }),
            )
            .maybe("x-reads", endpoint.defies_its_method().then_some(endpoint.reads))
            .and(describe::facts(endpoint.label.as_deref(), errata))
    }

    /// The description: what the endpoint does, who may call it, and rules that its schemas cannot express.
    fn about(&self, endpoint: &Endpoint) -> Option<String> {
        let deprecated = endpoint.deprecated.as_ref().map(deprecation);
        let permissions = endpoint.permissions.iter().map(|permission| Words::JSON.permission(permission));
        let request = self.model.objects.get(&endpoint.request.object);
        let rules = request.map(rules::in_words).unwrap_or_default();
        let paging = endpoint.paging.as_ref().map(|paging| Words::JSON.paging(paging));
        let grants = endpoint.grants.as_ref().map(|grants| {
            let Grants { credential, expires_in, kind } = grants;
            let calls = match kind {
                Some(kind) => format!("`{}` of other calls", scheme(Some(kind))),
                None => "credential for the other calls".to_owned(),
            };
            format!("`{credential}` of the response is the {calls}. It expires after `{expires_in}` seconds.")
        });
        describe::paragraphs([
            deprecated.as_deref(),
            endpoint.doc.as_deref(),
            endpoint.label.as_deref(),
            grants.as_deref(),
            paging.as_deref(),
            list("Rules that the schemas cannot express:", rules).as_deref(),
            list("Who may call it:", permissions.collect()).as_deref(),
            list("Notes:", endpoint.notes.iter().map(|note| Words::JSON.note(note)).collect()).as_deref(),
        ])
    }
}

/// The security of an operation, if it is not that of most: a scheme of its own, or none.
fn security<'m>(endpoint: &'m Endpoint) -> Option<Vec<Members<'m>>> {
    match (endpoint.is_authenticated(), &endpoint.credential) {
        (false, _) => Some(Vec::new()),
        (true, Some(kind)) => Some(vec![Members::new().with(scheme(Some(kind)), Vec::<Json<'_>>::new())]),
        (true, None) => None,
    }
}

/// The tag of an endpoint: its area, or the vendor's name if it has none.
pub(super) fn tag(endpoint: &Endpoint) -> String {
    if endpoint.area.is_empty() { endpoint.vendor.clone() } else { endpoint.area.join(".") }
}

fn deprecation(deprecated: &Deprecation) -> String {
    let since = deprecated.since.as_ref().map(|since| format!(" since {since}")).unwrap_or_default();
    let instead = deprecated.endpoint.as_ref().unwrap_or(&deprecated.replacement);
    let note = deprecated.note.as_ref().map(|note| format!(" {note}")).unwrap_or_default();
    format!("Deprecated{since}: use `{instead}`.{note}")
}

/// A list in Markdown; `None` if it is empty.
pub(super) fn list(heading: &str, entries: Vec<String>) -> Option<String> {
    if entries.is_empty() {
        return None;
    }
    let entries: Vec<String> = entries.iter().map(|entry| format!("- {entry}")).collect();
    Some(format!("{heading}\n\n{}", entries.join("\n")))
}
