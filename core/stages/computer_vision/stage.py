"""The stage Computer vision: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

STAGE = Stage(
    slug="computer_vision",
    title="Computer vision",
    section="Applications",
    question="What is in the picture, and where?",
    icon=":material/photo_camera:",
    topics=split(
        "OpenCV; segmentation; object detection; recognition; faces; video; medical images; "
        "YOLO; Faster R-CNN; Mask R-CNN; U-Net; optical flow; tracking"
    ),
    playgrounds=(
        Card("image_operations", "Image operations", "A chain of steps on any picture."),
        Card("features", "Features", "Corners, descriptors, matching."),
        Card("segmentation", "Segmentation", "Thresholds, watershed, k-means; Dice."),
        Card("detection", "Detection by hand", "Anchors, IoU, non-maximum suppression."),
        Card("video", "Video", "Background, optical flow, tracks.", film=True),
        Card("recognition", "Recognition", "Embed, compare, threshold."),
    ),
    needs=("cnn",),
)
