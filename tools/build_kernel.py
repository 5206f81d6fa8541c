"""Build the inner loops of the page's engine: kernel.ts -> kernel_bytes.js and so on, with AssemblyScript from npm.

python -m tools.build_kernel            write kernel_bytes.js and filters_bytes.js
python -m tools.build_kernel --check    only say whether they are what kernel.ts and filters.ts give
"""

import base64
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

from tools import find_node

FOLDER = Path(__file__).parents[1] / "gan_utils" / "page" / "engine"
COMPILER = "assemblyscript@0.28.20"
OPTIONS = "-O3 --runtime stub --noAssert --importMemory --enable simd --enable bulk-memory --use abort="
NAMES = ("kernel", "filters")
HEADER = "// Made from {name}.ts by `make kernel`. Do not edit.\n\nexport const {constant} = (\n"


def build(name: str) -> str:
    """The text of ``name``_bytes.js."""
    node, _ = find_node.need()
    with tempfile.TemporaryDirectory() as scratch:
        quiet = {"cwd": scratch, "check": True, "stdout": subprocess.DEVNULL}
        find_node.fetch(Path(scratch), COMPILER)
        compiler = Path(scratch, "node_modules", "assemblyscript", "bin", "asc.js")
        subprocess.run([node, compiler, FOLDER / f"{name}.ts", *OPTIONS.split(), "-o", "out.wasm"], **quiet)
        content = Path(scratch, "out.wasm").read_bytes()
    lines = textwrap.wrap(base64.b64encode(content).decode(), 150)
    head = HEADER.format(name=name, constant=name.upper())
    return head + "".join(f'  "{line}"{"" if line is lines[-1] else " +"}\n' for line in lines) + ");\n"


def main() -> None:
    for name in NAMES:
        target = FOLDER / f"{name}_bytes.js"
        if "--check" not in sys.argv[1:]:
            target.write_text(build(name), encoding="utf-8")
        elif target.read_text(encoding="utf-8") != build(name):
            sys.exit(f"{target.name} is not what {name}.ts gives: run `make kernel`")


if __name__ == "__main__":
    main()
