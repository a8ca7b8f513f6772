"""How English writes dates: the pieces that the patterns of ``dates`` are made of, every repetition bounded."""

from __future__ import annotations

import re

__all__ = [
    "EVENT",
    "FUTURE_AFTER",
    "FUTURE_BEFORE",
    "MONTHS",
    "NUMBERS",
    "PATTERNS",
    "REPORTED",
    "WEEKDAYS",
    "month_number",
]

MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
NUMBERS = {word: n for n, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)}
NUMBERS |= {"a": 1, "an": 1}


def month_number(word: str) -> int:
    """Return the number of a month from its name or abbreviation.

    >>> month_number("Sept."), month_number("MARCH")
    (9, 3)
    """
    begin = word[:3].capitalize()
    return next(number for number, month in enumerate(MONTHS, start=1) if month.startswith(begin))


_S = r"[ \t\n\u00a0\u202f]{1,3}"  # a space, also where a line was wrapped
_DASH = r"[ \u00a0]?[-\u2010-\u2015][ \u00a0]?"
_SHORT = ("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec")
_NAMES = "|".join([*MONTHS, *(month.upper() for month in MONTHS)])
_ABBREVIATED = "|".join([*_SHORT, *(month.upper() for month in _SHORT)])
_MONTH = rf"(?:(?:{_NAMES})\b|(?:{_ABBREVIATED})\b\.?)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_NTH = rf"{_DAY}(?:st|nd|rd|th)?"
_YEAR = r"(?:1[0-9]|20)\d\d"
_WEEKDAY = "(?:" + "|".join([*WEEKDAYS, *(day.upper() for day in WEEKDAYS)]) + ")"
_PART = r"(?:early[ ])?(?:night|morning|afternoon|evening|lunchtime|NIGHT|MORNING|AFTERNOON|EVENING)"
_LED = rf"(?:\b{_WEEKDAY},?{_S}(?:the{_S})?)?"
_UNIT = (
    r"(?:per[ ]cent|percent|%|people|persons|men|women|children|workers|troops|soldiers|officers|fighters|civilians|dead|deaths|"
    r"killed|wounded|injured|dollars|euros|pounds|roubles|rubles|votes|voters|seats|jobs|years|months|weeks|days|hours|minutes|"
    r"members|delegates|delegations|countries|states|nations|parties|points|pages|words|copies|homes|houses|families|"
    r"refugees|migrants|protesters|demonstrators|respondents|adults|students|tons?|tonnes?|miles|kilomet(?:er|re)s|km|met(?:er|re)s|"
    r"feet|acres|hectares|barrels|million|billion|thousand|bn|m|times|more|other)\b"
)
_COUNT = rf"(?!{_S}(?:(?!for|with|and|was|were|when|the)\w{{3,12}}[ ])?{_UNIT})"
_END = r"(?![\w/-]|[.,:]\d)"
_BEGIN = r"(?<![\w/$£€#:.,-])"
_NUMBERED = "|".join(sorted(NUMBERS, key=len, reverse=True))
_SAINTS = "(?<!Bloody )(?<!Black )(?<!Good )(?<!Super )(?<!Palm )(?<!Easter )(?<!Ash )(?<!Cyber )(?<!Holy )(?<!Maundy )(?<!News )"
_PAPERS = r"(?![ ](?:Times|Telegraph|Mirror|Express|Mail|Herald|Post|People|Independent|Night[ ]Live|Night[ ]Football|Morning[ ]Herald))"
_SURE_MONTH = "|".join(month for month in MONTHS if month not in ("March", "April", "May", "June", "August"))

