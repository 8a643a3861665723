"""What it costs to make TeX readable, formula by formula and for a whole abstract.

Run it with `python -m tests.benchmarks.mathematics`; it prints a table as docs/performance.md has it.
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping

from math_core import LatexToMathML

from semctl import mathtext
from semctl.mathtext import as_text, formulas, pieces

ROUNDS = 300
RISK = r"\min_{f \in \mathcal{F}} \mathbb{E}_{(X,Y)\sim\mathcal{D}}[\tilde\ell(f(X),Y)]"
ABSTRACT = rf"""We study the risk $${RISK}$$ for functions $f \in \mathcal{{F}}$ and show that with
$n \ge C \log(1/\epsilon)$ samples the estimator $\hat\theta_n$ converges in $L_2$, \emph{{even}} if
$\|x\|_2^2 = O(n^{{3/2}})$. This is joint work with K\"ahler and Erd\H{{o}}s. """
WITHOUT = "Gradient descent leans towards simple solutions, and the talk asks for how simple and why. " * 18
TEXTS: Mapping[str, str] = {
    "`$x_1$`": "$x_1$",
    "a formula of 80 characters": f"${RISK}$",
    "an abstract with 7 formulas": ABSTRACT,
    "an abstract of 1.7 kB without TeX": WITHOUT,
}
OUTPUTS: Mapping[str, Callable[[str], object]] = {
    "plain": mathtext.plain,
    "mathml": mathtext.mathml,
    "mail_html": mathtext.mail_html,
    "typst": mathtext.typst,
}


def shortest(call: Callable[[], object]) -> float:
    """The shortest of several calls, in microseconds, with nothing remembered from the one before."""
    best = float("inf")
    for _ in range(ROUNDS):
        as_text.text.cache_clear()
        pieces.pieces.cache_clear()
        formulas.parsed.cache_clear()
        begin = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - begin)
    return best * 1e6


def table() -> Iterator[str]:
    """Measure, and give line by line what is found."""
    yield f"| µs | {' | '.join(OUTPUTS)} |"
    yield f"|---|{'--:|' * len(OUTPUTS)}"
    for name, text in TEXTS.items():
        times = (shortest(lambda output=output, text=text: output(text)) for output in OUTPUTS.values())  # type: ignore[misc]
        yield f"| {name} | {' | '.join(f'{each:.0f}' for each in times)} |"
    parser = LatexToMathML()
    alone = shortest(lambda: parser.convert_with_local_state(RISK, displaystyle=False))
    yield f"\nThe parser alone takes {alone:.0f} µs for the formula of 80 characters."


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in table())
