//! Markdown that rustdoc accepts without a warning, in lines of limited length.

/// Lines are broken before this column.
const WIDTH: usize = 110;

/// A text as code.
pub(super) fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('`');
    out.extend(text.chars().filter(|c| !c.is_control()).map(|c| if c == '`' { '\'' } else { c }));
    if out[1..].trim().is_empty() {
        return "“”".to_owned();
    }
    out.push('`');
    out
}

/// Escapes plain text for Markdown.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (run, after) = rest.split_at(rest.bytes().position(is_marked_up).unwrap_or(rest.len()));
        if out.is_empty() && "#>|+-".contains(c) {
            out.push('\\');
        }
        out.push_str(run);
        let Some(c) = after.chars().next() else { break };
        rest = &after[c.len_utf8()..];
        let before = text[..text.len() - after.len()].chars().next_back();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => {}
            '_' if is_word(before) && is_word(rest.chars().next()) => out.push('_'),
            // rustdoc warns about bare addresses.
            ':' if rest.starts_with("//") => out.push_str(":\\"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '~' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// Whether a character that begins with this byte may have a meaning in Markdown, or may be a control character.
fn is_marked_up(byte: u8) -> bool {
    byte < b' '
        || matches!(byte, b'\\' | b'`' | b'*' | b'_' | b'[' | b']' | b'<' | b'>' | b'&' | b'~' | b':' | 0x7f | 0xc2)
}

/// Plain text in a cell of a table.
pub(super) fn cell(text: &str) -> String {
    // A bar at the beginning is escaped anyway.
    plain(text).replace("\\|", "|").replace('|', "\\|")
}

/// Markdown from a schema, without anything that rustdoc would warn about or run: tags, broken links, bare addresses, Rust.
pub(crate) fn safe(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '`' if out.is_empty() || out.ends_with('\n') => fence(rest).or_else(|| code_span(rest)),
            '`' => code_span(rest),
            // Not an image: docs load nothing from elsewhere.
            '[' if !out.ends_with('!') => link(rest),
            'h' => address(rest, &out),
            '\\' => Some(backslash(rest)),
            // A bare address that `address` did not recognize.
            ':' if rest.starts_with("://") => Some((3, ":\\//".to_owned())),
            _ => None,
        };
        if let Some((length, text)) = taken {
            out.push_str(&text);
            rest = &rest[length..];
            continue;
        }
        if "`[]<>".contains(c) || rest.starts_with("~~~") {
            out.push('\\');
        }
        if c == '\n' || c == '\t' || !c.is_control() {
            out.push(c);
        }
        rest = &rest[c.len_utf8()..];
        let (run, after) =
            rest.split_at(rest.bytes().position(|byte| byte == b'h' || is_marked_up(byte)).unwrap_or(rest.len()));
        out.push_str(run);
        rest = after;
    }
    out
}

