//! Who holds a competence, and the many ways in which a school writes it.

use super::quirks::{Pen, Quirk, misspelt, unaccented};
use super::territory::{Site, elided};

/// An entity as seen from a school.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    Commune,
    Epci,
    Sivos,
    Mixte,
    Departement,
    Dsden,
    Circo,
    Ecole,
    Rectorat,
    Drane,
    Ogec,
    Editor,
    Integrator,
    Host,
    Provider,
    Access,
}

/// An entity as a cell names it, and what it truly is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    /// As written.
    pub(super) written: String,
    /// Type in the referential.
    pub(super) kind: &'static str,
    /// Types that a reader may also tell, as the words alone don't settle it.
    pub(super) admitted: &'static [&'static str],
    /// The entity: same text, same entity, over the whole académie. `None` where the words can't tell which one.
    pub(super) entity: Option<String>,
}

const ENTITY_SPELLING: Quirk = Quirk("ecritures_d_entite", 60);
const ENTITY_TYPO: Quirk = Quirk("faute_dans_une_entite", 2);

/// Companies of each trade: name, legal form.
const EDITORS: &[(&str, &str)] = &[("Scriptolive", "SAS"), ("Ludorive", "SA"), ("Cahierval", "SCOP")];
const INTEGRATORS: &[(&str, &str)] = &[("Intégralys", "SARL"), ("Orvane Conseil", "SAS")];
const HOSTS: &[(&str, &str)] = &[("Nuagine Hébergement", "SAS"), ("Datorive", "SA")];
const PROVIDERS: &[(&str, &str)] = &[
    ("Micro Services Nord", "SARL"),
    ("Micro Services Sud", "SARL"),
    ("Bureautique Valmorin", "EURL"),
    ("Inforéseau Brécois", "SARL"),
    ("Dépann'PC du Lurvois", "SASU"),
];
const ACCESSES: &[(&str, &str)] =
    &[("Fibralys Télécom", "SA"), ("Ligne Claire Télécom", "SAS"), ("Réseau Ardoise", "SAS")];

const AS_EDITOR: &[&str] = &["EDITEUR", "PRESTATAIRE"];
const AS_COMPANY: &[&str] = &["PRESTATAIRE", "INTEGRATEUR", "HEBERGEUR"];
const AS_ACCESS: &[&str] = &["FAI", "PRESTATAIRE"];

impl Holder {
    /// The entity that stands for it at a school: a private school has no commune behind it.
    pub(super) fn at(self, site: &Site) -> Self {
        match self {
            Self::Commune | Self::Epci | Self::Sivos if site.school.private => Self::Ogec,
            other => other,
        }
    }

    /// Whether it is a company, which is paid for a service.
    pub(super) fn is_company(self) -> bool {
        matches!(self, Self::Editor | Self::Integrator | Self::Host | Self::Provider | Self::Access)
    }

    /// Names it as this hand does.
    pub(super) fn mention(self, site: &Site, pen: &mut Pen) -> Mention {
        let spelt = pen.strikes(&ENTITY_SPELLING);
        let mut mention = if self.is_company() {
            self.company(site, pen, spelt)
        } else {
            let (forms, kind, name) = self.forms(site);
            // From this rank on, the words tell only the type; the school that wrote them tells which one.
            let rank = if spelt { pen.rng.below(forms.len()) } else { 0 };
            let unknown =
                kind == "EPCI" && matches!(rank, 1 | 2 | 5) || kind == "SYNDICAT_MIXTE" && rank == 2;
            let entity = (!unknown).then(|| format!("{kind}:{name}"));
            Mention { written: forms[rank].clone(), kind, admitted: &[], entity }
        };
        if mention.written.contains('\'') && pen.rng.chance(20) {
            mention.written = mention.written.replace('\'', "’");
        }
        mention.written = pen.loosen(mention.written);
        mention
    }

    fn company(self, site: &Site, pen: &mut Pen, spelt: bool) -> Mention {
        let (list, kind, admitted) = match self {
            Self::Editor => (EDITORS, "EDITEUR", AS_EDITOR),
            Self::Integrator => (INTEGRATORS, "PRESTATAIRE", AS_COMPANY),
            Self::Host => (HOSTS, "PRESTATAIRE", AS_COMPANY),
            Self::Access => (ACCESSES, "FAI", AS_ACCESS),
            _ => (PROVIDERS, "PRESTATAIRE", AS_COMPANY),
        };
        let (name, form) = list[site.commune.custom(list.len(), self as usize)];
        let near = name.starts_with("Micro Services");
        let written = match if spelt { pen.rng.below(8) } else { 0 } {
            1 => name.to_uppercase(),
            2 => format!("{name} {form}"),
            3 => format!("{} {form}", name.to_uppercase()),
            4 => unaccented(name),
            5 => format!("Société {name}"),
            6 if self == Self::Editor => format!("Éditeur {name} {form}"),
            6 if self == Self::Access => format!("{name} (fibre)"),
            7 => name.replace(' ', "-"),
            _ => name.to_owned(),
        };
        // A wrong letter in one of two near names could make the other.
        let written =
            if !near && pen.strikes(&ENTITY_TYPO) { misspelt(&written, &mut pen.rng) } else { written };
        Mention { written, kind, admitted, entity: Some(format!("ENTREPRISE:{name}")) }
    }

