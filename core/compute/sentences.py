"""What a learner reads when a call ends without an answer for a reason outside its function."""

from __future__ import annotations

from collections.abc import Mapping

from core.compute.jobs import Failure

KILLED = Failure(
    "The worker that computed this was stopped in the middle. Nothing else was touched: try again.",
    "killed",
)
OUT_OF_MEMORY = Failure(
    "This needed more memory than a worker may use, so it was stopped. Try fewer rows, fewer "
    "columns or a smaller model.",
    "memory",
)
CLUSTER_DIED = Failure("All workers were stopped in the middle. Try again.", "cluster")
SHUT_DOWN = Failure("The suite was updated or is closing. Try again in a moment.", "cluster")
NO_WORKER = Failure(
    "No worker is here to compute this. Try again in a minute; if that does not help, ask "
    "whoever runs this suite.",
    "cluster",
)
WRONG_SOURCES = (
    "The workers of the computing cluster run another version of this suite. Ask whoever runs it "
    "to install the same version on both sides."
)
BUSY = Failure(
    "You have many computations waiting already. Let some finish or cancel them, then try again.",
    "refused",
)
LOST_RUN = Failure(
    "The worker of this run was lost several times. What it showed is kept: scrub through it, or "
    "reset the run and start it again.",
    "killed",
)
SLOW_STEP = Failure(
    "One step of this run took longer than a minute, so it was stopped. What it showed is kept. "
    "Try smaller settings.",
    "timeout",
)
LOST_ANSWER = Failure("The answer was lost on its way back from its worker. Try again.", "error")


def wrong_version(package: str, there: str | None, here: Mapping[str, str]) -> str:
    """Return why workers with another version of a library are refused.

    >>> wrong_version("numpy", "2.3.0", {"numpy": "2.4.6"})[:70]
    'The workers of the computing cluster have numpy 2.3.0, this suite has '
    """
    return (
        f"The workers of the computing cluster have {package} {there or 'missing'}, this suite "
        f"has {here[package]}. Ask whoever runs it to install the same on both sides."
    )


def too_long(timeout_s: float) -> Failure:
    """Return the failure of a call that ran into its time limit.

    >>> too_long(300).sentence
    'It took longer than 300 s. Try fewer rows or a smaller model.'
    """
    text = f"It took longer than {timeout_s:g} s. Try fewer rows or a smaller model."
    return Failure(text, "timeout")
