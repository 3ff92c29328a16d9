"""Notes count and conjugate: one and many differ, and every number is written alike."""

import pytest

from core.data import read_table
from core.data.notes import Notes, named, plural


def read(text):
    return read_table("file.csv", text.encode())


def test_what_is_said_of_one_column_fits_several():
    assert plural("had the name of a column before it and was numbered.") == (
        "had the name of a column before them and were numbered."
    )
    assert plural("has percent signs; read as a number in percent.") == (
        "have percent signs; read as numbers in percent."
    )
    assert plural("was written as text in the file; its type was told from its values.") == (
        "were written as text in the file; their types were told from their values."
    )
    assert plural("has times finer than a microsecond; the rest was cut off.") == (
        "have times finer than a microsecond; the rest was cut off."
    )


def test_many_columns_of_one_name_are_told_in_the_plural():
    table = read(",".join(["a"] * 14) + "\n" + ",".join("12345678901234") + "\n")
    assert "Columns ‘a_2’, ‘a_3’, ‘a_4’, ‘a_5’ and 9 more had the name of a column before them "\
        "and were numbered." in table.notes  # fmt: skip


def test_a_column_beyond_those_named_is_counted_with_a_comma():
    assert named([str(n) for n in range(1_240)]).endswith("and 1,236 more")


@pytest.mark.parametrize(
    ("signs", "told"),
    [
        (["NA", "-", "?", "null", ".", "--", "n/a"], "and 1 other sign."),
        (["NA", "-", "?", "null", ".", "--", "n/a", "nan"], "and 2 other signs."),
    ],
)
def test_signs_beyond_those_shown_are_counted(signs, told):
    cells = [cell for n, sign in enumerate(signs) for cell in (sign, str(n))]
    table = read("a,b\n" + "".join(f"{cell},{n}\n" for n, cell in enumerate(cells)))
    assert any(note.endswith(told) for note in table.notes), table.notes


def test_one_line_and_many_lines_are_counted_alike():
    lines = "".join(f"Line of words {n}\n" for n in range(3))
    notes = read(lines + "id,name,v\n1,a,2\n2,b,3\n").notes
    assert notes[0].startswith("3 lines before the table were set aside")
    notes = read("Words\nid,name,v\n1,a,2\n2,b,3\n").notes
    assert notes[0].startswith("1 line before the table was set aside")


def test_every_verb_that_opens_a_remark_has_a_plural():
    notes = Notes()
    for verb in ("has", "had", "mixes", "uses", "holds", "groups", "is", "was", "looks"):
        notes.column("a", f"{verb} it.")
        notes.column("b", f"{verb} it.")
    assert all(note.startswith("Columns ‘a’ and ‘b’ ") for note in notes.sentences())
