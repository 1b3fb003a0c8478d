//! The rows of a registry, one school each.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::columns::{Column, columns_of};
use super::{LeftOut, Registry, RegistryError, RegistryRemark, RemarkKind};
use crate::academies::Academies;
use crate::model::school::{Academie, NotAUai, School, Sector, Uai};
use crate::text::fold;

/// How far the row of titles is looked for: exports made by hand begin with a title, a date, a blank line.
pub(super) const TITLE_ROWS: usize = 40;

/// Builds a registry row by row, whatever the file it comes from.
pub(super) struct Builder<'a> {
    name: &'a str,
    academies: &'a Academies,
    columns: Option<BTreeMap<Column, usize>>,
    rows_before_titles: usize,
    titles_seen: Vec<String>,
    schools: BTreeMap<Uai, (u64, Arc<School>)>,
    closed: BTreeSet<Uai>,
    left_out: LeftOut,
    remarks: Vec<RegistryRemark>,
    /// One copy of each repeated text; only looked up, never walked.
    texts: HashMap<String, Arc<str>>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(name: &'a str, academies: &'a Academies) -> Self {
        Self {
            name,
            academies,
            columns: None,
            rows_before_titles: 0,
            titles_seen: Vec::new(),
            schools: BTreeMap::new(),
            closed: BTreeSet::new(),
            left_out: LeftOut::default(),
            remarks: Vec::new(),
            texts: HashMap::new(),
        }
    }

    pub(super) fn remark(&mut self, line: u64, kind: RemarkKind) {
        self.remarks.push(RegistryRemark { line, kind });
    }

    pub(super) fn row<'r>(&mut self, line: u64, width: usize, cell: &dyn Fn(usize) -> &'r str) {
        if (0..width).all(|column| cell(column).trim().is_empty()) {
            return;
        }
        let Some(columns) = &self.columns else {
            if self.rows_before_titles < TITLE_ROWS {
                self.rows_before_titles += 1;
                self.columns = columns_of(width, cell);
                if self.titles_seen.len() < 2 {
                    self.titles_seen = (0..width)
                        .map(|column| tidy(cell(column)))
                        .filter(|title| !title.is_empty())
                        .collect();
                }
            }
            return;
        };
        let value = |column: Column| columns.get(&column).map_or("", |&rank| cell(rank));
        let (uai, name) = (value(Column::Uai), tidy(value(Column::Name)));
        let (kind, nature, state) = (value(Column::Kind), value(Column::Nature), value(Column::State));
        let (commune, email) = (tidy(value(Column::Commune)), value(Column::Email).trim().to_owned());
        let departement = value(Column::Departement).to_owned();
        let circonscription = short_circonscription(value(Column::Circonscription));
        let sector = sector_of(value(Column::Sector));
        if !is_first_degree(kind, nature) {
            self.left_out.not_schools += 1;
            return;
        }
        if !is_open(state) {
            self.left_out.not_open += 1;
            self.closed.extend(read_uai(uai).ok().filter(|_| fold(state).starts_with("ferme")));
            return;
        }
        let written = uai.trim().to_owned();
        let uai = match read_uai(&written) {
            Ok(uai) => uai,
            Err(_) if written.is_empty() => return self.remark(line, RemarkKind::NoUai),
            Err(reason) => return self.remark(line, RemarkKind::BadUai(written, reason)),
        };
        let academies = self.academies;
        let Some((academie, by_prefix)) = academies.of_uai(uai) else {
            self.left_out.outside_academies += 1;
            return;
        };
        if let Some((first, _)) = self.schools.get(&uai) {
            let first = *first;
            return self.remark(line, RemarkKind::Repeated(uai, first));
        }
        if written != uai.as_str() {
            self.remark(line, RemarkKind::RepairedUai(written, uai));
        }
        let departement = departement_of(&departement, uai, academie).unwrap_or(&by_prefix.code);
        let school = School {
            uai,
            name: name.into(),
            commune: self.shared(&commune),
            departement: self.shared(departement),
            circonscription: self.shared(&circonscription),
            sector,
            email: email.into(),
        };
        self.schools.insert(uai, (line, Arc::new(school)));
    }

    fn shared(&mut self, text: &str) -> Arc<str> {
        if let Some(shared) = self.texts.get(text) {
            return Arc::clone(shared);
        }
        let shared: Arc<str> = text.into();
        self.texts.insert(text.to_owned(), Arc::clone(&shared));
        shared
    }

    pub(super) fn finish(self) -> Result<(Registry, Vec<RegistryRemark>), RegistryError> {
        if self.columns.is_none() {
            return Err(if self.rows_before_titles == 0 {
                RegistryError::Empty
            } else {
                RegistryError::NoUaiColumn(self.titles_seen)
            });
        }
        if self.schools.is_empty() {
            return Err(RegistryError::NoSchool);
        }
        let schools: Vec<Arc<School>> = self.schools.into_values().map(|(_, school)| school).collect();
        let mut by_commune: BTreeMap<String, Vec<Arc<School>>> = BTreeMap::new();
        for school in &schools {
            if !school.commune.is_empty() {
                by_commune.entry(fold(&school.commune)).or_default().push(Arc::clone(school));
            }
        }
        // Where a school stands twice, the line that expects it counts.
        let closed = self
            .closed
            .into_iter()
            .filter(|uai| schools.binary_search_by_key(uai, |school: &Arc<School>| school.uai).is_err());
        let closed = closed.collect();
        let left_out = self.left_out;
        let registry = Registry { name: self.name.to_owned(), left_out, schools, by_commune, closed };
        Ok((registry, self.remarks))
    }
}

