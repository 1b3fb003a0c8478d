//! `maillage purger`: months past their time, shown first, removed where asked.

use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;

use super::{ARGUMENTS, OPTIONS, TEMPLATE, consolider};
use crate::french::{counted, decimal, quoted};
use crate::model::calendar::{Date, Month};
use crate::output::purge::{Left, Months, Past};
use crate::plan::PurgeRequest;

/// A purge asked for.
#[derive(Debug)]
pub struct Purger {
    /// What to remove.
    pub request: PurgeRequest,
    /// Whether to remove it, rather than show it.
    pub confirmed: bool,
}

/// Supprime les résultats des mois dont la durée de conservation est passée.
#[derive(Debug, Args)]
#[command(
    before_help = "Exemples :\n  \
        maillage purger sorties --avant 2025-09              montre ce qui serait supprimé\n  \
        maillage purger sorties --avant 2025-09 --confirmer  le supprime",
    help_template = TEMPLATE
)]
pub(super) struct Typed {
    /// Dossier des résultats ; « sorties » par défaut
    #[arg(value_name = "DOSSIER", help_heading = ARGUMENTS)]
    output: Option<PathBuf>,
    /// Premier mois gardé ; par défaut d’après [conservation] de la configuration
    #[arg(long = "avant", value_name = "AAAA-MM", value_parser = consolider::month, help_heading = OPTIONS)]
    before: Option<Month>,
    /// Configuration ; par défaut « maillage.toml » trouvé à côté du dossier des résultats
    #[arg(long = "config", value_name = "FICHIER", help_heading = OPTIONS)]
    configuration: Option<PathBuf>,
    /// Date d’où la conservation est comptée ; par défaut celle du jour
    #[arg(long = "date", value_name = "AAAA-MM-JJ", value_parser = consolider::date, help_heading = OPTIONS)]
    date: Option<Date>,
    /// Supprime vraiment ; sans elle, rien n’est touché
    #[arg(long = "confirmer", help_heading = OPTIONS)]
    confirmed: bool,
}

impl Typed {
    pub(super) fn into_request(self) -> Purger {
        Purger {
            request: PurgeRequest {
                output: self.output.unwrap_or_else(|| PathBuf::from("sorties")),
                before: self.before,
                configuration: self.configuration,
                date: self.date,
            },
            confirmed: self.confirmed,
        }
    }
}

impl Purger {
    /// What is past its time, and what became of it: nothing yet where `removed` is none.
    pub fn told(&self, first_kept: Month, months: &Months, removed: Option<&[Month]>) -> String {
        let mut text = String::new();
        let limit = first_kept.in_french();
        let (going, left): (Vec<&Past>, Vec<&Past>) = months.past.iter().partition(|one| one.left.is_none());
        if going.is_empty() && !left.is_empty() {
            let _ = writeln!(text, "Aucun mois supprimé : ceux d’avant {limit} sont laissés.");
        } else if going.is_empty() {
            let _ = writeln!(text, "Aucun mois à supprimer : rien n’est antérieur à {limit}.");
        } else {
            let verb = if removed.is_some() { "supprimés" } else { "à supprimer" };
            let folder = quoted(&self.request.output.display().to_string());
            let _ = writeln!(text, "Mois {verb} de {folder} (avant {limit}) :");
        }
        for one in &going {
            let files = counted(one.files, "fichier", "fichiers");
            let _ = writeln!(text, "  {}  {files}, {} Mo", one.month, decimal(one.bytes as f64 / 1e6, 1));
        }
        for one in &left {
            let _ = writeln!(text, "  {}  laissé : {}", one.month, why(one));
            if let Some(Left::Foreign(name)) = &one.left {
                let _ = writeln!(text, "           {}", quoted(name));
            }
        }
        if let (Some(first), Some(last)) = (months.kept.first(), months.kept.last()) {
            let kept = counted(months.kept.len() as u64, "mois gardé", "mois gardés");
            let _ = writeln!(text, "{kept}, de {first} à {last}.");
        }
        if !going.is_empty() && removed.is_none() {
            text.push_str(
                "\nRien n’a été supprimé. Pour supprimer ces mois, relancez avec --confirmer ; c’est définitif, et\n\
                 l’évolution des prochains rapports ne remontera pas plus loin.\n",
            );
        }
        text
    }
}

fn why(one: &Past) -> &'static str {
    match &one.left {
        None => "",
        Some(Left::NotOurs) => "ce dossier n’a pas été écrit par Maillage (pas de journal.jsonl)",
        Some(Left::Foreign(_)) => "il contient ce que Maillage n’a pas écrit ; retirez-le, puis relancez",
        Some(Left::Link) => "c’est un lien, que Maillage ne suit pas",
    }
}
