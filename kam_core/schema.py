"""
Every table and column of a workbook, declared once.

The declaration makes the DuckDB tables, the import mapping (synonyms, English and Chinese), the editors (type, bounds,
choices, editable) and the checks of every row. Internal columns (version, row id, batch) are added by the workbook.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kam_core.errors import UnknownName
from kam_core.text import N_

Kind = Literal["id", "text", "money", "number", "integer", "share", "date", "boolean", "choice"]

SQL_TYPES: Mapping[Kind, str] = {
    "id": "VARCHAR",
    "text": "VARCHAR",
    "money": "DECIMAL(18,4)",
    "number": "DOUBLE",
    "integer": "BIGINT",
    "share": "DOUBLE",
    "date": "DATE",
    "boolean": "BOOLEAN",
    "choice": "VARCHAR",
}

MONEY_DIGITS = 4
"""Money is stored to four decimals; what is derived of it by division is rounded to them again."""

NO_ACCOUNT = "(no account)"
"""Lines without an account stand together under this id and enter no account's score."""

FIRST_DAY, LAST_DAY = "1900-01-01", "2099-12-31"
"""Dates outside are refused as slips of the pen."""

MAX_TEXT = 4_000
"""Characters in one text cell of a workbook; longer ones are refused with a reason."""


@dataclass(frozen=True)
class Column:
    """One column: what it holds, in which unit, within which bounds, and how files call it."""

    name: str
    title: str
    kind: Kind = "text"
    unit: str = ""
    low: float | None = None
    high: float | None = None
    required: bool = False
    editable: bool = True
    choices: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()

    @property
    def sql_type(self) -> str:
        """The DuckDB type that stores it."""
        return SQL_TYPES[self.kind]


