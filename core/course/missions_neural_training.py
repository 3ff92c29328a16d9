"""Missions of the neural network stage about what training is made of."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission

STAGE = "neural_networks"


def _flat_sigmoid(settings: Any, answer: Any) -> bool:
    chosen = settings.view == "activation" and settings.activation == "sigmoid"
    return bool(chosen and abs(answer.slope) < 0.01)


def _passes_on(settings: Any, answer: Any) -> bool:
    negative = settings.view == "activation" and settings.z <= -1
    return bool(negative and 0 < answer.left_after_ten < 1e-15)


def _cold(settings: Any, answer: Any) -> bool:
    scores = sorted(settings.logits)
    near = settings.view == "softmax" and scores[-1] - scores[0] <= 1.5
    return bool(near and max(answer.share) >= 0.99)


def _silent(settings: Any, answer: Any) -> bool:
    wrong = settings.view == "classes" and answer.probability <= 0.05
    return bool(wrong and abs(answer.pull) < 0.1)


def _deep_alive(settings: Any, film: Any) -> bool:
    if settings.view != "signals" or settings.n_layers < 20:
        return False
    first = film.frames[0]
    return bool(0 < 0.1 * first.last_gradient <= first.first_gradient <= 10 * first.last_gradient)


def _rescued(settings: Any, film: Any) -> bool:
    sigmoid = settings.activation == "sigmoid" and settings.n_layers >= 12
    return bool(settings.view == "signals" and sigmoid and film.last.accuracy >= 0.9)


def _buried(settings: Any, film: Any) -> bool:
    if settings.view != "signals" or film.ended:
        return False
    return bool(film.frames[0].stuck <= 0.3 and film.last.stuck >= 0.5)


def _found_rate(settings: Any, film: Any) -> bool:
    return bool(settings.view == "finder" and film.last.trials[1] <= 0.1)


def _one_fault(settings: Any, film: Any) -> bool:
    names = ("train_mode", "shuffle", "zero_grad", "backward", "step", "eval_mode")
    faults = sum(not getattr(settings, name) for name in names) + (settings.order != "right")
    learns = film.last.moved > 0 and settings.target == "right"
    return bool(faults == 1 and learns and film.last.test_loss >= 2 * film.last.target_test)


def _harmless(settings: Any, film: Any) -> bool:
    changed = not (settings.eval_mode and settings.train_mode) or settings.order != "right"
    return bool(settings.target == "right" and changed and film.last.gap == 0)


def _reproduced(settings: Any, film: Any) -> bool:
    truth = film.last.truth
    ill = truth not in ("", "healthy") and settings.diagnosis == truth
    return bool(ill and film.last.gap < 0.03)


def _outgrown(settings: Any, answer: Any) -> bool:
    net = answer.net
    late = not settings.stop and net.used > net.best
    return bool(late and net.last_loss >= 1.2 * net.best_loss)


def _tiny(settings: Any, answer: Any) -> bool:
    name = "accuracy" if answer.classes else "r2"
    mine, theirs = answer.net.metric(name), answer.trees.metric(name)
    small = settings.width * settings.n_layers <= 8
    return bool(small and mine.value >= theirs.value)


def _few_parameters(_settings: Any, answer: Any) -> bool:
    return bool(answer.n_parameters <= 33 and answer.run("pytorch").accuracy >= 0.95)


def _quickly(settings: Any, answer: Any) -> bool:
    return bool(settings.n_epochs <= 100 and answer.run("pytorch").last_loss <= 0.08)


MISSIONS = (
    Mission(
        "neural_networks.flat_sigmoid",
        STAGE,
        "activations",
        "Where nothing is learnt",
        "Drag the input of a sigmoid to where its slope is below 0.01.",
        ("Choose the sigmoid, then drag to either end.", "An input of 5 or more will do."),
        _flat_sigmoid,
        {"activation": "sigmoid", "z": 5.0},
        {"activation": "sigmoid", "z": 3.0},
    ),
    Mission(
        "neural_networks.leak",
        STAGE,
        "activations",
        "A trickle, not nothing",
        "At an input of −1 or less, find an activation that leaves less than 1e-15 of a gradient "
        "after ten layers, but not nothing.",
        ("ReLU leaves exactly nothing there.", "Which one was made to leak?"),
        _passes_on,
        {"activation": "leaky_relu", "z": -2.0},
        {"activation": "relu", "z": -2.0},
    ),
    Mission(
        "neural_networks.cold",
        STAGE,
        "activations",
        "Cold certainty",
        "Give one class a share of at least 99 %, with scores no further apart than 1.5.",
        ("Look at softmax.", "Lower the temperature to 0.2 or less."),
        _cold,
        {"view": "softmax", "temperature": 0.2},
        {"view": "softmax", "temperature": 0.5},
    ),
    Mission(
        "neural_networks.silent",
        STAGE,
        "activations",
        "Wrong and silent",
        "Find a loss of classes whose gradient is below 0.1 although the truth gets at most 5 %.",
        (
            "Drag the sum until the truth gets almost nothing, then compare the three losses.",
            "The squared error goes flat where the network is surely wrong: at a sum of −6.",
        ),
        _silent,
        {"view": "classes", "class_loss": "squared_error", "sum": -6.0},
        {"view": "classes", "sum": -6.0},
    ),
    Mission(
        "neural_networks.deep_alive",
        STAGE,
        "deep_trouble",
        "Twenty layers down",
        "With 20 layers or more, start so that the first layer gets between a tenth of the last "
        "layer's gradient and ten times it.",
        (
            "Look at signals, and at what each layer passes back.",
            "Which initial weights were made for which activation? He's for ReLU.",
        ),
        _deep_alive,
        {"n_layers": 20, "activation": "relu", "init": "he_normal"},
        {"n_layers": 20, "activation": "relu"},
    ),
    Mission(
        "neural_networks.rescued",
        STAGE,
        "deep_trouble",
        "The sigmoid rescued",
        "Train a sigmoid network of 12 layers or more to an accuracy of at least 90 %.",
        ("It needs signals that stay the same size.", "One switch does that layer by layer."),
        _rescued,
        {"batch_norm": True},
        {"n_layers": 14},
    ),
    Mission(
        "neural_networks.buried",
        STAGE,
        "deep_trouble",
        "Buried alive",
        "Have at most 30 % of the units dead before training and at least 50 % after it, without "
        "an overflow.",
        ("ReLU units die of steps that are too large.", "Raise the rate little by little, to 1."),
        _buried,
        {"activation": "relu", "learning_rate": 1.0},
        {"activation": "relu", "learning_rate": 0.5},
    ),
    Mission(
        "neural_networks.found_rate",
        STAGE,
        "deep_trouble",
        "A rate to begin with",
        "Make the rate finder suggest a rate at which a plain run ends at a loss of 0.1 or less.",
        (
            "Mend the network first: ReLU, and He's initial weights.",
            "Adam, which has a rate for each weight, makes better use of a careful one.",
        ),
        _found_rate,
        {"view": "finder", "activation": "relu", "init": "he_normal", "optimiser": "adam"},
        {"view": "finder", "activation": "relu", "init": "he_normal"},
    ),
    Mission(
        "neural_networks.one_fault",
        STAGE,
        "training_loop",
        "One line is enough",
        "Change exactly one line so that the weights still move in the last epoch, but the test "
        "loss ends at twice the right loop's or more.",
        (
            "Some lines stop everything: those do not count.",
            "With batch norm the order of the points matters: leave shuffle out.",
        ),
        _one_fault,
        {"net": "batch_norm", "shuffle": False},
        {"net": "batch_norm", "backward": False},
    ),
    Mission(
        "neural_networks.harmless",
        STAGE,
        "training_loop",
        "The fault nobody sees",
        "Leave out train() or eval(), or let two lines trade places, and still get the right "
        "loop's curve exactly.",
        (
            "When must the gradients be zero, and when not?",
            "What is it that eval() switches? A plain network has nothing of it.",
        ),
        _harmless,
        {"net": "plain", "eval_mode": False},
        {"eval_mode": False},
    ),
    Mission(
        "neural_networks.reproduced",
        STAGE,
        "training_loop",
        "Diagnose and reproduce",
        "Choose a lettered curve that is not healthy, name what is wrong with it, and come "
        "within 0.03 of it with your own loop.",
        (
            "Compare training with test: apart, both high, or jumping?",
            "Curve A is judged while half of its units are silent.",
        ),
        _reproduced,
        {"target": "A", "diagnosis": "no_eval", "eval_mode": False},
        {"target": "A", "diagnosis": "no_eval"},
    ),
    Mission(
        "neural_networks.outgrown",
        STAGE,
        "tabular_net",
        "Past its best",
        "Train a net on until its loss on held-out rows is a fifth above its lowest or more.",
        ("Switch early stopping off.", "A wide net without dropout gets there sooner."),
        _outgrown,
        {"stop": False, "width": 128, "dropout": 0.0},
        {"width": 128, "dropout": 0.0},
    ),
    Mission(
        "neural_networks.tiny",
        STAGE,
        "tabular_net",
        "Small is enough",
        "With at most 8 hidden units in all, score as well as the trees on the test rows (accuracy "
        "or R²).",
        (
            "Small tables do not need many units.",
            "Few units learn slowly: one layer of 8, no dropout, and a rate of 0.05.",
        ),
        _tiny,
        {"n_layers": 1, "width": 8, "dropout": 0.0, "learning_rate": 0.05},
        {"n_layers": 2, "width": 8, "dropout": 0.0, "learning_rate": 0.05},
    ),
    Mission(
        "neural_networks.smaller",
        STAGE,
        "four_libraries",
        "Thirty-three parameters",
        "Reach 95 % of the test points with at most 33 parameters, in PyTorch.",
        ("One hidden layer needs the fewest.", "Give few units 600 epochs and a momentum of 0.95."),
        _few_parameters,
        {"n_layers": 1, "n_epochs": 600, "momentum": 0.95},
        {"n_epochs": 600, "momentum": 0.95},
    ),
    Mission(
        "neural_networks.early",
        STAGE,
        "four_libraries",
        "In a hundred steps",
        "Bring the training loss to 0.08 or less in at most 100 epochs, in PyTorch.",
        ("Momentum keeps what went well: take 0.9, and 100 epochs.", "Larger steps help, too."),
        _quickly,
        {"n_epochs": 100, "momentum": 0.9},
        {"n_epochs": 100, "momentum": 0.0},
    ),
)
