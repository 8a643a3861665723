"""Reading any text with all its mistakes, and changing one without disturbing the rest."""

import tomllib
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semctl.problems import Refused
from semctl.tomltext import render
from semctl.tomltext.document import BROKEN, WHOLE, Document
from semctl.tomltext.sameness import same

PROGRAMME = """\
#:schema ./seminars.schema.json
# The seminar of the group.

[series]
id = "mds"          # for ever
name = "MDS"

# Every other week.
[schedule]
every = "2 weeks"
# ends in June

# --- spring ---

# kim: asks for a projector
[[talks]]
id = "kim"
abstract = '''
We study $\\nu$.
[[talks]]
# no comment
'''
# to be confirmed

[talks.private]
email = "kim@example.org"

[[talks]]
  id   =   "bo"   # first visit
\ttags = ["a",   'b']
"""


def mistakes(text: str) -> list[str]:
    return [f"{each.line}: {each.says}; {each.hint}" for each in Document.read(text).mistakes]


class TestMistakes:
    """Every mistake at once, each with its line and what to do."""

    @pytest.mark.parametrize(
        ("line", "says"),
        [
            ("a = 14:15", '1: a = 14:15 stands without quotes; write a = "14:15"'),
            ("a = 5.10.2026", "1: a = 5.10.2026 is not a date as they stand here; write a = 2026-10-05"),
            ("a = 2026-9-5", "1: a = 2026-9-5 is not a date as they stand here; write a = 2026-09-05"),
            ("a = 5/10/2026", "1: a = 5/10/2026 is not a date as they stand here; write a = 2026-10-05 for 5 October"),
            ("a = 2026-02-30", "1: a = 2026-02-30: there is no such day, 2026-02 has 28; correct the date"),
            ("a = 30.2.2026", "1: a = 30.2.2026: there is no such day, 2026-02 has 28; correct the date"),
            ("a = 2026-13-01", "1: a = 2026-13-01: there is no month 13; write year-month-day, as in 2026-10-05"),
            ("a = Room 5 # c", '1: a = Room 5 stands without quotes; write a = "Room 5"'),
            ("a = True", "1: a = True is written otherwise here; write a = true"),
            ("a = yes", "1: a = yes is written otherwise here; write a = true"),
            ("a = None", "1: a = None has no meaning here; take the line out"),
            ("a = “Ada”", '1: typographic quotes stand around a: “Ada”; write a = "Ada"'),
            ('a: "Ada"', '1: a colon stands after a; write a = "Ada"'),
            ("a: Ada", '1: a = Ada stands without quotes; write a = "Ada"'),
            ("a Ada", '1: a Ada has no =; write a = "Ada", or # in front of a remark'),
            ("a =", '1: a has no value; write "" for an empty one, or take the line out'),
            ("a = 007", '1: a = 007: a number does not begin with 0; write a = "007"'),
            ("a = 1,", "1: a , stands after a = 1; write a = 1"),
            ("a = 1, b = 2", "1: a and b stand in one line; begin a new line before b"),
            ('a = "x" b = 2', "1: a and b stand in one line; begin a new line before b"),
            ('a = "x', '1: the " that opens a is never closed in its line; write a = "x"'),
            ('a = "x" y "z"', '1: the text of a has " inside: "x" y "z"; write a = \'x" y "z\''),
            ('a = "\\alpha"', "1: \\a in the text of a means nothing between \"; write a = '\\alpha'"),
            ("a = [x, 1]", '1: in a x stands without quotes; write "x"'),
            ('a = ["x" "y"]', '1: the list a cannot be read; write a comma between its items: ["…", "…"]'),
            ("a = [1", "1: the list a that opens here with [ is never closed; write ] where it ends"),
            ("short name = 1", "1: the key short name is not one plain word; write short_name = 1"),
            ("= 1", "1: the key before = is missing; write a key in front, as in title = 1"),
            ("// x", "1: // x looks like a comment; begin it with #"),
            ("[talks", "1: the brackets of [talks do not match; write [talks]"),
            ("[[talks]", "1: the brackets of [[talks] do not match; write [[talks]]"),
            ("[my talks]", "1: the name in [my talks] is more than one word; write [my] or join the words with _"),
            ("a = 1\na = 2", "2: a is given twice, first in line 1; keep one of the two"),
            ("[a]\n[b]\n[a]", "3: [a] is given twice, first in line 1; put its lines under the first one"),
            ("a = 1\n[a]", "2: a has a value already in line 1, [a] gives it another; keep one of the two"),
            (
                "[schedule]\n[[schedule]]",
                "2: [schedule] and [[schedule]] stand in one file, the other in line 1; write [[schedule]] for each of them",
            ),
            (
                "[[schedule]]\n[schedule]",
                "2: [schedule] and [[schedule]] stand in one file, the other in line 1; write [[schedule]] for each of them",
            ),
            (
                "\na = '''x\ny\n",
                "2: the text of a that opens here with ''' is never closed; write ''' in a line of its own where the text ends",
            ),
            ("a = 1\x07", "1: an invisible character (U+0007) stands in this line; delete it, or type the line again"),
            (
                "a = 'x\ry'\n",
                "1: a carriage return stands in the middle of this line; delete it, or begin a new line there",
            ),
            ("a = 1\rb = 2\r", "1: all lines end in a lone carriage return; save the file with Unix line ends (LF)"),
            ("a = " + "[" * 5000 + "]" * 5000, "1: a is nested too deep; write it with fewer brackets"),
            ("a = " + "1" * 5000, "1: a is a number of 5000 digits; write it in quotes if it is meant"),
            (
                "a = {\n b = 1\n}\n",
                "1: the inline table a goes over several lines; write it in one line, or as a [table] of its own",
            ),
        ],
    )
    def test_one(self, line: str, says: str) -> None:
        assert mistakes(line) == [says]

    def test_all_at_once(self) -> None:
        text = PROGRAMME.replace('"2 weeks"', "2 weeks").replace('"bo"', "bo").replace("tags =", "tags :")
        assert mistakes(text) == [
            '10: every = 2 weeks stands without quotes; write every = "2 weeks"',
            '29: id = bo stands without quotes; write id = "bo"',
            "30: a colon stands after tags; write tags = [\"a\",   'b']",
        ]

    def test_what_can_be_read_is_read(self) -> None:
        doc = Document.read(PROGRAMME.replace('"bo"', "bo"))
        assert doc.data["talks"] == [
            tomllib.loads(PROGRAMME)["talks"][0],
            {"id": BROKEN, "tags": ["a", "b"]},
        ]
        assert doc.line_of(("talks", 1, "tags")) == 30
        assert doc.line_of(("talks", 0, "private", "email")) == 26

    def test_an_unclosed_text_is_named_where_it_opens(self) -> None:
        """Though the next text's opening seems to close it."""
        text = "[[talks]]\na = '''\nx\n\n[[talks]]\na = '''\ny\n'''\n"
        doc = Document.read(text)
        assert [each.line for each in doc.mistakes] == [2]
        assert doc.data == {"talks": [{"a": BROKEN}, {"a": "y\n"}]}

    def test_a_text_closed_too_early_is_one_mistake_a_paragraph(self) -> None:
        text = "a = '''x'''\n" + "so it goes on\n" * 5 + "'''\nb = 1\n"
        assert [each.line for each in Document.read(text).mistakes] == [2]
        assert Document.read(text).data == {"a": "x", "b": 1}

    def test_an_edit_of_a_text_with_mistakes_is_refused(self) -> None:
        with pytest.raises(Refused, match="line 1: a = x stands without quotes"):
            Document.read("a = x\n").with_value((), "b", 1)

    @pytest.mark.parametrize(
        "line", ["a = [\n", "a.", "[", "a", "a = '''\n", "x = {b = [\n", 'a = "\n', "\x00", "a b\n"]
    )
    def test_junk_costs_no_more_than_its_length(self, line: str) -> None:
        assert Document.read(line * (400_000 // len(line))).mistakes

    def test_a_key_without_end_inside_a_text_is_no_mistake(self) -> None:
        text = f"a = '{'a.' * 20_000}'\n"
        assert Document.read(text).data == tomllib.loads(text)


class TestLines:
    """A path finds the line of its key, its header or the nearest table around it."""

    TEXT = (
        'top.a = 1\nin = { x = 1, y = [ { z = 2 },\n  { z = 3 } ] }\n[[t]]\nid = 1\n"q k".b = 2\n [ [ "u" ] ]\n'
    ).replace(' [ [ "u" ] ]\n', "[[t.s]]\nn = 1\n[[t.s]]\nn = 2\n[[t]]\n[t.p.q]\nm = 1\n")

    @pytest.mark.parametrize(
        ("path", "line"),
        [
            ((), 1), (("top",), 1), (("top", "a"), 1), (("in",), 2), (("in", "x"), 2), (("in", "y", 1, "z"), 3),
            (("t",), 4), (("t", 0), 4), (("t", 0, "id"), 5), (("t", 0, "q k"), 6), (("t", 0, "q k", "b"), 6),
            (("t", 0, "s", 0), 7), (("t", 0, "s", 1, "n"), 10), (("t", 1), 11), (("t", 1, "p"), 12),
            (("t", 1, "p", "q", "m"), 13), (("t", 1, "no"), 11), (("t", 7, "no"), 4), (("no", "no"), 1),
            (("in", "y", 9), 2),
        ],
    )  # fmt: skip
    def test_line_of(self, path: tuple[str | int, ...], line: int) -> None:
        assert Document.read(self.TEXT).line_of(path) == line
        assert Document.read("\ufeff" + self.TEXT.replace("\n", "\r\n")).line_of(path) == line

    def test_source_of(self) -> None:
        doc = Document.read(PROGRAMME)
        assert doc.source_of(("talks", 0, "abstract")) == "'''\nWe study $\\nu$.\n[[talks]]\n# no comment\n'''"
        assert doc.source_of(("talks", 1, "tags", 1)) == "'b'"
        assert doc.source_of(("talks", 0)) is None
        assert doc.source_of(("talks", 0, "no")) is None


def changed(old: str, new: str) -> tuple[list[str], list[str]]:
    """The lines that are gone and those that have come."""
    before, after = old.split("\n"), new.split("\n")
    while before and after and before[0] == after[0]:
        del before[0], after[0]
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    return before, after


class TestEdits:
    """A change touches the lines it must and no other."""

    DOC = Document.read(PROGRAMME)

    @pytest.mark.parametrize(
        ("table", "key", "value", "gone", "come"),
        [
            (("series",), "id", "x", ['id = "mds"          # for ever'], ['id = "x"          # for ever']),
            (("series",), "unit", 'a "b"', [], ["unit = 'a \"b\"'"]),
            (("schedule",), "end", date(2026, 6, 30), [], ["end = 2026-06-30"]),
            (("talks", 1), "id", "b\\o", ['  id   =   "bo"   # first visit'], ["  id   =   'b\\o'   # first visit"]),
            (("talks", 1), "at", time(15, 0), [], ["\tat = 15:00:00"]),
            (("talks", 0), "title", "T", [], ['title = "T"']),
            (("talks", 0, "private"), "email", "", ['email = "kim@example.org"'], ['email = ""']),
            ((), "version", 1, [], ["version = 1", ""]),
        ],
    )
    def test_with_value(self, table: Any, key: str, value: Any, gone: list[str], come: list[str]) -> None:
        assert changed(PROGRAMME, self.DOC.with_value(table, key, value).text) == (gone, come)

    def test_a_text_is_written_so_that_tex_stays_readable(self) -> None:
        new = self.DOC.with_value(("talks", 1), "abstract", "Let $\\beta$\nbe.\n")
        assert changed(PROGRAMME, new.text) == ([], ["\tabstract = '''", "Let $\\beta$", "be.", "'''"])

    def test_without_value(self) -> None:
        gone, come = changed(PROGRAMME, self.DOC.without_value(("talks", 1), "id").text)
        assert (gone, come) == (['  id   =   "bo"   # first visit'], ["  # first visit"])
        private = self.DOC.without_value(("talks", 0), "private").text
        assert changed(PROGRAMME, private) == (["[talks.private]", 'email = "kim@example.org"', ""], [])
        assert self.DOC.without_value(("series",), "no") is self.DOC

    def test_inline_tables(self) -> None:
        doc = Document.read("a = { x = 1, y = [{ z = 1 }] } # c\nb = {}\nj.k = 1\n")
        doc = doc.with_value(("a", "y", 0), "w", "t\nu").with_value(("a",), "x", 2).with_value(("b",), "n", 1)
        doc = doc.with_value(("j",), "l", 2)
        assert doc.text == 'a = { x = 2, y = [{ z = 1, w = "t\\nu" }] } # c\nb = { n = 1 }\nj.k = 1\nj.l = 2\n'
        doc = (
            doc.without_value(("a",), "x")
            .without_value(("b",), "n")
            .without_value(("j",), "k")
            .without_value(("j",), "l")
        )
        assert doc.text == 'a = { y = [{ z = 1, w = "t\\nu" }] } # c\nb = {}\n'

    def test_comments_inside_a_list_move_above_its_key(self) -> None:
        doc = Document.read("[a]\n  x = [ # one\n    1, # two\n  ] # three\n")
        assert doc.with_value(("a",), "x", [2]).text == "[a]\n  # one\n  # two\n  x = [2] # three\n"

    def test_tables_keep_their_style(self) -> None:
        doc = Document.read('[[t]]\n[[t.s]]\nn = "A" # a\n\n[[t.s]]\nn = "B"\n')
        new = doc.with_value(("t", 0), "s", [{"n": "A"}, {"n": "C"}])
        assert new.text == doc.text.replace("B", "C")
        with pytest.raises(Refused, match="line 2: s holds comments"):
            doc.with_value(("t", 0), "s", [{"n": "A"}])
        new = Document.read('[[t]]\n\n[[t.s]]\nn = "B"\n\n[x]\n').with_value(("t", 0), "s", [{"n": "A"}, {"n": "B"}])
        assert new.text == '[[t]]\n\n[[t.s]]\nn = "A"\n\n[[t.s]]\nn = "B"\n\n[x]\n'

    @pytest.mark.parametrize(
        ("index", "above", "below"),
        [
            (0, "# --- spring ---", "# kim: asks for a projector"),
            (1, 'email = "kim@example.org"', "[[talks]]"),
            (2, "\ttags = [\"a\",   'b']", ""),
        ],
    )
    def test_with_block_leaves_every_comment_with_its_talk(self, index: int, above: str, below: str) -> None:
        new = self.DOC.with_block("talks", index, {"id": "new", "speakers": [{"name": "A"}]})
        lines = new.text.split("\n")
        at = lines.index('id = "new"')
        assert lines[at - 3 : at + 4] == [above, "", "[[talks]]", 'id = "new"', "", "[[talks.speakers]]", 'name = "A"']
        assert [line for line in lines[at + 4 : at + 6] if line][:1] == [below][: bool(below)]
        assert new.data["talks"][index] == {"id": "new", "speakers": [{"name": "A"}]}
        assert new.without_block("talks", index).text == PROGRAMME

    def test_without_block_takes_its_own_comments_only(self) -> None:
        gone, come = changed(PROGRAMME, self.DOC.without_block("talks", 0).text)
        assert gone[0] == "# kim: asks for a projector"
        assert "# to be confirmed" in gone
        assert "# --- spring ---" not in gone
        assert come == []

    def test_the_first_block_of_an_array(self) -> None:
        new = self.DOC.with_block("overrides", 0, {"date": date(2026, 5, 25)}, before=("talks",))
        assert changed(PROGRAMME, new.text) == ([], ["[[overrides]]", "date = 2026-05-25", ""])
        assert new.line_of(("overrides", 0)) == new.line_of(("talks", 0)) - 4
        assert self.DOC.with_block("papers", 0, {"id": "p"}).text == PROGRAMME + '\n[[papers]]\nid = "p"\n'

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("", '[[t]]\nid = "n"\n'),
            ("\ufeff", '\ufeff[[t]]\nid = "n"\n'),
            ("a = 1", 'a = 1\n\n[[t]]\nid = "n"\n'),
            ("a = 1\r\n", 'a = 1\r\n\r\n[[t]]\r\nid = "n"\r\n'),
            ("[[t]]\n[[t]]\n", '[[t]]\n[[t]]\n\n[[t]]\nid = "n"\n'),
            ("[[t]]\na = 1\n# end", '[[t]]\na = 1\n# end\n\n[[t]]\nid = "n"\n'),
            ("[[t]]\na = 1\n\n# free\n\n[b]\n", '[[t]]\na = 1\n\n[[t]]\nid = "n"\n\n# free\n\n[b]\n'),
            ("[[t]]\na = 1\n# about b\n[b]\n", '[[t]]\na = 1\n[[t]]\nid = "n"\n# about b\n[b]\n'),
        ],
    )
    def test_appending(self, old: str, new: str) -> None:
        doc = Document.read(old)
        assert doc.with_block("t", len(doc.data.get("t", [])), {"id": "n"}).text == new

    @pytest.mark.parametrize(
        ("text", "table", "added"),
        [
            ('[[t]]\nid = 1\n\n# two\n[[t]]\nid = 2\n', ("t", 0), '[[t]]\nid = 1\n\n[t.r]\na = [1]\n\n# two\n[[t]]\nid = 2\n'),
            ("[[t]]\nid = 1\n[t.p]\nx = 1 # so\n", ("t", 0), "[[t]]\nid = 1\n[t.p]\nx = 1 # so\n\n[t.r]\na = [1]\n"),
            ("[s]\nid = 1\n\n[u]\n", ("s",), "[s]\nid = 1\n\n[s.r]\na = [1]\n\n[u]\n"),
            ("[s]\r\nid = 1", ("s",), "[s]\r\nid = 1\r\n\r\n[s.r]\r\na = [1]\r\n"),
            ("[s.a]\nx = 1\n[s.b]\n[u]\n", ("s",), "[s.a]\nx = 1\n[s.b]\n[s.r]\na = [1]\n[u]\n"),
            ("s = { id = 1 }\n", ("s",), "s = { id = 1, r = { a = [1] } }\n"),
            ("[s]\nr = {}\n", ("s",), "[s]\nr = { a = [1] }\n"),
        ],
    )  # fmt: skip
    def test_with_part(self, text: str, table: tuple[str | int, ...], added: str) -> None:
        assert Document.read(text).with_part(table, "r", {"a": [1]}).text == added
        with pytest.raises(Refused):
            Document.read(text).with_part(("v",), "r", {})

    def test_with_table(self) -> None:
        new = self.DOC.with_table("mail", {"to": ["a@b"], "x": {"y": 1}}, before=("talks",))
        come = ["[mail]", 'to = ["a@b"]', "", "[mail.x]", "y = 1", ""]
        assert changed(PROGRAMME, new.text) == ([], come)
        with pytest.raises(Refused, match="line 4: series is there already"):
            self.DOC.with_table("series", {})

    @pytest.mark.parametrize("text", ["t = [{ id = 1 }]\n", "t = []\n", "[t]\n", "t = 1\n"])
    def test_what_is_not_written_in_blocks_is_refused_with_its_line(self, text: str) -> None:
        with pytest.raises(Refused, match="line 1: t is written"):
            Document.read(text).with_block("t", 0, {})

    def test_a_part_that_stands_apart_is_refused_with_its_line(self) -> None:
        doc = Document.read("[[t]]\nid = 1\n[x]\n[t.p]\ny = 1\n")
        with pytest.raises(Refused, match=r"line 4: \[t.p\] stands apart from its \[\[t\]\]"):
            doc.without_block("t", 0)
        assert doc.with_value(("t", 0, "p"), "y", 2).text == doc.text.replace("y = 1", "y = 2")

    def test_what_no_file_can_hold(self) -> None:
        with pytest.raises(Refused, match="broken character"):
            self.DOC.with_value((), "x", "\ud800")
        with pytest.raises(TypeError):
            self.DOC.with_value((), "x", None)
        with pytest.raises(Refused, match="there is no talks here"):
            self.DOC.with_value(("talks", 5), "x", 1)

    def test_a_large_file_is_changed_without_reading_it_again(self) -> None:
        doc = Document.read(f"# {'x' * WHOLE}\n" + PROGRAMME)
        new = doc.with_value(("talks", 1), "id", "b").with_value(("series",), "x", 1).with_value((), "v", True)
        new = new.with_block("talks", 1, {"id": "n"}).without_block("talks", 0).with_table("mail", {"a": 1})
        assert same(new.data, tomllib.loads(new.text))


