"""Tell the parts of an article apart: headline, captions, paragraphs, quotations, sentences."""
