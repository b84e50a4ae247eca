//! Generates a page: its endpoints, declarations, errata and examples.

use std::collections::BTreeSet;

use codegen::Source;
use fastrand::Rng;

use crate::{
    draw::{happens, one, rng},
    errata::{self, Place},
    mix,
    object::{Drawing, Types},
    syntax::{Field, Object, Shape, Ty},
    tree::{Tree, bare, map, text},
    vendor::{Vendor, enumeration, scalar},
    words,
};

/// The page to generate.
pub(crate) struct Plan {
    pub(crate) seed: u64,
    /// The number of the vendor.
    pub(crate) vendor: usize,
    /// The number of the page within the vendor.
    pub(crate) page: usize,
    /// The maximum number of endpoints.
    pub(crate) most: usize,
}

/// An entry of a map.
type Entry = (String, Tree);

/// The names that are in use in an area.
#[derive(Default)]
pub(crate) struct Names {
    /// Endpoints.
    endpoints: BTreeSet<String>,
    /// Types that pages declare: they are in the area's module.
    types: BTreeSet<String>,
}

/// Adds a page and its examples, and returns the number of its endpoints.
pub(crate) fn write(
    plan: &Plan,
    vendor: &Vendor,
    names: &mut Names,
    used: &mut BTreeSet<String>,
    sources: &mut Vec<Source>,
) -> usize {
    let mut rng = rng(plan.seed, &[plan.vendor, plan.page, 1]);
    let rng = &mut rng;
    let area = plan.page / mix::PAGES_OF_AREA;
    let folder =
        format!("{}/{}/{}", vendor.name, words::numbered(area / 4), ["base", "detail", "setup", "usage"][area % 4]);
    let mut types = Types {
        scalars: vendor.scalars.clone(),
        enums: vendor.enums.clone(),
        taken: std::mem::take(&mut names.types),
        named: Vec::new(),
    };
    let own = declare(rng, &mut types);
    let count = one(rng, mix::ENDPOINTS_OF_PAGE).min(plan.most);
    let mut writing = Writing { rng, vendor, types, folder: &folder, stem: String::new(), places: Vec::new(), sources };
    let mut endpoints: Vec<Entry> = Vec::new();
    for at in 0..count {
        let name = words::endpoint(writing.rng, &mut names.endpoints);
        if at == 0 {
            writing.stem = format!("{folder}/{name}");
        }
        let endpoint = writing.endpoint(&name, plan.page);
        endpoints.push((name, endpoint));
    }
    let Writing { rng, types, stem, places, sources, .. } = writing;
    names.types = types.taken;
    let called: Vec<String> = endpoints.iter().map(|(name, _)| name.clone()).collect();
    let errata = errata::errata(rng, &called, places);
    let mut page =
        vec![("page".to_owned(), about(rng, vendor, plan.page, count)), ("endpoints".to_owned(), Tree::Map(endpoints))];
    let named = types.named.iter().map(|(name, object)| (name.clone(), object.schema()));
    page.push(("types".to_owned(), Tree::Map(named.collect())));
    page.push(("enums".to_owned(), Tree::Map(own.enums)));
    page.push(("scalars".to_owned(), Tree::Map(own.scalars)));
    page.push(("errata".to_owned(), Tree::List(errata)));
    finish(page, &stem, vendor, used, sources);
    count
}

/// The declarations of a page.
struct Own {
    enums: Vec<Entry>,
    scalars: Vec<Entry>,
}

/// Declares enums and scalars, and makes them half of the types that fields can have.
fn declare(rng: &mut Rng, types: &mut Types) -> Own {
    let mut own = Own { enums: Vec::new(), scalars: Vec::new() };
    for _ in 0..one(rng, mix::ENUMS_OF_PAGE) {
        let name = words::type_name(rng, "State", &mut types.taken);
        let (tree, value) = enumeration(rng);
        types.enums.extend((0..4).map(|_| (name.clone(), value.clone())));
        own.enums.push((name, tree));
    }
    for _ in 0..one(rng, mix::SCALARS_OF_PAGE) {
        let name = words::type_name(rng, "Code", &mut types.taken);
        types.scalars.extend((0..4).map(|_| name.clone()));
        own.scalars.push((name, scalar(rng)));
    }
    own
}

