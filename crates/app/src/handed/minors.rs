//! The year's list of who read data of minors (年度未成年人查阅清单): made of the readings of household files in which a minor lived that day, and of
//! lines of rosters that list children. Nobody is named: a member is told by place and relation, a line by its number, a reader by masked name and code.
use super::find::lists_of;
use super::pages::{MinorRow, MinorsPage};
use crate::households::lists::word;
use crate::households::{Member, MemberContent, names};
use crate::orgs;
use crate::people::{self, masked};
use crate::powers::Power;
use crate::realm::valid_day;
use crate::web::download::{self, Download, Kind};
use crate::web::layout::Place;
use crate::web::words::Words;
use crate::web::{Cx, Fault};
use ledger::{Read, Row};
use std::collections::BTreeMap;

/// Below this age one is a minor.
const ADULT: i64 = 18;
/// Rows on a page, readings read at once, and the most that one page looks through.
const PAGE: usize = 50;
const READINGS: usize = 500;
const LOOKED_MOST: usize = 5000;

impl MemberContent {
    /// The birth date, from the identity number where only that was written.
    pub fn born(&self) -> Option<String> {
        let of_number = || {
            let digits = self.number.get(6..14).filter(|text| text.bytes().all(|b| b.is_ascii_digit()))?;
            Some(format!("{}-{}-{}", digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?))
        };
        let birth = if self.birth.is_empty() { of_number()? } else { self.birth.clone() };
        Some(birth).filter(|day| valid_day(day))
    }
    /// Whole years on a local day; none where neither birth date nor number says.
    pub fn age_on(&self, day: &str) -> Option<i64> {
        let born = self.born()?;
        let year = |day: &str| day.get(..4)?.parse::<i64>().ok();
        let before_birthday = day.get(5..)? < born.get(5..)?;
        Some(year(day)? - year(&born)? - i64::from(before_birthday))
    }
}

/// Somebody of a household who may be a minor.
struct Young {
    member: Member,
    content: MemberContent,
    /// From one, in the file's order.
    place: usize,
}

impl Young {
    /// The key of the word for the age on a day; none for an adult. Of a child or grandchild without a birth date, or whose data was erased, nobody can
    /// say: it is listed.
    fn band(&self, day: &str) -> Option<&'static str> {
        match self.content.age_on(day) {
            Some(..super::model::CHILD) => Some("minors.child"),
            Some(..ADULT) => Some("minors.youth"),
            None if ["child", "grandchild"].contains(&self.member.relation.as_str()) => Some("minors.unknown"),
            _ => None,
        }
    }
}

/// A year as it is asked for; this year where nothing is.
/// # Errors
/// `Invalid` for anything else.
pub fn year(r: &mut Read, cx: &Cx, asked: &str) -> Result<i64, Fault> {
    let text = if asked.is_empty() { cx.today(r)?.chars().take(4).collect() } else { asked.to_owned() };
    crate::households::year(&text)
}

/// The rows behind a key, until there are `enough` of them or so much was looked through; and the key they go on behind.
fn rows(r: &mut Read, cx: &Cx, w: &Words, (year, after): (i64, &str), enough: usize) -> Result<(Vec<MinorRow>, Option<String>), Fault> {
    let (reader, today) = (cx.person()?, cx.today(r)?);
    let (mut found, mut key, mut looked) = (Vec::new(), after.to_owned(), 0);
    loop {
        let page = people::find::readings_about_minors(r, (&reader, &today), year, &key, READINGS)?;
        let young = young(r, &page)?;
        for (n, row) in page.iter().enumerate() {
            key = format!("{},{}", row.text(0)?, row.text(1)?);
            found.extend(of_roster(r, w, row, &today)?);
            for one in young.get(&row.text(6)?).into_iter().flatten() {
                found.extend(listed(r, w, row, one, &today)?);
            }
            if found.len() >= enough {
                let more = n + 1 < page.len() || page.len() == READINGS;
                return Ok((found, more.then_some(key)));
            }
        }
        looked += page.len();
        if page.len() < READINGS {
            return Ok((found, None));
        }
        if looked >= LOOKED_MOST {
            return Ok((found, Some(key)));
        }
    }
}

