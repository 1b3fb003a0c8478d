//! The report read back, and written out to be looked at.

use std::collections::BTreeSet;
use std::sync::Arc;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::display::{Book, Draw, Kid, NodeId, Owner, PAGE_HEIGHT, Role};
use super::page::{MARGIN, WIDTH};
use super::palette::{self, Style};
use super::{emit, report};
use crate::academies::Academies;
use crate::french::{count, out_of, percent};
use crate::model::document::Verdict;
use crate::model::dossier::{Batch, Dossier, State};
use crate::model::fiche::Figure;
use crate::model::indicator::Rate;
use crate::model::outline::Section;
use crate::render::comparison::Comparison;
use crate::render::fixture::{Shape, after_two_months, dossier, look_back, past};

/// Every shape of dossier that has a layout of its own.
fn shapes() -> Vec<(&'static str, Dossier)> {
    let mut long = dossier(&Shape { schools: 44, ..Shape::default() });
    for (rank, file) in long.schools.iter_mut().enumerate() {
        let school = Arc::make_mut(&mut file.school);
        school.name = format!(
            "École primaire publique intercommunale du regroupement pédagogique intercommunal concentré de \
             Saint-Hilaire-le-Petit {rank}"
        )
        .into();
        school.commune = "Saint-Hilaire-le-Petit-sous-Valbrune-en-Pays-de-Loire".into();
    }
    for entity in &mut long.entities {
        entity.name =
            format!("{} et {}", "Syndicat intercommunal à vocation multiple ".repeat(6), entity.name);
    }
    long.stamp.mention = Some("Diffusion restreinte aux membres du comité".into());
    let mut wide = dossier(&Shape { schools: 240, per_circonscription: 8, ..Shape::default() });
    for (rank, territory) in wide.circonscriptions.iter_mut().enumerate() {
        if rank % 3 == 0 {
            territory.name = format!("Saint-Hilaire-de-Valbrune et Pays des Mésanges {rank}");
        }
    }
    vec![
        ("normal", dossier(&Shape::default())),
        ("deux-mois", after_two_months(&Shape::default())),
        ("deux-mois-peu-d-ecoles", after_two_months(&Shape { schools: 4, ..Shape::default() })),
        ("douze-mois", a_year()),
        (
            "deux-mois-cinquante-circonscriptions",
            after_two_months(&Shape { schools: 400, per_circonscription: 8, ..Shape::default() }),
        ),
        ("rejets", with_rejected(16)),
        ("une-ecole", dossier(&Shape { schools: 1, ..Shape::default() })),
        ("quatre-ecoles", dossier(&Shape { schools: 4, per_circonscription: 2, ..Shape::default() })),
        ("sans-annuaire", dossier(&Shape { registry: false, ..Shape::default() })),
        ("rien-de-couvert", dossier(&Shape { state: |_, _| State::Orphan, ..Shape::default() })),
        ("rien-d-etudie", dossier(&Shape { state: |_, _| State::NotStudied, ..Shape::default() })),
        ("tout-couvert", dossier(&Shape { state: |_, _| State::Covered, ..Shape::default() })),
        ("sans-objet", dossier(&Shape { state: |_, _| State::NotApplicable, ..Shape::default() })),
        ("rien-de-rendu", dossier(&Shape { state: |_, _| State::NotReturned, ..Shape::default() })),
        ("vide", dossier(&Shape { schools: 0, ..Shape::default() })),
        ("vide-sans-annuaire", dossier(&Shape { schools: 0, registry: false, ..Shape::default() })),
        ("noms-longs", long),
        (
            "trente-circonscriptions",
            dossier(&Shape { schools: 240, per_circonscription: 8, ..Shape::default() }),
        ),
        ("trente-circonscriptions-longues", wide),
        ("grande", dossier(&Shape { schools: 3_200, per_circonscription: 36, ..Shape::default() })),
    ]
}

