//! Rules of an object that contradict one another, and rules that say nothing.

use std::collections::BTreeSet;

use super::{
    Linter,
    search::{Outcomes, possible},
    span_of,
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    lower::{Place, Site},
    model::{Field, GroupRule, JsonType, Object, Primitive, Type, TypeName},
    syntax::{File, yaml::Node},
};

/// The keys of groups.
const GROUPS: [(&str, GroupRule); 2] =
    [("$at_least_one_of", GroupRule::AtLeastOneOf), ("$exactly_one_of", GroupRule::ExactlyOneOf)];

impl<'a> Linter<'a> {
    pub(super) fn rules(&mut self) {
        for (name, object) in &self.model.objects {
            let before = self.found.len();
            self.groups(name, object);
            if self.found.len() == before {
                self.contradictions(name, object);
            }
            for field in object.fields() {
                if let Some(site) = self.site(Place::Field(name.clone(), field.wire.clone())) {
                    self.defaults(site, field);
                    self.lenience(site, field);
                }
            }
        }
    }

    /// Groups with a member that is required anyway.
    fn groups(&mut self, name: &TypeName, object: &Object) {
        for (file, rule, group) in self.written_groups(name, object) {
            for element in group.elements() {
                let Some(field) = element.text().and_then(|wire| object.field(wire)) else { continue };
                if !field.required {
                    continue;
                }
                let wire = &field.wire;
                let (code, message, help) = match rule {
                    GroupRule::AtLeastOneOf => (
                        Code::PointlessRule,
                        format!("`{wire}` is required, so one of the group is always given"),
                        "remove the group, or `required`",
                    ),
                    GroupRule::ExactlyOneOf => (
                        Code::RulesConflict,
                        format!("`{wire}` is required, so no other one of the group can be given"),
                        "remove `required`, or take the field out of the group",
                    ),
                };
                let required = self.site(Place::Field(name.clone(), wire.clone()));
                let fault = Diagnostic::new(code, &file.path, element.span, message).help(help);
                self.found.push(match required {
                    Some(site) => fault.also_in(&site.file.path, span_of(site, &["required"]), "required here"),
                    None => fault,
                });
            }
        }
    }

    /// The groups of an object as they were written. A request is written in several parts.
    fn written_groups(&self, name: &TypeName, object: &Object) -> Vec<(&'a File, GroupRule, &'a Node)> {
        let mut written = Vec::new();
        for (file, node) in self.maps_of(name, object) {
            for (key, rule) in GROUPS {
                written.extend(
                    node.get(key).map(Node::elements).unwrap_or_default().iter().map(|group| (file, rule, group)),
                );
            }
        }
        written
    }

    /// The maps of fields that an object was made of.
    fn maps_of(&self, name: &TypeName, object: &Object) -> Vec<(&'a File, &'a Node)> {
        if let Some(site) = self.site(Place::Object(name.clone())) {
            return vec![(site.file, site.node)];
        }
        let Some(file) = self.syntax.file(&object.file) else { return Vec::new() };
        let mut maps = Vec::new();
        let mut todo = vec![&file.root];
        // An inline object has no name in the file; it is the map that holds its fields.
        let spans: Vec<Span> = object
            .fields()
            .filter_map(|field| self.site(Place::Field(name.clone(), field.wire.clone())))
            .map(|site| site.key.span)
            .collect();
        while let Some(node) = todo.pop() {
            if node.entries().iter().any(|(key, _)| spans.contains(&key.span)) {
                maps.push((file, node));
            }
            todo.extend(node.elements());
            todo.extend(node.entries().iter().map(|(_, value)| value));
        }
        maps
    }

