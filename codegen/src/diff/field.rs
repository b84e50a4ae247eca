//! Compares fields that both models have.

use super::{
    Rule,
    comparison::{Comparison, Subject, doc_texts},
    conditions::same_value,
    pairs::ObjectPair,
    show,
};
use crate::model::{Direction, Field, JsonType, WhenEmpty, notation};

impl<'m> Comparison<'m> {
    pub(super) fn field(&mut self, subject: &Subject, pair: &ObjectPair<'m>, old: &Field, new: &Field) {
        self.names(subject, old, new);
        self.field_type(subject, old, new);
        self.requirement(subject, old, new);
        self.option(subject, pair, old, new);
        if old.location != new.location {
            let (old, new) = (show::location(old.location), show::location(new.location));
            self.report(subject, Rule::RequestFieldLocationChanged, Some(old), Some(new));
        }
        self.default(subject, old, new);
        let empty = |empty: &Option<WhenEmpty>| {
            empty.map_or("not stated".to_owned(), |empty| format!("empty: {}", empty.as_str()))
        };
        self.report_if_changed(subject, Rule::FieldEmptyChanged, (old.empty, new.empty), empty);
        self.accepted_forms(subject, old, new);
        self.conditions(subject, pair, old, new);
        self.limits_if(subject, pair, old, new);
        self.field_docs(subject, old, new);
    }

    /// Compares the name on the wire and the name in Rust, which usually follows from it.
    fn names(&mut self, subject: &Subject, old: &Field, new: &Field) {
        let wires = (Some(old.wire.clone()), Some(new.wire.clone()));
        match (old.wire == new.wire, old.name == new.name) {
            (true, true) => {}
            (true, false) => {
                let name = |name: &&String| format!("name: {name}");
                self.report_if_changed(subject, Rule::FieldRustNameChanged, (&old.name, &new.name), name);
            }
            (false, true) => {
                self.report_by_direction(
                    subject,
                    (Rule::RequestFieldRewired, Rule::ResponseFieldRewired),
                    wires.0,
                    wires.1,
                );
            }
            (false, false) => {
                self.report_by_direction(
                    subject,
                    (Rule::RequestFieldRenamed, Rule::ResponseFieldRenamed),
                    wires.0,
                    wires.1,
                );
            }
        }
    }

    pub(super) fn required(&mut self, subject: &Subject, old: bool, new: bool) {
        let rules = match (old, new) {
            (false, true) => (Rule::RequestFieldBecameRequired, Rule::ResponseFieldBecameRequired),
            (true, false) => (Rule::RequestFieldBecameOptional, Rule::ResponseFieldBecameOptional),
            _ => return,
        };
        let text = |required: bool| Some(format!("required: {required}"));
        self.report_by_direction(subject, rules, text(old), text(new));
    }

    fn directions(&mut self, subject: &Subject, old: &Field, new: &Field) {
        let only = |only: &Option<Direction>| {
            only.map_or("any direction".to_owned(), |only| format!("only: {}", only.as_str()))
        };
        self.report_if_changed(subject, Rule::FieldDirectionChanged, (old.only, new.only), only);
        if old.required_in.is_none() && new.required_in.is_none() {
            return self.required(subject, old.required, new.required);
        }
        for direction in Direction::ALL {
            let (was, is) = (old.is_required_in(direction), new.is_required_in(direction));
            let rule = match (direction, was, is) {
                (Direction::Sent, false, true) => Rule::RequestFieldBecameRequired,
                (Direction::Sent, true, false) => Rule::RequestFieldBecameOptional,
                (Direction::Received, false, true) => Rule::ResponseFieldBecameRequired,
                (Direction::Received, true, false) => Rule::ResponseFieldBecameOptional,
                _ => continue,
            };
            let text = |field: &Field| {
                let word = field.required_in.map_or(if field.required { "true" } else { "false" }, Direction::as_str);
                Some(format!("required: {word}"))
            };
            self.report(subject, rule, text(old), text(new));
        }
    }

    /// Reports a field that became an option, or is none any more, because its object travels in other directions.
    fn option(&mut self, subject: &Subject, pair: &ObjectPair<'m>, old: &Field, new: &Field) {
        let ways = (old.is_option_in(pair.objects.0.role), new.is_option_in(pair.objects.1.role));
        if old.required == new.required && self.pairs.same_type(&old.ty, &new.ty) {
            self.report_if_changed(subject, Rule::FieldRustTypeChanged, ways, |is_option| show::option(*is_option));
        }
    }

