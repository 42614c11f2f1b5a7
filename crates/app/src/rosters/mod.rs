//! Lists of subjects to serve (服务名册): brought in from a sheet or added one by one, each with who serves it. A service is a deed like any other; how
//! much of a list is covered is a figure over those deeds.
pub mod coverage;
mod find;
mod forms;
mod listed;
mod listing;
mod model;
pub mod moves;
pub mod pages;
mod person;
pub mod routes;
mod row;
pub mod seen;
mod service;
mod service_form;
mod subject;
mod subject_view;
#[cfg(test)]
pub mod tests;
mod view;

pub use find::{are_any, by_position, has_any, is_assigned, numbers_of};
#[cfg(test)]
pub use listed::{ListedPage, ListedRow};
pub use listed::{page as listed_page, proven, rows as listed_rows};
pub use model::{NewRoster, OF_MINORS, Roster};
pub use person::Assignment;
pub use row::SubjectRow;
pub use service::{NewService, Service};
pub use subject::{NewSubject, Subject};
pub use subject_view::found;