/// So many documents of the first schools are rejected, their file named after a person.
fn with_rejected(number: usize) -> Dossier {
    let mut dossier = dossier(&Shape::default());
    for line in dossier.documents.iter_mut().take(number) {
        line.verdict = Verdict::Rejected;
        line.reason = Some(dossier.rules[0].code);
        line.document.path = "depot/inventaire de Quetzalie Zyxwinska.xlsx".into();
    }
    dossier
}

/// A year of months, one of them never consolidated, and too many regressions to list.
fn a_year() -> Dossier {
    let mut now = dossier(&Shape { schools: 120, ..Shape::default() });
    let better = Shape { schools: 120, state: |_, _| State::Covered, ..Shape::default() };
    let mut months = vec![past(&dossier(&better), "2026-10")];
    for (rank, month) in
        (1u32..).zip(["2026-09", "2026-06", "2026-05", "2026-04", "2026-02", "2026-01", "2025-12"])
    {
        let mut month = past(&now, month);
        month.point.coverage.numerator -= rank * 40;
        month.point.returns =
            month.point.returns.map(|rate| Rate::new(rate.numerator - rank * 9, rate.denominator));
        months.push(month);
    }
    look_back(&mut now, months);
    now
}

/// So many académies, of all sizes and in every state of coverage; one of them without a list of its schools, one of
/// three schools, one that nobody answered for.
fn nation(number: usize) -> Batch {
    let states: [fn(u32, u32) -> State; 5] = [
        crate::render::fixture::mixed,
        |school, competence| {
            if (school + competence).is_multiple_of(3) { State::Orphan } else { State::Covered }
        },
        |school, competence| match (school * 7 + competence) % 10 {
            0..=5 => State::NotStudied,
            6 => State::Shared,
            _ => State::Covered,
        },
        |_, _| State::Covered,
        |school, competence| match (school % 4, competence) {
            (3, _) => State::NotReturned,
            (_, 4) => State::Shared,
            _ => State::Covered,
        },
    ];
    let all = Academies::embedded();
    let dossiers: Vec<Dossier> = (0u32..)
        .zip(all.all().iter().take(number))
        .map(|(rank, academie)| {
            let shape = Shape {
                schools: if rank == 2 { 3 } else { 12 + rank * 17 % 90 },
                registry: rank != 6,
                state: if rank == 9 { |_, _| State::NotReturned } else { states[rank as usize % 5] },
                ..Shape::default()
            };
            let mut dossier = if rank.is_multiple_of(2) { after_two_months(&shape) } else { dossier(&shape) };
            dossier.academie = academie.clone();
            dossier
        })
        .collect();
    Batch {
        referential: Arc::clone(&dossiers[0].referential),
        dossiers,
        unattached: Vec::new(),
        unattached_findings: Vec::new(),
        unmet_groupings: Vec::new(),
        derogations: Vec::new(),
    }
}

fn national_book(batch: &Batch) -> Book {
    let batch = batch.clone().into();
    super::national::book(&Comparison::of(&batch).unwrap(), &batch.dossiers[0], 2).unwrap()
}

/// Every report there is, by the name of what it shows.
fn books() -> Vec<(&'static str, Book)> {
    let national = [("national-deux", 2), ("national-cinq", 5), ("national-trente", 30)];
    shapes()
        .into_iter()
        .map(|(name, dossier)| (name, super::book(&dossier).unwrap()))
        .chain(national.into_iter().map(|(name, number)| (name, national_book(&nation(number)))))
        .collect()
}

#[test]
#[ignore = "writes the reports to look at into the folder that MAILLAGE_RAPPORTS names"]
fn reports_to_look_at() {
    let folder = std::env::var("MAILLAGE_RAPPORTS").unwrap();
    for (name, book) in books() {
        std::fs::write(format!("{folder}/{name}.pdf"), emit::pdf(&book).unwrap()).unwrap();
    }
}

/// A report read back as any other program would.
struct Read {
    document: Document,
}

impl Read {
    fn back(dossier: &Dossier) -> Self {
        Self { document: Document::load_mem(&report(dossier).unwrap()).unwrap() }
    }

