//! The referential read from TOML: the embedded one, or an académie's own.
//!
//! Everything a reader of the file could get wrong is refused with its line and column, in French: an unknown key, a
//! reference to nothing, a code or a synonym used twice.

mod fault;
mod file;

use std::collections::BTreeMap;

use toml::Spanned;

use crate::french;
use crate::model::referential::{
    Competence, CompetenceId, EntityType, EntityTypeId, Famille, Fonction, Group, Lasts, Mode, Reach,
    Referential, Vocabulary,
};
use crate::text;

pub use fault::{TomlFault, read_toml};
use file::{File, ModeEntry, refuse_unknown_keys};

const EMBEDDED: &str = include_str!("../templates/referentiel.toml");

/// The only layout of the file that this version reads.
const SCHEMA: u32 = 1;

/// The referential that the program carries.
///
/// # Panics
/// Never: a test reads it.
pub fn embedded() -> Referential {
    parse(EMBEDDED).expect("the embedded referential is read by a test")
}

/// The text of the embedded referential, to be copied and adapted.
pub fn embedded_text() -> &'static str {
    EMBEDDED
}

/// Reads a referential.
///
/// # Errors
/// The first fault met, in the order of the file where the TOML itself is right.
pub fn parse(text: &str) -> Result<Referential, TomlFault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file: File = read_toml(text)?;
    refuse_unknown_keys(text)?;
    Reader { text }.referential(file)
}

/// Turns entries into the model, with the text at hand to tell where a fault is.
struct Reader<'a> {
    text: &'a str,
}

