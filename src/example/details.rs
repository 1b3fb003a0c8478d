//! The other columns of a line: contacts, services, means, dates, comments, in the spellings that people use.

use super::book::Value;
use super::quirks::{Pen, Quirk};
use super::responses::Response;
use super::territory::Site;
use super::words::person;

/// What a line says beside its answer. Empty texts are blank cells.
#[derive(Clone, Default)]
pub(super) struct Details {
    pub(super) performers: String,
    pub(super) person: String,
    pub(super) fonction: String,
    pub(super) email: String,
    pub(super) phone: Option<Value>,
    pub(super) provider: String,
    pub(super) service: &'static str,
    pub(super) service_level: &'static str,
    pub(super) kept: &'static str,
    pub(super) level: &'static str,
    pub(super) local: String,
    pub(super) documentation: &'static str,
    pub(super) fte: Option<Value>,
    pub(super) cost: Option<Value>,
    pub(super) start: Option<Value>,
    pub(super) end: Option<Value>,
    pub(super) comment: String,
}

const PHONE_AS_NUMBER: Quirk = Quirk("telephone_en_nombre", 25);
const DATE_AS_TEXT: Quirk = Quirk("date_en_texte", 30);
const AMOUNT_AS_TEXT: Quirk = Quirk("montant_en_texte", 30);

impl Details {
    /// What this school says beside an answer.
    pub(super) fn draw(site: &Site, response: &Response, pen: &mut Pen) -> Self {
        let mut details = Self { comment: comment(response.state, pen), ..Self::default() };
        match response.state {
            "couverte" | "partagee" => {}
            // A contact beside no answer: it happens, and settles nothing.
            "non_etudiee" => {
                if pen.rng.chance(12) {
                    details.person = person(&mut pen.rng);
                }
                return details;
            }
            _ => return details,
        }
        let kind = response.mentions.first().map_or("", |mention| mention.kind);
        let company = matches!(kind, "EDITEUR" | "PRESTATAIRE" | "FAI");
        if pen.rng.chance(60) {
            details.person = person(&mut pen.rng);
        }
        if pen.rng.chance(50) {
            pen.rng.pick(posts(kind)).clone_into(&mut details.fonction);
        }
        if pen.rng.chance(40) {
            details.email = match kind {
                "ECOLE" => site.school.email(),
                "CIRCO" => "erun@example.org".to_owned(),
                "COMMUNE" => "mairie@example.org".to_owned(),
                _ => pen.rng.pick(&["contact@example.org", "support@example.org"]).to_owned(),
            };
        }
        details.phone = pen.rng.chance(50).then(|| phone(pen));
        if pen.rng.chance(50) {
            response.mentions[0].written.trim().clone_into(&mut details.performers);
        }
        if company {
            response.mentions[0].written.trim().clone_into(&mut details.provider);
            details.service = pen.rng.pick(&[
                "abonnement",
                "contrat de maintenance",
                "marché",
                "forfait annuel",
                "assistance",
            ]);
            details.service_level = pen.rng.pick(&[
                "",
                "J+1",
                "GTR 4 h",
                "99,5 %",
                "8h-18h",
                "intervention sous 48 h",
                "GTI 2h / GTR 8h",
            ]);
            details.cost = pen.rng.chance(50).then(|| cost(pen));
            details.start = pen.rng.chance(60).then(|| day(pen, 2024, 2026));
            details.end = pen.rng.chance(60).then(|| day(pen, 2027, 2029));
        } else {
            details.fte = pen.rng.chance(35).then(|| fte(pen));
        }
        details.kept = pen.rng.pick(&["oui", "Oui", "non", "", "OUI", "à voir", "oui"]);
        details.level = match kind {
            "ECOLE" | "OGEC" => "école",
            "CIRCO" => "circonscription",
            "COMMUNE" | "EPCI" => "commune",
            "DSDEN" | "DEPARTEMENT" => "département",
            "ACADEMIE" => "académie",
            _ => pen.rng.pick(&["", "académie", "commune", "national"]),
        };
        if pen.rng.chance(30) {
            details.local = person(&mut pen.rng);
        }
        details.documentation =
            pen.rng.pick(&["oui", "non", "guide en ligne", "tuto papier", "", "en cours"]);
        details
    }
}

