//! How long the comparison of 2,000 endpoints takes: `cargo run --release -p codegen --example diff_speed`, in the workspace.
//!
//! The endpoints are copies of those in `schemas/`, under other names. In the new model, every seventh object lacks a
//! member, and every eleventh endpoint has another name.

#![expect(clippy::print_stdout, reason = "an example prints its result")]

use std::{fs, io, path::Path, time::Instant};

use codegen::{
    Source,
    diff::compare,
    load,
    model::{Enum, Member, Model, Object, Scalar, Type, TypeName},
};

const ENDPOINTS: usize = 2_000;

fn main() -> io::Result<()> {
    let mut sources = Vec::new();
    read(Path::new("schemas"), "", &mut sources)?;
    let Some(model) = load(&sources).model else { return Err(io::Error::other("the schemas have errors")) };
    let old = many(&model);
    let mut new = old.clone();
    for object in new.objects.values_mut().step_by(7) {
        object.members.pop();
    }
    for name in old.endpoints.keys().step_by(11) {
        rename(&mut new, name);
    }
    for (what, new) in [("with itself", &old), ("with another", &new)] {
        let start = Instant::now();
        let changes = compare(&old, new);
        let (endpoints, types) = (old.endpoints.len(), old.objects.len() + old.enums.len());
        println!(
            "{endpoints} endpoints with {types} types, compared {what}: {} changes in {:?}",
            changes.len(),
            start.elapsed()
        );
    }
    Ok(())
}

fn read(folder: &Path, below: &str, sources: &mut Vec<Source>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read(&entry.path(), &format!("{path}/"), sources)?;
        } else if !path.ends_with(".md") && path != "schema.json" {
            sources.push(Source { path, bytes: fs::read(entry.path())? });
        }
    }
    Ok(())
}

/// A model with `ENDPOINTS` copies of the model's endpoints, each with types of its own.
fn many(model: &Model) -> Model {
    let mut many = Model { vendors: model.vendors.clone(), ..Model::default() };
    let names: Vec<&String> = model.endpoints.keys().collect();
    for (at, name) in names.iter().cycle().take(ENDPOINTS).enumerate() {
        copy(&model.restricted_to(name), name, &format!("{name}_{at}"), &format!("/{at}"), &mut many);
    }
    many
}

/// Gives an endpoint another name. Its route stays the same.
fn rename(model: &mut Model, name: &str) {
    let part = model.restricted_to(name);
    model.endpoints.remove(name);
    let own: Vec<TypeName> = part.objects.keys().filter(|other| other.scope == name).cloned().collect();
    own.iter().for_each(|other| drop(model.objects.remove(other)));
    copy(&part, name, &format!("{name}_renamed"), "", model);
}

fn copy(part: &Model, from: &str, to: &str, path: &str, into: &mut Model) {
    let name = |name: &TypeName| match name.scope == from {
        true => TypeName::new(to, &name.name),
        false => name.clone(),
    };
    for endpoint in part.endpoints.values() {
        let mut endpoint = endpoint.clone();
        (endpoint.request.object, endpoint.response.object) =
            (name(&endpoint.request.object), name(&endpoint.response.object));
        endpoint.path.push_str(path);
        into.endpoints.insert(to.to_owned(), endpoint);
    }
    let object = |object: &Object| {
        let mut object = object.clone();
        for member in &mut object.members {
            match member {
                Member::Field(field) => field.ty = renamed(&field.ty, &name),
                Member::Choice(choice) => {
                    let selected = choice.variants.iter_mut().filter_map(|variant| variant.field.as_mut());
                    selected.for_each(|field| field.ty = renamed(&field.ty, &name));
                }
            }
        }
        object
    };
    into.objects.extend(part.objects.iter().map(|(key, decl)| (name(key), object(decl))));
    into.enums.extend(part.enums.iter().map(|(key, decl): (_, &Enum)| (name(key), decl.clone())));
    into.scalars.extend(part.scalars.iter().map(|(key, decl): (_, &Scalar)| (name(key), decl.clone())));
}

fn renamed(ty: &Type, name: &dyn Fn(&TypeName) -> TypeName) -> Type {
    match ty {
        Type::File => Type::File,
        Type::Primitive(primitive) => Type::Primitive(*primitive),
        Type::Scalar(of) => Type::Scalar(name(of)),
        Type::Enum(of) => Type::Enum(name(of)),
        Type::Object(of) => Type::Object(name(of)),
        Type::List(of) => Type::List(Box::new(renamed(of, name))),
        Type::Map(of) => Type::Map(Box::new(renamed(of, name))),
        Type::JsonString(of) => Type::JsonString(Box::new(renamed(of, name))),
    }
}
