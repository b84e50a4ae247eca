//! Measures and their units.

use serde::Serialize;

/// A measure: a column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Measure {
    /// Its name, such as `wall time`.
    pub name: &'static str,
    /// Its unit.
    pub unit: Unit,
}

impl Measure {
    /// A measure with this name and unit.
    #[must_use]
    pub const fn new(name: &'static str, unit: Unit) -> Self {
        Self { name, unit }
    }
}

/// A unit. Less is better, except for rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Bytes.
    Bytes,
    /// A count, such as allocations or instructions.
    Count,
    /// Bytes per second; more is better.
    BytesPerSecond,
    /// Things per second; more is better.
    PerSecond,
}

impl Unit {
    /// Whether a greater figure is better.
    #[must_use]
    pub const fn more_is_better(self) -> bool {
        matches!(self, Self::BytesPerSecond | Self::PerSecond)
    }

    /// Formats a figure with three significant digits and the unit.
    #[must_use]
    pub fn show(self, value: f64) -> String {
        let scaled = |steps: &[(f64, &str)]| {
            let step = steps.iter().find(|(size, _)| value >= *size).or(steps.last());
            step.map_or_else(|| three_digits(value), |(size, name)| format!("{} {name}", three_digits(value / size)))
        };
        match self {
            Self::Seconds => scaled(&[(1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")]),
            Self::Bytes => scaled(&[(1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "B")]),
            Self::BytesPerSecond => scaled(&[(1e9, "GB/s"), (1e6, "MB/s"), (1e3, "kB/s"), (1.0, "B/s")]),
            Self::Count if value < 1e6 => thousands(value),
            Self::Count => scaled(&[(1e9, "G"), (1e6, "M")]),
            Self::PerSecond => format!("{}/s", thousands(value)),
        }
    }
}

fn three_digits(value: f64) -> String {
    let digits = match value.abs() {
        0.0 => 0,
        size if size >= 99.95 => 0,
        size if size >= 9.995 => 1,
        _ => 2,
    };
    format!("{value:.digits$}")
}

fn thousands(value: f64) -> String {
    let plain = format!("{value:.0}");
    let mut out = String::new();
    for (at, digit) in plain.chars().enumerate() {
        if at > 0 && (plain.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Unit;

    #[test]
    fn figures_have_three_significant_digits_and_a_unit() {
        let shown = [
            (Unit::Seconds, 0.0123, "12.3 ms"),
            (Unit::Seconds, 2.0, "2.00 s"),
            (Unit::Seconds, 0.0, "0 ns"),
            (Unit::Bytes, 123_456.0, "123 kB"),
            (Unit::Count, 1234.0, "1,234"),
            (Unit::Count, 12_345_678.0, "12.3 M"),
            (Unit::PerSecond, 45_678.0, "45,678/s"),
            (Unit::BytesPerSecond, 3.2e8, "320 MB/s"),
        ];
        for (unit, value, text) in shown {
            assert_eq!(unit.show(value), text);
        }
    }
}
