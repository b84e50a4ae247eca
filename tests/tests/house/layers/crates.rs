//! The modules of crates: what each defines, imports, names and calls.

use std::{collections::BTreeMap, path::PathBuf};

/// Every module of every crate.
#[derive(Default)]
pub(crate) struct Workspace {
    pub(crate) modules: Vec<Module>,
    /// The roots of libraries, by the names that other crates use.
    pub(crate) libraries: BTreeMap<String, usize>,
}

/// A module: a file, or a part of one.
#[derive(Default)]
pub(crate) struct Module {
    /// Such as `codegen::emit::rust`. A module within a file has the path of the file's module.
    pub(crate) path: String,
    pub(crate) file: PathBuf,
    pub(crate) root: usize,
    pub(crate) parent: Option<usize>,
    pub(crate) children: BTreeMap<String, usize>,
    /// The names of the items that it defines.
    pub(crate) items: Vec<String>,
    pub(crate) imports: Vec<Import>,
    /// Paths of two or more segments, outside of `use`.
    pub(crate) paths: Vec<Name>,
    /// The methods in `impl` blocks without a trait: the path of the type, and the method's name.
    pub(crate) methods: Vec<(Vec<String>, String)>,
    /// The methods that it calls.
    pub(crate) calls: Vec<Name>,
}

/// A name that a module can use without a path.
pub(crate) struct Import {
    /// `*` for all names of a module.
    pub(crate) name: String,
    pub(crate) path: Name,
    /// Whether a `use` says so. An exported macro is in the root of its crate without one.
    pub(crate) written: bool,
}

/// A path as it is written.
pub(crate) struct Name {
    pub(crate) segments: Vec<String>,
    pub(crate) line: usize,
}

impl Workspace {
    /// Adds a child to a module.
    pub(crate) fn child(&mut self, parent: usize, name: &str, path: String, file: PathBuf) -> usize {
        let child = self.modules.len();
        let root = self.modules[parent].root;
        self.modules.push(Module { path, file, root, parent: Some(parent), ..Module::default() });
        self.modules[parent].children.insert(name.to_owned(), child);
        child
    }
}
