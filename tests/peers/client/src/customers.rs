//! The customers of a request and of its reply.

use anyhow::Result;
use generated::{
    mock::{Answer, Builder, Server, builder},
    wecom::kf::customer::batchget,
};
use serde_json::{Value, json};

/// Generates this number of ids.
pub(crate) fn ids(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("wmqfasd1e19278asdasdAAAAAAAA{at:04}")).collect()
}

/// Generates customers with texts like those of the docs' example.
pub(crate) fn reply(count: usize) -> Result<batchget::Response> {
    let customers: Vec<Value> = ids(count).iter().enumerate().map(|(at, id)| customer(at, id)).collect();
    Ok(serde_json::from_value(json!({"customer_list": customers}))?)
}

fn customer(at: usize, id: &str) -> Value {
    json!({
        "external_userid": id,
        "nickname": format!("客户张三{at}"),
        "avatar": format!("https://wx.qlogo.cn/mmhead/Q3auHgzwzM{at:08}/0"),
        "gender": at % 3,
        "unionid": format!("oxasdaosaosdasdasdasd{at:04}"),
        "enter_session_context": {
            "scene": "123",
            "scene_param": "abc",
            "wechat_channels": {"nickname": "进入会话的视频号名称", "scene": 1},
        },
    })
}

/// Starts a mock that answers with this number of customers.
pub(crate) fn mock(count: usize) -> Result<Server> {
    let server = Builder::start(builder())?;
    server.on::<batchget::Request>().always(Answer::reply(&reply(count)?));
    Ok(server)
}
