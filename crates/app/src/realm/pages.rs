//! GET and POST /realm.
use super::Realm;
use super::model::CURRENCIES;
use crate::accounts::pages::FirstRunPage;
use crate::web::forms::{Choice, Errors};
use crate::web::layout::Shell;
use askama::Template;

#[derive(Template)]
#[template(path = "realm/realm.html")]
pub struct RealmPage {
    pub shell: Shell,
    pub rev: i64,
    pub realm: String,
    pub phone: String,
    pub address: String,
    pub zone: String,
    pub rules: Vec<Choice>,
    pub word_sets: Vec<Choice>,
    pub currencies: Vec<Choice>,
    pub errors: Errors,
    pub saved: bool,
}

impl RealmPage {
    pub fn draw(shell: Shell, realm: &Realm, errors: Errors, saved: bool) -> Self {
        Self {
            rev: realm.rev,
            realm: realm.name.clone(),
            phone: realm.telephone.clone(),
            address: realm.address.clone(),
            zone: realm.zone.clone(),
            rules: FirstRunPage::rule_choices(&shell, &realm.rules),
            word_sets: FirstRunPage::word_choices(&shell, &realm.words),
            currencies: currencies(&realm.currency),
            errors,
            saved,
            shell,
        }
    }
}

/// The currencies offered, `chosen` among them.
pub fn currencies(chosen: &str) -> Vec<Choice> {
    CURRENCIES.iter().map(|code| Choice::new(code, code, *code == chosen)).collect()
}
