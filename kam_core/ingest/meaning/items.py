"""Which question a rating answers: files name it by its id, or by its title in English or Chinese."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pyarrow as pa

from kam_core.index.declared import INDICES
from kam_core.ingest.raw import Raw
from kam_core.ingest.values.amounts import plain
from kam_core.text import LANGUAGES, render

UNKNOWN_ITEM = "unknown_item"
"""Kind of the repair that tells of ratings no index reads."""


def item_ids() -> Mapping[str, str]:
    """
    Every way to name an item or an index -> its id; compared without case and width.

    A title that several items bear names none of them: then its index stands before it ("Trust: Reliability").

    >>> item_ids()["credibility"], item_ids()["信任"], item_ids()["trust: credibility"]
    ('trust.credibility', 'trust', 'trust.credibility')
    """
    words: dict[str, set[str]] = defaultdict(set)
    for index in INDICES.values():
        for lang in LANGUAGES:
            whole = render(index.title, lang=lang)
            words[whole].add(index.id)
            for item in index.items:
                title = render(item.title, lang=lang)
                for word in (title, f"{whole}: {title}", f"{whole}{title}"):
                    words[word].add(item.id)
    clear = {plain(word).casefold(): ids for word, ids in words.items()}
    own = {name.casefold(): name for index in INDICES.values() for name in (index.id, *(item.id for item in index.items))}
    return {word: min(ids) for word, ids in clear.items() if len(ids) == 1} | own


def reject_off_scale(raw: Raw, view: str, index: str) -> None:
    """List the answers beyond the scale of their item, which no index would count; ``index`` is the column of the value."""
    known = item_ids()
    scales = {item.id: (item.low, item.high) for one in INDICES.values() for item in (one.given, *one.items)}
    found = [str(row[0]) for row in raw.cursor.execute(f"SELECT DISTINCT item FROM {view} WHERE item IS NOT NULL").fetchall()]
    named = [(item, *scales[known[plain(item).casefold()]]) for item in found if plain(item).casefold() in known]
    incoming = f"scales_{raw.token}"
    columns = list(zip(*named, strict=True)) or [(), (), ()]
    types = {"item": pa.string(), "low": pa.float64(), "high": pa.float64()}
    raw.cursor.register(incoming, pa.table({name: pa.array(cells, types[name]) for name, cells in zip(types, columns, strict=True)}))
    try:
        raw.cursor.execute(
            f"INSERT INTO {raw.rejects} SELECT v.line, {index}, CAST(v.value AS VARCHAR), 'out_of_bounds' FROM {view} v "
            f"JOIN {incoming} i ON i.item = v.item WHERE NOT v.value BETWEEN i.low AND i.high "
            f"AND v.line NOT IN (SELECT line FROM {raw.rejects})"
        )
    finally:
        raw.cursor.unregister(incoming)


def name_items(raw: Raw, relation: str) -> None:
    """Put ids for titles in the staged ratings, and note how many rows name an item that no index knows."""
    cursor, known = raw.cursor, item_ids()
    found = [str(row[0]) for row in cursor.execute(f"SELECT DISTINCT item FROM {relation}").fetchall()]
    ids = [known.get(plain(item).casefold()) for item in found]
    incoming = f"items_{raw.token}"
    cursor.register(incoming, pa.table({"item": pa.array(found, pa.string()), "id": pa.array(ids, pa.string())}))
    try:
        unknown = cursor.execute(f"SELECT count(*) FROM {relation} r JOIN {incoming} i ON i.item = r.item WHERE i.id IS NULL").fetchall()[
            0
        ][0]
        cursor.execute(f"UPDATE {relation} SET item = i.id FROM {incoming} i WHERE i.item = {relation}.item AND i.id IS NOT NULL")
    finally:
        cursor.unregister(incoming)
    names = ", ".join(item for item, item_id in zip(found, ids, strict=True) if item_id is None)
    raw.source.repairs.add(UNKNOWN_ITEM, names[:200], count=unknown)
