"""The stage Calculus and optimisation: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

STAGE = Stage(
    slug="calculus",
    title="Calculus and optimisation",
    section="Foundations",
    question="Which way is down, and how far should you step?",
    icon=":material/show_chart:",
    topics=split(
        "limits; derivatives; partial derivatives; chain rule; gradient; Jacobian; Hessian; "
        "integration; Taylor polynomials; gradient descent; optimisers; momentum; Adam; "
        "learning rate; convex; non-convex; saddle points"
    ),
    playgrounds=(
        Card("derivative", "Derivative", "From secant to tangent on a function you type."),
        Card(
            "chain_rule",
            "Chain rule",
            "Values flow forward through a graph, gradients back.",
            film=True,
        ),
        Card(
            "gradient",
            "Gradient, Jacobian, Hessian",
            "Slope and curvature at a point of a surface.",
        ),
        Card(
            "integral",
            "Integral",
            "Riemann, trapezoid, Simpson and Monte Carlo: error against n.",
            film=True,
        ),
        Card(
            "optimiser_race",
            "Optimiser race",
            "Ten optimisers on twelve surfaces, started together.",
            film=True,
        ),
        Card("convexity", "Convexity", "Chord test, local minima, saddle points."),
    ),
    needs=(),
)
