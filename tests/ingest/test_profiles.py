"""Exports of the systems people use, by header rows as their documentation and their users write them."""

from __future__ import annotations

import pytest

from kam_core.ingest import propose
from kam_core.ingest.inspect import fitting, inspect
from kam_core.ingest.meaning.fields import fields
from kam_core.ingest.meaning.mapping import confident
from kam_core.ingest.meaning.profiles import PROFILES, recognised, word_of
from kam_core.schema import TABLES
from kam_core.text import translator

EXPORTS = {
    "salesforce_accounts": (
        "Account Name,Account Owner,Parent Account,Billing State/Province,Billing City,Billing Country,Annual Revenue,Employees,Industry,"
        "Account ID,Last Activity,Type,Created Date",
        "account_name,owner,parent_id,region,city,country,,employees,industry,account_id,,,",
    ),
    "salesforce_records": (
        "ID,ISDELETED,MASTERRECORDID,NAME,TYPE,PARENTID,BILLINGCITY,BILLINGSTATE,BILLINGCOUNTRY,PHONE,ANNUALREVENUE,NUMBEROFEMPLOYEES,"
        "OWNERID,SYSTEMMODSTAMP,INDUSTRY",
        "account_id,,,account_name,,parent_id,city,region,country,,,employees,,,industry",
    ),
    "salesforce_opportunities": (
        "Opportunity Owner,Account Name,Opportunity Name,Stage,Fiscal Period,Amount,Expected Revenue,Probability (%),Age,Close Date,"
        "Created Date,Next Step,Lead Source,Type,Opportunity ID",
        ",account_id,title,stage,,amount,,probability,,close_on,,,,,opportunity_id",
    ),
    "salesforce_orders": (
        "Order Number,Account Name,Account ID,Order Start Date,Status,Product Name,Quantity,Unit Price,Total Price,Order Amount,Created By",
        "order_id,account_name,account_id,date,,product,quantity,unit_price,revenue,,",
    ),
    "salesforce_contacts": (
        "Salutation,First Name,Last Name,Title,Account Name,Mailing City,Mailing State/Province,Email,Phone,Contact ID,Contact Owner",
        ",first_name,last_name,job,account_id,,,,,contact_id,",
    ),
    "hubspot_companies": (
        "Record ID,Company name,Company owner,Create Date,Phone Number,Last Activity Date,City,State/Region,Country/Region,Industry,"
        "Annual Revenue,Number of Employees",
        "account_id,account_name,owner,,,,city,region,country,industry,,employees",
    ),
    "hubspot_deals": (
        "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Amount in company currency,Pipeline,Associated Company,"
        "Associated Company IDs",
        "opportunity_id,title,stage,close_on,,,amount,,,account_id",
    ),
    "hubspot_contacts": (
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lifecycle Stage,Associated Company,Job Title,Create Date",
        "contact_id,first_name,last_name,,,,,account_id,job,",
    ),
    "fxiaoke_accounts": (
        "客户名称,客户编号,客户级别,负责人,负责人主属部门,成交状态,最后跟进时间,1级行业,省,市,上级客户,创建人,创建时间,归属部门,生命状态,锁定状态",
        "account_name,account_id,tier,owner,,,,industry,region,city,parent_id,,,,,",
    ),
    "fxiaoke_orders": (
        "销售订单编号,客户名称,下单日期,产品名称,销售单价,数量,小计,订单金额（元）,负责人,归属部门,生命状态,创建时间,最后修改人",
        "order_id,account_name,date,product,unit_price,quantity,revenue,,owner,,,,",
    ),
    "fxiaoke_opportunities": (
        "商机名称,客户名称,商机金额,预计成交日期,商机阶段,赢率,负责人,归属部门,生命状态",
        "opportunity_id,account_id,amount,close_on,stage,probability,,,",
    ),
    "fxiaoke_contacts": ("姓名,客户名称,职务,手机,负责人,归属部门,生命状态,创建时间", "contact_name,account_id,job,contact_id,,,,"),
    "xiaoshouyi_accounts": (
        "客户名称,客户所有人,客户级别,行业,所属部门,上级客户,省份,最新活动记录时间,创建日期,最新修改人",
        "account_name,owner,tier,industry,,parent_id,region,,,",
    ),
    "xiaoshouyi_orders": (
        "订单编号,客户名称,订单金额,下单时间,客户所有人,所属部门,订单状态,创建人",
        "order_id,account_name,revenue,date,owner,,,",
    ),
    "xiaoshouyi_opportunities": (
        "商机名称,客户名称,销售阶段,预计成交日期,商机金额,赢率,商机所有人,所属部门",
        "opportunity_id,account_id,stage,close_on,amount,probability,,",
    ),
    "xiaoshouyi_contacts": ("联系人姓名,客户名称,职务,手机,电子邮件,联系人所有人", "contact_name,account_id,job,contact_id,,"),
    "yonyou_sales": (
        "单据日期,单据编号,客户编码,客户名称,业务员,存货编码,存货名称,规格型号,主计量单位,数量,无税单价,含税单价,无税金额,税率,税额,价税合计,制单人",
        "date,order_id,account_id,account_name,owner,,product,,,quantity,unit_price,,revenue,,,,",
    ),
    "kingdee_sales": (
        "日期,单据编号,单据状态,客户,物料编码,物料名称,规格型号,销售单位,销售数量,单价,含税单价,税率%,税额,金额,价税合计,销售员",
        "date,order_id,,account_name,,product,,,quantity,unit_price,,,,revenue,,owner",
    ),
    "sap_sales": (
        "Billing Document,Billing Date,Sold-to Party,Sold-to Party Name,Material,Material Description,Billed Quantity,Sales Unit,Net Value,"
        "Tax Amount,Doc. Currency",
        "order_id,date,account_id,account_name,,product,quantity,,revenue,,",
    ),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_recognised_and_mapped(name: str) -> None:
    """Its system and table are named, each column becomes what it is, and the columns of the system itself are left out unasked."""
    headers, wanted = (line.split(",") for line in EXPORTS[name])
    profile = recognised(headers)
    assert profile and name == profile.id

    guesses = propose(headers, [], profile.table)

    assert dict(zip(headers, wanted, strict=True)) == {guess.column: guess.field or "" for guess in guesses}
    assert confident(guesses)  # nothing is left ambiguous


def test_every_profile_has_an_example() -> None:
    """No row of the declaration stands there unproved."""
    assert {profile.id for profile in PROFILES} == set(EXPORTS)


def test_the_order_of_columns_and_the_case_make_no_difference() -> None:
    """Reports are arranged by people."""
    for name, (line, _) in EXPORTS.items():
        headers = line.split(",")
        assert name == recognised([header.upper() for header in reversed(headers)]).id


@pytest.mark.parametrize(
    "line",
    [
        "Customer,Date,Amount",
        "客户名称,下单日期,产品,数量,金额",
        "客户,2024年1月,2024年2月,2024年3月",
        "Account,Revenue,Margin,Trust",
        "客户名称,负责人,行业,区域,备注",
        "Order Number,Date,Customer,Amount",
        "Company name,Industry,City",
    ],
)
def test_a_table_of_ones_own_is_nobodys(line: str) -> None:
    """A few everyday words are no proof of a system."""
    assert recognised(line.split(",")) is None


def test_words_of_a_profile_are_fields_of_its_table() -> None:
    """Each field a profile names can be loaded into its table, and no word is left out and wanted at once."""
    for profile in PROFILES:
        assert set(profile.fields) <= set(fields(profile.table)), profile.id
        assert profile.table in TABLES
        wanted = {word for words in profile.fields_of(profile.table).values() for word in words}
        assert not wanted & profile.without(), profile.id


def test_the_turnover_of_the_customer_is_not_ours() -> None:
    """ "Annual Revenue" of a CRM is what the company earns, not what it buys here."""
    for name in ("salesforce_accounts", "hubspot_companies"):
        headers = EXPORTS[name][0].split(",")
        assert "revenue" not in {guess.field for guess in propose(headers, [], "transactions")}


def test_a_column_whose_cells_do_not_fit_is_passed_over() -> None:
    """The next word of the field is taken: an amount column of words is no amount."""
    headers = ["订单编号", "客户名称", "下单日期", "小计", "订单金额", "归属部门", "生命状态"]
    rows = [["SO-1", "华东", "2024-03-05", "见附件", "100", "一部", "正常"]] * 3

    found = {guess.field: guess.column for guess in propose(headers, rows, "transactions")}

    assert "订单金额" == found["revenue"]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("客户,日期,无税金额,价税合计", "无税金额"),
        ("客户,日期,价税合计,金额,税额", "金额"),
        ("客户,日期,含税金额,不含税金额", "不含税金额"),
        ("客户,日期,金额（含税）,金额（不含税）", "金额（不含税）"),
        ("Customer,Date,Amount incl. VAT,Amount excl. VAT", "Amount excl. VAT"),
        ("客户,日期,价税合计", "价税合计"),
        ("客户,日期,产品,数量,单价,小计", "小计"),
        ("客户,日期,小计,订单金额", "小计"),
        ("Customer,Date,Amount,Order total", "Amount"),
    ],
)
def test_sales_are_taken_without_tax_and_by_the_line(line: str, column: str) -> None:
    """Net before gross, the line before the whole order; what stands alone is taken."""
    (taken,) = [guess.column for guess in propose(line.split(","), [], "transactions") if guess.field == "revenue"]

    assert column == taken


