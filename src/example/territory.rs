//! The invented académie: départements, circonscriptions, communes and schools, and the annuaire that lists them.
//!
//! The académie is a real one, as UAI and reports need; its communes, schools and people are not. UAI are taken from
//! the top of each département's range, where no school stands.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::rng::Rng;
use super::words;
use crate::model::calendar::Month;
use crate::model::school::{self as model, Academie, Uai};

/// The académie of an example that has one alone.
pub(super) const USUAL: &str = "17";

/// Départements of that académie, the most populated first.
const USUAL_DEPARTEMENTS: [&str; 5] = ["44", "49", "85", "72", "53"];

/// A département: its real code, name and UAI prefix; `of` joins it to « Conseil départemental ».
pub(super) struct Departement {
    pub(super) code: String,
    pub(super) name: String,
    prefix: String,
    pub(super) of: &'static str,
}

impl Departement {
    fn of(departement: &model::Departement) -> Self {
        let model::Departement { code, name, uai_prefix } = departement.clone();
        let of = match name.chars().next() {
            _ if ["72", "53"].contains(&code.as_str()) => "de la ",
            Some('A' | 'E' | 'I' | 'O' | 'U' | 'Y' | 'É') => "d'",
            _ => "de ",
        };
        Self { code, name, prefix: uai_prefix, of }
    }
}

/// The départements of an académie, the most populated first where that is known.
fn departements(academie: &Academie) -> Vec<Departement> {
    let mut all: Vec<Departement> = academie.departements.iter().map(Departement::of).collect();
    // Schools are numbered from the top of the range that a prefix of three signs opens, each range once.
    let mut prefixes = BTreeSet::new();
    all.retain(|one| one.prefix.len() == 3 && prefixes.insert(one.prefix.clone()));
    let rank = |code: &str| USUAL_DEPARTEMENTS.iter().position(|usual| *usual == code);
    all.sort_by_key(|departement| rank(&departement.code));
    all
}

/// The most schools of an académie that the ranges of UAI allow.
pub(super) const MOST_SCHOOLS: u32 = 40_000;

/// An invented commune.
pub(super) struct Commune {
    pub(super) name: String,
    /// Invented code, in the form of the Insee's.
    pub(super) code: String,
    pub(super) departement: usize,
    /// Short name of its circonscription.
    pub(super) circo: String,
    /// Short name of its communauté de communes.
    pub(super) epci: String,
    /// What makes its choices its own.
    grain: u64,
}

impl Commune {
    /// A choice that the commune makes once: the same editor, the same provider for all its schools, and mostly the
    /// same as its neighbours'.
    pub(super) fn custom(&self, choices: usize, about: usize) -> usize {
        let mut own = Rng::new(self.grain).apart(about as u64);
        if own.chance(60) { 0 } else { own.below(choices) }
    }
}

/// An invented school.
pub(super) struct School {
    pub(super) uai: Uai,
    /// « maternelle », « élémentaire », « primaire ».
    pub(super) nature: &'static str,
    /// « Les Mésanges ».
    pub(super) proper: String,
    /// As the annuaire writes it.
    pub(super) name: String,
    pub(super) commune: usize,
    pub(super) private: bool,
    /// How well it knows its project, 0 to 3: schools of a circonscription are alike.
    pub(super) zeal: usize,
    /// Whether its own name and commune single it out, whatever is written of its kind.
    pub(super) unmistakable: bool,
}

impl School {
    /// Its generic address.
    pub(super) fn email(&self) -> String {
        format!("ce.{}@example.org", self.uai.as_str().to_lowercase())
    }
}

/// A school and what stands around it.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    pub(super) school: &'a School,
    pub(super) commune: &'a Commune,
    /// Every commune of the académie.
    pub(super) communes: &'a [Commune],
    pub(super) departement: &'a Departement,
    pub(super) academie: &'a str,
}

/// The invented académie.
pub(super) struct Territory<'a> {
    academie: &'a Academie,
    departements: Vec<Departement>,
    communes: Vec<Commune>,
    /// By UAI.
    pub(super) schools: Vec<School>,
}

impl<'t> Territory<'t> {
    /// Draws so many schools of an académie.
    pub(super) fn new(academie: &'t Academie, schools: u32, rng: &Rng) -> Self {
        let mut rng = rng.apart(1);
        let mut all = departements(academie);
        all.truncate(1 + schools as usize / 20);
        let departements = all.len();
        let mut territory = Self { academie, departements: all, communes: Vec::new(), schools: Vec::new() };
        let mut taken = BTreeSet::new();
        for rank in 0..departements {
            // The first départements are the largest.
            let (before, upto) = (share(schools, rank, departements), share(schools, rank + 1, departements));
            territory.populate(rank, upto - before, &mut taken, &mut rng);
        }
        territory.tell_namesakes();
        territory.schools.sort_by_key(|school| school.uai);
        territory
    }

