"""What is said of one thing and of several reads right, and says no more than holds."""

import numpy as np
import pandas as pd
import pytest

from core.data import read_table
from core.data.describe import profile

ODD = {
    "seasons": (["2001-02", "2002-03"], "have what may be months or years that run over New Year"),
    "days or years": (["Jan-01", "Jan-02"], "have months with a number that could be a day"),
    "months": (["1990-01", "1990-02"], "have months; each was read as its first day."),
    "no such week": (["2021-W53", "2021-W01"], "have weeks that do not exist"),
    "money": (["1,5 €", "2 €"], "have the currency ‘€’; read as numbers."),
}


@pytest.mark.parametrize(("cells", "words"), ODD.values(), ids=ODD)
def test_what_is_said_of_two_columns_is_in_the_plural(cells, words):
    rows = "\n".join(f'{n},"{cell}","{cell}"' for n, cell in enumerate(cells))
    table = read_table("f.csv", f"n,a,b\n{rows}\n".encode())
    assert any(f"Columns ‘a’ and ‘b’ {words}" in note for note in table.notes)


def test_two_columns_written_as_text_have_values_of_their_own():
    table = read_table("f.json", b'[{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]')
    assert table.notes == (
        "Columns ‘a’ and ‘b’ were written as text in the file; the type was told from the values.",
    )


def alerts(**columns):
    return profile(pd.DataFrame(columns)).alerts


def test_one_row_and_one_more_column_are_in_the_singular():
    assert "The table has only 1 row: too few to judge a model on." in alerts(v=[1.0])
    gaps = {f"c{n}": [np.nan] * 10 + list(range(30)) for n in range(5)}
    assert any(alert.endswith("‘c3’ 25 % and 1 more column.") for alert in alerts(**gaps))


def test_almost_all_missing_is_not_all():
    values = [np.nan] * 999 + [1.0, 2.0]
    assert "Values are missing: ‘v’ 99 %." in alerts(v=values)


def test_an_id_with_gaps_is_said_to_differ_where_it_is_filled():
    cells = pd.Series([f"u{n}" if n % 2 else None for n in range(100)], dtype="str")
    said = "has a new value in almost every filled row, like an id: leave it out unless its order"
    assert any(said in alert for alert in alerts(v=cells))
