//! Words that tell nothing, and words that are taken for one another.

use std::collections::BTreeMap;

use super::Linter;
use crate::{
    diagnostic::{Code, Diagnostic},
    lower::{Place, Site},
    model::{Field, Member, Object, TypeName},
    syntax::yaml::Node,
};

/// Words that say what a member is only to those who know it already.
const VAGUE: &[&str] = &[
    "attr", "code", "config", "content", "count", "data", "date", "detail", "details", "end", "ext", "extra", "flag",
    "from", "id", "ids", "idx", "index", "info", "item", "items", "key", "kind", "level", "list", "mode", "num",
    "number", "obj", "object", "option", "options", "param", "params", "reason", "result", "scene", "source", "start",
    "state", "status", "str", "tag", "tags", "time", "to", "type", "val", "value",
];

impl Linter<'_> {
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
    }

    /// Members with neither `doc` nor `label`, nor a type or a name that says what they are.
    fn unexplained(&mut self, name: &TypeName, object: &Object) {
        for member in &object.members {
            let (wire, place, said) = match member {
                Member::Field(field) => {
                    let said = field.doc.is_some() || field.label.is_some() || self.type_explains(field);
                    (&field.wire, Place::Field(name.clone(), field.wire.clone()), said)
                }
                Member::Choice(choice) => {
                    let said = choice.doc.is_some() || choice.label.is_some();
                    (&choice.name, Place::Choice(name.clone()), said)
                }
            };
            let vague = wire
                .split(|c: char| !c.is_alphanumeric())
                .all(|word| word.chars().count() < 3 || VAGUE.contains(&word.to_ascii_lowercase().as_str()));
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
                let decl = self.model.enums.get(name).is_some_and(|decl| decl.doc.is_some() || decl.label.is_some());
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
        self.alike(&fields, "members", "if the page has both, say in their `doc` how they differ, and allow this");
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
            let shared = names.iter().filter(|(_, site)| site.file.path.ends_with("/vendor.yaml"));
            let mut files: BTreeMap<&str, Vec<(&str, Site<'_>)>> = BTreeMap::new();
            for named in names.iter().filter(|(_, site)| !site.file.path.ends_with("/vendor.yaml")) {
                files.entry(&named.1.file.path).or_default().push(*named);
            }
            let shared: Vec<(&str, Site<'_>)> = shared.copied().collect();
            self.alike(&shared, "types", "use one of the two, or rename one");
            for own in files.values() {
                for (at, named) in own.iter().enumerate() {
                    let others: Vec<_> = shared.iter().chain(&own[..at]).copied().chain([*named]).collect();
                    self.last_alike(&others, "types", "use one of the two, or rename one");
                }
            }
        }
    }

    fn alike(&mut self, named: &[(&str, Site<'_>)], what: &str, help: &str) {
        for end in 1..=named.len() {
            self.last_alike(&named[..end], what, help);
        }
    }

    /// Whether the last of some names is like an earlier one.
    fn last_alike(&mut self, named: &[(&str, Site<'_>)], what: &str, help: &str) {
        let Some(((name, site), others)) = named.split_last() else { return };
        let Some((other, first)) = others.iter().find(|(other, _)| other != name && plain(other) == plain(name)) else {
            return;
        };
        let message = format!("`{name}` and `{other}` are {what} whose names differ in next to nothing");
        let fault = Diagnostic::new(Code::NamesAlike, &site.file.path, site.key.span, message).help(help);
        self.found.push(fault.also_in(&first.file.path, first.key.span, "the other one"));
    }

    fn enum_values(&mut self) {
        for (name, decl) in &self.model.enums {
            let values: Vec<_> = decl
                .values
                .iter()
                .filter_map(|value| Some((value, self.site(Place::EnumValue(name.clone(), value.name.clone()))?)))
                .collect();
            let named: Vec<(&str, Site<'_>)> =
                values.iter().map(|(value, site)| (value.name.as_str(), *site)).collect();
            self.alike(&named, "values", "remove one of the two, or say in the names how they differ");
            for (at, (value, site)) in values.iter().enumerate() {
                let Some(label) = &value.label else { continue };
                let Some((other, first)) = values[..at].iter().find(|(other, _)| other.label.as_ref() == Some(label))
                else {
                    continue;
                };
                let message = format!("`{}` and `{}` have one label", value.name, other.name);
                let span = |site: &Site<'_>| site.node.get("label").map_or(site.key.span, |label| label.span);
                let fault = Diagnostic::new(Code::LabelTwice, &site.file.path, span(site), message);
                let help = "look at the page again; if it does say so, add a `doc` to both and allow this";
                self.found.push(fault.help(help).also_in(&first.file.path, span(first), "the other one"));
            }
        }
    }

    /// Other names of a field that errata add more than once.
    fn names_twice(&mut self, name: &TypeName, object: &Object) {
        for field in object.fields() {
            let twice = field.also_names.iter().enumerate().find(|(at, name)| field.also_names[..*at].contains(name));
            let (Some((_, twice)), Some(site)) = (twice, self.site(Place::Field(name.clone(), field.wire.clone())))
            else {
                continue;
            };
            let entries = site.file.root.get("errata").map(Node::elements).unwrap_or_default();
            let named =
                entries.iter().filter_map(|entry| entry.get("also_accept")?.get("names")).flat_map(Node::elements);
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
