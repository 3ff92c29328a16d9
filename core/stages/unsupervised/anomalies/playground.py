"""Anomalies: what its page shows, and how."""

from __future__ import annotations

from core.export.script import Example
from core.playground import Playground, Source, Start
from core.stages.unsupervised.anomalies import scene
from core.stages.unsupervised.anomalies.example import example, study_of
from core.stages.unsupervised.anomalies.example import taken as taken_from
from core.stages.unsupervised.anomalies.run import findings
from core.stages.unsupervised.anomalies.settings import AnomalySettings
from core.stages.unsupervised.anomalies.starts import STARTS
from core.stages.unsupervised.anomalies.view import at_contamination
from core.unlabelled.settings import OWN

PLAYGROUND = Playground(
    params=AnomalySettings.PARAMS,
    settings=lambda context, values: AnomalySettings.of(
        values, features=context.experiment.features if context.experiment else None
    ),
    work=findings,
    work_settings=lambda settings: settings.work(),
    derive=at_contamination,
    draw=scene.draw,
    notice=scene.notice,
    pick=scene.picked,
    operate=scene.operate,
    code=lambda settings, view: Example(example, taken_from(settings, view), study_of),
    starts=tuple(Start(*start) for start in STARTS),
    needs_table="maybe",
    uses_table=lambda values: values["shape"] in OWN,
    sources=(
        Source(
            "Liu, Ting and Zhou (2008), Isolation Forest", "https://doi.org/10.1109/ICDM.2008.17"
        ),
        Source(
            "Breunig, Kriegel, Ng and Sander (2000), LOF: identifying density-based local outliers",
            "https://doi.org/10.1145/335191.335388",
        ),
        Source(
            "Schölkopf, Platt, Shawe-Taylor, Smola and Williamson (2001), Estimating the support "
            "of a high-dimensional distribution",
            "https://doi.org/10.1162/089976601750264965",
        ),
        Source(
            "Rousseeuw and Van Driessen (1999), A fast algorithm for the minimum covariance "
            "determinant estimator",
            "https://doi.org/10.1080/00401706.1999.10485670",
        ),
    ),
)
