"""What is used is noted once a run asks for it, and nowhere else."""

from __future__ import annotations

import pytest

from workreport.base import dependency_tracking
from workreport.base.dependency_tracking import (
    ALL,
    KNOWN,
    TrackedMapping,
    TrackedRegistry,
    begin,
    note,
    noted,
    uses_file,
)


@pytest.fixture(autouse=True)
def nobody_notes(monkeypatch):
    monkeypatch.setattr(dependency_tracking, "_file", None)
    monkeypatch.setattr(dependency_tracking, "_noted", set())


def test_nothing_is_noted_outside_a_run(tmp_path, monkeypatch):
    monkeypatch.delenv(dependency_tracking.VARIABLE, raising=False)
    begin("03_food_safety")
    note("table", "samples")
    assert noted(uses_file(tmp_path, "03_food_safety")) is None


def test_things_asked_for_are_noted_by_name(tmp_path, monkeypatch):
    monkeypatch.setenv(dependency_tracking.VARIABLE, str(tmp_path))
    begin("03_food_safety")
    things = TrackedMapping("contract", {"samples": 1, "devices": 2})
    assert (things["samples"], things.get("none"), "devices" in things) == (1, None, True)
    told = noted(uses_file(tmp_path, "03_food_safety"))
    assert told == [("contract", "none"), ("contract", "samples"), (f"{KNOWN}contract", "devices")]
    assert list(things.items()) == [("samples", 1), ("devices", 2)]
    assert ("contract", ALL) in noted(uses_file(tmp_path, "03_food_safety"))


def test_whatever_copies_a_registry_has_gone_through_it(tmp_path, monkeypatch):
    monkeypatch.setenv(dependency_tracking.VARIABLE, str(tmp_path))
    for copy in (dict, sorted, lambda one: {**one}, len):
        registry: TrackedRegistry[int] = TrackedRegistry("figure")
        registry["a.b"] = 1
        begin("00_summary")
        copy(registry)
        assert ("figure", ALL) in noted(uses_file(tmp_path, "00_summary"))
        uses_file(tmp_path, "00_summary").unlink()


def test_a_half_written_line_makes_the_notes_worthless(tmp_path):
    path = uses_file(tmp_path, "00_summary")
    path.write_text('["table", "a"]\n["tab', encoding="utf-8")
    assert noted(path) is None
