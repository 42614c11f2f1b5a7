//! What the writer's desk sends. Each button takes the text along: nothing typed is lost, with script or without.
use super::edit::{self, Asked};
use super::find;
use super::model::{Bulletin, Placed};
use super::verbs::{Sheet, Signature};
use crate::asked::TimeTold;
use crate::deeds::{Deed, state};
use crate::figures::Question;
use crate::orgs;
use crate::powers::Power;
use crate::realm::Realm;
use crate::web::forms::Errors;
use crate::web::speak::page_with_status;
use crate::web::words::Words;
use crate::web::{Answer, Cx, Fault, Fields, see_other};
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use ledger::Tx;

pub async fn show(cx: Cx, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    cx.page(move |r, cx| edit::page(r, cx, &id, &asked, Errors::default())).await
}

fn sheet(fields: &Fields) -> Sheet {
    let text = |name: &str| fields.get(name).to_owned();
    Sheet {
        number: text("number"),
        head: text("head"),
        office: text("office"),
        day: text("day"),
        title: text("title"),
        text: fields.raw("text").to_owned(),
        report_to: text("report_to"),
        send_to: text("send_to"),
        issue_to: text("issue_to"),
        copies: text("copies"),
    }
}

fn signature(fields: &Fields) -> Signature {
    let text = |name: &str| fields.get(name).to_owned();
    Signature { step: text("step"), name: text("signer"), how: text("how"), day: text("signed_day") }
}

/// Saves the text, does what the button says, and shows the desk again at `then`.
async fn desk(
    cx: Cx,
    id: String,
    fields: Fields,
    then: String,
    act: impl FnOnce(&mut Tx, Bulletin, &Fields) -> Result<(), Fault> + Send + 'static,
) -> Answer {
    let (bulletin, form) = (id.clone(), fields.clone());
    let outcome = cx.write(Power::WriteBulletin, move |tx| {
        let rev = form.get("rev").parse().unwrap_or(0);
        let b = tx.get::<Bulletin>(&bulletin)?.write(tx, rev, &sheet(&form))?;
        act(tx, b, &form)
    });
    match outcome.await {
        Ok(()) => see_other(&then),
        Err(fault @ (Fault::Invalid { .. } | Fault::Stale)) => {
            let html = cx.read(move |r, cx| again(r, cx, &id, &fields, &fault)).await?;
            Ok(page_with_status(StatusCode::UNPROCESSABLE_ENTITY, html))
        }
        Err(fault) => Err(fault),
    }
}

/// The desk with what was typed and what was wrong.
fn again(r: &mut ledger::Read, cx: &Cx, id: &str, fields: &Fields, fault: &Fault) -> Result<String, Fault> {
    let mut errors = Errors::default();
    errors.add(fault.field().unwrap_or(""), edit::sentence(&cx.words(r)?, fault));
    let asked = Asked { figure: fields.get("figure").to_owned(), of: fields.get("of").to_owned(), ..Asked::default() };
    let mut page = edit::page(r, cx, id, &asked, errors)?;
    if matches!(fault, Fault::Stale) {
        // The other's text is what stands; one's own is beside it, so that neither overwrites the other unseen.
        fields.raw("text").clone_into(&mut page.unsaved);
        page.errors.add("text", page.shell.t("bulletin.beside").to_owned());
    } else {
        page.sheet = sheet(fields);
    }
    page.signature = signature(fields);
    page.render().map_err(|e| Fault::broken(e.to_string()))
}

pub async fn save(cx: Cx, Path(id): Path<String>, fields: Fields) -> Answer {
    let published = fields.get("then") == "publication";
    let then = format!("/bulletins/{id}/{}", if published { "publication" } else { "edit?done=saved" });
    desk(cx, id, fields, then, |_, _, _| Ok(())).await
}

