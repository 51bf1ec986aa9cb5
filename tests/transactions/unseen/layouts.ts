import { encoded } from "../encoded";
import type { UnseenExport } from "./export";
import * as shop from "./shop";
import { comma, csv, dot, name, netGoods, orders, perLine, sum, write } from "./shop";

const everything = { orders: orders.length, customers: shop.customers.length, refunds: 0 };
const goods = sum(orders, (order) => order.goods);
const plain = "Customer|Order No|Order Date|SKU|Quantity|Unit Price";
const rowOf =
  (date: (at: Date) => string | number, price: (amount: number) => string = dot) =>
  (order: shop.Order, line: shop.Line) => [
    `C${order.customer.id}`,
    500 + order.n,
    date(order.at),
    line.sku,
    line.quantity,
    price(line.price),
  ];
const withDates = (date: (at: Date) => string | number, delimiter = ",") =>
  csv(plain, perLine(rowOf(date)), delimiter);
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
const last = "2026-06-08";
const whole = { ...everything, revenue: goods };

/** Ways to write dates, numbers and tables, whatever the system. */
export const layouts: readonly UnseenExport[] = [
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
    expected: { ...everything, revenue: goods * 100000, currency: "INR" },
  },
  {
    name: "Swiss thousands",
    content: withPrices(
      (amount) => `CHF ${(amount * 1000).toLocaleString("de-CH", { minimumFractionDigits: 2 })}`,
    ),
    expected: { ...everything, revenue: goods * 1000, currency: "CHF" },
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
    name: "all of each line in quotes, as a spreadsheet saves a file that it did not split",
    content: withDates(write.sql)
      .split("\r\n")
      .filter((line) => line !== "")
      .map((line) => `"${line.replaceAll('"', '""')}"`)
      .join("\r\n"),
    expected: { ...whole, first, last },
  },
  {
    name: "UTF-16 with tabs, as Unicode Text",
    content: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(withDates(write.sql, "\t"), "utf16le")]),
    expected: whole,
  },
  {
    name: "line ends of old Macintosh files",
    content: withDates(write.sql, ";").replaceAll("\r\n", "\r"),
    expected: whole,
  },
  { name: "bars between fields", content: withDates(write.sql, "|"), expected: whole },
  {
    name: "names over two lines and with hard blanks",
    content: csv(
      "Customer\nName|Order\u00a0No.|Order\nDate|Item|Qty\nsold|Unit\u00a0price",
      perLine((order, line) => [
        name(order),
        order.n,
        write.iso(order.at),
        line.name,
        line.quantity,
        dot(line.price),
      ]),
    ),
    expected: whole,
  },
  {
    name: "pages with footers and the header on each",
    content: csv(
      plain,
      perLine(rowOf(write.sql)).flatMap((row, i) =>
        i % 20 === 19 ? [row, ["Page 1 of 4", "", "", "", "", ""], plain.split("|")] : [row],
      ),
    ),
    expected: { ...everything, revenue: goods },
  },
  {
    name: "a sum below each order and one at the end",
    content: csv("Customer|Order No|Order Date|SKU|Quantity|Unit Price|Amount", [
      ...orders.flatMap((order) => [
        ...order.lines.map((line) => [...rowOf(write.sql)(order, line), dot(line.total)]),
        [
          "",
          "Order total",
          "",
          "",
          order.lines.reduce((all, line) => all + line.quantity, 0),
          "",
          dot(order.goods),
        ],
      ]),
      ["", "Grand total", "", "", "", "", dot(goods)],
    ]),
    expected: { ...everything, revenue: goods },
  },
  {
    name: "the order's total on each line of a few orders",
    content: csv(
      "Customer|Order No|Order Date|Item|Quantity|Order Total",
      perLine(
        (order, line) => [
          name(order),
          order.n,
          write.iso(order.at),
          line.name,
          line.quantity,
          dot(order.goods),
        ],
        orders.slice(0, 9),
      ),
    ),
    expected: {
      orders: 9,
      customers: new Set(orders.slice(0, 9).map(({ customer }) => customer)).size,
      revenue: sum(orders.slice(0, 9), (order) => order.goods),
    },
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
    name: "discounts as lines below zero",
    content: csv(
      plain,
      orders.flatMap((order) => [
        ...order.lines.map((line) => rowOf(write.sql)(order, line)),
        ...(order.discount > 0
          ? [
              [
                `C${order.customer.id}`,
                500 + order.n,
                write.sql(order.at),
                "Discount",
                1,
                dot(-order.discount),
              ],
            ]
          : []),
      ]),
    ),
    expected: { orders: 40, customers: 8, revenue: goods, refunds: sum(orders, (order) => order.discount) },
  },
  {
    name: "shipping, tips and gift cards as lines",
    content: csv(
      "Customer|Order No|Order Date|Item|Quantity|Unit Price",
      orders.flatMap((order) => [
        ...order.lines.map((line) => [
          name(order),
          order.n,
          write.sql(order.at),
          line.name,
          line.quantity,
          dot(line.price),
        ]),
        [name(order), order.n, write.sql(order.at), "Shipping (Royal Mail)", 1, "4.95"],
        ...(order.n % 4 === 0 ? [[name(order), order.n, write.sql(order.at), "Tip", 1, "2.00"]] : []),
        ...(order.n % 9 === 0
          ? [[name(order), order.n, write.sql(order.at), "Gift card £50", 1, "50.00"]]
          : []),
      ]),
    ),
    expected: { ...everything, revenue: goods, warnings: ["not_products"] },
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
    name: "a refund of the order on each of its lines",
    content: csv(
      "Customer|Order No|Order Date|SKU|Quantity|Unit Price|Refund Amount",
      perLine((order, line) => [...rowOf(write.sql)(order, line), order.n % 6 === 0 ? "3.00" : "0.00"]),
    ),
    expected: { orders: 40, customers: 8, revenue: goods, refunds: 18 },
  },
  {
    name: "bundles: the parent has the price, its parts cost nothing",
    content: csv(
      `${plain}|Parent SKU`,
      orders.flatMap((order) =>
        order.lines.flatMap((line) => [
          [...rowOf(write.sql)(order, line), ""],
          [
            `C${order.customer.id}`,
            500 + order.n,
            write.sql(order.at),
            `${line.sku}-A`,
            line.quantity,
            "0.00",
            line.sku,
          ],
          [
            `C${order.customer.id}`,
            500 + order.n,
            write.sql(order.at),
            `${line.sku}-B`,
            line.quantity,
            "0.00",
            line.sku,
          ],
        ]),
      ),
    ),
    expected: { ...everything, revenue: goods },
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
  {
    name: "the rows of two exports that overlap",
    content: csv(plain, [
      ...perLine(rowOf(write.sql), orders.slice(0, 25)),
      ...perLine(rowOf(write.sql), orders.slice(15)),
    ]),
    expected: { ...everything, revenue: goods },
  },
  {
    name: "JSON with amounts and moments as objects",
    ending: "json",
    content: JSON.stringify(
      orders.map((order) => ({
        _id: { $oid: `64f0c0ffee${order.n}` },
        orderNumber: order.n,
        createdAt: { $date: write.zulu(order.at) },
        customer: { id: order.customer.id, email: order.customer.email },
        total: { amount: dot(order.goods), currency: "EUR" },
        status: "completed",
      })),
    ),
    expected: { ...whole, currency: "EUR", first, last },
  },
  {
    name: "JSON lines of Firestore",
    ending: "jsonl",
    content: orders
      .map((order) =>
        JSON.stringify({
          userId: `u${order.customer.id}`,
          orderId: `o${order.n}`,
          createdAt: { _seconds: order.at.getTime() / 1000, _nanoseconds: 0 },
          total: order.goods,
        }),
      )
      .join("\n"),
    expected: { ...whole, first, last },
  },
  {
    name: "a Czech shop in windows-1250",
    content: encoded(
      csv(
        "Číslo objednávky|Datum|Zákazník|Zboží|Počet|Cena za kus|Stav",
        perLine((order, line) => [
          order.n,
          write.dmy(order.at, "."),
          `Jiří ${order.customer.last}ů`,
          line.name,
          line.quantity,
          comma(line.price),
          order.state === "cancelled" ? "Zrušeno" : "Vyřízeno",
        ]),
        ";",
      ),
      "windows-1250",
    ),
    expected: {
      orders: 39,
      customers: 8,
      revenue: sum(
        orders.filter(({ state }) => state !== "cancelled"),
        (order) => order.goods,
      ),
    },
  },
  {
    name: "a Russian shop in windows-1251",
    content: encoded(
      csv(
        "Номер заказа|Дата заказа|Клиент|Артикул|Количество|Цена|Статус",
        perLine((order, line) => [
          order.n,
          write.dmy(order.at, "."),
          `Иванов ${order.customer.id}`,
          line.sku,
          line.quantity,
          comma(line.price),
          order.state === "cancelled" ? "Отменён" : "Выполнен",
        ]),
        ";",
      ),
      "windows-1251",
    ),
    expected: {
      orders: 39,
      customers: 8,
      revenue: sum(
        orders.filter(({ state }) => state !== "cancelled"),
        (order) => order.goods,
      ),
    },
  },
  {
    name: "a Japanese shop in Shift JIS",
    content: encoded(
      csv(
        "注文番号|注文日時|ステータス|顧客番号|商品コード|数量|単価",
        perLine((order, line) => [
          order.n,
          write.sql(order.at).replaceAll("-", "/"),
          order.state === "cancelled" ? "キャンセル" : "発送済み",
          order.customer.id,
          line.sku,
          line.quantity,
          Math.round(line.price * 100),
        ]),
      ),
      "shift_jis",
    ),
    expected: {
      orders: 39,
      customers: 8,
      revenue:
        100 *
        sum(
          orders.filter(({ state }) => state !== "cancelled"),
          (order) => order.goods,
        ),
    },
  },
  {
    name: "a Chinese shop in GB 18030",
    content: encoded(
      csv(
        "订单编号|买家会员名|订单创建时间|订单状态|商品名称|数量|单价",
        perLine((order, line) => [
          `8800${order.n}`,
          `张三${order.customer.id}`,
          write.sql(order.at),
          order.state === "cancelled" ? "交易关闭" : "交易成功",
          `杯子${line.sku}`,
          line.quantity,
          dot(line.price),
        ]),
      ),
      "gb18030",
    ),
    expected: {
      orders: 39,
      customers: 8,
      revenue: sum(
        orders.filter(({ state }) => state !== "cancelled"),
        (order) => order.goods,
      ),
    },
  },
  {
    name: "a Korean shop in EUC-KR",
    content: encoded(
      csv(
        "주문번호|주문일시|구매자id|상품번호|수량|판매가|주문상태",
        perLine((order, line) => [
          order.n,
          write.sql(order.at),
          `k${order.customer.id}`,
          line.sku,
          line.quantity,
          Math.round(line.price * 1000),
          order.state === "cancelled" ? "취소완료" : "배송완료",
        ]),
      ),
      "euc-kr",
    ),
    expected: {
      orders: 39,
      customers: 8,
      revenue:
        1000 *
        sum(
          orders.filter(({ state }) => state !== "cancelled"),
          (order) => order.goods,
        ),
    },
  },
  {
    name: "a pivot of sums has no orders",
    content: csv("Row Labels|Sum of Amount|Count of Orders", [
      ...shop.customers.map((customer) => [customer.first, "120.00", 5]),
      ["Grand Total", "960.00", 40],
    ]),
    refused: /order_datetime/,
  },
  {
    name: "statuses of chargebacks, trials and drafts",
    content: csv(
      "Customer Email|Order|Date|Status|Total",
      orders.map((order) => [
        order.customer.email,
        order.n,
        write.iso(order.at),
        order.n % 10 === 0
          ? "Chargeback"
          : order.n % 10 === 1
            ? "Draft"
            : order.n % 10 === 2
              ? "Order cancelled by customer"
              : "Completed",
        dot(order.goods),
      ]),
    ),
    expected: {
      orders: 28,
      customers: 8,
      revenue: sum(
        orders.filter(({ n }) => n % 10 > 2),
        (order) => order.goods,
      ),
      only: [],
    },
  },
];
