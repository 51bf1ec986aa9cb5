import { writeFileSync } from "node:fs";
import type { SmallOrder } from "../pipeline/small-files";

const HEADER =
  "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Shipping Country,Cancelled at,Refunded Amount,Billing Name";
const DAY_MS = 86_400_000;
/** Everybody has a favourite among these and mostly buys it. */
const POTS = ["Teapot", "Kettle", "Mug", "Samovar", "Bowl"];

/** An order at the time of an export. */
export interface ShopifyOrder extends SmallOrder {
  readonly number: number;
}

/**
 * How one order stands: every 11th is refunded in part, every 29th is in pounds, every 37th was cancelled. `isFresh`:
 * not paid yet.
 */
function linesOf({ number, customer, day, value }: ShopifyOrder, isFresh: boolean): string[] {
  const moment = new Date(Date.UTC(2020, 0, 1, 12) + day * DAY_MS)
    .toISOString()
    .slice(0, 19)
    .replace("T", " ");
  const isCancelled = number % 37 === 0;
  const isPartly = number % 11 === 0 && !isCancelled && !isFresh;
  const status = isCancelled ? "voided" : isFresh ? "pending" : isPartly ? "partially_refunded" : "paid";
  const spoon = 2.5;
  const favourite = Number(customer) % POTS.length;
  const pot = POTS[number % 4 === 0 ? number % POTS.length : favourite]!;
  const subtotal = (value + spoon).toFixed(2);
  const order = [
    `#${number}`,
    `c${customer}@example.com`,
    status,
    isFresh || isCancelled ? "" : `${moment} +0000`,
    "fulfilled",
    number % 29 === 0 ? "GBP" : "EUR",
    subtotal,
    "4.95",
    (value + spoon + 4.95).toFixed(2),
    "0.00",
    `${moment} +0000`,
  ];
  const cancelled = isCancelled ? `${moment} +0000` : "";
  const refund = isPartly ? spoon.toFixed(2) : "0.00";
  return [
    [
      ...order,
      "1",
      pot,
      value.toFixed(2),
      pot.slice(0, 3).toUpperCase(),
      "DE",
      cancelled,
      refund,
      nameOf(customer),
    ].join(","),
    // As Shopify writes it: an order's own fields stand on its first line.
    [
      `#${number}`,
      order[1],
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      order[10],
      "1",
      `Spoon ${number % 6}`,
      spoon.toFixed(2),
      `SPN${number % 6}`,
      "",
      "",
      "",
      "",
    ].join(","),
  ];
}

/** What a customer is called in these files. */
export function nameOf(customer: string | number): string {
  return `Zoë Buyer ${customer}`;
}

/** Writes orders as Shopify exports them. The last `fresh` of them are not paid yet. */
export function writeShopify(path: string, orders: readonly ShopifyOrder[], fresh = 0): string {
  const lines = orders.flatMap((order, i) => linesOf(order, i >= orders.length - fresh));
  writeFileSync(path, `${[HEADER, ...lines].join("\n")}\n`);
  return path;
}