    /// What stands around a school.
    pub(super) fn site<'a>(&'a self, school: &'a School) -> Site<'a> {
        let commune = &self.communes[school.commune];
        Site {
            school,
            commune,
            communes: &self.communes,
            departement: &self.departements[commune.departement],
            academie: &self.academie.name,
        }
    }

    fn tell_namesakes(&mut self) {
        let mut count = BTreeMap::new();
        for school in &self.schools {
            *count.entry((school.commune, school.proper.clone())).or_insert(0) += 1;
        }
        for school in &mut self.schools {
            school.unmistakable = count.get(&(school.commune, school.proper.clone())) == Some(&1);
        }
    }

    fn populate(&mut self, departement: usize, schools: u32, taken: &mut BTreeSet<String>, rng: &mut Rng) {
        // About 40 schools to a circonscription, and 2 to a commune, as in most départements.
        let circos: Vec<String> =
            (0..(schools / 40).max(2)).map(|_| words::commune_name(rng, taken)).collect();
        let mut made = 0;
        while made < schools {
            let circo = rng.below(circos.len());
            let index = self.communes.len();
            let seat = &circos[circo];
            // Each circonscription has its seat among its communes.
            let is_seat = !self.communes.iter().any(|commune| commune.name == *seat);
            let name = if is_seat { seat.clone() } else { words::commune_name(rng, taken) };
            let zeal = (circo * 7 + departement) % 4;
            self.communes.push(Commune {
                name,
                code: format!("{}{:03}", self.departements[departement].code, 999 - index % 1_000),
                departement,
                circo: seat.clone(),
                epci: circos[(circo + index % 2) % circos.len()].clone(),
                grain: rng.below(usize::MAX) as u64,
            });
            let mut here = BTreeSet::new();
            for _ in 0..rng.weighted(&[(50, 1), (25, 2), (15, 3), (10, 5)]).min(schools - made) {
                let prefix = &self.departements[departement].prefix;
                let school = draw_school(index, prefix, made, zeal, &mut here, rng);
                self.schools.extend(school);
                made += 1;
            }
        }
    }

    /// The titles of the annuaire, in its open-data format.
    pub(super) fn annuaire_titles() -> String {
        String::from(
            "\u{feff}Identifiant_de_l_etablissement;Nom_etablissement;Type_etablissement;Statut_public_prive;\
             Adresse_1;Code_postal;Code_commune;Nom_commune;Code_departement;Code_academie;Ecole_maternelle;\
             Ecole_elementaire;Telephone;Mail;Libelle_departement;Libelle_academie;nom_circonscription;\
             date_maj_ligne;etat;ministere_tutelle;code_nature;libelle_nature\r\n",
        )
    }

    /// The lines of its schools there.
    pub(super) fn annuaire(&self, month: Month) -> String {
        let mut text = String::new();
        for (rank, school) in self.schools.iter().enumerate() {
            let site = self.site(school);
            let (commune, departement) = (site.commune, site.departement);
            let nursery = school.nature == "maternelle";
            let (nature, label) =
                if nursery { ("101", "ECOLE MATERNELLE") } else { ("151", "ECOLE DE NIVEAU ELEMENTAIRE") };
            // The telephone numbers are of the range kept for fiction.
            let _ = write!(
                text,
                "{uai};{name};Ecole;{sector};{street};{code};{code};{town};0{dept};{academie};{mat};{ele};\
                 02 61 91 {p1:02} {p2:02};{mail};{dept_name};{academie_name};Circonscription d'inspection du 1er degré \
                 {circo};{month}-01;OUVERT;MINISTERE DE L'EDUCATION NATIONALE;{nature};{label}\r\n",
                uai = school.uai,
                name = school.name,
                sector = if school.private { "Privé" } else { "Public" },
                street = words::street(rank),
                code = commune.code,
                town = commune.name,
                dept = departement.code,
                academie = self.academie.code,
                mat = u8::from(school.nature != "élémentaire"),
                ele = u8::from(!nursery),
                p1 = rank / 100 % 100,
                p2 = rank % 100,
                mail = school.email(),
                dept_name = departement.name,
                academie_name = self.academie.name,
                circo = elided(&commune.circo),
            );
        }
        text
    }
}

