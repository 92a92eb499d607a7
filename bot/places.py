"""What the tz database leaves out about places: leading zones, rough populations, further names, and finding by name.

None of it is shown: names here are only understood, and populations only decide what is offered first, so rough figures
(millions, about 2024) will do. A name that is missing costs somebody a second search and nothing else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

_BARE = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})


def fold(text: str) -> str:
    """Reduce a name to what must agree: letters and digits, without accents, case, spaces or signs."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_BARE)
    return "".join(letter for letter in plain if letter.isalnum())


Names = dict[str, list[str]]  # folded name -> what bears it, most fitting first


A_PART, A_LIKENESS = 3, 4
"""Letters from which a query may also be a part of a name, and something like one."""


def add(names: Names, name: str, meant: Iterable[str]) -> None:
    """Let a name, folded, also mean these."""
    if key := fold(name):
        names[key] = list(dict.fromkeys([*names.get(key, ()), *meant]))


def find(query: str, names: Names) -> Iterable[str]:
    """Return what a folded query may mean: that name, then the beginning of one, then a part, else a likeness."""
    alike = [query] if query in names else []
    alike += [name for name in names if name.startswith(query)]
    if len(query) >= A_PART:
        alike += [name for name in names if query in name]
    if not alike and len(query) >= A_LIKENESS:
        alike = get_close_matches(query, names, n=5, cutoff=0.8)
    return dict.fromkeys(meant for name in alike for meant in names[name])


LEADING: dict[str, str] = {
    "AR": "America/Argentina/Buenos_Aires America/Argentina/Cordoba America/Argentina/Mendoza",
    "AU": "Australia/Sydney Australia/Melbourne Australia/Brisbane Australia/Perth Australia/Adelaide "
    "Australia/Hobart Australia/Darwin",
    "BR": "America/Sao_Paulo America/Bahia America/Fortaleza America/Recife America/Manaus America/Belem "
    "America/Cuiaba America/Rio_Branco",
    "CA": "America/Toronto America/Vancouver America/Edmonton America/Winnipeg America/Halifax America/Regina "
    "America/St_Johns",
    "CD": "Africa/Kinshasa Africa/Lubumbashi",
    "CL": "America/Santiago America/Punta_Arenas",
    "CN": "Asia/Shanghai Asia/Urumqi",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid Atlantic/Canary",
    "ID": "Asia/Jakarta Asia/Makassar Asia/Jayapura",
    "KZ": "Asia/Almaty Asia/Aqtobe",
    "MX": "America/Mexico_City America/Monterrey America/Tijuana America/Merida America/Cancun America/Hermosillo "
    "America/Chihuahua",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon Atlantic/Azores Atlantic/Madeira",
    "RU": "Europe/Moscow Asia/Yekaterinburg Asia/Novosibirsk Europe/Samara Asia/Krasnoyarsk Asia/Irkutsk "
    "Asia/Vladivostok Europe/Kaliningrad",
    "UA": "Europe/Kyiv",
    "US": "America/New_York America/Chicago America/Los_Angeles America/Denver America/Phoenix America/Anchorage "
    "Pacific/Honolulu",
    "UZ": "Asia/Tashkent",
    "VN": "Asia/Ho_Chi_Minh",
}
"""By country, the zones to offer first where the order of `zone.tab` (west to east, north to south) would hide them."""

