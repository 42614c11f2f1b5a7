//! The office's page of the time asked of staff, and its files.
use super::find;
use super::pages::AskedPage;
use super::rows::{AskedRow, of_week};
use crate::powers::Power;
use crate::realm::valid_day;
use crate::web::download::{self, Kind, files};
use crate::web::layout::Place;
use crate::web::{Answer, App, Cx, Fault};
use axum::Router;
use axum::extract::Query;
use axum::routing::get;
use ledger::Read;

pub fn routes() -> Router<App> {
    Router::new().route("/time-asked", get(show)).route("/time-asked.csv", get(file)).route("/time-asked.xlsx", get(file))
}

#[derive(serde::Deserialize)]
struct Asked {
    /// The Monday that the page before ended with.
    #[serde(default)]
    before: String,
}

/// Weeks of a page, and of one reading for a file.
const WEEKS: usize = 12;
/// Behind every week.
const LAST: &str = "9999";

async fn show(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    cx.page(move |r, cx| {
        cx.may(r, &Power::SeeTimeAsked)?;
        let before = if valid_day(&asked.before) { asked.before.as_str() } else { LAST };
        let today = cx.today(r)?;
        let (weeks, next) = page(r, before, &today)?;
        Ok(AskedPage {
            weeks,
            next: next.map(|week| format!("/time-asked?before={week}")),
            files: files("/time-asked", &[]),
            shell: cx.shell(r, Place::Other)?,
        })
    })
    .await
}

async fn file(cx: Cx, kind: Kind) -> Answer {
    let file = cx.read(move |r, cx| {
        cx.may(r, &Power::SeeTimeAsked)?;
        let (w, today) = (cx.words(r)?, cx.today(r)?);
        download::list(kind, &w, w.t("asked.title"), LAST.to_owned(), |before| {
            let (weeks, next) = page(r, before, &today)?;
            Ok((weeks.into_iter().flatten().collect(), next))
        })
    });
    file.await?.answer()
}

/// The rows of each of the weeks before a Monday, and the last of them where more come.
fn page(r: &mut Read, before: &str, today: &str) -> Result<(Vec<Vec<AskedRow>>, Option<String>), Fault> {
    let mut weeks = find::weeks(r, before, WEEKS + 1)?;
    let more = weeks.len() > WEEKS;
    weeks.truncate(WEEKS);
    let next = weeks.last().filter(|_| more).cloned();
    let rows = weeks.iter().map(|week| of_week(r, week, today)).collect::<Result<_, _>>()?;
    Ok((rows, next))
}