def test_that_the_column_with_tax_was_left_out_is_said(load) -> None:
    """Among the repairs, with its name; a file without such a column says nothing."""
    both = load("客户,日期,金额,价税合计\n甲,2024-03-05,100,113\n")
    one = load("客户,日期,金额\n甲,2024-03-05,100\n", name="one.csv")

    assert [("net_chosen", "价税合计")] == [(r.kind, r.detail) for r in both.repairs if r.kind == "net_chosen"]
    assert [100] == load.column(both, "revenue")
    assert not [r for r in one.repairs if r.kind == "net_chosen"]


def test_a_sum_beside_periods_is_no_amount(load) -> None:
    """小计 beside months is the sum of the others: the table stays wide."""
    staged = load("客户,2024年1月,2024年2月,2024年3月,小计\n甲,1,2,3,6\n乙,1,2,3,6\n")

    assert "wide" == staged.shape
    assert [1, 1, 2, 2, 3, 3] == sorted(load.column(staged, "revenue"))


def test_names_in_two_columns_are_joined(load) -> None:
    """First and last name with a space, Chinese ones family name first; a person without any name is listed."""
    staged = load(
        "Contact ID,First Name,Last Name,Title,Account Name,Mailing City\n1,Ann,Lee,CFO,Nord,Kiel\n2,明,王,采购,Nord,Kiel\n3,,Roe,,Nord,\n"
        "4,,,x,Nord,\n",
        "contacts",
    )

    assert ["Ann Lee", "王明", "Roe"] == load.column(staged, "contact_name", "contacts")
    assert [(5, "required_missing")] == list(staged.rejects[["row", "reason"]].itertuples(index=False, name=None))


