"""Source text: what it imports, what it copies, what it refuses; laws by round trip."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.export.bare import bare
from core.export.embed import NotExportable, renamed
from core.export.layout import WIDTH
from core.export.source import Source, Writer, quoted, source_of
from core.neural.data.features import Inputs
from core.tabular.explain.codes import codec_for
from core.tabular.recipe import row_steps, transformers
from core.tabular.recipe.transformers import Clip, Present


def built(source: Source) -> object:
    """Run a source's text and return what it builds."""
    names: dict[str, object] = {}
    exec("\n\n".join([*source.imports, *source.definitions]), names)
    return eval(source.expression, names)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(max_size=8),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(PLAIN)
def test_plain_values_come_back_equal(value):
    assert repr(built(source_of(value))) == repr(value)


@given(st.text())
def test_quoted_text_is_one_printable_line(text):
    shown = quoted(text)
    assert ast.literal_eval(shown) == text
    assert shown.isprintable()


def test_only_changed_parameters_are_written():
    from sklearn.linear_model import Ridge

    assert source_of(Ridge()).expression == "Ridge()"
    assert source_of(Ridge(alpha=2.0, fit_intercept=True)).expression == "Ridge(alpha=2.0)"


def test_a_public_object_is_imported_from_where_it_is_documented():
    from sklearn.feature_selection import mutual_info_classif

    source = source_of(partial(mutual_info_classif, random_state=3))
    assert "from sklearn.feature_selection import mutual_info_classif" in source.imports
    assert built(source).keywords == {"random_state": 3}


def test_formulas_become_a_lambda_that_computes_what_they_do():
    x1, x2 = np.array([0.5, -2.0]), np.array([1.5, 3.0])
    inputs = Inputs(("x1", "x1*x2^2", "max(x1, sin(x2))*(1 - pi)", "2"))
    source = source_of(inputs)
    assert source.expression.startswith("lambda x1, x2: [\n    x1,\n    x1 * x2 ** 2.0,\n")
    assert source.imports == ("import numpy as np",)
    np.testing.assert_allclose(built(source)(x1, x2), inputs(x1, x2), rtol=1e-15)
    assert source_of(Inputs(("x1", "x2"))).expression == "lambda x1, x2: [x1, x2]"
    assert source_of(Inputs(("x1", "x2"))).imports == ()


def test_an_estimator_comes_back_with_equal_parameters():
    from sklearn.compose import ColumnTransformer
    from sklearn.preprocessing import OneHotEncoder

    transformer = ColumnTransformer([("one", OneHotEncoder(min_frequency=3), ["a", 'b"']),
                                     ("clip", Clip("z", 2.0), ["c"])])  # fmt: skip
    again = built(source_of(transformer))
    assert str(again.get_params()["one"]) == str(transformer.get_params()["one"])
    assert again.get_params()["clip"].width == 2.0
    assert again.transformers[0][2] == ["a", 'b"']


def test_a_copied_function_brings_all_it_needs():
    source = source_of(codec_for)
    assert not any("core" in line for line in source.imports)
    assert source.expression == "codec_for"
    assert callable(built(source))


def test_two_things_of_one_name_get_two_names():
    writer = Writer()
    first = writer.public("sklearn.pipeline", "Pipeline")
    second = writer.public("imblearn.pipeline", "Pipeline")
    assert (first, second) == ("Pipeline", "Pipeline_2")
    assert "from imblearn.pipeline import Pipeline as Pipeline_2" in writer.import_lines()


def test_a_copied_function_is_renamed_everywhere_when_its_name_is_taken():
    writer = Writer()
    writer.claim("_keep", "script:_keep")
    writer.name(row_steps.drop_gaps)
    text = "\n".join(writer.definitions.values())
    assert "def _keep_2(" in text
    assert "return _keep_2(X, y" in text


def test_types_go_and_defaults_stay():
    text = (
        'def f(x: int, *more: str, y: "list[int] | None" = None) -> dict[str, int]:\n    return x'
    )
    assert bare(text).text == "def f(x, *more, y=None):\n    return x"


def test_letters_beyond_ascii_do_not_shift_the_cut():
    text = 'def f(ö: str = "größer", x: int = 1) -> str:\n    return ö'
    assert bare(text).text == 'def f(ö="größer", x=1):\n    return ö'
    assert renamed('s = "é" + g(ö)', {"g": "h"}) == 's = "é" + h(ö)'


def test_fields_of_a_dataclass_keep_their_types():
    method = "    def f(self) -> int:\n        y: int = 2\n        return y"
    text = f"@dataclass\nclass A:\n    x: int = 1\n\n{method}"
    assert "    x: int = 1" in bare(text).text
    assert "        y = 2" in bare(text).text


def test_our_own_small_objects_are_built_from_their_attributes():
    assert source_of(Present(["a", "b"])).expression == 'Present(names=("a", "b"))'


@pytest.mark.parametrize("value", [lambda x: x, object(), transformers])
def test_what_cannot_be_written_is_refused(value):
    with pytest.raises(NotExportable):
        source_of(value)


def test_lines_fit_the_page():
    from sklearn.preprocessing import OneHotEncoder

    text = source_of([OneHotEncoder(max_categories=20, sparse_output=False)] * 5).expression
    assert max(map(len, text.splitlines())) <= WIDTH


def test_numbers_of_numpy_become_plain_numbers():
    assert source_of([np.float64(0.5), np.int64(3), np.bool_(True)]).expression == "[0.5, 3, True]"


def test_importing_the_export_loads_nothing_heavy():
    code = (
        "import sys, core.export.script, core.export.notebook\n"
        "import core.stages.evaluation.metrics_by_hand.example\n"
        "import core.export.data, core.stages.data_collection.load.reading\n"
        "heavy = {'sklearn', 'scipy', 'shap', 'lime', 'imblearn', 'xgboost', 'lightgbm', 'torch'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert said.stdout.strip() == "[]"
