"""Exchange links and judgements as SSSOM TSV, the Simple Standard for Sharing Ontological Mappings.

A row is a link of ours (``skos:exactMatch``, found by a rule) or what a person judged (justification
``semapv:ManualMappingCuration``; ``owl:sameAs`` between two of our own). "Different" is written with the predicate
modifier ``Not``, "unsure" with confidence 0.5. Only what persons judged is read back in.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import kg
from kg.errors import ReadError, UsageError
from kg.graph import derive
from kg.graph.records import read_records
from kg.match import links as online
from kg.match import lookup
from kg.match.lookup import Lookup
from kg.query.results import harmless
from kg.resolve import identity, judgement
from kg.resolve.identity import Verdict
from kg.resolve.judgement import Judgement
from kg.vocabulary import BASE

if TYPE_CHECKING:
    from kg.graph.store import Store

COLUMNS = (
    "subject_id subject_label predicate_id predicate_modifier object_id object_label mapping_justification "
    "author_label mapping_date mapping_tool confidence comment"
).split()
REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")

MANUAL = "semapv:ManualMappingCuration"
LEXICAL = "semapv:LexicalMatching"
#: what stands in the place of a record where there is none
NO_TERM = "https://w3id.org/sssom/NoTermFound"
PREDICATES: dict[judgement.Kind, str] = {"match": "skos:exactMatch", "identity": "owl:sameAs"}

#: a person's mapping that is no surer than this is left open
UNSURE = 0.5

PREFIXES = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sssom": "https://w3id.org/sssom/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
    "gn": "https://sws.geonames.org/",
    "dbr": "http://dbpedia.org/resource/",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import brought: judgements that are new or newer, such as were known, and rows that no person judged."""

    taken: int
    known: int
    skipped: int


def rows(store: Store, *, pairs: bool = False, base: str = BASE) -> Iterator[dict[str, str]]:
    """Yield the links and judgements of a store as rows with full IRIs, in order.

    Arguments:
        pairs: yield the pairs of actors too that were joined or are in doubt.
    """
    records = list(read_records(store, base=base))
    group_of = {record.iri: identity.group_iri(identity.key(record), base) for record in records}
    labels: dict[str, str] = {}
    for record in sorted(records, key=lambda r: (-len(r.name), r.name)):
        labels.setdefault(group_of[record.iri], record.name)
    judgements = judgement.read(store, base=base)
    judged = judgement.matches(judgements)
    found: dict[tuple[str, str], dict[str, str]] = {}
    names: dict[str, str] = {}
    each = dict.fromkeys(group_of.values())
    for link in sorted(derive.match_links(store, group_of, judged={}, groups={g: g for g in each}, base=base)):
        entity, target, method, score, label, _ = link
        names[target] = names.get(target) or label
        if (entity, target) not in judged:
            found[entity, target] = {
                "predicate_id": PREDICATES["match"],
                "mapping_justification": LEXICAL,
                "mapping_tool": f"kg {kg.__version__} {method}",
                "confidence": score,
            }
    decided = {group for (group, _), verdict in judged.items() if verdict == "same"}
    for looked in lookup.read(store, base=base):
        target = looked.target or NO_TERM
        row = found.get((looked.group, target))
        waits = target == NO_TERM and looked.group not in decided
        if looked.others and looked.group in labels and (row or waits):
            row = found.setdefault((looked.group, target), _open(looked))
            row["comment"] = "; ".join(filter(None, (row.get("comment"), _near(looked))))
    if pairs:
        found |= dict(_pairs(store, judgements, base))
    for made in judgements:
        found[made.pair[1], made.pair[2]] = _judged(made)
    for (subject, object_), row in sorted(found.items()):
        ends = {"subject_label": labels.get(subject, ""), "object_label": labels.get(object_) or names.get(object_, "")}
        yield {"subject_id": subject, "object_id": object_, **ends, **row}


def _pairs(
    store: Store, judgements: Iterable[Judgement], base: str
) -> Iterator[tuple[tuple[str, str], dict[str, str]]]:
    """Yield the rows of the pairs of actors that were joined or are in doubt, for a person to judge."""
    judgements = list(judgements)
    links = judgement.matches(judgements)
    records = list(read_records(store, judged=links, base=base))
    known = online.identified(lookup.read(store, base=base), links)
    for finding, said in ((identity.joined, "joined"), (identity.doubtful, "in doubt, not joined")):
        for pair in finding(records, judgements=judgement.identities(judgements), identified=known, base=base):
            one, other = sorted((pair.one, pair.other))
            yield (
                (one, other),
                {
                    "predicate_id": PREDICATES["identity"],
                    "mapping_justification": LEXICAL,
                    "mapping_tool": f"kg {kg.__version__} identity",
                    "confidence": str(pair.score),
                    "comment": f"{said}: {pair.reason}",
                },
            )


