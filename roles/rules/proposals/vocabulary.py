"""What the words of role descriptions stand for. English alone; a text in another language is found to hold nothing."""

from __future__ import annotations

import re
from enum import Enum

from roles.enums import QualificationKind


class Topic(Enum):
    """What a part of the text is about."""

    DUTIES = "duties"
    DEMANDS = "demands"
    PURPOSE = "purpose"
    INTRODUCTION = "introduction"
    QUESTIONS = "questions"  # asked and answered: it says once more what stood above
    OTHER = "other"
    NONE = "none"


# The first that fits counts, so what is no part of the role comes first.
_TOPICS = [
    (Topic.QUESTIONS, r"\bfaqs?\b|frequently asked|questions and answers|common questions"),
    (
        Topic.OTHER,
        r"\bconclusion|\bbenefits?\b|\bperks\b|what we offer|we offer|\babout (?:us|the company|our)\b|\bwho we are\b"
        r"|\bhow to apply|\bapply\b|\bsalary|\bcompensation|equal opportunit|diversity|\brelated\b|\bshare\b|\bcontact"
        r"|\bprivacy|\bcookie|\bwhy (?:join|work)|\bour values|\blocation|working conditions|\bphysical demands"
        r"|\bapplication process|\bnext steps|\breferences\b|\bsources\b|interview questions|career path|\bsubscribe"
        r"|\bskip to\b|\bmenu\b|\bsearch\b|\bsign in\b|\blog in\b|\bpay\b|\bremuneration|\bhours of work",
    ),
    (
        Topic.DEMANDS,
        r"\bqualif|\brequirement|\brequired\b|what you(?:['’]ll| will)? (?:bring|need)|\bwho you are|\babout you\b"
        r"|looking for|\bmust[- ]haves?\b|nice[- ]to[- ]haves?|\bpreferred\b|\bdesirable|\bperson specification"
        r"|\byour profile|\byou have\b|\bcredentials|\bcompetenc(?:y|ies)|what we expect"
        r"|\bideal candidate|\bselection criteria",
    ),
    (
        Topic.DUTIES,
        r"\bresponsib|\bduty\b|\bduties\b|\bwhat you(?:['’]ll| will) (?:do|be doing|own|work on)"
        r"|\bwhat (?:will )?you do\b|\byou will\b|\byou['’]ll\b|\bday[- ]to[- ]day|\btasks?\b"
        r"|\baccountab|\bkey activities|\bin this role\b"
        r"|\bthe work\b|\bmain activities|\bessential functions|\bjob functions",
    ),
    (
        Topic.DEMANDS,
        r"\bskills?\b|\bexperience\b|\bknowledge\b|\beducation|\babilit(?:y|ies)\b|\bcertificat"
        r"|\btechnologies\b|\btools\b",
    ),
    (
        Topic.PURPOSE,
        r"\bpurpose\b|\bsummary\b|\boverview\b|\bthe role\b|\babout (?:the|this) (?:role|job"
        r"|position)|\bjob description"
        r"|\bmission\b|\bobjective|\bposition description|\bthe (?:job|position)\b",
    ),
    (Topic.INTRODUCTION, r"\bintroduction\b|\bbackground\b"),
]
_PATTERNS = [(topic, re.compile(pattern)) for topic, pattern in _TOPICS]

# What headings are made of when they name nothing else.
_HEADING_WORDS = frozenset(
    re.findall(
        r"\S+",
        "a about abilities ability accountabilities additional an and apply are basic background benefits bring can"
        " certifications competences competencies competency conclusion contact core day desirable desired do duties"
        " duty education essential expect expected experience expertise for from general have how ideal in introduction"
        " job key knowledge life looking location main minimum must must-have must-haves need nice nice-to-have"
        " nice-to-haves of offer or other our overview personal position preferred primary professional profile purpose"
        " qualification qualifications required requirement requirements responsibilities responsibility role salary"
        " skill skills soft specific summary task tasks technical technologies the this to tools us we what who will"
        " work working you you'll you’ll your & /",
    )
)

_KINDS = {
    QualificationKind.EDUCATION: r"degree|master['’]?s|bachelor|ph\.?\s?d|doctora|diploma|educat|certificat|licen[cs]e"
    r"|graduat|vocational|apprentice|university",
    QualificationKind.EXPERIENCE: r"experience|\byears?\b|track record|having worked|has worked|have worked|history of",
    QualificationKind.KNOWLEDGE: r"knowledge|understanding|familiar|expertise|\bknows?\b|awareness|literacy",
    QualificationKind.SKILL: r"skill|abilit|able to|proficien|fluen|programming|communicat|\bcan\b|capab",
}
_KIND_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _KINDS.items()}


def topic_of(heading: str) -> Topic:
    """Say what a heading announces."""
    words = heading.casefold()
    return next((topic for topic, pattern in _PATTERNS if pattern.search(words)), Topic.NONE)


def is_bare_topic(heading: str) -> bool:
    """Say whether a line announces a topic in so many words and names nothing else, such as “Skills and experience”."""
    words = re.split(r"[\s/]+", heading.casefold().rstrip(":"))
    return topic_of(heading) is not Topic.NONE and all(word in _HEADING_WORDS for word in words)


def kind_of(*texts: str) -> QualificationKind:
    """Guess what kind of qualification this is: by the first of the texts that has a telling word; else a skill."""
    for text in texts:
        words = text.casefold()
        hits = [
            (match.start(), kind)
            for kind, pattern in _KIND_PATTERNS.items()
            if (match := pattern.search(words))
        ]
        if hits:
            return min(hits, key=lambda hit: hit[0])[1]
    return QualificationKind.SKILL
