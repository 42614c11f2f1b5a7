//! Questions about groups.
use super::{Group, GroupMember};
use crate::orgs::find::members_of;
use crate::people::{
    RoleKind,
    find::{below_roles, pattern},
};
use ledger::{Read, Result, Row, Value};

/// Every time a member was in a group.
/// # Errors
/// When the data cannot be read.
pub fn periods(r: &mut Read, group: &str, member: &str) -> Result<Vec<GroupMember>> {
    r.all("WHERE group_id = $1 AND member = $2 ORDER BY from_day", &[group.into(), member.into()])
}

/// Groups of people that hold on a day and that a person may bring along: those the person is in, and those of the unit and above it.
/// # Errors
/// When the data cannot be read.
pub fn of_reader(r: &mut Read, pseudonym: &str, unit: &str, day: &str) -> Result<Vec<Group>> {
    let mine = "WHERE kind = 'people' AND from_day <= $2 AND to_day >= $2
        AND id IN (SELECT group_id FROM group_members WHERE member = $1 AND from_day <= $2 AND to_day >= $2) ORDER BY name, id LIMIT 200";
    let mut groups: Vec<Group> = r.all(mine, &[pseudonym.into(), day.into()])?;
    for above in crate::orgs::find::line(r, unit, day)? {
        let theirs: Vec<Group> = r.all(
            "WHERE unit = $1 AND kind = 'people' AND from_day <= $2 AND to_day >= $2 ORDER BY name, id LIMIT 200",
            &[above.into(), day.into()],
        )?;
        groups.extend(theirs);
    }
    let mut seen = std::collections::HashSet::new();
    groups.retain(|g| seen.insert(g.id.clone()));
    Ok(groups)
}

/// A group in a list.
pub struct Listed {
    pub id: String,
    pub name: String,
    pub kind: String,
    pub unit_name: String,
    pub to_day: String,
}

/// What a reader may see the members of: sets of units, groups of units that the reader's desk roles cover, and the reader's own.
const SEEN: &str = "SELECT g.id, g.name, g.kind, COALESCE((SELECT u.name FROM units u WHERE u.code = g.unit ORDER BY u.from_day DESC LIMIT 1), g.unit), g.to_day FROM groups g
    WHERE (g.kind = 'units' OR g.unit IN (SELECT code FROM down)
            OR EXISTS (SELECT 1 FROM group_members m JOIN people p ON p.pseudonym = m.member WHERE p.id = $1 AND m.group_id = g.id))
        AND g.name LIKE $3 ESCAPE '!' AND (g.unit = $4 OR $4 = '')";

/// A page of them by name behind the group `after`.
/// # Errors
/// When the data cannot be read.
pub fn listed(r: &mut Read, reader: &str, day: &str, (q, unit): (&str, &str), after: &str, limit: usize) -> Result<Vec<Listed>> {
    let mut with: Vec<Value> = vec![reader.into(), day.into(), pattern(q).into(), unit.into()];
    let mut sql = format!("{}{SEEN}", below_roles(&RoleKind::DESK));
    if let Some(last) = r.find::<Group>(after)? {
        sql.push_str(" AND (g.name > $5 OR g.name = $5 AND g.id > $6)");
        with.extend([last.name.into(), last.id.into()]);
    }
    let row =
        |row: &Row| Ok(Listed { id: row.text(0)?, name: row.text(1)?, kind: row.text(2)?, unit_name: row.text(3)?, to_day: row.text(4)? });
    r.rows(&format!("{sql} ORDER BY g.name, g.id LIMIT {limit}"), &with)?.iter().map(row).collect()
}

/// Somebody or some unit that is or was in a group.
pub struct Member {
    pub row: GroupMember,
    /// The unit's or the person's code.
    pub code: String,
    pub name: String,
    /// A person's own unit on the day asked for.
    pub unit_name: String,
}

impl Member {
    /// Its place in the list.
    pub fn key(&self) -> String {
        format!("{} {}", self.code, self.row.from_day)
    }
}

/// The members of a group by code, with the names they have on a day, at most `limit` behind the key `after`.
/// # Errors
/// When the data cannot be read.
pub fn members(r: &mut Read, group: &Group, day: &str, after: &str, limit: usize) -> Result<Vec<Member>> {
    let (code, rest) = if group.kind == "units" {
        ("m.member", "COALESCE((SELECT u.name FROM units u WHERE u.code = m.member AND u.from_day <= $2 ORDER BY u.from_day DESC LIMIT 1), m.member), ''
            FROM group_members m")
    } else {
        (
            "p.code",
            "COALESCE(p.name, ''), COALESCE((SELECT u.name FROM posts o JOIN units u ON u.code = o.unit WHERE o.person = p.id
                AND o.from_day <= $2 AND o.to_day >= $2 AND u.from_day <= $2 ORDER BY o.from_day DESC, u.from_day DESC LIMIT 1), '')
            FROM group_members m JOIN people p ON p.pseudonym = m.member",
        )
    };
    let sql = format!(
        "SELECT m.id, m.rev, m.group_id, m.member, m.from_day, m.to_day, {code}, {rest} WHERE m.group_id = $1 AND {code} || ' ' || m.from_day > $3
            ORDER BY {code} || ' ' || m.from_day LIMIT {limit}"
    );
    let row = |row: &Row| {
        let period = GroupMember {
            id: row.text(0)?,
            rev: row.int(1)?,
            group_id: row.text(2)?,
            member: row.text(3)?,
            from_day: row.text(4)?,
            to_day: row.text(5)?,
        };
        Ok(Member { row: period, code: row.text(6)?, name: row.text(7)?, unit_name: row.text(8)? })
    };
    r.rows(&sql, &[group.id.as_str().into(), day.into(), after.into()])?.iter().map(row).collect()
}

/// How many members a group has on a day.
/// # Errors
/// When the data cannot be read.
pub fn count(r: &mut Read, group: &Group, day: &str) -> Result<usize> {
    let units = group.kind == "units";
    Ok(if units { members_of(r, &group.id, day, day)?.len() } else { crate::people::find::of_group(r, &group.id, day)?.len() })
}

const BELOW: &str = "WITH RECURSIVE down (code, depth) AS (
        SELECT code, CAST(0 AS BIGINT) FROM units WHERE code = $1 AND from_day <= $2 AND to_day >= $2
        UNION SELECT u.code, d.depth + 1 FROM down d JOIN units u ON u.parent = d.code WHERE u.from_day <= $2 AND u.to_day >= $2 AND d.depth < 20)";

/// Codes of those in a unit or below it who have a name on a day: people of a group of people, units of a set of units.
/// # Errors
/// When the data cannot be read.
pub fn codes_of_name(r: &mut Read, group: &Group, name: &str, day: &str) -> Result<Vec<String>> {
    let who = if group.kind == "units" {
        "SELECT DISTINCT u.code FROM units u JOIN down d ON d.code = u.code WHERE u.name = $3 AND u.from_day <= $2 AND u.to_day >= $2 ORDER BY u.code LIMIT 2"
    } else {
        "SELECT DISTINCT p.code FROM people p JOIN posts o ON o.person = p.id JOIN down d ON d.code = o.unit
            WHERE p.name = $3 AND o.from_day <= $2 AND o.to_day >= $2 ORDER BY p.code LIMIT 2"
    };
    let rows = r.rows(&format!("{BELOW} {who}"), &[group.unit.as_str().into(), day.into(), name.into()])?;
    rows.iter().map(|row| row.text(0)).collect()
}
