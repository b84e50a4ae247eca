//! Pages in Markdown, with or without front matter.

use std::panic::{self, AssertUnwindSafe};

use markdown::{
    Constructs, ParseOptions,
    mdast::{self, Node},
    unist::Position,
};

use crate::{
    block::{Block, Blocks, Code, Note, Row, Table},
    text::{Span, Text},
};

/// The blocks of a page in Markdown.
pub(crate) fn blocks(page: &str) -> Blocks {
    let mut reading = Reading { page, made: Blocks::default() };
    // The parser panics where a rule follows a heading that is underlined, such as `a`, `---`, `---`, `b`, `---`.
    let root = parse(page, true).or_else(|_| {
        reading.note(
            0..page.len(),
            "underlined headings were read as text, because the parser of Markdown fails with them",
        );
        parse(page, false)
    });
    match root {
        Ok(root) => reading.block(&root),
        Err(problem) => reading.note(0..page.len(), format!("nothing of the page was read: {problem}")),
    }
    join_code(&mut reading.made, page);
    join_rows(&mut reading.made, page);
    reading.made
}

/// Parses Markdown, with or without headings that are underlined.
fn parse(page: &str, heading_setext: bool) -> Result<Node, String> {
    let constructs = Constructs { frontmatter: true, heading_setext, ..Constructs::gfm() };
    let options = ParseOptions { constructs, ..ParseOptions::gfm() };
    let parsed = panic::catch_unwind(AssertUnwindSafe(|| markdown::to_mdast(page, &options)));
    parsed.map_err(|_| "the parser of Markdown failed".to_owned())?.map_err(|error| error.to_string())
}

struct Reading<'p> {
    page: &'p str,
    made: Blocks,
}

fn span(position: Option<&Position>) -> Span {
    position.map_or(0..0, |position| position.start.offset..position.end.offset)
}

impl Reading<'_> {
    fn note(&mut self, at: Span, text: impl Into<String>) {
        self.made.notes.push(Note { at, text: text.into() });
    }

    fn block(&mut self, node: &Node) {
        match node {
            Node::Yaml(matter) => self.front_matter(matter),
            Node::Heading(heading) => {
                let mut lines = Lines::new(self.page);
                heading.children.iter().for_each(|child| lines.inline(child));
                let texts: Vec<String> = lines.finish().into_iter().map(|line| line.text).collect();
                let text = Text::new(texts.join(" "), span(heading.position.as_ref()));
                self.made.blocks.push(Block::Heading(heading.depth, text));
            }
            Node::Code(code) => self.code(code),
            Node::Table(table) => self.table(table),
            Node::Html(html) => {
                let at = span(html.position.as_ref());
                // In a quotation, the lines of the page have `>` and the HTML does not: then the places within are unknown.
                let is_verbatim = self.page.get(at.clone()) == Some(html.value.as_str());
                let place = |within: &Span| match is_verbatim {
                    true => at.start + within.start..at.start + within.end,
                    false => at.clone(),
                };
                let inner = crate::html::blocks(&html.value);
                self.made.blocks.extend(inner.blocks.into_iter().map(|block| placed(block, &place)));
                self.made.notes.extend(inner.notes.into_iter().map(|note| Note { at: place(&note.at), ..note }));
            }
            Node::Root(_) | Node::Blockquote(_) | Node::List(_) | Node::ListItem(_) | Node::FootnoteDefinition(_) => {
                node.children().into_iter().flatten().for_each(|child| self.block(child));
            }
            Node::ThematicBreak(_) | Node::Definition(_) => {}
            other => {
                let mut lines = Lines::new(self.page);
                lines.inline(other);
                self.made.blocks.extend(lines.finish().into_iter().map(line_or_heading));
            }
        }
    }

    fn front_matter(&mut self, matter: &mdast::Yaml) {
        let at = span(matter.position.as_ref());
        for line in matter.value.lines() {
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim().trim_matches(['"', '\'']);
            let start = self.page[at.clone()].find(value).map_or(at.start, |found| at.start + found);
            let value = Text::new(value, start..start + value.len());
            match key.trim() {
                "title" => self.made.title = Some(value),
                "source_url" | "url" => self.made.url = Some(value),
                _ => {}
            }
        }
    }

    fn code(&mut self, code: &mdast::Code) {
        let at = span(code.position.as_ref());
        // Without its fences, if the code is as it is written.
        let start = self.page[at.clone()].find(code.value.as_str()).map(|found| at.start + found);
        let at = start.map_or(at, |start| start..start + code.value.len());
        self.made.blocks.push(Block::Code(Code { text: code.value.clone(), at }));
    }

    fn table(&mut self, table: &mdast::Table) {
        let mut rows = table.children.iter().filter_map(|row| match row {
            Node::TableRow(row) => Some(self.row(row)),
            _ => None,
        });
        let head = rows.next().map(|row| row.cells).unwrap_or_default();
        // A line without `|` directly below a table is a row for Markdown, and a sentence for those who wrote it.
        let (rows, sentences): (Vec<Row>, Vec<Row>) = rows.partition(|row| self.page[row.at.clone()].contains('|'));
        self.made.blocks.push(Block::Table(Table { head, rows, at: span(table.position.as_ref()) }));
        let sentences = sentences.into_iter().flat_map(|row| row.cells).filter(|cell| !cell.is_empty());
        self.made.blocks.extend(sentences.map(Block::Line));
    }

    fn row(&self, row: &mdast::TableRow) -> Row {
        let cells = row.children.iter().map(|cell| {
            let mut lines = Lines::new(self.page);
            cell.children().into_iter().flatten().for_each(|child| lines.inline(child));
            let lines = lines.finish();
            let indent = lines.first().map_or(0, |line| line.indent);
            let texts: Vec<String> = lines.into_iter().map(|line| line.text).collect();
            let text = if texts.is_empty() { element(cell) } else { texts.join("\n") };
            Text { indent, ..Text::new(text, span(cell.position())) }
        });
        Row { cells: cells.collect(), at: span(row.position.as_ref()) }
    }
}

