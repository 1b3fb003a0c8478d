//! Pages as portals, word processors and hands write them; and any signs at all.

use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::model::budget::Budgets;

fn read(page: &[u8]) -> Result<Workbook, ReadFailure> {
    workbook(page, &Budgets::default())
}

/// The cells of a page, one line each, its merged areas and what was struck in its cells.
fn shown(page: &str) -> Vec<String> {
    let workbook = read(page.as_bytes()).unwrap();
    let sheet = &workbook.sheets[0];
    let cells = sheet.cells.iter().map(|cell| {
        let text = format!("{}={}", cell.at, cell.value.shown());
        if cell.struck { format!("~{text}~") } else { text }
    });
    let merges = sheet.merges.iter().map(|area| format!("{}:{}", area.first, area.last));
    let notes = sheet.notes.iter().map(|note| format!("{} [{}]", note.at, note.text));
    cells.chain(merges).chain(notes).collect()
}

#[test]
fn tables_stand_one_under_the_other_and_lines_outside_them_on_rows_of_their_own() {
    let page = "<html><head><title>Portail</title><style>td { color: red }</style></head><body>
        <h1>Inventaire
           ENT</h1>École : Les&nbsp;Cormiers<br>Ville : Rezé <script>document.write('<td>no');</script>
        <table><thead><tr><th>Compétence</th><th>Responsable</th></tr></thead>
        <tbody><tr><td>Assistance</td><td> Mairie  <b>de</b>
          Rezé </td></tr><tr><td></td><td>&nbsp;</td></tr></tbody></table>
        <p>Matériel</p><!-- <table><tr><td>caché</table> -->
        <table><tr><td>Réseau<td>0123</table><div>Imprimer</div></body></html>";
    assert_eq!(
        shown(page),
        [
            "A1=Inventaire ENT",
            "A2=École : Les\u{a0}Cormiers",
            "A3=Ville : Rezé",
            "A4=Compétence",
            "B4=Responsable",
            "A5=Assistance",
            "B5=Mairie de Rezé",
            "A8=Matériel",
            "A9=Réseau",
            "B9=0123",
            "A11=Imprimer",
        ]
    );
}

#[test]
fn lines_of_a_cell_stay_in_it() {
    let page = "<table><tr><td>Mairie<br/>DRANE<p>ERUN</p><ul><li>a</li><li>b</li></ul></td><td><div></div><p>x</p></td></table>";
    assert_eq!(shown(page), ["A1=Mairie\nDRANE\nERUN\na\nb", "B1=x"]);
}

#[test]
fn cells_that_span_others_are_merged_areas() {
    let page = "<table><tr><td colspan=2>Titre<tr><td rowspan='2'>Famille<td>a<tr><td>b<tr><td>c<td rowspan=0>d<tr><td>e
        <tr><td colspan='999999999'>f<tr><td rowspan=99999999999>g</table><table><tr><td>h</table>";
    assert_eq!(
        shown(page),
        [
            "A1=Titre",
            "A2=Famille",
            "B2=a",
            "B3=b",
            "A4=c",
            "B4=d",
            "A5=e",
            "A6=f",
            "A7=g",
            "A9=h",
            "A1:B1",
            "A2:A3",
            "A6:ALL6",
            "B4:B7",
        ]
    );
    // The row below a span begins behind it.
    assert_eq!(
        shown("<table><tr><td rowspan=2 colspan=2>a<td>b<tr><td>c</table>"),
        ["A1=a", "C1=b", "C2=c", "A1:B2"]
    );
}

#[test]
fn a_table_inside_a_cell_stands_from_that_cell_on() {
    let frame = "<table><tr><td>Menu</td><td>Acteurs<table><tr><td>FAI<td>Mairie<tr><td>MNT<td>DRANE</table>fin</td><td>bord</td></tr>\
        <tr><td>Pied</table>";
    assert_eq!(
        shown(frame),
        [
            "A1=Menu",
            "B1=Acteurs",
            "D1=bord",
            "B2=FAI",
            "C2=Mairie",
            "B3=MNT",
            "C3=DRANE",
            "B4=fin",
            "A5=Pied"
        ]
    );
    // One table for each answer, as a portal draws its frames.
    let answers = "<table><tr><td>FAI<td><table><tr><td>Mairie</table><tr><td>MNT<td><table><tr><td>DRANE</table></table>";
    assert_eq!(shown(answers), ["A1=FAI", "B1=Mairie", "A2=MNT", "B2=DRANE"]);
    // However deep: what passes the bound belongs to the last table.
    let deep =
        format!("{}x{}<table><tr><td>y</table>", "<table><tr><td>".repeat(10_000), "</table>".repeat(10_000));
    let texts = shown(&deep).into_iter().map(|shown| shown.rsplit('=').next().unwrap_or_default().to_owned());
    assert_eq!(texts.collect::<Vec<_>>(), ["x", "y"]);
}

