"""The gazetteer on a hand-made index, and once on the real one."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from atlas import DEMONYMS, atlas, rows
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.resolve import gazetteer_index
from kg.resolve.gazetteer import Gazetteer, default
from kg.resolve.gazetteer_names import normalize


@pytest.fixture
def small(tmp_path: Path) -> Gazetteer:
    return atlas(tmp_path)


@given(st.text(max_size=40))
def test_normalizing_twice_changes_nothing(name: str) -> None:
    assert normalize(normalize(name)) == normalize(name)


@pytest.mark.parametrize("name", ["Al Anbār", "al-Anbar", "ANBAR", "Anbar province", "Anbar Governorate"])
def test_spellings_of_a_region_find_it(small: Gazetteer, name: str) -> None:
    assert [place.id for place in small.find(name)] == [2]


def test_countries_come_before_regions_and_large_towns_before_small(small: Gazetteer) -> None:
    assert [(p.kind, p.country) for p in small.find("Georgia")] == [("Country", "GE"), ("AdministrativeRegion", "US")]
    assert [p.population for p in small.find("Springfield")] == [114_394, 59_680]


def test_a_designation_limits_what_a_name_may_be(small: Gazetteer) -> None:
    assert [p.id for p in small.find("Ramadi")] == [3]
    assert small.find("Ramadi province") == ()
    assert [p.id for p in small.find("city of Ramadi")] == [3]


def test_other_names_are_told_from_the_main_one(small: Gazetteer) -> None:
    (kyiv,) = small.find("Kiev")
    assert (kyiv.name, bool(kyiv.main)) == ("Kyiv", False)
    assert small.find("Kyiv")[0].main


def test_a_region_lies_amid_its_towns_and_has_their_people(small: Gazetteer) -> None:
    (illinois,) = small.find("Illinois")
    assert illinois.lat is not None
    assert illinois.lat == pytest.approx(39.8)
    assert illinois.population == 114_394


def test_parents_go_from_near_to_far(small: Gazetteer) -> None:
    town = next(p for p in small.find("Springfield") if p.admin1 == 11)
    assert [p.name for p in small.parents(town)] == ["Sangamon County", "Illinois", "United States"]


def test_demonyms_capitals_and_abbreviations_name_their_places(small: Gazetteer) -> None:
    for word, code in DEMONYMS:
        found = small.demonym(word)
        assert found is not None
        assert found.country == code
    assert small.demonym("Iraqis") == small.country("Iraq")
    assert small.demonym("table") is None
    assert small.capital("Kyiv") == small.country("UA")
    assert small.capital("Springfield") is None
    illinois = small.abbreviation("Ill.")
    assert illinois is not None
    assert illinois.name == "Illinois"
    assert small.abbreviation("Ill") is None


def test_an_index_is_whole_or_not_there(tmp_path: Path) -> None:
    def broken():  # type: ignore[no-untyped-def]
        yield next(iter(rows()))
        raise RuntimeError("the source broke off")

    path = tmp_path / "atlas.sqlite"
    with pytest.raises(RuntimeError, match="broke off"):
        gazetteer_index.write(path, broken(), demonyms=iter(()), capitals=iter(()))
    assert list(tmp_path.iterdir()) == []


def test_of_two_processes_one_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "atlas.sqlite"
    builds: list[int] = []

    def slow() -> object:
        builds.append(1)
        time.sleep(0.2)
        return rows()

    monkeypatch.setattr(gazetteer_index.sources, "continents", slow)
    for name in ("countries", "regions", "cities", "demonyms", "capitals"):
        monkeypatch.setattr(gazetteer_index.sources, name, lambda: iter(()))
    threads = [threading.Thread(target=gazetteer_index.build, args=(path,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(builds) == 1
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_cache_that_cannot_be_written_is_a_users_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UsageError, match="KG_CACHE"):
        gazetteer_index.write(tmp_path / "file" / "x.sqlite", iter(()), demonyms=iter(()), capitals=iter(()))


def test_the_real_index_opens_fast_and_holds_what_news_names() -> None:
    default()
    start = time.perf_counter()
    gazetteer = Gazetteer.open()
    assert time.perf_counter() - start < 0.5
    for name, code in (("U.S.", "US"), ("UK", "GB"), ("Côte d'Ivoire", "CI"), ("UAE", "AE")):
        found = gazetteer.country(name)
        assert found is not None
        assert found.country == code
    iraq = gazetteer.country("Iraq")
    assert iraq is not None
    assert (iraq.id, iraq.wikidata) == (99237, "Q796")
    assert {p.country for p in gazetteer.find("Tripoli")} >= {"LY", "LB"}
    assert gazetteer.find("Київ") == (), "English news does not write it so"
    assert gazetteer_index.default_path().stat().st_size < 50 * 2**20
    gazetteer.close()
