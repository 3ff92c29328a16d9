"""Bytes become the letters that were meant, and anything but UTF-8 is told."""

import pytest

from core.data import UnreadableTable, read_table

EUROPEAN = "Stadt,Straße,Preis\nKöln,Weiß,1\nMünchen,Großer Weg,2\nÉvry,Rue de l’Été – à côté,3\n"
JAPANESE = "名前,都市,値段\n山田太郎,東京,100\n鈴木花子,大阪,200\nすずき,ひろしま,300\n"
ALL = "名前,città,цена\nü,é,1\n"


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (ALL, "utf-8", ""),
        (ALL, "utf-8-sig", ""),
        (ALL, "utf-16", "UTF-16"),
        (EUROPEAN, "utf-16-le", "UTF-16"),
        (EUROPEAN, "utf-16-be", "UTF-16"),
        (ALL, "utf-32", "UTF-32"),
        (EUROPEAN, "cp1252", "Windows-1252"),
        (EUROPEAN.replace("’", "'").replace("–", "-"), "latin-1", "Windows-1252"),
        (JAPANESE, "shift_jis", "Shift-JIS"),
    ],
)
def test_the_encoding_is_found(text, encoding, label):
    table = read_table("f.csv", text.encode(encoding))
    rows = [line.split(",") for line in text.splitlines()]
    assert list(table.frame.columns) == rows[0]
    assert table.frame[rows[0][0]].tolist() == [row[0] for row in rows[1:]]
    assert table.frame[rows[0][1]].tolist() == [row[1] for row in rows[1:]]
    assert any(label in note for note in table.notes) if label else table.notes == ()


def test_latin_1_is_read_where_windows_1252_has_no_letter():
    table = read_table("f.csv", "a,b\n1,x\x81é\n".encode("latin-1"))
    assert table.frame["b"][0] == "x\x81é"
    assert "Latin-1" in table.notes[0]


@pytest.mark.parametrize(
    "text", ["it’s", "don’t ’n’", "“Hello”x", "né à la", "Ärger über Öl", "ÀÉÎ"]
)
def test_western_text_is_not_taken_for_japanese(text):
    table = read_table("f.csv", f"a,b\n1,{text}\n".encode("cp1252"))
    assert table.frame["b"][0] == text


def test_cyrillic_is_read_by_its_letters():
    text = "город,улица\n" + "Москва,Тверская улица\nКазань,Большая Красная\n" * 20
    assert read_table("f.csv", text.encode("cp1251")).frame["город"][0] == "Москва"


def test_a_few_broken_bytes_do_not_change_the_encoding():
    content = ("a,b\n" + "1,größer\n" * 50).encode() + b"2,x\xff\n"
    table = read_table("f.csv", content)
    assert table.frame["b"][0] == "größer"
    assert "1 broken character is shown" in table.notes[0]


def test_the_encoding_can_be_overruled():
    content = "a,b\n1,Łódź\n".encode("cp1250")
    assert read_table("f.csv", content, encoding="cp1250").frame["b"][0] == "Łódź"
    with pytest.raises(UnreadableTable, match="not written in utf-8: byte 7 does not fit"):
        read_table("f.csv", content, encoding="utf-8")
    japanese = JAPANESE.encode("shift_jis")
    assert read_table("f.csv", japanese, encoding="shift_jis").frame["都市"][0] == "東京"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_the_same_content_has_the_same_digest_in_every_encoding(encoding):
    assert (
        read_table("f", EUROPEAN.encode(encoding)).digest
        == read_table("g", EUROPEAN.encode()).digest
    )
