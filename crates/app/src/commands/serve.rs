//! `chunman serve`.
use super::{Outcome, Place, in_words};
use crate::realm::Realm;
use crate::web::{App, Settings, server};
use clap::Args;
use ledger::{Chance, Db};
use std::process::ExitCode;
use tokio::net::TcpListener;

#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    pub place: Place,
    /// Address and port to listen on.
    #[arg(long, default_value = "127.0.0.1:8140")]
    pub listen: String,
    /// How the world reaches this server, for links and QR codes: https://example.cn
    #[arg(long, default_value = "")]
    pub origin: String,
}

impl Serve {
    pub fn run(self) -> Outcome {
        let db = self.place.open()?;
        crate::erasure::sweep(&db).map_err(|e| in_words(&e))?;
        let fresh = db.read(Realm::find).map_err(|e| in_words(&e))?.is_none();
        let word: [u8; 16] = Chance::from_machine().map_err(|e| e.to_string())?.bytes();
        let settings =
            Settings { secure: self.origin.starts_with("https://"), origin: self.origin.clone(), set_up_code: hex::encode(word) };
        serve(db, settings, &self.listen, |address, settings| {
            let base = if settings.origin.is_empty() { format!("http://{address}") } else { settings.origin.clone() };
            println!("{base}");
            if fresh {
                println!("There is no realm here yet. Set it up (this link works once):\n{base}/first-run/{}", settings.set_up_code);
            }
        })
    }
}

/// Serves until interrupted; `ready` is told the address once connections are taken.
pub fn serve(db: Db, settings: Settings, listen: &str, ready: impl FnOnce(&str, &Settings)) -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| e.to_string())?;
    runtime.block_on(async {
        let listener = TcpListener::bind(listen).await.map_err(|e| {
            format!("Nothing can listen on {listen} ({e}). Stop what listens there, or choose another address with --listen.")
        })?;
        let address = listener.local_addr().map_err(|e| e.to_string())?.to_string();
        let app = App::new(db, settings);
        ready(&address, &app.settings);
        let stop = async {
            let _ = tokio::signal::ctrl_c().await;
        };
        axum::serve(listener, server::router(app)).with_graceful_shutdown(stop).await.map_err(|e| e.to_string())?;
        Ok(ExitCode::SUCCESS)
    })
}
