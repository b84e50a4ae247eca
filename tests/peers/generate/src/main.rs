//! The benchmark `generate`: how long it takes to generate a crate, compared with typify and progenitor.

mod contestant;
mod json_schema;
mod openapi;
mod ours;
mod rendition;
mod work;

use std::cell::RefCell;

use anyhow::{Context, Result};
use clap::Parser;
use measure::{Contestant, Figures, Goal, Measure, OURS, Options, Table, Unit};

use contestant::{PROGENITOR, Peer, TYPIFY};
use ours::Generator;
use work::Work;

/// The numbers of endpoints.
const SIZES: [usize; 3] = [100, 1_000, 5_000];
/// The numbers of vendors. From 1,000 to 5,000 endpoints the files of a vendor grow. With 100 there are few vendors,
/// because the other programs are started once per vendor.
const VENDORS: [usize; 3] = [2, 10, 10];
/// The most endpoints and vendors, for which only our full run is measured: time and memory must not grow faster than the
/// schemas.
const MOST: (usize, usize) = (20_000, 20);
/// A case whose run takes longer than this, in seconds, has few rounds. Full runs of the most endpoints always have
/// few.
const LONG: f64 = 12.0;
const FEW: usize = 3;

pub(crate) const WALL: Measure = Measure::new("wall time", Unit::Seconds);
pub(crate) const EACH: Measure = Measure::new("time per endpoint", Unit::Seconds);
pub(crate) const RATE: Measure = Measure::new("types per second", Unit::PerSecond);
pub(crate) const SIZE: Measure = Measure::new("output", Unit::Bytes);
pub(crate) const PEAK: Measure = Measure::new("peak memory", Unit::Bytes);

fn main() -> Result<()> {
    let options = Options::parse();
    let mut table = Table::new("generate", "Generate: from schemas to code");
    notes(&mut table);
    let generator = Generator::build()?;
    let mut peers = Vec::new();
    for program in [&TYPIFY, &PROGENITOR] {
        match Peer::install(program) {
            Ok(peer) => peers.push((peer, None)),
            Err(error) => table.note(&format!("{error:#}: it takes no part.")),
        }
    }
    let mut bench = Bench { table, options, generator, peers, measured: Vec::new() };
    for (endpoints, vendors) in SIZES.into_iter().zip(VENDORS) {
        bench.size(endpoints, vendors)?;
    }
    bench.most()?;
    bench.goals();
    bench.table.write(&bench.options.out)
}

struct Bench {
    table: Table,
    options: Options,
    generator: Generator,
    /// The other programs, each with the greatest number of endpoints that it can process in time.
    peers: Vec<(Peer, Option<usize>)>,
    /// What was measured: its files are deleted at the end, so that they do not slow down what comes next.
    measured: Vec<Work>,
}

/// The name of a case.
fn case(endpoints: usize, kind: &str) -> String {
    let number =
        if endpoints < 1000 { endpoints.to_string() } else { format!("{},{:03}", endpoints / 1000, endpoints % 1000) };
    format!("{number} endpoints, {kind}")
}

const FULL: &str = "full";
const SAME: &str = "no change";
const CHANGED: &str = "one page changed";

impl Bench {
    fn size(&mut self, endpoints: usize, vendors: usize) -> Result<()> {
        if ![FULL, SAME, CHANGED].iter().any(|kind| self.options.wants(&case(endpoints, kind))) {
            return Ok(());
        }
        let work = RefCell::new(Work::new(endpoints, vendors, &self.generator)?);
        self.table.note(&work.borrow().describe());
        let full = case(endpoints, FULL);
        if self.options.wants(&full) {
            self.full(endpoints, &full, &work)?;
        }
        for (kind, change) in [(SAME, false), (CHANGED, true)] {
            let case = case(endpoints, kind);
            if !self.options.wants(&case) {
                continue;
            }
            let generator = &self.generator;
            let ours = Contestant::new(OURS, || {
                let mut work = work.borrow_mut();
                if change {
                    work.change()?;
                }
                generator.run(&work)
            });
            let rounds = rounds(&self.options, work.borrow().seconds > LONG);
            if rounds < self.options.rounds {
                self.table.note(&format!("{case}: {rounds} rounds, because full runs are long."));
            }
            self.table.take_turns(&case, rounds, &mut [ours])?;
        }
        self.measured.push(work.into_inner());
        Ok(())
    }

    /// Measures our full run with the most endpoints.
    fn most(&mut self) -> Result<()> {
        let (endpoints, vendors) = MOST;
        let case = case(endpoints, FULL);
        if !self.options.wants(&case) {
            return Ok(());
        }
        let mut work = Work::new(endpoints, vendors, &self.generator)?;
        self.table.note(&work.describe());
        self.table.note(&format!("{case}: {vendors} vendors, {FEW} rounds, and no other program."));
        let ours = Contestant::new(OURS, || {
            work.empty()?;
            self.generator.run(&work)
        });
        self.table.take_turns(&case, rounds(&self.options, true), &mut [ours])
    }

