//! From blocks to a page.

use facts::{
    Direction,
    text::normalized,
    vocabulary::{COLUMNS, Column, REQUIRED, SECTIONS, Section, TYPES, look_up},
};

use crate::{
    block::{Block, Blocks, Code, Note, Row, Table},
    claims, example,
    page::{Example, Member, Members, Nesting, Page, Part, Values},
    parts, paths, permissions,
    text::{Span, Text},
};

/// Reads what a page states.
pub(crate) fn page(blocks: Blocks) -> Page {
    let digest = blocks.digest();
    let Blocks { title, url, blocks, notes } = blocks;
    let mut reading = Reading { page: Page { title, url, notes, digest, ..Page::default() }, ..Reading::default() };
    blocks.into_iter().for_each(|block| reading.block(block));
    if let Some(last) = reading.page.parts.last_mut().filter(|last| last.permissions.is_empty()) {
        last.permissions = reading.permissions;
    }
    let mut page = reading.page;
    parts::complete(&mut page);
    paths::complete(&mut page);
    // Saved pages have the name of the site in their title.
    page.title = reading.main_heading.or(page.title).or(reading.first_heading);
    page
}

#[derive(Default)]
struct Reading {
    page: Page,
    /// The first heading, and the first of level 1.
    first_heading: Option<Text>,
    main_heading: Option<Text>,
    /// The heading above, and the label or line nearest above.
    heading: Option<Text>,
    nearest: Option<Text>,
    /// What the last label announced.
    section: Option<Section>,
    /// The reply of the part has begun.
    is_reply: bool,
    /// The level of the heading above, and of that above the beginning of the last part.
    level: Option<u8>,
    part_level: Option<u8>,
    /// A heading has ended the last part.
    is_over: bool,
    /// Permissions stated above the endpoint that they belong to.
    permissions: Vec<(Text, Text)>,
    /// Whether the permissions of this section belong to the next part.
    are_of_next: bool,
}

impl Reading {
    fn note(&mut self, at: Span, text: impl Into<String>) {
        self.page.notes.push(Note { at, text: text.into() });
    }

    fn block(&mut self, block: Block) {
        match block {
            Block::Heading(level, text) => self.heading(level, text),
            Block::Line(line) => self.line(line),
            Block::Table(table) => self.table(table),
            Block::Code(code) => self.code(code),
        }
    }

    fn heading(&mut self, level: u8, text: Text) {
        self.nearest = Some(text.clone());
        let label = label(&text);
        if label.is_none() {
            self.first_heading.get_or_insert_with(|| text.clone());
            if level == 1 {
                self.main_heading.get_or_insert_with(|| text.clone());
            }
        }
        self.section = label.as_ref().map(|(section, _)| *section);
        self.are_of_next = self.belong_to_next();
        if label.is_some() {
            return;
        }
        self.heading = Some(text);
        self.level = Some(level);
        self.is_over |= self.part_level.is_some_and(|of_part| level <= of_part);
        if self.is_over || self.page.parts.last().is_some_and(|part| !part.is_endpoint()) {
            self.is_reply = false;
        }
    }

    fn line(&mut self, line: Text) {
        if let Some(date) = date(&line) {
            self.page.updated.get_or_insert(date);
            return;
        }
        let Some((section, rest)) = label(&line) else {
            match self.section {
                Some(Section::Permissions) if !permissions::is_remark(&line) => self.permission(&line),
                _ => self.sentences(&line),
            }
            self.nearest = Some(line);
            return;
        };
        self.section = Some(section);
        self.nearest = Some(line);
        self.are_of_next = self.belong_to_next();
        match section {
            Section::Method => self.method(rest),
            Section::Address => self.address(rest),
            Section::ReplyExample | Section::ReplyParameters => self.is_reply = true,
            Section::RequestExample | Section::RequestParameters => self.is_reply = false,
            Section::EventExample => self.start_event_section(),
            Section::Permissions if !rest.is_empty() => self.permission(&rest),
            Section::Parameters | Section::Permissions | Section::Example => {}
        }
    }

