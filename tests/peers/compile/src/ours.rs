//! Our contestant: the code that `cargo xtask gen` generates, without the OpenAPI descriptions.

use std::path::Path;

use codegen::{
    emit::{self, File},
    model::Model,
};

use crate::layout::{file, manifest};

/// The files of the crate: the generated code, and manifests like those of the repository.
pub(crate) fn files(model: &Model) -> Vec<File> {
    let mut files: Vec<File> = emit::files(model).into_iter().filter(|file| file.path.ends_with(".rs")).collect();
    manifests(model, &mut files);
    files
}

/// The crates of the contestant: one, or one per vendor and one that re-exports them, depending on the emitted files.
fn manifests(model: &Model, files: &mut Vec<File>) {
    let runtime = format!("runtime = {{ path = {:?} }}", runtime());
    let mock = ("mock".to_owned(), "\"runtime/mock\"".to_owned());
    let client = ("client".to_owned(), "\"runtime/client\"".to_owned());
    let of_vendors = [mock, client];
    let mut features = of_vendors.to_vec();
    let mut dependencies = vec![runtime.clone()];
    let vendors: Vec<&str> = model.vendors.keys().map(String::as_str).collect();
    for vendor in &vendors {
        let folder = format!("vendors/{vendor}");
        let split = files.iter().any(|file| file.path.starts_with(&format!("{folder}/")));
        features.push(((*vendor).to_owned(), if split { format!("\"dep:vendor-{vendor}\"") } else { String::new() }));
        if split {
            let package = format!("generated-{vendor}");
            dependencies
                .push(format!("vendor-{vendor} = {{ path = \"{folder}\", package = \"{package}\", optional = true }}"));
            let text = manifest(&package, &[], &of_vendors, std::slice::from_ref(&runtime));
            files.push(file(&format!("{folder}/Cargo.toml"), text));
        }
    }
    files.push(file("Cargo.toml", manifest("generated", &vendors, &features, &dependencies)));
}

fn runtime() -> std::path::PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../runtime");
    path.canonicalize().unwrap_or(path)
}