    /// Measures the full run of all programs that can do it in time. A note lists the others.
    fn full(&mut self, endpoints: usize, case: &str, work: &RefCell<Work>) -> Result<()> {
        let (generator, table) = (&self.generator, &mut self.table);
        let mut slowest: f64 = 0.0;
        let mut contestants = vec![Contestant::new(OURS, || {
            work.borrow_mut().empty()?;
            generator.run(&work.borrow())
        })];
        for (peer, largest) in &mut self.peers {
            let peer = &*peer;
            let given = peer.prepare(&work.borrow())?;
            match peer.run(&given).and_then(|figures| peer.verify(&given, &work.borrow()).map(|items| (figures, items)))
            {
                Ok((figures, items)) => {
                    *largest = Some(endpoints);
                    slowest = slowest.max(wall(&figures));
                    let types = work.borrow().types;
                    table.note(&format!("With {endpoints} endpoints {} makes {items} types of {types}.", peer.name()));
                    // This run is the warm-up.
                    let mut first = Some(figures);
                    contestants
                        .push(Contestant::new(peer.name(), move || first.take().map_or_else(|| peer.run(&given), Ok)));
                }
                Err(error) => table.note(&format!("With {endpoints} endpoints, {} fails: {error:#}.", peer.name())),
            }
        }
        let few = slowest > LONG || SIZES.last() == Some(&endpoints);
        let rounds = rounds(&self.options, few);
        if rounds < self.options.rounds {
            table.note(&format!("With {endpoints} endpoints, full runs have {rounds} rounds, because they are long."));
        }
        table.take_turns(case, rounds, &mut contestants)
    }

    fn goals(&mut self) {
        let [small, middle, large] = SIZES;
        // Ten times is out of reach on two cores: reading and checking the schemas alone takes longer.
        for (endpoints, limit) in [(small, 2.3), (middle, 2.0), (large, 2.0)] {
            for (peer, _) in self.peers.iter().filter(|(_, largest)| largest.is_some_and(|most| most >= endpoints)) {
                let says = format!("{endpoints} endpoints: types per second over those of {}, at least", peer.name());
                let case = case(endpoints, FULL);
                self.table.goals.push(Goal::ratio(&says, &case, RATE.name, (OURS, peer.name()), limit));
            }
        }
        let of = |kind: &str| case(large, kind);
        let (full, smaller) = (of(FULL), case(middle, FULL));
        let between =
            |says: &str, cases, measure: Measure, limit| Goal::between(says, cases, measure.name, OURS, limit);
        let most = case(MOST.0, FULL);
        let memory = |case: &str, limit| {
            let says = format!("{case}: peak memory in bytes, at most");
            Goal::figure(&says, case, PEAK.name, OURS, limit)
        };
        self.table.goals.extend([memory(&full, 300e6), memory(&most, 1e9)]);
        self.table.goals.extend([
            between("time per endpoint with 20,000 over that with 5,000, at most", (&most, &full), EACH, 1.2),
            between("time per endpoint with 5,000 over that with 1,000, at most", (&full, &smaller), EACH, 1.2),
            between("5,000 endpoints: no change over full, at most", (&of(SAME), &full), WALL, 1.0 / 3.0),
            between("5,000 endpoints: one page changed over full, at most", (&of(CHANGED), &full), WALL, 0.1),
        ]);
    }
}

/// The number of rounds of a case.
fn rounds(options: &Options, few: bool) -> usize {
    if few { options.rounds.min(FEW) } else { options.rounds }
}

pub(crate) fn wall(figures: &Figures) -> f64 {
    figures.iter().find(|(measure, _)| *measure == WALL).map_or(0.0, |(_, value)| *value)
}

/// Adds the notes: what is measured, and what differs between contestants.
fn notes(table: &mut Table) {
    table.note(
        "A full run begins with an empty folder and an empty cache, if there is one. What earlier runs wrote is deleted at \
         the end: for a minute after thousands of files were deleted, ext4 takes longer to create others. Before each run, \
         all that was written before is brought to disk: ours syncs its files, the others do not. `generated` is \
         `cargo xtask gen`, built for release: it reads YAML, checks it together with its examples, and writes Rust \
         (types, validators, endpoints, errors and the routes of a mock) and OpenAPI. typify reads the same types as \
         JSON Schema and writes types with serde's derives; progenitor reads our OpenAPI and writes types and a \
         client. Both check less, and have no rules, errata or examples to check. Neither has a cache or an \
         incremental run.",
    );
    table.note(
        "A type is an object or an enum of the model, and the number is the same for all; the benchmark checks that \
         typify and progenitor write about as many. Both run once per vendor, one run after the other, because the \
         crate has a module for each; their time is the sum. `generated` uses all cores, the others one. All times \
         include starting the program and formatting the code, for which the others use rustfmt.",
    );
    table.note(
        "typify gets the components of our OpenAPI as `definitions`. What it would fail at, or multiply types for, is \
         left out: `not`, the `oneOf` of a choice (its members become optional fields) and `anyOf` beside \
         `properties` (rules between members), and an empty id in place of none. Open enums become closed ones. progenitor gets OpenAPI 3.0 with the \
         same changes, `nullable` instead of the type null, `allOf` around a `$ref` with a description, and as reply \
         the payload, or the envelope around it, without the alternative for errors. Extensions and examples are left \
         out for both.",
    );
    table.note(
        "Phases and peak memory are those of `gen --timings`. Each phase is a sum over all threads. The memory of \
         the others is not measured: what the system says of a process that has ended includes the one that started \
         it.",
    );
}

/// The folder of this workspace.
pub(crate) fn peers() -> std::path::PathBuf {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Waits until everything is on disk that was written before: a run that syncs its files would wait for it, too. Where there is
/// no `sync`, nothing is done.
pub(crate) fn settle() {
    std::process::Command::new("sync").status().ok();
}

/// Deletes and creates a folder.
pub(crate) fn emptied(folder: &std::path::Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))
}
