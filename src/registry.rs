//! The registry of expected schools, read from the open-data directory or any table with a UAI column.
//!
//! Columns are found by their names, never by rank: the public directory renames and moves them from one year to the
//! next, and académies add their own.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::academies::Academies;
use crate::french;
use crate::model::school::{Academie, NotAUai, School, Sector, Uai};
use crate::text::fold;

/// How far the row of titles is looked for: exports made by hand begin with a title, a date, a blank line.
const TITLE_ROWS: usize = 40;

/// The schools that a registry expects, by UAI.
#[derive(Clone, Debug)]
pub struct Registry {
    /// How its file is named.
    pub name: String,
    /// Rows left out because they expect no inventory.
    pub left_out: LeftOut,
    schools: Vec<Arc<School>>,
    by_commune: BTreeMap<String, Vec<Arc<School>>>,
    closed: BTreeSet<Uai>,
}

/// How many rows of a registry expect no inventory, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Collèges, lycées, services.
    pub not_schools: u32,
    /// Schools closed, or not open yet.
    pub not_open: u32,
    /// Schools of a collectivity outside académies.
    pub outside_academies: u32,
}

/// Something in a registry that somebody should mend. Displays as a French sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryRemark {
    /// Line of the file, from one.
    pub line: u64,
    /// What is wrong there.
    pub kind: RemarkKind,
}

/// What is wrong in a row of a registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemarkKind {
    /// The UAI cell is blank, on a row that says something.
    NoUai,
    /// What stands there is no UAI; the row is left out.
    BadUai(String, NotAUai),
    /// The UAI was mended without a doubt: as written, and as read.
    RepairedUai(String, Uai),
    /// The school stands on an earlier line, which counts.
    Repeated(Uai, u64),
    /// The row could not be read.
    Unreadable,
}

impl fmt::Display for RegistryRemark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ligne {}\u{a0}: ", self.line)?;
        match &self.kind {
            RemarkKind::NoUai => f.write_str("l’UAI manque\u{a0}; la ligne est laissée de côté."),
            RemarkKind::BadUai(written, NotAUai::Malformed) => write!(
                f,
                "{} n’est pas un UAI (sept chiffres et une lettre)\u{a0}; la ligne est laissée de côté.",
                french::quoted(written)
            ),
            RemarkKind::BadUai(written, NotAUai::WrongKey) => write!(
                f,
                "la lettre de l’UAI {} ne correspond pas à ses chiffres\u{a0}; la ligne est laissée de côté.",
                french::quoted(written)
            ),
            RemarkKind::RepairedUai(written, uai) => {
                write!(f, "l’UAI {} a été lu {uai}.", french::quoted(written))
            }
            RemarkKind::Repeated(uai, first) => {
                write!(f, "l’école {uai} figure déjà à la ligne {first}, qui compte.")
            }
            RemarkKind::Unreadable => {
                f.write_str("la ligne n’a pas pu être lue\u{a0}; elle est laissée de côté.")
            }
        }
    }
}

/// Why a file is no registry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegistryError {
    /// Nothing is written in it.
    #[error("l’annuaire est vide.")]
    Empty,
    /// No column holds UAI: the titles met.
    #[error(
        "l’annuaire n’a pas de colonne UAI (titres acceptés\u{a0}: UAI, RNE, Code UAI, Identifiant_de_l_etablissement…)\
         {}",
        seen(.0)
    )]
    NoUaiColumn(Vec<String>),
    /// Titles, and not one school that is expected.
    #[error("l’annuaire ne contient aucune école ouverte du premier degré.")]
    NoSchool,
}

fn seen(titles: &[String]) -> String {
    if titles.is_empty() {
        return ".".to_owned();
    }
    let quoted: Vec<String> = titles.iter().take(8).map(|title| french::quoted(title)).collect();
    format!("\u{a0}; titres lus\u{a0}: {}.", french::listed(&quoted))
}

