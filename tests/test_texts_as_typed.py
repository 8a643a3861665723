"""What only the text as typed shows: swallowed TeX, and the syntax of TOML 1.1."""

import pytest

from semctl.textchecks.source import newer_syntax, swallowed
from semctl.tomltext.document import Document


@pytest.mark.parametrize(
    ("source", "names"),
    [
        (r'"let $\nu$ be"', [r"\nu"]),
        (r'"\frac{1}{2} and \theta_1, \beta, \rho"', [r"\frac", r"\theta", r"\beta", r"\rho"]),
        (
            r'"""$x \to y$, \text{so} \begin{a} \nabla f \tilde{g}"""',
            [r"\to", r"\text", r"\begin", r"\nabla", r"\tilde"],
        ),
        (r'"Beste\nu bent welkom\ne poi\ntop"', []),
        (r'"first\nsecond\tthird\r\nfourth"', []),
        (r'"$\\nu$ and \\frac"', []),
        (r"'$\nu$ and \frac'", []),
        ("'''$\\nu$'''", []),
    ],
)
def test_swallowed_tex(source: str, names: list[str]) -> None:
    assert swallowed(source) == names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a = 14:15\n", [(4, "14:15 without seconds", 'write "14:15"')]),
        ("a = [14:15:00, 16:00]\n", [(15, "16:00 without seconds", 'write "16:00"')]),
        ("a = 2026-05-11T14:15\n", [(4, "2026-05-11T14:15 without seconds", "write 2026-05-11T14:15:00")]),
        ('a = "\\e[1m \\x41 \\\\x41"\n', [(5, "\\e", "write TeX between"), (11, "\\x41", "write TeX between")]),
        ("a = { b = 1, }\n", [(13, "a comma before }", "take it out")]),
        ("a = {\n  b = 1,\n  c = 2,\n}\n", [(5, "an inline table of several lines", "write it in one line")]),
        ("a = { # so\n b = 1 }\n", [(6, "an inline table of several lines", "write it in one line")]),
        ("a = {b = 1\n}\nc = {d = {e = 1,}}\n", [(10, "an inline table of several", "write it"), (29, "a comma before", "take")]),
    ],
)  # fmt: skip
def test_syntax_of_toml_1_1(text: str, found: list[tuple[int, str, str]]) -> None:
    told = list(newer_syntax(text))
    assert [at for at, _, _ in told] == [at for at, _, _ in found]
    for (_, says, hint), (_, start, begin) in zip(told, found, strict=True):
        assert says.startswith(start)
        assert says.endswith("is read by Python 3.15 and later only")
        assert hint.startswith(begin)


@pytest.mark.parametrize(
    "text",
    [
        "a = 14:15:00\nb = 2026-05-11T14:15:00\nc = 2026-05-11\nd = 2026-05-11 14:15:00.5+01:00\n",
        "a = \"14:15\" # at 14:15\nb = '\\e \\x41'\nc = '''{\n14:15,}'''\n",
        "a = [\n  1,\n  2,\n]\nb = [ { c = [\n 1,\n] } ]\n[x]\n[[y]]\n",
        'a = """\n\\\\e \\u0041\n"""\n"{" = 1\n',
    ],
)
def test_toml_1_0_is_left_alone(text: str) -> None:
    Document.read(text)
    assert list(newer_syntax(text)) == []
