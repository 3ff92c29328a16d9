"""The same small net in PyTorch, Keras, TensorFlow and JAX, written from the same settings.

All four scripts draw the same points and weights with NumPy and take the same full-batch steps in
float32, so they print the same numbers to about four digits, where they are run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.stages.neural_networks.four_libraries.settings import LibrarySettings


@dataclass(frozen=True)
class LibrarySpec:
    """One library: ``module`` that must be there to run it, and how it writes a net.

    ``parts`` : how it says layer, gradient, step, loop, in that order of `PARTS`.
    """

    id: str
    label: str
    module: str
    body: Callable[[LibrarySettings], str]
    parts: tuple[str, ...]
    source: str


PARTS = ("a layer", "its weights", "the loss", "the gradient", "a step", "the loop")


def script_of(settings: LibrarySettings, library: str) -> str:
    """Return the whole script of one library."""
    s, spec = settings, LIBRARY_BY_ID[library]
    return f'''"""A small net in {spec.label}, from the ML Roadmap Playground."""

import numpy as np

{_IMPORTS[library]}

def moons(rng, n):
    """Two half circles that reach into each other."""
    y = np.arange(n) % 2
    angle = np.pi * rng.random(n)
    side = np.where(y, -1.0, 1.0)
    X = np.column_stack([side * np.cos(angle) - 0.5 * side, side * np.sin(angle) - 0.25 * side])
    X = X + rng.normal(0, 0.15, (n, 2))
    return X.astype("float32"), y[:, None].astype("float32")


rng = np.random.default_rng({s.seed})
X, y = moons(rng, 120)
X_test, y_test = moons(rng, 200)
sizes = {s.sizes}
start = [
    rng.normal(0, np.sqrt(1 / n_in), (n_in, n_out)).astype("float32")
    for n_in, n_out in zip(sizes[:-1], sizes[1:])
]
losses = []

# %% {spec.label}
{spec.body(s)}
# %% What came of it
accuracy = float(np.mean((np.asarray(answers) > 0) == (y_test > 0)))
print(f"loss before: {{losses[0]:.6g}}")
print(f"loss after: {{losses[-1]:.6g}}")
print(f"test accuracy: {{accuracy:.6g}}")
print("losses:", *(f"{{loss:.6g}}" for loss in losses))
'''


def _pytorch(s: LibrarySettings) -> str:
    act = {"tanh": "nn.Tanh()", "relu": "nn.ReLU()"}[s.activation]
    return f"""net = nn.Sequential()
for weights in start:
    layer = nn.Linear(*weights.shape)
    layer.weight.data = torch.tensor(weights.T.copy())
    nn.init.zeros_(layer.bias)
    net.extend([layer, {act}])
net.pop(-1)  # nothing bends after the output
loss_of = nn.BCEWithLogitsLoss()
optimiser = torch.optim.SGD(net.parameters(), lr={s.learning_rate!r}, momentum={s.momentum!r})
x, target = torch.tensor(X), torch.tensor(y)

for epoch in range({s.n_epochs}):
    optimiser.zero_grad()
    loss = loss_of(net(x), target)
    loss.backward()
    optimiser.step()
    losses.append(loss.item())
with torch.no_grad():
    losses.append(loss_of(net(x), target).item())
    answers = net(torch.tensor(X_test)).numpy()
"""


def _keras(s: LibrarySettings) -> str:
    rate = f"learning_rate={s.learning_rate!r}, momentum={s.momentum!r}"
    return f"""net = keras.Sequential([keras.Input((2,))])
for weights in start[:-1]:
    net.add(keras.layers.Dense(weights.shape[1], activation={s.activation!r}))
net.add(keras.layers.Dense(1))
for layer, weights in zip(net.layers, start):
    layer.set_weights([weights, np.zeros(weights.shape[1], "float32")])
net.compile(
    optimizer=keras.optimizers.SGD({rate}),
    loss=keras.losses.BinaryCrossentropy(from_logits=True),
)

