"""The report pages in a real Chromium: nothing bars anybody, nothing is missing, nothing is too wide."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from at_the_prompt import lotse
from selenium import webdriver

from assets import path

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(
        not (shutil.which("chromium") and shutil.which("chromedriver")), reason="needs chromium and chromium-driver"
    ),
]
ARGUMENTS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
AXE = (
    "const done = arguments[0];"
    "axe.run({rules: {'target-size': {enabled: true}}})"
    ".then((r) => done(r.violations.map((v) => [v.id, v.nodes.map((n) => n.target.join(' '))])))"
)


@pytest.fixture(scope="module")
def driver(tmp_path_factory):
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for argument in (*ARGUMENTS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Both reports, one in each language."""
    folder = tmp_path_factory.mktemp("reports")
    rules = ("--preset", "balanced", "--preset", "fifo", "--forecast-days", "1")
    simulated, planned = folder / "simulate.html", folder / "plan.html"
    assert lotse("simulate", path("site"), "--days", 4, *rules, "--language", "de", "--report", simulated) == 0
    assert lotse("plan", path("site"), "--days", 4, "--report", planned) == 0
    return {"simulate": simulated, "plan": planned}


@pytest.mark.parametrize("name", ["simulate", "plan"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_report_bars_nobody_and_fits_the_window(driver, reports, name, scheme, width):
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    feature = {"name": "prefers-color-scheme", "value": scheme}
    driver.get_log("browser")  # what earlier pages have left
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    driver.get(reports[name].as_uri())
    driver.execute_script("document.querySelectorAll('details').forEach((d) => { d.open = true; })")

    assert driver.get_log("browser") == []
    assert driver.execute_script("return document.documentElement.scrollWidth") <= width
    driver.execute_script((Path(str(files("axe_playwright_python"))) / "axe.min.js").read_text(encoding="utf-8"))
    assert driver.execute_async_script(AXE) == []


@pytest.mark.parametrize("name", ["simulate", "plan"])
def test_every_picture_of_a_report_tells_its_point_in_words_and_has_the_themes_colours(driver, reports, name):
    driver.get(reports[name].as_uri())

    told = driver.execute_script(
        "return [...document.querySelectorAll('svg')].map((s) => s.getAttribute('aria-label'))"
    )
    assert len(told) >= 3
    assert all(len(text) > 20 for text in told)
    assert driver.execute_script("return document.querySelectorAll('section').length") >= 4
    assert "#0102" not in driver.page_source
    assert driver.execute_script("return performance.getEntriesByType('resource').length") == 0
