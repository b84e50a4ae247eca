//! Validating valid input allocates nothing, and decoding allocates only what the value keeps.

use allocation_counter::measure;
use fixture::{acme::zoo, other::mix};
use generated::{Endpoint, Reply, Validate, http, serde_json, wecom};

/// The number of allocations of a validation.
fn allocations(value: &impl Validate) -> u64 {
    measure(|| assert!(value.validate().is_ok())).count_total
}

/// The first example of an endpoint of the fixture.
fn example<E: Endpoint>(name: &str) -> (E, E::Response) {
    let folder = tests::workspace("tests/fixture/schemas");
    let model = codegen::load(&tests::sources(&folder)).model.expect("the fixture has no errors");
    let endpoint = &model.endpoints[name];
    let request = serde_json::from_value(endpoint.request.examples[0].value.clone()).expect("the example can be read");
    let reply = http::Response::new(endpoint.response.examples[0].value.to_string());
    (request, E::Response::from_http(reply).expect("the example can be read"))
}

#[test]
fn a_valid_value_is_checked_without_allocating() {
    let (add, added) = example::<zoo::add::Request>("acme.zoo.add");
    // Regular expressions are compiled, and their caches allocated, on first use.
    assert!(add.validate().is_ok() && added.validate().is_ok());
    assert_eq!(allocations(&add), 0);
    assert_eq!(allocations(&added), 0);
    let (list, listed) = example::<zoo::list::Request>("acme.zoo.list");
    assert_eq!((allocations(&list), allocations(&listed)), (0, 0));
    let (mix, mixed) = example::<mix::Request>("other.mix");
    assert_eq!((allocations(&mix), allocations(&mixed)), (0, 0));

    let ids = (0..100).map(|id| format!("wm{id}"));
    assert_eq!(allocations(&wecom::kf::customer::batchget::Request::new(ids)), 0);
}

#[test]
fn violations_are_bounded_in_number_and_memory() {
    let many = wecom::kf::customer::batchget::Request::new(vec![""; 100_000]);
    let mut found = 0;
    let count = measure(|| found = many.validate().expect_err("empty ids break a rule").len()).count_total;
    assert_eq!(found, generated::Violations::MAX);
    assert!(count < 1_000, "{count} allocations for {found} violations");
}

/// The number of non-empty strings and lists in a document.
fn allocated_parts(value: &serde_json::Value) -> u64 {
    match value {
        serde_json::Value::String(text) => u64::from(!text.is_empty()),
        serde_json::Value::Array(list) => u64::from(!list.is_empty()) + list.iter().map(allocated_parts).sum::<u64>(),
        serde_json::Value::Object(members) => members.values().map(allocated_parts).sum(),
        _ => 0,
    }
}

#[test]
fn a_reply_is_read_with_one_allocation_for_each_string_and_list() {
    use wecom::externalcontact::get::{Request, Response};
    let text = Request::EXAMPLES.response[0].json;
    let document = serde_json::from_str(text).expect("the example is JSON");
    let read = || drop(Response::from_http(http::Response::new(text)).expect("the example can be read"));
    // The message in the envelope is not allocated_parts.
    assert_eq!(measure(read).count_total, allocated_parts(&document) - 1);
}

/// What a delivery takes is a multiple of its size, whatever it contains.
#[test]
fn a_hostile_delivery_takes_bounded_memory() {
    use generated::callbacks::{Inbox, Sender};
    const KEY: &str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
    let inbox = Inbox::<wecom::Wecom>::new("token", KEY, "ww1").expect("the keys are right");
    let sender = Sender::<wecom::Wecom>::new("token", KEY, "ww1").expect("the keys are right");
    let head = "<MsgType>event</MsgType><Event>other</Event>";
    let messages = [
        format!("<xml>{head}<A>{}</A></xml>", "x".repeat(100_000)),
        format!("<xml>{head}{}</xml>", "<a>1</a>".repeat(9_000)),
        format!("<xml>{}", "<a>".repeat(30_000)),
        format!("{{\"MsgType\":\"event\",\"Event\":\"other\",\"a\":[{}1]}}", "1,".repeat(50_000)),
        "[".repeat(100_000),
    ];
    for message in messages {
        let request = sender.message("https://company.example/hook", &message).expect("it can be sealed");
        let peak = measure(|| drop(inbox.receive(&request))).bytes_max;
        eprintln!("{}… of {} bytes takes {peak}", &message[..1], message.len());
        assert!(peak < 100 * message.len() as u64, "{} bytes take {peak}", message.len());
    }
}