_POPULATIONS = """
IN 1440 CN 1410 US 340 ID 280 PK 245 NG 228 BR 212 BD 173 RU 144 ET 130 MX 130 JP 124 PH 116 EG 114 CD 105 VN 100 IR 90
TR 86 DE 84 TH 72 GB 69 FR 68 TZ 67 ZA 63 IT 59 KE 55 MM 54 CO 53 KR 52 UG 49 SD 49 ES 48 DZ 46 AR 46 IQ 45 AF 42 CA 40
PL 38 MA 38 UA 37 AO 37 SA 36 UZ 36 YE 35 PE 34 MY 34 GH 34 MZ 33 CI 31 NP 30 MG 30 CM 29 VE 28 AU 27 NE 26 KP 26 TW 23
ML 23 BF 23 SY 23 LK 22 MW 21 ZM 20 KZ 20 CL 20 RO 19 TD 18 GT 18 EC 18 SO 18 NL 18 SN 18 KH 17 ZW 16 GN 14 RW 14 BJ 14
BI 13 TN 12 BO 12 BE 12 HT 12 DO 11 JO 11 CU 11 SS 11 HN 11 CZ 11 SE 10.6 PT 10.5 GR 10.4 AZ 10 TJ 10 PG 10 IL 10 AE 10
HU 9.6 AT 9.1 CH 9 BY 9 TG 9 SL 8 LA 8 HK 7.5 LY 7 TM 7 KG 7 PY 7 NI 7 RS 6.6 BG 6.4 SV 6.3 CG 6 DK 6 SG 6 LB 5.6 FI 5.6
NO 5.5 LR 5.5 PS 5.4 SK 5.4 IE 5.3 CF 5.3 NZ 5.2 CR 5.1 MR 5 OM 4.9 KW 4.7 PA 4.5 HR 3.9 ER 3.7 GE 3.7 MN 3.5 UY 3.4
PR 3.2 BA 3.2 AM 3 NA 3 LT 2.9 JM 2.8 QA 2.8 AL 2.7 GM 2.7 GA 2.5 BW 2.5 MD 2.4 LS 2.3 SI 2.1 GW 2.1 LV 1.9 MK 1.8
BH 1.6 TT 1.5 EE 1.4 MU 1.3 CY 1.3 SZ 1.2 DJ 1.1 FJ 0.9 LU 0.7 MT 0.5 IS 0.4 LI 0.04
"""
_FIGURES = _POPULATIONS.split()

MILLIONS: dict[str, float] = dict(zip(_FIGURES[::2], map(float, _FIGURES[1::2]), strict=True))
"""People by country, in millions, the most populous first."""

