"""What a text proposes: each proposal with the line and the words it came from. The same text, the same proposals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from roles.enums import QualificationKind
from roles.rules.proposals.blocks import Block, Kind, blocks_of
from roles.rules.proposals.markup import blocks_of_html, is_html
from roles.rules.proposals.sentences import duty_in, labelled, listed, named_in, sentences, titled
from roles.rules.proposals.vocabulary import Topic, is_bare_topic, kind_of, topic_of

MAX_PROPOSALS = 60
TITLE_LONGEST = 200
DETAIL_LONGEST = 2000
WORDS_SHOWN = 300

NO_TITLE = "We found no title in this text."
NO_PURPOSE = "We found no sentence that says what the job is for."
NO_DUTIES = "We found no list of duties in this text. A heading such as “Responsibilities” above them helps."
NO_DEMANDS = (
    "We found no list of qualifications or skills in this text. "
    "A heading such as “Requirements” above them helps."
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal; `kind` is empty for a responsibility, title and purpose. `words` is what stands at `line`."""

    title: str
    detail: str
    line: int
    words: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Everything a text proposes. `missing` says in sentences what it does not hold."""

    title: Proposal | None
    purpose: Proposal | None
    responsibilities: tuple[Proposal, ...]
    qualifications: tuple[Proposal, ...]
    missing: tuple[str, ...]


@dataclass(slots=True)
class _Section:
    topic: Topic
    heading: str
    items: list[Block] = field(default_factory=list)
    prose: list[Block] = field(default_factory=list)


def propose(text: str) -> Found:
    """Read a text that documents.text_of() returned."""
    blocks = blocks_of_html(text) if is_html(text) else blocks_of(text)
    sections = _sections(blocks)
    duties = _distinct(_duties(sections))
    demands = _distinct(_demands(sections))
    title, purpose = _title(blocks), _purpose(sections)
    said = {NO_TITLE: title, NO_PURPOSE: purpose, NO_DUTIES: duties, NO_DEMANDS: demands}
    missing = [sentence for sentence, proposals in said.items() if not proposals]
    for name, proposals in (("duties", duties), ("qualifications", demands)):
        if len(proposals) > MAX_PROPOSALS:
            missing.append(f"We found {len(proposals)} {name} and show the first {MAX_PROPOSALS}.")
    return Found(
        title, purpose, tuple(duties[:MAX_PROPOSALS]), tuple(demands[:MAX_PROPOSALS]), tuple(missing)
    )


# --- sections ----------------------------------------------------------------------------------------


def _sections(blocks: list[Block]) -> list[_Section]:
    """Gather what stands under each heading, and under each line that announces a list."""
    found = [_Section(Topic.NONE, "")]
    level = 0  # the rank of the heading that gave the topic
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        here = found[-1]
        if block.kind is Kind.BREAK:
            found.append(_Section(Topic.NONE, ""))
        elif block.kind is Kind.HEADING:
            topic = _topic(block, here, following, level)
            if topic is None:
                here.items.append(block)
                continue
            if topic is not here.topic or not block.level or block.level <= level:
                level = block.level
            found.append(_Section(topic, block.text))
        elif block.kind is Kind.ITEM:
            here.items.append(block)
        elif _announces(block, following):
            topic = topic_of(block.text)
            found.append(_Section(here.topic if topic in {Topic.NONE, here.topic} else topic, block.text))
        else:
            if here.items and here.heading.endswith(":") and here.topic is not Topic.QUESTIONS:
                found.append(here := _Section(_before(found), ""))
            here.prose.append(block)
    return found


def _before(found: list[_Section]) -> Topic:
    """Return the topic that a list announced by a sentence interrupted."""
    return next(
        (section.topic for section in reversed(found[:-1]) if section.heading[-1:] != ":"), Topic.NONE
    )


def _announces(block: Block, following: Block | None) -> bool:
    return block.text.endswith(":") and following is not None and following.kind is Kind.ITEM


def _topic(block: Block, here: _Section, following: Block | None, level: int) -> Topic | None:
    """Return what a heading begins; None where the line is an item that only looks like a heading."""
    topic = topic_of(block.text)
    if here.topic is Topic.QUESTIONS and (block.text.endswith("?") or topic is Topic.NONE):
        return Topic.QUESTIONS
    wanted = here.topic in {Topic.DUTIES, Topic.DEMANDS}
    if wanted and not block.level and _is_item(block, topic, here, following):
        return None
    if topic is not Topic.NONE or not wanted:
        return topic
    if block.level:
        return here.topic if level and block.level > level else Topic.NONE
    return here.topic if following and following.kind is Kind.ITEM else Topic.NONE


def _is_item(block: Block, topic: Topic, here: _Section, following: Block | None) -> bool:
    """Say whether a line that looks like a heading is one of a list: nothing stands under it, or it begins the list."""
    if topic is Topic.QUESTIONS or is_bare_topic(block.text) or block.text.endswith(":"):
        return False
    begins = topic is here.topic and not here.items and not here.prose
    return begins or following is None or following.kind is Kind.HEADING


# --- responsibilities and qualifications -----------------------------------------------------------------


def _duties(sections: list[_Section]) -> Iterator[Proposal]:
    for section in sections:
        if section.topic is not Topic.DUTIES:
            continue
        for block in section.items:
            yield _proposal(block, block.text)
        if not section.items:
            for block in section.prose:
                for sentence in sentences(block.text):
                    if duty := duty_in(sentence):
                        yield _proposal(block, duty, words=sentence)


def _demands(sections: list[_Section]) -> Iterator[Proposal]:
    for section in sections:
        if section.topic is not Topic.DEMANDS:
            continue
        for block in section.items:
            yield from _demands_of(block, block.text, section.heading)
        if not section.items:
            for block in section.prose:
                for sentence in sentences(block.text):
                    if _asks(sentence):
                        yield from _demands_of(block, sentence, section.heading)


_ASKING = re.compile(
    r"\b(?:must|requir|essential|degree|experience|years?|proficien|knowledge|abilit|able to|skill|familiar"
    r"|understanding|certif|licen[cs]e|fluen|competen|need|should have|have)",
    re.I,
)


def _asks(sentence: str) -> bool:
    return _ASKING.search(sentence) is not None


def _demands_of(block: Block, text: str, heading: str) -> Iterator[Proposal]:
    """Give what one item asks for: itself, and the names in it that are skills of their own."""
    label, rest = labelled(text)
    if label and (entries := listed(rest)):
        kind = kind_of(label, heading)
        for entry in entries:
            yield _proposal(block, entry, kind=kind)
        return
    yield _proposal(block, text, kind=kind_of(label, rest, heading))
    for name in named_in(rest):
        yield _proposal(block, name, kind=QualificationKind.SKILL)


def _proposal(block: Block, text: str, *, kind: str = "", words: str = "") -> Proposal:
    title, detail = titled(text)
    return Proposal(
        title[:TITLE_LONGEST], _cut(detail, DETAIL_LONGEST), block.line, _cut(words or block.text), str(kind)
    )


def _cut(text: str, longest: int = WORDS_SHOWN) -> str:
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0][: longest - 1] + "…"


_SMALL = set(
    "a an and the of to in for with on at by or as is are be that this its their our your".split()  # noqa: SIM905
)


def _distinct(proposals: Iterator[Proposal]) -> list[Proposal]:
    """Leave out what says no more than a proposal before it: its words are all there, or nearly."""
    kept: list[tuple[frozenset[str], Proposal]] = []
    seen: set[str] = set()
    for proposal in proposals:
        words = frozenset(re.findall(r"\w+", f"{proposal.title} {proposal.detail}".casefold())) - _SMALL
        folded = proposal.title.casefold()
        if (
            not words
            or folded in seen
            or (len(kept) <= 2 * MAX_PROPOSALS and _said_before(words, proposal, kept))
        ):
            continue
        seen.add(folded)
        kept.append((words, proposal))
    return [proposal for _words, proposal in kept]


def _said_before(
    words: frozenset[str], proposal: Proposal, kept: list[tuple[frozenset[str], Proposal]]
) -> bool:
    """Say whether another line has said it. Names taken out of a line are that line's own words, so not compared."""
    return any(
        earlier.line != proposal.line and len(words) > 1 and len(words & said) >= 0.8 * len(words)
        for said, earlier in kept
    )


