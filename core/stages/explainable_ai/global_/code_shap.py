"""SHAP values by shap itself: the trees' own, all coalitions, or permutations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.export.explained import drawn, fitted_of, own, prepared
from core.export.scene import Scene, filled_list
from core.tabular.explain.shap import agnostic_method
from core.tabular.explain.target import Explained, sample_rows
from core.tabular.explain.tree import NoTreeRoute, tree_route, tree_shapley

if TYPE_CHECKING:
    import pandas as pd


_TREES = "core.tabular.explain.tree"


@dataclass(frozen=True)
class ShapOrder:
    """The settings of `core.tabular.explain.shap.shap_answer`."""

    background: int
    method: str
    n_permutations: int
    seed: int

    @classmethod
    def of(cls, settings: Any) -> ShapOrder:
        """Take them from a playground's settings."""
        return cls(settings.background, settings.method, settings.n_permutations, settings.seed)


def write_shap(scene: Scene, settings: ShapOrder, explained: Explained, n_rows: int) -> None:
    """Write SHAP values of ``n_rows`` test rows, their base and mean size per column."""
    rows, _ = sample_rows(fitted_of(scene).X_test, n_rows, settings.seed)
    scene.section(
        "Rows to explain",
        "Test rows are explained against training rows: what 'not knowing a column' means.",
        [f"rows, _ = {drawn(scene, 'X_test', n_rows, settings.seed)}"],
    )
    write_values(scene, settings, explained, rows)
    scene.section(
        "What SHAP says",
        "The base, the mean size of each column's part, then every row's parts.",
        [
            'show("Base", base)',
            "for name, size in zip(features, np.abs(phi).mean(axis=0)):",
            '    show(f"{name}, SHAP", size)',
            "for row, parts in zip(rows.index, phi):",
            '    print(f"row {row}:", *(f"{part:.6g}" for part in parts))',
        ],
    )


def write_values(
    scene: Scene, settings: ShapOrder, explained: Explained, rows: pd.DataFrame
) -> None:
    """Write ``phi`` (n_rows, n_columns) and ``base`` for the script's ``rows``."""
    scene.writer.use("import shap")
    background = drawn(scene, "X_train", settings.background, settings.seed)
    method = route(scene, settings, explained, rows)
    why, lines = _ROUTES[method](scene, settings, explained)
    scene.section("SHAP values", why, [f"background, _ = {background}", *lines])


def route(scene: Scene, settings: ShapOrder, explained: Explained, rows: pd.DataFrame) -> str:
    """Return the method that `core.tabular.explain.shap.shap_answer` takes."""
    if settings.method not in ("auto", "tree"):
        return settings.method
    fitted = fitted_of(scene)
    background, _ = sample_rows(fitted.X_train, settings.background, settings.seed)
    size = len(rows), rows.shape[1], len(background)
    other = agnostic_method(*size, settings.n_permutations)
    try:
        trees = tree_route(fitted, explained, background)
        if settings.method == "tree" or trees.exact or other != "exact":
            tree_shapley(fitted, explained, rows, trees)
            return "tree"
    except NoTreeRoute:
        if settings.method == "tree":
            raise
    return other


def _tree(scene: Scene, settings: ShapOrder, explained: Explained) -> tuple[str, list[str]]:
    fitted = fitted_of(scene)
    output = "probability" if len(fitted.classes) == 2 else "raw"
    places = {name: place for place, name in enumerate(scene.prepared.X.columns)}
    sources = [str(places[raw[0]]) for raw in fitted.provenance.values()]
    several = [
        "base = np.ravel(explainer.expected_value)",
        "if parts.ndim == 3:  # one sheet for each class",
        "    parts, base = parts[:, :, k], base[k]",
        "else:  # one output: the second class",
        "    parts, base = (parts, base[0]) if k == 1 else (-parts, 1 - base[0])",
    ]
    return (
        "Exact for trees; the parts of one raw column's prepared columns are added up.",
        [
            f"known = {prepared(scene, 'background')}",
            "explainer = shap.TreeExplainer(",
            "    pipeline[-1],",
            "    known,",
            f'    model_output="{output}",',
            '    feature_perturbation="interventional",',
            ")",
            "# shap compares in float32, which may take 7.1 for less than 7.1: give it whole",
            "# numbers, the place of a value among all thresholds of its column",
            f"cuts = {own(scene, f'{_TREES}:tree_cuts')}(explainer.model, known.shape[1])",
            f"{own(scene, f'{_TREES}:replace_thresholds')}(explainer.model, cuts)",
            "",
            "",
            "def places(X):",
            '    seen = X.astype(explainer.model.input_dtype).astype("float64")',
            "    columns = [np.searchsorted(cut, seen[:, j]) for j, cut in enumerate(cuts)]",
            "    return np.where(np.isnan(seen), np.nan, np.column_stack(columns))",
            "",
            "",
            "explainer.data = places(known)",
            "parts = explainer.shap_values(",
            f"    places({prepared(scene, 'rows')}), check_additivity=False",
            ")",
            *(several if scene.is_classification else _ONE_OUTPUT),
            "# which raw column each column of the model comes from",
            f"sources = {filled_list(sources, 'sources')}",
            "phi = np.zeros(rows.shape)",
            "np.add.at(phi.T, sources, parts.T)",
        ],
    )


_ONE_OUTPUT = ["base = np.ravel(explainer.expected_value)[0]"]

_NO_DUST = "phi[np.abs(phi) < 1e-12 * np.abs(phi).max(axis=1, keepdims=True)] = 0  # rounding dust"

_CODED = [
    "# shap works on numbers: each value becomes its position in a list of values",
    "pool = pd.concat([background, rows], ignore_index=True)",
    "codes = [pd.factorize(pool[name], use_na_sentinel=False)[0] for name in features]",
    'codes = np.column_stack(codes).astype("float64")',
    "known, asked = codes[: len(background)], codes[len(background) :]",
    "levels = {name: pool[name].drop_duplicates().array for name in features}",
    "",
    "",
    "def predict_codes(codes):",
    "    columns = dict(zip(features, codes.astype(int).T))",
    "    return predict(pd.DataFrame({n: levels[n].take(c) for n, c in columns.items()}))",
    "",
    "",
    "masker = shap.maskers.Independent(known, max_samples=len(known))",
    "base = predict(background).mean()",
]


def _exact(scene: Scene, settings: ShapOrder, explained: Explained) -> tuple[str, list[str]]:
    return (
        "Exact: every coalition of the raw columns is tried.",
        [
            *_CODED,
            "explainer = shap.ExactExplainer(predict_codes, masker)",
            "phi = explainer(asked, max_evals=100_000, silent=True).values",
            _NO_DUST,
        ],
    )


def _permutation(scene: Scene, settings: ShapOrder, explained: Explained) -> tuple[str, list[str]]:
    return (
        "An estimate: columns are switched on and off in random orders.",
        [
            *_CODED,
            f"explainer = shap.PermutationExplainer(predict_codes, masker, seed={settings.seed})",
            "phi = np.zeros(rows.shape)",
            "for place, row in enumerate(asked):",
            "    n_players = (known != row).any(axis=0).sum()",
            "    if n_players:",
            f"        tries = {settings.n_permutations} * (2 * n_players + 1)",
            "        found = explainer(row[None], max_evals=tries, silent=True)",
            "        phi[place] = found.values[0]",
            _NO_DUST,
        ],
    )


_Route = Callable[[Scene, ShapOrder, Explained], tuple[str, list[str]]]
_ROUTES: dict[str, _Route] = {"tree": _tree, "exact": _exact, "permutation": _permutation}
