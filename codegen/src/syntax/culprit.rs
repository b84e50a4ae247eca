//! Guesses what broke the YAML: a parser gives up where it cannot read on, often on the line after the mistake.

use crate::diagnostic::Span;

/// A common mistake, its position, and the help.
pub(super) struct Culprit {
    pub(super) span: Span,
    pub(super) message: &'static str,
    pub(super) help: &'static str,
}

/// The number of lines that are searched before the one where the parser gave up.
const BEFORE: usize = 3;

/// The common mistake near the byte at which the parser gave up, if there is one.
pub(super) fn culprit(text: &str, at: usize, why: &str) -> Option<Culprit> {
    if why.contains("unknown escape") {
        let help = "in double quotes, `\\` begins an escape: put the text in single quotes";
        return Some(Culprit { span: Span { start: at, end: at }, message: "unknown escape", help });
    }
    let lines: Vec<(usize, &str)> = lines(text).collect();
    let last = lines.iter().rposition(|(start, _)| *start <= at).unwrap_or_default();
    let from = last.saturating_sub(BEFORE);
    let near = &lines[from..lines.len().min(last + 2)];
    let kinds: [fn(usize, &str) -> Option<Culprit>; 6] =
        [tab, wide_space, wide_sign, quote, no_space, sign_at_the_beginning];
    // The earliest suspicious line is the most likely: everything after a mistake may look wrong.
    near.iter().find_map(|(start, line)| kinds.iter().find_map(|kind| kind(*start, line)))
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let here = start;
        start += line.len();
        (here, line.trim_end_matches(['\n', '\r']))
    })
}

/// The part of a line from one byte to another.
fn part(start: usize, from: usize, length: usize) -> Span {
    Span { start: start + from, end: start + from + length }
}

fn tab(start: usize, line: &str) -> Option<Culprit> {
    let indentation = line.len() - line.trim_start().len();
    let at = line[..indentation].find('\t')?;
    (indentation < line.len()).then(|| Culprit {
        span: part(start, at, 1),
        message: "the line is indented with a tab",
        help: "indent with spaces",
    })
}

fn wide_space(start: usize, line: &str) -> Option<Culprit> {
    let indentation = &line[..line.len() - line.trim_start().len()];
    let (at, space) = indentation.char_indices().find(|(_, c)| !c.is_ascii())?;
    Some(Culprit {
        span: part(start, at, space.len_utf8()),
        message: "the line is indented with a character that looks like a space",
        help: "indent with ASCII spaces: full-width and no-break spaces come along when a text is copied",
    })
}

/// A full-width colon or comma in place of YAML's.
fn wide_sign(start: usize, line: &str) -> Option<Culprit> {
    if let Some(at) = line.find('：').filter(|at| is_key(&line[..*at])) {
        return Some(Culprit {
            span: part(start, at, '：'.len_utf8()),
            message: "`：` is a full-width colon",
            help: "write `: `",
        });
    }
    let flow = line.find('{').or_else(|| line.find('['))?;
    let at = flow + line[flow..].find('，')?;
    let rest = line[at + '，'.len_utf8()..].trim_start();
    let key = rest.split(':').next().unwrap_or_default();
    (rest.contains(':') && is_key(key)).then(|| Culprit {
        span: part(start, at, '，'.len_utf8()),
        message: "`，` is a full-width comma",
        help: "write `, `; if it is part of a text, put the text in quotes",
    })
}

fn quote(start: usize, line: &str) -> Option<Culprit> {
    let (before, after) = line.split_once(": ")?;
    let value = after.trim_start();
    let from = before.len() + 2 + (after.len() - value.len());
    let first = value.chars().next()?;
    "“”‘’".contains(first).then(|| Culprit {
        span: part(start, from, first.len_utf8()),
        message: "the text is in typographic quotes",
        help: "write `\"` or `'` around the whole text",
    })
}

/// `type:string`
fn no_space(start: usize, line: &str) -> Option<Culprit> {
    let inner = line.trim_start().trim_start_matches("- ");
    let (key, value) = inner.split_once(':')?;
    let at = line.len() - inner.len() + key.len();
    let follows = value.chars().next().is_some_and(|c| !c.is_whitespace() && !"/:".contains(c));
    (follows && is_key(key) && !key.contains(' ')).then(|| Culprit {
        span: part(start, at, 1),
        message: "there is no space after the colon",
        help: "write `: `",
    })
}

/// A text that begins with a character that is special in YAML.
fn sign_at_the_beginning(start: usize, line: &str) -> Option<Culprit> {
    let (before, after) = line.split_once(": ")?;
    let first = after.trim_start().chars().next()?;
    let from = line.len() - after.trim_start().len();
    ("`@%".contains(first) && is_key(before.trim_start_matches(['{', ' ', '-']))).then(|| Culprit {
        span: part(start, from, 1),
        message: "an unquoted text cannot begin with this character",
        help: "put the text in quotes",
    })
}

/// Whether a text before a colon looks like a key.
fn is_key(text: &str) -> bool {
    let key = text.trim_start().trim_start_matches("- ").trim_start_matches(['{', ' ']).trim_end();
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_$-".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in a text that cannot be read at the mark `<!>`.
    fn found(text: &str) -> Option<(String, &'static str)> {
        let at = text.find("<!>")?;
        let text = text.replace("<!>", "");
        culprit(&text, at, "").map(|culprit| (text[culprit.span.start..culprit.span.end].to_owned(), culprit.message))
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
        ] {
            assert_eq!(found(text), Some((span.to_owned(), message)), "{text}");
        }
    }

    #[test]
    fn what_looks_right_is_left_alone() {
        for text in ["  url: https://a<!>\n", "  doc: 甲：乙<!>\n  - a\n", "  label: 甲，乙<!>\n", "plain<!>\n", "<!>"]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
