//! Writes a table as Markdown.

use crate::{
    machine::Machine,
    sample::Sample,
    table::Table,
    unit::{Measure, Unit},
};

pub(crate) fn write(table: &Table, machine: &Machine) -> String {
    let mut out = format!("# {}\n\n", table.title);
    for note in &table.notes {
        out.push_str(&format!("{note}\n\n"));
    }
    out.push_str(&format!("{machine}\n\nWritten by `cargo xtask bench {}`.\n\n", table.name));
    out.push_str(&goals(table));
    out.push_str(&format!("![{}]({}.svg)\n\n", table.title, table.name));
    out.push_str(&format!(
        "Medians over the rounds, with the least and the greatest figure in parentheses. × is the figure of `{}` \
         divided by that of the contestant in the same round: below 1 ours is better, or for rates, above 1.\n\n",
        table.ours
    ));
    let measures = table.measures();
    out.push_str("| case | contestant |");
    for measure in &measures {
        let ratio = if is_compared(table, *measure) { " × |" } else { "" };
        out.push_str(&format!(" {} |{ratio}", measure.name));
    }
    out.push_str("\n|---|---|");
    for measure in &measures {
        out.push_str(if is_compared(table, *measure) { "---:|---:|" } else { "---:|" });
    }
    out.push('\n');
    for case in table.cases() {
        for contestant in table.contestants(case) {
            out.push_str(&format!("| {case} | {contestant} |"));
            for measure in &measures {
                out.push_str(&cells(table, case, *measure, contestant));
            }
            out.push('\n');
        }
    }
    out
}

fn goals(table: &Table) -> String {
    if table.goals.is_empty() {
        return String::new();
    }
    let mut out = String::from("| goal | limit | result | |\n|---|---:|---:|---|\n");
    for goal in &table.goals {
        let Some((value, reached)) = goal.outcome(table) else {
            let digits = if goal.limit < 100.0 { 2 } else { 0 };
            out.push_str(&format!("| {} | {:.digits$} | not measured | |\n", goal.says, goal.limit));
            continue;
        };
        let unit = table.row(&goal.above.0, &goal.above.1, &goal.above.2).map(|row| row.measure.unit);
        let show = |value: f64| match (&goal.below, unit) {
            (None, Some(unit)) => unit.show(value),
            _ => format!("{value:.2}"),
        };
        let verdict = if reached { "reached" } else { "**missed**" };
        out.push_str(&format!("| {} | {} | {} | {verdict} |\n", goal.says, show(goal.limit), show(value)));
    }
    out.push('\n');
    out
}

/// Whether other contestants have figures of a measure. Only then the measure has a column of ratios.
fn is_compared(table: &Table, measure: Measure) -> bool {
    table.rows.iter().any(|row| row.measure == measure && row.contestant != table.ours)
}

fn cells(table: &Table, case: &str, measure: Measure, contestant: &str) -> String {
    let compared = is_compared(table, measure);
    let Some(row) = table.row(case, measure.name, contestant) else {
        return if compared { " | |" } else { " |" }.to_owned();
    };
    if !compared {
        return format!(" {} |", spread(&row.sample, measure));
    }
    let ratio = match table.row(case, measure.name, &table.ours) {
        Some(ours) if ours.contestant != contestant => ratio(ours.sample.over(&row.sample).median()),
        _ => String::new(),
    };
    format!(" {} | {ratio} |", spread(&row.sample, measure))
}

/// A ratio with two digits after the point, or none if it is large; empty if the divisor is zero.
fn ratio(value: f64) -> String {
    match value {
        value if !value.is_finite() => String::new(),
        value if value < 100.0 => format!("{value:.2}"),
        value => Unit::Count.show(value),
    }
}

/// The median, followed by the least and the greatest figure unless they look the same.
fn spread(sample: &Sample, measure: Measure) -> String {
    let show = |value| measure.unit.show(value);
    let (median, (least, most)) = (show(sample.median()), sample.range());
    if show(least) == median && show(most) == median {
        return median;
    }
    format!("{median} ({} to {})", show(least), show(most))
}
