"""A table on a narrow terminal: columns go one under another before texts are broken to pieces."""

from semctl import terminal
from semctl.listing import Row, Table

TABLE = Table(
    columns=("Date", "Speaker", "Title", "Note", "Talk"),
    rows=(Row(cells=("Mon 11 May 2026", "Ada Lovelace (London)", "On engines that weave " * 3, "moved", "ada")),),
)


def test_a_wide_terminal_keeps_every_column() -> None:
    assert terminal._stacked(TABLE, 140) == TABLE


def test_the_note_goes_under_the_title_first() -> None:
    narrow = terminal._stacked(TABLE, 80)
    assert narrow.columns == ("Date", "Speaker", "Title / Note", "Talk")
    assert narrow.rows[0].cells[2] == f"{TABLE.rows[0].cells[2]}\nmoved"


def test_then_all_goes_under_the_speaker() -> None:
    narrow = terminal._stacked(TABLE, 60)
    assert narrow.columns == ("Date", "Speaker / Title / Note", "Talk")
    assert narrow.rows[0].cells[1].split("\n")[0] == "Ada Lovelace (London)"


def test_a_plain_table_has_wide_letters_in_line() -> None:
    table = Table(columns=("A", "B"), rows=(Row(cells=("漢字", "x")), Row(cells=("abc", "y"))))
    assert list(terminal.plain_lines(table)) == ["A     B", "漢字  x", "abc   y"]
