"""Output appears whole or not at all, whatever ends the process and wherever."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from workreport.base.atomic_folder import recover, replace_file, require_ours, staged, write_tree
from workreport.base.errors import WorkreportError
from workreport.base.ownership import MARKER, PAGE_MARKER


def report(content: bytes, *names: str) -> dict[str, bytes]:
    """Files with this content, and the manifest that names them."""
    return dict.fromkeys(names, content) | {"manifest.json": json.dumps({"outputs": names}).encode()}


OLD = report(b"old", "index.html", "sections/01.html", "charts/01/a.svg")
NEW = report(b"new", "index.html", "sections/02.html")


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def publish(out: Path, files: dict[str, bytes], period_id: str = "2021") -> None:
    with staged(out, period_id) as staging:
        write_tree(staging, files)


def test_publishes_the_first_time_and_over_a_previous_one(tmp_path):
    out = tmp_path / "not" / "yet" / "there"
    publish(out, OLD)
    assert tree(out) == {f"2021/{name}": content for name, content in OLD.items()}
    publish(out, NEW, "2020")
    publish(out, NEW)
    assert tree(out / "2021") == NEW
    # nothing of the machinery stays
    assert sorted(path.name for path in out.iterdir()) == ["2020", "2021"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("before", [None, OLD])
def test_an_error_leaves_what_was_there(tmp_path, error, before):
    if before:
        publish(tmp_path, before)
    with pytest.raises(error), staged(tmp_path, "2021") as staging:
        write_tree(staging, NEW)
        raise error
    assert tree(tmp_path) == {f"2021/{name}": content for name, content in (before or {}).items()}
    assert not (tmp_path / ".staging").exists()


@pytest.mark.parametrize("fails_at", [1, 2])
@pytest.mark.parametrize("error", [OSError("disk"), KeyboardInterrupt()])
def test_an_error_within_the_swap_takes_it_back(tmp_path, monkeypatch, fails_at, error):
    publish(tmp_path, OLD)
    real, calls = os.rename, []

    def rename(source, target):
        if source != target:  # else it is tried whether the file is open
            calls.append(source)
            if len(calls) == fails_at:
                raise error
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", rename)
        with pytest.raises((WorkreportError, KeyboardInterrupt)):
            publish(tmp_path, NEW)
    assert tree(tmp_path) == {f"2021/{name}": content for name, content in OLD.items()}


def test_a_linked_period_is_replaced_and_its_target_kept(tmp_path):
    publish(tmp_path, OLD, "elsewhere")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "2021").symlink_to("../elsewhere")
    publish(tmp_path / "out", NEW)
    assert tree(tmp_path / "out" / "2021") == NEW and tree(tmp_path / "elsewhere") == OLD


# The child ends itself with SIGKILL just before its n-th change to the file system, whichever
# call makes it: Python announces all of them to audit hooks.
CHILD = """
    import json, os, signal, sys
    from pathlib import Path
    from workreport.base.atomic_folder import recover, staged, write_tree

    out, action, last = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    changes = {"os.rename", "os.remove", "os.rmdir", "os.mkdir"}
    count = 0

    def hook(event, arguments):
        global count
        if event in changes or (event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR)):
            count += 1
            if count == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    if action == "recover":
        recover(out)
    else:
        with staged(out, "2021") as staging:
            write_tree(staging, {name: text.encode() for name, text in json.loads(sys.argv[4]).items()})
"""


def killed(out: Path, action: str, last: int) -> bool:
    """Whether the child was killed before its `last` change; False once it makes fewer."""
    files = json.dumps({name: content.decode() for name, content in NEW.items()})
    command = [sys.executable, "-I", "-c", textwrap.dedent(CHILD), str(out), action, str(last), files]
    status = subprocess.run(command, check=False).returncode
    assert status in (0, -signal.SIGKILL)
    return status != 0


@pytest.mark.parametrize("before", [None, OLD])
def test_killed_anywhere_it_recovers_to_old_or_new(tmp_path, before):
    outcomes, gaps, last = [], 0, 0
    while True:
        last += 1
        out = tmp_path / str(last)
        if before:
            publish(out, before)
        if not killed(out, "run", last):
            break
        gaps += bool(before) and not (out / "2021").exists()
        outcomes.append("new" if tree(out / "2021") == NEW else "old")
        recover(out)
        assert not (out / ".staging").exists()
        # published before the kill stays published; otherwise all is as it was
        expected = NEW if outcomes[-1] == "new" else before or {}
        assert tree(out / "2021") == expected
        assert [path.name for path in out.glob("*")] == (["2021"] if expected else [])
    assert tree(out / "2021") == NEW
    # the sweep did pass through every stage
    assert outcomes == sorted(outcomes, reverse=True) and set(outcomes) == {"old", "new"}
    assert gaps == (1 if before else 0)


def gap(out: Path) -> None:
    """The worst moment: the old folder is aside, the new one not yet in place."""
    publish(out, OLD)
    staging = out / ".staging" / "2021"
    (staging / "new").mkdir(parents=True)
    write_tree(staging / "new", NEW)
    (out / "2021").rename(staging / "old")


def tidying(out: Path) -> None:
    """The new folder is in place, the old one not yet thrown away."""
    publish(out, NEW)
    write_tree(out / ".staging" / "2021" / "old", OLD)


@pytest.mark.parametrize(("state", "expected"), [(gap, OLD), (tidying, NEW)])
def test_killed_while_recovering_it_recovers_again(tmp_path, state, expected):
    last = 0
    while True:
        last += 1
        out = tmp_path / str(last)
        state(out)
        if not killed(out, "recover", last):
            break
        recover(out)
        assert tree(out) == {f"2021/{name}": content for name, content in expected.items()}
    assert last > 5 and tree(out / "2021") == expected


def test_the_next_run_recovers_other_periods_too(tmp_path):
    gap(tmp_path)
    publish(tmp_path, NEW, "2022")
    assert tree(tmp_path / "2021") == OLD and tree(tmp_path / "2022") == NEW
    assert not (tmp_path / ".staging").exists()


HOLDER = """
    import sys
    from pathlib import Path
    from workreport.base.atomic_folder import staged
    with staged(Path(sys.argv[1]), "2021") as staging:
        (staging / "manifest.json").write_bytes(b'{"outputs": []}')
        print("ready", flush=True)
        sys.stdin.read()
