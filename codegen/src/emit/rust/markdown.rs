//! Markdown that rustdoc takes without a warning, in lines of bearable length.

/// Lines are broken before this column.
const WIDTH: usize = 110;

/// A text as code.
pub(super) fn code(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).map(|c| if c == '`' { '\'' } else { c }).collect();
    if text.trim().is_empty() { "“”".to_owned() } else { format!("`{text}`") }
}

/// A text that is no Markdown: whatever has a meaning there is escaped.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let within_word = before.is_alphanumeric() && letters.peek().is_some_and(|next| next.is_alphanumeric());
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => {}
            '_' if within_word => out.push('_'),
            c if "\\`*_[]<&~".contains(c) || out.is_empty() && "#>|+-".contains(c) => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
        before = if c.is_whitespace() { ' ' } else { c };
    }
    // A bare address would be taken for a link that somebody forgot to mark.
    out.replace("://", ":\\//")
}

/// Markdown of a schema, without what rustdoc would warn of: tags, links to nowhere, bare addresses.
pub(super) fn safe(markdown: &str) -> String {
    let mut out = String::new();
    let mut rest = markdown;
    while let Some(c) = rest.chars().next() {
        if let Some((length, text)) = fence(rest).filter(|_| out.is_empty() || out.ends_with('\n')) {
            out.push_str(&text);
            rest = &rest[length..];
            continue;
        }
        let taken = match c {
            '`' => code_span(rest),
            '[' => link(rest),
            'h' => address(rest, &out),
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
        if c == '\n' || !c.is_control() {
            out.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// A block of code between fences, which is not Rust unless it says so: rustdoc would run it.
fn fence(text: &str) -> Option<(usize, String)> {
    let (info, rest) = text.strip_prefix("```")?.split_once('\n')?;
    let (code, _) = rest.split_once("\n```")?;
    let length = 3 + info.len() + 1 + code.len() + 4;
    let info = if info.trim().is_empty() || info.contains("rust") { "text" } else { info.trim() };
    let plain = info.chars().all(|c| c.is_ascii_alphanumeric());
    (plain && !code.contains("```")).then(|| (length, format!("```{info}\n{code}\n```")))
}

/// `…` in one paragraph.
fn code_span(text: &str) -> Option<(usize, String)> {
    let inner = text[1..].split_once('`')?.0;
    let length = inner.len() + 2;
    (!inner.is_empty() && !inner.contains('\n')).then(|| (length, text[..length].to_owned()))
}

/// `[text](https://…)`.
fn link(text: &str) -> Option<(usize, String)> {
    let (label, rest) = text[1..].split_once("](")?;
    let (target, _) = rest.split_once(')')?;
    let whole = crate::syntax::pattern::URL.matches(target) && !label.contains(['[', ']', '<', '>', '\n']);
    let length = label.len() + target.len() + 4;
    whole.then(|| (length, text[..length].to_owned()))
}

/// A bare address, which gets angle brackets.
fn address(text: &str, before: &str) -> Option<(usize, String)> {
    if !(text.starts_with("http://") || text.starts_with("https://")) || before.ends_with(|c: char| c.is_alphanumeric())
    {
        return None;
    }
    let end = text.find(|c: char| c.is_whitespace() || "<>()[]{}\"\\^`|，。；".contains(c)).unwrap_or(text.len());
    let address = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
    Some((address.len(), format!("<{address}>")))
}

/// Markdown with its paragraphs filled anew; what is no plain paragraph keeps its lines.
pub(super) fn paragraphs(markdown: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut block: Vec<&str> = Vec::new();
    let mut fenced = false;
    for line in markdown.lines().chain([""]) {
        if line.starts_with("```") {
            fenced = !fenced;
        }
        if fenced || !line.trim().is_empty() {
            block.push(line);
            continue;
        }
        if !block.is_empty() && !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(block_lines(&std::mem::take(&mut block)));
    }
    lines
}

/// The lines of one block.
fn block_lines(lines: &[&str]) -> Vec<String> {
    if !lines.iter().copied().any(is_marked) {
        return wrap(&lines.join("\n"));
    }
    let mut fenced = false;
    let keep = |line: &&str| {
        let fence = line.starts_with("```");
        fenced ^= fence;
        // Four spaces would begin a block of code, which rustdoc takes for Rust.
        match line.trim_start() {
            text if !fenced && !fence && line.len() - text.len() >= 4 => format!("  {}", text.trim_end()),
            _ => line.trim_end().to_owned(),
        }
    };
    lines.iter().map(keep).collect()
}

/// Whether a line begins with what Markdown takes for more than text.
fn is_marked(line: &str) -> bool {
    line.starts_with(' ') || line.starts_with('|') || line.starts_with("```") || begins_block(line.split(' ').next())
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

/// The words of a text; a link is one.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut link = false;
    for word in text.split_whitespace() {
        match words.last_mut().filter(|_| link) {
            Some(last) => {
                last.push(' ');
                last.push_str(word);
            }
            None => words.push(word.to_owned()),
        }
        let last = words.last().map(String::as_str).unwrap_or_default();
        link = last.starts_with('[') && !last.contains("](");
    }
    words
}

/// A paragraph in lines of bearable length, broken at spaces.
pub(super) fn wrap(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut current = String::new();
    for word in words(text) {
        let word = word.as_str();
        let long = current.chars().count() + word.chars().count() >= WIDTH;
        if !current.is_empty() && long && !begins_block(Some(word)) {
            lines.push(std::mem::take(&mut current));
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(word);
    }
    lines.push(current);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_made_safe() {
        assert_eq!(safe("a [b] <c> `[d]`"), "a \\[b\\] \\<c\\> `[d]`");
        assert_eq!(safe("see https://a.b/c."), "see <https://a.b/c>.");
        assert_eq!(safe("[x](https://a.b)"), "[x](https://a.b)");
        assert_eq!(safe("[x](y)"), "\\[x\\](y)");
        assert_eq!(safe("lone ` tick"), "lone \\` tick");
        assert_eq!(safe("```\n[a] <b>\n```\n[c]"), "```text\n[a] <b>\n```\n\\[c\\]");
        assert_eq!(
            paragraphs("a\nb\n\n```text\nx\n\ny\n```\n    z"),
            ["a b", "", "```text", "x", "", "y", "```", "  z"]
        );
    }

    #[test]
    fn plain_text_has_no_markdown() {
        assert_eq!(plain("a_b _c [d]\n#"), "a_b \\_c \\[d\\] #");
        assert_eq!(plain("- a - b"), "\\- a - b");
        assert_eq!(plain("https://a"), "https:\\//a");
    }
}
