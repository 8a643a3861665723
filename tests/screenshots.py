"""The pictures of the docs, made anew: python -m tests.screenshots (needs Chromium and the extras [browser] and [poster])."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.books import SHIPPED, run

DOCS = SHIPPED.parent / "docs"
PICTURES = {"site-index.png": "index.html", "site-talk.png": "talks/jacobs.html"}


def main() -> None:
    """Build the pages of the shipped series and photograph two of them."""
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        run("-f", str(SHIPPED), "site", "-o", str(Path(home) / "out"), now="2026-05-10")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 900, "height": 760})
        for picture, name in PICTURES.items():
            page.goto((Path(home) / "out" / name).as_uri())
            page.screenshot(path=DOCS / picture)
        browser.close()


if __name__ == "__main__":
    main()
