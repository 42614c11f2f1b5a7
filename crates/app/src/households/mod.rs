//! A household's file: who lives there, what holds it back, what is planned and done, and who is responsible. Nothing of it is public: each
//! column is closed, personal ones are sealed under the file's own key, and whoever opens a file leaves a reading behind.
mod advice;
mod bring;
mod card;
mod exit;
mod file;
pub mod find;
mod form;
mod listing;
pub mod lists;
mod matrix;
mod members;
mod model;
mod money;
pub mod names;
pub mod pages;
mod reaches;
mod responsible;
pub mod routes;
mod sections;
#[cfg(test)]
pub mod tests;
mod traces;
mod trail;
mod view;
mod work;

pub use bring::HouseholdRow;
pub use exit::Ground;
pub use file::File;
pub use form::{Field, Form, is_ticked};
pub use members::{Member, MemberContent};
pub use model::{Household, NewHousehold, Situation, at_most, due_within, today_of};
pub use money::{Income, year};
pub use pages::FormPage;
pub use reaches::Reach;
pub use responsible::Pairing;
pub use traces::{TRACES, count as count_traces, rebuild as rebuild_traces};
pub use view::{head_name, page as file_page};
pub use work::{Entry, Measure, MeasureContent, Plan};

/// A form's fields for the pages' samples.
#[cfg(test)]
pub fn sample_form(w: &crate::web::words::Words) -> Vec<form::Field> {
    let mut form = form::Form::new(w, None);
    sections::member_fields(lists::Lists::of_set("county-cn"), &MemberContent::default(), &mut form);
    form.fields
}
