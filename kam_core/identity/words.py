"""The words that tell how a firm is held, where it sits or which part of it is meant; declared data, nothing is computed here."""

from __future__ import annotations

FORMS = frozenset((
    "inc", "incorporated", "ltd", "limited", "llc", "llp", "lp", "plc", "corp", "corporation", "co", "company", "gmbh", "mbh", "ag", "kg",
    "kgaa", "ohg", "ug", "se", "sa", "sas", "sarl", "srl", "sro", "bv", "nv", "ab", "oy", "oyj", "aps", "pty", "pte", "kk", "bhd", "sdn",
    "ltda", "kft", "zrt", "pvt", "private", "pjsc",
))  # fmt: skip
"""Words at the end of a name that say how a firm is held, not which firm it is."""

GROUPS = frozenset(("group", "groupe", "gruppe", "gruppo", "holding", "holdings"))
"""Words at the end of a name that say it is a group: the firm of that name, or what stands above it."""

SHORT = {
    "intl": "international", "mfg": "manufacturing", "bros": "brothers", "svc": "service", "svcs": "services", "natl": "national",
    "assn": "association", "univ": "university", "mgmt": "management", "grp": "group", "hldgs": "holdings", "ind": "industries",
}  # fmt: skip

SILENT = frozenset({"and", "the", "und", "et"})

TELLING = frozenset((
    "north", "south", "east", "west", "northern", "southern", "eastern", "western", "new", "old", "upper", "lower", "ii", "iii", "iv", "vi",
    "first", "second",
))  # fmt: skip
"""Words by which firms of nearly one name are told apart."""

GENERIC = frozenset((
    "bank", "first", "general", "national", "united", "american", "global", "international", "city", "central", "new", "north", "south",
    "east", "west", "royal", "super", "best", "blue", "green", "red", "big", "universal", "world", "european", "euro", "metro",
    "university", "hotel", "hospital", "school", "ministry", "institute", "bike", "bikes", "sport", "sports", "auto", "of", "for", "de",
    "la",
))  # fmt: skip
"""Words with which many names begin that have nothing else in common."""

PLACES = frozenset((
    "africa", "america", "americas", "apac", "argentina", "asia", "australia", "austria", "bangladesh", "belgium", "brazil", "bulgaria",
    "canada", "chile", "china", "colombia", "croatia", "cyprus", "czechia", "denmark", "deutschland", "dubai", "egypt", "emea",
    "england", "espana", "estonia", "europe", "finland", "france", "germany", "ghana", "greece", "hungary", "iceland", "india",
    "indonesia", "ireland", "israel", "italia", "italy", "japan", "jordan", "kenya", "korea", "kuwait", "latam", "latvia", "lithuania",
    "luxembourg", "malaysia", "malta", "mexico", "morocco", "nederland", "netherlands", "nigeria", "norge", "norway", "oman", "pakistan",
    "panama", "peru", "philippines", "poland", "polska", "portugal", "qatar", "romania", "russia", "scandinavia", "scotland", "serbia",
    "singapore", "slovakia", "slovenia", "spain", "suisse", "sverige", "sweden", "switzerland", "taiwan", "thailand", "tunisia",
    "turkey", "uae", "uk", "ukraine", "uruguay", "us", "usa", "venezuela", "vietnam", "wales", "benelux", "iberia", "nordics",
    "amsterdam", "antwerp", "athens", "atlanta", "auckland", "austin", "baltimore", "bangkok", "barcelona", "basel", "beijing", "berlin",
    "bern", "birmingham", "bogota", "bonn", "boston", "bremen", "bristol", "brussels", "bucharest", "budapest", "cairo", "calgary",
    "chengdu", "chennai", "chicago", "chongqing", "cleveland", "cologne", "copenhagen", "dalian", "dallas", "delhi", "denver", "detroit",
    "dresden", "dublin", "dusseldorf", "düsseldorf", "edinburgh", "essen", "florence", "frankfurt", "geneva", "glasgow", "guangzhou",
    "hamburg", "hangzhou", "hannover", "hanoi", "helsinki", "hongkong", "houston", "istanbul", "jakarta", "johannesburg", "koln", "köln",
    "krakow", "kyoto", "leeds", "leipzig", "lima", "lisbon", "liverpool", "london", "lyon", "madrid", "manchester", "manila",
    "marseille", "melbourne", "miami", "milan", "milano", "minneapolis", "montreal", "moscow", "mumbai", "munich", "munchen", "münchen",
    "nanjing", "naples", "ningbo", "nuremberg", "orlando", "osaka", "oslo", "ottawa", "paris", "perth", "philadelphia", "phoenix",
    "pittsburgh", "portland", "porto", "prague", "qingdao", "rome", "rotterdam", "seattle", "seoul", "shanghai", "shenyang", "shenzhen",
    "sofia", "stockholm", "stuttgart", "suzhou", "sydney", "taipei", "tampa", "tianjin", "tokyo", "toronto", "turin", "valencia",
    "vancouver", "vienna", "vilnius", "warsaw", "wien", "wuhan", "wuxi", "xiamen", "xian", "zagreb", "zhengzhou", "zurich", "zürich",
    "alabama", "alaska", "arizona", "arkansas", "california", "colorado", "connecticut", "delaware", "florida", "georgia", "hawaii",
    "idaho", "illinois", "indiana", "iowa", "kansas", "kentucky", "louisiana", "maine", "maryland", "massachusetts", "michigan",
    "minnesota", "mississippi", "missouri", "montana", "nebraska", "nevada", "ohio", "oklahoma", "oregon", "pennsylvania", "tennessee",
    "texas", "utah", "vermont", "virginia", "washington", "wisconsin", "wyoming", "bavaria", "saxony", "ontario", "quebec",
))  # fmt: skip
"""Countries, regions and cities in names of firms: one word each, folded."""

