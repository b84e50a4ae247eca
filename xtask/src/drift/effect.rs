//! What a change on a page would do to users, if the schema follows it: the rule of `diff`.

use codegen::diff::Rule;
use facts::{Change, Direction, Facts};

/// The rule that `diff` would report, in the worst case. `None` if the change has no rule, or if it depends on what the page
/// means.
pub(crate) fn rule(change: &Change, is_renamed: bool, old: &Facts, new: &Facts) -> Option<Rule> {
    let (was, is) = (!change.old.is_empty(), !change.new.is_empty());
    let sent = change.id.direction == Some(Direction::Request);
    let by = |request, response| Some(if sent { request } else { response });
    match (change.id.kind, was, is) {
        ("part", ..) if is_renamed && is_event(change, new) => Some(Rule::EventTagsChanged),
        ("part", ..) if is_renamed => Some(Rule::EndpointRouteChanged),
        ("member", ..) if is_renamed => by(Rule::RequestFieldRenamed, Rule::ResponseFieldRenamed),
        ("part", false, true) => Some(if is_event(change, new) { Rule::EventAdded } else { Rule::EndpointAdded }),
        ("part", true, false) => Some(if is_event(change, old) { Rule::EventRemoved } else { Rule::EndpointRemoved }),
        ("permission", ..) => Some(Rule::EndpointPermissionsChanged),
        ("example", ..) => Some(Rule::EndpointExamplesChanged),
        ("text", true, true) => Some(Rule::FieldDocsChanged),
        ("title" | "url" | "updated", ..) => Some(Rule::PageDocsChanged),
        ("member", false, true) if is_required(change, new) => {
            by(Rule::RequestRequiredFieldAdded, Rule::ResponseOptionalFieldAdded)
        }
        ("member", false, true) => by(Rule::RequestOptionalFieldAdded, Rule::ResponseOptionalFieldAdded),
        ("member", true, false) if is_required(change, old) => {
            by(Rule::RequestRequiredFieldRemoved, Rule::ResponseOptionalFieldRemoved)
        }
        ("member", true, false) => by(Rule::RequestOptionalFieldRemoved, Rule::ResponseOptionalFieldRemoved),
        ("type", true, true) => retyped(change, sent),
        ("required", ..) => required(change, new),
        ("bytes" | "chars" | "items" | "range", ..) => limit(change, sent),
        ("default", false, true) => Some(Rule::FieldDefaultAdded),
        ("default", true, false) => Some(Rule::FieldDefaultRemoved),
        ("default", ..) => Some(Rule::FieldDefaultChanged),
        ("values", true, true) => Some(Rule::EnumValueRewired),
        ("values", false, true) => by(Rule::RequestEnumValueAdded, Rule::ResponseEnumValueAdded),
        ("values", true, false) => by(Rule::RequestEnumValueRemoved, Rule::ResponseEnumValueRemoved),
        _ => None,
    }
}

fn is_event(change: &Change, facts: &Facts) -> bool {
    facts.parts.iter().any(|part| Some(part.name()) == change.id.part && part.path.is_none())
}

/// Whether a row of the member says that it is required.
fn is_required(change: &Change, facts: &Facts) -> bool {
    let parts = facts.parts.iter().filter(|part| Some(part.name()) == change.id.part);
    let rows = parts.flat_map(|part| change.id.direction.map(|direction| part.rows(direction)).unwrap_or_default());
    rows.filter(|row| Some(&row.path) == change.id.path.as_ref()).any(|row| row.required() == Some(true))
}

fn retyped(change: &Change, sent: bool) -> Option<Rule> {
    let meaning = |words: &[String]| -> Option<facts::vocabulary::Type> {
        words.first().and_then(|word| facts::vocabulary::look_up(facts::vocabulary::TYPES, word))
    };
    match (meaning(&change.old)?, meaning(&change.new)?) {
        // Another word for the same.
        (old, new) if old == new => Some(Rule::FieldDocsChanged),
        _ if sent => Some(Rule::RequestFieldTypeChanged),
        _ => Some(Rule::ResponseFieldTypeChanged),
    }
}

fn required(change: &Change, new: &Facts) -> Option<Rule> {
    if change.id.direction != Some(Direction::Request) {
        return None;
    }
    Some(if is_required(change, new) { Rule::RequestFieldBecameRequired } else { Rule::RequestFieldBecameOptional })
}

fn limit(change: &Change, sent: bool) -> Option<Rule> {
    let widths = |values: &[String]| values.first().map_or(Some((i64::MIN, i64::MAX)), |bounds| ends(bounds));
    let (old, new) = (widths(&change.old)?, widths(&change.new)?);
    let (tighter, looser) = (new.0 > old.0 || new.1 < old.1, new.0 < old.0 || new.1 > old.1);
    Some(match (tighter, looser, sent) {
        (true, false, true) => Rule::RequestLimitTightened,
        (false, true, true) => Rule::RequestLimitLoosened,
        (true, false, false) => Rule::ResponseLimitTightened,
        (false, true, false) => Rule::ResponseLimitLoosened,
        (_, _, true) => Rule::RequestLimitChanged,
        (_, _, false) => Rule::ResponseLimitChanged,
    })
}

/// The ends of `1..64`; an open end is the least or the greatest number.
fn ends(bounds: &str) -> Option<(i64, i64)> {
    let (min, max) = bounds.split_once("..")?;
    let end = |text: &str, open| if text.is_empty() { Some(open) } else { text.parse().ok() };
    Some((end(min, i64::MIN)?, end(max, i64::MAX)?))
}
