"""Deep trouble: vanishing gradients and dead units."""