/// A UAI in a column made for it: case, spaces and dashes don't count, nor a leading zero that Excel ate and that the
/// key confirms.
fn read_uai(written: &str) -> Result<Uai, NotAUai> {
    let plain: String = written
        .chars()
        .filter(|sign| !sign.is_whitespace() && !matches!(sign, '-' | '.' | '\u{a0}' | '\u{200b}'))
        .map(|sign| sign.to_ascii_uppercase())
        .collect();
    match Uai::parse(&plain) {
        Err(NotAUai::Malformed) if plain.len() == 7 => {
            Uai::parse(&format!("0{plain}")).map_err(|_| NotAUai::Malformed)
        }
        read => read,
    }
}

/// Whether a row is a school of the first degree, as far as its columns say. Nature codes of the first degree begin
/// with 1 (101 maternelle, 151 élémentaire, 153 d'application, 162 spécialisée).
fn is_first_degree(kind: &str, nature: &str) -> bool {
    let (kind, nature) = (fold(kind), nature.trim());
    if kind.is_empty() {
        return nature.is_empty() || (nature.len() == 3 && nature.starts_with('1'));
    }
    kind.starts_with("ecole") || matches!(kind.as_str(), "maternelle" | "elementaire" | "primaire")
}

/// « A FERMER » is still open; a file without that column lists open schools.
fn is_open(state: &str) -> bool {
    let state = fold(state);
    !(state.starts_with("ferme") || state.starts_with("a ouvrir"))
}

/// « Public », « Privé », « PR », « privé sous contrat »; anything else tells nothing.
fn sector_of(written: &str) -> Sector {
    let folded = fold(written);
    if folded.starts_with("pu") {
        Sector::Public
    } else if folded.starts_with("pr") {
        Sector::Private
    } else {
        Sector::Unknown
    }
}

/// The département that a cell names, where several share the UAI's prefix (Saint-Martin under Guadeloupe's).
fn departement_of<'a>(written: &str, uai: Uai, academie: &'a Academie) -> Option<&'a str> {
    let code = written.trim().trim_start_matches('0');
    academie
        .departements
        .iter()
        .filter(|departement| departement.uai_prefix == uai.prefix())
        .find(|departement| departement.code.trim_start_matches('0') == code)
        .map(|departement| departement.code.as_str())
}

/// Ends trimmed, any run of spaces as one.
fn tidy(written: &str) -> String {
    written.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// « Circonscription d'inspection du 1er degré de Bruz » → « Bruz »; « … du Pays Malouin » → « Pays Malouin ».
pub fn short_circonscription(written: &str) -> String {
    let tidied = tidy(written);
    let mut words: Vec<&str> = tidied.split(' ').collect();
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    if !matches!(folded.first().map(String::as_str), Some("circonscription" | "circo" | "ien" | "inspection"))
    {
        return tidied;
    }
    // Past « degré » where it stands, past « circonscription » otherwise.
    let before = folded.iter().position(|word| word == "degre").unwrap_or(0) + 1;
    words.drain(..before);
    let Some(first) = words.first().copied() else { return tidied };
    match fold(first).as_str() {
        "de" | "du" | "des" if words.len() > 1 => words[1..].join(" "),
        _ => {
            let rest = words.join(" ");
            let elided = ["d'", "d’", "D'", "D’"].iter().find_map(|article| rest.strip_prefix(article));
            elided.map(str::to_owned).unwrap_or(rest)
        }
    }
}
