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
        Card(
            "anomalies",
            "Anomalies",
            "Four detectors on the same rows.",
            film=True,
            own_data=True,
            question="Which rows are unlike the others, and who says so?",
        ),
        Card(
            "association_rules",
            "Association rules",
            "Apriori level by level; support and lift.",
            film=True,
            own_data=True,
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
        "anomaly",
        "A row that is unlike the others; unusual, and not for that alone wrong.",
        ("unsupervised.anomalies",),
        also=("novelty",),
    ),
    Term(
        "anomaly score",
        "How unusual a detector finds a row; it orders rows and is no probability.",
        ("unsupervised.anomalies",),
        also=("outlier score",),
    ),
    Term(
        "contamination",
        "The share of rows to be flagged: an assumption, not a finding.",
        ("unsupervised.anomalies",),
    ),
    Term(
        "isolation forest",
        "Trees that cut at random; a row that few cuts leave alone is unusual.",
        ("unsupervised.anomalies",),
        r"s(x) = 2^{-E(h(x))/c(\psi)}",
        ("iForest",),
    ),
    Term(
        "local outlier factor",
        "How much sparser it is around a row than around its neighbours; about 1 in company.",
        ("unsupervised.anomalies",),
        r"\frac{1}{k}\sum_{o \in N_k(x)} \frac{\mathrm{lrd}(o)}{\mathrm{lrd}(x)}",
        ("LOF",),
    ),
    Term(
        "Mahalanobis distance",
        "How many standard deviations from the middle, each direction in its own.",
        ("unsupervised.anomalies",),
        r"\sqrt{(x-\mu)^\top \Sigma^{-1} (x-\mu)}",
    ),
    Term(
        "masking",
        "Anomalies that hide one another, because each has the others for company.",
        ("unsupervised.anomalies",),
    ),
)
