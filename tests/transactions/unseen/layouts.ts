import { encoded } from "../encoded";
import { allGoods, everything, whole } from "./answers";
import type { UnseenExport } from "./export";
import { first, last, plain, rowOf, withDates } from "./plain-table";
import * as shop from "./shop";
import { comma, csv, dot, name, orders, perLine, sum, write } from "./shop";

/** Ways to write dates, numbers and tables, whatever the system. */
export const layouts: readonly UnseenExport[] = [
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
    expected: { ...everything, revenue: allGoods },
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
      ["", "Grand total", "", "", "", "", dot(allGoods)],
    ]),
    expected: { ...everything, revenue: allGoods },
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
    expected: {
      orders: 40,
      customers: 8,
      revenue: allGoods,
      refunds: sum(orders, (order) => order.discount),
    },
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
    expected: { ...everything, revenue: allGoods, warnings: ["not_products"] },
  },
  {
    name: "a refund of the order on each of its lines",
    content: csv(
      "Customer|Order No|Order Date|SKU|Quantity|Unit Price|Refund Amount",
      perLine((order, line) => [...rowOf(write.sql)(order, line), order.n % 6 === 0 ? "3.00" : "0.00"]),
    ),
    expected: { orders: 40, customers: 8, revenue: allGoods, refunds: 18 },
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
    expected: { ...everything, revenue: allGoods },
  },
  {
    name: "the rows of two exports that overlap",
    content: csv(plain, [
      ...perLine(rowOf(write.sql), orders.slice(0, 25)),
      ...perLine(rowOf(write.sql), orders.slice(15)),
    ]),
    expected: { ...everything, revenue: allGoods },
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