# --- title and purpose -----------------------------------------------------------------------------------

_TITLE_LABEL = re.compile(
    r"(?:job |role |position )?(?:title|position|role|vacancy)\s*[:–—-]\s*(\S.{1,120})", re.I
)
_BEFORE_TITLE = re.compile(
    r"(?:understanding|about|introduction to|introducing|guide to|define|what is|what does|job description|job profile"
    r"|role description|role profile|job title|position|vacancy|we are (?:hiring|looking for|seeking)|we['’]re hiring"
    r"|hiring|join us as|the role of|role of|the|an?|:|[-–—|])\s*(?=\W|\s|[A-Z0-9])",
    re.I,
)
_AFTER_TITLE = re.compile(
    r"[\s:,|–—-]*(?:\(?(?:m/?f/?[dx]|f/?m/?[dx]|all genders)\)?|jobs? description|job profile|role description"
    r"|key responsibilities|roles? (?:and|&) responsibilities|responsibilities|duties|skills|qualifications"
    r"|requirements|\band\b|&|roles?|positions?|overview|template|sample)\s*$",
    re.I,
)


def _title(blocks: list[Block]) -> Proposal | None:
    """Take the title from a line that says so, else from the best heading before the duties begin."""
    for block in blocks[:60]:
        if block.text and (match := _TITLE_LABEL.match(block.text)) and len(block.text) <= 150:
            return _as_title(block, match[1])
    headings = [block for block in blocks if block.kind is Kind.HEADING]
    first_ranked = min((block.level for block in headings if block.level), default=0)
    ranked = [block for block in headings if first_ranked and block.level == first_ranked]
    for block in [*ranked[:3], *headings[:8]]:
        if found := _as_title(block, block.text):
            return found
    first = next((block for block in blocks if block.text), None)
    return _as_title(first, first.text) if first and len(first.text) <= 80 else None


