"""What a run refuses at its start: faulty texts and parameters, before a ledger or a database is looked at."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from small_bureau import small_bureau

from workreport.base.errors import WorkreportError
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.ledgers.intake import Intake
from workreport.pipeline.plan import RunRequest, make_plan

BOMB = "- &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"- &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
NOTE = "- {figure: party.no_such, text: 原因, author: 办公室, date: 2022-01-10}\n"


@pytest.fixture
def data(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bureau whose ledgers must not be looked for."""

    def looked_for(*_: object, **__: object) -> None:
        raise AssertionError("the data folder was searched for ledgers")

    monkeypatch.setattr(Intake, "of", looked_for)
    return small_bureau(tmp_path / "data", repository)


def request(data: Path, *given: str) -> RunRequest:
    workspace = Workspace.open(data, data.with_name("out"))
    return RunRequest(workspace, Period.parse("2021"), io.StringIO(), given=given)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (BOMB, "2021/notes.yaml 第 4 行"),
        ("[" * 100_000, "2021/notes.yaml 第 1 行"),
        (NOTE.replace("2022-01-10", "2022-02-30"), "2021/notes.yaml 第 1 行"),
        (NOTE, "2021/notes.yaml"),
        (
            NOTE.replace("2022-01-10", "2022-01-10, period: 2021年春"),
            "2021/notes.yaml 第 1 条（period：报告期",
        ),
    ],
)
def test_faulty_notes_are_refused_once(data: Path, text: str, where: str):
    (data / "2021" / "notes.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(WorkreportError) as caught:
        make_plan(request(data))
    assert caught.value.where.startswith(where)


@pytest.mark.parametrize("given", ["no_such=1", "period=2020", "no value"])
def test_wrong_parameters_are_refused(data: Path, given: str):
    with pytest.raises(WorkreportError):
        make_plan(request(data, given))


def test_only_then_are_ledgers_looked_for(data: Path):
    with pytest.raises(AssertionError, match="searched for ledgers"):
        make_plan(request(data))
