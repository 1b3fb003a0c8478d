//! Whose form it is: the block that says so, wherever the school put it, and the name of the file.

use super::book::{Sheet, Style};
use super::file_name::Tells;
use super::quirks::{Pen, TITLE_MERGED, UAI_SPELLING, unaccented};
use super::territory::Site;

/// Where a form tells whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whereabouts {
    Above,
    Beside,
    Below,
    OwnSheet,
    Title,
    AddressOnly,
    FileNameOnly,
    NameAndCommune,
}

impl Whereabouts {
    /// Draws one; schools whose name is not theirs alone never rely on it.
    pub(super) fn draw(unmistakable: bool, pen: &mut Pen) -> Self {
        let rare = u32::from(unmistakable);
        let drawn = pen.rng.weighted(&[
            (58, Self::Above),
            (7, Self::Beside),
            (6, Self::Below),
            (7, Self::OwnSheet),
            (8, Self::Title),
            (4, Self::AddressOnly),
            (6, Self::FileNameOnly),
            (4 * rare, Self::NameAndCommune),
        ]);
        if let Some(quirk) = drawn.quirk() {
            pen.note(quirk);
        }
        drawn
    }

    fn quirk(self) -> Option<&'static str> {
        Some(match self {
            Self::Above => return None,
            Self::Beside => "identification_a_cote",
            Self::Below => "identification_dessous",
            Self::OwnSheet => "identification_autre_feuille",
            Self::Title => "identification_dans_le_titre",
            Self::AddressOnly => "identification_par_adresse",
            Self::FileNameOnly => "identification_par_nom_de_fichier",
            Self::NameAndCommune => "identification_par_nom_et_commune",
        })
    }

    /// What the file's name must tell then.
    pub(super) fn tells(self) -> Tells {
        match self {
            Self::FileNameOnly => Tells::Uai,
            Self::NameAndCommune => Tells::Nothing,
            _ => Tells::Anything,
        }
    }

    /// What a reader recognises the school by, in the truth's words.
    pub(super) fn recognised_by(self) -> &'static str {
        match self {
            Self::AddressOnly => "adresse électronique dans une cellule",
            Self::FileNameOnly => "UAI dans le nom du fichier",
            Self::NameAndCommune => "nom et commune",
            _ => "UAI dans une cellule",
        }
    }
}

/// What a form keeps to itself, so that a wrong UAI stands alone or against a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Discretion {
    /// Nothing.
    None,
    /// Its address, which tells the UAI.
    NoAddress,
    /// Everything but the UAI.
    UaiAlone,
}

/// The block that tells whose form it is.
pub(super) struct Identity {
    pub(super) whereabouts: Whereabouts,
    title: String,
    rows: Vec<(&'static str, String)>,
}

impl Identity {
    /// What this school writes of itself. `uai` is written as it is given, right or wrong.
    pub(super) fn draw(
        whereabouts: Whereabouts,
        discretion: Discretion,
        site: &Site,
        uai: &str,
        month: &str,
        pen: &mut Pen,
    ) -> Self {
        let rng = &mut pen.rng;
        let mut title = match rng.below(6) {
            0 => "Projet ENT : compétences nécessaires".to_owned(),
            1 => "INVENTAIRE DES ACTEURS ET COMPÉTENCES – ENT".to_owned(),
            2 => "Enquête ENT (à retourner avant le 15/11)".to_owned(),
            3 => "Tableau des compétences ENT 2026-2027".to_owned(),
            4 => format!("Inventaire ENT – {month}"),
            _ => "Inventaire des acteurs et des compétences du projet ENT".to_owned(),
        };
        let name = spoken_name(site, pen);
        let commune = &site.commune.name;
        let mut rows = Vec::new();
        let says_uai = !matches!(
            whereabouts,
            Whereabouts::AddressOnly
                | Whereabouts::FileNameOnly
                | Whereabouts::NameAndCommune
                | Whereabouts::Title
        );
        if says_uai {
            let label = pen.rng.pick(&[
                "UAI",
                "N° UAI",
                "Code UAI",
                "RNE",
                "Code RNE",
                "UAI (ex-RNE)",
                "Code établissement",
            ]);
            rows.push((label, spelt_uai(uai, pen)));
        }
        if whereabouts == Whereabouts::Title {
            let academie = site.academie;
            title = match pen.rng.below(3) {
                0 => format!("{title}\n{name} – UAI {uai} – {commune} – académie de {academie}"),
                1 => format!("{name} – {uai} – {commune}"),
                _ => format!("{title} – {name} ({uai})"),
            };
        } else if discretion != Discretion::UaiAlone
            && (whereabouts != Whereabouts::FileNameOnly || pen.rng.chance(50))
        {
            let label = pen.rng.pick(&[
                "École",
                "Établissement",
                "Ecole :",
                "Nom de l'école",
                "Nom de l'établissement",
            ]);
            rows.push((label, name));
            let settles = whereabouts == Whereabouts::NameAndCommune || discretion == Discretion::NoAddress;
            if settles || pen.rng.chance(75) {
                rows.push((pen.rng.pick(&["Commune", "Ville", "Commune :", "Localité"]), commune.clone()));
            }
            if pen.rng.chance(50) {
                rows.push((pen.rng.pick(&["Académie", "ACADEMIE", "Acad."]), site.academie.to_owned()));
            }
            if pen.rng.chance(35) {
                rows.push((
                    pen.rng.pick(&["Circonscription", "Circo", "Circonscription :"]),
                    site.commune.circo.clone(),
                ));
            }
        }
        if whereabouts == Whereabouts::AddressOnly
            || says_uai && discretion == Discretion::None && pen.rng.chance(25)
        {
            rows.push((
                pen.rng.pick(&["Courriel", "Mél", "Adresse mail", "Courriel de l'école"]),
                site.school.email(),
            ));
        }
        Self { whereabouts, title, rows }
    }

