//! A word of its own in every sensitive field of a file, its needs and its visits: wherever it is looked for, it stands where it belongs and nowhere else.
use super::{CANARIES, head, one};
use crate::doors::{EVERYONE, Things, ask, doors};
use crate::town::county::County;
use crate::town::{Reply, Town, on_both};
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{Arc, Mutex};

/// What needs and visits hold beside the file's own fields.
const OF_NEEDS: [(&str, &str); 2] = [("need", "慢病药三个月没报上"), ("step", "她怕邻居知道，先不声张")];
const OF_VISITS: [(&str, &str); 2] = [("saw", "灶台上摆着没拆的降压药"), ("promised", "替她去镇上补办慢病卡")];
/// What a line of a roster holds of somebody who is served.
const OF_LINES: [(&str, &str); 4] = [
    ("line's name", "靳小苗苗"),
    ("line's place", "磨坊后头第二个门洞"),
    ("line's phone", "13935611266"),
    ("line's note", "父母在苏州打工没回来"),
];
/// Whoever may read the file of `h1` and what hangs on it whole, and whoever may read the line: the village's clerk is none of the roster's unit.
const READERS: [&str; 4] = ["member", "clerk", "below", "parent"];
const READERS_OF_LINE: [&str; 3] = ["member", "clerk", "parent"];

fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    CANARIES.into_iter().chain(OF_NEEDS).chain(OF_VISITS).chain(OF_LINES)
}

fn may_read(who: &str, field: &str) -> bool {
    let of_line = OF_LINES.iter().any(|(name, _)| *name == field);
    if of_line { READERS_OF_LINE.contains(&who) } else { READERS.contains(&who) }
}

/// Puts a child on a roster of children of 101, for member to serve; the line's path.
fn line(county: &County) -> String {
    let (town, clerk) = (county.town, county.as_who("clerk"));
    let form = [("unit", "101"), ("name", "留守儿童走访"), ("kind", "child"), ("indicator", "good-deeds"), ("checklist", "看作业")];
    let path = town.post("/rosters/new", &form, clerk).location;
    let [name, place, phone, note] = OF_LINES.map(|(_, value)| value);
    let form = [("name", name), ("unit", "1011"), ("place", place), ("phone", phone), ("note", note)];
    let made = town.post(&format!("{path}/subjects/new"), &form, clerk);
    assert_eq!(made.status, 303, "{}", made.body);
    let number = town.app.db.read(|r| r.int("SELECT MAX(position) FROM roster_subjects", &[])).unwrap().to_string();
    assert_eq!(town.post(&format!("{path}/assignment"), &[("person", "member"), ("subject", &number)], clerk).status, 303);
    let path = format!("{path}/subjects/{number}");
    let service = [("id", "service-canary"), ("quantity", "1"), ("day", "2017-03-20"), ("tick", "看作业")];
    assert_eq!(town.post(&format!("{path}/service"), &service, county.as_who("member")).status, 303);
    path
}

/// Gives the file `h1` a need that was taken and handed on with a reason, and a visit. The need's path.
fn whole(county: &County) -> String {
    let (town, member) = (county.town, county.as_who("member"));
    let need = [("household", "h1"), ("unit", "1011"), ("topic", "medicine"), ("words", OF_NEEDS[0].1)];
    let need = town.post("/needs/new", &need, member).location;
    let sent = |act: &str, more: &[(&str, &str)]| {
        let page = town.get(&format!("{need}/{act}"), member).body;
        let seen = page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("").to_owned();
        let form: Vec<(&str, &str)> = [("seen", seen.as_str())].into_iter().chain(more.iter().copied()).collect();
        let reply = town.post(&format!("{need}/{act}"), &form, member);
        assert_eq!(reply.status, 303, "{act}: {}", reply.body);
    };
    sent("owner", &[("owner", "member"), ("due", "2017-04-05")]);
    sent("owner", &[("owner", "clerk"), ("due", "2017-04-05"), ("why", OF_NEEDS[1].1)]);
    let visit = [
        ("id", "visit-canary"),
        ("way", "visit"),
        ("saw", OF_VISITS[0].1),
        ("promised", OF_VISITS[1].1),
        ("due", "2017-04-02"),
        ("indicator", "households"),
    ];
    assert_eq!(town.post("/visits/h1", &visit, member).status, 303);
    need
}

#[test]
fn what_is_sealed_stands_in_no_file_of_the_data_no_backup_and_no_leaf_of_the_log() {
    on_both(|town| {
        let county = County::found(town);
        one(&county);
        whole(&county);
        line(&county);
        refused(&county);
        town.app.db.checkpoint().unwrap();
        let backup = tempfile::tempdir().unwrap();
        ledger::backup(town.app.db.config(), &crate::tables::SCHEMA, &backup.path().join("b"), |_| {}).unwrap();
        let copies = in_folder(backup.path());
        let log: String =
            town.app.db.read(|r| (0..r.log_size()?).map(|at| Ok(r.leaf(at)?.body)).collect::<ledger::Result<String>>()).unwrap();
        for (field, value) in all() {
            assert_eq!(town.holds(value), Vec::<String>::new(), "{field}");
            assert!(copies.iter().all(|copy| !copy.windows(value.len()).any(|w| w == value.as_bytes())), "{field} in the backup");
            assert!(!log.contains(value), "{field} in the log");
        }
        for table in
            ["households", "members", "needs", "need_steps", "visits", "household_entries", "roster_subjects", "roster_assignments"]
        {
            let of = |line: &str| line.starts_with("object ") && line.contains(&format!("{table}/"));
            assert!(log.lines().any(of), "{table} is in the log");
        }
        assert!(!log.lines().any(|line| line.starts_with("field ") && line.contains("illness")), "no column of a household is public");
        town.ends_well();
    });
}

