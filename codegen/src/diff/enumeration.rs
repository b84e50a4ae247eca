//! Enums that both sides have.

use super::{
    Rule,
    comparison::{ByWay, Comparison, Spot},
    matching::Matched,
    show,
    side::below,
};
use crate::model::{Enum, EnumValue, Model, TypeName};

const VALUE_ADDED: ByWay = (Rule::RequestEnumValueAdded, Rule::ResponseEnumValueAdded);
const VALUE_REMOVED: ByWay = (Rule::RequestEnumValueRemoved, Rule::ResponseEnumValueRemoved);

impl<'m> Comparison<'m> {
    pub(super) fn enums(&mut self) {
        let (olds, news) = (self.old.model, self.new.model);
        for (name, old) in &olds.enums {
            let other = self.pairs.types.get(name).and_then(|other| news.enums.get_key_value(*other));
            if let Some((other, new)) = other {
                self.enumeration((name, other), old, new);
            }
        }
    }

    fn enumeration(&mut self, names: (&'m TypeName, &'m TypeName), old: &Enum, new: &Enum) {
        if names.0 == names.1 && old == new {
            return;
        }
        let spot = self.spot(names, &new.file, &names.1.name);
        self.fact(&spot, Rule::EnumWireChanged, (old.wire, new.wire), |wire| show::primitive(*wire));
        let rule = if new.closed { Rule::EnumClosed } else { Rule::EnumOpened };
        self.fact(&spot, rule, (old.closed, new.closed), |closed| format!("closed: {closed}"));
        let facts = [
            ("doc", old.doc.clone(), new.doc.clone()),
            ("label", old.label.clone(), new.label.clone()),
            ("errata", show::errata(&old.errata), show::errata(&new.errata)),
        ];
        self.docs(&spot, Rule::EnumDocsChanged, &facts);
        self.values(&spot, names, old, new);
    }

    fn values(&mut self, spot: &Spot, names: (&TypeName, &TypeName), old: &Enum, new: &Enum) {
        let matched = Matched::by(&old.values, &new.values, |value| value.name.as_str());
        let matched = matched.or_if(|old, new| old.wire == new.wire);
        let at = |value: &EnumValue| spot.at(value_at(self.new.model, &names.1.name, new, value));
        let both: Vec<_> = matched.both.into_iter().map(|(was, is)| (at(is), was, is)).collect();
        let added: Vec<_> = matched.new.into_iter().map(|value| (at(value), value)).collect();
        for (spot, was, is) in both {
            // A type's values all are others where the type is.
            self.value(&spot, was, is, old.wire == new.wire);
        }
        for (spot, value) in added {
            self.tell_ways(&spot, VALUE_ADDED, None, Some(show::value(value)));
        }
        let gone = spot.in_file(&old.file);
        for value in matched.gone {
            let spot = gone.at(value_at(self.old.model, &names.0.name, old, value));
            self.tell_ways(&spot, VALUE_REMOVED, Some(show::value(value)), None);
        }
    }

    fn value(&mut self, spot: &Spot, old: &EnumValue, new: &EnumValue, same_type: bool) {
        self.fact(spot, Rule::EnumValueRenamed, (&old.name, &new.name), |name| (*name).clone());
        if same_type {
            self.fact(spot, Rule::EnumValueRewired, (&old.wire, &new.wire), |wire| {
                format!("value: {}", show::wire(wire))
            });
        }
        let facts = [
            ("doc", old.doc.clone(), new.doc.clone()),
            ("label", old.label.clone(), new.label.clone()),
            ("errata", show::errata(&old.errata), show::errata(&new.errata)),
        ];
        self.docs(spot, Rule::EnumValueDocsChanged, &facts);
    }
}

/// Where a value stands. One that comes of the enum that this one is derived from has no place of its own.
fn value_at(model: &Model, name: &str, decl: &Enum, value: &EnumValue) -> String {
    let base = decl.from.as_ref().and_then(|from| model.enums.get(from));
    let inherited =
        base.is_some_and(|base| base.values.iter().any(|other| other.name == value.name && other.wire == value.wire));
    if inherited { name.to_owned() } else { below(name, &value.name) }
}
