"""Writes the repository's address from _config.yml into the first code cell of every notebook.

make address
"""

import json
import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
LINE = re.compile(r'^REPOSITORY = ".*"$')

address = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["repository"]["url"]
for path in sorted((ROOT / "book").glob("*.ipynb")):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        lines = "".join(cell["source"]).split("\n")
        if cell["cell_type"] == "code" and any(LINE.match(line) for line in lines):
            written = [f'REPOSITORY = "{address}"' if LINE.match(line) else line for line in lines]
            cell["source"] = "\n".join(written)
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    print(path.relative_to(ROOT), repr(address))