/// A refused form gives back what was typed, to who typed it, and leaves nothing behind.
fn refused(county: &County) {
    let kept = |value: &str, path: &str, form: &[(&str, &str)]| {
        let reply = county.town.post(path, form, county.as_who("clerk"));
        assert!(reply.status == 422 && reply.body.contains(value), "{path}: {}", reply.body);
    };
    let words = "老伴夜里咳血";
    kept(words, "/households/h1/entry", &[("words", words), ("kind", "visit"), ("day", "2018-01-01"), ("seen", ""), ("at", "")]);
    let words = OF_NEEDS[0].1;
    kept(words, "/needs/new", &[("household", "h1"), ("unit", "1011"), ("topic", "sorrow"), ("words", words)]);
    let words = OF_VISITS[0].1;
    kept(words, "/visits/h1", &[("id", "visit-wrong"), ("way", "by air"), ("saw", words)]);
}

/// Every file of a folder and below it.
fn in_folder(folder: &std::path::Path) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { in_folder(&path) } else { vec![std::fs::read(path).unwrap()] }).collect()
}

#[test]
fn no_page_file_interface_or_refusal_tells_anybody_what_is_not_theirs_to_read() {
    on_both(|town| {
        let county = County::found(town);
        let things = Things::make(&county);
        let (need, line) = (whole(&county), line(&county));
        let (mut told, mut seen) = (Vec::new(), BTreeSet::new());
        for who in EVERYONE {
            let mut look = |what: &str, reply: Reply| {
                let heads: String = reply.headers.values().filter_map(|value| value.to_str().ok()).collect();
                for (field, value) in all().filter(|(_, value)| reply.body.contains(value) || heads.contains(value)) {
                    seen.insert(field);
                    if !may_read(who, field) {
                        told.push(format!("{what} tells “{who}” {field}: {value}"));
                    }
                }
            };
            // What hangs on the file itself, before the walk does anything to it.
            let roster = line.split("/subjects").next().unwrap();
            let lines =
                [line.clone(), format!("{line}/service"), format!("{line}/erasure"), roster.to_owned(), format!("{roster}/assignment")];
            let files = [format!("{roster}/subjects.csv"), "/deeds/service-canary".to_owned(), "/deeds/service-canary/received".to_owned()];
            let of_file = [need.clone(), format!("{need}/owner"), format!("/households/h1/member?at={}", head(&county))];
            for path in of_file.into_iter().chain(lines).chain(files) {
                look(&path, town.get(&path, county.as_who(who)));
            }
            for door in doors() {
                look(&format!("{} {}", door.method, door.tried), ask(&county, &door, &things, who));
            }
        }
        assert!(told.is_empty(), "{}", told.join("\n"));
        let unseen: Vec<&str> = all().map(|(field, _)| field).filter(|field| !seen.contains(field)).collect();
        assert_eq!(unseen, [""; 0], "each is read by somebody: a word that no page shows would prove nothing");
        town.ends_well();
    });
}

/// A writer that keeps what it is given.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What the program writes to its own log while something is done.
fn logged(act: impl FnOnce()) -> String {
    let kept = Kept::default();
    let writer = kept.clone();
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    tracing::subscriber::with_default(log, act);
    let bytes = kept.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_value_changed_behind_the_door_is_an_error_that_names_no_value_on_the_page_or_in_the_programs_log() {
    let town = Town::open(None);
    let county = County::found(&town);
    one(&county);
    whole(&county);
    let line = line(&county);
    let log = logged(|| {
        refused(&county);
        // One sealed value in the place of another: it opens nowhere but where it was sealed.
        town.behind_the_door("UPDATE members SET health = name; UPDATE visits SET saw = promised; UPDATE needs SET words = phone; UPDATE roster_subjects SET note = name, name = place");
        let pages = ["/households/h1", "/households/h1/member", "/visits", "/visits/h1", "/needs?unit=1011", "/households.csv?unit=1011"];
        for path in pages.into_iter().chain([line.as_str(), line.split("/subjects").next().unwrap()]) {
            for who in EVERYONE {
                let reply = town.get(path, county.as_who(who));
                let theirs = |field: &str| may_read(who, field) && reply.status == 200;
                assert!(all().all(|(field, value)| theirs(field) || !reply.body.contains(value)), "{path} as {who}: {}", reply.body);
            }
        }
    });
    assert!(log.contains("ERROR") && log.contains("/households/h1"), "the error is in the log: {log}");
    for (field, value) in all() {
        assert!(!log.contains(value), "{field}: {log}");
    }
}
