//! Builds the generated crate and what people would write or use instead, for the same types.

mod cargo;
mod cases;
mod count;
mod edit;
mod input;
mod layout;
mod ours;
mod peer;
mod rules;
mod schema;
mod structs;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use measure::{Options, Table};

use crate::{cargo::Incremental, cases::Cases, input::Input, peer::Peer};

fn main() -> Result<()> {
    let options = Options::parse();
    let below = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/compile");
    fs::create_dir_all(&below)?;
    let below = below.canonicalize().context("the folder was just made")?;
    let mut table = Table::new("compile", "Building the crate");
    let inputs = [
        (None, Input::new()?),
        (Some("WeCom"), Input::real("wecom", None)?),
        (Some("WeCom's customer service alone"), Input::real("wecom", Some("kf"))?),
    ];
    for (at, (name, input)) in inputs.into_iter().enumerate() {
        let below = below.join(at.to_string());
        let peers = if name.is_some() { peer::derives(&below) } else { peer::all(&below) };
        let cases = Cases { name, peers, target: below.join("target"), nothing: below.join("nothing"), input };
        cases::notes(&cases, &mut table);
        if !cases.has(&options) {
            continue;
        }
        for peer in &cases.peers {
            peer.make(&cases.input).with_context(|| format!("cannot make {}", peer.name()))?;
        }
        agree(&cases)?;
        cases.run(&mut table, &options)?;
    }
    edit::run(&mut table, &options, &below.join("kf"))?;
    table.note(cases::NOTE);
    table.goals = cases::goals();
    table.goals.extend(edit::goals());
    table.write(&options.out)
}

/// Compares what the contestants' programs write for the same replies.
fn agree(cases: &Cases) -> Result<()> {
    let programs = cases.peers.iter().map(|peer| Ok((peer, program(cases, peer)?))).collect::<Result<Vec<_>>>()?;
    for (at, used) in peer::used(&cases.input.model).enumerate() {
        let text = peer::example(&cases.input.model, used)?;
        let mut first = None;
        for (peer, program) in &programs {
            let written = peer.written(program, at, &text).with_context(|| format!("{}, {used}", peer.name()))?;
            let first = first.get_or_insert_with(|| written.clone());
            ensure!(*first == written, "{} writes {used} as\n{written}\nand not as\n{first}", peer.name());
        }
    }
    Ok(())
}

/// Builds a contestant's program that uses all vendors.
fn program(cases: &Cases, peer: &Peer) -> Result<PathBuf> {
    eprintln!("compile: the program of {}", peer.name());
    let built = peer.cargo(&cases.target, &["build", "--release", "-p", "app"], Incremental::No)?;
    let made = built.artifacts.iter().find(|path| path.ends_with("app")).context("cargo names the program")?;
    fs::copy(made, peer.program())?;
    Ok(peer.program())
}
