//! A file as it hangs on the wall (明白卡), with a page of the handbook.
use super::file::File;
use super::pages::{CardPage, Money};
use super::view;
use crate::people;
use crate::web::layout::{Link, Place};
use crate::web::words::Words;
use crate::web::{Cx, Fault};
use ledger::Read;

/// The same to be printed for the household, with the telephone of who is responsible.
/// # Errors
/// As the file itself; `Barred` for who sees names masked.
pub fn page(r: &mut Read, cx: &Cx, code: &str) -> Result<CardPage, Fault> {
    let file = view::page(r, cx, code)?;
    if !file.whole {
        return Err(Fault::Barred("barred.role"));
    }
    let opened = File::open(r, code)?;
    let day = cx.today(r)?;
    let person = opened.responsible(&day).map(|line| people::find::by_pseudonym(r, &line.person)).transpose()?.flatten();
    let shell = cx.shell(r, Place::Other)?;
    let head = opened.members.iter().find(|member| member.relation == "head" && member.to_day >= day);
    let head = head.map_or_else(|| Ok(file.title.clone()), |member| member.content(&opened.seal).map(|content| content.name))?;
    Ok(CardPage {
        head,
        net: file.money.as_ref().and_then(|money| last_net(&shell.w, money)).unwrap_or_default(),
        back: Link { href: format!("/households/{code}"), label: file.title.clone() },
        phone: person.and_then(|person| person.phone).unwrap_or_default(),
        shell,
        file,
    })
}

/// Net income per head of the last year that was, with how it comes about.
fn last_net(w: &Words, money: &Money) -> Option<String> {
    let years = money.heads.iter().zip(&money.net).filter(|(head, net)| !head.planned && net.is_some());
    let (head, net) = years.max_by_key(|(head, _)| head.year)?;
    let (fig, how) = net.as_ref()?;
    Some(w.f("card.net_of", &[("year", &head.year), ("net", &fig.text), ("how", how)]))
}
