"""Find statements: who says, believes, intends or decrees what, by which cue.

Cue words are looked up by lemma; the frame in which each stands tells its content, the grammar around
it its source. Quotations go to the cue beside them or to the turn that they continue. What is found is
a `Draft` in tokens, which becomes a `Statement` once contents, sources and nesting are settled.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.annotate import unreal
from kg.annotate.document import Document, Tokens
from kg.annotate.factuality import weakest
from kg.annotate.statements import contents, extents, hosts, nominal_cues, sharing, speakers, transcripts, turns
from kg.annotate.statements.contents import Draft
from kg.annotate.statements.cues import members
from kg.annotate.statements.turns import Quote
from kg.annotate.syntax import SUBJECTS, is_negated, is_unreal
from kg.annotate.text import boilerplate
from kg.model import Event, Evidence, Factuality, Span, Statement, StatementKind


def find(document: Document) -> tuple[Statement, ...]:
    """Return the statements in text order of their evidence."""
    quotes = turns.quotes_of(document)
    drafts = list(_once(document, list(_drafts(document))))
    turns.attach(document, quotes, drafts)
    quoted = {i for quote in quotes for i in range(*quote.inside)}
    sharing.settle(document.tokens, drafts, quoted)
    found = []
    for draft in drafts:
        extents.settle(document, draft, quotes)
        if not draft.content or boilerplate.is_formula(document.tokens, draft):
            continue
        if _is_anyone(document.tokens, draft, quoted):
            continue
        if not _is_catchphrase(document, draft, quotes):
            found.append(draft)
    return tuple(_statements(document, found, quotes))


def _is_anyone(t: Tokens, draft: Draft, quoted: set[int]) -> bool:
    """Say whether the article means anyone by "you": "you can see that it leaks"."""
    source = draft.source
    if source is None or t.lower[source] != "you" or source in quoted:
        return False
    return source < draft.token and is_unreal(t, draft.token)


def _drafts(document: Document) -> Iterator[Draft]:
    """Yield a draft for every cue word of the article's prose, in text order."""
    t = document.tokens
    prose = [block for block in document.layout.blocks if block.kind in {"headline", "paragraph"}]
    blocks = iter(prose)
    block = next(blocks, None)
    spoken = transcripts.turns_of(document)
    for i, pos in enumerate(t.pos):
        while block is not None and t.start[i] >= block.span.end:
            block = next(blocks, None)
        if block is None:
            return
        if t.start[i] < block.body:
            continue
        if i in spoken:
            yield spoken[i]
            continue
        draft = hosts.of_colon(t, i, headline=block.kind == "headline") if t.text[i] == ":" else None
        if (
            pos == "VERB"
            or _is_mistagged(t, i)
            or (pos == "AUX" and t.dep[i] in {"ROOT", "xcomp", "ccomp", "acl", "advcl", "relcl", "conj"})
        ):
            draft = contents.of_verb(t, i) if t.lower[i] != "according" else hosts.of_preposition(t, i)
            if draft is not None:
                hosts.complete(t, draft)
                hosts.lend_subject(t, draft)
        elif pos == "NOUN":
            draft = nominal_cues.of_noun(t, i) or hosts.of_view(t, i) or hosts.of_survey(t, i)
        elif pos == "ADJ":
            draft = nominal_cues.of_adjective(t, i)
        elif pos == "ADV":
            draft = hosts.of_adverb(t, i)
        if draft is not None:
            if block.kind == "headline":
                if draft.frame == "host" and draft.cue.kind != "speech":
                    # "Two hurt, suspect dead": a noun that the tagger takes for a verb
                    continue
                draft.confidence *= 0.8
            yield draft


def _is_mistagged(t: Tokens, i: int) -> bool:
    """Say whether a root with subject and object is a verb that the tagger takes for a plural: "the general heaps"."""
    return (
        t.tag[i] == "NNS"
        and t.head[i] == i
        and t.child(i, "nsubj") is not None
        and t.child(i, "dobj", "ccomp") is not None
    )


def _is_catchphrase(document: Document, draft: Draft, quotes: Sequence[Quote]) -> bool:
    """Say whether a headline only lends a few quoted words: "Mayor Hails 'New Era'" states nothing."""
    t = document.tokens
    at = t.start[draft.token]
    headline = any(
        block.kind == "headline" and block.span.start <= at < block.span.end for block in document.layout.blocks
    )
    return (
        headline
        and draft.frame in {"np", "quote"}
        and any(
            quote.whole.start == part.start and not any(t.dep[i] in SUBJECTS for i in range(*quote.inside))
            for part in draft.content
            for quote in quotes
        )
    )


