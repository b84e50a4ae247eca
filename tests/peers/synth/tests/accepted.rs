//! Checks that the generated schemas are valid and resemble the real ones.

use codegen::{Source, load, model::Model};
use synth::{Mix, change, schemas};

const MIX: Mix = Mix { endpoints: 300, vendors: 3, seed: 7 };

fn model(sources: &[Source]) -> Model {
    let outcome = load(sources);
    let messages: Vec<String> = outcome
        .diagnostics
        .iter()
        .map(|fault| format!("{} {} at {:?}: {}", fault.code, fault.file, fault.span, fault.message))
        .collect();
    assert!(messages.is_empty(), "{} faults:\n{}", messages.len(), messages[..messages.len().min(20)].join("\n"));
    outcome.model.expect("there is no error")
}

#[test]
fn schemas_are_accepted_without_a_warning() {
    for seed in 1..=4 {
        for (endpoints, vendors) in [(1, 1), (40, 1), (200, 5)] {
            let mix = Mix { endpoints, vendors, seed };
            assert_eq!(model(&schemas(&mix)).endpoints.len(), endpoints, "{mix:?}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_schemas() {
    assert_eq!(schemas(&MIX), schemas(&MIX));
    assert_ne!(schemas(&MIX), schemas(&Mix { seed: 8, ..MIX }));
}

#[test]
fn a_change_adds_one_field_and_no_diagnostic() {
    let before = schemas(&MIX);
    let mut after = before.clone();
    for number in 1..=2 {
        assert_eq!(change(&mut after, number).len(), 2);
    }
    let differ = before.iter().zip(&after).filter(|(before, after)| before != after).count();
    let fields = |sources: &[Source]| model(sources).objects.values().map(|object| object.members.len()).sum::<usize>();
    assert_eq!((differ, fields(&after)), (2, fields(&before) + 2));
}

/// Figures per endpoint: fields, objects, bytes of pages.
fn shares(sources: &[Source]) -> [f64; 3] {
    let model = load(sources).model.expect("schemas have no error");
    let endpoints = model.endpoints.len() as f64;
    let fields: usize = model.objects.values().map(|object| object.members.len()).sum();
    let pages = sources.iter().filter(|source| source.path.ends_with(".yaml") && !source.path.ends_with("vendor.yaml"));
    let bytes: usize = pages.map(|source| source.bytes.len()).sum();
    [fields, model.objects.len(), bytes].map(|count| count as f64 / endpoints)
}

/// Named scalars and enums are fewer, because more endpoints share them.
#[test]
fn the_mix_resembles_the_real_schemas() {
    let real = shares(&read());
    let made = shares(&schemas(&Mix { endpoints: 2000, vendors: 10, seed: 1 }));
    for (at, what) in ["fields", "objects", "bytes of pages"].into_iter().enumerate() {
        let ratio = made[at] / real[at];
        assert!((0.8..=1.25).contains(&ratio), "{what} of an endpoint: {:.2} made, {:.2} real", made[at], real[at]);
    }
}

/// The real schemas.
fn read() -> Vec<Source> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../schemas");
    let (mut sources, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the schemas are there") {
            let path = entry.expect("it can be read").path();
            let below = path.strip_prefix(&root).expect("it is below").to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if below.contains('/') {
                sources.push(Source { path: below, bytes: std::fs::read(&path).expect("it can be read") });
            }
        }
    }
    sources
}