/// Markdown from a schema on one line, for use within a paragraph.
pub(super) fn safe_line(markdown: &str) -> String {
    safe(&markdown.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The languages that code blocks may name; rustdoc takes some other words for a kind of Rust.
const LANGUAGES: &[&str] = &[
    "bash",
    "console",
    "csv",
    "html",
    "http",
    "ini",
    "java",
    "javascript",
    "js",
    "json",
    "php",
    "python",
    "sh",
    "sql",
    "text",
    "toml",
    "xml",
    "yaml",
];

/// A code block between fences. rustdoc would run one without a language.
fn fence(text: &str) -> Option<(usize, String)> {
    let (info, rest) = text.strip_prefix("```")?.split_once('\n')?;
    let (code, after) = rest.split_once("\n```")?;
    let ends = after.is_empty() || after.starts_with('\n') || after.starts_with("\r\n");
    let length = 3 + info.len() + 1 + code.len() + 4;
    let info = Some(info.trim()).filter(|info| LANGUAGES.contains(info)).unwrap_or("text");
    let code: String = code.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect();
    (ends && !code.contains("```")).then(|| (length, format!("```{info}\n{code}\n```")))
}

/// `…` in one paragraph.
fn code_span(text: &str) -> Option<(usize, String)> {
    let inner = text[1..].split_once('`')?.0;
    let length = inner.len() + 2;
    (!inner.is_empty() && !inner.contains(char::is_control)).then(|| (length, text[..length].to_owned()))
}

/// A backslash and the character that it escapes. Any other backslash is escaped.
fn backslash(text: &str) -> (usize, String) {
    match text[1..].chars().next() {
        Some(c) if c.is_ascii_punctuation() => (2, format!("\\{c}")),
        _ => (1, "\\\\".to_owned()),
    }
}

/// `[text](https://…)`.
fn link(text: &str) -> Option<(usize, String)> {
    let (label, rest) = text[1..].split_once("](")?;
    let (target, _) = rest.split_once(')')?;
    let odd = |c: char| c.is_control() || "[]<>`\\".contains(c) || c == ':';
    let whole = crate::pattern::URL.matches(target) && !label.contains(odd);
    let length = label.len() + target.len() + 4;
    whole.then(|| (length, text[..length].to_owned()))
}

/// A bare address, which gets angle brackets.
fn address(text: &str, before: &str) -> Option<(usize, String)> {
    if !(text.starts_with("http://") || text.starts_with("https://")) || before.ends_with(|c: char| c.is_alphanumeric())
    {
        return None;
    }
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>()[]{}\"\\^`|，。；".contains(c);
    let address = text[..text.find(odd).unwrap_or(text.len())].trim_end_matches(['.', ',', ';', ':', '!', '?']);
    let host = address.split_once("://").is_some_and(|(_, host)| !host.is_empty());
    host.then(|| (address.len(), format!("<{address}>")))
}

/// Appends Markdown with its paragraphs wrapped; other blocks keep their lines.
pub(super) fn paragraphs(markdown: &str, out: &mut String) {
    let start = out.len();
    let mut block: Vec<&str> = Vec::new();
    let mut fenced = false;
    for line in markdown.lines().chain([""]) {
        if line.starts_with("```") {
            fenced = !fenced;
        }
        if fenced || !line.trim().is_empty() {
            block.push(line);
        } else if !block.is_empty() {
            if out.len() > start {
                out.push_str("\n\n");
            }
            block_lines(&block, out);
            block.clear();
        }
    }
}

/// Appends the lines of one block.
fn block_lines(lines: &[&str], out: &mut String) {
    if !lines.iter().copied().any(is_marked) {
        return wrap(lines.iter().flat_map(|line| line.split_whitespace()), "", out);
    }
    let mut fenced = false;
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let fence = line.starts_with("```");
        fenced ^= fence;
        let line = line.trim_end();
        if fenced || fence { out.push_str(line) } else { out.push_str(&flat(line)) }
    }
}

/// Removes indentation that would start a code block, which rustdoc would run as Rust: four spaces or a tab, at the start or
/// after a list marker.
fn flat(line: &str) -> String {
    let mut rest = line.trim_start();
    let space = &line[..line.len() - rest.len()];
    let mut out = if space.len() >= 4 || space.contains('\t') { "  " } else { space }.to_owned();
    while let Some((mark, text)) = rest.split_once(char::is_whitespace).filter(|(mark, _)| begins_block(Some(mark))) {
        out.push_str(mark);
        out.push(' ');
        rest = text.trim_start();
    }
    out.push_str(rest);
    out
}

/// Whether a line is part of a list, a table, a heading or another block.
fn is_marked(line: &str) -> bool {
    line.starts_with(' ')
        || line.starts_with('|')
        || line.starts_with("```")
        || begins_block(line.split(char::is_whitespace).next())
}

/// Whether a word at the start of a line would begin a list, a heading or a quotation.
fn begins_block(word: Option<&str>) -> bool {
    word.is_some_and(|word| {
        let number = word.trim_end_matches(['.', ')']);
        matches!(word, "-" | "+" | "*" | "=")
            || word.starts_with('>')
            || !word.is_empty() && word.chars().all(|c| c == '#')
            || number.len() < word.len() && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
    })
}

/// The construct that a space belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Code,
    Link,
}

impl Open {
    fn after(mut self, word: &str) -> Self {
        if self == Self::Nothing && !word.bytes().any(|byte| matches!(byte, b'`' | b'[' | b'\\')) {
            return self;
        }
        let mut letters = word.chars();
        while let Some(c) = letters.next() {
            self = match (self, c) {
                (Self::Code, '`') => Self::Nothing,
                (Self::Code, _) => Self::Code,
                (_, '\\') => {
                    letters.next();
                    self
                }
                (Self::Nothing, '`') => Self::Code,
                (Self::Nothing, '[') => Self::Link,
                (Self::Link, ']') => Self::Nothing,
                (open, _) => open,
            };
        }
        self
    }
}

/// Appends words in lines of limited length; lines after the first begin with `indent`. A line is not broken in a link, nor in
/// a code span that fits on a line.
pub(super) fn wrap<'t>(words: impl Iterator<Item = &'t str>, indent: &str, out: &mut String) {
    let mut lines = Lines { indent, out, width: 0 };
    let mut open = Open::Nothing;
    // What is not broken, and its number of characters.
    let (mut unit, mut width) = (String::new(), 0);
    for word in words {
        let count = word.chars().count();
        let is_glued = open == Open::Link || open == Open::Code && width + count < WIDTH;
        if !is_glued && !unit.is_empty() {
            lines.push(&unit, width);
            unit.clear();
            width = 0;
        }
        open = open.after(word);
        if open == Open::Nothing && unit.is_empty() {
            lines.push(word, count);
            continue;
        }
        if is_glued {
            unit.push(' ');
            width += 1;
        }
        unit.push_str(word);
        width += count;
    }
    if !unit.is_empty() {
        lines.push(&unit, width);
    }
}

