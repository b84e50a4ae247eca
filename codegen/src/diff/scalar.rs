//! Named scalars that both sides have.

use super::{Rule, comparison::Comparison, show};
use crate::model::{Scalar, TypeName};

impl<'m> Comparison<'m> {
    pub(super) fn scalars(&mut self) {
        let (olds, news) = (self.old.model, self.new.model);
        for (name, old) in &olds.scalars {
            let other = self.pairs.types.get(name).and_then(|other| news.scalars.get_key_value(*other));
            if let Some((other, new)) = other {
                self.scalar((name, other), old, new);
            }
        }
    }

    fn scalar(&mut self, names: (&'m TypeName, &'m TypeName), old: &Scalar, new: &Scalar) {
        if names.0 == names.1 && old == new {
            return;
        }
        let spot = self.spot(names, &new.file, &names.1.name);
        self.fact(&spot, Rule::ScalarWireChanged, (old.wire, new.wire), |wire| show::primitive(*wire));
        let rule = if new.secret { Rule::ScalarHidden } else { Rule::ScalarShown };
        self.fact(&spot, rule, (old.secret, new.secret), |secret| format!("secret: {secret}"));
        self.limits(&spot, &old.limits, &new.limits);
        // Emitted scalars without limits have no validator.
        let rule = if new.limits.is_empty() { Rule::ScalarUnchecked } else { Rule::ScalarChecked };
        let words = |none: &bool| if *none { "no limits" } else { "limits" }.to_owned();
        self.fact(&spot, rule, (old.limits.is_empty(), new.limits.is_empty()), words);
        let facts = [
            ("doc", old.doc.clone(), new.doc.clone()),
            ("label", old.label.clone(), new.label.clone()),
            ("errata", show::errata(&old.errata), show::errata(&new.errata)),
        ];
        self.docs(&spot, Rule::ScalarDocsChanged, &facts);
    }
}
