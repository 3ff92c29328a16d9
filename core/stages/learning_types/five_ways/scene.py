"""Five ways on one scale: what each costs and gets, a map of each, and what each is good for."""

from __future__ import annotations

from core.figures.blocks import Block, Chart, Moving, Words, notes
from core.figures.deeds import Beside, Button, Small
from core.neural.data.dataset import DRAWN
from core.stages.learning_types.five_ways.answer import ALL, FEW, Answer
from core.stages.learning_types.five_ways.scene_chart import prices
from core.stages.learning_types.five_ways.scene_maps import maps
from core.stages.learning_types.five_ways.scene_table import table
from core.stages.learning_types.five_ways.settings import KNN, MOST_LABELS, FiveSettings
from core.stages.learning_types.five_ways.supervised import MOST_VOTES
from core.stages.learning_types.five_ways.words import percent, verdict
from core.wording import counted


def draw(settings: FiveSettings, answer: Answer) -> tuple[Block, ...]:
    """Draw the chart of prices, the maps, and the table."""
    return (
        Chart("prices", prices(answer), _alt(answer)),
        Moving(maps(settings, answer)),
        Words(table(settings, answer)),
        *notes(*_notes(settings, answer)),
    )


def _alt(answer: Answer) -> str:
    whole, few = answer.ways[ALL], answer.ways[FEW]
    return (
        f"Accuracy on {counted(whole.n_test, 'held-out point')} against the price in labels or "
        f"answers, a line for each way: all {whole.cost} labels give {percent(whole)}, "
        f"{few.cost} alone {percent(few)}"
    )


def notice(settings: FiveSettings, answer: Answer) -> str:
    """Say who won, by how much, at what price, and where a cheap way fails."""
    return verdict(settings, answer)


def operate(settings: FiveSettings, _answer: Answer, _table: object) -> tuple[Block, ...]:
    """Offer other points and more labels."""
    seed = (settings.data_seed + 1) % 10_000
    what = "Part and label them anew" if settings.shape == DRAWN else "Other points, other labels"
    deeds: list[Block] = [
        Button("others", what, {"data_seed": seed}, ":material/casino:",
               "The next seed: what was luck goes away with it.")
    ]  # fmt: skip
    if settings.n_labels < MOST_LABELS:
        more = {"n_labels": settings.n_labels + 1}
        deeds.append(Button("more", "One more label per class", more, ":material/label:"))
    told = (
        "On the maps: ●▲■ are labelled points, grey ones come without a label, ✕ is a held-out "
        "point that got the wrong class."
    )
    return (Beside(tuple(deeds)), Small(told))


def _notes(settings: FiveSettings, answer: Answer) -> tuple[str, ...]:
    data = answer.data
    found = [data.note] if data.note else []
    found += [
        "The groups have no names of their own. They wear the colours of the one-to-one match with "
        "the classes that is right most often in training; this match looks at the labels, the "
        "grouping did not.",
        f"All ways learn from the same {counted(len(data.y_train), 'training point')}, both axes "
        f"standardised by them, and are judged by the same "
        f"{counted(len(data.y_test), 'held-out point')}.",
        f"{counted(answer.n_repeats, 'repeat')}: each labels other points, starts the groups and "
        "the nets anew and shows the bandit the points in another order; shaded is the lowest to "
        "the highest. The maps are those of the first.",
    ]
    if settings.supervised == KNN:
        found.append(
            f"{MOST_VOTES} neighbours vote, or as many as the class with the fewest labels has."
        )
    if answer.unreached:
        found.append(
            f"In the first repeat no label reaches {counted(answer.unreached, 'point')}: label "
            "spreading takes them for the first class, as scikit-learn does."
        )
    return tuple(found)
