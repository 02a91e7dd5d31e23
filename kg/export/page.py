"""The network as a page that opens from disk with the network off, drawn by pyvis.

pyvis puts what we give it into a script as JSON, and tooltips are text there as long as no title holds "href" (which
would make every tooltip HTML). So titles are text without that word, all else that we add to the page is escaped, and
a content security policy forbids the page to load anything.
"""

from __future__ import annotations

import html as markup
import json
import math
import re
import textwrap
from typing import Any

from kg.export import layout
from kg.export.layout import Spot
from kg.export.network import Actor, Edge, Fact, Network

#: edges that are drawn; the page says so when there are more
DRAWN = 500

#: actors whose names are drawn, those with most alignments
LABELLED = 160

#: how much wider than high the picture is on a desk and in a hand
WIDE, TALL = 1.8, 0.62

#: the largest radius of an actor, which leaves room for its neighbours
LARGEST = 36.0

#: facts of an edge that its tooltip tells
TOLD = 4

#: letters of a sentence that a tooltip tells
LONG = 280

_COUNTED = re.compile(
    r"(?:(?:at least|more than|up to|about|around|nearly|almost|over|some|as many as) )?"
    r"(?:\d[\d,.]*(?!\w)|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|scores|hundreds|thousands"
    r"|millions|tens of thousands|several|many|a dozen|a hundred)(?: |$)",
    re.IGNORECASE,
)

#: kinds of actors: which classes, which colour
KINDS: dict[str, tuple[frozenset[str], str]] = {
    "country or place": (
        frozenset(
            "Country GeopoliticalEntity AdministrativeRegion PopulatedPlace Location Facility NaturalFeature".split()
        ),
        "#4c78a8",
    ),
    "government": (frozenset({"GovernmentBody", "IntergovernmentalOrganization"}), "#72b7b2"),
    "armed forces": (frozenset({"MilitaryForce"}), "#8c6d31"),
    "armed group": (frozenset({"ArmedGroup"}), "#e45756"),
    "party or alliance": (frozenset({"PoliticalParty", "Alliance"}), "#f2a541"),
    "person": (frozenset({"Person"}), "#b279a2"),
    "people": (frozenset({"Population"}), "#ff9da6"),
    "media": (frozenset({"MediaOutlet"}), "#9d8df1"),
    "other": (frozenset(), "#9aa5b1"),
}

SUPPORTS, OPPOSES = "#2e9e5b", "#d64545"

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "interaction": {
        "hover": True,
        "tooltipDelay": 80,
        "navigationButtons": False,
        "keyboard": False,
        "multiselect": True,
    },
    "nodes": {
        "shape": "dot",
        "borderWidth": 1.5,
        "font": {
            "size": 15,
            "face": "system-ui, Segoe UI, Helvetica, Arial, sans-serif",
            "color": "#1f2933",
            "strokeWidth": 4,
            "strokeColor": "#fbfcfd",
        },
        "scaling": {"label": {"enabled": False}},
    },
    "edges": {
        "smooth": {"enabled": True, "type": "curvedCW", "roundness": 0.14},
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.55}},
        "selectionWidth": 1.6,
        "hoverWidth": 1.2,
    },
}

