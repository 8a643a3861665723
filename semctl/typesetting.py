"""Typst, where the extra is installed: source in, PDF out; and the codes that phones read."""

import tempfile
from collections.abc import Mapping
from importlib import import_module
from io import BytesIO
from pathlib import Path

from semctl.problems import Misused, OutsideFailed


def is_there() -> bool:
    """Whether posters can be made as PDF here."""
    try:
        import_module("typst")
    except ImportError:
        return False
    return True


def pdf(source: str, inputs: Mapping[str, str], files: Mapping[str, bytes]) -> bytes:
    """Typeset a document in an empty folder that holds the given files and nothing else.

    The same input gives the same bytes. Raises Misused where the extra is missing, OutsideFailed where Typst refuses.
    """
    try:
        typst = import_module("typst")
    except ImportError as missing:
        hint = "pip install 'semctl[poster]'; or -o FILE.html, for a browser to print"
        raise Misused("a PDF needs Typst, which is not installed", hint) from missing
    with tempfile.TemporaryDirectory() as root:
        for name, data in files.items():
            (Path(root) / name).write_bytes(data)
        main = Path(root) / "poster.typ"
        main.write_text(source, encoding="utf-8")
        try:
            made: bytes = typst.compile(
                str(main), root=root, format="pdf", sys_inputs=dict(inputs), ignore_system_fonts=True, timestamp=0
            )
        except Exception as error:
            lines = str(error).strip().splitlines() or [type(error).__name__]
            raise OutsideFailed(f"Typst: {lines[0]}", "correct templates/poster.typ, or take it away") from error
    return made


def qr_code(link: str) -> str | None:
    """The link as a QR code in SVG; None where the extra is missing, or the link is too long for one."""
    try:
        segno = import_module("segno")
    except ImportError:
        return None
    out = BytesIO()
    try:
        segno.make(link, error="m", micro=False).save(out, kind="svg", border=1, xmldecl=False, svgns=True, nl=False)
    except ValueError:
        return None
    return out.getvalue().decode()
