//! Our contestant: the code that `cargo xtask gen` generates, without the OpenAPI descriptions.

use std::path::Path;

use codegen::{
    emit::{
        self, File,
        features::{self, Areas, Feature},
    },
    model::Model,
};

use crate::layout::{file, manifest};

/// The files of the crate: the generated code, and manifests like those of the repository.
pub(crate) fn files(model: &Model) -> Vec<File> {
    let mut files: Vec<File> = emit::files(model).into_iter().filter(|file| file.path.ends_with(".rs")).collect();
    manifests(model, &mut files);
    files.push(file("README.md", "The front page of the docs.".to_owned()));
    files
}

/// The manifests: of the crates of the vendors, and of the one that re-exports them.
fn manifests(model: &Model, files: &mut Vec<File>) {
    let runtime = format!("runtime = {{ package = \"social-crm-runtime\", path = {:?} }}", runtime());
    let areas = Areas::all(model);
    let listed = |features: Vec<Feature>| -> Vec<(String, String)> {
        let quoted =
            |enables: Vec<String>| enables.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
        features.into_iter().map(|feature| (feature.name, quoted(feature.enables))).collect()
    };
    let mut dependencies = vec![runtime.clone()];
    for (vendor, of) in &areas {
        let (folder, package) = (format!("vendors/{vendor}"), format!("social-crm-{vendor}"));
        dependencies.push(format!(
            "vendor-{vendor} = {{ path = \"{folder}\", package = \"{package}\", optional = true, default-features = false }}"
        ));
        let features: Vec<Feature> =
            of.features(vendor).into_iter().filter(|feature| feature.name != "default").collect();
        let text = manifest(&package, &[], &listed(features), std::slice::from_ref(&runtime));
        files.push(file(&format!("{folder}/Cargo.toml"), text));
    }
    let vendors: Vec<&str> = areas.keys().map(String::as_str).collect();
    files
        .push(file("Cargo.toml", manifest("generated", &vendors, &listed(features::of_facade(&areas)), &dependencies)));
}

fn runtime() -> std::path::PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../runtime");
    path.canonicalize().unwrap_or(path)
}
