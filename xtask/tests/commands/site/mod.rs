//! The reference site: what its pages have, and the command that writes them.

mod browser;
mod page;
mod reading;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use codegen::{
    Source,
    emit::{Paths, call},
    model::{Declaration, Member, Model},
    site,
};

use self::page::{Page, read};
use crate::sandbox::{PAGE, Sandbox, code, run, stderr, stdout};

/// A changelog with a change of the fixture.
const CHANGELOG: &str = "\
# Changelog

## [0.2.0] - 2026-02-01

### Wire

- **Breaks:** `acme/zoo/keeping.yaml#add.body.size`: a field is required now <b>
- `acme/vendor.yaml#Size.small`: a value was added
";

fn fixture() -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixture/schemas");
    let mut files: Vec<PathBuf> = Vec::new();
    let mut todo = vec![folder.clone()];
    while let Some(next) = todo.pop() {
        let entries = fs::read_dir(&next).expect("the fixture has schemas");
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() { todo.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    let source = |path: PathBuf| {
        let below = path.strip_prefix(&folder).expect("it is in the folder");
        Source { path: below.display().to_string(), bytes: fs::read(&path).expect("it can be read") }
    };
    files.into_iter().map(source).collect()
}

fn model(sources: &[Source]) -> Model {
    let outcome = codegen::load(sources);
    outcome.model.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics))
}

static MODEL: LazyLock<Model> = LazyLock::new(|| model(&fixture()));

/// The texts of all files by path.
fn files(model: &Model) -> BTreeMap<String, String> {
    let files = site::files(model, Some(CHANGELOG));
    let count = files.len();
    let files: BTreeMap<String, String> = files.into_iter().map(|file| (file.path, file.text)).collect();
    let names: BTreeSet<String> = files.keys().map(|path| path.to_lowercase()).collect();
    assert_eq!(names.len(), count, "each file has a name of its own, also where case does not count");
    files
}

/// The files of the fixture's site.
static FILES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| files(&MODEL));

/// The pages of the fixture's site.
static PAGES: LazyLock<BTreeMap<&str, Page>> = LazyLock::new(|| {
    let pages = FILES.iter().filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, text)| (path.as_str(), read(path, text))).collect()
});

#[test]
fn every_link_leads_to_a_place() {
    let mut count = 0;
    for (path, page) in PAGES.iter() {
        let ids = page.all("id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{path}: ids are unique");
        for href in page.all("href").into_iter().chain(page.all("src")) {
            if href.starts_with("https://") || href.starts_with("http://") {
                continue;
            }
            let (file, id) = href.split_once('#').unwrap_or((href, ""));
            let file = if file.is_empty() { path } else { file };
            assert!(FILES.contains_key(file), "{path}: {href}");
            let has_place = id.is_empty() || PAGES[file].all("id").contains(&id);
            assert!(has_place, "{path}: {href}");
            count += 1;
        }
    }
    assert!(count > 2000, "{count} links");
}

#[test]
fn pages_are_whole_without_a_network() {
    for (path, page) in PAGES.iter() {
        let loaded = page.tags.iter().filter(|tag| ["img", "iframe", "link", "script"].contains(&tag.name.as_str()));
        let loaded: Vec<_> = loaded.filter_map(|tag| tag.attribute("href").or(tag.attribute("src"))).collect();
        assert_eq!(loaded, ["style.css", "site.js"], "{path}");
        assert!(page.all("style").is_empty() && page.all("onclick").is_empty(), "{path}");
    }
    for asset in ["style.css", "site.js"] {
        let text = &FILES[asset];
        assert!(!text.contains("http") && !text.contains("@import") && !text.contains("url("), "{asset}");
    }
}

#[test]
fn headings_are_in_order() {
    for (path, page) in PAGES.iter() {
        let levels = page.headings();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{path}: {levels:?}");
        assert_eq!(levels.first(), Some(&1), "{path}: {levels:?}");
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{path}: {levels:?}");
    }
}

