//! The examples of `generated` against the mock, over sockets. Each of their demos is the program without variables.

#![expect(dead_code, reason = "the tests do not call `main`")]
#![expect(unreachable_pub, clippy::print_stdout, reason = "the examples are programs")]

#[path = "../../../generated/examples/kf/main.rs"]
mod kf;
#[path = "../../../generated/examples/sync_customers.rs"]
mod sync_customers;
#[path = "../../../generated/examples/tag_customers.rs"]
mod tag_customers;
#[path = "../../../generated/examples/welcome.rs"]
mod welcome;

use std::{env, error::Error, fs, path::PathBuf, process, time::Duration};

use generated::{
    Endpoint, File,
    callbacks::{Inbox, Sender},
    client::Client,
    mock::{self, Answer, Server},
    serde_json::{Value, json},
    wecom::{
        ErrorCode, OpenKfid, Userid, Wecom,
        externalcontact::{
            add_corp_tag,
            batch::get_by_user,
            events::ContactAdded,
            mark_tag, remark,
            send_welcome_msg::{self, Attachment},
        },
        kf::{
            events::MsgOrEvent,
            send_msg, send_msg_on_event,
            service_state::{SessionState, trans},
            sync_msg,
        },
        media::{upload, uploadimg},
    },
};
use tokio::{
    net::TcpListener,
    time::{sleep, timeout},
};

const KEY: &str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";

type Tested = Result<(), Box<dyn Error>>;

/// The valid requests of an endpoint.
fn requests<E: Endpoint>(server: &Server) -> Vec<E> {
    server.calls().into_iter().map(|call| call.request).collect()
}

/// A path of its own for a test.
fn path(name: &str) -> PathBuf {
    env::temp_dir().join(format!("examples-{name}-{}", process::id()))
}

#[tokio::test]
async fn kf_welcomes_answers_and_hands_over() -> Tested {
    let server = mock::start()?;
    kf::demo(&server).await?;
    assert!(server.refused().is_empty(), "{:?}", server.refused());

    let cursors: Vec<_> = requests::<sync_msg::Request>(&server).into_iter().map(|request| request.cursor).collect();
    assert_eq!(cursors[..4], [None, Some("1".to_owned()), Some("2".to_owned()), Some("3".to_owned())]);
    let codes: Vec<_> =
        requests::<send_msg_on_event::Request>(&server).into_iter().map(|request| request.code).collect();
    assert_eq!(codes, ["CODE", "MSG_CODE"]);

    let sent = requests::<send_msg::Request>(&server);
    let [menu, picture] = sent.as_slice() else { panic!("{sent:?}") };
    assert!(matches!(&menu.message, send_msg::Message::Msgmenu(menu) if menu.list.as_ref().map(Vec::len) == Some(2)));
    assert!(matches!(picture.message, send_msg::Message::Image(_)));
    assert_eq!(requests::<upload::Request>(&server)[0].media.filename(), Some("prices.png"));
    let handed = requests::<trans::Request>(&server);
    assert_eq!(handed.len(), 1);
    assert_eq!(handed[0].servicer_userid, Some(Userid::from("zhangsan")));
    Ok(())
}

/// A desk, and the file of its cursors.
fn desk(server: &Server, name: &str) -> Result<(kf::Desk, PathBuf), Box<dyn Error>> {
    let client = Client::new(server.vendor::<Wecom>())?.with_credential("any");
    let file = path(name);
    let desk =
        kf::Desk::new(client, kf::Cursors::open(&file)?, Userid::from("zhangsan"), File::new("a.png", "picture"));
    Ok((desk, file))
}

/// A page with texts of a customer. The menu entry is that of the text.
fn texts(texts: &[(&str, Option<&str>)], next: &str) -> Result<Answer<sync_msg::Request>, Box<dyn Error>> {
    let message = |(id, entry): &(&str, Option<&str>)| {
        let mut message = json!({ "msgid": id, "open_kfid": "wk1", "external_userid": "wm1", "origin": 3,
            "msgtype": "text", "text": { "content": id } });
        if let Some(entry) = entry {
            message["text"]["menu_id"] = Value::from(*entry);
        }
        message
    };
    let list: Vec<_> = texts.iter().map(message).collect();
    Ok(Answer::json(json!({ "msg_list": list, "has_more": 0, "next_cursor": next }))?)
}

