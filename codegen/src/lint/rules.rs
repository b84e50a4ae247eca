//! Rules of an object that contradict one another, and rules that have no effect.

use std::collections::BTreeSet;

use super::{
    linter::{Linter, nested},
    search::{Cluster, Outcomes, clusters},
};
use crate::{
    diagnostic::{Code, Diagnostic, FileSpan},
    lower::{Place, Site},
    model::{Dependency, Effect, Field, Form, JsonType, Literal, Primitive, TypeName, When},
};

impl Linter<'_> {
    pub(super) fn rules(&mut self) {
        for (name, object) in &self.model.objects {
            let reported = if object.groups.is_empty() { BTreeSet::new() } else { self.groups(name, object) };
            for cluster in clusters(self.model, object) {
                // A contradiction may only follow from a group that was reported.
                if cluster.fields.iter().all(|field| !reported.contains(&field.wire)) {
                    self.contradictions(name, &cluster);
                }
            }
            for field in object.fields() {
                if let Some(site) = self.site(Place::Field(name.clone(), field.wire.clone())) {
                    self.unused_default(site, field);
                    self.unneeded_type(site, name, field);
                }
            }
        }
    }

    fn contradictions(&mut self, name: &TypeName, cluster: &Cluster<'_>) {
        let site = |field: &&Field| self.site(Place::Field(name.clone(), field.wire.clone()));
        let sites: Vec<Option<Site<'_>>> = cluster.fields.iter().map(site).collect();
        if !cluster.is_satisfiable {
            let mut sites = sites.into_iter().flatten();
            let Some(first) = sites.next() else { return };
            let message = "no object meets the rules of these fields";
            let warning = Diagnostic::new(Code::RulesConflict, &first.file.path, first.key.span, message)
                .help("correct the one that is wrong: `required`, a condition or a group");
            return self.report(sites.fold(warning, |warning, site| warning.also_in(site.key_span(), "and this")));
        }
        let before = self.found.len();
        let mut reported = BTreeSet::new();
        for (at, field) in cluster.fields.iter().enumerate() {
            for (dependency, outcomes) in &cluster.conditions[at] {
                if let Some(warning) = sites[at].and_then(|site| condition(site, field, dependency, *outcomes)) {
                    self.report(warning);
                    reported.insert(at);
                }
            }
        }
        for (at, field) in cluster.fields.iter().enumerate().filter(|(at, _)| !reported.contains(at)) {
            let impossible = cluster.impossible[at].first().copied();
            self.found.extend(sites[at].and_then(|site| presence(site, field, cluster.given[at], impossible)));
        }
        self.merge_conflicts(before);
    }

    /// Merges the contradictions from an index on: those of connected fields follow from one another.
    fn merge_conflicts(&mut self, from: usize) {
        let (conflicts, others): (Vec<_>, Vec<_>) =
            self.found.drain(from..).partition(|warning| warning.code == Code::RulesConflict);
        let merged = conflicts
            .into_iter()
            .reduce(|first, next| first.also_in(FileSpan::new(&next.file, next.span), next.message));
        self.found.extend(others.into_iter().chain(merged));
    }

    fn unused_default(&mut self, site: Site<'_>, field: &Field) {
        if field.required && field.default.is_some() {
            let message = format!("`{}` is required, so its default has no effect", field.wire);
            self.warn(Code::PointlessRule, nested(site, &["default"]), message, "remove `default`, or `required`");
        }
    }

    /// Warns of an erratum that accepts the JSON type that a field has anyway.
    fn unneeded_type(&mut self, site: Site<'_>, object: &TypeName, field: &Field) {
        let json = match self.model.primitive(&field.ty).map(Primitive::form) {
            Some(Form::Text) => Some(JsonType::String),
            Some(Form::Bool) if !field.bool_as_int => Some(JsonType::Bool),
            Some(Form::Bool | Form::Integer(..) | Form::Float) => Some(JsonType::Number),
            Some(Form::Any) | None => None,
        };
        if json.is_some_and(|json| field.also_types.contains(&json)) {
            let place = Place::Field(object.clone(), field.wire.clone());
            let accepted =
                self.places.errata_of(site.file, &place).find_map(|entry| entry.get("also_accept")?.key("types"));
            let span = accepted.map_or(site.key.span, |key| key.span);
            let message = format!("`{}` has this JSON type anyway", field.wire);
            let help = "list only the types that it has besides its own";
            self.warn(Code::PointlessRule, site.span(span), message, help);
        }
    }
}

/// A warning about a condition that never or always holds.
fn condition(site: Site<'_>, field: &Field, dependency: &Dependency, outcomes: Outcomes) -> Option<Diagnostic> {
    let (holds, effect) = match outcomes {
        Outcomes { yes: true, no: true } | Outcomes { yes: false, no: false } => return None,
        Outcomes { yes, .. } => (if yes { "always" } else { "never" }, dependency.when.applies(yes)),
    };
    let rule = dependency.key();
    let wire = &field.wire;
    let why = "other rules of this object prevent it";
    let (code, message, help) = match (dependency.effect, effect) {
        (Effect::Forbidden, _) if field.required => (
            Code::RulesConflict,
            format!("`required` and `{rule}` contradict each other if {}", contradiction(dependency.when)),
            match dependency.when {
                When::If => "replace both by `required_unless` with the same condition",
                When::Unless => "replace both by `required_if` with the same condition",
            },
        ),
        (Effect::Required, true) => {
            (Code::PointlessRule, format!("this condition {holds} holds"), "write `required: true` instead")
        }
        (Effect::Required, false) if holds == "never" => {
            (Code::RulesConflict, format!("this condition never holds: {why}"), "correct it, or remove it")
        }
        (Effect::Forbidden, true) => (
            Code::RulesConflict,
            format!("this condition {holds} holds, so `{wire}` can never be given"),
            "correct it, or remove the field",
        ),
        (Effect::Ignored, true) => (
            Code::RulesConflict,
            format!("this condition {holds} holds, so the server always ignores `{wire}`"),
            "correct it, or remove the field",
        ),
        (Effect::Required | Effect::Forbidden | Effect::Ignored, false) => {
            (Code::PointlessRule, format!("this condition {holds} holds"), "remove it")
        }
    };
    let place = nested(site, &[rule]);
    Some(Diagnostic::new(code, place.file, place.span, message).help(help))
}

fn contradiction(when: When) -> &'static str {
    match when {
        When::If => "the condition holds",
        When::Unless => "the condition fails",
    }
}

/// A warning about a field that can never or must always be given, or that can never have a tested value.
fn presence(site: Site<'_>, field: &Field, given: Outcomes, impossible: Option<&Literal>) -> Option<Diagnostic> {
    let wire = &field.wire;
    let (message, help) = match (given, impossible) {
        (Outcomes { yes: false, .. }, _) => (
            format!("`{wire}` can never be given: other rules of this object prevent it"),
            "correct the rules, or remove the field",
        ),
        (Outcomes { no: false, .. }, _) if !field.required => (
            format!("`{wire}` must always be given: other rules of this object require it"),
            "write `required: true`, or correct the rules",
        ),
        (_, Some(value)) => (
            format!("`{wire}` can never be {}: other rules of this object prevent it", shown(value)),
            "correct the rules about this value",
        ),
        _ => return None,
    };
    Some(Diagnostic::new(Code::RulesConflict, &site.file.path, site.key.span, message).help(help))
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
