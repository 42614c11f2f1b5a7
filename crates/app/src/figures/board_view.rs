//! The board as a page, as a file and as data.
use super::board::Board;
use super::pages::{BoardPage, BoardRow};
use super::{Measure, Question, view};
use crate::api::answer;
use crate::campaigns::Campaign;
use crate::deeds::view::decimals;
use crate::powers::Power;
use crate::realm::valid_day;
use crate::web::download::{Download, Kind};
use crate::web::format::{quantity, shown};
use crate::web::html::query_value;
use crate::web::layout::{Fig, Link, Place};
use crate::web::{Answer, App, Cx, Fault};
use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::get;
use ledger::Read;
use paper::xlsx::Cell;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/campaigns/{id}/board", get(page))
        .route("/campaigns/{id}/board.csv", get(|cx: Cx, id: Path<String>, span: Query<Span>| file(cx, id, span, Kind::Csv)))
        .route("/campaigns/{id}/board.xlsx", get(|cx: Cx, id: Path<String>, span: Query<Span>| file(cx, id, span, Kind::Xlsx)))
}

pub fn api() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(data))
}

/// The days asked for; the campaign's own where none are said.
#[derive(Debug, Deserialize, IntoParams)]
struct Span {
    /// Inclusive local days.
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

impl Span {
    /// The campaign and the days, sound and in order.
    fn read(&self, r: &mut Read, id: &str) -> Result<(Campaign, String, String), Fault> {
        let campaign: Campaign = r.get(id)?;
        let day = |text: &str, otherwise: &str, field| match text {
            "" => Ok(otherwise.to_owned()),
            text if valid_day(text) => Ok(text.to_owned()),
            _ => Err(Fault::invalid(field, "need.day")),
        };
        let (from, to) = (day(&self.from, &campaign.from_day, "from")?, day(&self.to, &campaign.to_day, "to")?);
        if from > to { Err(Fault::invalid("to", "need.days")) } else { Ok((campaign, from, to)) }
    }
}

async fn page(cx: Cx, Path(id): Path<String>, Query(span): Query<Span>) -> Answer {
    cx.page(move |r, cx| draw(r, cx, &id, &span)).await
}

fn draw(r: &mut Read, cx: &Cx, id: &str, span: &Span) -> Result<BoardPage, Fault> {
    cx.may(r, &Power::SeeBoard)?;
    let shell = cx.shell(r, Place::Other)?;
    let (campaign, from, to) = span.read(r, id)?;
    let board = Board::of(r, &campaign, "verified", &from, &to)?;
    let mut totals = Vec::new();
    for indicator in &board.indicators {
        let q = Question::new(Measure::Sum, &[&indicator.id], &campaign.unit, &from, &to);
        totals.push(view::fig(r, &shell.w, &q)?);
    }
    let row = |row: &super::board::Row| BoardRow {
        unit: Link { href: format!("/units/{}", row.place.trim_start_matches('=')), label: row_name(&shell.w, row) },
        cells: (board.indicators.iter().zip(&row.values))
            .map(|(i, n)| Fig::new(shown(shell.lang(), *n, decimals(i)), "", row.question(&i.id).href()))
            .collect(),
    };
    let days = format!("from={}&to={}", query_value(&from), query_value(&to));
    Ok(BoardPage {
        back: Link { href: format!("/campaigns/{id}"), label: campaign.name.clone() },
        columns: board.indicators.iter().map(|i| (i.name.clone(), i.measure.clone())).collect(),
        rows: board.rows.iter().map(row).collect(),
        totals,
        files: ["csv", "xlsx"].map(|kind| format!("/campaigns/{id}/board.{kind}?{days}")).to_vec(),
        action: format!("/campaigns/{id}/board"),
        from,
        to,
        shell,
    })
}

fn row_name(w: &crate::web::words::Words, row: &super::board::Row) -> String {
    if row.place.starts_with('=') { w.f("sentence.own", &[("unit", &row.name)]) } else { row.name.clone() }
}

async fn file(cx: Cx, Path(id): Path<String>, Query(span): Query<Span>, kind: Kind) -> Answer {
    let file = cx.read(move |r, cx| {
        cx.may(r, &Power::SeeBoard)?;
        let w = cx.words(r)?;
        let (campaign, from, to) = span.read(r, &id)?;
        let board = Board::of(r, &campaign, "verified", &from, &to)?;
        let titles: Vec<String> =
            board.indicators.iter().map(|i| w.f("board.column", &[("name", &i.name), ("measure", &i.measure)])).collect();
        let header: Vec<&str> = [w.t("figures.unit_code"), w.t("deed.unit")].into_iter().chain(titles.iter().map(String::as_str)).collect();
        let mut file = Download::new(kind, &format!("{} {from}–{to}", campaign.name), &header)?;
        for row in &board.rows {
            let name = row_name(&w, row);
            let cells = board.indicators.iter().zip(&row.values).map(|(i, n)| Cell::Milli(*n, decimals(i)));
            file.row(&[Cell::Text(row.place.trim_start_matches('=')), Cell::Text(&name)].into_iter().chain(cells).collect::<Vec<_>>())?;
        }
        Ok(file)
    });
    file.await?.answer()
}

/// A campaign's units by its indicators.
#[derive(Debug, Serialize, ToSchema)]
struct BoardView {
    from: String,
    to: String,
    indicators: Vec<String>,
    rows: Vec<RowView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct RowView {
    /// A unit's code; `=` before the code of the campaign's own unit means its own without those below it.
    place: String,
    name: String,
    /// Decimal text, one an indicator.
    values: Vec<String>,
}

/// Verified quantities of the units below the campaign's, in official order.
#[utoipa::path(get, path = "/campaigns/{id}/board", operation_id = "show_board", params(("id" = String, Path), Span), extensions(("x-authz" = json!("desk roles"))),
    responses((status = 200, body = BoardView), (status = 404, body = crate::api::Problem), (status = 422, body = crate::api::Problem)))]
async fn data(cx: Cx, Path(id): Path<String>, Query(span): Query<Span>) -> Answer {
    let view = cx.read(move |r, cx| {
        cx.may(r, &Power::SeeBoard)?;
        let (campaign, from, to) = span.read(r, &id)?;
        let Board { indicators, rows } = Board::of(r, &campaign, "verified", &from, &to)?;
        let row = |row: super::board::Row| RowView {
            values: row.values.iter().map(|n| quantity(*n, 3)).collect(),
            place: row.place,
            name: row.name,
        };
        Ok(BoardView { from, to, indicators: indicators.into_iter().map(|i| i.id).collect(), rows: rows.into_iter().map(row).collect() })
    });
    answer(200, view.await?)
}
