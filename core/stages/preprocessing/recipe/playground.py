"""Recipe: what its page shows, and how."""

from __future__ import annotations

from core.export.ending import Ending
from core.export.script import order
from core.playground import Context, Playground, Source, Values
from core.stages.preprocessing.recipe import scene as recipe
from core.stages.preprocessing.recipe.example import chosen, example
from core.stages.preprocessing.recipe.run import recipe_effect
from core.stages.preprocessing.recipe.settings import PARAMS, EffectSettings, RecipeView


def _settings(context: Context, values: Values) -> RecipeView:
    effect = EffectSettings.of(values, experiment=context.chosen)
    return RecipeView(effect, str(values.get("step", "")))


PLAYGROUND = Playground(
    params=PARAMS,
    edits=("recipe",),
    settings=_settings,
    work=recipe_effect,
    work_settings=lambda view: view.work,
    draw=recipe.draw,
    notice=recipe.notice,
    code=lambda view, _answer: order(view.work, Ending(example, chosen)),
    sources=(
        Source("Kuhn and Johnson (2019), Feature Engineering and Selection"),
        Source("van Buuren (2018), Flexible Imputation of Missing Data"),
        Source("Chawla et al. (2002), SMOTE", "https://doi.org/10.1613/jair.953"),
    ),
)
