//! `[[derogation]]`: findings accepted for a time, somewhere, for a reason.

use std::sync::Arc;

use toml::de::DeTable;

use super::configuration::{Key, Reader, Value, in_order, listed};
use super::dates;
use super::names::{Known, Written, several, tables, written};
use super::syntax::TomlFault;
use crate::french::quoted;
use crate::model::calendar::Date;
use crate::model::derogation::{Derogation, Target, Use};
use crate::model::finding::Rule;
use crate::model::referential::CompetenceId;
use crate::model::school::{NotAUai, Uai};
use crate::text;

/// What the section is called.
pub(super) const SECTION: &str = "derogation";
/// Its keys; those that say where it holds come third to seventh.
pub(super) const KEYS: [&str; 9] = [
    "regle",
    "competence",
    "ecole",
    "entite",
    "commune",
    "circonscription",
    "departement",
    "motif",
    "jusqu_au",
];

/// Reads every dérogation of a configuration.
pub(super) fn read(
    reader: &Reader,
    section: Key,
    content: Value,
    known: Known,
) -> Result<Vec<Arc<Derogation>>, TomlFault> {
    let Some(tables) = tables(content) else {
        let message = "une dérogation s’écrit [[derogation]], entre deux crochets, sur sa propre ligne";
        return Err(reader.fault(section, message.to_owned()));
    };
    let mut read: Vec<Arc<Derogation>> = Vec::with_capacity(tables.len());
    for (place, table) in tables {
        let one = derogation(reader, place, table, known)?;
        if let Some(twin) = read.iter().find(|other| same_findings(other, &one)) {
            let message = format!(
                "la dérogation de la ligne {} accepte déjà les mêmes constats ; gardez l’une ou l’autre",
                twin.line
            );
            return Err(reader.fault(place, message));
        }
        read.push(Arc::new(one));
    }
    Ok(read)
}

fn same_findings(one: &Derogation, other: &Derogation) -> bool {
    one.rule == other.rule && one.target == other.target && one.competences == other.competences
}

fn derogation(reader: &Reader, place: Value, table: &DeTable, known: Known) -> Result<Derogation, TomlFault> {
    let mut asked: Option<&'static Rule> = None;
    let (mut target, mut competences) = (Target::default(), Vec::new());
    let (mut reason, mut until) = (None, None);
    for (key, value) in in_order(table) {
        match key.get_ref().as_ref() {
            "regle" => asked = Some(rule(reader, key, value, known)?),
            "competence" => competences = each(reader, key, value, |name| competence(reader, name, known))?,
            "ecole" => target.schools = each(reader, key, value, |name| school(reader, name))?,
            "entite" => target.entities = each(reader, key, value, |name| Ok(name.text.clone()))?,
            "commune" => target.communes = each(reader, key, value, |name| Ok(name.text.clone()))?,
            "circonscription" => {
                target.circonscriptions = each(reader, key, value, |name| Ok(name.text.clone()))?;
            }
            "departement" => {
                target.departements = each(reader, key, value, |name| departement(reader, name, known))?;
            }
            "motif" => reason = Some(written(reader, key, value)?.text),
            "jusqu_au" => until = Some(term(reader, value)?),
            _ => return Err(reader.unknown(key, "clé", &KEYS, &listed(&KEYS))),
        }
    }
    let missing = |what: &str| reader.fault(place, format!("cette dérogation {what}"));
    let rule = asked.ok_or_else(|| missing("ne dit pas quelle règle ; ajoutez regle = \"RES-002\""))?;
    if target == Target::default() {
        return Err(missing(
            "ne dit pas où elle vaut ; ajoutez « ecole », « entite », « commune », « circonscription » ou \
             « departement ». Pour toute l’académie, changez la gravité de la règle dans [gravites]",
        ));
    }
    contradiction(reader, place, &target, known)?;
    Ok(Derogation {
        line: reader.line(place.span().start),
        rule,
        target,
        competences,
        reason: reason.ok_or_else(|| missing("n’a pas de motif ; ajoutez motif = \"…\""))?,
        until: until.ok_or_else(|| {
            missing("n’a pas de terme ; ajoutez jusqu_au = \"30/06/2027\", ou jusqu_au = \"sans limite\"")
        })?,
    })
}

fn each<T>(
    reader: &Reader,
    key: Key,
    value: Value,
    understood: impl Fn(&Written) -> Result<T, TomlFault>,
) -> Result<Vec<T>, TomlFault> {
    several(reader, key, value)?.iter().map(understood).collect()
}

fn rule(reader: &Reader, key: Key, value: Value, known: Known) -> Result<&'static Rule, TomlFault> {
    let name = written(reader, key, value)?;
    known.rules.iter().find(|rule| rule.is_called(&name.text)).copied().ok_or_else(|| {
        let names = known.rules.iter().flat_map(|rule| [rule.code, rule.name]);
        let advice = or_else(super::nearest(&name.text, names), "celles de « maillage regles » existent");
        reader.fault(value, format!("règle inconnue {} ; {advice}", quoted(&name.text)))
    })
}