/// The page on which a scope's own types are shown.
fn place<'m>(model: &'m Model, declaration: Declaration<'m>) -> String {
    let name = declaration.name();
    let is_own = model.endpoints.contains_key(&name.scope) || model.events.contains_key(&name.scope);
    if is_own { format!("{}.html", name.scope) } else { format!("{}-{}.html", name.scope, name.name) }
}

#[test]
fn everything_has_a_place() {
    let model = &*MODEL;
    let text = |path: &str| PAGES.get(path).map(|page| page.text.as_str()).unwrap_or_else(|| panic!("no page {path}"));
    for owner in model.owners() {
        let page = text(&format!("{}.html", owner.name()));
        assert!(page.contains(&owner.page().title), "{}", owner.name());
        for example in owner.messages().iter().flat_map(|message| &message.examples) {
            assert!(page.contains(example.text.trim()), "{}: {}", owner.name(), example.file);
        }
    }
    let objects = model.objects.iter().map(|(name, object)| Declaration::Object(name, object));
    let enums = model.enums.iter().map(|(name, decl)| Declaration::Enum(name, decl));
    let scalars = model.scalars.iter().map(|(name, scalar)| Declaration::Scalar(name, scalar));
    for declaration in objects.chain(enums).chain(scalars) {
        let path = place(model, declaration);
        let page = text(&path);
        let (words, labels): (Vec<String>, Vec<&String>) = match declaration {
            Declaration::Object(_, object) => (
                object.wire_names().into_iter().map(str::to_owned).collect(),
                object.fields().flat_map(|field| field.label.iter().chain(&field.doc)).collect(),
            ),
            Declaration::Enum(_, decl) => (
                decl.values.iter().flat_map(|value| [value.name.clone(), value.wire.to_string()]).collect(),
                decl.values.iter().flat_map(|value| &value.label).collect(),
            ),
            Declaration::Scalar(name, scalar) => (vec![name.name.clone()], scalar.label.iter().collect()),
        };
        for word in words {
            assert!(page.contains(&word), "{path}: {word}");
        }
        for label in labels {
            // Markdown is rendered, so only the first words are compared.
            let first = label.split(['`', '*', '[', '\n', '\\']).next().unwrap_or_default();
            assert!(page.contains(first.trim()), "{path}: {first}");
        }
    }
    for (vendor, decl) in &model.vendors {
        for (code, error) in &decl.errors {
            let page = &PAGES[format!("{vendor}--errors.html").as_str()];
            assert!(page.all("id").contains(&format!("code{code}").as_str()), "{code}");
            assert!(page.text.contains(&error.name.to_uppercase()), "{code}");
        }
    }
}

#[test]
fn contradictions_are_at_their_places_and_in_the_index() {
    let dump = codegen::dump(&MODEL);
    let becauses: BTreeSet<&str> = dump.lines().filter_map(|line| line.trim().strip_prefix("because: ")).collect();
    assert!(becauses.len() > 3, "{becauses:?}");
    let index = &PAGES["all--errata.html"];
    for because in becauses {
        let first = because.trim_matches(['\'', '"', '|']).split(['`', '*', '\'', '.']).next().unwrap_or_default();
        assert!(index.text.contains(first), "{because}");
        let pages = PAGES.iter().filter(|(path, page)| **path != "all--errata.html" && page.text.contains(first));
        assert!(pages.count() > 0, "{because}");
    }
}

