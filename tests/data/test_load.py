"""A file in a worker becomes a stored table and the facts a page shows."""

import pandas as pd
import pytest

from core.compute import tables
from core.compute.progress import sending
from core.data import UnreadableTable, read_table
from core.data.load import HEAD_ROWS, LoadSettings, load

CONTENT = (
    "size;price\n" + "".join(f"{n};{n / 2}\n".replace(".", ",") for n in range(500))
).encode()


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv(tables.FOLDER_VARIABLE, str(tmp_path))


@pytest.mark.usefixtures("store")
def test_a_loaded_file_is_stored_under_its_digest_and_described():
    loaded = load(LoadSettings(tables.put_bytes(CONTENT), "houses.csv"))
    table = read_table("houses.csv", CONTENT)
    assert loaded.digest == table.digest
    pd.testing.assert_frame_equal(tables.load(loaded.digest), table.frame)
    assert (loaded.n_rows, loaded.n_columns) == (500, 2)
    pd.testing.assert_frame_equal(loaded.head, table.frame.head(HEAD_ROWS))
    assert loaded.kinds == {"size": "number", "price": "number"}
    assert (loaded.target, loaded.task) == ("price", "regression")
    assert loaded.notes == table.notes
    assert loaded.profile.n_rows == 500


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("overrides", [(("decimal", "."),), [["decimal", "."]], {"decimal": "."}])
def test_overrides_reach_the_reader(overrides):
    loaded = load(LoadSettings(tables.put_bytes(CONTENT), "f", overrides))
    assert loaded.kinds["price"] != "number"


@pytest.mark.usefixtures("store")
def test_progress_rises_to_the_end():
    seen = []
    with sending(lambda progress: seen.append(progress.done), per_second=1e9):
        load(LoadSettings(tables.put_bytes(CONTENT), "f"))
    assert seen == sorted(seen)
    assert len(seen) >= 5
    assert seen[-1] == 100


@pytest.mark.usefixtures("store")
def test_an_unreadable_or_absent_upload_gives_its_sentence():
    with pytest.raises(UnreadableTable, match="only blank lines"):
        load(LoadSettings(tables.put_bytes(b" "), "f"))
    with pytest.raises(tables.MissingFile, match="Load its file again"):
        load(LoadSettings("0" * 16, "f"))


@pytest.mark.usefixtures("store")
def test_overrides_of_a_link_count_only_if_they_give_the_table_it_waits_for():
    upload = tables.put_bytes(CONTENT)
    plain = load(LoadSettings(upload, "f")).digest
    overrides = (("decimal", "."),)
    sent = load(LoadSettings(upload, "f", overrides)).digest
    assert sent != plain
    assert load(LoadSettings(upload, "f", overrides, wanted=sent)).digest == sent
    assert load(LoadSettings(upload, "f", overrides, wanted="another")).digest == plain
    unfit = (("encoding", "utf-16"),)
    assert load(LoadSettings(upload, "f", unfit, wanted=sent)).digest == plain
