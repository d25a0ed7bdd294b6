"""The architecture, as imports: which room may use which."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("assets", "counter", "display", "hardware", "kiosk", "server")

# A room may import itself and these; the longest matching prefix counts.
MAY_IMPORT = {
    "assets": (),
    "hardware": ("assets",),
    "kiosk": ("server.wire", "hardware", "assets"),
    "display": ("server.wire", "hardware", "assets"),
    "counter": ("server.wire", "hardware", "assets"),
    "server": ("assets", "hardware"),
    "server.wire": (),
    "server.domain": (),
}
# The version is asked of the subcommand finder, which imports nothing.
EVERYBODY = ("server.cli",)
STANDARD_ONLY = ("server.domain",)
BANNED_NAMES = {"utils", "helpers", "common", "core", "manager", "models"}


def modules():
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            yield file, ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(module):
    return max((r for r in MAY_IMPORT if module == r or module.startswith(r + ".")), key=len)


def within(name, prefixes):
    return any(name == p or name.startswith(p + ".") for p in prefixes)


def test_every_room_imports_only_what_it_may():
    wrong = []
    for file, module in modules():
        room = room_of(module)
        for name in imports(file):
            if name.split(".")[0] in ROOMS and not within(name, (room, *MAY_IMPORT[room], *EVERYBODY)):
                wrong.append(f"{module} imports {name}")

    assert wrong == []


def test_the_domain_imports_only_the_standard_library():
    import sys

    foreign = [
        f"{module} imports {name}"
        for file, module in modules()
        if within(module, STANDARD_ONLY)
        for name in imports(file)
        if name.split(".")[0] not in sys.stdlib_module_names and not within(name, STANDARD_ONLY)
    ]

    assert foreign == []


def test_the_domain_touches_no_clock_no_file_and_no_loop():
    banned = {"asyncio", "logging", "time", "random", "secrets", "os", "pathlib", "socket", "uuid"}
    found = [
        f"{module} imports {name}"
        for file, module in modules()
        if within(module, STANDARD_ONLY)
        for name in imports(file)
        if name.split(".")[0] in banned
    ]

    assert found == []


def test_there_are_no_import_cycles_between_modules():
    known = {module for _, module in modules()}
    graph = {}
    for file, module in modules():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        top = [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
        names = set()
        for node in top:
            names |= (
                {a.name for a in node.names}
                if isinstance(node, ast.Import)
                else {node.module, *(f"{node.module}.{a.name}" for a in node.names)}
            )
        graph[module] = {n for n in names if n in known and n != module and not module.startswith(n + ".")}
    done, path = set(), []

    def visit(module):
        if module in path:
            pytest.fail("cycle: " + " → ".join([*path[path.index(module) :], module]))
        if module in done:
            return
        path.append(module)
        for name in sorted(graph[module]):
            visit(name)
        path.pop()
        done.add(module)

    for module in graph:
        visit(module)
    assert done == set(graph)


def test_no_room_is_called_by_a_name_that_says_nothing():
    assert [m for _, m in modules() if BANNED_NAMES & set(m.split("."))] == []


@pytest.mark.parametrize("module", ["server.command", "server.running"])
def test_the_server_starts_without_kivy_a_printer_library_and_numba(module):
    import subprocess
    import sys

    code = (
        f"import {module}, sys; print([m for m in ('kivy', 'escpos', 'pyvips', 'serial', 'numba') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"


def test_no_two_test_files_have_the_same_name():
    names = [file.name for file in (ROOT / "tests").rglob("test_*.py")]

    assert sorted(names) == sorted(set(names)), "pytest imports them by name and would refuse the second"