#[test]
fn members_have_their_types_limits_and_rules() {
    let has = |path: &str, id: &str, words: &[&str]| {
        let text = &FILES[path];
        let start = text.find(&format!(" id=\"{id}\"")).unwrap_or_else(|| panic!("{path} has no {id}"));
        let end = text[start + 1..].find("<li class=\"field").map_or(text.len(), |end| start + 1 + end);
        let member = page::words(&text[start..end]);
        for word in words {
            assert!(member.contains(word), "{path}#{id}: {word} is missing in {member}");
        }
    };
    let model = &*MODEL;
    let mut seen = 0;
    for (name, endpoint) in &model.endpoints {
        let object = &model.objects[&endpoint.request.object];
        for member in &object.members {
            let Member::Field(field) = member else { continue };
            if field.required && !matches!(field.ty.named(), Some(name) if model.objects.contains_key(name)) {
                let mut words = vec![field.wire.as_str(), "required"];
                words.extend(field.label.as_deref());
                has(&format!("{name}.html"), &format!("request.{}", field.wire), &words);
                seen += 1;
            }
        }
    }
    assert!(seen > 10, "{seen} members");
    let limits = ["list of string", "optional", "At most 3 elements", "No duplicates"];
    has("acme.zoo.add.html", "request.nicknames", &limits);
    has("acme.zoo.add.html", "request.colour", &["Colour", "Default 1 (red)", "灰"]);
    has("acme.zoo.add.html", "request.id", &["1 to 8 characters", "Matches [a-z]+[0-9]*"]);
    let rules = &PAGES["acme.zoo.add.html"].text;
    assert!(rules.contains("At least one of nicknames, remark must be given."), "{rules}");
}

#[test]
fn calls_are_shown_with_curl_and_in_rust() {
    let text = |name: &str| PAGES[format!("acme.zoo.{name}.html").as_str()].text.clone();
    let add = text("add");
    assert!(add.contains("use generated::acme::zoo::add::{"), "{add}");
    assert!(add.contains("let reply = client.call(&request).await?;"), "{add}");
    assert!(add.contains("curl \"https://acme.example/api/"), "{add}");
    let photo = text("add_photo");
    assert!(photo.contains("generated::File::open(") && photo.contains("-F '"), "{photo}");
    assert!(text("list").contains("let mut items = client.items(request);"));
    assert!(text("get_photo").contains("client.download(&request)"));
}

#[test]
fn kinds_of_credentials_are_shown() {
    let text = |name: &str| PAGES[format!("{name}.html").as_str()].text.clone();
    assert!(text("acme").contains("Credential keeper (管理员凭证): keeper_token in the query"), "{}", text("acme"));
    assert!(text("other").contains("Credential painter: the header X-Painter"), "{}", text("other"));
    let gate = text("acme.zoo.open_gate");
    assert!(gate.contains("Credential: keeper.") && gate.contains("?keeper_token=$KEEPER_TOKEN"), "{gate}");
    let login = text("acme.zoo.keeper_login");
    let granted = "Called without a credential: keeper_token in the reply is the credential keeper of other calls";
    assert!(login.contains(granted) && login.contains("A reply without a code is a success."), "{login}");
    let visitor = text("acme.zoo.visitor_token");
    assert!(
        visitor.contains("token in the reply is the credential of other calls, for expires_in seconds."),
        "{visitor}"
    );
}

#[test]
fn calls_are_functions_with_the_paths_that_are_asked_for() {
    let paths = Paths { vendor: "vendor_acme", common: "runtime" };
    for endpoint in MODEL.endpoints.values().filter(|endpoint| endpoint.vendor == "acme") {
        let call = call(&MODEL, endpoint, paths);
        let function = call.function(endpoint, paths);
        let ty = if endpoint.callers().is_some() { "AcmeKeeper" } else { "Acme" };
        let head = format!(
            "async fn call(client: &runtime::client::Client<vendor_acme::{ty}, impl runtime::client::Transport>)"
        );
        assert!(function[0].starts_with(&head), "{function:#?}");
        assert_eq!(function.last().map(String::as_str), Some("}"));
        assert!(function.iter().all(|line| !line.contains("generated")), "{function:#?}");
        assert!(call.imports[0].starts_with("use vendor_acme::"), "{call:#?}");
        assert!(call.request[0].starts_with("let request = "), "{call:#?}");
        assert_eq!(call.lines().len() + 3, function.len());
    }
}

#[test]
fn changes_are_on_their_page_and_at_their_endpoint() {
    let all = &PAGES["all--changes.html"];
    assert!(all.text.contains("0.2.0 - 2026-02-01") && all.text.contains("a field is required now"), "{}", all.text);
    assert!(all.all("href").contains(&"acme.zoo.add.html") && all.all("href").contains(&"acme-Size.html"));
    assert!(PAGES["acme.zoo.add.html"].text.contains("a field is required now <b>"));
    assert!(!PAGES["acme.zoo.list.html"].all("id").contains(&"changes"));
    let without = site::files(&MODEL, None);
    let page = without.iter().find(|file| file.path == "all--changes.html").expect("it is always there");
    assert!(page.text.contains("There is no changelog yet."));
}

