"""The one sandbox for templates: a name that does not exist is an error, never an empty string."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, DictLoader, PackageLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from semctl.problems import SemctlError


class TemplateFailed(SemctlError):
    """A template cannot be filled in."""


def render_blocks(name: str, values: Mapping[str, Any], own: tuple[tuple[str, str], ...] = ()) -> dict[str, str]:
    """The blocks of a template by name, filled in. own: templates by name that come before the built-in ones.

    Raises TemplateFailed with the template's name and line.
    """
    environment = _environment(own)
    try:
        template = environment.get_template(name)
        return {block: _text(template, block, values) for block in template.blocks}
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        place = f"{name}:{line}" if line else name
        raise TemplateFailed(f"template {place}: {error.message or error}", "correct the template") from error


def _text(template: Any, block: str, values: Mapping[str, Any]) -> str:
    context = template.new_context(dict(values))
    return "".join(template.blocks[block](context))


@cache
def _environment(own: tuple[tuple[str, str], ...]) -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([DictLoader(dict(own)), PackageLoader("semctl", "notices/templates")]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # plain text mails; nothing here is HTML
    )