impl Reader<'_> {
    fn fault<T>(&self, place: &Spanned<T>, message: String) -> TomlFault {
        TomlFault::at(self.text, place.span().start, message)
    }

    fn referential(&self, file: File) -> Result<Referential, TomlFault> {
        if *file.schema.as_ref() != SCHEMA {
            return Err(self.fault(
                &file.schema,
                format!("ce schéma n’est pas lu par cette version, qui attend « schema = {SCHEMA} »."),
            ));
        }
        let families = self.unique("deux familles", file.famille.iter().map(|entry| &entry.id))?;
        let types = self.unique("deux types d’entité", file.type_entite.iter().map(|entry| &entry.id))?;
        let codes = self.unique("deux compétences", file.competence.iter().map(|entry| &entry.id))?;
        self.unique("deux fonctions", file.fonction.iter().map(|entry| &entry.id))?;
        self.refuse_shared_labels(&file)?;

        let entity_type = |code: &Spanned<String>| -> Result<EntityTypeId, TomlFault> {
            self.known(code, "aucun type d’entité", &types).map(|index| EntityTypeId(index as u16))
        };
        let modes = self.modes(&file.mode)?;
        let mut competences = Vec::with_capacity(file.competence.len());
        for entry in file.competence {
            competences.push(Competence {
                levels: entry.niveaux.iter().map(|niveau| self.reach(niveau)).collect::<Result<_, _>>()?,
                lasts: self.lasts(entry.perenne.as_ref(), entry.perenne_source.as_ref())?,
                family: self.known(&entry.famille, "aucune famille", &families)?,
                usual_entities: entry
                    .entites_habituelles
                    .iter()
                    .map(&entity_type)
                    .collect::<Result<_, _>>()?,
                code: entry.id.into_inner(),
                label: entry.libelle.into_inner(),
                description: entry.description,
                required: entry.requise,
                synonyms: plain(entry.synonymes),
                clues: entry.indices,
                service_levels: entry.niveaux_service,
            });
        }
        let mut groups = Vec::with_capacity(file.groupe.len());
        for entry in file.groupe {
            let competences = entry
                .competences
                .iter()
                .map(|code| self.known(code, "aucune compétence", &codes))
                .map(|index| index.map(|index| CompetenceId(index as u16)))
                .collect::<Result<_, _>>()?;
            groups.push(Group {
                label: entry.libelle.into_inner(),
                synonyms: plain(entry.synonymes),
                competences,
            });
        }
        let mut fonctions = Vec::with_capacity(file.fonction.len());
        for entry in file.fonction {
            fonctions.push(Fonction {
                entity_type: entity_type(&entry.type_entite)?,
                code: entry.id.into_inner(),
                label: entry.libelle,
                synonyms: entry.synonymes,
            });
        }
        let mut entity_types = Vec::with_capacity(file.type_entite.len());
        for entry in file.type_entite {
            entity_types.push(EntityType {
                reach: self.reach(&entry.niveau)?,
                code: entry.id.into_inner(),
                label: entry.libelle,
                internal: entry.interne,
                synonyms: entry.synonymes,
            });
        }
        Ok(Referential {
            version: file.version,
            families: file
                .famille
                .into_iter()
                .map(|entry| Famille { code: entry.id.into_inner(), label: entry.libelle })
                .collect(),
            competences,
            groups,
            entity_types,
            fonctions,
            modes,
            vocabulary: Vocabulary {
                nobody: file.vocabulaire.personne,
                to_define: file.vocabulaire.a_definir,
                not_applicable: file.vocabulaire.sans_objet,
                yes: file.vocabulaire.coche,
                no: file.vocabulaire.decoche,
                ambiguous_labels: file.vocabulaire.competences_ambigues,
                off_topic: file.vocabulaire.hors_projet,
                weak_clues: file.vocabulaire.indices_faibles,
            },
        })
    }

    /// Ranks of codes that must each stand once.
    fn unique<'a>(
        &self,
        two: &str,
        codes: impl Iterator<Item = &'a Spanned<String>>,
    ) -> Result<BTreeMap<String, usize>, TomlFault> {
        let mut ranks = BTreeMap::new();
        for (rank, code) in codes.enumerate() {
            if ranks.insert(code.as_ref().clone(), rank).is_some() {
                let name = french::quoted(code.as_ref());
                return Err(self.fault(code, format!("{two} portent le code {name}.")));
            }
        }
        Ok(ranks)
    }

    fn known(
        &self,
        code: &Spanned<String>,
        none: &str,
        ranks: &BTreeMap<String, usize>,
    ) -> Result<usize, TomlFault> {
        ranks.get(code.as_ref()).copied().ok_or_else(|| {
            let known: Vec<&str> = ranks.keys().map(String::as_str).collect();
            let name = french::quoted(code.as_ref());
            self.fault(code, format!("{none} ne porte le code {name}.{}", suggestion(code.as_ref(), &known)))
        })
    }

    /// A writing that two competences claim would be settled by their order: refused.
    fn refuse_shared_labels(&self, file: &File) -> Result<(), TomlFault> {
        let competences = file
            .competence
            .iter()
            .map(|entry| (entry.id.as_ref().as_str(), &entry.libelle, &entry.synonymes));
        let groups = file
            .groupe
            .iter()
            .map(|entry| (entry.libelle.as_ref().as_str(), &entry.libelle, &entry.synonymes));
        let mut owners: BTreeMap<String, &str> = BTreeMap::new();
        for (owner, label, synonyms) in competences.chain(groups) {
            for writing in std::iter::once(label).chain(synonyms) {
                let folded = text::fold(writing.as_ref());
                if folded.is_empty() {
                    return Err(self.fault(writing, "ce libellé est vide.".to_owned()));
                }
                let first = *owners.entry(folded).or_insert(owner);
                if first != owner {
                    let (writing_, first, owner) =
                        (french::quoted(writing.as_ref()), french::quoted(first), french::quoted(owner));
                    return Err(self.fault(
                        writing,
                        format!("{writing_} désigne à la fois {first} et {owner}\u{a0}; gardez-le à un seul endroit."),
                    ));
                }
            }
        }
        Ok(())
    }

    /// Spellings of each mode, its label first.
    fn modes(&self, entries: &[ModeEntry]) -> Result<BTreeMap<Mode, Vec<String>>, TomlFault> {
        let mut modes = BTreeMap::new();
        for entry in entries {
            let known: Vec<&str> = Mode::ALL.map(Mode::id).to_vec();
            let Some(mode) = Mode::ALL.into_iter().find(|mode| mode.id() == entry.id.as_ref()) else {
                let name = french::quoted(entry.id.as_ref());
                let message =
                    format!("le mode {name} n’existe pas.{}", suggestion(entry.id.as_ref(), &known));
                return Err(self.fault(&entry.id, message));
            };
            let spellings: &mut Vec<String> = modes.entry(mode).or_default();
            spellings.push(entry.libelle.clone());
            spellings.extend(entry.synonymes.iter().cloned());
        }
        Ok(modes)
    }

    /// Whether a competence should last, as `perenne` and `perenne_source` say.
    fn lasts(
        &self,
        perenne: Option<&Spanned<String>>,
        source: Option<&Spanned<String>>,
    ) -> Result<Lasts, TomlFault> {
        let said = |place: Option<&Spanned<String>>, known: &[&'static str]| match place {
            None => Ok(None),
            Some(place) => {
                let found = known.iter().copied().find(|word| *word == place.as_ref());
                found.map(Some).ok_or_else(|| {
                    let name = french::quoted(place.as_ref());
                    let known = known.join(", ");
                    self.fault(
                        place,
                        format!("la valeur {name} n’est pas admise ici\u{a0}; écrivez {known}."),
                    )
                })
            }
        };
        let by_fiche = said(source, &["fiche", "proposition"])? == Some("fiche");
        Ok(match said(perenne, &["oui", "non", "inconnu"])? {
            Some("oui") if by_fiche => Lasts::Demanded,
            Some("oui") => Lasts::Proposed,
            Some("non") => Lasts::No,
            _ => Lasts::Unsaid,
        })
    }

    fn reach(&self, niveau: &Spanned<String>) -> Result<Reach, TomlFault> {
        Ok(match niveau.as_ref().as_str() {
            "ecole" => Reach::Ecole,
            "commune" => Reach::Commune,
            "intercommunalite" => Reach::Intercommunalite,
            "circonscription" => Reach::Circonscription,
            "departement" => Reach::Departement,
            "academie" => Reach::Academie,
            "region" => Reach::Region,
            // A local company too is told by its own name, never by the school that writes of it.
            "local" | "national" => Reach::National,
            other => {
                let message = format!(
                    "le niveau {} n’existe pas\u{a0}; écrivez ecole, commune, intercommunalite, circonscription, \
                     departement, academie, region, local ou national.",
                    french::quoted(other)
                );
                return Err(self.fault(niveau, message));
            }
        })
    }
}

