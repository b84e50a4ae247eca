//! What a pattern can match, and how long these texts are.

use regex_syntax::hir::{Class, Hir, HirKind};

/// The lengths of the texts of a pattern, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lengths {
    pub(super) min: u64,
    /// `None` if they can have any length.
    pub(super) max: Option<u64>,
}

/// The texts that a pattern matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    /// Some texts, of these lengths.
    Some(Lengths),
    /// Every text.
    All,
    /// No text.
    None,
}

/// The texts that a pattern matches; `None` if the pattern cannot be parsed.
pub(super) fn language(pattern: &str) -> Option<Language> {
    let hir = regex_syntax::parse(pattern).ok()?;
    Some(match lengths(&hir) {
        None => Language::None,
        Some(_) if is_all(&hir) => Language::All,
        Some(lengths) => Language::Some(lengths),
    })
}

/// `None` if nothing matches.
fn lengths(hir: &Hir) -> Option<Lengths> {
    let fixed = |length| Some(Lengths { min: length, max: Some(length) });
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => fixed(0),
        HirKind::Literal(literal) => fixed(String::from_utf8_lossy(&literal.0).chars().count() as u64),
        HirKind::Class(Class::Unicode(class)) if class.ranges().is_empty() => None,
        HirKind::Class(Class::Bytes(class)) if class.ranges().is_empty() => None,
        HirKind::Class(_) => fixed(1),
        HirKind::Capture(capture) => lengths(&capture.sub),
        HirKind::Repetition(repetition) => {
            let Some(one) = lengths(&repetition.sub) else {
                return if repetition.min == 0 { fixed(0) } else { None };
            };
            let max = match (one.max, repetition.max) {
                (Some(0), _) => Some(0),
                (Some(one), Some(most)) => Some(one.saturating_mul(most.into())),
                (_, Some(0)) => Some(0),
                _ => None,
            };
            Some(Lengths { min: one.min.saturating_mul(repetition.min.into()), max })
        }
        HirKind::Concat(parts) => parts.iter().try_fold(Lengths { min: 0, max: Some(0) }, |sum, part| {
            let part = lengths(part)?;
            let max = sum.max.zip(part.max).map(|(a, b)| a.saturating_add(b));
            Some(Lengths { min: sum.min.saturating_add(part.min), max })
        }),
        HirKind::Alternation(parts) => parts
            .iter()
            .filter_map(lengths)
            .reduce(|a, b| Lengths { min: a.min.min(b.min), max: a.max.zip(b.max).map(|(a, b)| a.max(b)) }),
    }
}

/// Whether a pattern is equivalent to `[\s\S]*`. `.*` is not: `.` does not match line breaks.
fn is_all(hir: &Hir) -> bool {
    let HirKind::Repetition(repetition) = hir.kind() else { return false };
    let any = match repetition.sub.kind() {
        HirKind::Class(Class::Unicode(class)) => {
            let mut rest = class.clone();
            rest.negate();
            rest.ranges().is_empty()
        }
        _ => false,
    };
    any && repetition.min == 0 && repetition.max.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_patterns() {
        let some = |min, max| Some(Language::Some(Lengths { min, max }));
        for (pattern, expected) in [
            ("", some(0, Some(0))),
            ("[0-9]{11}", some(11, Some(11))),
            ("wm[a-zA-Z0-9_-]+", some(3, None)),
            ("(ab|客户号|c)?", some(0, Some(3))),
            ("^a{2,4}$", some(2, Some(4))),
            ("(a*){3}", some(0, None)),
            (r"[^\s\S]", Some(Language::None)),
            (r"x[^\s\S]|y", some(1, Some(1))),
            (".*", some(0, None)),
            ("[^,]*", some(0, None)),
            (r"[\s\S]*", Some(Language::All)),
            (".+", some(1, None)),
            ("(", None),
        ] {
            assert_eq!(language(pattern), expected, "{pattern}");
        }
    }
}
