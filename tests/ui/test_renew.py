"""The suite notices new sources on disk, and only then."""

from __future__ import annotations

import os

from core.ui.renew import Sources, stamp


def a_suite(folder):
    for name in ("core/ui/widgets", "pages"):
        (folder / name).mkdir(parents=True)
    for name in ("Home.py", "pages/roadmap.py", "core/ui/shell.py", "core/ui/widgets/canvas.js"):
        (folder / name).write_text("1")
    return folder


def test_a_changed_an_added_and_a_removed_file_are_noticed(tmp_path):
    sources = Sources(a_suite(tmp_path), every_s=0.0)
    assert not sources.have_changed()
    for name in ("Home.py", "pages/roadmap.py", "core/ui/shell.py", "core/ui/widgets/canvas.js"):
        content = (tmp_path / name).read_text()
        (tmp_path / name).write_text(content + "2")
        assert sources.have_changed(), name
        (tmp_path / name).write_text(content)
        sources = Sources(tmp_path, every_s=0.0)
    (tmp_path / "core/new.py").write_text("")
    assert sources.have_changed()
    (tmp_path / "core/new.py").unlink()
    assert not sources.have_changed()
    (tmp_path / "Home.py").unlink()
    assert sources.have_changed()


def test_a_file_written_again_with_the_same_length_is_noticed(tmp_path):
    before = stamp(a_suite(tmp_path))
    found = (tmp_path / "Home.py").stat()
    (tmp_path / "Home.py").write_text("2")
    os.utime(tmp_path / "Home.py", ns=(found.st_atime_ns, found.st_mtime_ns + 1_000_000))
    assert stamp(tmp_path) != before


def test_what_lies_beside_the_sources_is_left_alone(tmp_path):
    before = stamp(a_suite(tmp_path))
    (tmp_path / ".venv/lib").mkdir(parents=True)
    (tmp_path / ".venv/lib/module.py").write_text("")
    (tmp_path / "core/ui/__pycache__").mkdir()
    (tmp_path / "core/ui/__pycache__/shell.pyc").write_bytes(b"")
    assert stamp(tmp_path) == before


def test_between_two_looks_nothing_is_read(tmp_path):
    sources = Sources(a_suite(tmp_path), every_s=1e9)
    (tmp_path / "Home.py").write_text("22")
    assert not sources.have_changed()
