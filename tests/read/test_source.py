"""Inputs of every kind as articles, and what becomes of those that are none."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import itertools
import json
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import ReadError, UsageError
from kg.model import Article
from kg.read import source, web

NEWS = "The rebels denied on Tuesday that they had shelled the camp, and the army said that it would answer."
PAGE = (
    "<html><head><title>Talks fail | Wire</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
    "<article><h1>Talks fail</h1><p>" + NEWS + "</p><p>" + NEWS + "</p></article><footer>© Wire</footer></body></html>"
)
FRENCH = "Le gouvernement a rejeté les accusations de la rébellion et de ses alliés dans la région. " * 5

Write = Callable[[str, str | bytes], str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def run(name: str, content: str | bytes) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return run


def article(*inputs: str, **options: Any) -> Article:
    (item,) = source.read(inputs, **options)
    assert isinstance(item, Article), item
    return item


def error(*inputs: str, **options: Any) -> str:
    (item,) = source.read(inputs, **options)
    assert isinstance(item, ReadError), item
    return str(item)


def record(**fields: Any) -> str:
    return json.dumps({"text": NEWS, **fields}) + "\n"


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_text_comes_back_code_point_for_code_point_or_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(text.encode())
    (item,) = source.read([str(path)])
    if isinstance(item, Article):
        # a leading U+FEFF is a byte order mark
        assert item.text == text.removeprefix("\ufeff")
    else:
        assert item.problem


@pytest.mark.parametrize("text", [f"  Talks\r\n\r\n{NEWS}\r\n\n", f"\n\n{NEWS} \t", NEWS.replace("that", "thát 🕊️")])
def test_text_is_neither_stripped_nor_has_its_line_ends_changed(write: Write, text: str) -> None:
    assert article(write("a.txt", text)).text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
def test_encodings_are_detected(write: Write, encoding: str) -> None:
    text = f"“We’ve agreed,” said Désiré Nkwanga in Córdoba — and São Paulo’s governor agreed. {NEWS}"
    assert article(write("a.txt", text.encode(encoding))).text == text


def test_the_same_text_under_the_same_name_is_the_same_article(write: Write) -> None:
    here, there = article(write("x/a.txt", NEWS)), article(write("y/a.txt", NEWS))
    assert here.iri == there.iri
    assert here.source != there.source
    assert article(write("b.txt", NEWS)).iri != here.iri


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", "", "empty"),
        ("a.txt", " \n\t ", "empty"),
        ("a.txt", b"%PDF-1.7 ...", "a PDF file"),
        ("a.txt", b"PK\x03\x04....", "ZIP archive"),
        ("a.pdf", b"%PDF-1.7 ...", "a PDF file"),
        ("a.txt", b"News\x00\x01\x02 of the day", "NUL"),
        ("a.txt", "news " * 400_001, "too long"),
        ("a.txt", FRENCH, "does not look like English"),
        (
            "a.txt",
            "Правительство отвергло обвинения повстанцев и их союзников в регионе, сообщили во вторник.",
            "English",
        ),
        ("a.txt", "Talks fail\r\rThe talks failed.\r", "carriage returns"),
        ("a.html", "<html><head><title>x</title></head><body><script>run()</script></body></html>", "no article text"),
        ("a.html", "", "no article text"),
        ("a.jsonl", "", "empty"),
        ("a.jsonl", '{"text": "a"', "line 1: it is broken JSON"),
        ("a.jsonl", "[1, 2\n", "broken JSON"),
        ("a.jsonl", "[" * 100_000, "broken JSON"),
        ("a.jsonl", '"text"\n', "line 1: it is a string, not an object"),
        ("a.jsonl", '{"body": "x"}', 'line 1: it has no "text"'),
        ("a.jsonl", '{"text": 5}', "a number, not a string"),
        ("a.jsonl", '{"text": "War \\ud83d ends."}', "half of a character, U+D83D"),
        ("a.jsonl", '{"text": "War \\u0000 ends."}', "NUL"),
        ("a.jsonl", record(language="fr"), 'language is "fr"'),
    ],
)
def test_what_is_no_article_is_refused_with_its_reason(
    write: Write, name: str, content: str | bytes, reason: str
) -> None:
    path = write(name, content)
    assert reason in error(path)
    assert error(path).startswith(path)


def test_missing_and_unmatched_inputs_are_errors(tmp_path: Path) -> None:
    assert "no such file" in error(str(tmp_path / "none.txt"))
    assert "no file matches" in error(str(tmp_path / "*.txt"))
    assert "no http(s) address" in error("ftp://example.org/news.txt")


def test_the_rest_goes_on_after_an_error(write: Write) -> None:
    lines = record(id="a") + '{"text": \n' + record(id="c") + "\n" + '{"title": "no text"}\n' + record(id="e")
    items = list(source.read([write("empty.txt", ""), write("a.jsonl", lines), write("b.txt", NEWS)]))
    assert [i.name if isinstance(i, Article) else "error" for i in items] == [
        "error", "a", "error", "c", "error", "e", "b.txt",
    ]  # fmt: skip
    assert "line 5" in str(items[4])


def test_short_foreign_looking_and_english_texts_pass(write: Write) -> None:
    assert article(write("a.txt", "Sinn Féin: Taoiseach, Tánaiste agus Dáil Éireann.")).language == "en"


def test_a_page_gives_its_article_and_metadata(write: Write) -> None:
    head = (
        '<meta charset="windows-1252"><meta property="og:site_name" content="Le Fil">'
        '<meta name="author" content="Zoé Noir">'
        '<meta property="article:published_time" content="2024-03-08T09:00:00Z">'
    )
    found = article(write("a.html", PAGE.format(head=head).encode("cp1252")))
    assert (found.title, found.publisher, found.authors) == ("Talks fail", "Le Fil", ("Zoé Noir",))
    assert found.published == dt.date(2024, 3, 8)
    assert NEWS in found.text
    assert "Home" not in found.text


def test_a_record_gives_its_fields(write: Write) -> None:
    found = article(
        write(
            "a.jsonl",
            record(
                id=7,
                title="Talks",
                published="2024-03-08T10:00:00Z",
                publisher={"name": "Wire"},
                authors=["A", "B"],
                url="https://e.org/s",
            ),
        )
    )
    assert (found.name, found.source, found.url) == ("7", "https://e.org/s", "https://e.org/s")
    assert (found.title, found.publisher, found.authors) == ("Talks", "Wire", ("A", "B"))
    assert (found.text, found.published) == (NEWS, dt.date(2024, 3, 8))


def test_a_record_without_id_or_address_is_known_by_file_and_line(write: Write) -> None:
    path = write("a.jsonl", "\n" + record())
    found = article(path)
    assert (found.name, found.source) == ("a.jsonl", f"{path}#L2")


def test_keys_can_be_renamed_and_reach_into_objects(write: Write) -> None:
    line = json.dumps({"body": NEWS, "meta": {"outlet": "Wire"}, "day": "8 March 2024"})
    found = article(write("a.jsonl", line), keys={"text": "body", "publisher": "meta.outlet", "published": "day"})
    assert (found.text, found.publisher, found.published) == (NEWS, "Wire", dt.date(2024, 3, 8))
    with pytest.raises(UsageError, match="no key"):
        list(source.read([], keys={"headline": "title"}))


def test_arrays_and_single_objects_are_read_too(write: Write) -> None:
    items = list(source.read([write("a.json", json.dumps([{"text": NEWS}, 3], indent=1))]))
    assert isinstance(items[0], Article)
    assert items[0].source.endswith("a.json#1")
    assert "item 2" in str(items[1])
    assert article(write("b.json", json.dumps({"text": NEWS}, indent=1))).text == NEWS


def test_records_are_read_one_at_a_time() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            line = record().encode()
            buffer[: len(line)] = line
            return len(line)

    stream = source.read(["-"], stdin=io.BufferedReader(Endless()))
    assert len(list(itertools.islice(stream, 100))) == 100


def test_folders_are_read_in_order_and_other_kinds_are_counted(write: Write, tmp_path: Path) -> None:
    for name in ("b/z.txt", "b/a.html.bak", "a.txt", "c.jsonl", ".hidden.txt", ".git/x.txt", "notes.md"):
        write(name, record() if name.endswith("jsonl") else NEWS)
    skipped: list[tuple[str, str]] = []
    names = [
        Path(i.source).name
        for i in source.read([str(tmp_path)], told=lambda *what: skipped.append(what))
        if isinstance(i, Article)
    ]
    assert names == ["a.txt", "z.txt", "c.jsonl#L1"]
    assert [Path(s).name for _, s in skipped] == ["a.html.bak", "notes.md"]


def test_globs_match_files_at_any_depth(write: Write, tmp_path: Path) -> None:
    for name in ("a.txt", "b/c.txt", "b/d.html", "[x].txt"):
        write(name, PAGE.format(head="") if name.endswith("html") else NEWS)
    names = [i.name for i in source.read([str(tmp_path / "**/*.txt")]) if isinstance(i, Article)]
    assert names == ["[x].txt", "a.txt", "c.txt"]
    assert article(str(tmp_path / "[x].txt")).name == "[x].txt"


@pytest.mark.parametrize(
    ("sent", "text"),
    [(NEWS, NEWS), (record(), NEWS), (" \n" + record(), NEWS), (PAGE.format(head=""), f"Talks fail\n{NEWS}")],
)
def test_stdin_is_told_by_how_it_begins(sent: str, text: str) -> None:
    assert article("-", stdin=io.BytesIO(sent.encode())).text.startswith(text)


def test_the_date_comes_from_the_article_then_the_name_then_the_option(write: Write) -> None:
    option = dt.date(2020, 1, 1)
    assert article(write("a.txt", NEWS), date=option).published == option
    assert article(write("2021-07-08-a.txt", NEWS), date=option).published == dt.date(2021, 7, 8)
    dated = f"Talks fail\n8 March 2024\n\n{NEWS}"
    assert article(write("2021-07-08-b.txt", dated), date=option).published == dt.date(2024, 3, 8)
    assert article(write("b.txt", NEWS)).published is None


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    page = PAGE.format(head="<meta charset='utf-8'>").replace("camp", "cámp")
    sent = {
        "/2024/03/08/story": ("text/html; charset=windows-1252", page.encode("cp1252")),
        "/plain": ("text/plain", NEWS.encode()),
        "/feed": ("application/x-ndjson", (record() + record(id="b")).encode()),
        "/file.pdf": ("application/pdf", b"%PDF-1.7 ..."),
        "/long": ("text/plain", b"x" * 21_000_000),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/moved":
                self.send_response(302)
                self.send_header("Location", "/plain")
                self.end_headers()
                return
            if self.path == "/elsewhere":
                self.send_response(302)
                self.send_header("Location", Path(__file__).as_uri())
                self.end_headers()
                return
            if self.path == "/drips":
                self.send_response(200)
                self.end_headers()
                with contextlib.suppress(ConnectionError):
                    for _ in range(100):
                        self.wfile.write(b"word ")
                        time.sleep(0.05)
                return
            kind, body = sent.get(self.path, ("text/plain", b""))
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except ConnectionError:
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = Thread(target=http.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


def test_an_address_gives_a_page(server: str) -> None:
    found = article(f"{server}/2024/03/08/story")
    assert found.name == found.source == found.url == f"{server}/2024/03/08/story"
    assert "the cámp" in found.text
    assert (found.title, found.published) == ("Talks fail", dt.date(2024, 3, 8))


def test_an_address_gives_text_and_records_and_follows_redirections(server: str) -> None:
    assert article(f"{server}/plain").text == NEWS
    assert article(f"{server}/moved").text == NEWS
    assert [i.name for i in source.read([f"{server}/feed"]) if isinstance(i, Article)] == [f"{server}/feed", "b"]


@pytest.mark.parametrize(
    ("path", "reason"), [("/none", "404 Not Found"), ("/file.pdf", "a PDF file"), ("/long", "longer than 20,000,000")]
)
def test_what_a_server_refuses_or_sends_wrongly_is_an_error(server: str, path: str, reason: str) -> None:
    assert reason in error(server + path)


def test_a_redirection_to_a_file_is_not_followed(server: str) -> None:
    assert "it cannot be fetched" in error(f"{server}/elsewhere")


def test_a_server_that_sends_for_ever_is_left(server: str) -> None:
    start = time.monotonic()
    with pytest.raises(ReadError, match=r"not all there after 0\.3 seconds"):
        web.fetch(f"{server}/drips", whole=0.3)
    assert time.monotonic() - start < 3


def test_an_address_that_nobody_answers_is_an_error_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    message = error("http://me:secret@127.0.0.1:9/story")
    assert message.startswith("http://127.0.0.1:9/story: it cannot be fetched")
    assert "secret" not in message


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_has_one_article_a_row(write: Write, mark: str) -> None:
    said = NEWS + '\n\n"We shall see," a general said; nobody, it seems, did.'
    rows = [["id", "text", "date", "author"], ["a1", said, "2024-03-08", "Ada Wei"], ["", "", "", ""], ["a2", NEWS]]
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\r\n").writerows(rows)
    first, second = source.read([write("export.tsv" if mark == "\t" else "export.csv", "\ufeff" + out.getvalue())])
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.text, first.published, first.authors, first.name) == (said, dt.date(2024, 3, 8), ("Ada Wei",), "a1")
    assert (second.text, second.published) == (NEWS, None)
    assert second.source.endswith("#3")


def test_a_row_without_text_is_told_and_the_rest_goes_on(write: Write) -> None:
    path = write("export.csv", f'id,body\n1,"{NEWS}"\n2,\n3,"{NEWS} Again."\n')
    one, wrong, other = source.read([path], keys={"text": "body"})
    assert isinstance(one, Article)
    assert isinstance(other, Article)
    assert 'export.csv, row 2: it has no "body"' in str(wrong)


def test_what_is_no_table_of_articles_is_told_once(write: Write) -> None:
    assert 'it has no column "text" but "id", "body"' in error(write("export.csv", f"id,body\n1,{NEWS}\n" * 3))
    assert "a broken table" in error(write("export.csv", f'id,text\n1,"{NEWS}\n'))
    assert "it is empty" in error(write("export.csv", ""))


def test_tables_in_folders_are_skipped(write: Write) -> None:
    folder = Path(write("news/gold.csv", f"id,text\n1,{NEWS}\n")).parent
    write("news/a.txt", NEWS)
    skipped: list[tuple[str, str]] = []
    (item,) = source.read([str(folder)], told=lambda *what: skipped.append(what))
    assert isinstance(item, Article)
    assert [Path(path).name for what, path in skipped if "name it" in what] == ["gold.csv"]
