"""One data set, five ways: the same points learnt from five kinds of telling."""
