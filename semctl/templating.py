"""The one sandbox for templates: a name that does not exist is an error, never an empty string.

A folder of templates is shared by git, so what stands in them is not trusted: they see only what they are handed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import TracebackType
from typing import Any

from jinja2 import ChoiceLoader, DictLoader, PackageLoader, PrefixLoader, StrictUndefined, TemplateSyntaxError
from jinja2.exceptions import TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

from semctl import mathtext
from semctl.problems import SemctlError, did_you_mean

Templates = tuple[tuple[str, str], ...]
"""Texts of templates by name."""

FOLDER = "templates"  # beside the series file
_DISPLAYED = re.compile(r'<math display="block">.*?</math>', re.DOTALL)
BUILT_IN = "semctl"  # {% extends "semctl/announcement.txt" %} goes on from the built-in one


class TemplateFailed(SemctlError):
    """A template cannot be filled in."""


class _Unknown(StrictUndefined):
    """A name that does not exist: an error wherever it is used, with the nearest one there is."""

    @property
    def _undefined_message(self) -> str:
        owner = self._undefined_obj
        if self._undefined_hint:
            return self._undefined_hint
        if owner is missing:
            return f'there is no "{self._undefined_name}"'
        names: Iterable[str] = getattr(owner, "__dataclass_fields__", ()) or getattr(owner, "_fields", ())
        nearest = did_you_mean(str(self._undefined_name), names)
        return f'there is no "{self._undefined_name}" there' + (f"; {nearest}" if nearest else "")


def render_blocks(name: str, values: Mapping[str, Any], own: Templates, blocks: Sequence[str]) -> dict[str, str]:
    """Blocks of a template by name, filled in. own: templates that come before the built-in ones.

    Raises TemplateFailed with the template's name and line.
    """
    environment = _environment(own)
    try:
        template = environment.get_template(name)
        context = template.new_context(dict(values))
        for _ in template.root_render_func(context):  # what stands around the blocks: extends, import, set
            pass
        lacking = [block for block in blocks if block not in context.blocks]
        if not lacking:
            return {block: "".join(context.blocks[block][0](context)) for block in blocks}
    except Exception as error:  # whatever somebody's template brings about
        raise _failed(name, error, own) from error
    says = f"{_shown(name, own)} has no block {lacking[0]}"
    raise TemplateFailed(says, f"write {{% block {lacking[0]} %}} … {{% endblock %}}")


def render_page(name: str, values: Mapping[str, Any], own: Templates) -> str:
    """A page, filled in: whatever the values hold is escaped, but for formulas, which become MathML.

    Raises TemplateFailed with the template's name and line.
    """
    try:
        return _environment(own).get_template(name).render(values)
    except Exception as error:  # whatever somebody's template brings about
        raise _failed(name, error, own) from error


def check_syntax(own: Templates) -> None:
    """Raise TemplateFailed for the first of the templates that is not written as Jinja wants it."""
    environment = _environment(own)
    for name, text in own:
        if name.endswith(".typ"):  # Typst's own language, not Jinja's
            continue
        try:
            environment.parse(text, name)
        except TemplateSyntaxError as error:
            raise _failed(name, error, own) from error


def built_in(name: str) -> str:
    """The text of a built-in template."""
    loader = _environment(()).loader
    assert loader is not None
    return loader.get_source(_environment(()), name)[0]


def _failed(name: str, error: Exception, own: Templates) -> TemplateFailed:
    """The error with the place where it arose: the innermost line of a template, or where its syntax breaks."""
    line: int | None = None
    if isinstance(error, TemplateSyntaxError):
        name, line = error.name or name, error.lineno
    else:
        name, line = _innermost(error.__traceback__) or (name, None)
    place = f"{_shown(name, own)}:{line}" if line else _shown(name, own)
    return TemplateFailed(f"{place}: {_words(error)}", "docs/templates.md lists what a template can say")


def _words(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f'there is no template "{error.name}"'
    if isinstance(error, RecursionError):
        return "it goes round in circles"
    return getattr(error, "message", None) or str(error) or type(error).__name__


def _innermost(traceback: TracebackType | None) -> tuple[str, int] | None:
    found = None
    while traceback:
        template = traceback.tb_frame.f_globals.get("__jinja_template__")
        if template is not None:
            found = template.name, template.get_corresponding_lineno(traceback.tb_lineno)
        traceback = traceback.tb_next
    return found


def _shown(name: str, own: Templates) -> str:
    """A template as a person finds it: its path beside the series, or that it came with the program."""
    if name in dict(own):
        return f"{FOLDER}/{name}"
    return f"built-in {name.removeprefix(f'{BUILT_IN}/')}"


@cache
def _environment(own: Templates) -> ImmutableSandboxedEnvironment:
    ours = ChoiceLoader([PackageLoader("semctl", f"{family}/templates") for family in ("notices", "site", "poster")])
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([DictLoader(dict(own)), ours, PrefixLoader({BUILT_IN: ours})]),
        undefined=_Unknown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=lambda name: name is not None and name.endswith(".html"),  # mails are plain text
    )
    environment.filters |= {"math": _math, "prose": _prose}
    return environment


def _math(text: str) -> Markup:
    """With formulas as MathML; a displayed one can be reached by the keyboard, since it may have to be scrolled."""
    return Markup(_DISPLAYED.sub(r'<span class="formula" tabindex="0">\g<0></span>', mathtext.mathml(text)))


def _prose(text: str) -> Markup:
    """Paragraphs, parted by blank lines."""
    paragraphs = (each for each in re.split(r"\n[ \t]*\n", text.strip()) if each.strip())
    return Markup("\n").join(Markup("<p>{}</p>").format(_math(each.strip())) for each in paragraphs)
