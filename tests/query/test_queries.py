from __future__ import annotations

import datetime as dt
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib.plugins.sparql import prepareQuery
from stories import Story, graph

from kg.errors import QueryError, UsageError
from kg.graph.store import EmbeddedStore, EndpointStore
from kg.model import Interval
from kg.query import catalog, hints, parameters, results, run
from kg.query.explain import edge, explain

NAMES = [query.name for query in catalog.catalog() if not query.online]

WANTED = """
    alignments-of-actor alignments-by-month alignments-by-source contested-alignments common-enemies friends-of-friends
    who-said-what statements-about-event unverified-claims denied-claims events-by-place events-by-type events-by-month
    weapons casualties members-and-leaders leaders provenance-of-alignment matches-by-knowledge-base
    entities-without-match articles articles-by-publisher top-actors events-between-actors timeline-of-actor
    most-quoted spokespersons changes-of-side most-attacked-places
""".split()


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return graph()


def rows(store: EmbeddedStore | EndpointStore, name: str, **given: str) -> list[dict[str, str]]:
    answer = run.answer(store, name, given)
    return [{v: results.plain(c) for v, c in zip(answer.variables, row, strict=True)} for row in answer.rows]


def test_every_wanted_question_is_there() -> None:
    assert len(NAMES) >= 25
    assert set(WANTED) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_query_is_standard_sparql_and_says_which_graph(name: str) -> None:
    query = catalog.named(name)
    prepareQuery(query.text)
    assert query.summary.endswith((".", "?"))
    assert "GRAPH" in query.text or query.form == "DESCRIBE"


@pytest.mark.parametrize("name", NAMES)
def test_query_runs_without_parameters_and_gives_no_row_twice(store: EmbeddedStore, name: str) -> None:
    answer = run.answer(store, name)
    found = list(answer.rows)
    assert len(found) == len(set(found))
    if answer.triples is not None:
        assert list(answer.triples)


def test_an_empty_graph_answers_nothing() -> None:
    with EmbeddedStore(None) as empty:
        for name in NAMES:
            assert not list(run.answer(empty, name).rows)


def test_alignments_of_an_actor_say_who_asserts_them_and_where(store: EmbeddedStore) -> None:
    found = rows(store, "alignments-of-actor", actor="green brigades")
    told = {(r["subject"], r["side"], r["object"], r["source"], r["certainty"], r["article"]) for r in found}
    assert told == {
        ("Norland", "supports", "Green Brigades", "The Daily", "asserted", "one.txt"),
        ("Green Brigades", "opposes", "Sudria", "The Daily", "asserted", "one.txt"),
        ("Norland", "opposes", "Green Brigades", "The Other", "asserted", "two.txt"),
        ("Sudria", "supports", "Green Brigades", "Norland", "claimed", "two.txt"),
    }
    only = rows(store, "alignments-of-actor", actor="Green Brigades", other="Sudria")
    assert {r["sentence"] for r in only} == {
        "The Green Brigades fight Sudria.",
        "Norland said Sudria pays the Green Brigades.",
    }


def test_contested_pairs_name_both_sides(store: EmbeddedStore) -> None:
    found = {(r["subject"], r["side"], r["object"], r["accordingTo"]) for r in rows(store, "contested-alignments")}
    assert found == {
        ("Norland", "supports", "Green Brigades", "The Daily"),
        ("Norland", "opposes", "Green Brigades", "The Other"),
    }


def test_change_of_side_gives_both_dates(store: EmbeddedStore) -> None:
    (change,) = rows(store, "changes-of-side")
    assert (change["first"], change["until"], change["then"], change["since"]) == (
        "supports", "2024-01-10", "opposes", "2024-03-10",
    )  # fmt: skip


def test_common_enemies_and_friends_of_friends_leave_claims_out(store: EmbeddedStore) -> None:
    found = {(r["ally"], r["commonEnemy"]) for r in rows(store, "common-enemies", actor="Norland")}
    assert found == {("Green Brigades", "Sudria"), ("Ada Wei", "Sudria")}
    assert not rows(store, "friends-of-friends", actor="Sudria")


def test_claims_and_denials_are_told_apart(store: EmbeddedStore) -> None:
    claimed = {(r["kind"], r["subject"], r["source"]) for r in rows(store, "unverified-claims")}
    assert claimed == {("event", "Green Brigades", "Ada Wei"), ("alignment", "Sudria", "Norland")}
    (denied,) = rows(store, "denied-claims")
    assert (denied["subject"], denied["object"]) == ("Sudria", "Norland")


