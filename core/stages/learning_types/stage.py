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
            own_data=True,
            question="What do the same points teach, and what must you tell for it?",
        ),
        Card(
            "semi_supervised",
            "Semi-supervised",
            "Label a few points, watch labels spread.",
            film=True,
            own_data=True,
            question="When do points without a label help, and when do they mislead?",
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

_SEMI = ("learning_types.semi_supervised",)

_SELF = ("learning_types.self_supervised",)

TERMS: tuple[Term, ...] = (
    Term(
        "supervised learning",
        "Learning from examples whose answers are all told.",
        ("learning_types.five_ways",),
    ),
    Term(
        "unsupervised learning",
        "Looking for order in examples that nobody has answered.",
        ("learning_types.five_ways",),
    ),
    Term(
        "contextual bandit",
        "Whoever sees a case, picks an act, and hears only what that act was worth.",
        ("learning_types.five_ways",),
    ),
    Term(
        "semi-supervised learning",
        "Learning from a few examples with a label and many without one.",
        _SEMI,
        also=("few labels",),
    ),
    Term(
        "label spreading",
        "Labels flow along a graph of neighbours, and each source keeps part of its own.",
        _SEMI,
        r"F \leftarrow \alpha S F + (1 - \alpha) Y",
        ("LabelSpreading", "local and global consistency"),
    ),
    Term(
        "label propagation",
        "Each point without a label takes the mean of its neighbours; given labels never change.",
        _SEMI,
        r"F \leftarrow T F",
        ("LabelPropagation", "harmonic function"),
    ),
    Term(
        "self-training",
        "A model labels the examples it is surest of, and learns again from all labels.",
        _SEMI,
        also=("pseudo-label", "bootstrapping of labels"),
    ),
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
