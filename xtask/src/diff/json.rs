//! Writes the report for programs. Members may be added at any time; a change of meaning needs a new `format`.

use serde_json::{Value, json};

use super::{
    effects::{self, all},
    report::{Item, Page, Report, Which},
    sides::Side,
};

pub(crate) fn write(report: &Report) -> String {
    let counts = report.counts();
    let partial = report
        .sides
        .partial
        .as_ref()
        .map(|partial| json!({ "faults": partial.faults, "first": partial.first, "left_out": partial.left_out }));
    let stale: Vec<Value> = report
        .stale
        .iter()
        .map(|entry| {
            json!({
                "rule": entry.rule, "file": entry.file, "at": entry.at, "reason": entry.reason, "date": entry.date,
                "line": entry.line, "column": entry.column,
            })
        })
        .collect();
    let document = json!({
        "format": 2,
        "base": report.sides.base,
        "old": side(&report.sides.old),
        "new": side(&report.sides.new),
        "partial": partial,
        "summary": {
            "changes": counts.changes,
            "breaking": counts.breaking,
            "accepted": counts.accepted,
            "wire": { "breaks": counts.wire_breaks, "compatible": counts.wire_compatible },
            "rust": { "breaks": counts.rust_breaks, "compiles": counts.rust_compiles },
            "behaviour": { "stricter": counts.stricter, "other": counts.other, "looser": counts.looser },
            "docs": counts.docs,
        },
        "step": effects::step_word(report.step),
        "version": report.version.map(|version| version.to_string()),
        "next_version": report.next().map(|version| version.to_string()),
        "changes": report.pages.iter().flat_map(|page| page.items.iter().map(|item| change(report, page, item))).collect::<Vec<_>>(),
        "stale": stale,
    });
    format!("{document:#}\n")
}

fn side(side: &Side) -> Value {
    json!({ "name": side.name, "commit": side.commit })
}

fn change(report: &Report, page: &Page, item: &Item) -> Value {
    let change = &item.change;
    let [wire, rust, behaviour] = all(change.effects()).map(|effect| effect.word);
    json!({
        "rule": change.rule,
        "meaning": change.rule.meaning(),
        "file": change.file,
        "at": change.at,
        "place": item.place(&report.sides),
        "side": match item.which { Which::Old => "old", Which::New => "new" },
        "line": item.position.map(|(line, _)| line),
        "column": item.position.map(|(_, column)| column),
        "page": { "title": page.title, "url": page.url },
        "old": change.old,
        "new": change.new,
        "effects": { "wire": wire, "rust": rust, "behaviour": behaviour },
        "breaking": item.breaks(),
        "docs_only": change.effects().docs_only(),
        "step": effects::step_word(change.effects().step()),
        "endpoints": change.endpoints,
        "accepted": item.accepted.as_ref().map(|entry| json!({ "reason": entry.reason, "date": entry.date })),
    })
}
