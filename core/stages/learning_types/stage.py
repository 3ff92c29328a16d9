"""The stage Kinds of learning: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

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
        Card("self_supervised", "Self-supervised", "A pretext task on digits.", film=True),
        Card("label_desk", "Label desk", "Label 40 items; agreement and active learning."),
    ),
    needs=("preprocessing",),
)
