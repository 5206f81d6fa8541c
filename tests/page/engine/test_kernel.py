"""The engine's bytes are what AssemblyScript makes of kernel.ts and filters.ts, and they ask for nothing but memory."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import find_node

ROOT = Path(__file__).parents[3]
NODE, _ = find_node.need()
TOOL, *OTHERS = (Path("tools", name) for name in ("build_kernel.py", "find_node.py", "__init__.py"))
ENGINE, NAMES = Path("gan_utils", "page", "engine"), ("kernel", "filters")
SOURCES, SHIPPED = ([ENGINE / f"{name}{ending}" for name in NAMES] for ending in (".ts", "_bytes.js"))
LOOK = """
const module = new WebAssembly.Module(Buffer.from(process.argv[1], "base64"));
console.log(JSON.stringify([WebAssembly.Module.imports(module), WebAssembly.Module.exports(module)]));
"""


@pytest.fixture
def copy(tmp_path):
    """The tool with the files that it reads and writes, to be changed."""
    for file in (TOOL, *OTHERS, *SOURCES, *SHIPPED):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    return tmp_path


def check(root):
    """Builds with the compiler from npm, which takes some seconds."""
    return subprocess.run(
        [sys.executable, "-m", "tools.build_kernel", "--check"],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )


@pytest.mark.slow
def test_the_shipped_bytes_are_those_of_the_shipped_source():
    done = check(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("kernel", "f32x4.splat(beta)", "f32x4.splat(alpha)"),
        ("filters", "f32x4.splat(slope)", "f32x4.splat(-slope)"),
    ],
)
def test_a_changed_source_is_noticed(copy, name, right, wrong):
    source, shipped = ENGINE / f"{name}.ts", ENGINE / f"{name}_bytes.js"
    text = (copy / source).read_text(encoding="utf-8")
    assert text.count(right) == 1
    (copy / source).write_text(text.replace(right, wrong), encoding="utf-8")
    done = check(copy)
    assert done.returncode == 1 and f"{name}_bytes.js is not what {name}.ts gives" in done.stderr
    assert (copy / shipped).read_bytes() == (ROOT / shipped).read_bytes(), "it only looks"


@pytest.fixture
def tool(copy, monkeypatch):
    """The copied tool, with the shipped bytes for what the compiler gives."""
    spec = importlib.util.spec_from_file_location("build_kernel", copy / TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "build", lambda name: (ROOT / ENGINE / f"{name}_bytes.js").read_text(encoding="utf-8"))
    return module


@pytest.mark.parametrize("shipped", SHIPPED, ids=NAMES)
def test_changed_bytes_are_noticed_and_written_anew(copy, tool, monkeypatch, shipped):
    monkeypatch.setattr(sys, "argv", ["build_kernel.py", "--check"])
    tool.main()
    text = (copy / shipped).read_text(encoding="utf-8")
    changed = text[:-20] + ("A" if text[-20] != "A" else "B") + text[-19:]
    for wrong in (changed, text + "\n", ""):
        (copy / shipped).write_text(wrong, encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["build_kernel.py", "--check"])
        with pytest.raises(SystemExit, match="run `make kernel`"):
            tool.main()
        assert (copy / shipped).read_text(encoding="utf-8") == wrong, "it only looks"
        monkeypatch.setattr(sys, "argv", ["build_kernel.py"])
        tool.main()
        assert (copy / shipped).read_bytes() == (ROOT / shipped).read_bytes()


@pytest.mark.parametrize(("source", "shipped"), [*zip(SOURCES, SHIPPED)], ids=NAMES)
def test_the_module_imports_memory_alone_and_exports_what_the_source_exports(source, shipped):
    content = "".join(re.findall(r'^  "(.+)"', (ROOT / shipped).read_text(encoding="utf-8"), re.MULTILINE))
    done = subprocess.run([NODE, "-e", LOOK, content], capture_output=True, encoding="utf-8", timeout=60, check=True)
    imports, exports = json.loads(done.stdout)
    assert imports == [{"module": "env", "name": "memory", "kind": "memory"}]
    functions = re.findall(r"^export function (\w+)", (ROOT / source).read_text(encoding="utf-8"), re.MULTILINE)
    assert {each["name"] for each in exports if each["kind"] == "function"} == set(functions)
    assert {each["name"] for each in exports if each["kind"] != "function"} <= {"memory"}
