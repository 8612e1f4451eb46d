"""Recipes: kept, found by the next file, taken along, refused when they are not what they say."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kam_core as kam
from kam_core.errors import AlreadyLoaded, BadEdit, BadRecipe, UnknownName
from kam_core.ingest import recipes, strict_json
from kam_core.ingest.options import LoadOptions
from kam_core.ingest.recipes import Recipe
from kam_core.ingest.source import open_source

ORDERS = "Kunde;Tag;Summe;Vermerk\nNord AG;03/04/2024;1.234,50;x\nSüd;05/04/2024;20,00;y\n"
MAPPING = {"Kunde": "account_name", "Tag": "date", "Summe": "revenue"}
OPTIONS = LoadOptions(day_first=False, delimiter=";", scales=(("trust", (1.0, 10.0)),))


@pytest.fixture
def wb():
    with kam.Workbook() as book:
        yield book


@pytest.fixture
def orders(tmp_path):
    def write(content: str = ORDERS, name: str = "march.csv"):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return write


def recipe_of(**changes) -> Recipe:
    return replace(Recipe(name="Monthly", table="transactions", header=tuple(ORDERS.split("\n")[0].split(";")), mapping=MAPPING), **changes)


def made(wb, path, name: str = "Monthly", options: LoadOptions = OPTIONS, **more) -> Recipe:
    staged = wb.stage("transactions", path, MAPPING, options=options)
    try:
        return recipes.of(staged, name, **more)
    finally:
        staged.close()


def names_fitting(wb, path) -> list[str]:
    return [recipe.name for recipe in recipes.fitting(wb, partial(open_source, path))]


def test_the_next_file_is_read_the_same_way(wb, orders) -> None:
    """Mapping and options come from the recipe: 03/04 is the 4th of March as the first time, the third column is the revenue."""
    kept = recipes.save(wb, made(wb, orders(), author="Ann", note="from the ERP"))
    report = wb.load("transactions", orders(ORDERS.replace("2024", "2025"), "april.csv"), recipe="Monthly")

    assert MAPPING == report.mapping
    assert [date(2025, 3, 4), date(2025, 5, 4)] == [day.date() for day in wb.table("transactions")["date"]]
    assert [1234.5, 20] == wb.table("transactions")["revenue"].tolist()
    assert ("Ann", "from the ERP", date.today()) == (kept.author, kept.note, kept.saved_on)


def test_the_next_file_finds_its_recipe(wb, orders) -> None:
    """By its header, in whatever case; a file with another header finds none; the last saved comes first."""
    recipes.save(wb, replace(made(wb, orders(), "Old"), saved_on=date(2024, 1, 1)))
    recipes.save(wb, made(wb, orders(), "New"))

    assert ["New", "Old"] == names_fitting(wb, orders(ORDERS.replace("Kunde;Tag", "KUNDE;tag"), "next.csv"))
    assert [] == names_fitting(wb, orders(ORDERS.replace("Tag", "Datum"), "other.csv"))
    key = recipes.named(wb, "New").header_key
    assert [[], 2] == [recipes.for_header(wb, key, "accounts"), len(recipes.for_header(wb, key, "transactions"))]


def test_the_sheet_of_another_month_is_found(wb, tmp_path) -> None:
    """A recipe that names a sheet looks at the first one where there is none of that name, and takes it when the header is the same."""
    import pandas as pd

    rows = pd.DataFrame({"Kunde": ["A", "B"], "Tag": ["2024-03-05", "2024-03-06"], "Summe": [1.5, 2]})
    for name in ("2024-03", "2024-04"):
        with pd.ExcelWriter(tmp_path / f"{name}.xlsx") as book:
            rows.to_excel(book, sheet_name=name, index=False)
    recipes.save(wb, made(wb, tmp_path / "2024-03.xlsx", options=LoadOptions(sheet="2024-03")))

    (same,) = recipes.fitting(wb, partial(open_source, tmp_path / "2024-03.xlsx"))
    (other,) = recipes.fitting(wb, partial(open_source, tmp_path / "2024-04.xlsx"))

    assert ["2024-03", None] == [same.options.sheet, other.options.sheet]
    assert 2 == wb.load("transactions", tmp_path / "2024-04.xlsx", recipe=other).rows_loaded


def test_a_header_in_another_case_is_mapped(wb, orders) -> None:
    """The columns are named as this file names them."""
    recipes.save(wb, made(wb, orders()))
    report = wb.load("transactions", orders(ORDERS.replace("Kunde;Tag", "KUNDE;tag"), "next.csv"), recipe="Monthly")

    assert {"KUNDE": "account_name", "tag": "date", "Summe": "revenue"} == report.mapping


def test_next_years_periods_are_found_anew(wb, orders) -> None:
    """A wide table has other columns every month and the same recipe."""
    recipes.save(wb, recipes.of(wb.stage("transactions", orders("客户,2023年1月,2023年2月,2023年3月\n甲,1,2,3\n乙,1,2,3\n")), "wide"))
    path = orders("客户,2024年1月,2024年2月,2024年3月,2024年4月\n甲,1,2,3,4\n乙,1,2,3,4\n", "next.csv")

    (fits,) = recipes.fitting(wb, partial(open_source, path))
    wb.load("transactions", path, recipe=fits)

    assert [1, 1, 2, 2, 3, 3, 4, 4] == sorted(wb.table("transactions")["revenue"])


def test_a_file_without_a_needed_column_is_refused_whole(wb, orders) -> None:
    """The sentence names what is missing and what comes close; nothing was stored and nothing guessed."""
    recipes.save(wb, made(wb, orders()))
    path = orders(ORDERS.replace("Summe", "Summen").replace("Tag", "Wann"), "other.csv")

    with pytest.raises(BadEdit, match=r"no column Tag, Summe; closest: .*Summen"):
        wb.load("transactions", path, recipe="Monthly")
    assert 0 == wb.revision


def test_a_column_nobody_needs_may_be_gone_or_new(wb, orders) -> None:
    """Only what is mapped is needed."""
    recipes.save(wb, made(wb, orders()))
    report = wb.load("transactions", orders("Tag;Kunde;Summe;Neu\n03/04/2024;Nord;5,00;z\n", "other.csv"), recipe="Monthly")

    assert (1, MAPPING) == (report.rows_loaded, report.mapping)


def test_what_is_passed_wins_over_the_recipe(wb, orders) -> None:
    """A mapping or options given to the load stand; the rest is the recipe's."""
    recipes.save(wb, made(wb, orders()))
    wb.load("transactions", orders(), recipe="Monthly", options=replace(OPTIONS, day_first=True))

    assert date(2024, 4, 3) == wb.table("transactions")["date"].iloc[0].date()