/// Asks a figure, or lists another unit's stories: the desk with the answer.
pub async fn ask(cx: Cx, Path(id): Path<String>, fields: Fields) -> Answer {
    let typed = fields.get("figure").rsplit('/').next().unwrap_or("").to_owned();
    let built = || -> Result<String, Fault> {
        let days = format!("{}-{}", fields.get("from").replace('-', ""), fields.get("to").replace('-', ""));
        let part = |name: &str| fields.get(name).to_owned();
        let id = [part("measure"), part("indicator"), part("place"), days, part("state")].join(".");
        id.parse::<Question>().map(|q| q.to_string())
    };
    let figure = match fields.get("ask") {
        "picked" => built().map_err(|_| Fault::invalid("from", "need.days")),
        "typed" => typed.parse::<Question>().map(|q| q.to_string()).map_err(|_| Fault::invalid("figure", "need.figure")),
        _ => Ok(String::new()),
    };
    let query = |name: &str, value: &str| {
        if value.is_empty() { String::new() } else { format!("{name}={}&", crate::web::html::query_value(value)) }
    };
    let then = format!(
        "/bulletins/{id}/edit?{}{}#{}",
        query("figure", figure.as_deref().unwrap_or("")),
        query("of", fields.get("of")),
        if fields.get("ask") == "stories" { "stories" } else { "ask" }
    );
    desk(cx, id, fields, then, move |tx, _, _| {
        if let Some(id) = figure.map(|id| (!id.is_empty()).then_some(id))? {
            super::value::of(tx, &id)?;
        }
        Ok(())
    })
    .await
}

/// Places the figure that was asked, where the text's cursor stood.
pub async fn place(cx: Cx, Path(id): Path<String>, fields: Fields) -> Answer {
    let then = format!("/bulletins/{id}/edit?done=saved#text");
    desk(cx, id, fields, then, |tx, b, form| {
        let placed = b.place(tx, form.get("placing"), form.get("wording"))?;
        insert(tx, b, form, &format!("{{{}}}", placed.number))
    })
    .await
}

/// Puts words into the text at the cursor the form names, or at its end.
fn insert(tx: &mut Tx, b: Bulletin, form: &Fields, words: &str) -> Result<(), Fault> {
    let typed = form.raw("text").replace('\r', "");
    let caret = form.get("caret").parse::<usize>().ok();
    let mut units = 0;
    let at = caret.and_then(|caret| {
        typed.char_indices().find_map(|(at, c)| {
            let here = units == caret;
            units += c.len_utf16();
            here.then_some(at)
        })
    });
    let at = behind_gap(&typed, at.unwrap_or(typed.len()));
    let text = format!("{}{words}{}", &typed[..at], &typed[at..]);
    let (rev, sheet) = (b.rev, Sheet { text, ..sheet(form) });
    b.write(tx, rev, &sheet).map(|_| ())
}

/// The place itself, or behind the `{…}` it lies in.
fn behind_gap(text: &str, at: usize) -> usize {
    let open = text[..at].rfind(['{', '}', '\n']).filter(|found| text[*found..].starts_with('{'));
    let close =
        open.and_then(|_| text[at..].find(['{', '}', '\n'])).map(|found| at + found).filter(|found| text[*found..].starts_with('}'));
    close.map_or(at, |found| found + 1)
}

/// Another wording of a placed figure.
pub async fn change(cx: Cx, Path((id, number)): Path<(String, i64)>, fields: Fields) -> Answer {
    let then = format!("/bulletins/{id}/edit?done=saved#placed-{number}");
    desk(cx, id, fields, then, move |tx, b, form| {
        let placed: Placed = find::one_placed(tx, &b.id, number)?.ok_or(Fault::Missing)?;
        placed.say(tx, form.get("wording")).map(|_| ())
    })
    .await
}

/// Takes figures that moved as they were shown: one, or all of the list.
pub async fn confirm(cx: Cx, Path(id): Path<String>, fields: Fields) -> Answer {
    let (done, at) = if fields.get("only").is_empty() { ("confirmed", "") } else { ("confirmed_one", "#moved") };
    let then = format!("/bulletins/{id}/edit?done={done}{at}");
    desk(cx, id, fields, then, |tx, b, form| {
        let only = form.get("only");
        for shown in form.all("shown") {
            let Some((number, value)) = shown.split_once(' ').filter(|(number, _)| only.is_empty() || *number == only) else { continue };
            let (Ok(number), Ok(value)) = (number.parse(), value.parse()) else { continue };
            find::one_placed(tx, &b.id, number)?.ok_or(Fault::Missing)?.confirm(tx, value)?;
        }
        Ok(())
    })
    .await
}