def _as_title(block: Block, text: str) -> Proposal | None:
    words = _shorn(text)
    topic = topic_of(words)
    plausible = words[:1].isupper() and len(words.split()) <= 10 and len(words) <= TITLE_LONGEST
    if not plausible or topic is not Topic.NONE or words[-1] in ".?!;":
        return None
    return Proposal(words, "", block.line, _cut(block.text))


def _shorn(text: str) -> str:
    """Take from a heading what is not the name of the job, however often it stands there. Bounded."""
    words = text.strip(" #*:–—-|")[:300]
    for _ in range(6):
        before = words
        words = _AFTER_TITLE.sub("", words).strip()
        if (match := _BEFORE_TITLE.match(words)) and match.end() < len(words):
            words = words[match.end() :].strip()
        if words == before:
            break
    return words


def _purpose(sections: list[_Section]) -> Proposal | None:
    """Take the first paragraph of what describes the role; else of the introduction; else of the text itself."""
    for topic in (Topic.PURPOSE, Topic.INTRODUCTION, Topic.NONE):
        for section in sections:
            if topic is Topic.NONE and section.topic in {Topic.DUTIES, Topic.DEMANDS}:
                break  # what stands below the lists is no introduction
            if section.topic is topic:
                for block in section.prose:
                    if len(block.text) >= 40 and block.text.rstrip()[-1] in ".!”\"'":
                        return Proposal("", _cut(block.text, DETAIL_LONGEST), block.line, _cut(block.text))
    return None
