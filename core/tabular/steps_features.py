"""Steps that shape features: categories, scaling, bins, dates, text, selection, reduction."""

from __future__ import annotations

from core.params import Param
from core.tabular.calls import P, Ref, call
from core.tabular.step_spec import StepSpec

_NUMBER = ("number",)
_CATEGORY = ("category",)
_NUMERIC = ("numeric",)
_ONLY_CLASSES = ("classification",)

_SHARE_KEPT = Param(
    "share", "Share kept", "float", 0.5, "Of the columns.", low=0.05, high=1.0, step=0.05
)
_MAX_LEVELS = Param(
    "max_levels", "Most levels", "int", 20, "Rarer levels share one column.", low=2, high=100
)
_MAX_WORDS = Param(
    "max_words", "Most words", "int", 100, "The most frequent are kept.", low=5, high=500
)
_NEIGHBOURS = Param("k_neighbors", "Neighbours", "int", 5, low=1, high=20)


def _scaler(
    step_id: str, label: str, help_: str, entry: str, *, takes_gaps: bool = True, **extra: object
) -> StepSpec:
    template = call(f"sklearn.preprocessing:{entry}", **extra)  # type: ignore[arg-type]
    return StepSpec(
        step_id,
        label,
        help_,
        "transform",
        "scaling",
        template,
        columns=_NUMBER,
        takes_gaps=takes_gaps,
    )


CATEGORIES: tuple[StepSpec, ...] = (
    StepSpec(
        "one_hot",
        "One-hot",
        "Makes one 0/1 column per level; rare levels share one, unknown levels are all 0.",
        "transform",
        "categories",
        call(
            "sklearn.preprocessing:OneHotEncoder",
            max_categories=P("max_levels"),
            handle_unknown="infrequent_if_exist",
            sparse_output=False,
            feature_name_combiner=Ref("core.tabular.transformers:level_name"),
        ),
        (_MAX_LEVELS,),
        columns=_CATEGORY,
        outputs="levels",
        fills=True,
        takes_gaps=True,
    ),
    StepSpec(
        "ordinal",
        "Ordinal",
        "Numbers the levels in alphabetical order; good for trees, misleading for lines.",
        "transform",
        "categories",
        call(
            "sklearn.preprocessing:OrdinalEncoder",
            handle_unknown="use_encoded_value",
            unknown_value=-1,
            encoded_missing_value=-2,
        ),
        columns=_CATEGORY,
        fills=True,
        takes_gaps=True,
    ),
)

SCALING: tuple[StepSpec, ...] = (
    _scaler(
        "standard",
        "Standard",
        "Subtracts the mean and divides by the standard deviation.",
        "StandardScaler",
    ),
    _scaler(
        "min_max",
        "Min–max",
        "Maps the training range onto 0 to 1; later values are held there.",
        "MinMaxScaler",
        clip=True,
    ),
)

DATES_AND_TEXT: tuple[StepSpec, ...] = (
    StepSpec(
        "date_parts",
        "Date parts",
        "Replaces a date by year, month, day, weekday, hour and days since the first date.",
        "transform",
        "dates",
        call("core.tabular.transformers:DateParts"),
        columns=("date",),
        outputs="levels",
        fills=True,
        takes_gaps=True,
    ),
    StepSpec(
        "tfidf",
        "TF-IDF",
        "Counts words and weighs down those that are in every row.",
        "transform",
        "text",
        call("core.tabular.transformers:Words", max_words=P("max_words"), weigh=True),
        (_MAX_WORDS,),
        columns=("text",),
        outputs="levels",
        fills=True,
        takes_gaps=True,
        source="Spärck Jones (1972), A statistical interpretation of term specificity",
    ),
)

HELPERS: tuple[StepSpec, ...] = (
    StepSpec(
        "leave_out",
        "Leave columns out",
        "The model does not see these columns.",
        "transform",
        "selection",
        call("core.tabular.transformers:Nothing"),
        outputs="gone",
        takes_gaps=True,
    ),
    StepSpec(
        "flags",
        "True and false as 1 and 0",
        "Turns truth values into numbers.",
        "transform",
        "types",
        call("core.tabular.transformers:Flags"),
        takes_gaps=True,
        hidden=True,
    ),
    StepSpec(
        "plain_array",
        "Plain numbers",
        "Hands the model numbers without column names, which it may refuse.",
        "transform",
        "types",
        call(
            "sklearn.preprocessing:FunctionTransformer",
            func=Ref("core.tabular.transformers:to_array"),
        ),
        columns=_NUMERIC,
        takes_gaps=True,
        hidden=True,
    ),
)

FEATURES: tuple[StepSpec, ...] = (*CATEGORIES, *SCALING, *DATES_AND_TEXT, *HELPERS)
