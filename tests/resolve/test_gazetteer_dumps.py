"""Gazetteers built from dumps in the formats of Wikidata and GeoNames."""

from __future__ import annotations

import bz2
import gzip
import json
import os
import signal
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import UsageError
from kg.resolve import gazetteer_dumps, gazetteer_library
from kg.resolve.gazetteer_entries import Entry


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep gazetteers in a directory of the test's own."""
    monkeypatch.setenv("KG_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "gazetteers"


def statement(property_: str, value: Any, kind: str = "wikibase-entityid", rank: str = "normal") -> dict[str, Any]:
    """Return a statement as the dump writes one."""
    if kind == "wikibase-entityid":
        value = {"entity-type": "item", "numeric-id": int(value[1:]), "id": value}
    snak = {"snaktype": "value", "property": property_, "datavalue": {"value": value, "type": kind}}
    return {"mainsnak": snak, "type": "statement", "id": f"{property_}$x", "rank": rank}


def item(
    id_: str, label: str, *claims: dict[str, Any], aliases: tuple[str, ...] = (), language: str = "en"
) -> dict[str, Any]:
    """Return an item as the dump writes one."""
    found: dict[str, list[dict[str, Any]]] = {}
    for claim in claims:
        found.setdefault(claim["mainsnak"]["property"], []).append(claim)
    return {
        "type": "item",
        "id": id_,
        "labels": {language: {"language": language, "value": label}},
        "descriptions": {},
        "aliases": {language: [{"language": language, "value": alias} for alias in aliases]} if aliases else [],
        "claims": found or [],
        "sitelinks": {},
        "lastrevid": 1,
    }


ITEMS = [
    item("Q900000010", "Tam Elverin", statement("P31", "Q5"), statement("P27", "Q16"), aliases=("T. Elverin",)),
    item("Q900000011", "Orvan Liberation Front", statement("P31", "Q17149090"), statement("P17", "Q900000019")),
    item(
        "Q900000012",
        "Velmora",
        statement("P31", "Q515"),
        statement("P31", "Q515", rank="deprecated"),
        statement("P17", "Q16"),
        statement("P1566", "900012", "string"),
        statement("P625", {"latitude": 45.5, "longitude": -73.6, "globe": "x"}, "globecoordinate"),
    ),
    item("Q900000013", "A paper on bees", statement("P31", "Q13442814")),
    item("Q900000014", "Nobody knows", statement("P31", "Q5"), language="fr"),
    item("Q900000015", "Said to be human", statement("P31", "Q5", rank="deprecated")),
    item("Q900000016", "Of two lands", statement("P31", "Q5"), statement("P27", "Q16"), statement("P27", "Q30")),
    item("Q900000019", "Orvania", statement("P31", "Q6256"), statement("P297", "XO", "string"), language="mul"),
    item("Q900000020", "Nothing said"),
]


def dump(path: Path, items: list[dict[str, Any]] = ITEMS, *, spaced: bool = False) -> Path:
    """Write items as Wikidata's dump does: an array with one item a line."""
    separators = (", ", ": ") if spaced else (",", ":")
    text = "[\n" + ",\n".join(json.dumps(i, separators=separators) for i in items) + "\n]\n"
    compress: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".bz2": bz2.compress}
    path.write_bytes(compress.get(path.suffix, bytes)(text.encode()))
    return path


def found(name: str, kind: str, listing: int = 0) -> list[Entry]:
    return [hit.entry for hit in gazetteer_library.installed()[listing].find(name, kind) or ()]


@pytest.mark.parametrize("name", ["small.json.gz", "small.json.bz2", "small.json"])
def test_humans_organizations_and_places_of_wikidata_are_kept(tmp_path: Path, name: str) -> None:
    done = gazetteer_dumps.wikidata(dump(tmp_path / name, spaced=name.endswith("n")))
    assert done.about.entries == 5
    assert done.left_out == {"of other classes": 3, "without an English name": 1}
    wikidata = "http://www.wikidata.org/entity/"
    assert found("T. Elverin", "Person") == [
        Entry(name="Tam Elverin", type="Person", identifiers=(f"{wikidata}Q900000010",), country="CA")
    ]
    (velmora,) = found("Velmora", "place")
    assert velmora.identifiers == (f"{wikidata}Q900000012", "https://sws.geonames.org/900012/")
    assert (velmora.country, velmora.lat, velmora.lon) == ("CA", 45.5, -73.6)
    assert gazetteer_library.installed()[0].by_identifier("https://sws.geonames.org/900012/") == (velmora,)


