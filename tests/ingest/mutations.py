"""Files that were damaged on the way: flips, cuts, insertions, repetitions, splices, drawn from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator

_LIVELY = (b"\0", b"\xff", b'"', b",", b"\n", b"\r", b"<", b"&", b"\x80", b"\xef\xbb\xbf", b"-1", b"999999999", b"\xff\xff\xff\x7f")


def mutated(corpus: dict[str, bytes], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many damaged files, each with the name of the one it was made of; the same ones for the same seed."""
    draw = random.Random(seed)
    names = sorted(corpus)
    for number in range(count):
        name = names[number % len(names)]
        content = bytearray(corpus[name])
        for _ in range(draw.choice((1, 1, 2, 3, 8, 20))):
            draw.choice(_KINDS)(content, draw, corpus[draw.choice(names)])
        yield f"{number}-{name}", bytes(content)


def _place(content: bytearray, draw: random.Random) -> int:
    # The beginning holds what readers trust most.
    return draw.randrange(len(content) + 1) if draw.random() < 0.7 else draw.randrange(min(len(content), 600) + 1)


def _flip(content: bytearray, draw: random.Random, _: bytes) -> None:
    at = _place(content, draw)
    if at < len(content):
        content[at] ^= 1 << draw.randrange(8)


def _set(content: bytearray, draw: random.Random, _: bytes) -> None:
    at = _place(content, draw)
    size = draw.choice((1, 2, 4))
    content[at : at + size] = draw.choice((b"\xff" * size, b"\0" * size, draw.randbytes(size)))


def _cut(content: bytearray, draw: random.Random, _: bytes) -> None:
    at = _place(content, draw)
    del content[at : at + draw.choice((1, 1, 2, 50, 1_000, 10**9))]


def _insert(content: bytearray, draw: random.Random, _: bytes) -> None:
    at = _place(content, draw)
    content[at:at] = draw.choice(_LIVELY) * draw.choice((1, 1, 2, 200)) if draw.random() < 0.7 else draw.randbytes(draw.randrange(1, 40))


def _repeat(content: bytearray, draw: random.Random, _: bytes) -> None:
    at = _place(content, draw)
    piece = content[at : at + draw.choice((1, 10, 100, 2_000))]
    content[at:at] = piece * draw.choice((1, 2, 10))


def _splice(content: bytearray, draw: random.Random, other: bytes) -> None:
    at, start = _place(content, draw), draw.randrange(len(other) + 1)
    content[at:at] = other[start : start + draw.choice((10, 300, 5_000))]


_KINDS = (_flip, _flip, _flip, _set, _set, _cut, _insert, _repeat, _splice)