"""


def test_two_runs_of_a_period_do_not_mix(tmp_path):
    command = [sys.executable, "-c", textwrap.dedent(HOLDER), str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "ready\n"
        with pytest.raises(WorkreportError, match="报告期 2021 正在由另一个进程出稿"):
            publish(tmp_path, NEW)
        publish(tmp_path, NEW, "2022")
        recover(tmp_path)
        holder.stdin.close()
    assert holder.returncode == 0
    assert tree(tmp_path / "2021") == {"manifest.json": b'{"outputs": []}'} and tree(tmp_path / "2022") == NEW


def test_the_same_process_cannot_open_a_period_twice(tmp_path):
    with staged(tmp_path, "2021"):
        with pytest.raises(WorkreportError, match="另一个进程"):
            publish(tmp_path, NEW)
        assert [path.name for path in tmp_path.iterdir()] == [".staging"]


def test_a_run_waits_out_someone_who_only_looks(tmp_path):
    """Another run that starts holds every period for a moment, to recover it."""
    held = threading.Event()

    def look():
        with staged(tmp_path, "2021"):
            held.set()
            time.sleep(0.3)

    looker = threading.Thread(target=look)
    looker.start()
    held.wait()
    publish(tmp_path, NEW)
    looker.join()
    assert tree(tmp_path / "2021") == NEW


@pytest.mark.parametrize(
    ("out", "what"), [("file", "同名文件"), ("file/below", "不是文件夹"), ("taken", "同名文件")]
)
def test_something_in_the_way(tmp_path, out, what):
    (tmp_path / "file").write_bytes(b"kept")
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "2021").write_bytes(b"kept")
    before = tree(tmp_path)
    with pytest.raises(WorkreportError, match=what) as caught:
        publish(tmp_path / out, NEW)
    assert "--out" in caught.value.todo and out in caught.value.where
    assert tree(tmp_path) == before and not (tmp_path / "taken" / ".staging").exists()


@pytest.mark.parametrize("forbidden", ["", "2021"])
def test_without_write_permission_nothing_starts(tmp_path, monkeypatch, forbidden):
    publish(tmp_path, OLD)
    # root may write anywhere, so the answer is given for it
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path / forbidden)
    with pytest.raises(WorkreportError, match="没有写权限") as caught, staged(tmp_path, "2021"):
        pytest.fail("must not get this far")
    assert str(tmp_path) in caught.value.where
    assert tree(tmp_path) == {f"2021/{name}": content for name, content in OLD.items()}


CAPABILITIES, DAC_OVERRIDE, DAC_READ_SEARCH = 0x20080522, 1 << 1, 1 << 2
"""Version of Linux's ``capget``; the capabilities that let root read and write anywhere."""


@contextmanager
def bound_by_permissions() -> Iterator[None]:
    """Inside the block root, too, is bound by the permissions of folders."""
    if os.geteuid() != 0:
        yield
        return
    libc, header, capabilities = (
        ctypes.CDLL(None),
        (ctypes.c_uint32 * 2)(CAPABILITIES, 0),
        (ctypes.c_uint32 * 6)(),
    )
    assert libc.capget(header, capabilities) == 0
    effective = capabilities[0]
    capabilities[0] = effective & ~(DAC_OVERRIDE | DAC_READ_SEARCH)
    assert libc.capset(header, capabilities) == 0
    try:
        yield
    finally:
        capabilities[0] = effective
        assert libc.capset(header, capabilities) == 0


