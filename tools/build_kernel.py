"""Build the page's matrix kernel: kernel.ts -> kernel_bytes.js, with AssemblyScript from npm.

python -m tools.build_kernel            write kernel_bytes.js
python -m tools.build_kernel --check    only say whether it is what kernel.ts gives
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
HEADER = "// Made from kernel.ts by `make kernel`. Do not edit.\n\nexport const KERNEL = (\n"


def build() -> str:
    """The text of kernel_bytes.js."""
    node, _ = find_node.need()
    with tempfile.TemporaryDirectory() as scratch:
        quiet = {"cwd": scratch, "check": True, "stdout": subprocess.DEVNULL}
        find_node.fetch(Path(scratch), COMPILER)
        compiler = Path(scratch, "node_modules", "assemblyscript", "bin", "asc.js")
        subprocess.run([node, compiler, FOLDER / "kernel.ts", *OPTIONS.split(), "-o", "kernel.wasm"], **quiet)
        content = Path(scratch, "kernel.wasm").read_bytes()
    lines = textwrap.wrap(base64.b64encode(content).decode(), 150)
    return HEADER + "".join(f'  "{line}"{"" if line is lines[-1] else " +"}\n' for line in lines) + ");\n"


def main() -> None:
    target = FOLDER / "kernel_bytes.js"
    if "--check" not in sys.argv[1:]:
        target.write_text(build(), encoding="utf-8")
    elif target.read_text(encoding="utf-8") != build():
        sys.exit("kernel_bytes.js is not what kernel.ts gives: run `make kernel`")


if __name__ == "__main__":
    main()
