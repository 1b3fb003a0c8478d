//! `[seuils]`: the figures from which on the rules that count speak.

use super::configuration::{Key, Reader, Value, listed};
use super::syntax::TomlFault;
use crate::french;
use crate::model::thresholds::{THRESHOLDS, Thresholds};

/// Name of the section.
pub(super) const SECTION: &str = "seuils";

/// Reads a key of the section.
pub(super) fn read(
    reader: &Reader<'_>,
    key: Key<'_, '_>,
    value: Value<'_, '_>,
    thresholds: &mut Thresholds,
) -> Result<(), TomlFault> {
    let Some(threshold) = THRESHOLDS.iter().find(|threshold| threshold.key == key.get_ref().as_ref()) else {
        let keys: Vec<&str> = THRESHOLDS.iter().map(|threshold| threshold.key).collect();
        return Err(reader.unknown_name(key, ("seuil", "inconnu"), &keys, &listed(&keys)));
    };
    let written = value.get_ref().as_integer().filter(|number| number.radix() == 10);
    let number = written.and_then(|number| number.as_str().parse().ok());
    let number = number.filter(|number| *number <= threshold.most).ok_or_else(|| {
        let (name, most) = (french::quoted(threshold.key), french::count(threshold.most));
        reader.fault(value, format!("{name} attend un nombre entier de 0 à {most}, sans guillemets"))
    })?;
    (threshold.set)(thresholds, number);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::configuration::testing::read;

    #[test]
    fn thresholds_are_moved_one_by_one() {
        let read = read("[seuils]\nfin_de_contrat_jours = 30\ncout_max = 1_000").unwrap();
        let expected = Thresholds { contract_days: 30, cost: 1_000, ..Thresholds::default() };
        assert_eq!(read.thresholds, expected);
    }

    #[test]
    fn what_is_not_understood_is_refused_with_its_line_and_the_nearest_name() {
        for (text, words) in [
            (
                "[seuils]\ncumul_persone = 3",
                "seuil inconnu « cumul_persone » ; vouliez-vous dire « cumul_personne »",
            ),
            ("[seuils]\nxyz = 3", "les noms connus sont « fin_de_contrat_jours »"),
            ("[seuils]\npart_tiers = 101", "« part_tiers » attend un nombre entier de 0 à 100"),
            ("[seuils]\npart_tiers = -1", "de 0 à 100"),
            ("[seuils]\npart_tiers = \"50\"", "sans guillemets"),
        ] {
            let fault = read(text).unwrap_err();
            let shown = fault.message.replace(['\u{a0}', '\u{202f}'], " ");
            assert_eq!(fault.line, 2, "{fault}");
            assert!(shown.contains(words), "{text:?}: {shown}");
        }
    }

    #[test]
    fn every_threshold_is_printed_with_its_default() {
        let printed = include_str!("../../templates/maillage.toml");
        for threshold in &THRESHOLDS {
            let line = format!("#: {} = {}\n", threshold.key, (threshold.get)(&Thresholds::default()));
            assert!(printed.contains(&line), "{line}");
        }
    }
}
