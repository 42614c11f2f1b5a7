//! A sheet to be filled in: a header, columns whose values are chosen from lists, and a second sheet that holds the lists.
use super::{Unwritten, fitting, sheet_name};
use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Format, Formula, Workbook};

/// The rows that the lists are offered on.
const ROWS: u32 = 2_000;

/// A column whose values are chosen.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The column of the form, from 0.
    pub column: u16,
    pub values: Vec<String>,
    /// Whether another value is refused, or only asked about.
    pub only: bool,
}

/// A form of one sheet.
#[derive(Debug, Clone, Default)]
pub struct Form {
    pub name: String,
    /// The name of the sheet that holds the lists.
    pub lists: String,
    /// Titles and widths in characters; those that must be filled in are bold.
    pub columns: Vec<(String, u8, bool)>,
    /// A first row that shows how it is meant.
    pub example: Vec<String>,
    pub choices: Vec<Choice>,
    /// What is said when a value is not in the list.
    pub refusal: String,
    /// A further sheet that explains, by name: a line a row.
    pub about: Option<(String, Vec<String>)>,
}

impl Form {
    /// # Errors
    /// When it cannot be put together.
    pub fn bytes(&self) -> Result<Vec<u8>, Unwritten> {
        let mut book = Workbook::new();
        let (bold, plain, text) = (Format::new().set_bold(), Format::new(), Format::new().set_num_format("@"));
        let lists = sheet_name(&self.lists);
        let sheet = book.add_worksheet().set_name(sheet_name(&self.name))?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, (title, width, must)) in (0u16..).zip(&self.columns) {
            sheet.set_column_width(column, f64::from(*width))?;
            // Cells hold text as it is typed: no date or number of the spreadsheet's own making.
            sheet.set_column_format(column, &text)?;
            sheet.write_string_with_format(0, column, title, if *must { &bold } else { &plain })?;
        }
        for (column, value) in (0u16..).zip(&self.example) {
            sheet.write_string_with_format(1, column, fitting(value), &text)?;
        }
        for (place, choice) in (0u16..).zip(&self.choices) {
            if !choice.values.is_empty() {
                sheet.add_data_validation(1, choice.column, ROWS, choice.column, &self.validation(&lists, place, choice)?)?;
            }
        }
        let sheet = book.add_worksheet().set_name(&lists)?;
        for (place, choice) in (0u16..).zip(&self.choices) {
            sheet.set_column_width(place, 28)?;
            for (row, value) in (0u32..).zip(&choice.values) {
                sheet.write_string(row, place, fitting(value))?;
            }
        }
        if let Some((name, lines)) = &self.about {
            let wrapped = Format::new().set_text_wrap();
            let sheet = book.add_worksheet().set_name(sheet_name(name))?;
            sheet.set_column_width(0, 100)?;
            for (row, line) in (0u32..).zip(lines) {
                sheet.write_string_with_format(row, 0, fitting(line), &wrapped)?;
            }
        }
        Ok(book.save_to_buffer()?)
    }

    fn validation(&self, lists: &str, place: u16, choice: &Choice) -> Result<DataValidation, Unwritten> {
        let column = char::from(b'A' + u8::try_from(place).unwrap_or(25).min(25));
        let range = Formula::new(format!("='{lists}'!${column}$1:${column}${}", choice.values.len()));
        let style = if choice.only { DataValidationErrorStyle::Stop } else { DataValidationErrorStyle::Warning };
        Ok(DataValidation::new().allow_list_formula(range).set_error_style(style).set_error_message(&self.refusal)?)
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, Form};
    use calamine::{Reader, Xlsx};
    use std::io::Cursor;

    #[test]
    fn a_form_has_its_header_an_example_and_lists() {
        let form = Form {
            name: "实事".into(),
            lists: "选项".into(),
            columns: vec![("统计项".into(), 20, true), ("说明".into(), 30, false)],
            example: vec!["树木（trees）".into(), String::new()],
            choices: vec![Choice { column: 0, values: vec!["树木（trees）".into(), "垃圾（litter）".into()], only: true }],
            refusal: "请从列表中选择。".into(),
            about: Some(("说明".into(), vec!["一行一件实事。".into()])),
        };
        let bytes = form.bytes().unwrap();
        let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["实事", "选项", "说明"]);
        assert_eq!(book.worksheet_range("说明").unwrap().get((0, 0)).unwrap().to_string(), "一行一件实事。");
        assert_eq!(book.worksheet_range("选项").unwrap().get((1, 0)).unwrap().to_string(), "垃圾（litter）");
        assert_eq!(book.worksheet_range("实事").unwrap().get((1, 0)).unwrap().to_string(), "树木（trees）");
    }
}
