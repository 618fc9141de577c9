"""Lighthouse with its mobile settings on the phone's home screen, of a guard, against the served app.

    python -m bench.lighthouse

The tool itself is installed into build/ when it is wanted. Nothing is cached for the measured load: neither
by the browser nor by the service worker.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright

from guard_api.settings import PROJECT
from tests.e2e.stage import Installation, free_ports
from tests.support.chromium import ARGUMENTS, chromium_path

WANTED = {"performance": 95, "accessibility": 100, "best-practices": 95}
DECLARED = PROJECT / "bench" / "lighthouse"
INSTALLED = PROJECT / "build" / "lighthouse"
GUARD = "+8613900000005"
FORGET = """async () => {
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister()
  for (const name of await caches.keys()) await caches.delete(name)
}"""


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    install()
    with tempfile.TemporaryDirectory(prefix="anxun-lighthouse-") as folder:
        reports = measure(Path(folder), options.repeats)
    scores = {name: median(reports, name) for name in WANTED}
    for name, score in scores.items():
        print(f"{name:16}{score:4}  (wanted {WANTED[name]})")
    print_times(reports[0])
    return 0 if all(scores[name] >= wanted for name, wanted in WANTED.items()) else 1


def parser() -> argparse.ArgumentParser:
    described = argparse.ArgumentParser(prog="bench.lighthouse", description=__doc__.splitlines()[0])
    described.add_argument("--repeats", type=int, default=3)
    return described


def install() -> None:
    INSTALLED.mkdir(parents=True, exist_ok=True)
    wanted = (DECLARED / "package-lock.json").read_text()
    stamp = INSTALLED / ".installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    for name in ("package.json", "package-lock.json"):
        shutil.copy(DECLARED / name, INSTALLED)
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=INSTALLED, check=True)
    stamp.write_text(wanted)


def measure(folder: Path, repeats: int) -> list[dict]:
    installation = Installation(folder)
    installation.command("migrate")
    installation.command("demo", "--days", "1")
    installation.start()
    try:
        return reports(installation, folder, repeats)
    finally:
        installation.stop()


def reports(installation: Installation, folder: Path, repeats: int) -> list[dict]:
    port = free_ports(1)
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder / "profile",
            executable_path=chromium_path(),
            args=[*ARGUMENTS, f"--remote-debugging-port={port}"],
        )
        sign_in(context, installation)
        return [report(context, installation.address, port, folder) for _ in range(repeats)]


def sign_in(context: BrowserContext, installation: Installation) -> None:
    kept = json.loads((installation.data / "demonstration.json").read_text())
    page = context.pages[0]
    page.goto(f"{installation.address}/sign-in")
    page.locator("input").first.fill(GUARD)
    page.locator("input[type=password]").fill(kept["password"])
    page.locator("button[type=submit]").click()
    page.wait_for_url(f"{installation.address}/")
    page.locator("main li").first.wait_for()
    page.goto("about:blank")


def report(context: BrowserContext, address: str, port: int, folder: Path) -> dict:
    page = context.new_page()
    page.goto(f"{address}/manifest.webmanifest")
    page.evaluate(FORGET)
    context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.close()
    out = folder / "report.json"
    tool = INSTALLED / "node_modules/lighthouse/cli/index.js"
    how = ["--disable-storage-reset", f"--only-categories={','.join(WANTED)}", "--quiet", "--output=json"]
    command = ["node", tool, f"{address}/", f"--port={port}", *how, f"--output-path={out}"]
    subprocess.run(command, check=True)
    return json.loads(out.read_text())


def median(reports: list[dict], name: str) -> int:
    scores = sorted(report["categories"][name]["score"] for report in reports)
    return round(scores[len(scores) // 2] * 100)


def print_times(report: dict) -> None:
    for name in ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "speed-index"):
        print(f"{name:28}{report['audits'][name]['displayValue']}")
    for name, audit in report["audits"].items():
        if audit["score"] is not None and audit["score"] < 1 and audit["scoreDisplayMode"] == "binary":
            print(f"not met: {name}: {audit['title']}")


if __name__ == "__main__":
    sys.exit(main())