def _open(looked: Lookup) -> dict[str, str]:
    """Return the row of whom a service has likely records of, none of which was taken."""
    return {
        "predicate_id": PREDICATES["match"],
        "mapping_justification": LEXICAL,
        "mapping_tool": f"kg {kg.__version__} {looked.method}".rstrip(),
    }


def _near(looked: Lookup) -> str:
    """Return the records that lost, best first, for a person to choose from."""
    near = ", ".join(f"{other.target} ({other.label}) {other.score:.2f}" for other in looked.others)
    return f"{looked.service}: {looked.reason or 'near it'}: {near}"


def _judged(made: Judgement) -> dict[str, str]:
    return {
        "predicate_id": PREDICATES[made.kind],
        "predicate_modifier": "Not" if made.verdict == "different" else "",
        "mapping_justification": MANUAL,
        # SSSOM takes "|" in this column for a list of persons
        "author_label": made.who.replace("|", "/"),
        "mapping_date": made.when.date().isoformat(),
        "confidence": str(UNSURE) if made.verdict == "unsure" else "1",
        "comment": made.comment,
    }


def export(store: Store, path: Path, *, pairs: bool = False, base: str = BASE) -> int:
    """Write the links and judgements of a store to a file, with its folders; return how many rows there are.

    Arguments:
        pairs: write the pairs of actors too that were joined or are in doubt.

    Raises:
        UsageError: the file cannot be written.
    """
    found = list(rows(store, pairs=pairs, base=base))
    prefixes = {"kge": f"{base}entity/", **PREFIXES}
    for row in found:
        for end in ("subject_id", "object_id"):
            row[end] = _curie(row[end], prefixes)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(f"#{line}\n" for line in _header(prefixes, base))
            writer = csv.DictWriter(file, COLUMNS, delimiter="\t", lineterminator="\n", restval="")
            writer.writeheader()
            writer.writerows({column: _cell(column, value) for column, value in row.items()} for row in found)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}). Name another file.") from error
    return len(found)


def _header(prefixes: Mapping[str, str], base: str) -> Iterator[str]:
    yield "curie_map:"
    for prefix, namespace in sorted(prefixes.items()):
        yield f'  {prefix}: "{namespace}"'
    yield f'mapping_set_id: "{base}mappings"'
    yield 'license: "https://w3id.org/sssom/license/unspecified"'
    yield 'comment: "Data on places is from GeoNames (https://www.geonames.org), CC BY 4.0."'


def _curie(iri: str, prefixes: dict[str, str]) -> str:
    """Return an IRI as a prefixed name; a namespace that has no prefix is given one.

    >>> _curie("urn:uuid:12-34", {})
    'ns0:12-34'
    """
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    namespace = re.sub(r"[^/#:]*[/#]?$", "", iri)
    prefixes[f"ns{len(prefixes)}"] = namespace
    return f"ns{len(prefixes) - 1}:{iri.removeprefix(namespace)}"


def _cell(column: str, value: str) -> str:
    """Return a value in one line; a label, which is not read back, is made harmless in a spreadsheet."""
    line = " ".join(value.split())
    return harmless(line) if column in ("subject_label", "object_label") else line


def read(path: Path, *, base: str = BASE) -> Iterator[Judgement | None]:
    """Yield what persons judged in an SSSOM file, and None for each row that no person judged.

    The file may have been through a spreadsheet: order of columns, empty rows and cells, quotes about the header's
    lines, commas or semicolons for tabs, and UTF-16 do not matter.

    Raises:
        ReadError: the file or a row of it is not as it must be; it names the line.
    """
    lines = re.split(r"\r\n|\r|\n", _text(path))
    head = next((n for n, line in enumerate(lines) if not line.lstrip('"').startswith("#")), len(lines))
    titles = lines[head] if head < len(lines) else ""
    separator = max("\t,;", key=titles.count)
    prefixes = {"kge": f"{base}entity/", **PREFIXES, **_curie_map(_unquoted(line, separator) for line in lines[:head])}
    table = csv.DictReader(lines[head:], delimiter=separator)
    missing = [column for column in REQUIRED if column not in (table.fieldnames or ())]
    if missing:
        raise ReadError(f"{path}:{head + 1}", f"the column {missing[0]} is missing", "Give a table in SSSOM TSV")
    for row in table:
        where = f"{path}:{head + table.line_num}"
        if any(row.pop(None, ())):
            raise ReadError(where, "it has more cells than the header")
        cells = {column: (value or "").strip() for column, value in row.items()}
        if any(cells.values()):
            yield _read_row(cells, where, prefixes, base)


def _text(path: Path) -> str:
    """Return the text of a file in UTF-8, or in the UTF-16 that spreadsheets call Unicode text.

    Raises:
        ReadError: it is neither, or cannot be opened.
    """
    try:
        data = path.read_bytes()
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(str(path), "it is not UTF-8", "Save it as UTF-8") from error
    except OSError as error:
        raise ReadError(str(path), f"it cannot be opened ({error.strerror})") from error