#[test]
fn what_is_struck_in_a_page_is_kept_apart() {
    let page = "<table><tr><td><s>Directrice</s> Kartéo<td><del>Mairie</del><td><STRIKE>a</STRIKE>\
        <td><span style='TEXT-DECORATION: line-through'>Mairie <span>de</span> Rezé</span> DRANE\
        <td style=\"text-decoration:line-through\">b<td>c<tr><td><s>d<td>e</table>";
    assert_eq!(
        shown(page),
        [
            "A1=Kartéo",
            "~B1=Mairie~",
            "~C1=a~",
            "D1=DRANE",
            "~E1=b~",
            "F1=c",
            "~A2=d~",
            "B2=e",
            "A1 [Directrice]",
            "D1 [Mairie de Rezé]",
        ]
    );
}

#[test]
fn fields_of_a_form_say_what_the_page_shows() {
    let page = "<table><tr><td><select><option>Mairie</option><option selected=\"selected\">DRANE</option><option>ERUN</select>\
        <td><select><option>-- choisir --<option>Mairie</select><td><input value=\"Kart&eacute;o\"><input type=hidden value=z>\
        <td><input type=checkbox checked>oui <input type='radio'>non</table>";
    assert_eq!(shown(page), ["A1=DRANE", "C1=Kartéo", "D1=☒ oui ☐ non"]);
}

#[test]
fn encodings_are_told_by_signs_then_by_words() {
    let page = |charset: &str| format!("<html><meta {charset}><table><tr><td>œuvre « été »</table>");
    let shown = |bytes: &[u8]| read(bytes).unwrap().sheets[0].cells[0].value.shown();
    let (windows, utf8) = ("charset=windows-1252", "http-equiv=a content='text/html; charset=UTF-8'");
    for text in [page(windows), page(utf8), page(""), page("charset=\"utf-16\"")] {
        assert_eq!(shown(text.as_bytes()), "œuvre « été »", "{text}");
        assert_eq!(shown(&WINDOWS_1252.encode(&text).0), "œuvre « été »", "{text}");
        for wide in [format!("\u{feff}{text}"), text.clone()] {
            let little: Vec<u8> = wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = wide.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(
                (shown(&little), shown(&big)),
                ("œuvre « été »".into(), "œuvre « été »".into()),
                "{text}"
            );
        }
    }
    let latin9 = Encoding::for_label(b"iso-8859-15")
        .unwrap()
        .encode(&page("charset = 'ISO-8859-15'").replace('«', "€"))
        .0
        .into_owned();
    assert_eq!(shown(&latin9), "œuvre € été »");
    let mut spoilt = page(utf8).into_bytes();
    spoilt.extend(b"\xFF</body>");
    assert_eq!(shown(&spoilt), "œuvre « été »");
}

#[test]
fn a_page_without_a_table_or_cut_in_one_is_no_answer() {
    assert_eq!(read(b"<html><p>Session expir&eacute;e</html>"), Err(ReadFailure::OtherKind("page HTML")));
    assert_eq!(read(b"<html><!-- <table> -->"), Err(ReadFailure::OtherKind("page HTML")));
    for cut in ["<table", "<table><tr><td>a</td>", "<table><tr><td>a</tabl", "<table><tr><td>a<!-- </table>"]
    {
        assert!(
            matches!(read(cut.as_bytes()), Err(ReadFailure::Damaged(_) | ReadFailure::OtherKind(_))),
            "{cut}"
        );
    }
    assert_eq!(shown("<table><tr><td>a</td></tr></html>"), ["A1=a"]);
}

