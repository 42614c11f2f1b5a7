//! `chunman erase`: takes the personal values of a person, a household, a need, a roster’s subject or one record out for good, by whoever can write the data's folder.
use super::{Outcome, Place, in_words, said};
use crate::erasure::{Kind, Thing, Ticked, sweep};
use crate::powers::{Who, decide};
use crate::web::Fault;
use clap::{ArgGroup, Args};
use ledger::Db;
use std::process::ExitCode;

/// Erases personal values: of a person or a household (with the words, names and files of every record that names them), of a need, or of
/// one record. Deeds and sums stay. Backups made before still hold what is erased; a household's file in them opens only with the master key.
#[derive(Args)]
#[command(group = ArgGroup::new("whose").required(true))]
pub struct Erase {
    #[command(flatten)]
    place: Place,
    /// The person's code.
    #[arg(long, group = "whose")]
    person: Option<String>,
    /// The household's code.
    #[arg(long, group = "whose")]
    household: Option<String>,
    /// The need's number.
    #[arg(long, group = "whose")]
    need: Option<String>,
    /// The numbers of a roster and of a subject on it, as ROSTER/SUBJECT.
    #[arg(long, group = "whose")]
    subject: Option<String>,
    /// The record's id.
    #[arg(long, group = "whose")]
    deed: Option<String>,
    /// Why; it is kept, so it names nobody.
    #[arg(long)]
    reason: String,
    /// Leave the records that name the person, or somebody of the household, as they are.
    #[arg(long, alias = "person-only", conflicts_with_all = ["deed", "need", "subject"])]
    only: bool,
    /// One JSON object instead of text.
    #[arg(long)]
    json: bool,
}

impl Erase {
    pub fn run(&self) -> Outcome {
        let whose = [
            (Kind::Person, &self.person),
            (Kind::Household, &self.household),
            (Kind::Need, &self.need),
            (Kind::Subject, &self.subject),
            (Kind::Deed, &self.deed),
        ];
        let named = whose.into_iter().find_map(|(kind, key)| Some((kind, key.as_deref()?)));
        let say = "Say whose: --person CODE, --household CODE, --need NUMBER, --subject ROSTER/SUBJECT or --deed ID. Nothing was changed.";
        let (kind, key) = named.ok_or(say.to_owned())?;
        let db = self.place.open()?;
        let deeds = self.erase(&db, kind, key).map_err(|fault| match fault {
            Fault::Missing => format!("There is no {} {key}. Nothing was changed.", word(kind)),
            fault => said(&fault),
        })?;
        sweep(&db).map_err(|e| in_words(&e))?;
        if self.json {
            println!("{}", serde_json::json!({ "kind": word(kind), "key": key, "deeds": deeds }));
        } else {
            println!("Erased. Records whose words went: {}.\nBackups made before still hold what was erased.", deeds.len());
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The records, by id, whose words went.
    fn erase(&self, db: &Db, kind: Kind, key: &str) -> Result<Vec<String>, Fault> {
        let key = key.to_owned();
        let (thing, naming) = db.read(|r| {
            let thing = Thing::find(r, kind, &key)?;
            let naming = if self.only { Vec::new() } else { thing.naming(r)? };
            Ok::<_, Fault>((thing, naming))
        })?;
        let deeds: Vec<String> = naming.into_iter().map(|deed| deed.id).collect();
        let ticked = Ticked { deeds: deeds.clone(), ..Ticked::default() };
        let (reason, power, now) = (self.reason.clone(), thing.power(), db.clock().now_ms());
        db.write(move |r| decide(r, &Who::Operator, &power, now), move |tx| thing.erase(tx, &reason, &ticked))?;
        Ok(if kind == Kind::Deed { vec![key] } else { deeds })
    }
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "person",
        Kind::Household => "household",
        Kind::Need => "need",
        Kind::Subject => "subject",
        Kind::Deed => "record",
    }
}
