//! The loop of a maintainer: a page is edited, the code is generated, and a program that uses the page's area is checked.
//!
//! Ours runs in a copy of the repository, with `cargo xtask` as it is built there. The other contestants are edited by hand, so
//! only their check takes time.

use std::{
    cell::Cell,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};
use codegen::Source;
use measure::{Contestant, Figures, Goal, Measure, OURS, Options, Table, Unit, Usage};

use crate::{
    cargo::{Call, Incremental},
    input::{Input, model},
    layout,
    peer::{self, Peer, SERDE, WHOLE},
};

const CASE: &str = "edit a page of WeCom's customer service";
/// A run of the generator.
const GEN: Measure = Measure::new("gen", Unit::Seconds);
/// The check of the program that uses the area.
const CHECK: Measure = Measure::new("check", Unit::Seconds);
/// Both.
const LOOP: Measure = Measure::new("gen and check", Unit::Seconds);

/// The page that is edited, without its ending.
const PAGE: &str = "wecom/kf/account/add";
const MEMBER: &str = "      open_kfid: {";
const ROW: &str = "  - { path: open_kfid,";

/// Measures the loop, if it is requested.
pub(crate) fn run(table: &mut Table, options: &Options, below: &Path) -> Result<()> {
    if !options.wants(CASE) {
        return Ok(());
    }
    table.note(
        "The loop: a member is added to a page of the real schemas, `cargo xtask gen` runs in a dev build, as it does for \
         a maintainer, and a program that uses only the page's area is checked with cargo's incremental cache. The others \
         have no generator: their structs are edited by hand, which takes no time here. Ours has all of WeCom, of which the \
         program's feature selects the area. `serde, all of WeCom` has the same, without features; the others have only \
         the types of the area.",
    );
    let target = &below.join("target");
    let ours = Ours::new(target)?;
    let (area, whole) = (Input::real("wecom", Some("kf"))?, Input::real("wecom", None)?);
    let of_area = peer::derives(below).into_iter().filter(|peer| peer.name() != OURS);
    let of_area = of_area.map(|peer| (peer, &area, target.clone()));
    // To cargo, both crates of plain structs are the same, so in one folder they would replace each other's incremental cache.
    let of_whole = (peer::whole(below), &whole, below.join("target-whole"));
    let by_hand: Vec<(Peer, &Input, PathBuf)> = of_area.chain([of_whole]).collect();
    for (peer, input, _) in &by_hand {
        peer.make(input).with_context(|| format!("cannot make {}", peer.name()))?;
    }
    let round = Cell::new(0);
    let mut contestants = vec![Contestant::new(OURS, || ours.round(round.replace(round.get() + 1)))];
    contestants.extend(by_hand.iter().map(|(peer, input, target)| {
        let round = Cell::new(0);
        Contestant::new(peer.name(), move || {
            let sources = edited(&input.sources, round.replace(round.get() + 1))?;
            layout::write(&peer.library(), &peer.files(&model(&sources)?)?)?;
            let built = peer.cargo(target, &["check", "-p", "app"], Incremental::Yes)?;
            let check = seconds(&built.usage);
            Ok(vec![(CHECK, check), (LOOP, check)])
        })
    }));
    table.take_turns(CASE, options.rounds, &mut contestants)
}

/// The goals of the loop.
pub(crate) fn goals() -> Vec<Goal> {
    let check =
        |than| format!("edit a page: `cargo check` of a user of its area, of plain structs with serde's derives{than}");
    vec![
        Goal::figure("edit a page: seconds of `cargo xtask gen` in a dev build", CASE, GEN.name, OURS, 0.3),
        Goal::ratio(&check(" for the area"), CASE, CHECK.name, (OURS, SERDE), 0.4),
        Goal::ratio(&check(" for all areas"), CASE, CHECK.name, (OURS, WHOLE), 0.4),
    ]
}

fn seconds(usage: &Usage) -> f64 {
    usage.wall.as_secs_f64()
}

/// A copy of the repository, and a program beside it.
struct Ours {
    repository: PathBuf,
    user: PathBuf,
    target: PathBuf,
    /// The page and what is read of it, as they are in the repository.
    sources: Vec<Source>,
}

