//! Files as people make them.
#![allow(clippy::unwrap_used)]
use pairing::{Sheet, Unread, solve};
use std::io::Write;
use std::path::PathBuf;

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("pairing-{}-{name}", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    path
}

fn wrong(name: &str, officials: &str, edges: &str) -> Vec<String> {
    let (officials, edges) = (file(&format!("{name}-o.csv"), officials.as_bytes()), file(&format!("{name}-e.csv"), edges.as_bytes()));
    let read = Sheet::read(&officials, &edges);
    let _ = (std::fs::remove_file(officials), std::fs::remove_file(edges));
    match read.err() {
        Some(Unread::Rows(rows)) => rows.iter().map(|row| format!("{}: {}", row.line, row.what)).collect(),
        other => vec![format!("{other:?}")],
    }
}

#[test]
fn a_sheet_with_other_columns_in_another_order_and_packed_is_read() {
    let officials = file("read-o.csv", "\u{feff}name,hi,id,lo\r\n\"Wang, Li\",2,w,0\r\nZhao,1, z ,1\r\n".as_bytes());
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all("cost,household,official\n-5,甲,w\n7,甲,z\n\n3,乙,w\n,丙,\n".as_bytes()).unwrap();
    let edges = file("read-e.csv", &packed.finish().unwrap());
    let sheet = Sheet::read(&officials, &edges).unwrap();
    let _ = (std::fs::remove_file(officials), std::fs::remove_file(edges));
    assert_eq!(
        (sheet.officials, sheet.households),
        (vec!["w".to_owned(), "z".to_owned()], vec!["甲".to_owned(), "乙".to_owned(), "丙".to_owned()])
    );
    let solved = solve(&sheet.instance);
    assert_eq!((solved.cost, solved.official(0), solved.official(1), solved.official(2)), (10, Some(1), Some(0), None));
}

#[test]
fn every_wrong_row_is_named_with_its_line() {
    let good = ("id,lo,hi\na,0,2\nb,1,1\n", "household,official,cost\nx,a,1\n");
    let bad = "id,lo,hi\na,0,2\nb,3,1\na,0,1\nc,-1,2\n,0,1\nd,0,1.5\n";
    let said = [
        "3: the least, 3, is above the most, 1",
        "4: official a stands there for the second time",
        "5: “-1” is not a whole number (lo)",
        "6: id is empty",
        "7: “1.5” is not a whole number (hi)",
    ];
    assert_eq!(wrong("officials", bad, good.1), said);
    let bad = "household,official,cost\nx,a,1\n\ny,c,1\n,a,1\nz,b,abc\nz,b,\nz,,3\n";
    let said = [
        "4: official c is not in the officials' file",
        "5: household is empty",
        "6: “abc” is not a whole number (cost)",
        "7: “” is not a whole number (cost)",
        "8: official is empty",
    ];
    assert_eq!(wrong("edges", good.0, bad), said);
    let bad = "household,official,cost\nx,a,1\ny,a,1\n\nx,b,2\nx,a,3\ny,a,1\n";
    let said =
        ["6: household x and official a stand there for the second time", "7: household y and official a stand there for the second time"];
    assert_eq!(wrong("twice", good.0, bad), said);
    assert_eq!(wrong("column", "id,low,hi\na,0,2\n", good.1), ["1: the column “lo” is missing"]);
    let many: String = (0..100).map(|n| format!("x{n},nobody,1\n")).collect();
    assert_eq!(wrong("many", good.0, &format!("household,official,cost\n{many}")).len(), 20);
}