#[test]
fn the_site_does_not_depend_on_the_order_of_files() {
    let mut sources = fixture();
    sources.reverse();
    assert!(files(&model(&sources)) == *FILES);
}

const HOSTILE: &str = "\"<script>alert(1)</script> \\\"onload='x' & 客户 </code>--> `<b>` [a](javascript:x)\"";

#[test]
fn hostile_texts_are_escaped() {
    let sandbox = Sandbox::new();
    let page = PAGE.replace("title: Feed", &format!("title: {HOSTILE}")).replace("Feed an animal.", HOSTILE);
    let member = format!("max: 900 }}, label: {HOSTILE}, doc: {HOSTILE}");
    let errata = format!(
        "errata:\n  - at: feed.body.grams\n    kind: server\n    says: {{ {HOSTILE}: {HOSTILE}, table: absent }}\n    decision: {HOSTILE}\n    because: {HOSTILE}\n"
    );
    sandbox.write("schemas/acme/feed.yaml", &format!("{}{errata}", page.replace("max: 900 }", &member)));
    let (schemas, out) = (sandbox.path("schemas"), sandbox.path("site"));
    let output = run(&["site", "--schemas", &schemas, "--out", &out]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    for path in ["acme.feed.html", "acme.html", "all--errata.html"] {
        // The reader accepts no tag that is out of place.
        let page = read(path, &sandbox.read(&format!("site/{path}")));
        assert!(
            page.text.contains("<script>alert(1)</script> \"onload='x' & 客户 </code>-->"),
            "{path}: {}",
            page.text
        );
        assert_eq!(page.tags.iter().filter(|tag| tag.name == "script").count(), 1, "{path}");
        assert!(page.all("href").iter().all(|href| !href.contains("javascript")), "{path}");
    }
}

#[test]
fn faults_of_schemas_are_those_of_gen() {
    let sandbox = Sandbox::new();
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("int32", "int23"));
    let (schemas, out) = (sandbox.path("schemas"), sandbox.path("site"));
    let output = run(&["site", "--schemas", &schemas, "--out", &out]);
    assert_eq!((code(&output), stdout(&output).as_str()), (1, ""));
    assert_eq!(stderr(&output), stderr(&sandbox.generate(&[])));
    assert!(!sandbox.exists("site"));
}

#[test]
fn the_folder_is_replaced_and_no_other() {
    let sandbox = Sandbox::new();
    let (schemas, out) = (sandbox.path("schemas"), sandbox.path("site"));
    let site = |more: &[&str]| run(&[&["site", "--schemas", &schemas, "--out", &out], more].concat());
    assert_eq!(code(&site(&[])), 0);
    sandbox.write("site/acme.gone.html", "old");
    let again = site(&[]);
    assert!(stdout(&again).contains("site/index.html: 6 pages, "), "{}", stdout(&again));
    assert!(sandbox.exists("site/acme.feed.html") && !sandbox.exists("site/acme.gone.html"));
    let left: Vec<_> =
        fs::read_dir(sandbox.0.path()).expect("it exists").flatten().map(|entry| entry.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{left:?}");

    sandbox.write("other/notes.txt", "mine");
    let other = sandbox.path("other");
    let refused = run(&["site", "--schemas", &schemas, "--out", &other]);
    assert_eq!(code(&refused), 2);
    assert!(
        stderr(&refused).contains("is not the folder of a site: name an empty or a new one"),
        "{}",
        stderr(&refused)
    );
    assert_eq!(sandbox.read("other/notes.txt"), "mine");

    let missing = site(&["--changelog", "/no/such/file"]);
    assert_eq!(code(&missing), 2);
    assert!(stderr(&missing).contains("cannot read /no/such/file"), "{}", stderr(&missing));
}
