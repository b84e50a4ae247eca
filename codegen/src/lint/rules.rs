//! Rules of an object that contradict one another, and rules that say nothing.

use std::collections::BTreeSet;

use super::{
    Linter,
    search::{Outcomes, Part, can_be_empty, parts},
    span_of,
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    lower::{Place, Site},
    model::{Field, Form, GroupRule, JsonType, Literal, Object, Primitive, TypeName},
    syntax::{File, node::Node},
};

impl<'a> Linter<'a> {
    pub(super) fn rules(&mut self) {
        for (name, object) in &self.model.objects {
            let told = if object.groups.is_empty() { BTreeSet::new() } else { self.groups(name, object) };
            for part in parts(self.model, object) {
                // What follows from a group that was told of is not told as well.
                if part.fields.iter().all(|field| !told.contains(&field.wire)) {
                    self.contradictions(name, &part);
                }
            }
            for field in object.fields() {
                if let Some(site) = self.site(Place::Field(name.clone(), field.wire.clone())) {
                    self.defaults(site, field);
                    self.lenience(site, name, field);
                }
            }
        }
    }

    /// Groups with a member that is given anyway. Gives the members that were told of.
    fn groups(&mut self, name: &TypeName, object: &Object) -> BTreeSet<String> {
        let mut told = BTreeSet::new();
        for (file, rule, group) in self.written_groups(name, object) {
            for element in group.elements() {
                let Some(field) = element.text().and_then(|wire| object.field(wire)) else { continue };
                if !field.required || can_be_empty(self.model, field) {
                    continue;
                }
                let wire = &field.wire;
                told.insert(wire.clone());
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
        told
    }

    /// The groups of an object as they were written. A request is written in several parts.
    fn written_groups(&self, name: &TypeName, object: &Object) -> Vec<(&'a File, GroupRule, &'a Node)> {
        let mut written = Vec::new();
        for (file, node) in self.maps_of(name, object) {
            for rule in GroupRule::ALL {
                written.extend(
                    node.get(rule.key())
                        .map(Node::elements)
                        .unwrap_or_default()
                        .iter()
                        .map(|group| (file, rule, group)),
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

    fn contradictions(&mut self, name: &TypeName, part: &Part<'_>) {
        let sites: Vec<Option<Site<'_>>> =
            part.fields.iter().map(|field| self.site(Place::Field(name.clone(), field.wire.clone()))).collect();
        if !part.any {
            let mut sites = sites.into_iter().flatten();
            let Some(first) = sites.next() else { return };
            let message = "no object meets the rules that these fields have";
            let fault = Diagnostic::new(Code::RulesConflict, &first.file.path, first.key.span, message)
                .help("mend the one that is wrong: `required`, a condition or a group");
            self.found.push(sites.fold(fault, |fault, site| fault.also_in(&site.file.path, site.key.span, "and this")));
            return;
        }
        let before = self.found.len();
        let mut told = BTreeSet::new();
        for (at, field) in part.fields.iter().enumerate() {
            for (rule, outcomes) in ["required_if", "forbidden_unless"].into_iter().zip(part.conditions[at]) {
                if sites[at].is_some_and(|site| self.condition(site, field, rule, outcomes)) {
                    told.insert(at);
                }
            }
        }
        for (at, field) in part.fields.iter().enumerate().filter(|(at, _)| !told.contains(at)) {
            let Some(site) = sites[at] else { continue };
            let wire = &field.wire;
            let (message, help) = match (part.given[at], part.impossible[at].first()) {
                (Outcomes { yes: false, .. }, _) => (
                    format!("`{wire}` can never be given: other rules of this object rule it out"),
                    "mend the rules, or remove the field",
                ),
                (Outcomes { no: false, .. }, _) if !field.required => (
                    format!("`{wire}` must always be given: other rules of this object ask for it"),
                    "say `required: true`, or mend the rules",
                ),
                (_, Some(value)) => (
                    format!("`{wire}` can never be {}: other rules of this object rule it out", shown(value)),
                    "mend the rules that speak of this value",
                ),
                _ => continue,
            };
            self.warn(Code::RulesConflict, &site.file.path, site.key.span, message, help);
        }
        self.as_one(before);
    }

    /// Contradictions of fields that hang together follow from one another: they are told together.
    fn as_one(&mut self, from: usize) {
        let (conflicts, others): (Vec<_>, Vec<_>) =
            self.found.drain(from..).partition(|fault| fault.code == Code::RulesConflict);
        let first = conflicts.into_iter().reduce(|first, next| first.also_in(&next.file, next.span, next.message));
        self.found.extend(others.into_iter().chain(first));
    }

    /// A condition that never holds, or always. Whether something was said of it.
    fn condition(&mut self, site: Site<'_>, field: &Field, rule: &str, outcomes: Outcomes) -> bool {
        let required = field.required && rule == "forbidden_unless";
        if outcomes == Outcomes::default() {
            return false;
        }
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
    fn lenience(&mut self, site: Site<'_>, object: &TypeName, field: &Field) {
        let own = match self.model.primitive(&field.ty).map(Primitive::form) {
            Some(Form::Text) => Some(JsonType::String),
            Some(Form::Bool) if !field.bool_as_int => Some(JsonType::Bool),
            Some(Form::Bool | Form::Integer(..) | Form::Float) => Some(JsonType::Number),
            Some(Form::Any) | None => None,
        };
        if own.is_some_and(|own| field.also_types.contains(&own)) {
            let place = Place::Field(object.clone(), field.wire.clone());
            let accepted =
                self.places.errata_of(site.file, &place).find_map(|entry| entry.get("also_accept")?.key("types"));
            let span = accepted.map_or(site.key.span, |key| key.span);
            let message = format!("`{}` has this JSON type anyway", field.wire);
            self.warn(Code::PointlessRule, &site.file.path, span, message, "name the type that it has beside its own");
        }
    }
}

/// A value, for a message.
fn shown(value: &Literal) -> String {
    match value {
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value) => value.to_string(),
        Literal::Float(value) => value.to_string(),
        Literal::Text(text) | Literal::Enum { name: text, .. } => format!("`{text}`"),
    }
}
