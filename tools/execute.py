"""Executes the chapters that are not in Jupyter Book's cache, two at a time, and puts them there.

    python -m tools.execute            `make book` runs it first

`jupyter-book build .` finds them executed; without this it executes them itself, one after the other.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import nbformat
import yaml
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution

ROOT = Path(__file__).parents[1]
AT_A_TIME = 2  # a chapter's kernel works in one thread


def execute(path: Path, timeout: int):
    """The executed notebook, and how long it took or what went wrong."""
    result = single_nb_execution(nbformat.read(path, as_version=4), str(path.parent), timeout, allow_errors=False)
    return result.nb, result.time, result.exc_string


def main() -> None:
    timeout = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["execute"]["timeout"]
    cache = get_cache(ROOT / "_build" / ".jupyter_cache")
    missing = []
    for path in sorted((ROOT / "book").glob("*.ipynb"), key=lambda path: -path.stat().st_size):  # the longest first
        try:
            cache.match_cache_notebook(nbformat.read(path, as_version=4))
        except KeyError:
            missing.append(path)
    failed = []
    # Kernels are children of fresh processes: a fork of this one would share its open cache.
    with ProcessPoolExecutor(AT_A_TIME, mp_context=get_context("spawn")) as pool:
        running = {path: pool.submit(execute, path, timeout) for path in missing}
        for path, result in running.items():
            notebook, seconds, error = result.result()
            if error:
                failed.append(f"{path.name} does not run:\n{error}")
                continue
            bundle = CacheBundleIn(notebook, str(path), data={"execution_seconds": seconds})
            cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
            print(f"{path.name} executed in {seconds:.0f} s", flush=True)
    if failed:
        sys.exit("\n".join(failed))


if __name__ == "__main__":
    main()
