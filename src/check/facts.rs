//! One sentence for each fact. The match has no catch-all: a new fact does not compile until it has its rule.

use crate::french::{listed, quoted};
use crate::model::calendar::day_in_french;
use crate::model::fact::Fact;
use crate::model::inventory::{Inventory, Owner};
use crate::model::school::Uai;

use super::wording::{clip, competence_named, for_competence, named, the_answer, the_competence};
use super::{Judged, columns, coverage, judged, means, mode, reading, responsibility, school, scope, values};

/// What a fact is judged with.
pub(super) struct Circumstances<'a> {
    /// The inventory it was seen in.
    pub(super) inventory: &'a Inventory,
    /// Label of the competence it concerns, if there is one.
    pub(super) competence: Option<&'a str>,
    /// Title of the sheet it was seen in, if there is one.
    pub(super) sheet: &'a str,
    /// What was read there. May hold personal data: only column titles are taken from it.
    pub(super) read: &'a str,
    /// Whether it stands in the very cell that says who is responsible.
    pub(super) on_answer: bool,
}

const ENTITY: &str = "le nom d’une entité";
const LABEL: &str = "le libellé d’une compétence du modèle";
const UAI: &str = "l’UAI de l’école\u{a0}: sept chiffres et une lettre";
const ONE_ANSWER: &str = "une seule réponse par compétence";

