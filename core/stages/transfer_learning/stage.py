"""The stage Transfer learning: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

STAGE = Stage(
    slug="transfer_learning",
    title="Transfer learning",
    section="Deep learning",
    question="How do you learn from few examples by starting from what is known?",
    icon=":material/move_up:",
    topics=split(
        "feature extraction; fine-tuning; domain adaptation; pre-trained models; ResNet; VGG; "
        "EfficientNet; ViT; BERT; GPT; T5; RoBERTa; CLIP; zero-shot"
    ),
    playgrounds=(
        Card("few_labels", "Few labels", "Scratch, frozen, fine-tuned.", film=True),
        Card("layers", "Layers", "What to freeze."),
        Card("domain_shift", "Domain shift", "Rotate, invert or blur the target; adapt."),
        Card("words_pictures", "Words and pictures", "Contrast captions and shapes.", film=True),
        Card("backbones", "Real backbones", "Load a pre-trained model."),
    ),
    needs=("cnn", "transformers"),
)
