//! The configuration of a campaign, `maillage.toml`: few keys, each refused with its line where it isn't understood.
//!
//! The keys are walked by hand over the parsed text rather than derived: the faults of a derived reading are English
//! sentences, and this file is written by people who read French.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::campaign;
use super::derogations;
use super::groupings;
use super::logo;
use super::names::{self, Known};
use super::retention;
use super::synonyms::{self, Synonyms};
use super::syntax::TomlFault;
use super::thresholds;
use crate::academies::Academies;
use crate::french;
use crate::model::budget::{Budgets, LIMITS};
use crate::model::calendar::{Date, Month};
use crate::model::derogation::Derogation;
use crate::model::dossier;
use crate::model::finding::{Rule, Severity};
use crate::model::grouping::Grouping;
use crate::model::referential::Referential;
use crate::model::thresholds::Thresholds;
use crate::text;

/// What the configuration says; what it leaves out keeps its default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Configuration {
    /// `[campagne] mois`.
    pub month: Option<Month>,
    /// `[campagne] libelle`: what the campaign is called, beside its month.
    pub label: Option<String>,
    /// `[campagne] echeance`: the last day on which an inventory is on time.
    pub deadline: Option<Date>,
    /// `[campagne] academie`: one or several, by name or code, not yet looked up.
    pub academies: Vec<String>,
    /// `[gravites]`: the severity of a rule by its code, `None` where the rule is silenced.
    pub severities: BTreeMap<&'static str, Option<Severity>>,
    /// `[rapport] etat`.
    pub status: dossier::Status,
    /// `[rapport] mention`.
    pub mention: Option<String>,
    /// `[rapport] noms`: whether the report names persons.
    pub persons: bool,
    /// `[rapport] plan`: the file of the report's outline, from the folder of the configuration.
    pub outline: Option<names::Written>,
    /// `[rapport] logo` and `logo_texte`; no path, no logo.
    pub logo: logo::Wanted,
    /// `[[regroupement]]`, in their order.
    pub groupings: Vec<Grouping>,
    /// `[[derogation]]`, in their order.
    pub derogations: Vec<Arc<Derogation>>,
    /// `[synonymes]`.
    pub synonyms: Synonyms,
    /// `[conservation] mois`: how many months of results are kept.
    pub months_kept: Option<u32>,
    /// `[limites]`: what one document may cost.
    pub budgets: Budgets,
    /// `[seuils]`: from which figures on the rules that count speak.
    pub thresholds: Thresholds,
}

/// The longest mention that fits the footer of a page.
const MENTION_LENGTH: usize = 120;
/// Sections and their keys; those of `gravites` are the codes of rules, those of `limites` in [`LIMITS`], those
/// of `seuils` in [`crate::model::thresholds`].
pub(super) const SECTIONS: [(&str, &[&str]); 9] = [
    (campaign::SECTION, &campaign::KEYS),
    ("gravites", &[]),
    ("rapport", &["etat", "mention", "noms", "plan", "logo", "logo_texte"]),
    (groupings::SECTION, &[]),
    (derogations::SECTION, &[]),
    (synonyms::SECTION, &synonyms::TABLES),
    (retention::SECTION, &retention::KEYS),
    ("limites", &[]),
    (thresholds::SECTION, &[]),
];

/// Reads a configuration, whose names are those of these rules, académies and referential.
///
/// # Errors
/// The first thing that isn't understood, with its line and what to write instead.
pub fn parse(
    text: &str,
    rules: &[&'static Rule],
    academies: &Academies,
    referential: &Referential,
) -> Result<Configuration, TomlFault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let parsed = DeTable::parse(text).map_err(|error| TomlFault::of_parser(text, &error))?;
    let reader = Reader { text };
    let known = Known { rules, academies, referential };
    let mut configuration = Configuration::default();
    for (section, content) in in_order(parsed.get_ref()) {
        let names = SECTIONS.map(|(name, _)| name);
        if !names.contains(&section.get_ref().as_ref()) {
            return Err(reader.unknown(section, "section", &names, &listed(&names)));
        }
        match section.get_ref().as_ref() {
            groupings::SECTION => {
                configuration.groupings = groupings::read(&reader, section, content, known)?;
                continue;
            }
            derogations::SECTION => {
                configuration.derogations = derogations::read(&reader, section, content, known)?;
                continue;
            }
            _ => {}
        }
        let Some(table) = content.get_ref().as_table() else {
            return Err(reader.fault(
                section,
                format!("« {0} » est une section et s’écrit [{0}] sur sa propre ligne", section.get_ref()),
            ));
        };
        match section.get_ref().as_ref() {
            synonyms::SECTION => {
                configuration.synonyms = synonyms::read(&reader, table, known)?;
                continue;
            }
            retention::SECTION => {
                configuration.months_kept = retention::read(&reader, table)?;
                continue;
            }
            _ => {}
        }
        for (key, value) in in_order(table) {
            match section.get_ref().as_ref() {
                campaign::SECTION => campaign::read(&reader, key, value, &mut configuration)?,
                "limites" => reader.limites(key, value, &mut configuration)?,
                thresholds::SECTION => {
                    thresholds::read(&reader, key, value, &mut configuration.thresholds)?;
                }
                "gravites" => reader.gravites(key, value, rules, &mut configuration)?,
                _ => reader.rapport(key, value, &mut configuration)?,
            }
        }
    }
    Ok(configuration)
}

