"""Answers on the screen: the blocks of each playground and the sentence under them."""