/// The text of a cell that is nothing but the name of an element in XML, which Markdown takes for HTML.
fn element(cell: &Node) -> String {
    match cell.children().map_or(&[][..], Vec::as_slice) {
        [Node::Html(html)] if !is_break(&html.value) => html.value.clone(),
        _ => String::new(),
    }
}

/// A line, or a heading that lacks the space after its `#`.
fn line_or_heading(line: Text) -> Block {
    let text = line.text.trim_start_matches('#');
    match line.text.len() - text.len() {
        level @ 1..=6 if !text.is_empty() => {
            Block::Heading(u8::try_from(level).unwrap_or(6), Text::new(text, line.at.clone()))
        }
        _ => Block::Line(line),
    }
}

/// A block of HTML within Markdown, at its place in the page.
fn placed(mut block: Block, place: &impl Fn(&Span) -> Span) -> Block {
    match &mut block {
        Block::Heading(_, text) | Block::Line(text) => text.at = place(&text.at),
        Block::Code(code) => code.at = place(&code.at),
        Block::Table(table) => {
            table.at = place(&table.at);
            table.head.iter_mut().for_each(|cell| cell.at = place(&cell.at));
            for row in &mut table.rows {
                row.at = place(&row.at);
                row.cells.iter_mut().for_each(|cell| cell.at = place(&cell.at));
            }
        }
    }
    block
}

/// Collects the lines of inline nodes.
struct Lines<'p> {
    page: &'p str,
    done: Vec<Text>,
    text: String,
    at: Option<Span>,
}

impl<'p> Lines<'p> {
    fn new(page: &'p str) -> Self {
        Self { page, done: Vec::new(), text: String::new(), at: None }
    }

    fn inline(&mut self, node: &Node) {
        let at = span(node.position());
        match node {
            Node::Text(text) => self.text(&text.value, at),
            Node::InlineCode(code) => self.push(&code.value, at),
            Node::Break(_) => self.end(),
            Node::Html(html) if is_break(&html.value) => self.end(),
            Node::Html(_) | Node::Image(_) | Node::ImageReference(_) => {}
            other => other.children().into_iter().flatten().for_each(|child| self.inline(child)),
        }
    }