fn competence(reader: &Reader, name: &Written, known: Known) -> Result<CompetenceId, TomlFault> {
    known.competence(&name.folded).ok_or_else(|| {
        let all = &known.referential.competences;
        let names = all.iter().flat_map(|one| [one.code.as_str(), one.label.as_str()]);
        let advice = or_else(
            super::nearest(&name.text, names),
            "celles du référentiel sont listées par « maillage referentiel »",
        );
        reader.fault_at(name.at.clone(), format!("compétence inconnue {} ; {advice}", quoted(&name.text)))
    })
}

fn school(reader: &Reader, name: &Written) -> Result<Uai, TomlFault> {
    Uai::parse(&name.text.to_uppercase()).map_err(|why| {
        let why = match why {
            NotAUai::Malformed => {
                "une école s’écrit par son UAI, sept chiffres et une lettre, comme \"0440123A\""
            }
            NotAUai::WrongKey => {
                "cet UAI n’existe pas : sa lettre ne répond pas de ses chiffres ; recopiez-le"
            }
        };
        reader.fault_at(name.at.clone(), why.to_owned())
    })
}

/// A département by code or name, to its code.
fn departement(reader: &Reader, name: &Written, known: Known) -> Result<String, TomlFault> {
    let all = || known.academies.all().iter().flat_map(|academie| &academie.departements);
    let found =
        all().find(|one| text::fold(&one.code) == name.folded || text::fold(&one.name) == name.folded);
    found.map(|one| one.code.clone()).ok_or_else(|| {
        let names = all().flat_map(|one| [one.code.as_str(), one.name.as_str()]);
        let advice =
            or_else(super::nearest(&name.text, names), "écrivez son nom (Loire-Atlantique) ou son code (44)");
        reader.fault_at(name.at.clone(), format!("département inconnu {} ; {advice}", quoted(&name.text)))
    })
}

fn or_else(near: Option<&str>, otherwise: &str) -> String {
    near.map_or_else(|| otherwise.to_owned(), |near| format!("vouliez-vous dire {} ?", quoted(near)))
}

/// The last day, or `None` where it is written without limit.
fn term(reader: &Reader, value: Value) -> Result<Option<Date>, TomlFault> {
    if value.get_ref().as_str().is_some_and(|text| text::fold(text) == "sans limite") {
        return Ok(None);
    }
    dates::day(value).map(Some).ok_or_else(|| {
        let message = "« jusqu_au » attend une date, comme \"30/06/2027\", ou \"sans limite\"";
        reader.fault(value, message.to_owned())
    })
}

/// A school outside the département that stands beside it: nothing would ever be accepted.
fn contradiction(reader: &Reader, place: Value, target: &Target, known: Known) -> Result<(), TomlFault> {
    let elsewhere = |uai: &&Uai| {
        let prefixes = known.academies.all().iter().flat_map(|academie| &academie.departements);
        !prefixes
            .filter(|one| target.departements.contains(&one.code))
            .any(|one| one.uai_prefix == uai.prefix())
    };
    let lost = (!target.departements.is_empty()).then(|| target.schools.iter().find(elsewhere)).flatten();
    lost.map_or(Ok(()), |uai| {
        let codes: Vec<&str> = target.departements.iter().map(String::as_str).collect();
        let message = format!(
            "l’école {uai} n’est pas dans le département {} ; gardez l’un ou l’autre",
            listed(&codes).replace(" et ", " ni ")
        );
        Err(reader.fault(place, message))
    })
}

