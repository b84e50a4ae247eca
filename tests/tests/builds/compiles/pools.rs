//! Pools of names and texts that are known to break code generators.

/// snake_case names that Rust, the standard library or emitted code uses.
#[rustfmt::skip]
pub(crate) const SNAKE: &[&str] = &[
    // Keywords: strict, reserved, weak, of later editions.
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern", "false", "fn",
    "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self",
    "static", "struct", "super", "trait", "true", "type", "unsafe", "use", "where", "while", "abstract", "become",
    "box", "do", "final", "gen", "macro", "override", "priv", "try", "typeof", "unsized", "virtual", "yield",
    "union", "auto", "macro_rules", "raw", "safe", "default", "r_type",
    // Primitive types and modules of the standard library.
    "bool", "char", "str", "u8", "i32", "u32", "i64", "u64", "u128", "usize", "isize", "f32", "f64", "alloc",
    "proc_macro", "test", "string", "vec", "option", "result", "boxed", "collections", "time", "duration", "error",
    "fmt", "env", "main", "prelude", "never",
    // Derives, attributes and macros.
    "derive", "doc", "cfg", "allow", "deprecated", "must_use", "println", "panic", "format", "matches", "concat",
    "stringify", "debug", "hash", "ord", "eq", "partial_eq", "drop", "send", "sync", "copy", "iterator",
    "from_str", "to_string", "to_owned", "into", "from", "try_from", "as_ref", "as_str", "get", "len", "is_empty",
    "is_none", "is_some", "as_deref", "map", "unwrap", "take", "iter", "into_iter", "collect", "cmp", "ne", "lt",
    "add", "not", "borrow", "clone_from", "finish", "draft", "vacant", "read", "write", "read_member",
    "keep_unknown", "known", "wire_value", "wires", "label", "labels", "all", "at", "out", "to", "member",
    "members", "name", "value", "slots", "tag", "select", "leftover", "rules", "pattern", "range", "items",
    "query", "headers", "body", "response", "request", "errors", "error_code", "advice", "base_url", "endpoints",
    "info", "paged", "mock", "client", "reqwest", "examples", "route", "start", "next", "cursor", "key", "data", "root", "m", "s", "d", "t", "e",
    // Digits and underscores.
    "a1", "a_1", "v2_x", "x86_64", "a_b_c_d_e_f", "n0_0", "z9",
    // Ordinary names.
    "customer", "open_kfid", "external_userid", "staff_list", "remark", "amount", "shop", "page_no", "scene",
    "groupchat",
];

/// snake_case names that the language refuses in some places.
#[rustfmt::skip]
pub(crate) const REFUSED_SNAKE: &[&str] = &[
    "choice", "core", "de", "endpoint", "http", "json", "lib", "object", "open_enum", "reply", "runtime", "scalar",
    "ser", "serde_json", "std", "validate", "vendor", "wire", "check", "clone", "from_http", "is_given", "new",
    "next_page", "to_http", "write_members", "unknown", "a__b", "a_", "_a", "1a", "dyn_", "unknown_",
    "Ab",
    "r#type", "a-b", "名", "é", "a b",
];

/// UpperCamelCase names that Rust, the standard library or emitted code uses.
#[rustfmt::skip]
pub(crate) const UPPER: &[&str] = &[
    "Send", "Sync", "Sized", "Drop", "Fn", "FnMut", "FnOnce", "ToString", "ToOwned", "TryFrom", "TryInto",
    "FromIterator", "Extend",
    "AsMut",
    "DoubleEndedIterator", "ExactSizeIterator", "Error", "Ordering", "Duration", "Unpin",
    "Deref", "Cow", "Rc",
    "Arc",
    "Cell", "Path", "Instant", "BTreeMap", "HashMap", "Map", "Write", "Read", "Formatter",
    "Arguments",
    "FromStr",
    "Any",
    "Type", "Static",
    "Async",
    "Union", "Str", "U8", "Bool", "Char", "Never", "Future", "IntoFuture", "Serialize", "Deserialize",
    "Serializer", "Deserializer", "MapAccess", "SerializeMap", "Value", "Number",
    // Items that `runtime` exports, and names in its macros and traits.
    "Actual",
    "Advice",
    "ApiError",
    "BaseUrl", "BaseUrlError", "Bounds", "CredentialPlace", "DecodeError", "Deprecation", "Endpoint",
    "EndpointInfo", "Envelope", "FromHttpRequestError", "Limit", "Method", "Paged", "Reply", "Rule", "Secret",
    "Json", "TagValue", "Timestamp", "ToHttpError", "Unknown", "UnknownChoice", "Validate", "Vendor", "Violation",
    "Violations", "Wire", "Object", "Choice", "Draft", "Leftover", "StrEnum", "IntEnum",
    "At",
    "Pattern", "PATTERN",
    "ALL",
    "MEMBERS", "INFO", "ROOT", "M", "S", "D", "T", "E",
    "A1",
    "V2x", "X0Y1",
    // Ordinary names.
    "Customer", "OpenKfid", "StaffList", "ChannelsScene", "Page", "Item", "Detail", "UserInfo",
];

