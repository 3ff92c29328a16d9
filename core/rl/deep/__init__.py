"""Deep reinforcement learning: REINFORCE, A2C, DQN and PPO, watched while they run."""
