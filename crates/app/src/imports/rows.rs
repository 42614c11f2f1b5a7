//! What the rows of each kind of file mean, and the verb that takes each.
use super::pattern;
use super::table::{Line, Table};
use crate::campaigns::file::milli;
use crate::deeds::{Content, Deed, NewDeed, Recorded, ids_of_codes};
use crate::households::{HouseholdRow, MemberContent, Situation};
use crate::orgs::groups::{NewGroup, NewMember};
use crate::orgs::{self, Group, NewUnit, Unit};
use crate::people::{NewPerson, Person, RoleKind};
use crate::powers::{Power, Who, may_import};
use crate::realm::Realm;
use crate::rosters::{NewSubject, SubjectRow};
use crate::web::Fault;
use crate::web::words::Words;
use ledger::{Read, Tx};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The kinds of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// code,name,parent,kind and, if wanted, rank,from,to
    Units,
    /// code,name,unit and, if wanted, title,phone,skills,rank,from,role,nicknames
    People,
    /// indicator,unit,recorder,day,quantity and, if wanted, id,place,people,how,words
    Deeds,
    /// group,name,kind,member and, if wanted, from,to,unit: a line a member
    Groups,
    /// household,unit,name,relation and, if wanted, sex,birth,number,health,labour,schooling and in the head's row what is said of the household: a line a member, the head first
    Households,
    /// roster,name and, if wanted, code,unit,place,phone,note,serves: a line a subject, serves being who serves it
    Subjects,
}

impl Kind {
    pub const ALL: [Kind; 6] = [Kind::Units, Kind::People, Kind::Groups, Kind::Deeds, Kind::Households, Kind::Subjects];
    pub fn word(self) -> &'static str {
        match self {
            Kind::Units => "units",
            Kind::People => "people",
            Kind::Deeds => "deeds",
            Kind::Groups => "groups",
            Kind::Households => "households",
            Kind::Subjects => "subjects",
        }
    }
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
    pub fn power(self) -> Power {
        match self {
            Kind::Units => Power::ManageUnits,
            Kind::People => Power::ManagePeople,
            Kind::Deeds => Power::ImportDeeds,
            Kind::Groups => Power::ImportGroups,
            Kind::Households => Power::ImportHouseholds,
            Kind::Subjects => Power::ImportSubjects,
        }
    }
    /// Every column there may be, and how many of the first must be.
    fn columns(self) -> (&'static [&'static str], usize) {
        match self {
            Kind::Units => (&["code", "name", "parent", "kind", "rank", "from", "to", "column", "row"], 4),
            Kind::People => (&["code", "name", "unit", "title", "phone", "skills", "rank", "from", "role", "nicknames"], 3),
            Kind::Deeds => (&["indicator", "unit", "recorder", "day", "quantity", "id", "place", "people", "how", "words"], 5),
            Kind::Groups => (&["group", "name", "kind", "member", "from", "to", "unit"], 4),
            Kind::Households => (&HOUSEHOLDS, 4),
            Kind::Subjects => (&["roster", "name", "code", "unit", "place", "phone", "note", "serves"], 2),
        }
    }
}

/// A household's row; from main_cause on it is the head's that counts.
const HOUSEHOLDS: [&str; 22] = [
    "household",
    "unit",
    "name",
    "relation",
    "sex",
    "birth",
    "number",
    "health",
    "labour",
    "schooling",
    "consent_by",
    "consent_day",
    "main_cause",
    "other_causes",
    "watch",
    "housing",
    "land",
    "water",
    "address",
    "phone",
    "bank",
    "responsible",
];

impl Kind {
    /// The columns that must be and those that may be, as their reader knows them.
    pub fn header(self, w: &Words) -> (String, String) {
        let (columns, needed) = self.columns();
        let things = matches!(self, Kind::Units | Kind::Groups | Kind::Subjects);
        let list = |some: &[&str]| some.iter().map(|column| pattern::named(w, column, things)).collect::<Vec<_>>().join(w.t("form.comma"));
        (list(&columns[..needed]), list(&columns[needed..]))
    }
}

/// A role by its code, or as a page calls it in whatever language and words; who has none is a member. Anything else is itself.
fn role(text: &str) -> String {
    if text.is_empty() || RoleKind::parse(text).is_some() {
        return text.to_owned();
    }
    if text.eq_ignore_ascii_case("member") || pattern::says("one.no_role", text) {
        return String::new();
    }
    let called = |kind: &RoleKind| pattern::says(&format!("role.{}", kind.word()), text) || text == "经办人" && *kind == RoleKind::Clerk;
    RoleKind::ALL.iter().find(|kind| called(kind)).map_or(text, |kind| kind.word()).to_owned()
}

