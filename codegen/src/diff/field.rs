//! Fields that both sides have.

use super::{
    Rule,
    comparison::{Comparison, Spot},
    pairs::ObjectPair,
    show,
};
use crate::model::{Field, JsonType};

impl<'m> Comparison<'m> {
    pub(super) fn field(&mut self, spot: &Spot, pair: &ObjectPair<'m>, old: &Field, new: &Field) {
        self.names(spot, old, new);
        self.field_type(spot, old, new);
        self.requirement(spot, old, new);
        if old.location != new.location {
            let (was, is) = (show::location(old.location), show::location(new.location));
            self.tell(spot, Rule::RequestFieldLocationChanged, Some(was), Some(is));
        }
        self.default(spot, old, new);
        self.lenience(spot, old, new);
        self.conditions(spot, pair, old, new);
        self.field_docs(spot, old, new);
    }

    /// The name on the wire and the one in Rust, which mostly follows from it.
    fn names(&mut self, spot: &Spot, old: &Field, new: &Field) {
        let wires = (Some(old.wire.clone()), Some(new.wire.clone()));
        match (old.wire == new.wire, old.name == new.name) {
            (true, true) => {}
            (true, false) => {
                let name = |name: &&String| format!("name: {name}");
                self.fact(spot, Rule::FieldRustNameChanged, (&old.name, &new.name), name);
            }
            (false, true) => {
                self.tell_ways(spot, (Rule::RequestFieldRewired, Rule::ResponseFieldRewired), wires.0, wires.1);
            }
            (false, false) => {
                self.tell_ways(spot, (Rule::RequestFieldRenamed, Rule::ResponseFieldRenamed), wires.0, wires.1);
            }
        }
    }

    pub(super) fn required(&mut self, spot: &Spot, old: bool, new: bool) {
        let rules = match (old, new) {
            (false, true) => (Rule::RequestFieldBecameRequired, Rule::ResponseFieldBecameRequired),
            (true, false) => (Rule::RequestFieldBecameOptional, Rule::ResponseFieldBecameOptional),
            _ => return,
        };
        let text = |required: bool| Some(format!("required: {required}"));
        self.tell_ways(spot, rules, text(old), text(new));
    }

    fn requirement(&mut self, spot: &Spot, old: &Field, new: &Field) {
        self.required(spot, old.required, new.required);
        if old.bool_as_int != new.bool_as_int && old.ty == new.ty {
            let form = |int: bool| Some(if int { "wire: int" } else { "true or false" }.to_owned());
            let rules = (Rule::RequestFieldBoolFormChanged, Rule::ResponseFieldBoolFormChanged);
            self.tell_ways(spot, rules, form(old.bool_as_int), form(new.bool_as_int));
        }
    }

    fn default(&mut self, spot: &Spot, old: &Field, new: &Field) {
        let text = |field: &Field| field.default.as_ref().map(|default| format!("default: {}", show::literal(default)));
        let (was, is) = (text(old), text(new));
        let renamed =
            old.default.as_ref().zip(new.default.as_ref()).is_some_and(|(old, new)| super::rules::same_value(old, new));
        if was == is || renamed {
            return;
        }
        let rule = match (&was, &is) {
            (None, _) => Rule::FieldDefaultAdded,
            (_, None) => Rule::FieldDefaultRemoved,
            _ => Rule::FieldDefaultChanged,
        };
        self.tell(spot, rule, was, is);
    }

    /// What is read besides what the docs say.
    fn lenience(&mut self, spot: &Spot, old: &Field, new: &Field) {
        // A field whose old name is read still is renamed, and no more.
        let names = |field: &Field, other: &Field| -> Vec<String> {
            field.also_names.iter().filter(|name| **name != other.wire || field.wire == other.wire).cloned().collect()
        };
        let (was, is) = (names(old, new), names(new, old));
        self.set(spot, (Rule::FieldOtherNameAdded, Rule::FieldOtherNameRemoved), &was, &is);
        let types = |types: &[JsonType]| types.iter().map(|json| show::json_type(*json)).collect::<Vec<String>>();
        let (was, is) = (types(&old.also_types), types(&new.also_types));
        self.set(spot, (Rule::FieldOtherTypeAdded, Rule::FieldOtherTypeRemoved), &was, &is);
    }

    fn set(&mut self, spot: &Spot, (added, removed): (Rule, Rule), old: &[String], new: &[String]) {
        for one in new.iter().filter(|one| !old.contains(one)) {
            self.tell(spot, added, None, Some(one.clone()));
        }
        for one in old.iter().filter(|one| !new.contains(one)) {
            self.tell(spot, removed, Some(one.clone()), None);
        }
    }

    fn field_docs(&mut self, spot: &Spot, old: &Field, new: &Field) {
        let mut facts = vec![
            ("doc", old.doc.clone(), new.doc.clone()),
            ("label", old.label.clone(), new.label.clone()),
            ("errata", show::errata(&old.errata), show::errata(&new.errata)),
        ];
        let rule = match (&old.deprecated, &new.deprecated) {
            (None, Some(_)) => Rule::FieldDeprecated,
            (Some(_), None) => Rule::FieldUndeprecated,
            _ => {
                facts.push(("deprecated", old.deprecated.clone(), new.deprecated.clone()));
                return self.docs(spot, Rule::FieldDocsChanged, &facts);
            }
        };
        self.tell(spot, rule, old.deprecated.clone(), new.deprecated.clone());
        self.docs(spot, Rule::FieldDocsChanged, &facts);
    }
}
