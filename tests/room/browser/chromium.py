"""A Chromium to try the practice room in: the system's, else one that can be had.

`python -m tests.room.browser.chromium` brings one where none is, and says what is missing where it
cannot; `find` only looks, and is what the tests use.
"""

import os
import shutil
import subprocess
import sys
from glob import glob
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
DOWNLOADED = "~/.cache/ms-playwright/chromium*/chrome-linux*/*hrom*"
ARGUMENTS = (
    "--no-sandbox",  # the tests may run as root
    "--disable-dev-shm-usage",  # a container has little of it
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = (
    "no Chromium: install one (on Debian: apt-get install chromium fonts-dejavu-core), "
    "or download Playwright's with its system libraries (python -m playwright install --with-deps "
    "chromium)"
)
IN_CI = bool(os.environ.get("CI") or os.environ.get("GANDAN_CI"))
_DEBIAN = ("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium")


def find() -> str | None:
    """The path of a Chromium that starts."""
    named = [path for name in NAMES if (path := shutil.which(name))]
    downloaded = [path for path in glob(str(Path(DOWNLOADED).expanduser())) if _is_program(path)]
    return next((path for path in (*named, *downloaded) if _starts(path)), None)


def bring() -> str | None:
    """The same; where there is none, get one."""
    return find() or _after(sys.executable, "-m", "playwright", "install", "chromium") or _debians()


def _debians() -> str | None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    subprocess.run(("apt-get", "update", "-q"), check=False, stdout=sys.stderr)
    return _after(*_DEBIAN, "fonts-dejavu-core")


def _after(*command: str) -> str | None:
    done = subprocess.run(command, check=False, stdout=sys.stderr)
    return find() if done.returncode == 0 else None


def _is_program(path: str) -> bool:
    return Path(path).name in ("chrome", "headless_shell") and os.access(path, os.X_OK)


def _starts(path: str) -> bool:
    """A download may lack libraries of the system."""
    try:
        asked = subprocess.run((path, "--version"), check=False, capture_output=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


if __name__ == "__main__":
    found = bring()
    sys.stderr.write(f"{found or MISSING}\n")
    sys.exit(1 if found is None and IN_CI else 0)
