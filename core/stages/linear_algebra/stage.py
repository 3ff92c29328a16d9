"""The stage Linear algebra: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

STAGE = Stage(
    slug="linear_algebra",
    title="Linear algebra",
    section="Foundations",
    question="What does a matrix do to space?",
    icon=":material/grid_on:",
    topics=split(
        "scalars; vectors; matrices; tensors; matrix operations; dot product; vector spaces; "
        "span; basis; determinant; inverse; rank; eigenvalues; eigenvectors; diagonalisation; "
        "SVD; singular value decomposition; systems of equations; least squares; PageRank; PCA"
    ),
    playgrounds=(
        Card(
            "matrix_map",
            "Matrix as a map",
            "Drag the basis arrows and watch the grid follow.",
            film=True,
        ),
        Card("span", "Span and basis", "Drag vectors: their span fills or collapses."),
        Card(
            "operations",
            "Operations",
            "Dot product, product, transpose, inverse, cell by cell.",
            film=True,
        ),
        Card(
            "elimination",
            "Elimination",
            "Gaussian elimination with pivots; least squares as a projection.",
            film=True,
        ),
        Card(
            "eigenvectors",
            "Eigenvectors",
            "Power iteration, diagonalisation, a Markov chain and PageRank.",
            film=True,
        ),
        Card("svd", "SVD", "Rotate, stretch, rotate; a picture at rank k.", film=True),
        Card("pca", "PCA from scratch", "Covariance, axes and explained variance.", own_data=True),
    ),
    needs=(),
)
