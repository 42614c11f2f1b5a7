//! Changes one verified deed behind the door's back: `cargo run --example tamper -- FOLDER`. For copies of the demonstration only.
use rusqlite::Connection;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1).map(PathBuf::from) else {
        eprintln!("Say which folder: tamper FOLDER");
        return ExitCode::from(2);
    };
    match change(&folder) {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(e) => {
            eprintln!("{e}");
            ExitCode::from(2)
        }
    }
}

fn change(folder: &std::path::Path) -> Result<String, String> {
    let db = Connection::open(folder.join("realm.sqlite")).map_err(|e| e.to_string())?;
    let demonstration: i64 =
        db.query_row("SELECT COUNT(*) FROM realms WHERE demonstration = 1", [], |r| r.get(0)).map_err(|e| e.to_string())?;
    if demonstration == 0 {
        return Err(format!("{} holds no demonstration. Nothing was changed.", folder.display()));
    }
    let pick =
        "SELECT id, position, unit, day, quantity FROM deeds WHERE state = 'verified' AND indicator = 'litter' ORDER BY position LIMIT 1";
    type Picked = (String, i64, String, String, i64);
    let (id, position, unit, day, quantity): Picked =
        db.query_row(pick, [], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?))).map_err(|e| e.to_string())?;
    db.execute("UPDATE deeds SET quantity = quantity + 100000 WHERE id = ?1", [&id]).map_err(|e| e.to_string())?;
    let text = |milli: i64| format!("{}.{:03}", milli / 1000, milli % 1000);
    let (was, is) = (text(quantity), text(quantity + 100_000));
    Ok(format!("deeds/{id} (no. {position}, unit {unit}, {day}): quantity {was} → {is}, past the log."))
}
