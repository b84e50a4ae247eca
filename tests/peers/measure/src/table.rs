//! The table of a bench.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde::Serialize;

use crate::{chart, goal::Goal, machine::Machine, markdown, sample::Sample, unit::Measure};

/// What the project is called in tables.
pub const OURS: &str = "generated";

/// The figures of one contestant in one case.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// What was done, such as `decode, 100 kB`.
    pub case: String,
    /// Who did it.
    pub contestant: String,
    /// What was measured.
    pub measure: Measure,
    /// The figures, one a round.
    pub sample: Sample,
}

/// All figures of a bench.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// The bench: the name of its files.
    pub name: String,
    /// The heading.
    pub title: String,
    /// Paragraphs above the table: what is done, and what is not the same for all.
    pub notes: Vec<String>,
    /// The contestant that all others are compared with.
    pub ours: String,
    /// The name of the measure that the chart shows; without one, the first.
    pub charted: Option<&'static str>,
    /// What shall be reached.
    pub goals: Vec<Goal>,
    /// The figures.
    pub rows: Vec<Row>,
}

impl Table {
    /// A table without rows.
    #[must_use]
    pub fn new(name: &str, title: &str) -> Self {
        Self {
            name: name.to_owned(),
            title: title.to_owned(),
            notes: Vec::new(),
            ours: OURS.to_owned(),
            charted: None,
            goals: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Adds a paragraph above the table.
    pub fn note(&mut self, text: &str) {
        self.notes.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
    }

    /// The figures of a contestant in a case.
    #[must_use]
    pub fn row(&self, case: &str, measure: &str, contestant: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.case == case && row.measure.name == measure && row.contestant == contestant)
    }

    /// Writes `<name>.md`, `<name>.json` and `<name>.svg` into a folder, and prints the first.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let machine = Machine::of_here();
        let text = markdown::write(self, &machine);
        let json = serde_json::to_string_pretty(&Written { machine: &machine, table: self })?;
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        for (ending, text) in [("md", &text), ("json", &json), ("svg", &chart::draw(self)?)] {
            let path = folder.join(format!("{}.{ending}", self.name));
            let text = format!("{}\n", text.trim_end());
            fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
        println!("{text}");
        Ok(())
    }

    /// The cases, in the order of their first rows.
    pub(crate) fn cases(&self) -> Vec<&str> {
        distinct(self.rows.iter().map(|row| row.case.as_str()))
    }

    /// The measures, in the order of their first rows.
    pub(crate) fn measures(&self) -> Vec<Measure> {
        let mut measures: Vec<Measure> = Vec::new();
        for row in &self.rows {
            if !measures.contains(&row.measure) {
                measures.push(row.measure);
            }
        }
        measures
    }

    /// The contestants of a case, in the order of their rows.
    pub(crate) fn contestants(&self, case: &str) -> Vec<&str> {
        distinct(self.rows.iter().filter(|row| row.case == case).map(|row| row.contestant.as_str()))
    }
}

fn distinct<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = Vec::new();
    for text in texts {
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    seen
}

#[derive(Serialize)]
struct Written<'a> {
    machine: &'a Machine,
    #[serde(flatten)]
    table: &'a Table,
}
