"""The stages of Start and Foundations."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

STAGES = (
    Stage(
        "roadmap",
        "The roadmap",
        "Start",
        "What is there to learn, and where do you stand?",
        ":material/map:",
        split(
            "what machine learning is; why machine learning matters; kinds of learning; what a "
            "machine learning engineer does; data scientist; software engineer; DevOps; "
            "AI engineer; T-shaped skills; order of the stages; milestones; where to practise"
        ),
        (
            Card("map", "Map", "All stages as a picture, coloured by what you have earned."),
            Card("your_path", "Your path", "A short self-assessment gives you a path with dates."),
            Card(
                "which_learning",
                "Which kind of learning?",
                "A few questions about a problem lead to a stage and a first model.",
            ),
            Card("roles", "Roles", "The skills of each role beside your own T."),
            Card("passport", "Passport", "Your progress, kept in this browser, and a certificate."),
        ),
    ),
    Stage(
        "programming",
        "Programming and libraries",
        "Foundations",
        "How do you tell a computer what to do with data?",
        ":material/code:",
        split(
            "basic syntax; variables; data types; conditionals; loops; functions; built-ins; "
            "modules; data structures; lists; tuples; dictionaries; sets; comprehensions; "
            "exceptions; debugging; object-oriented programming; classes; objects; inheritance; "
            "polymorphism; encapsulation; Python; NumPy; pandas; Polars; Matplotlib; Seaborn; "
            "SciPy; R; Java; C++"
        ),
        (
            Card("code_cell", "Code cell", "Write and run Python safely; graded exercises."),
            Card("trace", "Trace", "A program's variables and calls, line by line.", film=True),
            Card("array_lab", "Array lab", "Shapes, slices and broadcasting as coloured cells."),
            Card(
                "table_lab",
                "Table lab",
                "Filter, group, join, pivot and melt: before and after.",
                own_data=True,
            ),
            Card(
                "chart_lab",
                "Chart lab",
                "The same chart in Matplotlib, Seaborn and Plotly.",
                own_data=True,
            ),
            Card("scipy_lab", "SciPy lab", "Optimise, integrate, interpolate, solve an equation."),
            Card("four_structures", "Four structures", "One task with list, tuple, dict and set."),
            Card("rosetta", "Rosetta", "One exercise in Python, R, Java and C++, line by line."),
        ),
    ),
    Stage(
        "sql",
        "SQL",
        "Foundations",
        "How do you ask a database?",
        ":material/database:",
        split(
            "SELECT; INSERT; UPDATE; DELETE; joins; INNER JOIN; LEFT JOIN; RIGHT JOIN; FULL JOIN; "
            "subqueries; common table expressions; CTE; window functions; query optimisation; "
            "SQLite; PostgreSQL; MySQL; DuckDB"
        ),
        (
            Card(
                "editor", "Editor", "A real database: result, chart, plan and undo.", own_data=True
            ),
            Card(
                "clause_stepper",
                "Clause stepper",
                "Rows flow through the clauses of your own query.",
                film=True,
            ),
            Card("joins", "Joins", "Which rows match, which are dropped, which become NULL."),
            Card("windows", "Windows", "Partition, order and frame of the chosen row."),
            Card("plans", "Plans", "The same query in SQLite and DuckDB: rows read and time."),
            Card("dialects", "Dialects", "Your query rewritten for four databases."),
            Card("cases", "Cases", "Graded problems from easy to hard."),
        ),
        ("programming",),
    ),
    Stage(
        "linear_algebra",
        "Linear algebra",
        "Foundations",
        "What does a matrix do to space?",
        ":material/grid_on:",
        split(
            "scalars; vectors; matrices; tensors; matrix operations; dot product; vector spaces; "
            "span; basis; determinant; inverse; rank; eigenvalues; eigenvectors; diagonalisation; "
            "SVD; singular value decomposition; systems of equations; least squares; PageRank; PCA"
        ),
        (
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
            Card(
                "pca",
                "PCA from scratch",
                "Covariance, axes and explained variance.",
                own_data=True,
            ),
        ),
    ),
    Stage(
        "calculus",
        "Calculus and optimisation",
        "Foundations",
        "Which way is down, and how far should you step?",
        ":material/show_chart:",
        split(
            "limits; derivatives; partial derivatives; chain rule; gradient; Jacobian; Hessian; "
            "integration; Taylor polynomials; gradient descent; optimisers; momentum; Adam; "
            "learning rate; convex; non-convex; saddle points"
        ),
        (
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
    ),
    Stage(
        "statistics",
        "Probability and statistics",
        "Foundations",
        "What can you conclude from a sample, and how sure are you?",
        ":material/bar_chart:",
        split(
            "population; sample; parameter; scale of measurement; probability; conditional "
            "probability; independence; Bayes' theorem; Bayesian networks; random variables; "
            "expectation; variance; standard deviation; probability density; distributions; normal "
            "distribution; descriptive statistics; inferential statistics; hypothesis tests; "
            "p-value; confidence intervals; bootstrap; A/B test; regression; statsmodels; "
            "correlation; maximum likelihood; entropy; graphs and charts; central limit theorem"
        ),
        (
            Card("describe", "Describe", "Centre, spread, shape and outliers.", own_data=True),
            Card("distributions", "Distributions", "16 of them: density, quantiles, sampling."),
            Card("chance", "Chance", "Coins, dice, urns and the law of large numbers.", film=True),
            Card("bayes", "Bayes", "A medical test as a thousand people."),
            Card("bayesian_network", "Bayesian network", "Click evidence, watch beliefs move."),
            Card(
                "central_limit",
                "Central limit and intervals",
                "Means become normal; a hundred intervals and those that miss.",
                film=True,
            ),
            Card(
                "tests", "Tests", "Eight tests, power, A/B test, many tests at once.", own_data=True
            ),
            Card(
                "likelihood",
                "Likelihood and surprise",
                "Drag a model over data and the likelihood climbs.",
                film=True,
            ),
            Card(
                "regression_table",
                "Regression table",
                "Coefficients, errors, p and intervals.",
                own_data=True,
            ),
            Card("correlation", "Correlation traps", "Anscombe, Simpson and confounding."),
        ),
    ),
    Stage(
        "discrete_math",
        "Discrete mathematics",
        "Foundations",
        "How do you count, connect and prove?",
        ":material/hub:",
        split(
            "sets; relations; functions; logic; truth tables; combinatorics; permutations; "
            "combinations; graph theory; shortest path; Dijkstra; analysis of algorithms; sorting; "
            "searching; big O"
        ),
        (
            Card("sets", "Sets, relations, functions", "Venn regions and arrows of what you type."),
            Card("logic", "Logic", "Truth table and simplification of a formula."),
            Card("counting", "Counting", "Formula against enumeration against simulation."),
            Card("graphs", "Graphs", "Draw a graph, run the classic algorithms on it.", film=True),
            Card("algorithms", "Algorithms", "Six sorts and three searches raced.", film=True),
        ),
    ),
)