def test_questions_about_events(store: EmbeddedStore) -> None:
    (event,) = rows(store, "events-by-place", place="Port Hale")
    assert (event["date"], event["agent"], event["certainty"]) == ("2024-01-09", "Green Brigades", "claimed")
    (casualty,) = rows(store, "casualties")
    assert (casualty["killed"], casualty["injured"], casualty["source"]) == ("2", "5", "Ada Wei")
    (weapon,) = rows(store, "weapons")
    assert (weapon["name"], weapon["usedBy"]) == ("drones", "Green Brigades")
    assert not rows(store, "events-by-type", since="2024-01-10")
    assert [r["place"] for r in rows(store, "events-on-map")] == ["Port Hale"]
    (said,) = rows(store, "statements-about-event")
    assert said["who"] == "Ada Wei"


def test_roles_matches_and_losses(store: EmbeddedStore) -> None:
    (spokeswoman,) = rows(store, "spokespersons", group="Norland")
    assert (spokeswoman["who"], spokeswoman["title"]) == ("Ada Wei", "spokeswoman")
    assert not rows(store, "spokespersons", group="Sudria")
    (match,) = rows(store, "matches-by-knowledge-base")
    assert (match["knowledgeBase"], match["matches"]) == ("sws.geonames.org", "1")
    assert "Port Hale" not in {r["name"] for r in rows(store, "entities-without-match")}
    assert {r["kind"] for r in rows(store, "facts-of-low-confidence")} == {"relation"}
    (loss,) = rows(store, "not-read")
    assert loss["times"] == "2"


def test_provenance_leads_to_the_sentence_and_the_article(store: EmbeddedStore) -> None:
    wanted = next(r for r in rows(store, "alignments-of-actor", actor="Ada Wei"))
    (found,) = rows(store, "provenance-of-alignment", alignment=wanted["factIri"])
    assert found["sentence"] == "Ada Wei condemned Sudria."
    assert (found["publisher"], found["rule"], found["confidence"]) == ("The Other", "test.rule", "0.9")


# names, parameters, refusals


def test_unknown_names_are_answered_with_near_ones(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match="alignments-of-actor"):
        run.answer(store, "alignment-of-actors")
    with pytest.raises(QueryError, match="Near it: Norland"):
        run.answer(store, "alignments-of-actor", {"actor": "Norlend"})
    with pytest.raises(QueryError, match='no parameter "who"'):
        run.answer(store, "alignments-of-actor", {"who": "Norland"})
    with pytest.raises(QueryError, match="not a date"):
        run.answer(store, "timeline-of-actor", {"since": "spring"})
    with pytest.raises(QueryError, match="no class"):
        run.answer(store, "events-by-type", {"class": "Asault no"})
    with pytest.raises(UsageError):
        run.chosen("articles", None, "ASK {}")


def test_a_parameter_cannot_become_syntax(store: EmbeddedStore) -> None:
    hostile = '" } } ASK { # '
    assert rows(store, "articles", publisher=hostile) == []
    with pytest.raises(QueryError):
        run.answer(store, "alignments-of-actor", {"actor": 'x" . ?s ?p ?o'})
    query = run.text_query("SELECT ?n { GRAPH ?g { ?a <https://w3id.org/newskg/ontology#name> ?n FILTER(?n = $n2) } }")
    assert [r[0].value for r in run.answer(store, query, {"n2": "one.txt"}).rows] == ["one.txt"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("INSERT DATA { <http://a/> <http://a/> 1 }", "only reads"),
        ("# SELECT\nPREFIX a: <http://select/> DROP ALL", "only reads"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "--online"),
        ("select * { serVice silent<http://127.0.0.1:9/>{?s ?p ?o}}", "--online"),
        ("SELECT * WHERE", "no valid SPARQL"),
        ("hello", "no SPARQL query"),
    ],
)
def test_what_is_refused(store: EmbeddedStore, text: str, problem: str) -> None:
    with pytest.raises(QueryError, match=problem):
        list(run.answer(store, run.text_query(text)).rows)


def test_words_in_strings_comments_and_names_are_no_keywords(store: EmbeddedStore) -> None:
    text = 'PREFIX service: <http://x/> SELECT ?service { BIND("SERVICE <http://x/>" AS ?service) } # SERVICE'
    assert len(list(run.answer(store, run.text_query(text)).rows)) == 1


# formats


def test_csv_hides_iris_and_defuses_formulas(store: EmbeddedStore) -> None:
    text = "".join(results.text(run.answer(store, "articles"), store, "csv"))
    assert text.splitlines()[0] == "published,from,title,name"
    assert "'=HYPERLINK(1) of two" in text
    assert "-1" in "".join(results.text(run.answer(store, run.text_query("SELECT (-1 AS ?n) {}")), store, "csv"))
    assert "articleIri" in "".join(results.text(run.answer(store, "articles"), store, "tsv", iris=True))


