"""What the bench compares with, pinned and kept in _build/bench: packages of npm, and onnx to write a file in."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

from tools import find_node

FOLDER = Path(__file__).parents[2] / "_build" / "bench"
PACKAGES = {
    "@tensorflow/tfjs": "4.22.0",
    "@tensorflow/tfjs-backend-wasm": "4.22.0",
    "@tensorflow/tfjs-backend-webgpu": "4.22.0",
    "onnxruntime-web": "1.30.0",
}
ONNX = ["onnx==1.23.2", "protobuf==7.36.2", "ml_dtypes==0.6.0"]  # what is new to the project's environment


def fetch_packages() -> None:
    """The packages of npm, unless they are there already."""
    missing = [f"{name}@{version}" for name, version in PACKAGES.items() if _installed(name) != version]
    if not missing:
        return
    print(f"fetching {', '.join(missing)}", flush=True)
    find_node.fetch(FOLDER, *[f"{name}@{version}" for name, version in PACKAGES.items()])


def _installed(name: str) -> str | None:
    file = FOLDER / "node_modules" / name / "package.json"
    return json.loads(file.read_text(encoding="utf-8"))["version"] if file.exists() else None


def make_onnx_importable() -> None:
    """torch.onnx.export needs onnx, the project does not: it goes into a folder of its own."""
    folder = FOLDER / "python"
    if not (folder / "onnx").exists():
        print(f"fetching {', '.join(ONNX)}", flush=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder]
        subprocess.run([*pip, *ONNX], check=True)
    if str(folder) not in sys.path:
        sys.path.append(str(folder))  # at the end: what the project has comes first
        importlib.invalidate_caches()
