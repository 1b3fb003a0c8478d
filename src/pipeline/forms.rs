//! The forms to send out: one for each school of the registry with what it last answered, one for each territory of a
//! level, or a blank one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rayon::prelude::*;
use serde::Serialize;

use super::{RunError, threads};
use crate::history::Months;
use crate::model::calendar::Month;
use crate::model::form::{Past, PastAnswers};
use crate::model::school::{Academie, School};
use crate::model::scope::{self, Level};
use crate::output::{Contents, MonthFolder};
use crate::plan::Plan;
use crate::registry::Registry;
use crate::render::form::{self, Form, Subject, Territory};
use crate::text;

/// The longest part of a file's name that comes from a territory's, in signs.
const LONGEST_SLUG: usize = 40;

/// What was made.
#[derive(Debug)]
pub struct Forms {
    /// The folder.
    pub folder: PathBuf,
    /// How many forms.
    pub made: u64,
    /// How many of them repeat answers.
    pub filled: u64,
    /// The months that these answers come from.
    pub months: BTreeSet<Month>,
    /// Earlier months that could not be used: sentences for the user.
    pub remarks: Vec<String>,
}

/// A form to make.
struct Wanted<'p> {
    name: String,
    academie: Option<&'p Academie>,
    whose: Whose<'p>,
    known: Option<&'p Past>,
}

enum Whose<'p> {
    School(&'p School, &'p Academie),
    AnySchool,
    Territory(Territory),
}

/// The answers of each académie, by its code.
type Known<'p> = BTreeMap<&'p str, PastAnswers>;

/// Makes the forms and writes them as one folder: of schools, or of the territories of a level.
///
/// # Errors
/// [`RunError`] where nothing was written.
pub fn write(plan: &Plan, level: Option<Level>) -> Result<Forms, RunError> {
    let pool = threads(plan)?;
    let folder = MonthFolder::begin(&plan.output, plan.stamp.month, Contents::Forms)?;
    let (known, remarks) = match (&plan.registry, level) {
        (Some(registry), None) => known(plan, registry),
        _ => (Known::new(), Vec::new()),
    };
    let wanted = match &plan.registry {
        None => vec![blank(level)],
        Some(registry) => match level {
            None => schools(plan, registry, &known),
            Some(level) => territories(plan, registry, level),
        },
    };
    pool.install(|| wanted.par_iter().try_for_each(|wanted| make(plan, &folder, wanted)))?;
    folder.write(Contents::Forms.mark(), &list(&wanted))?;
    let filled = wanted.iter().filter_map(|wanted| wanted.known);
    let months: BTreeSet<Month> = filled.clone().map(|(month, _)| *month).collect();
    Ok(Forms {
        made: wanted.len() as u64,
        filled: filled.count() as u64,
        months,
        remarks,
        folder: folder.commit()?,
    })
}

fn make(plan: &Plan, folder: &MonthFolder, wanted: &Wanted<'_>) -> Result<(), RunError> {
    let form = Form {
        stamp: &plan.stamp,
        referential: &plan.referential,
        subject: match &wanted.whose {
            Whose::School(school, academie) => Subject::School(school, academie),
            Whose::AnySchool => Subject::AnySchool,
            Whose::Territory(territory) => Subject::Territory(territory),
        },
        lines: wanted.known.map_or(&[], |(_, lines)| lines),
        known_since: wanted.known.map(|(month, _)| *month),
        marks: &[],
    };
    let bytes = form::form(&form).map_err(crate::render::RenderError::from)?;
    Ok(folder.write(&wanted.name, &bytes)?)
}

/// One line a form: whose it is, and where its answers come from.
#[derive(Serialize)]
struct Listed<'a> {
    modele: &'a str,
    uai: Option<&'a str>,
    academie: Option<&'a str>,
    niveau: &'static str,
    repris_de: Option<String>,
}

fn list(wanted: &[Wanted<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for one in wanted {
        let (uai, niveau) = match &one.whose {
            Whose::School(school, _) => (Some(school.uai.as_str()), "ecole"),
            Whose::AnySchool => (None, "ecole"),
            Whose::Territory(territory) => (None, territory.level.id()),
        };
        let line = Listed {
            modele: &one.name,
            uai,
            academie: one.academie.map(|academie| academie.code.as_str()),
            niveau,
            repris_de: one.known.map(|(month, _)| month.to_string()),
        };
        serde_json::to_writer(&mut bytes, &line).expect("plain structures are written to memory");
        bytes.push(b'\n');
    }
    bytes
}

/// The schools of the académies wanted, each with its académie.
fn expected<'p>(plan: &'p Plan, registry: &'p Registry) -> impl Iterator<Item = (&'p School, &'p Academie)> {
    registry.schools().filter_map(|school| {
        let (academie, _) = plan.academies.of_uai(school.uai)?;
        let wanted = plan.only.is_empty() || plan.only.contains(&academie.code);
        wanted.then_some((&**school, academie))
    })
}

