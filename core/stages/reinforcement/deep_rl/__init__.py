"""Deep RL: dQN, A2C and PPO, live."""
