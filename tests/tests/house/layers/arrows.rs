//! The arrows between modules: who uses what is in another file.

use std::collections::BTreeMap;

use super::crates::{Module, Name, Workspace};

/// The depth at which a chain of re-exports is given up.
const DEEPEST: usize = 32;

/// A use of an item of another file.
#[derive(Clone, Copy)]
pub(crate) struct Arrow<'w> {
    pub(crate) from: &'w Module,
    pub(crate) to: &'w Module,
    pub(crate) name: &'w Name,
    /// Whether it is the call of a method.
    pub(crate) is_call: bool,
}

/// What a name stands for.
#[derive(Clone, Copy)]
enum Meaning {
    Module(usize),
    /// An item, and the module that defines it.
    Item(usize),
    /// An item of a crate that is not in the workspace.
    Outside,
}

/// What is looked for, where a module and an item have the same name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Module,
    Item,
}

impl Workspace {
    /// Every use of an item of another file.
    ///
    /// A re-export is a use, and a use of what is re-exported is one of the item, not of the re-export. To import a module is
    /// no use: the paths that go through it are.
    pub(crate) fn arrows(&self) -> Vec<Arrow<'_>> {
        let mut arrows = self.calls();
        for (at, from) in self.modules.iter().enumerate() {
            let imports = from.imports.iter().filter(|import| import.written).map(|import| &import.path);
            for name in imports.chain(&from.paths) {
                let meaning = match name.segments.as_slice() {
                    [module @ .., all] if all == "*" => self.resolve(at, module, Wanted::Module, 0),
                    segments => match self.resolve(at, segments, Wanted::Item, 0) {
                        Some(Meaning::Module(_)) => continue,
                        meaning => meaning,
                    },
                };
                if let Some(Meaning::Item(to) | Meaning::Module(to)) = meaning
                    && self.modules[to].file != from.file
                {
                    arrows.push(Arrow { from, to: &self.modules[to], name, is_call: false });
                }
            }
        }
        arrows
    }

    /// The calls by which a type's file uses the files that add methods to the type. Those files use it, so each such call
    /// makes a circle. Files that add methods may call each other's: they extend the type together.
    ///
    /// A method is known by its name, so only names that one method of the crate has count.
    fn calls(&self) -> Vec<Arrow<'_>> {
        let mut methods: BTreeMap<(usize, &str), Vec<(usize, usize)>> = BTreeMap::new();
        for (at, module) in self.modules.iter().enumerate() {
            for (of, name) in &module.methods {
                let home = match self.resolve(at, of, Wanted::Item, 0) {
                    Some(Meaning::Item(home)) => home,
                    _ => at,
                };
                methods.entry((module.root, name)).or_default().push((at, home));
            }
        }
        let mut arrows = Vec::new();
        for from in &self.modules {
            for name in &from.calls {
                if let Some([(to, home)]) = methods.get(&(from.root, name.segments[0].as_str())).map(Vec::as_slice)
                    && self.modules[*home].file == from.file
                    && self.modules[*to].file != from.file
                {
                    arrows.push(Arrow { from, to: &self.modules[*to], name, is_call: true });
                }
            }
        }
        arrows
    }

    /// What a path in a module leads to; `None` if it is no path of the workspace.
    fn resolve(&self, from: usize, path: &[String], wanted: Wanted, depth: usize) -> Option<Meaning> {
        let (first, mut rest) = path.split_first()?;
        let wanted_of = |rest: &[String]| if rest.is_empty() { wanted } else { Wanted::Module };
        let library = || self.libraries.get(first).map(|root| Meaning::Module(*root));
        let mut meaning = match first.as_str() {
            "crate" => Meaning::Module(self.modules[from].root),
            "self" => Meaning::Module(from),
            "super" => Meaning::Module(self.modules[from].parent?),
            name => self.look_up(from, name, wanted_of(rest), depth).or_else(library)?,
        };
        while let (Meaning::Module(module), Some((name, more))) = (meaning, rest.split_first()) {
            rest = more;
            let root = self.modules[module].root;
            meaning = match name.as_str() {
                "super" => Meaning::Module(self.modules[module].parent?),
                name => match self.look_up(module, name, wanted_of(rest), depth) {
                    // What another crate re-exports from a third one is its own: it may change where it takes it from.
                    Some(Meaning::Item(at) | Meaning::Module(at))
                        if root != self.modules[from].root && root != self.modules[at].root =>
                    {
                        Meaning::Item(module)
                    }
                    Some(meaning) => meaning,
                    // A macro may define what is not found.
                    None => Meaning::Item(module),
                },
            };
        }
        Some(meaning)
    }

    /// What a name means in a module.
    fn look_up(&self, module: usize, name: &str, wanted: Wanted, depth: usize) -> Option<Meaning> {
        if depth > DEEPEST {
            return None;
        }
        let Module { children, items, imports, .. } = &self.modules[module];
        let child = children.get(name).map(|child| Meaning::Module(*child));
        let item = items.iter().any(|item| item == name).then_some(Meaning::Item(module));
        let imported = || {
            let import = imports.iter().find(|import| import.name == name)?;
            Some(self.resolve(module, &import.path.segments, wanted, depth + 1).unwrap_or(Meaning::Outside))
        };
        let from_all = || {
            imports.iter().filter(|import| import.name == "*").find_map(|import| {
                let (_, path) = import.path.segments.split_last()?;
                match self.resolve(module, path, Wanted::Module, depth + 1)? {
                    Meaning::Module(other) if other != module => self.look_up(other, name, wanted, depth + 1),
                    _ => None,
                }
            })
        };
        match wanted {
            Wanted::Module => child.or_else(imported).or(item).or_else(from_all),
            Wanted::Item => item.or_else(imported).or(child).or_else(from_all),
        }
    }
}
