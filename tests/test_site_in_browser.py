"""The pages in a real browser: light, dark, on a phone, on paper; two independent checkers find nothing."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.books import SHIPPED, run
from tests.test_site import ODD

pytestmark = pytest.mark.slow

NODE = Path(__file__).parent / "node" / "node_modules"
AXE = NODE / "axe-core" / "axe.min.js"
VALIDATOR = NODE / "vnu-jar" / "build" / "dist" / "vnu.jar"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FORMULA = r"$$\sum_{k=1}^{n} " + "a_k + " * 60 + r"\left(\frac{1}{2}\right)$$"


def missing(what: object, name: str) -> bool:
    """Whether a tool is not here; in CI it has to be."""
    if not what and os.environ.get("CI"):
        pytest.fail(f"{name} is not installed, and .ci/run should have done it")
    return not what


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A department: a series with all that is odd, the shipped one, and formulas that are too wide for a phone."""
    home = tmp_path_factory.mktemp("site")
    wide = f"\n[[talks]]\nid = \"wide\"\ndate = 2026-12-07\nspeaker = \"Ada\"\ntitle = \"Wide\"\nabstract = '''\n{FORMULA}\n'''\n"
    (home / "odd.toml").write_text(ODD + wide, encoding="utf-8")
    shutil.copy(SHIPPED, home / "mds.toml")
    ran = run(
        "-f", str(home / "odd.toml"), "-f", str(home / "mds.toml"), "site", "-o", str(home / "out"), now="2026-05-20"
    )
    assert ran.code == 0, ran.err
    return home / "out"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if missing(CHROMIUM and find_spec("playwright"), "Chromium with playwright"):
        pytest.skip("needs Chromium and the extra [browser]")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield browser
        browser.close()


LOOKS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1000, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1000, "height": 900}},
    "phone": {"color_scheme": "light", "viewport": {"width": 390, "height": 800}},
    "paper": {"color_scheme": "light", "viewport": {"width": 794, "height": 1123}},
}
PAGES = ("index", "mds/index", "mds/talks/jacobs", "mds/past/2026", "odd/index", "odd/talks/evil", "odd/talks/noether",
         "odd/talks/noether-2", "odd/talks/wide", "odd/speakers/emmy-noether")  # fmt: skip


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_is_wrong_with_any_page(pages: Path, chromium: Any, look: str) -> None:
    context = chromium.new_context(**LOOKS[look], bypass_csp=False)
    for name in PAGES if look in ("light", "phone") else PAGES[:1] + PAGES[5:8]:
        page = context.new_page()
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("dialog", lambda dialog, said=said: (said.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error, said=said: said.append(str(error)))
        if look == "paper":
            page.emulate_media(media="print")
        page.goto((pages / f"{name}.html").as_uri())
        assert {url for url in asked if not url.startswith(pages.as_uri())} == set(), name
        assert said == [], name
        width = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert width[0] <= width[1], (name, width)
        if look == "paper":
            assert page.locator("footer").is_hidden()
        elif look in ("light", "dark"):
            found = page.evaluate(f"{AXE.read_text('utf-8')}; axe.run()") if AXE.exists() else {"violations": []}
            wrong = [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]]
            assert wrong == [], name
        page.close()
    context.close()


def test_axe_is_there() -> None:
    if missing(AXE.exists(), "axe-core"):
        pytest.skip("needs axe-core: npm ci in tests/node")


def test_dark_is_dark_and_light_is_light(pages: Path, chromium: Any) -> None:
    shades = {}
    for look in ("light", "dark"):
        context = chromium.new_context(**LOOKS[look])
        page = context.new_page()
        page.goto((pages / "mds" / "index.html").as_uri())
        shades[look] = page.evaluate("getComputedStyle(document.body).backgroundColor")
        context.close()
    assert shades == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 26)"}


def test_formulas_are_set_in_the_font_that_comes_along(pages: Path, chromium: Any) -> None:
    page = chromium.new_page()
    page.goto((pages / "odd" / "talks" / "noether.html").as_uri())
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('16px \"STIX Two Math\"') && [...document.fonts][0].status") == "loaded"
    assert page.locator("h1 math").evaluate("node => getComputedStyle(node).fontFamily").startswith('"STIX Two Math"')
    page.close()


def test_an_abstract_opens_without_a_script(pages: Path, chromium: Any) -> None:
    page = chromium.new_page(java_script_enabled=False)
    page.goto((pages / "odd" / "index.html").as_uri())
    details = page.locator("details").first
    assert details.locator("div").is_hidden()
    details.locator("summary").click()
    assert details.locator("div").is_visible()
    page.close()


def test_the_validator_finds_nothing(pages: Path) -> None:
    if missing(VALIDATOR.exists() and shutil.which("java"), "the Nu Html Checker with Java"):
        pytest.skip("needs Java, and the checker: npm ci in tests/node")
    command = ["java", "-jar", str(VALIDATOR), "--skip-non-html", "--format", "text", str(pages)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    # It also warns of 'self' in the policy of a page that is looked at in a folder, where browsers do allow it.
    assert (checked.returncode, checked.stderr.splitlines()[-1]) == (0, "Document checking completed. No errors found.")
