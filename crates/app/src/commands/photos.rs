//! `chunman photos match`.
use super::Outcome;
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use pictures::{Library, Match, Picture, Question, Signature, THRESHOLD};
use std::fs;
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The most a file may hold, in bytes.
const FILE_MOST: u64 = 64 * 1024 * 1024;

const MEANINGS: &str = "\
Reads every JPEG, PNG and WebP file of both folders and their sub-folders; what a file is, its first bytes say. Nothing is stored or sent.

With --json a list is printed, one object a file of --queries, in the order of names:
  query     the file's name, relative to --queries, with / between folders
  match     the nearest picture's name, relative to --library; null when nothing is within the threshold
  distance  in how many of 256 bits the two differ, 0 to 60; null without a match
  form      how the query stands to its match: same, turned-90, turned-180, turned-270 (clockwise), mirrored (left and right),
            mirrored-turned-90, mirrored-turned-180, mirrored-turned-270 (first mirrored, then turned)
Files that cannot be read stand in the same list with error instead: as query, or as library where one of the library's is meant.

Threshold: 60 bits. Pictures that have nothing to do with each other differ in about 128.
Exit codes: 0 every file was read; 1 some could not be; 2 a folder cannot be read.";

#[derive(Subcommand)]
pub enum Photos {
    /// For each photograph of one folder, the nearest of another: recompressed, resized, with a band of text, turned, mirrored or cropped.
    Match(MatchPhotos),
}

#[derive(Args)]
#[command(after_long_help = MEANINGS)]
pub struct MatchPhotos {
    /// Folder of the photographs that are known.
    #[arg(long)]
    library: PathBuf,
    /// Folder of the photographs asked about.
    #[arg(long)]
    queries: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Photos {
    pub fn run(self) -> Outcome {
        match self {
            Self::Match(command) => command.run(),
        }
    }
}

/// What is said of one file.
#[derive(serde::Serialize)]
#[serde(untagged)]
enum Line {
    Answer { query: String, r#match: Option<String>, distance: Option<u32>, form: Option<&'static str> },
    Query { query: String, error: String },
    Library { library: String, error: String },
}

impl MatchPhotos {
    /// 0 when every file was read, 1 when some could not be, 2 when a folder cannot be read.
    pub fn run(self) -> Outcome {
        let (known, asked) = (Folder::of(&self.library)?, Folder::of(&self.queries)?);
        let mut library = Library::default();
        let mut places = Vec::new();
        let mut lines = Vec::new();
        for (name, read) in known.each("library", |picture| Signature::of(&picture)) {
            match read {
                Ok(signature) => {
                    library.add(&signature);
                    places.push(name);
                }
                Err(error) => lines.push(Line::Library { library: name, error }),
            }
        }
        for (query, read) in asked.each("queries", |picture| library.nearest(&Question::of(&picture))) {
            lines.push(match read {
                Ok(nearest) => Line::answer(query, nearest, &places),
                Err(error) => Line::Query { query, error },
            });
        }
        if self.json {
            println!("{}", serde_json::to_string_pretty(&lines).unwrap_or_default());
        } else {
            lines.iter().for_each(Line::tell);
        }
        Ok(ExitCode::from(u8::from(lines.iter().any(|line| !matches!(line, Line::Answer { .. })))))
    }
}

impl Line {
    fn answer(query: String, nearest: Option<Match>, places: &[String]) -> Self {
        let place = nearest.map(|m| places[m.picture].clone());
        Self::Answer { query, r#match: place, distance: nearest.map(|m| m.distance), form: nearest.map(|m| m.form.word()) }
    }

    fn tell(&self) {
        match self {
            Self::Answer { query, r#match: Some(place), distance, form } => {
                println!("{query}\t{place}\t{}/{THRESHOLD}\t{}", distance.unwrap_or_default(), form.unwrap_or_default());
            }
            Self::Answer { query, .. } => println!("{query}\t-"),
            Self::Query { query: name, error } | Self::Library { library: name, error } => eprintln!("{name} {error}"),
        }
    }
}

/// The files of a folder and of those in it, by name.
struct Folder {
    root: PathBuf,
    files: Vec<PathBuf>,
}

impl Folder {
    fn of(root: &Path) -> Result<Self, String> {
        let mut files = Vec::new();
        // Links to folders are not followed: they may lead round in a circle.
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            let unread = |e: std::io::Error| format!("The folder {} cannot be read: {e}.", folder.display());
            for entry in fs::read_dir(&folder).map_err(unread)? {
                let entry = entry.map_err(unread)?;
                if entry.file_type().map_err(unread)?.is_dir() { folders.push(entry.path()) } else { files.push(entry.path()) }
            }
        }
        files.sort();
        Ok(Self { root: root.to_owned(), files })
    }

    /// Something of each picture, on all cores, in the order of names; a sentence for what cannot be read.
    fn each<T: Send>(&self, called: &'static str, of: impl Fn(Picture) -> T + Sync) -> Vec<(String, Result<T, String>)> {
        let bar = if std::io::stderr().is_terminal() { ProgressBar::new(self.files.len() as u64) } else { ProgressBar::hidden() };
        bar.set_style(ProgressStyle::with_template("{msg:8} {bar:40} {pos}/{len} {eta}").unwrap_or(ProgressStyle::default_bar()));
        bar.set_message(called);
        let (next, cores) = (AtomicUsize::new(0), thread::available_parallelism().map_or(1, usize::from));
        let some = || {
            let mut done = Vec::new();
            while let Some(file) = self.files.get(next.fetch_add(1, Ordering::Relaxed)) {
                done.push((self.name(file), read(file).map(&of)));
                bar.inc(1);
            }
            done
        };
        let mut all: Vec<_> = thread::scope(|scope| {
            let threads: Vec<_> = (0..cores).map(|_| scope.spawn(some)).collect();
            threads.into_iter().flat_map(|thread| thread.join().expect("reading a picture catches its decoder's faults")).collect()
        });
        bar.finish_and_clear();
        all.sort_by(|(a, _), (b, _)| a.cmp(b));
        all
    }

    fn name(&self, file: &Path) -> String {
        let parts = file.strip_prefix(&self.root).unwrap_or(file).components();
        parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    }
}

/// A picture, or what is wrong with the file, to be said after its name.
fn read(file: &Path) -> Result<Picture, String> {
    let unread = |e: std::io::Error| format!("cannot be read: {e}");
    // Only files: a pipe among them would be waited for without end.
    let found = fs::metadata(file).map_err(unread)?;
    if !found.is_file() {
        return Err("is not a file".into());
    }
    if found.len() > FILE_MOST {
        return Err(format!("holds {} bytes; at most {FILE_MOST} are read", found.len()));
    }
    let mut bytes = Vec::new();
    fs::File::open(file).and_then(|f| f.take(FILE_MOST).read_to_end(&mut bytes)).map_err(unread)?;
    Picture::read(&bytes).map_err(|refusal| refusal.to_string())
}
