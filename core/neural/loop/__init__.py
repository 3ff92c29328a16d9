"""A PyTorch training loop assembled from lines."""
