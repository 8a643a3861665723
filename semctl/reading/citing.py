"""A paper as it is cited: who wrote it, where it appeared, where it can be read."""

from typing import TYPE_CHECKING
from urllib.parse import quote

from semctl.languages import language

if TYPE_CHECKING:  # as in `told`
    from semctl.reading.records import Paper

OTHERS = "others"
"""Stands for all further authors, as in BibTeX."""


def authors(paper: "Paper", code: str = "en") -> str:
    """ "Jimmy Ba and Rich Caruana", "A, B and C", "Hao Li et al."; empty where nobody is named."""
    named = [str(each) for each in paper.authors if each != OTHERS]
    if len(named) < len(paper.authors):
        return f"{', '.join(named)} et al." if named else ""
    joint = f" {language(code).sentences.conjunction} "
    return joint.join(filter(None, (", ".join(named[:-1]), named[-1]))) if named else ""


def published(paper: "Paper") -> str:
    """Where it appeared: "Communications of the ACM 64(3), 107–115, 2021"; empty where nothing of that is known."""
    issue = f"({paper.number})" if paper.number else ""
    venue = " ".join(filter(None, (paper.venue, f"{paper.volume or ''}{issue}")))
    return ", ".join(filter(None, (venue, paper.pages, str(paper.year) if paper.year else "")))


def links(paper: "Paper") -> tuple[tuple[str, str], ...]:
    """Where it can be read, the best place first: a name to show ("" for a page of its own) and the address."""
    doi, arxiv = _bare(paper.doi), _bare(paper.arxiv)
    found = (
        ("", str(paper.url or "")),
        (f"doi:{doi}", f"https://doi.org/{quote(doi)}" if doi else ""),
        (f"arXiv:{arxiv}", f"https://arxiv.org/abs/{quote(arxiv)}" if arxiv else ""),
    )
    return tuple((name, link) for name, link in found if link)


def link(paper: "Paper") -> str:
    """The best place to read it; empty where none is known."""
    return next((address for _, address in links(paper)), "")


def cited(paper: "Paper", code: str = "en") -> str:
    """A paper in a line: authors, title, where it appeared, where it can be read."""
    return " ".join(filter(None, (reference(paper, code), link(paper))))


def reference(paper: "Paper", code: str = "en") -> str:
    """The same without the link; a paper of which nothing is known goes by its id."""
    parts = (authors(paper, code), str(paper.title or ""), published(paper))
    return " ".join(each if each.endswith((".", "?", "!", "…")) else f"{each}." for each in parts if each) or paper.id


def _bare(name: str | None) -> str:
    """A DOI or a number of arXiv, without the address or the word that people type before it."""
    text = (name or "").strip()
    for before in ("https://doi.org/", "http://dx.doi.org/", "https://arxiv.org/abs/", "doi:", "DOI:", "arXiv:"):
        text = text.removeprefix(before).strip()
    return text
