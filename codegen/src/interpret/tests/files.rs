//! The JSON that stands for a file.

use super::*;

/// The findings in a request with a file `x` that has limits.
fn sent(file: Value) -> Vec<String> {
    let filename = Limits { chars: up_to(5), pattern: Some("[^/]*".into()), ..Limits::default() };
    let limits = Limits { size: up_to(3), filename: Some(Box::new(filename)), ..Limits::default() };
    found(object(Role::Sent, vec![Field { limits, ..required("x", Type::File) }]), &json!({ "x": file }))
}

#[test]
fn a_content_is_a_text_or_a_list_of_bytes() {
    for content in [json!("abc"), json!([0, 128, 255]), json!("猫"), json!([0])] {
        assert_eq!(sent(json!({ "content": content })), NONE, "{content}");
    }
    assert_eq!(sent(json!({})), ["/x/content Fault required"]);
    for content in [json!(null), json!(1), json!({}), json!(true)] {
        assert_eq!(sent(json!({ "content": content })), ["/x/content Fault type"], "{content}");
    }
    for byte in [json!(256), json!(-1), json!(1.5), json!(null), json!("x"), json!([1])] {
        assert_eq!(sent(json!({ "content": [1, byte] })), ["/x/content/1 Fault type"], "{byte}");
    }
    assert_eq!(sent(json!({ "content": ["7"] })), ["/x/content/0 Deviation coerced"]);
    for file in [json!(null), json!(""), json!([]), json!("abc"), json!("{\"content\": \"abc\"}")] {
        assert_eq!(sent(file.clone()), FAULT, "{file}");
    }
}

#[test]
fn its_size_and_its_name_have_limits() {
    assert_eq!(sent(json!({ "content": "" })), ["/x Violation bytes"]);
    assert_eq!(sent(json!({ "content": "猫a" })), ["/x Violation bytes"]);
    assert_eq!(sent(json!({ "content": [1, 2, 3, 4] })), ["/x Violation bytes"]);
    let named = |name: Value| sent(json!({ "content": "a", "filename": name, "content_type": "text/plain" }));
    assert_eq!(named(json!("a.txt")), NONE);
    assert_eq!(named(json!(null)), NONE);
    assert_eq!(named(json!("a/b.txt")), ["/x/filename Violation chars", "/x/filename Violation pattern"]);
    assert_eq!(named(json!(7)), ["/x/filename Deviation coerced"]);
    assert_eq!(named(json!([])), ["/x/filename Fault type"]);
    assert_eq!(sent(json!({ "content": "a", "size": 1 })), ["/x/size Deviation unknown_member"]);
}

#[test]
fn a_range_says_which_part_it_is() {
    let of = |range: Value| sent(json!({ "content": "a", "range": range }));
    assert_eq!(of(json!({ "first": 0, "last": 0, "total": 9 })), NONE);
    assert_eq!(of(json!({ "first": 0, "last": u64::MAX, "total": null })), NONE);
    assert_eq!(of(json!({ "first": 0 })), ["/x/range/last Fault required"]);
    assert_eq!(of(json!({ "first": -1, "last": 0 })), ["/x/range/first Fault type"]);
    assert_eq!(of(json!([])), ["/x/range Deviation coerced"]);
    assert_eq!(of(json!([1])), ["/x/range Fault type"]);
    assert_eq!(of(json!({ "first": 0, "last": 0, "end": 0 })), ["/x/range/end Deviation unknown_member"]);
}

#[test]
fn a_reply_is_a_file_without_an_envelope_or_an_error() {
    for data in [None, Some("data")] {
        let response = object(Role::Received, vec![required("x", Type::File)]);
        let mut model = model(object(Role::Sent, vec![]), response, data);
        let endpoint = model.endpoints.get_mut("v.e").expect("it has one endpoint");
        endpoint.response.encoding = Encoding::File;
        let of = |value: Value| brief(&run(&model, MessageKind::Response, &value));
        assert_eq!(of(json!({ "x": { "content": "a" } })), NONE);
        assert_eq!(of(json!({})), ["/x Fault required"]);
        let code = &model.vendors["v"].envelope.code;
        assert_eq!(of(json!({ code: 1 })), [format!("/{code} Deviation unlisted_value")]);
        assert_eq!(of(json!({ code: 0 })), ["/x Fault required"]);
    }
}