def test_a_country_is_known_by_its_code_wherever_it_stands_in_the_dump(tmp_path: Path) -> None:
    gazetteer_dumps.wikidata(dump(tmp_path / "small.json"))
    assert [e.country for e in found("Orvan Liberation Front", "organization")] == ["XO"]
    assert [(e.type, e.country) for e in found("Orvania", "place")] == [("Country", "XO")]


def test_who_has_two_countries_has_none(tmp_path: Path) -> None:
    gazetteer_dumps.wikidata(dump(tmp_path / "small.json"))
    assert [e.country for e in found("Of two lands", "Person")] == [""]


PLACES = [
    ("900101", "Qaṭrūn Airbase", "Qatrun Airbase", "Qatrun AB,قطرون", "32.5", "44.2", "S", "AIRB", "IQ", "0"),
    ("900102", "Hollow Fen", "Hollow Fen", "", "52.1", "0.2", "P", "PPL", "GB", "210"),
    ("900103", "Fenshire", "Fenshire", "Fens County", "52.2", "0.3", "A", "ADM2", "GB", "90000"),
    ("900104", "Old Fen", "Old Fen", "", "52.3", "0.1", "P", "PPLH", "GB", "0"),
    ("900105", "Fen Inn", "Fen Inn", "", "52.4", "0.1", "S", "HTL", "GB", "0"),
    ("900106", "Fen Barracks", "Fen Barracks", "", "52.5", "0.1", "L", "MILB", "GB", "0"),
]


def geonames(path: Path, places: list[tuple[str, ...]] = PLACES) -> Path:
    """Write places as GeoNames does, in a zip file with its readme."""
    lines = [
        "\t".join((id_, name, ascii_, others, lat, lon, kind, code, country, "", "", "", "", "", people, "", "9", "UTC",
                   "2024-01-01"))
        for id_, name, ascii_, others, lat, lon, kind, code, country, people in places
    ]  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "About these data. " * 1000)
        archive.writestr("allCountries.txt", "\n".join(lines) + "\n")
    return path


def test_places_airports_and_bases_of_geonames_are_kept(tmp_path: Path) -> None:
    done = gazetteer_dumps.geonames(geonames(tmp_path / "allCountries.zip"))
    assert done.about.entries == 4
    assert done.left_out == {"of other classes": 2}
    (base,) = found("Qatrun AB", "Facility")
    assert base == Entry(
        name="Qaṭrūn Airbase", type="Facility", identifiers=("https://sws.geonames.org/900101/",), country="IQ",
        lat=32.5, lon=44.2,
    )  # fmt: skip
    assert [e.type for e in found("Hollow Fen", "place")] == ["PopulatedPlace"]
    assert [e.type for e in found("Fens County", "place")] == ["AdministrativeRegion"]
    assert [e.type for e in found("Fen Barracks", "Facility")] == ["Facility"]


def test_what_is_no_dump_is_refused_and_the_gazetteer_stays(tmp_path: Path, kept: Path) -> None:
    gazetteer_dumps.wikidata(dump(tmp_path / "small.json.gz"))
    before = (kept / "wikidata.sqlite").read_bytes()
    whole = dump(tmp_path / "large.json.gz", ITEMS * 200).read_bytes()
    for name, content, said in (
        ("torn.json.gz", whole[:-200], "cannot be read to its end"),
        ("other.json", b'{"a": 1}\n', "line 1: this is no entity of Wikidata"),
        ("page.json", b"<!DOCTYPE html>", "line 1: this is no entity of Wikidata"),
        ("none.json", b"[\n" + json.dumps(ITEMS[3]).encode() + b"\n]\n", "there is nothing in it"),
    ):
        (tmp_path / name).write_bytes(content)
        done = CliRunner().invoke(main, ["gazetteer", "build", "--wikidata", str(tmp_path / name)])
        assert (done.exit_code, said in done.stderr) == (2, True), done.stderr
    with pytest.raises(UsageError, match="line 1: this is no line of GeoNames"):
        gazetteer_dumps.geonames(dump(tmp_path / "small.json"), name="wikidata")
    assert (kept / "wikidata.sqlite").read_bytes() == before
    assert [f.name for f in kept.iterdir()] == ["wikidata.sqlite"]