@dataclass(frozen=True)
class Table:
    """One table: its columns, its key (rows with the same key are versions of one thing) and its date column."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    dated_by: str | None = None

    def column(self, name: str) -> Column:
        """The column of that name; an unknown name raises with the closest ones."""
        for column in self.columns:
            if column.name == name:
                return column
        raise UnknownName.of("column", name, [c.name for c in self.columns])

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def _account(required: bool = True) -> Column:
    return Column(
        "account_id", N_("Account id"), "id", required=required,
        synonyms=("account id", "customer id", "customer no", "customer number", "customer code", "id", "account no",
                  "account number", "client id", "客户编号", "客户代码", "客户编码", "客户ID", "客户号", "编码", "账户编号"),
    )  # fmt: skip


def _day(name: str = "date", title: str = N_("Date"), *synonyms: str, required: bool = True) -> Column:
    return Column(name, title, "date", required=required, synonyms=synonyms)


def _valid_on() -> Column:
    return Column("valid_on", N_("Valid on"), "date", synonyms=("valid on", "as of", "date", "日期", "截至", "评分日期"))


def _choice(name: str, title: str, *choices: str, synonyms: tuple[str, ...] = ()) -> Column:
    return Column(name, title, "choice", choices=choices, synonyms=synonyms)


def _rating(name: str, title: str, low: float = 1, high: float = 5, *synonyms: str) -> Column:
    return Column(name, title, "number", low=low, high=high, synonyms=synonyms)


def _note(name: str = "note", title: str = N_("Note")) -> Column:
    return Column(name, title, "text", synonyms=("note", "notes", "remark", "comment", "备注", "说明"))


def _years() -> Column:
    return Column("years", N_("Years it lasts"), "number", "years", 0, synonyms=("years", "年数", "年限"))


def _attribution() -> Column:
    return Column("attribution", N_("Share due to the account"), "share", low=0, high=1, synonyms=("attribution", "归因", "归因比例"))


def _evidence() -> Column:
    return Column("evidence", N_("Evidence"), "text", synonyms=("evidence", "proof", "证据", "依据"))


SOURCES = ("data", "survey", "interview", "judgement", "vote", "import")
SUBJECTS = ("account", "contact", "owner", "need")

NAME = Column(
    "account_name", N_("Account"), "text",
    synonyms=("account name", "account", "customer name", "customer", "client", "client name", "company", "company name",
              "客户名称", "客户", "公司", "公司名称", "单位名称", "购货单位", "往来单位", "客户全称", "购方名称", "购买方名称",
              "购买方"),
)  # fmt: skip
OWNER = Column(
    "owner",
    N_("Owner"),
    "text",
    synonyms=(
        "owner",
        "kam",
        "account manager",
        "sales rep",
        "sales person",
        "salesperson",
        "客户经理",
        "负责人",
        "客户所有人",
        "销售",
        "业务员",
        "销售员",
    ),
)
INDUSTRY = Column("industry", N_("Industry"), "text", synonyms=("industry", "sector", "business type", "segment", "行业", "所属行业"))
REGION = Column(
    "region", N_("Region"), "text", synonyms=("region", "state", "province", "territory", "area", "区域", "地区", "省份", "大区")
)
COUNTRY = Column("country", N_("Country"), "text", synonyms=("country", "nation", "国家"))

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table("accounts", N_("Accounts"), (
            _account(), NAME,
            Column("parent_id", N_("Group"), "id", synonyms=("parent", "group", "parent account", "parent group", "parent company",
                                                             "集团", "母公司", "上级客户")),
            INDUSTRY, REGION, COUNTRY,
            Column("city", N_("City"), "text", synonyms=("city", "town", "城市")),
            OWNER,
            _choice("status", N_("Status"), "prospect", "regular", "candidate", "key", "former", synonyms=("status", "状态", "客户状态")),
            Column("tier", N_("Tier"), "text", synonyms=("tier", "level", "class", "等级", "级别", "客户级别", "客户等级", "客户分级")),
            _day("key_since", N_("Key since"), "key since", "成为关键客户日期", required=False),
            Column("decided_by", N_("Decided by"), "text", synonyms=("decided by", "决定人")),
            Column("decided_why", N_("Why"), "text", synonyms=("reason", "why", "理由", "原因")),
            _day("review_on", N_("Next review"), "next review", "review date", "下次复核", "复核日期", required=False),
            Column("opened_year", N_("Opened in"), "integer", "year", 1600, 2099, synonyms=("year opened", "founded", "成立年份")),
            Column("employees", N_("Employees"), "integer", "people", 0, synonyms=("employees", "number of employees", "员工人数", "员工数")),
            _note(),
        ), key=("account_id",)),
        Table("account_facts", N_("Account facts"), (
            _account(),
            Column("fact", N_("Fact"), "text", required=True, synonyms=("fact", "attribute", "属性", "指标")),
            Column("value", N_("Value"), "number", required=True, synonyms=("value", "数值", "值")),
            _valid_on(),
            _choice("source", N_("Source"), *SOURCES), _choice("status", N_("Standing"), "assumed", "confirmed"),
            Column("author", N_("Author"), "text"), _note(),
        ), dated_by="valid_on"),
        Table("transactions", N_("Transactions"), (
            _account(required=False),
            _day("date", N_("Date"), "date", "order date", "invoice date", "invoicedate", "orderdate", "posting date", "period", "month",
                 "日期", "下单日期", "下单时间", "订单日期", "开票日期", "单据日期", "业务日期", "成交日期", "销售日期", "期间", "年月", "月份"),
            Column("order_id", N_("Order"), "id",
                   synonyms=("order id", "order", "order no", "order number", "invoice", "invoice no", "sales order number", "doc",
                             "订单号", "单号", "订单编号", "销售订单编号", "发票号", "发票号码", "单据编号", "单据号")),
            Column("product", N_("Product"), "text",
                   synonyms=("product", "item", "sku", "stock code", "product name", "产品", "品名", "产品名称", "商品", "商品名称", "物料", "物料名称", "存货名称", "货号")),
            Column("category", N_("Category"), "text",
                   synonyms=("category", "product category", "product group", "类别", "品类", "产品类别", "分类")),
            Column("quantity", N_("Quantity"), "number", "units", synonyms=("quantity", "qty", "units", "order quantity", "数量", "件数", "销量")),
            Column("revenue", N_("Revenue"), "money", required=True,
                   synonyms=("revenue", "sales", "amount", "sales amount", "net sales", "turnover", "net amount", "line total",
                             "total price", "extended price", "line amount", "net value", "subtotal", "order amount", "order total",
                             "销售额", "营业收入", "金额", "收入", "销售金额", "含税金额", "不含税金额", "无税金额", "未税金额", "不含税销售额", "含税销售额",
                             "价税合计", "小计", "订单金额", "订单总额", "订单总金额", "开票金额", "成交金额", "销售收入")),
            Column("cost", N_("Cost"), "money",
                   synonyms=("cost", "cogs", "total product cost", "cost of goods", "成本", "销售成本", "成本金额")),
            Column("discount", N_("Discount"), "money", synonyms=("discount", "discount amount", "折扣", "折扣额", "优惠金额")),
            Column("grain", N_("Grain"), "choice", choices=("line", "period"), editable=False),
        ), dated_by="date"),
        Table("costs", N_("Costs to serve"), (
            _account(),
            _day("date", N_("Date"), "date", "order date", "posting date", "period", "month", "日期", "下单日期", "发生日期", "单据日期", "期间", "年月", "月份"),
            Column("activity", N_("Activity"), "text", required=True, synonyms=("activity", "kind", "type", "活动", "费用类型", "项目")),
            Column("driver_quantity", N_("Driver quantity"), "number", synonyms=("driver quantity", "quantity", "hours", "visits", "数量", "工时", "拜访次数")),
            Column("rate", N_("Rate"), "money", synonyms=("rate", "unit cost", "费率", "单价")),
            Column("amount", N_("Amount"), "money", required=True,
                   synonyms=("amount", "cost", "cost to serve", "selling cost", "金额", "服务成本", "费用", "销售费用", "物流费")),
        ), dated_by="date"),
        Table("contracts", N_("Contracts"), (
            Column("contract_id", N_("Contract"), "id", required=True, synonyms=("contract id", "contract", "contract no", "合同编号", "合同号")),
            _account(),
            Column("value", N_("Yearly value"), "money", low=0, synonyms=("value", "contract value", "合同金额", "金额")),
            _day("start_on", N_("Starts on"), "start", "start date", "开始日期", required=False),
            _day("end_on", N_("Ends on"), "end", "end date", "expiry", "到期日", "合同到期", "结束日期"),
            _day("renewal_on", N_("Renewal on"), "renewal date", "renewal", "续约日期", required=False),
            Column("renewal_probability", N_("Renewal probability"), "share", low=0, high=1, synonyms=("renewal probability", "续约率", "续约概率")),
        ), key=("contract_id",)),
        Table("targets", N_("Targets"), (
            _choice("subject_type", N_("Subject"), *SUBJECTS), Column("subject_id", N_("Subject id"), "id", required=True),
            Column("measure", N_("Measure"), "text", required=True, synonyms=("measure", "kpi", "指标")),
            Column("period", N_("Period"), "text", required=True, synonyms=("period", "期间")),
            Column("value", N_("Value"), "number", required=True, synonyms=("target", "quota", "value", "目标", "任务")),
        )),
        Table("contacts", N_("Contacts"), (
            Column("contact_id", N_("Contact id"), "id", required=True, synonyms=("contact id", "联系人编号")),
            _account(),
            Column("contact_name", N_("Full name"), "text", required=True, synonyms=("contact", "contact name", "full name", "name", "联系人", "联系人姓名", "姓名")),
            Column("job", N_("Job"), "text", synonyms=("job", "job title", "title", "position", "职务", "职位")),
            _choice("role", N_("Role"), "initiator", "user", "influencer", "buyer", "decider", "approver", "gatekeeper",
                    synonyms=("role", "decision role", "角色", "决策角色")),
            _rating("influence", N_("Influence"), 1, 5, "influence", "影响力"),
            _rating("support", N_("Support"), -2, 2, "support", "stance", "支持度", "立场"),
            _day("last_touch", N_("Last touched"), "last touch", "last contact", "最近联系", required=False), _note(),
            Column("department", N_("Function"), "text", synonyms=("department", "function", "部门", "职能")),
            _rating("seniority", N_("Level in the house"), 1, 4, "seniority", "level", "层级"),
        ), key=("contact_id",)),
        Table("links", N_("Links between people"), (
            Column("from_id", N_("From"), "id", required=True), Column("to_id", N_("To"), "id", required=True),
            _choice("kind", N_("Kind"), "reports_to", "influences", "conflicts", "our_link"),
            _rating("level", N_("Level now"), 1, 4), _rating("wanted", N_("Level wanted"), 1, 4),
        )),
        Table("ratings", N_("Ratings"), (
            _choice("subject_type", N_("Subject"), *SUBJECTS),
            Column("subject_id", N_("Subject id"), "id", required=True, synonyms=("subject id", "account id", "customer id", "customer", "account", "account name", "customer name", "客户编号", "客户名称", "客户", "公司")),
            Column("item", N_("Item"), "text", required=True, synonyms=("item", "question", "题项", "指标")),
            Column("value", N_("Value"), "number", required=True, synonyms=("value", "score", "rating", "评分", "分数", "得分")),
            _valid_on(),
            Column("rater", N_("Rater"), "text", synonyms=("rater", "by", "评分人")),
            _choice("rater_side", N_("Side"), "ours", "customer"), _choice("source", N_("Source"), *SOURCES),
            _choice("status", N_("Standing"), "assumed", "confirmed"), _note(),
            Column("survey_id", N_("Survey"), "id", synonyms=("survey", "survey id", "问卷")),
        ), dated_by="valid_on"),
        Table("surveys", N_("Surveys"), (
            Column("survey_id", N_("Survey"), "id", required=True), Column("title", N_("Title"), "text"),
            _day("sent_on", N_("Sent on"), required=False), Column("invited", N_("Invited"), "integer", low=0), _note(),
            Column("questionnaire", N_("Questionnaire"), "text"), _day("closes_on", N_("Open until"), required=False), _choice("lang", N_("Language"), "en", "zh"),
        ), key=("survey_id",)),
        Table("invitations", N_("Invitations"), (
            Column("token", N_("Token"), "id", required=True, editable=False), Column("survey_id", N_("Survey"), "id", required=True), _account(),
            Column("contact_id", N_("Contact"), "id"), _day("sent_on", N_("Sent on"), required=False), _day("answered_on", N_("Answered on"), required=False),
            _day("expires_on", N_("Expires on"), required=False),
        ), key=("token",)),
        Table("interactions", N_("Visits and calls"), (
            _account(), _day("date", N_("Date"), "date", "visit date", "日期", "拜访日期"),
            _choice("kind", N_("Kind"), "visit", "call", "mail", "meeting", "event", "promise"),
            Column("contact_id", N_("Contact"), "id"), Column("who", N_("Who of us"), "text", synonyms=("who", "拜访人")),
            Column("hours", N_("Hours"), "number", "hours", 0, synonyms=("hours", "effort", "工时", "投入")),
            Column("promise", N_("Promise"), "text"), Column("kept", N_("Kept"), "boolean"), _note(),
        ), dated_by="date"),
        Table("needs", N_("Needs"), (
            Column("need_id", N_("Need id"), "id", required=True), _account(),
            Column("need", N_("Need"), "text", required=True, synonyms=("need", "需求")),
            _choice("category", N_("Kind"), "product", "service", "price", "delivery", "sustainability", "other"),
            _rating("importance", N_("Importance"), 1, 5, "importance", "重要性"), _rating("fit", N_("Our fit"), 1, 5, "fit"),
            _rating("rival_fit", N_("Rival's fit"), 1, 5), _choice("standing", N_("Standing"), "explicit", "latent"),
            Column("proof", N_("Proof"), "text"), Column("value", N_("Value"), "money"),
        ), key=("need_id",)),
        Table("competitors", N_("Competitors"), (
            _account(), Column("competitor", N_("Competitor"), "text", required=True, synonyms=("competitor", "rival", "竞争对手")),
            Column("wallet_share", N_("Share of wallet"), "share", low=0, high=1, synonyms=("share of wallet", "钱包份额")),
            _rating("threat", N_("Threat"), 1, 5), Column("stronghold", N_("Stronghold"), "text"), Column("counter", N_("Our counter"), "text"), _valid_on(),
        )),
        Table("swot", N_("SWOT"), (
            _account(), _choice("about", N_("About"), "customer", "relationship"),
            _choice("kind", N_("Kind"), "strength", "weakness", "opportunity", "threat"), Column("text", N_("Text"), "text", required=True),
            _rating("impact", N_("Impact"), 1, 5), _rating("likelihood", N_("Likelihood"), 1, 5),
        )),
        Table("forces", N_("Five forces"), (
            _account(required=False), Column("industry", N_("Industry"), "text"),
            _choice("force", N_("Force"), "rivalry", "entrants", "substitutes", "suppliers", "buyers"),
            Column("item", N_("Item"), "text", required=True), _rating("value", N_("Value"), 1, 5), _valid_on(),
        )),
        Table("risks", N_("Risks"), (
            Column("risk_id", N_("Risk id"), "id", required=True), _account(required=False), Column("risk", N_("Risk"), "text", required=True),
            _rating("likelihood", N_("Likelihood"), 1, 5), _rating("impact", N_("Impact"), 1, 5), Column("response", N_("Response"), "text"),
            OWNER, _day("due_on", N_("Due on"), required=False), _choice("state", N_("State"), "open", "watched", "closed"),
        ), key=("risk_id",)),
        Table("feedback", N_("Feedback"), (
            _account(), _day("date"), Column("text", N_("Text"), "text", required=True, synonyms=("text", "feedback", "反馈", "内容")),
            Column("theme", N_("Theme"), "text"), _rating("severity", N_("Severity"), 1, 5), OWNER,
            _day("answered_on", N_("Answered on"), required=False), Column("closed", N_("Closed"), "boolean"), Column("told", N_("Customer told"), "boolean"),
        ), dated_by="date"),
        Table("opportunities", N_("Opportunities"), (
            Column("opportunity_id", N_("Opportunity"), "id", required=True), _account(), Column("title", N_("Title"), "text"), Column("need_id", N_("Need id"), "id"),
            Column("amount", N_("Amount"), "money"), Column("stage", N_("Stage"), "text"), Column("probability", N_("Probability"), "share", low=0, high=1),
            _day("close_on", N_("Closes on"), required=False),
        ), key=("opportunity_id",)),
        Table("touchpoints", N_("Touchpoints"), (
            _account(required=False), _choice("phase", N_("Phase"), "before", "buying", "after", "use"), Column("touchpoint", N_("Touchpoint"), "text", required=True),
            _rating("importance", N_("Importance")), _rating("performance", N_("Performance")), OWNER, _valid_on(),
        )),
        Table("ideas", N_("Co-creation ideas"), (
            Column("idea_id", N_("Idea"), "id", required=True), _account(), Column("text", N_("Text"), "text", required=True),
            _choice("stage", N_("Stage"), "idea", "pilot", "adopted", "dropped"), Column("value", N_("Gain a year"), "money"), _day("date", required=False),
            _years(), _attribution(), _evidence(),
        ), key=("idea_id",)),
        Table("values_delivered", N_("Value delivered"), (
            _account(), _day("date"), _choice("kind", N_("Kind"), "outcome", "word_of_mouth", "knowledge", "transaction", "partnership"),
            Column("text", N_("Text"), "text", required=True), Column("amount", N_("Amount"), "money"), Column("agreed_by", N_("Agreed by"), "text"),
            Column("probability", N_("Probability"), "share", low=0, high=1, synonyms=("probability", "成交概率", "概率")),
            _years(), _attribution(), Column("other_id", N_("Account brought to us"), "id", synonyms=("referred account", "被推荐客户")), _evidence(),
        ), dated_by="date"),
        Table("goals", N_("Customer goals"), (
            Column("goal_id", N_("Goal"), "id", required=True), _account(), Column("text", N_("Text"), "text", required=True),
            Column("confirmed", N_("Confirmed"), "boolean"), _valid_on(),
        ), key=("goal_id",)),
        Table("actions", N_("Actions"), (
            Column("action_id", N_("Action id"), "id", required=True), _account(required=False), Column("objective", N_("Objective"), "text"),
            Column("action", N_("Action"), "text", required=True, synonyms=("action", "task", "行动", "任务")), OWNER,
            _day("due_on", N_("Due on"), "due", "due date", "截止日期", required=False),
            _choice("state", N_("State"), "planned", "doing", "done", "dropped"), Column("measure", N_("Measure"), "text"), _day("done_on", N_("Done on"), required=False),
            Column("play", N_("Play"), "text", editable=False), _day("planned_on", N_("Planned on"), required=False),
        ), key=("action_id",)),
        Table("plays", N_("Playbook"), (
            Column("play", N_("Play"), "id", required=True), Column("lang", N_("Language"), "id", required=True),
            Column("strategy", N_("Strategy"), "text"), Column("actions", N_("Actions, one a line"), "text"),
        ), key=("play", "lang")),
        Table("own_matrices", N_("Own matrices"), (
            Column("matrix_id", N_("Matrix"), "id", required=True), Column("title_en", N_("Title in English"), "text"), Column("title_zh", N_("Title in Chinese"), "text"),
            Column("x", N_("Axis across"), "text", required=True), Column("y", N_("Axis up"), "text", required=True),
            Column("cut_x", N_("Cut across"), "number"), Column("cut_y", N_("Cut up"), "number"), Column("names", N_("Names of the quadrants"), "text"),
            Column("author", N_("Author"), "text"),
        ), key=("matrix_id",)),
        Table("team", N_("Team"), (
            Column("member", N_("Member"), "text", required=True, synonyms=("member", "成员")), Column("account_id", N_("Account id"), "id"),
            _choice("raci", N_("Part"), "responsible", "accountable", "consulted", "informed"), Column("hours_planned", N_("Hours planned"), "number", "hours", 0),
            Column("department", N_("Function"), "text", synonyms=("department", "function", "部门", "职能")),
        )),
        Table("policies", N_("Service policies"), (
            Column("applies_to", N_("Applies to"), "text", required=True), Column("value", N_("Value"), "text", required=True), Column("service_level", N_("Service level"), "text"),
            Column("cadence_days", N_("Contact every"), "integer", "days", 1), Column("entitlements", N_("Entitlements"), "text"),
        )),
        Table("votes", N_("Votes"), (
            Column("session", N_("Session"), "id", required=True), Column("token", N_("Token"), "id", required=True), Column("subject_id", N_("Subject id"), "id", required=True),
            Column("item", N_("Item"), "text", required=True), Column("value", N_("Value"), "number"), _valid_on(),
        )),
        Table("notes", N_("Notes"), (
            _account(), _day("date"), Column("text", N_("Text"), "text", required=True, synonyms=("note", "text", "备注", "记录")),
            Column("author", N_("Author"), "text", synonyms=("author", "by", "记录人")),
            _choice("kind", N_("Kind"), "note", "interview", "research"), Column("contact_id", N_("Contact"), "id"),
        ), dated_by="date"),
        Table("snoozes", N_("Snoozed alerts"), (
            _account(), Column("kind", N_("Alert"), "text", required=True), _day("since", N_("Since")), _day("until", N_("Until")),
            Column("reason", N_("Reason"), "text", required=True), Column("author", N_("Author"), "text"),
        ), dated_by="since"),
        Table("rates", N_("Exchange rates"), (
            Column("currency", N_("Currency"), "text", required=True, synonyms=("currency", "币种", "货币")), _valid_on(),
            Column("rate", N_("Exchange rate"), "number", N_("of ours for one of theirs"), 0, required=True, synonyms=("rate", "exchange rate", "汇率")),
        ), dated_by="valid_on"),
        Table("aliases", N_("Other names of accounts"), (
            Column("alias", N_("Other id or name"), "id", required=True), _account(),
        ), key=("alias",)),
        Table("kept_apart", N_("Kept apart"), (
            _choice("kind", N_("Are not"), "one_account", "one_group"), _account(), Column("other_id", N_("From account or group"), "id", required=True),
        )),
        Table("segmentations", N_("Segmentations"), (
            Column("segmentation_id", N_("Segmentation"), "id", required=True), Column("title", N_("Title"), "text"), _day("made_on", N_("Made on"), required=False),
            Column("model", N_("Model"), "text", required=True, editable=False), Column("author", N_("Author"), "text"),
        ), key=("segmentation_id",)),
        Table("segments", N_("Segments"), (
            Column("segmentation_id", N_("Segmentation"), "id", required=True), Column("segment_id", N_("Segment"), "id", required=True),
            Column("title", N_("Title"), "text"), Column("playbook", N_("Playbook"), "text"),
        ), key=("segmentation_id", "segment_id")),
        Table("scenarios", N_("Scenarios"), (
            Column("scenario", N_("Scenario"), "text", required=True), Column("part", N_("What changes"), "text", required=True),
            Column("subject_id", N_("Subject id"), "id"), Column("value", N_("Value"), "number"),
        )),
        Table("parameters", N_("Parameters"), (
            Column("name", N_("Name"), "text", required=True), Column("value", N_("Value"), "text"),
        ), key=("name",)),
        Table("parameter_sets", N_("Sets of parameters"), (
            Column("set_name", N_("Set"), "text", required=True), Column("name", N_("Name"), "text", required=True), Column("value", N_("Value"), "text"),
        ), key=("set_name", "name")),
    )
}  # fmt: skip


def table(name: str) -> Table:
    """The declaration of a table; an unknown name raises with the closest ones."""
    try:
        return TABLES[name]
    except KeyError:
        raise UnknownName.of("table", name, list(TABLES)) from None


def naming_accounts(name: str) -> dict[str, str]:
    """The columns of a table that name an account, each with the SQL condition on its row under which it does."""
    names = table(name).names
    found: dict[str, str] = {column: "true" for column in ("account_id", "parent_id", "other_id") if column in names}
    if "subject_id" in names:
        found["subject_id"] = "coalesce(subject_type, 'account') = 'account'" if "subject_type" in names else "true"
    if "applies_to" in names:
        found["value"] = "applies_to = 'account'"
    if name == "scenarios":
        found["subject_id"] = "part IN ('lost', 'account')"
    return found


CHOICE_TITLES: Mapping[str, str] = {
    "prospect": N_("Prospect"), "regular": N_("Regular"), "candidate": N_("Candidate"), "key": N_("Key account"), "former": N_("Former"),
    "data": N_("Data"), "survey": N_("Survey"), "interview": N_("Interview"), "judgement": N_("Judgement"), "vote": N_("Vote"), "import": N_("Import"),
    "assumed": N_("Assumed"), "confirmed": N_("Confirmed"), "line": N_("Order line"), "period": N_("Total of a period"),
    "account": N_("Account"), "contact": N_("Contact"), "owner": N_("Owner"), "need": N_("Need"),
    "initiator": N_("Initiator"), "user": N_("User"), "influencer": N_("Influencer"), "buyer": N_("Buyer"), "decider": N_("Decider"),
    "approver": N_("Approver"), "gatekeeper": N_("Gatekeeper"),
    "reports_to": N_("Reports to"), "influences": N_("Influences"), "conflicts": N_("Conflicts with"), "our_link": N_("Our link"),
    "ours": N_("Ours"), "customer": N_("Customer"), "relationship": N_("Relationship"),
    "visit": N_("Visit"), "call": N_("Call"), "mail": N_("Mail"), "meeting": N_("Meeting"), "event": N_("Event"), "promise": N_("Promise"),
    "product": N_("Product"), "service": N_("Service"), "price": N_("Price"), "delivery": N_("Delivery"), "sustainability": N_("Sustainability"), "other": N_("Other"),
    "explicit": N_("Explicit"), "latent": N_("Latent"),
    "strength": N_("Strength"), "weakness": N_("Weakness"), "opportunity": N_("Opportunity"), "threat": N_("Threat"),
    "rivalry": N_("Rivalry"), "entrants": N_("New entrants"), "substitutes": N_("Substitutes"), "suppliers": N_("Suppliers"), "buyers": N_("Buyers"),
    "open": N_("Open"), "watched": N_("Watched"), "closed": N_("Closed"),
    "before": N_("Before buying"), "buying": N_("Buying"), "after": N_("After buying"), "use": N_("In use"),
    "idea": N_("Idea"), "pilot": N_("Pilot"), "adopted": N_("Adopted"), "dropped": N_("Dropped"),
    "outcome": N_("Outcome"), "word_of_mouth": N_("Word of mouth"), "knowledge": N_("Knowledge"), "transaction": N_("Transaction value"), "partnership": N_("Partnership"),
    "planned": N_("Planned"), "doing": N_("Doing"), "done": N_("Done"),
    "responsible": N_("Responsible"), "accountable": N_("Accountable"), "consulted": N_("Consulted"), "informed": N_("Informed"),
    "note": N_("Note"), "research": N_("Research"), "en": N_("English"), "zh": N_("Chinese"),
    "one_account": N_("One account"), "one_group": N_("One group"),
    "high_value": N_("High value"), "potential_value": N_("Potential"), "low_value": N_("Low value"), "potential_unknown": N_("Potential unknown"),
}  # fmt: skip
"""What people read for every choice; data and options hold the ids."""
