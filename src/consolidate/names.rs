//! How an entity that a cell names only by its type is called, once the school tells which one it is.

use crate::model::referential::{EntityType, Reach};
use crate::model::school::{Academie, Departement, School};

/// Départements that take « du ».
const DU: [&str; 22] = [
    "Bas-Rhin",
    "Calvados",
    "Cantal",
    "Cher",
    "Doubs",
    "Finistère",
    "Gard",
    "Gers",
    "Haut-Rhin",
    "Jura",
    "Loiret",
    "Lot",
    "Morbihan",
    "Nord",
    "Pas-de-Calais",
    "Puy-de-Dôme",
    "Rhône",
    "Tarn",
    "Territoire de Belfort",
    "Val-d'Oise",
    "Val-de-Marne",
    "Var",
];
/// Départements that take « de la ».
const DE_LA: [&str; 34] = [
    "Charente",
    "Charente-Maritime",
    "Corrèze",
    "Corse-du-Sud",
    "Creuse",
    "Côte-d'Or",
    "Dordogne",
    "Drôme",
    "Gironde",
    "Guadeloupe",
    "Guyane",
    "Haute-Corse",
    "Haute-Garonne",
    "Haute-Loire",
    "Haute-Marne",
    "Haute-Saône",
    "Haute-Savoie",
    "Haute-Vienne",
    "Loire",
    "Lozère",
    "Manche",
    "Marne",
    "Martinique",
    "Mayenne",
    "Meuse",
    "Moselle",
    "Nièvre",
    "Sarthe",
    "Savoie",
    "Seine-Maritime",
    "Seine-Saint-Denis",
    "Somme",
    "Vendée",
    "Vienne",
];
/// Départements that take « de l’ ».
const DE_L: [&str; 16] = [
    "Ain", "Aisne", "Allier", "Ardèche", "Ariège", "Aube", "Aude", "Aveyron", "Essonne", "Eure", "Hérault",
    "Indre", "Isère", "Oise", "Orne", "Yonne",
];
/// How plural names of départements begin: they take « des ».
const DES: [&str; 11] = [
    "Alpes",
    "Ardennes",
    "Bouches",
    "Côtes",
    "Deux",
    "Hautes-",
    "Hauts-",
    "Landes",
    "Pyrénées",
    "Vosges",
    "Yvelines",
];

/// « de Loire-Atlantique », « du Finistère », « des Côtes-d’Armor », « d’Ille-et-Vilaine ».
pub(super) fn of_departement(departement: &Departement) -> String {
    let name = departement.name.as_str();
    let plural = DES.iter().any(|start| name.starts_with(start));
    let typographic = name.replace('\'', "’");
    if DU.contains(&name) {
        format!("du {typographic}")
    } else if DE_LA.contains(&name) {
        format!("de la {typographic}")
    } else if DE_L.contains(&name) {
        format!("de l’{typographic}")
    } else if plural {
        format!("des {typographic}")
    } else {
        of_place(name)
    }
}

/// « de Nantes », « d’Orly », « du Mans », « des Herbiers », « de La Flèche ».
pub(super) fn of_place(name: &str) -> String {
    let name = name.replace('\'', "’");
    if let Some(rest) = name.strip_prefix("Le ") {
        format!("du {rest}")
    } else if let Some(rest) = name.strip_prefix("Les ") {
        format!("des {rest}")
    } else if name.starts_with(['A', 'E', 'I', 'O', 'U', 'Y', 'À', 'Â', 'É', 'È', 'Ê', 'Î', 'Ô', 'Œ'])
    {
        format!("d’{name}")
    } else {
        format!("de {name}")
    }
}

/// « École Les Mésanges (Valbrune) », or its key where the name is unknown.
pub(super) fn of_school(school: &School) -> String {
    match (school.name.is_empty(), school.commune.is_empty()) {
        (false, false) => format!("{} ({})", school.name, school.commune),
        (false, true) => school.name.to_string(),
        (true, _) => format!("École {}", school.uai),
    }
}

/// Where a school is, as precisely as is known without its circonscription.
pub(super) fn whereabouts(school: &School) -> String {
    if school.commune.is_empty() { format!("école {}", school.uai) } else { school.commune.to_string() }
}