    /// Keeps the sentences of a line that a person must read.
    fn sentences(&mut self, line: &Text) {
        let found = claims::unclaimed(line);
        match self.page.parts.last_mut() {
            Some(part) => part.unclaimed.extend(found),
            None => self.page.unclaimed.extend(found),
        }
    }

    /// Starts a part where none has begun, or where a heading has ended the last one.
    fn start_if_over(&mut self) {
        if self.is_over || self.page.parts.is_empty() {
            let is_reply = self.is_reply;
            self.start();
            self.is_reply = is_reply;
        }
    }

    fn start(&mut self) -> &mut Part {
        self.is_reply = false;
        self.is_over = false;
        self.part_level = self.level;
        let permissions = std::mem::take(&mut self.permissions);
        self.page.parts.push(Part { heading: self.heading.clone(), permissions, ..Part::default() });
        let last = self.page.parts.len() - 1;
        &mut self.page.parts[last]
    }

    fn method(&mut self, rest: Text) {
        let word: String = rest.text.chars().filter(|c| *c != '*').take_while(char::is_ascii_alphabetic).collect();
        let part = match self.page.parts.last_mut() {
            Some(part)
                if !self.is_over && part.method.is_none() && part.address.is_some() && part.tables.is_empty() =>
            {
                part
            }
            _ => self.start(),
        };
        part.method = Some(Text::new(word.to_ascii_uppercase(), rest.at.clone()));
        if !matches!(word.to_ascii_uppercase().as_str(), "GET" | "POST") {
            self.note(rest.at, format!("`{}` is no method", rest.text));
        }
    }

    fn address(&mut self, rest: Text) {
        let url: String = rest.text.split_whitespace().next().unwrap_or_default().trim_matches('*').to_owned();
        // Converters write `\_` also where Markdown keeps the backslash.
        let url = url.split(['（', '(']).next().unwrap_or_default().replace("\\_", "_");
        let url = url.as_str();
        let part = match self.page.parts.last_mut() {
            Some(part) if !self.is_over && part.address.is_none() && part.tables.is_empty() => part,
            _ => self.start(),
        };
        let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
        let (path, query) = after_scheme.split_once('?').unwrap_or((after_scheme, ""));
        let path = path.find('/').map(|at| &path[at..]);
        part.path = path.map(|path| Text::new(path, rest.at.clone()));
        part.query = query.split('&').filter_map(|pair| pair.split('=').next()).map(str::to_owned).collect();
        part.query.retain(|name| !name.is_empty());
        let missing = part.path.is_none();
        part.address = Some(Text::new(url, rest.at.clone()));
        if missing {
            self.note(rest.at, format!("`{}` is no URL", rest.text));
        }
    }

    /// The direction of a table or an example. Some tables have flags: whether a member is required.
    fn direction(&self, has_flags: bool) -> Direction {
        let is_endpoint = self.page.parts.last().is_some_and(Part::is_endpoint);
        match (is_endpoint, self.is_reply, has_flags) {
            // A table about a type, which both have.
            (false, _, true) => Direction::Request,
            (_, true, _) => Direction::Reply,
            (true, false, _) => Direction::Request,
            (false, false, false) => Direction::Event,
        }
    }

    fn table(&mut self, table: Table) {
        let columns: Vec<Option<Column>> = table.head.iter().map(|title| look_up(COLUMNS, &title.text)).collect();
        for (title, column) in table.head.iter().zip(&columns) {
            if column.is_none() {
                self.note(title.at.clone(), format!("`{}` is the title of an unknown column", title.text));
            }
        }
        let has = |wanted| columns.contains(&Some(wanted));
        if has(Column::App) {
            self.permissions(&table, &columns);
        } else if has(Column::Name) && has(Column::Description) {
            self.members(table, &columns);
        } else if has(Column::Value) {
            self.values(&table, &columns);
        } else {
            self.page.others.push(table.at);
        }
    }

