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
        "perceptron",
        "One artificial neuron that says yes or no, trained by mending its mistakes.",
        ("neural_networks.perceptron",),
    ),
    Term(
        "weight",
        "How much an input counts: it is multiplied by this number.",
        ("neural_networks.perceptron", "neural_networks.playground", "neural_networks.one_step"),
    ),
    Term(
        "neuron",
        "A unit that adds up its inputs, each times a weight, and bends the sum.",
        ("neural_networks.playground", "neural_networks.perceptron"),
        also=("unit", "hidden unit"),
    ),
    Term(
        "hidden layer",
        "Neurons side by side between the inputs and the output.",
        ("neural_networks.playground", "neural_networks.deep_trouble"),
    ),
    Term(
        "activation",
        "The curve through which a neuron sends its sum.",
        ("neural_networks.activations", "neural_networks.playground"),
        also=("activation function",),
    ),
    Term(
        "saturation",
        "Being where an activation is so flat that hardly any blame gets through.",
        ("neural_networks.activations", "neural_networks.deep_trouble"),
        also=("saturated",),
    ),
    Term(
        "ReLU",
        "Lets positive sums through as they are and makes 0 of all others.",
        ("neural_networks.activations", "neural_networks.deep_trouble"),
        also=("rectifier",),
    ),
    Term(
        "sigmoid",
        "A curve like an S, from 0 to 1.",
        ("neural_networks.activations", "neural_networks.one_step"),
        also=("logistic function",),
    ),
    Term("softmax", "Turns scores into shares that add up to 1.", ("neural_networks.activations",)),
    Term(
        "loss",
        "The one number that says how wrong a network is; training makes it small.",
        ("neural_networks.training_loop", "neural_networks.playground"),
        also=("cost", "objective"),
    ),
    Term(
        "gradient",
        "How fast the loss rises with each weight: downhill is against it.",
        ("neural_networks.one_step", "neural_networks.deep_trouble"),
    ),
    Term(
        "backpropagation",
        "Handing the blame for an error back, layer by layer, to every weight.",
        ("neural_networks.one_step",),
        also=("backward pass", "backprop"),
    ),
    Term(
        "learning rate",
        "How far one step moves the weights.",
        (
            "neural_networks.perceptron",
            "neural_networks.playground",
            "neural_networks.deep_trouble",
        ),
        also=("step size",),
    ),
    Term(
        "epoch",
        "One pass over all points that are trained on.",
        ("neural_networks.playground", "neural_networks.training_loop"),
    ),
    Term(
        "batch",
        "The few points whose mistakes are averaged for one step.",
        ("neural_networks.training_loop", "neural_networks.playground"),
        also=("mini-batch",),
    ),
    Term(
        "optimiser",
        "The rule by which a gradient becomes a step, such as SGD or Adam.",
        ("neural_networks.playground",),
        also=("optimizer",),
    ),
    Term(
        "momentum",
        "Keeping a part of the last step, so that steps in one direction add up.",
        ("neural_networks.four_libraries",),
    ),
    Term(
        "initialisation",
        "How the weights are drawn before the first step.",
        ("neural_networks.deep_trouble",),
        also=("initial weights", "initialization"),
    ),
    Term(
        "vanishing gradient",
        "Blame that shrinks from layer to layer until the first ones get none.",
        ("neural_networks.deep_trouble",),
    ),
    Term(
        "batch normalisation",
        "Giving each neuron's sums mean 0 and spread 1 within every batch.",
        ("neural_networks.training_loop", "neural_networks.deep_trouble"),
        also=("batch norm",),
    ),
    Term(
        "dropout",
        "Silencing neurons at random in each step, so that none is relied on alone.",
        ("neural_networks.training_loop", "neural_networks.tabular_net"),
    ),
    Term(
        "early stopping",
        "Ending when held-out rows get no better, and going back to the best place.",
        ("neural_networks.tabular_net", "neural_networks.playground"),
    ),
    Term(
        "patience",
        "How long to wait for a new best before giving up.",
        ("neural_networks.tabular_net",),
    ),
    Term(
        "parameter",
        "A number that training sets: any weight or bias.",
        ("neural_networks.four_libraries",),
        also=("parameters",),
    ),
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
