//! The tables of layers in ARCHITECTURE.md.

use std::collections::BTreeSet;

use super::arrows::Arrow;

/// Which layer may use which, from the section "Layers": a table for the crates, and one for the modules of a crate below
/// a heading with the crate's name. A row may use only layers of earlier rows.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// In the order of the text. A layer is a crate, or a module such as `codegen::emit`.
    rows: Vec<(String, BTreeSet<String>)>,
}

impl Table {
    /// Reads the tables, and reports rows that are not in order.
    pub(crate) fn parse(text: &str, faults: &mut Vec<String>) -> Self {
        let mut table = Self::default();
        let section =
            text.lines().skip_while(|line| *line != "## Layers").skip(1).take_while(|line| !line.starts_with("## "));
        let mut prefix = String::new();
        for line in section {
            if let Some(heading) = line.strip_prefix("### ") {
                prefix = heading.trim_matches('`').to_owned() + "::";
                continue;
            }
            let Some([layer, uses]) = line.strip_prefix('|').map(cells) else { continue };
            let Some(layer) = names(layer).next().map(|name| format!("{prefix}{name}")) else { continue };
            let uses: BTreeSet<String> = names(uses).map(|name| format!("{prefix}{name}")).collect();
            for used in &uses {
                if !table.rows.iter().any(|(row, _)| row == used) {
                    faults.push(format!(
                        "ARCHITECTURE.md: the row of `{layer}` names `{used}`, which has no earlier row. A layer uses only \
                         layers of earlier rows."
                    ));
                }
            }
            table.rows.push((layer, uses));
        }
        table
    }

    /// Reports arrows that are not in the table (the first one between two layers), modules without a row, and rows and arrows that nothing needs.
    pub(crate) fn check(&self, arrows: &[Arrow<'_>], modules: &BTreeSet<&str>, faults: &mut Vec<String>) {
        let mut needed: BTreeSet<(&str, &str)> = BTreeSet::new();
        let mut reported: BTreeSet<(&str, &str)> = BTreeSet::new();
        for arrow in arrows {
            let (from, to) = self.layers(&arrow.from.path, &arrow.to.path);
            if from == to {
                continue;
            }
            let by: Vec<_> = self.allowing(&arrow.from.path, &arrow.to.path).collect();
            if by.is_empty() && !is_root(from, to) && reported.insert((from, to)) {
                faults.push(format!(
                    "{}:{}: `{from}` uses `{to}` (`{}`), and the table of layers in ARCHITECTURE.md does not have this \
                     arrow. Move the item to a layer that both may use. If the arrow is right, add `{}` to the row of `{}`.",
                    arrow.from.file.display(),
                    arrow.name.line,
                    arrow.name.segments.join("::"),
                    last(to),
                    last(from),
                ));
            }
            needed.extend(by);
        }
        for (row, uses) in &self.rows {
            if !modules.iter().any(|module| module == row) {
                faults.push(format!("ARCHITECTURE.md: the layer `{row}` does not exist. Remove its row."));
            }
            for used in uses.iter().filter(|used| !needed.contains(&(row, used))) {
                faults.push(format!(
                    "ARCHITECTURE.md: `{row}` does not use `{used}`. Remove `{}` from its row.",
                    last(used)
                ));
            }
        }
        let layers: BTreeSet<&str> = modules.iter().map(|module| self.layers(module, module).0).collect();
        for layer in layers.iter().filter(|layer| !self.rows.iter().any(|(row, _)| row == *layer)) {
            faults.push(format!("ARCHITECTURE.md: the layer `{layer}` has no row. Add one."));
        }
    }

    /// The layers of two modules. Those of one crate have layers of their own if the crate has a table.
    fn layers<'m>(&self, from: &'m str, to: &'m str) -> (&'m str, &'m str) {
        let name = crate_of(from);
        let has_table = self.rows.iter().any(|(row, _)| row != name && is_in(row, name));
        match name == crate_of(to) && has_table {
            true => (layer(from), layer(to)),
            false => (name, crate_of(to)),
        }
    }

    /// The rows that let a module use another, with what they name: its own row, and those of the modules around it.
    fn allowing<'t>(&'t self, from: &'t str, to: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
        let rows = self.rows.iter().filter(|(row, _)| is_in(from, row));
        let used = rows.flat_map(|(row, uses)| uses.iter().map(move |used| (row.as_str(), used.as_str())));
        used.filter(|(_, used)| is_in(to, used))
    }
}

/// Whether `from` is the root of the crate that `to` is in: it may use all modules.
fn is_root(from: &str, to: &str) -> bool {
    from == crate_of(to)
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or_default()
}

/// The first two cells of a row.
fn cells(row: &str) -> [&str; 2] {
    let mut cells = row.split('|');
    [cells.next().unwrap_or_default(), cells.next().unwrap_or_default()]
}

/// The names in a cell, which are in backticks.
fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

fn crate_of(path: &str) -> &str {
    path.split("::").next().unwrap_or_default()
}

/// The crate and the module below its root.
fn layer(path: &str) -> &str {
    path.match_indices("::").nth(1).map_or(path, |(end, _)| &path[..end])
}

/// Whether a module is another one, or within it.
fn is_in(module: &str, outer: &str) -> bool {
    module.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}
