"""Recipe: what its page shows, and how."""

from __future__ import annotations

from core.export.script import order
from core.playground import Context, Playground, Source, Values
from core.stages.preprocessing.recipe import code
from core.stages.preprocessing.recipe import scene as recipe
from core.stages.preprocessing.recipe.run import EFFECT_PARAMS, EffectSettings, recipe_effect
from core.stages.preprocessing.recipe.scene import RecipeView
from core.table_choices import STEP, of, recipe_offer

EFFECT = tuple(param.id for param in EFFECT_PARAMS)


def _recipe_settings(context: Context, values: Values) -> RecipeView:
    own = {name: values[name] for name in EFFECT}
    step = str(values.get("step", ""))
    return RecipeView(EffectSettings(context.chosen, **own), step)  # type: ignore[arg-type]


PLAYGROUND = Playground(
    params=(STEP, *of(EFFECT_PARAMS, *EFFECT, advanced=True)),
    edits=("recipe",),
    offer=recipe_offer,
    settings=_recipe_settings,
    work=recipe_effect,
    work_settings=lambda view: view.work,
    draw=recipe.draw,
    notice=recipe.notice,
    code=lambda view, _answer: order(view.work, code.recipe),
    sources=(
        Source("Kuhn and Johnson (2019), Feature Engineering and Selection"),
        Source("van Buuren (2018), Flexible Imputation of Missing Data"),
        Source("Chawla et al. (2002), SMOTE", "https://doi.org/10.1613/jair.953"),
    ),
)
