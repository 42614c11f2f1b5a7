//! Every table of the product: what it is to the log. The one place where they are declared.
use crate::accounts::{Account, Invitation, Token};
use crate::asked::{Asking, TimeTold};
use crate::bulletin::{Bulletin, Placed, SignOff};
use crate::campaigns::{Campaign, Indicator, Item};
use crate::checks::{Call, Check};
use crate::deeds::{Conflict, Correction, Deed, File};
use crate::erasure::Erasure;
use crate::figures::cells;
use crate::handed::HandOut;
use crate::households::{Entry, Ground, Household, Income, Measure, Member, Pairing, Plan, Reach, TRACES, rebuild_traces};
use crate::lots::{Draw, Drawn, Entered};
use crate::needs::{Need, NeedStep};
use crate::orgs::{Group, GroupMember, Import, Tile, Unit, UnitChange};
use crate::people::{Person, Post, Reading, Role};
use crate::phone::Operation;
use crate::realm::Realm;
use crate::rosters::{Assignment, Roster, Service, Subject};
use crate::sealing::FileKey;
use crate::slips::Slip;
use crate::visits::Visit;
use ledger::{Cells, Migration, Schema, Table};

const fn step(number: i64, sql: &'static str) -> Migration {
    Migration { number, sql, upcast: None }
}

/// A step that adds columns to Records, with what older rows have there.
const fn widen(number: i64, sql: &'static str, upcast: fn(&str, &mut Cells)) -> Migration {
    Migration { number, sql, upcast: Some(upcast) }
}

/// What step 6 adds to the rows of older change sets.
fn organised(table: &str, row: &mut Cells) {
    match table {
        "groups" => row.push(("unit".to_owned(), "".into())),
        "units" => row.push(("merged".to_owned(), 0_i64.into())),
        _ => {}
    }
}

/// What step 16 adds.
fn nicknamed(table: &str, row: &mut Cells) {
    if table == "people" {
        row.push(("nicknames".to_owned(), ledger::Value::Null));
    }
}

/// What step 27 adds: a reading of an older release was one opening.
fn counted(table: &str, row: &mut Cells) {
    if table == "readings" {
        row.push(("day".to_owned(), "".into()));
        row.push(("times".to_owned(), 1_i64.into()));
    }
}

/// What step 10 adds.
fn edited(table: &str, row: &mut Cells) {
    if table == "deeds" {
        row.push(("edited".to_owned(), 0_i64.into()));
    }
}

pub static SCHEMA: Schema = Schema {
    migrations: &[
        step(1, include_str!("../../../migrations/0001_orgs.sql")),
        step(2, include_str!("../../../migrations/0002_people.sql")),
        step(3, include_str!("../../../migrations/0003_campaigns.sql")),
        step(4, include_str!("../../../migrations/0004_deeds.sql")),
        step(5, include_str!("../../../migrations/0005_figures.sql")),
        widen(6, include_str!("../../../migrations/0006_organisation.sql"), organised),
        widen(9, include_str!("../../../migrations/0009_campaigns.sql"), crate::campaigns::upcast),
        widen(10, include_str!("../../../migrations/0010_figures.sql"), edited),
        widen(12, include_str!("../../../migrations/0012_confirmations.sql"), crate::checks::confirmation::upcast),
        step(13, include_str!("../../../migrations/0013_bulletins.sql")),
        step(14, include_str!("../../../migrations/0014_away.sql")),
        step(15, include_str!("../../../migrations/0015_erasure.sql")),
        widen(16, include_str!("../../../migrations/0016_paste.sql"), nicknamed),
        step(17, include_str!("../../../migrations/0017_stories.sql")),
        step(18, include_str!("../../../migrations/0018_times.sql")),
        step(19, include_str!("../../../migrations/0019_involved.sql")),
        step(20, include_str!("../../../migrations/0020_pictures.sql")),
        step(21, include_str!("../../../migrations/0021_draws.sql")),
        step(22, include_str!("../../../migrations/0022_tiles.sql")),
        step(23, include_str!("../../../migrations/0023_operations.sql")),
        step(24, include_str!("../../../migrations/0024_askings.sql")),
        step(25, include_str!("../../../migrations/0025_slips.sql")),
        step(26, include_str!("../../../migrations/0026_households.sql")),
        widen(27, include_str!("../../../migrations/0027_readings.sql"), counted),
        step(28, include_str!("../../../migrations/0028_needs.sql")),
        step(29, include_str!("../../../migrations/0029_visits.sql")),
        step(30, include_str!("../../../migrations/0030_rosters.sql")),
        step(31, include_str!("../../../migrations/0031_protection.sql")),
        step(32, include_str!("../../../migrations/0032_calls.sql")),
        step(33, include_str!("../../../migrations/0033_files_of_deeds.sql")),
    ],
    tables: &[
        Table::steady::<Realm>(),
        Table::steady::<Unit>(),
        Table::record::<UnitChange>(),
        Table::steady::<Tile>(),
        Table::record::<Group>(),
        Table::record::<GroupMember>(),
        Table::record::<Import>(),
        Table::steady::<Person>(),
        Table::steady::<Post>(),
        Table::steady::<Role>(),
        Table::record::<Account>(),
        Table::record::<Invitation>(),
        Table::steady::<Token>(),
        Table::record::<Reading>(),
        Table::record::<Erasure>(),
        Table::steady::<Campaign>(),
        Table::steady::<Item>(),
        Table::steady::<Indicator>(),
        Table::record::<Deed>(),
        Table::record::<Correction>(),
        Table::record::<Check>(),
        Table::record::<Call>(),
        Table::record::<Slip>(),
        Table::record::<File>(),
        Table::record::<Conflict>(),
        Table::record::<Operation>(),
        Table::record::<Bulletin>(),
        Table::record::<Placed>(),
        Table::record::<SignOff>(),
        Table::record::<Asking>(),
        Table::record::<TimeTold>(),
        Table::record::<Draw>(),
        Table::record::<Entered>(),
        Table::record::<Drawn>(),
        Table::record::<HandOut>(),
        Table::record::<FileKey>(),
        Table::record::<Household>(),
        Table::record::<Member>(),
        Table::record::<Income>(),
        Table::record::<Plan>(),
        Table::record::<Measure>(),
        Table::record::<Entry>(),
        Table::record::<Reach>(),
        Table::record::<Ground>(),
        Table::record::<Pairing>(),
        Table::record::<Need>(),
        Table::record::<NeedStep>(),
        Table::record::<Visit>(),
        Table::record::<Roster>(),
        Table::record::<Subject>(),
        Table::record::<Assignment>(),
        Table::record::<Service>(),
        Table::derived(&TRACES, rebuild_traces),
        Table::derived(&cells::CELLS, cells::rebuild_cells),
        Table::derived(&cells::PRESENCE, cells::rebuild_presence),
        Table::derived(&cells::SUBJECTS, cells::rebuild_subjects),
        Table::derived(&cells::INVOLVED, cells::rebuild_involved),
        Table::derived(&cells::AWAY, cells::rebuild_away),
        Table::scratch("forgotten"),
        Table::scratch("pictures"),
        Table::scratch("near_pictures"),
        Table::scratch("chains"),
        Table::scratch("chain_hints"),
        Table::scratch("sessions"),
        Table::scratch("sign_in_failures"),
    ],
    blobs: Some(("files", "sha256")),
};