#[tokio::test]
async fn kf_reads_a_page_again_after_an_error_that_may_pass() -> Tested {
    let server = mock::start()?;
    let (mut desk, file) = desk(&server, "again")?;
    server.on::<sync_msg::Request>().always(texts(&[("1", None), ("2", None)], "C")?);
    server.on::<send_msg::Request>().once(Answer::error(ErrorCode::RATE_LIMITED));
    let account = OpenKfid::from("wk1");

    let error = desk.drain(&account, Some("ENC1")).await.expect_err("there are too many calls");
    assert!(error.is_temporary() && !file.exists(), "{error}");
    desk.drain(&account, Some("ENC1")).await?;
    let ids: Vec<_> = requests::<send_msg::Request>(&server).into_iter().filter_map(|request| request.msgid).collect();
    assert_eq!(ids.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["re-1", "re-1", "re-2"]);
    assert_eq!(kf::Cursors::open(&file)?.get(&account).as_deref(), Some("C"));
    fs::remove_file(file)?;
    Ok(())
}

#[tokio::test]
async fn kf_skips_what_cannot_be_answered() -> Tested {
    let server = mock::start()?;
    let (mut desk, file) = desk(&server, "skips")?;
    server.on::<sync_msg::Request>().always(texts(&[("1", None), ("2", Some("human"))], "C")?);
    server.on::<send_msg::Request>().always(Answer::error(ErrorCode::KF_MESSAGE_COUNT_EXCEEDED));
    let to_servicer = server.on::<trans::Request>().when(|request| request.service_state == SessionState::WithServicer);
    to_servicer.always(Answer::error(ErrorCode::SERVICER_SUSPENDED));

    desk.drain(&OpenKfid::from("wk1"), None).await?;
    let states: Vec<_> = requests::<trans::Request>(&server).into_iter().map(|request| request.service_state).collect();
    assert_eq!(states, [SessionState::WithServicer, SessionState::Queued]);
    assert!(file.exists(), "the cursor is stored");
    fs::remove_file(file)?;
    Ok(())
}

#[tokio::test]
async fn kf_reads_without_a_token_that_has_expired() -> Tested {
    let server = mock::start()?;
    let with_token = server.on::<sync_msg::Request>().when(|request| request.token.is_some());
    with_token.once(Answer::error(ErrorCode::INVALID_MSG_TOKEN));
    kf::demo(&server).await?;
    let tokens: Vec<_> = requests::<sync_msg::Request>(&server).into_iter().map(|request| request.token).collect();
    assert_eq!(tokens[..3], [Some("ENC1".to_owned()), None, Some("ENC1".to_owned())]);
    Ok(())
}

