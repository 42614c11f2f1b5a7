pub mod capture;
pub mod facts;
pub mod pages;
