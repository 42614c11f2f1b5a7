//! `chunman invite` and `chunman token`: access for one person, by whoever can write the data's folder.
use super::{Outcome, Place, in_words, said};
use crate::accounts::{Invitation, Token};
use crate::people::{self, Person};
use crate::powers::{Power, Who, decide};
use crate::web::Fault;
use clap::Args;
use ledger::{Db, Tx};
use std::process::ExitCode;

/// Makes a one-time code for a person and prints the address that takes it.
#[derive(Args)]
pub struct Invite {
    #[command(flatten)]
    place: Place,
    /// The person's code.
    #[arg(long)]
    person: String,
    /// How the world reaches the server: https://example.cn
    #[arg(long, default_value = "")]
    origin: String,
    /// One JSON object instead of text.
    #[arg(long)]
    json: bool,
}

/// Makes a bearer token for the interface in a person's name.
#[derive(Args)]
pub struct MakeToken {
    #[command(flatten)]
    place: Place,
    /// The person's code.
    #[arg(long)]
    person: String,
    /// What it is for.
    #[arg(long, default_value = "command line")]
    label: String,
    /// One JSON object instead of text.
    #[arg(long)]
    json: bool,
}

impl Invite {
    pub fn run(&self) -> Outcome {
        let db = self.place.open()?;
        let person = find(&db, &self.person)?;
        let code = write(&db, Power::Invite(person.id.clone()), move |tx| Invitation::make(tx, &person))?;
        let address = format!("{}/join/{code}", self.origin.trim_end_matches('/'));
        if self.json {
            println!("{}", serde_json::json!({ "person": self.person, "code": code, "address": address }));
        } else {
            println!("{address}\n{}\nIt works once, for 14 days; older codes of this person no longer do.", terminal_qr(&address));
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl MakeToken {
    pub fn run(&self) -> Outcome {
        let db = self.place.open()?;
        let person = find(&db, &self.person)?;
        let label = self.label.clone();
        let token = write(&db, Power::GiveToken(person.id.clone()), move |tx| Token::make(tx, &person, &label))?;
        if self.json {
            println!("{}", serde_json::json!({ "person": self.person, "token": token }));
        } else {
            println!("{token}");
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn find(db: &Db, code: &str) -> Result<Person, String> {
    let person = db.read(|r| people::find::by_code(r, code)).map_err(|e| in_words(&e))?;
    person.ok_or_else(|| format!("Nobody has the code {code}. Nothing was changed."))
}

fn write<T: Send + 'static>(db: &Db, power: Power, act: impl FnOnce(&mut Tx) -> Result<T, Fault> + Send + 'static) -> Result<T, String> {
    let now = db.clock().now_ms();
    db.write(move |r| decide(r, &Who::Operator, &power, now), act).map_err(|fault| said(&fault))
}

/// A QR code of half-height blocks. Dark on light needs the terminal's colours turned: most terminals are dark.
fn terminal_qr(text: &str) -> String {
    use qrcode::render::unicode::Dense1x2;
    qrcode::QrCode::new(text)
        .map(|q| q.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build())
        .unwrap_or_default()
}
