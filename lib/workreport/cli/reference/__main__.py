"""``python -m workreport.cli.reference`` writes docs/reference and the table in notebooks/README.md; tests hold that they are current."""

from __future__ import annotations

from workreport.base.paths import NOTEBOOKS, REPOSITORY
from workreport.cli.reference.reference_pages import notebooks_note, pages

FOLDER = REPOSITORY / "docs" / "reference"


def main() -> None:
    """Write every page and remove stale ones."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    texts = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    (NOTEBOOKS / "README.md").write_text(notebooks_note(), encoding="utf-8")


if __name__ == "__main__":
    main()
