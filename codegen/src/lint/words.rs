//! Words that tell nothing, and words that are taken for one another.

use std::collections::BTreeMap;

use super::Linter;
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    lower::{Place, Site},
    model::{Enum, EnumValue, Field, Member, Object, TypeName},
    syntax::{File, node::Node},
};

/// Words that say what a member is only to those who know it already.
const VAGUE: &[&str] = &[
    "attr", "code", "config", "content", "count", "data", "date", "detail", "details", "end", "ext", "extra", "flag",
    "from", "id", "ids", "idx", "index", "info", "item", "items", "key", "kind", "level", "list", "mode", "num",
    "number", "obj", "object", "option", "options", "param", "params", "reason", "result", "scene", "source", "start",
    "state", "status", "str", "tag", "tags", "time", "to", "type", "val", "value",
];

/// Keys of texts for people, or of maps and lists of such.
const PROSE: &[&str] =
    &["because", "decision", "deprecated", "doc", "label", "needs", "note", "omitted", "says", "summary", "title"];

impl<'a> Linter<'a> {
    pub(super) fn words(&mut self) {
        for (name, object) in &self.model.objects {
            self.unexplained(name, object);
            self.members_alike(name, object);
            self.names_twice(name, object);
        }
        for (name, endpoint) in &self.model.endpoints {
            if let Some(site) = self.site(Place::Endpoint(name.clone())) {
                self.said_twice(site, endpoint);
            }
        }
        self.types_alike();
        self.enum_values();
        let syntax = self.syntax;
        for file in syntax.vendors.values().chain(syntax.pages.iter().map(|page| &page.file)) {
            self.cut_texts(file, &file.root, false);
        }
    }

    /// Texts for people that end where YAML sees a comment.
    fn cut_texts(&mut self, file: &File, node: &Node, prose: bool) {
        for (key, value) in node.entries() {
            let words = key.text.trim_start_matches('$');
            self.cut_texts(file, value, prose || PROSE.contains(&words));
        }
        node.elements().iter().for_each(|element| self.cut_texts(file, element, prose));
        let written = file.text.get(node.span.start..node.span.end).unwrap_or_default();
        if !prose || node.text().is_none() || written.starts_with(['"', '\'']) || written.contains('\n') {
            return;
        }
        let rest = file.text[node.span.end..].lines().next().unwrap_or_default();
        if rest.trim_start().starts_with('#') && rest.starts_with([' ', '\t']) {
            let start = node.span.end + rest.len() - rest.trim_start().len();
            let span = Span { start, end: node.span.end + rest.trim_end().len() };
            let help = "put all of the text in quotes; or move the comment to a line of its own";
            self.warn(
                Code::CutText,
                &file.path,
                span,
                "this is no part of the text before it: ` #` begins a comment",
                help,
            );
        }
    }

    /// Members with neither `doc` nor `label`, nor a type or a name that says what they are.
    fn unexplained(&mut self, name: &TypeName, object: &Object) {
        for member in &object.members {
            let (wire, names, place, said) = match member {
                Member::Field(field) => {
                    let said = field.doc.is_some() || field.label.is_some() || self.type_explains(field);
                    let place = Place::Field(name.clone(), field.wire.clone());
                    (&field.wire, [&field.wire, &field.name], place, said)
                }
                Member::Choice(choice) => {
                    let said = choice.doc.is_some() || choice.label.is_some();
                    (&choice.name, [&choice.name, &choice.name], Place::Choice(name.clone()), said)
                }
            };
            let is_vague =
                |word: &str| word.is_ascii() && word.len() < 3 || VAGUE.contains(&word.to_ascii_lowercase().as_str());
            let vague = names.iter().all(|name| name.split(|c: char| !c.is_alphanumeric()).all(is_vague));
            if said || !vague {
                continue;
            }
            if let Some(site) = self.site(place) {
                let message = format!("nothing says what `{wire}` is");
                let help = "add the page's term as `label:`, and what it means as `doc:`";
                self.warn(Code::UnexplainedField, &site.file.path, site.key.span, message, help);
            }
        }
    }

    fn type_explains(&self, field: &Field) -> bool {
        match field.ty.named() {
            None => false,
            Some(name) => {
                let scalar =
                    self.model.scalars.get(name).is_some_and(|decl| decl.doc.is_some() || decl.label.is_some());
                let decl = self.model.enums.get(name).is_some_and(|decl| {
                    let told = decl.values.iter().all(|value| value.doc.is_some() || value.label.is_some());
                    decl.doc.is_some() || decl.label.is_some() || told
                });
                let object =
                    self.model.objects.get(name).is_some_and(|decl| decl.doc.is_some() || decl.label.is_some());
                scalar || decl || object
            }
        }
    }

