//! The generator of the test that compiles random schemas. Included, because a dependency on the crate `tests` would build all
//! generated code for these tests.

#[expect(unreachable_pub, reason = "public in the crate `tests`")]
#[path = "../../../tests/src/random.rs"]
pub(crate) mod random;

#[path = "../../../tests/tests/builds/compiles/declare.rs"]
mod declare;
#[path = "../../../tests/tests/builds/compiles/examples.rs"]
mod examples;
#[path = "../../../tests/tests/builds/compiles/facts.rs"]
mod facts;
#[path = "../../../tests/tests/builds/compiles/fields.rs"]
mod fields;
#[path = "../../../tests/tests/builds/compiles/files.rs"]
mod files;
#[path = "../../../tests/tests/builds/compiles/names.rs"]
mod names;
#[path = "../../../tests/tests/builds/compiles/nesting.rs"]
mod nesting;
#[path = "../../../tests/tests/builds/compiles/page.rs"]
mod page;
#[path = "../../../tests/tests/builds/compiles/pools.rs"]
mod pools;
#[path = "../../../tests/tests/builds/compiles/rules.rs"]
mod rules;
#[path = "../../../tests/tests/builds/compiles/schema.rs"]
pub(crate) mod schema;
#[path = "../../../tests/tests/builds/compiles/types.rs"]
mod types;
#[path = "../../../tests/tests/builds/compiles/vendor.rs"]
mod vendor;
#[path = "../../../tests/tests/builds/compiles/yaml.rs"]
mod yaml;
