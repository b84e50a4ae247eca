//! Compares named scalars that both models have.

use super::{
    Rule,
    comparison::{Comparison, doc_texts},
    show,
};
use crate::model::{Scalar, TypeName};

impl<'m> Comparison<'m> {
    pub(super) fn scalars(&mut self) {
        let (old_model, new_model) = (self.old.model, self.new.model);
        for (name, old) in &old_model.scalars {
            let other = self.pairs.types.get(name).and_then(|other| new_model.scalars.get_key_value(*other));
            if let Some((other, new)) = other {
                self.scalar((name, other), old, new);
            }
        }
    }

    fn scalar(&mut self, names: (&'m TypeName, &'m TypeName), old: &Scalar, new: &Scalar) {
        if names.0 == names.1 && old == new {
            return;
        }
        let subject = self.subject(names, &new.file, &names.1.name);
        let wires = (old.wire, new.wire);
        self.report_if_changed(&subject, Rule::ScalarWireChanged, wires, |wire| show::primitive(*wire));
        let rule = if new.secret { Rule::ScalarHidden } else { Rule::ScalarShown };
        self.report_if_changed(&subject, rule, (old.secret, new.secret), |secret| format!("secret: {secret}"));
        self.limits(&subject, &old.limits, &new.limits);
        // Only scalars with limits implement `Validate`.
        let rule = if new.limits.is_empty() { Rule::ScalarUnchecked } else { Rule::ScalarChecked };
        let text = |unlimited: &bool| if *unlimited { "no limits" } else { "limits" }.to_owned();
        self.report_if_changed(&subject, rule, (old.limits.is_empty(), new.limits.is_empty()), text);
        let texts = doc_texts((&old.doc, &old.label, &old.errata), (&new.doc, &new.label, &new.errata));
        self.report_docs(&subject, Rule::ScalarDocsChanged, &texts);
    }
}
