"""Steps that lead to a profit: each begins where the one before it ended."""

from __future__ import annotations

from kam_core.charts import alt_of, waterfall
from kam_core.charts.theme import palette
from kam_core.text import Translator
from kam_core.value.statement import Step

STEPS = [
    Step("revenue", "Revenue", 100.0, "start"),
    Step("cost_of_goods", "Cost of goods", -130.0),
    Step("assumed_margin", "Assumed margin", 10.0),
    Step("gross_profit", "Gross profit", -20.0, "subtotal"),
    Step("served:x", "<b>visits</b>", -5.0, ours=False),
    Step("profit", "Profit", -25.0, "total"),
]


def test_every_bar_begins_where_the_one_before_ended(t: Translator) -> None:
    """Across zero too; every bar points right, sums stand on zero."""
    bars = waterfall(STEPS, t=t).data[0]

    assert list(zip(bars.base, bars.x, strict=True)) == [(0, 100), (-30, 130), (-30, 10), (-20, 20), (-25, 5), (-25, 25)]
    assert list(bars.text) == ["$100", "−$130", "$10.0", "−$20.0", "−$5.00", "−$25.0"] or list(bars.text) == [
        "$100",
        "−$130",
        "$10",
        "−$20",
        "−$5",
        "−$25",
    ]


def test_colour_says_what_a_step_does(t: Translator) -> None:
    """Blue earns, red is below zero, grey takes, sky gives."""
    colours, look = list(waterfall(STEPS, t=t).data[0].marker.color), palette("light")

    assert colours == [look.blue, look.grey, look.sky, look.loss, look.grey, look.loss]


def test_names_are_read_from_the_top_and_never_as_tags(t: Translator) -> None:
    """Sums are bold; what people call an activity is text."""
    axis = waterfall(STEPS, t=t).layout.yaxis

    assert axis.range[0] > axis.range[1]
    assert list(axis.ticktext)[3:5] == ["<b>Gross profit</b>", "&lt;b>visits&lt;/b>"]


def test_amounts_have_room_and_the_alt_tells_the_way(t: Translator) -> None:
    """The axis reaches beyond the longest bar; without steps the figure says that nothing is known."""
    figure, empty = waterfall(STEPS, t=t), waterfall([], t=t)

    assert figure.layout.xaxis.range[0] < -30
    assert figure.layout.xaxis.range[1] > 110
    assert alt_of(figure).startswith("Profit and loss: Revenue $100")
    assert (len(empty.data), alt_of(empty)) == (0, "Profit and loss: nothing is known.")
