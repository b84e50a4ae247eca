//! Objects: their members, and what is said about them as a whole.

use super::{
    Rule,
    comparison::{ByWay, Comparison, Spot},
    pairs::{ObjectPair, required},
    show,
    side::{below, field_at, is_declared, object_at, root},
};
use crate::model::{Object, Role};

const ADDED_OPTIONAL: ByWay = (Rule::RequestOptionalFieldAdded, Rule::ResponseOptionalFieldAdded);
const ADDED_REQUIRED: ByWay = (Rule::RequestRequiredFieldAdded, Rule::ResponseRequiredFieldAdded);
const REMOVED_OPTIONAL: ByWay = (Rule::RequestOptionalFieldRemoved, Rule::ResponseOptionalFieldRemoved);
const REMOVED_REQUIRED: ByWay = (Rule::RequestRequiredFieldRemoved, Rule::ResponseRequiredFieldRemoved);

impl<'m> Comparison<'m> {
    pub(super) fn object(&mut self, pair: &ObjectPair<'m>) {
        let (old, new) = pair.objects;
        if old == new && old.types().all(|ty| self.pairs.same_type(ty, ty)) {
            return;
        }
        let whole = self.spot(pair.names, &new.file, object_at(pair.names.1, new));
        self.whole(&whole, pair);
        for (was, is) in &pair.fields.both {
            let same = was == is && was.required_if.is_none() && was.forbidden_unless.is_none();
            if same && self.pairs.same_type(&was.ty, &is.ty) {
                continue;
            }
            self.field(&whole.at(field_at(new, is)), pair, was, is);
        }
        for field in &pair.fields.new {
            let rules = if field.required { ADDED_REQUIRED } else { ADDED_OPTIONAL };
            self.tell_ways(&whole.at(field_at(new, field)), rules, None, Some(show::field(field)));
        }
        let gone = whole.in_file(&old.file);
        for field in &pair.fields.gone {
            let rules = if field.required { REMOVED_REQUIRED } else { REMOVED_OPTIONAL };
            self.tell_ways(&gone.at(field_at(old, field)), rules, Some(show::field(field)), None);
        }
        self.choice_of(&whole, &gone, pair);
        self.groups(&whole, &gone, pair);
    }

    fn choice_of(&mut self, whole: &Spot, gone: &Spot, pair: &ObjectPair<'m>) {
        let (old, new) = pair.objects;
        match (old.choice(), new.choice()) {
            (Some(was), Some(is)) => self.choice(&whole.at(below(&new.at, &is.key)), pair, was, is),
            (None, Some(choice)) => {
                let rules = if choice.required { ADDED_REQUIRED } else { ADDED_OPTIONAL };
                self.tell_ways(&whole.at(below(&new.at, &choice.key)), rules, None, Some(show::choice(choice)));
            }
            (Some(choice), None) => {
                let rules = if choice.required { REMOVED_REQUIRED } else { REMOVED_OPTIONAL };
                self.tell_ways(&gone.at(below(&old.at, &choice.key)), rules, Some(show::choice(choice)), None);
            }
            (None, None) => {}
        }
    }

    fn whole(&mut self, spot: &Spot, pair: &ObjectPair<'m>) {
        let (old, new) = pair.objects;
        let facts = [
            ("$doc", old.doc.clone(), new.doc.clone()),
            ("$label", old.label.clone(), new.label.clone()),
            ("errata", show::errata(&old.errata), show::errata(&new.errata)),
        ];
        self.docs(spot, Rule::TypeDocsChanged, &facts);
        // What an inline object is in travels as it does.
        if is_declared(pair.names.1, new) || is_declared(pair.names.0, old) {
            self.fact(spot, Rule::TypeRoleChanged, (old.role, new.role), |role| travels(*role).to_owned());
        }
        self.constructor(spot, pair);
    }

    /// Arguments have an order, but what comes, goes or is no longer required is told at the member.
    fn constructor(&mut self, spot: &Spot, pair: &ObjectPair<'m>) {
        let (old, new) = pair.objects;
        let takes = |object: &Object| object.role != Role::Both || root(pair.names.1);
        if !takes(old) || !takes(new) {
            return;
        }
        let renamed = |name: &str| {
            let field = pair.fields.both.iter().find(|(old, _)| old.name == name);
            let choices = old.choice().zip(new.choice()).filter(|(old, _)| old.name == name);
            field.map(|(_, new)| new.name.clone()).or(choices.map(|(_, new)| new.name.clone()))
        };
        let mut before: Vec<String> = required(old).into_iter().filter_map(renamed).collect();
        let mut after: Vec<String> = required(new).into_iter().map(str::to_owned).collect();
        before.retain(|name| after.contains(name));
        after.retain(|name| before.contains(name));
        self.fact(spot, Rule::TypeConstructorChanged, (before, after), |names| format!("[{}]", names.join(", ")));
    }
}

fn travels(role: Role) -> &'static str {
    match role {
        Role::Request => "sent",
        Role::Response => "received",
        Role::Both => "sent and received",
    }
}
