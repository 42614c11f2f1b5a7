//! Members: whether their numbers, ages and relations fit together.
use super::{Found, Kind};
use crate::households::file::File;
use crate::households::members::{Member, MemberContent};
use crate::households::sections::Section;
use crate::web::Fault;
use ledger::Read;

pub fn check(r: &mut Read, file: &File, today: &str, found: &mut Found) -> Result<(), Fault> {
    let mut standing: Vec<(&Member, MemberContent)> = Vec::new();
    for member in file.members.iter().filter(|member| member.stands_on(today)) {
        standing.push((member, member.content(&file.seal)?));
    }
    if standing.is_empty() {
        found.say(Kind::NoMembers, "", Section::Member, "");
        return Ok(());
    }
    for (member, m) in &standing {
        number(file, (member, m), found);
        age(file, (member, m), today, found);
        if let Some(trace) = &member.number_trace {
            let sql = "SELECT 1 FROM members WHERE number_trace = $1 AND household <> $2 AND from_day <= $3 AND to_day >= $3 LIMIT 1";
            // Which household that is, its keeper may not know.
            if r.row(sql, &[trace.into(), (&member.household).into(), today.into()])?.is_some() {
                found.say(Kind::InTwoHouseholds, &m.name, Section::Member, &member.id);
            }
        }
    }
    relations(&standing, found);
    Ok(())
}

/// The weights and the last digits of GB 11643.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const LAST: &[u8; 11] = b"10X98765432";

fn number(file: &File, (member, m): (&Member, &MemberContent), found: &mut Found) {
    if !file.lists.identity_numbers || m.number.is_empty() {
        return;
    }
    let number = m.number.to_uppercase();
    let digits: Vec<u32> = number.chars().take(17).filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let fits = number.len() == 18 && digits.len() == 17 && number.as_bytes()[17] == LAST[(sum % 11) as usize];
    if !fits {
        found.say(Kind::CheckDigit, &m.name, Section::Member, &member.id);
    } else if !m.birth.is_empty() && number[6..14] != m.birth.replace('-', "") {
        found.say(Kind::BirthOtherwise, &m.name, Section::Member, &member.id);
    }
}

fn age(file: &File, (member, m): (&Member, &MemberContent), today: &str, found: &mut Found) {
    let Some(years) = m.age_on(today) else { return };
    let least = match m.schooling.as_str() {
        "kindergarten" => 2,
        "primary" => 5,
        "junior" => 10,
        "senior" | "vocational" => 13,
        "college" => 15,
        _ => 0,
    };
    // Compulsory schooling lasts from six to fifteen; whoever left it has a word of their own.
    let missing = m.schooling == "none" && (8..15).contains(&years) || m.schooling == "kindergarten" && years > 8;
    if years < least || missing {
        found.say(Kind::AgeAndSchooling, &m.name, Section::Member, &member.id);
    }
    let works = ["skilled", "ordinary"].contains(&m.labour.as_str());
    if works && (years < 16 || years >= 80 && file.lists.has_exit()) {
        found.say(Kind::AgeAndLabour, &m.name, Section::Member, &member.id);
    }
}

fn relations(standing: &[(&Member, MemberContent)], found: &mut Found) {
    let of = |relation: &'static str| standing.iter().filter(move |(_, m)| m.relation == relation);
    let Some((head, h)) = of("head").next() else {
        let (member, m) = &standing[0];
        found.say(Kind::HeadNoMember, &m.name, Section::Member, &member.id);
        return;
    };
    for (member, m) in of("spouse").skip(1).chain(of("head").skip(1)) {
        found.say(Kind::RelationContradicts, &m.name, Section::Member, &member.id);
    }
    let Some(head_born) = h.born() else { return };
    for (member, m) in standing.iter().filter(|(member, _)| member.id != head.id) {
        let Some(born) = m.born() else { continue };
        let older = born <= head_born;
        let contradicts = match m.relation.as_str() {
            "child" | "grandchild" => older,
            "parent" | "grandparent" => !older,
            _ => false,
        };
        if contradicts {
            found.say(Kind::RelationContradicts, &m.name, Section::Member, &member.id);
        }
    }
}