def test_a_damaged_line_is_counted_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = dump(tmp_path / "small.json")
    lines = path.read_text().splitlines()
    lines.insert(3, '{"type":"item","id":"Q9","claims":{"P31":[{"mainsnak":{"id":"Q5"},')
    lines.insert(4, 'the rest of a line that was torn":5}}')
    path.write_text("\n".join(lines))
    done = CliRunner().invoke(main, ["gazetteer", "build", "--wikidata", str(path)])
    assert done.exit_code == 0, done.stderr
    assert "5 entries" in done.stderr
    assert "2 damaged lines" in done.stderr
    assert "small.json: 4, 5." in done.stderr


BUILD = "import sys; from pathlib import Path; from kg.resolve import gazetteer_dumps as d; "


def test_a_killed_build_leaves_the_gazetteer_as_it_was(tmp_path: Path, kept: Path) -> None:
    gazetteer_dumps.wikidata(dump(tmp_path / "small.json"))
    before = (kept / "wikidata.sqlite").read_bytes()
    large = dump(tmp_path / "large.json", ITEMS * 2000)
    code = BUILD + "d.wikidata(Path(sys.argv[1]), progress=lambda *a: print('read', flush=True))"
    with subprocess.Popen([sys.executable, "-c", code, str(large)], stdout=subprocess.PIPE) as building:
        assert building.stdout is not None
        assert building.stdout.readline() == b"read\n"
        os.kill(building.pid, signal.SIGKILL)
    assert (kept / "wikidata.sqlite").read_bytes() == before
    assert len(list(kept.glob("*.part"))) == 1
    gazetteer_dumps.wikidata(dump(tmp_path / "small.json"))
    assert [f.name for f in kept.iterdir()] == ["wikidata.sqlite"]


def test_a_dump_ten_times_as_long_needs_no_more_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gazetteer_library, "_BATCH", 100)
    tracemalloc.start()
    try:
        peaks = []
        for count in (1, 50, 500):
            many = ({**i, "id": f"Q{number}{i['id'][-2:]}"} for number in range(1, count + 1) for i in ITEMS[:7])
            path = tmp_path / f"{count}.json.gz"
            with gzip.open(path, "wt", compresslevel=1) as file:
                file.writelines(json.dumps(i) + ",\n" for i in many)
            tracemalloc.reset_peak()
            before, _ = tracemalloc.get_traced_memory()
            gazetteer_dumps.wikidata(path)
            peaks.append(tracemalloc.get_traced_memory()[1] - before)
    finally:
        tracemalloc.stop()
    # 2,000 entries would be more than a megabyte; SQLite's own memory is bounded by its cache
    assert peaks[2] - peaks[1] < 200_000, peaks


def test_a_name_of_very_many_costs_no_more_than_others_and_says_nothing(tmp_path: Path) -> None:
    many = [item(f"Q{n}", "Ada Wei", statement("P31", "Q5"), statement("P27", "Q16")) for n in range(1, 400)]
    one = item("Q900000030", "Ada Wei", statement("P31", "Q5"), statement("P27", "Q30"))
    gazetteer_dumps.wikidata(dump(tmp_path / "many.json", [*many, one]))
    listing = gazetteer_library.installed()[0]
    assert listing.find("Ada Wei", "Person") is None
    assert listing.find("Ada Wei", "Person", "CA") is None
    assert [h.entry.country for h in listing.find("Ada Wei", "Person", "US") or ()] == ["US"]
