"""x."""

from __future__ import annotations

import warnings
from types import ModuleType


def load_shap() -> ModuleType:
    """Import shap (worker only) without the warnings of the plotting library it loads."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import shap
    return shap  # type: ignore[no-any-return]
