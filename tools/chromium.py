"""Chromium as tests and measurements start it: without a window, and asking for nothing by itself."""

import subprocess
from pathlib import Path

from playwright.sync_api import Browser, Playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def start(playwright: Playwright, *more: str) -> Browser:
    """The installed Chromium or Chrome, with these arguments and ``more``.

    Raises:
        RuntimeError: when there is none; says which command installs one.
    """
    finder = Path(__file__).with_name("find_browser.sh")
    found = subprocess.run(["sh", finder], capture_output=True, encoding="utf-8")
    if found.returncode:
        raise RuntimeError(found.stderr)
    return playwright.chromium.launch(executable_path=found.stdout.strip(), args=[*ARGUMENTS, *more])
