import { allGoods, everything, whole } from "./answers";
import type { UnseenExport } from "./export";
import { last, plain, rowOf, withDates } from "./plain-table";
import * as shop from "./shop";
import { comma, csv, dot, name, netGoods, orders, perLine, sum, write } from "./shop";

const withPrices = (price: (amount: number) => string, delimiter = ",") =>
  csv(plain, perLine(rowOf(write.sql, price)), delimiter);
const indian = (amount: number) =>
  `₹${(amount * 100000).toLocaleString("en-IN", { minimumFractionDigits: 2 })}`;
const days = "Sun Mon Tue Wed Thu Fri Sat".split(" ");
const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const two = (part: number) => String(part).padStart(2, "0");
const jsDate = (at: Date) =>
  `${days[at.getUTCDay()]} ${months[at.getUTCMonth()]} ${two(at.getUTCDate())} ${at.getUTCFullYear()} ${write.seconds(at)} GMT+0000 (Coordinated Universal Time)`;
const ordinal = (at: Date) => {
  const day = at.getUTCDate();
  const ending =
    day % 10 === 1 && day !== 11
      ? "st"
      : day % 10 === 2 && day !== 12
        ? "nd"
        : day % 10 === 3 && day !== 13
          ? "rd"
          : "th";
  return `${months[at.getUTCMonth()]} ${day}${ending}, ${at.getUTCFullYear()}`;
};
const week = (at: Date) => {
  const thursday = new Date(at.getTime() + (4 - (at.getUTCDay() || 7)) * 864e5);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return `${thursday.getUTCFullYear()}-W${two(Math.floor((thursday.getTime() - first) / 6048e5) + 1)}-${at.getUTCDay() || 7}`;
};
const arabic = (text: string | number) =>
  String(text).replace(/\d/g, (digit) => "٠١٢٣٤٥٦٧٨٩"[Number(digit)]!);
const first = "2026-01-03";

