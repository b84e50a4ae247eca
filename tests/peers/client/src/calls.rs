//! The call that is measured, by the generated client and by hand.

use std::{future::Future, sync::Arc, time::Duration};

use anyhow::{Result, ensure};
use generated::{
    BaseUrl, Vendor,
    client::{Client, Http},
    wecom::{Wecom, kf::customer::batchget},
};
use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;

use crate::customers;

const TOKEN: &str = "hAcvGjy0dWmMvdPlO3sJ0wx3kkZrpTf0nA6dTSVm-hXw2b1IYZ9ivq4Q";

/// The generated client.
#[derive(Clone)]
pub(crate) struct Ours {
    client: Client<Wecom, Http>,
    request: Arc<batchget::Request>,
}

impl Ours {
    /// A client that calls the vendor at `base` with this number of customers.
    pub(crate) fn new(base: &str, count: usize) -> Result<Self> {
        let client = Client::new(Wecom::at(BaseUrl::new(base)?))?.with_credential(TOKEN);
        let request = batchget::Request::new(customers::ids(count)).need_enter_session_context(true);
        Ok(Self { client, request: Arc::new(request) })
    }

    pub(crate) async fn call(self) -> Result<batchget::Response> {
        Ok(self.client.call(self.request.as_ref()).await?)
    }
}

/// The code that a user would write with reqwest alone.
#[derive(Clone)]
pub(crate) struct Bare {
    client: reqwest::Client,
    url: Arc<str>,
    request: Arc<Request>,
}

#[derive(Serialize)]
struct Request {
    external_userid_list: Vec<String>,
    need_enter_session_context: u8,
}

/// The documented members of the reply.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Reply {
    errcode: i64,
    errmsg: String,
    #[serde(default)]
    customer_list: Vec<Customer>,
    #[serde(default)]
    invalid_external_userid: Vec<String>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Customer {
    external_userid: Option<String>,
    nickname: Option<String>,
    avatar: Option<String>,
    gender: Option<i64>,
    unionid: Option<String>,
    enter_session_context: Option<Context>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Context {
    scene: Option<String>,
    scene_param: Option<String>,
    wechat_channels: Option<Channels>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Channels {
    nickname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shop_nickname: Option<String>,
    scene: Option<i64>,
}

impl Bare {
    /// A client that calls the vendor at `base` with this number of customers.
    pub(crate) fn new(base: &str, count: usize) -> Result<Self> {
        let client = reqwest::Client::builder()
            .no_proxy()
            .timeout(Duration::from_secs(10))
            .connect_timeout(Duration::from_secs(5))
            .build()?;
        let request = Request { external_userid_list: customers::ids(count), need_enter_session_context: 1 };
        let url = format!("{base}/cgi-bin/kf/customer/batchget");
        Ok(Self { client, url: url.into(), request: Arc::new(request) })
    }

    pub(crate) async fn call(self) -> Result<Reply> {
        let message = self.client.post(&*self.url).query(&[("access_token", TOKEN)]).json(&*self.request);
        let reply: Reply = message.send().await?.error_for_status()?.json().await?;
        ensure!(reply.errcode == 0, "error {}: {}", reply.errcode, reply.errmsg);
        Ok(reply)
    }
}

/// Makes a number of calls, `lanes` of them at a time.
///
/// # Errors
/// The error of a call.
pub(crate) fn make<F>(
    runtime: &Runtime,
    times: usize,
    lanes: usize,
    call: impl Fn() -> F + Clone + Send + 'static,
) -> Result<()>
where
    F: Future<Output = Result<()>> + Send,
{
    let lane = |share: usize| {
        let call = call.clone();
        async move {
            for _ in 0..share {
                call().await?;
            }
            anyhow::Ok(())
        }
    };
    runtime.block_on(async {
        let shares = (0..lanes).map(|lane| times / lanes + usize::from(lane < times % lanes));
        let running: Vec<_> = shares.map(|share| tokio::spawn(lane(share))).collect();
        for lane in running {
            lane.await??;
        }
        Ok(())
    })
}

/// The name of the vendor that is called.
pub(crate) const VENDOR: &str = Wecom::NAME;
