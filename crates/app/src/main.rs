#![allow(dead_code)] // the pages are drawn before the routes that serve them

mod accounts;
mod campaigns;
mod checks;
mod deeds;
mod desk;
mod figures;
mod orgs;
mod people;
mod web;

fn main() {}
