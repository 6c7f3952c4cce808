"""Single items and sentences taken apart: a label from its text, a title from a long sentence, a duty from prose."""

from __future__ import annotations

import re

from assessor.lib.text import collapse

TITLE_LENGTH = 120
LABEL_LENGTH = 60
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"'(\[])")
_LABEL = re.compile(r"([^:–—]{2,60}?)(?::\s+|\s+[–—]\s+)(\S.*)", re.S)
# Where the first clause of a long sentence ends.
_CLAUSE = re.compile(
    r"[;:]\s|,\s(?=[a-z]+ing\b|including|which|who|with|so|while|to\b|and (?:then|also))"
    r"|\s(?:that|which|who|where|while|so that|aimed at|in order to|by)\s|\s[–—-]\s|\s\("
)
_LOOSE_END = re.compile(r"(?:\s+(?:a|an|the|of|and|or|for|to|in|with|on|at|by|as|from))+$", re.I)
_NO_DUTY = (
    r"(?!(?:including|following|being|having|according|during|nothing|something|anything|everything)\b)"
)
_DOING = rf"({_NO_DUTY}[a-z]{{2,20}}ing\b.*)"
_PROSE = [
    # “plays a crucial role in guiding …”, “is responsible for defining …”, “is important; partnering with …”
    re.compile(
        r"\b(?:role|responsible|responsibility|responsibilities|essential|necessary|vital|crucial|important|tasked"
        rf"|charged|accountable|duties)\b[^.:]{{0,60}}?(?:\b(?:in|for|with|of)\s+|[;:]\s*){_DOING}",
        re.S,
    ),
    # “the job includes developing …”
    re.compile(rf"\b(?:involves?|includes?|encompass(?:es)?|comprises?|covers?)\s+{_DOING}", re.S),
    # “You will lead …”, “The manager shall plan …”
    re.compile(
        r"^(?:(?:[A-Z][a-z]+,\s+)?(?:you|they|he|she|we|(?:the|this|our)\s[^.,;:]{1,60}?)\s(?:will|shall|must|is to"
        r"|are to)|you['’]ll)\s(?:be\s+(?:responsible for\s+)?|also\s+)?([a-z]{2,20}\b.*)",
        re.I | re.S,
    ),
]
_VERB = re.compile(
    r"(?:act|administer|advise|analyse|analyze|apply|approve|arrange|assess|assign|assist|assure|audit"
    r"|build|champion|check|coach|collaborate|collect|communicate|conduct|confer|consult|contribute"
    r"|control|coordinate|create|define|deliver|design|determine|develop|direct|document|drive|enable"
    r"|encourage|ensure|establish|estimate|evaluate|examine|execute|explain|facilitate|find|foster"
    r"|guide|handle|help|hire|identify|implement|improve|inform|inspect|install|interpret|interview"
    r"|investigate|keep|lead|maintain|manage|measure|meet|mentor|monitor|negotiate|operate|optimise"
    r"|optimize|organise|organize|oversee|own|partner|perform|plan|prepare|present|prioritise"
    r"|prioritize|produce|promote|propose|provide|read|recommend|record|recruit|report|represent"
    r"|research|resolve|review|run|schedule|select|serve|set|shape|solve|supervise|support|teach|test"
    r"|track|train|translate|troubleshoot|update|use|validate|verify|visualise|visualize|work|write)\b",
    re.I,
)
_NAMED = re.compile(r"\b(?:such as|including|like|e\.g\.,?|for example,?)\s+([^.;:()]{1,200})")
_BETWEEN = re.compile(r"\s*,\s*(?:and|or)?\s*|\s+(?:and|or)\s+")


def sentences(text: str) -> list[str]:
    return [sentence for part in _END.split(text) if (sentence := part.strip())]


def labelled(text: str) -> tuple[str, str]:
    """Return the label of “Label: text” and the text; without a label, "" and the text."""
    match = _LABEL.match(text)
    if match and len(match[1]) <= LABEL_LENGTH and len(match[1].split()) <= 6 and "." not in match[1]:
        return match[1].strip(), match[2].strip()
    return "", text


def titled(text: str) -> tuple[str, str]:
    """Return a title made of an item's words, and the whole of it as the detail where the title is not all of it."""
    label, rest = labelled(text)
    if label:
        return _capital(label), rest
    whole = text.strip().rstrip(".;,")
    if len(whole) <= TITLE_LENGTH:
        return _capital(whole), ""
    clause = next((whole[: cut.start()] for cut in _CLAUSE.finditer(whole) if cut.start() >= 25), whole)
    if len(clause) > TITLE_LENGTH:
        clause = clause[:TITLE_LENGTH].rsplit(" ", 1)[0]
    return _capital(_LOOSE_END.sub("", clause).rstrip(" ,")), _capital(text.strip())


def duty_in(sentence: str) -> str:
    """Return what a sentence of prose says somebody does, without how it leads up to that; or ""."""
    if _VERB.match(sentence):
        return sentence
    for pattern in _PROSE:
        if match := pattern.search(sentence):
            return collapse(match[1])
    return ""


def named_in(text: str) -> list[str]:
    """Return what a text names as examples: “languages such as Python, R, or Java” gives three names."""
    found = []
    for match in _NAMED.finditer(text):
        for name in _BETWEEN.split(match[1]):
            if not (name[:1].isupper() and len(name) <= 40 and len(name.split()) <= 3):
                # “or Java to be considered for …”: the first word is the name, what follows is not.
                first = name.split(" ", 1)[0]
                if name[:1].isupper() and len(first) <= 20 and first.isascii():
                    found.append(first)
                break
            found.append(name.strip())
    return found


def listed(text: str) -> list[str]:
    """Return the entries of “Python, SQL and Spark”: three or more short ones; else nothing."""
    entries = [entry.strip() for entry in _BETWEEN.split(text.strip().rstrip(".")) if entry.strip()]
    short = all(len(entry) <= 40 and len(entry.split()) <= 4 for entry in entries)
    return entries if short and len(entries) >= 3 else []


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
