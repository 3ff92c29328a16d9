"""Photograph every playground (light, dark, 400 pixels) onto contact sheets in ``shots/``.

Films are shown in the middle.

``python run.py shots [slug ...]``
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page

from core.ui.playground import Playground
from tests.catalogue import playgrounds_by_page
from tests.e2e.browser import chromium, open_page
from tests.e2e.server import Server

OUT = Path("shots")
THUMB_PX = 620


@dataclass(frozen=True)
class Look:
    name: str
    width: int
    height: int
    scheme: str


LOOKS = (
    Look("light", 1366, 768, "light"),
    Look("dark", 1366, 768, "dark"),
    Look("phone", 400, 800, "light"),
)


def main(slugs: list[str]) -> None:
    """Photograph the pages named, or all of them."""
    OUT.mkdir(exist_ok=True)
    wanted = {s: p for s, p in playgrounds_by_page().items() if not slugs or s in slugs}
    with Server(PLAYGROUND_PATIENCE_S="20") as server, chromium() as browser:
        for look in LOOKS:
            shots = [
                _photograph(browser, server.url, look, slug, playground)
                for slug, playgrounds in wanted.items()
                for playground in playgrounds
            ]
            _contact_sheet(shots, OUT / f"sheet_{look.name}.png")
            print(OUT / f"sheet_{look.name}.png")


def _photograph(browser: Browser, url: str, look: Look, slug: str, playground: Playground) -> Path:
    page = browser.new_page(
        viewport={"width": look.width, "height": look.height}, color_scheme=look.scheme
    )
    address = f"{url}/{'' if slug == 'roadmap' else slug}?{slug}_play={quote(playground.title)}"
    open_page(page, address)
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > look.width:
        print(f"{slug}/{playground.id} {look.name}: {wide} px wide on {look.width}")
    path = OUT / f"{slug}_{playground.id}_{look.name}.png"
    full = page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollHeight")
    page.set_viewport_size({"width": look.width, "height": max(int(full), look.height)})
    page.wait_for_timeout(600)
    _stop_midway(page)
    page.screenshot(path=path)
    page.close()
    return path


def _stop_midway(page: Page) -> None:
    """Show a film in the middle: its end is the picture of a page that stands still."""
    slider = page.get_by_label("Position in the film")
    if slider.count():
        slider.first.fill(str(int(slider.first.get_attribute("max") or 0) // 2))
        page.wait_for_timeout(200)


def _contact_sheet(shots: list[Path], target: Path) -> None:
    columns = 4
    cells = []
    for path in shots:
        picture = Image.open(path).convert("RGB")
        height = round(picture.height * THUMB_PX / picture.width)
        cells.append((path.stem, picture.resize((THUMB_PX, height))))
    rows = [cells[start : start + columns] for start in range(0, len(cells), columns)]
    heights = [max(picture.height for _, picture in row) + 34 for row in rows]
    sheet = Image.new("RGB", (columns * (THUMB_PX + 12), sum(heights)), "#c9d2da")
    draw, top = ImageDraw.Draw(sheet), 0
    for row, height in zip(rows, heights, strict=True):
        for place, (name, picture) in enumerate(row):
            left = place * (THUMB_PX + 12)
            draw.text((left + 4, top + 8), name, fill="#17212b")
            sheet.paste(picture, (left, top + 28))
        top += height
    sheet.save(target)


if __name__ == "__main__":
    main(sys.argv[1:])
