//! Draws a table as a chart: for each case, the figures of each contestant relative to ours.

use anyhow::{Result, anyhow};
use plotters::{
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

use crate::{sample::Sample, table::Table, unit::Measure};

const WIDTH: u32 = 900;
const LABELS: i32 = 330;
const LINE: i32 = 22;
const TOP: i32 = 70;
const INK: RGBColor = RGBColor(40, 40, 48);
const FAINT: RGBColor = RGBColor(205, 205, 212);
const OURS: RGBColor = RGBColor(0, 110, 144);
const THEIRS: RGBColor = RGBColor(226, 148, 58);

/// One line of the chart.
struct Bar<'t> {
    case: &'t str,
    contestant: &'t str,
    ours: bool,
    /// The figure divided by ours, so that ours is 1.
    ratio: f64,
    figure: String,
}

/// Draws the main measure of the table on a logarithmic scale, each bar as a multiple of ours.
pub(crate) fn draw(table: &Table) -> Result<String> {
    let measures = table.measures();
    let measure = measures.iter().find(|measure| table.charted.is_none_or(|name| name == measure.name));
    let bars = measure.map(|measure| bars(table, *measure)).unwrap_or_default();
    let cases = table.cases().len() as i32;
    let height = TOP + LINE * bars.len() as i32 + 10 * cases + 30;
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (WIDTH, height.unsigned_abs())).into_drawing_area();
        let failed = |error: DrawingAreaErrorKind<_>| anyhow!("cannot draw {}: {error}", table.name);
        area.fill(&WHITE).map_err(failed)?;
        let text = |size: u32, anchor: HPos| {
            TextStyle::from(("sans-serif", size).into_font()).color(&INK).pos(Pos::new(anchor, VPos::Center))
        };
        area.draw(&Text::new(table.title.clone(), (20, 24), text(19, HPos::Left))).map_err(failed)?;
        let what = measure.map_or(String::new(), |measure| {
            format!("{}, as a multiple of {} (logarithmic)", measure.name, table.ours)
        });
        area.draw(&Text::new(what, (20, 48), text(13, HPos::Left))).map_err(failed)?;
        let scale = Scale::of(&bars);
        let one = scale.x(1.0);
        area.draw(&PathElement::new([(one, TOP - 6), (one, height - 20)], FAINT)).map_err(failed)?;
        let (mut y, mut case) = (TOP, "");
        for bar in &bars {
            if case != bar.case && !case.is_empty() {
                y += 10;
            }
            let label = if case == bar.case {
                bar.contestant.to_owned()
            } else {
                format!("{} — {}", bar.case, bar.contestant)
            };
            case = bar.case;
            let color = if bar.ours { OURS } else { THEIRS };
            let end = scale.x(bar.ratio);
            let label_style = text(13, HPos::Right);
            area.draw(&Text::new(label, (LABELS - 10, y + LINE / 2), label_style)).map_err(failed)?;
            let from = scale.x(scale.least);
            area.draw(&Rectangle::new([(from, y + 3), (end.max(from + 2), y + LINE - 3)], color.filled()))
                .map_err(failed)?;
            let figure = if bar.ours { bar.figure.clone() } else { format!("{:.2} × ({})", bar.ratio, bar.figure) };
            let figure_style = text(12, HPos::Left);
            area.draw(&Text::new(figure, (end.max(from + 2) + 6, y + LINE / 2), figure_style)).map_err(failed)?;
            y += LINE;
        }
        area.present().map_err(failed)?;
    }
    Ok(svg)
}

fn bars(table: &Table, measure: Measure) -> Vec<Bar<'_>> {
    let mut bars = Vec::new();
    for case in table.cases() {
        let Some(ours) = table.row(case, measure.name, &table.ours) else { continue };
        for contestant in table.contestants(case) {
            let Some(row) = table.row(case, measure.name, contestant) else { continue };
            let ratio = row.sample.over(&ours.sample).median();
            if ratio.is_finite() && ratio > 0.0 {
                let figure = measure.unit.show(Sample::median(&row.sample));
                bars.push(Bar { case, contestant, ours: contestant == table.ours, ratio, figure });
            }
        }
    }
    bars
}

/// The horizontal position of a multiple.
struct Scale {
    least: f64,
    most: f64,
}

impl Scale {
    fn of(bars: &[Bar<'_>]) -> Self {
        let ratios = || bars.iter().map(|bar| bar.ratio);
        Self { least: ratios().fold(1.0, f64::min) / 1.6, most: ratios().fold(1.0, f64::max) * 1.1 }
    }

    fn x(&self, ratio: f64) -> i32 {
        let room = f64::from(WIDTH) - f64::from(LABELS) - 150.0;
        LABELS + ((ratio / self.least).ln() / (self.most / self.least).ln() * room).round() as i32
    }
}
