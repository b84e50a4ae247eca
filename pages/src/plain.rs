//! Pages as text: manuals with tables whose cells are separated by tabs or spaces, and the text of Apifox, which has a
//! name, a type and a flag on lines of their own.

use facts::vocabulary::{COLUMNS, Column, REQUIRED, TYPES, look_up};

use crate::{
    block::{Block, Blocks, Code, Note, Row, Table},
    text::Text,
};

/// Whether a page has a table whose cells are separated by tabs or spaces, or the lists of Apifox.
pub(crate) fn is_plain(page: &str) -> bool {
    page.lines().any(|line| head(line).is_some() || apifox_list(line).is_some())
}

/// The blocks of a page that is text.
pub(crate) fn blocks(page: &str) -> Blocks {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in page.split_inclusive('\n') {
        let (text, at) = (line.trim_end().to_owned(), start..start + line.trim_end().len());
        lines.push(Text { text, at, indent: 0 });
        start += line.len();
    }
    let mut reading = Reading { page, lines, next: 0, made: Blocks::default() };
    while reading.next < reading.lines.len() {
        reading.block();
    }
    reading.made
}

/// How the cells of a table are separated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    Tab,
    Spaces,
}

/// The titles of the columns, if a line is the head of a table.
fn head(line: &str) -> Option<(Separator, Vec<Column>)> {
    let known = |words: Vec<&str>| {
        let columns: Option<Vec<Column>> =
            words.iter().map(|word| look_up(COLUMNS, word).filter(|column| *column != Column::Other)).collect();
        columns.filter(|columns| columns.len() > 1)
    };
    if line.contains('|') {
        return None;
    }
    match line.contains('\t') {
        true => known(line.trim().split('\t').collect()).map(|columns| (Separator::Tab, columns)),
        false => known(line.split_whitespace().collect()).map(|columns| (Separator::Spaces, columns)),
    }
}

/// The kind of a list of Apifox.
fn apifox_list(line: &str) -> Option<&'static str> {
    let words: String = line.split_whitespace().collect();
    match words.as_str() {
        "Query参数" => Some("请求参数"),
        "Body" | "数据结构" => Some("返回参数说明"),
        words if words.starts_with("Body参数application/") => Some("请求参数"),
        _ => None,
    }
}

struct Reading<'p> {
    page: &'p str,
    lines: Vec<Text>,
    next: usize,
    made: Blocks,
}

impl Reading<'_> {
    fn block(&mut self) {
        let line = self.lines[self.next].clone();
        if let Some((separator, columns)) = head(&line.text) {
            self.table(separator, &columns);
        } else if let Some(label) = apifox_list(&line.text) {
            self.apifox(label);
        } else if line.text.trim_start().starts_with(['{', '[']) && !line.text.contains(']') {
            self.code();
        } else {
            let follows_method = self.next > 0 && is_method(&self.lines[self.next - 1].text);
            self.next += 1;
            // Apifox has the title of an endpoint above its method.
            let is_title = self.lines.get(self.next).is_some_and(|line| is_method(&line.text));
            match Text::new(line.text.clone(), line.at.clone()) {
                title if is_title && !title.is_empty() => self.made.blocks.push(Block::Heading(1, title)),
                _ => self.made.blocks.extend(plain_line(&line, follows_method)),
            }
        }
    }

    /// Reads a text that ends where its brackets are closed.
    fn code(&mut self) {
        let line = &self.lines[self.next];
        let start = line.at.end - line.text.trim_start().len();
        let end = code_end(self.page, start).unwrap_or(self.page.len());
        self.made.blocks.push(Block::Code(Code { text: self.page[start..end].to_owned(), at: start..end }));
        while self.lines.get(self.next).is_some_and(|line| line.at.start < end) {
            self.next += 1;
        }
    }

    fn table(&mut self, separator: Separator, columns: &[Column]) {
        let first = self.lines[self.next].clone();
        let titles: Vec<Text> = match separator {
            Separator::Tab => first.text.trim().split('\t').map(|title| Text::new(title, first.at.clone())).collect(),
            Separator::Spaces => {
                first.text.split_whitespace().map(|title| Text::new(title, first.at.clone())).collect()
            }
        };
        self.next += 1;
        let mut rows: Vec<Row> = Vec::new();
        while let Some(line) = self.lines.get(self.next).filter(|line| !line.text.trim().is_empty()) {
            if let Some(row) = rows.last_mut().filter(|_| separator == Separator::Tab && continues(&line.text)) {
                row.at.end = line.at.end;
                if let Some(cell) = row.cells.last_mut() {
                    cell.text = format!("{}\n{}", cell.text, line.text.trim());
                    cell.at.end = line.at.end;
                }
                self.next += 1;
                continue;
            }
            let cells = match separator {
                Separator::Tab if line.text.starts_with('\t') || !line.text.contains('\t') => break,
                Separator::Tab => line.text.split('\t').map(str::to_owned).collect(),
                Separator::Spaces => spaced_cells(&line.text, columns),
            };
            let cells = cells.into_iter().map(|cell| Text::new(cell, line.at.clone())).collect();
            rows.push(Row { cells, at: line.at.clone() });
            self.next += 1;
        }
        let end = rows.last().map_or(first.at.end, |row| row.at.end);
        self.made.blocks.push(Block::Table(Table { head: titles, rows, at: first.at.start..end }));
    }

    /// Reads a list of Apifox: for each member its name, its type, maybe a flag, and its description.
    fn apifox(&mut self, label: &str) {
        let first = self.lines[self.next].clone();
        self.next += 1;
        let mut rows: Vec<Row> = Vec::new();
        while let [Some(name), Some(ty)] = [0, 1].map(|ahead| self.lines.get(self.next + ahead).cloned()) {
            let word = ty.text.split_whitespace().next().unwrap_or_default();
            if look_up(TYPES, word.split('{').next().unwrap_or_default()).is_none() && apifox_type(&ty.text).is_none() {
                break;
            }
            self.next += 2;
            let mut required = Text::new("", ty.at.clone());
            if let Some(flag) = self.lines.get(self.next).filter(|line| look_up(REQUIRED, &line.text).is_some()) {
                required = flag.clone();
                self.next += 1;
            }
            let mut description = Vec::new();
            let mut end = ty.at.end;
            while let Some(line) = self.lines.get(self.next) {
                let is_next = self.lines.get(self.next + 1).is_some_and(|ty| apifox_type(&ty.text).is_some());
                let text = line.text.trim();
                let ends =
                    matches!(text, "" | "返回响应" | "请求示例") || text.starts_with("示例") || text.starts_with('{');
                if is_next || ends || apifox_list(&line.text).is_some() {
                    break;
                }
                description.push(line.text.trim().to_owned());
                end = line.at.end;
                self.next += 1;
            }
            let word = apifox_type(&ty.text).unwrap_or(ty.text.clone());
            let cells = vec![
                name.clone(),
                Text::new(word, ty.at.clone()),
                required,
                Text::new(description.join("\n"), ty.at.end..end),
            ];
            rows.push(Row { cells, at: name.at.start..end });
        }
        if rows.is_empty() {
            let text = format!("`{}` is followed by no members", first.text.trim());
            self.made.notes.push(Note { at: first.at, text });
            return;
        }
        let title = |text: &str| Text::new(text, first.at.clone());
        let head = ["参数", "类型", "必须", "说明"].map(title).to_vec();
        let end = rows.last().map_or(first.at.end, |row| row.at.end);
        self.made.blocks.push(Block::Line(title(label)));
        self.made.blocks.push(Block::Table(Table { head, rows, at: first.at.start..end }));
    }
}

