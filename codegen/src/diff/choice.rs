//! Choices that both sides have.

use super::{
    Rule,
    comparison::{ByWay, Comparison, Spot},
    matching::Matched,
    pairs::ObjectPair,
    show,
    side::below,
};
use crate::model::{Choice, Variant};

const VARIANT_ADDED: ByWay = (Rule::RequestVariantAdded, Rule::ResponseVariantAdded);
const VARIANT_REMOVED: ByWay = (Rule::RequestVariantRemoved, Rule::ResponseVariantRemoved);

impl<'m> Comparison<'m> {
    pub(super) fn choice(&mut self, spot: &Spot, pair: &ObjectPair<'m>, old: &Choice, new: &Choice) {
        // The enum's name begins with that of the object.
        let follows = pair.names.0.name != pair.names.1.name;
        if old.name != new.name || old.type_name != new.type_name && !follows {
            let text = |choice: &Choice| Some(format!("{}: {}", choice.name, choice.type_name));
            self.tell(spot, Rule::ChoiceRenamed, text(old), text(new));
        }
        self.fact(spot, Rule::ChoiceTagChanged, (show::tag(old), show::tag(new)), Clone::clone);
        self.required(spot, old.required, new.required);
        let facts = [
            ("doc", old.doc.clone(), new.doc.clone()),
            ("label", old.label.clone(), new.label.clone()),
            ("errata", show::errata(&old.errata), show::errata(&new.errata)),
        ];
        self.docs(spot, Rule::ChoiceDocsChanged, &facts);
        self.variants(spot, pair, old, new);
    }

    fn variants(&mut self, spot: &Spot, pair: &ObjectPair<'m>, old: &Choice, new: &Choice) {
        let matched = Matched::by(&old.variants, &new.variants, |variant| variant.tag.to_string());
        let matched = matched.or_if(|old, new| old.name == new.name);
        let at = |variant: &Variant| spot.at(below(&spot.at, &variant.tag.to_string()));
        for (was, is) in matched.both {
            self.variant(&at(is), was, is);
        }
        for variant in matched.new {
            self.tell_ways(&at(variant), VARIANT_ADDED, None, Some(show::variant(variant)));
        }
        let (object, _) = pair.objects;
        let gone = spot.in_file(&object.file).at(below(&object.at, &old.key));
        for variant in matched.gone {
            let spot = gone.at(below(&gone.at, &variant.tag.to_string()));
            self.tell_ways(&spot, VARIANT_REMOVED, Some(show::variant(variant)), None);
        }
    }

    fn variant(&mut self, spot: &Spot, old: &Variant, new: &Variant) {
        self.fact(spot, Rule::VariantRewired, (&old.tag, &new.tag), |tag| show::wire(tag));
        self.fact(spot, Rule::VariantRenamed, (&old.name, &new.name), |name| format!("name: {name}"));
        let same = match (&old.field, &new.field) {
            (None, None) => true,
            (Some(was), Some(is)) => was.wire == is.wire && self.pairs.same_type(&was.ty, &is.ty),
            _ => false,
        };
        if !same {
            self.tell(spot, Rule::VariantTypeChanged, show::payload(old), show::payload(new));
        }
        let facts = [
            ("doc", old.doc.clone(), new.doc.clone()),
            ("label", old.label.clone(), new.label.clone()),
            ("errata", show::errata(&old.errata), show::errata(&new.errata)),
        ];
        self.docs(spot, Rule::VariantDocsChanged, &facts);
    }
}
