//! What a school answers, before anybody lays it out: one line a competence, with the truth of each.

use super::details::Details;
use super::holders::{Holder, Mention, person};
use super::labels::{ADMINS, MODE_IDS, MODES, OUTSIDE, SKILLS, Skill};
use super::quirks::{
    ERROR_CELL, FAMILIES_SHUFFLED, FORMULA, FORMULA_WITHOUT_VALUE, IDEM, MERGED_ANSWER, MISSING_LINES,
    MODE_BLANK, NUMBERING, OTHER_LABELS, OUTSIDE_LINE, Pen, Quirk, REPEATED_LINE, SPLIT_ADMINS,
};
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

/// What stands in the answer's cell, and what it means.
#[derive(Clone)]
pub(super) struct Response {
    pub(super) written: String,
    pub(super) cell: Cell,
    /// State of the couple in the truth.
    pub(super) state: &'static str,
    /// States that a careful reader may also give.
    pub(super) admitted: Vec<&'static str>,
    /// Who is responsible.
    pub(super) mentions: Vec<Mention>,
    pub(super) remark: Option<&'static str>,
}

/// How the answer's cell holds it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    Text,
    /// The cell of the line above spreads over this one.
    MergedWithAbove,
    /// A formula whose value was stored.
    Formula,
    /// A formula without a stored value, as some tools leave it.
    BareFormula,
    /// `#REF!`.
    Error,
}

impl Response {
    fn new(written: impl Into<String>, state: &'static str) -> Self {
        Self {
            written: written.into(),
            cell: Cell::Text,
            state,
            admitted: Vec::new(),
            mentions: Vec::new(),
            remark: None,
        }
    }

    /// One entity or several.
    pub(super) fn of(mentions: Vec<Mention>, written: String) -> Self {
        let state = if mentions.len() == 1 { "couverte" } else { "partagee" };
        Self { mentions, ..Self::new(written, state) }
    }

    /// Nothing.
    pub(super) fn blank() -> Self {
        Self::new("", "non_etudiee")
    }

    /// Nobody, as marks in a table tell it.
    pub(super) fn nobody() -> Self {
        Self::new("", "orpheline")
    }
}

/// What a layout can say: a table of marks says who, and nothing else.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    Words,
    Marks,
}

const SEVERAL: Quirk = Quirk("plusieurs_entites", 0);
const SEPARATORS: &[&str] = &[" / ", "/", " + ", "; ", "\n", " et ", ", "];
const SEPARATOR_QUIRKS: &[&str] = &[
    "separateur_barre",
    "separateur_barre",
    "separateur_plus",
    "separateur_point_virgule",
    "separateur_ligne",
    "separateur_et",
    "separateur_virgule",
];

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

/// Marks that repeat the line above.
pub(super) fn is_ditto(written: &str) -> bool {
    DITTOS.contains(&written)
}

const DITTOS: &[&str] = &["idem", "Idem", "\"", "IDEM", "″", "id."];

/// One answer in words.
fn respond(skill: &Skill, site: &Site, above: Option<&Line>, separator: usize, pen: &mut Pen) -> Response {
    if let Some(above) = above.filter(|above| above.response.state == "couverte" && above.skills.len() == 1) {
        let same = |written: String, cell| Response {
            written,
            cell,
            mentions: above.response.mentions.clone(),
            ..Response::new("", "couverte")
        };
        if pen.strikes(&IDEM) {
            return same(pen.rng.pick(DITTOS).to_owned(), Cell::Text);
        }
        if above.response.cell == Cell::Text
            && !is_ditto(&above.response.written)
            && pen.strikes(&MERGED_ANSWER)
        {
            return same(String::new(), Cell::MergedWithAbove);
        }
    }
    // Harder competences and less zealous territories leave more unsaid.
    let trouble = skill.hard * (60 + 30 * site.school.zeal as u32) / 100;
    let state = pen.rng.weighted(&[
        (290, "couverte"),
        (trouble * 30 / 100, "partagee"),
        (trouble * 26 / 100, "orpheline"),
        (trouble * 24 / 100, "a_definir"),
        (trouble * 26 / 100, "non_etudiee"),
        (trouble * 8 / 100, "sans_objet"),
    ]);
    match state {
        "couverte" => covered(skill, site, pen),
        "partagee" => {
            let holders = distinct(skill, site, if pen.rng.chance(80) { 2 } else { 3 }, pen);
            let mentions: Vec<Mention> = holders.iter().map(|holder| holder.mention(site, pen)).collect();
            let written: Vec<&str> = mentions.iter().map(|mention| mention.written.trim()).collect();
            pen.note(SEVERAL.0);
            pen.note(SEPARATOR_QUIRKS[separator]);
            Response::of(mentions.clone(), written.join(SEPARATORS[separator]))
        }
        "orpheline" => orphan(pen),
        "a_definir" => {
            const LATER: &[&str] = &[
                "à définir",
                "A définir",
                "?",
                "???",
                "à voir avec la mairie",
                "en cours",
                "à préciser",
                "xxx",
                "voir avec l'ERUN",
            ];
            Response::new(*LATER.get(pen.rng.below(LATER.len())).unwrap_or(&"?"), "a_definir")
        }
        "sans_objet" => {
            const NOT_CONCERNED: &[&str] = &["sans objet", "Sans objet", "S.O.", "non concerné", "SO"];
            let mut response = Response::new(pen.rng.pick(NOT_CONCERNED), "sans_objet");
            response.remark = Some("Sans motif : à signaler.");
            response
        }
        _ => Response::blank(),
    }
}

