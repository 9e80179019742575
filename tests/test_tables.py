"""Tables that go through a spreadsheet and come back."""

import codecs
import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vae.tables import FORMULA_STARTS, TableError, from_csv, plain, to_csv

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return next(from_csv(content, "table.csv", ["a"]))


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
@example([("=1+1", "'=1+1"), ("'", "''"), ("-3", "@x"), ('a "b", c;d', "e\nf")])
def test_what_is_written_is_read_again(pairs):
    rows = [{"a": a, "b": b} for a, b in pairs]
    filled = [row for row in rows if any(cell.strip() for cell in row.values())]
    assert rows_of(to_csv(["a", "b"], rows)) == filled


@given(CELLS)
@example("=cmd|' /C calc'!A0")
@example("'=1")
def test_no_cell_is_a_formula(text):
    [[_], [cell]] = csv.reader(
        io.StringIO(to_csv(["a"], [{"a": f"x{text}"}]).decode("utf-8-sig"), newline="")
    )
    assert cell == f"x{text}"
    for start in FORMULA_STARTS:
        lines = csv.reader(io.StringIO(to_csv(["a"], [{"a": start + text}]).decode("utf-8-sig"), newline=""))
        cell = list(lines)[1][0]
        assert cell.startswith("'") and plain(cell) == start + text


def test_numbers_stay_numbers():
    assert to_csv(["a"], [{"a": -3}]).decode("utf-8-sig") == "a\r\n-3\r\n"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("hint", [False, True])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_every_dialect_of_spreadsheets_is_read(separator, hint, end, encoding):
    text = f"sep={separator}{end}" * hint + end.join(
        [separator.join(line) for line in (["B ", "A"], ["Größe", '"x, ""y"";z"'], ["", ""], ["", "é"])]
        + [""]
    )
    read = list(from_csv(text.encode(encoding), "table.csv", ["a"]))
    assert [{"b": "Größe", "a": 'x, "y";z'}, {"b": "", "a": "é"}] in read


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "has no column 'a'"),
        (b"x,y\n1,2\n", "has no column 'a'"),
        (codecs.BOM_UTF16_LE + b"a", "is no text"),
        (codecs.BOM_UTF8 + b"a\n\xff", "is no text"),
        (b'a\n"' + b"x" * 200_000 + b'"\n', "is not a table"),
    ],
)
def test_what_is_no_table_is_one_sentence(content, sentence):
    with pytest.raises(TableError, match=sentence) as refused:
        list(from_csv(content, "labels.csv", ["a"]))
    assert str(refused.value).startswith("labels.csv ") and str(refused.value).endswith(".")
