"""Four libraries: the loss of what was run or recorded, the chosen one's code, a phrase book."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.figures.blocks import Block, Chart, Grid, Number, Numbers, Words, human, notes
from core.figures.theme import CATEGORICAL, style
from core.stages.neural_networks.four_libraries.run import LibrariesAnswer, LibraryRun
from core.stages.neural_networks.four_libraries.scripts import LIBRARIES, LIBRARY_BY_ID, PARTS
from core.stages.neural_networks.four_libraries.settings import LibrarySettings

DASHES = ("solid", "dash", "dot", "dashdot")


def draw(settings: LibrarySettings, answer: LibrariesAnswer) -> tuple[Block, ...]:
    """Draw what was run, then the chosen library's code, then how each says the same."""
    run = answer.run(settings.library)
    return (
        Numbers(tuple(_number(one) for one in answer.runs)),
        _curves(answer),
        Words(_code(settings, run)),
        _phrases(),
        *notes(*(one.sentence for one in answer.runs if one.sentence)),
    )


def _number(run: LibraryRun) -> Number:
    if not run.losses.size:
        return Number(run.label, "not run", "no numbers here", run.sentence)
    note = f"accuracy {100 * run.accuracy:.1f} %{', recorded' if run.version else ''}"
    return Number(run.label, human(run.last_loss), note, "Training loss at the end; on test points")


def _curves(answer: LibrariesAnswer) -> Chart:
    figure = go.Figure()
    for i, run in enumerate(answer.runs):
        if run.losses.size:
            figure.add_scatter(
                x=np.arange(len(run.losses)),
                y=run.losses,
                mode="lines",
                name=f"{run.label} (recorded)" if run.version else run.label,
                line={"color": CATEGORICAL[i], "dash": DASHES[i], "width": 3},
                hovertemplate=f"{run.label}<br>epoch %{{x}}: %{{y:.4f}}<extra></extra>",
            )
    style(figure, x="Epoch (one step over all points)", y="Training loss", height_px=300,
          legend=True)  # fmt: skip
    figure.update_yaxes(rangemode="tozero")
    told = ", ".join(
        f"{run.label} {human(run.last_loss)}" for run in answer.runs if run.losses.size
    )
    return Chart("losses", figure, f"Training loss by epoch, where it is known: {told or 'none'}")


def _code(settings: LibrarySettings, run: LibraryRun) -> str:
    spec = LIBRARY_BY_ID[settings.library]
    mark = {
        "ran": "run here, just now",
        "recorded": f"not installed here: numbers recorded with {spec.label} {run.version}",
        "missing": "NOT RUN HERE: it is not installed, so there are no numbers",
        "failed": "NOT RUN TO ITS END HERE",
    }[run.state]
    return f"**{spec.label}** ({mark})\n```python\n{spec.body(settings)}```"


def _phrases() -> Grid:
    frame = pd.DataFrame(
        {"what": PARTS, **{spec.label: spec.parts for spec in LIBRARIES}}, dtype="str"
    )
    return Grid("phrases", frame, "The same thing in four libraries", "four_libraries.csv")


def notice(settings: LibrarySettings, answer: LibrariesAnswer) -> str:
    """Say what PyTorch reached here, and whether the chosen library was run at all."""
    run, torch = answer.run(settings.library), answer.run("pytorch")
    net = f"The net has {answer.n_parameters} parameters."
    if torch.state != "ran" or not math.isfinite(torch.last_loss):
        return f"{net} {torch.sentence or 'PyTorch left the numbers: lower the learning rate.'}"
    told = (
        f"{net} PyTorch took its loss from {torch.losses[0]:.3f} to **{torch.last_loss:.3f}** in "
        f"{settings.n_epochs} epochs; {100 * torch.accuracy:.1f} % of the test points are right."
    )
    if not run.losses.size:
        return f"{told} {run.sentence}"
    others = [one for one in answer.runs if one.losses.size and one.id != "pytorch"]
    if not others:
        return f"{told} It is the only one of the four with numbers here."
    gap = max(abs(one.last_loss - torch.last_loss) for one in others)
    names = ", ".join(one.label for one in others)
    recorded = any(one.version for one in others)
    near = f"within {human(gap)} of it" if gap else "at the same loss to the last digit shown"
    return (
        f"{told} {names} end{'s' if len(others) == 1 else ''} {near}"
        f"{', as recorded' if recorded else ''}: one net, written {len(others) + 1} ways."
    )