    fn contradictions(&mut self, name: &TypeName, object: &Object) {
        let Some(possible) = possible(self.model, object) else { return };
        let site = |my: &Self, wire: &str| my.site(Place::Field(name.clone(), wire.to_owned()));
        if !possible.any {
            let sites: Vec<Site<'_>> = possible_fields(object).filter_map(|field| site(self, &field.wire)).collect();
            let Some((first, rest)) = sites.split_first() else { return };
            let message = "no object meets the rules that these fields have";
            let fault = Diagnostic::new(Code::RulesConflict, &first.file.path, first.key.span, message)
                .help("mend the one that is wrong: `required`, a condition or a group");
            let fault =
                rest.iter().fold(fault, |fault, site| fault.also_in(&site.file.path, site.key.span, "and this"));
            self.found.push(fault);
            return;
        }
        let before = self.found.len();
        let sites: Vec<(&Field, Site<'_>)> =
            object.fields().filter_map(|field| Some((field, site(self, &field.wire)?))).collect();
        let mut told = BTreeSet::new();
        for (field, site) in &sites {
            for rule in ["required_if", "forbidden_unless"] {
                let outcomes = possible.conditions.get(&(field.wire.as_str(), rule));
                if outcomes.is_some_and(|outcomes| self.condition(*site, field, rule, *outcomes)) {
                    told.insert(&field.wire);
                }
            }
        }
        for (field, site) in sites.into_iter().filter(|(field, _)| !told.contains(&field.wire)) {
            let wire = &field.wire;
            let (message, help) = match possible.given.get(wire.as_str()) {
                Some(Outcomes { yes: false, .. }) => (
                    format!("`{wire}` can never be given: other rules of this object rule it out"),
                    "mend the rules, or remove the field",
                ),
                Some(Outcomes { no: false, .. }) if !field.required => (
                    format!("`{wire}` must always be given: other rules of this object ask for it"),
                    "say `required: true`, or mend the rules",
                ),
                _ => continue,
            };
            self.warn(Code::RulesConflict, &site.file.path, site.key.span, message, help);
        }
        self.as_one(before);
    }

    /// Contradictions of one object follow from one another: they are told together.
    fn as_one(&mut self, from: usize) {
        let (conflicts, others): (Vec<_>, Vec<_>) =
            self.found.drain(from..).partition(|fault| fault.code == Code::RulesConflict);
        let first = conflicts.into_iter().reduce(|first, next| first.also_in(&next.file, next.span, next.message));
        self.found.extend(others.into_iter().chain(first));
    }

    /// A condition that never holds, or always. Whether something was said of it.
    fn condition(&mut self, site: Site<'_>, field: &Field, rule: &str, outcomes: Outcomes) -> bool {
        let required = field.required && rule == "forbidden_unless";
        let (code, message, help) = match (rule, outcomes) {
            _ if required => (
                Code::RulesConflict,
                "`required` and `forbidden_unless` contradict each other where the condition fails".to_owned(),
                "say `required_if` with the same condition instead of `required`",
            ),
            ("required_if", Outcomes { yes: false, .. }) => (
                Code::RulesConflict,
                "this condition never holds: other rules of this object rule it out".to_owned(),
                "mend it, or remove it",
            ),
            ("required_if", Outcomes { no: false, .. }) => {
                (Code::PointlessRule, "this condition always holds".to_owned(), "say `required: true` instead")
            }
            ("forbidden_unless", Outcomes { yes: false, .. }) => (
                Code::RulesConflict,
                format!("this condition never holds, so `{}` can never be given", field.wire),
                "mend it, or remove the field",
            ),
            ("forbidden_unless", Outcomes { no: false, .. }) => {
                (Code::PointlessRule, "this condition always holds".to_owned(), "remove it")
            }
            _ => return false,
        };
        self.warn(code, &site.file.path, span_of(site, &[rule]), message, help);
        true
    }

    /// A default is for what is not sent.
    fn defaults(&mut self, site: Site<'_>, field: &Field) {
        if field.required && field.default.is_some() {
            let span = span_of(site, &["default"]);
            let message = format!("`{}` is required, so no default ever applies", field.wire);
            self.warn(Code::PointlessRule, &site.file.path, span, message, "remove `default`, or `required`");
        }
    }

    /// What an erratum accepts although the docs say it anyway.
    fn lenience(&mut self, site: Site<'_>, field: &Field) {
        let own = match &field.ty {
            Type::Primitive(primitive) => Some(*primitive),
            Type::Scalar(name) => self.model.scalars.get(name).map(|scalar| scalar.wire),
            Type::Enum(name) => self.model.enums.get(name).map(|decl| decl.wire),
            _ => None,
        };
        let own = match own {
            Some(Primitive::String) => Some(JsonType::String),
            Some(Primitive::Bool) if !field.bool_as_int => Some(JsonType::Bool),
            Some(Primitive::Bool | Primitive::Int32 | Primitive::Int64 | Primitive::Uint32)
            | Some(Primitive::Float | Primitive::Timestamp) => Some(JsonType::Number),
            Some(Primitive::Json) | None => None,
        };
        if own.is_some_and(|own| field.also_types.contains(&own)) {
            let entries = site.file.root.get("errata").map(Node::elements).unwrap_or_default();
            let accepted = entries.iter().find(|entry| {
                let at = entry.get("at").and_then(Node::text).unwrap_or_default();
                at.ends_with(&field.wire) && entry.get("also_accept").is_some_and(|also| also.get("types").is_some())
            });
            let span =
                accepted.and_then(|entry| entry.get("also_accept")?.key("types")).map_or(site.key.span, |key| key.span);
            let message = format!("`{}` has this JSON type anyway", field.wire);
            self.warn(Code::PointlessRule, &site.file.path, span, message, "name the type that it has beside its own");
        }
    }
}

/// The fields of an object that have rules.
fn possible_fields(object: &Object) -> impl Iterator<Item = &Field> {
    let grouped = |field: &Field| object.groups.iter().any(|group| group.fields.contains(&field.wire));
    object
        .fields()
        .filter(move |field| field.required_if.is_some() || field.forbidden_unless.is_some() || grouped(field))
}
