//! `maillage modele`: the forms to send out, filled with what is known.

use std::fmt::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum};

use super::{OPTIONS, TEMPLATE, consolider};
use crate::french::{counted, listed, of_month};
use crate::model::calendar::{Date, Month};
use crate::model::scope::Level;
use crate::plan::{FailLevel, Request, Returns};

/// Forms asked for.
#[derive(Debug)]
pub struct Modele {
    /// What they are made from; no sources.
    pub request: Request,
    /// The territories that they are for; schools if `None`.
    pub level: Option<Level>,
}

/// Écrit les formulaires à envoyer, préremplis de ce que l’on sait de chaque école.
#[derive(Debug, Args)]
#[command(
    before_help = "Exemples :\n  \
        maillage modele                                    un formulaire vierge\n  \
        maillage modele --annuaire annuaire.csv            un par école, avec ses dernières réponses\n  \
        maillage modele --annuaire annuaire.csv --niveau commune",
    help_template = TEMPLATE
)]
pub(super) struct Typed {
    /// Écoles à interroger (CSV ou classeur) ; sinon, un formulaire vierge
    #[arg(long = "annuaire", value_name = "FICHIER", help_heading = OPTIONS)]
    registry: Option<PathBuf>,
    /// Dossier des formulaires ; « modeles » par défaut
    #[arg(short = 'o', long = "sorties", value_name = "DOSSIER", help_heading = OPTIONS)]
    output: Option<PathBuf>,
    /// Qui répond : ecole (défaut), commune, circonscription, departement ou academie
    #[arg(long = "niveau", value_name = "NIVEAU", hide_possible_values = true, help_heading = OPTIONS)]
    level: Option<Answering>,
    /// Mois à remplir ; par défaut celui de la configuration, sinon de la date
    #[arg(long = "mois", value_name = "AAAA-MM", value_parser = consolider::month, help_heading = OPTIONS)]
    month: Option<Month>,
    /// Mois consolidés dont les réponses sont reprises ; « sorties » par défaut
    #[arg(long = "historique", value_name = "DOSSIER", help_heading = OPTIONS)]
    history: Option<PathBuf>,
    /// Configuration ; par défaut « maillage.toml » trouvé à côté de l’annuaire
    #[arg(long = "config", value_name = "FICHIER", help_heading = OPTIONS)]
    configuration: Option<PathBuf>,
    /// Référentiel de compétences, à la place de celui du programme
    #[arg(long = "referentiel", value_name = "FICHIER", help_heading = OPTIONS)]
    referential: Option<PathBuf>,
    /// Seulement les écoles de cette académie, nom ou code ; peut être répété
    #[arg(long = "academie", value_name = "ACADÉMIE", action = ArgAction::Append, help_heading = OPTIONS)]
    academies: Vec<String>,
    /// Date des formulaires ; par défaut celle du jour
    #[arg(long = "date", value_name = "AAAA-MM-JJ", value_parser = consolider::date, help_heading = OPTIONS)]
    date: Option<Date>,
    /// Tâches menées de front ; par défaut autant que de processeurs
    #[arg(long = "taches", value_name = "N", value_parser = consolider::threads, help_heading = OPTIONS)]
    threads: Option<NonZeroUsize>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Answering {
    Ecole,
    Commune,
    Circonscription,
    Departement,
    Academie,
}

impl Typed {
    pub(super) fn into_request(self) -> Modele {
        let level = match self.level {
            None | Some(Answering::Ecole) => None,
            Some(Answering::Commune) => Some(Level::Commune),
            Some(Answering::Circonscription) => Some(Level::Circonscription),
            Some(Answering::Departement) => Some(Level::Departement),
            Some(Answering::Academie) => Some(Level::Academie),
        };
        Modele {
            request: Request {
                sources: Vec::new(),
                socles: Vec::new(),
                output: Some(self.output.unwrap_or_else(|| PathBuf::from("modeles"))),
                history: self.history,
                month: self.month,
                date: self.date,
                registry: self.registry,
                configuration: self.configuration,
                referential: self.referential,
                academies: self.academies,
                threads: self.threads,
                fail_level: FailLevel::Never,
                nameless: false,
                returns: Returns::None,
            },
            level,
        }
    }
}

/// What was made, for people.
pub struct Made<'a> {
    /// How many forms.
    pub made: u64,
    /// How many of them repeat answers.
    pub filled: u64,
    /// The months that these answers come from.
    pub months: &'a [Month],
    /// The folder.
    pub folder: &'a std::path::Path,
}

impl Made<'_> {
    /// What to say once they are written.
    pub fn told(&self) -> String {
        let mut text =
            format!("{} dans {}\n", counted(self.made, "formulaire", "formulaires"), self.folder.display());
        if self.filled > 0 {
            let months: Vec<String> = self.months.iter().map(|month| of_month(*month)).collect();
            let filled = counted(self.filled, "prérempli", "préremplis");
            let _ = writeln!(text, "dont {filled} des réponses {}.", listed(&months));
        }
        text
    }
}
