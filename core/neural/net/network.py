"""A multilayer perceptron in float64 NumPy with hand-written gradients.

All parameters live in one flat vector ``theta``, all gradients in ``grad``; layers hold views into
both. A layer's block is (n_in + 1, n_out): its last row is the bias, and every input matrix ends
in a column of ones, so that one product gives sum and bias, and one their gradients. Buffers are
kept per batch size: a step allocates next to nothing.

Order in a hidden layer: sum, batch normalisation, activation, dropout (Ioffe & Szegedy, 2015;
Srivastava et al., 2014, scaled while training). A normalised layer has no bias: its column is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.neural.net.batch_norm import Norm
from core.neural.net.costs import CostForm
from core.neural.net.starts import StartSpec
from core.neural.net.units import ACTIVATION_BY_ID, ActivationSpec

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Layer:
    """Views of one layer: ``block`` (n_in + 1, n_out) and its gradient ``d_block``."""

    block: Floats
    d_block: Floats
    activation: ActivationSpec | None
    norm: Norm | None

    @property
    def weights(self) -> Floats:
        """(n_in, n_out), a view."""
        return self.block[:-1]

    @property
    def biases(self) -> Floats:
        """(n_out,), a view."""
        row: Floats = self.block[-1]
        return row


class Buffers:
    """What one batch of ``m`` rows needs, for the layer after each input."""

    def __init__(self, net: Net, m: int) -> None:
        widths = net.sizes[1:]
        self.z = [np.empty((m, width)) for width in widths]
        self.h = [np.empty((m, width)) for width in widths[:-1]]
        self.hat = [np.empty((m, width)) for width in widths[:-1]]
        self.slope = [np.empty((m, width)) for width in widths[:-1]]
        self.delta = [np.empty((m, width)) for width in widths]
        self.outputs = [np.ones((m, width + 1)) for width in widths[:-1]]
        for i, output in enumerate(self.outputs):
            output[:, -1] = net.ones_column(i + 1)
        self.inner = [output[:, :-1] for output in self.outputs]


class Net:
    """The network. ``sizes`` are inputs, hidden widths, outputs; one activation id per hidden."""

    def __init__(
        self, sizes: Sequence[int], activations: Sequence[str], *, batch_norm: bool = False
    ) -> None:
        self.sizes, self.batch_norm = tuple(sizes), batch_norm
        pairs = list(zip(self.sizes[:-1], self.sizes[1:], strict=True))
        hidden = sum(self.sizes[1:-1])
        n = sum((n_in + 1) * n_out for n_in, n_out in pairs) + 2 * hidden * batch_norm
        self.theta, self.grad, self.is_weight = np.zeros(n), np.zeros(n), np.zeros(n)
        self._taken = 0
        specs = [*(ACTIVATION_BY_ID[name] for name in activations), None]
        self.layers = [self._layer(*pair, spec) for pair, spec in zip(pairs, specs, strict=True)]
        self._buffers: dict[int, Buffers] = {}

    def _layer(self, n_in: int, n_out: int, spec: ActivationSpec | None) -> Layer:
        start, n_weights = self._taken, n_in * n_out
        self.is_weight[start : start + n_weights] = 1.0
        block, d_block = self._take(n_weights + n_out)
        norm = None
        if self.batch_norm and spec is not None:
            (gain, d_gain), (shift, d_shift) = self._take(n_out), self._take(n_out)
            gain[:] = 1.0
            norm = Norm(gain, shift, d_gain, d_shift)
        shape = (n_in + 1, n_out)
        return Layer(block.reshape(shape), d_block.reshape(shape), spec, norm)

    def _take(self, n: int) -> tuple[Floats, Floats]:
        span = slice(self._taken, self._taken + n)
        self._taken += n
        return self.theta[span], self.grad[span]

    def ones_column(self, layer: int) -> float:
        """The value of the last input column of layer ``layer``: 0 where it has no bias."""
        return 0.0 if self.layers[layer].norm is not None else 1.0

    def start(self, spec: StartSpec, rng: np.random.Generator) -> None:
        """Draw the weights layer by layer; biases are 0."""
        for layer in self.layers:
            layer.weights[...] = spec.draw(rng, *layer.weights.shape)
            layer.biases[...] = 0.0

    def with_ones(self, inputs: Floats) -> Floats:
        """Return ``inputs`` (n, n_in) with the column that the first layer expects."""
        column = np.full((len(inputs), 1), self.ones_column(0))
        return np.ascontiguousarray(np.hstack([inputs, column]))

    def gradient(
        self,
        inputs: Floats,
        targets: Floats,
        form: CostForm,
        masks: Sequence[Floats] = (),
        *,
        remember: bool = True,
    ) -> Floats:
        """Fill ``grad`` with the gradient of the batch's loss; return the output sums (m, n_out).

        ``inputs`` (m, n_in + 1) from `with_ones`; ``masks``, one (m, width) per hidden layer, are
        dropout's factors (0 or 1 / (1 - share)). ``remember`` updates the running statistics.
        """
        m = len(inputs)
        buffers = self._buffers.get(m)
        if buffers is None:
            buffers = self._buffers[m] = Buffers(self, m)
        z = self._forward(inputs, buffers, masks, remember=remember)
        form.gradient(z, targets, buffers.delta[-1])
        self._backward(inputs, buffers, masks)
        return z

    def _forward(
        self, inputs: Floats, buffers: Buffers, masks: Sequence[Floats], *, remember: bool
    ) -> Floats:
        a = inputs
        for i, layer in enumerate(self.layers[:-1]):
            z = buffers.z[i]
            np.matmul(a, layer.block, out=z)
            if layer.norm is not None:
                layer.norm.train(z, buffers.hat[i], remember=remember)
            if masks:
                layer.activation.value(z, buffers.h[i])  # type: ignore[union-attr]
                np.multiply(buffers.h[i], masks[i], out=buffers.inner[i])
            else:
                layer.activation.value(z, buffers.inner[i])  # type: ignore[union-attr]
            a = buffers.outputs[i]
        return np.matmul(a, self.layers[-1].block, out=buffers.z[-1])

    def _backward(self, inputs: Floats, buffers: Buffers, masks: Sequence[Floats]) -> None:
        for i in range(len(self.layers) - 1, -1, -1):
            layer, delta = self.layers[i], buffers.delta[i]
            if layer.norm is not None:
                layer.norm.backward(delta, buffers.hat[i])
            a = buffers.outputs[i - 1] if i else inputs
            np.matmul(a.T, delta, out=layer.d_block)
            if i == 0:
                return
            below, h = self.layers[i - 1], buffers.h if masks else buffers.inner
            np.matmul(delta, layer.block[:-1].T, out=buffers.delta[i - 1])
            if masks:
                buffers.delta[i - 1] *= masks[i - 1]
            slope = buffers.slope[i - 1]
            below.activation.slope(buffers.z[i - 1], h[i - 1], slope)  # type: ignore[union-attr]
            np.multiply(buffers.delta[i - 1], slope, out=buffers.delta[i - 1])

    def buffers(self, m: int) -> Buffers:
        """Return sums, outputs, slopes and their gradients of the last batch of ``m`` rows."""
        return self._buffers[m]

    def passes(self, inputs: Floats) -> tuple[list[Floats], list[Floats]]:
        """Return each layer's sums before and outputs after activation, as when predicting.

        ``inputs`` (n, n_in), without the ones. The last output is the last sum.
        """
        before, after = [], []
        a = inputs
        for layer in self.layers:
            z = a @ layer.weights + layer.biases
            if layer.norm is not None:
                z = layer.norm.apply(z)
            a = z
            if layer.activation is not None:
                a = np.empty_like(z)
                layer.activation.value(z, a)
            before.append(z)
            after.append(a)
        return before, after

    def outputs(self, inputs: Floats) -> Floats:
        """Return the output sums (n, n_out) as when predicting."""
        return self.passes(inputs)[1][-1]

    def state(self) -> Floats:
        """Return a copy of all parameters and running statistics, for `restore`."""
        return np.concatenate([self.theta, *(a for n in self.norms for a in (n.mean, n.variance))])

    def restore(self, state: Floats) -> None:
        """Go back to a `state`."""
        self.theta[:] = state[: len(self.theta)]
        rest = state[len(self.theta) :]
        for norm in self.norms:
            width = len(norm.mean)
            norm.mean[:], norm.variance[:] = rest[:width], rest[width : 2 * width]
            rest = rest[2 * width :]

    @property
    def norms(self) -> list[Norm]:
        """The normalisations, one per hidden layer or none."""
        return [layer.norm for layer in self.layers if layer.norm is not None]

    def add_penalty(self, l1: float, l2: float) -> None:
        """Add the gradient of l1 Σ|w| + l2/2 Σw² over weights (not biases) to ``grad``."""
        if l2:
            self.grad += l2 * (self.theta * self.is_weight)
        if l1:
            self.grad += l1 * (np.sign(self.theta) * self.is_weight)

    def penalty(self, l1: float, l2: float) -> float:
        """Return l1 Σ|w| + l2/2 Σw² over weights."""
        w = self.theta * self.is_weight
        return float(l1 * np.abs(w).sum() + 0.5 * l2 * (w @ w))
