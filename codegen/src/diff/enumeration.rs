//! Compares enums that both models have.

use std::ptr;

use super::{
    Rule,
    comparison::{ByDirection, Comparison, Subject, doc_texts},
    matching::Matched,
    show,
    side::below,
};
use crate::model::{Enum, EnumValue, Model, Primitive, TypeName};

const VALUE_ADDED: ByDirection = (Rule::RequestEnumValueAdded, Rule::ResponseEnumValueAdded);
const VALUE_REMOVED: ByDirection = (Rule::RequestEnumValueRemoved, Rule::ResponseEnumValueRemoved);

impl<'m> Comparison<'m> {
    pub(super) fn enums(&mut self) {
        let (old_model, new_model) = (self.old.model, self.new.model);
        for (name, old) in &old_model.enums {
            let other = self.pairs.types.get(name).and_then(|other| new_model.enums.get_key_value(*other));
            if let Some((other, new)) = other {
                self.enumeration((name, other), old, new);
            }
        }
    }

    fn enumeration(&mut self, names: (&'m TypeName, &'m TypeName), old: &Enum, new: &Enum) {
        if names.0 == names.1 && old == new {
            return;
        }
        let subject = self.subject(names, &new.file, &names.1.name);
        self.report_if_changed(&subject, Rule::EnumWireChanged, (old.wire, new.wire), |wire| show::primitive(*wire));
        let rule = if new.closed { Rule::EnumClosed } else { Rule::EnumOpened };
        self.report_if_changed(&subject, rule, (old.closed, new.closed), |closed| format!("closed: {closed}"));
        let texts = doc_texts((&old.doc, &old.label, &old.errata), (&new.doc, &new.label, &new.errata));
        self.report_docs(&subject, Rule::EnumDocsChanged, &texts);
        self.values(&subject, names, old, new);
    }

    fn values(&mut self, subject: &Subject, names: (&TypeName, &TypeName), old: &Enum, new: &Enum) {
        let matched = Matched::by_key(&old.values, &new.values, |value| value.name.as_str());
        let matched = matched.or_by(|old, new| old.wire == new.wire);
        let (old_model, new_model) = (self.old.model, self.new.model);
        let new_part = |value: &EnumValue| subject.at(value_at(new_model, &names.1.name, new, value));
        let pairs = matched.pairs;
        for (old_value, new_value) in &pairs {
            self.value(&new_part(new_value), old_value, new_value, old.wire == new.wire);
        }
        self.order(subject, &pairs, old, new);
        for value in matched.added {
            self.report_by_direction(&new_part(value), VALUE_ADDED, None, Some(show::value(value)));
        }
        let removed = subject.in_file(&old.file);
        for value in matched.removed {
            let part = removed.at(value_at(old_model, &names.0.name, old, value));
            self.report_by_direction(&part, VALUE_REMOVED, Some(show::value(value)), None);
        }
    }

    /// Compares the order of the values that both enums have. Integers are sorted, so their order changes only with a
    /// value that is reported anyway.
    fn order(&mut self, subject: &Subject, pairs: &[(&EnumValue, &EnumValue)], old: &Enum, new: &Enum) {
        let place = |values: &[EnumValue], value: &EnumValue| values.iter().position(|one| ptr::eq(one, value));
        let (mut old_order, mut new_order) = (pairs.to_vec(), pairs.to_vec());
        old_order.sort_by_key(|(value, _)| place(&old.values, value));
        new_order.sort_by_key(|(_, value)| place(&new.values, value));
        let is_sorted = |decl: &Enum| decl.wire != Primitive::String;
        if old_order != new_order && !is_sorted(old) && !is_sorted(new) {
            let list = |names: Vec<&str>| Some(format!("[{}]", names.join(", ")));
            let old = list(old_order.iter().map(|(value, _)| value.name.as_str()).collect());
            let new = list(new_order.iter().map(|(_, value)| value.name.as_str()).collect());
            self.report(subject, Rule::EnumValuesReordered, old, new);
        }
    }

    fn value(&mut self, subject: &Subject, old: &EnumValue, new: &EnumValue, same_type: bool) {
        self.report_if_changed(subject, Rule::EnumValueRenamed, (&old.name, &new.name), |name| (*name).clone());
        // If the type on the wire changed, every value did.
        if same_type {
            self.report_if_changed(subject, Rule::EnumValueRewired, (&old.wire, &new.wire), |wire| {
                format!("value: {}", show::wire(wire))
            });
        }
        let texts = doc_texts((&old.doc, &old.label, &old.errata), (&new.doc, &new.label, &new.errata));
        self.report_docs(subject, Rule::EnumValueDocsChanged, &texts);
    }
}

/// The place of an enum value. A value that is inherited from another enum has the place of the enum.
fn value_at(model: &Model, name: &str, decl: &Enum, value: &EnumValue) -> String {
    let base = decl.from.as_ref().and_then(|from| model.enums.get(from));
    let inherited =
        base.is_some_and(|base| base.values.iter().any(|other| other.name == value.name && other.wire == value.wire));
    if inherited { name.to_owned() } else { below(name, &value.name) }
}