STYLE = """
html, body { margin: 0; height: 100%; background: #fbfcfd; color: #1f2933;
  font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; overflow: hidden; }
body { display: flex; flex-direction: column; }
header { padding: 12px 20px 8px; border-bottom: 1px solid #e4e7eb; flex: none; }
header h1 { margin: 0 0 2px; font-size: 18px; font-weight: 650; }
header p { margin: 0; font-size: 13px; color: #52606d; }
#legend { display: flex; flex-wrap: wrap; gap: 4px 16px; margin-top: 8px; font-size: 12.5px; color: #3e4c59; }
#legend span { display: inline-flex; align-items: center; gap: 6px; white-space: nowrap; }
#legend i { width: 11px; height: 11px; border-radius: 50%; display: inline-block; }
#legend b { width: 26px; height: 0; border-top: 3px solid; display: inline-block; }
#legend b.dashed { border-top-style: dashed; }
.card { flex: 1 1 auto; min-height: 0; margin: 0; border: 0; }
#mynetwork { width: 100% !important; height: 100% !important; border: 0 !important; float: none !important; }
footer { flex: none; padding: 5px 20px; font-size: 11.5px; color: #7b8794; border-top: 1px solid #e4e7eb; }
div.vis-tooltip { position: absolute; visibility: hidden; padding: 10px 12px; max-width: 440px;
  white-space: pre-wrap !important;
  background: #ffffff; border: 1px solid #cbd2d9; border-radius: 6px; box-shadow: 0 4px 14px rgba(31, 41, 51, .16);
  font: 13px/1.45 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; color: #1f2933;
  pointer-events: none; z-index: 5; }
#told { position: fixed; right: 16px; bottom: 40px; width: 420px; max-height: 46%; overflow: auto; z-index: 6;
  box-sizing: border-box; background: #ffffff; border: 1px solid #cbd2d9; border-radius: 8px; padding: 12px 14px;
  box-shadow: 0 6px 20px rgba(31, 41, 51, .2); font-size: 14px; line-height: 1.45; }
#told[hidden] { display: none; }
#told p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
#told button { position: sticky; top: -4px; float: right; width: 36px; height: 36px; margin: -6px -8px 0 6px; border: 0;
  background: #ffffff; border-radius: 18px; font-size: 22px; line-height: 1; color: #52606d; cursor: pointer; }
@media (hover: none) { div.vis-tooltip { display: none; } }
@media (max-width: 700px) {
  header { padding: 8px 12px 6px; } header h1 { font-size: 16px; } footer { padding: 4px 12px; font-size: 11px; }
  #legend { gap: 2px 10px; font-size: 11px; margin-top: 5px; }
  #told { left: 8px; right: 8px; bottom: 8px; width: auto; }
  #told button { width: 44px; height: 44px; border-radius: 22px; } }
"""

#: STANDING: where each actor stands on a narrow screen; FIRST: the actors of the largest component
SCRIPT = """
(function () {
  var standing = STANDING, first = FIRST, told = document.getElementById("told");
  function close() { told.hidden = true; network.unselectAll(); }
  function at(spot) {
    var node = network.getNodeAt(spot), edge = network.getEdgeAt(spot);
    return node !== undefined ? nodes.get(node) : edge !== undefined ? edges.get(edge) : null;
  }
  // a finger is broad: what lies nearest to it within 22 pixels counts
  function near(spot) {
    for (var reach = 0; reach <= 22; reach += 5.5)
      for (var turn = 0; turn < 12; turn++) {
        var angle = turn * Math.PI / 6;
        var found = at({x: spot.x + reach * Math.cos(angle), y: spot.y + reach * Math.sin(angle)});
        if (found) return found;
      }
    return null;
  }
  told.querySelector("button").onclick = close;
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") close(); });
  network.on("click", function (event) {
    var found = near(event.pointer.DOM);
    if (!found) return close();
    told.querySelector("p").textContent = found.title;
    told.hidden = false;
    told.scrollTop = 0;
    network.setSelection(found.from === undefined ? {nodes: [found.id]} : {edges: [found.id]});
  });
  if (window.innerWidth > 700 || !standing.length) return;
  nodes.update(standing.map(function (spot, id) { return {id: id, x: spot[0], y: spot[1]}; }));
  network.fit();
  if (network.getScale() >= READABLE) return;
  network.fit({nodes: first});
  if (network.getScale() >= READABLE) return;
  network.moveTo({position: network.getPositions([first[0]])[first[0]], scale: READABLE});
})();
""".replace("READABLE", "0.7")

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)


