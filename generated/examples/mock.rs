//! A mock of all endpoints, for use with curl. It prints a line for each request, and why the request was rejected.
//!
//! `cargo run -p social-crm --example mock --features mock -- --help`

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
Runs a mock of all vendors on 127.0.0.1, for manual tests.

Usage: mock [--port PORT] [--lenient]

  --port PORT   the port to listen on (default: 4011; 0: any free port)
  --lenient     answer requests with unknown members or values of another JSON type,
                and print what is wrong with them
  --help        print this text
";

/// The command that the arguments select.
enum Command {
    Serve { port: u16, lenient: bool },
    Help,
}

fn main() -> ExitCode {
    let (port, lenient) = match parse(env::args().skip(1)) {
        Ok(Command::Serve { port, lenient }) => (port, lenient),
        Ok(Command::Help) => return end(io::stdout(), USAGE, ExitCode::SUCCESS),
        Err(problem) => return end(io::stderr(), &format!("{problem}\n\n{USAGE}"), ExitCode::from(2)),
    };
    let builder = mock::builder().port(port).log(print);
    let server = match if lenient { builder.lenient() } else { builder }.start() {
        Ok(server) => server,
        Err(error) => {
            let problem =
                format!("cannot listen on port {port} of 127.0.0.1: {error}; choose another one with --port PORT\n");
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

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Command, String> {
    let (mut port, mut lenient) = (4011, false);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--help" | "-h" => return Ok(Command::Help),
            "--lenient" => lenient = true,
            "--port" => {
                let text = arguments.next().ok_or("--port needs a number")?;
                port = text.parse().map_err(|_| format!("{text:?} is not a port"))?;
            }
            other => return Err(format!("unknown argument {other:?}")),
        }
    }
    Ok(Command::Serve { port, lenient })
}

fn end(mut to: impl Write, text: &str, code: ExitCode) -> ExitCode {
    // An error means that the reader closed the pipe.
    drop(to.write_all(text.as_bytes()));
    code
}

/// Prints a line. The server continues if standard output is closed.
fn print(record: &Record) {
    drop(writeln!(io::stdout(), "{record}"));
}

/// Lists the base URLs of the vendors, and a command to try.
fn greeting(server: &Server) -> String {
    let routes = || mock::ROUTES.iter().copied().flatten();
    let mut vendors: Vec<&str> = routes().map(|route| route.vendor).collect();
    vendors.dedup();
    let mut text = format!("{} endpoints of {} vendors, at:\n\n", routes().count(), vendors.len());
    for vendor in vendors {
        text.push_str(&format!("    {}\n", server.base_url(vendor).as_str()));
    }
    text.push_str("\nAny credential is accepted. Try:\n\n");
    let posts = routes().filter(|route| route.info.method == Method::Post && route.info.authenticated);
    text.extend(posts.filter_map(|route| curl(route, server)).take(1));
    text + "\nRequests:\n\n"
}

/// A shell command that sends the request example of an endpoint's page.
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
