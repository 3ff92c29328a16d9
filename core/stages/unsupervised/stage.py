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
            question="Which groups are in points that nobody labelled, and can you trust them?",
        ),
        Card(
            "projection",
            "Projection",
            "PCA, t-SNE and others, and what they invent on noise.",
            film=True,
            own_data=True,
            question="What of many dimensions is left in a flat map, and what is made up?",
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

_CLUSTERING = ("unsupervised.clustering",)
TERMS: tuple[Term, ...] = (
    Term(
        "clustering",
        "Looking for groups of rows that nobody has named.",
        _CLUSTERING,
        also=("cluster analysis", "cluster", "grouping"),
    ),
    Term(
        "k-means",
        "Rows join the nearest of some centres, which move to the mean of their rows.",
        _CLUSTERING,
        r"\min \sum_j \sum_{i \in C_j} \lVert x_i - \mu_j \rVert^2",
        ("Lloyd's algorithm",),
    ),
    Term(
        "centroid",
        "The mean of the rows of a group, as a place.",
        _CLUSTERING,
        r"\mu_j = \frac{1}{|C_j|} \sum_{i \in C_j} x_i",
    ),
    Term(
        "inertia",
        "The sum of the squared distances of rows to the middle of their group.",
        _CLUSTERING,
        also=("within-cluster sum of squares", "WCSS"),
    ),
    Term(
        "Gaussian mixture",
        "Several bells that together make the points, each with its own share.",
        _CLUSTERING,
        r"p(x) = \sum_j \pi_j\, N(x \mid \mu_j, \Sigma_j)",
        ("mixture model", "GMM", "EM"),
    ),
    Term(
        "responsibility",
        "How probable it is that one of several bells made a point.",
        _CLUSTERING,
    ),
    Term(
        "mean shift",
        "Windows that climb to where points are densest.",
        _CLUSTERING,
    ),
    Term(
        "silhouette",
        "How much nearer a point is to its own group than to the next.",
        _CLUSTERING,
        r"s = \frac{b - a}{\max(a, b)}",
    ),
    Term(
        "gap statistic",
        "How much tighter groups are than those found in points strewn evenly.",
        _CLUSTERING,
    ),
    Term(
        "adjusted Rand index",
        "How far two groupings of the same rows agree: 1 the same, 0 by chance.",
        _CLUSTERING,
        also=("ARI",),
    ),
    Term(
        "dendrogram",
        "A tree of merges, each as high as what it bridges; a cut through it leaves clusters.",
        _CLUSTERING,
        also=("agglomerative clustering", "hierarchical clustering"),
    ),
    Term(
        "linkage",
        "How far apart two clusters are said to be, given how far apart their points are.",
        _CLUSTERING,
        also=("Ward", "single linkage", "complete linkage", "average linkage"),
    ),
    Term(
        "DBSCAN",
        "Clusters are where points lie dense: a fire spreads from one to the next within ε.",
        _CLUSTERING,
        also=("core point", "density-based clustering"),
    ),
    Term(
        "HDBSCAN",
        "DBSCAN for every ε at once, keeping the clusters that last longest.",
        _CLUSTERING,
    ),
    Term(
        "spectral clustering",
        "A graph of neighbours is cut where it is thinnest, by the eigenvectors of its Laplacian.",
        _CLUSTERING,
        r"L = I - D^{-1/2} W D^{-1/2}",
    ),
    Term(
        "BIRCH",
        "Points are read once and only counts and sums of groups of them are kept, in a tree.",
        _CLUSTERING,
    ),
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
