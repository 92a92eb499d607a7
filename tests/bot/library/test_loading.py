"""A content folder becomes a library, or one clear line says where it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import ContentError
from bot.library import load

from .pocket import ENGLISH, NUMBERS, with_german, written

LONGEST_LINE = 400


def refusal(folder: Path) -> str:
    with pytest.raises(ContentError) as raised:
        load(folder)
    return str(raised.value)


def test_entries_come_by_id_in_the_order_of_the_file(tmp_path: Path) -> None:
    voice = load(written(tmp_path)).voice("en")
    assert list(voice.feelings) == ["sad", "longing"]
    assert voice.tips["breathe"].steps == ("Sit down.", "Breathe out.")
    assert voice.topics["silence"].note is None
    assert voice.tips["breathe"].evidence.note == "It helped some."


def test_nothing_loaded_can_be_changed(tmp_path: Path) -> None:
    library = load(written(tmp_path))
    with pytest.raises(TypeError):
        library.voice("en").tips["other"] = library.voice("en").tips["breathe"]  # type: ignore[index]
    with pytest.raises(TypeError):
        library.voices["xx"] = library.voice("en")  # type: ignore[index]
    with pytest.raises(ValueError, match="frozen"):
        library.voice("en").tips["breathe"].title = "Other"


def test_the_library_speaks_on_when_its_files_are_gone(tmp_path: Path) -> None:
    folder = written(tmp_path)
    library = load(folder)
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert library.voice("en").label("core-title") == "Ajar"


@pytest.mark.parametrize(
    ("file", "before", "after", "line"),
    [
        (
            "tips.toml",
            'title = "Breathe out"\n',
            "",
            "content/en/tips.toml: entry 'breathe': key 'title': Field required",
        ),
        (
            "tips.toml",
            "minutes = 3",
            "minutes = true",
            "entry 'breathe': key 'minutes': Input should be a valid integer",
        ),
        ("tips.toml", '"Sit down.", ', "", "entry 'breathe': key 'steps': Tuple should have at least 2 items"),
        ("tips.toml", "minutes", "minuets", "entry 'breathe': key 'minutes': Field required"),
        ("tips.toml", '"breathing"', '"swimming"', "entry 'breathe': key 'category': Input should be"),
        ("tips.toml", "[[tips]]", "[[tip]]", "content/en/tips.toml: key 'tip': only [[tips]] belongs in it"),
        ("tips.toml", "[[tips]]", "[[tips]", "content/en/tips.toml: cannot be parsed"),
        ("prompts.toml", '"distance"', '"elsewhere"', "entry 'first': key 'theme': no theme is called elsewhere"),
        ("prompts.toml", '"first"', '"First One"', "entry 'First One': key 'id': String should match"),
        ("feelings.toml", 'near = "sad"', 'near = "glad"', "entry 'longing': key 'near': glad is no word of the menu"),
        ("feelings.toml", 'near = "sad"\n', "", "entry 'longing': either menu = true, or near names"),
        ("feelings.toml", 'id = "longing"', 'id = "sad"', "entry 'sad': key 'id': stands there twice"),
        (
            "strings/more.ftl",
            "more-ask =",
            "core-title =",
            "key 'core-title': stands in content/en/strings/core.ftl already",
        ),
        (
            "strings/core.ftl",
            "core-title = Ajar",
            "core-title Ajar",
            "content/en/strings/core.ftl: key 'core-title Ajar':",
        ),
        ("strings/core.ftl", "Ajar", "{ $open", "content/en/strings/core.ftl: key 'core-title': cannot be parsed"),
        ("strings/core.ftl", "Ajar\n", "Ajar\ncore-title = Again\n", "stands in content/en/strings/core.ftl already"),
    ],
)
def test_a_wrong_entry_is_named_in_one_line(tmp_path: Path, file: str, before: str, after: str, line: str) -> None:
    text = ENGLISH[file]
    assert before in text
    folder = written(tmp_path, **{f"en_{file.replace('/', '_').replace('.', '_')}": text.replace(before, after)})
    said = refusal(folder)
    assert line in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("file", "before", "after", "line"),
    [
        ("helplines.csv", ",24/7,P: example.org,2026-11-22\nDE,Safe", ",24/7\nDE,Safe", "line 3': key 'source'"),
        ("helplines.csv", "0800 1", "+49 800 1", "entry 'line 2': key 'phone"),
        ("helplines.csv", "0800 1", "", "entry 'line 2': a line needs a phone or a text number"),
        ("helplines.csv", "violence", "sadness", "entry 'line 4': key 'kind'"),
        ("helplines.csv", "2026-11-22\nDE,Safe", "22.11.2026\nDE,Safe", "entry 'line 3': key 'checked'"),
        ("helplines.csv", "2026-11-22\nDE,Safe", "1700000000\nDE,Safe", "entry 'line 3': key 'checked'"),
        ("helplines.csv", ",hours,", ",open,", "entry 'line 1': has no column hours"),
        ("helplines.csv", "DE,Evenings", 'DE,"Evenings', "cannot be parsed"),
        ("emergency.csv", "UA,103", "Ukraine,103", "entry 'line 5': key 'country_iso2'"),
        ("emergency.csv", "112,any", "112,fire", "entry 'line 2': key 'covers'"),
    ],
)
def test_a_wrong_number_is_named_in_one_line(tmp_path: Path, file: str, before: str, after: str, line: str) -> None:
    assert before in NUMBERS[file]
    said = refusal(written(tmp_path, **{file.replace(".", "_"): NUMBERS[file].replace(before, after, 1)}))
    assert said.startswith(f"content/{file}: ")
    assert line in said
    assert "\n" not in said


@pytest.mark.parametrize("name", [*(f"en/{each}" for each in ENGLISH if each.endswith("toml")), *NUMBERS])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = written(tmp_path)
    (folder / name).unlink()
    assert refusal(folder) == f"content/{name}: cannot be read (No such file or directory)"


def test_a_missing_folder_names_the_setting(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere").startswith("AJAR_CONTENT_DIR: there is no folder ")


def test_a_folder_of_strings_that_is_no_language_is_refused(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "qqq" / "strings").mkdir(parents=True)
    assert refusal(folder).startswith("content/qqq: is no language")


def test_a_folder_without_strings_is_not_a_language(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "fr" / "safety").mkdir(parents=True)
    assert load(folder).locales == ("en",)


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    folder = written(tmp_path)
    for path in (folder / "helplines.csv", folder / "en" / "tips.toml", folder / "en" / "strings" / "core.ftl"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    library = load(folder)
    assert len(library.lines) == 3
    assert library.voice("en").label("core-title") == "Ajar"


def test_a_tag_finds_the_nearest_language(tmp_path: Path) -> None:
    library = load(with_german(written(tmp_path)))
    assert library.locales == ("en", "de")
    found = {tag: library.voice(tag).locale for tag in ("de-AT", "de_CH", "DE", "de-Latn-AT", "den", "fr", "en-GB", "")}
    assert found == {
        "de-AT": "de", "de_CH": "de", "DE": "de", "de-Latn-AT": "de", "den": "en", "fr": "en", "en-GB": "en", "": "en",
    }  # fmt: skip


def test_a_label_comes_in_every_language_that_has_it(tmp_path: Path) -> None:
    library = load(with_german(written(tmp_path)))
    assert library.all_labels("core-title") == {"en": "Ajar", "de": "Angelehnt"}
    assert library.all_labels("core-moment").keys() == {"en"}


GARBAGE = st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
VALUES = st.recursive(
    st.sampled_from(["1", "true", '""', '"a\\nb"', "1979-05-27", "nan", "9" * 5000, "0x1", "inf"]),
    lambda inner: st.lists(inner, max_size=3).map(lambda all_of: f"[{','.join(all_of)}]"),
    max_leaves=4,
)
KEYS = st.sampled_from(["id", "title", "minutes", "steps", "category", "evidence", "avoid_when", '"a\\u0007 b"', '""'])
TABLES = st.lists(st.dictionaries(KEYS, VALUES, max_size=6), max_size=3).map(
    lambda all_of: "\n".join(
        "[[tips]]\n" + "\n".join(f"{k} = {v}" for k, v in each.items()) for each in all_of
    ).encode()
)
NESTED = st.sampled_from([b"x = " + b"[" * 5000, b"x = " + b"{ a = " * 5000, b"a = " + b"{ " * 5000])
ROWS = st.lists(st.lists(st.text(max_size=8), max_size=12), max_size=4).map(
    lambda rows: (NUMBERS["helplines.csv"].splitlines()[0] + "\n" + "\n".join(",".join(row) for row in rows)).encode(
        "utf-8", "surrogatepass"
    )
)


@pytest.mark.parametrize("file", ["en/tips.toml", "en/strings/core.ftl", "helplines.csv", "emergency.csv"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=GARBAGE | TABLES | ROWS | NESTED)
def test_whatever_stands_in_a_file_it_is_read_or_refused_in_one_line(tmp_path: Path, file: str, content: bytes) -> None:
    folder = written(tmp_path)
    (folder / file).write_bytes(content)
    said = refused(folder)
    assert said is None or said.startswith("content/")
    assert said is None or (said.isprintable() and len(said) < LONGEST_LINE)


def refused(folder: Path) -> str | None:
    try:
        load(folder)
    except ContentError as error:
        return str(error)
    return None
