//! Draws as pages.
use super::find::{self, Outcome};
use super::model::{ANNOUNCED, DONE, DRAWN, DROPPED, Draw, Drawn, FROZEN};
use super::pages::{Acts, Announce, DrawPage, DrawRow, DrawnRow, DrawnStep, DrawsPage, FrozenStep, SealedStep, VisitPage};
use super::seal;
use super::told::Told;
use crate::campaigns::{self, Campaign};
use crate::deeds::view::{Lookup, decimals, hue};
use crate::deeds::{Content, Deed};
use crate::orgs::{self, Group};
use crate::people;
use crate::powers::Power;
use crate::realm::local;
use crate::web::download::files;
use crate::web::format::quantity;
use crate::web::forms::{Choice, Errors};
use crate::web::html::Html;
use crate::web::layout::{Fig, Link, Place, Shell};
use crate::web::{Cx, Fault, Fields};
use ledger::Read;

/// Groups that checkers may be drawn from, in the form's list.
const ROTAS: usize = 60;

/// The draws of a campaign; `typed` is the form that could not be taken.
/// # Errors
/// `Missing` when there is no such campaign.
pub fn list(r: &mut Read, cx: &Cx, id: &str, typed: &Fields, errors: Errors) -> Result<DrawsPage, Fault> {
    let campaign = public(r, id)?;
    let shell = cx.shell(r, Place::Other)?;
    let announce = if cx.may(r, &Power::Draw(campaign.id.clone())).is_ok() { Some(form(r, &shell, &campaign, typed)?) } else { None };
    let back = Link { href: format!("/campaigns/{}", campaign.id), label: campaign.name };
    Ok(DrawsPage { rows: rows(r, cx, &shell, id)?, files: files(&format!("/campaigns/{id}/draws"), &[]), back, announce, errors, shell })
}

/// A campaign that everyone may see.
fn public(r: &mut Read, id: &str) -> Result<Campaign, Fault> {
    let campaign: Campaign = r.get(id)?;
    if campaign.state == "draft" { Err(Fault::Missing) } else { Ok(campaign) }
}

/// # Errors
/// When the data cannot be read.
pub fn rows(r: &mut Read, cx: &Cx, shell: &Shell, campaign: &str) -> Result<Vec<DrawRow>, Fault> {
    public(r, campaign)?;
    let zone = cx.realm(r)?.zone;
    let mut rows = Vec::new();
    for draw in find::of_campaign(r, campaign)? {
        let (result, told) = result(r, shell, &draw, Some(&draw.path()))?;
        rows.push(DrawRow {
            href: draw.path(),
            item: item(r, &draw)?,
            state: state(shell, &draw),
            known_at: local(&zone, &draw.known_at),
            source: draw.source,
            result,
            told,
        });
    }
    Ok(rows)
}

/// What is drawn from: the item, with its measure's name where it has several.
fn item(r: &mut Read, draw: &Draw) -> Result<String, Fault> {
    let (indicator, item, _) = campaigns::find::measure(r, &draw.indicator)?;
    let several = campaigns::find::indicators(r, &item.id)?.len() > 1;
    Ok(indicator.called(&item, several))
}

fn state(shell: &Shell, draw: &Draw) -> String {
    let key = match draw.state.as_str() {
        ANNOUNCED => "draws.announced",
        FROZEN => "draws.frozen",
        DRAWN => "draws.visiting",
        DROPPED => "draws.dropped",
        _ => "draws.done",
    };
    shell.t(key).to_owned()
}

/// What it says, for a page and as text; nothing before it is drawn.
fn result(r: &mut Read, shell: &Shell, draw: &Draw, href: Option<&str>) -> Result<(Html, String), Fault> {
    if !draw.is(DRAWN) && !draw.is(DONE) {
        return Ok((Html(String::new()), String::new()));
    }
    let outcome: Outcome = find::outcome(r, draw)?;
    let told = Told::of(shell, &outcome, href);
    Ok((told.html(shell), told.plain(shell)))
}