/// Entries in the order in which they are written, so that the first fault told is the first met by a reader.
pub(super) fn in_order<'a, 'i>(
    table: &'a DeTable<'i>,
) -> Vec<(&'a Spanned<toml::de::DeString<'i>>, &'a Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

pub(super) fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| french::quoted(name)).collect();
    french::listed(&quoted)
}

/// Reads the values of a configuration, and tells what is wrong where it stands.
pub(super) struct Reader<'t> {
    text: &'t str,
}

pub(super) type Key<'a, 'i> = &'a Spanned<toml::de::DeString<'i>>;
pub(super) type Value<'a, 'i> = &'a Spanned<DeValue<'i>>;

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text }
    }

    fn gravites(
        &self,
        key: Key,
        value: Value,
        rules: &[&'static Rule],
        configuration: &mut Configuration,
    ) -> Result<(), TomlFault> {
        let Some(rule) = rules.iter().find(|rule| rule.is_called(key.get_ref().as_ref())) else {
            let codes: Vec<&str> = rules.iter().map(|rule| rule.code).collect();
            return Err(self.unknown(key, "règle", &codes, "celles que « maillage regles » liste"));
        };
        let severity = match self.string(key, value)? {
            "silence" => None,
            word => {
                Some(Severity::ALL.into_iter().find(|severity| severity.id() == word).ok_or_else(|| {
                    let words = ["bloquant", "alerte", "info", "silence"];
                    self.fault(
                        value,
                        format!("la gravité {} n’existe pas ; écrivez {}", french::quoted(word), or(&words)),
                    )
                })?)
            }
        };
        match configuration.severities.insert(rule.code, severity) {
            None => Ok(()),
            Some(_) => Err(self.fault(key, format!("la règle {} a déjà une gravité plus haut", rule.code))),
        }
    }

    fn rapport(&self, key: Key, value: Value, configuration: &mut Configuration) -> Result<(), TomlFault> {
        match key.get_ref().as_ref() {
            "etat" => {
                configuration.status = match text::fold(self.string(key, value)?).as_str() {
                    "projet" => dossier::Status::Draft,
                    "valide" => dossier::Status::Validated,
                    _ => {
                        let words = or(&["projet", "valide"]);
                        return Err(self.fault(value, format!("cet état n’existe pas ; écrivez {words}")));
                    }
                };
            }
            "mention" => {
                let mention = self.string(key, value)?.trim();
                if mention.chars().count() > MENTION_LENGTH || mention.contains(char::is_control) {
                    let limit = format!("la mention tient sur une ligne de {MENTION_LENGTH} signes au plus");
                    return Err(self.fault(value, limit));
                }
                configuration.mention = (!mention.is_empty()).then(|| mention.to_owned());
            }
            "noms" => {
                configuration.persons = value.get_ref().as_bool().ok_or_else(|| {
                    self.fault(value, "« noms » attend true ou false, sans guillemets".to_owned())
                })?;
            }
            "plan" => configuration.outline = Some(names::written(self, key, value)?),
            "logo" => {
                let logo = names::written(self, key, value)?;
                (configuration.logo.path, configuration.logo.at) = (logo.text, logo.at);
            }
            "logo_texte" => configuration.logo.alt = Some(names::written(self, key, value)?.text),
            _ => return Err(self.unknown_key(key, "rapport")),
        }
        Ok(())
    }

    fn limites(&self, key: Key, value: Value, configuration: &mut Configuration) -> Result<(), TomlFault> {
        let Some(limit) = LIMITS.iter().find(|limit| limit.key == key.get_ref().as_ref()) else {
            let keys = LIMITS.map(|limit| limit.key);
            return Err(self.unknown(key, "limite", &keys, &listed(&keys)));
        };
        let written = value.get_ref().as_integer().filter(|number| number.radix() == 10);
        let number = written.and_then(|number| number.as_str().parse().ok());
        let number = number.filter(|number| (1..=limit.most).contains(number)).ok_or_else(|| {
            let (name, most) = (french::quoted(limit.key), french::count(limit.most));
            self.fault(value, format!("{name} attend un nombre entier de 1 à {most}, sans guillemets"))
        })?;
        (limit.set)(&mut configuration.budgets, number);
        Ok(())
    }

    pub(super) fn string<'v>(&self, key: Key, value: &'v Spanned<DeValue<'_>>) -> Result<&'v str, TomlFault> {
        value.get_ref().as_str().ok_or_else(|| {
            let message =
                format!("{} attend un texte entre guillemets droits", french::quoted(key.get_ref()));
            self.fault(value, message)
        })
    }

    pub(super) fn unknown_key(&self, key: Key, section: &str) -> TomlFault {
        let keys = SECTIONS.iter().find(|(name, _)| *name == section).map_or(&[][..], |(_, keys)| keys);
        self.unknown(key, "clé", keys, &listed(keys))
    }

    /// A name that isn't one of those expected, with the nearest of them, or all of them if none is near.
    /// `what` is a feminine noun.
    pub(super) fn unknown(&self, key: Key, what: &str, names: &[&str], all: &str) -> TomlFault {
        self.unknown_name(key, (what, "inconnue"), names, all)
    }

    /// The same, `what` with its adjective.
    pub(super) fn unknown_name(
        &self,
        key: Key,
        (what, unknown): (&str, &str),
        names: &[&str],
        all: &str,
    ) -> TomlFault {
        let written = key.get_ref().as_ref();
        let advice = match super::nearest(written, names.iter().copied()) {
            Some(name) => format!("vouliez-vous dire {} ?", french::quoted(name)),
            None => format!("les noms connus sont {all}"),
        };
        self.fault(key, format!("{what} {unknown} {} ; {advice}", french::quoted(written)))
    }

    pub(super) fn fault<T>(&self, place: &Spanned<T>, message: String) -> TomlFault {
        self.fault_at(place.span(), message)
    }

    pub(super) fn fault_at(&self, span: Range<usize>, message: String) -> TomlFault {
        TomlFault::at(self.text, span, message)
    }

    /// Line of a byte of the text, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.text.get(..at).unwrap_or(self.text).matches('\n').count() + 1
    }
}

