"""
How the systems that people export from call their columns: declared rows, recognised by several words of a header.

A profile beats the general synonyms, says which column is meant where several could be, and which hold nothing for an analyst (who
created a record, when it was locked). The words are those of: Salesforce's object reference and standard reports (developer.salesforce
.com: Account, Opportunity, Order), HubSpot's property and export lists (knowledge.hubspot.com; exports begin with "Record ID"),
纷享销客's open platform (AccountObj, SalesOrderObj: account_no 客户编号, owner_department 负责人主属部门, life_status 生命状态), 销售易
forms, 用友 U8 and T+ manuals (销售发票列表: 金额 is 无税金额), 金蝶 K/3 Cloud field lists (SAL_SaleOrder), SAP SD list headers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kam_core.ingest.layout.names import comparable
from kam_core.ingest.meaning.fields import ACCOUNT_TABLES
from kam_core.text import N_


@dataclass(frozen=True)
class Profile:
    """
    An export of one system: recognised when every line of ``must`` has a word in the header and ``least`` of ``marks`` stand there too.

    Words are separated by bars; of the words of a field the first that stands in the header is it.
    """

    id: str
    system: str
    what: str
    table: str
    must: tuple[str, ...]
    marks: str
    fields: Mapping[str, str]
    left_out: str = ""
    least: int = 2

    def hits(self, names: frozenset[str]) -> int:
        """How many of its words stand in a header; 0 when it is not of this kind."""
        if not all(names & _words(line).keys() for line in self.must):
            return 0
        marks = len(names & _words(self.marks).keys())
        return marks + len(self.must) if marks >= self.least else 0

    def serves(self, table: str) -> bool:
        """Whether its words are about that table; accounts may stand in files of transactions and the other way round."""
        return table == self.table or (table in ACCOUNT_TABLES and self.table in ACCOUNT_TABLES)

    def fields_of(self, table: str) -> Mapping[str, tuple[str, ...]]:
        """The words of each field, best first, as ``word_of`` writes them; none for a table it is not about."""
        if not self.serves(table):
            return {}
        return {field: tuple(_words(words)) for field, words in self.fields.items()}

    def without(self) -> frozenset[str]:
        """The columns that hold nothing for an analyst."""
        return frozenset(_words(self.left_out))


def recognised(headers: Sequence[str]) -> Profile | None:
    """
    The profile of a header; None when it is nobody's, or two fit equally well.

    >>> recognised(["客户名称", "客户级别", "负责人", "负责人主属部门", "成交状态", "最后跟进时间", "生命状态"]).id
    'fxiaoke_accounts'
    >>> recognised(["Customer", "Date", "Amount"])
    """
    names = frozenset(map(word_of, headers))
    found = sorted(((profile.hits(names), profile) for profile in PROFILES), key=lambda pair: -pair[0])
    (best, profile), (second, _) = found[:2]
    return profile if best > second else None


def word_of(label: str) -> str:
    """
    A header without everything that differs between exports of one system: case, spaces, punctuation, units.

    >>> word_of("Billing State/Province") == word_of("billingstateprovince"), word_of("BILLINGSTATE") == word_of("BillingState")
    (True, True)
    """
    return comparable(label).replace(" ", "")


@cache
def _words(line: str) -> Mapping[str, None]:
    """The words of a line of the declaration, in order and each once."""
    return dict.fromkeys(word_of(word) for word in line.split("|") if word)


ACCOUNTS, ORDERS, OPPORTUNITIES, CONTACTS = N_("accounts"), N_("orders"), N_("opportunities"), N_("contacts")

_SALESFORCE = (
    "Created By|Created Date|Created Alias|Last Modified By|Last Modified Date|Last Modified Alias|Record Type ID|System Modstamp|Is Deleted|"
    "Master Record ID|Created By ID|Last Modified By ID|Owner ID|Photo URL|Jigsaw|Jigsaw Company ID|Last Viewed Date|Last Referenced Date|"
    "Annual Revenue|Account Number|Site|Account Site|Ticker Symbol|Age|Has Opportunity Line Item|Pricebook2 ID|Price Book ID"
)
_HUBSPOT = (
    "Create Date|Last Modified Date|Last Activity Date|Created by user ID|Updated by user ID|HubSpot Team|Annual Revenue|Total Revenue|"
    "Recent Deal Amount|Number of Sessions|Number of Pageviews|Original Source|Original Source Type|Object create date/time|Days to Close|"
    "Associated Contact|Associated Contact IDs|Associated Deal|Associated Deal IDs|Owner assigned date|Merged record IDs"
)
_FXIAOKE = (
    "创建人|创建时间|最后修改人|最后修改时间|锁定状态|锁定规则|加锁人|加锁时间|生命状态|作废前生命状态|业务类型|相关团队|外部负责人|外部企业|外部来源|归属组织|"
    "负责人主属部门|归属部门|负责人变更时间|最后跟进时间|最后跟进人|下次跟进时间|所属公海|领取/分配时间|退回/收回时间|预计收回时间|转手次数|数据来源|唯一性ID|_id"
)
_XIAOSHOUYI = (
    "创建人|创建日期|创建时间|最新修改人|最新修改日|最新修改时间|修改人|修改日期|最新活动记录时间|最近活动记录时间|最新跟进人|锁定状态|审批状态|提交人|公海池|"
    "公海池状态|所属部门|所属公海池|重复标识|查重状态|业务类型|数据来源|系统ID|未跟进天数"
)
_ERP = (
    "制单人|制单时间|制单日期|审核人|审核日期|审核时间|记账人|复核人|修改人|单据状态|关闭状态|作废状态|业务类型|税率|税额|本币税额|原币税额|规格型号|计量单位|"
    "主计量|主计量单位|存货编码|物料编码|商品编码|仓库|仓库名称|创建人|创建日期|行号|序号|汇率"
)

PROFILES: tuple[Profile, ...] = (
    Profile(
        "salesforce_accounts", "Salesforce", ACCOUNTS, "accounts", ("Account Name",),
        "Account Owner|Account Owner Alias|Billing State/Province|Billing City|Billing Country|Billing Street|Billing Zip/Postal Code|"
        "Shipping City|Shipping State/Province|Account Site|Last Activity|Parent Account|Account Source|Account Record Type",
        {"account_id": "Account ID|Account ID (18)|18 Character Account ID", "account_name": "Account Name",
         "parent_id": "Parent Account ID|Parent Account|Ultimate Parent Account", "owner": "Account Owner|Account Owner Alias|Owner",
         "industry": "Industry", "region": "Billing State/Province|Shipping State/Province|Billing State/Province (text only)",
         "city": "Billing City|Shipping City", "country": "Billing Country|Shipping Country", "employees": "Employees|Number of Employees",
         "opened_year": "Year Started", "note": "Description|Account Description"}, _SALESFORCE),
    Profile(
        "salesforce_records", "Salesforce Data Loader", ACCOUNTS, "accounts", ("Id", "Name", "BillingState|BillingCity|BillingCountry"),
        "IsDeleted|MasterRecordId|ParentId|OwnerId|SystemModstamp|CreatedById|LastModifiedById|AccountSource|NumberOfEmployees|BillingPostalCode",
        {"account_id": "Id", "account_name": "Name", "parent_id": "ParentId", "industry": "Industry", "region": "BillingState|ShippingState",
         "city": "BillingCity|ShippingCity", "country": "BillingCountry|ShippingCountry", "employees": "NumberOfEmployees",
         "opened_year": "YearStarted", "note": "Description"}, _SALESFORCE, 3),
    Profile(
        "salesforce_opportunities", "Salesforce", OPPORTUNITIES, "opportunities", ("Opportunity Name",),
        "Stage|Close Date|Probability (%)|Fiscal Period|Opportunity Owner|Expected Revenue|Forecast Category|Next Step|Lead Source|"
        "Opportunity ID|Created Date|Owner Role",
        {"opportunity_id": "Opportunity ID|Opportunity ID (18)|Opportunity Name", "account_id": "Account ID|Account Name",
         "title": "Opportunity Name", "amount": "Amount|Amount (converted)", "stage": "Stage", "probability": "Probability (%)|Probability",
         "close_on": "Close Date"}, _SALESFORCE),
    Profile(
        "salesforce_orders", "Salesforce", ORDERS, "transactions", ("Order Number", "Account Name|Account ID"),
        "Order Start Date|Order End Date|Order Product Number|Order Amount|Activated Date|Order Owner|Order Record Type|Contract Number|"
        "Order Type|Order Status|List Price",
        {"account_id": "Account ID", "account_name": "Account Name", "date": "Order Start Date|Activated Date|Effective Date|Order Date",
         "order_id": "Order Number", "product": "Product Name|Product: Product Name|Product Code", "category": "Product Family",
         "quantity": "Quantity", "unit_price": "Unit Price|Sales Price", "revenue": "Total Price|Subtotal|Order Amount|Total Amount",
         "owner": "Account Owner|Order Owner", "region": "Billing State/Province|Shipping State/Province", "city": "Billing City|Shipping City",
         "country": "Billing Country|Shipping Country", "industry": "Industry"}, _SALESFORCE + "|List Price|Order End Date|Order Product Number|Status|Order Status"),
    Profile(
        "salesforce_contacts", "Salesforce", CONTACTS, "contacts", ("Account Name|Account ID", "Last Name|Full Name|Contact ID"),
        "First Name|Title|Contact Owner|Mailing City|Mailing State/Province|Mailing Country|Reports To|Business Phone|Email Opt Out|Mobile|"
        "Department|Contact ID|Salutation",
        {"contact_id": "Contact ID|Contact ID (18)|Email", "account_id": "Account ID|Account Name", "contact_name": "Full Name|Contact Name",
         "first_name": "First Name", "last_name": "Last Name", "job": "Title", "last_touch": "Last Activity", "note": "Description"},
        _SALESFORCE, 3),
    Profile(
        "hubspot_companies", "HubSpot", ACCOUNTS, "accounts", ("Record ID", "Company name"),
        "Company owner|Create Date|Lifecycle Stage|Company Domain Name|Last Activity Date|Number of Associated Deals|"
        "Number of Associated Contacts|Country/Region|State/Region|Industry|Parent Company|Annual Revenue",
        {"account_id": "Record ID", "account_name": "Company name|Name", "parent_id": "Parent Company", "owner": "Company owner",
         "industry": "Industry", "region": "State/Region", "city": "City", "country": "Country/Region|Country",
         "employees": "Number of Employees", "opened_year": "Year Founded", "note": "Description|About Us"}, _HUBSPOT),
    Profile(
        "hubspot_deals", "HubSpot", OPPORTUNITIES, "opportunities", ("Deal Name", "Deal Stage|Record ID"),
        "Pipeline|Close Date|Deal owner|Amount in company currency|Associated Company|Associated Company IDs|Weighted amount|Deal Type|"
        "Create Date|Forecast amount|Deal probability",
        {"opportunity_id": "Record ID|Deal ID", "account_id": "Associated Company IDs (Primary)|Associated Company IDs|Associated Company (Primary)|"
         "Associated Company", "title": "Deal Name", "amount": "Amount in company currency|Amount", "stage": "Deal Stage",
         "probability": "Deal probability", "close_on": "Close Date"}, _HUBSPOT),
    Profile(
        "hubspot_contacts", "HubSpot", CONTACTS, "contacts", ("Record ID", "First Name|Last Name"),
        "Contact owner|Lifecycle Stage|Lead Status|Associated Company|Associated Company IDs|Marketing contact status|Email|Phone Number|"
        "Job Title|Create Date",
        {"contact_id": "Record ID", "account_id": "Associated Company IDs (Primary)|Associated Company IDs|Associated Company (Primary)|"
         "Associated Company|Company Name", "first_name": "First Name", "last_name": "Last Name", "job": "Job Title",
         "last_touch": "Last Contacted", "note": "Message"}, _HUBSPOT, 3),
    Profile(
        "fxiaoke_accounts", "纷享销客", ACCOUNTS, "accounts", ("客户名称", "负责人主属部门|归属部门|生命状态|锁定状态|所属公海|外部负责人"),
        "客户级别|成交状态|最后跟进时间|客户编号|上级客户|1级行业|客户来源|客户类型|所属公海|负责人|统一社会信用代码",
        {"account_id": "客户编号", "account_name": "客户名称", "parent_id": "上级客户", "tier": "客户级别|客户分级|客户类型",
         "industry": "1级行业|一级行业|行业|所属行业", "region": "省|省份|区域|大区", "city": "市|城市", "country": "国家", "owner": "负责人",
         "note": "备注"}, _FXIAOKE),
    Profile(
        "fxiaoke_orders", "纷享销客", ORDERS, "transactions",
        ("订单编号|销售订单编号", "负责人主属部门|归属部门|生命状态|锁定状态|外部负责人"),
        "订单金额|下单日期|产品名称|销售单价|小计|产品合计|结算方式|待回款金额|已回款金额|发货状态|整单折扣|订单产品编号|客户名称|销售订单金额",
        {"account_id": "客户编号", "account_name": "客户名称", "order_id": "订单编号|销售订单编号", "date": "下单日期|下单时间|订单日期",
         "product": "产品名称|产品", "category": "产品分类|分类", "quantity": "数量", "unit_price": "销售单价",
         "revenue": "小计|订单金额|销售订单金额", "owner": "负责人"},
        _FXIAOKE + "|产品合计|待回款金额|已回款金额|整单折扣|价格|产品价格|折扣"),
    Profile(
        "fxiaoke_opportunities", "纷享销客", OPPORTUNITIES, "opportunities",
        ("商机名称", "负责人主属部门|归属部门|生命状态|锁定状态|外部负责人"), "预计成交日期|商机金额|销售流程|商机阶段|赢率|客户名称|商机编号|阶段",
        {"opportunity_id": "商机编号|商机名称", "account_id": "客户编号|客户名称", "title": "商机名称", "amount": "商机金额|预计成交金额",
         "stage": "商机阶段|阶段|销售阶段", "probability": "赢率", "close_on": "预计成交日期"}, _FXIAOKE),
    Profile(
        "fxiaoke_contacts", "纷享销客", CONTACTS, "contacts", ("姓名|联系人姓名", "负责人主属部门|归属部门|生命状态|锁定状态|外部负责人"),
        "客户名称|职务|手机|手机1|关键决策人|部门|联系人编号|上级",
        {"contact_id": "联系人编号|手机1|手机", "account_id": "客户编号|客户名称", "contact_name": "姓名|联系人姓名", "job": "职务", "note": "备注",
         "last_touch": "最后跟进时间"}, _FXIAOKE.replace("最后跟进时间|", "")),
    Profile(
        "xiaoshouyi_accounts", "销售易", ACCOUNTS, "accounts", ("客户名称|公司名称", "客户所有人"),
        "客户级别|行业|所属部门|所属区域|上级客户|公海池状态|最新活动记录时间|客户编号|客户状态|省份|总人数",
        {"account_id": "客户编号", "account_name": "客户名称|公司名称", "parent_id": "上级客户", "tier": "客户级别", "industry": "行业|所属行业",
         "region": "省份|所属区域|地区", "city": "城市|市", "owner": "客户所有人", "employees": "总人数|员工人数", "note": "备注"}, _XIAOSHOUYI),
    Profile(
        "xiaoshouyi_orders", "销售易", ORDERS, "transactions", ("订单编号", "订单所有人|客户所有人"),
        "订单金额|下单时间|下单日期|客户名称|产品名称|客户级别|所属部门|商机名称|订单状态|行业",
        {"account_id": "客户编号", "account_name": "客户名称", "order_id": "订单编号", "date": "下单时间|下单日期|订单日期", "product": "产品名称|产品",
         "category": "产品类别|产品目录", "quantity": "数量", "unit_price": "销售单价|单价", "revenue": "小计|总价|订单明细金额|订单金额",
         "owner": "客户所有人|订单所有人", "tier": "客户级别", "industry": "行业", "region": "省份|所属区域"},
        _XIAOSHOUYI + "|标准价格|订单状态|商机名称"),
    Profile(
        "xiaoshouyi_opportunities", "销售易", OPPORTUNITIES, "opportunities",
        ("商机名称|销售机会名称", "商机所有人|客户所有人|机会所有人"), "销售阶段|预计成交日期|结单日期|赢率|商机金额|销售金额|客户名称|输单阶段|商机类型",
        {"opportunity_id": "商机编号|商机名称|销售机会名称", "account_id": "客户编号|客户名称", "title": "商机名称|销售机会名称",
         "amount": "商机金额|销售金额|预计金额", "stage": "销售阶段", "probability": "赢率|可能性", "close_on": "预计成交日期|结单日期"}, _XIAOSHOUYI),
    Profile(
        "xiaoshouyi_contacts", "销售易", CONTACTS, "contacts", ("联系人姓名", "客户名称|公司名称"),
        "职务|手机|联系人所有人|客户所有人|部门|电子邮件|直属上级",
        {"contact_id": "联系人编号|手机|电子邮件", "account_id": "客户编号|客户名称|公司名称", "contact_name": "联系人姓名", "job": "职务",
         "last_touch": "最新活动记录时间|最近活动记录时间", "note": "备注"}, _XIAOSHOUYI.replace("最新活动记录时间|最近活动记录时间|", "")),
    Profile(
        "yonyou_sales", "用友", ORDERS, "transactions", ("价税合计|本币价税合计|无税金额|本币无税金额", "存货名称|存货|存货编码"),
        "单据编号|发票号|单据日期|开票日期|业务日期|客户简称|客户名称|往来单位|规格型号|主计量|无税单价|含税单价|税率|税额|制单人|审核人|业务员",
        {"account_id": "客户编码|客户编号|往来单位编码", "account_name": "客户名称|客户|客户简称|往来单位", "date": "业务日期|单据日期|开票日期|日期",
         "order_id": "单据编号|发票号|订单号", "product": "存货名称|存货", "category": "存货分类|存货大类|存货分类名称", "quantity": "数量|主数量",
         "unit_price": "本币无税单价|无税单价|单价", "revenue": "本币无税金额|无税金额|金额|本币价税合计|价税合计", "cost": "成本金额|结转成本|成本",
         "owner": "业务员", "region": "地区名称|地区"}, _ERP + "|含税单价", 3),
    Profile(
        "kingdee_sales", "金蝶", ORDERS, "transactions", ("价税合计|价税合计(本位币)|金额(本位币)|金额", "物料名称|物料编码|商品名称"),
        "单据编号|单据类型|单据状态|物料编码|销售组织|销售员|关闭状态|含税单价|税率%|销售单位|销售数量|结算币别|往来单位|购货单位|销售部门|业务日期",
        {"account_id": "客户编码|购货单位编码|往来单位编码", "account_name": "客户|客户名称|购货单位|往来单位", "date": "业务日期|日期|单据日期",
         "order_id": "单据编号", "product": "物料名称|商品名称", "category": "物料分组|商品类别", "quantity": "销售数量|数量|基本单位数量",
         "unit_price": "单价", "revenue": "金额(本位币)|金额|不含税金额|价税合计(本位币)|价税合计", "cost": "销售成本|成本金额|总成本", "owner": "销售员|业务员"},
        _ERP + "|含税单价|税率%|结算币别", 3),
    Profile(
        "sap_sales", "SAP", ORDERS, "transactions", ("Net Value|Net Value of Item|Net value in document currency", "Sold-to Party|Customer|Payer"),
        "Billing Document|Billing Date|Sales Organization|Distribution Channel|Division|Material|Material Description|Billed Quantity|"
        "Doc. Currency|SD Document Currency|Sales Document|Item|Plant|Tax Amount|Sales Unit",
        {"account_id": "Sold-to Party|Customer|Payer", "account_name": "Sold-to Party Name|Name Sold-to Party|Customer Name|Name 1",
         "date": "Billing Date|Document Date|Created On", "order_id": "Billing Document|Sales Document", "product": "Material Description|Description|Material",
         "category": "Material Group", "quantity": "Billed Quantity|Order Quantity|Actual Invoiced Quantity",
         "revenue": "Net Value of Item|Net Value|Net value in document currency", "cost": "Cost", "region": "Region", "country": "Country"},
        "Item|Plant|Tax Amount|Sales Unit|Created By|Time|Division|Sales Organization|Distribution Channel", 3),
)  # fmt: skip