/// Removes unused declarations, and adds the file.
fn finish(mut page: Vec<Entry>, stem: &str, vendor: &Vendor, used: &mut BTreeSet<String>, sources: &mut Vec<Source>) {
    let mut found = BTreeSet::new();
    page.iter()
        .filter(|(key, _)| ["endpoints", "types"].contains(&key.as_str()))
        .for_each(|(_, part)| types_of(part, &mut found));
    for (key, part) in &mut page {
        if let Tree::Map(entries) = part
            && ["enums", "scalars"].contains(&key.as_str())
        {
            entries.retain(|(name, _)| found.contains(name));
        }
    }
    page.retain(|(_, part)| !matches!(part, Tree::Map(entries) if entries.is_empty()));
    let shared = vendor.scalars.iter().chain(vendor.enums.iter().map(|(name, _)| name));
    used.extend(shared.filter(|name| found.contains(*name)).cloned());
    let up = "../".repeat(stem.matches('/').count());
    let text = format!("# yaml-language-server: $schema={up}schema.json\n{}", Tree::Map(page).yaml());
    sources.push(Source { path: format!("{stem}.yaml"), bytes: text.into_bytes() });
}

/// All names that are used as a `type`.
fn types_of(tree: &Tree, found: &mut BTreeSet<String>) {
    match tree {
        Tree::Map(entries) => {
            for (key, value) in entries {
                match value {
                    Tree::Bare(name) if key == "type" => drop(found.insert(name.clone())),
                    Tree::List(of) if key == "type" => {
                        found.extend(
                            of.iter()
                                .filter_map(|of| if let Tree::Bare(name) = of { Some(name.clone()) } else { None }),
                        );
                    }
                    other => types_of(other, found),
                }
            }
        }
        Tree::List(elements) => elements.iter().for_each(|element| types_of(element, found)),
        Tree::Bare(_) | Tree::Text(_) => {}
    }
}

fn about(rng: &mut Rng, vendor: &Vendor, page: usize, documents: usize) -> Tree {
    let url = format!("https://{}.example/docs/{page}", vendor.name);
    let day = format!("202{}-{:02}-{:02}", rng.u8(0..6), rng.u8(1..13), rng.u8(1..29));
    let mut entries = vec![
        ("title".to_owned(), text(words::label(rng, 8))),
        ("url".to_owned(), bare(&url)),
        ("updated".to_owned(), bare(&day)),
    ];
    if documents > 1 {
        entries.push(("documents".to_owned(), bare(documents)));
    }
    if happens(rng, mix::HAS_SOURCES) {
        let source =
            map([("title", text(words::prose(rng, 40))), ("url", bare(format!("{url}/copy"))), ("updated", bare(day))]);
        entries.push(("sources".to_owned(), Tree::List(vec![source])));
    }
    Tree::Map(entries)
}

/// A page in progress.
struct Writing<'a> {
    rng: &'a mut Rng,
    vendor: &'a Vendor,
    types: Types,
    folder: &'a str,
    /// The page's path without the extension, which is the folder of its examples.
    stem: String,
    places: Vec<Place>,
    sources: &'a mut Vec<Source>,
}

