"""Makes the pictures of the documents from the samples: what the program really writes and shows.

    cargo build --release
    python3 docs/images/make.py target/release/maillage

Needs pillow, chromium, LibreOffice (soffice) and poppler (pdftoppm, pdftotext). Look at every picture before it goes in.
"""

import html
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from PIL import Image, ImageChops

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
MONTHS = [("2026-10", "annuaire-2026-10.csv", "2026-10-27"), ("2026-11", "annuaire.csv", "2026-11-24")]

# Colours of the sixteen that a terminal has, on white.
TERMINAL = {"1": "font-weight:700", "2": "color:#6a737d", "4": "text-decoration:underline", "31": "color:#b3261e",
            "32": "color:#1d6f42", "33": "color:#8a5a00", "34": "color:#1f4fa3", "36": "color:#0b6e7a"}


def run(*command, **more):
    return subprocess.run([str(word) for word in command], check=False, capture_output=True, text=True, **more)


def browser(page, picture, width, height):
    """A page as Chromium shows it."""
    run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1",
        f"--window-size={width},{height}", f"--screenshot={picture}", pathlib.Path(page).as_uri())


def terminal(text, folder, name, title):
    """What a terminal shows, its colours read from the escape sequences."""
    parts = re.split(r"\x1b\[([0-9;]*)m", text)
    body = html.escape(parts[0])
    for codes, words in zip(parts[1::2], parts[2::2]):
        style = ";".join(TERMINAL[code] for code in codes.split(";") if code in TERMINAL)
        body += f'<span style="{style}">{html.escape(words)}</span>' if style else html.escape(words)
    page = folder / f"{name}.html"
    page.write_text(
        "<meta charset=utf-8><style>body{margin:0;background:#fff}main{display:inline-block;border:1px solid #b8c2d3}"
        "h1{margin:0;background:#e8ecf2;color:#1b2a41;font:13px sans-serif;padding:6px 12px}"
        "pre{margin:0;padding:12px 16px;font:13px/1.35 'DejaVu Sans Mono',monospace;color:#1b2a41}</style>"
        f"<main><h1>{html.escape(title)}</h1><pre>{body}</pre></main>",
        encoding="utf-8",
    )
    picture = folder / f"{name}.png"
    browser(page, picture, 900, 1400)
    keep(trimmed(Image.open(picture)), f"{name}.png")


def trimmed(image, margin=0):
    """Without the white around it."""
    image = image.convert("RGB")
    white = Image.new("RGB", image.size, (255, 255, 255))
    left, top, right, bottom = ImageChops.difference(image, white).getbbox()
    return image.crop((max(left - margin, 0), max(top - margin, 0), min(right + margin, image.width),
                       min(bottom + margin, image.height)))


def keep(image, name):
    """Written with few colours: text and flat grounds need no more."""
    image.convert("RGB").quantize(colors=200, dither=Image.Dither.NONE).save(HERE / name, optimize=True)
    print(f"{name}: {image.width} × {image.height}, {(HERE / name).stat().st_size // 1024} KB")


def page_of(pdf, words):
    """The first page that holds these words."""
    rank = 1
    while True:
        told = run("pdftotext", "-f", rank, "-l", rank, pdf, "-")
        if told.returncode != 0:
            sys.exit(f"{pdf}: no page with {words!r}")
        if words in told.stdout:
            return rank
        rank += 1


def sheet(pdf, words, folder, dots):
    """A page of a PDF as a picture."""
    rank = page_of(pdf, words)
    stem = folder / "page"
    run("pdftoppm", "-r", dots, "-f", rank, "-l", rank, "-singlefile", "-png", pdf, stem)
    return Image.open(stem.with_suffix(".png")).convert("RGB")


def to_pdf(workbook, folder):
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, workbook)
    return folder / (workbook.stem + ".pdf")


def framed(image):
    """On the grey of a desk."""
    framed = Image.new("RGB", (image.width + 2, image.height + 2), (184, 194, 211))
    framed.paste(image, (1, 1))
    return framed


def main(program):
    program = pathlib.Path(program).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        told = ""
        for month, registry, day in MONTHS:
            told = run(program, "consolider", f"samples/{month}", "--annuaire", f"samples/{registry}", "-o", folder / "sorties",
                       "--mois", month, "--date", day, "--retours", "--echec-si", "jamais", "--couleur", "toujours", cwd=ROOT).stdout
        terminal(told.replace(str(folder) + os.sep, ""), folder, "bilan",
                 "> maillage consolider depot\\2026-11 --annuaire annuaire.csv --retours")

        shown = run(program, "verifier", "samples/2026-11/Circonscription d'Yvaréville", "--annuaire", "samples/annuaire.csv",
                    "--couleur", "toujours", cwd=ROOT).stdout
        documents = re.split(r"\n(?=[^\n]*\.xlsx[^\n]*\n(?:\x1b\[2m)?─)", shown)
        document = max(documents, key=lambda text: text.count("RES-00") - text.count("\n") / 60)
        # As far as its third row: the rest is alike.
        document = "\n\n".join(document.split("\n\n")[:3]) + "\n\n  …"
        terminal(document, folder, "verifier", "> maillage verifier inventaire.xlsx --annuaire annuaire.csv")

        month = folder / "sorties" / "2026-11"
        picture = folder / "synthese.png"
        browser(month / "synthese.html", picture, 1000, 1200)
        keep(framed(trimmed(Image.open(picture), 16)), "synthese.png")

        academie = month / "17-nantes"
        workbook = to_pdf(academie / "2026-11_nantes_consolidation.xlsx", folder)
        for words, name, share in [("À faire : ce qu’il faut", "a-faire.png", 0.5), ("Anomalies — ", "anomalies.png", 0.42)]:
            image = trimmed(sheet(workbook, words, folder, 130), 8)
            keep(framed(image.crop((0, 0, image.width, int(image.height * share)))), name)
        report = academie / "2026-11_nantes_rapport-copil.pdf"
        pages = [sheet(report, words, folder, 60) for words in ("Ce que le comité doit décider", "Le projet réunit")]
        wide = sheet(workbook, "Matrice écoles × compétences", folder, 110)
        overview(pages, wide)
        correction = to_pdf(sorted((academie / "retours").glob("*_correction.xlsx"))[0], folder)
        keep(framed(trimmed(sheet(correction, "corriger", folder, 80), 8)), "correction.png")


def overview(pages, wide):
    """Two pages of the report over a sheet of the workbook."""
    gap = 20
    width = sum(page.width for page in pages) + 3 * gap
    wide = trimmed(wide, 8)
    wide = wide.crop((0, 0, wide.width, int(wide.height * 0.52)))
    wide = wide.resize((width - 2 * gap, wide.height * (width - 2 * gap) // wide.width), Image.LANCZOS)
    image = Image.new("RGB", (width, pages[0].height + wide.height + 3 * gap), (232, 236, 242))
    left = gap
    for page in pages:
        image.paste(page, (left, gap))
        left += page.width + gap
    image.paste(wide, (gap, pages[0].height + 2 * gap))
    keep(image, "apercu.png")


main(sys.argv[1])