impl Registry {
    /// Reads a CSV file: UTF-8, UTF-16 or Windows-1252; semicolons, commas or tabs.
    ///
    /// # Errors
    /// [`RegistryError`] where no school can be read from it; a faulty row is only a remark.
    pub fn read(
        name: &str,
        bytes: &[u8],
        academies: &Academies,
    ) -> Result<(Self, Vec<RegistryRemark>), RegistryError> {
        let text = decoded(bytes);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter_of(&text))
            .from_reader(text.as_bytes());
        let mut builder = Builder::new(name, academies);
        let mut record = csv::StringRecord::new();
        loop {
            let line = reader.position().line();
            match reader.read_record(&mut record) {
                Ok(false) => break,
                Ok(true) => {
                    let line = record.position().map_or(line, csv::Position::line);
                    builder.row(line, record.len(), &|column| record.get(column).unwrap_or_default());
                }
                Err(_) => builder.remark(line, RemarkKind::Unreadable),
            }
        }
        builder.finish()
    }

    /// Takes the rows of a sheet, its first row being line 1.
    ///
    /// # Errors
    /// As [`Registry::read`].
    pub fn from_rows(
        name: &str,
        rows: &[Vec<String>],
        academies: &Academies,
    ) -> Result<(Self, Vec<RegistryRemark>), RegistryError> {
        let mut builder = Builder::new(name, academies);
        for (line, row) in (1..).zip(rows) {
            builder.row(line, row.len(), &|column| row.get(column).map(String::as_str).unwrap_or_default());
        }
        builder.finish()
    }

    /// The school of a UAI.
    pub fn school(&self, uai: &Uai) -> Option<&Arc<School>> {
        let rank = self.schools.binary_search_by_key(uai, |school| school.uai).ok()?;
        self.schools.get(rank)
    }

    /// Its schools, by UAI.
    pub fn schools(&self) -> impl Iterator<Item = &Arc<School>> {
        self.schools.iter()
    }

    /// Whether a line tells the school closed.
    pub fn tells_closed(&self, uai: Uai) -> bool {
        self.closed.contains(&uai)
    }

    /// The schools of a commune, its name folded.
    pub fn in_commune(&self, folded: &str) -> &[Arc<School>] {
        self.by_commune.get(folded).map(Vec::as_slice).unwrap_or_default()
    }

    /// The folded names of its communes, in order.
    pub fn communes(&self) -> impl Iterator<Item = &str> {
        self.by_commune.keys().map(String::as_str)
    }
}

/// The text of a file that Excel or a portal wrote.
fn decoded(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => WINDOWS_1252,
    };
    encoding.decode(bytes).0
}

/// The separator that cuts the first lines most often.
fn delimiter_of(text: &str) -> u8 {
    let head: Vec<&str> = text.lines().take(TITLE_ROWS).collect();
    // At equal counts the first one wins: the portal's own.
    [b';', b'\t', b',']
        .into_iter()
        .rev()
        .max_by_key(|separator| {
            head.iter().map(|line| line.bytes().filter(|byte| byte == separator).count()).max()
        })
        .unwrap_or(b';')
}

/// What a column of a registry holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
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
fn columns_of<'r>(width: usize, cell: &dyn Fn(usize) -> &'r str) -> Option<BTreeMap<Column, usize>> {
    let titles: Vec<String> = (0..width).map(|column| fold(cell(column))).collect();
    let mut columns = BTreeMap::new();
    for (column, names) in TITLES {
        if let Some(rank) = names.iter().find_map(|name| titles.iter().position(|title| title == name)) {
            columns.insert(column, rank);
        }
    }
    columns.contains_key(&Column::Uai).then_some(columns)
}

