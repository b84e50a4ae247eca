//! Messages of customer service, written as their users write them.

use generated::{
    serde_json::{self, json},
    wecom::kf::{
        send_msg::{Link, Menu, MenuClick, MenuItem, MenuText, MenuView, Request, Text},
        sync_msg::{Content, Event, FailType, Response},
    },
};

use super::violations;

#[test]
fn a_text() {
    let request = Request::new("wm1".into(), "wk1".into(), Text::new("你购买的物品已发货")).msgid("order-17");

    assert_eq!(
        serde_json::to_value(&request).expect("JSON"),
        json!({
            "touser": "wm1", "open_kfid": "wk1", "msgid": "order-17",
            "msgtype": "text", "text": { "content": "你购买的物品已发货" },
        })
    );
    assert_eq!(violations(&request), Vec::<String>::new());
}

#[test]
fn a_menu() {
    let menu = Menu::new().head_content("您对本次服务是否满意呢?").list([
        MenuItem::from(MenuClick::new("满意").id("101")),
        MenuClick::new("不满意").id("102").into(),
        MenuView::new("https://work.weixin.qq.com", "自助查询").into(),
        MenuText::new("欢迎再次光临").into(),
    ]);
    let request = Request::new("wm1".into(), "wk1".into(), menu);

    assert_eq!(
        serde_json::to_value(&request).expect("JSON"),
        json!({
            "touser": "wm1", "open_kfid": "wk1",
            "msgtype": "msgmenu", "msgmenu": {
                "head_content": "您对本次服务是否满意呢?",
                "list": [
                    { "type": "click", "click": { "id": "101", "content": "满意" } },
                    { "type": "click", "click": { "id": "102", "content": "不满意" } },
                    { "type": "view", "view": { "url": "https://work.weixin.qq.com", "content": "自助查询" } },
                    { "type": "text", "text": { "content": "欢迎再次光临" } },
                ],
            },
        })
    );
    assert_eq!(violations(&request), Vec::<String>::new());
}

#[test]
fn a_menu_has_at_most_ten_items_that_can_be_tapped() {
    let menu = |clicks: usize| {
        let clicks = (0..clicks).map(|at| MenuItem::from(MenuClick::new(at.to_string())));
        let texts = (0..20).map(|_| MenuText::new("text").into());
        Request::new("wm1".into(), "wk1".into(), Menu::new().list(clicks.chain(texts)))
    };
    assert_eq!(violations(&menu(10)), Vec::<String>::new());
    assert_eq!(violations(&menu(11)), ["#/msgmenu/list kinds 11"]);
}

#[test]
fn a_long_title_is_cut_and_a_link_needs_its_protocol() {
    let request = Request::new("wm1".into(), "wk1".into(), Link::new("标题".repeat(30), "URL", "media1".into()));
    assert_eq!(violations(&request), ["#/link/url pattern"]);
}

/// What a program does with new messages.
fn handle(reply: Response) -> Vec<String> {
    let mut done = Vec::new();
    for message in reply.msg_list {
        match message.content {
            Some(Content::Text(text)) => done.push(format!("answer {:?}", text.content)),
            Some(Content::Event(Event::EnterSession(enter))) => done.push(format!("welcome {:?}", enter.welcome_code)),
            Some(Content::Event(Event::MsgSendFail(fail))) if fail.fail_type == Some(FailType::Rejected) => {
                done.push(format!("give up {:?}", fail.external_userid));
            }
            Some(Content::Unknown(unknown)) => done.push(format!("a new kind: {:?}", unknown.tag())),
            _ => {}
        }
    }
    done
}

#[test]
fn messages_and_events_are_told_apart() {
    let reply = json!({ "next_cursor": "c", "has_more": 0, "msg_list": [
        { "msgid": "1", "origin": 3, "msgtype": "text", "text": { "content": "hello" } },
        { "msgid": "2", "origin": 4, "msgtype": "event",
          "event": { "event_type": "enter_session", "open_kfid": "wk1", "welcome_code": "w" } },
        { "msgid": "3", "origin": 4, "msgtype": "event",
          "event": { "fail_type": 10, "external_userid": "wm1", "event_type": "msg_send_fail" } },
        { "msgid": "4", "origin": 4, "msgtype": "event", "event": { "event_type": "new", "more": 1 } },
        { "msgid": "5", "msgtype": "note" },
        { "msgid": "6", "msgtype": "hologram", "hologram": {} },
    ] });
    let reply: Response = serde_json::from_value(reply).expect("a reply");
    assert_eq!(
        handle(reply),
        [
            r#"answer Some("hello")"#,
            r#"welcome Some("w")"#,
            r#"give up Some(ExternalUserid("wm1"))"#,
            r#"a new kind: Some(Text("hologram"))"#,
        ]
    );
}