fn plain(values: Vec<Spanned<String>>) -> Vec<String> {
    values.into_iter().map(Spanned::into_inner).collect()
}

/// « Vouliez-vous écrire « synonymes » ? », where something close enough is known.
fn suggestion(written: &str, known: &[&str]) -> String {
    let near = known
        .iter()
        .map(|candidate| (text::closeness(&text::fold(written), &text::fold(candidate)), *candidate))
        .filter(|(closeness, _)| *closeness >= 0.6)
        .max_by(|left, right| left.0.total_cmp(&right.0));
    near.map(|(_, name)| format!(" Vouliez-vous écrire {}\u{a0}?", french::quoted(name))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_referential_holds_what_the_fiche_asks() {
        let referential = embedded();
        let codes: Vec<&str> =
            referential.required().map(|id| referential.competence(id).code.as_str()).collect();
        assert_eq!(
            codes,
            [
                "PIL-MOA", "PIL-EVA", "ACC-FOR", "ACC-DOC", "ACC-PEM", "ACC-ASS", "ENT-EDI", "ENT-MOE",
                "ENT-MNT", "ENT-HEB", "MAT-PRC", "MAT-FAI", "ADM-FON", "ADM-TEC"
            ]
        );
        assert_eq!(referential.version, "2026-11");
        let moe = referential.competences.iter().position(|entry| entry.code == "ENT-MOE").unwrap();
        assert_eq!(
            referential.family_of(CompetenceId(moe as u16)).label,
            "Hébergement et exploitation de l’ENT"
        );
        let erun = referential.fonctions.iter().find(|fonction| fonction.code == "ERUN").unwrap();
        assert_eq!(referential.entity_type(erun.entity_type).reach, Reach::Circonscription);
        assert_eq!(referential.modes[&Mode::Partial][0], "Externalisé partiellement");
        assert!(!referential.vocabulary.nobody.iter().any(String::is_empty), "blank is no answer");
    }

    #[test]
    fn the_administrators_of_the_ent_stand_for_both_faces() {
        let referential = embedded();
        let group = &referential.groups[0];
        let codes: Vec<&str> =
            group.competences.iter().map(|id| referential.competence(*id).code.as_str()).collect();
        assert_eq!(codes, ["ADM-FON", "ADM-TEC"]);
        let known: Vec<String> =
            std::iter::once(&group.label).chain(&group.synonyms).map(|label| text::fold(label)).collect();
        for written in ["Administrateurs de l'ENT", "administrateur de l’ent", "Admin. de l'ENT"] {
            assert!(known.contains(&text::fold(written)), "{written}");
        }
    }

    /// The embedded text with one passage changed, and the fault that follows.
    fn fault(from: &str, to: &str) -> TomlFault {
        assert!(EMBEDDED.contains(from), "{from}");
        parse(&EMBEDDED.replacen(from, to, 1)).unwrap_err()
    }

    fn line_of(text: &str) -> usize {
        EMBEDDED.lines().position(|line| line.contains(text)).unwrap() + 1
    }

    #[test]
    fn a_reference_to_nothing_is_refused_where_it_stands() {
        let found = fault("famille = \"PIL\"", "famille = \"PIM\"");
        assert_eq!((found.line, found.column), (line_of("famille = \"PIL\""), 11));
        assert_eq!(
            found.message,
            "aucune famille ne porte le code «\u{a0}PIM\u{a0}». Vouliez-vous écrire «\u{a0}PIL\u{a0}»\u{a0}?"
        );
        let found = fault("[\"ADM-FON\", \"ADM-TEC\"]", "[\"ADM-FON\", \"ADM-TEK\"]");
        assert_eq!(found.line, line_of("competences = [\"ADM-FON\""));
    }

    #[test]
    fn what_would_be_lost_or_guessed_is_refused() {
        let twice = fault("id = \"PIL-EVA\"", "id = \"PIL-MOA\"");
        assert!(twice.message.contains("deux compétences portent le code «\u{a0}PIL-MOA\u{a0}»"), "{twice}");
        let key = fault("synonymes = [\"MOA\"", "synonyme = [\"MOA\"");
        assert!(key.message.contains("Vouliez-vous écrire «\u{a0}synonymes\u{a0}»"), "{key}");
        let shared = fault("synonymes = [\"évaluation\"", "synonymes = [\"Maitrise d'ouvrage\"");
        assert!(shared.message.contains("«\u{a0}PIL-MOA\u{a0}» et «\u{a0}PIL-EVA\u{a0}»"), "{shared}");
        let missing = fault("requise = true\n", "");
        assert_eq!(missing.message, "il manque «\u{a0}requise\u{a0}» dans ce bloc.");
        let level = fault("niveau = \"academie\"", "niveau = \"planète\"");
        assert!(level.message.starts_with("le niveau «\u{a0}planète\u{a0}» n’existe pas"), "{level}");
        let schema = fault("schema = 1", "schema = 2");
        assert!(schema.message.contains("schema = 1"), "{schema}");
    }

    #[test]
    fn broken_toml_is_told_in_french_with_its_place() {
        let found = parse("schema = 1\nversion = [\n").unwrap_err();
        assert!(
            found.line >= 2 && found.message.starts_with("l’écriture n’est pas du TOML correct"),
            "{found}"
        );
        assert!(found.to_string().starts_with("ligne "));
        let found = parse("schema = \"un\"").unwrap_err();
        assert!(found.message.ends_with("écrivez un nombre entier, sans guillemets."), "{found}");
        for (from, to, wanted) in [
            ("requise = true", "requise = \"oui\"", "true ou false"),
            ("synonymes = [\"évaluation\"", "synonymes = [3, \"évaluation\"", "un texte entre guillemets"),
        ] {
            let found = fault(from, to);
            assert!(found.message.contains(wanted) && !found.message.contains("expected"), "{found}");
        }
    }
}