fn form(r: &mut Read, shell: &Shell, campaign: &Campaign, typed: &Fields) -> Result<Announce, Fault> {
    let mut indicators = Vec::new();
    for (item, measures) in campaigns::find::items(r, &campaign.id)? {
        let several = measures.len() > 1;
        indicators.extend(measures.iter().map(|m| Choice::new(&m.id, &m.called(&item, several), m.id == typed.get("indicator"))));
    }
    let strata = [("unit", "draws.by_unit"), ("", "draws.not_by_unit")];
    let chosen = if typed.has("strata") { typed.get("strata") } else { "unit" };
    let teams: Vec<Group> = r.all(&format!("WHERE kind = 'people' ORDER BY name, id LIMIT {ROTAS}"), &[])?;
    let clerks = Choice::new("", shell.t("draws.clerks"), typed.get("rota").is_empty());
    let teams = teams.into_iter().map(|g| Choice::new(&g.id, &g.name, g.id == typed.get("rota")));
    Ok(Announce {
        action: format!("/campaigns/{}/draws", campaign.id),
        indicators,
        strata: strata.iter().map(|(value, key)| Choice::new(value, shell.t(key), *value == chosen)).collect(),
        rotas: [clerks].into_iter().chain(teams).collect(),
        rate: if typed.has("rate") { typed.get("rate").to_owned() } else { "3".to_owned() },
        source: typed.get("source").to_owned(),
        known_at: typed.get("known_at").to_owned(),
    })
}

/// One draw, with what its reader may do.
/// # Errors
/// `Missing` when there is no such draw.
pub fn one(r: &mut Read, cx: &Cx, id: &str, notice: &str, errors: Errors) -> Result<DrawPage, Fault> {
    let draw: Draw = r.get(id)?;
    let campaign: Campaign = r.get(&draw.campaign)?;
    let shell = cx.shell(r, Place::Other)?;
    let zone = cx.realm(r)?.zone;
    let (result, result_told) = result(r, &shell, &draw, None)?;
    let open = cx.may(r, &Power::Draw(draw.campaign.clone())).is_ok();
    let rows = drawn_rows(r, &shell, &draw, open)?;
    let rota = if draw.rota.is_empty() { None } else { r.find::<Group>(&draw.rota)? };
    Ok(DrawPage {
        back: Link { href: format!("/campaigns/{}/draws", campaign.id), label: shell.t("draws.title").to_owned() },
        item: item(r, &draw)?,
        state: state(&shell, &draw),
        known_at: local(&zone, &draw.known_at),
        announced_at: local(&zone, &draw.announced_at),
        rate: quantity(draw.rate * 100, 1),
        strata: shell.t(if draw.strata == "unit" { "draws.by_unit" } else { "draws.not_by_unit" }).to_owned(),
        rota: rota.map_or_else(|| shell.t("draws.clerks").to_owned(), |group| group.name),
        frozen: if draw.frozen_at > 0 { Some(frozen(r, &shell, &draw, &zone)?) } else { None },
        drawn: (draw.is(DRAWN) || draw.is(DONE)).then(|| drawn_step(&shell, &draw, rows.len())),
        next: next(r, cx, &shell, &draw)?,
        acts: acts(r, cx, &draw, open)?,
        mine: mine(r, cx, &shell, &draw)?,
        files: if rows.is_empty() { Vec::new() } else { files(&format!("{}/drawn", draw.path()), &[]) },
        source: draw.source.clone(),
        notice: notice_of(&shell, notice),
        id: draw.id,
        rows,
        result,
        result_told,
        errors,
        shell,
    })
}

/// Who does what next.
fn next(r: &mut Read, cx: &Cx, shell: &Shell, draw: &Draw) -> Result<String, Fault> {
    let known = ledger::stamp(cx.app.db.clock().now_ms()) >= draw.known_at;
    let key = match draw.state.as_str() {
        ANNOUNCED if known => "draws.next_late",
        ANNOUNCED => "draws.next_freeze",
        FROZEN if known => "draws.next_number",
        FROZEN => "draws.next_wait",
        DRAWN if find::outcome(r, draw)?.waiting > 0 => "draws.next_visits",
        DRAWN => "draws.next_close",
        _ => return Ok(String::new()),
    };
    Ok(shell.t(key).to_owned())
}

