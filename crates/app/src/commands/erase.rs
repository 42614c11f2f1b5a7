//! `chunman erase`: takes the personal values of a person or of one record out for good, by whoever can write the data's folder.
use super::{Outcome, Place, in_words, said};
use crate::deeds::Deed;
use crate::erasure::{find, sweep};
use crate::people::{self, Person};
use crate::powers::{Power, Who, decide};
use crate::web::Fault;
use clap::{ArgGroup, Args};
use ledger::{Db, Tx};
use std::process::ExitCode;

/// Erases personal values: of a person (with the words, names and files of every record that names them), or of one record. Deeds and
/// sums stay. Backups made before still hold what is erased.
#[derive(Args)]
#[command(group = ArgGroup::new("whose").required(true))]
pub struct Erase {
    #[command(flatten)]
    place: Place,
    /// The person's code.
    #[arg(long, group = "whose")]
    person: Option<String>,
    /// The record's id.
    #[arg(long, group = "whose")]
    deed: Option<String>,
    /// Why; it is kept, so it names nobody.
    #[arg(long)]
    reason: String,
    /// Leave the records that name the person as they are.
    #[arg(long, requires = "person")]
    person_only: bool,
    /// One JSON object instead of text.
    #[arg(long)]
    json: bool,
}

impl Erase {
    pub fn run(&self) -> Outcome {
        let db = self.place.open()?;
        let deeds = match (&self.person, &self.deed) {
            (Some(code), _) => self.person(&db, code)?,
            (None, Some(id)) => self.deed(&db, id)?,
            (None, None) => return Err("Say whose: --person CODE or --deed ID. Nothing was changed.".to_owned()),
        };
        sweep(&db).map_err(|e| in_words(&e))?;
        if self.json {
            println!("{}", serde_json::json!({ "person": self.person, "deeds": deeds }));
        } else {
            println!("Erased. Records whose words went: {}.\nBackups made before still hold what was erased.", deeds.len());
        }
        Ok(ExitCode::SUCCESS)
    }

    fn person(&self, db: &Db, code: &str) -> Result<Vec<String>, String> {
        let person: Option<Person> = db.read(|r| people::find::by_code(r, code)).map_err(|e| in_words(&e))?;
        let person = person.ok_or_else(|| format!("Nobody has the code {code}. Nothing was changed."))?;
        let deeds = if self.person_only { Vec::new() } else { db.read(|r| find::naming(r, &person)).map_err(|fault| said(&fault))? };
        let ids: Vec<String> = deeds.into_iter().map(|deed| deed.id).collect();
        let (reason, with) = (self.reason.clone(), ids.clone());
        write(db, Power::ErasePerson(person.id.clone()), move |tx| tx.get::<Person>(&person.id)?.erase_details(tx, &reason, &with))?;
        Ok(ids)
    }

    fn deed(&self, db: &Db, id: &str) -> Result<Vec<String>, String> {
        let (reason, id) = (self.reason.clone(), id.to_owned());
        let of = id.clone();
        write(db, Power::EraseDeed(id.clone()), move |tx| tx.get::<Deed>(&of)?.erase_details(tx, &reason))?;
        Ok(vec![id])
    }
}

fn write(db: &Db, power: Power, act: impl FnOnce(&mut Tx) -> Result<(), Fault> + Send + 'static) -> Result<(), String> {
    let now = db.clock().now_ms();
    db.write(move |r| decide(r, &Who::Operator, &power, now), act).map_err(|fault| said(&fault))
}