def _once(document: Document, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the drafts, one where verb and object name the same: "voiced fears that", "rejected the claim that"."""
    t = document.tokens
    nouns = {draft.token for draft in drafts if t.pos[draft.token] == "NOUN" and draft.content}
    verbs = {draft.token for draft in drafts if draft.frame == "np" and t.pos[draft.token] == "VERB"}
    for draft in drafts:
        i = draft.token
        if i in nouns and t.dep[i] == "dobj" and t.head[i] in verbs and t.lemma[t.head[i]] not in members("light"):
            continue
        if i in nouns and t.dep[i] == "pobj" and _is_medium(t, i, drafts):
            continue
        if i in verbs and t.lemma[i] in members("light") and t.child(i, "dobj") in nouns:
            continue
        yield draft


def _is_medium(t: Tokens, noun: int, drafts: Sequence[Draft]) -> bool:
    """Say whether a noun only names where something is said: "said in a statement that", "wrote in a report that"."""
    own = next((draft.content for draft in drafts if draft.token == noun), [])
    return any(draft.content == own and t.pos[draft.token] == "VERB" for draft in drafts)


def _statements(document: Document, drafts: Sequence[Draft], quotes: Sequence[Quote]) -> Iterator[Statement]:
    t = document.tokens
    inside = [False] * len(t)
    for quote in quotes:
        for i in range(*quote.inside):
            inside[i] = True
    outer = _outer(t, drafts)
    forces = _standing([_factuality(document, draft) for draft in drafts], outer)
    for n, draft in enumerate(drafts, 1):
        source = draft.source_range
        verbal = t.pos[draft.token] in {"VERB", "AUX"} and draft.cue.lemma != "according"
        to = speakers.addressee(t, draft.token, draft.cue, draft.frame) if verbal else None
        named = [] if draft.source is None else speakers.named(t, draft.source, draft.token)
        speaker = _entity(document, named[0]) if named else None
        if speaker is None and draft.frame == "turn" and t.text[draft.token - 1 : draft.token + 1] == ["A", ":"]:
            speaker = transcripts.interviewee(document)
        together = dict.fromkeys(name for i in named[1:] if (name := _entity(document, i)) and name != speaker)
        tokens = [draft.token, *(part.start for part in draft.content), *(part.end - 1 for part in draft.content)]
        if source is not None:
            tokens.append(source.start)
        first, last = t.sentences[t.sent[min(tokens)]][0], t.sentences[t.sent[max(tokens)]][1]
        yield Statement(
            id=f"s{n}",
            speaker=speaker,
            source=None if source is None else t.span(*source),
            cue=tuple(t.span(*part) for part in draft.group),
            content=tuple(t.span(*part) for part in draft.content),
            kind=_kind(draft, inside, document),
            addressee=None if to is None else document.entity_at(to),
            within=None if (above := outer[n - 1]) is None else f"s{above + 1}",
            factuality=forces[n - 1],
            co_speakers=tuple(together),
            evidence=Evidence(
                span=t.span(first, last),
                rule=f"statements.{draft.cue.kind}.{draft.frame}",
                confidence=round(min(draft.confidence, 0.99), 3),
            ),
        )


def _entity(document: Document, head: int) -> str | None:
    """Return the entity that a source's head stands for, or else the one in apposition to it."""
    found = document.entity_at(head)
    if found is None:
        others = (document.entity_at(c) for c in document.tokens.childs(head, "appos"))
        found = next((other for other in others if other is not None), None)
    return found


def _kind(draft: Draft, inside: Sequence[bool], document: Document) -> StatementKind:
    """Say how much of the content is in quotation marks that the cue is outside of."""
    if draft.frame == "turn":
        return "direct"
    if inside[draft.token]:
        return "indirect"
    text = document.tokens.text
    words = [
        i
        for part in draft.content
        for i in range(*part)
        if text[i].isalnum() or (len(text[i]) > 1 and any(c.isalnum() for c in text[i]))
    ]
    count = sum(inside[i] for i in words)
    return "direct" if words and count == len(words) else "mixed" if count else "indirect"


def _outer(t: Tokens, drafts: Sequence[Draft]) -> list[int | None]:
    """Return for every draft the number of the one that reports it: the shortest content with its cue in it.

    A statement is always shorter than the one that reports it, so that none can report itself in the end.
    """
    innermost: list[int | None] = [None] * len(t)
    size = [sum(part.end - part.start for part in draft.content) for draft in drafts]
    for n in sorted(range(len(drafts)), key=lambda n: -size[n]):
        for part in drafts[n].content:
            innermost[part.start : part.end] = [n] * (part.end - part.start)
    found = (innermost[draft.token] for draft in drafts)
    return [None if outer is None or size[outer] <= size[n] else outer for n, outer in enumerate(found)]


def _standing(own: Sequence[Factuality], outer: Sequence[int | None]) -> list[Factuality]:
    """Return how the text takes each content, no surer than what reports it: "denied backing the rebels" backs none.

    What is denied within a denial is in doubt, not denied.
    """

    def above(n: int) -> Factuality:
        up = outer[n]
        if up is None:
            return own[n]
        over = above(up)
        if over == own[n] == "denied":
            return "claimed"
        return weakest(own[n], over)

    return [above(n) for n in range(len(own))]


def _is_asked(t: Tokens, verb: int, draft: Draft) -> bool:
    """Say whether the cue itself stands in a question: "Do you condemn that?", not "Is it over?" she asked."""
    first, last = t.sentences[t.sent[verb]]
    while last > first and not t.text[last - 1].isalnum() and t.text[last - 1] != "?":
        last -= 1
    if t.text[last - 1] != "?" or t.dep[verb] not in {"ROOT", "conj"} or not draft.content:
        return False
    return draft.content[-1].end < last and not draft.quoted


def _is_held(t: Tokens, draft: Draft) -> bool:
    """Say whether an infinitive tells what is so, not what is to be: "claims to have won", "is believed to be ill"."""
    if draft.cue.kind not in {"speech", "belief", "evidence"}:
        return False
    words = range(draft.content[-1].start, draft.content[-1].end)
    to = next((i for i in words if t.tag[i] == "TO"), None)
    if to is None or to + 1 >= len(t):
        return False
    return (t.lower[to + 1] == "have" and t.dep[to + 1] == "aux") or draft.cue.lemma in members("holding")


#: verbs whose infinitive does not come about: "declined to say"
_FAILING = {"decline", "refuse", "fail", "neglect", "stop", "avoid", "omit", "forget"}
_NOBODY = {"nobody", "none", "neither", "few"}


def _is_unsaid(t: Tokens, verb: int, source: int | None) -> bool:
    """Say whether nobody says it: a negation, "nobody said", "declined to say", "stopped short of saying"."""
    if is_negated(t, verb):
        return True
    if source is not None:
        words = {t.lower[source], *(t.lower[c] for c in t.children[source] if c < source)}
        if words & _NOBODY or words & {"no", "not"}:
            return True
    above = t.head[verb]
    if t.dep[verb] == "pcomp" and t.lower[above] in {"without", "of", "from"}:
        return t.lower[above] == "without" or t.lemma[t.head[above]] in _FAILING | {"short", "refrain"}
    # "declined to say", "does not like to be called"
    return t.dep[verb] == "xcomp" and (t.lemma[above] in _FAILING) != is_negated(t, above)


def _factuality(document: Document, draft: Draft) -> Factuality:
    """Say how the text takes the content: reported, claimed, denied, planned."""
    t = document.tokens
    force = draft.cue.force
    token = draft.token
    if draft.cue.kind == "evidence" and t.pos[token] == "NOUN" and any(t.lower[c] == "no" for c in t.children[token]):
        # "found no evidence that"
        return "claimed"
    if t.pos[token] == "NOUN" and t.dep[token] == "dobj":
        # "made no promise", "would signal a wish": the light verb bears negation and mood
        token = t.head[token]
    verbal = t.pos[token] in {"VERB", "AUX"}
    if verbal and _is_asked(t, token, draft):
        return "planned"
    negated = verbal and _is_unsaid(t, token, draft.source)
    if force == "deny":
        return "claimed" if negated else "denied"
    asking = draft.cue.lemma in members("asking") and draft.frame in {"for", "on", "upon"}
    held = draft.frame in {"inf", "objinf"} and _is_held(t, draft)
    if not held and (
        draft.cue.kind == "intention" or force == "directive" or draft.frame in {"inf", "objinf"} or asking
    ):
        return "denied" if negated else "planned"
    open_question = draft.frame in {"wh", "objwh"} and t.lower[draft.content[0].start] in {"whether", "if"}
    if open_question and force != "distance":
        return "planned"
    doubted = draft.source is not None and unreal.alleged(t, draft.source)
    if force == "distance" or negated or draft.hedged or doubted:
        return "claimed"
    if verbal and is_unreal(t, token) and not any(t.lower[c] == "only" for c in t.childs(token, "advmod")):
        return "planned"
    if (
        draft.frame == "turn"
        and len(draft.content) == 1
        and t.text[draft.content[0].end : draft.content[0].end + 1] == ["?"]
    ):
        # a question claims nothing
        return "planned" if t.sent[draft.content[0].start] == t.sent[draft.content[0].end] else "reported"
    return "reported"


def bind(document: Document, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return the statements with the speakers that only their quotations tell: "I" and "we" once they are bound."""
    spoken = {
        mention.span: entity.id
        for entity in document.entities
        for mention in entity.mentions
        if mention.kind == "pronoun"
    }
    return tuple(
        replace(statement, speaker=spoken[statement.source])
        if statement.speaker is None and statement.source in spoken
        else statement
        for statement in statements
    )


def link_topics(document: Document, statements: Sequence[Statement], events: Sequence[Event]) -> tuple[Statement, ...]:
    """Return the statements with ``about``: the entities and events in their content."""
    things: list[tuple[Span, str]] = [
        (mention.span, entity.id) for entity in document.entities for mention in entity.mentions
    ]
    things.extend((event.trigger, event.id) for event in events)
    things.sort()
    starts = [span.start for span, _ in things]

    def topics(statement: Statement) -> Iterator[str]:
        for part in statement.content:
            for span, name in things[bisect_left(starts, part.start) : bisect_left(starts, part.end)]:
                if name != statement.speaker and span.end <= part.end:
                    yield name

    return tuple(replace(statement, about=tuple(dict.fromkeys(topics(statement)))) for statement in statements)