    fn members_alike(&mut self, name: &TypeName, object: &Object) {
        let fields: Vec<(&str, Site<'_>)> = object
            .fields()
            .filter_map(|field| Some((field.wire.as_str(), self.site(Place::Field(name.clone(), field.wire.clone()))?)))
            .collect();
        self.alike(
            BTreeMap::new(),
            &fields,
            "members",
            "if the page has both, say in their `doc` how they differ, and allow this",
        );
    }

    /// Types that one page can see.
    fn types_alike(&mut self) {
        let mut vendors: BTreeMap<&str, Vec<(&str, Site<'_>)>> = BTreeMap::new();
        let objects = self.model.objects.keys().map(|name| (name, Place::Object(name.clone())));
        let enums = self.model.enums.keys().map(|name| (name, Place::Enum(name.clone())));
        let scalars = self.model.scalars.keys().map(|name| (name, Place::Scalar(name.clone())));
        for (name, place) in objects.chain(enums).chain(scalars) {
            if let Some(site) = self.site(place) {
                let vendor = name.scope.split('.').next().unwrap_or_default();
                vendors.entry(vendor).or_default().push((&name.name, site));
            }
        }
        for names in vendors.values() {
            let (shared, own): (Vec<_>, Vec<_>) =
                names.iter().copied().partition(|(_, site)| self.is_shared(site.file));
            let mut files: BTreeMap<&str, Vec<(&str, Site<'_>)>> = BTreeMap::new();
            for named in own {
                files.entry(&named.1.file.path).or_default().push(named);
            }
            let help = "use one of the two, or rename one";
            let seen = self.alike(BTreeMap::new(), &shared, "types", help);
            for own in files.values() {
                self.alike(seen.clone(), own, "types", help);
            }
        }
    }

    /// Tells of names that are like an earlier one. Gives all of them, by what is not easily overlooked.
    fn alike<'n>(
        &mut self,
        mut seen: BTreeMap<String, (&'n str, Site<'n>)>,
        named: &[(&'n str, Site<'n>)],
        what: &str,
        help: &str,
    ) -> BTreeMap<String, (&'n str, Site<'n>)> {
        for (name, site) in named {
            let Some((other, first)) = seen.get(&plain(name)).copied() else {
                seen.insert(plain(name), (name, *site));
                continue;
            };
            if other == *name {
                continue;
            }
            let message = format!("`{name}` and `{other}` are {what} whose names differ in next to nothing");
            let fault = Diagnostic::new(Code::NamesAlike, &site.file.path, site.key.span, message).help(help);
            self.found.push(fault.also_in(&first.file.path, first.key.span, "the other one"));
        }
        seen
    }

    fn enum_values(&mut self) {
        for (name, decl) in &self.model.enums {
            let values: Vec<(&EnumValue, Site<'_>)> =
                decl.values.iter().filter_map(|value| Some((value, self.value_site(name, decl, value)?))).collect();
            // What was inherited was looked at where it is.
            let own = |value: &EnumValue| self.site(Place::EnumValue(name.clone(), value.name.clone())).is_some();
            let (mine, inherited): (Vec<_>, Vec<_>) = values.into_iter().partition(|(value, _)| own(value));
            let seen =
                inherited.iter().map(|(value, site)| (plain(&value.name), (value.name.as_str(), *site))).collect();
            let names: Vec<_> = mine.iter().map(|(value, site)| (value.name.as_str(), *site)).collect();
            self.alike(seen, &names, "values", "remove one of the two, or say in the names how they differ");
            let mut labels: BTreeMap<&String, (&EnumValue, Site<'_>)> = BTreeMap::new();
            for (value, site) in inherited {
                labels.extend(value.label.iter().map(|label| (label, (value, site))));
            }
            for (value, site) in mine {
                let Some(label) = &value.label else { continue };
                let Some((other, first)) = labels.insert(label, (value, site)) else { continue };
                let message = format!("`{}` and `{}` have one label", value.name, other.name);
                let span = |site: &Site<'_>| site.node.get("label").map_or(site.key.span, |label| label.span);
                let fault = Diagnostic::new(Code::LabelTwice, &site.file.path, span(&site), message);
                let help = "look at the page again; if it does say so, add a `doc` to both and allow this";
                self.found.push(fault.help(help).also_in(&first.file.path, span(&first), "the other one"));
            }
        }
    }

    /// Where a value of an enum stands: in the enum, or in one that it is derived from.
    fn value_site(&self, name: &TypeName, decl: &Enum, value: &EnumValue) -> Option<Site<'a>> {
        let at = |name: &TypeName| self.site(Place::EnumValue(name.clone(), value.name.clone()));
        at(name).or_else(|| {
            let from = decl.from.as_ref()?;
            at(from).or_else(|| self.value_site(from, self.model.enums.get(from)?, value))
        })
    }

    /// Other names of a field that errata add more than once.
    fn names_twice(&mut self, name: &TypeName, object: &Object) {
        for field in object.fields() {
            let twice = field.also_names.iter().enumerate().find(|(at, name)| field.also_names[..*at].contains(name));
            let (Some((_, twice)), Some(site)) = (twice, self.site(Place::Field(name.clone(), field.wire.clone())))
            else {
                continue;
            };
            let place = Place::Field(name.clone(), field.wire.clone());
            let entries = self.places.errata_of(site.file, &place);
            let named = entries.filter_map(|entry| entry.get("also_accept")?.get("names")).flat_map(Node::elements);
            let spans: Vec<_> = named.filter(|node| node.text() == Some(twice)).map(|node| node.span).collect();
            let [first, .., last] = spans[..] else { continue };
            let message = format!("`{twice}` is accepted for `{}` already", field.wire);
            let fault = Diagnostic::new(Code::SaidTwice, &site.file.path, last, message);
            self.found.push(fault.help("remove one of the two").also(first, "first here"));
        }
    }
}

/// A name without what is easily overlooked.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
