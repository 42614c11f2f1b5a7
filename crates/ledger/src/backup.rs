//! A backup is a SQLite file with every row of either database, the blobs, the newest checkpoint and a manifest of hashes. It
//! holds no signing key: a restore opens a new epoch of the log, with a key of its own.
use crate::conn::Conn;
use crate::db::{by_the_system, current_epoch, read_only};
use crate::migrate::{self, Epoch};
use crate::read::stored_edge;
use crate::tally::Tallies;
use crate::verify::stored_columns;
use crate::writer::Bench;
use crate::{Chance, Config, Db, Error, Kind, LOG_TABLES, Read, Result, Schema, checkpoint};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// Writes a backup of the realm into `to`, which must not exist yet; the server may be running.
/// # Errors
/// When `to` exists or something cannot be read or written.
pub fn backup(config: &Config, schema: &'static Schema, to: &Path, mut progress: impl FnMut(&str)) -> Result<()> {
    if to.exists() {
        return Err(Error::Taken(format!("the folder {}", to.display())));
    }
    let target = to.join("realm.sqlite");
    read_only(config, |r| {
        let found = r.int("SELECT MAX(number) FROM schema_versions", &[])?;
        match found.cmp(&schema.newest()) {
            std::cmp::Ordering::Greater => return Err(Error::Newer { found, known: schema.newest() }),
            std::cmp::Ordering::Less => return Err(Error::Older { found, known: schema.newest() }),
            std::cmp::Ordering::Equal => {}
        }
        fs::create_dir_all(to)?;
        fs::set_permissions(to, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
        let mut out = Conn::Lite(rusqlite::Connection::open(&target)?);
        migrate::create(&mut out, schema)?;
        out.begin_write()?;
        for table in kept_tables(schema) {
            progress(table);
            copy_table(r, &mut out, table)?;
        }
        out.batch("COMMIT")?;
        if let Some(newest) = r.checkpoint()? {
            fs::write(to.join("checkpoint"), newest.note)?;
        }
        Ok(())
    })?;
    progress("blobs");
    copy_files(&config.dir.join("blobs"), &to.join("blobs"))?;
    fs::write(to.join("manifest"), manifest(to)?)?;
    sync_all(to)
}

/// Puts a backup into the empty place that `config` names and opens a new epoch of its log.
/// # Errors
/// When the backup is not whole or the place is not empty.
pub fn restore(config: &Config, schema: &'static Schema, from: &Path, mut progress: impl FnMut(&str)) -> Result<Epoch> {
    let told = fs::read_to_string(from.join("manifest"))
        .map_err(|e| Error::broken(format!("{} is no backup: its manifest cannot be read ({e}); nothing was restored", from.display())))?;
    if told != manifest(from)? {
        return Err(Error::broken(format!(
            "the backup {} is not whole: a file differs from its manifest; nothing was restored",
            from.display()
        )));
    }
    if config.sqlite_path().exists() {
        return Err(Error::Taken(format!("the data in {}", config.dir.display())));
    }
    fs::create_dir_all(&config.dir)?;
    let known = fs::read_to_string(config.dir.join("checkpoint")).ok();
    copy_files(&from.join("blobs"), &config.dir.join("blobs"))?;
    let mut source = Conn::lite_reader(&from.join("realm.sqlite"))?;
    let mut conn = config.connect_writer()?;
    if migrate::stored_number(&mut conn)?.is_some() {
        return Err(Error::Taken("the database".into()));
    }
    let found = migrate::stored_number(&mut source)?.unwrap_or(0);
    if found > schema.newest() {
        return Err(Error::Newer { found, known: schema.newest() });
    }
    conn.begin_write()?;
    // An older release's backup is put back as it was; opening it then brings it up to date.
    migrate::create_as_of(&mut conn, schema, found)?;
    for table in kept_tables(schema) {
        let mut r = Read::new(&mut source, Tallies::default());
        // A table that the older release did not have yet has no columns there.
        if !stored_columns(&mut r, table)?.is_empty() {
            progress(table);
            copy_table(&mut r, &mut conn, table)?;
        }
    }
    let number: u64 = current_epoch(&mut conn)?.trim_start_matches('e').parse().map_err(Error::broken)?;
    let newest = Read::new(&mut conn, Tallies::default()).checkpoint()?.map(|c| c.note);
    let epoch = open_epoch(config, schema, conn, number + 1, known.or(newest))?;
    Db::open(config.clone(), schema)?.checkpoint()?;
    Ok(epoch)
}

/// Writes the first leaf of a new epoch into the copied data and commits both together.
fn open_epoch(config: &Config, schema: &'static Schema, mut conn: Conn, number: u64, previous: Option<String>) -> Result<Epoch> {
    let id = format!("e{number}");
    let origin = format!("{}-{id}", config.origin);
    let mut chance = config.seed.map_or_else(Chance::from_machine, |s| Ok(Chance::seeded(s)))?;
    let key = checkpoint::LogKey::open(&config.dir, &origin, &id, &mut chance)?;
    let edge = stored_edge(&mut conn)?;
    let size = i64::try_from(edge.size).map_err(Error::broken)?;
    let signed: Option<i64> = previous.as_deref().and_then(|n| n.lines().nth(1)).and_then(|n| n.parse().ok());
    let lost = signed.filter(|s| *s > size);
    let epoch = Epoch { id, rev: 1, origin, vkey: key.vkey(), previous, lost_from: lost.map(|_| size), lost_to: lost.map(|s| s - 1) };
    let (clock, group) = (config.clock.clone(), Tallies::default());
    let schema_number = migrate::stored_number(&mut conn)?.unwrap_or(0);
    let (steady, keys) = (crate::steady::Steady::of(schema), Default::default());
    let mut bench = Bench { conn, edge, group, chance, clock, schema, schema_number, erased: false, leans: false, steady, keys };
    let row = epoch.clone();
    by_the_system(&mut bench, "restore", move |tx| tx.insert(&row).map(|_| ()))?;
    bench.conn.batch("COMMIT")?;
    Ok(epoch)
}

/// Records, sums and the log; what is Scratch stays behind.
fn kept_tables(schema: &'static Schema) -> impl Iterator<Item = &'static str> {
    let declared = schema.all_tables().filter(|t| !matches!(t.kind, Kind::Scratch)).map(|t| t.name).collect::<Vec<_>>();
    LOG_TABLES.iter().copied().chain(declared)
}

fn copy_table(r: &mut Read, out: &mut Conn, table: &str) -> Result<()> {
    let columns = stored_columns(r, table)?;
    let marks: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
    let insert = format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), marks.join(", "));
    r.each(&format!("SELECT {} FROM {table}", columns.join(", ")), &[], |row| out.execute(&insert, &row.0).map(|_| ()))
}

fn copy_files(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for file in files(from)? {
        let target = to.join(file.strip_prefix(from).map_err(Error::broken)?);
        fs::create_dir_all(target.parent().unwrap_or(to))?;
        fs::copy(&file, &target)?;
    }
    sync_all(to)
}

fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            out.extend(files(&path)?);
        } else {
            out.push(path);
        }
    }
    out.sort();
    Ok(out)
}

fn sync_all(dir: &Path) -> Result<()> {
    for file in files(dir)? {
        fs::File::open(&file)?.sync_all()?;
    }
    checkpoint::sync_dir(dir)
}

/// One line a file: its SHA-256 and its name.
fn manifest(dir: &Path) -> Result<String> {
    let mut out = String::new();
    for file in files(dir)? {
        let name = file.strip_prefix(dir).map_err(Error::broken)?.display().to_string();
        if name != "manifest" {
            out += &format!("{}  {name}\n", hex::encode(Sha256::digest(fs::read(&file)?)));
        }
    }
    Ok(out)
}
