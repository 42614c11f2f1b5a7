//! What is measured: deeds acknowledged, pages answered.
use super::child::Server;
use super::town::{INDICATORS, Town};
use super::{now, percentile, round};
use ledger::Chance;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// Deeds sent by some clients at once.
#[derive(Debug, Default, Serialize)]
pub struct Load {
    pub clients: usize,
    pub acknowledged: u64,
    pub acknowledged_per_second: f64,
    /// Without what copies of photographs take beside it.
    pub server_cpu_ms_per_deed: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    pub mean_group: f64,
    /// A group waits for the disk once.
    pub fsyncs_per_deed: f64,
    /// Answers that were no acknowledgement.
    pub refused: u64,
}

#[derive(Default)]
struct Shared {
    counting: AtomicBool,
    stop: AtomicBool,
    acknowledged: AtomicU64,
    refused: AtomicU64,
    micros: Mutex<Vec<u32>>,
}

impl Load {
    /// `photo`: each deed with another one, put before it; none where it is empty.
    pub fn run(server: &Server, town: &Town, clients: usize, (warm_up, time): (Duration, Duration), photo: &[u8]) -> Result<Self, String> {
        let shared = Shared::default();
        std::thread::scope(|scope| {
            for n in 0..clients {
                let shared = &shared;
                scope.spawn(move || {
                    if client(server, town, n, shared, photo).is_err() {
                        shared.refused.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
            let measured = Self::watch(server, &shared, clients, warm_up, time);
            shared.stop.store(true, Ordering::Relaxed);
            measured
        })
        .map(|load| load.with_times(&shared))
    }

    /// Looks at the server's counters before and after.
    fn watch(server: &Server, shared: &Shared, clients: usize, warm_up: Duration, time: Duration) -> Result<Self, String> {
        std::thread::sleep(warm_up);
        let spent = || Ok::<f64, String>(server.cpu_seconds()? - server.darkroom_seconds()?);
        let (health, cpu, began) = (server.health()?, spent()?, now());
        let count = || shared.acknowledged.load(Ordering::Relaxed);
        let before = count();
        shared.counting.store(true, Ordering::Relaxed);
        std::thread::sleep(time);
        let (deeds, elapsed, cpu) = (count() - before, began.elapsed().as_secs_f64(), spent()? - cpu);
        shared.counting.store(false, Ordering::Relaxed);
        let after = server.health()?;
        #[allow(clippy::cast_precision_loss, reason = "rates for reading")]
        let (n, groups, closures) =
            (deeds.max(1) as f64, (after.groups - health.groups).max(1) as f64, (after.closures - health.closures) as f64);
        Ok(Self {
            clients,
            acknowledged: deeds,
            acknowledged_per_second: (n / elapsed).round(),
            server_cpu_ms_per_deed: round(cpu * 1000.0 / n),
            mean_group: round(closures / groups),
            fsyncs_per_deed: round(groups / closures.max(1.0)),
            ..Self::default()
        })
    }

    fn with_times(self, shared: &Shared) -> Self {
        let mut micros = shared.micros.lock().map(|m| m.clone()).unwrap_or_default();
        micros.sort_unstable();
        Self {
            p50_ms: percentile(&micros, 0.5),
            p99_ms: percentile(&micros, 0.99),
            refused: shared.refused.load(Ordering::Relaxed),
            ..self
        }
    }
}

/// What the clock of a client shows at its first deed: 10:00 on 31 March 2017 in Shanghai.
const FIRST_MS: i64 = 1_490_925_600_000;

/// Sends one deed after the other until told to stop.
fn client(server: &Server, town: &Town, n: usize, shared: &Shared, photo: &[u8]) -> Result<(), String> {
    let mut http = server.client(&town.tokens[n % town.tokens.len()])?;
    let (me, other) = (&town.people[n % town.tokens.len()], &town.people[(n + 500) % town.people.len()]);
    let mut chance = Chance::from_machine().map_err(|e| e.to_string())?;
    let mut micros = Vec::new();
    let started = now();
    while !shared.stop.load(Ordering::Relaxed) {
        let id = chance.uuid(FIRST_MS + i64::try_from(started.elapsed().as_millis()).unwrap_or(0));
        let photo = with_remark(photo, &id);
        let name = hex::encode(Sha256::digest(&photo));
        let files = if photo.is_empty() { String::new() } else { format!(r#","files":["{name}"]"#) };
        let body = format!(
            r#"{{"id":"{id}","item":"tree","indicator":"trees","unit":"{}","day":"2017-03-30","quantity":"2","people":["{}","{}"]{files}}}"#,
            me.unit, me.code, other.code
        );
        let began = now();
        if !photo.is_empty() {
            http.send("PUT", &format!("/api/v1/blobs/{name}"), &photo).map_err(|e| e.to_string())?;
        }
        let status = http.send("POST", "/api/v1/deeds", body.as_bytes()).map_err(|e| e.to_string())?;
        if status == 201 {
            shared.acknowledged.fetch_add(1, Ordering::Relaxed);
        } else {
            shared.refused.fetch_add(1, Ordering::Relaxed);
        }
        if shared.counting.load(Ordering::Relaxed) {
            micros.push(u32::try_from(began.elapsed().as_micros()).unwrap_or(u32::MAX));
        }
    }
    if let Ok(mut all) = shared.micros.lock() {
        all.extend(micros);
    }
    Ok(())
}

/// The same JPEG with a remark behind its first marker: other bytes, other name, same picture.
fn with_remark(jpeg: &[u8], remark: &str) -> Vec<u8> {
    let Some((start, rest)) = jpeg.split_at_checked(2) else { return Vec::new() };
    let long = u16::try_from(remark.len() + 2).unwrap_or(2).to_be_bytes();
    [start, &[0xff, 0xfe], &long, remark.as_bytes(), rest].concat()
}

/// A photograph of some 200 KB: noise, which packs badly.
pub fn photo() -> Result<Vec<u8>, String> {
    let mut noise = 1_u32;
    let picture = image::RgbImage::from_fn(640, 480, |_, _| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [a, b, c, _] = noise.to_be_bytes();
        image::Rgb([a, b, c])
    });
    let mut out = std::io::Cursor::new(Vec::new());
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 35);
    picture.write_with_encoder(encoder).map_err(|e| e.to_string())?;
    Ok(out.into_inner())
}

/// Pages, asked one after the other by one client, and the public page by several.
#[derive(Debug, Serialize)]
pub struct Pages {
    pub figure: String,
    pub figure_p50_ms: f64,
    pub figure_p99_ms: f64,
    pub public: String,
    pub public_per_second: f64,
}

/// How often a figure page is asked for.
const ASKED: usize = 512;
const PUBLIC_CLIENTS: usize = 4;
const PUBLIC_TIME: Duration = Duration::from_secs(3);

impl Pages {
    pub fn measure(server: &Server, _town: &Town) -> Result<Self, String> {
        let figure = first_there(server, &["/figures/", "/api/v1/figures/"].map(|base| format!("{base}{}", figure_id(0))))?;
        let base = figure.trim_end_matches(&figure_id(0)).to_owned();
        let public = first_there(server, &["/", "/api/v1/campaigns/six-ones"].map(ToOwned::to_owned))?;
        let mut http = server.client("")?;
        let mut micros = Vec::with_capacity(ASKED);
        for n in 0..ASKED {
            let path = format!("{base}{}", figure_id(n));
            let began = now();
            http.get(&path).map_err(|e| e.to_string())?;
            micros.push(u32::try_from(began.elapsed().as_micros()).unwrap_or(u32::MAX));
        }
        micros.sort_unstable();
        let public_per_second = rate(server, &public)?;
        Ok(Self { figure_p50_ms: percentile(&micros, 0.5), figure_p99_ms: percentile(&micros, 0.99), figure, public, public_per_second })
    }
}

/// The n-th of many figures over the whole county, by days: each is asked for once, so none is answered from memory.
fn figure_id(n: usize) -> String {
    let (from, to) = (1 + n % 8, 31 - n / 8 % 16);
    let indicator = INDICATORS[n / 128 % INDICATORS.len()].0;
    format!("sum.{indicator}.140525.201703{from:02}-201703{to:02}.received")
}

/// The first of the addresses that answers 200.
fn first_there(server: &Server, paths: &[String]) -> Result<String, String> {
    let mut http = server.client("")?;
    for path in paths {
        if http.get(path).map_err(|e| e.to_string())? == 200 {
            return Ok(path.clone());
        }
    }
    Err(format!("none of these pages is there: {}", paths.join(", ")))
}

fn rate(server: &Server, path: &str) -> Result<f64, String> {
    let (answered, began) = (AtomicU64::new(0), now());
    std::thread::scope(|scope| {
        for _ in 0..PUBLIC_CLIENTS {
            scope.spawn(|| {
                let Ok(mut http) = server.client("") else { return };
                while began.elapsed() < PUBLIC_TIME && http.get(path).is_ok_and(|status| status == 200) {
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    #[allow(clippy::cast_precision_loss, reason = "a rate for reading")]
    let answered = answered.load(Ordering::Relaxed) as f64;
    Ok((answered / began.elapsed().as_secs_f64()).round())
}
