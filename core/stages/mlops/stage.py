"""The stage MLOps and deployment: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

STAGE = Stage(
    slug="mlops",
    title="MLOps and deployment",
    section="Production",
    question="How does a model keep working for other people?",
    icon=":material/rocket_launch:",
    topics=split(
        "experiment tracking; MLflow; Weights & Biases; model registry; data versioning; DVC; "
        "serving; FastAPI; Flask; TensorFlow Serving; TorchServe; Docker; Kubernetes; "
        "Kubeflow; CI/CD; GitHub Actions; monitoring; Evidently; drift; feedback; retraining; "
        "SageMaker; Vertex AI; Azure ML; serverless; edge; ONNX; LiteRT"
    ),
    playgrounds=(
        Card("runs", "Runs", "Every fit logged and compared; MLflow."),
        Card("serve", "Serve", "Your model as a REST service."),
        Card("drift", "Drift", "Move the live data; alarm, retrain, roll back.", film=True),
        Card("jobs", "Jobs", "A pipeline of stages: break one.", film=True),
        Card("versions", "Versions", "Change a row, see what is stale."),
        Card("cluster", "Cluster", "Replicas, a bad roll-out, a killed pod.", film=True),
        Card("edge", "Edge", "Size, speed and accuracy of smaller numbers."),
    ),
    needs=("evaluation", "programming"),
)