    fn of(book: &Book) -> Self {
        Self { document: Document::load_mem(&emit::pdf(book).unwrap()).unwrap() }
    }

    fn dictionary<'a>(&'a self, object: &'a Object) -> &'a Dictionary {
        self.document.dereference(object).unwrap().1.as_dict().unwrap()
    }

    fn get<'a>(&'a self, dictionary: &'a Dictionary, key: &str) -> Option<&'a Object> {
        dictionary.get(key.as_bytes()).ok().map(|object| self.document.dereference(object).unwrap().1)
    }

    fn catalogue(&self) -> &Dictionary {
        self.document.catalog().unwrap()
    }

    fn text(object: &Object) -> String {
        lopdf::decode_text_string(object).unwrap()
    }

    /// Every structure element with its role, parents before children, in reading order.
    fn elements(&self) -> Vec<(String, &Dictionary)> {
        let tree = self.get(self.catalogue(), "StructTreeRoot").unwrap().as_dict().unwrap();
        let mut elements = Vec::new();
        self.gather(self.get(tree, "K").unwrap().as_dict().unwrap(), &mut elements);
        elements
    }

    fn gather<'a>(&'a self, element: &'a Dictionary, elements: &mut Vec<(String, &'a Dictionary)>) {
        let role = String::from_utf8_lossy(element.get(b"S").unwrap().as_name().unwrap()).into_owned();
        elements.push((role, element));
        for kid in self.kids(element) {
            if kid.has(b"S") {
                self.gather(kid, elements);
            }
        }
    }

    fn kids<'a>(&'a self, element: &'a Dictionary) -> Vec<&'a Dictionary> {
        let kids = self.get(element, "K").unwrap().as_array().unwrap();
        kids.iter().map(|kid| self.dictionary(kid)).collect()
    }

    /// The marks that the structure tree owns, by page object.
    fn owned(&self) -> BTreeSet<(ObjectId, i64)> {
        let mut owned = BTreeSet::new();
        for (_, element) in self.elements() {
            for kid in self.kids(element).into_iter().filter(|kid| kid.has_type(b"MCR")) {
                let page = kid.get(b"Pg").unwrap().as_reference().unwrap();
                assert!(owned.insert((page, kid.get(b"MCID").unwrap().as_i64().unwrap())), "owned twice");
            }
        }
        owned
    }
}

#[test]
fn every_text_is_tagged_or_an_artifact_and_every_mark_has_its_place_in_the_tree() {
    for (name, book) in books() {
        let read = Read::of(&book);
        let mut drawn = BTreeSet::new();
        for page in read.document.page_iter() {
            let content = Content::decode(&read.document.get_page_content(page)).unwrap();
            let mut inside = false;
            for operation in content.operations {
                match operation.operator.as_str() {
                    "BDC" => {
                        assert!(!inside, "{name}: marked content inside another");
                        inside = true;
                        if let Ok(mark) = operation.operands[1].as_dict().unwrap().get(b"MCID") {
                            drawn.insert((page, mark.as_i64().unwrap()));
                        } else {
                            assert_eq!(operation.operands[0].as_name().unwrap(), b"Artifact", "{name}");
                        }
                    }
                    "EMC" => inside = false,
                    "Tj" | "TJ" | "re" | "m" => assert!(inside, "{name}: {operation:?} outside"),
                    _ => {}
                }
            }
        }
        assert!(drawn.len() > 40, "{name}: {}", drawn.len());
        assert_eq!(drawn, read.owned(), "{name}");
    }
}

#[test]
fn headings_follow_each_other_from_the_title_down() {
    for (name, book) in books() {
        let read = Read::of(&book);
        let mut last = 0;
        let mut titles = 0;
        for (role, _) in read.elements() {
            let Some(level) = role.strip_prefix('H').and_then(|level| level.parse::<u8>().ok()) else {
                continue;
            };
            titles += u8::from(level == 1);
            assert!(level <= last + 1, "{name}: H{level} after H{last}");
            last = level;
        }
        assert_eq!(titles, 1, "{name}");
    }
}

