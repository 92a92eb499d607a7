"""Stand-in until the library arrives."""
from __future__ import annotations
import tomllib, datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace as NS
from fluent.runtime import FluentBundle, FluentResource
from bot.messages import CommandRef, Text
from babel.dates import format_date, format_time, format_datetime
import csv
from zoneinfo import ZoneInfo
Prompt=Tip=TopicText=Feeling=Helpline=EmergencyNumber=NS
class Voice:
    def __init__(self, folder: Path, locale="en"):
        self.locale=locale
        self._b=FluentBundle([locale],use_isolating=False)
        for f in (folder/locale/"strings").glob("*.ftl"): self._b.add_resource(FluentResource(f.read_text()))
        def rd(n):
            d=tomllib.loads((folder/locale/f"{n}.toml").read_text())[n]
            for e in d:
                e.setdefault("note",None); e.setdefault("near",None); e.setdefault("menu",False)
                if "evidence" in e: e["evidence"]=NS(**e["evidence"])
            return {e["id"]:NS(**e) for e in d}
        self.themes,self.prompts,self.tips,self.topics,self.feelings=(rd(n) for n in ("themes","prompts","tips","topics","feelings"))
    def _f(self,key,v):
        m=self._b.get_message(key); return self._b.format_pattern(m.value,v)[0]
    def words(self,key,**v):
        refs=[x for x in v.values() if isinstance(x,CommandRef)]
        v={k:(f"\ue000{x.name}\ue001" if isinstance(x,CommandRef) else x) for k,x in v.items()}
        out=[]
        for i,p in enumerate(self._f(key,v).split("\ue000")):
            if i: n,_,p=p.partition("\ue001"); out.append(CommandRef(n))
            if p: out.append(p)
        return tuple(out)
    def text(self,key,**v): return Text(words=self.words(key,**v))
    def quiet(self,key,**v): return Text(words=self.words(key,**v),quiet=True)
    def label(self,key,**v): return self._f(key,{k:(f"/{x.name}" if isinstance(x,CommandRef) else x) for k,x in v.items()})
    def day(self,d): return format_date(d,"full",locale=self.locale)
    def time(self,t): return f"{t:%H:%M}"
    def moment(self,m,zone): l=m.astimezone(ZoneInfo(zone)); return format_date(l.date(),"EEEE, d MMMM",locale=self.locale)+f" at {l:%H:%M}"
    def weekday(self,n): return format_date(dt.date(2026,11,23)+dt.timedelta(days=n),"EEEE",locale=self.locale)
    def country(self,c):
        from bot import zones
        return zones.country_name(c,self.locale)
class Library:
    def __init__(self,folder): self._v=Voice(folder); self.locales=("en",); self._folder=folder
    def voice(self,locale): return self._v
    def all_labels(self,key): return {"en":self._v.label(key)}
    def helplines(self,country,kind,today): return tuple(NS(**r) for r in csv.DictReader(open(self._folder/"helplines.csv")) if r["country_iso2"]==country and r["kind"]==kind)
    def emergency(self,country,today):
        rows=[NS(**r) for r in csv.DictReader(open(self._folder/"emergency.csv")) if r["country_iso2"]==country]
        a=[r for r in rows if r.covers=="any"]; return tuple(a or rows)
def load(folder): return Library(folder)
from . import check
