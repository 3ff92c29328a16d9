"""Stage: cleaning and preprocessing. A recipe of steps, and the leak that makes it lie."""

from __future__ import annotations

from core.export.order import order
from core.figures.scenes import leak, recipe
from core.figures.scenes.recipe import RecipeView
from core.tabular.experiment import Experiment
from core.tabular.judge.leak import LEAK_PARAMS, LeakSettings, detect_leak
from core.tabular.judge.recipe_effect import EFFECT_PARAMS, EffectSettings, recipe_effect
from core.ui import shell
from core.ui.playground import Playground, Source, Values
from core.ui.table_choices import STEP, leak_offer, of, recipe_offer

EFFECT = tuple(param.id for param in EFFECT_PARAMS)


def recipe_settings(experiment: Experiment, values: Values) -> RecipeView:
    own = {name: values[name] for name in EFFECT}
    step = str(values.get("step", ""))
    return RecipeView(EffectSettings(experiment, **own), step)  # type: ignore[arg-type]


def leak_settings(experiment: Experiment, values: Values) -> LeakSettings:
    return LeakSettings(experiment, **values)  # type: ignore[arg-type]


PLAYGROUNDS = (
    Playground(
        id="recipe",
        title="Recipe",
        question="What does each step do to your table, and is it worth it?",
        params=(STEP, *of(EFFECT_PARAMS, *EFFECT, advanced=True)),
        edits=("recipe",),
        offer=recipe_offer,
        settings=recipe_settings,
        work=recipe_effect,
        work_settings=lambda view: view.work,
        draw=recipe.draw,
        notice=recipe.notice,
        code=lambda view, _answer: order(view.work, "recipe"),
        sources=(
            Source("Kuhn and Johnson (2019), Feature Engineering and Selection"),
            Source("van Buuren (2018), Flexible Imputation of Missing Data"),
            Source("Chawla et al. (2002), SMOTE", "https://doi.org/10.1613/jair.953"),
        ),
    ),
    Playground(
        id="leak_detector",
        title="Leak detector",
        question="What if a step has already seen the rows it is tested on?",
        params=LEAK_PARAMS,
        edits=("model", "seed"),
        offer=leak_offer,
        settings=leak_settings,
        work=detect_leak,
        draw=leak.draw,
        notice=leak.notice,
        code=lambda settings, _answer: order(settings, "leak"),
        sources=(
            Source(
                "Kaufman et al. (2012), Leakage in data mining",
                "https://doi.org/10.1145/2382577.2382579",
            ),
            Source("Hastie et al. (2009), The Elements of Statistical Learning, section 7.10.2"),
            Source("Kapoor and Narayanan (2023), Leakage and the reproducibility crisis"),
        ),
    ),
)

shell.page("preprocessing", PLAYGROUNDS)
