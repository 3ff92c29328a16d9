"""The playground's film: what frames hold, what changes them, how a run ends."""

from __future__ import annotations

import pickle
from dataclasses import fields, is_dataclass, replace

import numpy as np
import pandas as pd
import pytest

from core.errors import PlaygroundError
from core.kinds.layers import BadLayers
from core.neural.data.dataset import DataSettings
from core.neural.net.costs import COSTS, BadLoss, cost_for
from core.neural.net.network import Net
from core.neural.net.starts import START_BY_ID
from core.stages.neural_networks.playground.picture import (
    BOUNDARY_SIDE,
    NEURON_SIDE,
    grid,
    input_pictures,
)
from core.stages.neural_networks.playground.places import BIAS, WeightEdit
from core.stages.neural_networks.playground.run import playground_film
from core.stages.neural_networks.playground.settings import (
    LayerSpec,
    PlaygroundSettings,
    parse_layers,
)
from core.stages.neural_networks.playground.train import NetFrame, train
from core.stages.neural_networks.playground.trainer import NetChange, Trainer
from core.stages.neural_networks.playground.why import why

SMALL = PlaygroundSettings(DataSettings("circles", n_points=60), n_epochs=4)


def plain(value):
    """A frame as bytes and numbers that can be compared."""
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes()
    if is_dataclass(value):
        return tuple(plain(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    return repr(value)


def last(settings, **options):
    return list(train(settings, **options))[-1]


def test_equal_settings_give_byte_equal_films():
    settings = replace(SMALL, dropout=0.2, batch_norm=True)
    assert plain(tuple(train(settings))) == plain(tuple(train(settings)))


def test_the_first_frame_is_before_any_step():
    first = next(train(SMALL))
    trainer = Trainer(SMALL)
    assert (first.epoch, first.step) == (0, 0)
    for shown, layer in zip(first.weights, trainer.net.layers, strict=True):
        assert shown.tobytes() == layer.weights.tobytes()


def test_frames_are_copies_that_later_steps_leave_alone():
    run = train(SMALL)
    first = next(run)
    before = plain(first)
    list(run)
    assert plain(first) == before


def test_a_frame_every_few_epochs_and_one_at_the_end():
    frames = list(train(replace(SMALL, n_epochs=7, every=3)))
    assert [frame.epoch for frame in frames] == [0, 3, 6, 7]
    assert [frame.step for frame in frames] == [0, 9, 18, 21]


def test_pictures_do_not_change_the_run():
    with_pictures, without = last(SMALL), last(SMALL, pictures=False)
    assert plain(replace(with_pictures, picture=None)) == plain(without)


def test_a_film_is_the_run_seen_along_the_last_axes():
    film, frames = playground_film(SMALL), list(train(SMALL))
    assert plain(film.last.weights) == plain(frames[-1].weights)
    assert len(film.frames) == len(frames) == film.n_steps + 1
    assert pickle.loads(pickle.dumps(film)).last.epoch == 4


def test_a_long_film_keeps_frames_of_the_epochs_it_says():
    film = playground_film(replace(SMALL, n_epochs=300, data=DataSettings("xor", n_points=10)))
    assert len(film.frames) <= 240
    assert [frame.epoch for frame in film.frames] == film.steps.tolist()
    assert film.last.epoch == film.n_steps == 300


VALUES = {
    "shape": "moons", "n_classes": 3, "n_points": 80, "noise": 0.3, "test_share": 0.3,
    "data_seed": 3, "x1": "c", "x2": "c", "target": "c", "features": ("x1", "x2", "x1_x2"),
    "formulas": "cos(x1)", "layers": "5 relu", "points": "1,1,0;2,1,0;-1,0,1;2,-2,1;3,3,0;-3,1,1",
    "output": "softmax",
    "loss": "hinge", "init": "he_normal", "batch_norm": True, "optimiser": "adam",
    "learning_rate": 0.1, "schedule": "cosine", "batch_size": 7, "l1": 0.01, "l2": 0.01,
    "dropout": 0.3, "weight_decay": 0.5, "seed": 5, "n_epochs": 6, "stop_below": 50.0,
    "patience": 1,
    "edit": "1 2 1 3.5",
}  # fmt: skip
NEEDS = {
    "patience": {"learning_rate": 2.0, "n_epochs": 40},
    "n_classes": {"shape": "blobs"},
    "points": {"shape": "drawn"},
    "weight_decay": {"optimiser": "adamw"},
    "x1": {"shape": "columns"},
    "x2": {"shape": "columns"},
    "target": {"shape": "columns"},
}


TRAINED = [param for param in PlaygroundSettings.PARAMS if not param.light]


@pytest.mark.parametrize("param", TRAINED, ids=lambda param: param.id)
def test_every_param_changes_the_frames(param):
    rng = np.random.default_rng(0)
    table = pd.DataFrame({name: rng.normal(size=40) for name in "abct"})
    base = {"n_points": 60, "n_epochs": 4, "x1": "a", "x2": "b", "target": "t"}
    base |= NEEDS.get(param.id, {})
    changed = base | {param.id: VALUES[param.id]}
    one, other = (
        list(train(PlaygroundSettings.of(values), table, pictures=False))
        for values in (base, changed)
    )
    assert plain(tuple(one)) != plain(tuple(other))


def test_changes_while_it_trains_are_as_if_they_had_been_there():
    change = NetChange(learning_rate=0.3, l1=0.01, l2=0.02, dropout=0.2, batch_size=5)
    run = train(SMALL)
    next(run)
    sent = [replace(frame, changed=None) for frame in (run.send(change), *run)]
    names = {"learning_rate", "l1", "l2", "dropout", "batch_size"}
    settings = replace(SMALL, **{name: getattr(change, name) for name in names})
    assert plain(tuple(sent)) == plain(tuple(train(settings))[1:])


def test_a_weight_can_be_set_while_it_trains():
    run = train(replace(SMALL, learning_rate=1e-300))
    next(run)
    frame = run.send(NetChange(weight=WeightEdit(0, 1, 2, 7.5)))
    assert frame.weights[0][1, 2] == 7.5
    frame = run.send(NetChange(weight=WeightEdit(1, BIAS, 0, -2.0)))
    assert frame.biases[1][0] == -2.0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (NetChange(learning_rate=-1.0), "learning rate must be above 0"),
        (NetChange(batch_size=0), "at least 1"),
        (NetChange(weight=WeightEdit(9, 0, 0, 1.0)), "no layer 9"),
        (NetChange(weight=WeightEdit(0, 9, 0, 1.0)), "no weight 9, 0"),
        (NetChange(weight=WeightEdit(0, 0, 0, float("nan"))), "must be a number"),
    ],
)
def test_an_impossible_change_ends_the_film_in_a_sentence(change, says):
    run = train(SMALL)
    first = next(run)
    frames = [run.send(change), *run]
    assert says in frames[-1].ended
    assert plain(frames[-1].weights) == plain(first.weights)


