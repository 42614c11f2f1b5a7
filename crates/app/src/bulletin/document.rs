//! An issue as a document for Word and WPS.
use super::model::{Bulletin, Placed};
use super::paper::{Line, Paper, Scan, Span, language};
use crate::figures::view;
use crate::web::Fault;
use crate::web::format::{amount, day_year};
use crate::web::words::Words;
use ledger::Read;
use paper::docx::{Code, Document, Paragraph, Run};
use paper::qr;

/// The file; `origin` is where the realm is served, or empty.
/// # Errors
/// When the data cannot be read or the file cannot be put together.
pub fn docx(r: &mut Read, words: &Words, b: &Bulletin, origin: &str) -> Result<Vec<u8>, Fault> {
    let w = words.in_language(language(b));
    let issue = Paper::of(r, words, b)?;
    let number = format!("{}{}", w.f("bulletin.no", &[("n", &issue.number)]), if issue.draft { w.t("bulletin.draft_mark") } else { "" });
    let mut notes = Vec::new();
    for placed in b.used(r)? {
        notes.push(w.f("tell.line", &[("n", &placed.number), ("text", &note(r, &w, &placed)?)]));
    }
    let document = Document {
        head: issue.head.clone(),
        line: [number, issue.office.clone(), day_year(w.lang(), &issue.day)],
        title: issue.title.clone(),
        paragraphs: withdrawn(&w, &issue).into_iter().chain(issue.lines.iter().map(|line| paragraph(&w, line))).collect(),
        foot: issue.foot(&w),
        notes,
        notes_title: w.t("bulletin.notes").to_owned(),
        code: code(r, &w, b, origin)?,
    };
    document.bytes().map_err(|e| Fault::broken(e.to_string()))
}

/// What a withdrawn issue begins with.
fn withdrawn(w: &Words, issue: &Paper) -> Option<Paragraph> {
    let says = || w.f("bulletin.aside", &[("text", &issue.withdrawn)]);
    (!issue.withdrawn.is_empty()).then(|| Paragraph { level: 1, runs: vec![Run::Words(says())] })
}

/// A published issue is verified, a draft is looked at where that can be.
fn code(r: &mut Read, w: &Words, b: &Bulletin, origin: &str) -> Result<Option<Code>, Fault> {
    let (address, says) = match Scan::of(r, origin, b)? {
        Some(scan) => (scan.address.clone(), scan.says(w)),
        None if origin.is_empty() => return Ok(None),
        None => (Some(format!("{origin}/bulletins/{}", b.id)), w.t("bulletin.scan").to_owned()),
    };
    Ok(Some(Code { png: address.and_then(|address| qr::png(&address)), says }))
}

fn paragraph(w: &Words, line: &Line) -> Paragraph {
    let mut runs = Vec::new();
    for span in &line.spans {
        match span {
            Span::Words(text) => runs.push(Run::Words(text.clone())),
            Span::Placed(number, text, _) => runs.extend([Run::Words(text.clone()), Run::Note(*number)]),
            Span::Claim(text) => runs.push(Run::Words(w.f("bulletin.claimed", &[("text", text)]))),
        }
    }
    Paragraph { level: line.level, runs }
}

/// What a note's number stands for: what was counted and the exact figure, or the record.
fn note(r: &mut Read, w: &Words, placed: &Placed) -> Result<String, Fault> {
    if placed.deed().is_some() {
        return Ok(w.f("bulletin.note_record", &[("no", &w.f("position.no", &[("n", &placed.value)]))]));
    }
    let q = placed.what.parse()?;
    let fig = view::shown(r, w, &q, placed.value)?;
    let sentence = view::sentence(r, w, &q)?;
    Ok(w.f(
        "bulletin.note_figure",
        &[("sentence", &sentence.trim_end_matches(['。', '.'])), ("value", &amount(w.lang(), &fig.text, &fig.unit))],
    ))
}
