"""A small net and boosted trees, each stopped where rows held out stop getting better.

Both functions stand alone: the script that a learner downloads holds their very source. ``learn``
and ``check`` are pairs of an array (n_rows, n_columns) and codes or numbers (n_rows,). They return
``ask`` (rows -> probabilities (n_rows, n_classes), or numbers (n_rows,)), the losses (n_done, 2)
on both pairs, and the place of the lowest loss on ``check``.
"""

from __future__ import annotations

from typing import Any

NET, TREES = "Net", "Boosted trees"


def train_net(learn: Any, check: Any, n_classes: Any, how: Any, tell: Any = None) -> Any:
    """Train a net with Adam; with ``how["stop"]`` end early and keep the best weights."""
    import copy

    import numpy as np
    import torch
    from torch import nn

    torch.manual_seed(how["seed"])
    torch.set_num_threads(1)
    classes = n_classes > 0
    shift, scale = (0.0, 1.0) if classes else (learn[1].mean(), learn[1].std() or 1.0)

    def tensors(X: Any, y: Any) -> Any:
        x = torch.tensor(np.asarray(X, dtype=np.float32))
        target = torch.tensor(y) if classes else torch.tensor((y - shift) / scale).float()[:, None]
        return x, target

    (x, y), (x_check, y_check) = tensors(*learn), tensors(*check)
    layers, width = [], x.shape[1]
    for _ in range(how["n_layers"]):
        layers += [nn.Linear(width, how["width"]), nn.ReLU(), nn.Dropout(how["dropout"])]
        width = how["width"]
    net = nn.Sequential(*layers, nn.Linear(width, n_classes or 1))
    loss_of = nn.CrossEntropyLoss() if classes else nn.MSELoss()
    optimiser = torch.optim.AdamW(
        net.parameters(), lr=how["learning_rate"], weight_decay=how["weight_decay"]
    )
    losses, best, kept = [], 0, copy.deepcopy(net.state_dict())
    for epoch in range(how["n_epochs"]):
        net.train()
        for rows in torch.randperm(len(x)).split(how["batch_size"]):
            optimiser.zero_grad()
            loss_of(net(x[rows]), y[rows]).backward()
            optimiser.step()
        net.eval()
        with torch.no_grad():
            losses.append((loss_of(net(x), y).item(), loss_of(net(x_check), y_check).item()))
        if losses[-1][1] <= losses[best][1]:
            best, kept = epoch, copy.deepcopy(net.state_dict())
        if tell is not None:
            tell(epoch + 1, how["n_epochs"])
        if how["stop"] and epoch - best >= how["patience"]:
            break
    if how["stop"]:
        net.load_state_dict(kept)

    def ask(X: Any) -> Any:
        with torch.no_grad():
            z = net(torch.tensor(np.asarray(X, dtype=np.float32))).double()
        return torch.softmax(z, 1).numpy() if classes else z[:, 0].numpy() * scale + shift

    return ask, np.array(losses), best


def train_trees(learn: Any, check: Any, n_classes: Any, how: Any, tell: Any = None) -> Any:
    """Boost trees with LightGBM; with ``how["stop"]`` end early and keep the best round."""
    import lightgbm
    import numpy as np

    classes = n_classes > 0
    shift, scale = (0.0, 1.0) if classes else (learn[1].mean(), learn[1].std() or 1.0)
    objective = "regression" if not classes else "binary" if n_classes == 2 else "multiclass"
    loss = {"regression": "l2", "binary": "binary_logloss", "multiclass": "multi_logloss"}
    settings = {
        "objective": objective,
        "metric": loss[objective],
        "learning_rate": how["tree_rate"],
        "num_leaves": how["leaves"],
        "seed": how["seed"],
        "deterministic": True,
        "num_threads": 1,
        "verbosity": -1,
    }
    if objective == "multiclass":
        settings["num_class"] = n_classes
    data = lightgbm.Dataset(np.asarray(learn[0], float), (learn[1] - shift) / scale)
    other = data.create_valid(np.asarray(check[0], float), (check[1] - shift) / scale)
    found: Any = {}
    calls = [lightgbm.record_evaluation(found)]
    if how["stop"]:
        calls.append(lightgbm.early_stopping(how["patience"], verbose=False))
    if tell is not None:
        calls.append(lambda now: tell(now.iteration + 1, how["rounds"]))
    trees = lightgbm.train(
        settings, data, how["rounds"], [data, other], ["learn", "check"], callbacks=calls
    )
    losses = np.column_stack([found[name][loss[objective]] for name in ("learn", "check")])
    best = int(np.argmin(losses[:, 1]))

    def ask(X: Any) -> Any:
        n = best + 1 if how["stop"] else len(losses)
        said = trees.predict(np.asarray(X, float), num_iteration=n)
        if objective == "binary":
            return np.column_stack([1 - said, said])
        return said if classes else said * scale + shift

    return ask, losses, best
