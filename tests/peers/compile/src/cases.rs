//! The cases: what is built, and what is measured.

use std::{cell::Cell, fs, path::PathBuf};

use anyhow::Result;
use measure::{Contestant, Figures, Goal, Measure, OURS, Options, Table, Unit, Usage};

use crate::{
    cargo::{Built, Incremental, touch},
    count,
    input::Input,
    layout,
    layout::CRATE,
    peer::{Peer, SERDE, TYPED},
};

const CHECK: &str = "check";
const RELEASE: &str = "release build";
const CHANGED: &str = "check after one page changed";
const INCREMENTAL: &str = "check after one page changed, incremental";
const ONE_CHECK: &str = "check, one vendor of all";
const ONE_RELEASE: &str = "release build, one vendor of all";
const NOTHING_BUILD: &str = "build of a user of one vendor, from nothing";

/// All cases. The first two are also those of real schemas.
const ALL: [&str; 7] = [CHECK, RELEASE, CHANGED, INCREMENTAL, ONE_CHECK, ONE_RELEASE, NOTHING_BUILD];

const WALL: Measure = Measure::new("wall time", Unit::Seconds);
const CPU: Measure = Measure::new("processor time", Unit::Seconds);
const PEAK: Measure = Measure::new("peak memory", Unit::Bytes);
const RLIB: Measure = Measure::new("rlib", Unit::Bytes);
const PROGRAM: Measure = Measure::new("program", Unit::Bytes);
const CRATES: Measure = Measure::new("crates compiled", Unit::Count);
const VENDORS: Measure = Measure::new("vendors compiled", Unit::Count);

/// The contestants and their target folders.
pub(crate) struct Cases {
    /// What the schemas are of; `None` if they are synthetic.
    pub(crate) name: Option<&'static str>,
    pub(crate) peers: Vec<Peer>,
    pub(crate) input: Input,
    /// The target folder of all contestants, so that shared dependencies are built once.
    pub(crate) target: PathBuf,
    /// The target folder of builds from nothing.
    pub(crate) nothing: PathBuf,
}

impl Cases {
    /// The case of these schemas.
    fn case(&self, case: &str) -> String {
        self.name.map_or_else(|| case.to_owned(), |name| format!("{case}, {name}"))
    }

    /// Whether one of the cases is requested.
    pub(crate) fn has(&self, options: &Options) -> bool {
        let cases = if self.name.is_some() { &ALL[..2] } else { &ALL[..] };
        cases.iter().any(|case| options.wants(&self.case(case)))
    }

    /// Runs the requested cases. Real schemas are checked and built; nothing is changed in them.
    pub(crate) fn run(&self, table: &mut Table, options: &Options) -> Result<()> {
        let whole = ["-p", CRATE];
        let one = ["-p", CRATE, "--no-default-features", "--features", &self.input.vendor];
        let with = |command: &[&'static str], rest: &[&str]| -> Vec<String> {
            command.iter().chain(rest).map(|word| (*word).to_owned()).collect()
        };
        let release = ["build", "--release"];
        let (all, two) = (&self.peers[..], &self.peers[..2]);
        let runs: [(&str, &[Peer], Work); 7] = [
            (CHECK, all, Work::Cold(with(&["check"], &whole))),
            (RELEASE, all, Work::Cold(with(&release, &whole))),
            (CHANGED, two, Work::Changed(Incremental::No)),
            (INCREMENTAL, two, Work::Changed(Incremental::Yes)),
            (ONE_CHECK, two, Work::Cold(with(&["check"], &one))),
            (ONE_RELEASE, two, Work::Cold(with(&release, &one))),
            (NOTHING_BUILD, two, Work::FromNothing("build")),
        ];
        let real = if self.name.is_some() { 2 } else { runs.len() };
        let runs = runs.iter().take(real).map(|(case, peers, work)| (self.case(case), peers, work));
        for (case, peers, work) in runs.filter(|(case, ..)| options.wants(case)) {
            let contestant = |peer| Contestant::new(Peer::name(peer), self.worker(peer, work));
            let mut contestants: Vec<_> = peers.iter().map(contestant).collect();
            if let Err(error) = table.take_turns(&case, options.rounds, &mut contestants) {
                // Earlier results are kept.
                table.note(&format!("Not measured: {error:#}."));
            }
            drop(contestants);
            self.restore()?;
        }
        Ok(())
    }

