"""The stage Reinforcement learning: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import LATER, Card, Stage, homes, split

STAGE = Stage(
    slug="reinforcement",
    title="Reinforcement learning",
    section="Core machine learning",
    question="How does an agent learn from reward alone?",
    icon=":material/sports_esports:",
    topics=split(
        "agent; environment; state; action; reward; discounted return; policy; Markov decision "
        "process; MDP; Bellman equations; value-based; policy-based; on-policy; off-policy; "
        "Q-learning; SARSA; DQN; policy gradient; actor-critic; PPO; model-based; Gymnasium; "
        "OpenAI Gym; Stable-Baselines3; RLlib; bandits; games; AlphaGo; robots; vehicles"
    ),
    playgrounds=(
        Card(
            "bandits",
            "Bandits",
            "Explore or exploit; regret.",
            film=True,
            question="When should you try something new, and when take what is best so far?",
        ),
        Card(
            "world_editor",
            "World editor",
            "Paint a world; watch values spread sweep by sweep.",
            film=True,
            question="What is every place worth to an agent that knows its world?",
        ),
        Card(
            "temporal_difference",
            "Temporal difference",
            "Monte Carlo, SARSA, Q-learning side by side.",
            film=True,
            question="How does an agent learn from surprise, one step after another?",
        ),
        Card(
            "deep_rl",
            "Deep RL",
            "DQN, A2C and PPO, live.",
            question="What does an agent learn when a network stands where the table was?",
        ),
        Card(
            "game_tree",
            "Game tree",
            "Monte Carlo tree search; play against it.",
            film=True,
            question="How does a machine think ahead without looking at every game?",
        ),
        Card(
            "beat_the_agent",
            "Beat the agent",
            "Play the same episode by hand.",
            question="Can you earn more than an agent that practised, with the same luck?",
        ),
    ),
    needs=("learning_types", "statistics"),
    about=(
        "Nobody shows the right move here: an agent acts, the world answers with a reward, now or "
        "much later, and from that alone it must find out what pays. Games, robots and control "
        "are learnt like this. You paint worlds, watch values spread through them, and play "
        "against what has learnt."
    ),
    homes=homes(
        {
            "world_editor": (
                "environment; state; action; reward; discounted return; policy; Markov decision "
                "process; MDP; Bellman equations; model-based"
            ),
            "temporal_difference": "agent; value-based; on-policy; off-policy; Q-learning; SARSA",
            "deep_rl": (
                "policy-based; DQN; policy gradient; actor-critic; PPO; Gymnasium; OpenAI Gym; "
                "Stable-Baselines3"
            ),
            "bandits": "bandits",
            "game_tree": "games; AlphaGo",
            LATER: "RLlib; robots; vehicles",
        }
    ),
)
