//! Compares lists of examples.

use crate::model::{Example, WrongExample};

/// An example, and why it is wrong, if it is.
pub(super) type Listed<'m> = (&'m Example, Option<&'m str>);

/// Right and wrong examples in one list.
pub(super) fn listed<'m>(right: &'m [Example], wrong: &'m [WrongExample]) -> Vec<Listed<'m>> {
    let wrong = wrong.iter().map(|wrong| (&wrong.example, Some(wrong.wrong.as_str())));
    right.iter().map(|example| (example, None)).chain(wrong).collect()
}

/// The names of the examples that only the old list has, and of those that only the new one has. An edited example is in
/// both; an example that was only moved to another folder is in neither.
pub(super) fn changed(old: &[Listed<'_>], new: &[Listed<'_>]) -> (Option<String>, Option<String>) {
    (only_in(old, new), only_in(new, old))
}

fn only_in(these: &[Listed<'_>], those: &[Listed<'_>]) -> Option<String> {
    let is_same = |(this, why): Listed<'_>, (that, because): Listed<'_>| {
        this.value == that.value && this.file_name() == that.file_name() && why == because
    };
    let only = these.iter().filter(|this| !those.iter().any(|that| is_same(**this, *that)));
    let names: Vec<String> = only.map(|(example, wrong)| named(example, *wrong)).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn named(example: &Example, wrong: Option<&str>) -> String {
    match wrong {
        Some(why) => format!("{{ file: {}, wrong: {why} }}", example.file_name()),
        None => example.file_name().to_owned(),
    }
}
