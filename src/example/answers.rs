//! What a school answers, before anybody lays it out: one line a competence, with the truth of each.

use super::details::Details;
use super::labels::{ADMINS, MODE_IDS, MODES, OUTSIDE, SKILLS};
use super::quirks::{
    FAMILIES_SHUFFLED, MISSING_LINES, MODE_BLANK, NUMBERING, OTHER_LABELS, OUTSIDE_LINE, Pen, REPEATED_LINE,
    SPLIT_ADMINS,
};
use super::responses::{Cell, Response, SEPARATORS, is_ditto, mark, respond};
use super::territory::Site;

/// The lines of one inventory, in the order of the form.
pub(super) struct Answers {
    pub(super) lines: Vec<Line>,
}

/// One line of the form.
#[derive(Clone)]
pub(super) struct Line {
    /// Ranks in [`SKILLS`]: one, two for the administrators, none for a line outside the referential.
    pub(super) skills: Vec<usize>,
    /// Rank of its family.
    pub(super) family: usize,
    /// The competence as this form names it.
    pub(super) label: String,
    pub(super) response: Response,
    /// Rank in [`MODES`].
    pub(super) mode: Option<usize>,
    pub(super) details: Details,
}

/// What a layout can say: a table of marks says who, and nothing else.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    Words,
    Marks,
}

impl Answers {
    /// Answers as this school would.
    pub(super) fn draw(site: &Site, voice: Voice, pen: &mut Pen) -> Self {
        let mut lines = Vec::new();
        let numbered = pen.strikes(&NUMBERING);
        let split = pen.finds(&SPLIT_ADMINS);
        let other_labels = pen.strikes(&OTHER_LABELS);
        let missing = pen.strikes(&MISSING_LINES);
        let separator = pen.rng.below(SEPARATORS.len());
        for (rank, skill) in SKILLS.iter().enumerate() {
            if rank == 13 && !split {
                continue;
            }
            let skills = if rank == 12 && !split { vec![12, 13] } else { vec![rank] };
            if missing && pen.rng.chance(15) {
                continue;
            }
            let labels = if skills.len() == 2 { ADMINS } else { skill.labels };
            let label = if other_labels { pen.rng.pick(labels) } else { labels[0] };
            let label = pen.scribble(label);
            let label = if numbered { format!("{}. {label}", lines.len() + 1) } else { label };
            let above = lines.last().filter(|above: &&Line| above.family == skill.family);
            let response = match voice {
                Voice::Words => respond(skill, site, above, separator, pen),
                Voice::Marks => mark(skill, site, pen),
            };
            let holder = response.mentions.first().map(|mention| mention.kind);
            let mode = draw_mode(holder, pen);
            let details = Details::draw(site, &response, pen);
            lines.push(Line { skills, family: skill.family, label, response, mode, details });
        }
        if voice == Voice::Words {
            Self::stray(&mut lines, site, pen);
        }
        Self { lines }
    }

    /// Fills some of the gaps, as a school does when it is asked again.
    pub(super) fn mend(&mut self, site: &Site, pen: &mut Pen) {
        for line in &mut self.lines {
            let Some(&skill) = line.skills.first() else { continue };
            if !matches!(line.response.state, "couverte" | "partagee") && pen.rng.chance(70) {
                let mention = pen.rng.weighted(SKILLS[skill].usual).at(site).mention(site, pen);
                line.response = Response::of(vec![mention.clone()], mention.written);
            }
        }
    }

    /// What goes beyond the form: lines of one's own, lines answered twice, families in another order.
    fn stray(lines: &mut Vec<Line>, site: &Site, pen: &mut Pen) {
        if pen.strikes(&FAMILIES_SHUFFLED) {
            let turn = 1 + pen.rng.below(4);
            lines.sort_by_key(|line| (line.family + turn) % 5);
        }
        if pen.strikes(&REPEATED_LINE) && lines.len() > 3 {
            let again = pen.rng.below(lines.len());
            // The line above of the copy would not be the same.
            if lines[again].response.cell == Cell::Text && !is_ditto(&lines[again].response.written) {
                let mut copy = lines[again].clone();
                if copy.response.state == "couverte" && pen.rng.chance(50) {
                    let skill = &SKILLS[copy.skills[0]];
                    let known = &copy.response.mentions[0].entity;
                    let other = skill.usual.iter().map(|(_, holder)| holder.at(site).mention(site, pen));
                    if let Some(other) =
                        other.filter(|other| other.entity.is_some()).find(|other| other.entity != *known)
                    {
                        copy.response = Response::of(vec![other.clone()], other.written);
                    }
                }
                copy.family = lines[lines.len() - 1].family;
                lines.push(copy);
            }
        }
        if pen.strikes(&OUTSIDE_LINE) {
            let (label, holder) = OUTSIDE[pen.rng.below(OUTSIDE.len())];
            let family = lines.last().map_or(4, |line| line.family);
            lines.push(Line {
                skills: Vec::new(),
                family,
                label: label.to_owned(),
                response: Response::new(holder, "couverte"),
                mode: Some(0),
                details: Details::default(),
            });
        }
    }
}

fn draw_mode(kind: Option<&str>, pen: &mut Pen) -> Option<usize> {
    let kind = kind?;
    if pen.strikes(&MODE_BLANK) {
        return None;
    }
    let company = matches!(kind, "EDITEUR" | "PRESTATAIRE" | "FAI");
    Some(pen.rng.weighted(if company { &[(80, 1), (20, 2)] } else { &[(78, 0), (17, 2), (5, 1)] }))
}

impl Line {
    /// Writes out an answer that referred to the line above, where the shape has no such line.
    pub(super) fn speak_out(&mut self) {
        let response = &mut self.response;
        if response.cell == Cell::MergedWithAbove || is_ditto(&response.written) {
            response.cell = Cell::Text;
            response.written =
                response.mentions.first().map_or_else(String::new, |mention| mention.written.clone());
        }
    }

    /// Id of its mode in the truth; empty if none.
    pub(super) fn mode_id(&self) -> &'static str {
        self.mode.map_or("", |mode| MODE_IDS[mode])
    }

    /// Its mode as written.
    pub(super) fn mode_text(&self, spelt: bool, pen: &mut Pen) -> String {
        let Some(mode) = self.mode else { return String::new() };
        let text = if spelt { pen.rng.pick(MODES[mode]) } else { MODES[mode][0] };
        pen.loosen(text.to_owned())
    }
}
