//! Compares limits under conditions.

use super::{
    Rule,
    comparison::{ByDirection, Comparison, Subject},
    conditions::same_condition,
    matching::Matched,
    pairs::ObjectPair,
};
use crate::model::{Field, LimitsIf, notation};

const ADDED: ByDirection = (Rule::RequestLimitTightened, Rule::ResponseLimitTightened);
const REMOVED: ByDirection = (Rule::RequestLimitLoosened, Rule::ResponseLimitLoosened);
const CHANGED: ByDirection = (Rule::RequestLimitChanged, Rule::ResponseLimitChanged);

impl<'m> Comparison<'m> {
    pub(super) fn limits_if(&mut self, subject: &Subject, pair: &ObjectPair<'m>, old: &Field, new: &Field) {
        let same = |old: &LimitsIf, new: &LimitsIf| same_condition(pair, &old.condition, &new.condition);
        let matched = Matched::none(&old.limits_if, &new.limits_if);
        let matched = matched.or_by(|old, new| same(old, new) && old.limits == new.limits).or_by(same);
        for (old, new) in matched.pairs.into_iter().filter(|(old, new)| old.limits != new.limits) {
            self.report_by_direction(subject, CHANGED, Some(notation::limits_if(old)), Some(notation::limits_if(new)));
        }
        for new in matched.added {
            self.report_by_direction(subject, ADDED, None, Some(notation::limits_if(new)));
        }
        for old in matched.removed {
            self.report_by_direction(subject, REMOVED, Some(notation::limits_if(old)), None);
        }
    }
}
