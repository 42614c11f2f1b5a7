//! The frame around every page, and the few things every page shows: figures, dates, positions.

use std::borrow::Borrow;
use std::fmt::Display;

use super::blossom::{self};
use super::format;
use super::html::{Html, escape, query_value};
use super::words::{Lang, Words, fill};

/// What the frame needs. Every page holds one as `shell`.
#[derive(Clone, Debug)]
pub struct Shell {
    pub w: Words,
    pub realm_name: String,
    /// A demonstration's clock as local `2017-03-31T10:00`; its presence is the banner and `noindex`.
    pub demo: Option<String>,
    /// The realm's day; empty before there is a realm.
    pub today: String,
    pub person: Option<Person>,
    pub nav: Vec<NavItem>,
    /// The complaint telephone and postal address of the foot.
    pub phone: String,
    pub address: String,
    /// Path and query of this page, for language links and the print's address.
    pub path: String,
    /// `https://example.cn`, for prints; may be empty.
    pub origin: String,
    /// The reader chose the language by link: it travels on in every link, for public pages set no cookie.
    pub lang_explicit: bool,
    /// The reader chose large text by link (`?text=large`); travels like the language.
    pub large: bool,
    /// What a form by which staff report tells of itself when it comes back (`asked::drawn`).
    pub drawn: String,
}

#[derive(Clone, Debug)]
pub struct Person {
    /// Whose queue it is that waits on the phone.
    pub code: String,
    pub name: String,
    pub unit: String,
    /// Roles in words, as 单位经办人; empty for a plain member.
    pub roles: String,
}

#[derive(Clone, Debug)]
pub struct NavItem {
    pub href: String,
    pub label: String,
    pub current: bool,
}

/// A link in words.
#[derive(Clone, Debug, Default)]
pub struct Link {
    pub href: String,
    pub label: String,
}

/// A number that opens to what it is made of.
#[derive(Clone, Debug)]
pub struct Fig {
    pub text: String,
    pub unit: String,
    /// None for a record's own number.
    pub href: Option<String>,
}

/// The pages the frame's navigation can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Campaign,
    Deeds,
    Units,
    Todo,
    Mine,
    Checks,
    Bulletins,
    Paste,
    Verify,
    Other,
}

impl Shell {
    /// For a page that stands by itself, without navigation and foot.
    pub fn alone(w: Words, realm_name: String, origin: &str, path: &str) -> Self {
        let (origin, path) = (origin.to_owned(), path.to_owned());
        let (phone, address) = (String::new(), String::new());
        Self {
            w,
            realm_name,
            demo: None,
            today: String::new(),
            person: None,
            nav: Vec::new(),
            phone,
            address,
            path,
            origin,
            lang_explicit: false,
            large: false,
            drawn: String::new(),
        }
    }

    pub fn t<'a>(&'a self, key: &'a str) -> &'a str {
        self.w.t(key)
    }

    pub fn f(&self, key: &str, values: &[(&str, &dyn Display)]) -> String {
        self.w.f(key, values)
    }

    /// Before there is a realm nobody can.
    pub fn can_sign_in(&self) -> bool {
        !self.realm_name.is_empty()
    }

    /// A sentence with one gap, filled with text.
    pub fn one(&self, key: &str, name: &str, value: impl Display) -> String {
        self.w.f(key, &[(name, &value)])
    }

    pub fn lang(&self) -> Lang {
        self.w.lang()
    }

    /// Where strangers go; `deeds` is the figure of all the campaign's deeds, when there is one.
    pub fn public_nav(w: &Words, deeds: Option<&str>, here: Place) -> Vec<NavItem> {
        let mut nav = vec![nav_item("/", w.t("nav.campaign"), here == Place::Campaign)];
        if let Some(href) = deeds {
            nav.push(nav_item(href, w.t("nav.deeds"), here == Place::Deeds));
        }
        nav.push(nav_item("/units", w.t("nav.units"), here == Place::Units));
        nav.push(nav_item("/bulletins", w.t("nav.bulletins"), here == Place::Bulletins));
        nav.push(nav_item("/verify", w.t("nav.verify"), here == Place::Verify));
        nav
    }

