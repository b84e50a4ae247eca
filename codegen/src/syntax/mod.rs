//! Reads files: YAML with positions, checked against the tables of the language.

mod check;
mod culprit;
pub(crate) mod describe;
pub(crate) mod examples;
mod facts;
pub(crate) mod grammar;
pub(crate) mod json;
pub(crate) mod meant;
pub(crate) mod node;
pub(crate) mod path;
mod repair;
mod scalar;
pub(crate) mod shape;
pub(crate) mod unseen;
pub(crate) mod yaml;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use facts::FactsFile;
pub use facts::is_facts;

use crate::{
    diagnostic::{Code, Diagnostic, Span},
    naming,
    source::Source,
    syntax::{
        describe::reserved,
        node::Node,
        shape::{Record, Shape},
    },
    threads,
};

/// The greatest size of a schema file, in bytes. It bounds the time and memory that a file takes.
pub const MAX_SCHEMA: usize = 1 << 20;

/// The greatest size of an example, in bytes.
pub const MAX_EXAMPLE: usize = 16 << 20;

/// The JSON Schema of the language, at the root of a schemas folder. The generator writes it; it is not an example.
pub const LANGUAGE: &str = "schema.json";

/// The file of accepted breaks and tombstones, at the root of a schemas folder.
pub const LEDGER: &str = "accepted-breaks.yaml";

/// The contents of all files.
#[derive(Debug, Default)]
pub(crate) struct Syntax {
    /// By vendor's name.
    pub(crate) vendors: BTreeMap<String, File>,
    /// `errors.yaml` files by vendor's name.
    pub(crate) errors: BTreeMap<String, File>,
    /// `area.yaml` files by the full names of their areas: `wecom.kf`.
    pub(crate) areas: BTreeMap<String, File>,
    /// In the order of their paths.
    pub(crate) pages: Vec<Page>,
    /// JSON and XML files by path.
    pub(crate) examples: BTreeMap<String, Vec<u8>>,
    /// What pages state, in the order of the paths.
    pub(crate) facts: Vec<FactsFile>,
    /// Accepted breaks and tombstones.
    pub(crate) ledger: Option<File>,
    /// Files of other vendors, whose enums these files derive others from. Nothing else of them is read.
    pub(crate) bases: Vec<Page>,
    /// The enums that vendors derive others from whose files are not here: `wecom.AddWay`.
    pub(crate) derived_elsewhere: BTreeSet<String>,
    /// Files of which parts are missing: they cannot be read, or a key at their root is wrong. What other files do not find
    /// in them is not reported.
    pub(crate) incomplete: BTreeSet<String>,
}

/// A YAML file. Its syntax errors were reported.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) root: Node,
    pub(crate) text: String,
    /// Parts with syntax errors: other errors in them may only follow from these.
    pub(crate) faulty: Vec<Span>,
}

impl Syntax {
    /// The file of a path, if it could be read.
    pub(crate) fn file(&self, path: &str) -> Option<&File> {
        let page = self.page(path).map(|page| &page.file);
        page.or_else(|| self.shared().find(|file| file.path == path))
    }

    /// The page of a path, if it could be read.
    pub(crate) fn page(&self, path: &str) -> Option<&Page> {
        let at = self.pages.binary_search_by(|page| page.file.path.as_str().cmp(path)).ok()?;
        self.pages.get(at)
    }

    /// All files of vendors, areas and pages.
    pub(crate) fn files(&self) -> impl Iterator<Item = &File> {
        self.shared().chain(self.pages.iter().map(|page| &page.file))
    }

    /// All files but those of pages.
    fn shared(&self) -> impl Iterator<Item = &File> {
        self.vendors.values().chain(self.errors.values()).chain(self.areas.values())
    }

    /// The files that list a vendor's error codes.
    pub(crate) fn error_lists(&self, vendor: &str) -> impl Iterator<Item = &File> + use<'_> {
        self.vendors.get(vendor).into_iter().chain(self.errors.get(vendor))
    }

    /// Whether a file that lists a vendor's error codes is [`incomplete`](Self::incomplete), or has a syntax error in the list.
    pub(crate) fn is_error_list_faulty(&self, vendor: &str) -> bool {
        let list =
            |file: &File| file.root.key("errors").zip(file.root.get("errors")).map(|(key, node)| key.entry(node));
        let is_faulty = |file: &File| list(file).is_some_and(|list| file.is_faulty_within(list));
        let is_incomplete = self.incomplete.contains(&format!("{vendor}/errors.yaml"));
        is_incomplete || self.is_incomplete_vendor(vendor) || self.error_lists(vendor).any(is_faulty)
    }

    /// The files of vendors and pages that declare types for all files of a vendor, vendors first.
    pub(crate) fn into_shared(self) -> Vec<Page> {
        let vendors = self.vendors.into_iter();
        let vendors = vendors.map(|(vendor, file)| Page { file, vendor, area: Vec::new() });
        vendors.chain(self.pages.into_iter().filter(|page| page.area.is_empty() && page.is_shared())).collect()
    }

    /// Whether a vendor's file is [`incomplete`](Self::incomplete).
    pub(crate) fn is_incomplete_vendor(&self, vendor: &str) -> bool {
        self.incomplete.contains(&format!("{vendor}/vendor.yaml"))
    }

    /// Whether the file of a vendor, or of an area that contains a scope, is [`incomplete`](Self::incomplete).
    pub(crate) fn is_incomplete_around(&self, scope: &str) -> bool {
        naming::scopes_around(scope).any(|scope| match scope.contains('.') {
            true => self.incomplete.contains(&format!("{}/area.yaml", scope.replace('.', "/"))),
            false => self.is_incomplete_vendor(scope),
        })
    }
}

