"""Deep plain networks: vanishing gradients, dead units, rates."""
