//! *Lisez-moi*: what the workbook is, its legend, how each figure is computed, where the data come from.

use rust_xlsxwriter::XlsxError;

use crate::french;
use crate::model::calendar::day_in_french;
use crate::model::document::Verdict;
use crate::model::dossier::{Dossier, State};
use crate::model::evolution::Nature;
use crate::model::fiche::Figure;
use crate::model::finding::Severity;
use crate::model::grouping::Join;

use super::cells::{Cell, Column, Kind};
use super::colours;
use super::marks::{self, Return};
use super::page::Draft;
use super::sheets::{Area, Sheet};
use super::table::{Layout, Spec};
use super::{documents, safe};

/// Writes the sheet.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), XlsxError> {
    let (dossier, styles) = (draft.dossier, draft.styles);
    let columns = [
        Column::new("Rubrique", Kind::Text),
        Column::new("Terme", Kind::Text),
        Column::new("Explication", Kind::Wrapped).at_most(110),
    ];
    let hint = "Légende, méthode et sources. Les chiffres sont ceux du rapport et des fichiers de données du même mois.";
    let apart = draft.unattached.documents.len() as u64;
    draft.begin(Sheet::Readme, "Lisez-moi", hint)?;
    let entries = entries(dossier, apart);
    let rows = entries
        .iter()
        .map(|(part, term, text)| [Cell::text(*part), Cell::text(term.as_str()), Cell::text(text.as_str())]);
    let spec = Spec {
        name: Sheet::Readme.table(),
        alt: "Légende, méthode de calcul et sources du classeur",
        top: Sheet::Readme.header_row(),
        left: 0,
        columns: &columns,
        layout: Layout::Alone,
    };
    let last_row = draft.table(styles, &spec, rows)?;
    // Other terms have the words of states in them.
    let of_states = |(part, ..): &Entry| *part == STATES;
    let first = entries.iter().position(of_states).unwrap_or_default() as u32;
    let count = entries.iter().filter(|entry| of_states(entry)).count() as u32;
    let first_row = spec.top + 1 + first;
    let terms = Area { first_row, first_column: 1, last_row: first_row + count - 1, last_column: 1 };
    colours::states(draft.worksheet(), terms)?;
    draft.frame(Sheet::Readme, 0, columns.len(), last_row)
}

type Entry = (&'static str, String, String);

/// The part of the legend that tells the states.
const STATES: &str = "États";

/// `apart`: how many documents no school counts.
fn entries(dossier: &Dossier, apart: u64) -> Vec<Entry> {
    let own = |part: &'static str| {
        move |(term, text): (&str, &str)| -> Entry { (part, term.to_owned(), capitalised(text)) }
    };
    let mut entries: Vec<Entry> = START.map(own("Pour commencer")).into();
    entries.extend(about(dossier, apart));
    entries.extend(Sheet::ALL.map(|sheet| (sheet.name(), sheet.content())).map(own("Feuilles")));
    entries.extend(State::ALL.map(|state| (marks::state(state), state.meaning())).map(own(STATES)));
    entries.extend(Return::ALL.map(|state| (state.mark(), state.meaning())).map(own("Retours")));
    entries.extend(
        Verdict::ALL.map(|verdict| (verdict.label(), documents::meaning(verdict))).map(own("Verdicts")),
    );
    entries.extend(
        Severity::ALL
            .map(|severity| {
                let meaning = match severity {
                    Severity::Blocking => {
                        "le document ou la réponse ne compte pas tant que ce n’est pas corrigé"
                    }
                    Severity::Warning => "la lecture ou l’organisation est douteuse : à vérifier",
                    Severity::Info => "pour information",
                };
                (marks::severity(severity), meaning)
            })
            .map(own("Gravités")),
    );
    entries.extend(Join::ALL.map(|join| (join.label(), join.meaning())).map(own("Rapprochements")));
    entries.extend(Nature::ALL.map(|nature| (nature.label(), nature.meaning())).map(own("Évolution")));
    entries.extend(METHOD.map(own("Méthode")));
    entries.extend(Figure::ALL.map(|figure| (figure.label(), figure.definition())).map(own("Fiche")));
    let personal = if dossier.nameless { NAMELESS } else { NAMED };
    entries.extend([personal].into_iter().chain(CARE).map(own("Précautions")));
    entries
}

/// What this file is and what it was made from.
fn about(dossier: &Dossier, apart: u64) -> Vec<Entry> {
    let stamp = &dossier.stamp;
    let mut about = vec![
        ("Mois", stamp.month.in_french()),
        ("Académie", dossier.academie.full_name()),
        ("Édité le", day_in_french(stamp.date)),
        ("Statut", stamp.status.label().to_owned()),
        ("Produit par", format!("Maillage {}", stamp.version)),
        ("Référentiel", format!("version {}", dossier.referential.version)),
        (
            "Écoles attendues",
            dossier.registry.as_ref().map_or_else(
                || "aucun annuaire donné : le taux de retour n’est pas calculé".to_owned(),
                |registry| format!("d’après {}", french::quoted(registry)),
            ),
        ),
        ("Documents", received(dossier.documents.len() as u64 + apart, apart)),
    ];
    if let Some(mention) = &stamp.mention {
        about.push(("Mention", mention.clone()));
    }
    about.into_iter().map(|(term, text)| ("À propos", term.to_owned(), safe::sentence(&text))).collect()
}

fn received(documents: u64, apart: u64) -> String {
    let received = french::counted(documents, "document reçu", "documents reçus");
    match apart {
        0 => received,
        apart => format!("{received}, dont {} sans école reconnue", french::count(apart)),
    }
}

