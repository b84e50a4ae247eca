//! The pages of `cargo xtask explain`: the bad sample of each code has only that error, and the good one has none.
//!
//! A sample is put into valid schemas, at the place that its fence names.

use codegen::{
    Source,
    diagnostic::{Code, Diagnostic, Format, Sample, Severity, Texts, explain, render, samples},
    load,
};
use tests::template::schemas;

#[test]
fn bad_samples_have_only_their_error() {
    for &code in Code::ALL {
        let Some((faults, sources)) = load_sample(code, Sample::Bad) else { panic!("{code} has no bad sample") };
        let text = shown(&faults, &sources);
        assert!(faults.iter().any(|fault| fault.code == code), "the bad sample of {code} does not have it:\n{text}");
        assert!(faults.iter().all(|fault| fault.code == code), "the bad sample of {code} has other faults:\n{text}");
        assert!(faults.iter().all(|fault| fault.help.is_some()), "{code} has no help:\n{text}");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../snapshots/explain");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(code.id(), format!("{}\n{text}", explain(code))));
    }
}

#[test]
fn good_samples_have_no_errors() {
    for &code in Code::ALL {
        // Some errors are fixed by removing the faulty part.
        let Some((faults, sources)) = load_sample(code, Sample::Good) else { continue };
        assert!(faults.is_empty(), "the good sample of {code} has faults:\n{}", shown(&faults, &sources));
    }
}

#[test]
fn the_schemas_around_the_samples_have_no_errors() {
    let sources = schemas(&[]);
    let faults = load(&sources).diagnostics;
    assert!(faults.is_empty(), "{}", shown(&faults, &sources));
}

#[test]
fn each_page_has_a_heading_and_an_explanation() {
    for &code in Code::ALL {
        let page = code.explanation();
        assert!(page.starts_with(&format!("# {code}: ")), "{code}: {page}");
        let prose: usize = page.split("```").step_by(2).map(|prose| prose.split_whitespace().count()).sum();
        assert!(prose > 20, "the page of {code} is too short");
        assert!(page.lines().all(|line| line.chars().count() <= 120), "the page of {code} has a long line");
    }
}

fn load_sample(code: Code, sample: Sample) -> Option<(Vec<Diagnostic>, Vec<Source>)> {
    let pieces: Vec<_> = samples(code).into_iter().filter(|snippet| snippet.sample == sample).collect();
    let pieces: Vec<(&str, &str)> = pieces.iter().map(|snippet| (snippet.place, snippet.text.as_str())).collect();
    let sources = schemas(&pieces);
    (!pieces.is_empty()).then(|| (load(&sources).diagnostics, sources))
}

fn shown(faults: &[Diagnostic], sources: &[Source]) -> String {
    let texts = Texts::new("", sources);
    faults.iter().map(|fault| render(fault, &texts, Format::Human)).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn warnings_begin_with_w() {
    for &code in Code::ALL {
        assert_eq!(code.id().starts_with('W'), code.severity() == Severity::Warning);
    }
}
