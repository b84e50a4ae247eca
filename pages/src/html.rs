//! Pages in HTML, as a browser saves them, and parts of such pages.

use html5gum::{DefaultEmitter, HtmlString, Span as HtmlSpan, StartTag, Token, Tokenizer};

use crate::{
    block::{Block, Blocks, Code, Note, Row, Table},
    text::{Span, Text},
};

/// The most columns or rows that a cell may span. More is a mistake, or an attack.
const MAX_SPANNED: usize = 100;

/// The blocks of a page in HTML.
pub(crate) fn blocks(page: &str) -> Blocks {
    let mut emitter = DefaultEmitter::new_with_span();
    emitter.naively_switch_states(true);
    let mut reading = Reading::default();
    for token in Tokenizer::new_with_emitter(page, emitter) {
        match token {
            Ok(Token::StartTag(tag)) => reading.start(&tag),
            Ok(Token::EndTag(tag)) => reading.end(&text_of(&tag.name), tag.span.end),
            Ok(Token::String(text)) => reading.text(&text_of(&text.value), span(text.span)),
            Ok(Token::Comment(_) | Token::Doctype(_) | Token::Error(_)) => {}
        }
    }
    reading.end_line();
    reading.end_table(page.len());
    reading.made
}

fn span(of: HtmlSpan<usize>) -> Span {
    of.start..of.end
}

fn text_of(name: &HtmlString) -> String {
    String::from_utf8_lossy(name).into_owned()
}

#[derive(Default)]
struct Reading {
    made: Blocks,
    /// The line that is being read.
    line: String,
    at: Option<Span>,
    /// The level of the heading that is being read.
    heading: Option<u8>,
    /// The code that is being read.
    code: Option<Code>,
    /// The depth within elements whose text is not shown.
    hidden: usize,
    /// The title is being read.
    in_title: bool,
    table: Option<Draft>,
}

/// A table that is being read.
#[derive(Default)]
struct Draft {
    start: usize,
    rows: Vec<Vec<Cell>>,
    /// Where each row begins.
    starts: Vec<usize>,
    /// The number of tables around the innermost one.
    depth: usize,
}

#[derive(Default)]
struct Cell {
    text: Text,
    columns: usize,
    rows: usize,
}

