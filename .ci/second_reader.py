"""Opens every workbook of a month's folder with openpyxl, another reader than the tests', and counts.

    python3 .ci/second_reader.py sorties/2026-11

What must hold: each sheet opens, holds real tables whose headers are their columns, prints as set up, and has no error; no
formula beyond ours; the matrix offers its states; its states are those of couverture.csv, one by one.
"""

import csv
import pathlib
import sys

import openpyxl
from openpyxl.utils import range_boundaries


# Every other sheet has one table, which goes to its last line.
SUMMARY = "Synthèse"


def fail(where, what):
    sys.exit(f"{where}: {what}")


def check_sheet(where, sheet):
    rows = list(sheet.iter_rows())
    if not rows or rows[0][0].value is None:
        fail(where, "the first cell says nothing")
    if not sheet.tables:
        fail(where, "no table")
    areas = sorted((range_boundaries(ref), name) for name, ref in sheet.tables.items())
    for rank, (area, name) in enumerate(areas):
        for other, other_name in areas[:rank]:
            if area[0] <= other[2] and other[0] <= area[2] and area[1] <= other[3] and other[1] <= area[3]:
                fail(where, f"{name} and {other_name} stand on the same cells")
    for table in sheet.tables.values():
        name = table.displayName
        header = sheet[table.ref][0]
        titles = [cell.value for cell in header]
        if titles != [column.name for column in table.tableColumns]:
            fail(where, f"the headers of {name} are not its columns")
        if len({title.lower() for title in titles}) != len(titles):
            fail(where, f"two columns of {name} have one name")
        # Those of the summary stand side by side: a filter of one would hide rows of the others.
        if (table.autoFilter is None) != (sheet.title == SUMMARY):
            fail(where, f"{name} has a filter on the summary, or none elsewhere")
        if table.autoFilter is not None and table.autoFilter.ref != table.ref:
            fail(where, f"the filter of {name} is not over it")
        last_row = int(table.ref.rsplit(":", 1)[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        if sheet.title != SUMMARY and last_row != max(sheet.max_row, header[0].row + 1):
            fail(where, f"{name} ends at {last_row}, its sheet at {sheet.max_row}")
    if sheet.page_setup.paperSize != 9 or sheet.page_setup.orientation != "landscape":
        fail(where, "does not print on A4, landscape")
    if not sheet.freeze_panes:
        fail(where, "no frozen panes")
    formulas = 0
    for row in rows:
        for cell in row:
            if cell.data_type == "e":
                fail(where, f"{cell.coordinate} is an error")
            formulas += cell.data_type == "f"
            if cell.hyperlink and cell.hyperlink.target and "://" in cell.hyperlink.target:
                fail(where, f"{cell.coordinate} leads out of the workbook")
    if formulas and sheet.title not in ("Matrice écoles", "Matrice territoires", "Moyens", "Synthèse"):
        fail(where, f"{formulas} formulas")
    return len(rows)


def states(folder):
    """The states that couverture.csv gives, by school and competence."""
    with open(folder / "couverture.csv", encoding="utf-8-sig", newline="") as file:
        return {(line["uai"], line["competence"]): line["etat"] for line in csv.DictReader(file, delimiter=";")}


def check_matrix(where, sheet, told):
    if not sheet.data_validations.dataValidation:
        fail(where, "no list of states to correct a cell with")
    words = {
        "couverte": "couverte", "partagee": "partagée", "orpheline": "orpheline", "a_definir": "à définir",
        "non_etudiee": "non étudiée", "sans_objet": "sans objet", "non_rendue": "non rendue",
    }
    (table,) = sheet.tables.values()
    header, *lines = sheet[table.ref]
    competences = {
        column: cell.value.split()[0]
        for column, cell in enumerate(header)
        if cell.value[:3].isupper() and cell.value[3:4] == "-"
    }
    seen = 0
    for line in lines:
        for column, competence in competences.items():
            state = told[(line[0].value, competence)]
            if words[state] not in line[column].value.lower():
                fail(where, f"{line[column].coordinate}: {line[column].value!r}, couverture.csv says {state}")
            seen += 1
    if seen != len(told):
        fail(where, f"{seen} couples, couverture.csv has {len(told)}")


def main(month):
    workbooks = sorted(pathlib.Path(month).rglob("*_consolidation.xlsx"))
    if not workbooks:
        fail(month, "no workbook")
    for path in workbooks:
        workbook = openpyxl.load_workbook(path)
        for sheet in workbook.worksheets:
            check_sheet(f"{path.name}, {sheet.title}", sheet)
        check_matrix(f"{path.name}, matrice", workbook["Matrice écoles"], states(path.parent))
        print(f"{path.name}: {len(workbook.worksheets)} sheets")


main(sys.argv[1])
