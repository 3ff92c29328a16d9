"""What can be chosen of a leak: what sees all rows, on how much noise and how few rows."""

from __future__ import annotations

from core.settings import Declared, control
from core.tabular.experiment import Experiment


class LeakSettings(Declared):
    """One experiment (its recipe is replaced by the leaking step) and the leak."""

    experiment: Experiment
    leak: str = control(
        "What sees all rows",
        "",
        ("selection", "Choosing columns", "By their correlation with the target."),
        ("target", "Target encoding", "A level becomes the target's mean."),
        ("smote", "SMOTE", "Rows are invented before the folds are made."),
        ("scaling", "Scaling", "Mean and standard deviation."),
        ("imputation", "Filling gaps", "From neighbours; a tenth of the cells emptied."),
        default="selection",
        role="leak",
    )
    n_noise: int = control(
        "Columns of noise",
        "Numbers (or, for target encoding, codes) that know nothing of the target.",
        default=200, low=0, high=1000, step=10,
    )  # fmt: skip
    n_rows: int = control(
        "Rows",
        "Training rows used. Where the step looks at the target: the fewer, the larger the lie.",
        default=200, low=40, high=5_000, step=20, scale="log",
    )  # fmt: skip
    keep_real: bool = control(
        "Keep the real columns",
        "Off: only noise is left to learn from, so whatever is promised is a lie.",
        default=True,
    )
