"""The stage Kinds of learning: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import LATER, Card, Stage, homes, split
from core.course.term import Term

STAGE = Stage(
    slug="learning_types",
    title="Kinds of learning",
    section="Core machine learning",
    question="What can be learnt with labels, with few, or with none?",
    icon=":material/category:",
    topics=split(
        "supervised learning; unsupervised learning; semi-supervised learning; "
        "self-supervised learning; reinforcement learning; labels; active learning; "
        "label noise; when to use each kind"
    ),
    playgrounds=(
        Card(
            "five_ways",
            "One data set, five ways",
            "The same points with labels, without, with a few.",
        ),
        Card(
            "semi_supervised",
            "Semi-supervised",
            "Label a few points, watch labels spread.",
            film=True,
        ),
        Card(
            "self_supervised",
            "Self-supervised",
            "A pretext task on digits.",
            question="What can a net learn of digits before anyone has named one?",
            film=True,
        ),
        Card("label_desk", "Label desk", "Label 40 items; agreement and active learning."),
    ),
    needs=("preprocessing",),
    about=(
        "A label is somebody's answer to one example, and answers cost time and money. Here the "
        "same points are learnt with an answer to each, with none, with three, with a riddle made "
        "of the data itself, and with nothing but praise and blame; you see what each way of "
        "learning gives for its price, and where it leads astray."
    ),
    homes=homes(
        {
            "five_ways": (
                "supervised learning; unsupervised learning; reinforcement learning; labels; "
                "when to use each kind"
            ),
            "semi_supervised": "semi-supervised learning",
            "self_supervised": "self-supervised learning",
            LATER: "active learning; label noise",
        }
    ),
)

_SELF = ("learning_types.self_supervised",)

TERMS: tuple[Term, ...] = (
    Term(
        "self-supervised learning",
        "Learning from tasks whose answers are made of the data itself, with no label.",
        _SELF,
        also=("self-supervision",),
    ),
    Term(
        "pretext task",
        "A task that nobody needs solved, set so that a net learns useful features on the way.",
        _SELF,
    ),
    Term(
        "linear probe",
        "A linear model fitted on the frozen features of a net, to see what they are worth.",
        _SELF,
        also=("linear evaluation",),
    ),
    Term(
        "contrastive learning",
        "Learning features in which two views of one thing are near and all others far.",
        _SELF,
        also=("InfoNCE", "SimCLR"),
    ),
)