/// Of the households of these readings, those who may be minors.
fn young(r: &mut Read, readings: &[Row]) -> Result<BTreeMap<String, Vec<Young>>, Fault> {
    let mut ids = readings.iter().map(|row| row.text(6)).collect::<ledger::Result<Vec<_>>>()?;
    ids.retain(|id| !id.is_empty());
    ids.sort();
    ids.dedup();
    let mut young: BTreeMap<String, Vec<Young>> = BTreeMap::new();
    for (household, seal, members) in names::opened(r, &ids)? {
        for (n, member) in members.into_iter().enumerate() {
            let content = member.content(&seal)?;
            young.entry(household.clone()).or_default().push(Young { member, content, place: n + 1 });
        }
    }
    Ok(young)
}

fn listed(r: &mut Read, w: &Words, row: &Row, one: &Young, today: &str) -> Result<Option<MinorRow>, Fault> {
    let day = row.text(2)?;
    let Some(age) = one.band(&day).filter(|_| one.member.stands_on(&day)) else { return Ok(None) };
    let relation = word(w, "relation", &one.member.relation);
    let who = w.f("erasure.one_member", &[("n", &one.place), ("relation", &relation)]);
    Ok(Some(read(r, w, (row, today), [row.text(7)?, who, w.t(age).to_owned()])?))
}

/// The reading of a line of a roster that lists children: how old they are, it does not say.
fn of_roster(r: &mut Read, w: &Words, row: &Row, today: &str) -> Result<Option<MinorRow>, Fault> {
    let (number, kind) = (row.int(10)?, row.text(11)?);
    if kind.is_empty() {
        return Ok(None);
    }
    let what =
        [w.f("rosters.of_number", &[("n", &number)]), w.t(&format!("roster_kind.{kind}")).to_owned(), w.t("minors.unknown").to_owned()];
    Ok(Some(read(r, w, (row, today), what)?))
}

/// Who read it, when and how often; with where it stands, who it is about and the age, in words.
fn read(r: &mut Read, w: &Words, (row, today): (&Row, &str), [household, member, age]: [String; 3]) -> Result<MinorRow, Fault> {
    let mut unit = |n| -> Result<String, Fault> {
        let code = row.text(n)?;
        Ok(orgs::find::named(r, &code, today)?.map_or(code, |unit| unit.name))
    };
    Ok(MinorRow {
        household,
        member,
        age,
        unit: unit(8)?,
        reader: row.get::<Option<String>>(3)?.map_or_else(|| w.t("erasure.erased").to_owned(), |name| masked(&name)),
        code: row.text(4)?,
        reader_unit: unit(5)?,
        times: row.int(9)?,
        day: row.text(2)?,
    })
}

/// # Errors
/// `Barred` for who looks after neither the realm nor its discipline.
pub fn page(r: &mut Read, cx: &Cx, year: i64, after: &str) -> Result<MinorsPage, Fault> {
    cx.may(r, &Power::AuditMinors)?;
    let shell = cx.shell(r, Place::Other)?;
    let (rows, next) = rows(r, cx, &shell.w, (year, after), PAGE)?;
    let mut seen = Vec::new();
    for row in lists_of(r, year)? {
        let person = people::find::by_pseudonym(r, &row.made_by)?;
        let (name, code) = person.map_or_else(|| (row.made_by.clone(), String::new()), |person| (masked(person.name()), person.code));
        seen.push((name, code, row.day));
    }
    Ok(MinorsPage {
        next: next.map(|after| format!("/minors?year={year}&after={}", crate::web::html::query_value(&after))),
        files: download::files("/minors", &[("year", &year.to_string())]),
        year: year.to_string(),
        rows,
        seen,
        shell,
    })
}

/// # Errors
/// As [`page`].
pub fn file(r: &mut Read, cx: &Cx, year: i64, kind: Kind) -> Result<Download, Fault> {
    cx.may(r, &Power::AuditMinors)?;
    let w = cx.words(r)?;
    download::list(kind, &w, w.t("minors.title"), String::new(), |after| rows(r, cx, &w, (year, after), READINGS))
}