    fn worker<'a>(&'a self, peer: &'a Peer, work: &'a Work) -> Box<dyn FnMut() -> Result<Figures> + 'a> {
        match work {
            Work::Cold(arguments) => Box::new(move || self.cold(peer, arguments)),
            Work::Changed(incremental) => {
                let round = Cell::new(0);
                Box::new(move || self.changed(peer, *incremental, round.replace(round.get() + 1)))
            }
            Work::FromNothing(command) => Box::new(move || self.anew(peer, command)),
        }
    }

    /// Builds the crate alone: its dependencies are built already.
    fn cold(&self, peer: &Peer, arguments: &[String]) -> Result<Figures> {
        touch(&peer.library())?;
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let built = peer.cargo(&self.target, &arguments, Incremental::No)?;
        let mut figures = figures(&built.usage);
        if arguments.contains(&"--release") {
            figures.push((RLIB, built.size(".rlib")?));
            if !arguments.contains(&"--features") {
                figures.push((PROGRAM, fs::metadata(peer.program())?.len() as f64));
            }
        }
        Ok(figures)
    }

    /// Builds the crate again after one page changed. Unchanged files keep their modification times.
    fn changed(&self, peer: &Peer, incremental: Incremental, round: usize) -> Result<Figures> {
        let changed = self.input.changed(round)?;
        layout::write(&peer.library(), &peer.files(&changed)?)?;
        let built = peer.cargo(&self.target, &["check", "-p", CRATE], incremental)?;
        let mut figures = figures(&built.usage);
        figures.extend(self.compiled(peer, &built));
        Ok(figures)
    }

    /// Builds a program that uses one vendor, with all of its dependencies.
    fn anew(&self, peer: &Peer, command: &str) -> Result<Figures> {
        fs::remove_dir_all(&self.nothing).ok();
        let built = peer.cargo(&self.nothing, &[command, "-p", "one"], Incremental::Yes)?;
        Ok(figures(&built.usage))
    }

    fn compiled(&self, peer: &Peer, built: &Built) -> [(Measure, f64); 2] {
        let vendors = peer.vendors_compiled(built, &self.input.model);
        [(CRATES, built.compiled.len() as f64), (VENDORS, vendors as f64)]
    }

    /// Reverts the change and deletes large files.
    fn restore(&self) -> Result<()> {
        fs::remove_dir_all(&self.nothing).ok();
        self.peers.iter().try_for_each(|peer| layout::write(&peer.library(), &peer.files(&self.input.model)?))
    }
}

/// What a case does.
enum Work {
    /// Builds the crate with these arguments.
    Cold(Vec<String>),
    /// Changes a page and checks the crate.
    Changed(Incremental),
    /// Builds a program that uses one vendor with this command.
    FromNothing(&'static str),
}

fn figures(usage: &Usage) -> Figures {
    vec![(WALL, usage.wall.as_secs_f64()), (CPU, usage.cpu.as_secs_f64()), (PEAK, usage.peak as f64)]
}

/// The goals of the benchmark.
pub(crate) fn goals() -> Vec<Goal> {
    let wall = |says: &str, case: &str, than, limit| Goal::ratio(says, case, WALL.name, (OURS, than), limit);
    let of_wecom = |case: &str| format!("{case}, WeCom");
    vec![
        wall("`cargo check`, of plain structs with serde's derives", CHECK, SERDE, 0.35),
        wall("`cargo check`, of structs and enums with serde's derives for all the same types", CHECK, TYPED, 0.35),
        wall("release build, of plain structs with serde's derives", RELEASE, SERDE, 0.37),
        wall("release build, of structs and enums with serde's derives for all the same types", RELEASE, TYPED, 0.37),
        wall("`cargo check` of WeCom, of plain structs with serde's derives", &of_wecom(CHECK), SERDE, 0.35),
        wall("release build of WeCom, of plain structs with serde's derives", &of_wecom(RELEASE), SERDE, 0.37),
        Goal::figure("vendors compiled after one page changed", CHANGED, VENDORS.name, OURS, 1.0),
        wall("`cargo build` of a user of one vendor from nothing, of plain structs", NOTHING_BUILD, SERDE, 1.0),
    ]
}

/// The notes above the table: what differs between contestants, and how they were built.
pub(crate) fn notes(cases: &Cases, table: &mut Table) {
    let count = count::of_wire(&cases.input.model);
    table.note(&format!(
        "{}: {} endpoints and {} events of {} vendors, {} objects with {} members, {} enums and {} named scalars.",
        cases.name.unwrap_or("Synthetic schemas"),
        cases.input.model.endpoints.len(),
        cases.input.model.events.len(),
        cases.input.model.vendors.len(),
        count.structs,
        count.fields,
        cases.input.model.enums.len(),
        cases.input.model.scalars.len(),
    ));
}

/// How the contestants differ, and how they were built.
pub(crate) const NOTE: &str = "`serde`: plain structs with derives, without docs; enums and ids are `i64` and `String`. `serde, all types`: the \
     same with enums and newtypes like ours. `typify` also checks lengths and patterns of strings while reading. \
     `garde` and `validator` are `serde` plus the rules that their derives can express; only ours checks rules \
     between members. Ours does more than the others: docs, constructors, setters, validators, endpoints, examples, lenient reading. \
     Dependencies, including `runtime`, are built beforehand, except in builds from nothing. Sizes: `rlib` is that of \
     the contestant's own crates; `program` reads and writes the replies of two endpoints per vendor.";
