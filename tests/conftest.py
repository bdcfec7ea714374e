"""Shared by all tests: the repository's own sample bureau, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def repository() -> Path:
    """Root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def sample_frames(tmp_path_factory: pytest.TempPathFactory):
    """The ledgers of the sample years, with a store of this test session's own."""
    from workreport.ledgers.frames import Frames
    from workreport.ledgers.intake import Intake
    from workreport.workspace import Workspace

    return Frames(Intake.of(Workspace.open(REPOSITORY / "data", tmp_path_factory.mktemp("store"))))


@pytest.fixture(scope="session")
def book_of(sample_frames):
    """A function from the text of a period to its book of figures; one book a period."""
    import workreport.figures.catalogue  # noqa: F401
    from workreport.figures.book import Book
    from workreport.period import Period

    first = Book(sample_frames, Period.parse("2021"))
    return lambda text: first.at(Period.parse(text))
