"""The one base class of errors that a learner may read."""


class PlaygroundError(Exception):
    """Something the learner can mend; ``str(error)`` is one or two sentences with the next step.

    core raises one small subclass per cause. The message says what was expected, what was met and
    what to try. Anything else that escapes a computation is a fault of ours.
    """

    @property
    def sentence(self) -> str:
        """The text shown to the learner."""
        return str(self)