PLACES_HAN = (
    "中国", "亚太", "大中华", "华东", "华南", "华北", "华中", "西南", "西北", "东北", "香港", "澳门", "台湾", "美国", "日本", "德国",
    "法国", "英国", "韩国", "新加坡", "越南", "泰国", "印度", "欧洲", "北美", "亚洲", "内蒙古", "黑龙江", "石家庄", "呼和浩特", "哈尔滨",
    "乌鲁木齐", "连云港", "张家港", "张家口", "秦皇岛", "马鞍山", "景德镇", "攀枝花", "葫芦岛", "佳木斯", "牡丹江", "齐齐哈尔", "北京",
    "上海", "天津", "重庆", "河北", "山西", "辽宁", "吉林", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南",
    "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "西藏", "广西", "宁夏", "新疆", "唐山", "保定", "邯郸", "廊坊",
    "沧州", "太原", "大同", "包头", "沈阳", "大连", "鞍山", "抚顺", "长春", "大庆", "南京", "无锡", "徐州", "常州", "苏州", "南通",
    "扬州", "镇江", "泰州", "盐城", "淮安", "昆山", "江阴", "杭州", "宁波", "温州", "嘉兴", "湖州", "绍兴", "金华", "台州", "义乌",
    "合肥", "芜湖", "蚌埠", "福州", "厦门", "泉州", "漳州", "莆田", "南昌", "九江", "赣州", "济南", "青岛", "烟台", "潍坊", "临沂",
    "淄博", "威海", "济宁", "泰安", "郑州", "洛阳", "开封", "新乡", "武汉", "宜昌", "襄阳", "荆州", "长沙", "株洲", "湘潭", "衡阳",
    "岳阳", "广州", "深圳", "珠海", "佛山", "东莞", "中山", "惠州", "汕头", "江门", "湛江", "肇庆", "南宁", "柳州", "桂林", "海口",
    "三亚", "成都", "绵阳", "德阳", "宜宾", "贵阳", "遵义", "昆明", "大理", "拉萨", "西安", "宝鸡", "咸阳", "兰州", "西宁", "银川",
    "浦东", "滨海", "海淀", "朝阳",
)  # fmt: skip
"""Provinces, cities, countries and parts of the country in Chinese names, the longer ones first."""

WIDE_HAN = frozenset(("中国", "亚太", "大中华", "华东", "华南", "华北", "华中", "西南", "西北", "东北", "欧洲", "北美", "亚洲"))
"""Parts of the world that belong to a name more than the city in front of it does."""

