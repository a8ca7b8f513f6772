"""How English writes dates: the pieces that the patterns of ``dates`` are made of, every repetition bounded."""

from __future__ import annotations

import re

__all__ = [
    "ATTACKS",
    "FUTURE_AFTER",
    "FUTURE_BEFORE",
    "MONTHS",
    "NUMBERS",
    "PATTERNS",
    "REPORTED",
    "WEEKDAYS",
    "month_number",
]

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_TEENS = "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBERS = {word: n for n, word in enumerate(f"one two three four five six seven eight nine ten {_TEENS}".split(), 1)}
NUMBERS |= {word: 10 * n for n, word in enumerate(_TENS, 2)} | {"a": 1, "an": 1}


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
    r"(?:per[ ]cent|percent|%|people|persons|men|women|children|workers|troops|soldiers|officers|fighters|civilians|"
    r"dead|deaths|killed|wounded|injured|dollars|euros|pounds|roubles|rubles|votes|voters|seats|jobs|years|months|weeks|days|hours|"
    r"minutes|members|delegates|delegations|countries|states|nations|parties|points|pages|words|copies|homes|houses|families|"
    r"refugees|migrants|protesters|demonstrators|respondents|adults|students|tons?|tonnes?|miles|kilomet(?:er|re)s|km|"
    r"met(?:er|re)s|feet|acres|hectares|barrels|million|billion|thousand|bn|m|times|more|other)\b"
)
_COUNT = rf"(?!{_S}(?:(?!for|with|and|was|were|when|the)\w{{3,12}}[ ])?{_UNIT})"
_END = r"(?![\w/-]|[.,:]\d)"
_BEGIN = r"(?<![\w/$£€#:.,-])"
_NUMBERED = (
    f"(?:(?:{'|'.join([*_TENS, *(word.capitalize() for word in _TENS)])})-)?(?:"
    + "|".join([*sorted(NUMBERS, key=len, reverse=True), *(word.capitalize() for word in NUMBERS)])
    + ")"
)
_NOT_NAMED = "".join(
    f"(?<!{word} )"
    for word in ["Bloody", "Black", "Good", "Super", "Palm", "Easter", "Ash", "Cyber", "Holy", "Maundy", "News"]
)
_NOT_A_PAPER = (
    r"(?![ ](?:Times|Telegraph|Mirror|Express|Mail|Herald|Post|People|Independent|Night[ ]Live|Night[ ]Football|"
    r"Morning[ ]Herald))"
)
_SURE_MONTH = "|".join(month for month in MONTHS if month not in ("March", "April", "May", "June", "August"))
_YEARED = rf"(?:,?{_S}(?P<y>{_YEAR}){_END}|{_S}(?:of{_S})?(?P<of>last|next|this){_S}year\b)?"
_OF_YEAR = rf"(?:{_S}(?:of{_S})?(?P<%s>last|next|this){_S}year\b)?"
_BEFORE_MONTH = (
    r"\b(?:[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|[Tt]ill|[Dd]uring|[Ff]rom|[Tt]hrough|of|[Ee]arly|[Ll]ate|[Mm]id|[Bb]efore|[Aa]fter)"
    rf"(?:{_S}|-)(?:(?:early|late|mid|the{_S}(?:end|beginning|middle|start){_S}of)(?:{_S}|-))?"
)
_PART_OF_TODAY = rf"this{_S}(?:morning|afternoon|evening)"