/// The rule, the sentence and what was expected; `None` where something else tells the fact already.
#[expect(clippy::too_many_lines, reason = "one arm a fact, and no catch-all, is what makes it complete")]
pub(super) fn judge(fact: &Fact, seen: &Circumstances<'_>) -> Option<Judged> {
    let competence = seen.competence;
    let known = seen.inventory.owner != Owner::Unknown;
    Some(match fact {
        // ---- reading
        Fact::CellError if seen.on_answer => judged(
            &values::ERROR_ANSWER,
            format!("{} affiche une erreur du tableur et n’a pas pu être lue.", the_answer(competence)),
            ENTITY,
        ),
        Fact::FormulaWithoutValue if seen.on_answer => judged(
            &values::FORMULA_ANSWER,
            format!("{} est une formule dont le résultat n’est pas enregistré.", the_answer(competence)),
            "le nom d’une entité, ou un classeur enregistré dans Excel",
        ),
        Fact::CellError => judged(
            &values::UNREADABLE_CELL,
            format!("Une précision{} affiche une erreur du tableur.", for_competence(competence)),
            "une valeur lisible, ou une case vide",
        ),
        Fact::FormulaWithoutValue => judged(
            &values::UNREADABLE_CELL,
            format!(
                "Une précision{} est une formule dont le résultat n’est pas enregistré.",
                for_competence(competence)
            ),
            "une valeur lisible, ou un classeur enregistré dans Excel",
        ),
        Fact::StruckThrough => judged(
            &values::STRUCK_THROUGH,
            format!("{} est barrée\u{a0}; elle a été lue comme les autres.", the_answer(competence)),
            "une réponse sans trait, ou une case vide",
        ),
        Fact::StruckInPart => judged(
            &values::STRUCK_THROUGH,
            match competence {
                _ if seen.on_answer => format!(
                    "{} est barrée en partie\u{a0}; seul ce qui n’est pas barré a été lu.",
                    the_answer(competence)
                ),
                Some(_) => format!(
                    "Sur la ligne de {}, une cellule est barrée en partie\u{a0}; seul ce qui n’est pas barré a été lu.",
                    competence_named(competence)
                ),
                None => {
                    "Une cellule est barrée en partie\u{a0}; seul ce qui n’est pas barré a été lu.".to_owned()
                }
            },
            "la seule réponse qui vaut, sans trait",
        ),

        // ---- layout
        Fact::SheetLeftOut(why) => return reading::sheet_left_out(seen.sheet, *why),
        Fact::UnknownColumn => judged(
            &columns::UNKNOWN_COLUMN,
            match named(seen.read) {
                Some(title) => {
                    format!("Le titre de colonne {title} n’est pas connu\u{a0}; ses valeurs sont gardées.")
                }
                None => "Le titre d’une colonne n’est pas connu\u{a0}; ses valeurs sont gardées.".to_owned(),
            },
            "un titre de colonne du modèle",
        ),
        Fact::DuplicateColumn => judged(
            &columns::DUPLICATE_COLUMN,
            match named(seen.read) {
                Some(title) => {
                    format!("La colonne {title} répond à la même question qu’une autre, qui seule est lue.")
                }
                None => "Une colonne répond à la même question qu’une autre, qui seule est lue.".to_owned(),
            },
            "une seule colonne pour chaque question",
        ),
        Fact::CloseHeader(meaning) => judged(
            &columns::CLOSE_HEADER,
            format!("Un titre de colonne a été lu comme {}, par ressemblance.", quoted(meaning)),
            format!("le titre du modèle pour {}", quoted(meaning)),
        ),
        Fact::NoResponsibleColumn => judged(
            &columns::NO_RESPONSIBLE_COLUMN,
            "Aucune colonne de ce tableau ne dit quelle entité est responsable.",
            "une colonne «\u{a0}Entité responsable\u{a0}»",
        ),
        Fact::CloseLabel(label) => judged(
            &columns::CLOSE_LABEL,
            format!(
                "Un libellé a été lu comme celui de {}, par ressemblance.",
                competence_named(Some(label))
            ),
            quoted(&clip(label)),
        ),
        Fact::AmbiguousLabel(labels) => judged(
            &columns::AMBIGUOUS_LABEL,
            match labels.as_slice() {
                [] => {
                    "Un libellé convient à plusieurs compétences\u{a0}; sa ligne n’a été attribuée à aucune."
                        .to_owned()
                }
                labels => format!(
                    "Un libellé convient à plusieurs compétences ({})\u{a0}; sa ligne n’a été attribuée à aucune.",
                    labels_listed(labels)
                ),
            },
            LABEL,
        ),
        Fact::OutsideLabel(Some(nearest)) => judged(
            &columns::UNSETTLED_LABEL,
            format!(
                "Un libellé ressemble à {} sans certitude\u{a0}; sa ligne n’a été attribuée à aucune compétence.",
                quoted(&clip(nearest))
            ),
            format!("{}, si c’est bien elle", quoted(&clip(nearest))),
        ),
        Fact::OutsideLabel(None) => judged(
            &columns::OUTSIDE_LABEL,
            "Un libellé ne correspond à aucune compétence du référentiel\u{a0}; sa ligne est gardée à part.",
            LABEL,
        ),
        Fact::GroupLabel(labels) => judged(
            &columns::GROUP_LABEL,
            format!("Une seule ligne répond à la fois pour {}.", labels_listed(labels)),
            "une ligne par compétence, si leurs responsables diffèrent",
        ),
        Fact::LabelsUnread(labels) => judged(
            &columns::LABELS_UNREAD,
            format!(
                "Ce qui est écrit ici n’a pas été compris\u{a0}; rien n’a été lu pour {}.",
                labels_listed(labels)
            ),
            "un tableau présenté comme le modèle",
        ),
        Fact::TextBeside(cells) => judged(
            &columns::TEXT_BESIDE,
            match cells.as_slice() {
                [_] => "Un texte écrit à côté du tableau n’a été rattaché à aucune colonne.".to_owned(),
                cells => format!(
                    "Des textes écrits à côté du tableau n’ont été rattachés à aucune colonne\u{a0}: {}.",
                    cells_listed(cells)
                ),
            },
            "une réponse sous le titre d’une colonne, ou rien",
        ),
        Fact::TableLeftOut => judged(
            &columns::TABLE_LEFT_OUT,
            "Un tableau a été laissé de côté\u{a0}: son titre annonce une autre année.",
            "un tableau dont le titre n’annonce pas une autre année",
        ),
        Fact::AnswerWithoutLabel => judged(
            &columns::ANSWER_WITHOUT_LABEL,
            "Une réponse est donnée sans libellé\u{a0}: on ne sait pas pour quelle compétence.",
            LABEL,
        ),
        Fact::TwoReadings(kept) => judged(
            &columns::TWO_READINGS,
            format!("Deux lectures étaient possibles\u{a0}; a été retenue\u{a0}: {}.", clip(kept)),
            "un tableau présenté comme le modèle",
        ),

        // ---- values
        Fact::RepeatedAnswer => judged(
            &values::REPEATED_ANSWER,
            format!("{} est donnée plusieurs fois dans les mêmes termes.", the_answer(competence)),
            ONE_ANSWER,
        ),
        Fact::ContradictoryAnswers(_) => judged(
            &values::CONTRADICTORY_ANSWERS,
            format!("{} reçoit des réponses différentes dans ce classeur.", the_competence(competence)),
            ONE_ANSWER,
        ),
        Fact::Ditto(_) => judged(
            &values::DITTO,
            format!("{} répète celle du dessus, qui a été reprise.", the_answer(competence)),
            "la réponse en toutes lettres",
        ),
        Fact::DittoOfNothing => judged(
            &values::DITTO_OF_NOTHING,
            format!(
                "{} est une marque de répétition, sans rien à répéter au-dessus.",
                the_answer(competence)
            ),
            "la réponse en toutes lettres",
        ),
        Fact::MergedDown => judged(
            &values::MERGED_DOWN,
            format!(
                "{} vient d’une cellule, fusionnée ou remplie une fois, qui couvre plusieurs lignes.",
                the_answer(competence)
            ),
            "une cellule par compétence",
        ),
        // The state tells of several entities, once the batch knows whether two names are one; a document without
        // a school will never have a state. So for a type: another inventory may tell it. And a name that fits several
        // schools no longer matters once the school is known otherwise.
        Fact::SeveralEntities(_) | Fact::UntypedEntity | Fact::SchoolAmbiguous(_) if known => return None,
        Fact::SeveralEntities(entities) => {
            // A person among them: the other names may be persons' too.
            let names: Option<Vec<String>> = entities.iter().map(|entity| named(entity)).collect();
            let names = names.map(|names| names.into_iter().map(Some).collect());
            responsibility::several(competence, names.unwrap_or_else(|| vec![None; entities.len()]))
        }
        Fact::FonctionForEntity { fonction, entity_type } => judged(
            &responsibility::FONCTION_FOR_ENTITY,
            format!(
                "{} nomme une fonction ({})\u{a0}; l’entité retenue est de type {}.",
                the_answer(competence),
                clip(fonction),
                quoted(&clip(entity_type))
            ),
            format!("le nom de l’entité ({})", clip(entity_type)),
        ),
        Fact::UnderBody(title) => judged(
            &responsibility::FONCTION_FOR_ENTITY,
            format!(
                "{} nomme une personne ou un service sous le titre {}\u{a0}; l’entité retenue est celle de ce titre.",
                the_answer(competence),
                quoted(&clip(title))
            ),
            "le nom de l’entité",
        ),
        Fact::MisspeltEntity(entity_type) => judged(
            &responsibility::MISSPELT_ENTITY,
            format!(
                "{} est mal orthographiée\u{a0}; l’entité retenue est de type {}.",
                the_answer(competence),
                quoted(&clip(entity_type))
            ),
            "le nom de l’entité, bien orthographié",
        ),
        Fact::PersonAlone => judged(
            &responsibility::PERSON_ALONE,
            format!(
                "{} nomme une personne, mais aucune entité\u{a0}: la compétence n’a pas de responsable.",
                the_answer(competence)
            ),
            "l’entité pour laquelle cette personne agit",
        ),
        Fact::PerformersOnly => judged(
            &responsibility::PERFORMERS_ONLY,
            format!("{} a des réalisateurs, mais aucune entité responsable.", the_competence(competence)),
            "une seule entité responsable",
        ),
        Fact::PerformerForResponsible => judged(
            &responsibility::PERFORMER_FOR_RESPONSIBLE,
            format!(
                "{} n’a pas la lettre A\u{a0}: l’entité qui porte la lettre R a été prise pour responsable.",
                the_competence(competence)
            ),
            "la lettre A dans la case de l’entité responsable",
        ),
        Fact::NotApplicableWithoutReason => judged(
            &coverage::NOT_APPLICABLE_WITHOUT_REASON,
            format!("{} est déclarée sans objet, sans motif.", the_competence(competence)),
            "«\u{a0}sans objet\u{a0}» suivi du motif",
        ),
        Fact::UntypedEntity => judged(
            &responsibility::UNTYPED_ENTITY,
            format!(
                "La réponse ne dit pas de quel type est l’entité responsable{}.",
                for_competence(competence)
            ),
            "le nom complet de l’entité",
        ),
        Fact::NoteOnBlank => judged(
            &values::NOTE_ON_BLANK,
            format!(
                "Une note est attachée à une cellule de la ligne de {}, où rien n’est répondu\u{a0}: si elle répond, \
                 recopiez-la dans la cellule.",
                competence_named(competence)
            ),
            ENTITY,
        ),
        Fact::PerhapsSeveral => judged(
            &responsibility::PERHAPS_SEVERAL,
            format!(
                "{} joint deux noms par «\u{a0}et\u{a0}»\u{a0}: elle a été comprise comme une seule entité.",
                the_answer(competence)
            ),
            "le nom d’une entité",
        ),
        Fact::DoubtfulAnswer => judged(
            &values::DOUBTFUL_ANSWER,
            format!("{} n’est pas comprise comme le nom d’une entité.", the_answer(competence)),
            ENTITY,
        ),
        Fact::Reserved => judged(
            &values::RESERVED_ANSWER,
            format!(
                "{} pose une réserve ou une limite\u{a0}: l’entité nommée a été retenue sans en tenir compte.",
                the_answer(competence)
            ),
            ENTITY,
        ),
        Fact::ReservedBeside => judged(
            &values::RESERVED_ANSWER,
            format!(
                "Un commentaire met en doute la réponse{}\u{a0}: l’entité nommée a été retenue sans en tenir compte.",
                for_competence(competence)
            ),
            "«\u{a0}à définir\u{a0}», si ce n’est pas décidé",
        ),
        Fact::SecondBody => judged(
            &values::RESERVED_ANSWER,
            format!(
                "{} nomme un autre organisme à côté de celui qui a été retenu comme seul responsable.",
                the_answer(competence)
            ),
            "une seule entité, ou les deux séparées par un point-virgule",
        ),
        Fact::UnknownMode => mode::unknown_mode(competence),
        Fact::CloseMode(understood) => mode::close_mode(competence, *understood),
        Fact::UnknownDate => judged(
            &values::UNKNOWN_DATE,
            format!("Une date{} n’a pas été comprise.", for_competence(competence)),
            "une date au format jj/mm/aaaa",
        ),
        Fact::UnknownNumber => judged(
            &values::UNKNOWN_NUMBER,
            format!("Un nombre{} n’a pas été compris.", for_competence(competence)),
            "un nombre seul, par exemple 0,5",
        ),
        Fact::NegativeNumber => means::negative(competence),
        Fact::ImplausibleEmail(fault) => values::email(*fault, competence),
        Fact::UnknownMark => judged(
            &values::UNKNOWN_MARK,
            format!("Une marque du tableau croisé{} n’a pas été comprise.", for_competence(competence)),
            "A, R, C, I ou une croix",
        ),

        // ---- identification
        Fact::UaiRepaired(uai) => judged(
            &school::REPAIRED,
            format!("L’UAI a été rétabli sous sa forme exacte, {uai}\u{a0}; sa lettre finale le confirme."),
            uai.as_str(),
        ),
        Fact::UaiWithoutKey(uai) => judged(
            &school::WITHOUT_KEY,
            format!("L’UAI est écrit sans sa lettre finale\u{a0}; calculée, elle donne {uai}, à confirmer."),
            uai.as_str(),
        ),
        Fact::UaiWrongKey if known => judged(
            &school::UAI_TO_MEND,
            format!(
                "La lettre de l’UAI écrit dans l’inventaire est fausse\u{a0}; {}.",
                recognised(seen.inventory)
            ),
            own_uai(seen.inventory),
        ),
        Fact::UaiWrongKey => judged(
            &school::WRONG_KEY,
            "La lettre de l’UAI n’est pas celle que demandent ses sept chiffres\u{a0}: un signe au moins est faux.",
            UAI,
        ),
        Fact::UaiMalformed if known => judged(
            &school::UAI_TO_MEND,
            format!("La case de l’UAI ne contient pas un UAI\u{a0}; {}.", recognised(seen.inventory)),
            own_uai(seen.inventory),
        ),
        Fact::UaiMalformed => judged(
            &school::MALFORMED,
            "La case de l’UAI contient autre chose que sept chiffres et une lettre.",
            UAI,
        ),
        // Said only where it is the reason of the rejection: not beside a narrower one, nor once a school is known.
        Fact::SchoolUnknown if known || school::rejection(seen.inventory) != &school::SCHOOL_UNKNOWN => {
            return None;
        }
        Fact::SchoolUnknown => school::unknown(),
        Fact::SchoolAmbiguous(schools) => judged(
            &school::AMBIGUOUS,
            format!(
                "Le nom et la commune conviennent à plusieurs écoles de l’annuaire\u{a0}: {}.",
                school::some_schools(schools)
            ),
            UAI,
        ),
        // Told with the UAI to mend, where one is written.
        Fact::SchoolByName(_) | Fact::SchoolByOtherSource(..) if school::has_uai_to_mend(seen.inventory) => {
            return None;
        }
        Fact::SchoolByName(uai) => judged(
            &school::BY_NAME,
            format!(
                "Aucun UAI juste n’a été lu\u{a0}: l’école {uai} a été reconnue par son nom et sa commune."
            ),
            uai.as_str(),
        ),
        Fact::SourcesDisagree(sources) => judged(
            &school::SOURCES_DISAGREE,
            format!("Les sources désignent des écoles différentes\u{a0}: {}.", sources_listed(sources)),
            "le même UAI partout",
        ),
        Fact::SchoolByOtherSource(uai, by) => judged(
            &school::OTHER_SOURCE,
            format!(
                "Aucune case UAI n’est remplie\u{a0}: l’école {uai} a été reconnue autrement ({}).",
                by.label()
            ),
            uai.as_str(),
        ),
        Fact::UaiNotInRegistry(uai) => school::not_in_registry(*uai),
        Fact::UaiOutsideAcademies(uai) => judged(
            &school::OUTSIDE_ACADEMIES,
            format!("L’UAI {uai} commence par {}, qui n’appartient à aucune académie connue.", uai.prefix()),
            "l’UAI d’une école d’une académie connue",
        ),
        Fact::OtherAcademie(academie) => judged(
            &school::OTHER_ACADEMIE,
            format!("L’académie écrite dans l’inventaire n’est pas celle de l’UAI ({}).", clip(academie)),
            clip(academie),
        ),
        Fact::OtherSchoolName(registered) => judged(
            &school::OTHER_NAME,
            format!(
                "Le nom écrit dans l’inventaire ne ressemble pas à celui de l’annuaire pour cet UAI ({}).",
                clip(registered)
            ),
            clip(registered),
        ),

        // ---- inventories of a higher level
        Fact::ScopeUnfit(registry) => judged(
            &scope::SCOPE_UNKNOWN,
            if *registry {
                "Le périmètre annoncé ne correspond à aucune école de l’annuaire."
            } else {
                "Aucun inventaire d’école reçu ne correspond au périmètre annoncé, et aucun annuaire n’est donné."
            },
            "un périmètre écrit comme dans l’annuaire",
        ),
        Fact::ScopeUnnamed(level) => judged(
            &scope::SCOPE_UNKNOWN,
            format!(
                "Le niveau est annoncé ({}), mais rien ne dit de quel territoire il s’agit.",
                level.to_lowercase()
            ),
            "le périmètre\u{a0}; pour un groupement, la liste de ses communes",
        ),
        Fact::ScopeAmbiguous(places) => judged(
            &scope::SCOPE_AMBIGUOUS,
            format!("Le périmètre convient à plusieurs territoires\u{a0}: {}.", scope::some_places(places)),
            "le département, ou l’académie",
        ),
        Fact::ScopeContradicted => judged(
            &scope::SCOPE_CONTRADICTED,
            "Le niveau annoncé et le reste du bloc d’identification ne disent pas la même chose.",
            "une école, ou un niveau et son périmètre",
        ),
        Fact::ScopeAssumed(academie) => judged(
            &scope::SCOPE_ASSUMED,
            format!(
                "Ce socle ne dit pas son périmètre\u{a0}: ses réponses valent pour toute l’{}.",
                clip(academie)
            ),
            "le niveau et le périmètre",
        ),
        Fact::ScopeWithoutSchool(communes) => judged(
            &scope::COMMUNES_WITHOUT_SCHOOL,
            format!("Aucune école n’est connue dans {}.", scope::some_places(communes)),
            "des communes de l’annuaire",
        ),

        // ---- submissions
        Fact::SupersededBy(path) => judged(
            &school::SUPERSEDED,
            format!(
                "Un envoi plus récent {} remplace celui-ci\u{a0}: {}.",
                if seen.inventory.owner.scope().is_some() {
                    "du même territoire"
                } else {
                    "de la même école"
                },
                quoted(path)
            ),
            "un seul envoi par école et par mois",
        ),
        Fact::SameBytesAs(path) => judged(
            &school::SAME_BYTES,
            format!("Ce fichier est la copie exacte de {}.", quoted(path)),
            "un seul envoi par école et par mois",
        ),
        Fact::Late { sent, deadline, by_mail } => judged(
            &school::LATE,
            format!(
                "Cet inventaire est hors délai\u{a0}: {} le {}, pour une échéance au {}.",
                if *by_mail { "envoyé" } else { "enregistré" },
                day_in_french(*sent),
                day_in_french(*deadline)
            ),
            format!("un envoi le {} au plus tard", day_in_french(*deadline)),
        ),
        Fact::OrderContradicted(path) => judged(
            &school::ORDER_CONTRADICTED,
            format!(
                "La marque de version du nom contredit les dates\u{a0}: comparez ce fichier avec {}.",
                quoted(path)
            ),
            "des noms et des dates dans le même ordre",
        ),
    })
}

