"""The catalogue of methods: adding one is adding an entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.errors import PlaygroundError
from core.params import Param
from core.stages.unsupervised.projection import measures, methods
from core.stages.unsupervised.projection.smacof import distances, smacof_steps
from core.stages.unsupervised.projection.tsne import affinities, divergence, tsne_steps

if TYPE_CHECKING:  # settings name the methods
    from core.stages.unsupervised.projection.settings import ProjectionSettings

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Loss: TypeAlias = Callable[[Floats], float]


class CannotPlace(PlaygroundError):
    """A method that can make no map of these points."""


@dataclass(frozen=True, eq=False)
class Case:
    """Points for one method. X : (n, d). value : the method's number. labels : (n,) or None."""

    X: Floats
    value: float
    settings: ProjectionSettings
    seed: int
    labels: Ints | None = None

    @property
    def start_seed(self) -> int | None:
        """The seed of the start, None where PCA gives it."""
        return self.seed if self.settings.begin == "random" else None


@dataclass(frozen=True, eq=False)
class Way:
    """How a method places points. ``steps`` yields (n, 2), once where it takes no steps.

    loss : what it lowers. axes : what its axes are. note : what it did otherwise than asked.
    """

    steps: Iterator[Floats]
    loss: Loss | None = None
    axes: str = ""
    note: str = ""


@dataclass(frozen=True)
class MethodSpec:
    """One method. ``keeps`` : what it tries to keep, after "keeps". ``loss`` : what steps lower."""

    id: str
    label: str
    help: str
    keeps: str
    way: Callable[[Case], Way]
    source: str
    url: str = ""
    knob: Param | None = None
    loss: str = ""

    @property
    def moves(self) -> bool:
        """Whether it takes steps that can be watched."""
        return bool(self.loss)


def _pca(case: Case) -> Way:
    first, second = methods.pca_shares(case.X)
    return Way(
        iter((methods.pca(case.X),)),
        axes=f"across {first:.0%} of the variance, up {second:.0%}",
    )


def _kernel_pca(case: Case) -> Way:
    places = methods.kernel_pca(case.X, case.value, case.settings.kernel)
    return Way(iter((places,)), axes="components of the kernel's space")


def _neighbours(case: Case) -> tuple[int, str]:
    """Return how many neighbours there can be, and what is said of them."""
    k = methods.possible_neighbours(case.value, len(case.X))
    said = [f"{case.value:g} neighbours are more than there are: {k} were taken"] * (k < case.value)
    pieces = measures.n_pieces(distances(case.X), k)
    if pieces > 1:
        said.append(f"the graph of neighbours falls into {pieces} pieces")
    return k, "; ".join(said)


def _isomap(case: Case) -> Way:
    k, note = _neighbours(case)
    return Way(iter((methods.isomap(case.X, k),)), axes="lengths of walks", note=note)


def _spectral(case: Case) -> Way:
    k, note = _neighbours(case)
    return Way(iter((methods.spectral(case.X, k, case.seed),)), axes="slowest waves", note=note)


def _lda(case: Case) -> Way:
    if case.labels is None or len(np.unique(case.labels)) < 2:
        raise CannotPlace(
            "It parts groups that somebody named, and here none are: take a shape of several "
            "groups, or a target of classes."
        )
    two = len(np.unique(case.labels)) == 2
    axes = "across what parts the two groups, up the widest of the rest" if two else (
        "what parts the groups best")  # fmt: skip
    return Way(iter((methods.lda(case.X, case.labels),)), axes=axes)


def _tsne(case: Case) -> Way:
    n = len(case.X)
    perplexity = methods.possible_perplexity(case.value, n)
    less = f"perplexity {case.value:g} is more than {n} points allow: {perplexity:.3g} was taken"
    p = affinities(distances(case.X) ** 2, perplexity)
    chosen = case.settings
    steps = tsne_steps(
        p, methods.tsne_start(case.X, case.start_seed), chosen.n_steps,
        learning_rate=chosen.learning_rate, exaggeration=chosen.exaggeration,
    )  # fmt: skip
    return Way(steps, lambda places: divergence(p, places), "no axis means anything",
               less if perplexity < case.value else "")  # fmt: skip


def _mds(case: Case) -> Way:
    far = distances(case.X)
    start = methods.mds_start(case.X, case.start_seed)
    steps = smacof_steps(far, start, case.settings.n_steps)
    return Way(steps, lambda places: measures.stress(far, places, 1.0), "distances as they are")


_NEIGHBOURS = Param(
    "n_neighbors", "Neighbours", "int", 10, "Of each point in the graph.", low=2, high=100
)
METHODS: tuple[MethodSpec, ...] = (
    MethodSpec(
        "pca", "PCA", "The flat shadow with the most variance.",
        "as much variance as a flat shadow can", _pca,
        "Pearson (1901), On lines and planes of closest fit to systems of points in space",
    ),
    MethodSpec(
        "kernel_pca", "Kernel PCA", "PCA after bending space by a kernel.",
        "variance in the kernel's space", _kernel_pca,
        "Schölkopf, Smola and Müller (1998), Nonlinear component analysis as a kernel eigenvalue "
        "problem",
        knob=Param("gamma", "γ", "float", 0.1, "How narrow the kernel is.", low=0.0001,
                   high=10.0, scale="log"),
    ),
    MethodSpec(
        "tsne", "t-SNE", "Neighbours stay neighbours; all else may go.",
        "who is near whom", _tsne,
        "van der Maaten and Hinton (2008), Visualizing data using t-SNE",
        "https://www.jmlr.org/papers/v9/vandermaaten08a.html",
        knob=Param("perplexity", "Perplexity", "float", 30.0,
                   "About how many neighbours each point cares for.", low=1.0, high=200.0),
        loss="KL divergence",
    ),
    MethodSpec(
        "isomap", "Isomap", "Distances walked from neighbour to neighbour.",
        "the lengths of walks from neighbour to neighbour", _isomap,
        "Tenenbaum, de Silva and Langford (2000), A global geometric framework for nonlinear "
        "dimensionality reduction",
        knob=_NEIGHBOURS,
    ),
    MethodSpec(
        "mds", "MDS", "All distances, as well as a plane can.",
        "all distances at once", _mds,
        "de Leeuw (1977), Applications of convex analysis to multidimensional scaling: SMACOF",
        loss="stress",
    ),
    MethodSpec(
        "spectral", "Spectral embedding", "Slow waves over the graph of neighbours.",
        "links of the graph of neighbours", _spectral,
        "Belkin and Niyogi (2003), Laplacian eigenmaps for dimensionality reduction",
        knob=_NEIGHBOURS,
    ),
    MethodSpec(
        "lda", "LDA", "Told the groups, it parts them; the only one that is told.",
        "the gaps between groups it was told of", _lda,
        "Fisher (1936), The use of multiple measurements in taxonomic problems",
    ),
)  # fmt: skip
METHOD_BY_ID = {spec.id: spec for spec in METHODS}
