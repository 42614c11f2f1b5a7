//! An issue as a document for Word and WPS.
use super::find;
use super::model::{Bulletin, Placed};
use super::paper::{Line, Paper, Scan, Span, language};
use crate::figures::view;
use crate::web::Fault;
use crate::web::format::day_year;
use crate::web::words::Words;
use ledger::Read;
use paper::docx::{Document, Paragraph, Run};
use paper::qr;

/// The file; `origin` is where the realm is served.
/// # Errors
/// When the data cannot be read or the file cannot be put together.
pub fn docx(r: &mut Read, words: &Words, b: &Bulletin, origin: &str) -> Result<Vec<u8>, Fault> {
    let w = words.in_language(language(b));
    let issue = Paper::of(r, words, b)?;
    let number = format!("{}{}", w.f("bulletin.no", &[("n", &issue.number)]), if issue.draft { w.t("bulletin.draft_mark") } else { "" });
    let mut notes = Vec::new();
    for placed in find::placed(r, &b.id)? {
        if issue.lines.iter().flat_map(|line| &line.spans).any(|span| matches!(span, Span::Placed(n, ..) if *n == placed.number)) {
            notes.push((placed.number, note(r, &w, &placed)?));
        }
    }
    let document = Document {
        head: issue.head.clone(),
        line: [number, issue.office.clone(), day_year(w.lang(), &issue.day)],
        title: issue.title.clone(),
        paragraphs: issue.lines.iter().map(|line| paragraph(&w, line)).collect(),
        foot: foot(&w, &issue),
        notes,
        notes_title: w.t("bulletin.notes").to_owned(),
        code: code(r, &w, b, origin)?,
    };
    document.bytes().map_err(|e| Fault::broken(e.to_string()))
}

/// A published issue is verified, a draft is looked at.
fn code(r: &mut Read, w: &Words, b: &Bulletin, origin: &str) -> Result<Option<(Vec<u8>, String)>, Fault> {
    let (address, says) = match Scan::of(r, origin, b)? {
        Some(scan) => (scan.address, w.f("bulletin.scan_verify", &[("key", &scan.fingerprint)])),
        None => (format!("{origin}/bulletins/{}", b.id), w.t("bulletin.scan").to_owned()),
    };
    Ok(qr::png(&address).map(|png| (png, says)))
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
    let gap = if w.lang().is_han() { "" } else { " " };
    let sentence = view::sentence(r, w, &q)?;
    Ok(w.f(
        "bulletin.note_figure",
        &[("sentence", &sentence.trim_end_matches(['。', '.'])), ("value", &format!("{}{gap}{}", fig.text, fig.unit))],
    ))
}

fn foot(w: &Words, issue: &Paper) -> Vec<String> {
    let line = |(key, to): &(&'static str, String)| format!("{}{}{to}", w.t(key), w.t("form.colon"));
    let mut foot: Vec<String> = issue.recipients.iter().map(line).collect();
    let signed: Vec<String> = issue.signed.iter().map(|(key, name)| format!("{}{}{name}", w.t(key), w.t("form.colon"))).collect();
    foot.extend((!signed.is_empty()).then(|| signed.join("　")));
    let copies = w.f("bulletin.copies_line", &[("n", &issue.copies)]);
    foot.push(format!("{}　{}{}", issue.office, day_year(w.lang(), &issue.day), if issue.copies > 0 { copies } else { String::new() }));
    foot
}
