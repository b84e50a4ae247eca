//! How far each account has been read.

use std::{collections::BTreeMap, fs, io, path::PathBuf};

use generated::{serde_json, wecom::OpenKfid};

/// The cursor of each account, in a JSON file. If several processes serve customers, use a database.
pub struct Cursors {
    path: PathBuf,
    by_account: BTreeMap<String, String>,
}

impl Cursors {
    /// Reads the file, if it exists.
    pub fn open(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let by_account = match fs::read(&path) {
            Ok(json) => serde_json::from_slice(&json)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(error),
        };
        Ok(Self { path, by_account })
    }

    /// The accounts with a cursor.
    pub fn accounts(&self) -> Vec<OpenKfid> {
        self.by_account.keys().map(|id| OpenKfid::from(id.as_str())).collect()
    }

    /// Where to continue; `None` if the account was never read.
    pub fn get(&self, account: &OpenKfid) -> Option<String> {
        self.by_account.get(account.as_str()).cloned()
    }

    /// Stores where to continue.
    pub fn set(&mut self, account: &OpenKfid, cursor: &str) -> io::Result<()> {
        self.by_account.insert(account.to_string(), cursor.to_owned());
        let new = self.path.with_extension("new");
        fs::write(&new, serde_json::to_vec(&self.by_account)?)?;
        fs::rename(new, &self.path) // the file is the old one or the new one, even after a crash
    }
}