    fn permissions(&mut self, table: &Table, columns: &[Option<Column>]) {
        let cell = |row: &Row, wanted| {
            let at = columns.iter().position(|column| *column == Some(wanted));
            at.and_then(|at| row.cells.get(at)).cloned().unwrap_or_default()
        };
        let rows = table.rows.iter().map(|row| (cell(row, Column::App), cell(row, Column::Needs)));
        let rows = rows.filter(|(app, _)| !app.is_empty()).flat_map(|(app, needs)| permissions::of_row(app, needs));
        if self.section != Some(Section::Permissions) {
            self.are_of_next = self.belong_to_next();
        }
        self.permit(rows.collect());
    }

    /// Reads a line of a section about permissions. A person must read sentences that name no kind of app.
    fn permission(&mut self, line: &Text) {
        let permissions::Stated { permissions, others } = permissions::of_line(line);
        self.permit(permissions);
        match self.page.parts.last_mut().filter(|_| !self.are_of_next) {
            Some(part) => part.unclaimed.extend(others),
            None => self.page.unclaimed.extend(others),
        }
    }

    /// Whether permissions that follow belong to the next part. They do if there is no part yet, if the last one is over, or if
    /// the last one already has permissions.
    fn belong_to_next(&self) -> bool {
        self.page.parts.last().is_none_or(|part| self.is_over || !part.permissions.is_empty())
    }

    fn permit(&mut self, mut permissions: Vec<(Text, Text)>) {
        match self.page.parts.last_mut().filter(|_| !self.are_of_next) {
            Some(part) => part.permissions.append(&mut permissions),
            None => self.permissions.append(&mut permissions),
        }
    }

    fn values(&mut self, table: &Table, columns: &[Option<Column>]) {
        let at =
            |wanted: &[Column]| columns.iter().position(|column| column.is_some_and(|column| wanted.contains(&column)));
        let (value, meaning) = (at(&[Column::Value]), at(&[Column::Meaning, Column::Description]));
        let cell = |row: &Row, at: Option<usize>| at.and_then(|at| row.cells.get(at)).cloned().unwrap_or_default();
        let rows = table.rows.iter().map(|row| (cell(row, value), cell(row, meaning))).collect();
        self.page.values.push(Values { heading: self.nearest.clone(), rows, at: table.at.clone() });
    }

    fn members(&mut self, table: Table, columns: &[Option<Column>]) {
        let at = |wanted| columns.iter().position(|column| *column == Some(wanted));
        let (name, ty, required) = (at(Column::Name), at(Column::Type), at(Column::Required));
        let description = at(Column::Description);
        let mut rows = Vec::new();
        for row in table.rows {
            if row.cells.len() > columns.len() {
                let text = format!("a row has {} cells, and its table {} columns", row.cells.len(), columns.len());
                self.note(row.at.clone(), text);
            }
            let cell = |at: Option<usize>| at.and_then(|at| row.cells.get(at)).filter(|cell| !cell.is_empty()).cloned();
            let Some(name) = cell(name) else {
                self.note(row.at.clone(), "a row without a name");
                continue;
            };
            let mut cells = Cells { ty: cell(ty), required: cell(required), description: cell(description) };
            if let Some(text) = cells.repair() {
                self.note(row.at.clone(), text);
            }
            let Cells { ty, required, description } = cells;
            let member = Member {
                ty: ty.as_ref().and_then(|word| look_up(TYPES, &word.text)),
                type_word: ty,
                required: required.as_ref().and_then(|word| look_up(REQUIRED, &word.text).flatten()),
                required_word: required,
                description: description.unwrap_or_default(),
                path: name.text.clone(),
                claims: Vec::new(),
                values: Vec::new(),
                nesting: Nesting::Written,
                name,
                at: row.at.clone(),
            };
            let words = [(&member.type_word, member.ty.is_some()), (&member.required_word, member.is_flag_known())];
            for (word, known) in words {
                if let Some(word) = word.as_ref().filter(|_| !known) {
                    self.note(word.at.clone(), format!("`{}` is an unknown word", word.text));
                }
            }
            rows.push(member);
        }
        self.start_if_over();
        let direction = self.direction(required.is_some());
        let members = Members { direction, heading: self.nearest.clone(), rows, at: table.at };
        self.page.parts.last_mut().into_iter().for_each(|part| part.tables.push(members.clone()));
    }