impl Writing<'_> {
    fn endpoint(&mut self, name: &str, page: usize) -> Tree {
        let get = happens(self.rng, mix::IS_GET);
        let mut drawing = Drawing { rng: self.rng, types: &mut self.types };
        let mut request = match get {
            false => drawing.body(),
            true if happens(drawing.rng, mix::GET_HAS_QUERY) => drawing.query(),
            true => Object::default(),
        };
        let mut response = match happens(drawing.rng, mix::HAS_RESPONSE) {
            true => drawing.response(),
            false => Object::default(),
        };
        let paged = !response.fields.is_empty() && happens(self.rng, mix::HAS_PAGING);
        if paged {
            request.fields.push(cursor("cursor", "Where the previous page ended."));
            response.fields.push(cursor("next_cursor", "Where the next page starts."));
        }
        let route = format!("{} /{}/{name}", if get { "GET" } else { "POST" }, self.folder);
        let mut entries = vec![("route".to_owned(), text(route))];
        entries.extend(self.about(page));
        let half = if get { "query" } else { "body" };
        for (part, object) in [(half, &request), ("response", &response)] {
            if !object.fields.is_empty() {
                errata::places(&format!("{name}.{part}"), object, &mut self.places);
                entries.push((part.to_owned(), object.schema()));
            }
        }
        if paged {
            entries.push(("paging".to_owned(), map([("cursor", bare("cursor")), ("next", bare("next_cursor"))])));
        }
        if happens(self.rng, mix::NAMES_ERRORS) {
            let code = one(self.rng, &self.vendor.errors);
            entries.push(("errors".to_owned(), Tree::List(vec![bare(code)])));
        }
        let examples = self.examples(name, &request, &response);
        entries.push(("examples".to_owned(), examples));
        Tree::Map(entries)
    }

    fn about(&mut self, page: usize) -> Vec<Entry> {
        let rng = &mut *self.rng;
        let bytes = one(rng, mix::SUMMARY);
        let mut entries = vec![("summary", text(words::prose(rng, bytes)))];
        if happens(rng, mix::ENDPOINT_HAS_LABEL) {
            entries.push(("label", text(words::label(rng, 8))));
        }
        if happens(rng, mix::ENDPOINT_HAS_URL) {
            entries.push(("url", bare(format!("https://{}.example/docs/{page}/part", self.vendor.name))));
        }
        let bytes = one(rng, mix::ENDPOINT_DOC);
        entries.push(("doc", text(words::prose(rng, bytes))));
        let apps = ["自建应用", "第三方应用", "代开发应用", "营销应用"];
        let permissions: Vec<Tree> = apps[..one(rng, mix::PERMISSIONS)]
            .iter()
            .map(|app| map([("app", text(*app)), ("needs", text(words::prose(rng, 45)))]))
            .collect();
        if !permissions.is_empty() {
            entries.push(("permissions", Tree::List(permissions)));
        }
        if happens(rng, mix::DEPRECATED) {
            let replacement = text(format!("{}V2", words::noun(rng)));
            entries.push(("deprecated", map([("replacement", replacement), ("note", text(words::prose(rng, 40)))])));
        }
        entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
    }

    /// Adds examples that show every field, and returns their names.
    fn examples(&mut self, name: &str, request: &Object, response: &Object) -> Tree {
        let mut entries = Vec::new();
        if !request.fields.is_empty() {
            let files = (0..request.variants()).map(|turn| {
                self.example(format!("{name}_request{}.json", turn + 1), &Tree::Map(request.example(turn)))
            });
            entries.push(("request".to_owned(), Tree::List(files.collect())));
        }
        let mut reply = vec![("errcode".to_owned(), bare(0)), ("errmsg".to_owned(), text("ok"))];
        let payload = response.example(0);
        match self.vendor.nested {
            true => reply.push(("data".to_owned(), Tree::Map(payload))),
            false => reply.extend(payload),
        }
        let file = self.example(format!("{name}_ok.json"), &Tree::Map(reply));
        entries.push(("response".to_owned(), Tree::List(vec![file])));
        Tree::Map(entries)
    }

    fn example(&mut self, file: String, value: &Tree) -> Tree {
        self.sources.push(Source { path: format!("{}/{file}", self.stem), bytes: value.json().into_bytes() });
        bare(file)
    }
}

fn cursor(wire: &str, doc: &str) -> Field {
    let about = vec![("doc".to_owned(), text(doc))];
    Field { wire: wire.to_owned(), shape: Shape::Plain(Ty::Primitive("string")), required: false, about }
}