def html(network: Network, *, around: str | None = None) -> str:
    """Return the page of a network: at most `DRAWN` edges, those that rest on most facts.

    Groups that articles only count ("five people") are nobody that a reader could meet again, and are left out.
    """
    from pyvis.network import Network as Picture

    counted = {iri for iri, actor in network.actors.items() if is_counted(actor.label)}
    known = [edge for edge in network.edges if not counted & {edge.subject, edge.object}]
    edges = tuple(known[:DRAWN])
    shown = {end for edge in edges for end in (edge.subject, edge.object)}
    actors = {iri: actor for iri, actor in network.actors.items() if iri in shown}
    degree: dict[str, int] = dict.fromkeys(actors, 0)
    for edge in edges:
        degree[edge.subject] += len(edge.facts)
        degree[edge.object] += len(edge.facts)
    number = {iri: n for n, iri in enumerate(sorted(actors, key=lambda i: (-degree[i], actors[i].label, i)))}
    ties = [(edge.subject, edge.object) for edge in edges]
    place, tall = layout.spots(ties, ratios=(WIDE, TALL))
    picture = Picture(height="100%", width="100%", directed=True, cdn_resources="in_line", bgcolor="#fbfcfd")
    labelled = set(sorted(number, key=lambda iri: number[iri])[:LABELLED])
    for iri in sorted(number, key=lambda i: number[i]):
        actor = actors[iri]
        colour = KINDS[kind(actor)][1]
        picture.add_node(
            number[iri],
            label=_wrapped(actor.label) if iri in labelled else " ",
            title=_text(f"{actor.label}\n{_spaced(actor.type)} · {degree[iri]} alignments"),
            color={"background": colour, "border": "#ffffff", "highlight": {"background": colour, "border": "#1f2933"}},
            size=min(LARGEST, 9 + 4.2 * math.sqrt(degree[iri])),
            x=place[iri][0],
            y=place[iri][1],
        )
    for edge in edges:
        colour = SUPPORTS if edge.polarity > 0 else OPPOSES
        picture.add_edge(
            number[edge.subject],
            number[edge.object],
            title=_text(tooltip(edge, actors)),
            color={"color": colour, "highlight": colour, "hover": colour, "opacity": 0.72},
            width=min(9.0, 1.2 + 1.1 * math.sqrt(len(edge.facts))),
            dashes=edge.only_claimed,
        )
    picture.options = OPTIONS
    left_out = len(network.edges) - len(known)
    whole = Network(network.actors, tuple(known))
    made = _framed(picture.generate_html(notebook=False), whole, len(edges), actors, around, left_out)
    return made.replace("</body>", f"{_script(number, tall, layout.components(ties))}</body>", 1)


def _script(number: dict[str, int], tall: dict[str, Spot], parts: list[list[str]]) -> str:
    """Return what the page does beyond pyvis: keep what was clicked or tapped in sight, and fit into a hand."""
    standing = [tall[iri] for iri in sorted(number, key=lambda i: number[i])]
    first = sorted(number[iri] for iri in parts[0]) if parts else []
    script = SCRIPT.replace("STANDING", json.dumps(standing)).replace("FIRST", json.dumps(first))
    return f'<aside id="told" hidden><button aria-label="Close">×</button><p></p></aside><script>{script}</script>'


def is_counted(label: str) -> bool:
    """Say whether a label names people by their number alone.

    >>> is_counted("at least 14 people"), is_counted("Tens of thousands"), is_counted("Group of Seven")
    (True, True, False)
    """
    return _COUNTED.match(label) is not None


def kind(actor: Actor) -> str:
    """Return the kind that an actor is coloured by.

    >>> kind(Actor(iri="x:1", label="Norland", type="Country"))
    'country or place'
    """
    return next((name for name, (types, _) in KINDS.items() if actor.type in types), "other")


