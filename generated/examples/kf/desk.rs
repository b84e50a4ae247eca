//! What the service does with messages. Replace it with your own.

use std::time::{Duration, Instant};

use generated::{
    File, Timestamp,
    client::Client,
    wecom::{
        ErrorCode, ExternalUserid, MediaId, OpenKfid, Userid, Wecom,
        kf::{
            Content, EnterSession, Event, MenuClick, Message, MessageOrigin, send_msg, send_msg_on_event,
            service_state::{SessionState, trans},
            sync_msg,
        },
        media::{MediaType, upload},
    },
};

use super::{cursors::Cursors, error::DeskError};

/// Without a cursor, `sync_msg` begins with the messages of three days ago: too late to answer them.
const MAX_AGE: Duration = Duration::from_secs(10 * 60);
/// WeCom accepts a welcome code for this long.
const WELCOME: Duration = Duration::from_secs(20);
/// WeCom stores an uploaded file for three days.
const UPLOADED: Duration = Duration::from_secs(2 * 24 * 60 * 60);

/// Answers customers.
pub struct Desk {
    client: Client<Wecom>,
    cursors: Cursors,
    servicer: Userid,
    picture: File,
    uploaded: Option<(MediaId, Instant)>,
}

/// The message that is answered.
struct Chat {
    account: OpenKfid,
    customer: ExternalUserid,
    answer_id: String,
}

impl Desk {
    /// `servicer` is the member who takes over, `picture` what the menu offers.
    pub fn new(client: Client<Wecom>, cursors: Cursors, servicer: Userid, picture: File) -> Self {
        Self { client, cursors, servicer, picture, uploaded: None }
    }

    /// The accounts that were read before.
    pub fn accounts(&self) -> Vec<OpenKfid> {
        self.cursors.accounts()
    }

    /// Reads and handles what is new in an account. `token` is that of the event: without it, few calls are allowed.
    pub async fn drain(&mut self, account: &OpenKfid, token: Option<&str>) -> Result<(), DeskError> {
        let mut request = sync_msg::Request::new(account.clone());
        request.token = token.map(str::to_owned);
        request.cursor = self.cursors.get(account);
        let mut pages = self.client.pages(request); // fetches pages while `has_more` is true
        while let Some(page) = pages.next().await {
            for message in page?.msg_list {
                self.handle(message).await?;
            }
            if let Some(cursor) = pages.cursor() {
                self.cursors.set(account, cursor)?;
            }
        }
        Ok(())
    }

    /// Handles a message. If it fails for a while, reading ends, and begins again with this page. Otherwise the message is
    /// skipped: it must not keep those after it from being answered.
    async fn handle(&mut self, message: Message) -> Result<(), DeskError> {
        match self.react(message).await {
            // A servicer has the conversation, and will answer.
            Err(error) if error.code() == Some(ErrorCode::SESSION_STATE_FORBIDS_SENDING) => Ok(()),
            Err(error) if !error.is_temporary() => {
                eprintln!("skipped a message: {error}");
                Ok(())
            }
            result => result,
        }
    }

    async fn react(&mut self, message: Message) -> Result<(), DeskError> {
        let age = age(message.send_time);
        if age > MAX_AGE {
            return Ok(());
        }
        let chat = Chat::of(&message);
        match message.content {
            Some(Content::Event(Event::EnterSession(entered))) if age < WELCOME => self.welcome(entered).await,
            Some(Content::Event(Event::MsgSendFail(failed))) => {
                println!("a message was not delivered: {:?}", failed.fail_type);
                Ok(())
            }
            // The API cannot recall a message: it only says that a customer (`UserRecallMsg`) or a servicer
            // (`ServicerRecallMsg`) has recalled one. Delete your copy of it here.
            Some(Content::Text(text)) => match (chat, text.menu_id.as_deref()) {
                (None, _) => Ok(()),
                (Some(chat), Some("prices")) => self.send_prices(&chat).await,
                (Some(chat), Some("human")) => self.hand_over(&chat).await,
                (Some(chat), _) => self.send_menu(&chat).await,
            },
            _ => Ok(()),
        }
    }

