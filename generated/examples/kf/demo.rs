//! Shows the service: the mock is WeCom, and pushes what a customer does.

use std::{
    env,
    error::Error,
    fs,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use generated::{
    Endpoint, File, Timestamp,
    callbacks::{Inbox, Sender},
    client::Client,
    mock::{Answer, Server},
    serde_json::{Value, json},
    wecom::{
        ErrorCode, OpenKfid, Userid, Wecom,
        kf::{events::MsgOrEvent, send_msg, send_msg_on_event, service_state::trans, sync_msg},
    },
};
use tokio::{net::TcpListener, time};

use super::{Cursors, Desk, serve};

const TOKEN: &str = "token";
const KEY: &str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
const COMPANY: &str = "ww0123456789abcdef";

/// Runs the service, and a customer who enters, writes and taps the entries of the menu.
pub async fn demo(server: &Server) -> Result<(), Box<dyn Error>> {
    let client = Client::new(server.vendor::<Wecom>())?.with_credential("any");
    let picture = File::new("prices.png", b"\x89PNG\r\n\x1a\n").with_content_type("image/png");
    let file = env::temp_dir().join(format!("kf-cursors-{}.json", server.address().port()));
    let desk = Desk::new(client, Cursors::open(&file)?, Userid::from("zhangsan"), picture);

    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/hook", listener.local_addr()?);
    let inbox = Inbox::new(TOKEN, KEY, COMPANY)?;
    let service = tokio::spawn(serve(listener, inbox, desk));

    let sender = Sender::<Wecom>::new(TOKEN, KEY, COMPANY)?;
    server.probe(&sender, &url).await?; // as when you enter the address in WeCom's console
    let account = Account::of(server);
    let event = MsgOrEvent::new("ENC1", OpenKfid::from("wk1"));

    account.add(json!({ "origin": 4, "msgtype": "event", "event": {
        "event_type": "enter_session", "open_kfid": "wk1", "external_userid": "wm1", "welcome_code": "CODE" } }));
    server.push(&sender, &url, &event).await?;
    calls::<send_msg_on_event::Request>(server, 1).await?;

    account.add(json!({ "origin": 3, "msgtype": "text", "text": { "content": "你好" } }));
    account.add(json!({ "origin": 3, "msgtype": "text", "text": { "content": "价格表", "menu_id": "prices" } }));
    server.push(&sender, &url, &event).await?;
    calls::<send_msg::Request>(server, 2).await?;

    account.add(json!({ "origin": 3, "msgtype": "text", "text": { "content": "转人工", "menu_id": "human" } }));
    server.push(&sender, &url, &event).times(2).await?; // WeCom may push an event again
    calls::<trans::Request>(server, 1).await?;
    calls::<send_msg_on_event::Request>(server, 2).await?;

    service.abort();
    fs::remove_file(file)?;
    Ok(())
}

/// The messages of the account that the mock plays.
struct Account(Arc<Mutex<Vec<Value>>>);

impl Account {
    /// Lets the mock return the messages, one on each page. The cursor is the number of those that were read.
    fn of(server: &Server) -> Self {
        let messages = Arc::new(Mutex::new(Vec::<Value>::new()));
        let account = Self(messages.clone());
        server.on::<sync_msg::Request>().respond(move |call| {
            let messages = messages.lock().unwrap_or_else(PoisonError::into_inner);
            let read = call.request.cursor.as_deref().and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
            let page: Vec<_> = messages.iter().skip(read).take(1).collect();
            let next = read + page.len();
            let has_more = u8::from(next < messages.len());
            let reply = json!({ "msg_list": page, "has_more": has_more, "next_cursor": next.to_string() });
            Answer::json(reply).unwrap_or(Answer::error(ErrorCode::BUSY))
        });
        account
    }

    /// Adds a message of the customer.
    fn add(&self, mut message: Value) {
        let mut messages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        message["msgid"] = format!("msg{}", messages.len()).into();
        message["send_time"] = Timestamp::now().as_secs().into();
        if message["msgtype"] != "event" {
            message["open_kfid"] = "wk1".into();
            message["external_userid"] = "wm1".into();
        }
        messages.push(message);
    }
}

/// Waits until the service has made `count` calls of `E`.
async fn calls<E: Endpoint>(server: &Server, count: usize) -> Result<(), time::error::Elapsed> {
    let wait = async {
        while server.calls::<E>().len() < count {
            time::sleep(Duration::from_millis(5)).await;
        }
    };
    time::timeout(Duration::from_secs(10), wait).await
}
