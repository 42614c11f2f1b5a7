//! `chunman paste`.
use super::{Outcome, said};
use crate::paste::{Entry, Ground, read};
use crate::web::format;
use clap::Args;
use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;

/// The most a pasted text may hold, in bytes.
const TEXT_MOST: u64 = 1024 * 1024;

const MEANINGS: &str = "\
Reads the text from standard input: a list copied from a chat (接龙), or rows copied from a spreadsheet. Nothing is stored.

With --json an array is printed, one object a deed, in the order of the text:
  line      line of the text, from 1; a line with two deeds gives two objects
  names     official names as in the people file; a name that could not be resolved stands as it was written
  item      the item's id in the campaign file; \"\" when unknown
  quantity  decimal text in the measure of the item's indicator (\"1.5\"); \"\" when the text gives none
  unit      the unit that the line or its heading names, else the first person's, as the people file writes it
  place     where, as it was written, without 在 or \"at\"
  words     what else the line says
  certain   false when anything was guessed: a nickname not in the file, a typo, one of several, 约, a sack counted by the
            item's hint, the same entry twice. Such an object is to be looked at.
People file: a CSV with name and, if wanted, code, unit, nicknames (apart by ; 、 or blanks), title.
Items file: a campaign file (TOML); its items' names, indicators, measures and hints say what words mean.";

#[derive(Args)]
#[command(after_long_help = MEANINGS)]
pub struct Paste {
    /// Who may be meant: code,name,unit,nicknames (CSV).
    #[arg(long)]
    people: PathBuf,
    /// The campaign's file (TOML).
    #[arg(long)]
    items: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// The day that 昨天 and 周六 are counted from, 2017-03-18; it matters where the same entry stands under two days.
    #[arg(long)]
    day: Option<jiff::civil::Date>,
}

impl Paste {
    /// 0 when the text was read, also when it holds no deed.
    pub fn run(self) -> Outcome {
        let file = |path: &PathBuf| std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()));
        let (people, items) = (file(&self.people)?, file(&self.items)?);
        let ground = Ground::of_files(&people, &items, self.day).map_err(|fault| said(&fault))?;
        let mut bytes = Vec::new();
        std::io::stdin().take(TEXT_MOST + 1).read_to_end(&mut bytes).map_err(|e| format!("The text cannot be read: {e}."))?;
        if bytes.len() as u64 > TEXT_MOST {
            return Err(format!("The text holds more than {TEXT_MOST} bytes. Divide it."));
        }
        let text = String::from_utf8(bytes).map_err(|_| "The text is not UTF-8.".to_owned())?;
        let rows: Vec<Row> = read(&ground, text.trim_start_matches('\u{feff}')).entries.iter().map(|e| Row::of(&ground, e)).collect();
        if self.json {
            println!("{}", serde_json::to_string_pretty(&rows).unwrap_or_default());
        } else {
            rows.iter().for_each(Row::tell);
        }
        Ok(ExitCode::SUCCESS)
    }
}

#[derive(serde::Serialize)]
struct Row {
    line: usize,
    names: Vec<String>,
    item: String,
    quantity: String,
    unit: String,
    place: String,
    words: String,
    certain: bool,
}

impl Row {
    fn of(ground: &Ground, entry: &Entry) -> Self {
        Self {
            line: entry.line,
            names: entry.names.iter().map(|n| n.person.map_or_else(|| n.written.clone(), |p| ground.people[p].name.clone())).collect(),
            item: entry.item.map(|n| ground.items[n].id.clone()).unwrap_or_default(),
            quantity: entry.quantity.map(|q| format::quantity(q, 3)).unwrap_or_default(),
            unit: entry.unit.clone(),
            place: entry.place.clone(),
            words: entry.words.clone(),
            certain: !entry.doubts.any(),
        }
    }

    fn tell(&self) {
        let mark = if self.certain { " " } else { "?" };
        let names = self.names.join("、");
        println!("{mark} {}\t{names}\t{}\t{}\t{}\t{}\t{}", self.line, self.item, self.quantity, self.unit, self.place, self.words);
    }
}