def test_json_and_turtle_can_be_read_again(store: EmbeddedStore) -> None:
    import rdflib

    found = json.loads("".join(results.text(run.answer(store, "articles"), store, "json")))
    assert len(found["results"]["bindings"]) == 2
    turtle = "".join(results.text(run.answer(store, "network-of-actor"), store, "ttl"))
    assert len(rdflib.Graph().parse(data=turtle, format="turtle")) > 3
    with pytest.raises(QueryError, match="CONSTRUCT"):
        list(results.text(run.answer(store, "articles"), store, "ttl"))


def test_a_table_shows_names_for_iris(store: EmbeddedStore) -> None:
    query = run.text_query("SELECT ?a ?t { GRAPH ?a { ?a a ?t } } ORDER BY ?a")
    columns, found, _ = results.table(run.answer(store, query), store)
    assert columns == ["a", "t"]
    assert ["one.txt", "kg:Article"] in found


def test_a_date_that_only_the_article_has_is_told_apart(store: EmbeddedStore) -> None:
    (told,) = rows(store, "timeline-of-actor", actor="Green Brigades")
    assert (told["date"], told["dated"]) == ("2024-01-09", "day")
    found = run.answer(store, "alignments-of-actor", {"actor": "Green Brigades"})
    columns, table, _ = results.table(found, store)
    assert "dated" not in columns
    assert {row[columns.index("date")] for row in table} == {"(2024-01-10)", "(2024-03-10)"}


@pytest.mark.parametrize("name", NAMES)
def test_every_date_says_how_exact_it_is(store: EmbeddedStore, name: str) -> None:
    variables = run.answer(store, name).variables
    assert "date" not in variables or "dated" in variables, "the day of an article is called published"


def test_a_time_without_a_beginning_is_no_date_of_the_text() -> None:
    story = Story("three.txt", "The Daily", "2024-03-08")
    until = Interval(start=None, end=dt.date(2024, 5, 31), granularity="month", span=None)
    for factuality in ("planned", "claimed"):
        story.align("Norland", -1, "Sudria", "Norland fights Sudria until May.", factuality=factuality, time=until)
    with graph(None, story.extraction()) as store:
        for name in ("alignments-of-actor", "plans-and-threats", "unverified-claims"):
            found = [row for row in rows(store, name, limit="all") if row["article"] == "three.txt"]
            assert {(row["date"], row["dated"]) for row in found} == {("2024-03-08", "article")}


def test_explanation_leads_from_an_edge_to_its_sentence(store: EmbeddedStore) -> None:
    told = dict(explain(store, edge(store, "norland", "opposes", "sudria")))
    assert told["edge"] == "Norland opposes Sudria"
    assert told["sentence"] == "Norland has long opposed Sudria."
    assert told["article"].startswith("one.txt, A story, The Daily, 2024-01-10")
    with pytest.raises(QueryError, match="No article asserts"):
        edge(store, "sudria", "supports", "green brigades")
    with pytest.raises(QueryError, match="no fact"):
        list(explain(store, "https://example.org/x"))


