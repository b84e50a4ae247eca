//! Tests of the workspace itself: its dependencies and its published figures.

mod dependencies;
mod peers;
