"""What a script judges fitted pipelines by: one metric on given rows, and how sure it is."""

from __future__ import annotations

from core.export.scene import Scene
from core.export.scores import FORMULAS, RANKING, SHOW, ask
from core.tabular.judge.metrics import INTERVAL, n_draws


def write_judge(scene: Scene, metric: str) -> None:
    """Write ``show`` and ``judge``, one metric of a fitted pipeline on given rows."""
    function, formula = FORMULAS[metric]
    scene.names(f"sklearn.metrics:{function}")
    scene.section(
        "The score",
        "One number for a fitted pipeline and rows it has not seen.",
        [
            *SHOW,
            "",
            "",
            *(RANKING if "ranking(" in formula else []),
            "def judge(pipeline, X, y):",
            *(f"    {line}" for line in ask(scene, "X", "predicted", "probabilities")),
            f"    return {formula}",
        ],
    )


def write_interval(scene: Scene, n_rows: int) -> None:
    """Write ``interval``, the 95 % bootstrap interval of ``judge`` on ``n_rows`` rows."""
    edge = (1 - INTERVAL) / 2
    scene.writer.use("import warnings")
    scene.section(
        "How sure a score is",
        "Rows drawn with replacement: where 95 of 100 draws fall.",
        [
            "class Recalled:",
            '    """Answers for drawn rows without asking the model again."""',
            "",
            "    def __init__(self, answers):",
            "        self.answers = answers",
            "",
            "    def predict(self, rows):",
            '        return self.answers["predict"][rows]',
            "",
            "    def predict_proba(self, rows):",
            '        return self.answers["predict_proba"][rows]',
            "",
            "",
            "def interval(fitted, X, y):",
            f"    asked = [{_METHODS[scene.experiment.task]}]",
            "    recalled = Recalled({name: getattr(fitted, name)(X) for name in asked})",
            "    if not np.isfinite(judge(recalled, np.arange(len(y)), y)):",
            "        return np.nan, np.nan  # no value, no interval",
            "    random = np.random.default_rng(seed)",
            "    draws = []",
            '    with warnings.catch_warnings(action="ignore"):  # a draw may lack a class',
            f"        for _ in range({n_draws(n_rows)}):",
            "            rows = random.integers(0, len(y), len(y))",
            "            draws.append(judge(recalled, rows, y[rows]))",
            f"        return np.nanquantile(draws, [{edge:.3g}, {1 - edge:.3g}])",
        ],
    )


_METHODS = {
    "classification": '"predict", "predict_proba"',
    "regression": '"predict"',
}
