//! Leaving the list, the reaches, consent.
use super::{Found, Kind};
use crate::households::file::File;
use crate::households::sections::Section;

/// Grounds without which nobody has left the list.
const GROUNDS: [&str; 4] = ["education", "medical", "housing", "water"];

pub fn check(file: &File, today: &str, found: &mut Found) {
    let home = &file.household;
    if file.lists.has_exit() && !home.exited.is_empty() {
        let exit = home.exited.get(..4).and_then(|year| year.parse::<i64>().ok()).unwrap_or(0);
        // The exit is judged by the year it was in, or the one before.
        let year = file.grounds.iter().map(|ground| ground.year).filter(|year| *year <= exit).max().unwrap_or(exit);
        let met = |ground: &str| file.grounds.iter().any(|row| row.year == year && row.ground == ground && row.met == "yes");
        if GROUNDS.iter().any(|ground| !met(ground)) {
            found.say(Kind::ExitWithoutGround, year.to_string(), Section::Exit, &year.to_string());
        }
        let written = file.incomes.iter().filter(|income| !income.planned && income.year <= exit).map(|income| income.year).max();
        if let Some(year) = written.filter(|year| file.over_line(*year, today) == Some(false)) {
            found.say(Kind::ExitUnderLine, year.to_string(), Section::Income, &year.to_string());
        }
    }
    for reach in file.reaches.iter().filter(|reach| reach.state == "not_needed" && reach.note.is_none()) {
        found.say(Kind::NotNeededWhy, reach.reach.clone(), Section::Reaches, "");
    }
    if home.consent_how.is_empty() || home.consent_day.is_empty() {
        found.say(Kind::ConsentMissing, "", Section::Situation, "");
    }
}