const START: [(&str, &str); 5] = [
    (
        "Ce classeur",
        "il réunit les inventaires que les écoles ont renvoyés : pour chaque école et chaque compétence du projet ENT, qui \
         en est responsable, et ce qui reste à décider ou à recevoir.",
    ),
    (
        "Chaque mois",
        "Synthèse dit où vous en êtes ; À faire, ce qu’il faut trancher et qui le peut ; Retours, les écoles à relancer ; \
         Anomalies, ce qui est à corriger dans leurs fichiers. Les autres feuilles détaillent et justifient.",
    ),
    (
        "Trouver une école",
        "filtrez Matrice écoles sur son nom ou son UAI. L’UAI mène à ses réponses dans Détail, où chaque ligne dit le \
         document, la feuille et la cellule lus.",
    ),
    (
        "Justifier un chiffre",
        "chaque taux est donné avec le nombre compté et son total. Filtrez Matrice écoles sur un état pour retrouver les \
         écoles comptées ; la formule est plus bas, sous Méthode.",
    ),
    (
        "Filtrer et revenir",
        "la flèche d’un titre de colonne filtre et trie. « ↩ Synthèse », en haut de chaque feuille, ramène à la liste des \
         feuilles.",
    ),
];

const METHOD: [(&str, &str); 11] = [
    (
        "Couple",
        "une école et une compétence requise. Chaque couple a exactement un état ; les états d’une compétence, \
         additionnés, donnent le nombre d’écoles.",
    ),
    (
        "Taux de retour",
        "écoles attendues dont un inventaire est retenu ÷ écoles attendues. Sans annuaire, il n’est pas calculé.",
    ),
    (
        "Couverture, écoles ayant répondu",
        "couples à une seule entité responsable identifiée ÷ couples des écoles ayant répondu, sans objet exclus.",
    ),
    (
        "Couverture, toutes écoles attendues",
        "les mêmes couples ÷ couples de toutes les écoles, sans objet exclus : une école sans inventaire n’est pas \
         couverte. L’écart entre les deux taux mesure ce qui manque encore.",
    ),
    (
        "Réponses héritées",
        "l’inventaire d’une commune, d’un groupement, d’une circonscription, d’un département ou de l’académie vaut pour \
         ses écoles, là où leur propre inventaire est muet ; le niveau le plus proche l’emporte. La matrice les marque \
         « ↓ Hérité ». Une école sans inventaire reste non rendue.",
    ),
    ("Taux d’étude", "couples étudiés (tout état sauf « Non étudiée ») ÷ couples des écoles ayant répondu."),
    (
        "Parts des autres états",
        "couples dans cet état ÷ couples des écoles ayant répondu, sans objet exclus.",
    ),
    (
        "Écart au mois précédent",
        "taux de ce mois moins taux du dernier mois consolidé avant lui, calculés sur les seules écoles dont un inventaire \
         est retenu aux deux mois (pour le retour, les écoles attendues aux deux). Les écoles entrées, sorties, ou qui \
         rendent d’un mois sur l’autre sont comptées à part, dans Évolution.",
    ),
    (
        "Depuis (mois)",
        "nombre de mois consolidés de suite, celui-ci compris, où le point est resté ouvert, quel que soit son état ; un \
         mois qui n’a pas été consolidé ne compte pas.",
    ),
    ("Petits nombres", "sous 5 écoles, aucun pourcentage n’est donné : lisez les nombres."),
    (
        "À trancher par",
        "une proposition : l’école si son inventaire est muet ; sinon le niveau de l’entité interne qui tient \
         d’ordinaire la compétence, selon le référentiel ; à défaut, l’académie.",
    ),
];

/// Where the workbook names people.
const NAMED: (&str, &str) = (
    "Données personnelles",
    "les personnes, courriels et téléphones ne figurent que dans Détail ; la colonne « Texte lu » d’Anomalies et les \
     écritures de Regroupements reprennent les cellules telles quelles. Retirez ces trois feuilles avant de diffuser \
     le classeur.",
);
/// The same, once names are taken out.
const NAMELESS: (&str, &str) = (
    "Données personnelles",
    "les noms de personnes, courriels, téléphones, commentaires et colonnes inconnues ont été retirés (--sans-noms) ; \
     « (nom masqué) » tient la place d’un nom. Un nom écrit là où rien ne l’annonce, ou dans le nom d’un fichier, peut \
     rester.",
);

const CARE: [(&str, &str); 4] = [
    (
        "Impression",
        "imprimez la feuille utile, non le classeur entier : il fait des dizaines de pages, et des milliers pour une grande \
         académie. Chaque feuille est prête pour un A4 en paysage.",
    ),
    (
        "Textes des écoles",
        "ils sont écrits comme des textes : aucun ne devient une formule ni un lien. « \u{fffd} » remplace un signe \
         qu’un classeur ne peut contenir ; « … » termine un texte trop long pour une cellule.",
    ),
    (
        "Corrections à la main",
        "corriger une cellule de Matrice écoles change sa couleur, les comptes de sa ligne et Matrice territoires, non la \
         Synthèse ni les autres feuilles : c’est l’inventaire corrigé, renvoyé par l’école, qui fait foi le mois suivant.",
    ),
    (
        "Tris et liens",
        "les liens mènent à la ligne d’origine ; après un tri de la feuille d’arrivée, cherchez l’UAI.",
    ),
];

/// The sentence with a capital and a full stop.
fn capitalised(text: &str) -> String {
    let mut signs = text.chars();
    let first = signs.next().map(|sign| sign.to_uppercase().to_string()).unwrap_or_default();
    let stop = if text.ends_with(['.', '»']) { "" } else { "." };
    safe::sentence(&format!("{first}{}{stop}", signs.as_str()))
}