impl File {
    /// Whether a part has a syntax error in it.
    pub(crate) fn is_faulty_within(&self, part: Span) -> bool {
        self.faulty.iter().any(|faulty| part.contains(*faulty))
    }

    /// Whether a place is in a part with a syntax error.
    pub(crate) fn is_faulty_around(&self, place: Span) -> bool {
        self.faulty.iter().any(|faulty| faulty.contains(place))
    }
}

/// A page's file and its place in the folders.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) file: File,
    pub(crate) vendor: String,
    pub(crate) area: Vec<String>,
}

impl Page {
    /// The name of the vendor and the areas: `wecom.kf.customer`.
    pub(crate) fn scope(&self) -> String {
        let mut scope = self.vendor.clone();
        for area in &self.area {
            scope.push('.');
            scope.push_str(area);
        }
        scope
    }

    /// Whether it documents neither an endpoint nor an event, so that all pages of its area can see the types that it declares.
    pub(crate) fn is_shared(&self) -> bool {
        ["endpoints", "events"].iter().all(|key| self.file.root.get(key).is_none())
    }
}

/// Reads all files, in any order.
pub(crate) fn parse<'s>(sources: impl IntoIterator<Item = &'s Source>, faults: &mut Vec<Diagnostic>) -> Syntax {
    let mut sorted: Vec<&Source> = sources.into_iter().filter(|source| source.path != LANGUAGE).collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let mut syntax = Syntax::default();
    for (source, (read, mut found)) in sorted.iter().zip(threads::each(&sorted, |source| read_source(source))) {
        faults.append(&mut found);
        syntax.add(&source.path, read);
    }
    syntax
}

/// The result of reading a file.
enum Read {
    Ledger(Option<File>),
    Example(Vec<u8>),
    Facts(FactsFile),
    Schema(Place, File),
    Nothing,
}

/// What a schema file is about, by its path.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Vendor(String),
    Errors(String),
    /// The full name of the area.
    Area(String),
    Page {
        vendor: String,
        area: Vec<String>,
    },
}

impl Place {
    fn record(&self) -> &'static Record {
        match self {
            Self::Vendor(_) => &grammar::VENDOR_FILE,
            Self::Errors(_) => &grammar::ERRORS_FILE,
            Self::Area(_) => &grammar::AREA_FILE,
            Self::Page { .. } => &grammar::PAGE_FILE,
        }
    }
}

fn read_source(source: &Source) -> (Read, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let read = if source.path == LEDGER {
        Read::Ledger(read(source, &grammar::LEDGER_FILE, &mut faults))
    } else if source.path.ends_with(".json") || source.path.ends_with(".xml") {
        match fits(source, MAX_EXAMPLE, &mut faults) {
            // Positions do not count the byte order mark, as in schemas.
            true => Read::Example(source.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&source.bytes).to_vec()),
            false => Read::Nothing,
        }
    } else if is_facts(&source.path) {
        facts::read(source, MAX_SCHEMA, &mut faults).map_or(Read::Nothing, Read::Facts)
    } else {
        let place = place(&source.path, &mut faults);
        let file = place.as_ref().and_then(|place| read(source, place.record(), &mut faults));
        place.zip(file).map_or(Read::Nothing, |(place, file)| Read::Schema(place, file))
    };
    (read, faults)
}

impl Syntax {
    fn add(&mut self, path: &str, read: Read) {
        match &read {
            Read::Schema(_, file) if file.faulty.contains(&check::WHOLE) => self.mark_incomplete(path),
            Read::Nothing => self.mark_incomplete(path),
            _ => {}
        }
        match read {
            Read::Ledger(file) => self.ledger = file,
            Read::Example(bytes) => drop(self.examples.insert(path.to_owned(), bytes)),
            Read::Facts(file) => self.facts.push(file),
            Read::Schema(Place::Vendor(vendor), file) => drop(self.vendors.insert(vendor, file)),
            Read::Schema(Place::Errors(vendor), file) => drop(self.errors.insert(vendor, file)),
            Read::Schema(Place::Area(scope), file) => drop(self.areas.insert(scope, file)),
            Read::Schema(Place::Page { vendor, area }, file) => self.pages.push(Page { file, vendor, area }),
            Read::Nothing => {}
        }
    }

