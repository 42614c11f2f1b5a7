//! `chunman lint`.
use super::{Outcome, terminal_words};
use crate::rules::{Finding, Level, Pack, Unreadable, lint_text};
use crate::web::words::{Lang, Words};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Args)]
pub struct Lint {
    /// A campaign file (TOML); keys it does not know are read all the same.
    file: PathBuf,
    /// Print `[{rule, level, field, why, instead}]`.
    #[arg(long)]
    json: bool,
    /// The rules to read by; the file's own `rules` otherwise, and cn where it names none.
    #[arg(long, value_parser = Pack::NAMES)]
    pack: Option<String>,
    /// zh-Hans, zh-Hant or en; the terminal's language otherwise.
    #[arg(long, value_parser = language)]
    lang: Option<Lang>,
}

fn language(text: &str) -> Result<Lang, String> {
    Lang::parse(text).ok_or_else(|| "zh-Hans, zh-Hant or en".to_owned())
}

impl Lint {
    /// 0 when nothing is refused, 1 when something is, 2 when the file cannot be read.
    pub fn run(self) -> Outcome {
        let w = self.lang.map_or_else(terminal_words, |lang| Words::new(lang, "county-cn"));
        let file = self.file.display();
        let bytes = std::fs::read(&self.file).map_err(|e| w.f("rules.no_file", &[("file", &file), ("what", &e)]))?;
        let text = String::from_utf8(bytes).map_err(|_| w.f("rules.unreadable", &[("file", &file), ("what", &"UTF-8")]))?;
        let found = lint_text(self.pack.as_deref().and_then(Pack::named), &text).map_err(|e| match e {
            Unreadable::NotToml(what) => w.f("rules.unreadable", &[("file", &file), ("what", &what)]),
            Unreadable::NotCampaign => w.f("rules.not_campaign", &[("file", &file)]),
        })?;
        if self.json {
            println!("{}", as_json(&found, &w))
        } else {
            tell(&found, &w)
        }
        Ok(ExitCode::from(u8::from(found.iter().any(|f| f.level == Level::Refuse))))
    }
}

fn as_json(found: &[Finding], w: &Words) -> String {
    let one = |f: &Finding| serde_json::json!({"rule": f.rule.id, "level": f.level.word(), "field": f.field, "why": f.why_and_source(w), "instead": f.instead(w.lang())});
    serde_json::to_string_pretty(&found.iter().map(one).collect::<Vec<_>>()).unwrap_or_default()
}

fn tell(found: &[Finding], w: &Words) {
    if found.is_empty() {
        println!("{}", w.t("rules.clean"));
    }
    for f in found {
        let level = w.t(if f.level == Level::Refuse { "campaign.refused" } else { "campaign.warned" });
        println!("{level}  {}  [{}]\n    {}\n    {}", f.field, f.rule.id, f.why_and_source(w), f.instead(w.lang()));
    }
}