/// The first rows as they were understood: columns by name, and each row's line and fields.
#[derive(Debug, Clone, Default)]
pub struct First {
    pub columns: Vec<String>,
    pub rows: Vec<(u64, Vec<String>)>,
}

/// How many of them are shown.
const SHOWN: usize = 5;

/// A file that was read; each row is understood when it is applied.
pub struct Rows {
    kind: Kind,
    /// The file's: what has no id gets one of it and the line.
    sha256: String,
    table: Table,
    /// The rows in the order they can be applied.
    order: Vec<usize>,
}

/// A row, understood and not yet looked up.
enum What {
    Unit(NewUnit),
    Person(NewPerson),
    Deed(Box<NewDeed>),
    Member(NewGroup, NewMember),
    Household(Box<HouseholdRow>),
    Subject(Box<SubjectRow>),
}

impl Rows {
    /// # Errors
    /// `Invalid` when the file as a whole cannot be read.
    pub fn read(kind: Kind, bytes: &[u8], sha256: &str) -> Result<Self, Fault> {
        let (columns, needed) = kind.columns();
        let table = Table::read(bytes, columns, &columns[..needed])?;
        let order = if kind == Kind::Units { parents_first(&table) } else { (0..table.len()).collect() };
        Ok(Self { kind, sha256: sha256.to_owned(), table, order })
    }

    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// The row that is applied as the nth.
    pub fn nth(&self, n: usize) -> Line<'_> {
        self.table.line(self.order[n])
    }

    pub fn first(&self) -> First {
        let rows = (0..self.len().min(SHOWN)).map(|n| self.table.line(n)).map(|line| (line.number, line.fields())).collect();
        First { columns: self.table.columns().to_vec(), rows }
    }

    /// The column by which other rows of the file lean on a row, and the one by which a row leans on another.
    pub fn leaning(&self) -> Option<(&'static str, &'static str)> {
        match self.kind {
            Kind::Units => Some(("code", "parent")),
            Kind::Households => Some(("household", "household")),
            _ => None,
        }
    }

    /// Applies a row by its verb.
    /// # Errors
    /// `Invalid`, naming the field; for deeds also when another body stands under the id.
    pub fn apply(&self, tx: &mut Tx, line: Line, import: &str, who: &Who) -> Result<(), Fault> {
        match what(self.kind, line, &self.sha256)? {
            What::Unit(unit) => {
                let set = Realm::find(tx)?.map(|realm| realm.words).unwrap_or_default();
                Unit::add(tx, &NewUnit { kind: orgs::view::kind_named(&set, &unit.kind), ..unit }).map(|_| ())
            }
            What::Person(person) => Person::add(tx, &person).map(|_| ()),
            What::Member(group, member) => Group::bring(tx, &group, &member),
            What::Household(row) => row.bring(tx, who),
            What::Subject(row) => row.bring(tx, import, who),
            What::Deed(deed) => {
                let deed = resolved(tx, &deed, import, who)?;
                if !orgs::find::line(tx, &deed.unit, &deed.content.day)?.is_empty() {
                    may_import(tx, who, &deed.unit, &deed.content.day)?;
                }
                match Deed::record(tx, deed)? {
                    Recorded::Kept { deed, .. } => Err(Fault::says("id", "need.deed_taken", &[("id", &deed.id)])),
                    Recorded::New(_) | Recorded::Same(_) => Ok(()),
                }
            }
        }
    }
}

fn what(kind: Kind, line: Line, sha256: &str) -> Result<What, Fault> {
    Ok(match kind {
        Kind::Units => What::Unit(NewUnit {
            code: line.text("code"),
            name: line.text("name"),
            parent: line.text("parent"),
            kind: line.text("kind"),
            rank: line.whole("rank")?,
            from: line.text("from"),
            to: line.text("to"),
            tile: Some((line.whole("column")?, line.whole("row")?)).filter(|tile| *tile != (0, 0)),
        }),
        Kind::People => What::Person(NewPerson {
            code: line.text("code"),
            name: line.text("name"),
            unit: line.text("unit"),
            title: line.text("title"),
            phone: line.text("phone"),
            skills: line.text("skills"),
            rank: line.whole("rank")?,
            from: line.text("from"),
            role: role(&line.text("role")),
            nicknames: line.text("nicknames"),
        }),
        Kind::Deeds => What::Deed(Box::new(deed(line, sha256))),
        Kind::Households => What::Household(Box::new(household(line))),
        Kind::Subjects => What::Subject(Box::new(subject(line, sha256))),
        Kind::Groups => What::Member(
            NewGroup {
                code: line.text("group"),
                name: line.text("name"),
                kind: line.text("kind"),
                unit: line.text("unit"),
                ..NewGroup::default()
            },
            NewMember { code: line.text("member"), from: line.text("from"), to: line.text("to") },
        ),
    })
}

