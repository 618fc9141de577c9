"""What a phone loads before its home screen works."""

import subprocess

from guard_api.settings import PROJECT


def test_the_scripts_of_the_first_screen_stay_below_90_kb():
    measured = subprocess.run(
        ["node", "scripts/first-screen.mjs"], cwd=PROJECT / "static/pwa", capture_output=True, text=True
    )
    assert measured.returncode == 0, measured.stdout + measured.stderr
