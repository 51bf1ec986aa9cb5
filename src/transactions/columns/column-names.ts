import { type Role, valueRoles } from "./roles";
import { normalisedName, synonyms } from "./synonyms";
import { taxInName } from "./tax-in-name";

/** Words that rule a column out for a role although its name has one of the role's words, such as `customer_type`. */
const attributeWords = `type kind class category group segment cluster tier level status state city town country region
  province county street address zip postcode postal plz phone tel mobile fax note notes comment comments priority method
  mode gender sex age birthday birth dob since created date time at language locale currency agent ip rating review
  feedback ltv count total amount value price service rep representative po tags tag stats satisfaction lifetime typ art
  gruppe ort stadt strasse telefon geburtsdatum ville pays ciudad tipo grupo genero accepts marketing consent company
  firma title salutation anrede`;
const moneyAttributeWords = `cost costs cogs costo coste cout achat einkauf einkaufspreis ek wholesale buying landed tax taxes vat gst mwst ust steuer tva iva iibb btw moms shipping
  freight frete versand versandkosten port livraison envio postage delivery handling discount discounts rabatt remise
  descuento desconto sconto korting coupon promotion promo profit margin marge gewinn refund refunded refunds fee fees
  commission weight msrp rrp uvp compare outstanding due balance paid tip tips gift points loyalty stock inventory budget
  deposit duty duties surcharge rounding percent pct rate ratio share count id code method number no`;

const vetoes: Readonly<Partial<Record<Role, ReadonlySet<string>>>> = {
  customer_id:
    words(`${attributeWords} first given vorname prenom firstname discount discounts cost costs payment payments tax taxes vat gst shipping freight fee
    fees rabatt remise descuento sconto refund refunds spend spent revenue`),
  order_id:
    words(`${attributeWords} row line lines position pos product sku quantity qty discount tax shipping
    source channel weekday month year hour day customer user client buyer zone aging mode profit sales quarter payment
    payments cost costs freight delivery fee fees refund refunds vat gst`),
  order_datetime:
    words(`birth birthday dob expiry expiration expires due updated update modified changed deleted joined
    signup registered registration export exported download downloaded import imported snapshot loaded card customer
    user account member client kunde contact product launch aging days count number id status type`),
  product_id:
    words(`type kind class category group status price cost tax weight quantity qty count image url link margin
    family brand vendor color colour size discount discounts payment freight shipping`),
  quantity:
    words(`refund refunded refunds returned return cancelled canceled stock inventory available backordered
    reserved min max minimum maximum shipped invoiced price total amount weight unit type`),
  unit_price: words(moneyAttributeWords),
  line_total: words(moneyAttributeWords),
  order_total: words(moneyAttributeWords),
  country: words("tax vat city zone total amount"),
  email: words("marketing consent accepts subscribed status optin opt seller staff employee vendor from"),
  currency: words("rate value amount total"),
  status:
    words(`stock marital tax marketing newsletter subscription customer account member membership loyalty inventory
    review risk credit employment method`),
  discount: words("code codes name coupon coupons type reason id description label tax"),
  refund: words("reason id date at status note type method by quantity qty number tax shipping"),
  tax: words("id number name class code"),
  shipping: words(
    "method name address street city zip country state province phone company carrier date id code",
  ),
};

/** Roles for which a name that merely contains one of their words counts a little. */
const loose: ReadonlySet<Role> = new Set<Role>([
  "customer_id",
  "order_id",
  "order_datetime",
  "product_id",
  "quantity",
  "unit_price",
  "line_total",
  "order_total",
  "country",
  "discount",
  "refund",
  "currency",
  "email",
]);

/** Tokens that make an order-date name less likely to be the moment of the order. */
const laterMoments =
  words(`ship shipped shipping delivery delivered paid payment payments settlement refund cancelled
  canceled fulfilled fulfilment closed completed printed reporting arrival estimated required approved processed invoice`);

