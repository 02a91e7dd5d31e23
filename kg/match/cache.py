"""Keep answers from the net on disk, each in a file of its own that is written whole or not at all.

Only answers that were checked come here: what failed is asked again. A run that is killed leaves what it had.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg.errors import UsageError

_SAFE = re.compile(r"[^a-z0-9-]+")


class Cache:
    """A directory of answers by the digest of what was asked.

    >>> import tempfile
    >>> cache = Cache(Path(tempfile.mkdtemp()))
    >>> cache.put("example.org", "0a1b", "https://example.org/?q=x", {"found": 1})
    >>> cache.get("example.org", "0a1b"), cache.get("example.org", "0a1c")
    ({'found': 1}, None)
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def get(self, host: str, key: str) -> Any | None:
        """Return the answer that is kept under a key, or None where there is none that can be read."""
        try:
            return json.loads(self._path(host, key).read_text(encoding="utf-8"))["answer"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def put(self, host: str, key: str, question: str, answer: Any) -> None:
        """Keep an answer; ``question`` tells people who look into the file what was asked.

        Raises:
            UsageError: the directory cannot be written.
        """
        path = self._path(host, key)
        # a name of its own for each process, so that two of them never write into one file
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps({"question": question, "answer": answer}), encoding="utf-8")
            part.replace(path)
        except OSError as error:
            with suppress(OSError):
                part.unlink()
            raise UsageError(
                f"{self.directory}: answers cannot be kept here ({error.strerror})."
                " Set KG_CACHE to a directory of yours."
            ) from error

    def _path(self, host: str, key: str) -> Path:
        return self.directory / (_SAFE.sub("_", host.lower()) or "_") / key[:2] / f"{key}.json"
