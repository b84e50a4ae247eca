//! Versions as Cargo interprets them.

use std::{fmt, path::Path};

use codegen::diff::Step;

/// A version of three numbers, without pre-release or build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    major: u64,
    minor: u64,
    patch: u64,
}

impl Version {
    /// The first version whose major number counts breaking changes.
    pub(crate) const FIRST: Self = Self { major: 1, minor: 0, patch: 0 };

    /// Whether the last number is not 0.
    pub(crate) fn is_patch(self) -> bool {
        self.patch > 0
    }

    /// Parses `1.2.3`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let numbers: Vec<&str> = text.split('.').collect();
        let [major, minor, patch] = numbers[..] else { return None };
        let number = |digits: &str| {
            let plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
            digits.parse().ok().filter(|_| plain)
        };
        Some(Self { major: number(major)?, minor: number(minor)?, patch: number(patch)? })
    }

    /// The version in the manifest of a workspace.
    pub(crate) fn of_workspace(folder: &Path) -> Option<Self> {
        let manifest = folder.join("Cargo.toml");
        let text = manifest.is_file().then(|| std::fs::read_to_string(&manifest).ok()).flatten()?;
        let table: toml::Table = text.parse().ok()?;
        Self::parse(table.get("workspace")?.get("package")?.get("version")?.as_str()?)
    }

    /// The lowest next version that allows changes of this step. Below 1.0, steps shift to the right: a major step
    /// increases the second number.
    pub(crate) fn after(self, step: Step) -> Self {
        let Self { major, minor, patch } = self;
        match (step, major, minor) {
            (Step::None, ..) => self,
            (Step::Major, 1.., _) => Self { major: major + 1, minor: 0, patch: 0 },
            (Step::Minor, 1.., _) | (Step::Major, 0, 1..) => Self { major, minor: minor + 1, patch: 0 },
            _ => Self { patch: patch + 1, ..self },
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(version: &str, step: Step) -> String {
        Version::parse(version).expect("it is a version").after(step).to_string()
    }

    #[test]
    fn steps_follow_cargos_rules() {
        let rows = [
            ("1.2.3", "1.2.3", "1.2.4", "1.3.0", "2.0.0"),
            ("0.2.3", "0.2.3", "0.2.4", "0.2.4", "0.3.0"),
            ("0.0.3", "0.0.3", "0.0.4", "0.0.4", "0.0.4"),
        ];
        for (from, none, patch, minor, major) in rows {
            assert_eq!(after(from, Step::None), none);
            assert_eq!(after(from, Step::Patch), patch);
            assert_eq!(after(from, Step::Minor), minor);
            assert_eq!(after(from, Step::Major), major);
        }
    }

    #[test]
    fn other_texts_are_not_versions() {
        for text in ["", "1", "1.2", "1.2.3.4", "v1.2.3", "1.2.x", "01.2.3", "1.2.3-rc.1", "+1.2.3"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }
}
