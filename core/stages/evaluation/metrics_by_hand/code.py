"""Code of playgrounds that have no experiment: a file as it was read, metrics by hand."""

from __future__ import annotations

from core.stages.evaluation.metrics_by_hand.run import HandSettings

_SHOW = '''def show(name, value):
    """Print one number, with more digits than the page has."""
    print(f"{name}: {value:.10g}")
'''

_HAND = (
    ("Accuracy", "accuracy_score(y, said)"),
    ("Precision", "precision_score(y, said, zero_division=np.nan)"),
    ("Recall", "recall_score(y, said, zero_division=np.nan)"),
    ("Specificity", "recall_score(y, said, pos_label=0, zero_division=np.nan)"),
    ("F1", "f1_score(y, said, zero_division=np.nan)"),
    ("Negative predictive value", "precision_score(y, said, pos_label=0, zero_division=np.nan)"),
    ("False positive rate", "1 - recall_score(y, said, pos_label=0, zero_division=np.nan)"),
    ("False negative rate", "1 - recall_score(y, said, zero_division=np.nan)"),
    ("False discovery rate", "1 - precision_score(y, said, zero_division=np.nan)"),
    ("Jaccard index", "jaccard_score(y, said) if tp + fp + fn else np.nan"),
    ("Prevalence", "np.mean(y)"),
    (
        "Matthews correlation",
        "matthews_corrcoef(y, said) if (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn) else np.nan",
    ),
    (
        "Balanced accuracy",
        "balanced_accuracy_score(y, said) if (tp + fn) * (tn + fp) else np.nan",
    ),
    (
        "Youden's J",
        "balanced_accuracy_score(y, said, adjusted=True) if (tp + fn) * (tn + fp) else np.nan",
    ),
    ("Cohen's kappa", "cohen_kappa_score(y, said) if len({*y, *said}) > 1 else np.nan"),
)
"""scikit-learn's call for each metric of `metrics_by_hand.run`, by its label."""


_AVERAGED = (("Precision", "precision"), ("Recall", "recall"), ("F1", "f1"))
_AVERAGE = '    show(f"{}, {{average}}", {}_score(y, said, **how))'


def metrics_by_hand_script(settings: HandSettings) -> str:
    """Return the script that turns four counts into rows and asks scikit-learn about them."""
    calls = "\n".join(f'show("{label}", {call})' for label, call in _HAND)
    averages = "\n".join(_AVERAGE.format(*pair) for pair in _AVERAGED)
    names = sorted({call.split("(")[0].split(" - ")[-1] for _, call in _HAND} - {"np.mean"})
    imports = "".join(f"    {name},\n" for name in names)
    return f"""# Metrics of a confusion matrix, from the ML Roadmap Playground.

import numpy as np
from sklearn.metrics import (
{imports})

# %% The counts as rows
# One row for each case: its true class, and what was said about it.
tp, fn, fp, tn = {settings.tp}, {settings.fn}, {settings.fp}, {settings.tn}
y = np.repeat([1, 1, 0, 0], [tp, fn, fp, tn])
said = np.repeat([1, 0, 1, 0], [tp, fn, fp, tn])

{_SHOW}
# %% The metrics
# nan: 0 / 0, there is nothing to say.
{calls}

# %% Averaged over the two classes
# micro: all rows alike; macro: all classes alike; weighted: by the rows of each class.
for average in ("macro", "micro", "weighted"):
    how = {{"average": average, "labels": [1, 0], "zero_division": 0}}
{averages}

# %% The same classifier where the class is rarer
# Rows of the class weigh less and the others more: recall stays, precision does not.
for percent in (0.1, 1, 10, 50) if tp + fn and fp + tn else ():
    weight = np.where(y == 1, percent / (tp + fn), (100 - percent) / (fp + tn))
    how = {{"sample_weight": weight, "zero_division": np.nan}}
    show(f"Precision, {{percent}} % of the class", precision_score(y, said, **how))
"""
