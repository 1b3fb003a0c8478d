//! `[conservation]`, and from which month on the results are kept.

use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::configuration::{Key, Reader, Value, in_order, listed};
use super::syntax::TomlFault;
use super::{PlanError, Status, files};
use crate::french::{count, quoted};
use crate::model::calendar::{Date, Month};

/// What the section is called.
pub(super) const SECTION: &str = "conservation";
/// Its keys.
pub(super) const KEYS: [&str; 1] = ["mois"];
/// The most months that can be asked for: half a century.
pub(super) const MOST: u32 = 600;

/// A purge, as it was typed.
#[derive(Clone, Debug)]
pub struct PurgeRequest {
    /// Folder of all months.
    pub output: PathBuf,
    /// The first month kept.
    pub before: Option<Month>,
    /// Configuration.
    pub configuration: Option<PathBuf>,
    /// The date that months are counted back from.
    pub date: Option<Date>,
}

/// The first month that a purge keeps, and what was decided without being asked.
///
/// # Errors
/// [`PlanError`] where the folder isn't there, or where nothing says how long months are kept.
pub fn first_month_kept(request: &PurgeRequest, today: Date) -> Result<(Month, Vec<String>), PlanError> {
    if !request.output.is_dir() {
        let message = format!(
            "Le dossier des résultats {} n’existe pas. Donnez celui que « maillage consolider » a écrit.",
            quoted(&request.output.display().to_string())
        );
        return Err(PlanError::new(Status::NothingReadable, message));
    }
    if let Some(before) = request.before {
        return Ok((before, Vec::new()));
    }
    let near = || files::configuration_near(std::slice::from_ref(&request.output), None);
    let asked_for = || {
        PlanError::new(
            Status::Usage,
            "Rien ne dit quels mois supprimer. Ajoutez --avant 2025-09, ou écrivez dans maillage.toml, sous \
             [conservation], mois = 24.",
        )
    };
    let path = request.configuration.clone().or_else(near).ok_or_else(asked_for)?;
    let months = months_in(&path)?.ok_or_else(asked_for)?;
    let now = Month::of(request.date.unwrap_or(today));
    let first = now.back(months).ok_or_else(asked_for)?;
    let note = format!("Configuration : {} (conservation : {months} mois)", path.display());
    Ok((first, vec![note]))
}

/// How many months a configuration keeps. What else it says is none of a purge's business.
fn months_in(path: &Path) -> Result<Option<u32>, PlanError> {
    let text = files::text(path, "La configuration")?;
    let fault = |fault: TomlFault| files::fault(path, &fault);
    let parsed = DeTable::parse(&text).map_err(|error| fault(TomlFault::of_parser(&text, &error)))?;
    let Some(section) = parsed.get_ref().get(SECTION) else { return Ok(None) };
    let reader = Reader::new(&text);
    let Some(table) = section.get_ref().as_table() else {
        return Err(fault(
            reader.fault(section, format!("« {SECTION} » s’écrit [{SECTION}] sur sa propre ligne")),
        ));
    };
    read(&reader, table).map_err(fault)
}

/// The months kept; `None` where the section doesn't say.
pub(super) fn read(reader: &Reader, table: &DeTable) -> Result<Option<u32>, TomlFault> {
    let mut months = None;
    for (key, value) in in_order(table) {
        months = Some(match key.get_ref().as_ref() {
            "mois" => whole(reader, key, value, MOST)?,
            _ => return Err(reader.unknown(key, "clé", &KEYS, &listed(&KEYS))),
        });
    }
    Ok(months)
}

/// A whole number from one to a bound.
fn whole(reader: &Reader, key: Key, value: &Spanned<DeValue<'_>>, most: u32) -> Result<u32, TomlFault> {
    let value: Value = value;
    let written = value.get_ref().as_integer().filter(|number| number.radix() == 10);
    let number = written.and_then(|number| number.as_str().parse().ok());
    number.filter(|number| (1..=most).contains(number)).ok_or_else(|| {
        let message = format!(
            "{} attend un nombre entier de 1 à {}, sans guillemets",
            quoted(key.get_ref()),
            count(most)
        );
        reader.fault(value, message)
    })
}

#[cfg(test)]
mod tests {
    use super::super::configuration::testing::read;
    use super::*;

    const TODAY: Date = Date::constant(2026, 11, 24);

    #[test]
    fn months_are_counted_back_from_the_date_or_given() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("sorties");
        let ask = |before: Option<&str>| {
            let request = PurgeRequest {
                output: output.clone(),
                before: before.map(|month| month.parse().unwrap()),
                configuration: None,
                date: None,
            };
            first_month_kept(&request, TODAY)
        };
        assert_eq!(ask(None).unwrap_err().status, Status::NothingReadable);
        std::fs::create_dir(&output).unwrap();
        assert_eq!(ask(Some("2025-09")).unwrap().0.to_string(), "2025-09");
        let nothing = ask(None).unwrap_err();
        assert!(nothing.status == Status::Usage && nothing.message.contains("--avant"), "{nothing}");
        // What a purge doesn't need may even be wrong.
        std::fs::write(
            folder.path().join("maillage.toml"),
            "[campagne]\nmoi = 1\n[conservation]\nmois = 24\n",
        )
        .unwrap();
        let (first, notes) = ask(None).unwrap();
        assert_eq!(first.to_string(), "2024-11");
        assert!(notes[0].contains("24 mois"), "{notes:?}");
        std::fs::write(folder.path().join("maillage.toml"), "[conservation]\nmois = 0\n").unwrap();
        let wrong = ask(None).unwrap_err();
        assert!(
            wrong.status == Status::Configuration && wrong.message.contains("ligne 2, colonne 8"),
            "{wrong}"
        );
    }

    #[test]
    fn the_configuration_takes_a_whole_number_of_months() {
        assert_eq!(read("[conservation]\nmois = 24").unwrap().months_kept, Some(24));
        for (text, words) in [
            ("[conservation]\nmois = \"24\"", "sans guillemets"),
            ("[conservation]\nmois = 601", "de 1 à 600"),
            ("[conservation]\nans = 2", "clé inconnue"),
        ] {
            let fault = read(text).unwrap_err();
            assert!(fault.message.replace('\u{a0}', " ").contains(words), "{fault}");
            assert_eq!(fault.line, 2);
        }
    }
}
