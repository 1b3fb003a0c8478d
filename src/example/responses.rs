//! One answer: what stands in its cell, what it means, and how a school comes to give it.

use super::answers::Line;
use super::holders::{Holder, Mention};
use super::labels::{SKILLS, Skill};
use super::quirks::{ERROR_CELL, FORMULA, FORMULA_WITHOUT_VALUE, IDEM, MERGED_ANSWER, Pen};
use super::territory::Site;
use super::words::person;

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
    /// An answer that names nobody, in a cell of text.
    pub(super) fn new(written: impl Into<String>, state: &'static str) -> Self {
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

pub(super) const SEPARATORS: &[&str] = &[" / ", "/", " + ", "; ", "\n", " et ", ", "];
const SEPARATOR_QUIRKS: &[&str] = &[
    "separateur_barre",
    "separateur_barre",
    "separateur_plus",
    "separateur_point_virgule",
    "separateur_ligne",
    "separateur_et",
    "separateur_virgule",
];

/// Marks that repeat the line above.
pub(super) fn is_ditto(written: &str) -> bool {
    DITTOS.contains(&written)
}

const DITTOS: &[&str] = &["idem", "Idem", "\"", "IDEM", "″", "id."];

/// One answer in words.
pub(super) fn respond(
    skill: &Skill,
    site: &Site,
    above: Option<&Line>,
    separator: usize,
    pen: &mut Pen,
) -> Response {
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
            pen.note("plusieurs_entites");
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
pub(super) fn mark(skill: &Skill, site: &Site, pen: &mut Pen) -> Response {
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
