//! Many people from a file, as `chunman import` takes them.
use super::town::COUNTY;
use super::{now, round};
use crate::commands::Place;
use std::fmt::Write;
use std::process::{Command, Stdio};

/// Seconds that `import people` takes for so many rows; the server is not running.
pub fn import(place: &Place, rows: usize) -> Result<f64, String> {
    let mut text = String::from("code,name,unit,title,phone\n");
    for n in 0..rows {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "import-{n:06},张{n},{COUNTY},职员,1390000{:04}", n % 10_000);
    }
    let file = place.data.join("people.csv");
    std::fs::write(&file, text).map_err(|e| e.to_string())?;
    let program = std::env::current_exe().map_err(|e| e.to_string())?;
    let mut command = Command::new(program);
    command.args(["import", "people"]).arg(&file).arg("--data").arg(&place.data).arg("--json").env_remove("CHUNMAN_DATABASE");
    if let Some(url) = &place.database {
        command.args(["--database", url]);
    }
    let began = now();
    let status = command.stdout(Stdio::null()).status().map_err(|e| e.to_string())?;
    let seconds = round(began.elapsed().as_secs_f64());
    if status.success() { Ok(seconds) } else { Err(format!("importing {rows} people ended with {status}")) }
}