impl Ours {
    fn new(target: &Path) -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..").canonicalize()?;
        let below = target.with_file_name("edit");
        let ours = Self {
            repository: below.join("repository"),
            user: below.join("user"),
            target: target.to_owned(),
            sources: pages()
                .map(|path| Ok(Source { bytes: fs::read(root.join("schemas").join(&path))?, path }))
                .collect::<Result<_>>()?,
        };
        copy(&root, &ours.repository)?;
        eprintln!("compile: xtask in a copy of the repository");
        measure::run(cargo(&ours.repository).args(["build", "--quiet", "--package", "xtask", "--profile", "xtask"]))?;
        ours.generate()?;
        ours.write_user()?;
        Ok(ours)
    }

    /// The program, with the versions of the repository's lock file.
    fn write_user(&self) -> Result<()> {
        let manifest = "[package]\nname = \"user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
            generated = { package = \"social-crm\", path = \"../repository/generated\", default-features = false, features = \
            [\"wecom-kf\"] }\nserde_json = \"1\"\n";
        let main = "use generated::wecom::kf::account::add;\n\nfn main() {\n    let text = std::io::read_to_string(std::io::stdin()).expect(\"the input is text\");\n    \
            let reply: add::Response = serde_json::from_str(&text).expect(\"it is a reply\");\n    println!(\"{:?}\", reply.open_kfid);\n}\n";
        layout::write(
            &self.user,
            &[layout::file("Cargo.toml", manifest.to_owned()), layout::file("src/main.rs", main.to_owned())],
        )?;
        fs::copy(self.repository.join("Cargo.lock"), self.user.join("Cargo.lock"))?;
        measure::run(cargo(&self.user).arg("fetch"))?;
        Ok(())
    }

    fn generate(&self) -> Result<Usage> {
        // As cargo starts it; cargo itself is not measured.
        let mut xtask = Command::new(self.repository.join("target/xtask/xtask"));
        measure::run(
            xtask.arg("gen").current_dir(&self.repository).env("CARGO_MANIFEST_DIR", self.repository.join("xtask")),
        )
    }

    fn round(&self, round: usize) -> Result<Figures> {
        for source in edited(&self.sources, round)? {
            fs::write(self.repository.join("schemas").join(&source.path), &source.bytes)?;
        }
        let generated = seconds(&self.generate()?);
        let call = Call {
            folder: &self.user,
            target: &self.target,
            arguments: &["check", "-p", "user"],
            incremental: Incremental::Yes,
        };
        let check = seconds(&call.run()?.usage);
        Ok(vec![(GEN, generated), (CHECK, check), (LOOP, generated + check)])
    }
}

/// The paths of the page and of what was read of it, which states the same.
fn pages() -> impl Iterator<Item = String> {
    [".yaml", "/facts.yaml"].into_iter().map(|ending| format!("{PAGE}{ending}"))
}

/// The schemas with another member on the page. Each round gives it another name.
fn edited(sources: &[Source], round: usize) -> Result<Vec<Source>> {
    let mut sources = sources.to_vec();
    let name = format!("added_{round}");
    let member = format!("      {name}: {{ type: string, doc: A member that was added. }}");
    let row = format!("  - {{ path: {name}, type: string, text: \"00000001\", line: 54 }}");
    for (path, before, line) in
        pages().zip([MEMBER, ROW]).zip([member, row]).map(|((path, before), line)| (path, before, line))
    {
        let source =
            sources.iter_mut().find(|source| source.path == path).with_context(|| format!("there is no {path}"))?;
        let text = String::from_utf8(source.bytes.clone())?;
        ensure!(text.contains(before), "{path} has no line that begins with {before:?}");
        let mut lines: Vec<&str> = text.lines().collect();
        let at = lines.iter().position(|line| line.starts_with(before)).context("it was just found")?;
        lines.insert(at + 1, &line);
        let mut text = lines.join("\n") + "\n";
        if path.ends_with("add.yaml") {
            let because = "the member is the benchmark's";
            text.push_str(&format!("\nallow:\n  - {{ lint: W014, at: add.response.{name}, because: {because} }}\n"));
        }
        source.bytes = text.into_bytes();
    }
    Ok(sources)
}

/// Copies what git knows of the repository, except the benchmarks.
fn copy(root: &Path, to: &Path) -> Result<()> {
    let (_, listed) = measure::run_with_stdout(Command::new("git").args(["ls-files", "-z"]).current_dir(root))?;
    let target = to.join("target");
    for path in listed.split('\0').filter(|path| !path.is_empty() && !path.starts_with("tests/peers/")) {
        let (from, to) = (root.join(path), to.join(path));
        let Ok(text) = fs::read(&from) else { continue };
        if fs::read(&to).is_ok_and(|there| there == text) {
            continue;
        }
        fs::create_dir_all(to.parent().context("a file is in a folder")?)?;
        fs::write(&to, text).with_context(|| format!("cannot write {}", to.display()))?;
    }
    if !target.exists() && !to.join("Cargo.toml").exists() {
        bail!("git lists no files of {}", root.display());
    }
    Ok(())
}

fn cargo(folder: &Path) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(folder);
    for variable in ["RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER", "RUSTFLAGS", "CARGO_TARGET_DIR"] {
        cargo.env_remove(variable);
    }
    cargo
}