FORMS_HAN = (
    "股份有限公司", "有限责任公司", "有限公司", "股份公司", "总公司", "有限合伙", "合伙企业", "股份", "总厂", "公司", "厂", "株式会社",
)  # fmt: skip
GROUPS_HAN = ("集团公司", "集团", "控股")
BRANCH_HAN = ("分公司", "子公司", "分行", "支行", "分店", "门店", "办事处", "营业部", "经营部", "经销部", "分厂", "分部")
"""Ends of a name that mean a part of a firm, which is another customer than the whole."""

_OLD = (
    "萬與業東兩嚴喪個豐臨麗舉麼義烏樂喬習鄉書買亂爭於虧雲亞產畝親億僅從倉儀價眾優會傘偉傳傷倫偽體餘傭俠侶側偵債傾儲兒兌黨蘭關"
    "興養獸岡冊寫軍農馮沖決況凍淨涼減湊凜幾鳳憑凱擊劃劉則剛創刪別劑劍劇勸辦務動勵勁勞勢勳匯區醫華協單賣盧衛卻廠廳歷厲壓廈廚縣"
    "參雙發變敘葉號嘆嚇呂嗎啟吳員聽啓問喚團園國圖圓聖場壞塊堅壇壩墳墜壟壯聲處備復夠頭誇奪奮獎奧妝婦媽孫學寧寶實審憲寬賓對導將"
    "爾塵嘗層屆屬歲島嶺嶽峽帥師帶幫幣幹廣莊慶廬庫應廟龐廢開異張彌彎彈強歸當錄徹後徑徵態憐總懷慣憂戀惡懇悅戰戲戶撲執擴掃揚撫拋"
    "護報擔擬擁攔擇掛揮損換據擠撿擺搖攤數齊斷無舊時曠曆機殺雜權條來楊極構樞棗櫃標棧棟樹橋檔檢樓歐歡殘殼毀氣漢湯溝沒滬瀋滄淚潑"
    "澤潔濟渦潤漲淵漸漁溫灣濕滿滅滾濱灑瀏燈靈災煙煉爐熱愛爺牽犧狀猶獨獅獲瑪環現瓊畫暢療瘋癢皺盜監蓋盤確碼磚礦礎禮禍離種積稱穩"
    "窮竊競筆築籃簡籠類糧紅紀約級純紙紋線練組細織終紹經結給絡絕統絲綠維綱網綿緊緒續緯編緣縮績繪繼纖罰羅職聯聰膠臉腦腳膚艦藝節"
    "蘇蘋範茲薦藍蔣藥蟲蠟補裝襲見觀規視覺覽觸訂計訊討訓託記講許論設訪證評識詞試詩話詢該詳語誤誘說請諸課誰調談諒謀謝謹譜譯議譽"
    "讀讓豈豬貓貝負財責賢敗貨質販貪貧購貫貴貸貿費賀資賊賞賠賦賴賽贈贊趙趕趨跡踐躍軌轉輪軟軸輕載較輔輛輝輸轄邊遼達遷過邁運還這"
    "進遠違連遲適選遞鄧鄭鄰郵醬釀釋鐘針鈴鉛鋼鋁銀銅鋪鎖錦鍋鍵鎮鏡鐵長門閃閉間閒閘聞閥閱闊隊陽陰陣階際陸陳險隨隱難雖雞霧靜韓韻"
    "頁頂項順須預領頗頻題額顏願風飛飯飲飼飽館餅馬駛駐駕驗騎驅驕駿鬥魚魯鮮鯨鳥鳴鴻鴨鵬鷹麥黃點齒龍龜臺灘濰潛電傑儉錢鉅鑽鋒錫鍛"
    "鑄銷鋰滙衆裏製複車馳為爲韋鍾鈦鎳鋅錳鎂鈉鉀鑒鑑銳鈞鈺銘萊薩蕭轎軒輯遊閩闖陝隴頓顧顯飾驛駝騰駱驥鴿鶴鷺麵齋勝濤瀾煒燁燒燦營"
    "爍瑩瑋璽畢碩祿禎穎縱綺綢綸緞繡纜肅脈膽蓮蕪蘊虛衝褲襯誠誼諾諮貞賜贏轅迴鈣鉗鋸錶鎢鏈閣闆闡鞏頌頤飄鬆鮑鵝鷗術榮樸淺測漿澱瀝"
    "煥牆獻疊盡禪穀簽籌絨縫翹蔭薈螢蠶詠謙譚貼賬贛軋輻遜鄒鉻鍍閔韜顆餌駁騁髮鬱鰲"
)  # fmt: skip
_NEW = (
    "万与业东两严丧个丰临丽举么义乌乐乔习乡书买乱争于亏云亚产亩亲亿仅从仓仪价众优会伞伟传伤伦伪体余佣侠侣侧侦债倾储儿兑党兰关"
    "兴养兽冈册写军农冯冲决况冻净凉减凑凛几凤凭凯击划刘则刚创删别剂剑剧劝办务动励劲劳势勋汇区医华协单卖卢卫却厂厅历厉压厦厨县"
    "参双发变叙叶号叹吓吕吗启吴员听启问唤团园国图圆圣场坏块坚坛坝坟坠垄壮声处备复够头夸夺奋奖奥妆妇妈孙学宁宝实审宪宽宾对导将"
    "尔尘尝层届属岁岛岭岳峡帅师带帮币干广庄庆庐库应庙庞废开异张弥弯弹强归当录彻后径征态怜总怀惯忧恋恶恳悦战戏户扑执扩扫扬抚抛"
    "护报担拟拥拦择挂挥损换据挤捡摆摇摊数齐断无旧时旷历机杀杂权条来杨极构枢枣柜标栈栋树桥档检楼欧欢残壳毁气汉汤沟没沪沈沧泪泼"
    "泽洁济涡润涨渊渐渔温湾湿满灭滚滨洒浏灯灵灾烟炼炉热爱爷牵牺状犹独狮获玛环现琼画畅疗疯痒皱盗监盖盘确码砖矿础礼祸离种积称稳"
    "穷窃竞笔筑篮简笼类粮红纪约级纯纸纹线练组细织终绍经结给络绝统丝绿维纲网绵紧绪续纬编缘缩绩绘继纤罚罗职联聪胶脸脑脚肤舰艺节"
    "苏苹范兹荐蓝蒋药虫蜡补装袭见观规视觉览触订计讯讨训托记讲许论设访证评识词试诗话询该详语误诱说请诸课谁调谈谅谋谢谨谱译议誉"
    "读让岂猪猫贝负财责贤败货质贩贪贫购贯贵贷贸费贺资贼赏赔赋赖赛赠赞赵赶趋迹践跃轨转轮软轴轻载较辅辆辉输辖边辽达迁过迈运还这"
    "进远违连迟适选递邓郑邻邮酱酿释钟针铃铅钢铝银铜铺锁锦锅键镇镜铁长门闪闭间闲闸闻阀阅阔队阳阴阵阶际陆陈险随隐难虽鸡雾静韩韵"
    "页顶项顺须预领颇频题额颜愿风飞饭饮饲饱馆饼马驶驻驾验骑驱骄骏斗鱼鲁鲜鲸鸟鸣鸿鸭鹏鹰麦黄点齿龙龟台滩潍潜电杰俭钱巨钻锋锡锻"
    "铸销锂汇众里制复车驰为为韦钟钛镍锌锰镁钠钾鉴鉴锐钧钰铭莱萨萧轿轩辑游闽闯陕陇顿顾显饰驿驼腾骆骥鸽鹤鹭面斋胜涛澜炜烨烧灿营"
    "烁莹玮玺毕硕禄祯颖纵绮绸纶缎绣缆肃脉胆莲芜蕴虚冲裤衬诚谊诺咨贞赐赢辕回钙钳锯表钨链阁板阐巩颂颐飘松鲍鹅鸥术荣朴浅测浆淀沥"
    "焕墙献叠尽禅谷签筹绒缝翘荫荟萤蚕咏谦谭贴账赣轧辐逊邹铬镀闵韬颗饵驳骋发郁鳌"
)  # fmt: skip
SIMPLIFIED = str.maketrans(_OLD, _NEW)
"""Traditional characters that are frequent in names, as simplified ones."""
