//! Groups of fields of which one is given anyway.

use std::collections::BTreeSet;

use super::{
    linter::{Linter, nested},
    search::can_be_empty,
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    lower::Place,
    model::{GroupRule, Object, TypeName},
    syntax::{File, node::Node},
};

impl<'a> Linter<'a> {
    /// Warns of groups with a required member. Returns these members.
    pub(super) fn groups(&mut self, name: &TypeName, object: &Object) -> BTreeSet<String> {
        let mut reported = BTreeSet::new();
        for (file, rule, group) in self.written_groups(name, object) {
            for element in group.elements() {
                let Some(field) = element.text().and_then(|wire| object.field(wire)) else { continue };
                if !field.required || can_be_empty(self.model, field) {
                    continue;
                }
                if !rule.counts_given() {
                    continue;
                }
                let wire = &field.wire;
                reported.insert(wire.clone());
                let (code, message, help) = match rule {
                    GroupRule::AtLeastOneOf => (
                        Code::PointlessRule,
                        format!("the group has no effect: `{wire}` is required, so one of its fields is always given"),
                        "remove the group, or `required`",
                    ),
                    _ => (
                        Code::RulesConflict,
                        format!("`{wire}` is required, so no other field of the group can be given"),
                        "remove `required`, or remove the field from the group",
                    ),
                };
                let required = self.site(Place::Field(name.clone(), wire.clone()));
                self.report(
                    Diagnostic::new(code, &file.path, element.span, message)
                        .help(help)
                        .also_in(required.map(|site| nested(site, &["required"])), "required here"),
                );
            }
        }
        reported
    }

    /// The groups of an object as they are written. A request is written in several parts.
    fn written_groups(&self, name: &TypeName, object: &Object) -> Vec<(&'a File, GroupRule, &'a Node)> {
        let mut written = Vec::new();
        for (file, node) in self.maps_of(name, object) {
            for rule in GroupRule::COUNTING {
                let groups = node.get(rule.key()).map(Node::elements).unwrap_or_default();
                written.extend(groups.iter().map(|group| (file, rule, group)));
            }
        }
        written
    }

    /// The maps of fields that an object was lowered from.
    fn maps_of(&self, name: &TypeName, object: &Object) -> Vec<(&'a File, &'a Node)> {
        if let Some(site) = self.site(Place::Object(name.clone())) {
            return vec![(site.file, site.node)];
        }
        let Some(file) = self.syntax.file(&object.file) else { return Vec::new() };
        // An inline object has no site of its own: it is the map that holds its fields.
        let spans: Vec<Span> = object
            .fields()
            .filter_map(|field| self.site(Place::Field(name.clone(), field.wire.clone())))
            .map(|site| site.key.span)
            .collect();
        let mut maps = Vec::new();
        let mut todo = vec![&file.root];
        while let Some(node) = todo.pop() {
            if node.entries().iter().any(|(key, _)| spans.contains(&key.span)) {
                maps.push((file, node));
            }
            todo.extend(node.elements());
            todo.extend(node.entries().iter().map(|(_, value)| value));
        }
        maps
    }
}
