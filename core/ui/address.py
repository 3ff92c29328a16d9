"""The door for what an address says of controls: read before a control is drawn, told if it fails.

Streamlit drops what it cannot read without a word, and knows a number by its spelling only. So the
address is put right first and the page begins again with it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

import streamlit as st

from core import address
from core.errors import PlaygroundError
from core.kinds import KINDS
from core.params import Param
from core.tabular.link import not_whole
from core.ui import state
from core.untrusted import shown
from core.value import Value


def heed(params: Collection[Param], prefix: str) -> None:
    """Read what the address says of these controls, unless they have been drawn already.

    What cannot be read is taken out and told; what is spelled in another way is written as the
    page writes it.
    """
    lost = [lost for param, key in _keys(params, prefix) for lost in _read(param, key)]
    if lost:
        state.note(not_whole(tuple(lost)))
    if st.session_state.pop("address_changed", False):
        st.rerun()


def refuse_unknown(slug: str, known: Callable[[str], bool]) -> None:
    """Take parameters of this page out of the address that none of its controls is named by."""
    own = [name for name in st.query_params if name.startswith(f"{slug}_") and not known(name)]
    for name in own:
        del st.query_params[name]
    if own:
        state.note(not_whole(tuple(f"{shown(name)} is not known here" for name in own)))


def earlier(params: Collection[Param], prefix: str) -> dict[str, Value]:
    """Take out of the address, and return by id, what links made earlier say there.

    Controls whose choices stand by themselves were bound to the address before their role said that
    the experiment decides which of them are offered; now they travel with it.
    """
    found = {}
    for param in (p for p in params if p.role != "any" and p.choices):
        key = f"{prefix}_{param.id}"
        if key in st.query_params:
            text = st.query_params[key]
            del st.query_params[key]
            try:
                found[param.id] = address.read(param, text)
            except PlaygroundError:
                state.note(not_whole((f"{param.label} is the default",)))
    return found


def begin(param: Param, key: str, value: Value) -> None:
    """Put what a bound control begins with into the address, unless it is its default."""
    if param.role == "any" and not param.optional and value != param.default:
        st.query_params[key] = KINDS[param.kind].to_address(param, value)


def keys(params: Collection[Param], prefix: str) -> frozenset[str]:
    """Return the names that these controls can have in an address."""
    return frozenset(key for _, key in _keys(params, prefix))


def _keys(params: Collection[Param], prefix: str) -> Iterator[tuple[Param, str]]:
    for param in params:
        if param.optional:
            yield address.switch(param), f"{prefix}_{param.id}{address.SWITCH}"
        yield param, f"{prefix}_{param.id}"


def _read(param: Param, key: str) -> list[str]:
    """Put one parameter right; return what is to be told of it."""
    if param.role != "any" or key in st.session_state or key not in st.query_params:
        return []
    texts = st.query_params.get_all(key)
    try:
        right = address.spelled(param, texts)
    except PlaygroundError:
        del st.query_params[key]
        st.session_state["address_changed"] = True
        return [f"{param.label} is the default"]
    if right != texts:
        st.query_params[key] = right
        st.session_state["address_changed"] = True
    return []
