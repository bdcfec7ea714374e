"""The record of signing is written to at its end, sealed, and judged against what the sections show now."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workreport.base.errors import ContractError, UsageError
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.history import signoff_record
from workreport.history.section_content import Content
from workreport.history.signature_validity import (
    OUTDATED,
    TAMPERED,
    UNKNOWN,
    VALID,
    WITHDRAWN,
    signature_statuses,
    signed_by,
)
from workreport.history.signing_steps import Step, Steps, load_steps
from workreport.history.signoff_record import NAME, SignoffEntry, append, load_record, require_name

STEPS = Steps(steps=[Step(role="股室经办"), Step(role="股室负责人"), Step(role="办公室")])
OLD, NEW = (
    Content({"段落": "1"}, {"food.sampling.total_batches": "639批次"}),
    Content({"段落": "2"}, {"food.sampling.total_batches": "640批次"}),
)
FOOD, VISITS = "03_food_safety", "02_enterprise_visits"
TITLES = {VISITS: "企业走访", FOOD: "食品"}
PERIOD = Period.parse("2021")


def entry(
    role: str = "股室负责人", content: Content = OLD, by: str = "甲某某", **other: object
) -> SignoffEntry:
    fields = {"action": "sign", "period": "2021", "section": FOOD, "date": dt.date(2022, 1, 10), "run": "abc"}
    return SignoffEntry(**fields | {"role": role, "by": by, "content": content.hash, "pieces": dict(content.pieces), "figures": dict(content.figures)} | other)  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "2021").mkdir()
    return Workspace(tmp_path, tmp_path / "out")


@pytest.fixture
def stand(workspace):
    """A function that writes entries and judges them against contents."""

    def judge(*entries: SignoffEntry, **contents: Content):
        for signoff in entries:
            append(workspace.data / "2021" / NAME, signoff)
        shown = {FOOD: contents.get("food", OLD), VISITS: contents.get("visits", OLD)}
        return signature_statuses(load_record(workspace, PERIOD), "2021", shown, STEPS)

    return judge


def test_entries_come_back_in_their_order_with_seals_that_fit(workspace):
    written = [entry(), entry(action="comment", comment="“请核对”：- {甲}\t#"), entry(pieces={}, figures={})]
    for signoff in written:
        append(workspace.data / "2021" / NAME, signoff)
    record = load_record(workspace, PERIOD)
    assert [signoff.model_copy(update={"seal": ""}) for signoff in record.entries] == written
    assert not record.broken and record.content(record.entries[2]) == OLD


@pytest.mark.parametrize("seal", ["2590200728772151", "12345678e1234567", "0000000000000007"])
def test_a_seal_that_reads_as_a_number_is_a_seal(tmp_path, monkeypatch, seal):
    monkeypatch.setattr(signoff_record, "_seal", lambda written: seal)
    (tmp_path / "2021").mkdir()
    append(tmp_path / "2021" / NAME, entry(comment="同意"))
    record = load_record(Workspace(tmp_path, tmp_path), PERIOD)
    assert [signoff.comment for signoff in record.entries] == ["同意"] and not record.broken


@settings(max_examples=25, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_any_comment_is_kept(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("record")
    (folder / "2021").mkdir()
    words = " ".join(text.split())
    for _ in range(2):
        append(folder / "2021" / NAME, entry(comment=words))
    record = load_record(Workspace(folder, folder), PERIOD)
    assert [signoff.comment for signoff in record.entries] == [
        entry(comment=words).comment
    ] * 2 and not record.broken


def test_same_content_holds_and_other_is_withdrawn_with_what_changed(stand):
    (one,) = stand(entry())
    assert (one.state, one.why) == (VALID, "此前未签：股室经办") and not one.withdrawn
    (one,) = stand(food=NEW)
    assert one.state == WITHDRAWN and one.withdrawn
    assert "639批次→640批次" in one.why and "段落有改动" in one.why


def test_steps_signed_before_are_not_asked_for(stand):
    found = stand(entry("股室经办"), entry("股室负责人"))
    assert [signoff.why for signoff in found] == ["", ""]


def test_signed_again_is_no_longer_counted_as_withdrawn_but_stays(stand):
    found = stand(entry(), entry(content=NEW, by="乙某某"), food=NEW)
    assert [signoff.state for signoff in found] == [WITHDRAWN, VALID] and not any(
        signoff.withdrawn for signoff in found
    )
    assert "已重签" in found[0].row(TITLES)["why"]
    assert list(signed_by(found, STEPS, TITLES)) == [("股室负责人", "乙某某（食品）")]


def test_covers_say_who_signed_what_in_the_order_of_steps(stand):
    found = stand(
        entry("办公室", by="丙某某"), entry("股室经办"), entry("股室经办", section=VISITS), entry("股室负责人", content=NEW)
    )  # fmt: skip
    assert list(signed_by(found, STEPS, TITLES)) == [
        ("股室经办", "甲某某（全部章节）"),
        ("办公室", "丙某某（食品）"),
    ]


def test_a_comment_stays_and_is_told_to_be_of_other_content(stand):
    (one,) = stand(entry(action="comment", role="审计", comment="请核对"), food=NEW)
    assert one.state == OUTDATED and not one.withdrawn and one.row(TITLES)["comment"] == "请核对"


def test_a_role_that_is_no_step_does_not_hold(stand):
    (one,) = stand(entry("局长"))
    assert one.state == UNKNOWN and one.withdrawn


def test_other_periods_are_not_judged(stand):
    assert stand(entry(period="2021H1")) == []


@pytest.mark.parametrize(("was", "now", "first"), [("乙某某", "丁某某", 2), ("甲某某", "丁某某", 1)])
def test_what_stands_from_a_tampered_entry_on_holds_no_more(workspace, stand, was, now, first):
    stand(entry(), entry(by="乙某某"), entry(by="丙某某"))
    path = workspace.data / "2021" / NAME
    path.write_text(path.read_text(encoding="utf-8").replace(was, now), encoding="utf-8")
    states = [signoff.state for signoff in stand()]
    assert states == [VALID] * (first - 1) + [TAMPERED] * (4 - first)


def test_an_entry_taken_out_breaks_those_after_it(workspace, stand):
    stand(entry(), entry(by="乙某某"), entry(by="丙某某"))
    path = workspace.data / "2021" / NAME
    head, first, _second, third = path.read_text(encoding="utf-8").split("- action")
    path.write_text("- action".join([head, first, third]), encoding="utf-8")
    assert [signoff.state for signoff in stand()] == [VALID, TAMPERED]


def test_an_entry_written_by_hand_is_refused(workspace, stand):
    stand(entry())
    path = workspace.data / "2021" / NAME
    path.write_text(
        "".join(
            line for line in path.read_text(encoding="utf-8").splitlines(True) if "seal:" not in line[:8]
        ),
        encoding="utf-8",
    )
    with pytest.raises(ContractError, match="封记"):
        stand()


@pytest.mark.parametrize("name", ["甲某某", "买买提·某某", "Zhang San"])
def test_names_of_officials_are_taken_as_they_are(name):
    assert require_name(f" {name} ") == name and entry(by=name).by == name


@pytest.mark.parametrize("name", ["", "13812345678", "110101199001011237", "甲，乙", "x" * 40])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(UsageError, match="署名"):
        require_name(name)


def test_personal_data_in_a_comment_is_masked_but_the_name_is_not():
    signoff = entry(comment="联系人：王小明", by="王小明")
    assert "王小明" not in signoff.comment and signoff.by == "王小明"


def test_steps_are_data_and_a_bureau_may_have_its_own(repository, tmp_path):
    assert load_steps(Workspace(repository / "data", tmp_path)).roles[:2] == ["股室经办", "股室负责人"]
    shutil.copy(repository / "data" / "bureau.yaml", tmp_path)
    (tmp_path / "review").mkdir()
    own = tmp_path / "review" / "steps.yaml"
    own.write_text("steps: [{role: 科员}, {role: 科长}]", encoding="utf-8")
    steps = load_steps(Workspace(tmp_path, tmp_path))
    assert steps.roles == ["科员", "科长"] and steps.before("科长") == ["科员"]
    own.write_text("steps: [{role: 科员}, {role: 科员}]", encoding="utf-8")
    with pytest.raises(ContractError, match="出现两次"):
        load_steps(Workspace(tmp_path, tmp_path))
