"""
Everything that can go wrong, as a tree.

    KamError (ValueError)            base: a stable ``code``, the ``facts`` of the case, a plain sentence
    |-- WorkbookError                the file of a workbook
    |   |-- HomeUnusable             the data folder cannot be used
    |   |-- NotStored                the engine refused; nothing was changed
    |   |-- WorkbookLocked           another process holds it (facts: pid)
    |   |-- WorkbookDamaged          it does not open; nothing was changed
    |   |-- WorkbookOlder            an older copy than the one seen here before (facts: seen, found)
    |   |-- WorkbookNewer            written by a newer release (facts: found, known)
    |   |-- WorkbookExists           a workbook of that name is already there
    |   |-- WorkbookMissing          there is none of that name
    |   `-- TooManyWorkbooks         four are open already
    |-- ChangeError                  a change that was refused; the workbook is as it was
    |   |-- StaleEdit                the cell has moved on (facts: conflicts)
    |   |-- UndoRefused              later changes rest on this batch (facts: conflicts)
    |   `-- BadEdit                  unknown table, column or value out of bounds
    |-- LoadError                    a file that cannot be loaded as it is
    |   |-- UnreadableFile           empty, not a table, damaged, not text
    |   |   `-- EmptyFile            it has no rows
    |   |-- TooLarge                 beyond a stated limit (facts: limit, found)
    |   |-- AlreadyLoaded            the same bytes are in this workbook (facts: batch)
    |   |-- AmbiguousMapping         a column fits several fields (facts: candidates)
    |   |-- MissingField             a required field has no column (facts: fields)
    |   |-- BadRecipe                a text that is no recipe, or one that cannot be kept or used as it is
    |   |-- NoRate                   the workbook keeps no rate for the currency of a file (facts: currency)
    |   `-- Cancelled                stopped by the user; nothing was stored
    |-- InvitationRefused            a questionnaire that cannot be answered: unknown, answered, too late, its contact gone
    |-- ModelError                   a model of purchases that cannot be fitted or used
    |   |-- BadCustomers             rows that no customer can have (facts: n, row, column, value)
    |   |-- NotFitted                it has no parameters yet
    |   `-- BadModel                 a text that is no such model
    |-- UnknownName                  no such account, index, matrix, field (facts: near, known)
    |-- BadArgument                  a date or window not of its form, a sample folder that is not complete
    `-- OutOfBounds                  a parameter outside its bounds (facts: name, low, high, value)

Bad rows are never raised: a load lists them. ``code`` is what the two languages are keyed by; ``facts`` fill the sentence.
"""

from __future__ import annotations

from collections import defaultdict
from difflib import get_close_matches
from typing import Self

from kam_core.text import N_

KINDS = (
    N_("table"), N_("column"), N_("item"), N_("index"), N_("index or measure"), N_("matrix"), N_("quadrant"), N_("figure"), N_("sample"),
    N_("parameter"), N_("batch"), N_("theme"), N_("size"), N_("account"), N_("contact"), N_("owner"), N_("need"),
    N_("recipe"), N_("unit of time"),
)  # fmt: skip
"""What a name can be the name of, in the words of ``UnknownName``."""


class KamError(ValueError):
    """Base of every error of the library; an ``except ValueError`` catches it too."""

    template = "Something went wrong."

    def __init__(self, message: str | None = None, **facts: object) -> None:
        self.facts = facts
        self.message = message or self.template.format(**facts)
        super().__init__(self.message)

    @classmethod
    def saying(cls, template: str, **facts: object) -> Self:
        """The error with another of its sentences than the first; every sentence is a class attribute ``template...``."""
        error = cls(template.format(**facts), **facts)
        error.template = template
        return error

    @property
    def said_by_template(self) -> bool:
        """Whether the message is the template filled with the facts, and not a sentence of its own."""
        return self.message == self.template.format_map(defaultdict(str, self.facts))

    @property
    def code(self) -> str:
        """A stable name of the case, e.g. ``WorkbookLocked``."""
        return type(self).__name__


class WorkbookError(KamError):
    """The file of a workbook."""


class HomeUnusable(WorkbookError):
    """The data folder cannot be made or written."""

    template = "The data folder {folder} cannot be used: {detail}. Set KAM_HOME to a folder of your own."


class NotStored(WorkbookError):
    """The engine refused; the workbook is as it was."""

    template = "Nothing was changed: {detail}"


class WorkbookLocked(WorkbookError):
    """Another process holds the file."""

    template = "{path} is open in another process (PID {pid}). Close it there, or open a copy here."


class WorkbookDamaged(WorkbookError):
    """The file does not open."""

    template = "{path} cannot be opened: {detail}. The file was left as it is; restore a backup or a copy."