    async fn welcome(&self, entered: EnterSession) -> Result<(), DeskError> {
        // There is no code if the customer was welcomed in the last 48 hours.
        let Some(code) = entered.welcome_code else { return Ok(()) };
        let text = send_msg_on_event::Text::new("您好，请问有什么可以帮您？");
        self.client.call(&send_msg_on_event::Request::new(code, text)).await?;
        println!("welcomed {}", entered.external_userid.as_ref().map_or("a customer", ExternalUserid::as_str));
        Ok(())
    }

    async fn send_menu(&self, chat: &Chat) -> Result<(), DeskError> {
        let entries = [MenuClick::new("价格表").id("prices"), MenuClick::new("转人工").id("human")];
        self.send(chat, send_msg::Menu::new().head_content("请选择：").list(entries)).await?;
        println!("sent {} a menu", chat.customer);
        Ok(())
    }

    async fn send_prices(&mut self, chat: &Chat) -> Result<(), DeskError> {
        let media_id = self.picture().await?;
        self.send(chat, send_msg::Image::new(media_id)).await?;
        println!("sent {} the prices", chat.customer);
        Ok(())
    }

    /// The id of the picture, which is uploaded if necessary.
    async fn picture(&mut self) -> Result<MediaId, DeskError> {
        if let Some((media_id, since)) = &self.uploaded
            && since.elapsed() < UPLOADED
        {
            return Ok(media_id.clone());
        }
        let stored = self.client.call(&upload::Request::new(MediaType::Image, self.picture.clone())).await?;
        let media_id = stored.media_id.ok_or(DeskError::NoMediaId)?;
        self.uploaded = Some((media_id.clone(), Instant::now()));
        Ok(media_id)
    }

    /// Gives the conversation to the servicer, or to whoever is free.
    async fn hand_over(&self, chat: &Chat) -> Result<(), DeskError> {
        let to = |state| trans::Request::new(chat.account.clone(), chat.customer.clone(), state);
        let assign = to(SessionState::WithServicer).servicer_userid(self.servicer.clone());
        let reply = match self.client.call(&assign).await {
            Err(error) if error.code() == Some(ErrorCode::SERVICER_SUSPENDED) => {
                self.client.call(&to(SessionState::Queued)).await?
            }
            reply => reply?,
        };
        if let Some(code) = reply.msg_code {
            let text = send_msg_on_event::Text::new("正在为您转接，请稍候。");
            self.client.call(&send_msg_on_event::Request::new(code, text)).await?;
        }
        println!("handed {} over", chat.customer);
        Ok(())
    }

    async fn send(&self, chat: &Chat, message: impl Into<send_msg::Message>) -> Result<(), DeskError> {
        let request = send_msg::Request::new(chat.customer.clone(), chat.account.clone(), message);
        self.client.call(&request.msgid(chat.answer_id.as_str())).await?;
        Ok(())
    }
}

impl Chat {
    /// `None` if the message is not from a customer.
    fn of(message: &Message) -> Option<Self> {
        let is_from_customer = message.origin == Some(MessageOrigin::Customer);
        let Message { open_kfid: Some(account), external_userid: Some(customer), msgid: Some(id), .. } = message else {
            return None;
        };
        // WeCom refuses an id that was used. So a customer gets one answer, however often a message is handled.
        let id = id.as_str();
        let answer_id = format!("re-{}", id.get(id.len().saturating_sub(29)..)?);
        is_from_customer.then(|| Self { account: account.clone(), customer: customer.clone(), answer_id })
    }
}

/// How long ago something was; zero if that is unknown.
fn age(time: Option<Timestamp>) -> Duration {
    let time = time.and_then(Timestamp::to_system_time);
    time.and_then(|time| time.elapsed().ok()).unwrap_or_default()
}
