//! What one school sends: its files, with the truth of each, and the couples that count in the end.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_xlsxwriter::XlsxError;

use super::book::{Book, Sheet};
use super::fates::Fate;
use super::file_name::Tells;
use super::form::{self, Claim, Form, Request, saved};
use super::identity::Discretion;
use super::rng::Rng;
use super::territory::{School, Site, elided};
use super::truth::{self, CoupleTruth, DocumentTruth};
use super::{Desordre, spoilt, xlsx};
use crate::model::calendar::Month;
use crate::model::school::Uai;

/// A file received, and its truth.
pub(super) struct Sent {
    pub(super) bytes: Vec<u8>,
    pub(super) received_on: Date,
    pub(super) truth: DocumentTruth,
}

/// A school about to send its inventory.
pub(super) struct Envoy<'a> {
    pub(super) site: Site<'a>,
    pub(super) month: Month,
    pub(super) desordre: Desordre,
    /// Another school, whose UAI it could give by mistake.
    pub(super) stranger: &'a School,
    /// The school's own chance.
    pub(super) rng: Rng,
}

/// Everything one school sent, and what of it counts.
#[derive(Default)]
pub(super) struct Parcel {
    pub(super) sent: Vec<Sent>,
    pub(super) couples: Vec<CoupleTruth>,
}