def tooltip(edge: Edge, actors: dict[str, Actor]) -> str:
    """Return what an edge says when pointed at: the sides, then sentences with their sources."""
    verb = "supports" if edge.polarity > 0 else "opposes"
    count = f"{len(edge.facts)} passages" if len(edge.facts) > 1 else "1 passage"
    certain = ", only claimed" if edge.only_claimed else ""
    lines = [f"{actors[edge.subject].label} {verb} {actors[edge.object].label}  ({count}{certain})"]
    for fact in edge.facts[:TOLD]:
        lines += ["", f"“{textwrap.shorten(fact.sentence, LONG, placeholder=' …')}”", f"— {_source(fact)}"]
    if len(edge.facts) > TOLD:
        lines += ["", f"and {len(edge.facts) - TOLD} more"]
    return "\n".join(lines)


def _source(fact: Fact) -> str:
    said = f"according to {fact.speaker}" if fact.speaker else "in the article's own voice"
    return ", ".join(part for part in (said, fact.article, fact.publisher, fact.date) if part)


def _text(title: str) -> str:
    """Return a tooltip that stays text: pyvis makes every tooltip HTML as soon as one holds "href"."""
    return re.sub("(?i)href", lambda found: f"{found.group()[0]}\u2060{found.group()[1:]}", title)


def _wrapped(label: str) -> str:
    return "\n".join(textwrap.wrap(textwrap.shorten(label, 44, placeholder=" …"), 16)) or label[:16]


def _spaced(type_: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type_).lower()


def _framed(
    page: str, network: Network, drawn: int, actors: dict[str, Actor], around: str | None, left_out: int
) -> str:
    """Return pyvis's page without what it would fetch, with our title, legend and policy."""
    page = re.sub(r"<link[^>]*?cdn\.jsdelivr[^>]*?/?>", "", page, flags=re.DOTALL)
    page = re.sub(r"<script[^>]*?cdn\.jsdelivr[^>]*?>\s*</script>", "", page, flags=re.DOTALL)
    page = re.sub(r"<center>\s*<h1>.*?</h1>\s*</center>", "", page, flags=re.DOTALL)
    title = f"Who stands where around {around}" if around else "Who stands with or against whom"
    total = len(network.edges)
    cut = f" The {drawn} that rest on most passages are drawn of {total:,} ties." if drawn < total else ""
    ties = "1 tie" if left_out == 1 else f"{left_out} ties"
    cut += f" {ties} of people whom articles only count are left out." if left_out else ""
    facts = sum(len(edge.facts) for edge in network.edges)
    about = f"{len(actors):,} actors, {drawn:,} ties, read from {facts:,} passages.{cut} "
    about += "Point at an arrow, or tap it, to read them."
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{markup.escape(title)}</title>'
    )
    header = f"<header><h1>{markup.escape(title)}</h1><p>{markup.escape(about)}</p>{_legend(actors, network)}</header>"
    places = " Places: GeoNames (geonames.org), CC BY 4.0." if any(a.lat is not None for a in actors.values()) else ""
    moves = "Scroll or pinch to zoom, drag to move."
    footer = f"<footer>Made by kg: what articles say, with who says it. {moves}{places}</footer>"
    page = page.replace('<meta charset="utf-8">', head, 1)
    page = page.replace("</head>", f"<style>{STYLE}</style></head>", 1)
    page = page.replace("<body>", f"<body>{header}", 1)
    return page.replace("</body>", f"{footer}</body>", 1).replace("<html>", '<!doctype html><html lang="en">', 1)


def _legend(actors: dict[str, Actor], network: Network) -> str:
    present = {kind(actor) for actor in actors.values()}
    dots = "".join(
        f'<span><i style="background:{colour}"></i>{name}</span>'
        for name, (_, colour) in KINDS.items()
        if name in present
    )
    lines = f'<span><b style="color:{SUPPORTS}"></b>supports</span><span><b style="color:{OPPOSES}"></b>opposes</span>'
    if any(edge.only_claimed for edge in network.edges):
        lines += '<span><b class="dashed" style="color:#7b8794"></b>only claimed</span>'
    return f'<div id="legend">{lines}{dots}<span>thicker: more passages</span></div>'