/// What to say of the dérogations that accepted nothing this month: sentences for the user.
pub fn to_review(uses: &[Use]) -> Vec<String> {
    uses.iter()
        .filter_map(|one| {
            let Derogation { line, rule, .. } = &*one.derogation;
            let why = match one {
                Use { expired: true, .. } => {
                    let until = one.derogation.term();
                    format!("valait {until} ; elle n’est plus appliquée. Renouvelez-la ou retirez-la")
                }
                Use { accepted: 1.., .. } => return None,
                Use { met: false, .. } => {
                    "n’a rien accepté : ce qu’elle désigne n’est pas dans les inventaires ni \
                                           dans l’annuaire de ce mois"
                        .to_owned()
                }
                _ => "n’a rien accepté : aucun constat de ce mois ne lui correspond".to_owned(),
            };
            Some(format!("Configuration : la dérogation de la ligne {line} ({}) {why}.", rule.code))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::configuration::testing::read;
    use super::*;

    const WHOLE: &str = "regle = \"RES-002\"\nmotif = \"Convention en cours\"\njusqu_au = \"30/06/2027\"\n";

    fn one(text: &str) -> Arc<Derogation> {
        let read = read(&format!("[[derogation]]\n{text}")).unwrap().derogations;
        assert_eq!(read.len(), 1);
        Arc::clone(&read[0])
    }

    #[test]
    fn a_derogation_says_what_where_why_and_until_when() {
        let read = one(&format!(
            "{WHOLE}ecole = [\"0350122t\", \"0350123U\"]\ndepartement = \"Ille-et-Vilaine\"\n\
             competence = [\"PIL-MOA\", \"Évaluation\"]\n"
        ));
        assert_eq!((read.line, read.rule.code), (1, "RES-002"));
        let schools: Vec<&str> = read.target.schools.iter().map(Uai::as_str).collect();
        assert_eq!(schools, ["0350122T", "0350123U"]);
        assert_eq!(read.target.departements, ["35"]);
        assert_eq!(read.competences, [CompetenceId(0), CompetenceId(1)]);
        assert_eq!(read.told().replace('\u{a0}', " "), "accepté jusqu’au 30/06/2027 (Convention en cours)");
        // By the rule's name.
        let named = one(
            "regle = \"Responsables multiples\"\nmotif = \"m\"\njusqu_au = \"sans limite\"\nentite = \"A\"",
        );
        assert_eq!((named.rule.code, named.until, named.term().as_str()), ("RES-002", None, "sans limite"));
    }

    #[test]
    fn the_last_day_is_written_as_people_or_as_programs_do() {
        for written in ["\"30/06/2027\"", "\"2027-06-30\"", "2027-06-30", "\"30/6/2027\""] {
            let text =
                format!("regle = \"RES-001\"\nmotif = \"m\"\ncommune = \"Rezé\"\njusqu_au = {written}");
            let read = one(&text);
            assert_eq!(read.until, Some(Date::constant(2027, 6, 30)), "{written}");
            assert!(!read.is_expired(Date::constant(2027, 6, 30)), "the last day still holds");
            assert!(read.is_expired(Date::constant(2027, 7, 1)));
        }
    }

    #[test]
    fn what_is_not_understood_is_refused_where_it_stands() {
        let with = |more: &str| format!("[[derogation]]\n{WHOLE}{more}");
        for (text, line, words) in [
            ("[derogation]\nregle = \"RES-002\"".to_owned(), 1, "[[derogation]]"),
            (with(""), 1, "ne dit pas où elle vaut"),
            (with("ecole = \"0440123\""), 5, "sept chiffres et une lettre"),
            (with("ecole = \"0350122A\""), 5, "cet UAI n’existe pas"),
            (with("departement = \"Vandée\""), 5, "vouliez-vous dire « Vendée »"),
            (with("ecole = \"0350122T\"\ndepartement = \"44\""), 1, "n’est pas dans le département « 44 »"),
            (with("commune = \"Rezé\"\ncompetence = \"PIL-MAO\""), 6, "vouliez-vous dire « PIL-MOA »"),
            (with("comune = \"Rezé\""), 5, "vouliez-vous dire « commune »"),
            (with("commune = []"), 1, "ne dit pas où elle vaut"),
            (with("commune = \"Rezé\"").replace("RES-002", "RES-003"), 2, "vouliez-vous dire « RES-001 »"),
            (with("commune = \"Rezé\"").replace("30/06/2027", "31/06/2027"), 4, "attend une date"),
            (
                with("commune = \"Rezé\"").replace("30/06/2027", "toujours"),
                4,
                "« sans limite »".trim_matches(['«', ' ', '»']),
            ),
            (
                with("commune = \"Rezé\"").replace("motif = \"Convention en cours\"\n", ""),
                1,
                "n’a pas de motif",
            ),
            (with("commune = \"Rezé\"").replace("jusqu_au = \"30/06/2027\"\n", ""), 1, "n’a pas de terme"),
            (with("commune = \"Rezé\"").replace("regle = \"RES-002\"\n", ""), 1, "quelle règle"),
            (
                format!("{}\n{}", with("commune = \"Rezé\""), with("commune = \"Rezé\"")),
                6,
                "la dérogation de la ligne 1 accepte déjà",
            ),
        ] {
            let fault = read(&text).unwrap_err();
            let shown = fault.message.replace('\u{a0}', " ");
            assert!(shown.contains(words), "{text:?}: {shown}");
            assert_eq!(fault.line, line, "{text:?}: {fault}");
        }
    }

    #[test]
    fn those_that_expired_or_accepted_nothing_are_told() {
        let derogation = one(&format!("{WHOLE}commune = \"Rezé\""));
        let told = |expired, met, accepted| {
            to_review(&[Use { derogation: Arc::clone(&derogation), expired, met, accepted }])
        };
        assert!(told(false, true, 2).is_empty());
        assert!(told(true, true, 0)[0].contains("valait jusqu’au 30/06/2027 ; elle n’est plus appliquée"));
        assert!(told(false, false, 0)[0].contains("n’est pas dans les inventaires"));
        assert!(told(false, true, 0)[0].contains("la ligne 1 (RES-002) n’a rien accepté : aucun constat"));
    }
}
