//! A demonstration's bulletins, written, signed and published by its office through the bulletin's own verbs.
use super::World;
use crate::bulletin::{Bulletin, Sheet, Signature};
use crate::demo::timeline::Timeline;
use crate::demo::world::instant;
use crate::people;
use crate::powers::{Power, Who};
use crate::web::Fault;
use serde::Deserialize;

/// Whose bulletins they are: the campaign, who writes them, what stands over them, and a file each.
pub struct Press {
    pub campaign: &'static str,
    pub writer: &'static str,
    pub head: &'static str,
    pub office: &'static str,
    pub files: &'static [&'static str],
}

/// An issue as its file says it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Issue {
    number: i64,
    /// When it is written; a UTC instant, and the local day on its head.
    at: String,
    day: String,
    title: String,
    /// `{key}` where a figure or a story stands.
    text: String,
    #[serde(default)]
    report_to: String,
    #[serde(default)]
    send_to: String,
    #[serde(default)]
    issue_to: String,
    #[serde(default)]
    copies: i64,
    /// Step, name, how it was given; all three for an issue that is published.
    #[serde(default)]
    signed: Vec<[String; 3]>,
    /// What stands in the text: a question and its wording.
    figures: Vec<Gap>,
    /// Deeds of the timeline by their tags.
    #[serde(default)]
    stories: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Gap {
    key: String,
    question: String,
    #[serde(default = "exact")]
    wording: String,
}

fn exact() -> String {
    "exact".into()
}

impl Press {
    /// Plays the timeline until all is told and done, each issue in its time.
    /// # Errors
    /// When a file cannot be read, or a verb refuses something, for example a wording that is not true.
    pub fn play(&self, world: &mut World, timeline: &mut Timeline, latest: i64) -> Result<(), Fault> {
        for file in self.files {
            let issue: Issue = toml::from_str(file).map_err(|e| Fault::broken(e.to_string()))?;
            timeline.play(world, issue.at())?;
            issue.write(self, world, timeline)?;
        }
        timeline.play(world, latest)
    }

    fn sheet(&self) -> Sheet {
        Sheet { head: self.head.into(), office: self.office.into(), ..Sheet::default() }
    }
}

impl Issue {
    fn at(&self) -> i64 {
        instant(&self.at)
    }

    /// Writes it, places its figures and stories; signed, it is published.
    /// # Errors
    /// When a verb refuses something, for example a wording that is not true.
    fn write(&self, press: &Press, world: &World, timeline: &Timeline) -> Result<(), Fault> {
        world.now(self.at());
        let writer = world.db.read(|r| people::find::by_code(r, press.writer))?.ok_or(Fault::Missing)?.id;
        let who = || Who::Person(writer.clone());
        let (campaign, outline) = (press.campaign, press.sheet());
        let id = world.write(who(), Power::WriteBulletin, move |tx| Ok(Bulletin::begin(tx, campaign, &outline)?.id))?;
        let (mut text, mut places) = (self.text.trim().to_owned(), Vec::new());
        let stories = self.stories.iter().map(|tag| {
            let deed = timeline.tagged(tag).ok_or_else(|| Fault::broken(format!("no deed is {tag}")))?;
            Ok((tag.clone(), format!("deed:{deed}"), String::new()))
        });
        places.extend(self.figures.iter().map(|gap| (gap.key.clone(), gap.question.clone(), gap.wording.clone())));
        places.extend(stories.collect::<Result<Vec<_>, Fault>>()?);
        for (key, what, wording) in places {
            let of = id.clone();
            let placed = world.write(who(), Power::WriteBulletin, move |tx| tx.get::<Bulletin>(&of)?.place(tx, &what, &wording))?;
            text = text.replace(&format!("{{{key}}}"), &format!("{{{}}}", placed.number));
        }
        let (sheet, of) = (self.sheet(press, text), id.clone());
        world.write(who(), Power::WriteBulletin, move |tx| {
            let b: Bulletin = tx.get(&of)?;
            let rev = b.rev;
            b.write(tx, rev, &sheet).map(|_| ())
        })?;
        self.publish(world, &writer, &id)
    }

    fn publish(&self, world: &World, writer: &str, id: &str) -> Result<(), Fault> {
        let who = || Who::Person(writer.to_owned());
        for [step, name, how] in &self.signed {
            let new = Signature { step: step.clone(), name: name.clone(), how: how.clone(), day: self.day.clone() };
            let (of, by) = (id.to_owned(), writer.to_owned());
            world.write(who(), Power::WriteBulletin, move |tx| tx.get::<Bulletin>(&of)?.sign(tx, &by, &new))?;
        }
        if self.signed.is_empty() {
            return Ok(());
        }
        let (of, by, blobs) = (id.to_owned(), writer.to_owned(), world.db.blobs().clone());
        world.write(who(), Power::WriteBulletin, move |tx| {
            let b: Bulletin = tx.get(&of)?;
            let rev = b.rev;
            b.publish(tx, rev, &blobs, &by).map(|_| ())
        })
    }

    fn sheet(&self, press: &Press, text: String) -> Sheet {
        Sheet {
            number: self.number.to_string(),
            day: self.day.clone(),
            title: self.title.clone(),
            text,
            report_to: self.report_to.clone(),
            send_to: self.send_to.clone(),
            issue_to: self.issue_to.clone(),
            copies: self.copies.to_string(),
            ..press.sheet()
        }
    }
}
