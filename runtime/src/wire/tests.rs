//! The table of strings, numbers and bools, cell by cell.

use crate::{
    Timestamp, Unknown,
    decode::decode,
    wire::{Need, Wire},
};

/// The documentation with the table.
const DOCS: &str = include_str!("mod.rs");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
enum Level {
    Low,
    Unknown(Unknown<i64>),
}

crate::int_enum! { Level { 12 => Low; } }

#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
enum Size {
    Small,
    Unknown(Unknown<Box<str>>),
}

crate::str_enum! { Size { "12" => Small; } }

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Count(i64);

crate::int_scalar!(Count: i64);

#[derive(Clone, Debug, PartialEq)]
struct Id(String);

crate::string_scalar!(Id);

#[derive(Clone, PartialEq)]
struct Secret(String);

crate::string_scalar!(secret Secret);

/// Rows of the table: the JSON text, and a cell for each type.
fn rows() -> Vec<(&'static str, [&'static str; 4])> {
    let table = DOCS.lines().skip_while(|line| !line.starts_with("//! | in JSON | integer |"));
    let rows = table.take_while(|line| line.starts_with("//! |")).skip(2);
    let cells = rows.map(|line| line.trim_start_matches("//! | ").trim_end_matches(" |").split(" | ").collect());
    cells
        .map(|cells: Vec<&str>| {
            let [json, integer, float, bool, string] = cells[..] else { panic!("five cells: {cells:?}") };
            (json.trim_matches('`'), [integer, float, bool, string])
        })
        .collect()
}

/// Reads a JSON text in each way: with our reader and `serde_json`, and as an optional and as a required value.
fn read<T: Wire>(json: &str, need: Need) -> Option<Option<T>> {
    let ours = decode(json.as_bytes(), |reader| T::read_as(reader, need)).ok();
    let mut theirs = serde_json::Deserializer::from_str(json);
    let theirs = T::read_as(&mut theirs, need).ok();
    let written = |value: &Option<Option<T>>| value.as_ref().map(|value| value.as_ref().map(written));
    assert_eq!(written(&ours), written(&theirs), "{json}");
    ours
}

fn written<T: Wire>(value: &T) -> String {
    value.write(serde_json::value::Serializer).expect("JSON").to_string()
}

/// Compares what is read with a cell.
fn assert_cell<T: Wire>(json: &str, cell: &str) {
    let what = std::any::type_name::<T>();
    let optional = read::<T>(json, Need::Optional).map(|value| value.map(|value| written(&value)));
    let required = read::<T>(json, Need::Required).map(|value| value.map(|value| written(&value)));
    let (as_optional, as_required) = match cell {
        "–" => (None, None),
        "none" => (Some(None), None),
        value => (Some(Some(value.to_owned())), Some(Some(value.to_owned()))),
    };
    assert_eq!((optional, required), (as_optional, as_required), "{json} as {what}");
}

/// The cell for a type of a smaller range.
fn within<T: TryFrom<i64>>(cell: &str) -> &str {
    match cell.parse::<i64>() {
        Ok(integer) if T::try_from(integer).is_err() => "–",
        _ => cell,
    }
}

#[test]
fn every_cell_of_the_table_holds() {
    let rows = rows();
    assert_eq!(rows.len(), 45);
    for (json, [integer, float, bool, string]) in rows {
        assert_cell::<i64>(json, integer);
        assert_cell::<i32>(json, within::<i32>(integer));
        assert_cell::<u32>(json, within::<u32>(integer));
        assert_cell::<Timestamp>(json, integer);
        assert_cell::<Level>(json, integer);
        assert_cell::<Count>(json, integer);
        assert_cell::<f64>(json, &float.parse::<f64>().map_or(float.to_owned(), |float| written(&float)));
        assert_cell::<bool>(json, bool);
        assert_cell::<String>(json, string);
        assert_cell::<Size>(json, string);
        assert_cell::<Id>(json, string);
        assert_cell::<Secret>(json, string);
    }
}

#[test]
fn integers_keep_within_their_types() {
    for (json, cells) in [
        ("2147483647", ["2147483647", "2147483647"]),
        ("2147483648", ["–", "2147483648"]),
        ("\"4294967295.0\"", ["–", "4294967295"]),
        ("4294967296", ["–", "–"]),
        ("-1", ["-1", "–"]),
        ("\" -2147483648 \"", ["-2147483648", "–"]),
        ("-2147483649", ["–", "–"]),
    ] {
        assert_cell::<i32>(json, cells[0]);
        assert_cell::<u32>(json, cells[1]);
    }
    for (json, cell) in [
        ("9223372036854775807", "9223372036854775807"),
        ("\"-9223372036854775808\"", "-9223372036854775808"),
        ("9223372036854775808", "–"),
        ("\"9223372036854775808\"", "–"),
    ] {
        assert_cell::<i64>(json, cell);
    }
}
