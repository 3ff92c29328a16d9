"""Games of two and the tree that thinks ahead in them."""
