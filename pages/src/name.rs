//! Names of members as tables write them.

use crate::text::Text;

/// A name or a path as a table writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// The names of members, from the outermost. Entries of a map are `*`.
    pub(crate) names: Vec<String>,
    /// How far it is indented, in characters.
    pub(crate) indent: usize,
    /// Whether the names are separated by `/`, which may also be between two names for one member.
    pub(crate) has_slash: bool,
}

/// The characters that tables draw before the name of a member of the member above.
const MARKS: &[char] =
    &['└', '├', '┗', '┣', '│', '┃', '|', '─', '━', '╰', '┕', '∟', '↳', '-', '—', '–', '>', '·', '•', '+', '.', '_'];

impl Name {
    /// Reads the text of a cell.
    ///
    /// # Errors
    /// If it is no name and no path: what is wrong.
    pub(crate) fn of(cell: &Text) -> Result<Self, String> {
        let text = cell.text.trim_matches(['`', '"', '“', '”']);
        let text = text.strip_prefix("**").and_then(|text| text.strip_suffix("**")).unwrap_or(text);
        let is_element = text.starts_with('<') && text.ends_with('>');
        let text = if is_element { text.trim_matches(['<', '>', '/']) } else { text };
        let begins = |c: char| !c.is_whitespace() && !MARKS.contains(&c);
        let start = text.find(begins).unwrap_or(0);
        let (marks, rest) = text.split_at(start);
        // `_id` is a name, and `--id` an indented one.
        let (marks, rest) = match marks.trim_end_matches('_') {
            before if before.len() < marks.len() => text.split_at(before.len()),
            _ => (marks, rest),
        };
        let indent = cell.indent + marks.chars().count();
        let path = rest.strip_prefix("$.").unwrap_or(rest).replace("->", ".").replace(['>', '→'], ".");
        let path = without_brackets(&path);
        let has_slash = path.contains('/');
        let names: Vec<String> = path.split(['.', '/']).map(|name| name.trim().to_owned()).collect();
        let names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
        match !names.is_empty() && names.iter().all(|name| is_name(name)) {
            true => Ok(Self { names, indent, has_slash }),
            false => Err(format!("`{}` is no name of a member", cell.text.replace('\n', " "))),
        }
    }

    /// The names, joined with dots.
    pub(crate) fn path(&self) -> String {
        self.names.join(".")
    }
}

/// A path without `[]`, `[0]` and the like.
fn without_brackets(path: &str) -> String {
    let mut made = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('[') {
        made.push_str(before);
        rest = after.split_once(']').map_or("", |(_, after)| after);
    }
    made + rest
}

fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | ':' | '@');
    name == "*" || name.chars().all(fits) && name.contains(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, usize)> {
        Name::of(&Text::new(text, 0..0)).ok().map(|name| (name.path(), name.indent))
    }

    #[test]
    fn paths_are_read_in_every_form() {
        for text in ["a.b", "a[].b", "a[].b[]", "a[0].b", "a. b", "a->b", "a > b", "$.a.b", "a/b", "`a.b`", "**a.b**"] {
            assert_eq!(read(text), Some(("a.b".to_owned(), 0)), "{text}");
        }
        assert_eq!(read("<ToUserName>"), Some(("ToUserName".to_owned(), 0)));
        assert_eq!(read("a.*"), Some(("a.*".to_owned(), 0)));
        assert_eq!(read("_id"), Some(("_id".to_owned(), 0)));
    }

    #[test]
    fn marks_before_a_name_are_its_indentation() {
        for (text, indent) in [("└ b", 2), ("├─ b", 3), ("-- b", 3), ("　　b", 2), ("  └─b", 4), ("--_b", 2)]
        {
            assert_eq!(read(text).map(|(_, indent)| indent), Some(indent), "{text}");
        }
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for text in ["a b", "a（必填）", "a、b", "", "-", "a,b"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