#[test]
fn header_cells_say_what_they_head_and_rows_are_as_wide_as_each_other() {
    for (name, book) in books() {
        let tables = tables(&Read::of(&book));
        assert!(tables >= 3, "{name}: {tables}");
    }
}

/// How many tables there are, each looked at.
fn tables(read: &Read) -> usize {
    let mut tables = 0;
    for (_, table) in read.elements().into_iter().filter(|(role, _)| role == "Table") {
        tables += 1;
        let mut widths = BTreeSet::new();
        for row in read.kids(table) {
            if row.get(b"S").unwrap().as_name().unwrap() != b"TR" {
                continue;
            }
            let mut width = 0;
            for cell in read.kids(row) {
                let attributes = read.get(cell, "A").map(|attributes| attributes.as_dict().unwrap());
                let scope = attributes.and_then(|attributes| attributes.get(b"Scope").ok());
                let heads = cell.get(b"S").unwrap().as_name().unwrap() == b"TH";
                assert_eq!(heads, scope.is_some());
                let span = attributes.and_then(|attributes| attributes.get(b"ColSpan").ok());
                width += span.map_or(1, |span| span.as_i64().unwrap());
            }
            widths.insert(width);
        }
        assert_eq!(widths.len(), 1, "rows of several widths: {widths:?}");
    }
    tables
}

#[test]
fn figures_are_told_in_words_with_their_numbers() {
    let dossier = dossier(&Shape::default());
    let read = Read::back(&dossier);
    let told: Vec<String> = read
        .elements()
        .into_iter()
        .filter(|(role, _)| role == "Figure")
        .map(|(_, figure)| Read::text(figure.get(b"Alt").unwrap()))
        .collect();
    assert_eq!(
        told.len(),
        15 + 5 + 14 + dossier.circonscriptions.len() + Figure::NUMBER,
        "one bar a competence, one for them all, one a family of the diagram, one a choice to keep, one a \
         circonscription, one a figure of the fiche"
    );
    let covered = dossier.total.by_competence[0].of(State::Covered);
    let message = format!("Maîtrise d’ouvrage : une seule entité en répond dans {covered}\u{a0}écoles sur ");
    assert!(told.iter().any(|told| told.starts_with(&message)), "{told:?}");
    // A message is more words than figures.
    for told in &told {
        let words = told.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
        let figures =
            told.split_whitespace().filter(|word| word.chars().all(|sign| sign.is_ascii_digit())).count();
        assert!(words >= 2 * figures, "{told}");
    }
}

#[test]
fn the_body_holds_in_twelve_pages_and_what_to_decide_on_the_second() {
    for (name, dossier) in shapes() {
        let book = super::book(&dossier).unwrap();
        let titles = || dossier.stamp.outline.parts.iter().filter(|part| part.section.is_annex());
        let is_annex = |title: &str| titles().any(|part| part.title == title);
        let first_annex =
            book.bookmarks.iter().find(|bookmark| bookmark.level == 1 && is_annex(&bookmark.title));
        let target = first_annex.unwrap().target;
        assert!(target.y < 80.0, "{name}: annexes begin a page");
        let pages = target.page;
        assert!(pages <= 12, "{name}: {pages} pages before the annexes");
        let decide = book.bookmarks.iter().find(|bookmark| bookmark.title == "Ce que le comité doit décider");
        assert_eq!(decide.unwrap().target.page, 1, "{name}");
    }
}

#[test]
fn rejected_documents_are_told_by_reason_and_by_school_never_by_file_name() {
    let heard = heard(&with_rejected(16));
    let annex = heard.split("## Annexe : les documents rejetés").nth(1).unwrap();
    let annex = annex.split("\n## ").next().unwrap();
    assert!(annex.contains("(RES-002) | Choisissez l’entité"), "{annex}");
    assert!(annex.contains(" | 16 | École élémentaire Les Mésanges 0, Valbrune-0 (0441000Y) ; "), "{annex}");
    assert!(annex.contains(" ; 4 autres"), "{annex}");
    assert!(!heard.contains("Zyxwinska"));
    assert!(!self::heard(&dossier(&Shape::default())).contains("les documents rejetés"));
}

