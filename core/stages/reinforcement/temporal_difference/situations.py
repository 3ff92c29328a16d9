"""What a test must know of the playground temporal difference."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(
    quick={"n_runs": 3},
    needed={"trace": {"method_1": "sarsa_lambda"}, "n_planning": {"method_1": "dyna_q"}},
)