# a real server


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EndpointStore]:
    binary = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if binary is None:
        pytest.skip("The server of the PyPI package oxigraph is not installed.")
    folder = tmp_path_factory.mktemp("server") / "store"
    graph(folder).close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [binary, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        with EndpointStore(f"http://127.0.0.1:{port}/query") as served:
            yield served
    finally:
        server.terminate()
        server.wait(10)


def test_a_server_answers_as_the_embedded_store(store: EmbeddedStore, endpoint: EndpointStore) -> None:
    asked = [(name, {}) for name in NAMES if catalog.named(name).form == "SELECT"]
    asked += [("alignments-of-actor", {"actor": "Sudria"}), ("who-said-what", {"speaker": "ADA WEI"})]
    for name, given in asked:
        here = sorted(map(str, rows(store, name, **given)))
        assert sorted(map(str, rows(endpoint, name, **given))) == here, name
    assert run.answer(endpoint, "is-opposed", {"actor": "Sudria"}).boolean is True
    assert len(list(run.answer(endpoint, "network-of-actor").triples or ())) > 3


def test_the_page_of_queries_is_what_the_files_say() -> None:
    from kg.query.document import document
    from kg.resources import queries_dir

    page = queries_dir().parent / "docs" / "queries.md"
    assert page.read_text(encoding="utf-8") == document(), "Run: python -m kg.query.document"


# limits, confidence, and SPARQL of one's own


def test_a_limit_is_the_query_s_own_unless_more_or_less_is_wanted(store: EmbeddedStore) -> None:
    def count(**given: object) -> int:
        return len(list(run.answer(store, "top-actors", **given).rows))  # type: ignore[arg-type]

    everything = count(wanted=parameters.EVERY)
    assert everything > 1
    assert count(given={"limit": "all"}) == count(limit=everything + 1) == everything
    assert count(limit=1) == count(given={"limit": "1"}, wanted=parameters.EVERY) == 1
    for wrong in ("-1", "0", "many", "1.5"):
        with pytest.raises(QueryError, match="above 0, or all"):
            count(given={"limit": wrong})


def test_less_sure_facts_can_be_left_out(store: EmbeddedStore) -> None:
    sure = list(run.answer(store, "alignments-of-actor", {"actor": "Norland"}, min_confidence=0.9).rows)
    assert sure == list(run.answer(store, "alignments-of-actor", {"actor": "Norland"}).rows)
    assert not list(run.answer(store, "alignments-of-actor", {"actor": "Norland"}, min_confidence=0.95).rows)
    with pytest.raises(QueryError, match="alignments-of-actor"):
        run.answer(store, "who-attacks-whom", min_confidence=0.5)
    with pytest.raises(QueryError, match=r"\$min_confidence"):
        run.answer(store, run.text_query("ASK {}"), min_confidence=0.5)
    for query in catalog.catalog():
        if "factIri" in query.text.partition("WHERE")[0] and query.name not in DERIVED_FACTS:
            assert run.SURE in {p.name for p in query.parameters}, query.name


#: queries whose ``factIri`` is a derivation, or is counted, or is asked for by itself
DERIVED_FACTS = {"direct-edges", "contested-alignments", "provenance-of-alignment"}


def test_usual_prefixes_need_no_declaration(store: EmbeddedStore) -> None:
    query = run.text_query("SELECT ?name { GRAPH ?article { ?article a kg:Article ; kg:name ?name } }")
    assert len(list(run.answer(store, query).rows)) == 2
    own = run.text_query("PREFIX kg: <https://example.org/> SELECT ?name { GRAPH ?article { ?article kg:name ?name } }")
    assert not list(run.answer(store, own).rows)
    with pytest.raises(QueryError, match='"nope:" is not declared'):
        run.answer(store, run.text_query("ASK { ?s nope:a ?o }"))


def test_a_broken_query_is_told_by_its_place(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match=r"line 2, column 3, at \"GRAPH\": expected is"):
        run.answer(store, run.text_query("SELECT ?s WHERE\n  GRAPH ?g { ?s a kg:Event }"))
    with pytest.raises(QueryError, match=r"line 1, column \d+: this is no absolute IRI"):
        run.answer(store, run.text_query("SELECT ?s { ?s a <x> }"))


@pytest.mark.parametrize("name", NAMES)
def test_a_query_names_only_terms_of_the_ontology(store: EmbeddedStore, name: str) -> None:
    assert not [hint for hint in hints.hints(run.answer(store, name), store) if "no term" in hint]


def test_an_empty_answer_says_what_may_be_the_reason(store: EmbeddedStore) -> None:
    def told(text: str, name: str = "x", **given: str) -> str:
        nothing, answer = hints.empty(run.answer(store, run.text_query(text, name), given))
        return " ".join(hints.hints(answer, store)) if nothing else ""

    assert "kg:Event itself" in told("SELECT ?x { GRAPH ?a { ?x a kg:Event } }")
    assert "kg:Actor itself" in told("SELECT (COUNT(?x) AS ?n) { GRAPH ?a { ?x a kg:Actor } }")
    assert "no graph <https://w3id.org/newskg/graph/inferrd>" in told("ASK { GRAPH g:inferrd { ?s ?p ?o } }")
    assert "no term kg:hasAgnt. Near it: kg:hasAgent" in told("ASK { GRAPH ?a { ?x a kg:Assault ; kg:hasAgnt ?y } }")
    assert told("SELECT ?x { GRAPH ?a { ?x a kg:Article } }") == ""
    assert told('SELECT ?x { GRAPH ?a { ?x a kg:Article ; kg:name "none" } }') == ""
    all_events = "SELECT ?x { GRAPH ?a { ?x a ?class } GRAPH g:ontology { ?class rdfs:subClassOf* kg:Event } }"
    assert list(run.answer(store, run.text_query(all_events)).rows)


def test_a_claim_stands_beside_its_denial() -> None:
    three = Story("three.txt", "The Third", "2024-03-11")
    three.align(
        "Sudria", -1, "Norland", "Norland said Sudria would attack it.", by="Norland", factuality="claimed"
    )  # fmt: skip
    store = graph(None, three.extraction())
    (found,) = rows(store, "claims-and-denials")
    assert (found["subject"], found["side"], found["object"]) == ("Sudria", "opposes", "Norland")
    assert (found["accordingTo"], found["deniedBy"]) == ("Norland", "The Other")
    assert found["denial"] == "Sudria denied that it would attack Norland."
