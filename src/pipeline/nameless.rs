//! A batch without the persons that its documents name (`--sans-noms`): what renders it then can't name them.
//!
//! It comes last, once states and findings are settled: what names nobody any more has the same figures.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::french::quoted;
use crate::model::document::DocumentId;
use crate::model::dossier::{Couple, Dossier};
use crate::model::finding::Finding;
use crate::model::inventory::{Answer, Assignment, Details, Mention};
use crate::normalise::{MASK, Normaliser, Persons};

/// The most words of an answer that names no entity: more of them are a comment.
const SHORT: usize = 4;

/// Takes persons, their addresses and phones, and free comments out of everything that is rendered. Paths of
/// documents and names of sheets stay: staff look for the files by them.
pub(super) fn mask(dossier: &mut Dossier, normaliser: &Normaliser) {
    Masking::of(dossier, normaliser).apply(dossier);
    dossier.nameless = true;
}

/// The same for findings on documents of no school.
pub(super) fn mask_apart(findings: &mut [Finding], normaliser: &Normaliser) {
    let nobody = Persons::default();
    for finding in findings {
        finding.read = read(normaliser, &nobody, finding);
    }
}

/// What goes into the report and the data files, which name nobody: entities without the person that some are written
/// with (« ERUN : Mme Durand »), and service levels without those whom they say to call. The lines as written keep all.
pub(super) fn print_entities_alone(dossier: &mut Dossier, normaliser: &Normaliser) {
    let everybody = normaliser.persons(named(dossier).flat_map(|(_, persons)| persons));
    // Thousands of couples say a few dozen things.
    let mut masked: BTreeMap<String, String> = BTreeMap::new();
    let couples =
        dossier.schools.iter_mut().flat_map(|file| file.couples.iter_mut().chain(&mut file.contradicted));
    for couple in couples.filter(|couple| !couple.service_level.is_empty()) {
        let written = std::mem::take(&mut couple.service_level);
        let known = masked.get(&written).cloned();
        couple.service_level = known.unwrap_or_else(|| {
            let level = normaliser.masked_text(&written, &everybody);
            masked.insert(written, level.clone());
            level
        });
    }
    for entity in &mut dossier.entities {
        entity.name = if !entity.typed && normaliser.is_bare_name(&entity.name) {
            MASK.to_owned()
        } else {
            normaliser.public_name(&entity.name, &everybody)
        };
    }
    dossier.unnamed = unnamed(dossier, normaliser, &everybody);
}

/// What the free texts that next month's form repeats say without the persons that some of them name: « M. Durand, de la
/// société Ludexia » as the one who does the work.
fn unnamed(dossier: &Dossier, normaliser: &Normaliser, everybody: &Persons) -> BTreeMap<String, String> {
    // Thousands of lines say a few dozen things, most of them nothing.
    let mut met: HashSet<&str> = HashSet::new();
    let texts: BTreeSet<&str> = dossier
        .assignments
        .iter()
        .flat_map(|line| {
            let Details { provider, service, level, documentation, .. } = &line.assignment.details;
            [provider, service, level, documentation].map(String::as_str)
        })
        .filter(|text| !text.is_empty() && met.insert(text))
        .collect();
    let masked = texts.into_iter().map(|text| (text, normaliser.masked_text(text, everybody)));
    masked.filter(|(text, masked)| text != masked).map(|(text, masked)| (text.to_owned(), masked)).collect()
}

/// What the columns that name persons hold, line by line.
fn named(dossier: &Dossier) -> impl Iterator<Item = (DocumentId, [&str; 2])> {
    let own = dossier.assignments.iter().map(|line| (line.document, &line.assignment));
    let higher = dossier.higher.iter().map(|line| (line.document, &line.assignment));
    own.chain(higher).map(|(document, assignment)| {
        let Details { person, local_person, .. } = &assignment.details;
        // « Ludexia » in a directory's column of names is who answers, and nobody's name.
        let answers = matches!(&assignment.answer, Answer::Entities(mentions) if
            mentions.iter().any(|mention| mention.kind.is_some() && mention.written == *person));
        (document, [if answers { "" } else { person.as_str() }, local_person.as_str()])
    })
}

/// What is known of the persons of a dossier before anything is taken out.
struct Masking<'a> {
    normaliser: &'a Normaliser,
    /// Persons of each document.
    persons: BTreeMap<DocumentId, Persons>,
    /// Those of all documents.
    everybody: Persons,
    /// Names of entities as they were printed, and as they are now, the longest first.
    renamed: Vec<(String, String)>,
}

impl<'a> Masking<'a> {
    fn of(dossier: &Dossier, normaliser: &'a Normaliser) -> Self {
        let (persons, everybody) = Self::persons(dossier, normaliser);
        let mut masking = Self { normaliser, persons, everybody, renamed: Vec::new() };
        let spelt = dossier.entities.iter().flat_map(|entity| {
            std::iter::once(&entity.name).chain(entity.spellings.iter().map(|one| &one.written))
        });
        let renamed: BTreeMap<&String, String> =
            spelt.map(|name| (name, masking.entity(name))).filter(|(name, masked)| *name != masked).collect();
        masking.renamed = renamed.into_iter().map(|(name, masked)| (quoted(name), quoted(&masked))).collect();
        masking.renamed.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        masking
    }

    /// The persons that columns name, of each document and of all.
    fn persons(dossier: &Dossier, normaliser: &Normaliser) -> (BTreeMap<DocumentId, Persons>, Persons) {
        let mut texts: BTreeMap<DocumentId, Vec<&str>> = BTreeMap::new();
        for (document, persons) in named(dossier) {
            texts.entry(document).or_default().extend(persons);
        }
        let everybody = normaliser.persons(texts.values().flatten().copied());
        let persons =
            texts.into_iter().map(|(document, texts)| (document, normaliser.persons(texts.into_iter())));
        (persons.collect(), everybody)
    }

