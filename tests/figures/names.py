"""What must hold of every axis that carries names."""

from __future__ import annotations

import plotly.graph_objects as go


def axis_name(trace: dict, way: str) -> str:
    return f"{way}axis{trace.get(f'{way}axis', way)[1:]}"


def names_on(trace: dict, way: str) -> list[str]:
    """The names a trace puts on one of its axes; none where it stands on numbers or dates."""
    values = trace.get(way)
    values = [] if values is None or isinstance(values, dict) else list(values)
    return [value for value in values if isinstance(value, str)]


def assert_names_have_places(figure: go.Figure) -> None:
    """Every axis of names is declared one, with one category for each name and none left out."""
    plain = figure.to_dict()
    for trace in plain["data"]:
        for way in "xy":
            names, axis = names_on(trace, way), plain["layout"].get(axis_name(trace, way), {})
            if not names:
                continue
            assert axis.get("type") == "category", f"{axis_name(trace, way)} of {names[:3]}"
            assert len(names) == len(trace[way]), "a name without a place is not drawn"
            places = list(axis.get("categoryarray", ()))
            assert len(set(places)) == len(places)
            assert set(names) <= set(places)
            assert all(name.strip() for name in places), "a name that cannot be read"
