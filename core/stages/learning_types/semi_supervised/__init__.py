"""Semi-supervised: label a few points and watch the labels spread, or a model teach itself."""