fn covered(skill: &Skill, site: &Site, pen: &mut Pen) -> Response {
    if pen.strikes(&ERROR_CELL) {
        return Response {
            cell: Cell::Error,
            admitted: vec!["non_etudiee", "a_definir", "orpheline"],
            ..Response::blank()
        };
    }
    let mention = pen.rng.weighted(skill.usual).at(site).mention(site, pen);
    let mut response = Response::of(vec![mention.clone()], mention.written);
    if pen.strikes(&FORMULA) {
        response.cell = Cell::Formula;
    } else if pen.strikes(&FORMULA_WITHOUT_VALUE) {
        return Response {
            cell: Cell::BareFormula,
            admitted: vec!["non_etudiee", "a_definir", "orpheline"],
            ..Response::blank()
        };
    }
    response
}

fn orphan(pen: &mut Pen) -> Response {
    match pen.rng.below(10) {
        0..=4 => Response::new(pen.rng.pick(&["néant", "Néant", "aucun", "personne", "NEANT"]), "orpheline"),
        5..=7 => {
            pen.note("personne_seule");
            Response::new(person(&mut pen.rng), "orpheline")
        }
        8 => {
            let mut response = Response::new("-", "orpheline");
            response.admitted = vec!["non_etudiee", "orpheline"];
            response
        }
        _ => {
            let mut response = Response::new(pen.rng.pick(&["NC", "nc", "RAS", "n/a"]), "orpheline");
            response.admitted = vec!["a_definir", "non_etudiee", "orpheline", "sans_objet"];
            response
        }
    }
}

/// One answer in marks.
fn mark(skill: &Skill, site: &Site, pen: &mut Pen) -> Response {
    let trouble = skill.hard * (60 + 30 * site.school.zeal as u32) / 100;
    let count = pen.rng.weighted(&[
        (290, 1),
        (trouble * 30 / 100, 2),
        (trouble * 6 / 100, 3),
        (trouble * 60 / 100, 0),
    ]);
    if count == 0 {
        return Response::blank();
    }
    let mentions: Vec<Mention> =
        distinct(skill, site, count, pen).iter().map(|holder| holder.mention(site, pen)).collect();
    Response::of(mentions, String::new())
}

/// Several holders of as many kinds, so that no two of them can be one entity.
fn distinct(skill: &Skill, site: &Site, count: usize, pen: &mut Pen) -> Vec<Holder> {
    let mut holders: Vec<Holder> = Vec::new();
    let mut turns = 0;
    while holders.len() < count && turns < 40 {
        let usual = if turns < 12 { skill.usual } else { SKILLS[turns % SKILLS.len()].usual };
        let holder = pen.rng.weighted(usual).at(site);
        // The two services of the académie share a type, and « Académie » alone could be either.
        let kin = |other: &Holder| {
            *other == holder
                || matches!(
                    (*other, holder),
                    (Holder::Rectorat, Holder::Drane) | (Holder::Drane, Holder::Rectorat)
                )
        };
        if !holders.iter().any(kin) {
            holders.push(holder);
        }
        turns += 1;
    }
    holders
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