def test_ids_of_eighteen_characters_stay_as_they_are(load) -> None:
    """They differ by case and look like nothing else."""
    ids = ["0015g00000AbCdEAAV", "0015g00000abcdeAAV", "0035E00001234E5QAI"]
    lines = "\n".join(f"{id_},N{i},x,y,z" for i, id_ in enumerate(ids))
    staged = load(f"Account ID,Account Name,Account Owner,Billing City,Billing Country\n{lines}\n", "accounts")

    assert ids == load.column(staged, "account_id", "accounts")


def test_the_table_of_a_profile_is_proposed_first(write) -> None:
    """And the badge says in both languages what the file looks like."""
    path = write(EXPORTS["fxiaoke_contacts"][0] + "\n王明,华东,经理,138,李,一部,正常,2024-03-05\n")

    seen = inspect(path, "contacts")

    assert "contacts" == fitting(path)[0]
    assert "Looks like contacts from 纷享销客" in seen.detected(translator("en"))
    assert any("纷享销客" in word and "Looks" not in word for word in seen.detected(translator("zh")))


def test_a_table_that_takes_fewer_columns_is_not_proposed(write) -> None:
    """Order lines fill the two fields of five forces too (a date, an item); that is no reason to read them so."""
    path = write("Order No.,Date,Customer,Item,Qty,Cost\nS-1,2024-03-05,Nord,P1,2,10\n")
    placed = sum(guess.field is not None for guess in inspect(path, "transactions").guesses)

    assert ["forces"] == fitting(path)
    assert [] == fitting(path, more_than=placed)


def test_words_are_compared_without_their_clothes() -> None:
    """Case, spaces, slashes, units and camelCase."""
    assert word_of("订单金额（元）") == word_of("订单金额")
    assert len({word_of("BillingState"), word_of("BILLINGSTATE"), word_of("Billing State")}) == 1


def test_a_report_with_its_footer(load) -> None:
    """A Salesforce report as it comes: quoted, two empty rows, name, copyright and author below; the accounts alone are loaded."""
    staged = load(
        '"Account Name","Account Owner","Billing State/Province","Annual Revenue","Account ID"\n'
        '"Nord AG","Ann Lee","SH","EUR 1,200.00","0015g00000AbCdEAAV"\n"Süd","Bob Ray","BY","","0015g00000AbCdFAAV"\n'
        '"West","","","","0015g00000AbCdGAAV"\n\n\n"Accounts with owners"\n'
        '"Copyright (c) 2000-2024 salesforce.com, inc. All rights reserved."\n"Generated By:  Ann Lee  3/5/2024 10:11 AM"\n',
        "accounts",
    )

    assert "Salesforce" == staged.profile.system
    assert ["Nord AG", "Süd", "West"] == load.column(staged, "account_name", "accounts")
    assert (3, 0) == (staged.rows_read, staged.rows_rejected)
