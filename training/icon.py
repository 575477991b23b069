"""Writes static/icon.png: a globe of meridians, one of them lit, with a mention on it.

python training/icon.py          needs Pillow, which Streamlit brings
"""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).parents[1]
SIDE, DRAWN = 128, 1024  # pixels of the icon, and of the larger drawing that it is a smooth reduction of


def draw_icon(colours: dict[str, str]) -> Image.Image:
    icon = Image.new("RGBA", (DRAWN, DRAWN), (0, 0, 0, 0))
    pen = ImageDraw.Draw(icon)
    pen.rounded_rectangle((0, 0, DRAWN - 1, DRAWN - 1), radius=230, fill=colours["accent"])
    line = {"outline": "#FFFFFF", "width": 52}
    left, right = 190, DRAWN - 190
    pen.ellipse((left, left, right, right), **line)
    pen.ellipse((365, left, DRAWN - 365, right), **line)
    pen.line((left, DRAWN // 2, right, DRAWN // 2), fill="#FFFFFF", width=52)
    pen.ellipse((560, 330, 780, 550), fill="#FFC27A", outline=colours["accent"], width=34)
    return icon.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    palette = json.loads((ROOT / "data" / "palette.json").read_text(encoding="utf-8"))
    draw_icon(palette["light"]).save(ROOT / "static" / "icon.png", optimize=True)