/// « "a", "b" ou "c" », as they must be typed.
fn or(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    french::listed(&quoted).replace(" et ", " ou ")
}

#[cfg(test)]
pub(super) mod testing {
    use super::*;
    use crate::model::finding::Scope;

    static RULES: [Rule; 2] =
        [rule("RES-001", "sans-responsable"), rule("RES-002", "responsables-multiples")];

    const fn rule(code: &'static str, name: &'static str) -> Rule {
        Rule {
            code,
            name,
            severity: Severity::Blocking,
            scope: Scope::School,
            what: "",
            why: "",
            fix: "",
            example: "",
        }
    }

    /// Reads a configuration where two rules are known.
    pub(in crate::plan) fn read(text: &str) -> Result<Configuration, TomlFault> {
        let rules: Vec<&Rule> = RULES.iter().collect();
        parse(text, &rules, &Academies::embedded(), &crate::referential::embedded())
    }
}

#[cfg(test)]
mod tests {
    use super::testing::read;
    use super::*;

    #[test]
    fn everything_that_can_be_set_is_read() {
        let text = "\u{feff}[campagne]\nmois = \"2026-11\"\nacademie = [\"Nantes\", \"14\"]\n\
                    [gravites]\n\"RES-002\" = \"alerte\"\nsans-responsable = \"silence\"\n\
                    [rapport]\netat = \"validé\"\nnoms = true\nmention = \" Diffusion restreinte \"\n";
        let read = read(text).unwrap();
        assert_eq!(read.month.unwrap().to_string(), "2026-11");
        assert_eq!(read.academies, ["Nantes", "14"]);
        assert_eq!(read.severities["RES-002"], Some(Severity::Warning));
        assert_eq!(read.severities["RES-001"], None);
        assert_eq!(read.status, dossier::Status::Validated);
        assert_eq!(read.mention.as_deref(), Some("Diffusion restreinte"));
        assert!(read.persons);
        let read = self::read("[limites]\ncellules = 1_000\nfichier_mo = 10\nsecondes = 5").unwrap();
        assert_eq!((read.budgets.cells, read.budgets.file_bytes), (1_000, 10 << 20));
        assert_eq!(read.budgets.document_time.as_secs(), 5);
    }

