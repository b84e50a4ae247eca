//! Reads crates into modules.

use std::path::{Path, PathBuf};

use super::{
    crates::{Import, Module, Name, Workspace},
    tokens::{Token, tokens},
};

/// Macros whose bodies are code of another crate.
const QUOTES: &[&str] = &["parse_quote", "parse_quote_spanned", "quote", "quote_spanned"];

/// The text of a file, by its path relative to the workspace; `None` if it does not exist.
pub(crate) type Files<'a> = &'a dyn Fn(&Path) -> Option<String>;

impl Workspace {
    /// Adds the crate whose root is `file`; other crates can use a library.
    pub(crate) fn add(&mut self, files: Files<'_>, name: &str, file: &Path, library: bool) {
        let root = self.modules.len();
        if library {
            self.libraries.insert(name.replace('-', "_"), root);
        }
        self.modules.push(Module { path: name.to_owned(), file: file.to_owned(), root, ..Module::default() });
        let folder = file.parent().unwrap_or(file).to_owned();
        self.read(files, root, &folder);
    }

    /// Reads the file of a module, and of its children, which are in `folder`.
    fn read(&mut self, files: Files<'_>, module: usize, folder: &Path) {
        let file = self.modules[module].file.clone();
        let text = files(&file).unwrap_or_else(|| panic!("{}: no such file", file.display()));
        for child in Reader::new(&text).read(self, module, folder) {
            let name = &child.name;
            let candidates = match &child.attribute {
                Some(path) => vec![beside(&file, path)],
                None => vec![child.folder.join(format!("{name}.rs")), child.folder.join(name).join("mod.rs")],
            };
            let Some(file) = candidates.iter().find(|file| files(file).is_some()) else {
                panic!("{}: no file for `mod {name}`", file.display())
            };
            let has_own_folder = child.attribute.is_none() && !file.ends_with("mod.rs");
            let folder = if has_own_folder { file.with_extension("") } else { beside(file, "") };
            let path = format!("{}::{name}", self.modules[child.parent].path);
            let module = self.child(child.parent, name, path, file.clone());
            self.read(files, module, &folder);
        }
    }
}

/// The path that is relative to the folder of a file.
fn beside(file: &Path, path: &str) -> PathBuf {
    let mut found = file.parent().unwrap_or(file).to_owned();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        match part {
            ".." => found = found.parent().unwrap_or(Path::new("")).to_owned(),
            part => found.push(part),
        }
    }
    found
}

/// A declaration `mod name;`.
struct Child {
    parent: usize,
    name: String,
    /// Where its file is, or its folder with a `mod.rs`.
    folder: PathBuf,
    /// The value of `#[path]`.
    attribute: Option<String>,
}

/// Reads the tokens of one file.
struct Reader<'s> {
    tokens: Vec<Token<'s>>,
    at: usize,
    children: Vec<Child>,
}

impl<'s> Reader<'s> {
    fn new(text: &'s str) -> Self {
        Self { tokens: tokens(text), at: 0, children: Vec::new() }
    }

    /// Reads the file of `module`. The children that it declares are in `folder`.
    fn read(mut self, to: &mut Workspace, module: usize, folder: &Path) -> Vec<Child> {
        self.module(to, module, folder);
        self.children
    }

