"""A film's algorithm as a script of its own that prints the numbers of the last frame.

It carries the source of the functions that made the film, and needs NumPy alone.
"""

from __future__ import annotations

import inspect
from dataclasses import asdict

from core.kinds.points import parse_points
from core.stages.supervised.how_it_learns.catalogue import ALGORITHM_BY_ID, AlgorithmSpec
from core.stages.supervised.how_it_learns.data import COLUMNS, DRAWN, SHAPE_BY_ID, split_points
from core.stages.supervised.how_it_learns.frames import LearnFrame
from core.stages.supervised.how_it_learns.settings import DataSettings, LearnSettings


def learning_script(settings: LearnSettings) -> str:
    """Return the script of these settings, with the rows of a table where they are read."""
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
    if data.shape in (DRAWN, COLUMNS):
        listed = parse_points(data.points) if data.shape == DRAWN else data.rows
        rows = "".join(f"    {point},\n" for point in listed)
        made = f"rows = np.array([\n{rows}], float)\nX, y = rows[:, :2], rows[:, 2].astype(int)"
        if data.shape == COLUMNS:
            head += f"\n# {data.x1!r} and {data.x2!r}, each stretched to -5 ... 5, with the class"
        return f"{split}\n\n\n{head}\n{made}\n{_SPLIT}"
    draw = SHAPE_BY_ID[data.shape].draw
    made = f"X, y = {draw.__name__}(rng, {data.n_points}, {data.noise!r})"
    return f"{inspect.getsource(draw).strip()}\n\n\n{split}\n\n\n{head}\n{made}\n{_SPLIT}"


_SPLIT = "X_train, y_train, X_test, y_test = split_points(rng, X, y)"


def _shows(spec: AlgorithmSpec) -> str:
    return "".join(f'print(f"{name}: {{{name}:.6g}}")\n' for name in spec.numbers)
