//! Chunman: public-service campaigns from set-up to the printed bulletin. The commands are in `commands/`.
#![recursion_limit = "256"]

mod accounts;
mod api;
mod asked;
mod bulletin;
mod campaigns;
mod checks;
mod commands;
#[cfg(test)]
mod crawl;
mod deeds;
mod demo;
mod desk;
#[cfg(test)]
mod doors;
mod erasure;
mod figures;
mod handed;
mod households;
mod imports;
#[cfg(test)]
mod lists;
mod lots;
mod needs;
mod orgs;
mod pairs;
mod paste;
mod people;
mod phone;
mod photos;
mod powers;
mod realm;
mod rosters;
mod rules;
mod sealing;
mod slips;
mod tables;
mod tour;
#[cfg(test)]
mod town;
mod unsent;
mod verify;
mod visits;
mod web;

/// Every feature's routes.
fn routes() -> axum::Router<web::App> {
    axum::Router::new()
        .merge(api::routes())
        .merge(accounts::routes::routes())
        .merge(asked::routes::routes())
        .merge(bulletin::routes::routes())
        .merge(campaigns::routes::routes())
        .merge(checks::routes::routes())
        .merge(deeds::routes::routes())
        .merge(desk::routes::routes())
        .merge(erasure::routes::routes())
        .merge(figures::routes::routes())
        .merge(handed::routes::routes())
        .merge(households::routes::routes())
        .merge(needs::routes::routes())
        .merge(visits::routes::routes())
        .merge(pairs::routes::routes())
        .merge(imports::routes::routes())
        .merge(lots::routes::routes())
        .merge(orgs::routes::routes())
        .merge(orgs::changes::routes::routes())
        .merge(orgs::groups::routes::routes())
        .merge(paste::routes::routes())
        .merge(people::routes::routes())
        .merge(photos::routes::routes())
        .merge(realm::routes::routes())
        .merge(rosters::routes::routes())
        .merge(slips::routes::routes())
        .merge(tour::routes())
        .merge(unsent::routes::routes())
        .merge(verify::routes())
}

fn main() -> std::process::ExitCode {
    commands::run()
}
