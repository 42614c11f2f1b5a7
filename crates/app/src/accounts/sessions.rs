//! Sessions: an opaque token in a cookie, its hash in a Scratch table. A raised account epoch voids them all.
use super::hash_code;
use ledger::{Db, Read, Result, Scratch, Value};

const COOKIE: &str = "chunman";
const DAY_MS: i64 = 86_400_000;

/// A session on one's own phone, or at a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    OwnPhone,
    Desk,
}

impl Kind {
    /// The kind of a session that holds from–until.
    pub fn of(since: &str, until: &str) -> Self {
        let ms = |t: &str| t.parse::<jiff::Timestamp>().map_or(0, jiff::Timestamp::as_millisecond);
        if ms(until) - ms(since) > Kind::Desk.days() * DAY_MS { Kind::OwnPhone } else { Kind::Desk }
    }
    fn days(self) -> i64 {
        if self == Kind::OwnPhone { 180 } else { 1 }
    }
}

/// The session token in a Cookie header.
pub fn token_of(header: &str) -> Option<String> {
    header.split(';').find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('=')).map(ToOwned::to_owned)
}

/// The Set-Cookie header for a new session; an empty token ends it.
pub fn cookie(token: &str, kind: Kind, secure: bool) -> String {
    let age = if token.is_empty() { 0 } else { kind.days() * 86_400 };
    let secure = if secure { "; Secure" } else { "" };
    format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}")
}

/// A session that holds.
pub struct Session {
    pub id: String,
    pub person: String,
    /// When it was last used, at most [`SEEN_MS`] behind.
    pub seen: String,
}

/// How far behind "last used" may be: so seldom a session's use is written down.
const SEEN_MS: i64 = 5 * 60_000;

/// The session that a token stands for, if it still holds.
/// # Errors
/// When the data cannot be read.
pub fn find(r: &mut Read, token: &str, now: &str) -> Result<Option<Session>> {
    let sql = "SELECT s.id, s.person, s.seen FROM sessions s JOIN accounts a ON a.id = s.person
        WHERE s.id = $1 AND s.until >= $2 AND s.epoch = a.epoch";
    let session = |row: ledger::Row| Ok(Session { id: row.text(0)?, person: row.text(1)?, seen: row.text(2)? });
    r.row(sql, &[hash_code(token).into(), now.into()])?.map(session).transpose()
}

/// Notes that a session is in use, when it was not noted for some minutes. Nobody waits for it, and on a full disk it is left out.
pub fn refresh(db: &Db, session: &Session) {
    let now_ms = db.clock().now_ms();
    let (now, before) = (ledger::stamp(now_ms), ledger::stamp(now_ms - SEEN_MS));
    if session.seen > before {
        return;
    }
    let id = session.id.clone();
    db.scratch_later(move |s| {
        s.execute("UPDATE sessions SET seen = $2 WHERE id = $1 AND seen <= $3", &[id.into(), now.into(), before.into()])?;
        Ok(())
    });
}

/// Starts a session for the account at its epoch.
/// # Errors
/// When the data cannot be written.
pub fn start(s: &mut Scratch, token: &str, person: &str, epoch: i64, kind: Kind, device: &str, now_ms: i64) -> Result<()> {
    let now = ledger::stamp(now_ms);
    let until = ledger::stamp(now_ms + kind.days() * DAY_MS);
    let row: [Value; 7] =
        [hash_code(token).into(), person.into(), epoch.into(), device.into(), now.as_str().into(), now.as_str().into(), until.into()];
    s.execute("INSERT INTO sessions (id, person, epoch, device, since, seen, until) VALUES ($1, $2, $3, $4, $5, $6, $7)", &row)?;
    s.execute("DELETE FROM sessions WHERE until < $1", &[now.into()])?;
    Ok(())
}

/// Ends one session of a person.
/// # Errors
/// When the data cannot be written.
pub fn end(s: &mut Scratch, id: &str, person: &str) -> Result<()> {
    s.execute("DELETE FROM sessions WHERE id = $1 AND person = $2", &[id.into(), person.into()])?;
    Ok(())
}
