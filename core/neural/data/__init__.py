"""Points to train on and what the network is given of them."""
