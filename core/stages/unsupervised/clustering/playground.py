"""Clustering: what its page shows, and how."""

from __future__ import annotations

from core.export.script import Example
from core.playground import Context, Playground, Source, Values
from core.stages.unsupervised.clustering import scene
from core.stages.unsupervised.clustering.catalogue import ALGORITHMS
from core.stages.unsupervised.clustering.example import EXAMPLES, asked_of, example, task_of
from core.stages.unsupervised.clustering.run import clustering
from core.stages.unsupervised.clustering.settings import (
    PARAMS,
    ClusterSettings,
    cluster_settings,
)
from core.unlabelled.settings import OWN


def _settings(context: Context, values: Values) -> ClusterSettings:
    """Return the settings, with the features and the target of the experiment, if there is one."""
    chosen = context.experiment
    if chosen is None:
        return cluster_settings(values)
    return cluster_settings(values, chosen.features, chosen.target)


PLAYGROUND = Playground(
    params=PARAMS,
    edits=("features",),
    settings=_settings,
    work=clustering,
    work_settings=ClusterSettings.work,
    draw=scene.draw,
    notice=scene.notice,
    pick=scene.picked,
    code=lambda settings, film: Example(
        EXAMPLES.get(settings.view, example), asked_of(film, settings), task_of
    ),
    needs_table="maybe",
    uses_table=lambda values: values["shape"] in OWN,
    sources=(
        *(Source(spec.source) for spec in ALGORITHMS),
        Source("Rousseeuw (1987), Silhouettes", "https://doi.org/10.1016/0377-0427(87)90125-7"),
        Source(
            "Tibshirani, Walther and Hastie (2001), Estimating the number of clusters in a data "
            "set via the gap statistic",
            "https://doi.org/10.1111/1467-9868.00293",
        ),
        Source("Schwarz (1978), Estimating the dimension of a model"),
        Source("Hubert and Arabie (1985), Comparing partitions"),
    ),
)