#[tokio::test]
async fn kf_reads_at_the_start_what_it_has_missed() -> Tested {
    let server = mock::start()?;
    let (_, file) = desk(&server, "missed")?;
    kf::Cursors::open(&file)?.set(&OpenKfid::from("wk1"), "C")?;
    server.on::<sync_msg::Request>().always(texts(&[("1", None)], "D")?);
    let (desk, _) = desk(&server, "missed")?;

    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/hook", listener.local_addr()?);
    let inbox = Inbox::new("token", KEY, "ww1")?;
    let service = tokio::spawn(kf::serve(listener, inbox, desk));
    let answered = async {
        while server.calls::<send_msg::Request>().is_empty() {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(Duration::from_secs(10), answered).await?;
    let read = requests::<sync_msg::Request>(&server).remove(0);
    assert_eq!((read.cursor.as_deref(), read.token), (Some("C"), None));

    let sender = Sender::<Wecom>::new("token", KEY, "ww1")?.forged();
    let event = MsgOrEvent::new("ENC1", OpenKfid::from("wk1"));
    server.push(&sender, &url, &event).refused().await?;
    service.abort();
    fs::remove_file(file)?;
    Ok(())
}

#[tokio::test]
async fn sync_customers_goes_on_where_it_stopped() -> Tested {
    let server = mock::start()?;
    sync_customers::demo(&server).await?;
    assert!(server.refused().is_empty(), "{:?}", server.refused());
    let pages: Vec<_> = requests::<get_by_user::Request>(&server)
        .into_iter()
        .map(|request| (request.userid_list[0].to_string(), request.cursor))
        .collect();
    let page = |member: &str, cursor: Option<&str>| (member.to_owned(), cursor.map(str::to_owned));
    let second = page("lisi", Some("2"));
    assert_eq!(pages, [page("lisi", None), second.clone(), second, page("zhangsan", None)]);
    let remarks = requests::<remark::Request>(&server).into_iter().filter_map(|request| request.remark);
    assert_eq!(remarks.collect::<Vec<_>>(), ["expo wm1", "expo wm1"]);
    Ok(())
}

#[tokio::test]
async fn sync_customers_copies_each_page_once() -> Tested {
    let server = mock::start()?;
    let client = Client::new(server.vendor::<Wecom>())?.with_credential("any");
    let folder = path("store");
    let store = sync_customers::Store::open(&folder)?;
    let customer = json!({ "external_contact": { "external_userid": "wm1" }, "follow_info": { "userid": "zhangsan" } });
    server
        .on::<get_by_user::Request>()
        .when(|request| request.userid_list[0].as_str() == "zhangsan")
        .always(Answer::json(json!({ "external_contact_list": [customer] }))?)
        .when(|request| request.userid_list[0].as_str() != "zhangsan")
        .always(Answer::error(ErrorCode::NOT_AN_EXTERNAL_CONTACT));

    for _ in 0..2 {
        let summary = sync_customers::sync(&client, &store).await?;
        assert_eq!((summary.customers, summary.remarks), (1, 0), "each run copies all customers");
    }
    assert_eq!(fs::read_to_string(folder.join("customers.jsonl"))?.lines().count(), 2);
    assert!(!folder.join("checkpoint.json").exists());
    fs::remove_dir_all(folder)?;
    Ok(())
}

#[tokio::test]
async fn welcome_answers_each_event_once() -> Tested {
    let server = mock::start()?;
    welcome::demo(&server).await?;
    assert!(server.refused().is_empty(), "{:?}", server.refused());
    let sent = requests::<send_welcome_msg::Request>(&server);
    let codes: Vec<_> = sent.iter().map(|request| request.welcome_code.as_str()).collect();
    assert_eq!(codes, ["CODE1", "CODE2", "CODE2"], "one for each customer, and one retry");
    let attachments = sent[0].attachments.as_deref().unwrap_or_default();
    assert!(matches!(attachments, [Attachment::Image(_), Attachment::Link(_)]), "{attachments:?}");
    assert_eq!(requests::<uploadimg::Request>(&server).len(), 1);
    Ok(())
}

#[tokio::test]
async fn welcome_knows_when_it_is_too_late() -> Tested {
    let server = mock::start()?;
    let client = Client::new(server.vendor::<Wecom>())?.with_credential("any");
    let welcomer = welcome::Welcomer::new(client, File::new("hello.png", "picture")).await?;
    let welcomes = server.on::<send_welcome_msg::Request>();
    welcomes
        .once(Answer::error(ErrorCode::CONVERSATION_HAS_BEGUN))
        .once(Answer::error(ErrorCode::INVALID_WELCOME_CODE));
    let added = ContactAdded::new("zhangsan".into(), "wm1".into());
    assert_eq!(welcomer.welcome(added.clone()).await?, welcome::Outcome::NoCode);
    let mut with_code = added;
    with_code.welcome_code = Some("CODE".into());
    assert_eq!(welcomer.welcome(with_code.clone()).await?, welcome::Outcome::NotNeeded);
    let error = welcomer.welcome(with_code).await.expect_err("the code has expired");
    assert_eq!(error.code(), Some(ErrorCode::INVALID_WELCOME_CODE));
    assert_eq!(server.calls::<send_welcome_msg::Request>().len(), 2);
    Ok(())
}

#[tokio::test]
async fn tag_customers_creates_what_is_missing() -> Tested {
    let server = mock::start()?;
    tag_customers::demo(&server).await?;
    assert!(server.refused().is_empty(), "{:?}", server.refused());
    let created = requests::<add_corp_tag::Request>(&server);
    assert_eq!(created.iter().map(|request| request.tag[0].name.as_str()).collect::<Vec<_>>(), ["视频号"]);
    let marked: Vec<_> = requests::<mark_tag::Request>(&server)
        .into_iter()
        .map(|request| (request.external_userid.to_string(), request.add_tag.unwrap_or_default()[0].to_string()))
        .collect();
    assert_eq!(marked, [("wm1".to_owned(), "et1".to_owned()), ("wm3".to_owned(), "et2".to_owned())]);
    Ok(())
}

/// README's service is that of the example.
#[test]
fn the_readme_shows_the_example() {
    let (desk, readme) = (
        include_str!("../../../generated/examples/kf/desk.rs"),
        include_str!("../../../README.md").split("```").find(|block| block.contains("async fn drain")),
    );
    let shown = readme.and_then(|block| block.split_once('\n')).expect("the README shows it").1;
    let indented: String =
        shown.lines().map(|line| if line.is_empty() { "\n".into() } else { format!("    {line}\n") }).collect();
    assert!(desk.contains(&indented), "{indented}");
}