history = net.fit(X, y, batch_size=len(X), epochs={s.n_epochs}, shuffle=False, verbose=0)
losses += history.history["loss"]
losses.append(net.evaluate(X, y, batch_size=len(X), verbose=0))
answers = net.predict(X_test, verbose=0)
"""


def _tensorflow(s: LibrarySettings) -> str:
    return f"""parameters = []
for weights in start:
    parameters += [tf.Variable(weights), tf.Variable(tf.zeros(weights.shape[1]))]
speeds = [tf.Variable(tf.zeros_like(p)) for p in parameters]


def net(x):
    for w, b in zip(parameters[:-2:2], parameters[1:-2:2]):
        x = tf.nn.{s.activation}(x @ w + b)
    return x @ parameters[-2] + parameters[-1]


def loss_of(z):
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=z))


@tf.function
def step():
    with tf.GradientTape() as tape:
        loss = loss_of(net(X))
    for p, v, g in zip(parameters, speeds, tape.gradient(loss, parameters)):
        v.assign({s.momentum!r} * v + g)
        p.assign_sub({s.learning_rate!r} * v)
    return loss


for epoch in range({s.n_epochs}):
    losses.append(float(step()))
losses.append(float(loss_of(net(X))))
answers = net(X_test).numpy()
"""


def _jax(s: LibrarySettings) -> str:
    act = {"tanh": "jnp.tanh", "relu": "jax.nn.relu"}[s.activation]
    return f"""parameters = [(jnp.array(w), jnp.zeros(w.shape[1])) for w in start]
speeds = jax.tree.map(jnp.zeros_like, parameters)


def net(parameters, x):
    for w, b in parameters[:-1]:
        x = {act}(x @ w + b)
    w, b = parameters[-1]
    return x @ w + b


def loss_of(parameters):
    z = net(parameters, X)
    return jnp.mean(jnp.logaddexp(0, z) - z * y)


@jax.jit
def step(parameters, speeds):
    loss, gradients = jax.value_and_grad(loss_of)(parameters)
    speeds = jax.tree.map(lambda v, g: {s.momentum!r} * v + g, speeds, gradients)
    return jax.tree.map(lambda p, v: p - {s.learning_rate!r} * v, parameters, speeds), speeds, loss


for epoch in range({s.n_epochs}):
    parameters, speeds, loss = step(parameters, speeds)
    losses.append(float(loss))
losses.append(float(loss_of(parameters)))
answers = net(parameters, X_test)
"""


_IMPORTS = {
    "pytorch": "import torch\nfrom torch import nn\n\ntorch.set_num_threads(1)\n",
    "keras": "import keras\n",
    "tensorflow": "import tensorflow as tf\n",
    "jax": "import jax\nimport jax.numpy as jnp\n",
}
LIBRARIES: tuple[LibrarySpec, ...] = (
    LibrarySpec(
        "pytorch", "PyTorch", "torch", _pytorch,
        ("nn.Linear(2, 8)", "inside the layer", "nn.BCEWithLogitsLoss()", "loss.backward()",
         "optimiser.step()", "your own for"),
        "Paszke et al. (2019), PyTorch",
    ),
    LibrarySpec(
        "keras", "Keras", "keras", _keras,
        ("keras.layers.Dense(8)", "inside the layer", "named in compile()", "inside fit()",
         "inside fit()", "net.fit(X, y)"),
        "Chollet et al. (2015), Keras",
    ),
    LibrarySpec(
        "tensorflow", "TensorFlow", "tensorflow", _tensorflow,
        ("tf.nn.tanh(x @ w + b)", "tf.Variable", "a function of yours", "tape.gradient(loss, ...)",
         "p.assign_sub(rate * v)", "your own for, step compiled by @tf.function"),
        "Abadi et al. (2016), TensorFlow",
    ),
    LibrarySpec(
        "jax", "JAX", "jax", _jax,
        ("jnp.tanh(x @ w + b)", "arrays you hand in", "a function of yours",
         "jax.value_and_grad(loss_of)", "a new tree of arrays", "your own for, step jitted"),
        "Bradbury et al. (2018), JAX",
    ),
)  # fmt: skip
LIBRARY_BY_ID = {spec.id: spec for spec in LIBRARIES}