/// A sentence made of a record, at the cursor.
pub async fn story(cx: Cx, Path(id): Path<String>, fields: Fields) -> Answer {
    let then = format!("/bulletins/{id}/edit?done=saved&of={}#text", crate::web::html::query_value(fields.get("of")));
    let words = cx.read(|r, cx| cx.words(r)).await?;
    desk(cx, id, fields, then, move |tx, b, form| {
        let deed: Deed = tx.get(form.get("story"))?;
        if !deed.published || deed.state != state::VERIFIED {
            return Err(Fault::invalid("text", "need.story"));
        }
        let placed = b.place(tx, &format!("deed:{}", deed.id), "")?;
        let sentence = sentence(tx, &words, &b, &deed, placed.number)?;
        insert(tx, b, form, &sentence)
    })
    .await
}

fn sentence(tx: &mut Tx, words: &Words, b: &Bulletin, deed: &Deed, number: i64) -> Result<String, Fault> {
    let w = words.in_language(super::paper::language(b));
    let unit = orgs::find::named(tx, &deed.unit, &deed.day)?.map(|u| u.name).unwrap_or_default();
    let day = crate::web::format::day(w.lang(), &deed.day);
    let said = deed.words.clone().unwrap_or_default();
    // Somebody's own words: a deed, or a maxim without any verb. They are quoted, so that the sentence is one whatever they are.
    let said = said.trim().trim_end_matches(['。', '.']).replace(['{', '}', '[', ']'], "").replace('“', "‘").replace('”', "’");
    let gap = format!("{{{number}}}");
    Ok(w.f("bulletin.sentence", &[("day", &day), ("unit", &unit), ("words", &said), ("gap", &gap)]))
}

/// The line about the time asked of staff goes in as it is now, or out.
pub async fn time_asked(cx: Cx, Path(id): Path<String>, fields: Fields) -> Answer {
    let then = format!("/bulletins/{id}/edit?done=saved#time");
    desk(cx, id, fields, then, |tx, b, form| TimeTold::put(tx, &b, form.get("time") == "print")).await
}

pub async fn sign(cx: Cx, Path(id): Path<String>, fields: Fields) -> Answer {
    let then = format!("/bulletins/{id}/edit?done=saved#signed");
    let by = cx.person()?;
    desk(cx, id, fields, then, move |tx, b, form| b.sign(tx, &by, &signature(form))).await
}

pub async fn give_up(cx: Cx, Path(id): Path<String>, fields: Fields) -> Answer {
    desk(cx, id, fields, "/bulletins".to_owned(), |tx, b, _| {
        let rev = b.rev;
        b.give_up(tx, rev).map(|_| ())
    })
    .await
}

/// A new draft for a campaign.
pub async fn begin(cx: Cx, fields: Fields) -> Answer {
    let campaign = fields.get("campaign").to_owned();
    let words = cx.read(|r, cx| Ok((cx.words(r)?, Realm::find(r)?.map(|realm| realm.name).unwrap_or_default()))).await?;
    let (w, realm) = words;
    let b = cx
        .write(Power::WriteBulletin, move |tx| {
            let name = tx.get::<crate::campaigns::Campaign>(&campaign)?.name;
            let office = w.f("bulletin.office_of", &[("realm", &realm), ("campaign", &name)]);
            let outline =
                Sheet { head: w.t("bulletin.head_word").to_owned(), office, text: w.t("bulletin.outline").to_owned(), ..Sheet::default() };
            Bulletin::begin(tx, &campaign, &outline)
        })
        .await?;
    see_other(&format!("/bulletins/{}/edit", b.id))
}

#[cfg(test)]
mod tests {
    use super::behind_gap;

    #[test]
    fn a_figure_never_lands_inside_another() {
        let text = "种{12 3万}棵，又{7";
        let at = |what: &str| text.find(what).unwrap();
        assert_eq!(behind_gap(text, at("3万")), at("棵"));
        assert_eq!(behind_gap(text, at("{12")), at("{12"), "before it");
        assert_eq!(behind_gap(text, at("棵")), at("棵"), "behind it");
        assert_eq!(behind_gap(text, text.len()), text.len(), "one that is not closed is none");
    }
}