#[test]
fn a_large_academie_compares_departements_and_leaves_each_circonscription_to_an_annex() {
    let shape = Shape { schools: 400, per_circonscription: 8, ..Shape::default() };
    let mut dossier = dossier(&shape);
    let heard = heard(&dossier);
    let (body, annexes) = heard.split_once("## Annexe : les écoles sans réponse").unwrap();
    assert!(body.contains("Les 10 circonscriptions les moins couvertes"));
    assert!(body.contains("Les 50 circonscriptions sont en annexe"), "{body}");
    let circonscriptions = |text: &str| text.matches("\n| Circonscription ").count();
    assert_eq!(circonscriptions(body), 10);
    let annex = annexes.split("## Annexe : chaque circonscription").nth(1).unwrap();
    let annex = annex.split("\n## ").next().unwrap();
    assert_eq!(circonscriptions(annex), 2 * 50, "the map and the factors");
    assert_eq!(annex.matches("[figure] Circonscription ").count(), 50);
    let outline = Arc::make_mut(&mut dossier.stamp.outline);
    outline.parts.retain(|part| part.section != Section::Districts);
    let heard = self::heard(&dossier);
    assert!(heard.contains("se lisent, école par école, dans la feuille « Matrice écoles » du classeur"));
}

#[test]
fn the_national_report_has_a_line_for_each_academie_with_the_figures_of_its_dossier() {
    let batch = nation(30);
    let book = national_book(&batch);
    let heard = heard_of(&book);
    let comparison = heard.split("## Les académies, une ligne chacune").nth(1).unwrap();
    let comparison = comparison.split("\n## ").next().unwrap();
    for dossier in &batch.dossiers {
        let name = dossier.academie.name.replace('\'', "’");
        let line = comparison.lines().find(|line| line.starts_with(&format!("| {name} |")));
        let cells: Vec<&str> = line.unwrap_or_else(|| panic!("{name}")).split(" | ").collect();
        let total = &dossier.total;
        let number =
            |number: u32| if number == 0 { "–".to_owned() } else { count(number).replace('\u{202f}', " ") };
        assert_eq!(cells[5], number(super::facts::unheld(&total.tally).numerator), "{name}");
        assert_eq!(cells[6], number(total.tally.of(State::Shared)), "{name}");
        let rejected = dossier.documents.iter().filter(|line| line.verdict == Verdict::Rejected).count();
        assert_eq!(cells[8], number(rejected as u32), "{name}");
        match total.return_rate() {
            Some(rate) => assert_eq!(cells[1], format!("{}/{}", rate.numerator, rate.denominator), "{name}"),
            None => assert_eq!((cells[2], cells[4]), ("–", "–"), "{name}"),
        }
        assert!(
            total.answered() >= 5 || !cells[3].chars().all(|sign| sign.is_ascii_digit()),
            "{name}: {cells:?}"
        );
    }
    let page = book.bookmarks.iter().find(|bookmark| bookmark.title.starts_with("Les académies, une ligne"));
    let next = book.bookmarks.iter().find(|bookmark| bookmark.title.starts_with("Couverture par compétence"));
    assert!(page.unwrap().target.page < next.unwrap().target.page, "thirty lines on a page of their own");
    let whole: u32 =
        batch.dossiers.iter().map(|dossier| super::facts::unheld(&dossier.total.tally).numerator).sum();
    assert!(comparison.contains(&format!(" | {} | ", count(whole).replace('\u{202f}', " "))), "{comparison}");
}

#[test]
fn a_single_academie_has_no_national_report_and_several_the_same_bytes_twice() {
    assert!(super::national(&nation(1).into()).unwrap().is_none());
    let batch = nation(3);
    let batch = batch.into();
    assert_eq!(super::national(&batch).unwrap().unwrap(), super::national(&batch).unwrap().unwrap());
}

