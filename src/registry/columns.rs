//! The columns of a registry, found by their titles.

use std::collections::BTreeMap;

use crate::text::fold;

/// What a column of a registry holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Uai,
    Name,
    Commune,
    Departement,
    Circonscription,
    Sector,
    Email,
    Kind,
    Nature,
    State,
}

/// Titles of each column, folded, the surest first: where two stand in one file, the earlier one here counts.
const TITLES: [(Column, &[&str]); 10] = [
    (
        Column::Uai,
        &[
            "identifiant de l etablissement",
            "uai",
            "code uai",
            "numero uai",
            "no uai",
            "n uai",
            "n° uai",
            "num uai",
            "uai ecole",
            "uai de l ecole",
            "code uai de l ecole",
            "uai etablissement",
            "uai (rne)",
            "uai/rne",
            "uai / rne",
            "rne",
            "code rne",
            "no rne",
            "numero rne",
            "code etablissement",
            "identifiant etablissement",
        ],
    ),
    (
        Column::Name,
        &[
            "nom etablissement",
            "appellation officielle",
            "denomination principale",
            "nom de l ecole",
            "nom ecole",
            "nom",
            "ecole",
            "denomination",
            "etablissement",
            "nom de l etablissement",
            "libelle",
        ],
    ),
    (
        Column::Commune,
        &[
            "nom commune",
            "libelle commune",
            "commune",
            "nom de la commune",
            "localite acheminement",
            "ville",
            "localite",
        ],
    ),
    (Column::Departement, &["code departement", "dep", "departement", "dpt"]),
    (
        Column::Circonscription,
        &[
            "nom circonscription",
            "circonscription",
            "nom de la circonscription",
            "libelle circonscription",
            "circo",
            "ien",
        ],
    ),
    (
        Column::Sector,
        &["statut public prive", "secteur public prive", "secteur", "secteur public prive libe", "statut"],
    ),
    (Column::Email, &["mail", "courriel", "adresse mail", "e mail", "email", "mel", "adresse electronique"]),
    (Column::Kind, &["type etablissement", "type d etablissement", "type"]),
    (Column::Nature, &["code nature", "nature uai", "code nature uai"]),
    (Column::State, &["etat", "etat etablissement libe", "etat etablissement"]),
];

/// The columns of a row of titles, if one of them holds UAI.
pub(super) fn columns_of<'r>(
    width: usize,
    cell: &dyn Fn(usize) -> &'r str,
) -> Option<BTreeMap<Column, usize>> {
    let titles: Vec<String> = (0..width).map(|column| fold(cell(column))).collect();
    let mut columns = BTreeMap::new();
    for (column, names) in TITLES {
        if let Some(rank) = names.iter().find_map(|name| titles.iter().position(|title| title == name)) {
            columns.insert(column, rank);
        }
    }
    columns.contains_key(&Column::Uai).then_some(columns)
}
