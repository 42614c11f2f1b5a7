//! `chunman demo`: builds the demonstration afresh and serves it.
use super::serve::serve;
use super::{Outcome, Place, in_words, said};
use crate::accounts::hash_password;
use crate::demo::{self, BEGINS, Making, PASSWORD, Which};
use crate::realm::Realm;
use crate::tables::SCHEMA;
use crate::web::Settings;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use ledger::{Clock, Config, Db, MachineClock, SetClock};
use qrcode::{QrCode, render::unicode};
use std::net::UdpSocket;
use std::process::ExitCode;
use std::sync::Arc;

#[derive(Args)]
pub struct Demo {
    #[command(flatten)]
    place: Place,
    /// Address and port to listen on; 0.0.0.0:8140 lets a phone on the same network in.
    #[arg(long, default_value = "127.0.0.1:8140")]
    listen: String,
    /// Build the data and stop.
    #[arg(long)]
    no_serve: bool,
    /// Which demonstration.
    #[arg(long, value_enum, default_value = "county")]
    world: Which,
    /// A few hundred deeds in place of the county's month, for tests and slow machines.
    #[arg(long)]
    small: bool,
    /// Another seed makes other people and other days.
    #[arg(long, default_value_t = 2017)]
    seed: u64,
}

impl Demo {
    pub fn run(self) -> Outcome {
        self.clear()?;
        let offset = SetClock::at(BEGINS).now_ms() - MachineClock::default().now_ms();
        let clock = Arc::new(SetClock::at(BEGINS));
        // Ids come from the seed, too: the same page has the same address in every demonstration.
        let config = Config { seed: Some(self.seed), ..self.place.config_at(clock.clone()) };
        let db = Db::open(config, &SCHEMA).map_err(|e| in_words(&e))?;
        if db.read(Realm::find).map_err(|e| in_words(&e))?.is_some() {
            return Err("The database holds a realm already; the demonstration needs an empty one. Nothing was changed.".into());
        }
        let bar = ProgressBar::new(0).with_style(ProgressStyle::with_template("{bar:40} {pos}/{len} deeds").map_err(|e| e.to_string())?);
        let hash = hash_password(PASSWORD, PASSWORD).map_err(|fault| said(&fault))?;
        let making = Making { which: self.world, small: self.small, offset_ms: offset, seed: self.seed, hash };
        let shown = bar.clone();
        demo::fill(db, clock, &making, move |done, all| {
            shown.set_length(all as u64);
            shown.set_position(done as u64);
        })
        .map_err(|fault| format!("The demonstration could not be built: {}", said(&fault)))?;
        bar.finish_and_clear();
        if self.no_serve {
            println!("{}", self.place.data.display());
            return Ok(ExitCode::SUCCESS);
        }
        serve(self.place.open()?, Settings::default(), &self.listen, move |address, _| announce(address, self.world))
    }

    /// Takes away an older demonstration in the folder; anything else is left alone.
    fn clear(&self) -> Result<(), String> {
        if self.place.database.is_some() || !self.place.data.join("realm.sqlite").exists() {
            return Ok(());
        }
        let config = self.place.config();
        // Only this column is read: an older release's demonstration is one, too.
        let is_one = ledger::read_only(&config, |r| r.int("SELECT COUNT(*) FROM realms WHERE demonstration = 1", &[]));
        if is_one.map_err(|e| in_words(&e))? == 0 {
            return Err(format!(
                "{} holds data that is no demonstration. Nothing was changed; choose another folder with --data.",
                config.dir.display()
            ));
        }
        // Held while a server runs on it: then this is refused.
        drop(self.place.open()?);
        std::fs::remove_dir_all(&config.dir).map_err(|e| format!("{} cannot be removed: {e}.", config.dir.display()))
    }
}

/// Five lines: address, QR, clock, persons to be, how to stop.
fn announce(address: &str, world: Which) {
    let base = format!("http://{}", reachable(address));
    if let Ok(qr) = QrCode::new(&base) {
        println!("{}", qr.render::<unicode::Dense1x2>().quiet_zone(true).build());
    }
    let persons: Vec<String> = world.personas().iter().map(|(code, name, _, post, _)| format!("{code}（{name}，{post}）")).collect();
    println!("{base}");
    println!("演示数据，人物事件均为虚构。时钟从 2017-03-31 10:00（上海）走起。 Invented people and events; the clock starts there.");
    println!("Sign in as: {} · password {PASSWORD}", persons.join(" · "));
    println!("Stop with Ctrl-C.");
}

/// The address a phone on the same network reaches, when every address is listened on.
fn reachable(address: &str) -> String {
    let Some(port) = address.strip_prefix("0.0.0.0:") else { return address.to_owned() };
    // Connecting a datagram socket sends nothing; it only asks which of our addresses would be used.
    let ours = UdpSocket::bind("0.0.0.0:0").and_then(|s| s.connect("192.0.2.1:9").and_then(|()| s.local_addr()));
    ours.map_or_else(|_| address.to_owned(), |ours| format!("{}:{port}", ours.ip()))
}