/// Lines of limited length, and the number of characters of the last one without its indentation.
struct Lines<'o> {
    indent: &'o str,
    out: &'o mut String,
    width: usize,
}

impl Lines<'_> {
    /// Appends text with its number of characters, after a space or on a new line.
    fn push(&mut self, text: &str, width: usize) {
        if self.width > 0 && self.width + width >= WIDTH && !begins_block(Some(text)) {
            self.out.push('\n');
            self.out.push_str(self.indent);
            self.width = 0;
        } else if self.width > 0 {
            self.out.push(' ');
            self.width += 1;
        }
        self.out.push_str(text);
        self.width += width;
    }
}

#[cfg(test)]
mod tests {
    use super::{wrap as wrap_words, *};

    fn paragraphs(markdown: &str) -> String {
        let mut out = String::new();
        super::paragraphs(markdown, &mut out);
        out
    }

    fn wrap(text: &str) -> Vec<String> {
        let mut out = String::new();
        wrap_words(text.split_whitespace(), "", &mut out);
        out.lines().map(str::to_owned).collect()
    }

    #[test]
    fn markdown_is_made_safe() {
        assert_eq!(safe("a [b] <c> `[d]`"), "a \\[b\\] \\<c\\> `[d]`");
        assert_eq!(safe("see https://a.b/c."), "see <https://a.b/c>.");
        assert_eq!(safe("[x](https://a.b)"), "[x](https://a.b)");
        assert_eq!(safe("[x](y)"), "\\[x\\](y)");
        assert_eq!(safe("lone ` tick"), "lone \\` tick");
        assert_eq!(safe("\\[x\\] \\https://a.b \\"), "\\[x\\] \\\\<https://a.b> \\\\");
        assert_eq!(safe("xhttps://a.b ![x](https://a.b)"), "xhttps:\\//a.b !\\[x\\](<https://a.b>)");
        assert_eq!(safe("```ignore\nx\u{1b}\n```"), "```text\nx\n```");
        assert_eq!(safe("```json\nx\n``` y"), "\\`\\`\\`json\nx\n\\`\\`\\` y");
        assert_eq!(safe_line("```\nx\n```"), "\\`\\`` x `\\`\\`");
        assert_eq!(safe("```\n[a] <b>\n```\n[c]"), "```text\n[a] <b>\n```\n\\[c\\]");
        assert_eq!(paragraphs("a\nb\n\n```text\nx\n\ny\n```\n    z"), "a b\n\n```text\nx\n\ny\n```\n  z");
    }

    #[test]
    fn a_bracket_in_a_code_span_is_not_a_link() {
        let text = format!("`type: [Id]` {}", "word ".repeat(40));
        assert_eq!(wrap(&text)[0].split(' ').next_back(), Some("word"));
        assert!(wrap(&text).iter().all(|line| line.chars().count() <= WIDTH));
        assert!(wrap(&format!("{} `type: [Id, b]` c", "a".repeat(100))).contains(&"`type: [Id, b]` c".to_owned()));
        let link = format!("[{}](https://a.b)", "\\[x\\] y ".repeat(20));
        assert_eq!(wrap(&link), [link.split_whitespace().collect::<Vec<_>>().join(" ")]);
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(safe("[x](https://a.b/c#d)"), "[x](https://a.b/c#d)");
        assert_eq!(safe("[x](https://)"), "\\[x\\](https:\\//)");
        assert_eq!(safe("[x](ftp://a)"), "\\[x\\](ftp:\\//a)");
        assert_eq!(safe("[x](https://a b)"), "\\[x\\](<https://a> b)");
    }

    #[test]
    fn indentation_starts_no_code_block() {
        assert_eq!(paragraphs("-     a\n\n      b\n1.\t- \tc\n \td"), "- a\n\n  b\n1. - c\n  d");
        assert_eq!(paragraphs("\na\n\n    b\n\n\n\tc\n\n"), "a\n\n  b\n\nc");
    }

    #[test]
    fn plain_text_is_escaped() {
        assert_eq!(plain("a_b _c [d]\n#"), "a_b \\_c \\[d\\] #");
        assert_eq!(plain("- a - b"), "\\- a - b");
        assert_eq!(plain("https://a"), "https:\\//a");
        assert_eq!(cell("|a | b"), "\\|a \\| b");
    }
}
