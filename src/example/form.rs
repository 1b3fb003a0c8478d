//! One form filled by one school: answers, shape, block that says whose it is, sheets around; and the truth of it.

use jiff::civil::Date;
use rust_xlsxwriter::XlsxError;

use super::answers::Answers;
use super::book::{Book, Sheet};
use super::file_name::{Tells, file_name};
use super::identity::{Discretion, Identity, Whereabouts};
use super::layouts::{self, Forme, Stage};
use super::quirks::{LOW_HEADER, Pen, SHIFTED};
use super::rng::Rng;
use super::territory::Site;
use super::truth::{self, CoupleTruth};
use super::{Desordre, surroundings, xlsx};
use crate::model::calendar::Month;

/// What is asked of a form.
pub(super) struct Request<'a> {
    pub(super) site: Site<'a>,
    pub(super) month: Month,
    pub(super) desordre: Desordre,
    /// What it says of whose it is, where the form must not choose.
    pub(super) claim: Option<Claim>,
    /// Whether it is a second envoy: the same form, some of its gaps filled.
    pub(super) corrected: bool,
    /// The day it is saved and sent.
    pub(super) day: Date,
}

/// What a form says of whose it is.
#[derive(Clone)]
pub(super) struct Claim {
    pub(super) uai: String,
    pub(super) discretion: Discretion,
    pub(super) tells: Tells,
}

/// A form filled.
pub(super) struct Form {
    pub(super) bytes: Vec<u8>,
    /// Name of its file, without folder nor extension.
    pub(super) stem: String,
    /// Its couples; their document is to be named.
    pub(super) couples: Vec<CoupleTruth>,
    pub(super) forme: &'static str,
    pub(super) quirks: Vec<&'static str>,
    pub(super) recognised_by: &'static str,
}

/// Fills a form.
pub(super) fn fill(request: &Request, rng: &Rng) -> Result<Form, XlsxError> {
    let site = &request.site;
    let mut pen = Pen::new(rng.apart(3), carelessness(request.desordre, rng));
    let forme = Forme::draw(request.desordre, &mut pen.rng);
    let mut answers = Answers::draw(site, forme.voice(), &mut pen);
    if request.corrected {
        // Chance of its own: the rest of the form stays as it was in the first envoy.
        answers.mend(site, &mut Pen::new(rng.apart(4), 0));
    }
    let whereabouts = match request.claim {
        Some(_) => Whereabouts::Above,
        None => Whereabouts::draw(site.school.unmistakable, &mut pen),
    };
    let (uai, discretion) = match &request.claim {
        Some(claim) => (claim.uai.clone(), claim.discretion),
        None => (site.school.uai.to_string(), Discretion::None),
    };
    let identity = Identity::draw(whereabouts, discretion, site, &uai, &request.month.in_french(), &mut pen);
    let stem =
        file_name(site, request.claim.as_ref().map_or(whereabouts.tells(), |claim| claim.tells), &mut pen);

    let names = [
        "Inventaire",
        "Inventaire ENT",
        "Feuil1",
        "Compétences",
        "2026-2027",
        "ENT",
        "Inventaire ENT ",
        "Réponse école",
    ];
    let mut sheet = Sheet::new(pen.rng.pick(&names));
    let left = if pen.strikes(&SHIFTED) { pen.rng.between(1, 3) as u16 } else { 0 };
    let mut top = identity.head(&mut sheet, left, &mut pen) + pen.rng.below(3) as u32;
    if pen.strikes(&LOW_HEADER) {
        top += pen.rng.between(3, 22) as u32;
    }
    let mut stage = Stage { sheets: vec![sheet], top, left, lines: &mut answers.lines, pen: &mut pen };
    let places = layouts::lay(forme, &mut stage);
    let mut sheets = stage.sheets;
    if let Some(sheet) = sheets.first_mut() {
        identity.tail(sheet, left, &mut pen);
        surroundings::below(sheet, left, whereabouts != Whereabouts::Below, &mut pen);
    }
    if let Some(own) = identity.own_sheet(&mut pen) {
        sheets.insert(0, own);
    }
    surroundings::around(&mut sheets, site, request.day.year(), &mut pen);
    let book = Book { sheets, saved: saved(request.day, &mut pen.rng) };
    Ok(Form {
        bytes: xlsx::bytes(&book)?,
        stem,
        couples: truth::couples(site.school.uai, &answers.lines, &places),
        forme: forme.id(),
        quirks: pen.quirks(),
        recognised_by: whereabouts.recognised_by(),
    })
}

/// When a workbook of that day was saved, in the hours of a school.
pub(super) fn saved(day: Date, rng: &mut Rng) -> (u16, u8, u8, u16, u8) {
    let (hour, minute) = (rng.between(8, 17) as u16, rng.below(60) as u8);
    (day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs(), hour, minute)
}

/// How careless the hand is, in percent of the ordinary: some schools follow the model to the letter.
fn carelessness(desordre: Desordre, rng: &Rng) -> u32 {
    let among: &[(u32, u32)] = match desordre {
        Desordre::Ordinaire => &[(45, 15), (40, 60), (15, 130)],
        Desordre::Fort => &[(10, 0), (40, 100), (35, 180), (15, 300)],
    };
    rng.apart(5).weighted(among)
}
