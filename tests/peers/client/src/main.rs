//! Compares calls through the generated client with calls through bare reqwest, to a mock in another process.

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
/// The number of calls for counting instructions.
const COUNTED: usize = 200;

/// The number of customers per reply and of concurrent calls.
const CASES: [(&str, usize, usize); 4] = [
    ("1 customer, one after another", 1, 1),
    ("1 customer, 16 at once", 1, 16),
    ("100 customers, one after another", 100, 1),
    ("100 customers, 16 at once", 100, 16),
];

#[derive(Debug, Parser)]
struct Arguments {
    #[command(flatten)]
    options: Options,
    /// Make this number of calls and exit
    #[arg(long, hide = true, num_args = 3, value_names = ["CONTESTANT", "CASE", "TIMES"], requires = "at")]
    once: Option<Vec<String>>,
    /// The base URL of the mock
    #[arg(long, hide = true)]
    at: Option<String>,
    /// Run as the mock, with this number of customers
    #[arg(long, hide = true)]
    serve: Option<usize>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if let Some(count) = arguments.serve {
        return serve(count);
    }
    // Both contestants take the token from here.
    let installed = rustls::crypto::ring::default_provider().install_default();
    ensure!(installed.is_ok(), "there is another provider of cryptography");
    if let (Some([contestant, case, times]), Some(at)) = (arguments.once.as_deref(), &arguments.at) {
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
        if arguments.options.wants(case) {
            agree(count)?;
            let mock = Peer::start(count)?;
            table.take_short_turns(
                case,
                arguments.options.rounds,
                Some((CALLS, 1.0)),
                works(mock.base(), count, lanes)?,
            )?;
            for contestant in [OURS, BARE] {
                table.count_instructions(case, contestant, COUNTED, &["--at", mock.base()])?;
            }
        }
    }
    table.write(&arguments.options.out)
}

fn notes(table: &mut Table) {
    table.note(
        "Calls of `kf/customer/batchget` over loopback, on connections that are kept open, with the same body, the \
         same token in the query and the same reply, of 1 customer and of 100. The server is the mock of the \
         generated crate, in its own process on its own core. Its time is part of both times; its instructions are \
         not counted. All calls of a contestant run on one thread.",
    );
    table.note(
        "`bare reqwest` is what a user would write: `post`, `query`, `json`, `send`, `error_for_status`, `json` into \
         handwritten structs, and a check of `errcode`, with a client that has timeouts. Both have the same version \
         of reqwest with the same features, including cryptography, which is not used. The generated client also \
         validates the request, opens a span of `tracing` (without subscriber), limits the size of the reply while it \
         arrives, and would hide the token in an error.",
    );
    table.note(
        "Instructions are those of one call in the client's process, counted by Callgrind as the difference between N \
         and 2N calls. They vary by some percent, because the number of polls of a socket depends on timing.",
    );
}

/// Runs the mock until its standard input is closed.
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

/// Checks that both contestants send and read the same.
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
