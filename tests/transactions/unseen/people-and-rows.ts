import { sheetOf, workbook } from "../workbook";
import { everything, whole } from "./answers";
import type { UnseenExport } from "./export";
import * as shop from "./shop";
import { comma, csv, dot, name, orders, perLine, sum, write } from "./shop";

const phone = ({ customer }: shop.Order) => `+44 7700 90${customer.id}`;

/** Who bought, and what a row is, in files of unknown systems. */
export const peopleAndRows: readonly UnseenExport[] = [
  {
    name: "first and last names in columns of their own",
    content: csv(
      "Order #|Order Date|Customer First Name|Customer Last Name|Item|Qty|Price",
      perLine((order, line) => [
        order.n,
        write.iso(order.at),
        order.customer.id % 2 === 0 ? "Kim" : "Lee",
        order.customer.last,
        line.name,
        line.quantity,
        dot(line.price),
      ]),
    ),
    expected: { ...whole, warnings: ["surname_only"] },
  },
  {
    name: "people known by their telephone",
    content: csv(
      "Bill No|Bill Date|Mobile No|Item|Qty|Rate|Amount",
      perLine((order, line) => [
        order.n,
        write.dmy(order.at),
        `98765${order.customer.id}`,
        line.name,
        line.quantity,
        dot(line.price),
        dot(line.total),
      ]),
    ),
    expected: whole,
  },
  {
    name: "a customer's telephone beside the cashier",
    content: csv(
      "Receipt|Date|Cashier|Customer Phone|Item|Quantity|Total",
      perLine((order, line) => [
        order.n,
        write.sql(order.at),
        order.n % 2 === 0 ? "Zoe" : "Max",
        phone(order),
        line.name,
        line.quantity,
        dot(line.total),
      ]),
    ),
    expected: whole,
  },
  {
    name: "people known by the name on the bill",
    content: csv(
      "Order|Date|Billing Name|Shipping Name|Item|Quantity|Price",
      perLine((order, line) => [
        order.n,
        write.iso(order.at),
        name(order),
        name(order),
        line.name,
        line.quantity,
        dot(line.price),
      ]),
    ),
    expected: whole,
  },
  {
    name: "a cashier is no customer",
    content: csv(
      "Receipt|Date|User|Register|Item|Quantity|Total",
      perLine((order, line) => [
        order.n,
        write.sql(order.at),
        ["Zoe", "Max", "Amy"][order.n % 3]!,
        "Till 1",
        line.name,
        line.quantity,
        dot(line.total),
      ]),
    ),
    refused: /customer_id/,
  },
  {
    name: "companies with a contact",
    content: csv(
      "Order ID|Order Date|Company|Contact|SKU|Quantity|Unit Price",
      perLine((order, line) => [
        order.n,
        write.iso(order.at),
        `${order.customer.last} Ltd`,
        order.customer.first,
        line.sku,
        line.quantity,
        dot(line.price),
      ]),
    ),
    expected: whole,
  },
  {
    name: "addresses written with names, as mail programs do",
    content: csv(
      "Order|Date|Customer|Total",
      orders.map((order) => [
        order.n,
        write.iso(order.at),
        `${name(order)} <${order.customer.email}>`,
        dot(order.goods),
      ]),
    ),
    expected: whole,
  },
  {
    name: "rows of orders above the rows of their items",
    content: csv(
      "Type|OrderId|OrderDate|BuyerLogin|BuyerEmail|TotalToPay|Name|Quantity|Price",
      orders.flatMap((order) => [
        [
          "order",
          `o-${order.n}`,
          write.sql(order.at),
          `buyer${order.customer.id}`,
          order.customer.email,
          dot(order.goods + order.shipping),
          "",
          "",
          "",
        ],
        ...order.lines.map((line) => [
          "lineItem",
          `o-${order.n}`,
          "",
          "",
          "",
          "",
          line.name,
          line.quantity,
          dot(line.price),
        ]),
      ]),
    ),
    expected: whole,
  },
  {
    name: "one line of an order is cancelled",
    content: csv(
      "Order ID|Order Date|Customer Email|SKU|Quantity|Unit Price|Item Status",
      perLine((order, line) => [
        order.n,
        write.iso(order.at),
        order.customer.email,
        line.sku,
        line.quantity,
        dot(line.price),
        line.n === 2 ? "Cancelled" : "Shipped",
      ]),
    ),
    expected: {
      ...everything,
      revenue: sum(orders, ({ lines }) =>
        lines.reduce((all, line) => all + (line.n === 2 ? 0 : line.total), 0),
      ),
    },
  },
  {
    name: "returned units and their amount in columns",
    content: csv(
      "Order ID|Order Date|Customer ID|SKU|Qty|Unit Price|Returned Qty|Return Amount",
      perLine((order, line) => [
        order.n,
        write.iso(order.at),
        order.customer.id,
        line.sku,
        line.quantity,
        dot(line.price),
        line.quantity > 1 && order.n % 8 === 0 ? 1 : 0,
        line.quantity > 1 && order.n % 8 === 0 ? dot(line.price) : "0.00",
      ]),
    ),
    expected: {
      ...whole,
      refunds: sum(
        orders.filter(({ n }) => n % 8 === 0),
        ({ lines }) => lines.reduce((all, line) => all + (line.quantity > 1 ? line.price : 0), 0),
      ),
    },
  },
  {
    name: "the home currency is left blank",
    content: csv(
      "Order ID|Order Date|Customer ID|Currency|Total",
      orders.map((order) => [
        order.n,
        write.iso(order.at),
        order.customer.id,
        order.n % 10 === 0 ? "USD" : "",
        dot(order.goods),
      ]),
    ),
    expected: { ...whole, currency: "USD", warnings: ["currency_missing"] },
  },
  {
    name: "3dcart: orders",
    content: csv(
      "orderid|customerid|orderdate|ordertime|orderstatus|oemail|paymentamount|salestax1|totalshippingcost|producttotal",
      orders.map((order) => [
        order.n,
        order.customer.id,
        write.mdy(order.at),
        `${write.clock(order.at)}`,
        order.state === "cancelled" ? "Cancelled" : "Shipped",
        order.customer.email,
        dot(order.goods + order.shipping),
        "0.00",
        dot(order.shipping),
        dot(order.goods),
      ]),
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
    name: "a workbook with groups above its header",
    ending: "xlsx",
    content: workbook(
      [
        sheetOf([
          ["Order", "", "Customer", "", "Item", "", ""],
          ["No", "Date", "ID", "Name", "SKU", "Qty", "Price"],
          ...perLine((order, line): (string | number)[] => [
            order.n,
            write.iso(order.at),
            order.customer.id,
            name(order),
            line.sku,
            line.quantity,
            line.price,
          ]),
        ]),
      ],
      [],
    ),
    expected: whole,
  },
  {
    name: "a workbook with a title, blank rows and sums",
    ending: "xlsx",
    content: workbook(
      [
        sheetOf([
          ["Example Shop: sales 2026", "", "", "", "", ""],
          ["", "", "", "", "", ""],
          ["Customer", "Order No", "Order Date", "SKU", "Quantity", "Unit Price"],
          ...perLine((order, line): (string | number)[] => [
            name(order),
            order.n,
            write.iso(order.at),
            line.sku,
            line.quantity,
            line.price,
          ]),
          ["", "", "", "", "", ""],
          ["Total", "", "", "", 200, ""],
        ]),
      ],
      [],
    ),
    expected: whole,
  },
  {
    name: "a discount code with an amount below zero",
    content: csv(
      "Order ID|Order Date|Customer ID|Subtotal|Discount Code|Discount|Shipping|Total",
      orders.map((order) => [
        order.n,
        write.iso(order.at),
        order.customer.id,
        dot(order.goods),
        order.discount > 0 ? "TEN" : "",
        dot(-order.discount),
        dot(order.shipping),
        dot(shop.total(order)),
      ]),
    ),
    expected: { ...everything, revenue: sum(orders, shop.afterDiscount) },
  },
  {
    name: "amounts of a line before and after its discount",
    content: csv(
      "Belegnr|Belegdatum|Kundennr|Artikelnr|Menge|Einzelpreis|Rabatt|Gesamtpreis netto",
      perLine((order, line) => [
        order.n,
        write.dmy(order.at, "."),
        order.customer.id,
        line.sku,
        line.quantity,
        comma(line.price),
        order.n % 2 === 0 ? "20,00" : "0,00",
        comma(order.n % 2 === 0 ? line.total * 0.8 : line.total),
      ]),
      ";",
    ),
    expected: {
      ...everything,
      revenue: sum(orders, (order) =>
        order.n % 2 === 0
          ? order.lines.reduce((all, line) => all + shop.cents(line.total * 0.8), 0)
          : order.goods,
      ),
    },
  },
];