    /// Where the signed-in go; `mine` is the campaign's own title for one's items, as 我的六个一.
    pub fn own_nav(w: &Words, mine: &str, checks: bool, here: Place) -> Vec<NavItem> {
        let mut nav = vec![nav_item("/todo", w.t("nav.todo"), here == Place::Todo), nav_item("/mine", mine, here == Place::Mine)];
        if checks {
            nav.push(nav_item("/checks", w.t("nav.checks"), here == Place::Checks));
            nav.push(nav_item("/paste", w.t("paste.title"), here == Place::Paste));
        }
        nav.push(nav_item("/", w.t("nav.campaign"), here == Place::Campaign));
        nav.push(nav_item("/units", w.t("nav.units"), here == Place::Units));
        nav.push(nav_item("/bulletins", w.t("nav.bulletins"), here == Place::Bulletins));
        nav
    }

    /// A link inside the product, carrying what the reader chose by link.
    pub fn href(&self, path: &str) -> String {
        if path.starts_with('#') {
            return path.to_owned();
        }
        let mut href = path.to_owned();
        let (mut target, fragment) = match href.find('#') {
            Some(at) => {
                let fragment = href.split_off(at);
                (href, fragment)
            }
            None => (href, String::new()),
        };
        if self.lang_explicit {
            append(&mut target, "lang", self.lang().tag());
        }
        if self.large {
            append(&mut target, "text", "large");
        }
        target + &fragment
    }

    /// This page in each language: (tag, own name, link, is it this one).
    pub fn languages(&self) -> Vec<(&'static str, &'static str, String, bool)> {
        let here = self.path_without(&["lang"]);
        let link = |lang: Lang| {
            let mut href = here.clone();
            append(&mut href, "lang", lang.tag());
            (lang.tag(), lang.own_name(), href, lang == self.lang())
        };
        Lang::ALL.into_iter().map(link).collect()
    }

    /// This page with large text, or back to the usual size.
    pub fn text_link(&self) -> String {
        let mut href = self.path_without(&["text"]);
        if !self.large {
            append(&mut href, "text", "large");
        }
        href
    }