    fn mark_incomplete(&mut self, path: &str) {
        self.incomplete.insert(path.to_owned());
        // The examples of a page with the wrong ending are not reported as unused.
        self.incomplete.extend(path.strip_suffix(".yml").map(|stem| format!("{stem}.yaml")));
    }
}

/// What a file is about, by its path.
fn place(path: &str, faults: &mut Vec<Diagnostic>) -> Option<Place> {
    let mut misplaced = |message: String, help: String| {
        faults.push(Diagnostic::new(Code::MisplacedFile, path, Span::default(), message).help(help));
        None
    };
    let Some(stem) = path.strip_suffix(".yaml") else {
        let help = match path.strip_suffix(".yml") {
            Some(stem) => format!("rename it to `{stem}.yaml`"),
            None => "rename it: schema files end in .yaml, examples in .json or .xml".to_owned(),
        };
        return misplaced(format!("`{path}` is not a schema file"), help);
    };
    let mut folders: Vec<&str> = stem.split('/').collect();
    let name = folders.pop().unwrap_or_default();
    let Some((vendor, area)) = folders.split_first() else {
        return misplaced(
            format!("`{path}` does not belong to a vendor"),
            "move it to <vendor>/vendor.yaml or <vendor>/<area>/<page>.yaml".to_owned(),
        );
    };
    if let Some(bad) = folders.iter().chain([&name]).find(|name| !naming::is_snake(name)) {
        let made = naming::snake(bad).map(|made| format!(", such as `{made}`")).unwrap_or_default();
        let help = format!("rename it in snake_case{made}");
        return misplaced(format!("`{bad}` cannot be the name of a folder or a file of schemas"), help);
    }
    let taken = folders.iter().find(|name| !naming::is_free_module(name));
    if let Some(taken) = taken.or(Some(vendor).filter(|name| !naming::is_free_vendor(name))) {
        let help = format!("rename the folder `{taken}`");
        return misplaced(reserved(taken), help);
    }
    let own = naming::vendor_type(vendor);
    if !naming::is_free_type(&own) || ["Error", "ErrorCode"].contains(&own.as_str()) {
        let help = format!("rename the vendor's folder `{vendor}`");
        return misplaced(format!("the vendor's type would be `{own}`, which is reserved for generated code"), help);
    }
    match (name, area) {
        ("vendor", []) => Some(Place::Vendor((*vendor).to_owned())),
        ("errors", []) => Some(Place::Errors((*vendor).to_owned())),
        ("area", []) => misplaced(
            "`area.yaml` is in no area".to_owned(),
            "write what all pages of the vendor share into vendor.yaml, or move the file into the folder of an area"
                .to_owned(),
        ),
        ("area", _) => Some(Place::Area(folders.join("."))),
        (_, area) => {
            let area = area.iter().map(|&area| area.to_owned()).collect();
            Some(Place::Page { vendor: (*vendor).to_owned(), area })
        }
    }
}

/// Whether a file is small enough; reports it if not.
fn fits(source: &Source, most: usize, faults: &mut Vec<Diagnostic>) -> bool {
    if source.bytes.len() > most {
        let message = format!("the file is larger than {} MiB", most >> 20);
        let fault = Diagnostic::new(Code::TooLarge, &source.path, Span::default(), message);
        faults.push(fault.help("split the page, or shorten the example"));
    }
    source.bytes.len() <= most
}

fn read(source: &Source, record: &'static Record, faults: &mut Vec<Diagnostic>) -> Option<File> {
    if !fits(source, MAX_SCHEMA, faults) {
        return None;
    }
    let text = match std::str::from_utf8(&source.bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            let at = error.valid_up_to();
            let message = format!("byte {} is not valid UTF-8", at + 1);
            let fault = Diagnostic::new(Code::NotUtf8, &source.path, Span { start: at, end: at }, message);
            faults.push(fault.help("save the file as UTF-8"));
            return None;
        }
    };
    let mut root = match yaml::parse(&source.path, text) {
        Ok(root) => root,
        Err(mut found) => {
            faults.append(&mut found);
            return None;
        }
    };
    repair::repair(&source.path, text, &mut root, Shape::Record(record), faults);
    let faulty = check::check(&source.path, &root, Shape::Record(record), faults);
    Some(File { path: source.path.clone(), root, text: text.to_owned(), faulty })
}