def test_a_read_only_folder(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with bound_by_permissions(), pytest.raises(WorkreportError, match="没有写权限"):
            publish(tmp_path / "out", NEW)
    finally:
        tmp_path.chmod(0o700)
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("name", ["/etc/x", "../x", "a/../../x"])
def test_writes_only_below_its_root(tmp_path, name):
    with pytest.raises(ValueError, match="not below"):
        write_tree(tmp_path, {name: b""})


def test_a_full_disk_is_told(tmp_path, monkeypatch):
    publish(tmp_path, OLD)

    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(WorkreportError, match="No space left"):
        publish(tmp_path, NEW)
    with pytest.raises(WorkreportError, match="No space left"):
        replace_file(tmp_path / "index.html", PAGE_MARKER)
    monkeypatch.undo()
    assert tree(tmp_path) == {f"2021/{name}": content for name, content in OLD.items()}


def test_replaces_one_file(tmp_path):
    for content in (PAGE_MARKER + b"one", PAGE_MARKER + b"two"):
        replace_file(tmp_path / "index.html", content)
    assert tree(tmp_path) == {"index.html": PAGE_MARKER + b"two"}


@pytest.mark.parametrize(
    ("own", "named"),
    [
        ({"ledger.xlsx": b"mine"}, "ledger.xlsx"),
        ({".git/HEAD": b"mine"}, ".git"),
        ({"manifest.json": b'{"name": "somebody\'s web app"}'}, "manifest.json"),
        ({"manifest.json": b"[]"}, "manifest.json"),
        (OLD | {"notes.docx": b"mine"}, "notes.docx"),
        (OLD | {"sections/notes/mine.docx": b"mine"}, "sections/notes/mine.docx"),
        ({"index.html": b"old", MARKER: b'{"outputs": ["other.html"]}'}, "index.html"),
    ],
)
def test_what_no_run_has_made_is_not_replaced(tmp_path, own, named):
    write_tree(tmp_path / "2021", own)
    with pytest.raises(WorkreportError, match="不是 workreport 生成的") as caught, staged(tmp_path, "2021"):
        pytest.fail("must not get this far")
    assert caught.value.where == f"{tmp_path / '2021'}（{named}）"
    assert tree(tmp_path) == {f"2021/{name}": content for name, content in own.items()}


def test_a_folder_linked_to_by_somebody_stays(tmp_path):
    write_tree(tmp_path / "mine", {"a.xlsx": b"mine"})
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "2021").symlink_to("../mine")
    with pytest.raises(WorkreportError, match="不是 workreport 生成的"):
        publish(tmp_path / "out", NEW)
    assert (tmp_path / "out" / "2021").is_symlink() and tree(tmp_path / "mine") == {"a.xlsx": b"mine"}


def test_a_folder_without_a_manifest_names_its_files_itself(tmp_path):
    publish(tmp_path, {"a.xlsx": b"1", "2020/b.xlsx": b"1"})
    assert json.loads((tmp_path / "2021" / MARKER).read_bytes())["outputs"] == ["2020/b.xlsx", "a.xlsx"]
    (tmp_path / "2021" / "a.xlsx").unlink()
    publish(tmp_path, {"a.xlsx": b"2"})
    assert (tmp_path / "2021" / "a.xlsx").read_bytes() == b"2" and not (tmp_path / "2021" / "2020").exists()
    (tmp_path / "2021" / "b.xlsx").write_bytes(b"mine")
    with pytest.raises(WorkreportError, match="不是 workreport 生成的"):
        publish(tmp_path, NEW)
    assert (tmp_path / "2021" / "b.xlsx").read_bytes() == b"mine"


@pytest.mark.parametrize("name", [".DS_Store", "~$report.docx", "notebooks/.ipynb_checkpoints/a.ipynb"])
def test_what_programs_leave_in_a_report_does_not_stop_the_next(tmp_path, name):
    publish(tmp_path, OLD)
    write_tree(tmp_path / "2021", {name: b""})
    publish(tmp_path, NEW)
    assert tree(tmp_path / "2021") == NEW


def test_an_empty_folder_is_nobodys(tmp_path):
    (tmp_path / "2021").mkdir()
    publish(tmp_path, {})
    assert tree(tmp_path) == {}
    publish(tmp_path, NEW)
    assert tree(tmp_path / "2021") == NEW


def test_somebodys_page_is_not_replaced(tmp_path):
    (tmp_path / "index.html").write_bytes(b"<p>mine")
    for act in (lambda path: replace_file(path, PAGE_MARKER), require_ours):
        with pytest.raises(WorkreportError, match="不是 workreport 生成的"):
            act(tmp_path / "index.html")
    assert tree(tmp_path) == {"index.html": b"<p>mine"}


def test_only_what_runs_made_is_cleared_away(tmp_path):
    """`make clean`."""
    publish(tmp_path, OLD)
    publish(tmp_path, {"a.xlsx": b"1"}, "2022")
    own = {"2023/a.xlsx": b"mine", "2024.xlsx": b"mine"}
    write_tree(tmp_path, own)
    paths = [str(tmp_path / name) for name in ("2021", "2022", "2023", "2024.xlsx", "2*")]
    command = [sys.executable, "-m", "workreport.base.ownership", *paths]
    output = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    assert tree(tmp_path) == own and not (tmp_path / "2021").exists()
    assert [line.partition("：")[2] for line in output.splitlines()] == paths[2:4]
