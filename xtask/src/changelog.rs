//! `changelog`: writes the section of a version, from the changes since the last one, and sets the version in the manifests.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use codegen::diff::Step;

use crate::{
    args::Changelog,
    diff::{
        self,
        effects::Audience,
        markdown::{code, plain, values},
        report::{Item, Report},
    },
    exit::Exit,
    report::human,
    sync,
    terminal::print_line,
    version::Version,
    workspace,
};

/// The text above the sections.
const HEAD: &str = "\
# Changelog

The changes of the crate `generated`, by who notices them. Versions follow Cargo's rules: below 1.0, a breaking change
increases the second number.
";

pub(crate) fn run(args: &Changelog) -> Result<Exit> {
    let folder = workspace::root();
    let path = folder.join("CHANGELOG.md");
    let Some(version) = Version::parse(&args.version) else {
        bail!("`{}` is not a version: write three numbers, as in 1.2.3", args.version);
    };
    let Some(current) = Version::of_workspace(&folder) else {
        bail!("{} has no version below [workspace.package]", folder.join("Cargo.toml").display());
    };
    let old = read(&path)?;
    check_newer(version, current, &old)?;
    let tagged = |schemas: &Path| diff::tag(schemas, &[format!("v{current}"), current.to_string()]).map(Some);
    let Some(report) = diff::compare(&args.compared, human(), tagged)? else { return Ok(Exit::Findings) };
    if report.step == Step::None {
        bail!("nothing has changed since {}: there is nothing to write", report.sides.old.name);
    }
    if let Some(next) = report.next().filter(|next| version < *next) {
        let breaking: Vec<&Item> = report.items().filter(|item| item.change.effects().step() == report.step).collect();
        let first = breaking.first().map(|item| format!(": {} at {}", item.change.rule, item.place(&report.sides)));
        bail!("{version} is too small a step from {current}: the changes need {next}{}", first.unwrap_or_default());
    }
    let date = args.date.clone().map_or_else(today, Ok)?;
    let section = section(version, &date, &report);
    let place = old.find("\n## ").map_or(old.len(), |at| at + 1);
    let (head, rest) = old.split_at(place);
    let gap = if head.ends_with("\n\n") { "" } else { "\n" };
    let new = format!("{head}{gap}{section}{}{rest}", if rest.is_empty() { "" } else { "\n" });
    let manifests = manifests(&folder, current, version)?;
    sync::replace_file(&path, &new)?;
    print_line(&format!("{}: {}", path.display(), report.summary()));
    for (path, text) in manifests {
        sync::replace_file(&path, &text)?;
        print_line(&format!("{}: {version} instead of {current}", path.display()));
    }
    Ok(Exit::Clean)
}

/// The manifests that name the current version, with the new one: as the version of the workspace, and as the version that the
/// published packages require of each other.
fn manifests(folder: &Path, current: Version, version: Version) -> Result<Vec<(PathBuf, String)>> {
    let mut changed = Vec::new();
    for name in ["Cargo.toml", "generated/Cargo.toml"] {
        let path = folder.join(name);
        if !path.is_file() {
            continue;
        }
        let old = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut section = "";
        let lines = old.split_inclusive('\n').map(|line| {
            if line.starts_with('[') {
                section = line.trim_end();
            }
            let of_workspace = section == "[workspace.package]" && line.starts_with("version = ");
            let line = line.replace(&format!("\"={current}\""), &format!("\"={version}\""));
            if of_workspace { line.replace(&current.to_string(), &version.to_string()) } else { line }
        });
        let new: String = lines.collect();
        if new != old {
            changed.push((path, new));
        }
    }
    Ok(changed)
}

fn read(path: &Path) -> Result<String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(HEAD.to_owned()),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Fails unless a version is newer than the current one and all versions in the changelog.
fn check_newer(version: Version, current: Version, changelog: &str) -> Result<()> {
    let headings = changelog.lines().filter_map(|line| line.strip_prefix("## "));
    let name = |heading: &str| heading.trim_start_matches('[').split([']', ' ']).next().and_then(Version::parse);
    let sections: Vec<Version> = headings.filter_map(name).collect();
    if sections.contains(&version) {
        bail!("CHANGELOG.md already has a section for {version}");
    }
    if let Some(newest) = sections.into_iter().chain([current]).max().filter(|newest| version <= *newest) {
        bail!("{version} is not newer than {newest}");
    }
    Ok(())
}

fn section(version: Version, date: &str, report: &Report) -> String {
    let mut text = format!("## [{version}] - {date}\n");
    if let Some(partial) = &report.sides.partial {
        let files: Vec<String> = partial.left_out.iter().map(|file| code(file)).collect();
        text.push_str(&format!(
            "\nNot compared, because today's schema language cannot read them: {}.\n",
            files.join(", ")
        ));
    }
    for audience in Audience::ALL {
        let items: Vec<&Item> = report.items().filter(|item| item.audience() == audience).collect();
        if !items.is_empty() {
            let lines: String = items.iter().map(|item| line(item)).collect();
            text.push_str(&format!("\n### {}\n\n{lines}", audience.title()));
        }
    }
    text
}

fn line(item: &Item) -> String {
    let change = &item.change;
    let verdict = if item.breaks() { "**Breaks:** " } else { "" };
    let accepted = item.accepted.as_ref().map(|entry| format!(" ({})", plain(&entry.reason))).unwrap_or_default();
    let place = format!("{}#{}", change.file, change.at);
    format!("- {verdict}{}: {} {}{accepted}\n", code(&place), change.rule.meaning(), values(item))
}

/// Today's date in UTC.
fn today() -> Result<String> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).context("the clock is wrong")?;
    Ok(day(now.as_secs() / 86_400))
}

/// The date of a day, by its number since 1970-01-01.
fn day(number: u64) -> String {
    let leap = |year: u64| year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let (mut year, mut rest) = (1970, number);
    while rest >= 365 + u64::from(leap(year)) {
        rest -= 365 + u64::from(leap(year));
        year += 1;
    }
    let months = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while rest >= months[month] {
        rest -= months[month];
        month += 1;
    }
    format!("{year}-{:02}-{:02}", month + 1, rest + 1)
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_are_converted_to_dates() {
        let rows = [(0, "1970-01-01"), (58, "1970-02-28"), (11_016, "2000-02-29"), (20_453, "2025-12-31")];
        for (number, date) in rows {
            assert_eq!(day(number), date);
        }
    }
}