    /// Its writings, the plainest first; its type; its name within the type.
    fn forms(self, site: &Site) -> (Vec<String>, &'static str, String) {
        match self {
            Self::Commune | Self::Epci | Self::Sivos | Self::Mixte | Self::Departement => {
                self.local_forms(site)
            }
            _ => self.school_forms(site),
        }
    }

    /// The collectivités.
    fn local_forms(self, site: &Site) -> (Vec<String>, &'static str, String) {
        let commune = &site.commune.name;
        let of_commune = elided(commune);
        let model = site.departement;
        let (dept, dept_name, of_dept) = (model.code.as_str(), model.name.as_str(), model.of);
        match self {
            Self::Commune => (
                vec![
                    format!("Mairie {of_commune}"),
                    "Mairie".into(),
                    "la mairie".into(),
                    format!("MAIRIE {}", unaccented(&of_commune).to_uppercase()),
                    format!("Ville {of_commune}"),
                    format!("Commune {of_commune}"),
                    "Service informatique mairie".into(),
                    format!("mairie {of_commune}"),
                    "Service scolaire de la mairie".into(),
                ],
                "COMMUNE",
                site.commune.code.clone(),
            ),
            Self::Epci => {
                let of = elided(&site.commune.epci);
                (
                    vec![
                        format!("CC du Pays {of}"),
                        "Com com".into(),
                        "Communauté de communes".into(),
                        format!("Communauté de communes du Pays {of}"),
                        format!("CC Pays {of}"),
                        "comcom".into(),
                    ],
                    "EPCI",
                    site.commune.epci.clone(),
                )
            }
            Self::Sivos => {
                let of = elided(&site.commune.epci);
                (
                    vec![format!("SIVOS {of}"), format!("Sivos du secteur {of}")],
                    "SYNDICAT_SCOLAIRE",
                    site.commune.epci.clone(),
                )
            }
            Self::Mixte => (
                vec![
                    format!("Syndicat mixte Numérique {dept}"),
                    format!("SM Numérique {dept}"),
                    "Syndicat mixte".into(),
                    format!("SYNDICAT MIXTE NUMERIQUE {dept}"),
                ],
                "SYNDICAT_MIXTE",
                dept.to_owned(),
            ),
            _ => (
                vec![
                    format!("Conseil départemental ({dept})"),
                    "Conseil départemental".into(),
                    format!("CD {dept}"),
                    format!("Conseil départemental {of_dept}{dept_name}"),
                    "Département".into(),
                ],
                "DEPARTEMENT",
                dept.to_owned(),
            ),
        }
    }

    /// The services of the State, the school, and those who manage it where it is private.
    fn school_forms(self, site: &Site) -> (Vec<String>, &'static str, String) {
        let model = site.departement;
        let (dept, dept_name, of_dept) = (model.code.as_str(), model.name.as_str(), model.of);
        let academie = site.academie;
        let texts = |forms: &[&str]| forms.iter().map(|&form| form.to_owned()).collect::<Vec<_>>();
        match self {
            Self::Dsden => (
                vec![
                    format!("DSDEN {dept}"),
                    "DSDEN".into(),
                    "D.S.D.E.N.".into(),
                    format!("DSDEN {of_dept}{dept_name}"),
                    "Inspection académique".into(),
                    format!("Dsden {dept}"),
                ],
                "DSDEN",
                dept.to_owned(),
            ),
            Self::Circo => {
                let of = elided(&site.commune.circo);
                (
                    vec![
                        "ERUN de la circonscription".into(),
                        "ERUN".into(),
                        "e-RUN".into(),
                        "Erun de circo".into(),
                        format!("Circonscription {of}"),
                        format!("Circo {of}"),
                        "IEN".into(),
                        "Conseiller pédagogique numérique".into(),
                        "Équipe de circonscription".into(),
                    ],
                    "CIRCO",
                    site.commune.circo.clone(),
                )
            }
            Self::Ecole => (
                texts(&[
                    "École",
                    "Directeur de l'école",
                    "la directrice",
                    "Directrice",
                    "Équipe enseignante",
                    "l'école",
                    "Direction de l'école",
                    "Directeur",
                ]),
                "ECOLE",
                site.school.uai.to_string(),
            ),
            Self::Rectorat => (
                vec![
                    format!("Rectorat de {academie}"),
                    "Rectorat".into(),
                    format!("Académie de {academie}"),
                    format!("rectorat de {}", academie.to_lowercase()),
                    "Académie".into(),
                ],
                "ACADEMIE",
                "rectorat".into(),
            ),
            Self::Drane => (
                vec![
                    format!("DRANE {academie}"),
                    "DRANE".into(),
                    "Drane".into(),
                    "D.R.A.N.E.".into(),
                    format!("DRANE de {academie}"),
                ],
                "ACADEMIE",
                "drane".into(),
            ),
            _ => (
                vec![
                    format!("OGEC {}", site.school.proper),
                    "OGEC".into(),
                    "Ogec".into(),
                    "O.G.E.C.".into(),
                    "l'OGEC de l'école".into(),
                ],
                "OGEC",
                site.school.uai.to_string(),
            ),
        }
    }
}