/// The name of the one entity of that type that a school means when it writes the type alone (« la mairie »).
pub(super) fn completed(
    kind: &EntityType,
    school: &School,
    departement: &Departement,
    academie: &Academie,
) -> String {
    let short = short_label(kind);
    match kind.reach {
        Reach::Ecole if kind.code == "ECOLE" => of_school(school),
        Reach::Ecole => format!("{short} – {}", of_school(school)),
        Reach::Commune | Reach::Intercommunalite if school.commune.is_empty() => unknown(short, school),
        Reach::Commune => format!("{short} {}", of_place(&school.commune)),
        Reach::Intercommunalite => {
            let unnamed = if short == "Intercommunalité" { "non nommée" } else { "non nommé" };
            format!("{short} {} ({unnamed})", of_place(&school.commune))
        }
        Reach::Circonscription if school.circonscription.is_empty() => unknown(short, school),
        Reach::Circonscription => format!("{short} {}", of_place(&school.circonscription)),
        Reach::Departement => {
            let unnamed = if one_per_territory(kind) { "" } else { " (non nommé)" };
            format!("{short} {}{unnamed}", of_departement(departement))
        }
        Reach::Academie => capitalised(&academie.full_name()),
        Reach::Region | Reach::National => kind.label.clone(),
    }
}

fn unknown(short: &str, school: &School) -> String {
    format!("{short} non précisée ({})", whereabouts(school))
}

/// Whether each territory has exactly one entity of that type, so that its bare name and the territory's are one.
pub(super) fn one_per_territory(kind: &EntityType) -> bool {
    // A département has several syndicats mixtes and one council; types of an académie's own make are taken for
    // names.
    matches!(kind.code.as_str(), "ECOLE" | "COMMUNE" | "CIRCO" | "DSDEN" | "DEPARTEMENT" | "ACADEMIE")
}

/// The type as one says it before a place: labels carry explanations that a name has no room for.
pub(super) fn short_label(kind: &EntityType) -> &str {
    match kind.code.as_str() {
        "CIRCO" => "Circonscription",
        "COMMUNE" => "Commune",
        "DSDEN" => "DSDEN",
        "EPCI" => "Intercommunalité",
        "OGEC" => "OGEC",
        "SYNDICAT_MIXTE" => "Syndicat mixte",
        "SYNDICAT_SCOLAIRE" => "Syndicat scolaire",
        _ => kind.label.split(" (").next().unwrap_or(&kind.label),
    }
}

/// The first letter in upper case.
pub(super) fn capitalised(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}

/// « DRANE (académie de Rennes) »: a name that its territory tells from others.
pub(super) fn located(name: &str, place: &str) -> String {
    format!("{name} ({place})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::academies::Academies;

    #[test]
    fn places_take_their_article() {
        for (place, told) in [
            ("Nantes", "de Nantes"),
            ("Orly", "d’Orly"),
            ("Évron", "d’Évron"),
            ("Le Mans", "du Mans"),
            ("Les Herbiers", "des Herbiers"),
            ("La Flèche", "de La Flèche"),
            ("L'Isle-aux-Ormes", "de L’Isle-aux-Ormes"),
        ] {
            assert_eq!(of_place(place), told);
        }
    }

    #[test]
    fn every_departement_takes_its_article() {
        let academies = Academies::embedded();
        let told = |code: &str| {
            let departements = academies.all().iter().flat_map(|academie| &academie.departements);
            of_departement(departements.into_iter().find(|departement| departement.code == code).unwrap())
        };
        for (code, name) in [
            ("44", "de Loire-Atlantique"),
            ("22", "des Côtes-d’Armor"),
            ("29", "du Finistère"),
            ("35", "d’Ille-et-Vilaine"),
            ("56", "du Morbihan"),
            ("49", "de Maine-et-Loire"),
            ("01", "de l’Ain"),
            ("21", "de la Côte-d’Or"),
            ("78", "des Yvelines"),
            ("84", "de Vaucluse"),
            ("85", "de la Vendée"),
            ("88", "des Vosges"),
            ("91", "de l’Essonne"),
            ("79", "des Deux-Sèvres"),
            ("974", "de La Réunion"),
            ("976", "de Mayotte"),
            ("75", "de Paris"),
        ] {
            assert_eq!(told(code), name, "{code}");
        }
    }
}