def test_a_recipe_for_another_table_is_refused(wb, orders) -> None:
    """Orders are no contacts; an unknown name is told with the closest one."""
    recipes.save(wb, made(wb, orders()))

    with pytest.raises(BadRecipe, match="is for transactions, not for contacts"):
        wb.load("contacts", orders(), recipe="Monthly")
    with pytest.raises(UnknownName, match="Did you mean Monthly"):
        wb.load("transactions", orders(), recipe="Montly")


def test_it_travels_as_a_file(wb, orders, tmp_path) -> None:
    """What a colleague reads is what was written; a load takes the file by its path; the same file twice is still asked about."""
    path = tmp_path / "monthly.json"
    path.write_text(recipes.written(made(wb, orders(), author="Ann")), encoding="utf-8")

    assert recipes.from_file(path) == made(wb, orders(), author="Ann")
    with kam.Workbook() as other:
        other.load("transactions", orders(), recipe=str(path))
        with pytest.raises(AlreadyLoaded):
            other.load("transactions", orders(), recipe=str(path))


def test_it_holds_no_data(wb, orders) -> None:
    """Header words and choices only."""
    text = recipes.written(made(wb, orders()))

    assert not [cell for cell in ("Nord", "Süd", "1.234", "2024") if cell in text.replace(str(date.today()), "")]


