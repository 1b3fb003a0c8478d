//! `maillage exemple`: an invented campaign to try the program on.

use std::path::PathBuf;

use clap::Args;

use super::{ARGUMENTS, OPTIONS, TEMPLATE, consolider};
use crate::model::calendar::Month;

/// The most schools that can be invented: the country has 60,000 with its establishments.
const MOST_SCHOOLS: u32 = 100_000;

/// An invented campaign asked for.
#[derive(Debug)]
pub struct Exemple {
    /// Where.
    pub folder: PathBuf,
    /// How many schools.
    pub schools: u32,
    /// How many académies share them.
    pub academies: u32,
    /// The same seed gives the same files.
    pub seed: u64,
    /// The month; the current one unless given.
    pub month: Option<Month>,
    /// Every shape and every quirk, rather than an ordinary campaign.
    pub messy: bool,
}

/// Écrit une académie inventée, en désordre exprès : inventaires et annuaire, pour essayer.
#[derive(Debug, Args)]
#[command(
    before_help = "Exemples :\n  \
                   maillage exemple essai\n  \
                   maillage exemple essai --ecoles 200 --graine 7 --mois 2026-11",
    help_template = TEMPLATE
)]
pub(super) struct Typed {
    /// Dossier à créer
    #[arg(value_name = "DOSSIER", help_heading = ARGUMENTS)]
    folder: PathBuf,
    /// Nombre d’écoles ; 40 par défaut
    #[arg(long = "ecoles", value_name = "N", value_parser = schools, help_heading = OPTIONS)]
    schools: Option<u32>,
    /// Nombre d’académies qui se partagent ces écoles ; 1 par défaut
    #[arg(long = "academies", value_name = "N", value_parser = academies, help_heading = OPTIONS)]
    academies: Option<u32>,
    /// Graine du hasard : la même graine donne les mêmes fichiers ; 1 par défaut
    #[arg(long = "graine", value_name = "G", value_parser = seed, help_heading = OPTIONS)]
    seed: Option<u64>,
    /// Mois des inventaires ; le mois en cours par défaut
    #[arg(long = "mois", value_name = "AAAA-MM", value_parser = consolider::month, help_heading = OPTIONS)]
    month: Option<Month>,
    /// Toutes les formes de tableau et toutes les bizarreries, plusieurs par fichier
    #[arg(long = "desordre", help_heading = OPTIONS)]
    messy: bool,
}

impl Typed {
    pub(super) fn into_request(self) -> Exemple {
        Exemple {
            folder: self.folder,
            schools: self.schools.unwrap_or(40),
            academies: self.academies.unwrap_or(1),
            seed: self.seed.unwrap_or(1),
            month: self.month,
            messy: self.messy,
        }
    }
}

impl Exemple {
    /// What to say once it is written: what to try next.
    pub fn done(&self, month: Month) -> String {
        let folder = self.folder.display();
        let what = if self.academies == 1 {
            "Académie inventée écrite"
        } else {
            "Académies inventées écrites"
        };
        let them = if self.academies == 1 { "la" } else { "les" };
        format!(
            "{what} dans {folder}\n\nPour {them} consolider :\n  maillage consolider {folder}/{month} \
             --annuaire {folder}/annuaire.csv\n"
        )
    }
}

fn schools(text: &str) -> Result<u32, String> {
    text.parse()
        .ok()
        .filter(|schools| (1..=MOST_SCHOOLS).contains(schools))
        .ok_or_else(|| "il faut un nombre entier de 1 à 100 000".to_owned())
}

fn academies(text: &str) -> Result<u32, String> {
    text.parse()
        .ok()
        .filter(|academies| *academies > 0)
        .ok_or_else(|| "il faut un nombre entier positif".to_owned())
}

fn seed(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "il faut un nombre entier positif".to_owned())
}
