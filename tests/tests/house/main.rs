//! Tests of the workspace itself: its layers, its dependencies and its published figures.

mod dependencies;
mod layers;
mod peers;
