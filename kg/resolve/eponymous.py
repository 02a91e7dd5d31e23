"""Tell governments and campaigns that go by whoever leads them: "the Obama administration" is one in all articles."""

from __future__ import annotations

import re
from functools import cache

from kg.annotate import geography
from kg.resolve.likeness import plain

#: what is called after its leader
_BODY = r"(?P<body>administration|campaign|cabinet|government|junta|presidency|regime)"
_LEADER = r"(?P<leader>(?:[A-Z][\w'’.-]*|al|el|de|van|von|bin)(?: (?:[A-Z][\w'’.-]*|al|el|de|van|von|bin))*?)"
_CALLED = (
    re.compile(rf"(?:[Tt]he )?{_LEADER}(?:['’]s?)? (?:[a-z-]+ )*{_BODY}"),
    re.compile(rf"(?:[Tt]he )?(?:[a-z-]+ )*{_BODY} of {_LEADER}"),
)


@cache
def led_by(name: str) -> str:
    """Return the name that all articles share for a body called after its leader, or "" for other names.

    >>> led_by("the Obama administration"), led_by("Assad’s brutal regime"), led_by("murderous regime of Assad")
    ('Obama administration', 'Assad regime', 'Assad regime')
    >>> led_by("Syrian government"), led_by("government of Iraq"), led_by("previous administration")
    ('', '', '')
    """
    for pattern in _CALLED:
        found = pattern.fullmatch(name)
        if found and not _of_a_place(leader := re.sub(r"['’]s?$", "", found["leader"])):
            return f"{leader} {found['body'].lower()}"
    return ""


def _of_a_place(name: str) -> bool:
    return bool(geography.country(name) or geography.demonym(name) or geography.shared_country(name) or not plain(name))
