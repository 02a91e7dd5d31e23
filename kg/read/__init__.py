"""Readers: inputs of every kind in, articles out; `kg.read.source.read` is the door."""
