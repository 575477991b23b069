"""The rules of the house, said in words when one is broken."""

from __future__ import annotations

import ast
import json
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOORS = {
    "streamlit": ("dashboard.py", "pages/"),
    "plotly": ("analysis/charts/",),
    "kaleido": ("analysis/charts/",),
    "spacy": ("analysis/extraction/",),
    "geopy": ("analysis/geography/",),
    "duckdb": ("analysis/store/",),
}
ARROW = ("corpus", "extraction", "geography", "store", "statistics", "charts")
SHARED = ("tables", "errors", "selection")
PRODUCT = sorted([ROOT / "dashboard.py", *ROOT.glob("pages/**/*.py"), *ROOT.glob("analysis/**/*.py")])
PAGES = sorted([ROOT / "dashboard.py", *ROOT.glob("pages/*.py")])
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "service", "misc"}


def imports_of(path: Path) -> set[str]:
    """Every module that a file imports, anywhere in it, as dotted names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("package", DOORS)
def test_each_package_has_one_door(package):
    users = [relative(p) for p in PRODUCT if any(m.split(".")[0] == package for m in imports_of(p))]
    assert users, f"nothing imports {package}: take it out of requirements.txt and of DOORS"
    strays = [u for u in users if not u.startswith(DOORS[package])]
    assert not strays, f"{', '.join(strays)} imports {package}; only {' and '.join(DOORS[package])} may"


def test_imports_follow_the_arrow_of_the_data():
    for path in ROOT.glob("analysis/*/**/*.py"):
        package = path.relative_to(ROOT / "analysis").parts[0]
        if package not in ARROW:
            continue
        for module in imports_of(path):
            parts = module.split(".")
            if parts[0] == "pages" or parts[0] == "dashboard":
                raise AssertionError(f"{relative(path)} imports {module}; analysis/ never imports a page")
            if parts[0] == "analysis" and len(parts) > 1 and parts[1] in ARROW:
                assert ARROW.index(parts[1]) <= ARROW.index(package), (
                    f"{relative(path)} imports {module}, against the arrow {' -> '.join(ARROW)}"
                )


def test_the_shared_modules_import_no_package_of_ours():
    for name in SHARED:
        for module in imports_of(ROOT / "analysis" / f"{name}.py"):
            assert not any(module.startswith(f"analysis.{p}") for p in ARROW), f"analysis/{name}.py imports {module}"


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_a_page_is_a_table_of_contents(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 40, f"{relative(path)} is longer than 40 lines"
    for node in ast.walk(ast.parse(source)):
        assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.For | ast.While | ast.Lambda), (
            f"{relative(path)}, line {node.lineno}: a page holds no loops and no definitions; "
            "give it a home in pages/ui or analysis"
        )


def test_only_one_file_caches():
    for path in PRODUCT:
        if relative(path) != "pages/ui/cache.py":
            assert "st.cache_" not in path.read_text(encoding="utf-8"), (
                f"{relative(path)} caches; only pages/ui/cache.py may"
            )


def test_data_holds_no_python():
    assert list(ROOT.glob("data/**/*.py")) == []


def test_no_module_has_a_vague_name():
    assert [relative(p) for p in PRODUCT if p.stem in VAGUE] == []


def test_every_package_in_requirements_is_imported():
    names = {"dask": "distributed", "charset-normalizer": "charset_normalizer", "lxml-html-clean": "trafilatura"}
    used = {module.split(".")[0] for path in PRODUCT for module in imports_of(path)}
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            package = line.split(">")[0].split("[")[0].strip()
            module = names.get(package, package)
            assert module in used, f"requirements.txt names {package}, and nothing imports {module}"


def test_the_theme_repeats_the_palette():
    palette = json.loads((ROOT / "data" / "palette.json").read_text(encoding="utf-8"))
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    for name in ("light", "dark"):
        pairs = {"primaryColor": "accent", "backgroundColor": "card", "textColor": "text", "borderColor": "border"}
        pairs |= {"grayColor": "accent", "grayTextColor": "muted"}
        assert {k: theme[name][k] for k in pairs} == {k: palette[name][v] for k, v in pairs.items()}


def test_the_server_is_private_by_default():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["address"] == "127.0.0.1"
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showErrorLinks"] is False
