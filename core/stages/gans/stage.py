"""The stage Generative models: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

STAGE = Stage(
    slug="gans",
    title="Generative models",
    section="Deep learning",
    question="Can two networks in a contest invent something new?",
    icon=":material/palette:",
    topics=split(
        "generator; discriminator; adversarial training; GAN; DCGAN; conditional GAN; "
        "CycleGAN; Pix2Pix; StyleGAN; image generation; style transfer; super-resolution; "
        "diffusion; DALL-E; mode collapse"
    ),
    playgrounds=(
        Card("gan_2d", "Two-dimensional GAN", "Step each player; mode collapse.", film=True),
        Card("digits", "Digits", "Invented digits beside the nearest real one.", film=True),
        Card("family", "Family", "A miniature of each variant."),
        Card("diffusion", "Diffusion", "Noise a shape, learn to undo it.", film=True),
        Card("pictures", "Pictures into pictures", "Style and super-resolution.", film=True),
    ),
    needs=("autoencoders", "cnn"),
)
