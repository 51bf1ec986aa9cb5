/** A language, and how files that are not in Unicode write it. */
export interface WrittenLanguage {
  readonly name: string;
  /** As `TextDecoder` calls them, or a page of DOS. */
  readonly encodings: readonly string[];
  /**
   * Commonest first, in small letters. `latin`: those beyond ASCII; `script`: all of them; `signs`: some common
   * characters of many; `mixed`: of several languages, such as names of people.
   */
  readonly letters: string;
  readonly kind: "latin" | "script" | "signs" | "mixed";
}

const western = ["windows-1252", "macintosh", "ibm850"];
const central = ["windows-1250", "iso-8859-2", "ibm852"];
const cyrillic = ["windows-1251", "koi8-r", "ibm866", "x-mac-cyrillic", "iso-8859-5"];
const baltic = ["windows-1257"];

const kana =
  "のアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポァィゥェォャュョッーあいうえおかきくけこさしすせそたちつてとなにぬねはひふへほまみむめもやゆよらりるれろわをんがぎぐげござじずぜぞだづでどばびぶべぼぱぴぷぺぽ";

/** How much less likely than windows-1252 a file is in an encoding, in points of `scoreOf`; 0.15 if not listed. */
export const rarity: Readonly<Record<string, number>> = {
  "windows-1252": 0,
  "windows-1250": 0.05,
  "windows-1251": 0.05,
  "windows-1253": 0.05,
  "windows-1254": 0.05,
  "windows-1255": 0.05,
  "windows-1256": 0.05,
  "windows-874": 0.05,
  "windows-1257": 0.1,
  "iso-8859-2": 0.1,
  "koi8-r": 0.05,
  shift_jis: 0.05,
  gb18030: 0.05,
  "euc-kr": 0.05,
  big5: 0.05,
  "euc-jp": 0.1,
};

/** Where two read a file equally well, the earlier is taken. */
export const writtenLanguages: readonly WrittenLanguage[] = [
  latin("German", "üäöß", western),
  latin("French", "éèêàçôîûâùëïœæ", western),
  latin("Spanish", "óíáéñúü", western),
  latin("Portuguese", "ãçáéíóêõúâôà", western),
  latin("Italian", "àèùòìé", western),
  latin("Dutch", "ëéïóü", western),
  latin("Swedish or Finnish", "äöåé", western),
  latin("Danish or Norwegian", "øåæéü", western),
  latin("Icelandic", "áíðéóþæúýö", ["windows-1252"]),
  {
    name: "Western European",
    kind: "mixed",
    encodings: ["windows-1252"],
    letters: "éèêëáàâãäåæçíìîïñóòôõöøúùûüýÿß",
  },
  latin("Polish", "óąęłżśćńź", central),
  latin("Czech or Slovak", "áíéěýčžřšůúóťňďľôäĺŕ", central),
  latin("Hungarian", "éáőöóíüűú", central),
  latin("Croatian or Slovene", "čšžćđ", central),
  latin("Romanian", "ăîâţş", central),
  {
    name: "Central European",
    kind: "mixed",
    encodings: ["windows-1250"],
    letters: "óąęłżśćńźáíéěýčžřšůúťňďľôäöüőűăâîßđ",
  },
  latin("Turkish", "ışüğçöİâ", ["windows-1254"]),
  latin("Lithuanian", "ėųšįąžūčę", baltic),
  latin("Latvian", "āīšēūņļžķģč", baltic),
  latin("Estonian", "äõüöšž", baltic),
  script("Russian", "оеаинтсрвлкмдпуяызьбгчйхжшюцщэфъё", cyrillic),
  script("Ukrainian", "оаинвіертскмдлупязьгбчхйїцжюєшщфґ", ["windows-1251", "koi8-u"]),
  script("Bulgarian", "аоитенсрвлкпдмгзъубячцжшщхйюфь", ["windows-1251", "ibm866"]),
  script("Greek", "αοιετσνηρπκμλςυόίέωάγδήθχώύφβξψζ", ["windows-1253", "iso-8859-7"]),
  script("Hebrew", "יוהלאתרמבשנעדםחקפצטגזסכןךףץ", ["windows-1255", "iso-8859-8"]),
  script("Arabic", "اليمنرتوبعدسفهكقحجةشصطخأضغذثزىءئظإآؤ", ["windows-1256", "iso-8859-6"]),
  script("Thai", "านรอกเงมยลวดทตสะปบคหแจพชขใไโผซธถศภฐณญษุู", ["windows-874"]),
  {
    name: "Japanese",
    kind: "signs",
    encodings: ["shift_jis", "euc-jp"],
    letters: `注文番号日時商品名数量単価合計金額顧客会員購入者前電話住所郵便都道府県市区送料消費税込円年月発済払支入待完了取引個受付様方法備考${kana}`,
  },
  {
    name: "Chinese",
    kind: "signs",
    encodings: ["gb18030"],
    letters:
      "订单编号下时间商品名称数量单价金额总计客户买家会员昵姓电话手机地址省市区状态已完成付款实际支收货发退交易取消关闭成功日期规格店铺优惠运费元年月备注类型人",
  },
  {
    name: "Traditional Chinese",
    kind: "signs",
    encodings: ["big5"],
    letters:
      "訂單編號下時間商品名稱數量單價金額總計客戶買家會員暱姓電話手機地址縣市區狀態已完成付款實際支收貨發退交易取消關閉成功日期規格店鋪優惠運費元年月備註類型人",
  },
  {
    name: "Korean",
    kind: "signs",
    encodings: ["euc-kr"],
    letters:
      "주문번호일자시상품명수량단가금액총합계고객회원구매자이름연락처소상태결제완료취환불반배송옵션판가격년월원비고",
  },
];

function latin(name: string, letters: string, encodings: readonly string[]): WrittenLanguage {
  return { name, letters, encodings, kind: "latin" };
}

function script(name: string, letters: string, encodings: readonly string[]): WrittenLanguage {
  return { name, letters, encodings, kind: "script" };
}
