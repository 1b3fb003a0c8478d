//! Invented names: communes, schools, streets. None is taken from a directory.

use std::collections::BTreeSet;

use super::rng::Rng;

const STEMS: &[&str] = &[
    "Alvi", "Bréco", "Corva", "Dorne", "Esca", "Fauvi", "Gorlé", "Isoli", "Jarvi", "Kerma", "Lurve", "Morvi",
    "Nervo", "Oridé", "Pleumo", "Quervi", "Ravelo", "Sorni", "Tramo", "Urvi", "Valbo", "Vernolo", "Yvaré",
    "Bouvri",
];
const ENDINGS: &[&str] = &[
    "court", "ville", "gnac", "lan", "ran", "mont", "brac", "val", "ray", "velle", "zel", "lieu", "mares",
    "bois",
];
const TAILS: &[&str] = &["-sur-Orvanne", "-en-Brécois", "-le-Vieux", "-les-Ormes", "-sous-Bois", "-la-Lande"];
const HEADS: &[&str] = &["Saint-", "Le Plessis-", "La Haie-", "L'Isle-", "Bois-", "Les Loges-"];

/// How many names are drawn before two of them are joined: the largest académies have more communes than there are names.
const DRAWN: u32 = 60;

/// A commune's name that nobody has yet.
pub(super) fn commune_name(rng: &mut Rng, taken: &mut BTreeSet<String>) -> String {
    for drawn in 0_u32.. {
        let mut name = format!("{}{}", rng.pick(STEMS), rng.pick(ENDINGS));
        // The plain names run out first: the longer ones come with the larger académies.
        let adorned = 20 + taken.len() as u32 / 10;
        if rng.chance(adorned.min(80)) {
            name = if rng.chance(45) {
                format!("{}{name}", rng.pick(HEADS))
            } else {
                format!("{name}{}", rng.pick(TAILS))
            };
        }
        // Each dozen of failures joins one name more: there is always another.
        for _ in 0..drawn.saturating_sub(DRAWN).div_ceil(12) {
            name = format!("{name}-{}{}", rng.pick(STEMS), rng.pick(ENDINGS));
        }
        if taken.insert(name.clone()) {
            return name;
        }
    }
    unreachable!("names grow until one is free")
}

/// What a school is called, without its kind.
pub(super) fn school_name(rng: &mut Rng, private: bool) -> String {
    const THINGS: &[&str] = &[
        "Les Mésanges",
        "Le Colombier",
        "du Clos Fleuri",
        "La Clairière",
        "Les Alizés",
        "du Vieux Puits",
        "du Ruisseau",
        "Les Tilleuls",
        "du Moulin",
        "La Marelle",
        "Les Genêts",
        "Le Petit Bois",
        "du Centre",
        "de la Fontaine",
        "Les Hirondelles",
        "La Roseraie",
        "du Champ Rond",
        "Les Coquelicots",
        "du Four à Chaux",
        "L'Orée du bois",
    ];
    const FIRST: &[&str] =
        &["Henri", "Louise", "Marcel", "Hélène", "Georges", "Madeleine", "Émile", "Suzanne"];
    const LAST: &[&str] =
        &["Valmont", "Corbineau", "Tessandier", "Loiselet", "Vautier", "Rabjeau", "Ouvrard", "Brissonnet"];
    const SAINTS: &[&str] = &[
        "Sainte-Colombe",
        "Saint-Hélory",
        "Notre-Dame du Gué",
        "Sainte-Ode",
        "Saint-Orvan",
        "Sacré-Cœur",
        "Saint-Ervé",
        "Sainte-Nonne",
    ];
    if private {
        rng.pick(SAINTS).to_owned()
    } else if rng.chance(25) {
        format!("{} {}", rng.pick(FIRST), rng.pick(LAST))
    } else {
        rng.pick(THINGS).to_owned()
    }
}

/// The street of the school of this rank.
pub(super) fn street(rank: usize) -> String {
    const STREETS: &[&str] = &[
        "place de l’Ecole",
        "rue du Stade",
        "rue des Écoles",
        "place de la Mairie",
        "chemin du Lavoir",
        "rue Basse",
    ];
    format!("{} {}", 1 + rank % 28, STREETS[rank % STREETS.len()])
}

/// Someone's name, as a school writes it of somebody it knows.
pub(super) fn person(rng: &mut Rng) -> String {
    const NAMES: &[&str] = &[
        "Le Gall",
        "Durand",
        "Perrin",
        "Marchandeau",
        "Bréhier",
        "Coulonval",
        "Tessandier",
        "Ouvrard",
        "Pasquereau",
        "Loiselet",
        "Grimault",
        "Vautier",
        "Chesneray",
        "Hervouin",
        "Delaunoy",
        "Rabjeau",
    ];
    const FIRST: &[&str] =
        &["Claire", "Anne", "Malik", "Yann", "Sophie", "Paul", "Nadia", "Hugo", "Inès", "Gaël"];
    let name = rng.pick(NAMES);
    match rng.below(4) {
        0 => format!("Mme {name}"),
        1 => format!("M. {name}"),
        2 => format!("{} {}", rng.pick(FIRST), name.to_uppercase()),
        _ => format!("{} {name}", if rng.chance(50) { "Madame" } else { "Monsieur" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_name_for_every_commune_of_the_country() {
        let (mut rng, mut taken) = (Rng::new(1), BTreeSet::new());
        for _ in 0..40_000 {
            commune_name(&mut rng, &mut taken);
        }
        assert_eq!(taken.len(), 40_000);
    }
}