/// « Q15, R15, … ».
fn cells_listed(cells: &[String]) -> String {
    const SHOWN: usize = 8;
    let mut shown = cells.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if cells.len() > SHOWN {
        shown.push_str(", …");
    }
    shown
}

fn labels_listed(labels: &[String]) -> String {
    let labels: Vec<String> = labels.iter().map(|label| quoted(&clip(label))).collect();
    listed(&labels)
}

/// What each source says. A source's name could be an address: then only its UAI is told.
fn sources_listed(sources: &[(String, Uai)]) -> String {
    let sources: Vec<String> = sources
        .iter()
        .map(|(source, uai)| match named(source) {
            Some(_) => format!("{uai} ({})", clip(source)),
            None => uai.to_string(),
        })
        .collect();
    listed(&sources)
}

fn own_uai(inventory: &Inventory) -> String {
    inventory.owner.uai().map_or_else(|| UAI.to_owned(), |uai| uai.to_string())
}

/// « l’école 0440123V a été reconnue autrement (nom et commune) ».
fn recognised(inventory: &Inventory) -> String {
    let school = inventory.owner.uai().map_or_else(String::new, |uai| format!(" {uai}"));
    let by = match &inventory.owner {
        Owner::School { by, .. } => format!(" ({})", by.label()),
        _ => String::new(),
    };
    format!("l’école{school} a été reconnue autrement{by}")
}
