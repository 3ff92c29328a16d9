"""The stage Attention and transformers: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

STAGE = Stage(
    slug="transformers",
    title="Attention and transformers",
    section="Deep learning",
    question="What should each word look at?",
    icon=":material/visibility:",
    topics=split(
        "attention; self-attention; multi-head attention; positional encoding; transformer "
        "block; encoder; decoder; GPT; BERT; RoBERTa; T5; ViT"
    ),
    playgrounds=(
        Card("attention", "Attention by hand", "Edit Q, K, V and follow the mix.", film=True),
        Card("heads", "Heads", "Knock one out."),
        Card("positions", "Positions", "Encodings compared; shuffle the words."),
        Card("block_builder", "Block builder", "Shapes, parameters, memory."),
        Card("mini_gpt", "Mini GPT", "Train on a text and sample from it.", film=True),
        Card("masks", "Masks", "Encoder, decoder, and both."),
    ),
    needs=("neural_networks",),
)
