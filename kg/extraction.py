"""The extraction format: what ``kg extract`` prints, one JSON object an article."""

from __future__ import annotations

from typing import Any

from kg.model import Entity, Evidence, Extraction, Interval, Span

Json = dict[str, Any]


def to_dict(extraction: Extraction) -> Json:
    """Return the extraction as a JSON object; None stands for what the text does not say."""
    a = extraction.article
    return {
        "article": {
            "iri": a.iri,
            "source": a.source,
            "title": a.title,
            "publisher": a.publisher,
            "published": a.published.isoformat() if a.published else None,
            "language": a.language,
        },
        "text": a.text,
        "entities": [_entity(e) for e in extraction.entities],
        "events": [
            {
                "id": v.id,
                "type": v.type,
                "subtype": v.subtype,
                "trigger": list(v.trigger),
                "participants": [{"role": p.role, "entity": p.entity, "span": list(p.span)} for p in v.participants],
                "time": _interval(v.time),
                "casualties": {"killed": v.casualties.killed, "injured": v.casualties.injured}
                if v.casualties
                else None,
                "same_as": [list(s) for s in v.same_as],
                "factuality": v.factuality,
                "attributed_to": v.attributed_to,
                **_evidence(v.evidence),
            }
            for v in extraction.events
        ],
        "statements": [
            {
                "id": s.id,
                "speaker": s.speaker,
                "co_speakers": list(s.co_speakers),
                "factuality": s.factuality,
                "source": list(s.source) if s.source else None,
                "cue": _cue(s.cue),
                "content": [list(c) for c in s.content],
                "kind": s.kind,
                "addressee": s.addressee,
                "within": s.within,
                "about": list(s.about),
                **_evidence(s.evidence),
            }
            for s in extraction.statements
        ],
        "alignments": [
            {
                "id": x.id,
                "subject": x.subject,
                "object": x.object,
                "polarity": x.polarity,
                "relation": x.relation,
                "basis": x.basis,
                "attributed_to": x.attributed_to,
                "event": x.event,
                "statement": x.statement,
                "time": _interval(x.time),
                "factuality": x.factuality,
                **_evidence(x.evidence),
            }
            for x in extraction.alignments
        ],
        "relations": [
            {
                "id": r.id,
                "subject": r.subject,
                "relation": r.relation,
                "object": r.object,
                **({"value": r.value} if r.value is not None else {}),
                "attributed_to": r.attributed_to,
                "factuality": r.factuality,
                **_evidence(r.evidence),
            }
            for r in extraction.relations
        ],
    }


def _entity(e: Entity) -> Json:
    return {
        "id": e.id,
        "type": e.type,
        "name": e.name,
        "iri": e.iri,
        "links": [m.target for m in e.matches],
        "lat": e.lat,
        "lon": e.lon,
        "mentions": [{"span": list(m.span), "kind": m.kind} for m in e.mentions],
    }


def _cue(spans: tuple[Span, ...]) -> Any:
    """One span as itself, several as a list, none as null."""
    return None if not spans else list(spans[0]) if len(spans) == 1 else [list(s) for s in spans]


def _interval(time: Interval | None) -> Json | None:
    if time is None:
        return None
    return {
        "start": time.start.isoformat() if time.start else None,
        "end": time.end.isoformat() if time.end else None,
        "granularity": time.granularity,
        "span": list(time.span) if time.span else None,
    }


def _evidence(evidence: Evidence) -> Json:
    return {"evidence": list(evidence.span), "rule": evidence.rule, "confidence": round(evidence.confidence, 3)}
