//! Counts the types and fields of sources, to check that all contestants have the same.

use anyhow::{Context, Result};
use codegen::{
    emit::File,
    model::{Member, Model},
};
use syn::{Fields, Item};

/// Objects and their fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) structs: usize,
    pub(crate) fields: usize,
}

/// The counts of our crate: a choice is one field, and an enum of its variants. An object that is nothing but a choice is this
/// enum. Each vendor also has a struct with its URL, and one for each kind of credential.
pub(crate) fn of_model(model: &Model) -> Count {
    let structs: Vec<_> = model.objects.iter().filter(|(name, _)| model.as_choice(name).is_none()).collect();
    let fields: usize = structs.iter().map(|(_, object)| object.members.len()).sum();
    let vendors: usize = model.vendors.values().map(|vendor| 1 + vendor.credentials.len()).sum();
    Count { structs: structs.len() + vendors, fields: fields + vendors }
}

/// The counts of the other crates: a choice is its tag and a field for each variant.
pub(crate) fn of_wire(model: &Model) -> Count {
    let fields = model.objects.values().flat_map(|object| &object.members).map(|member| match member {
        Member::Field(_) => 1,
        Member::Choice(choice) => 1 + choice.slots().len(),
    });
    Count { structs: model.objects.len(), fields: fields.sum() }
}

/// Counts the structs with named fields in source files.
pub(crate) fn of_files(files: &[File]) -> Result<Count> {
    let mut count = Count::default();
    for file in files.iter().filter(|file| file.path.ends_with(".rs") && file.path.contains("src/")) {
        let parsed = syn::parse_file(&file.text).with_context(|| format!("{} is no Rust", file.path))?;
        parsed.items.iter().for_each(|item| add(&mut count, item));
    }
    Ok(count)
}

fn add(count: &mut Count, item: &Item) {
    match item {
        Item::Struct(it) => {
            if let Fields::Named(fields) = &it.fields {
                count.structs += 1;
                count.fields += fields.named.len();
            }
        }
        Item::Mod(it) => it.content.iter().flat_map(|(_, items)| items).for_each(|item| add(count, item)),
        _ => {}
    }
}
