//! `chunman draw`: the draws, or one of them once more: 0 it is as the log gives it, 1 not (each fault is named), 2 could not be done.
use super::{Outcome, Place, in_words, said};
use crate::lots::Draw;
use crate::lots::repeat::{Repeated, drawn, repeat};
use crate::web::Fault;
use clap::Args;
use ledger::Read;
use serde_json::json;
use std::process::ExitCode;

#[derive(Args)]
pub struct Draws {
    /// Repeat a draw, or all of them, from the log alone, and say whether the drawn records and checkers are the ones.
    #[arg(long, value_name = "ID", num_args = 0..=1, default_missing_value = "")]
    verify: Option<String>,
    /// Tell the outcome as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

impl Draws {
    pub fn run(self) -> Outcome {
        let Some(id) = self.verify.clone() else { return self.list() };
        let id = Some(id).filter(|id| !id.is_empty());
        let repeated = ledger::read_only(&self.place.config(), |r| Ok(all(r, id.as_deref()))).map_err(|e| in_words(&e))?;
        let repeated = repeated.map_err(|fault| said(&fault))?;
        println!("{}", if self.json { as_json(&repeated) } else { as_text(&repeated) });
        Ok(ExitCode::from(u8::from(repeated.iter().any(|draw| !draw.faults.is_empty()))))
    }

    fn list(&self) -> Outcome {
        let read = |r: &mut Read| r.all::<Draw>("ORDER BY announced_at, id", &[]);
        let draws = ledger::read_only(&self.place.config(), read).map_err(|e| in_words(&e))?;
        if self.json {
            let told: Vec<_> = draws.iter().map(|d| json!({ "id": d.id, "indicator": d.indicator, "state": d.state })).collect();
            println!("{}", serde_json::to_string_pretty(&told).unwrap_or_default());
        } else {
            draws.iter().for_each(|d| println!("{} {} {}", d.id, d.indicator, d.state));
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn all(r: &mut Read, id: Option<&str>) -> Result<Vec<Repeated>, Fault> {
    drawn(r, id)?.iter().map(|id| repeat(r, id)).collect()
}

fn as_text(repeated: &[Repeated]) -> String {
    let one = |draw: &Repeated| {
        let mut lines: Vec<String> = draw.faults.iter().map(|what| format!("{}: {what}", draw.id)).collect();
        let verdict = if lines.is_empty() { "as the log gives it".to_owned() } else { format!("{} faults", lines.len()) };
        lines.push(format!("{}: {verdict}: {} of {} records drawn, seed {}", draw.id, draw.drawn, draw.records, draw.seed));
        lines.join("\n")
    };
    let told: Vec<String> = repeated.iter().map(one).collect();
    if told.is_empty() { "nothing was drawn yet".to_owned() } else { told.join("\n") }
}

fn as_json(repeated: &[Repeated]) -> String {
    let one = |draw: &Repeated| json!({ "id": draw.id, "holds": draw.faults.is_empty(), "records": draw.records, "drawn": draw.drawn, "seed": draw.seed, "faults": draw.faults });
    serde_json::to_string_pretty(&repeated.iter().map(one).collect::<Vec<_>>()).unwrap_or_default()
}