def test_names_are_kept_renamed_and_forgotten(tmp_path, orders) -> None:
    """Across closing; a taken name is refused and leaves both as they were; the journal and the revision do not move."""
    with kam.Workbook(tmp_path / "a.duckdb") as wb:
        for name in ("Monthly", "  Weekly\n "):
            recipes.save(wb, made(wb, orders(), name))
        with pytest.raises(BadRecipe, match="named Weekly already"):
            recipes.rename(wb, "Monthly", "Weekly")
        with pytest.raises(BadRecipe, match="named Weekly already"):
            recipes.save(wb, made(wb, orders(), "Weekly"))
    with kam.Workbook(tmp_path / "a.duckdb") as wb:
        assert ["Monthly", "Weekly"] == [recipe.name for recipe in recipes.saved(wb)]
        recipes.rename(wb, "Monthly", "月度")
        recipes.delete(wb, "Weekly")
        recipes.save(wb, replace(recipes.named(wb, "月度"), note="new"), instead=True)
        with pytest.raises(UnknownName):
            recipes.delete(wb, "Weekly")
    with kam.Workbook(tmp_path / "a.duckdb") as wb:
        assert [("月度", "new")] == [(recipe.name, recipe.note) for recipe in recipes.saved(wb)]
        assert 0 == wb.revision


def test_the_day_of_figures_without_one() -> None:
    """Never that of the file before: today, the end of the month before, or asked for."""
    first = date.today().replace(day=1)

    assert recipe_of().options_on().valid_on is None
    assert first - timedelta(days=1) == recipe_of(dated="month_end").options_on().valid_on
    assert date(2024, 3, 31) == recipe_of(dated="ask").options_on(date(2024, 3, 31)).valid_on
    with pytest.raises(BadRecipe, match="needs to be told the day"):
        recipe_of(dated="ask").options_on()


def test_a_day_given_for_one_file_is_asked_for_again(wb, orders) -> None:
    """It is not written into the recipe."""
    recipe = made(wb, orders(), options=replace(OPTIONS, valid_on=date(2024, 3, 31)))

    assert ("ask", None) == (recipe.dated, recipe.options.valid_on)


def test_total_rows_are_agreed_to_once_seen(wb, orders) -> None:
    """A recipe of a file without them says nothing about them."""
    assert not made(wb, orders()).totals_decided
    assert made(wb, orders(f"{ORDERS}Total;;1.254,50;\n", "totals.csv")).totals_decided
    assert recipe_of(options=LoadOptions(keep_totals=True)).totals_decided


# -- reading strictly

GOOD = json.loads(recipes.written(recipe_of(options=OPTIONS)))


def changed(**changes) -> str:
    return json.dumps({key: value for key, value in {**GOOD, **changes}.items() if value is not ...})


