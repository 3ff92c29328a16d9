"""The stages of Data and the first half of Core machine learning."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

CORE = "Core machine learning"

STAGES = (
    Stage(
        "data_collection",
        "Data sources and formats",
        "Data",
        "Where does data come from, and did it arrive whole?",
        ":material/upload_file:",
        split(
            "databases; NoSQL; internet; web scraping; API; mobile apps; IoT; sensors; public "
            "repositories; Kaggle; UCI; Data.gov; CSV; TSV; JSON; JSON lines; Parquet; Excel; "
            "SQLite; encoding; delimiter; audio data; picture data; video data; loading data"
        ),
        (
            Card(
                "load",
                "Load",
                "Upload a file; see what was detected and overrule it.",
                own_data=True,
            ),
            Card(
                "formats",
                "Formats",
                "The same table in each format: bytes, time, what was lost.",
                own_data=True,
            ),
            Card("api", "API", "Requests, pages and rate limits against a small server."),
            Card("stream", "Stream", "Late and missing events; sliding windows.", film=True),
            Card("documents", "Documents", "Nested JSON: document against relational."),
            Card("web_page", "Web page", "Pick elements of a page into a table."),
            Card("sound_pictures", "Sound and pictures", "Waves, spectrograms and pixels."),
            Card("finder", "Finder", "From a question to a data set: licence, age, leaks."),
        ),
        ("programming",),
    ),
    Stage(
        "preprocessing",
        "Cleaning and preprocessing",
        "Data",
        "How do you clean data without fooling yourself?",
        ":material/cleaning_services:",
        split(
            "missing values; imputation; duplicates; outliers; categories; encoding; one-hot; "
            "scaling; normalisation; feature engineering; feature selection; dimensionality "
            "reduction; transformation; train-test split; data leak; imbalanced classes; SMOTE; "
            "pipeline; text features; dates"
        ),
        (
            Card(
                "recipe",
                "Recipe",
                "Ordered cleaning steps and what each does to the score.",
                own_data=True,
            ),
            Card(
                "leak_detector",
                "Leak detector",
                "Fit on all rows or on training rows: the score that cheats.",
                own_data=True,
            ),
            Card(
                "scaling", "Scaling", "What each scaler does to a shape and to models.", film=True
            ),
            Card("split", "Split", "Random, stratified, grouped, by time."),
        ),
        ("data_collection", "statistics"),
    ),
    Stage(
        "learning_types",
        "Kinds of learning",
        CORE,
        "What can be learnt with labels, with few, or with none?",
        ":material/category:",
        split(
            "supervised learning; unsupervised learning; semi-supervised learning; "
            "self-supervised learning; reinforcement learning; labels; active learning; "
            "label noise; when to use each kind"
        ),
        (
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
        ("preprocessing",),
    ),
    Stage(
        "supervised",
        "Supervised learning",
        CORE,
        "Can a model predict what you want to know?",
        ":material/model_training:",
        split(
            "classification; regression; linear regression; polynomial regression; ridge; lasso; "
            "elastic net; logistic regression; support vector machine; SVM; k-nearest neighbours; "
            "k-NN; naive Bayes; decision tree; random forest; gradient boosting; XGBoost; "
            "LightGBM; CatBoost; ensembles; regularisation; curse of dimensionality"
        ),
        (
            Card(
                "model_lab",
                "Model lab",
                "Pick a target and a model, fit it, judge it, take it away.",
                own_data=True,
            ),
            Card("boundary_studio", "Boundary studio", "Draw points, compare decision boundaries."),
            Card("how_it_learns", "How it learns", "Each model step by step.", film=True),
            Card(
                "dimensions",
                "Lost in dimensions",
                "More columns, fewer neighbours.",
                own_data=True,
            ),
        ),
        ("learning_types", "linear_algebra", "preprocessing"),
    ),
    Stage(
        "unsupervised",
        "Unsupervised learning",
        CORE,
        "What structure is in data that nobody labelled?",
        ":material/bubble_chart:",
        split(
            "clustering; k-means; fuzzy c-means; hierarchical clustering; agglomerative; Gaussian "
            "mixture; DBSCAN; HDBSCAN; PCA; t-SNE; Isomap; autoencoders; association rules; "
            "Apriori; anomaly detection; isolation forest; segmentation; compression; document "
            "clustering"
        ),
        (
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
        ("learning_types", "linear_algebra"),
    ),
    Stage(
        "evaluation",
        "Model evaluation",
        CORE,
        "How good is a model really?",
        ":material/analytics:",
        split(
            "accuracy; precision; recall; sensitivity; specificity; F1 score; ROC-AUC; ROC curve; "
            "log loss; confusion matrix; threshold; calibration; regression metrics; MAE; RMSE; "
            "R²; k-fold; cross-validation; LOOCV; overfitting; underfitting; bias and variance; "
            "baseline; why evaluation matters"
        ),
        (
            Card(
                "threshold",
                "Threshold",
                "One slider moves confusion matrix, ROC and cost together.",
                own_data=True,
            ),
            Card("metrics_by_hand", "Metrics by hand", "Change the counts, read every metric."),
            Card("regression", "Regression", "Errors in your unit; residuals.", own_data=True),
            Card(
                "validation",
                "Validation",
                "Hold-out, k-fold and others: folds and spread.",
                film=True,
                own_data=True,
            ),
            Card(
                "bias_variance",
                "Bias and variance",
                "Refit on fresh samples; learning curves.",
                film=True,
            ),
            Card(
                "better",
                "Is it really better?",
                "Two models, one honest comparison.",
                own_data=True,
            ),
            Card(
                "errors", "Error browser", "The worst rows first; slices of errors.", own_data=True
            ),
            Card("broken", "Broken experiments", "Find the planted fault; graded."),
        ),
        ("supervised", "statistics"),
    ),
)
