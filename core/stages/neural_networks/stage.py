"""The stage Neural network basics: its topics, its playgrounds, what it builds on, its terms."""

from __future__ import annotations

from core.course.stage import Card, Stage, homes, split
from core.course.term import Term

STAGE = Stage(
    slug="neural_networks",
    title="Neural network basics",
    section="Deep learning",
    question="How do simple units learn together?",
    icon=":material/account_tree:",
    topics=split(
        "perceptron; multilayer perceptron; MLP; forward propagation; backpropagation; "
        "activations; ReLU; sigmoid; tanh; softmax; losses; optimisers; regularisation; "
        "dropout; batch normalisation; training loop; learning curves; vanishing gradient; "
        "PyTorch; Keras; TensorFlow; JAX; TensorBoard"
    ),
    playgrounds=(
        Card(
            "perceptron",
            "Perceptron",
            "The line after every correction.",
            film=True,
            question="How does one neuron find a line, and when can it not?",
        ),
        Card(
            "playground",
            "Playground",
            "Build a net and watch every neuron learn.",
            film=True,
            own_data=True,
            question="How does a network bend the plane until the classes come apart?",
        ),
        Card(
            "one_step",
            "One step by hand",
            "Every number, forward and back.",
            film=True,
            question="Where does every number of a training step come from?",
        ),
        Card(
            "activations",
            "Activations and losses",
            "Value, slope and saturation.",
            question="What does a neuron do with its sum, and how much of a mistake gets "
            "through it?",
        ),
        Card(
            "deep_trouble",
            "Deep trouble",
            "Vanishing gradients and dead units.",
            film=True,
            question="Why does a deep network not learn, and what mends it?",
        ),
        Card(
            "training_loop",
            "Training loop",
            "Assemble one; break one.",
            film=True,
            question="Which line of a training loop does what, and what breaks without it?",
        ),
        Card(
            "tabular_net",
            "Tabular net",
            "A net against boosted trees.",
            own_data=True,
            question="On your table, does a net beat boosted trees, and when should it stop?",
        ),
        Card(
            "four_libraries",
            "Four libraries",
            "The same net in four libraries.",
            question="How do PyTorch, Keras, TensorFlow and JAX say the same net?",
        ),
    ),
    needs=("supervised", "calculus", "linear_algebra"),
    about=(
        "A neural network is many simple units in layers: each adds up its inputs with weights, "
        "bends the sum and passes it on. Training turns all the weights a little, again and "
        "again, so that the error shrinks. Here you watch one unit, then whole nets, and break "
        "the training to see what each part is for."
    ),
    homes=homes(
        {
            "perceptron": "perceptron",
            "playground": "multilayer perceptron; MLP; optimisers; regularisation; dropout",
            "one_step": "forward propagation; backpropagation",
            "activations": "activations; ReLU; sigmoid; tanh; softmax; losses",
            "deep_trouble": "batch normalisation; vanishing gradient",
            "training_loop": "training loop; learning curves; TensorBoard",
            "four_libraries": "PyTorch; Keras; TensorFlow; JAX",
        }
    ),
)

TERMS = (
    Term(
        "bias",
        "What a neuron adds to its weighted inputs.",
        (
            "neural_networks.playground",
            "neural_networks.one_step",
        ),
        stage="neural_networks",
    ),
)
