"""A content folder of a few lines, to be changed in one place by each test."""

from __future__ import annotations

from pathlib import Path

ENGLISH = {
    "themes.toml": '[[themes]]\nid = "distance"\nname = "Distance"\nsource = ["S1"]\n',
    "prompts.toml": '[[prompts]]\nid = "first"\ntheme = "distance"\nmood = "any"\ntext = "What do you see?"\n',
    "tips.toml": """
[[tips]]
id = "breathe"
title = "Breathe out"
category = "breathing"
minutes = 3
steps = ["Sit down.", "Breathe out."]
avoid_when = "Skip it when dizzy."
evidence = { note = "It helped some.", reference = "Author A (2007). Title." }
""",
    "topics.toml": """
[[topics]]
id = "silence"
theme = "distance"
title = "Silence"
question = "What do you make of it?"
follow_ups = ["When?", "And then?"]
closing = "Guesses are welcome."
""",
    "ifs.toml": """
[[ifs]]
id = "noise"
text = "there is noise around me"
trigger = "around"
reactions = ["away"]
""",
    "thens.toml": """
[[thens]]
id = "breathe"
text = "I breathe out slowly"
group = "body"
""",
    "feelings.toml": """
[[feelings]]
id = "sad"
word = "sad"
group = "heavy"
menu = true

[[feelings]]
id = "longing"
word = "longing"
group = "heavy"
near = "sad"
""",
    "strings/core.ftl": "core-title = Ajar\ncore-moment = on { $day } at { $time }\n",
    "strings/more.ftl": (
        "more-ask = Try { $command } or { $other }.\n"
        "more-count = { $number ->\n    [one] One day\n   *[other] { $number } days\n}\n"
    ),
}
NUMBERS = {
    "helplines.csv": (
        "country_iso2,name,kind,phone,text,web,languages,hours,source,checked\n"
        "DE,Evenings,suicide,0800 1,,https://example.org/,de,evenings,P: example.org,2026-11-22\n"
        "DE,Always,suicide,0800 2,,https://example.org/,de,24/7,P: example.org,2026-11-22\n"
        "DE,Safe,violence,116 016,,https://example.org/,de,24/7,P: example.org,2026-11-22\n"
    ),
    "emergency.csv": (
        "country_iso2,number,covers,source,checked\n"
        "DE,112,any,example.org,2026-11-22\n"
        "CH,112,any,example.org,2026-11-22\n"
        "CH,144,ambulance,example.org,2026-11-22\n"
        "UA,103,ambulance,example.org,2026-11-22\n"
        "UA,102,police,example.org,2026-11-22\n"
    ),
}
SAFETY = dict.fromkeys(("en", "es", "fr", "de", "pt"), "safety-heavy = It is heavy.\n")
GERMAN = ENGLISH | {"strings/core.ftl": "core-title = Angelehnt\n"}


def written(root: Path, **changed: str) -> Path:
    """Write the folder; `changed` replaces a file by its path with `_` for `/` and `.`, such as `en_tips_toml`."""
    folder = root / "content"
    files = {f"en/{name}": text for name, text in ENGLISH.items()} | NUMBERS
    files |= {f"safety/{language}/answer.ftl": text for language, text in SAFETY.items()}
    for name, text in files.items():
        spot = folder / name
        spot.parent.mkdir(parents=True, exist_ok=True)
        spot.write_text(changed.pop(name.replace("/", "_").replace(".", "_"), text), "utf-8")
    assert not changed, "no such file"
    return folder


def with_german(folder: Path, files: dict[str, str] | None = None) -> Path:
    """Add a second language."""
    for name, text in (GERMAN if files is None else files).items():
        spot = folder / "de" / name
        spot.parent.mkdir(parents=True, exist_ok=True)
        spot.write_text(text, "utf-8")
    return folder
