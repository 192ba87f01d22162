"""What is built and shipped: the sdist, the wheel made from it, and that wheel installed by itself."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

import zhuoyue

ROOT = Path(__file__).resolve().parents[2]
FIND_TEMPLATE = "from importlib.resources import files; print(files('zhuoyue') / 'site_template')"


@dataclass(frozen=True)
class Built:
    """The two files that would be published."""

    sdist: Path
    wheel: Path

    @property
    def shipped(self) -> list[str]:
        """Paths in the wheel."""
        with zipfile.ZipFile(self.wheel) as archive:
            return archive.namelist()

    @property
    def sources(self) -> list[str]:
        """Paths in the sdist, without the folder around them."""
        with tarfile.open(self.sdist) as archive:
            return [name.partition("/")[2] for name in archive.getnames()]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the sdist from the checkout, and the wheel from the sdist."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return Built(next(folder.glob("*.tar.gz")), next(folder.glob("*.whl")))


@pytest.fixture(scope="session")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment that sees our dependencies and not our checkout.

    A .pth file may add the outer environment's packages, since Python does not follow the .pth files in
    there, among them the one that leads to the checkout.
    """
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False)
    scheme = "nt" if sys.platform == "win32" else "posix_prefix"
    inside = {"base": str(home), "platbase": str(home)}
    python = Path(sysconfig.get_path("scripts", scheme, inside)) / Path(sys.executable).name
    install = ["install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    pip = [sys.executable, "-m", "pip", "--python", str(python), *install]
    subprocess.run([*pip, str(built.wheel)], check=True)
    outer = sysconfig.get_path("purelib")
    (Path(sysconfig.get_path("purelib", scheme, inside)) / "dependencies.pth").write_text(f"{outer}\n")
    return python


def run(*command: str | Path, cwd: Path) -> str:
    """Return what a command prints, run from a folder outside the checkout."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_wheel_exposes_two_names(built: Built) -> None:
    top_level = {name.partition("/")[0] for name in built.shipped}
    info = f"zhuoyue-{zhuoyue.__version__}.dist-info"
    assert top_level == {"zhuoyue", "zhuoyue_plugins", info}


def test_wheel_ships_every_file_of_its_three_roots_and_no_other(built: Built) -> None:
    roots = {
        "core/zhuoyue": "zhuoyue",
        "plugins/zhuoyue_plugins": "zhuoyue_plugins",
        "site_template": "zhuoyue/site_template",
    }
    expected = {
        f"{target}/{file.relative_to(ROOT / source).as_posix()}"
        for source, target in roots.items()
        for file in (ROOT / source).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and file.suffix != ".mo"
    }
    assert {name for name in built.shipped if ".dist-info/" not in name} == expected


def test_wheel_has_what_is_found_by_name_only(built: Built) -> None:
    assert "zhuoyue/py.typed" in built.shipped
    assert "zhuoyue_plugins/gbt19580/gbt19580-2012.toml" in built.shipped
    assert [name for name in built.shipped if name.startswith("zhuoyue/site_template/") and name.endswith(".j2")]


@pytest.mark.parametrize("unwanted", ["tests/", "examples/", "docs/", "benchmarks/", "__pycache__", ".pyc", ".venv"])
def test_nothing_unwanted_is_shipped(built: Built, unwanted: str) -> None:
    assert not [name for name in [*built.shipped, *built.sources] if unwanted in f"{name}/"]


def test_template_holds_no_python(built: Built) -> None:
    """It is one thing with its checkout: data to read by path, nothing to import."""
    assert not [name for name in built.shipped if "site_template/" in name and name.endswith((".py", ".pyi"))]


def test_installed_command_runs(installed: Path, tmp_path: Path) -> None:
    command = installed.with_name("zhuoyue").with_suffix(installed.suffix)
    assert "zhuoyue" in run(command, "--help", cwd=tmp_path)


def test_installed_package_is_the_wheel_and_has_its_template(installed: Path, tmp_path: Path) -> None:
    template = Path(run(installed, "-c", FIND_TEMPLATE, cwd=tmp_path).strip())
    assert installed.parents[1] in template.parents
    assert template.is_dir()


def test_installed_package_finds_the_built_in_plugins(installed: Path, tmp_path: Path) -> None:
    listing = "from importlib.metadata import entry_points as e; print(*sorted(e(group='zhuoyue').names))"
    folders = (path.name for path in (ROOT / "plugins/zhuoyue_plugins").iterdir())
    ours = sorted(name.replace("_", "-") for name in folders if name[0] not in "_.")
    assert run(installed, "-c", listing, cwd=tmp_path).split() == ours


def test_checkout_template_is_two_folders_above_the_package() -> None:
    assert Path(zhuoyue.__file__).resolve().parents[2] == ROOT, "tests expect `pip install --editable .`"
    assert (ROOT / "site_template").is_dir()
