//! Lets other implementations seal and open deliveries.

use std::{env, process::Command};

use anyhow::{Context, Result};

use super::tools::{Tools, text};
use crate::workspace;

/// Exchanges deliveries with wechatpy and @wecom/crypto; returns how many, in words, and the faults. A test of the generated
/// crate does it, on which this crate must not depend.
pub(super) fn check(tools: &Tools) -> Result<(String, Vec<String>)> {
    // Cargo passes its own path in an environment variable.
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.arg("test").arg("--manifest-path").arg(workspace::root().join("Cargo.toml"));
    command.args(["--quiet", "--package", "tests", "--test", "http", "peers", "--", "--ignored", "--nocapture"]);
    command.env("PEER_PYTHON", tools.python_program()).env("PEER_NODE_PATH", tools.node_modules());
    let output = command.output().context("cannot start cargo")?;
    let text = text(&output);
    let faults = if output.status.success() { Vec::new() } else { vec![text.trim().to_owned()] };
    let counts: Vec<&str> = text.lines().filter(|line| line.contains("messages in both directions")).collect();
    Ok((counts.join("; "), faults))
}