/// Builds a registry row by row, whatever the file it comes from.
struct Builder<'a> {
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
    fn new(name: &'a str, academies: &'a Academies) -> Self {
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

    fn remark(&mut self, line: u64, kind: RemarkKind) {
        self.remarks.push(RegistryRemark { line, kind });
    }

    fn row<'r>(&mut self, line: u64, width: usize, cell: &dyn Fn(usize) -> &'r str) {
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

    fn finish(self) -> Result<(Registry, Vec<RegistryRemark>), RegistryError> {
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

/// Ends trimmed, any run of spaces as one.
fn tidy(written: &str) -> String {
    written.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Registry, Vec<RegistryRemark>) {
        Registry::read("annuaire.csv", text.as_bytes(), &Academies::embedded()).unwrap()
    }

    const HEADER: &str = "Identifiant_de_l_etablissement;Nom_etablissement;Type_etablissement;Statut_public_prive;\
        Code postal;Nom_commune;Code_departement;Mail;nom_circonscription;etat;code_nature\r\n";

    #[test]
    fn the_open_data_directory_gives_open_schools_only() {
        let (registry, remarks) = read(&format!(
            "\u{feff}{HEADER}\
             0350122T;Ecole primaire  publique les Lucioles;Ecole;Public;35580;Baulon;035;ecole.0350122T@example.org;\
             Circonscription d'inspection du 1er degré de Bruz;OUVERT;151\r\n\
             0351111A;Collège;Collège;Public;35000;Rennes;035;;;OUVERT;340\r\n\
             0940176F;Ecole élémentaire;Ecole;Public;94260;Fresnes;094;;\
             Circonscription d'inspection  du 1er degre d'Orly;A FERMER;151\r\n\
             0352813T;AFOREM;;;35000;Rennes;035;;;OUVERT;400\r\n\
             0951099D;Ecole fermée;Ecole;Public;95000;Cergy;095;;;FERMÉ;101\r\n\
             9711252J;Ecole maternelle;Ecole;Privé;97150;Saint-Martin;978;;;OUVERT;101\r\n\
             9830002K;Ecole;Ecole;Public;98800;Nouméa;988;;;OUVERT;101\r\n"
        ));
        let uais: Vec<&str> = registry.schools().map(|school| school.uai.as_str()).collect();
        assert_eq!(uais, ["0350122T", "0940176F", "9711252J"]);
        assert_eq!(remarks, []);
        assert_eq!(registry.left_out, LeftOut { not_schools: 2, not_open: 1, outside_academies: 1 });
        let baulon = registry.school(&Uai::parse("0350122T").unwrap()).unwrap();
        assert_eq!(&*baulon.name, "Ecole primaire publique les Lucioles");
        assert_eq!((&*baulon.departement, &*baulon.circonscription), ("35", "Bruz"));
        assert_eq!((baulon.sector, &*baulon.email), (Sector::Public, "ecole.0350122T@example.org"));
        let other = registry.school(&Uai::parse("9711252J").unwrap()).unwrap();
        assert_eq!((&*other.departement, other.sector), ("978", Sector::Private));
        let fresnes = registry.in_commune("fresnes");
        assert_eq!(fresnes.iter().map(|school| &*school.circonscription).collect::<Vec<_>>(), ["Orly"]);
        assert_eq!(registry.communes().collect::<Vec<_>>(), ["baulon", "fresnes", "saint martin"]);
    }

    #[test]
    fn faulty_rows_are_named_with_their_line_and_the_others_kept() {
        let (registry, remarks) = read(
            "Écoles attendues\n\nRNE,École,Commune\n0350122T,A,Baulon\n0350122Z,B,Baulon\nécole,C,Baulon\n\
             ,D,Baulon\n0350122T,A bis,Baulon\n940176f,\"E, la grande\",Fresnes\n",
        );
        let told: Vec<String> = remarks.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "ligne 5\u{a0}: la lettre de l’UAI «\u{a0}0350122Z\u{a0}» ne correspond pas à ses chiffres\u{a0}; \
                 la ligne est laissée de côté.",
                "ligne 6\u{a0}: «\u{a0}école\u{a0}» n’est pas un UAI (sept chiffres et une lettre)\u{a0}; \
                 la ligne est laissée de côté.",
                "ligne 7\u{a0}: l’UAI manque\u{a0}; la ligne est laissée de côté.",
                "ligne 8\u{a0}: l’école 0350122T figure déjà à la ligne 4, qui compte.",
                "ligne 9\u{a0}: l’UAI «\u{a0}940176f\u{a0}» a été lu 0940176F.",
            ]
        );
        let names: Vec<&str> = registry.schools().map(|school| &*school.name).collect();
        assert_eq!(names, ["A", "E, la grande"]);
    }

    #[test]
    fn files_saved_by_excel_are_read_whatever_their_encoding() {
        let text = "Code UAI\tNom de l'école\tCommune\n0350122T\tÉcole « Les Œillets » – l’été\tLiffré\n";
        let cp1252 = WINDOWS_1252.encode(text).0.into_owned();
        let mut utf16 = vec![0xff, 0xfe];
        utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        for bytes in [text.as_bytes().to_vec(), cp1252, utf16] {
            let (registry, _) = Registry::read("a.csv", &bytes, &Academies::embedded()).unwrap();
            let school = registry.schools().next().unwrap();
            assert_eq!(&*school.name, "École « Les Œillets » – l’été");
            assert_eq!(&*school.commune, "Liffré");
        }
    }

    #[test]
    fn a_file_that_is_no_registry_says_why() {
        let read = |text: &str| {
            Registry::read("a.csv", text.as_bytes(), &Academies::embedded()).unwrap_err().to_string()
        };
        assert_eq!(read("\n\n"), "l’annuaire est vide.");
        assert!(
            read("Nom;Ville\nA;B\n").ends_with("titres lus\u{a0}: «\u{a0}Nom\u{a0}» et «\u{a0}Ville\u{a0}».")
        );
        assert!(read("UAI;Nom\n").contains("aucune école"));
    }

    #[test]
    fn rows_of_a_sheet_are_read_like_a_file() {
        let rows = [vec!["uai", "nom"], vec!["0350122t", "A"]]
            .map(|row| row.into_iter().map(str::to_owned).collect::<Vec<_>>());
        let (registry, remarks) = Registry::from_rows("a.xlsx", &rows, &Academies::embedded()).unwrap();
        assert_eq!(registry.schools().count(), 1);
        assert_eq!(remarks[0].line, 2);
    }

    #[test]
    fn circonscriptions_are_named_in_short() {
        for (written, short) in [
            ("Circonscription d'inspection du 1er degré de Saint Malo Ville", "Saint Malo Ville"),
            ("Circonscription d'inspection du 1er degré du Pays Malouin", "Pays Malouin"),
            ("Circonscription d'inspection  du 1er degre d'Orly", "Orly"),
            ("Circonscription d’inspection du 1er degré de La Flèche", "La Flèche"),
            ("Circonscription de Bruz", "Bruz"),
            ("Rennes - ASH Parcours 2D", "Rennes - ASH Parcours 2D"),
            ("", ""),
        ] {
            assert_eq!(short_circonscription(written), short, "{written}");
        }
    }

    /// Public directories are kept outside the repository: checked where `MAILLAGE_DONNEES` says they are.
    #[test]
    fn the_public_directories_are_read_whole() {
        let Some(folder) = std::env::var_os("MAILLAGE_DONNEES") else { return };
        for (file, schools, others, remarks) in [
            ("annuaire_ille-et-vilaine_2023-06.csv", 685, 311, 0),
            ("annuaire_val-de-marne_2026-05.csv", 613, 0, 0),
            ("ecoles_ref.csv", 30_059, 0, 0),
        ] {
            let bytes = std::fs::read(std::path::Path::new(&folder).join(file)).unwrap();
            let (registry, met) = Registry::read(file, &bytes, &Academies::embedded()).unwrap();
            assert_eq!(registry.schools().count(), schools, "{file}");
            assert_eq!((registry.left_out.not_schools, met.len()), (others, remarks), "{file}: {met:?}");
        }
    }
}