class WorkbookOlder(WorkbookError):
    """The file is older than what this computer has seen of it."""

    template = (
        "{path} holds {found} changes, but {seen} were seen here before: an older copy, or changes were lost. "
        "Open it with accept_older=True if that is what you want."
    )


class WorkbookNewer(WorkbookError):
    """The file was written by a later release."""

    template = "{path} was written by a newer release (schema {found}, this one knows {known}). It was not touched."


class WorkbookExists(WorkbookError):
    """The name is taken."""

    template = "A workbook named {name} is already there. Choose another name."


class WorkbookMissing(WorkbookError):
    """No such workbook."""

    template = "There is no workbook named {name}."


class TooManyWorkbooks(WorkbookError):
    """All places are taken."""

    template = "{limit} workbooks are open and all are in use. Close one first."


class ChangeError(KamError):
    """A change that was refused; the workbook is as it was."""


class StaleEdit(ChangeError):
    """The cell has moved on since it was read: ``facts['conflicts']`` lists row, column, yours, theirs, by, at."""

    template = "{count} of these cells were changed by somebody else in the meantime. Nothing was saved."


class UndoRefused(ChangeError):
    """Later changes rest on the batch: ``facts['conflicts']`` lists them."""

    template = "Batch {batch} cannot be undone: {count} of its rows were changed later. Undo those changes first."


class BadEdit(ChangeError):
    """Unknown table or column, or a value out of bounds."""

    template = "{table}.{column}: {detail}"
    template_bounds = "{table}.{column}: it must be from {low} to {high}; it is {value}"
    template_least = "{table}.{column}: it must be at least {low}; it is {value}"
    template_smaller = "{table}.{column}: it must be smaller than {limit}"
    template_days = "{table}.{column}: it must lie between {low} and {high}"
    template_choice = "{table}.{column}: it must be one of {choices}"
    template_long = "{table}.{column}: it must not be longer than {limit} characters"
    template_taken = "{table}.{column}: {key} is there already"
    template_no_column = "The file has no column {column}; closest: {near}. It has {columns}"


class LoadError(KamError):
    """A file that cannot be loaded as it is."""


class UnreadableFile(LoadError):
    """Empty, not a table, damaged, or not text."""

    template = "{name} cannot be read as a table: {detail}"
    template_sheet = "{name} has no sheet named {sheet}; it has {sheets}"
    template_member = "{name} holds no file named {member}; it holds {members}"
    template_members = "{name} holds several files; say which one to read: {members}"
    template_cells = "{cells} are no cells of a sheet; write them as B3:F200"


class EmptyFile(UnreadableFile):
    """Nothing in it: no table can be loaded, though it can be read as a table without rows."""


class TooLarge(LoadError):
    """Beyond a stated limit."""

    template = "{what} is too large: {found}, and the limit is {limit}."
    template_unpacked = "The unpacked file is too large: {found}, and the limit is {limit}. Unpack it yourself and load the table it holds."
    template_sheet = (
        "The sheet reaches to {corner}, but most of it is empty. Delete the stray cells far from the table, or save it as .csv."
    )


class AlreadyLoaded(LoadError):
    """The same bytes are in this workbook already."""

    template = "{name} was loaded already, as batch {batch} on {when}. Load it again only if its rows are meant to count twice."


class AmbiguousMapping(LoadError):
    """Some columns fit several fields: ``facts['candidates']`` is {column: [fields]}."""

    template = "These columns fit several fields; say which: {candidates}"


class MissingField(LoadError):
    """Required fields without a column: ``facts['fields']``."""

    template = "No column was found for {fields}. The file has: {columns}"


class BadRecipe(LoadError):
    """A text that is no recipe, or a recipe that cannot be kept or used as it is."""

    template = "{name} is not a recipe: {detail}"
    template_part = "The recipe {name} lacks {part}. It was not taken."
    template_unknown = "The recipe says {part}, which this release does not know. It was not taken."
    template_value = "The recipe says something about {part} that is not of its form. It was not taken."
    template_name = "A recipe needs a name of at most {limit} characters."
    template_taken = "There is a recipe named {name} already."
    template_many = "A workbook keeps {limit} recipes. Delete one first."
    template_day = "The recipe {name} needs to be told the day of figures without a date."
    template_table = "The recipe {name} is for {table}, not for {asked}."


class NoRate(LoadError):
    """The workbook has no exchange rate for the currency of a file."""

    template = "There is no exchange rate for {currency}. Enter one under Journal and settings, Currency; nothing was read."


class Cancelled(LoadError):
    """Stopped by the user."""

    template = "Stopped. Nothing was stored."