/** Ways to write dates and numbers, whatever the system. */
export const datesAndNumbers: readonly UnseenExport[] = [
  { name: "dates of JavaScript's toString", content: withDates(jsDate), expected: { ...whole, first, last } },
  {
    name: "dates of .NET's JSON",
    content: withDates((at) => `/Date(${at.getTime()})/`),
    expected: { ...whole, first, last },
  },
  { name: "dates with ordinals", content: withDates(ordinal), expected: { ...whole, first, last } },
  { name: "days of ISO weeks", content: withDates(week), refused: /cannot be read as dates/ },
  {
    name: "offsets without a colon",
    content: withDates((at) => at.toISOString().replace("Z", "+0000")),
    expected: { ...whole, first, last },
  },
  {
    name: "seconds since 1970",
    content: withDates((at) => at.getTime() / 1000),
    expected: { ...whole, first, last },
  },
  {
    name: "milliseconds since 1970",
    content: withDates((at) => at.getTime()),
    expected: { ...whole, first, last },
  },
  {
    name: "serial days of a spreadsheet",
    content: withDates((at) => (at.getTime() / 864e5 + 25569).toFixed(6)),
    expected: { ...whole, first, last },
  },
  {
    name: "Arabic digits",
    content: csv(
      plain,
      perLine((order, line) =>
        rowOf(write.iso)(order, line).map((cell, i) => (i === 2 || i > 3 ? arabic(cell) : cell)),
      ),
    ),
    expected: { ...whole, first, last },
  },
  {
    name: "years of the Buddhist era",
    content: withDates((at) => write.dmy(at).replace("2026", "2569")),
    refused: /Order Date/,
  },
  {
    name: "years of the Persian calendar",
    content: withDates((at) => write.iso(at).replace("2026", "1404").replaceAll("-", "/")),
    refused: /Order Date/,
  },
  {
    name: "dates and times with am and pm in columns of their own",
    content: csv(
      "Customer|Receipt|Date|Time|Item|Qty|Price",
      perLine((order, line) => [
        order.customer.email,
        order.n,
        write.mdy(order.at),
        write.american(order.at).split(" ").slice(1).join(" "),
        line.name,
        line.quantity,
        dot(line.price),
      ]),
    ),
    expected: { ...whole, first, last },
  },
  {
    name: "lakhs and crores",
    content: withPrices(indian),
    expected: { ...everything, revenue: allGoods * 100000, currency: "INR" },
  },
  {
    name: "Swiss thousands",
    content: withPrices(
      (amount) => `CHF ${(amount * 1000).toLocaleString("de-CH", { minimumFractionDigits: 2 })}`,
    ),
    expected: { ...everything, revenue: allGoods * 1000, currency: "CHF" },
  },
  {
    name: "a currency in the name of the amount",
    content: csv(
      "Client|Invoice|Date|Total (GBP)",
      orders.map((order) => [name(order), order.n, write.iso(order.at), dot(order.goods)]),
    ),
    expected: { ...whole, currency: "GBP" },
  },
  {
    name: "cents",
    content: csv(
      "customer_id|order_id|created_at|currency|amount_cents",
      orders.map((order) => [
        order.customer.id,
        order.n,
        write.zulu(order.at),
        "EUR",
        Math.round(order.goods * 100),
      ]),
    ),
    expected: { ...whole, currency: "EUR" },
  },
  {
    name: "unit prices in pence",
    content: csv(
      "customer_id|order_id|created_at|sku|quantity|price_in_pence",
      perLine((order, line) => [
        order.customer.id,
        order.n,
        write.zulu(order.at),
        line.sku,
        line.quantity,
        Math.round(line.price * 100),
      ]),
    ),
    expected: whole,
  },
  {
    name: "a discount in per cent beside a total of the line after it",
    content: csv(
      "Customer|Invoice No|Date|Item|Qty|Unit Price|Discount %|Line Total",
      perLine((order, line) => [
        name(order),
        order.n,
        write.iso(order.at),
        line.sku,
        line.quantity,
        dot(line.price),
        order.n % 3 === 0 ? "" : "20%",
        dot(order.n % 3 === 0 ? line.total : line.total * 0.8),
      ]),
    ),
    expected: {
      ...everything,
      revenue: sum(orders, (order) =>
        order.n % 3 === 0
          ? order.goods
          : order.lines.reduce((all, line) => all + shop.cents(line.total * 0.8), 0),
      ),
    },
  },
  {
    name: "a rate for each currency",
    content: csv(
      "Customer|Order No|Order Date|Currency|Exchange Rate|Total",
      orders.map((order) => [
        order.customer.email,
        order.n,
        write.iso(order.at),
        order.n % 4 === 0 ? "USD" : "EUR",
        order.n % 4 === 0 ? "0.5" : "1",
        dot(order.n % 4 === 0 ? order.goods * 2 : order.goods),
      ]),
    ),
    expected: { ...whole, currency: "EUR", warnings: ["converted_currencies"] },
  },
  {
    name: "currencies in the cells of one column",
    content: csv(
      "Customer|Order No|Order Date|Total",
      orders.map((order) => [
        order.customer.email,
        order.n,
        write.iso(order.at),
        order.n % 10 === 0 ? `$${dot(order.goods)}` : `${comma(order.goods)} €`,
      ]),
      ";",
    ),
    expected: {
      orders: 36,
      customers: 8,
      revenue: sum(
        orders.filter(({ n }) => n % 10 !== 0),
        (order) => order.goods,
      ),
      currency: "EUR",
      warnings: ["several_currencies"],
    },
  },
  {
    name: "net and gross prices",
    content: csv(
      "Customer|Order No|Order Date|SKU|Quantity|Net Price|Gross Price|VAT",
      perLine((order, line) => [
        order.customer.email,
        order.n,
        write.iso(order.at),
        line.sku,
        line.quantity,
        dot(line.net),
        dot(line.price),
        dot(line.price - line.net),
      ]),
    ),
    expected: { ...everything, revenue: sum(orders, netGoods) },
  },
];