/// Draws a school of a commune; `here` holds what its others are called.
fn draw_school(
    commune: usize,
    prefix: &str,
    rank: u32,
    zeal: usize,
    here: &mut BTreeSet<String>,
    rng: &mut Rng,
) -> Option<School> {
    // The rank runs over the range in leaps, so that neighbours don't have neighbouring keys.
    let number = 9_999 - (rank / 1_000) * 1_000 - (rank * 7 + 31) % 1_000;
    let digits = format!("{prefix}{number:04}");
    let uai = Uai::from_digits(&digits)?;
    let private = rng.chance(14);
    let nature = rng.weighted(&[(50, "primaire"), (28, "élémentaire"), (22, "maternelle")]);
    loop {
        let proper = words::school_name(rng, private);
        let sector = if private {
            " privée"
        } else if rng.chance(45) {
            " publique"
        } else {
            ""
        };
        let ecole = if rng.chance(50) { "Ecole" } else { "École" };
        let name = format!("{ecole} {nature}{sector} {proper}");
        // A maternelle beside an élémentaire of the same name is common; twice the same is not.
        if here.insert(format!("{nature} {proper}")) {
            return Some(School { uai, nature, proper, name, commune, private, zeal, unmistakable: true });
        }
    }
}

/// How many schools stand in the départements before this one: each has fewer than the one before it, down to a tenth
/// of the first.
fn share(schools: u32, rank: usize, departements: usize) -> u32 {
    let weight =
        |upto: usize| (0..upto).map(|at| 100_u64.saturating_sub(15 * at as u64).max(10)).sum::<u64>();
    (u64::from(schools) * weight(rank) / weight(departements)) as u32
}

/// « de Trémorvan », « d'Orvanne », « du Plessis », « des Ormes ».
pub(super) fn elided(name: &str) -> String {
    if let Some(rest) = name.strip_prefix("Le ") {
        format!("du {rest}")
    } else if let Some(rest) = name.strip_prefix("Les ") {
        format!("des {rest}")
    } else if name.starts_with(['A', 'E', 'I', 'O', 'U', 'Y', 'É']) {
        format!("d'{name}")
    } else {
        format!("de {name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::academies::Academies;

    #[test]
    fn schools_have_keys_of_their_own_and_names_that_tell_them_apart() {
        let academies = Academies::embedded();
        let territory = Territory::new(academies.with_code(USUAL).unwrap(), 3_000, &Rng::new(1));
        assert_eq!(territory.schools.len(), 3_000);
        let keys: BTreeSet<_> = territory.schools.iter().map(|school| school.uai).collect();
        assert_eq!(keys.len(), 3_000);
        let names: BTreeSet<_> = territory
            .schools
            .iter()
            .map(|school| (school.nature, &school.proper, &territory.site(school).commune.name))
            .collect();
        assert_eq!(names.len(), 3_000);
        assert!(territory.schools.iter().all(|school| school.uai.as_str()[3..].starts_with('9')));
    }

    #[test]
    fn every_academie_can_be_invented_however_many_departements_it_has() {
        let academies = Academies::embedded();
        for academie in academies.all() {
            let territory = Territory::new(academie, 300, &Rng::new(1));
            assert_eq!(territory.schools.len(), 300, "{}", academie.name);
            let keys: BTreeSet<_> = territory.schools.iter().map(|school| school.uai).collect();
            assert_eq!(keys.len(), 300, "{}", academie.name);
        }
    }

    #[test]
    fn the_annuaire_has_the_open_data_header_and_a_line_a_school() {
        let academies = Academies::embedded();
        let territory = Territory::new(academies.with_code(USUAL).unwrap(), 40, &Rng::new(1));
        let annuaire = Territory::annuaire_titles() + &territory.annuaire("2026-11".parse().unwrap());
        let mut lines = annuaire.split("\r\n");
        assert!(
            lines.next().unwrap().starts_with("\u{feff}Identifiant_de_l_etablissement;Nom_etablissement;")
        );
        let rows: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
        assert_eq!(rows.len(), 40);
        assert!(rows.iter().all(|row| row.split(';').count() == 22));
    }

    #[test]
    fn names_are_joined_as_people_say() {
        assert_eq!(elided("Trémorvan"), "de Trémorvan");
        assert_eq!(elided("Orvanne"), "d'Orvanne");
        assert_eq!(elided("Le Plessis-Corval"), "du Plessis-Corval");
    }
}