    fn apply(&self, dossier: &mut Dossier) {
        let own = dossier.assignments.iter_mut().map(|line| (line.document, &mut line.assignment));
        let higher = dossier.higher.iter_mut().map(|line| (line.document, &mut line.assignment));
        // What a couple shows is what its lines show.
        let mut shown: BTreeMap<(DocumentId, String), String> = BTreeMap::new();
        for (document, assignment) in own.chain(higher) {
            let before = assignment.written.clone();
            self.assignment(assignment, self.persons_of(Some(document)));
            shown.insert((document, before), assignment.written.clone());
        }
        for file in &mut dossier.schools {
            for couple in file.couples.iter_mut().chain(&mut file.contradicted) {
                self.couple(couple, &shown);
            }
            // The address of a school is no person's; a director's is.
            let institutional = file.school.email.to_lowercase().starts_with("ce.");
            if !institutional && !file.school.email.is_empty() {
                let school = crate::model::school::School { email: "".into(), ..(*file.school).clone() };
                file.school = school.into();
            }
        }
        for entity in &mut dossier.entities {
            entity.name = self.entity(&entity.name);
            for spelling in &mut entity.spellings {
                spelling.written = self.entity(&spelling.written);
            }
        }
        for finding in &mut dossier.findings {
            self.finding(finding, &shown);
        }
    }

    fn persons_of(&self, document: Option<DocumentId>) -> &Persons {
        document.and_then(|id| self.persons.get(&id)).unwrap_or(&self.everybody)
    }

    fn entity(&self, name: &str) -> String {
        self.normaliser.masked_answer(name, &self.everybody)
    }

    fn assignment(&self, assignment: &mut Assignment, persons: &Persons) {
        assignment.written = self.written(assignment, persons);
        assignment.label.value = self.normaliser.masked_text(&assignment.label.value, persons);
        match &mut assignment.answer {
            Answer::Entities(mentions) => self.mentions(mentions, persons),
            // A reason is a comment.
            Answer::NotApplicable(reason) => *reason = None,
            Answer::Blank | Answer::Nobody | Answer::ToDefine | Answer::Unreadable => {}
        }
        self.mentions(&mut assignment.performers, persons);
        self.details(&mut assignment.details, persons);
    }

    fn mentions(&self, mentions: &mut [Mention], persons: &Persons) {
        for mention in mentions {
            mention.written = self.normaliser.masked_answer(&mention.written, persons);
        }
    }

    /// Long words beside an answer that names no entity are a comment: only what was understood stays.
    fn written(&self, assignment: &Assignment, persons: &Persons) -> String {
        let masked = self.normaliser.masked_answer(&assignment.written, persons);
        let short = assignment.written.split_whitespace().count() <= SHORT;
        match &assignment.answer {
            Answer::NotApplicable(reason) if !short || reason.is_some() => {
                "sans objet (texte masqué)".to_owned()
            }
            Answer::ToDefine if !short => "à définir (texte masqué)".to_owned(),
            Answer::Nobody | Answer::Unreadable if !short && masked != MASK => "(texte masqué)".to_owned(),
            Answer::Entities(_)
            | Answer::Blank
            | Answer::NotApplicable(_)
            | Answer::ToDefine
            | Answer::Nobody
            | Answer::Unreadable => masked,
        }
    }

    fn details(&self, details: &mut Details, persons: &Persons) {
        for personal in [
            &mut details.person,
            &mut details.email,
            &mut details.phone,
            &mut details.local_person,
            &mut details.comment,
        ] {
            personal.clear();
        }
        // Nobody knows what a column that no header tells may hold.
        details.others.clear();
        for answer in [&mut details.provider, &mut details.fonction] {
            *answer = self.normaliser.masked_answer(answer, persons);
        }
        for text in
            [&mut details.service, &mut details.service_level, &mut details.level, &mut details.documentation]
        {
            *text = self.normaliser.masked_text(text, persons);
        }
    }

    fn couple(&self, couple: &mut Couple, shown: &BTreeMap<(DocumentId, String), String>) {
        let persons = self.persons_of(couple.document);
        couple.service_level = self.normaliser.masked_text(&couple.service_level, persons);
        let of_line = |written: &str| {
            let known = couple.document.and_then(|id| shown.get(&(id, written.to_owned())));
            known.cloned().unwrap_or_else(|| self.normaliser.masked_answer(written, persons))
        };
        // Several lines that answer are joined by bars.
        couple.written = couple.written.split(" | ").map(of_line).collect::<Vec<_>>().join(" | ");
    }

    fn finding(&self, finding: &mut Finding, shown: &BTreeMap<(DocumentId, String), String>) {
        let persons = self.persons_of(finding.document);
        let known = finding.document.and_then(|id| shown.get(&(id, finding.read.clone())));
        finding.read = known.cloned().unwrap_or_else(|| read(self.normaliser, persons, finding));
        for text in [&mut finding.message, &mut finding.expected] {
            for (name, masked) in &self.renamed {
                if text.contains(name.as_str()) {
                    *text = text.replace(name.as_str(), masked);
                }
            }
        }
    }
}

/// What was read, without persons. A school's name may be that of somebody famous.
fn read(normaliser: &Normaliser, persons: &Persons, finding: &Finding) -> String {
    if finding.rule.code.starts_with("ETB") {
        return normaliser.masked_place(&finding.read);
    }
    let answer = normaliser.masked_answer(&finding.read, persons);
    normaliser.masked_text(&answer, persons)
}
