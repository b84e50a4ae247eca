//! Rules about the kinds of a list's elements.

use super::{
    doc::WORDS,
    string::literal,
    types::{Context, is_held_plain},
};
use crate::{
    model::{Choice, Field, KindCount, Type, TypeName, WireValue},
    naming,
};

/// The rules about the kinds of the elements of a field.
pub(super) fn of_field(context: Context<'_>, field: &Field) -> Vec<String> {
    let (Type::List(of), false) = (&field.ty, field.limits.kinds.is_empty()) else { return Vec::new() };
    let (Type::Object(name), Some(choice)) = (&**of, context.model.choice_of(of)) else { return Vec::new() };
    let tag = tag_of(context, name, choice);
    let counts = field.limits.kinds.counts.iter().map(|count| {
        let words = literal(&WORDS.kind_count(count));
        format!("kinds({tag}, &[{}], {}, {words})", tags(choice, count), count.max)
    });
    counts.chain(field.limits.kinds.alike.then(|| format!("alike({tag})"))).collect()
}

/// A function from an element to its tag.
fn tag_of(context: Context<'_>, name: &TypeName, choice: &Choice) -> String {
    if context.model.as_choice(name).is_some() {
        return "choice::tag".to_owned();
    }
    let member = naming::value_ident(&choice.name);
    match is_held_plain(&context.model.objects[name], choice) {
        true => format!("|it| choice::tag(&it.{member})"),
        false => format!("|it| it.{member}.as_ref().and_then(choice::tag)"),
    }
}

fn tags(choice: &Choice, count: &KindCount) -> String {
    let counted = choice.variants.iter().filter(|variant| count.of.contains(&variant.name));
    let tags = counted.map(|variant| match &variant.tag {
        WireValue::Int(tag) => tag.to_string(),
        WireValue::Text(tag) => literal(tag),
    });
    tags.collect::<Vec<_>>().join(", ")
}
