//! A mock of all endpoints, for anybody with curl: a line for every request, and why it was refused.
//!
//! `cargo run -p generated --example mock --features mock -- --help`

use std::{
    env,
    io::{self, Write},
    process::ExitCode,
    thread,
};

use generated::{
    Method, Secret,
    mock::{self, Record, Route, Server},
};

const USAGE: &str = "\
Plays the vendors on a port of 127.0.0.1, for tests by hand.

Usage: mock [--port PORT]

  --port PORT   where to listen; 4011 by default, 0 for any that is free
  --help        this text
";

/// What the command line asks for.
enum Wish {
    Serve { port: u16 },
    Help,
}

fn main() -> ExitCode {
    let port = match wish(env::args().skip(1)) {
        Ok(Wish::Serve { port }) => port,
        Ok(Wish::Help) => return end(io::stdout(), USAGE, ExitCode::SUCCESS),
        Err(problem) => return end(io::stderr(), &format!("{problem}\n\n{USAGE}"), ExitCode::from(2)),
    };
    let server = match mock::builder().port(port).log(print).start() {
        Ok(server) => server,
        Err(error) => {
            let problem = format!("cannot listen on port {port} of 127.0.0.1: {error}; another one: --port PORT\n");
            return end(io::stderr(), &problem, ExitCode::FAILURE);
        }
    };
    if io::stdout().write_all(greeting(&server).as_bytes()).is_err() {
        return ExitCode::FAILURE;
    }
    loop {
        thread::park();
    }
}

fn wish(mut arguments: impl Iterator<Item = String>) -> Result<Wish, String> {
    let mut port = 4011;
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--help" | "-h" => return Ok(Wish::Help),
            "--port" => {
                let text = arguments.next().ok_or("--port needs a number")?;
                port = text.parse().map_err(|_| format!("{text:?} is no port"))?;
            }
            other => return Err(format!("there is no argument {other:?}")),
        }
    }
    Ok(Wish::Serve { port })
}

fn end(mut to: impl Write, text: &str, code: ExitCode) -> ExitCode {
    // Whoever has closed the pipe does not want the text.
    drop(to.write_all(text.as_bytes()));
    code
}

/// Prints a line. The server goes on where nobody reads it.
fn print(record: &Record) {
    drop(writeln!(io::stdout(), "{record}"));
}

/// Where the vendors are, and a command to begin with.
fn greeting(server: &Server) -> String {
    let routes = || mock::ROUTES.iter().copied().flatten();
    let mut vendors: Vec<&str> = routes().map(|route| route.vendor).collect();
    vendors.dedup();
    let mut text = format!("{} endpoints of {} vendors, below:\n\n", routes().count(), vendors.len());
    for vendor in vendors {
        text.push_str(&format!("    {}\n", server.base_url(vendor).as_str()));
    }
    text.push_str("\nAny credential will do. To begin with:\n\n");
    let posts = routes().filter(|route| route.info.method == Method::Post && route.info.authenticated);
    text.extend(posts.filter_map(|route| curl(route, server)).take(1));
    text + "\nRequests:\n\n"
}

/// The page's own request to an endpoint, as a command for a shell.
fn curl(route: &Route, server: &Server) -> Option<String> {
    let message = route.example(server.base_url(route.vendor), &Secret::new("TOKEN"))?;
    let mut command = format!("    curl {}", quoted(&message.uri().to_string()));
    for (name, value) in message.headers().iter().filter(|(name, _)| *name != "content-type") {
        command.push_str(&format!(" -H {}", quoted(&format!("{name}: {}", value.to_str().ok()?))));
    }
    let body = String::from_utf8(message.into_body()).ok()?;
    Some(format!("{command} -d {}\n", quoted(&body)))
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