@pytest.mark.parametrize("optimiser", ["sgd", "adam", "lion"])
def test_a_rate_of_a_billion_ends_in_a_sentence_with_the_film_intact(optimiser):
    wild = replace(
        SMALL, learning_rate=1e9, layers=(LayerSpec(8, "relu"), LayerSpec(8, "relu")),
        optimiser=optimiser, n_epochs=30, batch_norm=True,
    )  # fmt: skip
    frames = list(train(wild))
    assert frames[0].ended == ""
    assert all(np.isfinite(w).all() for frame in frames for w in frame.weights)
    if optimiser == "sgd":
        plain_net = replace(wild, batch_norm=False, data=DataSettings("plane", n_points=60))
        ended = list(train(plain_net))[-1]
        assert "beyond all bounds in epoch 1 at a learning rate of 1e+09" in ended.ended
        assert ended.epoch == 0


def test_training_stops_below_a_loss():
    frames = list(train(replace(SMALL, stop_below=0.5, n_epochs=400, learning_rate=0.3)))
    assert frames[-1].train_loss < 0.5 <= frames[-2].train_loss
    assert frames[-1].ended == f"The training loss fell below 0.5 in epoch {frames[-1].epoch}."


def test_training_stops_when_the_test_loss_has_not_improved_for_so_many_epochs():
    noisy = replace(SMALL, data=DataSettings("moons", n_points=30, noise=0.5), n_epochs=400,
                    layers=(LayerSpec(8),), optimiser="adam", learning_rate=0.02)  # fmt: skip
    whole = np.array([frame.test_loss for frame in train(noisy, pictures=False)])
    film = list(train(replace(noisy, patience=15), pictures=False))
    lowest = np.minimum.accumulate(whole[1:])
    waited = next(e for e in range(16, 400) if lowest[e - 1] == lowest[e - 16])
    assert film[-1].epoch == waited < 400
    assert film[-1].ended == (
        f"Stopped after epoch {waited}: the test loss has not improved for 15 epochs."
    )
    assert [frame.test_loss for frame in film] == whole[: waited + 1].tolist()
    shown = playground_film(replace(noisy, patience=15))
    assert shown.last.epoch == waited
    assert why(shown.frames, replace(noisy, patience=15)).rule == "stopped"