    #[test]
    fn an_empty_configuration_changes_nothing() {
        assert_eq!(read("").unwrap(), Configuration::default());
        assert_eq!(read("# rien\n[gravites]\n[rapport]\nmention = \"\"").unwrap(), Configuration::default());
    }

    #[test]
    fn what_is_not_understood_is_refused_with_its_line_and_the_nearest_name() {
        for (text, line, words) in [
            (
                "[campagnes]\nmois = \"2026-11\"",
                1,
                "section inconnue « campagnes » ; vouliez-vous dire « campagne »",
            ),
            ("\n[campagne]\nmoi = \"2026-11\"", 3, "clé inconnue « moi » ; vouliez-vous dire « mois »"),
            (
                "[rapport]\nxyz = 1",
                2,
                "les noms connus sont « etat », « mention », « noms », « plan », « logo » et « logo_texte »",
            ),
            ("mois = \"2026-11\"", 1, "section inconnue « mois »"),
            ("campagne = 3", 1, "s’écrit [campagne]"),
            ("[campagne]\nmois = \"11/2026\"", 2, "comme \"2026-11\""),
            ("[campagne]\nmois = 11", 2, "« mois » attend un texte"),
            ("[campagne]\nacademie = [1]", 2, "« academie » attend un texte"),
            ("[gravites]\n\"RES-022\" = \"alerte\"", 2, "vouliez-vous dire « RES-002 »"),
            ("[gravites]\n\"ZZZ\" = \"alerte\"", 2, "« maillage regles »"),
            ("[gravites]\n\"RES-002\" = \"grave\"", 2, "\"bloquant\", \"alerte\", \"info\" ou \"silence\""),
            (
                "[gravites]\nRES-002 = \"info\"\nresponsables-multiples = \"alerte\"",
                3,
                "la règle RES-002 a déjà une gravité",
            ),
            ("[limites]\ncelules = 1", 2, "limite inconnue « celules » ; vouliez-vous dire « cellules »"),
            ("[limites]\ncellules = 0", 2, "« cellules » attend un nombre entier de 1 à 2 000 000"),
            ("[limites]\nniveaux = \"6\"", 2, "« niveaux » attend un nombre entier de 1 à 20"),
            ("[limites]\nniveaux = 21", 2, "de 1 à 20"),
            ("[rapport]\nnoms = \"oui\"", 2, "« noms » attend true ou false"),
            ("[rapport]\netat = \"final\"", 2, "\"projet\" ou \"valide\""),
        ] {
            let fault = read(text).unwrap_err();
            let shown = fault.message.replace(['\u{a0}', '\u{202f}'], " ");
            assert_eq!(fault.line, line, "{fault}");
            assert!(shown.contains(words), "{text:?}: {shown}");
        }
        let long = format!("[rapport]\nmention = \"{}\"", "é".repeat(MENTION_LENGTH + 1));
        assert!(read(&long).unwrap_err().message.contains("120 signes"));
    }

    #[test]
    fn the_configuration_that_the_program_prints_is_valid_as_it_stands() {
        let printed = include_str!("../../templates/maillage.toml");
        assert_eq!(read(printed).unwrap(), Configuration::default());
        // Once every key is uncommented, too.
        let uncommented: Vec<&str> =
            printed.lines().map(|line| line.strip_prefix("#: ").unwrap_or(line)).collect();
        let all = read(&uncommented.join("\n")).unwrap();
        assert!(all.month.is_some() && all.mention.is_some() && !all.academies.is_empty());
        assert_eq!(all.severities.len(), 2);
        assert_eq!(all.groupings.len(), 2);
        assert_eq!(all.derogations.len(), 2);
        assert!(!all.logo.path.is_empty() && all.logo.alt.is_some());
        assert_eq!(all.months_kept, Some(24));
        assert_ne!(all.synonyms, Synonyms::default());
        // The limits are printed with their defaults, every one.
        assert_eq!(all.budgets, Budgets::default());
        assert!(LIMITS.iter().all(|limit| printed.contains(&format!("#: {} = ", limit.key))));
    }
}