fn comment(state: &str, pen: &mut Pen) -> String {
    let among: &[&str] = match state {
        "couverte" | "partagee" => &[
            "",
            "",
            "",
            "",
            "",
            "à confirmer",
            "RAS",
            "contrat jusqu’en 2027\nà renouveler",
            "très réactif",
            "cf. convention du 12/03/2025",
        ],
        "sans_objet" => &[
            "",
            "",
            "école sans réseau informatique",
            "pas de matériel à l'école",
            "école isolée, non équipée",
        ],
        "non_etudiee" => &["", "", "", "", "", "", "", "", "pas eu le temps"],
        _ => &["", "", "", "vu avec l'équipe", "à revoir au conseil d'école"],
    };
    pen.rng.pick(among).to_owned()
}

fn posts(kind: &str) -> &'static [&'static str] {
    match kind {
        "CIRCO" => &["ERUN", "IEN", "CPC numérique"],
        "ECOLE" => &["directrice", "Directeur", "référent numérique"],
        "COMMUNE" | "EPCI" => {
            &["adjoint au maire", "technicien informatique", "responsable service scolaire"]
        }
        "ACADEMIE" => &["chargée de mission", "chef de projet", "DAN adjoint"],
        "DSDEN" => &["IEN numérique", "chargé de mission"],
        _ => &["support", "chargé de clientèle", "hotline"],
    }
}

/// A telephone number, of the range kept for fiction.
fn phone(pen: &mut Pen) -> Value {
    let (left, right) = (pen.rng.below(100), pen.rng.below(100));
    if pen.strikes(&PHONE_AS_NUMBER) {
        return Value::Number(261_910_000.0 + (left * 100 + right) as f64);
    }
    Value::text(match pen.rng.below(4) {
        0 => format!("02.61.91.{left:02}.{right:02}"),
        1 => format!("026191{left:02}{right:02}"),
        2 => format!("+33 2 61 91 {left:02} {right:02}"),
        _ => format!("02 61 91 {left:02} {right:02}"),
    })
}

fn cost(pen: &mut Pen) -> Value {
    let euros = 20 * pen.rng.between(1, 60);
    if !pen.strikes(&AMOUNT_AS_TEXT) {
        return Value::Number(euros as f64);
    }
    Value::text(match pen.rng.below(5) {
        0 => format!("{euros}€/an"),
        1 => format!("{euros} € TTC"),
        2 => "gratuit".to_owned(),
        3 => "inclus".to_owned(),
        _ => format!("{euros},50"),
    })
}

fn fte(pen: &mut Pen) -> Value {
    if !pen.strikes(&AMOUNT_AS_TEXT) {
        return Value::Number([0.1, 0.2, 0.25, 0.5, 1.0][pen.rng.below(5)]);
    }
    Value::text(pen.rng.pick(&["0,5 ETP", "mi-temps", "3h", "25 %", "0,1"]))
}

fn day(pen: &mut Pen, low: usize, high: usize) -> Value {
    let (year, month) = (pen.rng.between(low, high), pen.rng.weighted(&[(60, 9), (25, 1), (15, 7)]));
    if !pen.strikes(&DATE_AS_TEXT) {
        return Value::Day(year as u16, month, 1);
    }
    Value::text(match pen.rng.below(5) {
        0 => format!("01.{month:02}.{:02}", year % 100),
        1 => format!("01/{month:02}/{year}"),
        2 => format!("rentrée {year}"),
        3 => format!("sept {:02}", year % 100),
        _ => format!("{year}-{}", year + 1),
    })
}
