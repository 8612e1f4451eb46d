"""Numbers and days in Chinese numerals, as cheques, invoices and letters write them."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {
    sign: value
    for value, signs in enumerate(("〇零○", "一壹", "二贰貳两兩", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"))
    for sign in signs
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_NUMERALS = "".join((*_DIGITS, *_SMALL, *_LARGE))
_AMOUNT = re.compile(
    rf"(?P<minus>[负負])?(?:人民币|rmb)?(?P<yuan>[{_NUMERALS}]+)(?:[元圆圓](?:(?P<jiao>[{''.join(_DIGITS)}])角)?零?(?:(?P<fen>[{''.join(_DIGITS)}])分)?)?[整正]?"
)
_COLLOQUIAL = re.compile(
    rf"[{''.join((*_SMALL, *_LARGE)).replace('十', '').replace('拾', '')}][{''.join(_DIGITS)[3:]}](?:[{''.join(_LARGE)}]|$)"
)
"""一万二 is 12,000 to some readers and 10,002 to others: nobody's number."""
_MIXED = re.compile(
    r"(?P<minus>-)?(?:(?P<yi>\d+(?:\.\d+)?)[亿億])?(?:(?P<wan>\d+(?:\.\d+)?)[万萬])?(?:(?P<qian>\d)千)?(?P<rest>\d{2,4}(?:\.\d+)?|\d,\d{3}(?:\.\d+)?|\d+(?=元))?元?"
)
_PARTS = {"yi": 10**8, "wan": 10**4, "qian": 10**3, "rest": 1}
_DAY = re.compile(
    rf"(?P<y>[{''.join(_DIGITS)}]{{2}}|[{''.join(_DIGITS)}]{{4}})年(?P<m>[一二三四五六七八九十]{{1,2}})月(?:(?P<d>[一二三四五六七八九十]{{1,3}})[日号])?"
)


def chinese_amount(text: str) -> Decimal | None:
    """
    The amount in Chinese numerals, or in several units one after the other; None when it is nothing of the kind.

    >>> chinese_amount("壹万零伍佰元整"), chinese_amount("3亿5000万"), chinese_amount("一万二"), chinese_amount("五百多")
    (Decimal('10500'), Decimal('350000000'), None, None)
    """
    if match := _AMOUNT.fullmatch(text):
        yuan = _number(match["yuan"])
        if yuan is None:
            return None
        cents = 10 * _DIGITS.get(match["jiao"] or "", 0) + _DIGITS.get(match["fen"] or "", 0)
        value = yuan + Decimal(cents) / 100
        return -value if match["minus"] else value
    match = _MIXED.fullmatch(text)
    parts = {name: Decimal(match[name].replace(",", "")) for name in _PARTS if match[name]} if match else {}
    if match is None or len(parts) < 2:
        return None
    value = sum((part * _PARTS[name] for name, part in parts.items()), Decimal(0))
    return -value if match["minus"] else value


def arabic_day(text: str) -> str:
    """
    A day or month in Chinese numerals with its digits; any other text as it is.

    >>> arabic_day("二〇二四年三月五日"), arabic_day("二〇二四年十二月"), arabic_day("2024年3月")
    ('2024年3月5日', '2024年12月', '2024年3月')
    """
    match = _DAY.fullmatch(text)
    if match is None:
        return text
    year, month, day = "".join(str(_DIGITS[sign]) for sign in match["y"]), _number(match["m"]), _number(match["d"] or "一")
    if month is None or day is None:
        return text
    return f"{year}年{month}月{day}日" if match["d"] else f"{year}年{month}月"


def _number(text: str) -> int | None:
    """A whole number in numerals with its units in falling order; None for digits in a row and for what can be read in two ways."""
    if _COLLOQUIAL.search(text):
        return None
    total, section, digit, unit = 0, 0, -1, 10_000
    large = 10**12
    for sign in text:
        if sign in _DIGITS:
            if digit > 0:
                return None
            digit = _DIGITS[sign]
        elif sign in _SMALL:
            if _SMALL[sign] >= unit or (digit < 1 and not (_SMALL[sign] == 10 and digit in (-1, 0))):
                return None
            unit = _SMALL[sign]
            section, digit = section + max(digit, 1) * unit, -1
        else:
            section += max(digit, 0)
            if not (section or total) or _LARGE[sign] >= large:
                return None
            large, unit = _LARGE[sign], 10_000
            total, section, digit = total + section * large, 0, -1
    return total + section + max(digit, 0)


_SIMPLE = (
    "万与业东两个为义产亿仅从仓价优会传体余兴决别务动区医华协单卖厂历压县参双发变号启员团园围国图圆场坏块声处备复头奖学宁宝实"
    "审宽宾对导将尽层属岁岛币师帮并广庄庆库应开异张强归当录态总愿户执护报担择损换据摊数断无旧时显术机权条来极构标样档桥检楼欢"
    "残气汇汉沟没测济浏润涨湾满滤灭点烟热爱牵状独猪环现电画疗监盘码础确礼离种积称税稳竞笔签签简类粮约级纪纯线练组细织终绍经结"
    "给络统继绩续维综绿编缘缴网罗罚职联肃胜脉脑脚节苏范荐药获营蓝虑虚补装见规视览觉触誉计订认讨让训议讯记许论设访证评识诉词译"
    "试诚话询该详语误说请诸读课调谈谢谷负贡财责败账账货质贩购贯贴贸费资赊赋赔赖赚赛赞赠赢车转轮软轻载较辅辆输边达迁过运还这进"
    "远违连迟适选递逻邮郑酱采释里鉴针钟钢钥钱铁铜铝银链销锁错键长门闭问间闻阅队阶际陆陈险随难静页项顺须顾预领频题额风饭饮馆馈"
    "验鱼鲜麦龄"
)
_TRADITIONAL = (
    "萬與業東兩個為義產億僅從倉價優會傳體餘興決別務動區醫華協單賣廠歷壓縣參雙發變號啟員團園圍國圖圓場壞塊聲處備複頭獎學寧寶實"
    "審寬賓對導將盡層屬歲島幣師幫並廣莊慶庫應開異張強歸當錄態總願戶執護報擔擇損換據攤數斷無舊時顯術機權條來極構標樣檔橋檢樓歡"
    "殘氣匯漢溝沒測濟瀏潤漲灣滿濾滅點煙熱愛牽狀獨豬環現電畫療監盤碼礎確禮離種積稱稅穩競筆簽籤簡類糧約級紀純線練組細織終紹經結"
    "給絡統繼績續維綜綠編緣繳網羅罰職聯肅勝脈腦腳節蘇範薦藥獲營藍慮虛補裝見規視覽覺觸譽計訂認討讓訓議訊記許論設訪證評識訴詞譯"
    "試誠話詢該詳語誤說請諸讀課調談謝穀負貢財責敗賬帳貨質販購貫貼貿費資賒賦賠賴賺賽讚贈贏車轉輪軟輕載較輔輛輸邊達遷過運還這進"
    "遠違連遲適選遞邏郵鄭醬採釋裡鑒針鐘鋼鑰錢鐵銅鋁銀鏈銷鎖錯鍵長門閉問間聞閱隊階際陸陳險隨難靜頁項順須顧預領頻題額風飯飲館饋"
    "驗魚鮮麥齡"
)
_TO_SIMPLE = str.maketrans(_TRADITIONAL, _SIMPLE)


def simplified(text: str) -> str:
    """
    Headers and words for totals in simplified characters; names are never touched.

    >>> simplified("客戶編號"), simplified("總計")
    ('客户编号', '总计')
    """
    return text.translate(_TO_SIMPLE)
