"""Characters that texts of a language are made of, as evidence for an encoding: how likely a decoded text is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from math import log

_SIMPLIFIED = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同"
    "现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很"
    "最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走"
    "义各入几口认条平系气题活更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科"
    "司五基书非则听白界达光放强即难权思王完设式色路记南品住告类求据程北边张该交规万取格望术领共确传师观清今切院让识导争运"
    "客户订单额销售编号价元联络话址备注限股份集团技贸易控供商购采付款收税率含货退签负责姓称李刘陈杨赵黄周吴徐孙胡朱林郭罗梁宋郑谢韩唐冯董曹袁邓傅"
    "沈曾彭吕苏卢蒋蔡贾丁魏薛叶余潘杜戴夏钟汪田姜范石姚谭廖邹熊陆孔崔康毛秦江史顾京广州深圳杭成都庆武汉津青岛宁波厦沙阳济福肥昆省县街伟芳娜秀英敏静"
    "丽磊洋勇艳杰娟涛超兰霞刚桂华飞鹏宇浩网店米百千亿吨箱台套个型箱规格日期季周备已未状态是否男女性年龄级类"
)
_TRADITIONAL = (
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同"
    "現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很"
    "最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走"
    "義各入幾口認條平系氣題活更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科"
    "司五基書非則聽白界達光放強即難權思王完設式色路記南品住告類求據程北邊張該交規萬取格望術領共確傳師觀清今切院讓識導爭運"
    "客戶訂單額銷售編號價元聯絡址備註限股份集團技貿易控供商購採付款收稅率含貨退簽負責姓稱李劉陳楊趙黃周吳徐孫胡朱林郭羅梁宋鄭謝韓唐馮董曹袁鄧傅"
    "沈曾彭呂蘇盧蔣蔡賈丁魏薛葉余潘杜戴夏鍾汪田姜范石姚譚廖鄒熊陸孔崔康毛秦江史顧臺北灣香港九龍新竹雄桃園彰投嘉屏宜蘭花蓮澎湖基隆縣街號樓巷弄段偉"
    "芳娜秀英敏靜麗磊洋勇豔傑娟濤超霞剛桂華飛鵬宇浩志淑雅怡君冠廷宗翰家豪俊美玲雯佳惠網店億噸箱台套型季週狀態否男齡級類績業業務員"
)
_KANJI = (
    "日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場金員九入選立開手米力学問高代明実円関"
    "決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法不来作性的要用制治度務強気小七成期公野協取都和統以機平総加山思家話世受区領多県続"
    "進正安設保改数記院女初北午指権心界支第産結百派点教報済書府活原先共得解名交資予川向際査勝面委告軍文反元重近千考判認画海参売利組知案道信策集在"
    "件団別物側任引使求所次水半品昨論計死官増係感特情投示変打男基私各始島直両朝革価式確村提運終挙果西勢減台広容必応演電歳住争談能無再位置企真流格"
    "有疑口過局少放税検藤町常校料沢裁状工建語球営空職証土与急止送援供可役構木割聞身費付施切由説転食比難防補車優夫研収断井何南石足違消境神番規術護"
    "客様株注額担当伊佐鈴橋渡辺村林斎加松清郎美恵田口阪神戸横浜名古屋札幌福岡仙支店商会"
)
_HANGUL = (
    "이다는에의가을를한고하지서사기시로도대자리인나스정어수일부전아주관그보제상원장성해구라면동유국여경조들공무소신만문비발계위회있적중학연세교산실"
    "김박최강윤임오권황안송류홍민준영우현진호재석희은선미숙남북울광천포평양청충울제주식거래처객매출금액합계품목량단가입출고코드번호날짜담당명이름전화주소비고"
    "과으며것수년월일간화내용분생물행개방통업체결등본설치모든간안트드르마바카타파하러레래로루리미반배백법변별복분불빛사삼색생서석선설성세소속손술습승시식"
)
_KANA = "".join(map(chr, (*range(0x3041, 0x3094), *range(0x30A1, 0x30F7), 0x30FC)))
_PUNCTUATION = "，。、（）：；“”‘’！？【】《》「」『』－—…·￥％＋／～　０１２３４５６７８９ＡＢＣ"
_WESTERN = "éèêëàâäáãåæçñöôóòõøœüùúûîïíìßÉÈÀÄÅÇÑÖÓØÜÚÍ"
_WESTERN_SIGNS = "’‘“”–—…€£§°®™«»·©\xa0"
_CENTRAL = "ąćęłńóśźżáéíúýčďěňřšťůžőűäöüôĺľăâîțşŁŚŻŹÓČŠŽŘÁÉÍÖÜÄ"
_CYRILLIC = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъОЕАИНТСРВЛКМДПУЯГЗБЧХЖШЮЭФ№ё"
_TURKISH = "çğıöşüÇĞİÖŞÜâ"
_VOWELS = "aeiouyáéíóúýàèìòùâêîôûäëïöüãõåæøœąęěůőűăı"
_NOT_WESTERN = re.compile("ñ(?![aeiouáéíóúüAEIOU])|õ(?![eoEO])|[œŒ](?![udstc])|[øåæ][aáeéiíoóuúyý]|[êûý](?![a-z])")
_NOT_CENTRAL = re.compile("[ńŃ](?=[aeiouyáéíóúAEIOU])|ŕ(?![a-z])")
_ASCII = log(1 / 25)
_BROKEN = -14.0


@dataclass(frozen=True)
class Model:
    """The characters one encoding is used for: a logarithm of the likelihood each, and what stands for the others."""

    chances: Mapping[str, float]
    other: Callable[[str], float]
    prior: float = 0.0
    letters: bool = False
    """Single letters among ASCII ones (as in café), instead of runs of their own."""
    strange: re.Pattern[str] | None = None
    """What no language of this encoding writes."""

    def of(self, text: str) -> float:
        """How likely a text is, as a logarithm; of two readings of the same bytes the greater one is right."""
        counts = Counter(text)
        known, total = self.chances, self.prior
        for character, count in counts.items():
            if character < "\x80":
                total += _ASCII * count
            elif character == "\ufffd":
                total += _BROKEN * count
            else:
                total += count * (known[character] if character in known else self.other(character))
        if self.strange:
            total -= 3.0 * len(self.strange.findall(text))
        return total + (_odd_letters(text) if self.letters else -4.0 * len(_GLUED.findall(text)))


_GLUED = re.compile(r"[a-z][^\x00-\x7f]|[^\x00-\x7f][a-z]{2}")
"""A wide character amid lower case letters: what accents become in a wrong reading."""
_RUN = re.compile(r"(?<=[^\x00-\x7f])[^\x00-\x7f]")
_BETWEEN = re.compile(r"(?<=([^\W\d_]))([^\W\d_\x00-\x7f])(?=([^\W\d_]))")
_LATIN_ODD = re.compile(r"(?<=[^\W\d_])[\xa1-\xbf‚„†‡‰‹›¤¦¨¬¯±´µ¶¸ˆ˜×÷](?=[a-z])|(?<=[a-z])[À-ÞŁŚŻŹČŠŽŘŸŒĄĆĘŃĹĽŇŤĎĞİŞ]")


def _odd_letters(text: str) -> float:
    """Signs and capitals inside of words, and letters that could not be spoken there: vowels by vowels, consonants by consonants."""
    odd = -4.0 * len(_LATIN_ODD.findall(text)) - 2.0 * len(_RUN.findall(text))
    for before, letter, after in _BETWEEN.findall(text.casefold()):
        vowels = (before in _VOWELS) + (after in _VOWELS)
        odd -= 3.0 * (vowels == 2 if letter in _VOWELS else vowels == 0)
    return odd


def _shared(*groups: tuple[str, float]) -> dict[str, float]:
    """Each character of a group gets its even part of the group's chance."""
    chances: dict[str, float] = {}
    for characters, chance in groups:
        once = dict.fromkeys(characters)
        chances.update((one, log(chance / len(once))) for one in once if one not in chances)
    return chances


