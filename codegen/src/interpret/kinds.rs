//! Limits on the kinds of a list's elements.

use super::{
    finding::Class,
    read::{Part, Read},
    run::Run,
};
use crate::model::{KindCount, Limits, Type, Variant, Words};

impl<'a> Run<'a> {
    /// Counts the kinds of the elements, which are of type `of`. An element without a tag is of no kind.
    pub(super) fn kinds(&mut self, limits: Option<&'a Limits>, of: &'a Type, list: &Read<'a>) {
        let (Some(limits), Some(choice), Read::List(elements)) = (limits, self.model.choice_of(of), list) else {
            return;
        };
        let tags: Vec<&Read<'a>> = elements.iter().filter_map(|element| tag(element, &choice.tag)).collect();
        let is_counted = |variant: &Variant, count: &KindCount| count.of.contains(&variant.name);
        for count in &limits.kinds.counts {
            let variants = || choice.variants.iter().filter(|variant| is_counted(variant, count));
            let found = tags.iter().filter(|tag| variants().any(|variant| tag.is_wire(&variant.tag))).count();
            if u64::try_from(found).unwrap_or(u64::MAX) > count.max {
                let message = format!("expected {}, found {found}", Words::JSON.kind_count(count));
                self.add(Class::Violation, "kinds", message);
            }
        }
        if limits.kinds.alike && tags.windows(2).any(|pair| pair[0] != pair[1]) {
            self.add(Class::Violation, "alike", "expected elements of one kind, found several");
        }
    }
}

/// The tag of an element.
fn tag<'r, 'a>(element: &'r Part<'a>, name: &str) -> Option<&'r Read<'a>> {
    match element {
        Some(Read::Object(parts)) => parts.get(name)?.as_ref(),
        _ => None,
    }
}
