//! Guesses what broke the YAML: a parser gives up where it cannot read on, often on the line after the mistake.

mod indentation;
mod line;
mod texts;

use self::line::{Culprit, Line, is_key, part};
use crate::diagnostic::Span;

/// The number of lines that are searched before the one where the parser gave up.
const BEFORE: usize = 3;

/// The common mistake near the byte at which the parser gave up, if there is one.
pub(super) fn culprit(text: &str, at: usize, why: &str) -> Option<Culprit> {
    if why.contains("unknown escape") {
        let help = "in double quotes, `\\` begins an escape: put the text in single quotes";
        return Some(Culprit::new(Span { start: at, end: at }, "unknown escape", help));
    }
    let lines: Vec<Line<'_>> = lines(text).collect();
    let last = lines.iter().rposition(|(start, _)| *start <= at).unwrap_or_default();
    let from = last.saturating_sub(BEFORE);
    let near = &lines[from..lines.len().min(last + 2)];
    let kinds: [fn(usize, &str) -> Option<Culprit>; 7] =
        [tab, wide_space, wide_sign, quote, no_space, sign_at_the_beginning, comment];
    // The earliest suspicious line is the most likely: everything after a mistake may look wrong.
    let sign = near.iter().find_map(|(start, line)| kinds.iter().find_map(|kind| kind(*start, line)));
    sign.or_else(|| texts::culprit(&lines, last, at, why)).or_else(|| indentation::culprit(&lines, last))
}

fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let here = start;
        start += line.len();
        (here, line.trim_end_matches(['\n', '\r']))
    })
}

fn tab(start: usize, line: &str) -> Option<Culprit> {
    let indentation = line.len() - line.trim_start().len();
    let at = line[..indentation].find('\t')?;
    (indentation < line.len())
        .then(|| Culprit::new(part(start, at, 1), "the line is indented with a tab", "indent with spaces"))
}

fn wide_space(start: usize, line: &str) -> Option<Culprit> {
    let indentation = &line[..line.len() - line.trim_start().len()];
    let (at, space) = indentation.char_indices().find(|(_, c)| !c.is_ascii())?;
    Some(Culprit::new(
        part(start, at, space.len_utf8()),
        "the line is indented with a character that looks like a space",
        "indent with ASCII spaces: full-width and no-break spaces come along when a text is copied",
    ))
}

/// A full-width colon or comma in place of YAML's.
fn wide_sign(start: usize, line: &str) -> Option<Culprit> {
    if let Some(at) = line.find('：').filter(|at| is_key(&line[..*at])) {
        return Some(Culprit::new(part(start, at, '：'.len_utf8()), "`：` is a full-width colon", "write `: `"));
    }
    let flow = line.find('{').or_else(|| line.find('['))?;
    let at = flow + line[flow..].find('，')?;
    let rest = line[at + '，'.len_utf8()..].trim_start();
    let key = rest.split(':').next().unwrap_or_default();
    (rest.contains(':') && is_key(key)).then(|| {
        Culprit::new(
            part(start, at, '，'.len_utf8()),
            "`，` is a full-width comma",
            "write `, `; if it is part of a text, put the text in quotes",
        )
    })
}

fn quote(start: usize, line: &str) -> Option<Culprit> {
    let (before, after) = line.split_once(": ")?;
    let value = after.trim_start();
    let from = before.len() + 2 + (after.len() - value.len());
    let first = value.chars().next()?;
    "“”‘’".contains(first).then(|| {
        Culprit::new(
            part(start, from, first.len_utf8()),
            "the text is in typographic quotes",
            "write `\"` or `'` around the whole text",
        )
    })
}

/// `type:string`
fn no_space(start: usize, line: &str) -> Option<Culprit> {
    let inner = line.trim_start().trim_start_matches("- ");
    let (key, value) = inner.split_once(':')?;
    let at = line.len() - inner.len() + key.len();
    let follows = value.chars().next().is_some_and(|c| !c.is_whitespace() && !"/:".contains(c));
    (follows && is_key(key) && !key.contains(' '))
        .then(|| Culprit::new(part(start, at, 1), "there is no space after the colon", "write `: `"))
}

/// A text that begins with a character that is special in YAML.
fn sign_at_the_beginning(start: usize, line: &str) -> Option<Culprit> {
    let (before, after) = line.split_once(": ")?;
    let first = after.trim_start().chars().next()?;
    let from = line.len() - after.trim_start().len();
    ("`@%".contains(first) && is_key(before.trim_start_matches(['{', ' ', '-']))).then(|| {
        Culprit::new(
            part(start, from, 1),
            "an unquoted text cannot begin with this character",
            "put the text in quotes",
        )
    })
}

/// `{ doc: one #2 }`: a comment that hides the closing bracket.
fn comment(start: usize, line: &str) -> Option<Culprit> {
    let at = line.find(" #")? + 1;
    let opened = |open: char, close: char| {
        let open_ones = line[..at].matches(open).count();
        open_ones > line[..at].matches(close).count() && line[at..].contains(close)
    };
    let hides = opened('{', '}') || opened('[', ']');
    hides.then(|| {
        Culprit::new(
            part(start, at, line.len() - at),
            "` #` begins a comment, which hides the bracket at the end of the line",
            "put the text in quotes",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in a text that cannot be read at the mark `<!>`.
    fn found(text: &str, why: &str) -> Option<(String, String)> {
        let at = text.find("<!>")?;
        let text = text.replace("<!>", "");
        let culprit = culprit(&text, at, why)?;
        Some((text[culprit.span.start..culprit.span.end].to_owned(), culprit.message.into_owned()))
    }

    #[test]
    fn the_usual_mistakes() {
        for (text, span, message) in [
            ("a:\n  b: 1<!>\n\tc: 2\n", "\t", "the line is indented with a tab"),
            ("a:\n  b: 1\n　　c: 2<!>\n", "　", "the line is indented with a character that looks like a space"),
            ("  summary：Fetch it\n  <!>doc: |\n", "：", "`：` is a full-width colon"),
            ("  x: { type: string， <!>label: 昵称 }\n", "，", "`，` is a full-width comma"),
            ("  doc: “So, `x`<!>” }\n", "“", "the text is in typographic quotes"),
            ("  type:string\n  <!>wire: int\n", ":", "there is no space after the colon"),
            ("  doc: <!>`x` is it\n", "`", "an unquoted text cannot begin with this character"),
            (
                "  a: { doc: one #2, label: b }\n  <!>b: { doc: c }\n",
                "#2, label: b }",
                "` #` begins a comment, which hides the bracket at the end of the line",
            ),
        ] {
            assert_eq!(found(text, ""), Some((span.to_owned(), message.to_owned())), "{text}");
        }
    }

    #[test]
    fn what_looks_right_is_left_alone() {
        for text in ["  url: https://a<!>\n", "  doc: 甲：乙<!>\n  - a\n", "  label: 甲，乙<!>\n", "plain<!>\n", "<!>"]
        {
            assert_eq!(found(text, ""), None, "{text}");
        }
    }
}
