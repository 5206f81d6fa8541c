"""The games on their own: they run where PyTorch is not installed, such as in the page."""

import subprocess
import sys

WITHOUT_TORCH = """
import sys
sys.modules["torch"] = None  # importing it now raises ImportError
import gan_utils.games
print(len(gan_utils.games.bilinear_orbit("flow", 0.1)), len(gan_utils.games.dirac_orbit("r1", 0.1)))
"""


def test_the_games_run_with_numpy_alone():
    ran = subprocess.run([sys.executable, "-c", WITHOUT_TORCH], capture_output=True, encoding="utf-8", timeout=60)
    assert ran.stdout.split() == ["101", "501"], ran.stderr
