"""The pictures of a film, as data: panels of layers that a small canvas player draws.

Every array of a layer either stands still, or has one more axis in front: the frames. The player
(`core/ui/player.js`) knows nothing else about an algorithm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Scale: TypeAlias = Literal["diverging", "sequential", "classes", "grey"]

DIVERGING = ((213, 94, 0), (238, 243, 247), (0, 114, 178))
"""From negative (orange) over nothing to positive (blue), the same meaning everywhere."""
SEQUENTIAL = ((238, 243, 247), (86, 180, 233), (0, 66, 110))
GREY = ((250, 250, 250), (23, 33, 43))
MOST_TOLD = 60_000
"""Numbers of a heat map that are sent as they are: a quarter of a megabyte."""


@dataclass(frozen=True)
class Axis:
    """An axis with its title (and unit) and range; ``ticks`` names places, () leaves it to us.

    ``auto`` fits the range to the lines of the panel over the whole film, as far as it is made; in
    a square panel to its dots too, both axes alike and even around 0.
    """

    label: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...] = ()
    log: bool = False
    auto: bool = False


@dataclass(frozen=True)
class Heat:
    """A picture of uint8 values over a rectangle, its first row at the top.

    values : ([n_frames,] height, width) uint8, 0 to 255 for ``low`` to ``high``. With the scale
    "classes" a value is class * 32 + confidence * 31, and ``labels`` name the classes when hovered.
    ``extent`` : x0, x1, y0, y1. ``shown`` : (n_frames,) whether it is drawn; None: always. One of
    classes or greys with a ``name`` and no labels tells that name alone.
    ``told`` : ([n_frames,] height, width) the numbers themselves, told when hovered, NaN for
    nothing; of classes whole percents. Without them what a byte stands for is told, with no more
    digits than it has; of classes with labels and a ``name``, that name in its place.
    """

    kind: ClassVar[str] = "heat"
    depth: ClassVar[dict[str, int]] = {"values": 2, "shown": 0, "told": 2}
    values: Array
    extent: tuple[float, float, float, float]
    scale: Scale = "diverging"
    low: float = -1.0
    high: float = 1.0
    name: str = ""
    smooth: bool = False
    labels: tuple[str, ...] = ()
    shown: Array | None = None
    told: Array | None = None


@dataclass(frozen=True)
class Dots:
    """Points; ``colour`` is an index into the categorical colours, -1 for the reference grey.

    x, y : ([n_frames,] n). colour, symbol : ([n_frames,] n) integers or one for all; symbols are
    circle, square, triangle, cross, diamond, ring, plus. ``hollow`` : outlines, but for the cross
    and the ring. A point whose x is NaN is not drawn.
    ``mix`` : ([n_frames,] n, k) uint8, how much of each of the first k colours a point has, in
    place of its ``colour``. ``glides`` : while the film plays, places move evenly from one frame to
    the next, in `Line`, `Segments` and `Texts`, too. ``bare`` : its labels say all, so the place of
    a point is not told.
    """

    kind: ClassVar[str] = "dots"
    depth: ClassVar[dict[str, int]] = {"x": 1, "y": 1, "colour": 1, "symbol": 1, "mix": 2}
    x: Array
    y: Array
    colour: Array | int = 0
    symbol: Array | int = 0
    size: float = 4.0
    name: str = ""
    labels: tuple[str, ...] = ()
    hollow: bool = False
    mix: Array | None = None
    glides: bool = False
    bare: bool = False


@dataclass(frozen=True)
class Line:
    """A line through ([n_frames,] n) points; ``grows`` shows one more point with every frame."""

    kind: ClassVar[str] = "line"
    depth: ClassVar[dict[str, int]] = {"x": 1, "y": 1}
    x: Array
    y: Array
    colour: int = 0
    width: float = 2.5
    dash: bool = False
    grows: bool = False
    name: str = ""
    glides: bool = False


@dataclass(frozen=True)
class Band:
    """The shaded area between two lines over ([n_frames,] n) points; ``grows`` as in `Line`."""

    kind: ClassVar[str] = "band"
    depth: ClassVar[dict[str, int]] = {"x": 1, "low": 1, "high": 1}
    x: Array
    low: Array
    high: Array
    colour: int = 0
    grows: bool = False
    name: str = ""


@dataclass(frozen=True)
class Bars:
    """Upright bars at x, from 0 to height. ``colour`` like `Dots`."""

    kind: ClassVar[str] = "bars"
    depth: ClassVar[dict[str, int]] = {"x": 1, "height": 1, "colour": 1}
    x: Array
    height: Array
    colour: Array | int = 0
    width: float = 0.8
    name: str = ""


@dataclass(frozen=True)
class Segments:
    """Straight pieces, such as weights: blue where ``weight`` is positive, orange and dashed where
    negative, the thicker the larger. With ``arrow`` each ends in a head; ``colour`` -2 asks for
    colours by sign, -3 for one line in the page's ink. ``scale``: what a weight of 1 stands for
    when hovered; 0 says nothing. ``labels`` name the pieces: they make each a thing to hover, to
    focus and to pick.
    """

    kind: ClassVar[str] = "segments"
    depth: ClassVar[dict[str, int]] = {"x0": 1, "y0": 1, "x1": 1, "y1": 1, "weight": 1}
    x0: Array
    y0: Array
    x1: Array
    y1: Array
    weight: Array
    thickest: float = 5.0
    arrow: bool = False
    colour: int = -2
    name: str = ""
    scale: float = 0.0
    labels: tuple[str, ...] = ()
    glides: bool = False


@dataclass(frozen=True)
class Spots:
    """Rectangles to hover, to focus and to pick, unseen otherwise: ``labels`` name them.

    x0, y0, x1, y1, value : ([n_frames,] n). ``value`` is told behind ``measure``, if it is a
    number.
    """

    kind: ClassVar[str] = "spots"
    depth: ClassVar[dict[str, int]] = {"x0": 1, "y0": 1, "x1": 1, "y1": 1, "value": 1}
    x0: Array
    y0: Array
    x1: Array
    y1: Array
    value: Array
    labels: tuple[str, ...]
    measure: str = ""
    name: str = ""


@dataclass(frozen=True)
class Boxes:
    """Outlines of rectangles with corners x0, y0, x1, y1, each ([n_frames,] n)."""

    kind: ClassVar[str] = "boxes"
    depth: ClassVar[dict[str, int]] = {"x0": 1, "y0": 1, "x1": 1, "y1": 1}
    x0: Array
    y0: Array
    x1: Array
    y1: Array
    colour: int = 1
    width: float = 3.0
    name: str = ""


@dataclass(frozen=True)
class Texts:
    """Words at places: ``texts`` for all frames, or one tuple for each frame. Plain text.

    ``colour`` -3 is the page's ink, -4 the dark one that reads on a heat map in both schemes.
    ``halo`` parts them from lines beneath.
    ``room`` : how wide a word may be in units of x; one that is wider is left out. 0: any.
    ``shown`` : (n_frames,) whether they are drawn; None: always.
    """

    kind: ClassVar[str] = "texts"
    depth: ClassVar[dict[str, int]] = {"x": 1, "y": 1, "shown": 0}
    x: Array
    y: Array
    texts: tuple[str, ...] | tuple[tuple[str, ...], ...]
    size: float = 12.0
    colour: int = -3
    bold: bool = False
    room: float = 0.0
    halo: bool = False
    shown: Array | None = None
    glides: bool = False


Layer: TypeAlias = Heat | Dots | Line | Band | Bars | Segments | Spots | Boxes | Texts


@dataclass(frozen=True)
class Panel:
    """One picture among those that move together.

    ``width`` in twelfths of the player's; ``square`` keeps x and y at one scale. ``pick`` names
    what a click on it sends to the page: {"pick": name, "x", "y", "step"}, and the layer ``of``
    and ``index`` of the labelled thing it hit. ``plain`` leaves the axes out. ``scrub``: the film
    runs over this panel's x, so a drag in it moves the film, and ``pick`` is sent when it rests.
    ``grip`` : with ``scrub``, the one of its spots that the film moves up and down, over this
    panel's y: it is dragged, or moved by arrows. Another one that is pressed is asked for: ``pick``
    is sent with its ``index`` and its ``y``, and again with both where it is let go. -1: none.
    ``carries`` : a labelled spot of it can be dragged anywhere; ``pick`` is sent with its ``index``
    and the place where it is let go, nothing for a press alone.
    ``sets`` : what is picked gets a field for its number, sent as ``value``.
    ``ratio`` : width over height where there is room for more than ``height_px``. ``rows`` of the
    grid it stands in. ``lens`` : shows in large the heat map that lies under a spot of another
    panel while that is pointed at. ``note`` stands beneath. ``alt`` says in words what is to see.
    """

    title: str
    x: Axis
    y: Axis
    layers: tuple[Layer, ...]
    width: int = 6
    height_px: int = 260
    square: bool = False
    plain: bool = False
    pick: str = ""
    scrub: bool = False
    grip: int = -1
    carries: bool = False
    sets: bool = False
    ratio: float = 0.0
    rows: int = 1
    lens: bool = False
    note: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Readout:
    """A number under the slider that follows the film: (n_frames,), ``digits`` after the point."""

    label: str
    values: Array
    digits: int = 3
    percent: bool = False


@dataclass(frozen=True)
class FilmPicture:
    """A film on the screen; ``key`` is stable over settings.

    film : names these very frames, so that a film which is only drawn anew keeps its place. Where
    a scene leaves it "", the call or the run behind the frames names them; it says so itself where
    several answers are one film, or one answer several.
    steps : (n_frames,) what the slider counts in ``unit``. captions : () or a text for each
    frame, plain, with line breaks. ``seconds`` : how long it plays at normal speed. ``begin`` :
    where it opens, a number for a frame at rest.
    ``live`` : the run that makes these frames; a ``chunk`` of it is appended to what the player
    has, anything else takes its place. ``running`` : whether more is on its way.
    """

    key: str
    panels: tuple[Panel, ...]
    steps: Array
    alt: str
    unit: str = "step"
    captions: tuple[str, ...] = ()
    readouts: tuple[Readout, ...] = ()
    seconds: float = 6.0
    live: str = ""
    chunk: bool = False
    running: bool = False
    begin: Literal["play", "start", "end"] | int = "play"
    file_name: str = "film.html"
    title: str = ""
    film: str = ""


def still(values: Sequence[float] | Array) -> Array:
    """Return numbers as a float array that does not move."""
    return np.asarray(values, dtype=np.float64)


def told_of(values: Array) -> Array | None:
    """Return a heat map's own numbers to be told when hovered, None where they are too many."""
    return np.asarray(values, float) + 0.0 if values.size <= MOST_TOLD else None


def bytes_of(values: Array, low: float, high: float) -> Array:
    """Return values as uint8 with ``low`` at 0 and ``high`` at 255, clipped; NaN becomes 0.

    >>> bytes_of(np.array([-1.0, 0.0, 3.0]), -1, 1).tolist()
    [0, 128, 255]
    """
    share = (np.nan_to_num(np.asarray(values, float), nan=low) - low) / ((high - low) or 1.0)
    found: Array = np.round(np.clip(share, 0, 1) * 255).astype(np.uint8)
    return found


def bytes_of_classes(winner: Array, confidence: Array) -> Array:
    """Return class * 32 + confidence * 31 as uint8; up to eight classes, confidence in [0, 1]."""
    found: Array = (winner.astype(np.int64) * 32 + np.round(np.clip(confidence, 0, 1) * 31)).astype(
        np.uint8
    )
    return found