/// UpperCamelCase names that the language refuses in some places.
#[rustfmt::skip]
pub(crate) const REFUSED_UPPER: &[&str] = &[
    "Vec", "Ok", "Err", "Some", "None", "String", "Box", "Self", "Request", "Response", "Result", "Option",
    "Debug", "Default", "From", "Into", "Clone", "Copy", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd", "Iterator", "JsonString", "ENDPOINTS", "EVENTS", "ROUTES", "Error", "ErrorCode",
    "A_b",
    "lower", "Ünï", "T!",
];

/// Unusual wire names.
#[rustfmt::skip]
pub(crate) const WIRES: &[&str] = &[
    "userId", "UserID", "用户", "用户.名称", "a.b", "a-b", "a b", " a", "a ", "a\"b", "a\\b", "a'b", "a`b", "``", "a/b",
    "a~b", "a#b", "#[derive]", "*/", "/*", "//", "{}", "{0}", "[x]", "[a](b)", "<script>", "&amp;", "%41", "👩‍💻",
    "🚀", "é", "e\u{301}", "שם", "اسم", "a\tb", "a\nb", "a\r\nb", "a\u{0}b", "\u{1b}[31m", "null", "true", "1",
    "1.5", "~", "-", "?", ":", "!x", "&x", "*x", "|", ">", "%", "@", "a=b&c=d", "a+b", "Content-Type2", "r#type",
    "_", "__", "\\u0041", "a\u{2028}b", "a\u{85}b", "a\u{7f}b", "a\u{a0}b", "\\", "\\\\", "'", "\"", "\"\"",
    "\u{fffd}", "\u{10ffff}", "\u{e000}",
    "A very long name of a member that goes on and on and on, far beyond the column at which any line of docs is broken",
];

/// Wire names with invisible characters.
#[rustfmt::skip]
pub(crate) const UNSEEN: &[&str] = &[
    "a\u{200b}b", "\u{2060}", "a\u{feff}", "so\u{ad}ft", "a\u{200e}", "\u{200f}b", "\u{61c}c", "a\u{202e}b",
    "\u{2066}",
];

/// Names of headers.
#[rustfmt::skip]
pub(crate) const HEADERS: &[&str] =
    &["X-Shade", "x-trace", "X_Y", "x.y", "x!#$%&'*+^`|~y", "Type", "Accept", "X--", "-", "1", "X-Async", "fn"];

