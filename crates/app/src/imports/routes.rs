//! Importing in the browser: the whole text is checked first; applied, it runs on behind the page in steps that can be stopped.
use super::one;
use super::sheet::{self, with_column};
use super::{First, Import, Kind, Told};
use crate::asked::{self, Measured};
use crate::desk::pages::{ImportPage, ImportState, WrongRow};
use crate::orgs;
use crate::people::RoleKind;
use crate::powers::Power;
use crate::rosters;
use crate::web::download::{self, Download};
use crate::web::forms::Errors;
use crate::web::html::query_value;
use crate::web::layout::{Fig, Link, Place, Shell};
use crate::web::{Answer, App, Cx, Fault, Fields, see_other};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Query};
use axum::routing::get;
use ledger::Read;
use paper::xlsx::Cell;

/// The most a form may hold, in bytes; larger files go through `chunman import`.
const BODY_MOST: usize = 4 * 1024 * 1024;
/// The most wrong rows on a page.
const SHOWN: usize = 200;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/import/{kind}", get(form).post(act).layer(DefaultBodyLimit::max(BODY_MOST)))
        .route("/import/deeds/pattern.xlsx", get(super::pattern::pattern))
}

#[derive(serde::Deserialize)]
struct Asked {
    #[serde(default)]
    token: String,
    /// The number of the roster that subjects are for: a sheet need not say it in every row.
    #[serde(default)]
    roster: String,
}

impl Asked {
    fn action(&self, kind: Kind) -> String {
        let roster = if self.roster.is_empty() { String::new() } else { format!("?roster={}", query_value(&self.roster)) };
        format!("/import/{}{roster}", kind.word())
    }
}

async fn form(cx: Cx, Path(kind): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let kind = Kind::parse(&kind).ok_or(Fault::Missing)?;
    // Asked before anything is read: work that ends meanwhile was running for this page.
    let running = cx.app.imports.rows(&asked.token);
    cx.page(move |r, cx| {
        let mut errors = Errors::default();
        let state = state(r, cx, kind, (&asked.token, running), &mut errors)?;
        page(r, cx, (kind, &asked), String::new(), errors, state)
    })
    .await
}

/// What the import's record and this server's running work say; a fault that ended the work is said once more to every reader.
fn state(r: &mut Read, cx: &Cx, kind: Kind, (token, running): (&str, Option<usize>), errors: &mut Errors) -> Result<ImportState, Fault> {
    cx.may(r, &kind.power())?;
    let record = r.find::<orgs::Import>(&Import::id_of(kind, token))?;
    let rows = |n: i64, w: &crate::web::words::Words| Fig::field(n, w.t("measure.rows"));
    let w = cx.words(r)?;
    if let Some(fault) = cx.app.imports.fault(token) {
        errors.add("", fault.sentence(&w));
    }
    Ok(match (running, record) {
        (_, Some(record)) if record.state == "done" => ImportState::Done { rows: rows(record.rows, &w), before: false },
        (Some(total), record) => {
            let done = record.map_or(0, |i| i.done);
            ImportState::Running { token: token.to_owned(), done, total, rows: rows(done, &w) }
        }
        (None, Some(record)) => ImportState::Stopped { rows: rows(record.done, &w) },
        (None, None) => ImportState::Empty,
    })
}

async fn act(cx: Cx, Path(kind): Path<String>, Query(asked): Query<Asked>, fields: Fields) -> Answer {
    let kind = Kind::parse(&kind).ok_or(Fault::Missing)?;
    cx.read(move |r, cx| cx.may(r, &kind.power())).await?;
    let token = fields.get("token").to_owned();
    match fields.get("step") {
        "stop" => cx.app.imports.stop(&token),
        "wrong" => return wrong_file(&cx, kind, text(kind, &fields, &asked)?).await,
        "apply" => apply(&cx, kind, &fields, &token).await?,
        _ => return check(cx, (kind, asked), fields).await,
    }
    let action = asked.action(kind);
    see_other(&format!("{action}{}token={}", if action.contains('?') { '&' } else { '?' }, query_value(&token)))
}

