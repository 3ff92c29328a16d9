"""Files with nothing in them: each is told in one sentence what it is and what to do."""

import pytest

from core.data import UnreadableTable, read_table

CHOOSE = "Choose a file with column names and rows."
WEB = (
    "f.csv is a web page or XML, not a table. Open it in a spreadsheet, save it as CSV or Excel "
    "(.xlsx) and choose that file."
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", f"f.csv is empty. {CHOOSE}"),
        (b"\xef\xbb\xbf", f"f.csv is empty. {CHOOSE}"),
        (b"\n\n  \n", f"f.csv holds only blank lines. {CHOOSE}"),
        (b"\r\n\r\n", f"f.csv holds only blank lines. {CHOOSE}"),
        (b"\n", f"f.csv holds only blank lines. {CHOOSE}"),
        ("\n\n".encode("utf-16"), f"f.csv holds only blank lines. {CHOOSE}"),
        (b" ", f"f.csv holds only blank lines. {CHOOSE}"),
        (b"\0" * 50, "f.csv holds only zero bytes (NUL): it was not saved whole. Copy or download "
         "it again."),
        (b"\0\n\0\n", "f.csv holds only zero bytes (NUL): it was not saved whole. Copy or download "
         "it again."),
        (b",,,\n,,,\n", f"f.csv holds delimiters (,) but no values. {CHOOSE}"),
        (b",,,", f"f.csv holds delimiters (,) but no values. {CHOOSE}"),
        (b";;\n;;\n", f"f.csv holds delimiters (;) but no values. {CHOOSE}"),
        (b"\t\t\n\t\t\n", f"f.csv holds delimiters (tab) but no values. {CHOOSE}"),
        (b"| |\n||\n", f"f.csv holds delimiters (|) but no values. {CHOOSE}"),
        (b'"",""\n"",""\n', f"f.csv holds delimiters (,) but no values. {CHOOSE}"),
        (b'"\n"\n', f"f.csv holds quotation marks but no values. {CHOOSE}"),
        (b"a,b,c\n", "f.csv has column names but no rows: ‘a’, ‘b’ and ‘c’. Choose a file with "
         "data below its header."),
        (b"a;b", "f.csv has column names but no rows: ‘a’ and ‘b’. Choose a file with data below "
         "its header."),
        (b"a,b,c,d,e,f\n\n\n", "f.csv has column names but no rows: ‘a’, ‘b’, ‘c’, ‘d’ and 2 more. "
         "Choose a file with data below its header."),
        (b"a,b\n,\n,\n", "f.csv has column names but no values below them: ‘a’ and ‘b’. Choose a "
         "file with data below its header."),
        (b"hello", f"f.csv is a single line, ‘hello’. {CHOOSE}"),
        (b"hello\n\n", f"f.csv is a single line, ‘hello’. {CHOOSE}"),
    ],
)  # fmt: skip
def test_a_file_without_a_table_is_told_what_it_is(content, message):
    with pytest.raises(UnreadableTable) as refusal:
        read_table("f.csv", content)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    "text",
    [
        "<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td>1</td><td>2</td></tr>\n</table>\n",
        "\n  <TABLE border=1><TR><TD>1</TD></TR></TABLE>",
        "<div><table><tr><td>1</td></tr></table></div>",
        "<!-- made by x --><table><tr><td>1</td></tr></table>",
        "<style>td {color: red}</style>\n<table><tr><td>1, 2</td></tr></table>\n",
        "<meta charset='utf-8'><table><tr><td>1</td></tr></table>",
        "<rows>\n<row><a>1</a></row>\n</rows>\n",
        "<table><tr><td>1<td>2<tr><td>3<td>4",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_saved_web_page_is_told_what_it_is(text, encoding):
    with pytest.raises(UnreadableTable) as refusal:
        read_table("f.csv", text.encode(encoding))
    assert str(refusal.value) == WEB


def test_markup_in_cells_is_text():
    table = read_table("f.csv", b"<b>name</b>,text\n1,<table><tr><td>x</td></tr></table>\n2,<p>\n")
    assert list(table.frame.columns) == ["<b>name</b>", "text"]
    assert len(read_table("f.csv", b"<5,1\n<5,2\n>9,3\n", header=False).frame) == 3


@pytest.mark.parametrize(
    "name", ["f.data", "f.dat", "f.tab", "f.txt", "f", "f.names", "F.CSV", "f.xls", "f.csv.1"]
)
def test_the_content_decides_whatever_the_name(name):
    assert len(read_table(name, b"a,b\n1,2\n3,4\n").frame) == 2
