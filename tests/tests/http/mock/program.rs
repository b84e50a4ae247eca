//! The mock program, and the commands in README.

use std::{
    io::{BufRead, BufReader},
    process::{Child, ChildStdout, Command, Output, Stdio},
};

use generated::serde_json::{self, Value};

use super::{Tested, started};

const PROGRAM: &str = env!("CARGO_BIN_EXE_mock");

/// The running program, which stops with the test.
struct Running {
    child: Child,
    lines: BufReader<ChildStdout>,
    greeting: String,
}

impl Running {
    fn start() -> Self {
        let mut child = Command::new(PROGRAM)
            .args(["--port", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("the program does not start: {error}"));
        let stdout = child.stdout.take().expect("it is piped");
        let mut running = Self { child, lines: BufReader::new(stdout), greeting: String::new() };
        while !running.greeting.ends_with("Requests:\n\n") {
            let line = running.line();
            assert!(!line.is_empty(), "the program ends after {}", running.greeting);
            running.greeting.push_str(&line);
        }
        running
    }

    /// The next line that it prints.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).expect("it prints UTF-8");
        line
    }

    /// Its address.
    fn address(&self) -> &str {
        let url = self.greeting.lines().find_map(|line| line.trim().strip_prefix("http://"));
        url.and_then(|url| url.split('/').next()).expect("it says where it listens")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The output of a shell command.
fn shell(command: &str) -> String {
    let output = Command::new("sh").args(["-c", command]).output().unwrap_or_else(|error| panic!("sh: {error}"));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "`{command}` fails; is curl installed? {error}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[test]
fn the_commands_of_the_readme_print_what_it_shows() {
    let readme = include_str!("../../../../generated/README.md");
    let mut running = Running::start();
    let mut commands = 0;
    for block in readme.split("```").filter(|block| block.starts_with("console\n")) {
        for shown in block.split("\n$ ").skip(1) {
            let (command, output) = shown.split_once('\n').unwrap_or((shown, ""));
            assert!(command.contains("127.0.0.1:4011"), "{command}");
            assert_eq!(shell(&command.replace("127.0.0.1:4011", running.address())), output.trim(), "{command}");
            assert!(running.line().starts_with("200 "), "the program prints a line for every request");
            commands += 1;
        }
    }
    assert_eq!(commands, 2, "the README shows two commands");
}

#[test]
fn the_command_that_it_prints_works() {
    let mut running = Running::start();
    let greeting = running.greeting.clone();
    let command = greeting.lines().find(|line| line.trim().starts_with("curl ")).expect("it prints a command");
    let answer: Value = serde_json::from_str(&shell(command)).expect("JSON");
    assert_eq!(answer["errcode"], 0, "{answer}");
    let line = running.line();
    assert!(line.starts_with("200 ") && line.ends_with(" errcode 0 ok\n"), "{line}");
    let vendors = greeting.lines().filter(|line| line.trim().starts_with("http://")).count();
    assert_eq!(vendors, generated::mock::ROUTES.len(), "{greeting}");
}

#[test]
fn a_line_has_the_reason_and_no_credential() {
    let mut running = Running::start();
    let url = format!("http://{}/wecom/cgi-bin/gettoken?corpid=&corpsecret=s3cr3t", running.address());
    shell(&format!("curl '{url}'"));
    let line = running.line();
    assert!(line.starts_with("200 wecom.gettoken errcode 40058: /corpid "), "{line}");
    shell(&format!("curl '{}'", url.replace("gettoken", "get")));
    let unknown = running.line();
    assert!(unknown.starts_with("404 GET /wecom/cgi-bin/get: unknown path"), "{unknown}");
    assert!(!line.contains("s3cr3t") && !unknown.contains("s3cr3t"));
}

fn run(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(arguments).output().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn arguments_are_checked_and_explained() -> Tested {
    let help = run(&["--help"]);
    assert!(help.status.success() && String::from_utf8(help.stdout)?.contains("Usage: mock [--port PORT]"));
    for wrong in [&["--prot", "1"][..], &["--port"], &["--port", "x"], &["--port", "65536"], &["1"]] {
        let output = run(wrong);
        let error = String::from_utf8(output.stderr)?;
        assert_eq!(output.status.code(), Some(2), "{wrong:?}: {error}");
        assert!(error.contains("Usage: ") && output.stdout.is_empty(), "{wrong:?}: {error}");
    }
    let server = started();
    let output = run(&["--port", &server.address().port().to_string()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr)?.starts_with("cannot listen on port "));
    Ok(())
}
