//! Households brought in from a sheet.
use crate::imports::{Import, Kind};
use crate::powers::Who;
use crate::town::county::County;
use crate::town::on_both;
use paper::xlsx::{Cell, Sheet};

#[test]
fn a_sheet_is_checked_whole_each_wrong_row_is_named_and_it_goes_on_where_it_was_stopped() {
    let w = crate::web::words::Words::new(crate::web::words::Lang::Hans, "county-cn");
    on_both(|town| {
        let county = County::found(town);
        let sheet = |rows: &[[&str; 8]]| {
            let titles = ["户编号", "单位代码", "姓名", "与户主关系", "身份证号", "主要致贫原因", "其他致贫原因", "责任人编号"];
            let mut sheet = Sheet::new("户", &titles, &[]).unwrap();
            rows.iter().for_each(|row| sheet.row(&row.map(Cell::Text)).unwrap());
            sheet.bytes().unwrap()
        };
        let clerk = town.app.db.read(|r| crate::people::find::by_code(r, "clerk")).unwrap().unwrap().id;
        let read = |rows: &[[&str; 8]]| Import::read(Kind::Households, &sheet(rows), Who::Person(clerk.clone())).unwrap();
        let wrong = read(&[
            ["h1", "1011", "王守信", "户主", "140502195107231217", "因病", "缺劳力；缺水", "member"],
            ["h1", "1011", "赵桂芳", "配偶", "", "", "", ""],
            ["h2", "1011", "钱小二", "子女", "", "", "", ""],
            ["h3", "102", "孙三", "户主", "", "", "", ""],
            ["h4", "1011", "李四", "户主", "", "因懒", "", ""],
            ["h5", "1011", "周五", "户主", "", "因病", "", "nobody"],
        ]);
        let size = || town.app.db.read(|r| r.log_size()).unwrap();
        let before = size();
        let told = wrong.check(&town.app.db, &w).unwrap();
        let lines: Vec<(u64, &str)> = told.faults.iter().map(|fault| (fault.line, fault.field.as_str())).collect();
        assert_eq!((told.state, lines), ("wrong", vec![(4, "relation"), (5, "unit"), (6, "main_cause"), (7, "person")]));
        assert_eq!(size(), before, "nothing was written");
        let names: Vec<String> = (0..250).map(|n| format!("户主{n}")).collect();
        let codes: Vec<String> = (0..250).map(|n| format!("s{n}")).collect();
        let rows: Vec<[&str; 8]> =
            names.iter().zip(&codes).map(|(name, code)| [code.as_str(), "1011", name.as_str(), "head", "", "因病", "", "member"]).collect();
        let good = read(&rows);
        let mut steps = 0;
        let told = good
            .run(&town.app.db, &w, |_| {
                steps += 1;
                steps < 2
            })
            .unwrap();
        assert_eq!((told.state, told.done), ("stopped", 200));
        assert_eq!(read(&rows).run(&town.app.db, &w, |_| true).unwrap().state, "done");
        assert!(read(&rows).run(&town.app.db, &w, |_| true).unwrap().before);
        let count = town.app.db.read(|r| r.int("SELECT COUNT(*) FROM households", &[])).unwrap();
        assert_eq!(count, 250);
        assert_eq!(town.holds("户主249"), Vec::<String>::new(), "the file is not kept");
        assert!(town.get("/households?unit=1011&q=%E6%88%B7%E4%B8%BB249", county.as_who("clerk")).body.contains("/households/s249"));
        town.ends_well();
    });
}
