"""Steps that shape features: categories, scaling, bins, powers, dates, text."""

from __future__ import annotations

from core.params import Choice, Param
from core.tabular.calls import Argument, P, Ref, call
from core.tabular.recipe.step_spec import StepSpec

_NUMBER = ("number",)
_CATEGORY = ("category",)
_NUMERIC = ("numeric",)

_MAX_LEVELS = Param(
    "max_levels", "Most levels", "int", 20, "Rarer levels share one column.", low=2, high=100
)
_MAX_WORDS = Param(
    "max_words", "Most words", "int", 100, "The most frequent are kept.", low=5, high=500
)


def _scaler(step_id: str, label: str, help_: str, entry: str, **extra: Argument) -> StepSpec:
    template = call(f"sklearn.preprocessing:{entry}", **extra)
    return StepSpec(
        step_id,
        label,
        help_,
        "transform",
        "scaling",
        template,
        columns=_NUMBER,
        takes_gaps=True,
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
            feature_name_combiner=Ref("core.tabular.recipe.transformers:level_name"),
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
    StepSpec(
        "target",
        "Target encoding",
        "Replaces a level by the target's mean there; each training row without its own fold.",
        "transform",
        "categories",
        call(
            "sklearn.preprocessing:TargetEncoder",
            cv=call(
                "sklearn.model_selection:KFold", n_splits=5, shuffle=True, random_state=P("seed")
            ),
        ),
        columns=_CATEGORY,
        regression=call(
            "sklearn.preprocessing:TargetEncoder",
            target_type="continuous",
            cv=call(
                "sklearn.model_selection:KFold", n_splits=5, shuffle=True, random_state=P("seed")
            ),
        ),
        outputs="levels",
        fills=True,
        takes_gaps=True,
        source="Micci-Barreca (2001), A preprocessing scheme for high-cardinality attributes",
    ),
    StepSpec(
        "frequency",
        "Frequency",
        "Replaces a level by its share of the training rows; unknown levels get 0.",
        "transform",
        "categories",
        call("core.tabular.recipe.transformers:Frequency"),
        columns=_CATEGORY,
        fills=True,
        takes_gaps=True,
    ),
    StepSpec(
        "hashing",
        "Hashing",
        "Spreads levels over a fixed number of 0/1 columns; different levels may share one.",
        "transform",
        "categories",
        call("core.tabular.recipe.transformers:Hashed", n_buckets=P("n_buckets")),
        (Param("n_buckets", "Buckets", "int", 8, "Columns per column.", 2, 64),),
        columns=_CATEGORY,
        outputs="levels",
        fills=True,
        takes_gaps=True,
        source="Weinberger et al. (2009), Feature hashing for large scale multitask learning",
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
    _scaler(
        "robust",
        "Robust",
        "Subtracts the median and divides by the middle half's width: outliers hardly count.",
        "RobustScaler",
    ),
    _scaler(
        "max_abs",
        "Max-abs",
        "Divides by the largest absolute value; zeros stay zero.",
        "MaxAbsScaler",
    ),
    _scaler(
        "power",
        "Power (Yeo–Johnson)",
        "Bends a skewed column until it looks like a bell, then standardises it.",
        "PowerTransformer",
    ),
    _scaler(
        "quantile_map",
        "Quantile",
        "Replaces a value by the share of training values below it.",
        "QuantileTransformer",
        n_quantiles=100,
        random_state=P("seed"),
    ),
    StepSpec(
        "unit_norm",
        "Unit norm",
        "Scales each row to length 1, so that only proportions between columns count.",
        "transform",
        "scaling",
        call("sklearn.preprocessing:Normalizer"),
        columns=_NUMERIC,
        outputs="blends",
    ),
)

BINS_AND_POWERS: tuple[StepSpec, ...] = (
    StepSpec(
        "bins",
        "Bins",
        "Cuts a number into ranges, so that a line can treat each range differently.",
        "transform",
        "bins",
        call(
            "sklearn.preprocessing:KBinsDiscretizer",
            n_bins=P("n_bins"),
            strategy=P("strategy"),
            encode=P("encode"),
            random_state=P("seed"),
        ),
        (
            Param("n_bins", "Bins", "int", 5, "Per column.", 2, 20),
            Param(
                "strategy",
                "Cut",
                "choice",
                "quantile",
                choices=(
                    Choice("quantile", "equal counts"),
                    Choice("uniform", "equal widths"),
                    Choice("kmeans", "natural groups"),
                ),
            ),
            Param(
                "encode",
                "As",
                "choice",
                "onehot-dense",
                choices=(
                    Choice("onehot-dense", "one column per bin"),
                    Choice("ordinal", "number of the bin"),
                ),
            ),
        ),
        columns=_NUMBER,
        outputs="levels",
    ),
    StepSpec(
        "polynomials",
        "Powers and products",
        "Adds squares and products of columns, so that a line can bend and columns interact.",
        "transform",
        "polynomials",
        call(
            "core.tabular.recipe.reducers:Powers",
            degree=P("degree"),
            interaction_only=P("interaction_only"),
        ),
        (
            Param("degree", "Degree", "int", 2, "Highest power.", 2, 4),
            Param("interaction_only", "Products only", "bool", False, "No squares."),
            Param(
                "levels",
                "Categories too",
                "bool",
                False,
                "Their 0/1 levels are multiplied as well: 'age counts only for smokers'. Not where "
                "you name the columns.",
            ),
        ),
        columns=_NUMBER,
        outputs="powers",
        widened_by="levels",
    ),
)

DATES_AND_TEXT: tuple[StepSpec, ...] = (
    StepSpec(
        "date_parts",
        "Date parts",
        "Replaces a date by year, month, day, weekday, hour and days since the first date.",
        "transform",
        "dates",
        call("core.tabular.recipe.transformers:DateParts", scale=P("scale")),
        (
            Param(
                "scale",
                "Scale the parts",
                "bool",
                False,
                "Mean 0 and standard deviation 1, as 'Standard' does for numbers.",
            ),
        ),
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
        call("core.tabular.recipe.transformers:Words", max_words=P("max_words"), weigh=True),
        (_MAX_WORDS,),
        columns=("text",),
        outputs="levels",
        fills=True,
        takes_gaps=True,
        source="Spärck Jones (1972), A statistical interpretation of term specificity",
    ),
)

COUNTS: tuple[StepSpec, ...] = (
    StepSpec(
        "counts",
        "Word counts",
        "Makes one column per frequent word with how often it occurs.",
        "transform",
        "text",
        call("core.tabular.recipe.transformers:Words", max_words=P("max_words"), weigh=False),
        (_MAX_WORDS,),
        columns=("text",),
        outputs="levels",
        fills=True,
        takes_gaps=True,
    ),
)

HELPERS: tuple[StepSpec, ...] = (
    StepSpec(
        "leave_out",
        "Leave columns out",
        "The model does not see these columns.",
        "transform",
        "selection",
        call("core.tabular.recipe.transformers:Nothing"),
        outputs="gone",
        takes_gaps=True,
    ),
    StepSpec(
        "flags",
        "True and false as 1 and 0",
        "Turns truth values into numbers.",
        "transform",
        "types",
        call("core.tabular.recipe.transformers:Flags"),
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
            func=Ref("core.tabular.recipe.transformers:to_array"),
        ),
        columns=_NUMERIC,
        takes_gaps=True,
        hidden=True,
    ),
)

FEATURES: tuple[StepSpec, ...] = (
    *CATEGORIES,
    *SCALING,
    *BINS_AND_POWERS,
    *DATES_AND_TEXT,
    *COUNTS,
    *HELPERS,
)