fn notice_of(shell: &Shell, done: &str) -> String {
    let key = match done {
        "first" => "draws.number_first",
        "drawn" => "draws.number_drawn",
        "visited" => "draws.visited_thanks",
        _ => return String::new(),
    };
    shell.t(key).to_owned()
}

fn frozen(r: &mut Read, shell: &Shell, draw: &Draw, zone: &str) -> Result<FrozenStep, Fault> {
    let indicator = campaigns::find::measure(r, &draw.indicator)?.0;
    let sealed = seal::of(r, draw)?.map(|checkpoint| SealedStep {
        size: checkpoint.size,
        at: local(zone, checkpoint.time()),
        href: format!("{}/checkpoint", draw.path()),
    });
    Ok(FrozenStep {
        day: draw.frozen_on.clone(),
        position: draw.frozen_at,
        size: Fig::field(draw.size, shell.t("measure.deeds")),
        claimed: Fig::field(quantity(draw.claimed, decimals(&indicator)), indicator.measure),
        hits: Fig::field(draw.hits, shell.t("measure.visits")),
        few: !draw.is_enough(),
        digest: draw.records.clone(),
        file: format!("{}/list", draw.path()),
        sealed,
    })
}

fn drawn_step(shell: &Shell, draw: &Draw, count: usize) -> DrawnStep {
    DrawnStep {
        number: draw.number.clone(),
        seed: draw.seed.clone(),
        count: Fig::field(count, shell.t("measure.deeds")),
        shell_line: format!("(curl -s {}{}/checkpoint; printf {}) | sha256sum", shell.origin, draw.path(), draw.number),
        command: format!("chunman draw --verify {}", draw.id),
    }
}

fn acts(r: &mut Read, cx: &Cx, draw: &Draw, office: bool) -> Result<Acts, Fault> {
    let now = ledger::stamp(cx.app.db.clock().now_ms());
    let known = now >= draw.known_at;
    let standing = find::standing_number(r, &draw.id)?;
    let own = if cx.person().is_ok() { Some(cx.actor(r)?.pseudonym) } else { None };
    let waits = standing.is_some_and(|entered| Some(entered.entered_by) == own);
    let enters = draw.is(FROZEN) && known && cx.may(r, &Power::EnterNumber(draw.id.clone())).is_ok();
    Ok(Acts {
        freeze: office && draw.is(ANNOUNCED) && !known,
        number: enters && !waits,
        waits_for_other: enters && waits,
        close: office && draw.is(DRAWN),
        discard: office && (draw.is(ANNOUNCED) || draw.is(FROZEN)),
    })
}

/// The reader's own visits in it.
fn mine(r: &mut Read, cx: &Cx, shell: &Shell, draw: &Draw) -> Result<Vec<Link>, Fault> {
    if cx.person().is_err() || !draw.is(DRAWN) {
        return Ok(Vec::new());
    }
    let actor = cx.actor(r)?;
    let own = r.all::<Drawn>("WHERE draw = $1 AND checker = $2 ORDER BY place", &[(&draw.id).into(), (&actor.pseudonym).into()])?;
    own.iter().map(|row| Ok(Link { href: visit_href(row), label: visit_label(r, shell, row)? })).collect()
}

pub fn visit_href(row: &Drawn) -> String {
    format!("/draws/{}/visits/{}", row.draw, row.place)
}

/// Where it is and which record.
/// # Errors
/// When the data cannot be read.
pub fn visit_label(r: &mut Read, shell: &Shell, row: &Drawn) -> Result<String, Fault> {
    let deed: Deed = r.get(&row.deed)?;
    let unit = orgs::find::named(r, &deed.unit, &deed.day)?.map_or(deed.unit, |unit| unit.name);
    Ok(shell.joined(&[&unit, &deed.place, &shell.f("position.no", &[("n", &deed.position)])], " · ", " · "))
}

