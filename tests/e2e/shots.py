"""Photograph every playground (light, dark, 400 pixels) onto contact sheets in ``shots/``.

Films are shown in the middle, live runs after some seconds of them. Where most controls hang on one
choice (an algorithm, a view), each of its options has a picture of its own.

``python run.py shots [slug[/playground] ...]``
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page

from core.params import Choice
from core.playground import Playground
from tests.catalogue import playgrounds_by_page
from tests.e2e.browser import chromium, open_page
from tests.e2e.server import Server

OUT = Path("shots")
THUMB_PX = 620
LIVE_MS = 8_000
"""How long a live run trains before its picture is taken."""


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


@dataclass(frozen=True)
class Scene:
    """One picture to take: a playground, with an option of its main control if it has one."""

    slug: str
    playground: Playground
    control: str | None = None
    option: Choice | None = None

    @property
    def name(self) -> str:
        return f"{self.slug}_{self.playground.id}{f'_{self.option.id}' if self.option else ''}"

    @property
    def path(self) -> str:
        """The address that opens it; a choice stands there by its label."""
        page = "" if self.slug == "roadmap" else self.slug
        path = f"/{page}?{self.slug}_play={quote(self.playground.title)}"
        if self.control is None or self.option is None:
            return path
        return f"{path}&{self.slug}_{self.playground.id}_{self.control}={quote(self.option.label)}"


def main(wanted: list[str]) -> None:
    """Photograph the pages or playgrounds named, or all of them."""
    OUT.mkdir(exist_ok=True)
    scenes = [
        scene
        for slug, playgrounds in playgrounds_by_page().items()
        for playground in playgrounds
        if not wanted or {slug, f"{slug}/{playground.id}"} & set(wanted)
        for scene in scenes_of(slug, playground)
    ]
    with Server(PLAYGROUND_PATIENCE_S="20") as server, chromium() as browser:
        for look in LOOKS:
            shots = [_photograph(browser, server.url, look, scene) for scene in scenes]
            _contact_sheet(shots, OUT / f"sheet_{look.name}.png")
            print(OUT / f"sheet_{look.name}.png")


def scenes_of(slug: str, playground: Playground) -> list[Scene]:
    """Return one scene, or one for each option of the choice that half of the controls hang on."""
    params = playground.params
    for param in params:
        hanging = sum(other.when is not None and other.when[0] == param.id for other in params)
        if param.kind == "choice" and 2 * hanging >= len(params) - 1:
            return [Scene(slug, playground, param.id, option) for option in param.choices]
    return [Scene(slug, playground)]


def _photograph(browser: Browser, url: str, look: Look, scene: Scene) -> Path:
    page = browser.new_page(
        viewport={"width": look.width, "height": look.height}, color_scheme=look.scheme
    )
    open_page(page, url + scene.path)
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > look.width:
        print(f"{scene.name} {look.name}: {wide} px wide on {look.width}")
    path = OUT / f"{scene.name}_{look.name}.png"
    full = page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollHeight")
    page.set_viewport_size({"width": look.width, "height": max(int(full), look.height)})
    page.wait_for_timeout(600)
    if scene.playground.live_only:
        _run_on(page)
    else:
        _stop_midway(page)
    page.screenshot(path=path)
    page.close()
    return path


def _run_on(page: Page) -> None:
    """Show a live run while it trains: nothing has happened before it is played."""
    page.get_by_role("button", name="Play", exact=True).first.click()
    page.wait_for_timeout(LIVE_MS)


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
