//! Runs that are killed, or fail, at every change of the disk.
//!
//! A killed run is this test program as another process, which sends itself SIGKILL at a given step. A failing run is a
//! call in this process in which one step, or every step from one on, returns an error.

use super::{
    super::{recover, staging},
    *,
};

/// The other process of the tests below; does nothing on its own.
#[test]
fn as_another_process() {
    let (Some(out), Ok(call)) = (env::var_os("SYNC_OUT"), env::var("SYNC_CALL")) else { return };
    let kill_at = env::var("SYNC_KILL_AT").ok().and_then(|at| at.parse().ok()).expect("a number");
    let out = Path::new(&out);
    let (result, _) = with_fault(Some((Fault::Kill, kill_at)), || match call.as_str() {
        "recover" => recover(out),
        _ => run(out, &new(), Mode::Write).map(drop),
    });
    result.expect("it is killed, or succeeds");
}

#[cfg(unix)]
fn was_killed(output: &Output) -> bool {
    use std::os::unix::process::ExitStatusExt;
    let signal = output.status.signal();
    assert!(signal == Some(9) || output.status.success(), "{output:?}");
    signal == Some(9)
}

const COMPLETED: &str = "it was completed";
const REMOVED: &str = "was removed";

/// Asserts that the next run repairs what a killed run left; returns whether there was anything to repair.
#[cfg(unix)]
fn assert_repaired(made: &Crate, before: &Tree, what: &str) -> bool {
    let committed = made.is_committed();
    let is_whole = made.tree() == *before || made.holds(&new());
    assert!(is_whole || committed, "{what}: neither old nor new: {:?}", made.tree().keys());
    let leftovers = staging::is_used(made.out()).expect("it can be seen");
    let printed = String::from_utf8_lossy(&made.spawn("run", usize::MAX).stderr).into_owned();
    made.assert_new(what);
    assert_eq!(printed.contains(COMPLETED), committed, "{what}: {printed}");
    assert_eq!(printed.contains(REMOVED), leftovers && !committed, "{what}: {printed}");
    committed || leftovers
}

#[cfg(unix)]
#[test]
fn a_run_killed_at_any_step_leaves_the_old_crate_or_the_new_one_or_a_repairable_one() {
    let (mut points, mut repaired, mut committed) = (0, 0, 0);
    for step in 1.. {
        let made = Crate::new();
        let before = made.tree();
        if !was_killed(&made.spawn("run", step)) {
            made.assert_new("not killed");
            break;
        }
        points += 1;
        committed += usize::from(made.is_committed());
        repaired += usize::from(assert_repaired(&made, &before, &format!("killed at step {step}")));
    }
    eprintln!("{points} kill points; {repaired} were repaired, of which {committed} were completed");
    assert!(points > 40 && repaired > 30 && committed > 15, "{points} {repaired} {committed}");
}

#[cfg(unix)]
#[test]
fn a_repair_killed_at_any_step_is_repaired() {
    let made = Crate::new();
    let (_, steps) = with_fault(None, || run(made.out(), &new(), Mode::Write).expect("it is written"));
    let mut points = 0;
    // Kills a run at some steps, and its repair at every step.
    for first in (1..=steps).step_by(11) {
        for second in 1.. {
            let made = Crate::new();
            let before = made.tree();
            assert!(was_killed(&made.spawn("run", first)));
            if !was_killed(&made.spawn("recover", second)) {
                break;
            }
            points += 1;
            assert_repaired(&made, &before, &format!("killed at step {first}, its repair at {second}"));
        }
    }
    eprintln!("{points} kill points of repairs");
    assert!(points > 50, "{points}");
}

#[test]
fn a_first_run_that_fails_at_any_step_leaves_nothing() {
    for step in 1.. {
        let top = TempDir::new().expect("a temporary folder");
        let out = top.path().join("not/there/yet");
        let (result, steps) = with_fault(Some((Fault::Once, step)), || run(&out, &new(), Mode::Write));
        if steps < step {
            break;
        }
        let text = result.map_err(|error| format!("{error:#}"));
        if text.as_ref().is_err_and(|text| text.starts_with("nothing was changed in")) {
            assert!(!top.path().join("not").exists(), "step {step}: {text:?}");
        }
    }
}

#[test]
fn a_failed_change_leaves_the_old_crate_or_one_that_the_next_run_completes() {
    for fault in [Fault::Once, Fault::Always] {
        let (mut kept, mut partly) = (0, 0);
        for step in 1.. {
            let made = Crate::new();
            let before = made.tree();
            let (result, steps) = with_fault(Some((fault, step)), || run(made.out(), &new(), Mode::Write));
            if steps < step {
                break;
            }
            let what = format!("{fault:?} at step {step}");
            match result.map_err(|error| format!("{error:#}")) {
                Ok(_) => assert!(made.holds(&new()), "{what}"),
                Err(text) if text.starts_with("nothing was changed in") => {
                    kept += 1;
                    assert!(made.tree() == before && !made.is_committed(), "{what}: {text}");
                    assert!(fault == Fault::Always || !made.is_staging(), "{what}: {text}");
                }
                Err(text) if text.contains("is partly written; the next `cargo xtask gen` completes it") => {
                    partly += 1;
                    assert!(made.is_committed(), "{what}: {text}");
                }
                Err(text) => assert!(text.contains("is written, but not cleaned up") && made.holds(&new()), "{text}"),
            }
            run(made.out(), &new(), Mode::Write).expect("nothing fails any more");
            made.assert_new(&what);
        }
        assert!(kept > 20 && partly > 5, "{fault:?}: {kept} {partly}");
    }
}
