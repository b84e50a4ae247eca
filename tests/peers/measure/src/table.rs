//! The table of a benchmark.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde::Serialize;

use crate::{chart, goal::Goal, machine::Machine, markdown, sample::Sample, unit::Measure};

/// The name of the project's contestant in tables.
pub const OURS: &str = "generated";

/// The figures of one contestant in one case.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The case, such as `decode, 100 kB`.
    pub case: String,
    /// The contestant.
    pub contestant: String,
    /// The measure.
    pub measure: Measure,
    /// The figures, one per round.
    pub sample: Sample,
}

/// All figures of a benchmark.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// The name of the benchmark and of its files.
    pub name: String,
    /// The heading.
    pub title: String,
    /// Paragraphs above the table: what is measured, and what differs between contestants.
    pub notes: Vec<String>,
    /// The contestant that all others are compared with.
    pub ours: String,
    /// The measure that the chart shows. The default is the first one.
    pub charted: Option<&'static str>,
    /// The goals.
    pub goals: Vec<Goal>,
    /// The figures.
    pub rows: Vec<Row>,
}

impl Table {
    /// Creates a table without rows.
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

    /// Writes `<name>.md`, `<name>.json` and `<name>.svg` to a folder, and prints the first.
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