#[test]
fn the_file_says_its_language_its_title_and_the_standards_it_holds_to() {
    let read = Read::back(&dossier(&Shape::default()));
    let catalogue = read.catalogue();
    assert_eq!(Read::text(catalogue.get(b"Lang").unwrap()), "fr-FR");
    assert!(
        read.get(catalogue, "MarkInfo")
            .unwrap()
            .as_dict()
            .unwrap()
            .get(b"Marked")
            .unwrap()
            .as_bool()
            .unwrap()
    );
    let information = read.dictionary(read.document.trailer.get(b"Info").unwrap());
    assert_eq!(
        Read::text(information.get(b"Title").unwrap()),
        "Compétences et responsabilités du projet ENT, académie de Nantes, novembre 2026"
    );
    let packet = read.get(catalogue, "Metadata").unwrap().as_stream().unwrap();
    let packet = String::from_utf8(packet.content.clone()).unwrap();
    for said in ["<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<", "2026-11-24T00:00:00Z"] {
        assert!(packet.contains(said), "{said}");
    }
    for page in read.document.page_iter() {
        assert_eq!(
            read.document.get_dictionary(page).unwrap().get(b"Tabs").unwrap().as_name().unwrap(),
            b"S"
        );
    }
}

#[test]
fn the_contents_lead_to_the_page_that_each_section_begins_on() {
    let dossier = dossier(&Shape { schools: 240, ..Shape::default() });
    let book = super::book(&dossier).unwrap();
    let read = Read::back(&dossier);
    let pages: Vec<ObjectId> = read.document.page_iter().collect();
    assert_eq!(pages.len(), book.pages.len());
    let links = read.document.get_page_annotations(pages[0]).unwrap();
    assert_eq!(links.len(), 16);
    for (link, bookmark) in links.iter().zip(book.bookmarks.iter().filter(|bookmark| bookmark.level == 1)) {
        assert_eq!(
            Read::text(link.get(b"Contents").unwrap()),
            format!("{}, page {}", bookmark.title, bookmark.target.page + 1)
        );
        let to = link.get(b"Dest").unwrap().as_array().unwrap()[0].as_reference().unwrap();
        assert_eq!(to, pages[bookmark.target.page]);
    }
}

/// Every text of a report, page by page, as it is drawn.
fn texts(dossier: &Dossier) -> Vec<Vec<String>> {
    let text = |draw: &Draw| match draw {
        Draw::Text { text, .. } => Some(text.clone()),
        _ => None,
    };
    let book = super::book(dossier).unwrap();
    book.pages
        .iter()
        .map(|page| page.spans.iter().flat_map(|span| &span.draws).filter_map(text).collect())
        .collect()
}

/// The report as whoever listens to it hears it: its structure in order, a line a node, figures by their alternative
/// text.
fn heard(dossier: &Dossier) -> String {
    heard_of(&super::book(dossier).unwrap())
}

fn heard_of(book: &Book) -> String {
    let mut lines = String::new();
    hear(book, Book::ROOT, &mut lines);
    lines.replace(['\u{a0}', '\u{202f}'], " ")
}

fn hear(book: &Book, id: NodeId, lines: &mut String) {
    let node = &book.nodes[id.0];
    let name = match node.role {
        Role::Heading(level) => format!("{} ", "#".repeat(usize::from(level))),
        Role::Paragraph | Role::Caption => String::new(),
        Role::Item => "- ".to_owned(),
        Role::Row => "| ".to_owned(),
        Role::Figure => "[figure] ".to_owned(),
        Role::ContentsItem => "> ".to_owned(),
        Role::Document | Role::Section | Role::List { .. } | Role::Table | Role::Contents => {
            for kid in &node.kids {
                if let Kid::Node(kid) = kid {
                    hear(book, *kid, lines);
                }
            }
            return;
        }
        _ => return,
    };
    let said = node.alt.clone().unwrap_or_else(|| said(book, id));
    lines.extend([name.as_str(), &said, "\n"]);
}

