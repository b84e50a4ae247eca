//! What is listed twice: examples, error codes, permissions and notes of endpoints, and other names of fields.

use super::linter::Linter;
use crate::{
    diagnostic::{Code, Diagnostic},
    lower::{Place, Site},
    model::{Endpoint, Object, TypeName},
    syntax::node::Node,
};

impl Linter<'_> {
    pub(super) fn duplicates(&mut self) {
        for (name, object) in &self.model.objects {
            self.other_names(name, object);
        }
        for (name, endpoint) in &self.model.endpoints {
            if let Some(site) = self.site(Place::Endpoint(name.clone())) {
                self.equal_examples(site, endpoint);
                self.equal_elements(site, "errors");
                self.equal_elements(site, "permissions");
                self.equal_elements(site, "notes");
            }
        }
        let areas = self.syntax.areas.keys().map(|area| Place::Area(area.clone()));
        let pages = self.syntax.pages.iter().map(|page| Place::Page(page.file.path.clone()));
        for site in areas.chain(pages).filter_map(|place| self.site(place)).collect::<Vec<_>>() {
            self.equal_elements(site, "permissions");
            self.equal_elements(site, "notes");
        }
    }

    fn equal_examples(&mut self, site: Site<'_>, endpoint: &Endpoint) {
        for message in endpoint.messages() {
            let examples = &message.examples;
            let list = site.node.get("examples").and_then(|node| node.get(message.kind.as_str()));
            let elements = list.map(Node::elements).unwrap_or_default();
            let right: Vec<_> = elements.iter().filter(|entry| entry.get("wrong").is_none()).collect();
            let span = |at: usize| right.get(at).map_or(site.key.span, |node| node.span);
            for (at, example) in examples.iter().enumerate() {
                let Some(first) = examples[..at].iter().position(|other| other.value == example.value) else {
                    continue;
                };
                let message =
                    format!("`{}` has the same contents as `{}`", example.file_name(), examples[first].file_name());
                let warning = Diagnostic::new(Code::SaidTwice, &site.file.path, span(at), message);
                self.report(warning.help("remove one of the two").also(span(first), "the other one"));
            }
        }
    }

    fn equal_elements(&mut self, site: Site<'_>, key: &str) {
        let elements = site.node.get(key).map(Node::elements).unwrap_or_default();
        for (at, element) in elements.iter().enumerate() {
            if let Some(first) = elements[..at].iter().find(|other| other.has_same_value(element)) {
                let message = format!("`{}` is listed twice", element.inline());
                let warning = Diagnostic::new(Code::SaidTwice, &site.file.path, element.span, message);
                self.report(warning.help("remove one of the two").also(first.span, "first here"));
            }
        }
    }

    /// Warns of other names of a field that errata add more than once.
    fn other_names(&mut self, name: &TypeName, object: &Object) {
        for field in object.fields() {
            let mut names = field.also_names.iter().enumerate();
            let Some((_, twice)) = names.find(|(at, name)| field.also_names[..*at].contains(name)) else { continue };
            let place = Place::Field(name.clone(), field.wire.clone());
            let Some(site) = self.places.of(&place) else { continue };
            let entries = self.places.errata_of(site.file, &place);
            let named = entries.filter_map(|entry| entry.get("also_accept")?.get("names")).flat_map(Node::elements);
            let spans: Vec<_> = named.filter(|node| node.text() == Some(twice)).map(|node| node.span).collect();
            let [first, .., last] = spans[..] else { continue };
            let message = format!("`{twice}` is already accepted for `{}`", field.wire);
            let warning = Diagnostic::new(Code::SaidTwice, &site.file.path, last, message);
            self.report(warning.help("remove one of the two").also(first, "first here"));
        }
    }
}