    fn requirement(&mut self, subject: &Subject, old: &Field, new: &Field) {
        self.directions(subject, old, new);
        self.item(subject, old.item.as_deref(), new.item.as_deref());
        if old.length != new.length {
            let length = |field: &Field| field.length.as_ref().map(|length| format!("length: {length}"));
            self.report(subject, Rule::FieldLengthChanged, length(old), length(new));
        }
        if old.bool_as_int != new.bool_as_int && old.ty == new.ty {
            let form = |int: bool| Some(if int { "wire: int" } else { "true or false" }.to_owned());
            let rules = (Rule::RequestFieldBoolFormChanged, Rule::ResponseFieldBoolFormChanged);
            self.report_by_direction(subject, rules, form(old.bool_as_int), form(new.bool_as_int));
        }
    }

    /// Compares the names of the elements of a list in XML.
    pub(super) fn item(&mut self, subject: &Subject, old: Option<&str>, new: Option<&str>) {
        let text = |item: Option<&str>| item.map(|item| format!("item: {item}"));
        if old != new {
            self.report(subject, Rule::FieldItemChanged, text(old), text(new));
        }
    }

    fn default(&mut self, subject: &Subject, old: &Field, new: &Field) {
        let text =
            |field: &Field| field.default.as_ref().map(|default| format!("default: {}", notation::literal(default)));
        let (old_text, new_text) = (text(old), text(new));
        let same = old.default.as_ref().zip(new.default.as_ref()).is_some_and(|(old, new)| same_value(old, new));
        if old_text == new_text || same {
            return;
        }
        let rule = match (&old_text, &new_text) {
            (None, _) => Rule::FieldDefaultAdded,
            (_, None) => Rule::FieldDefaultRemoved,
            _ => Rule::FieldDefaultChanged,
        };
        self.report(subject, rule, old_text, new_text);
    }

    /// Compares the names and JSON types that are read in addition to the documented ones.
    fn accepted_forms(&mut self, subject: &Subject, old: &Field, new: &Field) {
        // The old name of a renamed field was already reported together with the new one.
        let names = |field: &Field, other: &Field| -> Vec<String> {
            field.also_names.iter().filter(|name| **name != other.wire || field.wire == other.wire).cloned().collect()
        };
        let (old_names, new_names) = (names(old, new), names(new, old));
        self.set(subject, (Rule::FieldOtherNameAdded, Rule::FieldOtherNameRemoved), &old_names, &new_names);
        let types = |types: &[JsonType]| types.iter().map(|json| show::json_type(*json)).collect::<Vec<String>>();
        let (old_types, new_types) = (types(&old.also_types), types(&new.also_types));
        self.set(subject, (Rule::FieldOtherTypeAdded, Rule::FieldOtherTypeRemoved), &old_types, &new_types);
    }

    /// Reports each added and each removed element of a set.
    fn set(&mut self, subject: &Subject, (added, removed): (Rule, Rule), old: &[String], new: &[String]) {
        for one in new.iter().filter(|one| !old.contains(one)) {
            self.report(subject, added, None, Some(one.clone()));
        }
        for one in old.iter().filter(|one| !new.contains(one)) {
            self.report(subject, removed, Some(one.clone()), None);
        }
    }

    fn field_docs(&mut self, subject: &Subject, old: &Field, new: &Field) {
        let mut texts = doc_texts((&old.doc, &old.label, &old.errata), (&new.doc, &new.label, &new.errata)).to_vec();
        let rule = match (&old.deprecated, &new.deprecated) {
            (None, Some(_)) => Rule::FieldDeprecated,
            (Some(_), None) => Rule::FieldUndeprecated,
            _ => {
                texts.push(("deprecated", old.deprecated.clone(), new.deprecated.clone()));
                return self.report_docs(subject, Rule::FieldDocsChanged, &texts);
            }
        };
        self.report(subject, rule, old.deprecated.clone(), new.deprecated.clone());
        self.report_docs(subject, Rule::FieldDocsChanged, &texts);
    }
}