# What a frame says


def test_losses_and_scores_are_those_of_the_weights_shown():
    frame = last(replace(SMALL, layers=(LayerSpec(3, "tanh"),)))
    data = Trainer(SMALL).data
    hidden = np.tanh(data.X_test @ frame.weights[0] + frame.biases[0])
    p = 1 / (1 + np.exp(-(hidden @ frame.weights[1] + frame.biases[1])[:, 0]))
    truth = data.y_test
    loss = -np.mean(truth * np.log(p) + (1 - truth) * np.log(1 - p))
    assert frame.test_loss == pytest.approx(loss, rel=1e-12)
    assert frame.test_score == np.mean((p > 0.5) == truth)
    assert np.array_equal(frame.predicted, (p > 0.5).astype(np.float32))


@pytest.mark.slow  # imports scikit-learn
def test_r2_and_rmse_of_a_regression():
    from sklearn import metrics

    settings = replace(SMALL, data=DataSettings("plane", n_points=60), layers=())
    frame, data = last(settings), Trainer(settings).data
    predicted = data.X_test @ frame.weights[0][:, 0] + frame.biases[0]
    assert frame.test_score == pytest.approx(metrics.r2_score(data.y_test, predicted))
    expected = metrics.root_mean_squared_error(data.y_test, predicted)
    assert frame.test_rmse == pytest.approx(expected)


def test_the_surface_is_the_probability_on_the_grid():
    settings = replace(SMALL, layers=(LayerSpec(4, "tanh"), LayerSpec(3, "tanh")))
    frame = last(settings)
    X = grid(((-6, 6), (-6, 6)), BOUNDARY_SIDE)
    for w, b in zip(frame.weights[:-1], frame.biases[:-1], strict=True):
        X = np.tanh(X @ w + b)
    p = 1 / (1 + np.exp(-(X @ frame.weights[-1] + frame.biases[-1])))
    side = (BOUNDARY_SIDE, BOUNDARY_SIDE)
    assert np.abs(frame.picture.surface / 255 - p.reshape(side)).max() <= 0.5 / 255 + 1e-12
    assert np.array_equal(frame.picture.winner, (p > 0.5).reshape(side))


def test_rows_of_the_grid_go_up_and_columns_to_the_right():
    X = grid(((-6, 6), (0, 1)), 4).reshape(4, 4, 2)
    assert X[0, :, 0].tolist() == [-4.5, -1.5, 1.5, 4.5]
    assert X[:, 0, 1].tolist() == [0.125, 0.375, 0.625, 0.875]


def test_every_neuron_has_a_picture_with_its_scale():
    frame = last(SMALL)
    x = np.tanh(grid(((-6, 6), (-6, 6)), NEURON_SIDE) @ frame.weights[0] + frame.biases[0])
    painted, scales = frame.picture.neurons[0], frame.picture.scales[0]
    assert painted.shape == (4, NEURON_SIDE, NEURON_SIDE)
    seen = (painted.astype(float) - 128) / 127 * scales[:, None, None]
    assert np.abs(seen - x.T.reshape(painted.shape)).max() < 0.005


def test_inputs_have_pictures_too():
    pictures, scales = input_pictures(Trainer(SMALL).data, ("x1", "x2"))
    assert pictures.shape == (2, NEURON_SIDE, NEURON_SIDE)
    assert pictures[0, 0, 0] == 1
    assert scales.tolist() == [5.625, 5.625]


def test_a_layer_of_two_is_shown_as_it_is_and_wider_ones_along_fixed_axes():
    frames = list(train(replace(SMALL, layers=(LayerSpec(5), LayerSpec(2)), n_epochs=2)))
    for frame in frames:
        X = Trainer(SMALL).data.X_train
        a1 = np.tanh(X @ frame.weights[0] + frame.biases[0])
        a2 = np.tanh(a1 @ frame.weights[1] + frame.biases[1])
        np.testing.assert_allclose(frame.picture.bent[1], a2, atol=1e-6)
        assert frame.picture.bent_share[1] == pytest.approx(1.0)
    start = np.tanh(X @ frames[0].weights[0] + frames[0].biases[0])
    main = np.linalg.svd(start - start.mean(axis=0))[1] ** 2
    assert frames[0].picture.bent_share[0] == pytest.approx(main[:2].sum() / main.sum())