/// The type that a line of Apifox states, such as `array [object {19}]`, in the words of the vocabulary.
fn apifox_type(line: &str) -> Option<String> {
    let text: String = line.split_whitespace().collect();
    let text = match text.split_once('{') {
        Some((before, _)) if text.ends_with("}]") => format!("{before}]"),
        Some((before, _)) if text.ends_with('}') => before.to_owned(),
        _ => text,
    };
    look_up(TYPES, &text).map(|_| text)
}

/// Where the brackets are closed that a text opens, which begins with one.
pub(crate) fn code_end(page: &str, start: usize) -> Option<usize> {
    let (mut depth, mut in_text, mut escaped) = (0_i32, false, false);
    for (at, c) in page[start..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' => in_text = !in_text,
            '\n' => in_text = false,
            '{' | '[' if !in_text => depth += 1,
            '}' | ']' if !in_text => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(c, '}' | ']') {
            return Some(start + at + c.len_utf8());
        }
    }
    None
}

fn is_method(line: &str) -> bool {
    matches!(line.trim(), "GET" | "POST" | "PUT" | "DELETE" | "PATCH")
}

/// A line; the first of Apifox's lines about an endpoint are its method and its URL.
fn plain_line(line: &Text, follows_method: bool) -> Option<Block> {
    let text = Text::new(line.text.clone(), line.at.clone());
    match text.text.as_str() {
        "" => None,
        method if is_method(method) => Some(Block::Line(Text::new(format!("请求方式: {}", text.text), text.at))),
        word if follows_method && word.starts_with("http") && !word.contains([' ', '#']) => {
            Some(Block::Line(Text::new(format!("请求地址: {word}"), text.at.clone())))
        }
        word if function(word).is_some() => {
            function(word).map(|name| Block::Heading(2, Text::new(name, text.at.clone())))
        }
        word if word.starts_with("# ") => Some(Block::Heading(1, Text::new(&word[2..], text.at.clone()))),
        _ => Some(Block::Line(text)),
    }
}

/// The name of a function, if a line is its signature, such as `get_list(token, hash);`.
fn function(line: &str) -> Option<&str> {
    let (name, rest) = line.split_once('(')?;
    let is_name = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && name.contains('_');
    let is_signature = rest.ends_with(");") && rest.chars().all(|c| c.is_ascii_alphanumeric() || "_,$ );".contains(c));
    ((is_name(name) || name.chars().all(|c| c.is_ascii_lowercase())) && !name.is_empty() && is_signature)
        .then_some(name)
}

/// Whether a line goes on with the last cell of the row above: it begins with tabs, and is no code.
fn continues(line: &str) -> bool {
    line.starts_with('\t') && !line.trim_start().starts_with(['{', '}', '[', ']', '"'])
}

/// The cells of a line, whose columns are separated by single spaces, and of which some may be empty.
fn spaced_cells(line: &str, columns: &[Column]) -> Vec<String> {
    let mut rest = line.trim();
    let indent = line.len() - line.trim_start().len();
    let mut cells = Vec::new();
    for column in columns {
        let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let fits = match column {
            Column::Type => look_up(TYPES, word).is_some(),
            Column::Required => look_up(REQUIRED, word).is_some(),
            Column::Description | Column::Meaning | Column::Needs => false,
            _ => true,
        };
        match column {
            Column::Description | Column::Meaning | Column::Needs => cells.push(std::mem::take(&mut rest).to_owned()),
            _ if fits => {
                let before = if cells.is_empty() { &line[..indent] } else { "" };
                cells.push(format!("{before}{word}"));
                rest = after.trim_start();
            }
            _ => cells.push(String::new()),
        }
    }
    cells
}
