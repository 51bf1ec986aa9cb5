import { isCurrency } from "../currency-code";

/** What a column of numbers is for: only quantities have pieces, only discounts have per cent. */
export type NumberPurpose = "amount" | "quantity" | "discount";

/** ISO 4217 codes by sign and common abbreviation, in lower case without the last dot. */
const bySign: Readonly<Record<string, string>> = {
  ...{ "€": "EUR", euro: "EUR", euros: "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₺": "TRY", tl: "TRY" },
  ...{
    "₽": "RUB",
    р: "RUB",
    руб: "RUB",
    "₴": "UAH",
    грн: "UAH",
    "₪": "ILS",
    nis: "ILS",
    "₫": "VND",
    đ: "VND",
  },
  ...{
    "₱": "PHP",
    "₦": "NGN",
    "₵": "GHS",
    "₸": "KZT",
    "฿": "THB",
    "₡": "CRC",
    "₲": "PYG",
    "₾": "GEL",
    "₼": "AZN",
    "֏": "AMD",
  },
  ...{
    zł: "PLN",
    zl: "PLN",
    kč: "CZK",
    kc: "CZK",
    ft: "HUF",
    lei: "RON",
    leu: "RON",
    лв: "BGN",
    kn: "HRK",
    дин: "RSD",
    din: "RSD",
    ден: "MKD",
  },
  ...{
    fr: "CHF",
    sfr: "CHF",
    "fr.": "CHF",
    skr: "SEK",
    nkr: "NOK",
    dkr: "DKK",
    r: "ZAR",
    rp: "IDR",
    rm: "MYR",
    ksh: "KES",
  },
  ...{
    "s/": "PEN",
    "b/": "PAB",
    円: "JPY",
    元: "CNY",
    원: "KRW",
    us$: "USD",
    r$: "BRL",
    c$: "CAD",
    ca$: "CAD",
    cad$: "CAD",
  },
  ...{
    a$: "AUD",
    au$: "AUD",
    nz$: "NZD",
    hk$: "HKD",
    s$: "SGD",
    sg$: "SGD",
    nt$: "TWD",
    mx$: "MXN",
    "cn¥": "CNY",
    "jp¥": "JPY",
    usd$: "USD",
  },
};
/** Signs of several currencies; kept as they are, unless a code beside them settles it. */
const shared: Readonly<Record<string, string>> = { $: "$", "¥": "¥", kr: "kr", rs: "Rs" };

const pieces =
  /^(?:x|×|\*|pcs?|pieces?|pi[eè]ces?|units?|items?|ea|each|qty:?|st|stk|stck|stück|stuks?|styck|szt|ks|kus[yů]?|db|kpl|uds?|un|unid|unidad(?:es)?|unidades?|pz|pezz[io]|adet|buc|kos|tk|vnt|gab|шт|штук|бр|τεμ|個|个|件|点|개)$/u;

/**
 * The unit beside a number: an ISO 4217 code, or one of `$`, `¥`, `kr`, `Rs` if several currencies share the sign; `%`
 * in a discount; nothing for pieces in a quantity. Null if a column of this purpose cannot have it.
 */
export function unitOf(text: string, purpose: NumberPurpose): string | null {
  const unit = text.toLowerCase().replaceAll(" ", "");
  if (unit === "%" || unit === "٪") return purpose === "discount" ? "%" : null;
  const bare = unit.replace(/\.$/, "");
  if (purpose === "quantity" && pieces.test(bare)) return "";
  if (isCurrency(bare.toUpperCase())) return bare.toUpperCase();
  return bySign[unit] ?? bySign[bare] ?? shared[bare] ?? (/^\p{Sc}$/u.test(unit) ? unit : null);
}

/** The unit of a number with two units beside it, such as `$12 USD`; null if they contradict each other. */
export function unitOfBoth(first: string, second: string): string | null {
  if (first === second || second === "") return first;
  if (first === "" || first in sharing) return first === "" || sharing[first]!.test(second) ? second : null;
  return second in sharing && sharing[second]!.test(first) ? first : null;
}

/** Codes of the currencies that share a sign. */
const sharing: Readonly<Record<string, RegExp>> = {
  $: /^(?:USD|CAD|AUD|NZD|HKD|SGD|TWD|MXN|ARS|CLP|COP|UYU|BBD|BSD|BMD|BZD|FJD|GYD|JMD|KYD|LRD|NAD|SRD|TTD|XCD|BND|BRL|DOP)$/,
  "¥": /^(?:JPY|CNY)$/,
  kr: /^(?:SEK|NOK|DKK|ISK)$/,
  Rs: /^(?:INR|PKR|LKR|NPR|MUR|SCR)$/,
};