def test_dead_and_saturated_units_are_counted():
    run = train(replace(SMALL, layers=(LayerSpec(4, "relu"), LayerSpec(2, "tanh"))))
    assert next(run).dead[0] == 0
    run.send(NetChange(learning_rate=1e-300))
    for column in range(3):
        frame = run.send(NetChange(weight=WeightEdit(0, BIAS, column, -1e6)))
    assert frame.dead.tolist() == [0.75, 0.0]
    run = train(replace(SMALL, init="large_normal", layers=(LayerSpec(4, "tanh"),)))
    assert next(run).saturated[0] > 0.7


def test_gradient_norms_are_those_of_all_training_points():
    frame, trainer = next(train(SMALL)), Trainer(SMALL)
    h = 1e-6
    block = trainer.net.layers[0].block
    slopes = np.empty_like(block)
    for place in np.ndindex(block.shape):
        losses = []
        for sign in (1, -1):
            block[place] += sign * h
            z = trainer.net.outputs(trainer.train_inputs)
            losses.append(trainer.form.value(z, trainer.targets))
            block[place] -= sign * h
        slopes[place] = (losses[0] - losses[1]) / (2 * h)
    assert frame.gradient_norms[0] == pytest.approx(np.linalg.norm(slopes), rel=1e-6)


def test_no_frame_is_large():
    deep = replace(SMALL, layers=(LayerSpec(16),) * 8, data=DataSettings("rings", 5, 1200))
    size = len(pickle.dumps(next(train(deep))))
    assert size < 100_000
    assert {f.name for f in fields(NetFrame)} >= {"weights", "picture", "ended"}


# Refusals


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"layers": (LayerSpec(),) * 9}, "9 hidden layers are too many"),
        ({"layers": (LayerSpec(17),)}, "Layer 1 has 17 neurons"),
        ({"layers": (LayerSpec(4, "step"),)}, "no activation 'step'"),
        ({"features": ()}, "The network has no input"),
        ({"features": ("x7",)}, "no input named 'x7'"),
        ({"formulas": ("log(x1)",)}, "has no value at"),
        ({"learning_rate": float("inf")}, "must be above 0"),
        ({"learning_rate": 0.0}, "must be above 0"),
        ({"l2": -1.0}, "cannot be below 0"),
        ({"dropout": 1.0}, "below 1, not 1"),
        ({"batch_norm": True, "batch_size": 1}, "batch size of 2 or more"),
        ({"optimiser": "newton"}, "There is no 'newton'"),
        ({"init": "ones"}, "There is no 'ones'"),
        ({"loss": "mse"}, "does not fit classification"),
        ({"n_epochs": 10**6}, "too many"),
        ({"output": "x"}, "auto or softmax"),
    ],
)
def test_bad_settings_are_refused_before_the_first_frame(change, says):
    with pytest.raises(PlaygroundError, match=says):
        next(train(replace(SMALL, **change)))


@pytest.mark.parametrize("text", ["8 8 8", "x", "8,,4", "-3", "8.5", "8 relu,"])
def test_layers_that_cannot_be_read_are_refused(text):
    with pytest.raises(BadLayers, match="cannot be read"):
        parse_layers(text)


def test_layers_are_read_with_their_activation():
    assert parse_layers("") == ()
    assert parse_layers("8, 4 relu", "elu") == (LayerSpec(8, "elu"), LayerSpec(4, "relu"))


def test_a_loss_of_the_other_task_is_refused():
    assert cost_for("auto", "regression").id == "mse"
    with pytest.raises(BadLoss, match="Choose one of: Mean squared error"):
        cost_for("hinge", "regression")
    assert len({cost.id for cost in COSTS}) == len(COSTS)


@pytest.mark.parametrize("start", ["xavier_uniform", "xavier_normal", "he_normal", "lecun_normal"])
def test_initial_weights_have_the_spread_their_formula_says(start):
    w = START_BY_ID[start].draw(np.random.default_rng(0), 300, 200)
    variance = {"he_normal": 2 / 300, "lecun_normal": 1 / 300}.get(start, 2 / 500)
    assert w.var() == pytest.approx(variance, rel=0.03)
    assert w.mean() == pytest.approx(0, abs=0.001)


def test_a_state_is_restored_with_its_running_statistics():
    net = Net((2, 3, 1), ["tanh"], batch_norm=True)
    state = net.state()
    net.theta += 1
    net.norms[0].mean += 1
    net.restore(state)
    assert plain(net.state()) == plain(state)
    assert not net.norms[0].mean.any()
