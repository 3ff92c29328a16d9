"""The stages of Applications and Production."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

USE = "Applications"
RUN = "Production"

STAGES = (
    Stage(
        "nlp",
        "Natural language processing",
        USE,
        "How does text become numbers that mean something?",
        ":material/translate:",
        split(
            "tokenisation; subwords; lower-casing; contractions; special characters; stemming; "
            "lemmatisation; stop words; normalisation; embeddings; Word2Vec; GloVe; attention "
            "models; sentiment; named entities; topic models; NLTK; spaCy"
        ),
        (
            Card("pipeline", "Pipeline", "One sentence through every step and tool."),
            Card("tokenisers", "Tokenisers", "Train BPE, WordPiece and unigram.", film=True),
            Card("vectors", "Vectors", "Counts, TF-IDF, similarity.", own_data=True),
            Card("embeddings", "Embeddings", "Train word vectors; analogies.", film=True),
            Card("sentiment", "Sentiment", "Which words decide.", own_data=True),
            Card("entities", "Entities", "Tag, train, score by span.", film=True),
            Card("topics", "Topics", "NMF and LDA.", own_data=True),
        ),
        ("supervised", "rnn"),
    ),
    Stage(
        "recommenders",
        "Recommender systems",
        USE,
        "What will this person like next?",
        ":material/recommend:",
        split(
            "collaborative filtering; content-based; matrix factorisation; implicit feedback; cold "
            "start; precision at k; NDCG; coverage; popularity"
        ),
        (
            Card("taste_map", "Taste map", "Rate items, watch your point move.", film=True),
            Card("metrics", "Metrics", "Ranking, rating, popularity and coverage."),
            Card("looks_like", "Looks like this", "Neighbours in the features of a net."),
        ),
        ("unsupervised", "evaluation"),
    ),
    Stage(
        "computer_vision",
        "Computer vision",
        USE,
        "What is in the picture, and where?",
        ":material/photo_camera:",
        split(
            "OpenCV; segmentation; object detection; recognition; faces; video; medical images; "
            "YOLO; Faster R-CNN; Mask R-CNN; U-Net; optical flow; tracking"
        ),
        (
            Card("image_operations", "Image operations", "A chain of steps on any picture."),
            Card("features", "Features", "Corners, descriptors, matching."),
            Card("segmentation", "Segmentation", "Thresholds, watershed, k-means; Dice."),
            Card("detection", "Detection by hand", "Anchors, IoU, non-maximum suppression."),
            Card("video", "Video", "Background, optical flow, tracks.", film=True),
            Card("recognition", "Recognition", "Embed, compare, threshold."),
        ),
        ("cnn",),
    ),
    Stage(
        "llms",
        "Large language models",
        USE,
        "How do you build something reliable on a language model?",
        ":material/forum:",
        split(
            "using LLMs; LLM API; OpenAI; Anthropic; Gemini; prompting; consistent outputs; LoRA; "
            "QLoRA; RAG; retrieval-augmented generation; vector databases; LangChain; Hugging "
            "Face; agents; context window; tokens"
        ),
        (
            Card("context_cost", "Context and cost", "Tokens, window, price."),
            Card("prompts", "Prompts", "The share of valid answers over twenty seeds."),
            Card("rag", "RAG", "Chunk, embed, retrieve, answer.", own_data=True),
            Card("lora", "LoRA", "Rank against style learned.", film=True),
            Card("api", "API", "One conversation as three request bodies."),
            Card("agent_loop", "Agent loop", "Tools, steps, failures.", film=True),
        ),
        ("transformers", "nlp"),
    ),
    Stage(
        "mlops",
        "MLOps and deployment",
        RUN,
        "How does a model keep working for other people?",
        ":material/rocket_launch:",
        split(
            "experiment tracking; MLflow; Weights & Biases; model registry; data versioning; DVC; "
            "serving; FastAPI; Flask; TensorFlow Serving; TorchServe; Docker; Kubernetes; "
            "Kubeflow; CI/CD; GitHub Actions; monitoring; Evidently; drift; feedback; retraining; "
            "SageMaker; Vertex AI; Azure ML; serverless; edge; ONNX; LiteRT"
        ),
        (
            Card("runs", "Runs", "Every fit logged and compared; MLflow."),
            Card("serve", "Serve", "Your model as a REST service."),
            Card("drift", "Drift", "Move the live data; alarm, retrain, roll back.", film=True),
            Card("jobs", "Jobs", "A pipeline of stages: break one.", film=True),
            Card("versions", "Versions", "Change a row, see what is stale."),
            Card("cluster", "Cluster", "Replicas, a bad roll-out, a killed pod.", film=True),
            Card("edge", "Edge", "Size, speed and accuracy of smaller numbers."),
        ),
        ("evaluation", "programming"),
    ),
    Stage(
        "big_data",
        "Scalable data processing",
        RUN,
        "What do you do when the data no longer fits?",
        ":material/storage:",
        split(
            "Spark; Hadoop; PySpark; Dask; ETL; data lakes; MapReduce; partitioned Parquet; Git; "
            "GitHub; Polars; DuckDB"
        ),
        (
            Card("engine_race", "Engine race", "Four engines on the same rows."),
            Card(
                "map_reduce", "Map, shuffle, reduce", "One job in Hadoop, PySpark, Dask.", film=True
            ),
            Card("lake", "Lake", "An ETL job with a failing step, run again."),
            Card("cluster", "Cluster", "This suite's own workers, now."),
            Card("git_graph", "Git graph", "Branches, merges and conflicts.", film=True),
        ),
        ("sql", "data_collection"),
    ),
    Stage(
        "projects",
        "Projects",
        RUN,
        "Can you take a problem from a table to a service?",
        ":material/flag:",
        split(
            "end-to-end workflow; Kaggle competition; Titanic; House Prices; fraud detection; "
            "recommendation project; stock series; image classification; sentiment project; "
            "object detection project; chatbot; deployment project; CI/CD retraining; LLM "
            "application; leaderboard; portfolio"
        ),
        (
            Card("guided", "Guided projects", "Ten projects, checked on your real work."),
            Card("leaderboard", "Leaderboard", "Few submissions and a shake-up."),
            Card("report", "Report", "Code, write-up and model card to take away."),
        ),
        ("evaluation", "mlops"),
    ),
)