    pub fn css(&self) -> &'static str {
        super::assets::css_href()
    }

    pub fn js(&self) -> &'static str {
        super::assets::js_href()
    }

    pub fn draft_js(&self) -> &'static str {
        super::assets::draft_js_href()
    }
    pub fn visits_js(&self) -> &'static str {
        super::assets::visits_js_href()
    }
    pub fn unsent_js(&self) -> &'static str {
        super::assets::unsent_js_href()
    }
    pub fn desk_js(&self) -> &'static str {
        super::assets::desk_js_href()
    }

    pub fn verify_js(&self) -> &'static str {
        super::assets::verify_js_href()
    }

    pub fn icon(&self) -> &'static str {
        super::assets::icon_href()
    }

    pub fn brand(&self) -> Html {
        blossom::brand()
    }

    /// The page's own address, as a print shows it.
    pub fn own_address(&self) -> String {
        format!("{}{}", self.origin, self.path_without(&["lang", "text"]))
    }

    pub fn day(&self, iso: &str) -> Html {
        time(iso, &format::day(self.lang(), iso))
    }

    pub fn day_year(&self, iso: &str) -> Html {
        time(iso, &format::day_year(self.lang(), iso))
    }

    pub fn instant(&self, local: &str) -> Html {
        time(local, &format::instant(self.lang(), local))
    }

    /// A record's place in the log, as 第73894号.
    pub fn position(&self, position: impl Borrow<i64>) -> Html {
        Html(format!("<span data-position>{}</span>", escape(&self.f("position.no", &[("n", position.borrow())]))))
    }

    /// A figure in a sentence, its unit beside it.
    pub fn fig(&self, fig: &Fig) -> Html {
        let gap = format::gap(self.lang(), &fig.unit);
        Html(format!("{}{gap}{}", self.number(fig), escape(&self.measured(fig))))
    }

    /// A record's number and its measure.
    pub fn amount(&self, number: &str, measure: &str) -> String {
        format::amount(self.lang(), number, measure)
    }

    /// What stands between a figure's number and its unit.
    pub fn gap(&self, fig: &Fig) -> &'static str {
        format::gap(self.lang(), &fig.unit)
    }

    /// A figure's unit, as its number asks for.
    pub fn measured(&self, fig: &Fig) -> String {
        format::measured(self.lang(), &fig.text, &fig.unit)
    }

    /// The number alone, opening to what it is made of.
    pub fn number(&self, fig: &Fig) -> Html {
        let text = escape(&fig.text);
        Html(match &fig.href {
            Some(href) => format!("<a class=\"figure\" href=\"{}\">{text}</a>", escape(&self.href(href))),
            None => format!("<span data-field>{text}</span>"),
        })
    }

    /// A sentence around one figure, which stands at `{n}`.
    pub fn say(&self, key: &str, fig: &Fig) -> Html {
        let figure = self.fig(fig).0;
        Html(fill(&escape(self.t(key)), |name| (name == "n").then(|| figure.clone())))
    }

    /// A sentence around one piece of markup (a date, a position), so that Chinese keeps no typed space beside it.
    pub fn with(&self, key: &str, gap: &str, inner: impl Borrow<Html>) -> Html {
        Html(fill(&escape(self.t(key)), |name| (name == gap).then(|| inner.borrow().0.clone())))
    }

    /// From one local ISO day to another; a single day is said once.
    pub fn days(&self, from: &str, to: &str) -> Html {
        if from == to {
            return self.day(from);
        }
        Html(fill(&escape(self.t("form.days")), |name| match name {
            "from" => Some(self.day(from).0),
            "to" => Some(self.day(to).0),
            _ => None,
        }))
    }

    /// The same with the year, an open end being today.
    pub fn span(&self, from: &str, to: Option<&str>) -> Html {
        let end = to.map_or_else(|| escape(self.t("people.now")), |day| self.day_year(day).0);
        Html(fill(&escape(self.t("form.days")), |name| match name {
            "from" => Some(self.day_year(from).0),
            "to" => Some(end.clone()),
            _ => None,
        }))
    }

    fn path_without(&self, dropped: &[&str]) -> String {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let kept: Vec<&str> =
            query.split('&').filter(|pair| !pair.is_empty() && !dropped.contains(&pair.split('=').next().unwrap_or(""))).collect();
        if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
    }
}

impl Fig {
    pub fn new(text: impl Into<String>, unit: impl Into<String>, href: impl Into<String>) -> Fig {
        Fig { text: text.into(), unit: unit.into(), href: Some(href.into()) }
    }

    /// A record's own number, which is made of nothing else.
    pub fn field(number: impl ToString, unit: impl Into<String>) -> Fig {
        Fig { text: number.to_string(), unit: unit.into(), href: None }
    }

    pub fn is_zero(&self) -> bool {
        self.text == "0"
    }
}

fn nav_item(href: &str, label: &str, current: bool) -> NavItem {
    NavItem { href: href.to_owned(), label: label.to_owned(), current }
}

fn append(href: &mut String, name: &str, value: &str) {
    href.push(if href.contains('?') { '&' } else { '?' });
    href.push_str(name);
    href.push('=');
    href.push_str(&query_value(value));
}

fn time(machine: &str, human: &str) -> Html {
    Html(format!("<time datetime=\"{}\">{}</time>", escape(machine), escape(human)))
}
