"""The models of the studio: those of the catalogue that tell classes apart, ready for two columns.

Each keeps one number to turn, its main one; its other parameters stand at the catalogue's defaults.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.kinds.lineup import read_lineup
from core.params import Choice, Param
from core.tabular.calls import Call, call
from core.tabular.models.catalogue import model_spec, models_for
from core.tabular.models.spec import ModelSpec
from core.value import Value

MAIN: dict[str, str] = {
    "logistic": "C",
    "lda": "shrinkage",
    "qda": "shrinkage",
    "sgd": "alpha",
    "knn": "n_neighbors",
    "gaussian_nb": "var_smoothing",
    "multinomial_nb": "alpha",
    "gaussian_process": "length_scale",
    "svm_linear": "C",
    "svm_rbf": "C",
    "svm_poly": "degree",
    "decision_tree": "max_depth",
    "mlp": "width",
    "random_forest": "n_estimators",
    "extra_trees": "n_estimators",
    "bagging": "n_estimators",
    "ada_boost": "n_estimators",
    "gradient_boosting": "n_estimators",
    "hist_gradient_boosting": "n_estimators",
    "xgboost": "n_estimators",
    "lightgbm": "min_samples_leaf",
}
"""The number of each model that bends its boundary most."""

LINES = ("logistic", "lda", "sgd", "svm_linear")
"""Models whose boundary between two classes is a straight line."""

CURVES = ("gaussian_nb", "qda")
"""Models whose boundary between two classes is one conic section at most: level lines of bells."""

CALIBRATED = "sklearn.calibration:CalibratedClassifierCV"


@dataclass(frozen=True)
class Player:
    """A model with its main number."""

    id: str
    value: float

    @property
    def spec(self) -> ModelSpec:
        """Its entry of the catalogue."""
        return model_spec(self.id)

    @property
    def label(self) -> str:
        """Its name on the screen."""
        return self.spec.label

    @property
    def knob(self) -> Param:
        """The parameter that its number is of."""
        return main_param(self.spec)

    @property
    def setting(self) -> str:
        """Its number with the number's name, such as "Neighbours 5"."""
        return f"{self.knob.label} {self.number}"

    @property
    def number(self) -> str:
        """Its number in words."""
        whole = self.value >= 1 and self.value == int(self.value)
        return f"{self.value:,.0f}" if whole else f"{self.value:g}"

    @property
    def has_steps(self) -> bool:
        """Whether it is made of trees: what it says changes along level and upright lines only."""
        return self.spec.tree or self.id in ("bagging", "ada_boost")

    @property
    def can_wind(self) -> bool:
        """Whether its boundary can run around single points: more than a line or one curve."""
        if self.id in (*LINES, *CURVES, "multinomial_nb"):
            return False
        degree = {"svm_poly": 2, "decision_tree": 1}
        return self.value > degree.get(self.id, 0)

    @property
    def has_probabilities(self) -> bool:
        """Whether it tells how sure it is by itself, and not by what is learnt on top of it."""
        return self.spec.call_for("classification").entry != CALIBRATED


def main_param(spec: ModelSpec) -> Param:
    """Return the catalogue's parameter that the studio lets a learner turn, always a number."""
    found = next(param for param in spec.params if param.id == MAIN[spec.id])
    return replace(found, optional=False)


CHOICES: tuple[Choice, ...] = tuple(
    Choice(spec.id, spec.label, spec.help, main_param(spec))
    for spec in models_for("classification")
)


USUAL: dict[str, float] = {
    choice.id: choice.knob.default
    for choice in CHOICES
    if choice.knob is not None and isinstance(choice.knob.default, int | float)
}
"""The catalogue's own value of each number."""


def players(lineup: str) -> tuple[Player, ...]:
    """Return the models of a lineup (`core.kinds.lineup`).

    >>> players("knn 15, decision_tree")
    (Player(id='knn', value=15), Player(id='decision_tree', value=5))
    """
    return tuple(
        Player(name, USUAL[name] if number is None else number)
        for name, number in read_lineup(lineup)
    )


def model_call(player: Player, seed: int) -> Call:
    """Return the library call of a model, with what has to stand before it.

    A model that works badly on unscaled columns gets them scaled by the training points; one that
    takes no negative numbers gets them between 0 and 1. A support vector machine speaks for itself:
    the catalogue teaches it probabilities by a sigmoid on top, which can move its boundary.
    """
    spec, knob = player.spec, player.knob
    value = int(player.value) if knob.kind == "int" else float(player.value)
    values: dict[str, Value] = {param.id: param.default for param in spec.params}
    values |= {knob.id: value, "seed": seed, "class_weight": None}
    template = spec.call_for("classification")
    inner = dict(template.arguments).get("estimator") if template.entry == CALIBRATED else template
    model = (inner if isinstance(inner, Call) else template).filled(values)
    if "scale" in spec.needs:
        return _behind(call("sklearn.preprocessing:StandardScaler"), model)
    if "nonnegative" in spec.needs:
        return _behind(call("sklearn.preprocessing:MinMaxScaler", clip=True), model)
    return model


def _behind(scaler: Call, model: Call) -> Call:
    return call("sklearn.pipeline:Pipeline", steps=(("scale", scaler), ("model", model)))
