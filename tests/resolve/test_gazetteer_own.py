"""A user's own gazetteer: checked on entry, kept whole or not at all, taken away again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.cli import main
from kg.errors import UsageError
from kg.resolve import gazetteer_files, gazetteer_library, gazetteer_own
from kg.resolve.gazetteer_entries import Entry, EntryError, identifier_of, same_spelling

TABLE = """name,aliases,type,identifier,country
Orvan Liberation Front,OLF|Orvan Front,militia,Q900000001,CD
"Vale, Tam & Sons",,company,https://example.org/vale,
"""

SKOS = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix ex: <https://example.org/groups/> .
ex:scheme a skos:ConceptScheme ; skos:prefLabel "Groups"@en .
ex:armed a skos:Concept ; skos:prefLabel "Armed groups"@en ; skos:inScheme ex:scheme .
ex:olf a skos:Concept ; skos:broader ex:armed ;
    skos:prefLabel "Orvan Liberation Front"@en , "Front de libération d'Orvan"@fr ;
    skos:altLabel "OLF" ; skos:exactMatch wd:Q900000001 .
ex:odd a skos:Concept ; skos:prefLabel "Harvest Festival"@en .
"""

OWL = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"
         xmlns:owl="http://www.w3.org/2002/07/owl#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
  <owl:Ontology rdf:about="https://example.org/o"/>
  <owl:Class rdf:about="https://example.org/o#Senator">
    <rdfs:label>Senator</rdfs:label>
    <rdfs:subClassOf rdf:resource="http://xmlns.com/foaf/0.1/Person"/>
  </owl:Class>
  <owl:NamedIndividual rdf:about="https://example.org/o#tam">
    <rdf:type rdf:resource="https://example.org/o#Senator"/>
    <rdfs:label xml:lang="en">Tam Elverin</rdfs:label>
    <skos:altLabel>Senator Elverin</skos:altLabel>
    <owl:sameAs rdf:resource="https://www.wikidata.org/wiki/Q900000002"/>
  </owl:NamedIndividual>
