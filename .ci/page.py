"""Looks at a month's page as a browser and a screen reader do.

    python3 .ci/page.py sorties/2026-11/synthese.html

What must hold: a language, a title, one main heading and no level skipped; tables with a caption and headers that say what they
head; every link leads to a file of the month; no script, picture, frame nor address; texts in a contrast of 4.5 at least. Where
Chromium is installed, it draws the page on a screen and on a phone: nothing is wider than either.
"""

import html.parser
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.links, self.headings, self.tables = [], [], [], []
        self.title, self.inside = "", []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        self.inside.append(tag)
        if tag == "a":
            self.links.append(attributes.get("href", ""))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "table":
            self.tables.append({"caption": False, "scopes": []})
        if tag == "caption":
            self.tables[-1]["caption"] = True
        if tag == "th":
            self.tables[-1]["scopes"].append(attributes.get("scope"))

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data):
        if "title" in self.inside:
            self.title += data


def luminance(colour):
    colour = colour.lstrip("#")
    if len(colour) == 3:
        colour = "".join(sign * 2 for sign in colour)
    parts = [int(colour[at:at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def contrasts(style):
    """The weakest contrast of a rule's text with its own ground, white where it has none."""
    rules = re.findall(r"\{([^{}]*)\}", style)
    pairs = []
    for rule in rules:
        text = re.search(r"(?<![-\w])color:\s*(#[0-9a-f]{3,6})", rule)
        ground = re.search(r"background:\s*(#[0-9a-f]{3,6})", rule)
        if text:
            pairs.append(contrast(text[1], ground[1] if ground else "#fff"))
    return min(pairs)


def drawn_width(page, width):
    """How wide a frame of so many columns has to scroll, as Chromium lays the page out."""
    with tempfile.TemporaryDirectory() as folder:
        probe = pathlib.Path(folder) / "probe.html"
        probe.write_text(
            f'<iframe id="f" style="width:{width}px;height:900px;border:0" srcdoc="{html.escape(page, quote=True)}"></iframe>'
            '<script>onload=()=>{const r=document.getElementById("f").contentDocument.documentElement;'
            "document.title=r.scrollWidth+'';}</script>",
            encoding="utf-8",
        )
        told = subprocess.run(
            [shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome"), "--headless", "--no-sandbox", "--disable-gpu",
             "--virtual-time-budget=3000", "--dump-dom", probe.as_uri()],
            capture_output=True, text=True, timeout=120, check=False,
        ).stdout
    found = re.search(r"<title>(\d+)</title>", told)
    return int(found[1]) if found else None


def main(path):
    path = pathlib.Path(path)
    text = path.read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    names = [tag for tag, _ in page.tags]
    wrong = []
    if dict(page.tags).get("html", {}).get("lang") != "fr":
        wrong.append("the language isn't said")
    if not page.title.strip():
        wrong.append("no title")
    levels = page.headings
    if levels.count(1) != 1 or levels[0] != 1 or any(after > before + 1 for before, after in zip(levels, levels[1:])):
        wrong.append(f"headings: {levels}")
    if names.count("main") != 1:
        wrong.append("not one main part")
    for table in page.tables:
        if not table["caption"] or not all(scope in ("col", "row") for scope in table["scopes"]):
            wrong.append(f"a table: {table}")
    for forbidden in ("script", "img", "iframe", "link", "object"):
        if forbidden in names:
            wrong.append(f"<{forbidden}>")
    for link in page.links:
        if "://" in link or not (path.parent / urllib.parse.unquote(link)).exists():
            wrong.append(f"a link: {link}")
    style = re.search(r"<style>(.*?)</style>", text, re.S)[1]
    weakest = contrasts(style)
    if weakest < 4.5:
        wrong.append(f"contrast {weakest:.1f}")
    seen = "no browser"
    if shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome"):
        widths = {width: drawn_width(text, width) for width in (1200, 320)}
        seen = ", ".join(f"{width}: {drawn}" for width, drawn in widths.items())
        wrong += [f"{drawn} columns on a screen of {width}" for width, drawn in widths.items() if drawn and drawn > width]
    if wrong:
        sys.exit(f"{path}: " + "; ".join(wrong))
    print(f"{path.name}: {len(page.links)} links, {len(page.tables)} tables, contrast {weakest:.1f}, widths {seen}")


main(sys.argv[1])