/// Pieces of text.
#[rustfmt::skip]
pub(crate) const TEXTS: &[&str] = &[
    "Plain words.", "获取客户基础信息", "动物ID", "来源", "*/", "/*", "/** x */", "//! x", "/// x", "// x", "\"", "'", "\\",
    "\\\\", "\\n", "\\u{41}", "#[test]", "#![no_std]", "#[doc = \"x\"]", "{}", "{{", "}}", "{0}", "{x:?}", "`",
    "``", "`` ` ``", "`code`", "`[x]`", "`a", "a`", "```", "```\n", "```\nlet x: () = 1;\n```",
    "```rust\nfail!();\n```", "```rust,no_run\nfail!();\n```", "```ignore\nx\n```", "```\nunclosed",
    "```compile_fail\nlet x = 1;\n```", "````\n```\nfail!()\n````", "~~~\nfail!();\n~~~", "~~~",
    "> ```\n> fail!();\n> ```", "- ```\n  fail!();\n  ```", "1. ~~~\n   fail!();\n   ~~~", "    fail!();",
    "\tfail!();", "text\n\n    fail!();\n\ntext", "text\n\n\tfail!();", "- a\n\n      fail!();\n",
    "- a\n\n\tfail!();\n\n\t\tfail!();\n", "1. a\n\n       fail!();", ">     fail!();", "> \tfail!();",
    "-     fail!();", "*\tfail!();", " \tfail!();", "  \tfail!();", "\u{a0}\u{a0}\u{a0}\u{a0}fail!();", "<script>",
    "<script>alert(1)</script>", "<b>", "</b>", "<b", "<!--", "-->", "<a href=\"x\">", "<p>\n", "<br/>", "<?php",
    "<![CDATA[", "<T>", "Vec<String>", "a < b > c", "[link]", "[`link`]", "[Vec]", "[a](b)", "[a](b \"c\")",
    "[a](<b>)", "[a][b]", "[x]: y", "[x]: https://a.example", "[x]:", "[^1]", "[^1]: note", "![img](x)", "[", "]",
    "[[", "]]", "](", "[a](https://a.example)", "[a\nb](https://a.example)", "[`a](https://a.example)`",
    "[*](https://a.example)", "[a\\](https://a.example)", "![a](https://a.example)", "[](https://a.example)",
    "http://bare.example/?a=b&c", "https://bare.example", "HTTPS://BARE.EXAMPLE", "see http://a.example.",
    "http://", "(https://a.example/(b))", "<https://a>", "<https://a", "<mailto:a@b.example>", "a@b.example",
    "www.a.example", "ftp://a.example", "https://例え.jp/道", "xhttps://a.example", "中https://a.example",
    "\\https://a.example", "*https://a.example*", "_https://a.example_", "\"https://a.example\"",
    "https://a.example/*b*_c_", "https://a`b", "file:///x", "javascript:alert(1)", "//a.example", "# Heading",
    "## Heading", "#", "#x", "Heading\n===", "Heading\n---", "---", "***", "===",
    "| a | b |\n|---|---|\n| 1 | 2 |", "|", "||", "| a", "- a", "- a\n- b", "* a", "+ a", "1. a", "1) a", "-",
    "- ", "*", "**", "__", "**bold", "*a*", "_a_", "~~a~~", "~", "[ ] todo", "- [ ] todo", "- [x] done", "> a",
    ">", ">>", "&lt;", "&amp;", "&", "&#0;", "&#x202e;", "&nope;", "&copy", "$x$", "$(x)", "%s", "%n", "a  \nb",
    "a\\\nb", "a\n\nb", "a\n\n\n\nb", "\ta", "a\tb", "a ", "👩‍💻", "👨‍👩‍👧‍👦", "🇨🇳", "a\u{200b}b",
    "zero\u{200d}width", "\u{ad}", "\u{feff}a", "e\u{301}\u{302}\u{303}", "Z\u{351}\u{327}alg\u{335}o", "שלום",
    "مرحبا", "a שלום b", "\u{0}", "\u{7}", "\u{1b}[31mred", "\u{8}", "\u{c}", "\u{b}", "\u{7f}", "\u{85}",
    "\u{2028}", "\u{2029}", "\u{a0}", "\u{3000}x", "a\r\nb", "a\rb", "\u{fffd}", "\u{10ffff}", "\u{e000}", "...",
    "\"\"\"", "r#\"x\"#", "'a", "b'x'", "0x", "1e999", "null", "true", "~", "yes", "!!str x", "&anchor", "*alias",
    "<<", "? x", ": x", "@", "%YAML", "\u{2018}quoted\u{2019}", "：全角", "Self", "[`Self::new`]", "[Request]",
    "[crate::x]", "[self]", "[`std::fmt`]", "[i32]", "[Self]()", "[a]()", "[struct@X]", "[macro@x!]", "[`a`](`b`)",
    "@param x", "\\[x\\]", "\\`", "\\<b>", "`\\`", "`\\``",
    "A-very-long-word-that-nothing-can-break-because-it-has-no-spaces-and-goes-on-beyond-the-column-at-which-lines-are-broken-in-docs",
];

/// URLs that the language accepts.
#[rustfmt::skip]
pub(crate) const URLS: &[&str] = &[
    "https://docs.example/x", "http://bare.example/?a=b&c", "https://例え.jp/道#節", "https://a.example/*/x",
    "https://a.example/_b_", "https://a.example/'x'", "https://a.example/~c;d=1,2!$@:%20",
    "https://a.example/**b**", "https://a.example/&lt;", "https://a.example/*/", "https://a.example/#!x",
    "https://a.example/👩‍💻",
];

/// Wire names of an envelope's members (code, message, data, trace). No other pool has these names.
#[rustfmt::skip]
pub(crate) const ENVELOPES: &[[&str; 4]] = &[
    ["errcode", "errmsg", "payload", "hint"],
    ["代码", "信息", "数据", "跟踪"],
    ["err\"code", "err\\msg", "da`ta", "#[trace]"],
    ["err.code", "err msg", "*/da", "trace/*"],
    ["E", "M", "D", "T"],
];

/// Regular expressions.
#[rustfmt::skip]
pub(crate) const PATTERNS: &[&str] = &[
    "[a-z]+", "\\d{2,4}", "a|b", "\"", "`", "/\\*x\\*/", "(?i)x", "\\u{4e2d}|中", "[^\\]]*", ".*", "#\\[x\\]",
    "\\\\",
];
