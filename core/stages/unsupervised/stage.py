"""The stage Unsupervised learning: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

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
        ),
        Card("uses", "Uses", "Fewer colours, customer groups, grouped documents."),
    ),
    needs=("learning_types", "linear_algebra"),
)