PLACES: dict[str, str] = {
    "Africa/Casablanca": "rabat,marrakesh,marrakech,fes,tangier",
    "Africa/Johannesburg": "cape town,durban,pretoria,soweto",
    "Africa/Lagos": "abuja,kano,ibadan,port harcourt",
    "Africa/Nairobi": "mombasa",
    "America/Anchorage": "alaska,alaska time",
    "America/Bogota": "medellin,cali,barranquilla",
    "America/Chicago": "houston,dallas,austin,san antonio,minneapolis,milwaukee,new orleans,nashville,memphis,"
    "kansas city,st louis,oklahoma city,texas,illinois,minnesota,wisconsin,louisiana,missouri,iowa,alabama,oklahoma,"
    "arkansas,mississippi,tennessee,central time,ct",
    "America/Denver": "salt lake city,albuquerque,colorado springs,colorado,utah,new mexico,montana,wyoming,"
    "mountain time,mt",
    "America/Edmonton": "calgary,alberta",
    "America/Guayaquil": "quito",
    "America/Halifax": "nova scotia,atlantic time",
    "America/Lima": "arequipa",
    "America/Los_Angeles": "san francisco,seattle,san diego,portland,sacramento,san jose,oakland,las vegas,california,"
    "washington state,oregon,nevada,pacific time,pt",
    "America/Mexico_City": "guadalajara,puebla,cdmx,ciudad de mexico",
    "America/New_York": "boston,washington,washington dc,philadelphia,miami,atlanta,orlando,tampa,charlotte,cleveland,"
    "columbus,cincinnati,pittsburgh,baltimore,buffalo,nyc,brooklyn,florida,georgia,virginia,massachusetts,new jersey,"
    "pennsylvania,ohio,north carolina,south carolina,maryland,connecticut,vermont,maine,eastern time,et",
    "America/Puerto_Rico": "san juan",
    "America/Sao_Paulo": "rio de janeiro,rio,brasilia,belo horizonte,curitiba,porto alegre,florianopolis",
    "America/Santiago": "valparaiso",
    "America/St_Johns": "newfoundland",
    "America/Toronto": "ottawa,montreal,quebec,hamilton,ontario",
    "America/Vancouver": "british columbia,victoria",
    "America/Winnipeg": "manitoba",
    "America/Regina": "saskatchewan,saskatoon",
    "Asia/Dhaka": "chittagong",
    "Asia/Dubai": "abu dhabi,sharjah",
    "Asia/Ho_Chi_Minh": "hanoi,saigon,da nang",
    "Asia/Jakarta": "bandung,surabaya,java",
    "Asia/Makassar": "bali,denpasar",
    "Asia/Jerusalem": "tel aviv,haifa",
    "Asia/Karachi": "lahore,islamabad,rawalpindi,faisalabad",
    "Asia/Kolkata": "mumbai,bombay,delhi,new delhi,bangalore,bengaluru,chennai,madras,hyderabad,pune,ahmedabad,jaipur",
    "Asia/Manila": "quezon city,cebu,davao",
    "Asia/Riyadh": "jeddah,mecca,medina",
    "Asia/Seoul": "busan,incheon",
    "Asia/Shanghai": "beijing,peking,shenzhen,guangzhou,chengdu,wuhan,nanjing,tianjin",
    "Asia/Tokyo": "osaka,kyoto,yokohama,nagoya,sapporo,fukuoka,okinawa",
    "Asia/Yangon": "rangoon,mandalay",
    "Atlantic/Canary": "tenerife,las palmas,lanzarote,fuerteventura",
    "Australia/Adelaide": "south australia",
    "Australia/Brisbane": "queensland,gold coast,cairns",
    "Australia/Hobart": "tasmania",
    "Australia/Melbourne": "geelong",
    "Australia/Perth": "western australia",
    "Australia/Sydney": "canberra,newcastle,wollongong,new south wales",
    "Etc/UTC": "utc,gmt,zulu,universal time,greenwich",
    "Europe/Amsterdam": "rotterdam,the hague,den haag,utrecht,eindhoven",
    "Europe/Athens": "thessaloniki",
    "Europe/Berlin": "hamburg,munich,munchen,koln,cologne,frankfurt,stuttgart,dusseldorf,leipzig,dortmund,essen,bremen,"
    "dresden,hannover,hanover,nuremberg,nurnberg",
    "Europe/Brussels": "antwerp,ghent,liege",
    "Europe/Copenhagen": "aarhus",
    "Europe/Dublin": "cork,galway,limerick",
    "Europe/Helsinki": "tampere,turku",
    "Europe/Istanbul": "ankara,izmir",
    "Europe/Kyiv": "lviv,kharkiv,odesa,odessa,dnipro",
    "Europe/Lisbon": "porto,braga,coimbra",
    "Europe/London": "manchester,birmingham,liverpool,leeds,bristol,glasgow,edinburgh,cardiff,belfast,sheffield",
    "Europe/Madrid": "barcelona,valencia,sevilla,seville,zaragoza,malaga,bilbao,mallorca",
    "Europe/Moscow": "saint petersburg,st petersburg",
    "Europe/Oslo": "bergen,trondheim,tromso,stavanger",
    "Europe/Paris": "marseille,lyon,toulouse,nice,nantes,bordeaux,lille,strasbourg",
    "Europe/Prague": "brno",
    "Europe/Rome": "milan,milano,naples,napoli,turin,torino,florence,firenze,bologna,venice,venezia,palermo,sicily",
    "Europe/Stockholm": "gothenburg,goteborg,malmo,uppsala",
    "Europe/Vienna": "graz,linz,salzburg,innsbruck",
    "Europe/Warsaw": "krakow,cracow,gdansk,wroclaw,poznan,lodz",
    "Europe/Zurich": "geneva,geneve,genf,bern,berne,basel,lausanne,lucerne",
    "Pacific/Auckland": "wellington,christchurch,hamilton",
    "Pacific/Honolulu": "hawaii,hawaii time",
}
"""Further cities, regions and names of clocks by zone, separated by commas; a name may stand with several zones."""

COUNTRIES: dict[str, str] = {
    "AE": "uae,emirates",
    "CD": "drc,dr congo",
    "CI": "ivory coast",
    "CV": "cape verde",
    "CZ": "czech republic",
    "GB": "uk,great britain,britain,england,scotland,wales,northern ireland",
    "KP": "north korea",
    "KR": "korea,south korea",
    "MK": "macedonia",
    "MM": "burma",
    "NL": "holland",
    "PS": "palestine",
    "RU": "russian federation",
    "SZ": "swaziland",
    "TL": "east timor",
    "TR": "turkey",
    "US": "usa,america,united states of america",
    "VA": "vatican",
}
"""Further names of countries by ISO 3166 code, separated by commas."""
