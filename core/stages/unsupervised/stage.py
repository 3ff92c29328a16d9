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
            question="What of many dimensions is left in a flat map, and what is made up?",
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
        "projection",
        "A flat map of points that have many columns.",
        ("unsupervised.projection",),
        also=("embedding", "dimensionality reduction map"),
        stage="unsupervised",
    ),
    Term(
        "t-SNE",
        "A map in which near points stay near, and nothing else is promised.",
        ("unsupervised.projection",),
        r"\sum_{i \ne j} p_{ij} \ln \frac{p_{ij}}{q_{ij}}",
        ("t-distributed stochastic neighbour embedding", "tsne"),
    ),
    Term(
        "perplexity",
        "About how many neighbours each dot of a t-SNE map cares for.",
        ("unsupervised.projection",),
        stage="unsupervised",
    ),
    Term(
        "MDS",
        "A map whose distances are as near to the true ones as a plane allows.",
        ("unsupervised.projection",),
        also=("multidimensional scaling", "SMACOF"),
    ),
    Term(
        "stress",
        "What is wrong with the distances of a map: 0 is nothing.",
        ("unsupervised.projection",),
        r"\sqrt{\frac{\sum (\delta_{ij} - d_{ij})^2}{\sum \delta_{ij}^2}}",
    ),
    Term(
        "trustworthiness",
        "How few false neighbours a map shows, and how near these truly are; 1 is best.",
        ("unsupervised.projection",),
    ),
)
