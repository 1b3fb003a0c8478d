//! `maillage consolider`: a month, from what was received to the documents.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum};

use super::{ARGUMENTS, Format, OPTIONS, TEMPLATE};
use crate::model::calendar::{Date, Month};
use crate::plan::{FailLevel, RESULTS, Request, Returns};

/// The most threads that can be asked for.
const MOST_THREADS: usize = 256;

/// A run asked for, and how to tell of it.
#[derive(Debug)]
pub struct Consolider {
    /// What to do.
    pub request: Request,
    /// How the summary is printed.
    pub format: Format,
    /// Neither progress nor notes.
    pub quiet: bool,
    /// Names every file written.
    pub verbose: bool,
}

/// Consolide un mois : lit les inventaires, les vérifie, écrit classeurs et rapports.
#[derive(Debug, Args)]
#[command(
    before_help = "Exemples :\n  \
        maillage consolider depot/2026-11\n  \
        maillage consolider depot/2026-11 --annuaire annuaire.csv -o sorties\n  \
        maillage consolider reçus autres/inventaire.xlsx --mois 2026-11 --academie Nantes",
    after_help = "Code de sortie :\n   \
        0  terminé, rien à signaler\n   \
        1  terminé, avec des constats bloquants (voir --echec-si)\n   \
        2  ligne de commande incomprise\n   \
        3  configuration, référentiel ou annuaire inutilisable\n   \
        4  rien de lisible dans les sources\n   \
        5  résultats impossibles à écrire\n  \
        70  erreur interne",
    help_template = TEMPLATE
)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option, typed or not")]
pub(super) struct Typed {
    /// Dossiers ou fichiers reçus (classeurs, courriels, archives .zip), sous-dossiers compris
    #[arg(value_name = "SOURCE", required = true, help_heading = ARGUMENTS)]
    sources: Vec<PathBuf>,
    /// Dossier des résultats ; « sorties » par défaut
    #[arg(short = 'o', long = "sorties", value_name = "DOSSIER", help_heading = OPTIONS)]
    output: Option<PathBuf>,
    /// Dossier des mois déjà consolidés, à comparer ; par défaut celui des résultats
    #[arg(long = "historique", value_name = "DOSSIER", help_heading = OPTIONS)]
    history: Option<PathBuf>,
    /// Mois de la campagne ; par défaut celui de maillage.toml, sinon du dossier, sinon de la date
    #[arg(long = "mois", value_name = "AAAA-MM", value_parser = month, help_heading = OPTIONS)]
    month: Option<Month>,
    /// Écoles attendues (CSV ou classeur à colonne UAI) ; sinon, pas de taux de retour
    #[arg(long = "annuaire", value_name = "FICHIER", help_heading = OPTIONS)]
    registry: Option<PathBuf>,
    /// Inventaire valable pour toutes les écoles d’un territoire ; peut être répété
    #[arg(long = "socle", value_name = "FICHIER", action = ArgAction::Append, help_heading = OPTIONS)]
    socles: Vec<PathBuf>,
    /// Configuration ; par défaut « maillage.toml » trouvé à côté du dossier reçu
    #[arg(long = "config", value_name = "FICHIER", help_heading = OPTIONS)]
    configuration: Option<PathBuf>,
    /// Référentiel de compétences, à la place de celui du programme
    #[arg(long = "referentiel", value_name = "FICHIER", help_heading = OPTIONS)]
    referential: Option<PathBuf>,
    /// Ne consolide que cette académie, nom ou code ; peut être répété
    #[arg(long = "academie", value_name = "ACADÉMIE", action = ArgAction::Append, help_heading = OPTIONS)]
    academies: Vec<String>,
    /// Date imprimée dans les documents ; par défaut celle du jour
    #[arg(long = "date", value_name = "AAAA-MM-JJ", value_parser = date, help_heading = OPTIONS)]
    date: Option<Date>,
    /// Tâches menées de front ; par défaut autant que de processeurs
    #[arg(long = "taches", value_name = "N", value_parser = threads, help_heading = OPTIONS)]
    threads: Option<NonZeroUsize>,
    /// Ce qui donne le code de sortie 1 : bloquant (défaut), alerte ou jamais
    #[arg(long = "echec-si", value_name = "GRAVITÉ", hide_possible_values = true, help_heading = OPTIONS)]
    fail_level: Option<FailOn>,
    /// Retire des résultats noms de personnes, courriels, téléphones et commentaires
    #[arg(long = "sans-noms", help_heading = OPTIONS)]
    nameless: bool,
    /// Prépare pour chaque école un classeur à corriger et le brouillon d’un courriel
    #[arg(long = "retours", conflicts_with = "nameless", help_heading = OPTIONS)]
    returns: bool,
    /// Comme --retours, et remercie les écoles où tout va bien
    #[arg(long = "accuses", conflicts_with = "nameless", help_heading = OPTIONS)]
    thanks: bool,
    /// Forme du bilan affiché : texte (défaut) ou json
    #[arg(long = "format", value_name = "FORME", hide_possible_values = true, help_heading = OPTIONS)]
    format: Option<Format>,
    /// N’affiche ni avancement ni remarques, seulement le bilan et les erreurs
    #[arg(long = "quiet", alias = "silencieux", conflicts_with = "verbose", help_heading = OPTIONS)]
    quiet: bool,
    /// Nomme aussi chaque fichier écrit
    #[arg(long = "verbose", alias = "bavard", help_heading = OPTIONS)]
    verbose: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOn {
    Bloquant,
    Alerte,
    Jamais,
}

impl Typed {
    pub(super) fn into_request(self) -> Consolider {
        let fail_level = match self.fail_level.unwrap_or(FailOn::Bloquant) {
            FailOn::Bloquant => FailLevel::Blocking,
            FailOn::Alerte => FailLevel::Warning,
            FailOn::Jamais => FailLevel::Never,
        };
        let returns = match (self.returns, self.thanks) {
            (_, true) => Returns::AndThanks,
            (true, false) => Returns::Corrections,
            (false, false) => Returns::None,
        };
        Consolider {
            request: Request {
                sources: self.sources,
                socles: self.socles,
                output: Some(self.output.unwrap_or_else(|| PathBuf::from(RESULTS))),
                history: self.history,
                month: self.month,
                date: self.date,
                registry: self.registry,
                configuration: self.configuration,
                referential: self.referential,
                academies: self.academies,
                threads: self.threads,
                fail_level,
                nameless: self.nameless,
                returns,
            },
            format: self.format.unwrap_or_default(),
            quiet: self.quiet,
            verbose: self.verbose,
        }
    }
}

pub(super) fn month(text: &str) -> Result<Month, String> {
    text.parse().map_err(|_| "le mois s’écrit avec l’année d’abord, par exemple 2026-11".to_owned())
}

pub(super) fn date(text: &str) -> Result<Date, String> {
    let wrong = || "la date s’écrit année, mois, jour, par exemple 2026-11-24".to_owned();
    // jiff also reads times and compact dates; one writing is enough to explain.
    if text.len() == "2026-11-24".len() { text.parse().map_err(|_| wrong()) } else { Err(wrong()) }
}

pub(super) fn threads(text: &str) -> Result<NonZeroUsize, String> {
    text.parse()
        .ok()
        .filter(|threads: &NonZeroUsize| threads.get() <= MOST_THREADS)
        .ok_or_else(|| format!("il faut un nombre entier de 1 à {MOST_THREADS}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_one_writing() {
        assert_eq!(date("2026-11-24").unwrap(), Date::constant(2026, 11, 24));
        for wrong in ["24/11/2026", "2026-11-31", "20261124", "2026-11-24T10:00", "2026-13-01", ""] {
            assert!(date(wrong).is_err(), "{wrong}");
        }
        assert_eq!(threads("2").unwrap().get(), 2);
        for wrong in ["0", "-1", "257", "deux", ""] {
            assert!(threads(wrong).is_err(), "{wrong}");
        }
    }
}
