"""The script of the playground activations and losses: torch's own values and gradients."""

from __future__ import annotations

from core.neural.net.costs import COST_BY_ID
from core.neural.net.units import ACTIVATION_BY_ID
from core.stages.neural_networks.activations.settings import LookSettings

_HEAD = '''"""Activations and losses, from the ML Roadmap Playground."""

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)

'''


def look_script(settings: LookSettings) -> str:
    """Return a script that prints the numbers of the look with torch."""
    return _HEAD + _BODIES[settings.view](settings)


def _activation(s: LookSettings) -> str:
    return f"""z = torch.tensor({s.z!r}, requires_grad=True)
value = {ACTIVATION_BY_ID[s.activation].torch}
value.backward()
print(f"value: {{value.item():.10g}}")
print(f"slope: {{z.grad.item():.10g}}")
print(f"left after 10 layers: {{z.grad.item() ** 10:.10g}}")
"""


def _softmax(s: LookSettings) -> str:
    return f"""scores = torch.tensor({list(s.logits)!r})
shares = torch.softmax(scores / {s.temperature!r}, dim=0)
bits = -(shares * torch.log2(shares)).nansum()
for name, share in zip("ABC", shares):
    print(f"share of {{name}}: {{share.item():.10g}}")
print(f"as undecided as between equal classes: {{2 ** bits.item():.10g}}")
"""


def _loss(s: LookSettings) -> str:
    here, truth, loss = s.sum, float(s.truth), s.class_loss
    if s.view == "numbers":
        here, truth, loss = s.miss, 0.0, s.number_loss
    return f"""z = torch.tensor([[{here!r}]], requires_grad=True)
Y = torch.tensor([[{truth!r}]])
loss = {COST_BY_ID[loss].form(1).torch}
loss.backward()
print(f"loss: {{loss.item():.10g}}")
print(f"gradient: {{z.grad.item():.10g}}")
"""


_BODIES = {"activation": _activation, "softmax": _softmax, "classes": _loss, "numbers": _loss}