fn known<'p>(plan: &'p Plan, registry: &'p Registry) -> (Known<'p>, Vec<String>) {
    let months = Months::before(plan.stamp.month, &plan.history);
    let academies: BTreeMap<&str, &Academie> =
        expected(plan, registry).map(|(_, academie)| (academie.code.as_str(), academie)).collect();
    let mut remarks = Vec::new();
    let known = academies.into_iter().map(|(code, academie)| {
        let (answers, told) = months.answers(academie, &plan.referential);
        remarks.extend(told);
        (code, answers)
    });
    (known.collect(), remarks)
}

fn schools<'p>(plan: &'p Plan, registry: &'p Registry, known: &'p Known<'p>) -> Vec<Wanted<'p>> {
    expected(plan, registry)
        .map(|(school, academie)| Wanted {
            name: format!("{}/{}_inventaire.xlsx", folder_of(academie), school.uai),
            academie: Some(academie),
            whose: Whose::School(school, academie),
            // A month of which no answer can be repeated leaves the form blank.
            known: known
                .get(academie.code.as_str())
                .and_then(|known| known.get(&school.uai))
                .filter(|(_, lines)| !lines.is_empty()),
        })
        .collect()
}

/// One form for each territory where the registry has a school, named after its département and its own name.
fn territories<'p>(plan: &'p Plan, registry: &'p Registry, level: Level) -> Vec<Wanted<'p>> {
    // The first school of a place tells how its name is written.
    let mut places: BTreeMap<_, (&School, &Academie)> = BTreeMap::new();
    for (school, academie) in expected(plan, registry) {
        if let Some(place) = scope::place_of(school, level) {
            places.entry((academie.code.as_str(), place)).or_insert((school, academie));
        }
    }
    let mut taken: BTreeMap<String, u32> = BTreeMap::new();
    places
        .into_values()
        .map(|(school, academie)| {
            let departement = academie.departements.iter().find(|one| one.code == *school.departement);
            let departement = departement.map_or("", |one| one.name.as_str());
            let name = match level {
                Level::Commune | Level::Groupement => &*school.commune,
                Level::Circonscription => &*school.circonscription,
                Level::Departement => departement,
                Level::Academie => &academie.name,
            };
            let stem =
                format!("{}/{}", folder_of(academie), territory_stem(level, &school.departement, name));
            let times = taken.entry(stem.clone()).or_default();
            *times += 1;
            let rank = if *times > 1 { format!("-{times}") } else { String::new() };
            Wanted {
                name: format!("{stem}{rank}_inventaire.xlsx"),
                academie: Some(academie),
                whose: Whose::Territory(Territory {
                    level,
                    name: name.to_owned(),
                    departement: departement.to_owned(),
                    academie: academie.name.clone(),
                }),
                known: None,
            }
        })
        .collect()
}

/// `commune_44_saint-helory`: plain signs alone, whatever the territory is called.
fn territory_stem(level: Level, departement: &str, name: &str) -> String {
    let slug: String = text::slug(name).chars().take(LONGEST_SLUG).collect();
    let departement = text::slug(departement).to_uppercase();
    match level {
        Level::Departement => format!("departement_{departement}"),
        Level::Academie => "academie".to_owned(),
        _ => format!("{}_{departement}_{}", level.id(), slug.trim_matches('-')),
    }
}

fn folder_of(academie: &Academie) -> String {
    format!("{}-{}", academie.code, academie.slug())
}

/// A form for whoever fills it.
fn blank(level: Option<Level>) -> Wanted<'static> {
    let (name, whose) = match level {
        None => ("inventaire_vierge.xlsx".to_owned(), Whose::AnySchool),
        Some(level) => {
            let territory =
                Territory { level, name: String::new(), departement: String::new(), academie: String::new() };
            (format!("inventaire_{}.xlsx", level.id()), Whose::Territory(territory))
        }
    };
    Wanted { name, academie: None, whose, known: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_territories_are_plain_whatever_they_are_called() {
        for (level, name, stem) in [
            (Level::Commune, "Saint-Hélory / ../../x", "commune_44_saint-helory-x"),
            (Level::Circonscription, "Nantes Nord (2)", "circonscription_44_nantes-nord-2"),
            (Level::Departement, "Loire-Atlantique", "departement_44"),
            (Level::Academie, "Nantes", "academie"),
        ] {
            assert_eq!(territory_stem(level, "44", name), stem);
        }
        assert_eq!(territory_stem(Level::Commune, "2A", "Ω"), "commune_2A_");
    }
}