    /// Reads up to the end of the file, or to the brace that ends the module.
    fn module(&mut self, to: &mut Workspace, module: usize, folder: &Path) {
        let mut depth = 0_usize;
        let mut type_of_impl: Option<Vec<String>> = None;
        while self.at < self.tokens.len() {
            match self.text(0) {
                "{" => depth += 1,
                "}" if depth == 0 => return,
                "}" => depth -= 1,
                "#" if self.is_test() => {
                    self.skip_item();
                    continue;
                }
                "use" if self.text(1) != "<" => {
                    self.at += 1;
                    self.tree(&mut Vec::new(), &mut to.modules[module].imports);
                }
                "mod" if matches!(self.text(2), ";" | "{") => self.declaration(to, module, folder),
                "macro_rules" => self.macro_definition(to, module),
                "impl" if depth == 0 => type_of_impl = self.type_of_impl(),
                "fn" if depth == 1 && type_of_impl.is_some() => {
                    let name = self.text(1).to_owned();
                    to.modules[module].methods.extend(type_of_impl.clone().map(|path| (path, name)));
                }
                "const" | "enum" | "fn" | "static" | "struct" | "trait" | "type" | "union" if depth == 0 => {
                    let name = if self.text(1) == "mut" { self.text(2) } else { self.text(1) };
                    to.modules[module].items.push(name.to_owned());
                }
                _ if self.tokens[self.at].is_word() => {
                    self.path(&mut to.modules[module]);
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    /// The text of a token after this place.
    fn text(&self, ahead: usize) -> &'s str {
        self.tokens.get(self.at + ahead).map_or("", |token| token.text)
    }

    /// The text of a token before this place.
    fn before(&self, back: usize) -> &'s str {
        self.at.checked_sub(back).map_or("", |at| self.tokens[at].text)
    }

    /// Whether `#[cfg(test)]` is next.
    fn is_test(&self) -> bool {
        (1..).zip(["[", "cfg", "(", "test", ")", "]"]).all(|(ahead, text)| self.text(ahead) == text)
    }

    /// Skips an item with its attributes: up to its semicolon, or to the end of its braces.
    fn skip_item(&mut self) {
        while self.text(0) == "#" {
            self.at += 1;
            self.skip_group();
        }
        if self.text(0) == "pub" {
            self.at += 1;
            if self.text(0) == "(" {
                self.skip_group();
            }
        }
        let is_use = self.text(0) == "use";
        while self.at < self.tokens.len() {
            match self.text(0) {
                ";" => break,
                "{" if !is_use => return self.skip_group(),
                "(" | "[" | "{" => self.skip_group(),
                _ => self.at += 1,
            }
        }
        self.at += 1;
    }

    /// Skips the brackets that are next, with their contents.
    fn skip_group(&mut self) {
        let mut depth = 0_usize;
        while self.at < self.tokens.len() {
            match self.text(0) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    /// Reads a tree of a `use`, up to the `;`, `,` or `}` that ends it.
    fn tree(&mut self, prefix: &mut Vec<String>, imports: &mut Vec<Import>) {
        let (length, mut alias) = (prefix.len(), None);
        let line = self.tokens.get(self.at).map_or(0, |token| token.line);
        loop {
            match self.text(0) {
                "::" => {}
                "as" => {
                    alias = Some(self.text(1).to_owned());
                    self.at += 1;
                }
                "{" => {
                    self.at += 1;
                    while !matches!(self.text(0), "}" | "") {
                        self.tree(prefix, imports);
                        self.at += usize::from(self.text(0) == ",");
                    }
                    self.at += 1;
                    break;
                }
                ";" | "," | "}" | "" => {
                    if prefix.len() > 1 && prefix.last().is_some_and(|last| last == "self") {
                        prefix.pop();
                    }
                    let name = alias.or_else(|| prefix.last().cloned()).unwrap_or_default();
                    let path = Name { segments: prefix.clone(), line };
                    imports.push(Import { name, path, written: true });
                    break;
                }
                segment => prefix.push(segment.to_owned()),
            }
            self.at += 1;
        }
        prefix.truncate(length);
    }

    /// Reads `mod name;`, or `mod name {` and what is in it.
    fn declaration(&mut self, to: &mut Workspace, module: usize, folder: &Path) {
        let name = self.text(1).to_owned();
        let attribute = self.path_attribute();
        self.at += 2;
        if self.text(0) == ";" {
            return self.children.push(Child { parent: module, name, folder: folder.to_owned(), attribute });
        }
        let (path, file) = (to.modules[module].path.clone(), to.modules[module].file.clone());
        let child = to.child(module, &name, path, file);
        self.at += 1;
        self.module(to, child, &folder.join(&name));
    }

    /// The file in `#[path = "file"]` before a `mod` with or without `pub(…)`.
    fn path_attribute(&self) -> Option<String> {
        let end = (1..=5).find(|back| self.before(*back) == "]")?;
        let file = self.before(end + 1).strip_prefix('"')?.strip_suffix('"')?;
        (self.before(end + 3) == "path").then(|| file.to_owned())
    }

    /// Reads the head of a `macro_rules!`. If the macro is exported, it is in the root of the crate as well.
    fn macro_definition(&mut self, to: &mut Workspace, module: usize) {
        let (name, line) = (self.text(2).to_owned(), self.tokens[self.at].line);
        let root = to.modules[module].root;
        to.modules[module].items.push(name.clone());
        if root != module {
            let below_root = to.modules[module].path.split("::").skip(1);
            let segments = ["crate"].into_iter().chain(below_root).chain([name.as_str()]).map(str::to_owned).collect();
            to.modules[root].imports.push(Import { name, path: Name { segments, line }, written: false });
        }
    }

    /// The type of the `impl` that is next; `None` if it implements a trait.
    fn type_of_impl(&self) -> Option<Vec<String>> {
        let head = self.tokens[self.at + 1..].iter().take_while(|token| !matches!(token.text, "{" | "where"));
        let (mut depth, mut path, mut arrow) = (0_usize, Vec::new(), false);
        for token in head {
            match token.text {
                "<" => depth += 1,
                ">" if !arrow => depth = depth.saturating_sub(1),
                "for" if depth == 0 => return None,
                text if depth == 0 && token.is_word() => path.push(text.to_owned()),
                _ => {}
            }
            arrow = token.text == "-";
        }
        Some(path)
    }

    /// Reads a word, a path of several, or the call of a method.
    fn path(&mut self, to: &mut Module) {
        let line = self.tokens[self.at].line;
        let before = self.before(1);
        let restricts_pub = before == "in" && self.before(2) == "(" && self.before(3) == "pub";
        let mut segments = vec![self.text(0).to_owned()];
        while self.text(1) == "::" && self.tokens.get(self.at + 2).is_some_and(Token::is_word) {
            self.at += 2;
            segments.push(self.text(0).to_owned());
        }
        let last = self.text(0);
        self.at += 1;
        if self.text(0) == "!" && QUOTES.contains(&last) {
            self.at += 1;
            return self.skip_group();
        }
        let of_parameter = before == "$" && segments[0] != "crate";
        match before {
            "." if matches!(self.text(0), "(" | "::") => to.calls.push(Name { segments, line }),
            "." | "::" => {}
            _ if segments.len() > 1 && !restricts_pub && !of_parameter => to.paths.push(Name { segments, line }),
            _ => {}
        }
    }
}