/// What was given: a file when one came, else the text. A spreadsheet becomes the text it would be saved as.
fn text(kind: Kind, fields: &Fields, asked: &Asked) -> Result<String, Fault> {
    if let Some(one) = one::table(kind, fields)? {
        return Ok(one);
    }
    let text = match &fields.file {
        Some(bytes) if sheet::is_spreadsheet(bytes) => sheet::csv_of(bytes),
        Some(bytes) => String::from_utf8(bytes.clone()).map_err(|_| Fault::invalid("file", "need.utf8")),
        None => Ok(fields.raw("text").to_owned()),
    }?;
    if asked.roster.is_empty() { Ok(text) } else { with_column(&text, "roster", &asked.roster) }
}

async fn check(cx: Cx, (kind, asked): (Kind, Asked), fields: Fields) -> Answer {
    let text = text(kind, &fields, &asked);
    let (w, db, who) = (cx.read(|r, cx| cx.words(r)).await?, cx.app.db.clone(), cx.who.clone());
    let import = text.as_ref().map_err(Clone::clone).and_then(|text| Import::read(kind, text.as_bytes(), who));
    let checked = match import {
        Ok(import) => {
            tokio::task::spawn_blocking(move || import.check(&db, &w).map(|told| (import.token().to_owned(), import.first(), told)))
                .await
                .map_err(|e| Fault::broken(e.to_string()))?
        }
        Err(fault) => Err(fault),
    };
    cx.page(move |r, cx| {
        let (mut errors, mut first, mut text) = (Errors::default(), First::default(), text.unwrap_or_default());
        let state = match checked {
            Ok((token, rows, told)) => match one::wrong(kind, &fields, &told.faults) {
                // What was filled in stands in its own fields as long as it is wrong.
                Some(wrong) => {
                    errors = wrong;
                    text.clear();
                    ImportState::Empty
                }
                None => {
                    first = rows;
                    seen(cx.words(r)?.t("measure.rows"), token, told)
                }
            },
            Err(fault @ Fault::Invalid { .. }) => {
                errors.add("text", fault.sentence(&cx.words(r)?));
                ImportState::Empty
            }
            Err(fault) => return Err(fault),
        };
        let drawn = asked::drawn::again(cx.app.db.clock().now_ms(), &fields, [("text", text.as_str())]);
        let page = page(r, cx, (kind, &asked), text, errors, state)?;
        let one = one::fields(r, &page.shell.w, kind, &page.shell.today, Some(&fields))?;
        Ok(ImportPage { first, one, shell: Shell { drawn, ..page.shell.clone() }, ..page })
    })
    .await
}

/// What a check found.
fn seen(unit: &str, token: String, told: Told) -> ImportState {
    let rows = |n: usize| Fig::field(n, unit);
    if told.before {
        return ImportState::Done { rows: rows(told.rows), before: true };
    }
    let (good, more_wrong) = (rows(told.rows - told.wrong()), told.faults.len() > SHOWN);
    let row = |fault: super::RowFault| WrongRow { line: fault.line, field: fault.field, sentence: fault.sentence };
    ImportState::Checked { token, good, wrong: told.faults.into_iter().take(SHOWN).map(row).collect(), more_wrong }
}

/// Every wrong row as a file.
async fn wrong_file(cx: &Cx, kind: Kind, text: String) -> Answer {
    let (w, db, who) = (cx.read(|r, cx| cx.words(r)).await?, cx.app.db.clone(), cx.who.clone());
    let file = tokio::task::spawn_blocking(move || {
        let told = Import::read(kind, text.as_bytes(), who)?.check(&db, &w)?;
        let titles = [w.t("import.wrong_line"), w.t("import.wrong_column"), w.t("import.wrong_why")];
        let mut file = Download::new(download::Kind::Csv, "wrong-rows", &titles)?;
        for fault in &told.faults {
            let line = i64::try_from(fault.line).unwrap_or(i64::MAX);
            file.row(&[Cell::Whole(line), Cell::Text(&fault.field), Cell::Text(&fault.sentence)])?;
        }
        Ok::<_, Fault>(file)
    });
    file.await.map_err(|e| Fault::broken(e.to_string()))??.answer()
}

