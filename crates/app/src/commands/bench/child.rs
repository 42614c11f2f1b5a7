//! The server as another process, and what the kernel says of it.
use super::http::Http;
use super::{now, round};
use crate::commands::Place;
use crate::photos::THREAD;
use serde::Deserialize;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

pub struct Server {
    child: Child,
    /// Address and port.
    pub host: String,
    /// From the start of the process to the first answer.
    pub start_ms: f64,
}

/// The writer's counters, as `/health` tells them.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Health {
    pub groups: u64,
    pub closures: u64,
}

impl Server {
    pub fn start(place: &Place) -> Result<Self, String> {
        let program = std::env::current_exe().map_err(|e| e.to_string())?;
        let began = now();
        let mut command = Command::new(program);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&place.data).env_remove("CHUNMAN_DATABASE");
        if let Some(url) = &place.database {
            command.args(["--database", url]);
        }
        let mut child = command.stdout(Stdio::piped()).spawn().map_err(|e| e.to_string())?;
        let mut line = String::new();
        let read = child.stdout.take().map(|out| BufReader::new(out).read_line(&mut line));
        let host = line.trim().trim_start_matches("http://").to_owned();
        let mut server = Self { child, host, start_ms: 0.0 };
        if !matches!(read, Some(Ok(1..))) {
            return Err("the server did not start".into());
        }
        server.health()?;
        server.start_ms = round(began.elapsed().as_secs_f64() * 1000.0);
        Ok(server)
    }

    pub fn client(&self, token: &str) -> Result<Http, String> {
        Http::to(&self.host, token).map_err(|e| e.to_string())
    }

    pub fn health(&self) -> Result<Health, String> {
        let mut http = self.client("")?;
        http.get("/health").map_err(|e| e.to_string())?;
        serde_json::from_slice(&http.body).map_err(|e| e.to_string())
    }

    /// User and system time of all its threads, in seconds (a tick is 1/100 s on every Linux).
    pub fn cpu_seconds(&self) -> Result<f64, String> {
        Ok(seconds(&self.proc("stat")?))
    }
    /// The same of the thread that makes copies of photographs, outside of requests.
    pub fn darkroom_seconds(&self) -> Result<f64, String> {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.id())).map_err(|e| e.to_string())?;
        let stats = tasks.flatten().filter_map(|task| std::fs::read_to_string(task.path().join("stat")).ok());
        Ok(stats.filter(|stat| stat.contains(&format!("({THREAD})"))).map(|stat| seconds(&stat)).sum())
    }

    /// Resident memory in MB, with what it has mapped of files.
    pub fn rss_mb(&self) -> Result<f64, String> {
        self.memory("VmRSS:")
    }
    /// Memory of its own in MB: without mapped files, which are the system's page cache.
    pub fn own_mb(&self) -> Result<f64, String> {
        self.memory("RssAnon:")
    }
    fn memory(&self, kind: &str) -> Result<f64, String> {
        Ok(mb(&self.proc("status")?, kind))
    }

    fn proc(&self, file: &str) -> Result<String, String> {
        std::fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).map_err(|e| e.to_string())
    }
}

/// MB of a kind in what the kernel says of a process.
fn mb(status: &str, kind: &str) -> f64 {
    let kb = status.lines().find_map(|l| l.strip_prefix(kind)).and_then(|l| l.split_whitespace().next()?.parse::<f64>().ok());
    round(kb.unwrap_or(0.0) / 1024.0)
}

/// Runs a command to its end; with it the most memory it ever held, in MB, as seen ten times a second.
pub fn watched(command: &mut Command) -> std::io::Result<(ExitStatus, f64)> {
    let (mut child, mut peak) = (command.spawn()?, 0.0_f64);
    loop {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        peak = peak.max(mb(&status, "VmHWM:"));
        if let Some(ended) = child.try_wait()? {
            return Ok((ended, peak));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// User and system time in a line of `stat`.
fn seconds(stat: &str) -> f64 {
    let after_name = stat.rsplit(") ").next().unwrap_or("");
    let field = |n: usize| after_name.split(' ').nth(n).and_then(|s| s.parse::<f64>().ok()).unwrap_or(0.0);
    (field(11) + field(12)) / 100.0
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
