"""A film's algorithm as a script of its own that prints the numbers of the last frame.

It carries the source of the functions that made the film, and needs NumPy alone.
"""

from __future__ import annotations

import inspect
from dataclasses import asdict

from core.learning.catalogue import ALGORITHM_BY_ID, AlgorithmSpec
from core.learning.data import DRAWN, SHAPE_BY_ID, DataSettings, split_points
from core.learning.frames import LearnFrame
from core.learning.settings import LearnSettings
from core.points import parse_points


def learning_script(settings: LearnSettings) -> str:
    """Return the script of these settings."""
    spec = ALGORITHM_BY_ID[settings.algorithm]
    own = "\n\n\n".join(inspect.getsource(part).strip() for part in spec.parts)
    knobs = {name: value for name, value in asdict(settings).items() if name in spec.knobs}
    main = spec.code.format(**knobs, seed=settings.data.seed).strip()
    return (
        f'"""{spec.label}: {spec.help}"""\n\nfrom __future__ import annotations\n\n'
        f"{_imports(own)}import numpy as np\n\n"
        f"{_points(settings.data)}\n\n\n{own}\n\n\n{main}\n\n{_shows(spec)}"
    )


def last_numbers(settings: LearnSettings, frame: LearnFrame) -> str:
    """Return what the script prints after its own remarks, made from the last frame."""
    names = ALGORITHM_BY_ID[settings.algorithm].numbers
    return "".join(f"{name}: {getattr(frame, name):.6g}\n" for name in names)


def _imports(own: str) -> str:
    return "" if "Iterator" not in own else "from collections.abc import Iterator\n"


def _points(data: DataSettings) -> str:
    split = inspect.getsource(split_points).strip()
    head = f"rng = np.random.default_rng({data.seed})"
    if data.shape == DRAWN:
        rows = "".join(f"    {point},\n" for point in parse_points(data.points))
        made = f"drawn = np.array([\n{rows}], float)\nX, y = drawn[:, :2], drawn[:, 2].astype(int)"
        return f"{split}\n\n\n{head}\n{made}\n{_SPLIT}"
    draw = SHAPE_BY_ID[data.shape].draw
    made = f"X, y = {draw.__name__}(rng, {data.n_points}, {data.noise!r})"
    return f"{inspect.getsource(draw).strip()}\n\n\n{split}\n\n\n{head}\n{made}\n{_SPLIT}"


_SPLIT = "X_train, y_train, X_test, y_test = split_points(rng, X, y)"


def _shows(spec: AlgorithmSpec) -> str:
    return "".join(f'print(f"{name}: {{{name}:.6g}}")\n' for name in spec.numbers)