def _by_code(codec: str, levels: tuple[tuple[int, int, float], ...], beyond: float) -> Callable[[str], float]:
    """Characters by the place of their code: national standards put the common ones first."""

    def chance(character: str) -> float:
        code = int.from_bytes(character.encode(codec, "ignore"), "big")
        return next((value for low, high, value in levels if low <= code <= high), beyond)

    return chance


def _latin(letters: str, prior: float, strange: re.Pattern[str] | None = None) -> Model:
    def other(character: str) -> float:
        return log(0.08 / 60) if character.isalpha() else -11.0

    return Model(_shared((letters, 0.87), (_WESTERN_SIGNS, 0.05)), other, prior, letters=True, strange=strange)


@cache
def models() -> Mapping[str, Model]:
    """One model for each encoding, by its Python name."""
    chinese = Model(
        _shared((_SIMPLIFIED, 0.72), (_PUNCTUATION, 0.05)),
        _by_code("gb18030", ((0xA1A1, 0xA9FF, -12.0), (0xB0A1, 0xD7FE, log(0.2 / 3200)), (0xD8A1, 0xF7FE, log(0.02 / 3000))), -15.0),
    )
    traditional = Model(
        _shared((_TRADITIONAL, 0.72), (_PUNCTUATION, 0.05)),
        _by_code("cp950", ((0xA140, 0xA3FF, -12.0), (0xA440, 0xC67E, log(0.21 / 4800)), (0xC940, 0xF9D5, log(0.02 / 7600))), -15.0),
    )
    japanese = (
        _shared((_KANA, 0.6), (_KANJI, 0.25), (_PUNCTUATION, 0.05)),
        _by_code(
            "cp932",
            ((0xA1, 0xDF, -8.0), (0x8140, 0x84FF, -12.0), (0x889F, 0x9872, log(0.08 / 2500)), (0x989F, 0xEAA4, log(0.01 / 3400))),
            -15.0,
        ),
    )
    korean = Model(
        _shared((_HANGUL, 0.78), (_PUNCTUATION, 0.04)),
        _by_code("cp949", ((0xA1A1, 0xACFE, -12.0), (0xB0A1, 0xC8FE, log(0.16 / 2050)), (0xCAA1, 0xFDFE, -14.0)), -14.5),
    )
    return {
        "gb18030": chinese,
        "cp950": traditional,
        "cp932": Model(*japanese, prior=-1.0),
        "euc_jp": Model(*japanese, prior=-4.0),
        "cp949": Model(korean.chances, korean.other, prior=-1.0),
        "cp1252": _latin(_WESTERN, 0.0, _NOT_WESTERN),
        "cp1250": _latin(_CENTRAL, -1.0, _NOT_CENTRAL),
        "cp1254": _latin(_TURKISH, -4.0),
        "cp1251": Model(_shared((_CYRILLIC, 0.97)), lambda _: -10.0, -2.0),
        "mac_roman": _latin(_WESTERN, -5.0, _NOT_WESTERN),
    }
