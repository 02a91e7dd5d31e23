"""Which country organizations and persons belong to, on short texts through the real pipeline."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.annotate import nlp
from kg.annotate.coreference import coreference, nationality
from kg.annotate.names import names
from kg.model import Article


@pytest.mark.parametrize(
    ("text", "mention", "country"),
    [
        ("The Congolese army left.", "The Congolese army", "CD"),
        ("Burundi's defence ministry denied it.", "Burundi's defence ministry", "BI"),
        ("Kenyan Foreign Minister Ann Otieno spoke.", "Ann Otieno", "KE"),
        ("Kenya's Foreign Minister Ann Otieno spoke.", "Ann Otieno", "KE"),
        ("The Spanish rebel group Green Dawn Front (GDF) left.", "Green Dawn Front", "ES"),
        ("The Egyptian Green Dawn Liberation Front (GDLF) left.", "Green Dawn Liberation Front", "EG"),
        ("The envoy to Uganda Peter Otieno spoke.", "Peter Otieno", None),
        ("Kenya's rival Green Dawn Front left.", "Green Dawn Front", None),
        ("Harvest Industries left. The Iraqi company Shield Industries stayed.", "Harvest Industries", None),
        ("Harvest Industries left. The Iraqi company Shield Industries stayed.", "Shield Industries", "IQ"),
        ("The Pentagon denied it.", "Pentagon", "US"),
        ("The Iran-backed militia fled.", "The Iran-backed militia", None),
        ("Kenya's neighbour protested.", "Kenya's neighbour", None),
        ("The defence ministry denied it.", "The defence ministry", None),
        ("The Ministry of Defence said Russia had struck Ukraine.", "Ministry of Defence", None),
        ("Britain's Ministry of Defence said Russia had struck Ukraine.", "Ministry of Defence", "GB"),
        ("The Senate met. The Pentagon spoke of Kenya.", "Senate", "US"),
        ("India's Congress walked out.", "Congress", "IN"),
    ],
)
def test_country_is_told_by_the_words_around(
    article: Callable[..., Article], text: str, mention: str, country: str | None
) -> None:
    (document,) = nlp.parse([article(text)])
    document = nationality.mark(coreference.chain(document.with_(phrases=names.find(document))))
    (found,) = [e for e in document.entities if any(m.span.of(text) == mention for m in e.mentions)]
    assert found.country == country
