//! Compares choices that both models have.

use super::{
    Rule,
    comparison::{ByDirection, Comparison, Subject, doc_texts},
    matching::Matched,
    pairs::ObjectPair,
    show,
    side::{below, origin},
};
use crate::model::{Choice, Object, Role, Type, Variant};

const VARIANT_ADDED: ByDirection = (Rule::RequestVariantAdded, Rule::ResponseVariantAdded);
const VARIANT_REMOVED: ByDirection = (Rule::RequestVariantRemoved, Rule::ResponseVariantRemoved);

impl<'m> Comparison<'m> {
    pub(super) fn choice(&mut self, subject: &Subject, pair: &ObjectPair<'m>, old: &Choice, new: &Choice) {
        // The name of the enum begins with that of the object, so it changes when the object is renamed.
        let object_renamed = pair.names.0.name != pair.names.1.name;
        if old.name != new.name || old.type_name != new.type_name && !object_renamed {
            let text = |choice: &Choice| Some(format!("{}: {}", choice.name, choice.type_name));
            self.report(subject, Rule::ChoiceRenamed, text(old), text(new));
        }
        self.report_if_changed(subject, Rule::ChoiceTagChanged, (show::tag(old), show::tag(new)), Clone::clone);
        self.required(subject, old.required, new.required);
        let is_field = pair.objects.0.only_choice().is_none() && pair.objects.1.only_choice().is_none();
        let is_option = |choice: &Choice, object: &Object| !choice.required || object.role == Role::Both;
        let ways = (is_option(old, pair.objects.0), is_option(new, pair.objects.1));
        if is_field && old.required == new.required {
            self.report_if_changed(subject, Rule::FieldRustTypeChanged, ways, |is_option| show::option(*is_option));
        }
        let texts = doc_texts((&old.doc, &old.label, &old.errata), (&new.doc, &new.label, &new.errata));
        self.report_docs(subject, Rule::ChoiceDocsChanged, &texts);
        self.conversions(subject, pair, old, new);
        self.variants(subject, pair, old, new);
    }

    /// Compares which objects convert into the choice. If an object is no longer part of it, that was reported.
    fn conversions(&mut self, subject: &Subject, pair: &ObjectPair<'m>, old: &Choice, new: &Choice) {
        if !pair.objects.0.role.sent() || !pair.objects.1.role.sent() {
            return;
        }
        let converts = |choice: &Choice, ty: &Type| choice.conversions().any(|(_, converted)| converted == ty);
        for old_ty in old.types() {
            let Some(new_ty) = new.types().into_iter().find(|ty| self.pairs.same_type(old_ty, ty)) else { continue };
            let rule = match (converts(old, old_ty), converts(new, new_ty)) {
                (false, true) => Rule::ChoiceConversionAdded,
                (true, false) => Rule::ChoiceConversionRemoved,
                _ => continue,
            };
            let text = |converts: bool, ty: &Type| converts.then(|| show::ty(ty));
            self.report(subject, rule, text(converts(old, old_ty), old_ty), text(converts(new, new_ty), new_ty));
        }
    }

    fn variants(&mut self, subject: &Subject, pair: &ObjectPair<'m>, old: &Choice, new: &Choice) {
        let matched = Matched::by_key(&old.variants, &new.variants, |variant| variant.tag.to_string());
        let matched = matched.or_by(|old, new| old.name == new.name);
        let part = |subject: &Subject, variant: &Variant| subject.at(below(&subject.at, &variant.tag.to_string()));
        for (old, new) in matched.pairs {
            self.variant(&part(subject, new), old, new);
        }
        for variant in matched.added {
            self.report_by_direction(&part(subject, variant), VARIANT_ADDED, None, Some(show::variant(variant)));
        }
        let (object, _) = pair.objects;
        let removed = subject.at_origin(origin(object, &old.key, below(&object.at, &old.key)));
        for variant in matched.removed {
            self.report_by_direction(&part(&removed, variant), VARIANT_REMOVED, Some(show::variant(variant)), None);
        }
    }

    fn variant<'v>(&mut self, subject: &Subject, old: &'v Variant, new: &'v Variant) {
        self.report_if_changed(subject, Rule::VariantRewired, (&old.tag, &new.tag), |tag| show::wire(tag));
        let name = |name: &&String| format!("name: {name}");
        self.report_if_changed(subject, Rule::VariantRenamed, (&old.name, &new.name), name);
        let member = |variant: &'v Variant| variant.field.as_ref().map(|field| field.wire.as_str());
        let same_type = match (old.ty(), new.ty()) {
            (None, None) => true,
            (Some(old), Some(new)) => self.pairs.same_type(old, new),
            _ => false,
        };
        if !same_type {
            self.report(subject, Rule::VariantTypeChanged, show::payload(old), show::payload(new));
        } else if member(old) != member(new) {
            self.report(subject, Rule::VariantMemberChanged, show::payload(old), show::payload(new));
        }
        let item = |variant: &'v Variant| variant.field.as_ref().and_then(|field| field.item.as_deref());
        self.item(subject, item(old), item(new));
        let texts = doc_texts((&old.doc, &old.label, &old.errata), (&new.doc, &new.label, &new.errata));
        self.report_docs(subject, Rule::VariantDocsChanged, &texts);
    }
}