fn household(line: Line) -> HouseholdRow {
    let (text, day) = (|column: &str| line.text(column), |column: &str| pattern::day(line.get(column)));
    let member = MemberContent {
        relation: text("relation"),
        sex: text("sex"),
        labour: text("labour"),
        schooling: text("schooling"),
        consent_day: day("consent_day"),
        consent_by: text("consent_by"),
        name: text("name"),
        birth: day("birth"),
        number: text("number"),
        health: text("health"),
        ..MemberContent::default()
    };
    let situation = Situation {
        watch: text("watch"),
        main_cause: text("main_cause"),
        housing: text("housing"),
        water: text("water"),
        address: text("address"),
        phone: text("phone"),
        bank: text("bank"),
        ..Situation::default()
    };
    HouseholdRow {
        household: text("household"),
        unit: pattern::code(line.get("unit")),
        member,
        situation,
        other_causes: text("other_causes"),
        land: text("land"),
        responsible: pattern::code(line.get("responsible")),
    }
}

fn subject(line: Line, sha256: &str) -> SubjectRow {
    let text = |column: &str| line.text(column);
    let subject = NewSubject {
        id: row_id(sha256, line.number),
        code: text("code"),
        unit: pattern::code(line.get("unit")),
        name: text("name"),
        place: text("place"),
        phone: text("phone"),
        note: text("note"),
        import: String::new(),
    };
    SubjectRow { roster: text("roster"), subject, serves: pattern::code(line.get("serves")) }
}

/// The id of what a line of a file brings.
fn row_id(sha256: &str, line: u64) -> String {
    format!("row-{}-{line}", sha256.get(..24).unwrap_or(sha256))
}

/// Codes stand where ids will be once they are looked up.
fn deed(line: Line, sha256: &str) -> NewDeed {
    let body = line.raw();
    let id = match line.get("id") {
        "" => row_id(sha256, line.number),
        id => id.to_owned(),
    };
    let content = Content {
        day: pattern::day(line.get("day")),
        // What is no number becomes 0, which the content's own check refuses with the decimals it may have.
        quantity: milli(line.get("quantity")).unwrap_or(0),
        how: pattern::code(line.get("how")),
        place: line.text("place"),
        people: line.get("people").split([';', '；', '、']).map(|c| pattern::code(c.trim())).filter(|c| !c.is_empty()).collect(),
        words: line.text("words"),
        ..Content::default()
    };
    let (recorder, body_hash) = (pattern::code(line.get("recorder")), hex::encode(Sha256::digest(&body)));
    NewDeed {
        id,
        indicator: pattern::code(line.get("indicator")),
        item: None,
        unit: pattern::code(line.get("unit")),
        entered_by: recorder.clone(),
        recorder,
        content,
        body,
        body_hash,
        import: String::new(),
        files_follow: false,
    }
}

/// Stable order by depth inside the file, so that a parent comes before its children wherever it stood.
fn parents_first(table: &Table) -> Vec<usize> {
    let parents: HashMap<&str, &str> = table.lines().map(|line| (line.get("code"), line.get("parent"))).collect();
    // A ring has no first member; its rows fail for want of a parent.
    let depth = |line: Line| std::iter::successors(parents.get(line.get("code")), |parent| parents.get(*parent)).take(32).count();
    let mut order: Vec<(usize, usize)> = table.lines().enumerate().map(|(n, line)| (depth(line), n)).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, n)| n).collect()
}

/// The deed with person codes made into ids; the recorder alone took part when nobody is named. Whoever brings the file in typed it in,
/// and so does not check it.
fn resolved(r: &mut Read, deed: &NewDeed, import: &str, who: &Who) -> Result<NewDeed, Fault> {
    let code = &deed.recorder;
    let recorder = crate::people::find::by_code(r, code)?.ok_or_else(|| Fault::says("recorder", "need.person", &[("code", code)]))?.id;
    let mut people = ids_of_codes(r, &deed.content.people)?;
    if people.is_empty() {
        people.push(recorder.clone());
    }
    let content = Content { people, ..deed.content.clone() };
    let entered_by = if let Who::Person(id) = who { id.clone() } else { recorder.clone() };
    Ok(NewDeed { entered_by, recorder, content, import: import.to_owned(), ..deed.clone() })
}
