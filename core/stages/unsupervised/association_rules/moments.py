"""Apriori as a film: level by level, candidate by candidate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.stages.unsupervised.association_rules.apriori import Level

START, JOIN, JUDGE, KEEP, END = "start", "join", "judge", "keep", "end"
MOST_STEPS = 70
"""Pictures of a film; where there are more candidates, several are judged in each."""


@dataclass(frozen=True)
class Moment:
    """What has been done so far.

    level : the size of sets in hand, 0 before the first. doing : `JOIN` their candidates, `JUDGE`
    one (or some) of them, `KEEP` the frequent ones. n_judged : how many of this level. joined,
    pruned, counted, kept : sums over all levels so far. ended : why there is no further level.
    """

    level: int
    doing: str
    n_judged: int
    joined: int
    pruned: int
    counted: int
    kept: int
    ended: str = ""


def moments(levels: Sequence[Level], max_size: int) -> Iterator[Moment]:
    """Yield the film's frames: nothing yet; then each level joined, judged, kept."""
    n_all = sum(len(level.candidates) for level in levels)
    stride = -(-n_all // MOST_STEPS)
    done = (0, 0, 0, 0)
    yield Moment(0, START, 0, *done)
    for level in levels:
        n = len(level.candidates)
        yield Moment(level.size, JOIN, 0, done[0] + n, *done[1:])
        for n_judged in (*range(stride, n, stride), n):
            yield Moment(level.size, JUDGE, n_judged, *_sums(done, level, n_judged))
        done = _sums(done, level, n)
        last = level is levels[-1]
        ended = why_ended(level, max_size) if last else ""
        yield Moment(level.size, END if last else KEEP, n, *done, ended)


def _sums(
    done: tuple[int, int, int, int], level: Level, n_judged: int
) -> tuple[int, int, int, int]:
    """Return the sums with the first candidates of a level."""
    seen = Level(level.size, level.candidates[:n_judged], level.min_count).tally
    joined = done[0] + len(level.candidates)
    return joined, done[1] + seen[1], done[2] + seen[2], done[3] + seen[3]


def why_ended(level: Level, max_size: int) -> str:
    """Return why there is no level after this one."""
    n = len(level.frequent)
    if n == 0:
        return f"No set of {level.size} is frequent, so no larger one can be."
    if level.size == max_size:
        return f"Sets of more than {max_size} items are not looked for."
    if n == 1:
        return f"A single set of {level.size} is frequent: there is no other to join it with."
    return f"No two sets of {level.size} differ in their last item alone: nothing can be joined."
