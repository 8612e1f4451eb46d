"""Which encoding a text has: short names of many languages, marks, damage, and what cannot be decided."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from kam_core.errors import UnreadableFile
from kam_core.ingest import read_table
from kam_core.ingest.files import encodings

Write = Callable[..., Path]

NAMES = {
    "gb18030": "张伟 王秀英 上海申通物流有限公司 北京华夏科技股份有限公司 客户名称 销售金额 订单日期 联系人 诸葛亮 东莞市五金制品厂",
    "cp950": "陳怡君 林志豪 臺北市信義區 客戶名稱 銷售金額 訂單日期 聯絡人 鴻海精密工業 國泰人壽 香港上海匯豐銀行",
    "cp932": "山田太郎 鈴木一郎 株式会社東芝 トヨタ自動車 有限会社さくら 東京都千代田区 顧客名 売上金額 ひまわり商店",
    "cp949": "김철수 이영희 삼성전자 현대자동차 주식회사 서울특별시 강남구 고객명 매출액 주문일자 제품번호 신세계백화점 대한항공",
    "cp1252": "Müller Söhne Köln Größe Straße Café Hélène Règle Crème Générale Forêt García Muñoz España São Conceição Sørensen",
    "cp1250 pl": "Łódź Kraków Gdańsk Wrocław Poznań Częstochowa Świętokrzyskie Żabka Spółka Dąbrowska Wójcik",
    "cp1250 cs": "Dvořák Novotný Černý Kučera Jiří Příbram Škoda Žižkov",
    "cp1251": "Иванов Петров Москва Общество Газпром Екатеринбург Заказчик Сумма Итого",
}


@pytest.mark.parametrize("key", NAMES)
def test_a_few_names_are_enough(key: str) -> None:
    """A07: five names and some numbers come out as written, or another reading is named as about as likely; nearly always the first."""
    encoding, words, draw = key.split()[0], NAMES[key].split(), random.Random(7)
    wrong = 0
    for _ in range(40):
        text = ",".join(draw.sample(words, 5)) + "\n12,2024-01-02,x\n"
        content = text.encode(encoding)
        found = encodings.guess(content)
        right = content.decode(found.encoding, "replace") == text
        wrong += not right
        assert right or encoding in found.alternatives, text

    assert wrong <= 1


@pytest.mark.parametrize("key", ["gb18030", "cp950", "cp932", "cp949"])
def test_a_header_of_ten_characters_is_enough(key: str) -> None:
    """A07: two or three words in Chinese, Japanese, Korean."""
    words, draw = NAMES[key].split(), random.Random(11)
    for _ in range(60):
        text = "".join(draw.sample(words, len(words)))[:10] + ",1\n"

        assert text.encode(key).decode(encodings.guess(text.encode(key)).encoding, "replace") == text


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_whole_file(write: Write, encoding: str) -> None:
    """A05 to A07: the table is the same in every encoding that can hold it."""
    rows = {
        "big5": "客戶,金額\n臺灣積體電路,100\n統一企業,200\n", "shift_jis": "顧客,金額\n株式会社東芝,100\nひまわり,200\n",
        "euc_jp": "顧客,金額\n株式会社東芝,100\nひまわり商店,200\n", "euc_kr": "고객명,금액\n삼성전자,100\n대한항공,200\n",
    }.get(encoding, "客户,金额\n上海申通有限公司,100\n北京分公司,200\n")  # fmt: skip
    frame = read_table(write(rows, encoding=encoding)).frame

    assert frame.to_csv(index=False, lineterminator="\n") == rows


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["客户,日期,金额\n上海某某公司,2024-01-01,100\n", "name,amount\nA,1\nB,2\n", "a,b\n1,2\n"])
def test_wide_characters_without_a_mark(write: Write, encoding: str, text: str) -> None:
    """A06: known by their zero bytes, short or long, Chinese or not."""
    assert read_table(write(text, encoding=encoding)).frame.to_csv(index=False, lineterminator="\n") == text


def test_characters_of_four_bytes(write: Write) -> None:
    """A07: GB 18030 holds all of Unicode; rare characters of names take four bytes."""
    text = "客户,金额\n㐂𠮷野家有限公司,100\n王䶮,200\n"

    assert read_table(write(text, encoding="gb18030")).frame["客户"].tolist() == ["㐂𠮷野家有限公司", "王䶮"]


def test_bytes_that_no_encoding_reads_are_counted_by_line(write: Write) -> None:
    """A08: each line with the number of characters that are lost, and the encoding that was taken."""
    content = "客户,金额\n上海申通有限公司,100\n北京华夏科技,200\n".encode("gb18030")
    read = read_table(write(content.replace(b",200", b"\xff,200\n\xff\xff,300")))
    told = [(repair.row, repair.detail, repair.count) for repair in read.repairs if repair.kind == "unreadable_characters"]

    assert told == [(3, "gb18030", 1), (4, "gb18030", 2)]
    assert "\ufffd" in read.frame["客户"][1]


def test_a_text_cut_in_the_middle_of_a_character_stays_utf_8(write: Write) -> None:
    """A08: the last character is lost and told, not the encoding."""
    read = read_table(write("客户,金额\n上海,100\n北京".encode()[:-1]))

    assert read.dialect.encoding == "utf-8"
    assert sum(repair.count for repair in read.repairs if repair.kind == "unreadable_characters") == 1


def test_what_cannot_be_decided_is_said(write: Write) -> None:
    """A07: one name that is a name in two encodings; the alternatives are named, and a person's word counts."""
    content = "stadt,n\nPlzeň,1\n".encode("cp1250")
    first = read_table(write(content))
    told = [repair.detail for repair in first.repairs if repair.kind == "encoding_guessed"]

    assert told == ["cp1252; cp1250"]
    assert read_table(write(content), encoding="cp1250").frame["stadt"].tolist() == ["Plzeň"]


def test_nothing_is_said_when_all_readings_agree(write: Write) -> None:
    """A07: the same letters in several encodings are no doubt."""
    read = read_table(write("Stadt,n\nKöln,1\nDüsseldorf,2\nNürnberg,3\n", encoding="cp1252"))

    assert [repair.kind for repair in read.repairs] == []


@pytest.mark.parametrize(
    "name", ["klingon", "rot13", "base64", "zlib", "idna", "unicode_escape", "utf-7", "", "x" * 300, "../../etc", "a\0b"]
)
def test_a_choice_that_is_no_encoding_is_refused(write: Write, name: str) -> None:
    """In words; the codecs that are none are no choice either."""
    if not name:
        assert read_table(write("a,b\n1,2\n"), encoding=name).frame.shape == (1, 2)
        return
    with pytest.raises(UnreadableFile, match="no encoding of the name"):
        read_table(write("a,b\n1,2\n"), encoding=name)
