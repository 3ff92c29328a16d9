"""Unfitted pipelines that an example is given: equal recipes are one variable of the script."""

from __future__ import annotations

from typing import Any

from core.export.layout import call, sequence, text_of
from core.export.scene import Scene, step_nodes
from core.export.source import quoted
from core.tabular.recipe.pipeline import build
from core.tabular.recipe.plan import Plan


def unfitted(scene: Scene, planned: Plan) -> Any:
    """Build the pipeline of a plan; the script has it with the variable of its recipe."""
    pipeline = build(planned)
    recipe = [f"*{_variable(scene, planned)}"] if planned.steps else []
    label, model = pipeline.steps[-1]
    last = sequence([quoted(label), scene.writer.node(model)], "()")
    name = scene.writer.public("imblearn.pipeline", "Pipeline")
    scene.built.append((pipeline, call(name, [("", sequence([*recipe, last]))])))
    return pipeline


def unfitted_steps(scene: Scene, planned: Plan) -> list[tuple[str, Any]]:
    """Build the steps before the model, each with its name; the script has their variable."""
    steps: list[tuple[str, Any]] = build(planned).steps[:-1]
    scene.built.append((steps, _variable(scene, planned)))
    return steps


def write_recipes(scene: Scene) -> None:
    """Write the recipes that an example is called with, if there are any."""
    lines = [f"{name} = {steps}" for steps, name in scene.recipes.items()]
    if lines:
        words = "Each with what was added so that a model can be fitted; all are fitted below."
        scene.section("The recipes" if lines[1:] else "The recipe", words, lines)


def _variable(scene: Scene, planned: Plan) -> str:
    """Return the variable that holds a plan's steps, the same for equal ones."""
    nodes = step_nodes(scene, build(planned).steps[:-1])
    steps = text_of(sequence(nodes, tall=bool(nodes)))
    if steps not in scene.recipes:
        scene.recipes[steps] = scene.writer.claim("recipe", f"recipe:{steps}")
    return scene.recipes[steps]
