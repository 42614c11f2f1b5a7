//! A campaign as a file, there and back.
use super::CampaignFile;
use crate::campaigns::file::{HOWS, IndicatorFile, ItemFile, PER, REQUIRED, SWITCHES, WAYS};
use crate::town::on_both;
use ledger::Chance;

/// A random campaign, as canonical text as the database gives it back.
fn random(chance: &mut Chance, n: usize) -> CampaignFile {
    let mut pick = |most: usize| usize::from(chance.bytes::<1>()[0]) % most.max(1);
    let texts = ["春天", "A “quoted” line", "两行\n文字", "\\ back = [slash]", "emoji 🌱", "'''", "  内有 空格", "# no comment"];
    let mut items = Vec::new();
    for i in 0..=pick(4) {
        let indicators = (0..=pick(3))
            .map(|m| IndicatorFile {
                id: format!("n{n}-{i}-{m}"),
                name: texts[pick(8)].trim().into(),
                measure: ["棵", "m³", "hours"][pick(3)].into(),
                decimals: pick(4) as i64,
                most: ["1", "0.5", "2000"][pick(3)].into(),
                step: [None, Some("0.5".to_owned())][pick(2)].clone(),
                hint: texts[pick(8)].into(),
                how: HOWS.iter().filter(|_| pick(2) == 1).map(|h| (*h).to_owned()).collect(),
                also: vec![],
            })
            .collect();
        items.push(ItemFile {
            id: format!("i{n}-{i}"),
            name: texts[pick(8)].trim().into(),
            label: "字".into(),
            way: WAYS[pick(4)].into(),
            evidence: ["none", "place", "file"][pick(3)].into(),
            justification: "要找得到那个地方".into(),
            required: REQUIRED.iter().filter(|_| pick(4) == 1).map(|r| (*r).to_owned()).take(3).collect(),
            target: [None, Some("12.5".to_owned()), Some("300".to_owned())][pick(3)].clone(),
            per: PER[pick(3)].into(),
            note: texts[pick(8)].into(),
            lead: ["", "1"][pick(2)].into(),
            indicators,
        });
    }
    CampaignFile {
        id: format!("c{n}"),
        name: texts[pick(8)].trim().into(),
        mine: texts[pick(8)].into(),
        slogan: texts[pick(8)].into(),
        blurb: texts[pick(8)].into(),
        unit: "1".into(),
        from: "2026-01-01".into(),
        to: "2026-12-31".into(),
        rules: Some("cn".into()),
        complaints: ["", "12345"][pick(2)].into(),
        switches: SWITCHES.iter().filter(|_| pick(4) == 1).map(|s| (*s).to_owned()).collect(),
        items,
    }
}

#[test]
fn what_is_exported_reads_back_as_the_same_campaign() {
    let seed = u64::from_le_bytes(Chance::from_machine().unwrap().bytes::<8>());
    println!("seed {seed}");
    on_both(|town| {
        let admin = town.set_up();
        let mut chance = Chance::seeded(seed);
        for n in 0..40 {
            let file = random(&mut chance, n);
            assert_eq!(CampaignFile::read(&file.text()).unwrap(), file, "seed {seed}");
            let text = file.text();
            assert_eq!(town.post("/campaigns/import", &[("text", &text), ("confirm", "yes")], &admin).status, 303, "seed {seed}: {text}");
            let exported = town.get(&format!("/campaigns/{}.toml", file.id), "").body;
            assert_eq!(CampaignFile::read(&exported).unwrap(), file, "seed {seed}");
        }
        town.ends_well();
    });
}
