"""The stage Autoencoders: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

STAGE = Stage(
    slug="autoencoders",
    title="Autoencoders",
    section="Deep learning",
    question="What is the shortest description that still rebuilds the data?",
    icon=":material/compress:",
    topics=split(
        "encoder; latent space; decoder; vanilla autoencoder; denoising autoencoder; sparse "
        "autoencoder; variational autoencoder; VAE; feature learning; dimensionality "
        "reduction; anomaly detection; generation"
    ),
    playgrounds=(
        Card("bottleneck", "Bottleneck", "Width and sparsity against PCA.", film=True),
        Card("latent_map", "Latent map", "Drag a point, a digit morphs."),
        Card("denoise", "Denoise", "Noise out, and what is invented."),
        Card("vae", "VAE", "Reconstruction against KL; sample the prior.", film=True),
        Card("features", "Features", "Codes against raw pixels at few labels."),
        Card("anomalies", "Anomalies", "What cannot be rebuilt is odd.", own_data=True),
    ),
    needs=("neural_networks", "unsupervised"),
)
