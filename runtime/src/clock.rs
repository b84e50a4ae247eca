//! The time of day.

use std::time::SystemTime;

/// The present. In JavaScript (wasm32-unknown-unknown), the standard library panics; with the features `client` or `callbacks`, the
/// host is asked.
pub(crate) fn now() -> SystemTime {
    #[cfg(all(target_arch = "wasm32", target_os = "unknown", any(feature = "callbacks", feature = "client")))]
    {
        let since = wasmtimer::std::SystemTime::now().duration_since(wasmtimer::std::UNIX_EPOCH);
        SystemTime::UNIX_EPOCH + since.unwrap_or_default()
    }
    #[cfg(not(all(target_arch = "wasm32", target_os = "unknown", any(feature = "callbacks", feature = "client"))))]
    SystemTime::now()
}