_FORMS: dict[str, str] = {
    "iso": (
        rf"{_BEGIN}(?P<y>{_YEAR})([-/])(?P<m>0[1-9]|1[0-2])\2(?P<d>0[1-9]|[12]\d|3[01])"
        r"(?:T[\d:.Z+-]{1,30}|(?![\w/-]))"
    ),
    "numeric": rf"{_BEGIN}(?P<a>\d{{1,2}})(?P<sign>[/.-])(?P<b>\d{{1,2}})(?P=sign)(?P<y>{_YEAR}){_END}",
    "days": (
        rf"{_LED}{_BEGIN}(?:(?:from|between|From|Between){_S})?(?P<d1>{_NTH})"
        rf"(?P<to>{_DASH}|{_S}(?:to|until|and|or){_S}|,{_S}|{_S}&{_S})"
        rf"(?:(?P<d2>{_NTH}),?{_S}and{_S})?(?P<d>{_NTH}){_S}(?:of{_S})?(?P<m>{_MONTH}){_YEARED}"
    ),
    "day": rf"{_LED}{_BEGIN}(?P<d>{_NTH}){_S}(?:of{_S})?(?P<m>{_MONTH}){_YEARED}(?!\w)",
    "months": (
        rf"{_LED}\b(?P<m>{_MONTH}){_S}(?P<d1>{_NTH})(?P<to>{_DASH}|{_S}(?:to|through|until|and|or){_S})(?P<d>{_NTH})"
        rf"(?![\d%]){_YEARED}(?!\w){_COUNT}"
    ),
    "month": rf"{_LED}\b(?P<m>{_MONTH}){_S}(?P<d>{_NTH})(?![\d%]|[.,:]\d){_YEARED}(?!\w){_COUNT}",
    "month_year": rf"\b(?P<m>{_MONTH})(?:,?{_S}|{_S}of{_S})(?P<y>{_YEAR}){_END}",
    "bare_month": (
        rf"\b(?P<how>[Ll]ast|[Nn]ext|[Tt]his){_S}(?P<m1>{_NAMES})\b|"
        rf"{_BEFORE_MONTH}(?P<m2>{_NAMES})\b(?!{_S}\d{{4}}){_OF_YEAR % 'of'}|"
        rf"\b(?:[Aa]n?|his|her|its|their){_S}(?P<m4>{_NAMES})(?={_S}[a-z])|"
        rf"\b(?P<m3>{_SURE_MONTH})\b{_OF_YEAR % 'of3'}"
    ),
    "week_day": (
        rf"\b(?:(?P<how>[Ll]ast|[Nn]ext|[Tt]his|[Tt]his[ ]coming|[Tt]his[ ]past|[Cc]oming){_S})?"
        rf"{_NOT_NAMED}\b(?P<w>{_WEEKDAY})\b{_NOT_A_PAPER}(?:{_S}{_PART}\b)?"
        rf"(?:{_S}(?:of{_S})?(?P<week>last|next|this){_S}week\b)?"
    ),
    "near": (
        rf"(?<![A-Za-z] )(?P<near1>Yesterday|Tomorrow|Today|Tonight|Last{_S}night|T{_PART_OF_TODAY[1:]})\b|"
        r"(?<!brighter )(?<!better )(?<!USA )"
        rf"\b(?P<near>yesterday|YESTERDAY|tomorrow|today|TODAY|tonight|TONIGHT|last{_S}night|{_PART_OF_TODAY})\b"
        rf"(?:(?<=day){_S}{_PART}\b|(?<=morrow){_S}{_PART}\b)?"
    ),
    "around": (
        r"\b(?P<vague>[Tt]he[ ](?:past|last|next|coming))[ ](?:week|month|year|decade|century)\b|"
        r"\b(?P<how>[Ll]ast|[Nn]ext|[Tt]his(?:[ ]past)?)[ \u00a0](?P<unit>week|weekend|month|year|decade|century)\b|"
        r"\b[Oo]ver[ ](?P<weekend>the[ ]weekend)\b"
    ),
    "ago": (
        rf"\b(?P<n>\d{{1,3}}|{_NUMBERED}){_S}(?P<unit>day|week|month|year|decade)s?"
        rf"{_S}(?P<way>ago|earlier|later|before|after|from{_S}now)\b|"
        rf"(?:\b(?:[Aa]{_S}few|[Ss]everal|[Mm]any|[Ss]ome){_S})?"
        rf"\b(?:[Dd]ays|[Ww]eeks|[Mm]onths|[Yy]ears|[Dd]ecades|[Cc]enturies){_S}ago\b"
    ),
    "decade": r"(?<![\w$£€])(?:(?:mid|early|late)-)?(?P<y>(?:1[5-9]|20)\d0)[’']?s\b|(?<!\w)[’'‘](?P<short>[1-9]0)s\b",
    "century": r"\b(?P<c>[12]?\d)(?:st|nd|rd|th)[ \u00a0-](?P<word>century|centuries)\b",
    "years": (rf"{_BEGIN}(?P<y>{_YEAR})(?:(?:{_DASH}|{_S}to{_S})(?P<y2>{_YEAR})|[-\u2010-\u2013](?P<y3>\d\d)){_END}"),
    "year": rf"(?<![\w/$£€#.,:-])(?P<y>{_YEAR})(?![\w%]|[.,:/]\d|-\d){_COUNT}",
}
PATTERNS: dict[str, re.Pattern[str]] = {name: re.compile(form) for name, form in _FORMS.items()}
"One pattern per form, the more exact before the less exact; what one has taken the next ones leave alone."

FUTURE_BEFORE = re.compile(
    r"\b(?:will|shall|won[’']t|going to|is to|are to|due|scheduled|slated|planned|plans to|planning|"
    r"expect(?:ed|s)?(?=\s(?:\w{1,20}\s)?to\b)|set (?:for|to)|upcoming|deadline|postponed to|not until|"
    r"begins|starts|opens|ends|expires|takes place|takes office|leaves office)\b|"
    r"\b(?:by|until|till|ahead of|no later than|starting)"
    r"(?:[ ]the)?(?:[ ](?:end|middle|start|beginning)(?:[ ]of)?)?\s?$",
    re.IGNORECASE,
)
"What before a date, in the same sentence, says that it lies ahead."
REPORTED = re.compile(
    r"\b(?:said|told|announced|wrote|added|reported|tweeted|warned|insisted|argued|declared|claimed|confirmed|promised|"
    r"met|held|released|published|posted)\b|(?<!\bbe )(?<!\bbeen )\b[a-z]{2,15}ed\b"
)
"What between such a word and the date says that the date is that of a report."
ATTACKS = re.compile(r"[’']?s?[ \u00a0](?:[\w-]{1,15}[ \u00a0])?(?:terror|attack|hijack|conspirac|plot)")
"What after an 11 September without a year makes it that of 2001, which is not for a rule about the nearest year."
FUTURE_AFTER = re.compile(
    r"^(?:[’']s)?(?:[ \u00a0](?!that\b|said\b|and\b|but\b|[\w’'-]{1,17}ed\b)[\w’'-]{1,20}){0,5}"
    r"[ \u00a0](?:will|is to|are to|is due|are due)\b"
)
"What after a date says that it lies ahead."