/// The words of a node and of those inside it, cells apart.
fn said(book: &Book, id: NodeId) -> String {
    let mut parts: Vec<String> = Vec::new();
    for kid in &book.nodes[id.0].kids {
        match kid {
            Kid::Node(kid) => parts.push(said(book, *kid)),
            Kid::Content { page, mark } => {
                let span = book.pages[*page].spans.iter().find(|span| span.mark == Some(*mark)).unwrap();
                let texts = span.draws.iter().filter_map(|draw| match draw {
                    Draw::Text { text, .. } => Some(text.trim().to_owned()),
                    _ => None,
                });
                parts.push(texts.collect::<Vec<_>>().join(" "));
            }
            Kid::Link { .. } => {}
        }
    }
    let cells = book.nodes[id.0].role == Role::Row;
    parts.join(if cells { " | " } else { " " })
}

#[test]
fn each_section_says_what_it_must() {
    compare("rapport.txt", &heard(&after_two_months(&Shape::default())));
}

#[test]
fn each_page_of_the_national_report_says_what_it_must() {
    compare("national.txt", &heard_of(&national_book(&nation(5))));
}

/// Holds what is heard to what was read by eye; `MAILLAGE_GOLDEN=1 cargo test --lib -- report` writes it.
fn compare(golden: &str, heard: &str) {
    let path = format!("{}/src/render/report/tests/{golden}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("MAILLAGE_GOLDEN").is_some() {
        std::fs::write(&path, heard).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    for (rank, (said, kept)) in heard.lines().zip(kept.lines()).enumerate() {
        assert_eq!(said, kept, "{golden}, line {}", rank + 1);
    }
    assert_eq!(heard.lines().count(), kept.lines().count(), "{golden}");
}

#[test]
fn nothing_is_drawn_outside_the_margins() {
    let fonts = super::typeset::Fonts::load().unwrap();
    for (name, book) in books() {
        for (number, page) in book.pages.iter().enumerate() {
            for draw in page.spans.iter().flat_map(|span| &span.draws) {
                let Draw::Text { x, y, face, size, text, turned, .. } = draw else { continue };
                let style = Style { face: *face, size: *size, ..palette::BODY };
                let width = fonts.width(style, text);
                let right = if *turned { *x } else { x + width };
                assert!(
                    *x >= MARGIN - 0.1 && right <= MARGIN + WIDTH + 0.5,
                    "{name} p. {number}: {text} {x} {right}"
                );
                assert!(*y > 30.0 && *y < PAGE_HEIGHT - 30.0, "{name} p. {number}: {text} {y}");
            }
        }
    }
}

#[test]
fn a_draft_says_so_under_each_page_and_what_is_agreed_on_does_not() {
    let marked = |dossier: &Dossier| -> Vec<bool> {
        let book = super::book(dossier).unwrap();
        let marks = |draw: &Draw| matches!(draw, Draw::Shape { .. });
        book.pages
            .iter()
            .map(|page| page.spans.first().is_some_and(|span| span.draws.iter().any(marks)))
            .collect()
    };
    let mut dossier = dossier(&Shape::default());
    let draft = marked(&dossier);
    assert!(!draft[0] && draft[1..].iter().all(|marked| *marked), "{draft:?}");
    dossier.stamp.status = crate::model::dossier::Status::Validated;
    assert!(marked(&dossier).iter().all(|marked| !marked));
}

#[test]
fn persons_are_named_only_where_the_configuration_asks() {
    let mut dossier = dossier(&Shape::default());
    let line = &mut dossier.assignments[0].assignment.details;
    line.local_person = "Mme Quetzalie Zyxwinska".into();
    line.given.set(crate::model::given::Aspect::LocalPerson, true);
    let said = |dossier: &Dossier| texts(dossier).concat().join(" ");
    assert!(!said(&dossier).contains("Zyxwinska"));
    dossier.stamp.persons = true;
    let named = said(&dossier);
    assert!(named.contains("Zyxwinska") && named.contains("données personnelles"), "{named}");
    dossier.nameless = true;
    assert!(!said(&dossier).contains("Zyxwinska"));
}

#[test]
fn no_title_is_left_alone_at_the_bottom_of_a_page() {
    for (name, book) in books() {
        for bookmark in &book.bookmarks {
            let page = &book.pages[bookmark.target.page];
            let title = if bookmark.level == 1 { palette::SECTION } else { palette::PART };
            // Titles of three lines are as long as an outline lets them be.
            let under = page.spans.iter().filter(|span| matches!(span.owner, Owner::Node(_)));
            let under = under.flat_map(|span| &span.draws).any(|draw| match draw {
                Draw::Text { y, size, .. } => *y > bookmark.target.y + title.leading && *size < title.size,
                _ => false,
            });
            assert!(under, "{name}: {} p. {}", bookmark.title, bookmark.target.page + 1);
        }
    }
}

#[test]
fn headers_of_a_table_come_back_on_each_page_it_fills() {
    let dossier = dossier(&Shape { schools: 3_200, per_circonscription: 36, ..Shape::default() });
    let pages = texts(&dossier);
    let maps: Vec<&Vec<String>> = pages
        .iter()
        .filter(|page| page.iter().any(|text| text == "Circonscription 50" || text == "Circonscription 02"))
        .collect();
    assert!(maps.len() >= 3, "two maps and the returns");
    for page in maps {
        assert!(page.iter().any(|text| text == "Territoire"), "{page:?}");
    }
}

#[test]
fn totals_printed_are_those_of_the_dossier() {
    let dossier = dossier(&Shape::default());
    let pages = texts(&dossier);
    let all: Vec<&str> = pages.iter().flatten().map(String::as_str).collect();
    let tally = &dossier.total.tally;
    for said in [
        percent(tally.coverage()),
        percent(tally.coverage_of_expected()),
        out_of(tally.coverage()),
        count(tally.of(State::Covered)),
        count(tally.total()),
    ] {
        assert!(all.contains(&said.as_str()), "{said}");
    }
}

#[test]
fn no_person_and_no_answer_as_written_reaches_the_report() {
    let all = texts(&dossier(&Shape::default())).concat().join(" ");
    for kept_back in ["Durand", "example.org", "=Mairie"] {
        assert!(!all.contains(kept_back), "{kept_back}");
    }
}

#[test]
fn many_schools_without_answer_are_counted_and_left_to_the_workbook() {
    let few = texts(&dossier(&Shape::default())).concat().join(" ");
    assert!(few.contains("École élémentaire Les Mésanges 4"), "the four schools are named");
    let shape = Shape { schools: 640, ..Shape::default() };
    let many = texts(&dossier(&shape)).concat().join(" ");
    assert!(!many.contains("École élémentaire Les Mésanges"));
    assert!(many.contains("feuille «\u{a0}Retours\u{a0}» du classeur"));
}

#[test]
fn the_same_dossier_gives_the_same_bytes_on_any_thread() {
    let shape = Shape::default();
    let first = report(&dossier(&shape)).unwrap();
    let others: Vec<Vec<u8>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| report(&dossier(&shape)).unwrap())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(others.iter().all(|other| *other == first));
    let other = report(&dossier(&Shape { schools: 41, ..shape })).unwrap();
    assert_ne!(first, other);
}

#[test]
fn a_report_stays_light() {
    let shape = Shape { schools: 3_200, per_circonscription: 36, ..Shape::default() };
    let size = report(&dossier(&shape)).unwrap().len();
    assert!(size < 1_000_000, "{size}");
}

#[test]
#[ignore = "a measure: cargo test --release --lib report_cost -- --ignored --nocapture"]
fn report_cost() {
    for schools in [300, 3_200] {
        let dossier = dossier(&Shape { schools, per_circonscription: 36, ..Shape::default() });
        let start = std::time::Instant::now();
        for _ in 0..5 {
            report(&dossier).unwrap();
        }
        println!("{schools} schools: {:?} a report", start.elapsed() / 5);
    }
}
