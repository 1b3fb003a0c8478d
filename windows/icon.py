"""Draws the icon of the executable: a mesh whose every node is held, on the blue of the documents.

    python3 windows/icon.py            # needs pillow; writes windows/maillage.ico
"""

import pathlib

from PIL import Image, ImageDraw

BLUE = (31, 78, 121, 255)
PALE = (190, 214, 236, 255)
WHITE = (255, 255, 255, 255)
SIZES = [16, 24, 32, 48, 64, 128, 256]


def drawn(size):
    """The icon at a size, drawn four times larger then reduced; fewer meshes where they would blur."""
    side = size * 4
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, side - 1, side - 1), radius=side // 6, fill=BLUE)
    nodes = 2 if size < 24 else 3
    margin = side * 0.24
    step = (side - 2 * margin) / (nodes - 1)
    at = lambda rank: margin + rank * step
    line = max(side // 22, 4)
    for rank in range(nodes):
        pen.line((at(rank), at(0), at(rank), at(nodes - 1)), fill=PALE, width=line)
        pen.line((at(0), at(rank), at(nodes - 1), at(rank)), fill=PALE, width=line)
    radius = side * (0.13 if nodes == 2 else 0.085)
    for row in range(nodes):
        for column in range(nodes):
            x, y = at(column), at(row)
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=WHITE)
    return image.resize((size, size), Image.LANCZOS)


def main():
    images = [drawn(size) for size in SIZES]
    path = pathlib.Path(__file__).with_name("maillage.ico")
    images[-1].save(path, sizes=[(size, size) for size in SIZES], append_images=images[:-1])


main()
