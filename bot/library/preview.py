"""`ajar content preview`: everything a member may read as one page, the way it will stand in a message."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from . import Voice

STYLE = """
body { font: 17px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; color: #1d2733; }
article { border-left: 3px solid #1f6f83; padding: .2rem 1rem; margin: 1.2rem 0; }
blockquote { margin: .6rem 0; padding-left: .8rem; border-left: 2px solid #c3ccd4; }
small { color: #56636f; } nav a { margin-right: 1rem; }
@media (prefers-color-scheme: dark) { body { background: #1d2733; color: #e8eef2; } small { color: #9fb0bd; } }
"""

KINDS = ("prompts", "tips", "topics", "journeys", "ifs", "thens", "feelings")


def page(voice: Voice) -> str:
    """Return the page of a language, in HTML that needs nothing else."""
    links = "".join(f'<a href="#{each}">{each}</a>' for each in KINDS)
    body = "".join(f'<h2 id="{kind}">{kind}</h2>{"".join(_WRITE[kind](voice))}' for kind in KINDS)
    head = f'<meta charset="utf-8"><title>Ajar: {escape(voice.locale)}</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="{escape(voice.locale)}">{head}<nav>{links}</nav>{body}</html>\n'


def _article(name: str, *parts: str) -> str:
    return f"<article><small>{escape(name)}</small>{''.join(parts)}</article>\n"


def _p(text: str | None) -> str:
    return "".join(f"<p>{escape(each)}</p>" for each in (text or "").split("\n\n") if each.strip())


def _small(text: str) -> str:
    return f"<p><small>{escape(text)}</small></p>"


def _quote(text: str) -> str:
    return f"<blockquote>{escape(text)}</blockquote>"


def _prompts(voice: Voice) -> Iterator[str]:
    for each in voice.prompts.values():
        yield _article(each.id, _quote(each.text), _small(f"{voice.themes[each.theme].name} · {each.mood}"))


def _tips(voice: Voice) -> Iterator[str]:
    for each in voice.tips.values():
        steps = "".join(f"<li>{escape(step)}</li>" for step in each.steps)
        rests = f"{each.evidence.note} ({each.evidence.reference})"
        facts = _small(f"{each.category} · {each.minutes} min")
        told = (_small(each.avoid_when), _small(rests))
        yield _article(each.id, f"<h3>{escape(each.title)}</h3>", facts, f"<ol>{steps}</ol>", *told)


def _topics(voice: Voice) -> Iterator[str]:
    for each in voice.topics.values():
        follow_ups = "".join(f"<li>{escape(one)}</li>" for one in each.follow_ups)
        title, asked = f"<h3>{escape(each.title)}</h3>", _quote(each.question)
        yield _article(each.id, title, _p(each.note), asked, f"<ul>{follow_ups}</ul>", _p(each.closing))


def _journeys(voice: Voice) -> Iterator[str]:
    for journey in voice.journeys.values():
        yield _article(journey.id, f"<h3>{escape(journey.title)}</h3>", _p(journey.about))
        for step in journey.steps:
            title, told = f"<h4>{escape(step.title)}</h4>", _p(step.reading)
            tips = _small(", ".join(voice.tips[each].title for each in step.tips if each in voice.tips))
            yield _article(f"{journey.id}.{step.id}", title, told, _quote(step.question), _p(step.practice), tips)
        yield _article(f"{journey.id}, the end", _p(journey.ending))


def _ifs(voice: Voice) -> Iterator[str]:
    for each in voice.ifs.values():
        yield _article(each.id, _p(voice.label("plan-sentence", when=each.text, then="…")))


def _thens(voice: Voice) -> Iterator[str]:
    for each in voice.thens.values():
        yield _article(each.id, _p(voice.label("plan-sentence", when="…", then=each.text)))


def _feelings(voice: Voice) -> Iterator[str]:
    for each in voice.feelings.values():
        yield _article(each.id, _p(f"{each.word} · {each.group}"))


_WRITE = {
    "prompts": _prompts,
    "tips": _tips,
    "topics": _topics,
    "journeys": _journeys,
    "ifs": _ifs,
    "thens": _thens,
    "feelings": _feelings,
}