    /// Writes the title, and the block where it stands above; returns the first free row.
    pub(super) fn head(&self, sheet: &mut Sheet, left: u16, pen: &mut Pen) -> u32 {
        sheet.text(0, left, &self.title, Style::Title);
        if pen.finds(&TITLE_MERGED) {
            sheet.merge(0, left, 0, left + 3);
        }
        let above = matches!(
            self.whereabouts,
            Whereabouts::Above
                | Whereabouts::AddressOnly
                | Whereabouts::FileNameOnly
                | Whereabouts::NameAndCommune
        );
        if above { self.block(sheet, 1 + u32::from(pen.rng.chance(40)), left, pen) } else { 1 }
    }

    /// Writes the block where it stands beside or below the table.
    pub(super) fn tail(&self, sheet: &mut Sheet, left: u16, pen: &mut Pen) {
        match self.whereabouts {
            Whereabouts::Beside => {
                let column = sheet.right() + pen.rng.between(1, 6) as u16;
                self.block(sheet, 0, column, pen);
            }
            Whereabouts::Below => {
                let row = sheet.bottom() + pen.rng.between(1, 3) as u32;
                self.block(sheet, row, left, pen);
            }
            _ => {}
        }
    }

    /// The sheet of its own, if the block has one.
    pub(super) fn own_sheet(&self, pen: &mut Pen) -> Option<Sheet> {
        if self.whereabouts != Whereabouts::OwnSheet {
            return None;
        }
        let mut sheet =
            Sheet::new(pen.rng.pick(&["École", "Identification", "Page de garde", "Établissement"]));
        sheet.text(0, 0, "Identification de l'école", Style::Title);
        sheet.widths.extend([(0, 24.0), (1, 40.0)]);
        self.block(&mut sheet, 2, 0, pen);
        Some(sheet)
    }

    fn block(&self, sheet: &mut Sheet, top: u32, left: u16, pen: &mut Pen) -> u32 {
        // One cell a line, the value beside its label, or one cell further under merged titles.
        let shape = pen.rng.weighted(&[(70, 0), (15, 1), (15, 2)]);
        for ((label, value), row) in self.rows.iter().zip(top..) {
            let label = label.trim_end_matches(':').trim_end();
            match shape {
                0 => {
                    let colon = if pen.rng.chance(30) { " :" } else { "" };
                    sheet.text(row, left, format!("{label}{colon}"), Style::Plain);
                    sheet.text(row, left + 1, value, Style::Plain);
                }
                1 => sheet.text(row, left, format!("{label} : {value}"), Style::Plain),
                _ => {
                    sheet.text(row, left, label, Style::Plain);
                    sheet.text(row, left + 2, value, Style::Plain);
                }
            }
        }
        top + self.rows.len() as u32
    }
}

/// A UAI as people write it.
fn spelt_uai(uai: &str, pen: &mut Pen) -> String {
    if !pen.strikes(&UAI_SPELLING) {
        return uai.to_owned();
    }
    let (digits, key) = uai.split_at(7);
    match pen.rng.below(7) {
        0 => format!("{} {} {key}", &digits[..3], &digits[3..]),
        1 => format!("{digits}-{key}"),
        2 => format!("{digits} {key}"),
        3 => uai.to_lowercase(),
        4 => format!(" {uai} "),
        5 => {
            pen.note("uai_o_pour_zero");
            format!("O{}", &uai[1..])
        }
        _ => {
            pen.note("uai_sans_zero");
            uai[1..].to_owned()
        }
    }
}

/// The school's name as its own people write it.
pub(super) fn spoken_name(site: &Site, pen: &mut Pen) -> String {
    let school = site.school;
    let (nature, proper) = (school.nature, &school.proper);
    let initial =
        nature.chars().next().map_or('E', |sign| if sign == 'é' { 'E' } else { sign.to_ascii_uppercase() });
    match pen.rng.below(10) {
        0..=4 => format!("École {nature} {proper}"),
        5 => format!("Ecole {nature} {proper}"),
        6 if school.private => format!("École {nature} privée {proper}"),
        6 => format!("École {nature} publique {proper}"),
        7 if !school.private => format!("E{initial}PU {proper}"),
        8 => unaccented(&format!("École {nature} {proper}")).to_uppercase(),
        _ => school.name.clone(),
    }
}