names = st.text(st.characters(codec="utf-8"), max_size=6)
leaves = (
    names | st.text("ab'\"\\\n\r# =[]\t", max_size=12) | st.integers() | st.booleans() | st.floats() | st.dates()
    | st.times() | st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9998, 1, 1))
)  # fmt: skip
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3))


class TestRender:
    """What is written reads as what was meant."""

    @given(values)
    def test_any_value(self, value: Any) -> None:
        assert same(tomllib.loads(f"k = {render.value(value)}")["k"], value)
        assert "\n" not in render.inline(value)
        assert same(tomllib.loads(f"k = {render.inline(value)}")["k"], value)

    @given(st.dictionaries(names, values, max_size=4))
    def test_any_block(self, block: dict[str, Any]) -> None:
        assert same(tomllib.loads(render.block('[["a ]b"]]', block)), {"a ]b": [block]})

    @given(names, values, st.sampled_from([(), ("series",), ("talks", 0), ("talks", 1), ("talks", 0, "private")]))
    def test_any_value_set_in_a_document(self, key: str, value: Any, table: tuple[str | int, ...]) -> None:
        """Also: setting it again returns the same text, taking it out restores the old one."""
        doc = Document.read(PROGRAMME)
        new = doc.with_value(table, f"new {key}", value)
        assert new.with_value(table, f"new {key}", value).text == new.text
        back = new.without_value(table, f"new {key}").text
        assert back.replace("\n\n\n", "\n\n") == PROGRAMME

    @given(st.text("[]{}='\"#.\n\r \tab1:\\", max_size=40))
    def test_any_text_gives_mistakes_or_what_tomllib_reads(self, text: str) -> None:
        doc = Document.read(text)
        lines = text.split("\n")
        assert all(each.line and each.line <= len(lines) for each in doc.mistakes)
        assert doc.mistakes or same(doc.data, tomllib.loads(text))

    def test_long_lists_stand_one_item_a_line(self) -> None:
        assert render.value(["a" * 60, "b" * 60]) == f'[\n  "{"a" * 60}",\n  "{"b" * 60}",\n]'

    def test_same_is_stricter_than_equal(self) -> None:
        assert not same(1, True)
        assert not same(1, 1.0)
        assert not same(0.0, -0.0)
        assert same([float("nan")], [float("nan")])
        assert not same({"a": 1}, {"a": 1, "b": 2})
        one, other = (tomllib.loads(f"a = 2026-01-01T{each}")["a"] for each in ("12:00:00Z", "13:00:00+01:00"))
        assert one == other
        assert not same(one, other)