/// Begins the work behind the page. The text must be the one that was checked.
async fn apply(cx: &Cx, kind: Kind, fields: &Fields, token: &str) -> Result<(), Fault> {
    let measured = Measured::of(fields, cx.app.db.clock().now_ms());
    let import = Import::read(kind, fields.raw("text").as_bytes(), cx.who.clone())?.asked(measured);
    if import.token() != token {
        return Err(Fault::invalid("text", "need.same_text"));
    }
    // Sent twice, it runs once.
    let Some(stop) = cx.app.imports.begin(token, import.rows()) else { return Ok(()) };
    let (w, app, token) = (cx.read(|r, cx| cx.words(r)).await?, cx.app.clone(), token.to_owned());
    tokio::task::spawn_blocking(move || {
        let told = import.run(&app.db, &w, |_| !stop.load(std::sync::atomic::Ordering::Relaxed));
        app.imports.end(
            &token,
            match told {
                // It was right when it was checked: somebody changed the data in between.
                Ok(told) if told.state == "wrong" => Some(Fault::Stale),
                Ok(_) => None,
                Err(fault) => Some(fault),
            },
        );
    });
    Ok(())
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Units => "import.units",
        Kind::People => "import.people",
        Kind::Deeds => "import.deeds",
        Kind::Groups => "groups.title",
        Kind::Households => "households.title",
        Kind::Subjects => "rosters.subjects",
    }
}

fn page(
    r: &mut Read,
    cx: &Cx,
    (kind, asked): (Kind, &Asked),
    text: String,
    errors: Errors,
    state: ImportState,
) -> Result<ImportPage, Fault> {
    let shell = cx.shell(r, Place::Other)?;
    let mut kinds = Vec::new();
    for other in Kind::ALL {
        if cx.may(r, &other.power()).is_ok() {
            let link = Link { href: format!("/import/{}", other.word()), label: shell.t(word(other)).to_owned() };
            kinds.push((link, other == kind));
        }
    }
    let root = orgs::find::root(r)?.map(|u| u.code).unwrap_or_default();
    let hint = match kind {
        Kind::Units => {
            let kinds = orgs::view::KINDS.map(|kind| (kind, orgs::view::kind(&shell.w, kind)));
            let mut gaps: Vec<(&str, &dyn std::fmt::Display)> = kinds.iter().map(|(kind, word)| (*kind, word as _)).collect();
            gaps.push(("code", &root));
            shell.f("import.units_hint", &gaps)
        }
        Kind::People => {
            let roles = RoleKind::ALL.map(|role| (role.word(), shell.t(&format!("role.{}", role.word())).to_owned()));
            let gaps: Vec<(&str, &dyn std::fmt::Display)> = roles.iter().map(|(role, word)| (*role, word as _)).collect();
            shell.f("import.people_hint", &gaps)
        }
        Kind::Deeds => shell.t("import.deeds_hint").to_owned(),
        Kind::Groups => shell.t("groups.import_hint").to_owned(),
        Kind::Households => shell.t("households.import_hint").to_owned(),
        Kind::Subjects => shell.t("rosters.import_hint").to_owned(),
    };
    let (needed, more) = kind.header(&shell.w);
    let campaign = cx.may(r, &Power::ManageCampaigns).is_ok() && crate::campaigns::find::current(r, &shell.today)?.is_none();
    let counted = kind != Kind::Deeds;
    let back = if asked.roster.is_empty() { None } else { back(r, &asked.roster)? };
    // A realm begins with its units, its people, and then the campaign.
    let (href, label) = match kind {
        Kind::Units => ("/import/people", "people.import"),
        _ => ("/campaigns/import", "campaign.import"),
    };
    let next = campaign.then(|| Link { href: href.to_owned(), label: shell.t(label).to_owned() });
    let one = one::fields(r, &shell.w, kind, &shell.today, None)?;
    Ok(ImportPage {
        one,
        action: asked.action(kind),
        result: back.as_ref().map_or_else(|| result(kind).to_owned(), |roster| roster.href.clone()),
        next,
        back,
        kinds,
        needed,
        more,
        hint,
        text,
        errors,
        state,
        counted,
        pattern: (kind == Kind::Deeds).then(|| "/import/deeds/pattern.xlsx".to_owned()),
        first: First::default(),
        shell,
    })
}

/// Where what was brought in is seen.
fn result(kind: Kind) -> &'static str {
    match kind {
        Kind::Units => "/units",
        Kind::People => "/people",
        Kind::Deeds => "/todo",
        Kind::Groups => "/groups",
        Kind::Households => "/households",
        Kind::Subjects => "/rosters",
    }
}

/// The roster that subjects are for.
fn back(r: &mut Read, number: &str) -> Result<Option<Link>, Fault> {
    let roster = number.parse().map_or(Ok(None), |number| rosters::by_position(r, number))?;
    Ok(roster.map(|roster| Link { href: roster.path(), label: roster.name }))
}
