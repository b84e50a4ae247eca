//! What `drift` found.

use codegen::diff::Rule;
use facts::{Change, Facts};

use super::place::Place;
use crate::terminal::counted;

/// What was found on one page.
pub(crate) struct PageReport {
    /// The file of the page, as the command line names it.
    pub(crate) file: String,
    /// What the page states now.
    pub(crate) facts: Facts,
    /// The file of the committed facts, below the folder of the schemas. `None` if there are none.
    pub(crate) committed: Option<String>,
    /// The reader's revisions, if it finds more or something else on a page that did not change.
    pub(crate) reader: Option<(u32, u32)>,
    /// The changes since the committed facts.
    pub(crate) findings: Vec<Finding>,
    /// What `gen` will report once the new facts are accepted: the lines of each error, without those that it reports
    /// already.
    pub(crate) faults: Vec<String>,
    /// Why the page could not be compared.
    pub(crate) problem: Option<String>,
}

/// A change, what it is about and what it does.
pub(crate) struct Finding {
    pub(crate) change: Change,
    /// What the member, or the endpoint, was called.
    pub(crate) renamed: Option<String>,
    /// What else is stated about a new member: `type uint32`, `required 是`.
    pub(crate) details: Vec<String>,
    /// The places of the schema.
    pub(crate) places: Vec<Place>,
    /// The rule of `diff`, if the schema follows the page.
    pub(crate) rule: Option<Rule>,
}

impl PageReport {
    /// Whether the page moved.
    pub(crate) fn has_moved(&self) -> bool {
        !self.findings.is_empty() || self.problem.is_some() || (self.committed.is_none() && !self.faults.is_empty())
    }
}

impl Finding {
    /// `added`, `removed`, `renamed` or `changed`.
    pub(crate) fn verb(&self) -> &'static str {
        match (self.change.old.is_empty(), self.change.new.is_empty()) {
            _ if self.renamed.is_some() => "renamed",
            (true, _) => "added",
            (_, true) => "removed",
            _ => "changed",
        }
    }

    /// What was and what is stated. Digests say nothing to people.
    pub(crate) fn values(&self) -> String {
        let Change { id, old, new, .. } = &self.change;
        if matches!(id.kind, "part" | "text" | "unclaimed" | "permission" | "example" | "value") {
            return match self.verb() {
                "renamed" => format!("it was {}", self.renamed.as_deref().unwrap_or_default()),
                "changed" => "other words than before".to_owned(),
                _ => String::new(),
            };
        }
        let list = |values: &[String]| values.join(", ");
        if let Some(renamed) = &self.renamed {
            return format!("it was {renamed}");
        }
        if id.kind == "member" && self.verb() != "changed" {
            return self.details.join(", ");
        }
        match self.verb() {
            "changed" => format!("{} → {}", list(old), list(new)),
            "added" => list(new),
            _ => list(old),
        }
    }

    /// What the rule says that users will notice.
    pub(crate) fn effect(&self) -> Option<String> {
        self.rule.map(|rule| format!("{}: {}", rule.id(), rule.meaning()))
    }
}

/// The last line: how many pages moved.
pub(crate) fn summary(reports: &[PageReport], failed: usize) -> String {
    let moved = reports.iter().filter(|report| report.has_moved()).count();
    let changes: usize = reports.iter().map(|report| report.findings.len()).sum();
    let mut line = format!("{} of {} moved, {}", moved, counted(reports.len(), "page"), counted(changes, "change"));
    if failed > 0 {
        line.push_str(&format!("; {} could not be read", counted(failed, "page")));
    }
    line
}
