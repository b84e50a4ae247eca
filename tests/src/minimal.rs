//! The smallest schemas without errors: a vendor, and a page with one endpoint.

/// A `vendor.yaml`.
pub const VENDOR: &str = "\
# yaml-language-server: $schema=../schema.json
vendor:
  title: Acme
  url: https://acme.example
  base_url: https://api.acme.example
  credential: { query: access_token }
  envelope: { code: errcode, message: errmsg }
errors:
  40014: { name: invalid_access_token, label: 不合法的access_token, advice: refresh_token }
";

/// A page of that vendor, as `feed.yaml`.
pub const PAGE: &str = "\
# yaml-language-server: $schema=../schema.json
page: { title: Feed, url: https://acme.example/feed, updated: 2026-01-01 }
endpoints:
  feed:
    route: POST /feed
    summary: Feed an animal.
    body:
      grams: { type: int32, required: true, range: { min: 1, max: 900 } }
";