#[test]
fn budgets_hold_in_pages_too() {
    let over = |page: &str, budgets: Budgets| match workbook(page.as_bytes(), &budgets) {
        Err(ReadFailure::OverBudget { budget, .. }) => budget,
        other => panic!("{other:.200?}"),
    };
    let few = || Budgets { cells: 5, blank_cells: 20, merges: 2, text_bytes: 10, ..Budgets::default() };
    assert_eq!(over(&format!("<table><tr>{}</table>", "<td>a".repeat(6)), few()), "nombre de cellules");
    assert_eq!(over(&format!("<table><tr>{}</table>", "<td>".repeat(21)), few()), "nombre de cellules vides");
    assert_eq!(
        over(&format!("<table><tr>{}</table>", "<td colspan=2>".repeat(3)), few()),
        "nombre de cellules fusionnées"
    );
    assert_eq!(over("<table><tr><td>un texte trop long</table>", few()), "longueur d’un texte");
    assert_eq!(over("<table><tr><td><s>un texte</s> trop<s> long</s></table>", few()), "longueur d’un texte");
    let spans = format!("<table><tr>{}{}</table>", "<td rowspan=99>".repeat(6), "<tr>".repeat(9));
    assert_eq!(over(&spans, Budgets { merges: 99, ..few() }), "nombre de cellules vides");
    let far = format!("<table><tr>{}</table>", "<td colspan=1000>a".repeat(18));
    assert!(matches!(read(far.as_bytes()), Err(ReadFailure::Damaged(_))));
    let low = format!("<table>{}</table>", "<tr>".repeat(1_048_577));
    assert!(matches!(read(low.as_bytes()), Err(ReadFailure::Damaged(_))));
}

#[test]
fn pages_made_to_last_end_soon() {
    for piece in [
        "<!--",
        "<script>",
        "</s",
        "<a b='",
        "<a b=",
        "&",
        "&a",
        "&#",
        "<table>",
        "<s>",
        "<s></b>",
        "<td rowspan=9>",
        "<tr>",
        "<span style=line-through><b>",
        "<table><tr><td>",
        "</table>",
        "<p>",
        "<br>a",
        "<select><option>",
        "a <s>b</s> ",
        "é",
        "<",
    ] {
        let begun = std::time::Instant::now();
        for start in ["<table><tr><td>", "<table><tr><td rowspan=65534>a<td>"] {
            let _ = read(format!("{start}{}</table>", piece.repeat(60_000)).as_bytes());
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "{piece}");
    }
}

fn piece() -> impl Strategy<Value = String> {
    let tag = prop::sample::select(vec![
        "table",
        "/table",
        "tr",
        "/tr",
        "td",
        "/td",
        "th",
        "td colspan=3",
        "td rowspan=2",
        "td rowspan=0 colspan=2",
        "td rowspan=3",
        "p",
        "/p",
        "br",
        "s",
        "/s",
        "span style='text-decoration:line-through'",
        "/span",
        "select",
        "/select",
        "option",
        "option selected",
        "input value=v",
        "script",
        "/script",
        "!--",
        "caption",
        "div",
        "/body",
        "/html",
        "tbody",
    ]);
    prop_oneof![
        8 => tag.prop_map(|tag| format!("<{tag}>")),
        4 => "[a-c ]{1,3}",
        1 => prop::sample::select(vec!["&eacute;", "&#160;", "&", "<", ">", "-->", "\"", "'", "\u{a0}", "é", "\n"])
            .prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn any_pieces_of_a_page_give_cells_in_order_alone_at_their_address(pieces in prop::collection::vec(piece(), 0..60)) {
        match read(pieces.concat().as_bytes()) {
            Ok(workbook) => for sheet in &workbook.sheets {
                prop_assert!(sheet.cells.is_sorted_by(|left, right| left.at < right.at));
                prop_assert!(sheet.cells.iter().all(|cell| !cell.value.shown().trim().is_empty()));
                prop_assert!(sheet.merges.iter().all(|area| area.first != area.last && area.first.row <= area.last.row));
                prop_assert!(sheet.notes.iter().all(|note| sheet.cell(note.at).is_some_and(|cell| !cell.struck)));
            },
            Err(failure) => prop_assert!(!matches!(failure, ReadFailure::Fault(_))),
        }
    }

    #[test]
    fn what_a_page_says_is_kept_whole(pieces in prop::collection::vec(piece(), 0..60)) {
        // A word no piece holds, outside what hides it: it is somewhere in the sheet.
        let page = format!("{}--></script></select><tr><td>Zébulon</table></html>", pieces.concat());
        if let Ok(workbook) = read(page.as_bytes()) {
            let cells = workbook.sheets[0].cells.iter().filter(|cell| cell.value.shown().contains("Zébulon")).count();
            let notes = workbook.sheets[0].notes.iter().filter(|note| note.text.contains("Zébulon")).count();
            prop_assert_eq!(cells + notes, 1, "{}", page);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), table in any::<bool>()) {
        let page = if table { [b"<table><tr><td>", bytes.as_slice(), b"</table>"].concat() } else { bytes };
        let _ = read(&page);
        let _ = begins(&String::from_utf8_lossy(&page));
    }
}
