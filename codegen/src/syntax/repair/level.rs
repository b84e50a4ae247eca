//! What a map may contain at its place in a file.

use crate::syntax::{
    grammar::{FIELD, OBJECT},
    meant,
    node::{Key, Kind, Node},
    shape::{Names, Record, Shape},
};

/// What the keys of a map may be, and what their values look like.
#[derive(Clone, Copy)]
pub(super) enum Level {
    Record(&'static Record),
    Fields,
    Map(Names, Shape),
}

impl Level {
    /// The keys of a value with this shape, if it is a map.
    pub(super) fn of(shape: Shape) -> Option<Self> {
        match shape {
            Shape::Record(record) => Some(Self::Record(record)),
            Shape::Fields(_) => Some(Self::Fields),
            Shape::Map(names, of) => Some(Self::Map(names, *of)),
            Shape::AtLeast(limit) => Self::of(limit.of),
            _ => None,
        }
    }

    /// The shape of a key's value.
    pub(super) fn shape_of(self, key: &str) -> Option<Shape> {
        let of_record = |record: &Record| record.keys.iter().find(|entry| entry.key == key).map(|entry| entry.shape);
        match self {
            Self::Record(record) => of_record(record),
            Self::Fields if key.starts_with('$') => of_record(&OBJECT),
            Self::Fields => Some(Shape::Record(&FIELD)),
            Self::Map(_, of) => Some(of),
        }
    }

    /// The record to which a key belongs.
    pub(super) fn record_of(self, key: &str) -> Option<&'static Record> {
        match self {
            Self::Record(record) => Some(record),
            Self::Fields if key.starts_with('$') => Some(&OBJECT),
            Self::Fields | Self::Map(..) => None,
        }
    }

    /// Whether the language has a key.
    pub(super) fn knows(self, key: &str) -> bool {
        self.record_of(key).is_some_and(|record| record.keys.iter().any(|entry| entry.key == key))
    }

    /// Whether an entry belongs to the level `inner` below, and not to this one.
    pub(super) fn is_of(self, inner: Self, key: &Key, value: &Node) -> bool {
        let is_key = inner.knows(&key.text);
        match self {
            Self::Record(_) if self.knows(&key.text) => false,
            Self::Record(record) => {
                let is_free = matches!(inner, Self::Fields | Self::Map(..)) && !key.text.starts_with('$');
                let fits =
                    matches!(value.kind, Kind::Map(_) | Kind::Null) && meant::instead(&key.text, record).is_none();
                is_key || (is_free && fits)
            }
            // The names of a map's entries are free, but few of them look like the keys of the entries.
            Self::Map(names, _) => {
                let fields = matches!(inner, Self::Fields) && matches!(value.kind, Kind::Map(_));
                is_key && !(matches!(value.kind, Kind::Map(_)) && self.accepts(&key.text, value))
                    || fields && !names.pattern().matches(&key.text)
            }
            Self::Fields => is_key && !matches!(value.kind, Kind::Map(_)) && !key.text.starts_with('$'),
        }
    }

    /// Whether an entry may be meant for this level.
    pub(super) fn is_home_of(self, key: &Key, value: &Node) -> bool {
        match self {
            Self::Record(record) => self.knows(&key.text) || meant::instead(&key.text, record).is_some(),
            Self::Fields => {
                let describes = OBJECT.keys.iter().any(|entry| entry.key.strip_prefix('$') == Some(&key.text));
                key.text.starts_with('$') || describes || self.accepts(&key.text, value)
            }
            Self::Map(_, of) => Self::of(of).is_none() || self.accepts(&key.text, value),
        }
    }

    /// Whether an entry looks like one of this level: its value has keys that values have here.
    pub(super) fn accepts(self, key: &str, value: &Node) -> bool {
        let inner = self.shape_of(key).and_then(Self::of);
        inner.is_some_and(|inner| value.entries().iter().any(|(key, _)| inner.knows(&key.text)))
    }
}

impl Shape {
    /// Whether a value looks roughly like this.
    pub(super) fn fits(self, node: &Node) -> bool {
        match self {
            Self::Any => true,
            Self::List(_) => matches!(node.kind, Kind::List(_)),
            Self::Map(..) | Self::Record(_) | Self::Fields(_) => matches!(node.kind, Kind::Map(_)),
            Self::AtLeast(limit) => limit.of.fits(node),
            Self::Condition | Self::TextOr(_) => matches!(node.kind, Kind::Map(_) | Kind::Text(_)),
            Self::Type => !matches!(node.kind, Kind::Null | Kind::Bool(_)),
            Self::Bool => matches!(node.kind, Kind::Bool(_)),
            Self::BoolOr(_) => matches!(node.kind, Kind::Bool(_) | Kind::Text(_)),
            Self::Int | Self::Count => matches!(node.kind, Kind::Int(_)),
            Self::Number => matches!(node.kind, Kind::Int(_) | Kind::Float(_)),
            Self::Scalar => node.kind != Kind::Null && node.scalar_text().is_some(),
            Self::Text | Self::Name(_) | Self::Route | Self::BaseUrl | Self::Date | Self::Url | Self::Word(_) => {
                matches!(node.kind, Kind::Text(_))
            }
        }
    }
}