BAD = {
    "not json": ("{", "it is no JSON"),
    "a list": ("[]", "it is no object of names and values"),
    "a number that is none": (changed(note=1).replace("1", "NaN", 1), "number that is none"),
    "an endless number": ('{"a": 1e999}', "number that is none"),
    "a number of a thousand digits": ('{"a": ' + "9" * 5000 + "}", "number that is none"),
    "a key twice": ('{"format": "kam-recipe", "format": "kam-recipe"}', "names something twice"),
    "ten thousand levels": ("[" * 10_000 + "]" * 10_000, "nested too deeply"),
    "deep objects": ('{"a":' * 10_000 + "1" + "}" * 10_000, "nested too deeply"),
    "too large": ('{"a": "' + "x" * 2**20 + '"}', "too large"),
    "not utf-8": (b"\xff\xfe{}", "not UTF-8"),
    "a pickle": (b"\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00}\x94\x8c\x01a\x94K\x01s.", "not UTF-8"),
    "another format": (changed(format="pickle"), "does not say that it is one"),
    "a newer version": (changed(version=2), "a newer release wrote it"),
    "an unknown key": (changed(run="rm -rf /"), "says run, which this release does not know"),
    "an unknown option": (changed(options={"colour": "red"}), "says colour, which this release does not know"),
    "a flag that is a word": (changed(options={"day_first": "yes"}), "about day_first that is not of its form"),
    "a day that is none": (changed(saved_on="2024-02-30"), "about saved_on that is not of its form"),
    "a shape nobody knows": (changed(options={"shape": "round"}), "about shape that is not of its form"),
    "a policy nobody knows": (changed(dated="never"), "about dated that is not of its form"),
    "true for a number": (changed(options={"header_rows": True}), "about header_rows that is not of its form"),
    "a header that is a text": (changed(header="abc"), "about header that is not of its form"),
    "a mapping to a number": (changed(mapping={"Kunde": 1}), "not of their form"),
    "a mapping that is a list": (changed(mapping=[]), "not of their form"),
    "an unknown table": (changed(table="passwords"), "no table named passwords"),
    "an unknown field": (changed(mapping={"Kunde": "password"}), "no such field"),
    "a column outside its header": (changed(mapping={"Other": "date"}), "no column Other"),
    "one field twice": (changed(mapping={"Kunde": "date", "Tag": "date"}), "several fields"),
    "no name": (changed(name=...), "lacks name"),
    "an empty name": (changed(name=" \n\u200b"), "needs a name"),
    "an overlong name": (changed(name="x" * 81), "needs a name"),
    "an overlong note": (changed(note="x" * 5_000), "about note that is not of its form"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_recipe_is_refused_in_a_sentence(case) -> None:
    """Never a trace, never half of it."""
    text, said = BAD[case]

    with pytest.raises(BadRecipe) as caught:
        recipes.read(text, "theirs.json")
    assert said in caught.value.message


def test_the_good_one_among_them_is_read() -> None:
    """The cases above differ from it in one thing each."""
    assert recipe_of(options=OPTIONS) == recipes.read(json.dumps(GOOD))
    assert recipe_of(options=OPTIONS) == recipes.read(b"\xef\xbb\xbf" + json.dumps(GOOD).encode())


def test_a_spoilt_one_in_the_workbook_harms_nobody(wb, orders) -> None:
    """The others stay usable."""
    recipes.save(wb, made(wb, orders()))
    wb.set_meta("recipe:Bad", '{"format": "kam-recipe"')

    assert ["Monthly"] == [recipe.name for recipe in recipes.saved(wb)]


def test_every_option_is_written_and_read() -> None:
    """Options that are added later are kept too: a value of each type of the declaration goes there and back."""
    samples = {"str | None": "B3:F200", "bool | None": True, "int | None": 2, "date | None": date(2024, 2, 29), "bool": True,
               "Shape | None": "wide", "tuple[str, ...]": ("order_id", "product"),
               "tuple[tuple[str, tuple[float, float]], ...]": (("trust", (1.0, 10.0)),)}  # fmt: skip
    options = LoadOptions(**{item.name: samples[str(item.type)] for item in fields(LoadOptions)})
    recipe = recipe_of(options=replace(options, valid_on=None))

    assert options == LoadOptions(**strict_json.typed(LoadOptions, json.loads(json.dumps(strict_json.plain(options)))))
    assert recipe == recipes.read(recipes.written(recipe))


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3)
                    | st.dictionaries(st.sampled_from([*GOOD, "x", ""]), inner, max_size=4), max_leaves=12))  # fmt: skip
def test_any_json_is_a_recipe_or_refused(value) -> None:
    """Whatever stands in the file: a recipe, or BadRecipe."""
    text = json.dumps({**GOOD, **value} if isinstance(value, dict) else value)
    try:
        assert isinstance(recipes.read(text), Recipe)
    except BadRecipe as error:
        assert error.message


@pytest.mark.parametrize(
    "changes", [{"note": "x" * 5_000}, {"header": (*ORDERS.split("\n")[0].split(";"), "[" * 13)}], ids=["note", "depth"]
)
def test_what_could_not_be_read_again_is_not_kept(wb, changes) -> None:
    """A recipe that would be lost when the workbook is opened is refused when it is saved."""
    with pytest.raises(BadRecipe):
        recipes.save(wb, recipe_of(**changes))
    assert [] == recipes.saved(wb)
