"""Answers from paper: the printed form holds every question, and a filled sheet becomes ratings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from kam_core import surveys
from kam_core.errors import BadArgument
from kam_core.export import csv_bytes, xlsx_bytes
from kam_core.surveys import sheet
from kam_core.text import translator
from tests.surveys.asked import DAY, portfolio, standing, survey, tokens


def test_the_printed_form_asks_everything_in_both_languages() -> None:
    """A sheet a person with every question, every step of its scale; what people typed is text; nothing is fetched from outside."""
    own = surveys.questionnaire(",".join(surveys.QUESTIONS))
    html = surveys.form(
        own, "S1", "A & B", "<script>x</script>", [surveys.Person("Tom <b>", "Nord AG", "c2"), surveys.Person("王芳", "华东电气")]
    )

    for question in own.questions:
        assert html.count(f">{question.text}") == html.count(f">{translator('zh')(question.text)}<") == 2, question.item
        steps = "".join(f"<i>{step}</i>" for step in question.steps)
        assert steps in html
    assert (html.count("<section>"), "Tom &lt;b&gt;" in html, "A &amp; B" in html) == (2, True, True)
    assert [word for word in ("<script", "http", "src=", "<b>") if word in html] == []
    assert surveys.form(own, "S1", "x", "", []).count("<section>") == 1


@pytest.mark.parametrize(("lang", "ending"), [("en", "csv"), ("zh", "xlsx")])
def test_the_template_comes_back_filled(lang: str, ending: str, tmp_path: Path) -> None:
    """One row a person who has not answered; filled in, it becomes their ratings in one batch, and their invitations are answered."""
    wb, t = portfolio(), translator(lang)
    survey_id = survey(wb)
    surveys.answer(wb, tokens(wb, survey_id)["c2"], {"attitude.recommend": 0, "satisfaction.overall": 1, "satisfaction.effort": 1}, "", DAY)
    rows = surveys.template(surveys.questionnaire("short"), surveys.invitations(wb, survey_id, DAY), t)
    assert rows[t("Full name")].tolist() == ["Li Na", "王芳"]
    named = {
        item: next(c for c in rows if c.startswith(t(q.scale.title)))
        for item, q in surveys.QUESTIONS.items()
        if item in ("attitude.recommend", "satisfaction.overall")
    }
    rows[named["attitude.recommend"]], rows[named["satisfaction.overall"]] = ["9", "7"], ["5", ""]
    rows[t(sheet.COMMENT)], rows[t(sheet.ANSWERED)] = ["", "很好"], ["2024/12/5", ""]
    file = tmp_path / f"filled.{ending}"
    file.write_bytes(csv_bytes(rows) if ending == "csv" else xlsx_bytes(rows))
    found = surveys.filled(wb, survey_id, file, DAY)
    wb.apply(found.edits)

    assert (found.people, found.answers, found.refused) == (2, 3, [])
    stored = wb.table("ratings").iloc[3:]
    days = pd.to_datetime(stored["valid_on"]).dt.date
    assert list(zip(stored["subject_id"], stored["item"], stored["value"], days, strict=True)) == [
        ("c1", "attitude.recommend", 9.0, date(2024, 12, 5)), ("c1", "satisfaction.overall", 5.0, date(2024, 12, 5)),
        ("c3", "attitude.recommend", 7.0, DAY),
    ]  # fmt: skip
    assert standing(wb, survey_id) == dict.fromkeys(("c1", "c2", "c3"), "answered")
    assert wb.table("feedback")["text"].tolist() == ["很好"]


def test_rows_that_cannot_be_taken_are_listed(tmp_path: Path) -> None:
    """Unknown person, off the scale, a day in the future, twice in the file, answered before; the others are taken, blank ones left."""
    wb = portfolio()
    survey_id = survey(wb, "nps")
    surveys.answer(wb, tokens(wb, survey_id)["c3"], {"attitude.recommend": 5}, "", DAY)
    head = "contact_id,account_id,contact_name,answered_on,Recommendation 0-10"
    body = ("c1,,,,10", "c9,,,,8", ",A,Tom <b>,,11", "c2,,,2030-01-01,3", "c1,,,,4", "c3,,,,9", "c2,,,,", ",B,,,6")
    lines = [head, *body]
    file = tmp_path / "filled.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    found = surveys.filled(wb, survey_id, file, DAY)

    assert [(row.line, row.reason) for row in found.refused] == [
        (3, sheet.NOBODY), (4, sheet.OFF_SCALE), (5, sheet.NO_DAY), (6, sheet.TWICE), (7, sheet.TWICE),
    ]  # fmt: skip
    assert (found.people, found.answers) == (2, 2)


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    """No column is a question of the survey: said with what the file has."""
    wb = portfolio()
    survey_id = survey(wb, "nps")
    file = tmp_path / "orders.csv"
    file.write_text("customer,amount\nNord AG,5\n", encoding="utf-8")

    with pytest.raises(BadArgument, match="customer, amount"):
        surveys.filled(wb, survey_id, file, DAY)
