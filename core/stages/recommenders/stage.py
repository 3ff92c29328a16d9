"""The stage Recommender systems: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

STAGE = Stage(
    slug="recommenders",
    title="Recommender systems",
    section="Applications",
    question="What will this person like next?",
    icon=":material/recommend:",
    topics=split(
        "collaborative filtering; content-based; matrix factorisation; implicit feedback; cold "
        "start; precision at k; NDCG; coverage; popularity"
    ),
    playgrounds=(
        Card("taste_map", "Taste map", "Rate items, watch your point move.", film=True),
        Card("metrics", "Metrics", "Ranking, rating, popularity and coverage."),
        Card("looks_like", "Looks like this", "Neighbours in the features of a net."),
    ),
    needs=("unsupervised", "evaluation"),
)
