"""The stage Unsupervised learning: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import LATER, Card, Stage, homes, split
from core.course.term import Term

STAGE = Stage(
    slug="unsupervised",
    title="Unsupervised learning",
    section="Core machine learning",
    question="What structure is in data that nobody labelled?",
    icon=":material/bubble_chart:",
    topics=split(
        "clustering; k-means; fuzzy c-means; hierarchical clustering; agglomerative; Gaussian "
        "mixture; DBSCAN; HDBSCAN; PCA; t-SNE; Isomap; autoencoders; association rules; "
        "Apriori; anomaly detection; isolation forest; segmentation; compression; document "
        "clustering"
    ),
    playgrounds=(
        Card(
            "clustering",
            "Clustering",
            "Nine algorithms, and how many clusters there are.",
            film=True,
            own_data=True,
        ),
        Card(
            "projection",
            "Projection",
            "PCA, t-SNE and others, and what they invent on noise.",
            film=True,
            own_data=True,
        ),
        Card("anomalies", "Anomalies", "Four detectors on the same rows.", own_data=True),
        Card(
            "association_rules",
            "Association rules",
            "Apriori level by level; support and lift.",
            film=True,
            own_data=True,
            question="What is bought together, and which of these rules would hold tomorrow?",
        ),
        Card("uses", "Uses", "Fewer colours, customer groups, grouped documents."),
    ),
    needs=("learning_types", "linear_algebra"),
    about=(
        "Most data comes without answers. Here you look for what is in it all the same: groups, "
        "a flat picture of many dimensions, the odd one out, what is bought together. Nobody says "
        "what is right, so each method finds what it was built to find; you learn to see when it "
        "has found something that is there."
    ),
    homes=homes(
        {
            "clustering": (
                "clustering; k-means; fuzzy c-means; hierarchical clustering; agglomerative; "
                "Gaussian mixture; DBSCAN; HDBSCAN"
            ),
            "projection": "PCA; t-SNE; Isomap",
            "anomalies": "anomaly detection; isolation forest",
            "association_rules": "association rules; Apriori",
            LATER: "autoencoders; segmentation; compression; document clustering",
        }
    ),
)

TERMS: tuple[Term, ...] = (
    Term(
        "association rule",
        "Whoever has these things has those as well, more or less often.",
        ("unsupervised.association_rules",),
        also=("market basket analysis", "affinity analysis"),
    ),
    Term(
        "frequent set",
        "Things that come together in at least a chosen share of all baskets.",
        ("unsupervised.association_rules",),
        also=("frequent itemset", "itemset"),
    ),
    Term(
        "Apriori",
        "Frequent sets level by level: a set is counted only if all its parts are frequent.",
        ("unsupervised.association_rules",),
    ),
    Term(
        "FP-growth",
        "Frequent sets read off a tree in which baskets that begin alike share a path.",
        ("unsupervised.association_rules",),
        also=("FP-tree", "pattern growth"),
    ),
    Term(
        "support",
        "The share of all baskets that hold a set.",
        ("unsupervised.association_rules",),
        r"\frac{n_{AC}}{n}",
        stage="unsupervised",
    ),
    Term(
        "confidence",
        "Of the baskets with the left side of a rule, the share that holds the right one.",
        ("unsupervised.association_rules",),
        r"\frac{n_{AC}}{n_A}",
        stage="unsupervised",
    ),
    Term(
        "lift",
        "How many times more often two things come together than by chance.",
        ("unsupervised.association_rules",),
        r"\frac{n_{AC}\,n}{n_A\,n_C}",
        ("interest",),
        stage="unsupervised",
    ),
    Term(
        "leverage",
        "The share of baskets with both sides, above what chance would give.",
        ("unsupervised.association_rules",),
        r"\frac{n_{AC}}{n}-\frac{n_A n_C}{n^2}",
        stage="unsupervised",
    ),
    Term(
        "conviction",
        "How often a rule would be wrong by chance, over how often it is.",
        ("unsupervised.association_rules",),
        r"\frac{1-n_C/n}{1-n_{AC}/n_A}",
    ),
    Term(
        "Holm's correction",
        "Makes a chance larger for every other test that was tried beside it.",
        ("unsupervised.association_rules",),
        also=("multiple testing",),
    ),
)
