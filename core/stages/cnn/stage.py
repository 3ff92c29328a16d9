"""The stage Convolutional networks: its topics, its playgrounds, what it builds on, its terms."""

from __future__ import annotations

from core.course.stage import Card, Stage, split
from core.course.term import Term

STAGE = Stage(
    slug="cnn",
    title="Convolutional networks",
    section="Deep learning",
    question="How does a network see?",
    icon=":material/image:",
    topics=split(
        "convolution; padding; stride; pooling; max pooling; average pooling; fully connected; "
        "data augmentation; ImageNet; CIFAR-10; LeNet; AlexNet; VGG; ResNet; Inception; "
        "EfficientNet; segmentation; U-Net; object detection; YOLO"
    ),
    playgrounds=(
        Card("kernel_lab", "Kernel lab", "Slide a kernel over a picture.", film=True),
        Card("digit_net", "Digit net", "Draw a digit, see every feature map.", film=True),
        Card("architectures", "Architectures", "The families as blocks; what they cost."),
        Card("augmentation", "Augmentation", "The flip that turns a 6 into a 9."),
        Card("segmenter", "Train a segmenter", "Label every pixel of a shape.", film=True),
        Card("detector", "Train a detector", "Find shapes and their boxes.", film=True),
    ),
    needs=("neural_networks",),
)

TERMS = (
    Term(
        "kernel",
        "A small grid of weights that slides over a picture.",
        ("cnn.kernel_lab",),
        also=("filter",),
        stage="cnn",
    ),
)