impl Envoy<'_> {
    /// Sends what the fate says. `taken` holds the paths already given.
    pub(super) fn send(&self, fate: Fate, taken: &mut Paths) -> Result<Parcel, XlsxError> {
        let mut rng = self.rng.apart(1);
        let day = self.month.first_day().saturating_add(rng.days(1, 18));
        let mut parcel = Parcel::default();
        match fate {
            Fate::Silent => {}
            Fate::Sent => self.answer(&mut parcel, &self.fill(day, None)?, day, taken),
            Fate::LockTwin => {
                self.answer(&mut parcel, &self.fill(day, None)?, day, taken);
                let path = parcel.sent[0].truth.document.clone();
                let (folder, name) = path.rfind('/').map_or(("", path.as_str()), |at| path.split_at(at + 1));
                let twin = spoilt::lock_twin();
                parcel.reject(format!("{folder}~${name}"), twin, day, "jumeau_de_verrou").verdict = "ignore";
            }
            Fate::Resubmitted => self.resubmit(&mut parcel, day, &mut rng, taken)?,
            Fate::SentTwice => self.send_twice(&mut parcel, day, taken)?,
            Fate::Truncated => {
                let form = self.fill(day, None)?;
                parcel.reject(
                    self.path(&form.stem, taken),
                    spoilt::truncated(&form.bytes),
                    day,
                    "fichier_tronque",
                );
            }
            Fate::Mended => {
                let form = self.fill(day, None)?;
                parcel.reject(
                    self.path(&form.stem, taken),
                    spoilt::truncated(&form.bytes),
                    day,
                    "fichier_tronque",
                );
                let again = Form { stem: format!("{} renvoi", form.stem), ..form };
                self.answer(&mut parcel, &again, day.saturating_add(rng.days(1, 1)), taken);
            }
            Fate::WrongKeyButNamed if self.site.school.unmistakable => {
                let mut form =
                    self.fill(day, Some(self.wrong_key(Discretion::NoAddress, Tells::NameAndCommune)))?;
                form.recognised_by = "nom et commune";
                form.quirks.push("cle_uai_fausse");
                self.answer(&mut parcel, &form, day, taken);
            }
            Fate::WrongKey | Fate::WrongKeyButNamed => {
                let form = self.fill(day, Some(self.wrong_key(Discretion::UaiAlone, Tells::Nothing)))?;
                // A commune in the file's name could be enough where it has one school.
                parcel.reject(self.path("Inventaire ENT VF", taken), form.bytes, day, "cle_uai_fausse");
            }
            Fate::Disagreement => {
                let uai = self.stranger.uai.to_string();
                let form = self
                    .fill(day, Some(Claim { uai, discretion: Discretion::NoAddress, tells: Tells::Uai }))?;
                parcel.reject(self.path(&form.stem, taken), form.bytes, day, "uai_contradictoires");
            }
            Fate::Empty => {
                let sheets = vec![Sheet::new("Feuil1"), Sheet::new("Feuil2")];
                let bytes = xlsx::bytes(&Book { sheets, saved: saved(day, &mut rng) })?;
                parcel
                    .reject(self.path(self.site.school.uai.as_str(), taken), bytes, day, "classeur_vide")
                    .verdict = "ignore";
            }
            Fate::Unrelated => {
                let bytes =
                    xlsx::bytes(&Book { saved: saved(day, &mut rng), ..spoilt::unrelated(&mut rng) })?;
                let path = self.path("liste cantine novembre", taken);
                parcel.reject(path, bytes, day, "autre_classeur").verdicts_admis = vec!["rejete", "ignore"];
            }
            Fate::Pdf => self.spoil(&mut parcel, spoilt::pdf(), day, "pdf_renomme", taken),
            Fate::WebPage => self.spoil(&mut parcel, spoilt::web_page(), day, "page_web_renommee", taken),
            Fate::NoByte => self.spoil(&mut parcel, Vec::new(), day, "fichier_sans_octet", taken),
            Fate::Encrypted => {
                self.spoil(&mut parcel, spoilt::encrypted(&mut rng), day, "classeur_protege", taken);
            }
        }
        if parcel.couples.is_empty() {
            parcel.couples = truth::not_returned(self.site.school.uai);
        }
        Ok(parcel)
    }

    fn fill(&self, day: Date, claim: Option<Claim>) -> Result<Form, XlsxError> {
        form::fill(&self.request(day, claim), &self.rng)
    }

    fn request(&self, day: Date, claim: Option<Claim>) -> Request<'_> {
        let Self { site, month, desordre, .. } = *self;
        Request { site, month, desordre, claim, corrected: false, day }
    }

    /// Sends a form that counts.
    fn answer(&self, parcel: &mut Parcel, form: &Form, day: Date, taken: &mut Paths) {
        let path = self.path(&form.stem, taken);
        parcel.couples = form
            .couples
            .iter()
            .map(|couple| CoupleTruth { document: path.clone(), ..couple.clone() })
            .collect();
        parcel.sent.push(self.sent(form, path, day, "retenu"));
    }

    fn sent(&self, form: &Form, path: String, day: Date, verdict: &'static str) -> Sent {
        let truth = DocumentTruth {
            uai: Some(self.site.school.uai.to_string()),
            reconnue_par: Some(form.recognised_by),
            forme: form.forme,
            bizarreries: form.quirks.clone(),
            ..DocumentTruth::new(path, day, verdict)
        };
        Sent { bytes: form.bytes.clone(), received_on: day, truth }
    }

    /// Sends an inventory, then, some days later, the same with its gaps filled.
    fn resubmit(
        &self,
        parcel: &mut Parcel,
        day: Date,
        rng: &mut Rng,
        taken: &mut Paths,
    ) -> Result<(), XlsxError> {
        let first = self.fill(day, None)?;
        let path = self.path(&first.stem, taken);
        parcel.sent.push(self.sent(&first, path, day, "remplace"));
        let later = day.saturating_add(rng.days(1, 6));
        let mut second = form::fill(&Request { corrected: true, ..self.request(later, None) }, &self.rng)?;
        let mark = rng.pick(&["v2", "- corrigé", "- rectifié", "VF", "V2 bon"]);
        second.stem = format!("{} {mark}", first.stem);
        second.quirks.push("nouvel_envoi");
        self.answer(parcel, &second, later, taken);
        Ok(())
    }

    /// Sends the same bytes twice: the first in path order counts.
    fn send_twice(&self, parcel: &mut Parcel, day: Date, taken: &mut Paths) -> Result<(), XlsxError> {
        let form = self.fill(day, None)?;
        let mut paths = [self.path(&form.stem, taken), self.path(&format!("Copie de {}", form.stem), taken)];
        paths.sort();
        let [first, second] = paths;
        parcel.couples = form
            .couples
            .iter()
            .map(|couple| CoupleTruth { document: first.clone(), ..couple.clone() })
            .collect();
        parcel.sent.push(self.sent(&form, first, day, "retenu"));
        parcel.sent.push(self.sent(&form, second, day, "doublon"));
        Ok(())
    }

    /// Sends a file that is no workbook.
    fn spoil(&self, parcel: &mut Parcel, bytes: Vec<u8>, day: Date, quirk: &'static str, taken: &mut Paths) {
        let path = self.path(&format!("Inventaire ENT {}", self.site.commune.name), taken);
        parcel.reject(path, bytes, day, quirk);
    }

    fn wrong_key(&self, discretion: Discretion, tells: Tells) -> Claim {
        let right = self.site.school.uai.as_str();
        let digits = &right[..7];
        // The letter of the neighbour in the alphabet of keys.
        let wrong = ["A", "B"].map(|letter| format!("{digits}{letter}"));
        let uai = wrong.into_iter().find(|text| Uai::parse(text).is_err()).unwrap_or_default();
        Claim { uai, discretion, tells }
    }

    /// A path that nothing has yet, in the folder where this school's envoys were put.
    fn path(&self, stem: &str, taken: &mut Paths) -> String {
        let mut rng = self.rng.apart(2);
        let folder = if rng.chance(12) {
            format!("Circonscription {}/", elided(&self.site.commune.circo))
        } else {
            String::new()
        };
        // Excel opens no `.xlsm` that holds no macro: such names are for readers, not for samples to be looked at.
        let macros = match self.desordre {
            Desordre::Ordinaire => 0,
            Desordre::Fort => 4,
        };
        let extension = rng.weighted(&[(94, "xlsx"), (2, "XLSX"), (macros, "xlsm")]);
        taken.free(&format!("{folder}{stem}"), extension)
    }
}

/// The paths already given. Windows holds two names that differ by case for one.
#[derive(Default)]
pub(super) struct Paths {
    taken: BTreeSet<String>,
    /// How far each name was numbered: of 60,000 schools, thousands write « Inventaire.xlsx ».
    numbered: BTreeMap<String, u32>,
}

impl Paths {
    /// The path, or the first one free that is numbered as a mailbox does: `Inventaire (2).xlsx`.
    fn free(&mut self, stem: &str, extension: &str) -> String {
        let mut path = format!("{stem}.{extension}");
        let number = self.numbered.entry(path.to_lowercase()).or_insert(1);
        while !self.taken.insert(path.to_lowercase()) {
            *number += 1;
            path = format!("{stem} ({number}).{extension}");
        }
        path
    }
}

impl Parcel {
    /// Adds a file that counts for nobody.
    fn reject(&mut self, path: String, bytes: Vec<u8>, day: Date, quirk: &'static str) -> &mut DocumentTruth {
        let truth = DocumentTruth { bizarreries: vec![quirk], ..DocumentTruth::new(path, day, "rejete") };
        self.sent.push(Sent { bytes, received_on: day, truth });
        let last = self.sent.len() - 1;
        &mut self.sent[last].truth
    }
}
