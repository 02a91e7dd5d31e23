"""Chains: which mentions are one entity, on short texts through the real pipeline."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.annotate import nlp
from kg.annotate.coreference import coreference
from kg.annotate.document import Document
from kg.annotate.names import names
from kg.annotate.times import times
from kg.model import Article, Entity, Evidence, Extraction, Span, Statement

Extract = Callable[..., Extraction]

Read = Callable[[str], Document]


@pytest.fixture(scope="module")
def read(article: Callable[..., Article]) -> Read:
    """Return the article with its entities."""

    def chain(text: str) -> Document:
        (document,) = nlp.parse([article(text)])
        return coreference.chain(document.with_(phrases=names.find(document)))

    return chain


def entity(document: Document, name: str) -> Entity:
    """Return the one entity that has a mention written ``name``."""
    found = [e for e in document.entities if any(m.span.of(document.text) == name for m in e.mentions)]
    assert len(found) == 1, [e.name for e in found]
    return found[0]


def texts(document: Document, name: str) -> list[str]:
    return [m.span.of(document.text) for m in entity(document, name).mentions]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Omar Batarfi spoke. Batarfi denied it.", "Omar Batarfi", "Batarfi"),
        ("Batarfi denies it. Omar Batarfi said so on Monday.", "Omar Batarfi", "Batarfi"),
        ("Gen. Joseph Q. Harlan spoke. Later Joseph Harlan left.", "Joseph Q. Harlan", "Joseph Harlan"),
        ("The Islamic State fled. ISIL lost the town.", "Islamic State", "ISIL"),
        ("The Sahel Farmers Union met in Niamey. The SFU asked for aid.", "Sahel Farmers Union", "SFU"),
        ("The U.S. objected. Washington warned of sanctions. The United States left.", "U.S.", "Washington"),
        ("Iraq voted. The Iraqi people cheered.", "Iraq", "Iraqi"),
        ("The governor of Anbar Province, Salim Haddad, complained to the cabinet.", "The governor of Anbar Province",
         "Salim Haddad"),
        ("The Defense Ministry spoke. The Ministry of Defense denied it.", "Defense Ministry", "Ministry of Defense"),
        ("The Iraqi government fell. The government of Iraq had no friends.", "The Iraqi government",
         "The government of Iraq"),
        ("Omar Batarfi, the army spokesman, spoke.", "Omar Batarfi", "the army spokesman"),
        ("The militant group Lions of Dawn attacked. The group fled.", "Lions of Dawn", "The group"),
        ("The city of Mosul fell. Mosul burned.", "The city of Mosul", "Mosul"),
        ("The African Union met. The bloc condemned the coup.", "African Union", "The bloc"),
        ("Major General Omar Batarfi spoke. The general denied it.", "Omar Batarfi", "The general"),
        ("Gunmen killed a guard. The attackers fled.", "Gunmen", "The attackers"),
        ("Boko Haram took the village. The militants burned it.", "Boko Haram", "The militants"),
        ("The frigate FS Lorient left port. The crew of Lorient returned.", "FS Lorient", "Lorient"),
        ("Ansar Dawn, a Libya-backed militia, fled. The militia lost a town.", "Ansar Dawn", "The militia"),
        ("An official of Green Path, a party allied with Egypt, was shot.", "Green Path", "a party"),
        ("The Green Dawn Movement met. Green Dawn won a seat.", "Green Dawn Movement", "Green Dawn"),
        ("The Sahel Courier reported it. The Courier was sued.", "Sahel Courier", "Courier"),
        ("The Northern Delta Front Mission (NODFROM) left. NODFROM was weak.", "Northern Delta Front Mission",
         "NODFROM"),
        ("France objected. According to Paris, the deal was dead.", "France", "Paris"),
        ("Iran and Oman met. In the hall Tehran and Muscat signed it.", "Oman", "Muscat"),
        ("Rebels of the Delta Front shot down a drone. The rebels fled.", "Delta Front", "The rebels"),
        ("President Omar Haddad spoke in Kenya. The Kenyan leader left.", "Omar Haddad", "The Kenyan leader"),
        ("Army spokesman Omar Haddad spoke. The general denied it.", "Omar Haddad", "The general"),
        ("Eastmarsh Police made an arrest. The force denied it.", "Eastmarsh Police", "The force"),
        ("Kenya objected. The firm was sanctioned by Nairobi.", "Kenya", "Nairobi"),
        ("Opposition leader quits\n\nKenya's main opposition leader, Omar Haddad, quit.\n", "Opposition leader",
         "Omar Haddad"),
        ("NAIROBI - Kenya voted. Ten people were hurt north of the capital.", "NAIROBI", "the capital"),
        ("Omar Haddad, the commander of the army, left. The field marshal denied it.", "Omar Haddad",
         "The field marshal"),
        ("Georgia voted. Georgians marched in Tbilisi. Georgian police watched.", "Georgia", "Georgian"),
    ],
)  # fmt: skip
def test_one_entity_under_two_names(read: Read, text: str, first: str, second: str) -> None:
    document = read(text)
    assert entity(document, first).id == entity(document, second).id


def test_places_of_one_name_are_two_where_the_text_tells_them_apart(read: Read) -> None:
    document = read("Tripoli, Lebanon, was calm. It must not become another Tripoli, he said of the Libyan capital.")
    towns = [e for e in document.entities if e.name == "Tripoli"]
    assert [town.country for town in towns] == ["LB", "LY"]
    assert entity(document, "the Libyan capital") is towns[1]


def test_a_republican_comes_from_the_state_not_the_country(read: Read) -> None:
    document = read("Georgia voted in Tbilisi. Ann Lee, a Republican from Georgia, spoke. Georgia waits.")
    assert [len(e.mentions) for e in document.entities if e.name == "Georgia"] == [2, 1]


def test_a_possessive_after_and_belongs_to_what_stands_before_it(read: Read) -> None:
    document = read("The European Union threatened the Delta Front and its friends.")
    assert "its" in texts(document, "Delta Front")


def test_a_headline_s_army_is_the_army_of_the_country_below(read: Read) -> None:
    document = read("Army Blames Rebels\n\nRebels shelled a camp, the Chadian army said. The army fired back.")
    assert texts(document, "Army") == ["Army", "the Chadian army", "The army"]


def test_a_bloc_is_who_it_is_known_as_in_the_headline_too(read: Read) -> None:
    document = read(
        "Bloc Bars Guinea\n\nThe Economic Community of West African States barred Guinea on Sunday.\n\n"
        "The bloc, known as ECOWAS, asked for elections. It also froze assets.\n"
    )
    assert texts(document, "Bloc") == ["Bloc", "Economic Community of West African States", "The bloc", "ECOWAS", "It"]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("The militia, better known by its acronym HDT, fled. HDT lost a town.", "The militia", "HDT"),
        ("The rebel group, which calls itself the Dawn Brigades, left. The Dawn Brigades lost.", "The rebel group",
         "Dawn Brigades"),
        ("The Delta Front, formerly the Army of the Creeks, met. The Army of the Creeks had fought.", "Delta Front",
         "Army of the Creeks"),
        ("The regional alliance (CAFRA) met. CAFRA sent aid.", "The regional alliance", "CAFRA"),
        ("They feared Delta Group, rebranded as Sahel Corps in 2023. Sahel Corps won.", "Delta Group", "Sahel Corps"),
        ("A local militia called the Dawn Brigades fled.", "A local militia", "Dawn Brigades"),
        ("The party has since been renamed Green Path. Green Path won.", "The party", "Green Path"),
    ],
)  # fmt: skip
def test_what_is_given_a_name_has_that_name(read: Read, text: str, first: str, second: str) -> None:
    document = read(text)
    assert entity(document, first).id == entity(document, second).id


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("The Delta Front, dubbed a terrorist group by Kenya, fled.", "Delta Front", "a terrorist group"),
        ("Omar Haddad, called Stalin by his critics, spoke.", "Omar Haddad", "Stalin"),
        ("The bloc met in Mali. The mission in Mali, known as MINUSMA, left.", "Mali", "MINUSMA"),
        ("The Delta Front, not known as Boko Haram, fled.", "Delta Front", "Boko Haram"),
        ("Ann Lee, formerly of the Green Party, won.", "Ann Lee", "Green Party"),
    ],
)
def test_what_is_no_naming_joins_nobody(read: Read, text: str, first: str, second: str) -> None:
    document = read(text)
    assert entity(document, first).id != entity(document, second).id


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Iraqi forces entered. Iraq denied it.", "Iraqi forces", "Iraq"),
        ("Hillary Clinton spoke. Bill Clinton left.", "Hillary Clinton", "Bill Clinton"),
        ("The Kenyan army left. The Ugandan army stayed.", "The Kenyan army", "The Ugandan army"),
        ("A soldier fell. A soldier fled.", "A soldier", None),
        (
            "President Omar Haddad met King Ali Osei of Kenya. The Kenyan leader left.",
            "Omar Haddad",
            "The Kenyan leader",
        ),
        ("Turkey objected to Syria. Turkey keeps drones in the country.", "Turkey", "the country"),
        ("Ali Haddad spoke. The younger Haddad left.", "Ali Haddad", "Haddad"),
        ("Omar Haddad, a teacher, spoke. The general denied it.", "Omar Haddad", "The general"),
    ],
)
def test_two_entities_stay_apart(read: Read, text: str, first: str, second: str | None) -> None:
    document = read(text)
    if second is None:
        assert sum(e.name == "soldier" for e in document.entities) == 2
    else:
        assert entity(document, first).id != entity(document, second).id


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        ("Omar Batarfi spoke on Monday. He denied the report.", "He", "Omar Batarfi"),
        ("Mr. Harlan met Mrs. Osei. She thanked the staff.", "She", "Osei"),
        ("Ethiopia closed the border. It blamed the rebels.", "It", "Ethiopia"),
        ("The rebels seized a tank. They burned it.", "They", "The rebels"),
        ("Peter Harlan met Maria Osei. She thanked the staff.", "She", "Maria Osei"),
        ("Maria Osei met Peter Harlan. He thanked the staff.", "He", "Peter Harlan"),
        ("The ministry denied the report. Its spokesman was angry.", "Its", "The ministry"),
        ('Peter Osei met Omar Haddad. "He (Osei) lied," a guard said.', "He", "Osei"),
        ('Peter Osei spoke. Omar Haddad was angry. "He lied to us," Haddad said.', "He", "Peter Osei"),
        ("Peter Osei left. He had asked Omar Haddad. Haddad refused. Ali Moss thanked him.", "him", "Haddad"),
    ],
)
def test_pronouns_find_their_antecedent(read: Read, text: str, pronoun: str, name: str) -> None:
    document = read(text)
    assert pronoun in texts(document, name)


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        ("Omar Haddad rules. The governor, a general he appointed, fled.", "he", "The governor"),
        ("The peacekeepers came. Residents threw stones at them.", "them", "Residents"),
        ('The envoy praised 40 people. Omar Haddad objected. "They lie," the minister said.', "They", "40 people"),
        ("Peter Osei met Omar Haddad. Haddad's office said he had left.", "he", "Peter Osei"),
    ],
)
def test_pronouns_pass_over_who_cannot_be_meant(read: Read, text: str, pronoun: str, name: str) -> None:
    document = read(text)
    assert pronoun not in texts(document, name)


def test_the_group_is_the_one_named_last(read: Read) -> None:
    document = read(
        "The Delta Front, a rebel group, met. The charity Clean Water stayed. Its head said that the group was safe."
    )
    assert "the group" in texts(document, "Clean Water")


def test_who_says_something_is_not_whom_he_says_it_of(read: Read) -> None:
    document = read("He was freed with help from the Catholic Church, the Chadian government said.")
    assert entity(document, "Catholic Church").id != entity(document, "the Chadian government").id


@pytest.mark.parametrize("text", ["Ethiopia waits. It is clear that rain will come.", "Rain fell. It stopped."])
def test_a_pronoun_too_doubtful_is_left_alone(read: Read, text: str) -> None:
    document = read(text)
    (n,) = (n for n, phrase in enumerate(document.phrases) if document.tokens.lower[phrase.start] == "it")
    assert document.chain[n] is None


def test_a_subject_is_not_its_own_object(read: Read) -> None:
    document = read("Omar Batarfi met Omar Haddad. He thanked him.")
    assert entity(document, "He").id != entity(document, "him").id


def test_an_entity_is_called_by_its_longest_name_and_numbered_in_order(read: Read) -> None:
    document = read("ISIL fled. The Islamic State lost Mosul.")
    assert [(e.id, e.name) for e in document.entities] == [("e1", "Islamic State"), ("e2", "Mosul")]


@pytest.mark.parametrize(
    ("speaker", "word", "bound"),
    [("Omar Batarfi", "I", "Omar Batarfi"), ("Omar Batarfi", "We", "Yemeni Interior Ministry")],
)
def test_first_person_in_a_quotation_is_who_says_it(read: Read, speaker: str, word: str, bound: str) -> None:
    text = f'Yemeni Interior Ministry spokesman Omar Batarfi spoke. "{word} saw the report," Batarfi said.'
    document = read(text)
    content = Span(text.index('"') + 1, text.rindex('"'))
    statement = Statement(
        id="s1",
        speaker=entity(document, speaker).id,
        source=None,
        cue=(),
        content=(content,),
        kind="direct",
        evidence=Evidence(span=content, rule="test", confidence=1.0),
    )
    document = coreference.bind_speakers(document, [statement])
    assert word in texts(document, bound)


def test_a_country_known_only_by_its_adjective_bears_its_name(read: Read) -> None:
    assert entity(read("Kenyan troops left."), "Kenyan").name == "Kenya"


def test_pronouns_left_alone_are_counted_but_empty_ones_are_not(read: Read) -> None:
    document = coreference.bind_speakers(read("We saw it. It is clear that rain will come."), [])
    (examples,) = document.losses.values()
    assert [example.split('"')[1] for example in examples] == ["We", "it"]


def test_a_speech_announced_by_a_colon_binds_its_first_person(read: Read) -> None:
    document = read("Speaking today, Minister Omar Batarfi said:\n\nI welcome the report.\n\nI urge restraint.")
    document = coreference.bind_speakers(document, [])
    assert texts(document, "Omar Batarfi") == ["Omar Batarfi", "I", "I"]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("The Kenyan army left. The army said so.", "The Kenyan army", "The army"),
        ("The Kenyan army left. Kenya's armed forces said so.", "The Kenyan army", "Kenya's armed forces"),
        ("Kenyan troops left. The Kenyan military said so.", "Kenyan troops", "The Kenyan military"),
        ("The army left. The Kenyan army said so.", "The army", "The Kenyan army"),
        (
            "The Kenyan army left the town to the rebels. Government forces lost ten men.",
            "The Kenyan army",
            "Government forces",
        ),
        ("The Harbour Movement took the town. The rebels left on Friday.", "Harbour Movement", "The rebels"),
        ("Houthi rebels fired on the port. The Houthis left.", "Houthi", "Houthis"),
        ("Rebels Take Town\n\nThe Harbour Movement took the town on Friday.", "Rebels", "Harbour Movement"),
    ],
)
def test_a_country_has_one_army_and_its_only_rebels_are_the_rebels(
    read: Read, text: str, first: str, second: str
) -> None:
    assert entity(read(text), first) is not None
    assert second in texts(read(text), first)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("The Kenyan army left. Ten Kenyan soldiers stayed.", "The Kenyan army", "Ten Kenyan soldiers"),
        ("The Kenyan army left. The Ugandan army stayed.", "The Kenyan army", "The Ugandan army"),
        ("The Harbour Movement and the Mountain Front met. The rebels left.", "Harbour Movement", "The rebels"),
        ("The Kenyan army left. Kenyan security forces stayed.", "The Kenyan army", "Kenyan security forces"),
    ],
)
def test_some_soldiers_other_armies_and_doubtful_rebels_stay_apart(
    read: Read, text: str, first: str, second: str
) -> None:
    assert second not in texts(read(text), first)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("The Harbour Transport Union (UNIPORT) met. UNIPORT left.", "Harbour Transport Union", "UNIPORT"),
        ("NATO met. The European Union met. The alliance left.", "NATO", "The alliance"),
        ("Thai Prime Minister Omar Batarfi left. He said his country was calm.", "Thai", "his country"),
        ("London ruled the colony. Brazil, which has sent its navy, left.", "Brazil", "its"),
    ],
)
def test_what_takes_up_a_name_in_news_style(read: Read, text: str, first: str, second: str) -> None:
    assert second in texts(read(text), first)


def test_a_dateline_is_no_government_and_no_time(read: Read) -> None:
    document = read("CAIRO, May 2, 2024 (Wire) — Rebels seized the port on Friday.")
    assert entity(document, "CAIRO").type != "Country"
    assert [document.text[slice(*t.interval.span or (0, 0))] for t in times.find(document)] == ["Friday"]


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("Talks between Moscow and Kyiv broke down.", "Moscow", "Country"),
        ("A rift between Ankara and Athens widened.", "Athens", "Country"),
        ("The strike, which Kyiv blamed on Moscow, killed nine people.", "Moscow", "Country"),
        ("The road between Damascus and Beirut was closed.", "Damascus", "PopulatedPlace"),
    ],
)
def test_capitals_that_stand_on_two_sides_are_governments(read: Read, text: str, name: str, type_: str) -> None:
    assert entity(read(text), name).type == type_


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Brussels accused Hungary of breaking the rules.", "European Union"),
        ("Belgium's government fell. Brussels accused Paris of meddling.", "Belgium"),
        ("The leaders met in Brussels.", "Brussels"),
    ],
)
def test_brussels_is_the_union_where_it_acts_and_belgium_is_not_named(extract: Extract, text: str, name: str) -> None:
    found = extract(text)
    assert [e.name for e in found.entities if "Brussels" in {m.span.of(text) for m in e.mentions}] == [name]


def test_what_somebody_announces_he_does_himself(extract: Extract) -> None:
    text = "Qatar helped to end the war. India's announcement that it would reopen its embassy angered Islamabad."
    found = extract(text)
    india = next(e for e in found.entities if e.name == "India")
    assert [m.span.of(text) for m in india.mentions] == ["India", "it", "its"]


def test_whom_one_thanks_one_embraces(extract: Extract) -> None:
    text = "Anna Keller met the press. President Olin thanked Paul Morrison in Munich and embraced him."
    found = extract(text)
    morrison = next(e for e in found.entities if e.name == "Paul Morrison")
    assert [m.span.of(text) for m in morrison.mentions] == ["Paul Morrison", "him"]
