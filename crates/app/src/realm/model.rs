//! The realm's one row, and its local days.
use crate::web::Fault;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, civil::Date};
use ledger::{Read, Tx, record};

record! {
    /// The realm. There is one row, `realm`; before the first run there is none.
    pub struct Realm in "realms" {
        name: String as open,
        /// IANA time zone; every deed's day is a local day of it.
        zone: String as open,
        /// Rule pack, `cn` or `general`.
        rules: String as open,
        /// Word set, `county-cn`, `charity` or `school`.
        words: String as open,
        /// Where anyone may complain.
        telephone: String as open,
        address: String as open,
        /// What a demonstration's clock is ahead of the machine's, in milliseconds.
        offset_ms: i64 as open,
        demonstration: bool as open,
        /// ISO 4217 code of the money that is written here.
        currency: String as open,
    }
}

/// The last day of what has no end yet.
pub const OPEN_END: &str = "9999-12-31";

/// ISO 4217 codes that a realm may choose from.
pub const CURRENCIES: [&str; 24] = [
    "CNY", "HKD", "MOP", "TWD", "AUD", "BRL", "CAD", "CHF", "CZK", "DKK", "EUR", "GBP", "IDR", "INR", "JPY", "KRW", "MYR", "NOK", "NZD",
    "PLN", "SEK", "SGD", "THB", "USD",
];

impl Realm {
    /// # Errors
    /// When the data cannot be read.
    pub fn find(r: &mut Read) -> ledger::Result<Option<Self>> {
        r.find("realm")
    }

    /// Makes the realm. A second one is refused by the row's identity.
    /// # Errors
    /// `Invalid` for an unknown time zone, rule pack, word set or currency.
    pub fn make(tx: &mut Tx, realm: &Realm) -> Result<(), Fault> {
        realm.check()?;
        tx.insert(realm)?;
        Ok(())
    }

    /// Changes name, contact, words, rules and currency.
    /// # Errors
    /// As [`Realm::make`]; `Stale` when it was changed meanwhile.
    pub fn change(&self, tx: &mut Tx, new: &Realm) -> Result<Realm, Fault> {
        new.check()?;
        new.check_contact()?;
        Ok(tx.update(self, new)?)
    }

    /// Where anyone may complain is given and fits.
    /// # Errors
    /// `Invalid`, naming the field of the form.
    pub fn check_contact(&self) -> Result<(), Fault> {
        let given = |text: &str, most: usize| (1..=most).contains(&text.trim().chars().count());
        if !given(&self.telephone, 40) {
            return Err(Fault::invalid("phone", "need.phone"));
        }
        if !given(&self.address, 200) {
            return Err(Fault::invalid("address", "need.address"));
        }
        Ok(())
    }

    fn check(&self) -> Result<(), Fault> {
        if !(1..=60).contains(&self.name.trim().chars().count()) {
            return Err(Fault::invalid("realm", "need.realm"));
        }
        if TimeZone::get(&self.zone).is_err() {
            return Err(Fault::invalid("time_zone", "need.zone"));
        }
        if !crate::rules::Pack::NAMES.contains(&self.rules.as_str()) {
            return Err(Fault::invalid("rules", "need.choice"));
        }
        if !["county-cn", "charity", "school"].contains(&self.words.as_str()) {
            return Err(Fault::invalid("words", "need.choice"));
        }
        if !CURRENCIES.contains(&self.currency.as_str()) {
            return Err(Fault::invalid("currency", "need.choice"));
        }
        Ok(())
    }
}

/// A stored instant (UTC) as local `2017-03-31T10:00:00` of the zone.
pub fn local(zone: &str, instant: &str) -> String {
    let tz = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let Ok(at) = instant.parse::<Timestamp>() else { return instant.to_owned() };
    at.to_zoned_datetime(tz).strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// A local `2017-03-31T10:00` of the zone as it is stored (UTC); none when there is no such time.
pub fn instant(zone: &str, local: &str) -> Option<String> {
    let at: jiff::civil::DateTime = local.parse().ok()?;
    Some(ledger::stamp(TimeZone::get(zone).ok()?.to_timestamp(at).ok()?.as_millisecond()))
}

/// The local day of an instant.
pub fn local_day(zone: &str, instant: &str) -> String {
    let mut day = local(zone, instant);
    day.truncate(10);
    day
}

/// The realm's day at an instant given in milliseconds.
pub fn today(realm: &Realm, now_ms: i64) -> String {
    local_day(&realm.zone, &ledger::stamp(now_ms))
}

/// Whether the text is a calendar day as it is stored.
pub fn valid_day(day: &str) -> bool {
    day.len() == 10 && day.parse::<Date>().is_ok()
}

/// `n` days before a day; the day itself when it is no calendar day.
pub fn day_before(day: &str, n: i64) -> String {
    day.parse::<Date>().ok().and_then(|d| d.checked_sub(n.days()).ok()).map_or_else(|| day.to_owned(), |d| d.to_string())
}

/// How many days a period holds, both ends included; 0 when one of them is no calendar day.
pub fn days_between(from: &str, to: &str) -> i64 {
    let days = |a: Date, b: Date| i64::from(a.until(b).map_or(0, |span| span.get_days())) + 1;
    from.parse().ok().zip(to.parse().ok()).map_or(0, |(a, b)| days(a, b))
}
