//! What stands around the answers: the model's own sheets, last year's, empty ones; totals, notes, blank rows kept
//! for later. None of it answers anything, and a reader must not be taken in.

use super::book::{Sheet, Style, Value};
use super::labels::{ADMINS, SKILLS};
use super::quirks::{
    EMPTY_SHEET, EXAMPLE_SHEET, FOOTNOTE, FORMATTED_BLANKS, HOW_TO_SHEET, LISTS_SHEET, OLD_SHEET, Pen,
    TOTAL_ROW,
};
use super::territory::Site;

/// Adds to the sheet of answers what forms carry under their table; `spare` asks for rows kept for later.
pub(super) fn below(sheet: &mut Sheet, left: u16, spare: bool, pen: &mut Pen) {
    if pen.strikes(&TOTAL_ROW) {
        let row = sheet.bottom();
        sheet.text(row, left, "Total", Style::Band);
        sheet.put(row, left + 1, Value::Number(pen.rng.between(8, 14) as f64), Style::Band);
    }
    if pen.strikes(&FOOTNOTE) {
        const NOTES: &[&str] = &[
            "* Une seule entité responsable par compétence.",
            "Document à retourner à la circonscription avant le 15 novembre.",
            "Rempli en conseil des maîtres.",
            "(1) interne = réalisé par l'académie, la collectivité ou l'école ; externe = confié à un prestataire.",
        ];
        let row = sheet.bottom() + 1;
        sheet.text(row, left, pen.rng.pick(NOTES), Style::Note);
    }
    if spare && pen.finds(&FORMATTED_BLANKS) {
        let (first, right) = (sheet.bottom(), sheet.right());
        let rows = pen.rng.weighted(&[(30, 20), (45, 80), (20, 200), (5, 600)]);
        for row in first..first + rows {
            for column in left..right {
                sheet.put(row, column, Value::Blank, Style::Input);
            }
        }
    }
}

/// Puts the other sheets of the workbook around those of the answers.
pub(super) fn around(sheets: &mut Vec<Sheet>, site: &Site, year: i16, pen: &mut Pen) {
    if pen.finds(&HOW_TO_SHEET) {
        let at = if pen.rng.chance(50) { 0 } else { sheets.len() };
        sheets.insert(at, how_to());
    }
    if pen.strikes(&EXAMPLE_SHEET) {
        let name = pen.rng.pick(&["Exemple", "Modèle", "Exemple rempli"]);
        let at = if pen.rng.chance(40) { 0 } else { sheets.len() };
        sheets.insert(at, decoy(name, "Mairie de Modèleville", "Acteur de démonstration"));
    }
    if pen.strikes(&OLD_SHEET) {
        let name = format!("{} {}", pen.rng.pick(&["Ancien", "Archive", "Inventaire"]), year - 1);
        sheets.push(decoy(&name, "Ancien prestataire", "Ancienne mairie déléguée"));
    }
    if pen.strikes(&EMPTY_SHEET) {
        let at = if pen.rng.chance(25) { 0 } else { sheets.len() };
        sheets.insert(at, Sheet::new(pen.rng.pick(&["Feuil2", "Feuil3", "Sheet2"])));
    }
    if pen.finds(&LISTS_SHEET) {
        let mut lists = lists(site);
        lists.hidden = pen.rng.chance(50);
        sheets.push(lists);
    }
}

fn how_to() -> Sheet {
    let mut sheet = Sheet::new("Mode d'emploi");
    sheet.widths.insert(0, 110.0);
    let lines = [
        "Mode d'emploi",
        "Remplir une ligne par compétence. Ne pas ajouter ni supprimer de ligne.",
        "Entité responsable : académie, collectivité, école, prestataire… Une seule entité par compétence.",
        "Interne / Externe : internalisé (réalisé par la maîtrise d'ouvrage), externalisé (confié à un prestataire), \
         externalisé partiellement.",
        "Si la compétence n'a pas été étudiée, laissez la ligne vide. Si elle ne vous concerne pas, écrivez « sans objet » et \
         dites pourquoi dans la colonne Observations.",
        "Retournez le fichier par courriel à la circonscription, sans changer son format.",
    ];
    for (line, row) in lines.iter().zip(0..) {
        sheet.text(row, 0, *line, if row == 0 { Style::Title } else { Style::Plain });
    }
    for (skill, row) in SKILLS.iter().zip(lines.len() as u32 + 1..) {
        sheet.text(row, 0, format!("{} : {}", skill.labels[0], skill.about), Style::Plain);
    }
    sheet
}

fn decoy(name: &str, one: &str, other: &str) -> Sheet {
    let mut sheet = Sheet::new(name);
    for (title, column) in ["Compétence", "Entité responsable", "Mode"].iter().zip(0..) {
        sheet.text(0, column, *title, Style::Header);
    }
    let labels = SKILLS[..12].iter().map(|skill| skill.labels[0]).chain([ADMINS[0]]);
    for (label, row) in labels.zip(1..) {
        sheet.text(row, 0, label, Style::Label);
        sheet.text(row, 1, if row % 3 == 0 { other } else { one }, Style::Input);
        sheet.text(row, 2, "Externe", Style::Input);
    }
    sheet
}

fn lists(site: &Site) -> Sheet {
    let mut sheet = Sheet::new("Listes");
    sheet.text(0, 0, "Compétence", Style::Plain);
    sheet.text(0, 1, "Mode", Style::Plain);
    sheet.text(0, 2, "Niveau", Style::Plain);
    let labels = SKILLS[..12].iter().map(|skill| skill.labels[0]).chain([ADMINS[0]]);
    for (label, row) in labels.zip(1..) {
        sheet.text(row, 0, label, Style::Plain);
    }
    for (mode, row) in ["Internalisé", "Externalisé", "Externalisé partiellement"].iter().zip(1..) {
        sheet.text(row, 1, *mode, Style::Plain);
    }
    sheet.text(0, 3, "Commune", Style::Plain);
    let communes = site.communes.iter().filter(|commune| commune.departement == site.commune.departement);
    for (commune, row) in communes.take(250).zip(1..) {
        sheet.text(row, 3, &commune.name, Style::Plain);
    }
    for (level, row) in ["école", "commune", "circonscription", "département", "académie"].iter().zip(1..)
    {
        sheet.text(row, 2, *level, Style::Plain);
    }
    sheet
}
