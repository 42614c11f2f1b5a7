//! `chunman demo`: builds the demonstration afresh and serves it.
use super::serve::{Door, reachable, serve};
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
use std::process::ExitCode;
use std::sync::Arc;

#[derive(Args)]
pub struct Demo {
    #[command(flatten)]
    place: Place,
    /// Address and port to listen on.
    #[arg(long, default_value = "127.0.0.1:8140")]
    listen: String,
    /// Also serve over HTTPS here, with a certificate of its own making: 0.0.0.0:8143 lets a phone on the same network in.
    #[arg(long)]
    phone: Option<String>,
    /// Also build a school's small demonstration, in the folder DATA-school, and serve it here.
    #[arg(long)]
    school: Option<String>,
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
        self.build(self.world, self.small)?;
        if self.no_serve {
            println!("{}", self.place.data.display());
            return Ok(ExitCode::SUCCESS);
        }
        let beside = self.school.as_ref().map(|listen| Ok::<_, String>((self.beside()?, listen))).transpose()?;
        let settings = Settings { beside: self.school.clone().unwrap_or_default(), ..Settings::default() };
        let db = self.place.open()?;
        let (mut doors, mut bases) = (vec![Door::plain(db.clone(), settings.clone(), &self.listen)], vec!["http://"]);
        if let Some(listen) = &self.phone {
            // Its cookies go over HTTPS alone.
            let settings = Settings { secure: true, ..settings };
            let mut phone = Door { sealed: Some(year()), ..Door::plain(db, settings, listen) };
            phone.app.bell = doors[0].app.bell.clone();
            doors.push(phone);
            bases.push("https://");
        }
        if let Some((school, listen)) = beside {
            doors.push(Door::plain(school, Settings::default(), listen));
            bases.push("http://");
        }
        serve(doors, |addresses| announce(addresses, &self, &bases))
    }

    /// A school's small demonstration in the folder beside.
    fn beside(&self) -> Result<Db, String> {
        let mut data = self.place.data.clone().into_os_string();
        data.push("-school");
        let place = Place { data: data.into(), database: None };
        let school = Self { place: place.clone(), listen: String::new(), phone: None, school: None, ..*self };
        school.build(Which::School, true)?;
        place.open()
    }

    fn build(&self, world: Which, small: bool) -> Result<(), String> {
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
        let making = Making { which: world, small, offset_ms: offset, seed: self.seed, hash };
        let shown = bar.clone();
        demo::fill(db, clock, &making, move |done, all| {
            shown.set_length(all as u64);
            shown.set_position(done as u64);
        })
        .map_err(|fault| format!("The demonstration could not be built: {}", said(&fault)))?;
        bar.finish_and_clear();
        Ok(())
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

/// A row of the terminal each: where, for a phone, the clock, who to be, how to stop; a QR before them.
fn announce(addresses: &[String], demo: &Demo, bases: &[&str]) {
    let at = |n: usize| addresses.get(n).map(|address| format!("{}{}", bases[n], reachable(address)));
    let first = at(0).unwrap_or_default();
    // The phone's door, or whatever a phone might reach.
    let phone = bases.iter().position(|base| *base == "https://").and_then(at);
    if let Ok(qr) = QrCode::new(format!("{}/tour", phone.as_ref().unwrap_or(&first))) {
        println!("{}", qr.render::<unicode::Dense1x2>().quiet_zone(true).build());
    }
    println!("{first} 导览 tour: {first}/tour");
    if let Some(phone) = phone {
        println!(
            "{phone} 同一网络的手机扫码；证书是自签的，浏览器会问一次。 For a phone on this network: the certificate is our own, the browser asks once."
        );
    }
    println!("演示数据，人物事件均为虚构。时钟从 2017-03-31 10:00（上海）走起。 Invented people and events; the clock starts there.");
    let persons: Vec<String> = demo.world.personas().iter().map(|(code, name, _, post, _)| format!("{code}（{name}，{post}）")).collect();
    println!("Sign in as: {} · password {PASSWORD}", persons.join(" · "));
    println!("Stop with Ctrl-C.");
}

/// The machine's year, for a certificate that is good now.
fn year() -> i32 {
    let now = ledger::stamp(MachineClock::default().now_ms());
    now.get(..4).and_then(|year| year.parse().ok()).unwrap_or(2026)
}
