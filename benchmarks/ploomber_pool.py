"""Run by the peers' Python: notebooks through ploomber-engine in that many processes; no kernel, no HTML."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from ploomber_engine import execute_notebook


def run(notebook: str, folder: str, period: str) -> None:
    execute_notebook(
        notebook, str(Path(folder) / Path(notebook).name), parameters={"period": period}, progress_bar=False
    )


if __name__ == "__main__":
    # by its own name: ploomber-engine puts the notebook's module in the place of __main__
    from ploomber_pool import run as task

    at_once, period, folder, *notebooks = sys.argv[1:]
    with ProcessPoolExecutor(int(at_once)) as pool:
        for done in [pool.submit(task, notebook, folder, period) for notebook in notebooks]:
            done.result()
