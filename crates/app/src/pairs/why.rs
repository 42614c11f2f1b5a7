//! Why a household is with whom it is, in words: what speaks for it, who would come next, and what a choice by hand costs.
use super::plan::{More, Next, Plan, Reason};
use crate::web::words::Words;

/// What speaks for a pair, and against it.
pub fn reasons(w: &Words, reason: Reason, elsewhere: u32) -> String {
    let mut said = vec![w.t(["pairs.same_unit", "pairs.same_township", "pairs.beyond"][reason.way]).to_owned()];
    if reason.known {
        said.insert(0, w.t("pairs.known").to_owned());
    }
    if reason.causes > 0 {
        said.push(
            w.t(if reason.unanswered == 0 {
                "pairs.skilled"
            } else if reason.unanswered < reason.causes {
                "pairs.partly"
            } else {
                "pairs.unskilled"
            })
            .to_owned(),
        );
    }
    if elsewhere > 0 {
        said.push(w.f("pairs.elsewhere", &[("n", &elsewhere)]));
    }
    said.join(w.t("form.comma"))
}

/// Who comes next, or of one fixed by hand whom the proposal had and what this costs more; nothing where nobody else could.
pub fn beside(w: &Words, plan: &Plan, home: usize) -> String {
    let Some(next) = plan.next(home) else { return String::new() };
    let name = next.helper.person.called(w);
    if !plan.is_fixed(home) {
        return w.f("pairs.next", &[("name", &name), ("how", &how(w, &next))]);
    }
    let back = next.more;
    // What the proposal would cost more, turned round.
    let more = More { way: -back.way, unanswered: -back.unanswered, strange: -back.strange, all: -back.all };
    let same = plan.with(home).is_some_and(|(helper, _)| helper.person.id == next.helper.person.id);
    if same {
        w.t("pairs.as_proposed").to_owned()
    } else {
        w.f("pairs.instead_of", &[("name", &name), ("how", &costs(w, more).join(w.t("pairs.join")))])
    }
}

fn how(w: &Words, next: &Next) -> String {
    let mut said = costs(w, next.more);
    if next.full {
        said.push(w.t("pairs.is_full").to_owned());
    }
    said.join(w.t("pairs.join"))
}

/// What is more or less, part by part, and all of it where it is not the way alone.
fn costs(w: &Words, more: More) -> Vec<String> {
    let part = |n: i64, above: &str, below: &str| {
        let key = if n > 0 { above } else { below };
        (n != 0).then(|| w.f(key, &[("n", &n.abs())]))
    };
    let mut said: Vec<String> = [
        part(more.way, "pairs.farther", "pairs.nearer"),
        part(more.unanswered, "pairs.answers_less", "pairs.answers_more"),
        part(more.strange, "pairs.strange", "pairs.known"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if said.is_empty() {
        said.push(w.t("pairs.as_good").to_owned());
    } else if more.all != more.way {
        said.extend(part(more.all, "pairs.worse_by", "pairs.better_by").or_else(|| Some(w.t("pairs.evens_out").to_owned())));
    }
    said
}