class UnknownName(KamError):
    """No such account, index, matrix or field."""

    template = "There is no {kind} named {name}."
    template_near = "There is no {kind} named {name}. Did you mean {near}?"
    template_known = "There is no {kind} named {name}. Known: {known}"

    @classmethod
    def of(cls, kind: str, name: object, known: list[str]) -> UnknownName:
        """
        Build the error with the closest known names as a hint; ``kind`` is a message id ("table", "index", ...).

        >>> UnknownName.of("index", "trusst", ["trust", "importance"]).message
        'There is no index named trusst. Did you mean trust?'
        """
        near = ", ".join(get_close_matches(str(name), known, n=3))
        listed = ", ".join(known[:12])
        chosen = cls.template_near if near else cls.template_known if listed else cls.template
        return cls.saying(chosen, kind=kind, name=name, near=near, known=listed)


class OutOfBounds(KamError):
    """A parameter outside its declared bounds."""

    template = "{name} must lie between {low} and {high}; it is {value}."


class BadArgument(KamError):
    """An argument that is not of its form."""

    template = "A date is written as '2013-11-29'; it is {value}."
    template_window = "A window is 'fy' or a number of months such as '12m'; it is {value}."
    template_recipes = "Several recipes fit this file: {names}. Say which with --recipe, or --no-recipe."
    template_map = "A column is given a field as --map COLUMN=FIELD; it is {value}."
    template_sample = "The sample {name} is not complete: {path} is missing. Take the data folder from the repository."
    template_model = "This is no model of a segmentation: {value}"
    template_untitled = "A segmentation needs a title."
    template_matrix_untitled = "A matrix needs a title in one language at least."
    template_one_axis = "A matrix needs two different axes; both are {what}."
    template_cut = "The cut of {what} must lie between {low} and {high}; it is {value}."
    template_long = "A text is too long for its place, at most {limit} characters: {value}"
    template_questionnaire = "This names no question that can be asked: {value}"
    template_survey_title = "A survey needs a title."
    template_survey_nobody = "A survey needs somebody to ask. Choose an account or a contact."
    template_survey_closes = "A survey cannot close before it is sent."
    template_sheet_columns = "No column names a question of this survey. Take the template; the file has: {columns}"
    template_model_long = "The model of the segmentation takes {value} characters, a cell holds {limit}. Choose fewer features."


class InvitationRefused(KamError):
    """An invitation that cannot be answered; the customer reads the sentence."""

    template = "This link leads to no questionnaire. Please ask whoever sent it for a new one."
    template_answered = "This questionnaire was answered already. Thank you. The first answers stand."
    template_expired = "This questionnaire closed on {day}. Please ask whoever sent the link if you still want to answer."
    template_gone = "This invitation is no longer valid. Please ask whoever sent the link for a new one."
    template_away = "This questionnaire cannot be opened just now. Please try the link again later."
    template_incomplete = "Some of the questions that are needed have no answer yet."


class ModelError(KamError):
    """A model of purchases that cannot be fitted or used."""


class BadCustomers(ModelError):
    """Rows that no customer can have."""

    template = "The customers cannot be used."
    template_column = "The column {column} is missing: a row a customer needs frequency, recency and T."
    template_line_column = "The column {column} is missing: a line needs account_id, date and revenue."
    template_number = "{n} rows have no number in {column}, the first is row {row}: {value}."
    template_whole = "{n} rows have a frequency that is no whole number from 0, the first is row {row}: {value}. Count repeat purchases."
    template_negative = "{n} rows have a negative {column}, the first is row {row}: {value}. Dates may be out of order."
    template_recency = (
        "{n} rows have a recency below 0 or above T, the first is row {row}: {value}. It runs from the first to the last purchase."
    )
    template_no_repeat = (
        "{n} rows have a recency without a repeat purchase, the first is row {row}: {value}. It is 0 for one purchase only."
    )

    template_spend = (
        "{n} customers who came back spent zero or less, the first is row {row}: {value}. Leave them out, or take revenue before returns."
    )
    template_nobody = "Nobody came back: the spend of a first purchase alone tells nothing."
    template_renewals = "{n} rows have a {column} that is no whole number from 0, the first is row {row}: {value}. Count renewals."
    template_no_renewal = "No renewal was due yet."
    template_survivors = "A cohort is at least two counts that never grow: at the start, and after each renewal."


class NotFitted(ModelError):
    """A model that has no parameters yet."""

    template = "{model} is not fitted: call fit first, or give its parameters."


class BadModel(ModelError):
    """A text that is no such model."""

    template = "This is no {model}: {found}."
