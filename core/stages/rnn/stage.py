"""The stage Recurrent networks: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

STAGE = Stage(
    slug="rnn",
    title="Recurrent networks",
    section="Deep learning",
    question="How does a network remember?",
    icon=":material/repeat:",
    topics=split("recurrent networks; RNN; LSTM; GRU; sequences; time series; forecasting; text"),
    playgrounds=(
        Card("cell_stepper", "Cell stepper", "Every gate, one by one.", film=True),
        Card("memory_race", "Memory race", "Recall over a growing gap.", film=True),
        Card("forecast", "Forecast", "Against naive and seasonal baselines.", own_data=True),
        Card("character_model", "Character model", "Text that improves.", film=True),
        Card("gradients", "Gradients through time", "Their size, clipped and not."),
    ),
    needs=("neural_networks",),
)
