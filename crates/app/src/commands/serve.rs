//! `chunman serve`.
use super::{Outcome, Place, in_words};
use crate::photos::Darkroom;
use crate::realm::Realm;
use crate::web::{App, Settings, server, tls::Sealed};
use clap::Args;
use ledger::{Chance, Db};
use std::net::UdpSocket;
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
        let settings = Settings {
            secure: self.origin.starts_with("https://"),
            origin: self.origin.clone(),
            set_up_code: hex::encode(word),
            ..Settings::default()
        };
        let code = settings.set_up_code.clone();
        serve(vec![Door::plain(db, settings, &self.listen)], |addresses| {
            let base = if self.origin.is_empty() { format!("http://{}", addresses.join("")) } else { self.origin.clone() };
            println!("{base}");
            if fresh {
                println!("There is no realm here yet. Set it up (this link works once):\n{base}/first-run/{code}");
            }
        })
    }
}

/// The product at an address.
pub struct Door {
    pub app: App,
    pub listen: String,
    /// Behind a certificate of our own making, in this year.
    pub sealed: Option<i32>,
}

impl Door {
    pub fn plain(db: Db, settings: Settings, listen: &str) -> Self {
        Self { app: App::new(db, settings), listen: listen.to_owned(), sealed: None }
    }
}

/// Serves until interrupted; `ready` is told the addresses once connections are taken.
pub fn serve(doors: Vec<Door>, ready: impl FnOnce(&[String])) -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| e.to_string())?;
    runtime.block_on(async {
        let (mut addresses, mut served, mut rooms) = (Vec::new(), Vec::new(), Vec::new());
        for door in doors {
            let listener = TcpListener::bind(&door.listen).await.map_err(|e| {
                let at = &door.listen;
                format!("Nothing can listen on {at} ({e}). Stop what listens there, or choose another address with --listen.")
            })?;
            addresses.push(listener.local_addr().map_err(|e| e.to_string())?.to_string());
            let bell = door.app.bell.clone();
            rooms.extend(Darkroom::work(door.app.db.clone(), bell.clone()).map(|room| (bell, room)));
            served.push(tokio::spawn(open(door, listener)));
        }
        ready(&addresses);
        for door in served {
            door.await.map_err(|e| e.to_string())??;
        }
        // The data is closed, with its last checkpoint, when nobody holds it any more.
        for (bell, room) in rooms {
            bell.stop();
            let _ = room.join();
        }
        Ok(ExitCode::SUCCESS)
    })
}

async fn open(door: Door, listener: TcpListener) -> Result<(), String> {
    let stop = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    let router = server::router(door.app);
    match door.sealed {
        None => axum::serve(listener, router).with_graceful_shutdown(stop).await.map_err(|e| e.to_string()),
        Some(year) => {
            let address = listener.local_addr().map_err(|e| e.to_string())?.to_string();
            let names = vec![reachable(&address).rsplit_once(':').map_or("localhost", |(host, _)| host).to_owned(), "localhost".to_owned()];
            let listener = Sealed::new(listener, names, year).map_err(|e| e.to_string())?;
            axum::serve(listener, router).with_graceful_shutdown(stop).await.map_err(|e| e.to_string())
        }
    }
}

/// The address another machine on the same network reaches, when every address is listened on.
pub fn reachable(address: &str) -> String {
    let Some(port) = address.strip_prefix("0.0.0.0:") else { return address.to_owned() };
    // Connecting a datagram socket sends nothing; it only asks which of our addresses would be used.
    let ours = UdpSocket::bind("0.0.0.0:0").and_then(|s| s.connect("192.0.2.1:9").and_then(|()| s.local_addr()));
    ours.map_or_else(|_| address.to_owned(), |ours| format!("{}:{port}", ours.ip()))
}