def _unquoted(line: str, separator: str) -> str:
    """Return a line of the header as it was before a spreadsheet made a row of it.

    >>> _unquoted('"#  ex: ""http://example.org/"" ",,', ",")
    '#  ex: "http://example.org/" '
    """
    if line.startswith('"'):
        return next(csv.reader([line], delimiter=separator))[0]
    return line.rstrip(separator)


def _curie_map(lines: Iterable[str]) -> dict[str, str]:
    """Return the prefixes of a header: what stands indented below ``curie_map:``."""
    found, inside = {}, False
    for line in lines:
        body = line[1:].rstrip()
        if not re.match(r"\s{2,}", body):
            inside = body.strip() == "curie_map:"
        elif inside and (pair := re.match(r"\s+[\"']?([\w.-]+)[\"']?:\s+[\"']?([^\"'\s]+)", body)):
            found[pair[1]] = pair[2]
    return found


def _read_row(row: Mapping[str, str], where: str, prefixes: Mapping[str, str], base: str) -> Judgement | None:
    predicate, manual = (
        _iri(row[column], where, column, prefixes) for column in ("predicate_id", "mapping_justification")
    )
    if manual != _iri(MANUAL, where, "", PREFIXES):
        return None
    subject, object_ = (_iri(row[column], where, column, prefixes) for column in ("subject_id", "object_id"))
    if not subject.startswith(f"{base}entity/"):
        raise ReadError(where, f'the subject_id "{row["subject_id"]}" is no entity of ours')
    if predicate not in {_iri(known, where, "", PREFIXES) for known in PREDICATES.values()}:
        raise ReadError(where, f'the predicate_id "{row["predicate_id"]}" is neither skos:exactMatch nor owl:sameAs')
    modifier = row.get("predicate_modifier", "")
    if modifier not in ("", "Not"):
        raise ReadError(where, f'the predicate_modifier "{modifier}" is not "Not"')
    who = next((row[c] for c in ("author_label", "reviewer_label", "author_id", "reviewer_id") if row.get(c)), "")
    if not who:
        raise ReadError(where, "it does not say who judged", "Fill in author_label")
    return Judgement(
        subject=subject,
        object=object_,
        verdict=_verdict(row, where),
        who=who,
        when=_when(row.get("mapping_date", ""), where),
        kind="identity" if object_.startswith(f"{base}entity/") else "match",
        comment=row.get("comment", ""),
    )


def _iri(curie: str, where: str, column: str, prefixes: Mapping[str, str]) -> str:
    prefix, colon, name = curie.partition(":")
    if colon and name.startswith("//") and re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", curie):
        return curie
    if not colon or prefix not in prefixes or not re.fullmatch(r"[^\s<>\"{}|\\^`]+", name):
        raise ReadError(where, f'the {column} "{curie}" has no prefix of the curie_map', "Declare it in the header")
    return prefixes[prefix] + name


def _verdict(row: Mapping[str, str], where: str) -> Verdict:
    try:
        sure = float((row.get("confidence") or "1").replace(",", "."))
    except ValueError as error:
        raise ReadError(where, f'the confidence "{row["confidence"]}" is no number') from error
    if not 0 <= sure <= 1:
        raise ReadError(where, f"the confidence {sure} is not between 0 and 1")
    if sure <= UNSURE:
        return "unsure"
    return "different" if row.get("predicate_modifier") else "same"


def _when(day: str, where: str) -> dt.datetime:
    try:
        return dt.datetime.combine(dt.datetime.fromisoformat(day).date(), dt.time())
    except ValueError as error:
        raise ReadError(where, f'the mapping_date "{day}" is no date like 2024-03-08', "Write it so") from error


def import_(store: Store, path: Path, *, base: str = BASE) -> Imported:
    """Take the judgements of a file into a store, all or none, and derive the graph again.

    Raises:
        ReadError: the file is not as it must be; nothing was taken then.
    """
    read_rows = list(read(path, base=base))
    made = [row for row in read_rows if row is not None]
    there = {j.pair: j for j in judgement.read(store, base=base)}
    new = [j for j in made if j.pair not in there or not _says(there[j.pair], j)]
    with derive.behind(store, base=base):
        judgement.keep(store, new, base=base)
    after = {j.pair: j for j in judgement.read(store, base=base)}
    taken = sum(after[pair] != there.get(pair) for pair in after)
    return Imported(taken=taken, known=len(made) - taken, skipped=len(read_rows) - len(made))


def _says(one: Judgement, other: Judgement) -> bool:
    """Say whether two judgements on one pair differ in nothing but the time of day, which a table does not hold."""
    return (one.verdict, one.who, one.when.date(), one.comment) == (
        other.verdict,
        other.who,
        other.when.date(),
        other.comment,
    )
