//! `chunman bulletin`: an issue as a page, a text or a document, on standard output. The server may be running.
use super::{Outcome, Place, in_words, said};
use crate::bulletin::{
    Bulletin, document, find,
    pages::FilePage,
    paper::{Paper, Scan},
};
use crate::realm::Realm;
use crate::web::Fault;
use crate::web::format::day_year;
use crate::web::layout::Shell;
use crate::web::words::Words;
use askama::Template;
use clap::{Args, ValueEnum};
use ledger::Read;
use std::io::Write;
use std::process::ExitCode;

#[derive(Args)]
pub struct ShowBulletin {
    /// Its id, as in the address; the newest published one otherwise.
    id: Option<String>,
    #[arg(long, value_enum, default_value_t = Format::Txt)]
    format: Format,
    /// Where the realm stands for everyone, for the links inside: `https://example.cn`
    #[arg(long, default_value = "")]
    origin: String,
    #[command(flatten)]
    place: Place,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Html,
    Txt,
    Docx,
}

impl ShowBulletin {
    pub fn run(self) -> Outcome {
        let drawn = ledger::read_only(&self.place.config(), |r| Ok(self.draw(r))).map_err(|e| in_words(&e))?;
        let bytes = drawn.map_err(|fault| said(&fault))?;
        std::io::stdout().write_all(&bytes).map_err(|e| e.to_string())?;
        Ok(ExitCode::SUCCESS)
    }

    fn draw(&self, r: &mut Read) -> Result<Vec<u8>, Fault> {
        let b = match &self.id {
            Some(id) => r.find::<Bulletin>(id)?.ok_or(Fault::says("id", "need.issue", &[("id", id)]))?,
            None => find::latest(r)?.ok_or(Fault::invalid("id", "need.any_issue"))?,
        };
        let realm = Realm::find(r)?.ok_or(Fault::NotSetUp)?;
        let w = Words::new(crate::bulletin::paper::language(&b), &realm.words);
        let origin = self.origin.trim_end_matches('/');
        let paper = Paper::of(r, &w, &b)?;
        Ok(match self.format {
            Format::Docx => document::docx(r, &w, &b, origin)?,
            Format::Txt => {
                let address = (!origin.is_empty()).then(|| format!("{origin}/bulletins/{}", b.id));
                let says = Scan::of(r, origin, &b)?.map(|scan| scan.says(&w));
                let last = address.or(says).unwrap_or_default();
                let text = format!("{}\n{last}", paper.plain(&w, &day_year(w.lang(), &b.day)));
                format!("{}\n", text.trim_end()).into_bytes()
            }
            Format::Html => {
                let shell = Shell::alone(w, realm.name, origin, &format!("/bulletins/{}", b.id));
                let scan = Scan::of(r, origin, &b)?;
                FilePage { shell, paper, scan }.render().map_err(|e| Fault::broken(e.to_string()))?.into_bytes()
            }
        })
    }
}
