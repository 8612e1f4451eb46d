"""A move traced from an edited rating to the quadrant, from the quadrant to the batch, and back by its undo."""

from __future__ import annotations

from datetime import date

import numpy as np

from kam_core.moves import causes, ends_of_quarters, moves, told
from kam_core.params import Params
from kam_core.text import translator
from kam_core.workbook import Change
from tests.index.ratings_in import rate, workbook
from tests.moves.small import FIELD, TWO, said

AS_OF = date(2024, 12, 31)


def test_from_an_edited_rating_to_the_quadrant_and_back():
    """
    Both indices at 75 a year ago and again in May. In May's answer 4 is edited to 1 as batch 4: left = 0.6·0 + 0.4·75 = 30.

    The account leaves its quadrant, the cause names the answer and the batch, and the undo of that batch brings the account back.
    """
    start = [said("A", item, 4, date(2023, 12, 1)) for item in ("left.a", "left.b", "right.c")]
    wb = workbook(["A"], start)
    rate(wb, [said("A", "left.a", 4, date(2024, 5, 12))])
    row = wb.frame("SELECT row_id FROM ratings WHERE valid_on = DATE '2024-05-12'")["row_id"].iloc[0]
    assert moves(wb, FIELD, AS_OF, indices=TWO)["kind"].tolist() == ["stayed"]

    batch = wb.apply([Change("ratings", int(row), "value", 4.0, 1.0)], author="Zhou")
    (moved,) = moves(wb, FIELD, AS_OF, indices=TWO).to_dict("records")
    since, until = ends_of_quarters(AS_OF)[0], AS_OF
    found = causes(wb, FIELD.x, ["A"], since, until, Params(), indices=TWO)["A"]
    main = found.main

    assert (moved["kind"], moved["from_quadrant"], moved["to_quadrant"], moved["crossed_x"]) == ("moved", "both", "up", -1)
    assert (moved["from_x"], moved["to_x"]) == (75.0, 30.0)
    assert main is not None and (main["item"], main["batch"], main["author"]) == ("left.a", batch, "Zhou")
    assert np.isclose(main["change"], -45.0)
    assert told.step(main, translator("en")) == "A 4 → 1 by Li Na, customer, 12 May 2024"

    wb.undo(int(main["batch"]))
    (back,) = moves(wb, FIELD, AS_OF, indices=TWO).to_dict("records")
    assert (back["kind"], back["to_quadrant"], back["to_x"]) == ("stayed", "both", 75.0)
    assert causes(wb, FIELD.x, ["A"], since, until, Params(), indices=TWO)["A"].after == 75.0