impl Reading {
    fn start(&mut self, tag: &StartTag<usize>) {
        let name = text_of(&tag.name);
        match name.as_str() {
            "script" | "style" | "template" if !tag.self_closing => self.hidden += 1,
            "title" => self.in_title = true,
            "br" => self.line_break(tag.span.start),
            "pre" => {
                self.end_line();
                self.code = Some(Code { text: String::new(), at: tag.span.end..tag.span.end });
            }
            "table" => self.start_table(tag.span.start),
            "tr" => self.start_row(tag.span.start),
            "td" | "th" => self.start_cell(tag),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_line();
                self.heading = name[1..].parse().ok();
            }
            name if is_block(name) => self.end_line(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str, at: usize) {
        match name {
            "script" | "style" | "template" => self.hidden = self.hidden.saturating_sub(1),
            "title" => {
                let title = self.take_line();
                self.made.title = title.or(self.made.title.take());
                self.in_title = false;
            }
            "pre" => {
                let code = self.code.take();
                self.made.blocks.extend(code.filter(|code| !code.text.trim().is_empty()).map(Block::Code));
            }
            "table" => self.end_table(at),
            "td" | "th" => self.end_line(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.end_line(),
            name if is_block(name) => self.end_line(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, at: Span) {
        if self.hidden > 0 {
            return;
        }
        if let Some(code) = &mut self.code {
            if code.text.is_empty() {
                code.at.start = at.start;
            }
            code.text.push_str(text);
            code.at.end = at.end;
            return;
        }
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        let spaced = |side: bool| if side && !words.is_empty() { " " } else { "" };
        let before = spaced(text.starts_with(|c: char| c.is_ascii_whitespace()) && !self.line.is_empty());
        let after = spaced(text.ends_with(|c: char| c.is_ascii_whitespace()));
        self.line.push_str(&format!("{before}{}{after}", words.join(" ")));
        self.at = Some(self.at.as_ref().map_or(at.start, |before| before.start)..at.end);
    }

    /// Ends a line, but not a cell.
    fn line_break(&mut self, at: usize) {
        match (&mut self.code, &self.table) {
            (Some(code), _) => code.text.push('\n'),
            (None, Some(_)) => self.text_break(at),
            (None, None) => self.end_line(),
        }
    }

    fn text_break(&mut self, at: usize) {
        self.line.push('\n');
        self.at.get_or_insert(at..at);
    }

    fn take_line(&mut self) -> Option<Text> {
        let lines: Vec<String> = std::mem::take(&mut self.line).lines().map(|line| line.trim().to_owned()).collect();
        let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        let text = Text::new(lines.join("\n"), self.at.take().unwrap_or_default());
        (!text.is_empty()).then_some(text)
    }

    fn end_line(&mut self) {
        if self.in_title || self.code.is_some() {
            return;
        }
        let heading = self.heading.take();
        let cell = self.table.as_mut().and_then(|table| table.rows.last_mut()).and_then(|row| row.last_mut());
        if let Some(cell) = cell {
            // A block within a cell ends a line of it.
            let text = std::mem::take(&mut self.line);
            let at = self.at.take().unwrap_or_default();
            if !text.trim().is_empty() {
                let before = std::mem::take(&mut cell.text);
                cell.text = match before.is_empty() {
                    true => Text::new(text, at),
                    false => {
                        let joined = [before.text.as_str(), text.trim()].join("\n");
                        Text { indent: before.indent, ..Text::new(joined, before.at.start..at.end) }
                    }
                };
            }
            return;
        }
        let Some(line) = self.take_line() else { return };
        self.made.blocks.push(match heading {
            Some(level) => Block::Heading(level, line),
            None => Block::Line(line),
        });
    }

    fn start_table(&mut self, at: usize) {
        self.end_line();
        match &mut self.table {
            Some(table) => {
                table.depth += 1;
                let text = "a table within a cell was read as text".to_owned();
                self.made.notes.push(Note { at: at..at, text });
            }
            None => self.table = Some(Draft { start: at, ..Draft::default() }),
        }
    }

    fn start_row(&mut self, at: usize) {
        self.end_line();
        if let Some(table) = self.table.as_mut().filter(|table| table.depth == 0) {
            table.rows.push(Vec::new());
            table.starts.push(at);
        }
    }

    fn start_cell(&mut self, tag: &StartTag<usize>) {
        self.end_line();
        let number = |name: &str| {
            let value = tag.attributes.get(name.as_bytes()).map(|value| text_of(&value.value));
            value.and_then(|value| value.trim().parse::<usize>().ok()).unwrap_or(1).clamp(1, MAX_SPANNED)
        };
        let cell = Cell { columns: number("colspan"), rows: number("rowspan"), ..Cell::default() };
        if let Some(table) = self.table.as_mut().filter(|table| table.depth == 0) {
            if table.rows.is_empty() {
                table.rows.push(Vec::new());
                table.starts.push(tag.span.start);
            }
            if let Some(row) = table.rows.last_mut() {
                row.push(cell);
            }
        }
    }

    fn end_table(&mut self, at: usize) {
        self.end_line();
        if let Some(table) = self.table.as_mut().filter(|table| table.depth > 0) {
            table.depth -= 1;
            return;
        }
        let Some(draft) = self.table.take() else { return };
        let mut rows = expanded(draft.rows, &draft.starts, at);
        if rows.is_empty() {
            return;
        }
        let head = rows.remove(0).cells;
        self.made.blocks.push(Block::Table(Table { head, rows, at: draft.start..at }));
    }
}

/// Repeats cells in the rows and columns that they span. Rows without cells are left out.
fn expanded(rows: Vec<Vec<Cell>>, starts: &[usize], end: usize) -> Vec<Row> {
    // By column: the text, and the number of rows in which it is still to come.
    let mut pending: Vec<(Text, usize)> = Vec::new();
    let mut made = Vec::new();
    for (number, row) in rows.into_iter().enumerate() {
        let mut cells: Vec<Text> = Vec::new();
        let mut own = row.into_iter().peekable();
        while own.peek().is_some() || pending.get(cells.len()).is_some_and(|(_, left)| *left > 0) {
            let column = cells.len();
            if let Some((text, left)) = pending.get_mut(column).filter(|(_, left)| *left > 0) {
                *left -= 1;
                cells.push(text.clone());
                continue;
            }
            let Some(cell) = own.next() else { break };
            for _ in 0..cell.columns {
                let column = cells.len();
                if pending.len() <= column {
                    pending.resize(column + 1, (Text::default(), 0));
                }
                pending[column] = (cell.text.clone(), cell.rows - 1);
                cells.push(cell.text.clone());
            }
        }
        let at = starts.get(number).copied().unwrap_or_default();
        let to = starts.get(number + 1).copied().unwrap_or(end);
        made.extend((!cells.is_empty()).then_some(Row { cells, at: at..to }));
    }
    made
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "li"
            | "ul"
            | "ol"
            | "blockquote"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "dd"
            | "dt"
            | "tbody"
            | "thead"
            | "tfoot"
            | "hr"
            | "main"
            | "nav"
            | "aside"
    )
}