    /// An event that an endpoint announces is a part of its own.
    fn start_event_section(&mut self) {
        if self.page.parts.last().is_some_and(Part::is_endpoint) {
            self.is_over = true;
            self.is_reply = false;
        }
    }

    /// A part that is an event ends where the next example of one begins.
    fn start_event(&mut self, direction: Direction) {
        let has_event =
            |part: &Part| part.is_endpoint() || part.examples.iter().any(|one| one.direction == Direction::Event);
        if direction == Direction::Event && self.page.parts.last().is_some_and(has_event) {
            self.start();
        }
    }

    fn code(&mut self, code: Code) {
        if !example::is_example(&code.text) {
            self.page.others.push(code.at);
            return;
        }
        let is_xml = code.text.trim_start().starts_with('<');
        self.start_if_over();
        let direction = match self.section {
            _ if is_xml => Direction::Event,
            Some(Section::RequestExample) => Direction::Request,
            Some(Section::ReplyExample) => Direction::Reply,
            _ if code.text.contains("errcode") => Direction::Reply,
            _ => self.direction(false),
        };
        self.start_event(direction);
        self.is_reply |= direction == Direction::Reply;
        let reading = example::read(&code.text);
        let example = Example { direction, path: String::new(), code, reading };
        self.page.parts.last_mut().into_iter().for_each(|part| part.examples.push(example.clone()));
    }
}

/// The cells of a row about a member.
struct Cells {
    ty: Option<Text>,
    required: Option<Text>,
    description: Option<Text>,
}

impl Cells {
    /// Puts cells that are in a wrong column into their own, where their words leave no doubt, and says so.
    fn repair(&mut self) -> Option<&'static str> {
        let are_swapped = is_word(TYPES, self.required.as_ref()) && is_word(REQUIRED, self.ty.as_ref());
        if are_swapped {
            std::mem::swap(&mut self.ty, &mut self.required);
            return Some("the type and the flag of this row are in each other's column");
        }
        let lacks_flag = self.required.is_some() && !is_word(REQUIRED, self.required.as_ref());
        if lacks_flag && self.description.is_none() {
            self.description = self.required.take();
            return Some("this row lacks its flag, and its description is in the flag's column");
        }
        None
    }
}

/// Whether a table of the vocabulary has a word.
fn is_word<T: Copy>(table: &[(&str, T)], word: Option<&Text>) -> bool {
    word.is_some_and(|word| look_up(table, &word.text).is_some())
}

/// The section that a line announces, and what follows on the line.
fn label(line: &Text) -> Option<(Section, Text)> {
    let plain = line.text.replace(['*', '#'], "");
    let (word, rest) = match plain.split_once([':', '：']) {
        Some((word, rest)) => (word, rest),
        None => (plain.as_str(), ""),
    };
    let section = look_up(SECTIONS, word)?;
    Some((section, Text::new(rest, line.at.clone())))
}

/// The date that a line states as that of the last change, as `YYYY-MM-DD`.
fn date(line: &Text) -> Option<Text> {
    let text = normalized(&line.text);
    let (_, date) = text.split_once("最后更新:")?;
    let numbers: Vec<u32> = date.split(['/', '-', '.', '年', '月', '日']).map_while(|part| part.parse().ok()).collect();
    let [year, month, day, ..] = numbers[..] else { return None };
    Some(Text::new(format!("{year:04}-{month:02}-{day:02}"), line.at.clone()))
}
