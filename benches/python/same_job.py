"""The least of Maillage's job, as it would be written in Python: what the comparison of docs/performance.md runs.

It reads every .xlsx of a folder with pandas, finds the line of titles, matches the labels of the 14 competences exactly,
writes a workbook (matrix and detail, XlsxWriter) and a PDF (ReportLab). It leaves out everything else: other formats,
mails, layouts, rules, evolution, accessibility. Two processes read. With the workbook that Maillage made of the same folder,
it writes as many cells, sheet by sheet, instead of its own two sheets: what they hold is given to it, and not counted.

    pip install pandas python-calamine openpyxl XlsxWriter reportlab
    python3 benches/python/same_job.py FOLDER calamine|openpyxl [WORKBOOK]
"""

import re
import sys
import tempfile
import time
import tomllib
import unicodedata
from collections import Counter
from multiprocessing import Pool
from pathlib import Path

import pandas
import python_calamine
import xlsxwriter
from reportlab.lib.pagesizes import A4
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate
from reportlab.lib.styles import getSampleStyleSheet

ROOT = Path(__file__).resolve().parents[2]
UAI = re.compile(r"\b\d{7}[A-Z]\b")


def fold(text):
    text = unicodedata.normalize("NFKD", str(text))
    return " ".join("".join(sign for sign in text if not unicodedata.combining(sign)).lower().split())


def labels():
    referential = tomllib.loads((ROOT / "templates" / "referentiel.toml").read_text(encoding="utf-8"))
    return {fold(one["libelle"]): one["id"] for one in referential["competence"]}


LABELS = labels()


def read(job):
    path, engine = job
    try:
        sheets = pandas.read_excel(path, sheet_name=None, header=None, engine=engine, dtype=object)
    except Exception as error:  # one broken file is a line of the report here too
        return path.name, None, [], str(error)
    uai, lines = None, []
    for name, frame in sheets.items():
        answer = mode = None
        for row, values in enumerate(frame.itertuples(index=False)):
            cells = ["" if value is None or value != value else str(value) for value in values]
            for cell in cells:
                found = UAI.search(cell)
                uai = uai or (found and found.group())
            folded = [fold(cell) for cell in cells]
            if answer is None and any("responsable" in cell for cell in folded):
                answer = next(i for i, cell in enumerate(folded) if "responsable" in cell)
                mode = next((i for i, cell in enumerate(folded) if "intern" in cell or "mode" in cell), None)
                continue
            for cell in folded:
                if cell in LABELS and answer is not None:
                    lines.append((LABELS[cell], cells[answer], cells[mode] if mode is not None else "", name, row + 1))
                    break
    return path.name, uai, lines, ""


def write_sheets(book, schools, ids):
    matrix = book.add_worksheet("Matrice")
    matrix.write_row(0, 0, ["UAI", *ids])
    for row, (uai, lines) in enumerate(sorted(schools.items()), 1):
        answers = {one[0]: one[1] for one in lines}
        matrix.write_row(row, 0, [uai, *(answers.get(one, "") for one in ids)])
    detail = book.add_worksheet("Détail")
    row = 0
    for uai, lines in sorted(schools.items()):
        for line in lines:
            detail.write_row(row, 0, [uai, *line])
            row += 1


def same_cells(workbook):
    """What each sheet of a workbook holds."""
    book = python_calamine.load_workbook(workbook)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def main():
    folder, engine = Path(sys.argv[1]), sys.argv[2]
    given = same_cells(sys.argv[3]) if len(sys.argv) > 3 else {}
    started = time.perf_counter()
    files = sorted(folder.rglob("*.xlsx"))
    with Pool(2) as pool:
        documents = pool.map(read, [(path, engine) for path in files], chunksize=16)
    read_in = time.perf_counter() - started
    schools = {uai: lines for _, uai, lines, _ in documents if uai}
    ids = list(LABELS.values())
    place = tempfile.TemporaryDirectory()
    book = xlsxwriter.Workbook(f"{place.name}/matrice.xlsx", {"constant_memory": True})
    for name, rows in given.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            sheet.write_row(row, 0, cells)
    if not given:
        write_sheets(book, schools, ids)
    book.close()
    styles = getSampleStyleSheet()
    table = [["UAI", *ids]] + [
        [uai, *("x" if any(one[0] == id_ and one[1] for one in lines) else "" for id_ in ids)]
        for uai, lines in sorted(schools.items())
    ]
    counts = Counter(id_ for lines in schools.values() for id_, answer, *_ in lines if answer)
    story = [Paragraph("Rapport", styles["Title"])]
    story += [Paragraph(f"{id_} : {counts[id_]} sur {len(schools)}", styles["Normal"]) for id_ in ids]
    story.append(LongTable(table, repeatRows=1))
    SimpleDocTemplate(f"{place.name}/rapport.pdf", pagesize=A4).build(story)
    print(f"{engine}: {len(files)} files, {len(schools)} schools, read {read_in:.1f} s, whole {time.perf_counter() - started:.1f} s")


main()
