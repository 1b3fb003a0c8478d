//! The name of a file, as the school left it.

use super::identity::spoken_name;
use super::quirks::Pen;
use super::territory::Site;

/// Whether a file's name must, may or must not tell the school.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tells {
    Uai,
    NameAndCommune,
    Nothing,
    Anything,
}

/// The name of the file, as the school left it.
pub(super) fn file_name(site: &Site, tells: Tells, pen: &mut Pen) -> String {
    let uai = site.school.uai.as_str();
    let uai = if pen.rng.chance(30) { uai.to_lowercase() } else { uai.to_owned() };
    let commune = &site.commune.name;
    let stem = pen.rng.pick(&[
        "Inventaire ENT",
        "inventaire ENT",
        "ENT",
        "Compétences ENT",
        "inventaire",
        "retour enquête ENT",
        "inventaire_ENT",
    ]);
    let tells = match tells {
        Tells::Anything => {
            pen.rng.weighted(&[(35, Tells::Uai), (25, Tells::NameAndCommune), (40, Tells::Nothing)])
        }
        settled => settled,
    };
    let name = match tells {
        Tells::Uai => match pen.rng.below(4) {
            0 => format!("{uai}_{stem}"),
            1 => format!("{stem} {uai}"),
            2 => format!("{stem}-{uai} {commune}"),
            _ => uai,
        },
        Tells::NameAndCommune => format!("{stem} {} {commune}", spoken_name(site, pen)),
        _ => match pen.rng.below(5) {
            0 => format!("{stem} {commune}"),
            1 => "Classeur1".to_owned(),
            2 => format!("{stem} ({})", pen.rng.between(1, 4)),
            3 => format!("{stem} VF"),
            _ => format!("{stem} novembre"),
        },
    };
    let name = if pen.rng.chance(8) { format!("Copie de {name}") } else { name };
    // What Windows refuses in a name.
    let name: String =
        name.chars().map(|sign| if "\\/:*?\"<>|\n".contains(sign) { '-' } else { sign }).collect();
    name
}
