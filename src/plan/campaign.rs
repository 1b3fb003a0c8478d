//! `[campagne]`: which month, called how, until when, of which académies.

use toml::de::DeValue;

use super::configuration::{Configuration, Key, Reader, Value};
use super::dates;
use super::syntax::TomlFault;

/// Name of the section.
pub(super) const SECTION: &str = "campagne";
/// Its keys.
pub(super) const KEYS: [&str; 4] = ["mois", "libelle", "echeance", "academie"];
/// The longest name of a campaign that fits a line of the cover.
const LABEL_LENGTH: usize = 60;

/// Reads a key of the section.
pub(super) fn read(
    reader: &Reader,
    key: Key,
    value: Value,
    configuration: &mut Configuration,
) -> Result<(), TomlFault> {
    match key.get_ref().as_ref() {
        "mois" => {
            let month = reader.string(key, value)?.parse().map_err(|_| {
                reader.fault(value, "le mois s’écrit avec l’année d’abord, comme \"2026-11\"".to_owned())
            })?;
            configuration.month = Some(month);
        }
        "libelle" => {
            let label = reader.string(key, value)?.trim();
            if label.chars().count() > LABEL_LENGTH || label.contains(char::is_control) {
                let limit = format!("le libellé tient sur une ligne de {LABEL_LENGTH} signes au plus");
                return Err(reader.fault(value, limit));
            }
            configuration.label = (!label.is_empty()).then(|| label.to_owned());
        }
        "echeance" => {
            let day = dates::day(value).ok_or_else(|| {
                reader.fault(value, "« echeance » attend une date, comme \"20/11/2026\"".to_owned())
            })?;
            configuration.deadline = Some(day);
        }
        "academie" => {
            configuration.academies = match value.get_ref() {
                DeValue::Array(names) => names
                    .iter()
                    .map(|name| reader.string(key, name).map(str::to_owned))
                    .collect::<Result<_, _>>()?,
                _ => vec![reader.string(key, value)?.to_owned()],
            };
        }
        _ => return Err(reader.unknown_key(key, SECTION)),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::configuration::testing::read;
    use crate::model::calendar::Date;

    #[test]
    fn a_campaign_has_a_name_and_a_deadline() {
        for written in ["\"20/11/2026\"", "\"2026-11-20\"", "2026-11-20"] {
            let text = format!("[campagne]\nlibelle = \" Campagne d’automne \"\necheance = {written}\n");
            let read = read(&text).unwrap();
            assert_eq!(read.label.as_deref(), Some("Campagne d’automne"));
            assert_eq!(read.deadline, Some(Date::constant(2026, 11, 20)), "{written}");
        }
        for (text, says) in [
            ("echeance = \"vendredi\"", "attend une date"),
            ("echeance = \"31/11/2026\"", "attend une date"),
            ("echeance = 20", "attend une date"),
            ("libelle = 3", "entre guillemets"),
            ("echance = \"20/11/2026\"", "vouliez-vous dire"),
        ] {
            let fault = read(&format!("[campagne]\n{text}\n")).unwrap_err();
            assert!(fault.to_string().contains(says), "{fault}");
        }
        assert!(read(&format!("[campagne]\nlibelle = \"{}\"", "a".repeat(61))).is_err());
    }
}