    /// Adds a text that may have several lines.
    fn text(&mut self, text: &str, at: Span) {
        let mut start = at.start;
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.end();
                let next = self.page.get(start..at.end).and_then(|rest| rest.find('\n'));
                start = next.map_or(at.end, |next| start + next + 1);
            }
            let rest = self.page.get(start..at.end).unwrap_or_default();
            self.push(line, start..start + rest.find('\n').unwrap_or(rest.len()));
        }
    }

    fn push(&mut self, text: &str, at: Span) {
        self.text.push_str(text);
        self.at = Some(self.at.as_ref().map_or(at.start, |before| before.start)..at.end);
    }

    fn end(&mut self) {
        let text = without_colours(&std::mem::take(&mut self.text));
        let line = Text::new(text, self.at.take().unwrap_or_default());
        self.done.extend((!line.is_empty()).then_some(line));
    }

    fn finish(mut self) -> Vec<Text> {
        self.end();
        self.done
    }
}

/// A text without the marks of coloured words, `!!#ff0000 words!!`.
fn without_colours(text: &str) -> String {
    let mut made = String::new();
    let mut rest = text;
    while let Some((before, coloured)) = rest.split_once("!!#") {
        let words = coloured.split_once(' ').filter(|(colour, _)| colour.chars().all(|c| c.is_ascii_hexdigit()));
        let Some((words, after)) = words.and_then(|(_, words)| words.split_once("!!")) else { break };
        made.push_str(before);
        made.push_str(words);
        rest = after;
    }
    made + rest
}

fn is_break(html: &str) -> bool {
    html.strip_prefix("<br").is_some_and(|rest| rest.trim_matches(['/', ' ', '>']).is_empty())
}

/// Makes code of lines that are JSON, although nothing marks them as code: from a line that is an opening brace, or begins with a
/// brace and a quote, to where the braces are closed.
fn join_code(made: &mut Blocks, page: &str) {
    let mut joined: Vec<Block> = Vec::new();
    let mut end = 0;
    for block in std::mem::take(&mut made.blocks) {
        let start = block.at().start;
        if start < end {
            continue;
        }
        let is_json = matches!(&block, Block::Line(line)
            if line.text.strip_prefix('{').is_some_and(|rest| rest.trim().is_empty() || rest.trim_start().starts_with('"')));
        let code_end = page.get(start..).filter(|rest| is_json && rest.starts_with('{'));
        match code_end.and_then(|_| crate::plain::code_end(page, start)) {
            Some(closed) => {
                end = closed;
                joined.push(Block::Code(Code { text: page[start..end].to_owned(), at: start..end }));
            }
            None => joined.push(block),
        }
    }
    made.blocks = joined;
}

/// Adds rows that were written apart from their table to it.
///
/// Converters leave an empty line within a table, which ends it. So do rows that begin with some characters instead of `|`, in
/// this parser.
fn join_rows(made: &mut Blocks, page: &str) {
    let mut joined: Vec<Block> = Vec::new();
    for block in std::mem::take(&mut made.blocks) {
        match (joined.last_mut(), block) {
            (Some(Block::Table(table)), Block::Line(line)) => match loose_row(&line, table.head.len(), page) {
                Some(row) => {
                    let between = page.get(table.at.end..line.at.start).unwrap_or_default();
                    if between.matches('\n').count() != 1 {
                        let text = "a row apart from its table was added to it".to_owned();
                        made.notes.push(Note { at: line.at.clone(), text });
                    }
                    table.at.end = line.at.end;
                    table.rows.push(row);
                }
                None => joined.push(Block::Line(line)),
            },
            (_, block) => joined.push(block),
        }
    }
    made.blocks = joined;
}

/// A line that is a row of a table with `columns` columns.
fn loose_row(line: &Text, columns: usize, page: &str) -> Option<Row> {
    let inner = line.text.trim().trim_start_matches('|').trim_end_matches('|');
    let texts: Vec<&str> = inner.split('|').collect();
    if !line.text.contains('|') || texts.len() != columns || columns < 2 {
        return None;
    }
    // The places of the cells, as far as the page has them as they are.
    let mut start = line.at.start;
    let cells = texts.into_iter().map(|text| {
        let found = page.get(start..line.at.end).and_then(|rest| rest.find(text.trim()));
        let at = found.map(|found| start + found..start + found + text.trim().len());
        start = at.as_ref().map_or(start, |at| at.end);
        Text::new(text.trim(), at.unwrap_or_else(|| line.at.clone()))
    });
    Some(Row { cells: cells.collect(), at: line.at.clone() })
}