/// The drawn records; `open` shows who visits and what was found.
/// # Errors
/// When the data cannot be read.
pub fn drawn_rows(r: &mut Read, shell: &Shell, draw: &Draw, open: bool) -> Result<Vec<DrawnRow>, Fault> {
    let indicator = campaigns::find::measure(r, &draw.indicator)?.0;
    let mut look = Lookup::new(&shell.w);
    let fig = |milli: i64| Fig::field(quantity(milli, decimals(&indicator)), &indicator.measure);
    let mut rows = Vec::new();
    for row in find::drawn(r, &draw.id)? {
        let deed: Deed = r.get(&row.deed)?;
        let checker =
            if open { people::find::by_pseudonym(r, &row.checker)?.map(|p| p.called(&shell.w)).unwrap_or_default() } else { String::new() };
        rows.push(DrawnRow {
            place: row.place.to_string(),
            deed: Link { href: format!("/deeds/{}", deed.id), label: shell.f("position.no", &[("n", &deed.position)]) },
            unit: look.unit(r, &deed.unit, &deed.day)?,
            day: deed.day.clone(),
            claimed: fig(row.claimed),
            state: shell.t(visit_state(draw, &row, &deed)).to_owned(),
            checker,
            found: row.found.filter(|_| open).map(fig),
        });
    }
    Ok(rows)
}

fn visit_state(draw: &Draw, row: &Drawn, deed: &Deed) -> &'static str {
    match row.found {
        Some(_) => "draws.visited",
        None if !deed.counts() => "draws.gone",
        None if draw.is(DONE) => "draws.not_visited",
        None => "draws.to_visit",
    }
}

/// The form of a visit; `typed` is what could not be taken.
/// # Errors
/// `Barred` for everyone but the drawn checker.
pub fn visit(r: &mut Read, cx: &Cx, (id, place): (&str, i64), typed: Option<&Fields>, errors: Errors) -> Result<VisitPage, Fault> {
    let row = drawn_at(r, id, place)?;
    cx.may(r, &Power::VisitDrawn(row.id.clone()))?;
    let (draw, deed): (Draw, Deed) = (r.get(&row.draw)?, r.get(&row.deed)?);
    let shell = cx.shell(r, Place::Todo)?;
    let (indicator, item, _) = campaigns::find::measure(r, &deed.indicator)?;
    let mut look = Lookup::new(&shell.w);
    let text = |name: &str, before: String| typed.map_or(before, |fields| fields.get(name).to_owned());
    let not_now = match () {
        () if !draw.is(DRAWN) => shell.t("closed.draw_done").to_owned(),
        () if !deed.counts() => shell.t("draws.gone_more").to_owned(),
        () => String::new(),
    };
    Ok(VisitPage {
        back: Link { href: draw.path(), label: shell.t("draws.one").to_owned() },
        action: visit_href(&row),
        hue: hue(&item),
        item: item.name,
        claimed: Fig::field(quantity(row.claimed, decimals(&indicator)), &indicator.measure),
        unit: look.unit(r, &deed.unit, &deed.day)?,
        deed: format!("/deeds/{}", deed.id),
        position: deed.position,
        facts: look.facts(r, &shell.w, &deed, &Content::of(&deed), (true, false))?,
        found: text("found", row.found.map(|milli| quantity(milli, 3)).unwrap_or_default()),
        seen_at: text("seen_at", row.seen_at),
        words: text("words", String::new()),
        seen_on: row.seen_on,
        not_now,
        errors,
        shell,
    })
}

/// # Errors
/// `Missing` when the draw has no such record.
pub fn drawn_at(r: &mut Read, draw: &str, place: i64) -> Result<Drawn, Fault> {
    r.one("WHERE draw = $1 AND place = $2", &[draw.into(), place.into()])?.ok_or(Fault::Missing)
}
