"""The stage Reinforcement learning: its topics, its playgrounds, what it builds on, its terms."""

from __future__ import annotations

from core.course.stage import LATER, Card, Stage, homes, split
from core.course.term import Term

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

TERMS = (
    Term(
        "agent",
        "Whoever chooses what to do and is paid for it.",
        (
            "reinforcement.world_editor",
            "reinforcement.temporal_difference",
            "reinforcement.deep_rl",
            "reinforcement.beat_the_agent",
        ),
        stage="reinforcement",
    ),
    Term(
        "reward",
        "The number that an agent gets after an action; more is better.",
        (
            "reinforcement.bandits",
            "reinforcement.world_editor",
            "reinforcement.temporal_difference",
            "reinforcement.deep_rl",
            "reinforcement.beat_the_agent",
        ),
    ),
    Term(
        "state",
        "All that matters for what comes next: on a grid, where the agent stands.",
        (
            "reinforcement.world_editor",
            "reinforcement.temporal_difference",
            "reinforcement.deep_rl",
        ),
        stage="reinforcement",
    ),
    Term(
        "action",
        "What an agent can do in one step.",
        (
            "reinforcement.world_editor",
            "reinforcement.temporal_difference",
            "reinforcement.deep_rl",
            "reinforcement.beat_the_agent",
        ),
        stage="reinforcement",
    ),
    Term(
        "policy",
        "What an agent does in each state: one action, or a chance for each.",
        (
            "reinforcement.bandits",
            "reinforcement.world_editor",
            "reinforcement.temporal_difference",
            "reinforcement.deep_rl",
        ),
    ),
    Term(
        "episode",
        "One play from a start to an end, or to the time limit.",
        (
            "reinforcement.world_editor",
            "reinforcement.temporal_difference",
            "reinforcement.deep_rl",
            "reinforcement.beat_the_agent",
        ),
    ),
    Term(
        "return",
        "All the reward still to come, with later ones counted less.",
        (
            "reinforcement.world_editor",
            "reinforcement.temporal_difference",
            "reinforcement.deep_rl",
            "reinforcement.beat_the_agent",
        ),
        stage="reinforcement",
    ),
    Term(
        "discount",
        "The factor on a reward for every step that it comes later.",
        (
            "reinforcement.world_editor",
            "reinforcement.temporal_difference",
            "reinforcement.deep_rl",
            "reinforcement.beat_the_agent",
        ),
        also=("discount factor",),
        stage="reinforcement",
    ),
    Term(
        "value",
        "The return that can be expected from a state on.",
        (
            "reinforcement.world_editor",
            "reinforcement.temporal_difference",
            "reinforcement.deep_rl",
        ),
        also=("state value",),
        stage="reinforcement",
    ),
    Term(
        "action value",
        "The return that can be expected after doing one thing in one state.",
        (
            "reinforcement.temporal_difference",
            "reinforcement.deep_rl",
        ),
        also=("Q-value",),
    ),
    Term(
        "arm",
        "One choice of a bandit, named after the lever of a slot machine.",
        ("reinforcement.bandits",),
        stage="reinforcement",
    ),
    Term(
        "exploration",
        "Trying what does not look best, to learn about it.",
        (
            "reinforcement.bandits",
            "reinforcement.temporal_difference",
            "reinforcement.game_tree",
        ),
    ),
    Term(
        "greedy",
        "Always taking what looks best now.",
        (
            "reinforcement.bandits",
            "reinforcement.temporal_difference",
            "reinforcement.deep_rl",
            "reinforcement.beat_the_agent",
        ),
        stage="reinforcement",
    ),
    Term(
        "regret",
        "The reward that was missed against always pulling the best arm.",
        ("reinforcement.bandits",),
    ),
    Term(
        "sweep",
        "One update of every state.",
        ("reinforcement.world_editor",),
        stage="reinforcement",
    ),
    Term(
        "temporal difference",
        "What came and what is expected now, minus what was expected before.",
        ("reinforcement.temporal_difference",),
        also=("TD error",),
    ),
    Term(
        "on-policy",
        "Learning what its own behaviour is worth, stumbles included.",
        ("reinforcement.temporal_difference",),
    ),
    Term(
        "off-policy",
        "Learning what one behaviour is worth from the steps of another.",
        ("reinforcement.temporal_difference",),
    ),
    Term(
        "critic",
        "A network that guesses what a state is worth, to judge what was done there.",
        ("reinforcement.deep_rl",),
        stage="reinforcement",
    ),
    Term(
        "playout",
        "A game played on to its end in thought, to see who wins.",
        ("reinforcement.game_tree",),
        also=("rollout",),
        stage="reinforcement",
    ),
    Term(
        "tree search",
        "Thinking ahead over one's own moves and the replies to them.",
        ("reinforcement.game_tree",),
    ),
)
