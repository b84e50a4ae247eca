//! What a client logs, as text.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
};

use tracing::{Dispatch, subscriber::NoSubscriber};
use tracing_subscriber::{
    filter::LevelFilter,
    fmt::{MakeWriter, format::FmtSpan},
};

/// The lines that were logged on this thread since the log was created. Each begins with the level, and has the spans around
/// the event: `DEBUG call{endpoint="…"}:token: generated::client: a token seconds=7079`.
pub(crate) struct Log {
    lines: Lines,
    subscriber: Dispatch,
    _guard: tracing::subscriber::DefaultGuard,
    _second: Dispatch,
}

impl Log {
    pub(crate) fn of(level: LevelFilter) -> Self {
        let lines = Lines::default();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(level)
            .with_span_events(FmtSpan::CLOSE)
            .with_ansi(false)
            .without_time()
            .with_writer(lines.clone());
        let subscriber = Dispatch::new(subscriber.finish());
        // While there is one subscriber, a thread of another test may decide that its events are not wanted.
        let second = Dispatch::new(NoSubscriber::default());
        let guard = tracing::dispatcher::set_default(&subscriber);
        Self { lines, subscriber, _guard: guard, _second: second }
    }

    /// The receiver of the events, for other threads.
    pub(crate) fn subscriber(&self) -> Dispatch {
        self.subscriber.clone()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.lines.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }

    /// The lines of the client's events, without those of HTTP libraries and of the ends of spans.
    pub(crate) fn events(&self) -> Vec<String> {
        let text = self.text();
        let ours = text.lines().filter(|line| line.contains("generated::client: ") && !line.ends_with(": close"));
        ours.map(|line| line.trim().to_owned()).collect()
    }
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
