"""Decide who is who: places and actors against knowledge bases, and one actor across articles."""
