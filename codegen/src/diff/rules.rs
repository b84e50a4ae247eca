//! What holds for several members: conditions and groups.

use super::{
    Rule,
    comparison::{ByWay, Comparison, Spot},
    matching::Matched,
    pairs::ObjectPair,
    show,
    side::field_at,
};
use crate::model::{Condition, Field, Group, Literal, Object, Test};

const CONDITION_ADDED: ByWay = (Rule::RequestConditionAdded, Rule::ResponseConditionAdded);
const CONDITION_REMOVED: ByWay = (Rule::RequestConditionRemoved, Rule::ResponseConditionRemoved);
const CONDITION_CHANGED: ByWay = (Rule::RequestConditionChanged, Rule::ResponseConditionChanged);
const GROUP_ADDED: ByWay = (Rule::RequestGroupAdded, Rule::ResponseGroupAdded);
const GROUP_REMOVED: ByWay = (Rule::RequestGroupRemoved, Rule::ResponseGroupRemoved);
const GROUP_CHANGED: ByWay = (Rule::RequestGroupChanged, Rule::ResponseGroupChanged);

impl<'m> Comparison<'m> {
    pub(super) fn conditions(&mut self, spot: &Spot, pair: &ObjectPair<'m>, old: &Field, new: &Field) {
        let conditions = [
            ("required_if", &old.required_if, &new.required_if),
            ("forbidden_unless", &old.forbidden_unless, &new.forbidden_unless),
        ];
        for (key, was, is) in conditions {
            let rules = match (was, is) {
                (None, Some(_)) => CONDITION_ADDED,
                (Some(_), None) => CONDITION_REMOVED,
                (Some(was), Some(is)) if !same_condition(pair, was, is) => CONDITION_CHANGED,
                _ => continue,
            };
            let text = |condition: &Option<Condition>| condition.as_ref().map(|one| show::condition(key, one));
            self.tell_ways(spot, rules, text(was), text(is));
        }
    }

    pub(super) fn groups(&mut self, whole: &Spot, gone: &Spot, pair: &ObjectPair<'m>) {
        let (old, new) = pair.objects;
        let renamed = |group: &Group| sorted(group.fields.iter().map(|field| pair.renamed(field)));
        let own = |group: &Group| sorted(group.fields.iter().map(String::as_str));
        let same = |o: &Group, n: &Group| o.rule == n.rule && renamed(o) == own(n);
        let common = |o: &Group, n: &Group| {
            o.fields.iter().any(|field| n.fields.iter().any(|other| pair.renamed(field) == other))
        };
        // Groups have no names: those of the same members are the same.
        let matched = Matched { both: Vec::new(), gone: old.groups.iter().collect(), new: new.groups.iter().collect() };
        let matched = matched.or_if(same).or_if(|o, n| renamed(o) == own(n)).or_if(common);
        for (was, is) in matched.both {
            if !same(was, is) {
                let texts = (Some(show::group(was)), Some(show::group(is)));
                self.tell_ways(&whole.at(group_at(new, is)), GROUP_CHANGED, texts.0, texts.1);
            }
        }
        for group in matched.new {
            self.tell_ways(&whole.at(group_at(new, group)), GROUP_ADDED, None, Some(show::group(group)));
        }
        for group in matched.gone {
            self.tell_ways(&gone.at(group_at(old, group)), GROUP_REMOVED, Some(show::group(group)), None);
        }
    }
}

fn sorted<'s>(names: impl Iterator<Item = &'s str>) -> Vec<String> {
    let mut names: Vec<String> = names.map(str::to_owned).collect();
    names.sort_unstable();
    names
}

/// Where the object stands that a group is of: where its first field does.
fn group_at(object: &Object, group: &Group) -> String {
    let field = group.fields.iter().find_map(|wire| object.field(wire));
    let at = field.map(|field| field_at(object, field));
    at.and_then(|at| at.rsplit_once('.').map(|(above, _)| above.to_owned())).unwrap_or_else(|| object.at.clone())
}

fn same_condition(pair: &ObjectPair<'_>, old: &Condition, new: &Condition) -> bool {
    let same = |old: &Test, new: &Test| {
        let both = |old: &[Literal], new: &[Literal]| old.iter().all(|old| new.iter().any(|new| same_value(old, new)));
        pair.renamed(&old.field) == new.field && both(&old.values, &new.values) && both(&new.values, &old.values)
    };
    old.tests.len() == new.tests.len() && old.tests.iter().all(|old| new.tests.iter().any(|new| same(old, new)))
}

/// Whether two values are one; that an enum's value has another name, or is another on the wire, is told at the enum.
pub(super) fn same_value(old: &Literal, new: &Literal) -> bool {
    match (old, new) {
        (Literal::Enum { name: was, wire: old }, Literal::Enum { name: is, wire: new }) => was == is || old == new,
        _ => old == new,
    }
}
