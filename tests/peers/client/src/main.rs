//! Calls through the generated client against calls through bare reqwest, to a mock in another process.

mod calls;
mod customers;
mod peer;

use std::io::{Read, stdin};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use generated::wecom::kf::customer::batchget;
use measure::{Goal, Measure, OURS, Options, Table, Unit, Work, once};
use serde_json::Value;

use crate::{
    calls::{Bare, Ours, make},
    peer::Peer,
};

const BARE: &str = "bare reqwest";
const CALLS: Measure = Measure::new("calls", Unit::PerSecond);
/// How many calls are made to count their instructions.
const COUNTED: usize = 200;

/// How many customers a reply has, and how many calls are made at once.
const CASES: [(&str, usize, usize); 4] = [
    ("1 customer, one after another", 1, 1),
    ("1 customer, 16 at once", 1, 16),
    ("100 customers, one after another", 100, 1),
    ("100 customers, 16 at once", 100, 16),
];

#[derive(Debug, Parser)]
struct Told {
    #[command(flatten)]
    options: Options,
    /// Calls so often, and no more
    #[arg(long, hide = true, num_args = 3, value_names = ["CONTESTANT", "CASE", "TIMES"], requires = "at")]
    once: Option<Vec<String>>,
    /// Where the mock is
    #[arg(long, hide = true)]
    at: Option<String>,
    /// Is the mock, with so many customers
    #[arg(long, hide = true)]
    serve: Option<usize>,
}

fn main() -> Result<()> {
    let told = Told::parse();
    if let Some(count) = told.serve {
        return serve(count);
    }
    // Both take it from here.
    let installed = rustls::crypto::ring::default_provider().install_default();
    ensure!(installed.is_ok(), "there is another provider of cryptography");
    if let (Some([contestant, case, times]), Some(at)) = (told.once.as_deref(), &told.at) {
        let known = CASES.iter().find(|(name, ..)| name == case);
        let (_, count, lanes) = *known.with_context(|| format!("there is no {case}"))?;
        return once(works(at, count, lanes)?, contestant, times);
    }
    let mut table = Table::new("client", "Calls through the client");
    notes(&mut table);
    for (case, count, lanes) in CASES {
        table.goals.push(Goal::ratio(
            &format!("{case}: time, divided by bare reqwest"),
            case,
            "time",
            (OURS, BARE),
            1.1,
        ));
        if told.options.wants(case) {
            agree(count)?;
            let mock = Peer::start(count)?;
            table.take_short_turns(case, told.options.rounds, Some((CALLS, 1.0)), works(mock.base(), count, lanes)?)?;
            for contestant in [OURS, BARE] {
                table.count_instructions(case, contestant, COUNTED, &["--at", mock.base()])?;
            }
        }
    }
    table.write(&told.options.out)
}

fn notes(table: &mut Table) {
    table.note(
        "Calls of `kf/customer/batchget` over loopback and connections that are kept, with the same body, the same token in \
         the query and the same reply, of 1 customer and of 100. The server is the generated crate's mock, in a process and \
         on a core of its own; what it needs is part of both times, and of neither count of instructions. All calls of a \
         contestant are made on one thread.",
    );
    table.note(
        "`bare reqwest` is what a user writes: `post`, `query`, `json`, `send`, `error_for_status`, `json` into handwritten \
         structs, and a look at `errcode`; a client with timeouts. Both have the same reqwest with the same features, and \
         the same cryptography, which is not used. The generated client also validates the request, opens a span of `tracing` \
         (nobody listens), bounds the reply's size while it comes in, and would hide the token in an error.",
    );
    table.note(
        "Instructions are those of the client's process, by Callgrind, of one call, as the difference of a run of N calls and \
         one of twice as many. How often a socket has to be asked depends on the time, so they differ by some percent from run \
         to run.",
    );
}

/// Is the mock until nobody needs it any more.
fn serve(count: usize) -> Result<()> {
    let server = customers::mock(count)?;
    println!("{}", server.base_url(calls::VENDOR).as_str());
    stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

fn works(at: &str, count: usize, lanes: usize) -> Result<Vec<Work<'static>>> {
    let (ours, bare) = (Ours::new(at, count)?, Bare::new(at, count)?);
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build();
    let (our_runtime, bare_runtime) = (runtime()?, runtime()?);
    let whole = "the mock answers every call";
    let our_call = move || {
        let call = ours.clone().call();
        async { call.await.map(drop) }
    };
    let bare_call = move || {
        let call = bare.clone().call();
        async { call.await.map(drop) }
    };
    Ok(vec![
        Work::repeating(OURS, move |times| make(&our_runtime, times, lanes, our_call.clone()).expect(whole)),
        Work::repeating(BARE, move |times| make(&bare_runtime, times, lanes, bare_call.clone()).expect(whole)),
    ])
}

/// Both send the same and read the same.
fn agree(count: usize) -> Result<()> {
    let server = customers::mock(count)?;
    let base = server.base_url(calls::VENDOR);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let ours = runtime.block_on(Ours::new(base.as_str(), count)?.call())?;
    let bare = runtime.block_on(Bare::new(base.as_str(), count)?.call())?;
    let mut bare = serde_json::to_value(bare)?;
    let members = bare.as_object_mut().context("a reply is an object")?;
    members.retain(|name, value| !name.starts_with("err") && *value != Value::Array(Vec::new()));
    ensure!(serde_json::to_value(ours)? == bare, "the replies differ");
    let calls = server.calls::<batchget::Request>();
    ensure!(calls.len() == 2 && calls[0].request == calls[1].request, "the requests differ");
    ensure!(calls[0].credential == calls[1].credential && server.refused().is_empty(), "the credentials differ");
    Ok(())
}