</rdf:RDF>
"""


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep gazetteers in a directory of the test's own."""
    monkeypatch.setenv("KG_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "gazetteers"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def run(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["gazetteer", *map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


def test_a_table_gives_names_types_and_identifiers(tmp_path: Path) -> None:
    found = gazetteer_files.read(write(tmp_path, "groups.csv", TABLE))
    assert found.problems == []
    assert found.entries == [
        Entry(
            name="Orvan Liberation Front",
            type="ArmedGroup",
            aliases=("OLF", "Orvan Front"),
            identifiers=("http://www.wikidata.org/entity/Q900000001",),
            country="CD",
        ),
        Entry(name="Vale, Tam & Sons", type="Company", identifiers=("https://example.org/vale",)),
    ]


def test_json_lines_give_the_same_as_a_table(tmp_path: Path) -> None:
    lines = (
        '{"label": "Orvan Liberation Front", "aliases": ["OLF", "Orvan Front"], "type": "ArmedGroup",'
        ' "wikidata": "Q900000001", "country": "Congo (Kinshasa)"}\n'
        '{"name": "Vale, Tam & Sons", "type": "Company", "id": "https://example.org/vale"}\n'
    )
    table = gazetteer_files.read(write(tmp_path, "groups.csv", TABLE))
    found = gazetteer_files.read(write(tmp_path, "groups.jsonl", lines.replace("Congo (Kinshasa)", "DR Congo")))
    assert (found.problems, found.entries) == ([], table.entries)


def test_skos_gives_concepts_with_the_type_of_what_stands_above(tmp_path: Path) -> None:
    found = gazetteer_files.read(write(tmp_path, "groups.ttl", SKOS))
    assert [(e.name, e.type, e.aliases) for e in found.entries] == [("Orvan Liberation Front", "ArmedGroup", ("OLF",))]
    assert found.entries[0].identifiers == (
        "https://example.org/groups/olf",
        "http://www.wikidata.org/entity/Q900000001",
    )
    (problem,) = found.problems
    assert problem.startswith("line 9: it has no type")
    both = gazetteer_files.read(write(tmp_path, "groups.ttl", SKOS), type_="Organization")
    assert [(e.name, e.type) for e in both.entries][1:] == [("Harvest Festival", "Organization")]


def test_owl_gives_individuals_with_the_type_of_their_class(tmp_path: Path) -> None:
    (tam,) = gazetteer_files.read(write(tmp_path, "people.owl", OWL)).entries
    assert (tam.name, tam.type, tam.aliases) == ("Tam Elverin", "Person", ("Senator Elverin",))
    assert tam.identifiers == ("https://example.org/o#tam", "http://www.wikidata.org/entity/Q900000002")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",,Company,Q7,", "line 3: it has no name"),
        ("Tall Ship,,Spaceship,Q7,", 'line 3: its type "Spaceship" is unknown'),
        ("Tall Ship,,,Q7,", "line 3: it has no type"),
        ("Tall Ship,,Company,Q07,", 'line 3: "Q07" is no identifier'),
        ("Tall Ship,,Company,geonames:abc,", 'line 3: "geonames:abc" is no identifier of GeoNames'),
        ("Tall Ship,,Company,Q7,Atlantis", 'line 3: no country is called "Atlantis"'),
        (
            "Tall Ship,,Company,Q900000001,",
            "line 3: the identifier http://www.wikidata.org/entity/Q900000001 stands in",
        ),
        ("Tall Ship,,Company,Q7,CD,extra", "line 3: it has 6 fields"),
        ('"Tall" Ship,,Company,Q7,', "line 3: it cannot be parsed"),
        ('"Tall Ship,,Company', "line 3: its quotation mark is never closed"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_nothing_is_kept(tmp_path: Path, kept: Path, row: str, said: str) -> None:
    head = "\n".join(TABLE.splitlines()[:2])
    code, _, errors = run("add", write(tmp_path, "groups.csv", f"{head}\n{row}\n"))
    assert code == 1
    assert said in errors
    assert "--good-only" in errors
    assert not kept.exists()
    code, _, errors = run("add", tmp_path / "groups.csv", "--good-only")
    assert code == 1
    assert "Added 1 entry with 3 names as groups" in errors


def test_a_text_that_no_article_can_hold_is_no_name(tmp_path: Path) -> None:
    lines = ('{"name": "Half \\ud800 one", "type": "person"}', '{"name": "A b", "type": "person", "id": "http://[a"}')
    found = gazetteer_files.read(write(tmp_path, "people.jsonl", "\n".join(lines)))
    assert [problem[:18] for problem in found.problems] == ['line 1: its "name"', 'line 2: "http://[a']


def test_a_file_that_is_none_is_refused_with_its_line(tmp_path: Path, kept: Path) -> None:
    for name, content, said in (
        ("a.ttl", b"@prefix ex: <https://e.org/> .\nex:a ex:b\n  ;; .", "a.ttl line"),
        ("a.csv", b"title of\nno,columns\n", 'no column is called "name"'),
        ("a.csv", b"name,type\nCaf\xe9,Company\n", "a.csv line 2: this is not UTF-8"),
        ("a.csv", b"name,type\n", "there is no name in it"),
        ("a.pdf", b"%PDF", "a gazetteer is read from"),
        ("a.rdf", b'<!DOCTYPE r [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><r/>', "its entities stand for other entities"),
        ("a.owl", b"Prefix(:=<https://e.org/>)\nOntology(<https://e.org/>)", "OWL in another syntax"),
    ):
        (tmp_path / name).write_bytes(content)
        code, _, errors = run("add", tmp_path / name)
        assert (code, said in errors) == (2, True), errors
    assert not kept.exists()


def test_what_was_added_is_listed_and_taken_away(tmp_path: Path, kept: Path) -> None:
    file = write(tmp_path, "our groups.csv", TABLE)
    assert run("add", file)[0] == 0
    code, _, errors = run("add", file)
    assert (code, "--replace" in errors) == (2, True)
    assert run("add", file, "--replace")[0] == 0
    assert "our-groups" in run("list")[1]
    assert run("remove", "our-groups")[0] == 0
    assert list(kept.iterdir()) == []
    assert run("remove", "our-groups")[0] == 2
    assert run("remove", "../../etc/passwd")[0] == 2


def test_a_broken_gazetteer_is_named_with_the_way_out(kept: Path) -> None:
    kept.mkdir(parents=True)
    (kept / "torn.sqlite").write_bytes(b"not a database, though its name says so")
    with pytest.raises(UsageError, match="kg gazetteer remove torn"):
        gazetteer_library.installed()
    gazetteer_library.remove("torn")
    assert gazetteer_library.installed() == ()


def test_what_a_killed_process_left_is_taken_away(tmp_path: Path, kept: Path) -> None:
    kept.mkdir(parents=True)
    dead = kept / "groups.sqlite.999999999.part"
    live = kept / f"other.sqlite.{os.getppid()}.part"
    dead.touch()
    live.touch()
    gazetteer_own.add(write(tmp_path, "groups.csv", TABLE))
    assert sorted(f.name for f in kept.iterdir()) == ["groups.sqlite", live.name]


@given(st.text(max_size=60))
def test_an_identifier_is_an_iri_or_refused(text: str) -> None:
    import pyoxigraph as ox

    try:
        iri = identifier_of(text)
    except EntryError:
        return
    assert ox.NamedNode(iri).value == iri == identifier_of(iri)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    suffix=st.sampled_from([".csv", ".tsv", ".jsonl", ".ttl", ".rdf", ".owl", ".jsonld"]),
    text=st.one_of(
        st.text(max_size=200),
        st.lists(st.sampled_from([*'",;|\n\t<>{}[]&.:@_', "name", "type", "Person", "Q7", " a ", TABLE, SKOS])).map(
            "".join
        ),
    ),
)
def test_any_file_is_read_or_refused(tmp_path: Path, suffix: str, text: str) -> None:
    path = tmp_path / f"any{suffix}"
    path.write_text(text, encoding="utf-8", errors="replace")
    try:
        found = gazetteer_files.read(path, type_="Person")
    except UsageError:
        return
    assert found.entries or found.problems


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=30).filter(
    lambda name: any(c.isalnum() for c in name) and bool(gazetteer_library.key_of(name))
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(NAMES, min_size=1, max_size=4), min_size=1, max_size=gazetteer_library.NAMESAKES))
def test_every_name_that_is_kept_is_found_again(kept: Path, listed: list[list[str]]) -> None:
    entries = [
        Entry(name=first, type="Company", aliases=tuple(rest), identifiers=(f"urn:x:{n}",))
        for n, (first, *rest) in enumerate(listed)
    ]
    gazetteer_library.write(entries, gazetteer_library.About(name="any", source="own", file="any.csv"))
    (listing,) = gazetteer_library.installed()
    for entry in entries:
        for name in (entry.name, *entry.aliases):
            found = [hit.entry.identifiers for hit in listing.find(name, "organization") or ()]
            assert entry.identifiers in found
            first = gazetteer_library.key_of(name).split()[0]
            assert listing.starts[first] >= len(gazetteer_library.key_of(name).split())


def test_a_common_word_is_no_listed_name() -> None:
    assert not same_spelling("who", "WHO")
    assert not same_spelling("Who", "WHO")
    assert same_spelling("The Orvan front", "Orvan Front")
    assert same_spelling("ORVAN FRONT", "Orvan Front")
    assert not same_spelling("orvan front", "Orvan Front")
