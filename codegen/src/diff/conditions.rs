//! Compares the rules about several fields of an object: conditions and groups.

use super::{
    Rule,
    comparison::{ByDirection, Comparison, Subject},
    matching::Matched,
    pairs::ObjectPair,
    side::own_field_at,
};
use crate::model::{Condition, Dependency, Effect, Field, Group, GroupRule, Literal, Object, Test, notation};

const CONDITION_ADDED: ByDirection = (Rule::RequestConditionAdded, Rule::ResponseConditionAdded);
const CONDITION_REMOVED: ByDirection = (Rule::RequestConditionRemoved, Rule::ResponseConditionRemoved);
const CONDITION_CHANGED: ByDirection = (Rule::RequestConditionChanged, Rule::ResponseConditionChanged);
/// What is ignored breaks nothing.
const WARNING_CHANGED: ByDirection = (Rule::WarningChanged, Rule::WarningChanged);
const GROUP_ADDED: ByDirection = (Rule::RequestGroupAdded, Rule::ResponseGroupAdded);
const GROUP_REMOVED: ByDirection = (Rule::RequestGroupRemoved, Rule::ResponseGroupRemoved);
const GROUP_CHANGED: ByDirection = (Rule::RequestGroupChanged, Rule::ResponseGroupChanged);

impl<'m> Comparison<'m> {
    pub(super) fn conditions(&mut self, subject: &Subject, pair: &ObjectPair<'m>, old: &Field, new: &Field) {
        for (effect, _, key) in Dependency::kinds() {
            let (old, new) = (dependency(old, key), dependency(new, key));
            let rules = match (old, new) {
                (None, Some(_)) => CONDITION_ADDED,
                (Some(_), None) => CONDITION_REMOVED,
                (Some(old), Some(new)) if !same_condition(pair, &old.condition, &new.condition) => CONDITION_CHANGED,
                _ => continue,
            };
            let rules = if effect == Effect::Ignored { WARNING_CHANGED } else { rules };
            self.report_by_direction(subject, rules, old.map(notation::dependency), new.map(notation::dependency));
        }
    }

    /// Compares the groups of an object. `removed` is the object in its old file.
    pub(super) fn groups(&mut self, subject: &Subject, removed: &Subject, pair: &ObjectPair<'m>) {
        let (old_object, new_object) = pair.objects;
        let renamed = |group: &Group| sorted(group.fields.iter().map(|field| pair.new_wire(field)));
        let own = |group: &Group| sorted(group.fields.iter().map(String::as_str));
        let in_order = |o: &Group, n: &Group| o.fields.iter().map(|field| pair.new_wire(field)).eq(&n.fields);
        let same = |o: &Group, n: &Group| {
            o.rule == n.rule && if o.rule.is_ordered() { in_order(o, n) } else { renamed(o) == own(n) }
        };
        let overlap = |o: &Group, n: &Group| {
            o.fields.iter().any(|field| n.fields.iter().any(|other| pair.new_wire(field) == other))
        };
        // Groups have no names, so they are matched by their fields.
        let matched = Matched::none(&old_object.groups, &new_object.groups);
        let matched = matched.or_by(same).or_by(|o, n| renamed(o) == own(n)).or_by(overlap);
        for (old, new) in matched.pairs {
            if !same(old, new) {
                let at = subject.at(group_at(new_object, new));
                let rules = group_rules(&[old, new], GROUP_CHANGED);
                self.report_by_direction(&at, rules, Some(notation::group(old)), Some(notation::group(new)));
            }
        }
        for new in matched.added {
            let at = subject.at(group_at(new_object, new));
            self.report_by_direction(&at, group_rules(&[new], GROUP_ADDED), None, Some(notation::group(new)));
        }
        for old in matched.removed {
            let at = removed.at(group_at(old_object, old));
            self.report_by_direction(&at, group_rules(&[old], GROUP_REMOVED), Some(notation::group(old)), None);
        }
    }
}

/// The rules for changed groups, unless all of them are only about what is ignored.
fn group_rules(groups: &[&Group], rules: ByDirection) -> ByDirection {
    if groups.iter().all(|group| group.rule == GroupRule::FirstOf) { WARNING_CHANGED } else { rules }
}

fn dependency<'f>(field: &'f Field, key: &str) -> Option<&'f Dependency> {
    field.depends.iter().find(|dependency| dependency.key() == key)
}

fn sorted<'s>(names: impl Iterator<Item = &'s str>) -> Vec<String> {
    let mut names: Vec<String> = names.map(str::to_owned).collect();
    names.sort_unstable();
    names
}

/// The place of a group: the map that holds its first field.
fn group_at(object: &Object, group: &Group) -> String {
    let own = |wire: &&String| !object.origins.contains_key(*wire);
    let field = group.fields.iter().filter(own).find_map(|wire| object.field(wire));
    let at = field.map(|field| own_field_at(object, field));
    at.and_then(|at| at.rsplit_once('.').map(|(above, _)| above.to_owned())).unwrap_or_else(|| object.at.clone())
}

pub(super) fn same_condition(pair: &ObjectPair<'_>, old: &Condition, new: &Condition) -> bool {
    let same_values =
        |old: &[Literal], new: &[Literal]| old.iter().all(|old| new.iter().any(|new| same_value(old, new)));
    let same_test = |old: &Test, new: &Test| {
        pair.new_wire(&old.field) == new.field
            && same_values(&old.values, &new.values)
            && same_values(&new.values, &old.values)
    };
    old.tests.len() == new.tests.len() && old.tests.iter().all(|old| new.tests.iter().any(|new| same_test(old, new)))
}

/// Whether two literals mean the same value. A renamed or rewired enum value counts as the same, because the enum reports
/// that change.
pub(super) fn same_value(old: &Literal, new: &Literal) -> bool {
    match (old, new) {
        (Literal::Enum { name: old_name, wire: old }, Literal::Enum { name: new_name, wire: new }) => {
            old_name == new_name || old == new
        }
        _ => old == new,
    }
}
