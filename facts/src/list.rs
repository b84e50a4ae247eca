//! Facts one by one, each with an id that stays the same while the page moves around it.

use std::fmt;

use crate::page::{Claim, Direction, Facts, Part, Row};

/// What a fact is about. It has no lines and no positions in it. Several facts have one id where a page says several
/// things about one place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    /// The name of the endpoint or event; none for a fact about the page.
    pub part: Option<String>,
    /// The message.
    pub direction: Option<Direction>,
    /// The path of the member.
    pub path: Option<String>,
    /// What is stated: `type`, `required`, `bytes`, `text`, …
    pub kind: &'static str,
}

impl fmt::Display for Id {
    /// `POST /cgi-bin/kf/send_msg request text.content bytes`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let direction = self.direction.map(Direction::as_str);
        let words = [self.part.as_deref(), direction, self.path.as_deref(), Some(self.kind)];
        let words: Vec<&str> = words.into_iter().flatten().collect();
        f.write_str(&words.join(" "))
    }
}

/// One thing that a page states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub id: Id,
    /// What is stated.
    pub value: String,
    /// The line of the page.
    pub line: usize,
}

impl Facts {
    /// All facts, in the order of the page.
    #[must_use]
    pub fn list(&self) -> Vec<Fact> {
        let mut all = Vec::new();
        let about_page = |kind| Id { part: None, direction: None, path: None, kind };
        for (kind, value) in [("title", &self.title), ("url", &self.url), ("updated", &self.updated)] {
            all.extend(value.iter().map(|value| Fact { id: about_page(kind), value: value.clone(), line: 1 }));
        }
        self.parts.iter().for_each(|part| part.list(&mut all));
        for values in &self.values {
            let rows = values.rows.iter().map(|(value, text)| Fact {
                id: Id { path: Some(value.clone()), ..about_page("value") },
                value: text.clone(),
                line: values.line,
            });
            all.extend(rows);
        }
        let unclaimed = self.unclaimed.iter();
        all.extend(unclaimed.map(|sentence| Fact {
            id: about_page("unclaimed"),
            value: sentence.text.clone(),
            line: sentence.line,
        }));
        all
    }
}

impl Part {
    fn list(&self, all: &mut Vec<Fact>) {
        let id = |kind| Id { part: Some(self.name()), direction: None, path: None, kind };
        let mut add = |id: Id, value: &str, line: usize| all.push(Fact { id, value: value.to_owned(), line });
        add(id("part"), self.path.as_deref().or(self.event.as_deref()).unwrap_or_default(), self.line);
        self.query.iter().for_each(|name| add(id("query"), name, self.line));
        for permission in &self.permissions {
            add(Id { path: Some(permission.app.clone()), ..id("permission") }, &permission.text, permission.line);
        }
        for direction in Direction::ALL {
            for row in self.rows(direction) {
                let id = |kind| Id { direction: Some(direction), path: Some(row.path.clone()), ..id(kind) };
                row.list(id, &mut add);
            }
        }
        for example in &self.examples {
            let id = Id { direction: Some(example.direction), ..id("example") };
            add(id, &example.digest, example.line);
        }
        self.unclaimed.iter().for_each(|sentence| add(id("unclaimed"), &sentence.text, sentence.line));
    }
}

impl Row {
    fn list(&self, id: impl Fn(&'static str) -> Id, add: &mut impl FnMut(Id, &str, usize)) {
        add(id("member"), if self.is_documented() { "table" } else { "example" }, self.line);
        let words = [("type", &self.type_word), ("required", &self.required_word), ("text", &self.text)];
        for (kind, word) in words {
            word.iter().for_each(|word| add(id(kind), word, self.line));
        }
        for claim in &self.claims {
            match claim {
                Claim::Bytes(bounds) | Claim::Chars(bounds) | Claim::Items(bounds) | Claim::Range(bounds) => {
                    add(id(claim.kind()), &bounds.to_string(), self.line);
                }
                Claim::Default(value) | Claim::Fixed(value) => add(id(claim.kind()), value, self.line),
                Claim::Values(values) => values.iter().for_each(|value| add(id(claim.kind()), value, self.line)),
            }
        }
        self.examples.iter().for_each(|ty| add(id("examples"), ty, self.line));
    }
}