const nouns: Readonly<Partial<Record<Role, ReadonlySet<string>>>> = {
  customer_id:
    words(`customer cust client user buyer member shopper account acct contact kunde kunden guest patron visitor
    subscriber person purchaser consumer payer donor household loyalty cardholder cliente klient klienta kund klant kunde
    asiakas musteri zakaznik acheteur comprador acquirente kaufer besteller auftraggeber debitor retailer alici kupujacy
    zamawiajacy nabywca odberatel kupac cumparator kober kopare koper vevo kupec narocnik klientas klients pelanggan pembeli`),
  order_id:
    words(`order orders invoice receipt transaction txn basket sale ticket bill bestellung auftrag rechnung beleg
    bon commande facture pedido factura ordine fattura purchase booking venda vendas venta zamowienie zamowienia
    objednavka objednavky siparis tilaus ordre bestallning faktura nota orden bestelling bestilling comanda comenzii narudzba
    narudzbe rendeles narocila narocilo tellimus tellimuse uzsakymo uzsakymas pasutijuma pasutijums pesanan`),
  product_id: words("product item sku article artikel produkt stock variant asin"),
};
const idWords = words(
  "id ids no nr num number code key ref reference nummer numero numer cislo codigo codice kod identifier uuid guid hash",
);
const neutralWords =
  words(`the my our shop store web online unique main primary original external internal legacy new
  pseudo anon anonymous hashed encrypted bill to billing sold ecommerce amazon merchant sales magento woo shopify crm
  erp pos system real de du des der da do del della van`);

/**
 * How well a column's name fits a role, 0 to 1: 1 for its best-known name and a little less for each later one, .85 for
 * a noun of the role beside a word for an id, .5 to .6 if the name only contains one of the role's words.
 */
export function nameScore(role: Role, name: string): number {
  const score = Math.max(scoreOf(role, name), lineScore(role, name));
  if (!taxedRoles.includes(role)) return score;
  // "Total incl. VAT" is a total, and "Total excl. VAT" a little less what was paid.
  const { tax, rest } = taxInName(nameTokens(name));
  if (tax === undefined) return score;
  const bare = rest.join(" ");
  const taxed = Math.max(scoreOf(role, bare), lineScore(role, bare));
  return Math.max(score, taxed * (tax === "included" ? 0.98 : 0.95));
}

const taxedRoles: readonly Role[] = [...valueRoles, "shipping", "discount"];
/** What exports put before the columns of an order's lines: `line_items.price`, `itemUnitPrice`. */
const lineWords = words(
  "sold ordered purchased bought verkauft vendue vendues vendida vendidas vendidos item items line lines lineitem lineitems position positions product products orderline orderlines",
);
const lineRoles: readonly Role[] = [
  "quantity",
  "unit_price",
  "line_total",
  "discount",
  "product_id",
  "product_name",
];

/** The same for a name that says it is a line's: its total is that of the line. */
function lineScore(role: Role, name: string): number {
  if (!lineRoles.includes(role)) return 0;
  const tokens = nameTokens(name);
  const rest = tokens.filter((token) => !lineWords.has(token));
  if (rest.length === tokens.length || rest.length === 0) return 0;
  if (role === "line_total")
    return 0.95 * Math.max(scoreOf("line_total", rest.join(" ")), scoreOf("order_total", rest.join(" ")));
  return 0.95 * scoreOf(role, rest.join(" "));
}

function scoreOf(role: Role, name: string): number {
  const normalised = normalisedName(name);
  const known = synonyms[role] ?? [];
  const rank = known.indexOf(normalised);
  if (rank >= 0) return 1 - (0.3 * rank) / known.length;
  const tokens = nameTokens(name);
  const veto = vetoes[role];
  if (veto !== undefined && tokens.some((token) => veto.has(token))) return 0;
  const noun = nouns[role];
  if (noun?.size && tokens.some((token) => noun.has(token))) {
    const rest = tokens.filter((token) => !noun.has(token));
    if (rest.every((token) => idWords.has(token) || neutralWords.has(token)))
      return rest.some((token) => idWords.has(token)) ? 0.85 : 0.75;
  }
  if (role === "status" && tokens.includes("status"))
    return tokens.some((token) => laterMoments.has(token)) ? 0.4 : 0.6;
  if (!loose.has(role)) return 0;
  // Names without gaps, such as `totalshippingcost`.
  if ((valueRoles as readonly Role[]).includes(role) && otherAmounts.test(normalised)) return 0;
  const contained = known.findIndex((word) => word.length >= 5 && normalised.includes(word));
  if (contained < 0) return 0;
  const score = 0.6 - (0.1 * contained) / known.length;
  if (role === "order_datetime" && tokens.some((token) => laterMoments.has(token))) return score - 0.15;
  return score;
}

const otherAmounts = /shipping|freight|versand|porto|salestax|taxamount|mwst|discount|rabatt|refund|handling/;

/** The words of a name in lower case without accents: `CustomerID`, `customer_id` and `Customer ID` give the same. */
export function nameTokens(name: string): string[] {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== "");
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/).filter((word) => word !== ""));
}
