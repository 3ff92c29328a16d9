"""Points that nobody labelled: shapes, drawings and tables as matrices, and planes to see them."""