PATTERNS: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "iso": rf"{_BEGIN}(?P<y>{_YEAR})([-/])(?P<m>0[1-9]|1[0-2])\2(?P<d>0[1-9]|[12]\d|3[01])(?:T[\d:.Z+-]{{1,30}}|(?![\w/-]))",
        "numeric": rf"{_BEGIN}(?P<a>\d{{1,2}})(?P<sign>[/.-])(?P<b>\d{{1,2}})(?P=sign)(?P<y>{_YEAR}){_END}",
        "days": (
            rf"{_LED}{_BEGIN}(?:(?:from|between|From|Between){_S})?(?P<d1>{_NTH})(?P<to>{_DASH}|{_S}(?:to|until|and|or){_S}|,{_S}|{_S}&{_S})"
            rf"(?:(?P<d2>{_NTH})(?P<to2>{_S}and{_S}|,?{_S}and{_S}))?(?P<d>{_NTH}){_S}(?:of{_S})?(?P<m>{_MONTH})(?:,?{_S}(?P<y>{_YEAR}){_END})?"
        ),
        "day": rf"{_LED}{_BEGIN}(?P<d>{_NTH}){_S}(?:of{_S})?(?P<m>{_MONTH})(?:,?{_S}(?P<y>{_YEAR}){_END})?(?!\w)",
        "months": (
            rf"{_LED}\b(?P<m>{_MONTH}){_S}(?P<d1>{_NTH})(?P<to>{_DASH}|{_S}(?:to|through|until|and|or){_S})(?P<d>{_NTH})(?![\d%])"
            rf"(?:,?{_S}(?P<y>{_YEAR}){_END})?(?!\w){_COUNT}"
        ),
        "month": rf"{_LED}\b(?P<m>{_MONTH}){_S}(?P<d>{_NTH})(?![\d%]|[.,:]\d)(?:,?{_S}(?P<y>{_YEAR}){_END})?(?!\w){_COUNT}",
        "month_year": rf"\b(?P<m>{_MONTH})(?:,?{_S}|{_S}of{_S})(?P<y>{_YEAR}){_END}",
        "bare_month": (
            rf"\b(?:(?P<how>[Ll]ast|[Nn]ext|[Tt]his){_S})(?P<m1>{_NAMES})\b|"
            rf"\b(?:[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|[Tt]ill|[Dd]uring|[Ff]rom|[Tt]hrough|of|[Ee]arly|[Ll]ate|[Mm]id|[Bb]efore|[Aa]fter)(?:{_S}|-)"
            rf"(?:(?:early|late|mid|the{_S}(?:end|beginning|middle|start){_S}of)(?:{_S}|-))?(?P<m2>{_NAMES})\b(?!{_S}\d{{4}})"
            rf"(?:{_S}(?:of{_S})?(?P<of>last|next|this){_S}year\b)?|\b(?:[Aa]n?|his|her|its|their){_S}(?P<m4>{_NAMES})(?={_S}[a-z])|"
            rf"\b(?P<m3>{_SURE_MONTH})\b(?:{_S}(?:of{_S})?(?P<of3>last|next|this){_S}year\b)?"
        ),
        "week_day": (
            rf"\b(?:(?P<how>[Ll]ast|[Nn]ext|[Tt]his|[Tt]his[ ]coming|[Tt]his[ ]past|[Cc]oming){_S})?{_SAINTS}\b(?P<w>{_WEEKDAY})\b{_PAPERS}"
            rf"(?:{_S}{_PART}\b)?(?:{_S}(?:of{_S})?(?P<week>last|next|this){_S}week\b)?"
        ),
        "near": (
            rf"(?<![A-Za-z] )(?P<near1>Yesterday|Tomorrow|Today|Tonight|Last{_S}night|This{_S}(?:morning|afternoon|evening))\b|"
            rf"(?<!brighter )(?<!better )(?<!USA )\b(?P<near>yesterday|YESTERDAY|tomorrow|today|TODAY|tonight|TONIGHT|last{_S}night|this{_S}(?:morning|"
            rf"afternoon|evening))\b(?:(?<=day){_S}{_PART}\b|(?<=morrow){_S}{_PART}\b)?"
        ),
        "around": (
            r"\b(?P<vague>[Tt]he[ ](?:past|last|next|coming))[ ](?:week|month|year|decade|century)\b|"
            r"\b(?P<how>[Ll]ast|[Nn]ext|[Tt]his(?:[ ]past)?)[ \u00a0](?P<unit>week|weekend|month|year|decade|century)\b|"
            r"\b[Oo]ver[ ](?P<weekend>the[ ]weekend)\b"
        ),
        "ago": (
            rf"\b(?P<n>\d{{1,3}}|{_NUMBERED}|{'|'.join(w.capitalize() for w in NUMBERS)}){_S}(?P<unit>day|week|month|year|decade)s?"
            rf"{_S}(?P<way>ago|earlier|later|before|after|from{_S}now)\b|"
            rf"(?:\b(?:[Aa]{_S}few|[Ss]everal|[Mm]any|[Ss]ome){_S})?\b(?:[Dd]ays|[Ww]eeks|[Mm]onths|[Yy]ears|[Dd]ecades|[Cc]enturies){_S}ago\b"
        ),
        "decade": rf"(?<![\w$£€])(?:(?:mid|early|late)-)?(?P<y>(?:1[5-9]|20)\d0)[’']?s\b|(?<!\w)[’'‘](?P<short>[1-9]0)s\b",
        "century": r"\b(?P<c>[12]?\d)(?:st|nd|rd|th)[ \u00a0-](?P<word>century|centuries)\b",
        "years": rf"{_BEGIN}(?P<y>{_YEAR})(?:(?:{_DASH}|{_S}to{_S})(?P<y2>{_YEAR})|[-\u2010-\u2013](?P<y3>\d\d)){_END}",
        "year": rf"(?<![\w/$£€#.,:-])(?P<y>{_YEAR})(?![\w%]|[.,:/]\d|-\d){_COUNT}",
    }.items()
}
"One pattern per form, the more exact before the less exact; what one has taken the next ones leave alone."

FUTURE_BEFORE = re.compile(
    r"\b(?:will|shall|won[’']t|going to|is to|are to|due|scheduled|slated|planned|plans to|planning|expected|set (?:for|to)|upcoming|"
    r"deadline|postponed to|not until|begins|starts|opens|ends|expires|takes place|takes office|leaves office)\b|\b(?:by|until|till|ahead of|no later than|starting)(?:[ ]the)?(?:[ ](?:end|middle|start|beginning)[ ]of)?\s?$",
    re.IGNORECASE,
)
"What before a date, in the same sentence, says that it lies ahead."
REPORTED = re.compile(
    r"\b(?:said|told|announced|wrote|added|reported|tweeted|warned|insisted|argued|declared|claimed|confirmed|promised|met|held|"
    r"released|published|posted)\b|(?<!\bbe )(?<!\bbeen )\b[a-z]{2,15}ed\b"
)
"What between such a word and the date says that the date is that of a report."
EVENT = re.compile(
    r"[’']?s?[ \u00a0](?:[\w-]{1,15}[ \u00a0])?(?:terror\w*|attacks?|attackers|massacre|revolution|uprising|movement|coup|conspirac\w+|agreement|"
    r"protocol|accords?)\b"
)
"What after a day without a year makes it the name of an event, of whatever year."
FUTURE_AFTER = re.compile(r"^(?:[’']s)?(?:[ \u00a0](?!that\b|said\b)[\w’'-]{1,20}){0,3}[ \u00a0](?:will|is to|are to|is due|are due)\b")
"What after a date says that it lies ahead."
