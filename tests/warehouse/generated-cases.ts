import type { MappingChoice } from "../../src/transactions/columns/resolve";

/** An invented shop's lines, with what the cleaning has to see in them. */
export interface GeneratedCase {
  readonly name: string;
  readonly text: string;
  readonly mapping?: MappingChoice;
  readonly currency?: string;
  readonly rates?: string;
}

interface Line {
  readonly customer: number;
  readonly order: number;
  readonly line: number;
  readonly lines: number;
  readonly day: string;
  readonly time: string;
  readonly product: string;
  readonly quantity: number;
  readonly price: string;
}

/** 40 customers with some orders of one to three lines; the same each time. */
function lines(): Line[] {
  const all: Line[] = [];
  let state = 7;
  const next = (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  let order = 1000;
  for (let customer = 1; customer <= 40; customer++)
    for (let i = 0; i < 1 + (customer % 5); i++) {
      order++;
      const day = new Date(Date.UTC(2024, next(12), 1 + next(28))).toISOString().slice(0, 10);
      const time = `${String(8 + next(12)).padStart(2, "0")}:${String(next(60)).padStart(2, "0")}:00`;
      const count = 1 + next(3);
      for (let line = 0; line < count; line++)
        all.push({
          ...{ customer, order, line, lines: count, day, time },
          product: `SKU-${next(15)}`,
          quantity: 1 + next(4),
          price: (1 + next(5000) / 100).toFixed(2),
        });
    }
  return all;
}

function csv(columns: Readonly<Record<string, (line: Line) => string | number>>, rows = lines()): string {
  const names = Object.keys(columns);
  return `${[names, ...rows.map((row) => names.map((name) => columns[name]!(row)))].map((cells) => cells.join(",")).join("\n")}\n`;
}

const plain = {
  customer_id: ({ customer }: Line) => customer,
  order_id: ({ order }: Line) => order,
  order_date: ({ day, time }: Line) => `${day} ${time}`,
  product_id: ({ product }: Line) => product,
  quantity: ({ quantity }: Line) => quantity,
  unit_price: ({ price }: Line) => price,
};
const { unit_price: _, ...unpriced } = plain;
const total = ({ quantity, price }: Line) => (quantity * Number(price)).toFixed(2);

export const generatedCases: readonly GeneratedCase[] = [
  { name: "plain lines", text: csv(plain) },
  {
    name: "no order numbers",
    text: csv({ ...plain, order_id: () => "" })
      .replaceAll(",,", ",")
      .replace("order_id,", ""),
  },
  {
    name: "days without a time and no order numbers",
    text: csv({ ...plain, order_date: ({ day }) => day, order_id: () => "" })
      .replaceAll(",,", ",")
      .replace("order_id,", ""),
  },
  {
    name: "every third line twice",
    text: csv(
      plain,
      lines().flatMap((line, i) => (i % 3 === 0 ? [line, line] : [line])),
    ),
  },
  {
    name: "line totals, some of them negative",
    text: csv({
      ...unpriced,
      line_total: (line) => (line.order % 9 === 0 ? `-${total(line)}` : total(line)),
    }),
  },
  {
    name: "the order's total on each line",
    text: csv({ ...unpriced, order_total: ({ order }) => (10 + (order % 37) * 1.25).toFixed(2) }),
  },
  {
    name: "the order's total on its first line",
    text: csv({
      ...unpriced,
      order_total: ({ order, line }) => (line === 0 ? (10 + (order % 37) * 1.25).toFixed(2) : ""),
    }),
  },
  {
    name: "amounts in cents",
    text: csv({ ...unpriced, unit_price_cents: ({ price }) => Math.round(Number(price) * 100) }),
  },
  {
    name: "three currencies with rates by day",
    text: csv({ ...plain, currency: ({ customer }) => ["EUR", "USD", "GBP"][customer % 3]! }),
    currency: "EUR",
    rates: "2024-01-01,USD,0.9\n2024-06-01,USD,0.95\n2024-01-01,GBP,1.15\n2024-09-15,GBP,1.2",
  },
  {
    name: "three currencies and a rate for one",
    text: csv({ ...plain, currency: ({ customer }) => ["EUR", "USD", "GBP"][customer % 3]! }),
    currency: "EUR",
    rates: "USD,0.9".replace("USD", "2024-01-01,USD"),
  },
  {
    name: "rates of their own",
    text: csv({
      ...plain,
      currency: ({ customer }) => ["EUR", "USD"][customer % 2]!,
      exchange_rate: ({ customer }) => ["1", "0.93"][customer % 2]!,
    }),
  },
  { name: "percents off", text: csv({ ...plain, "discount_%": ({ order }) => (order % 4) * 5 }) },
  {
    name: "an amount off each line",
    text: csv({
      ...plain,
      discount_amount: (line) => (line.order % 3 === 0 ? (Number(total(line)) * 0.11).toFixed(2) : "0"),
    }),
  },
  {
    name: "an amount off each order",
    text: csv({
      ...plain,
      discount_amount: ({ order }) => (order % 3 === 0 ? "1.50" : order % 3 === 1 ? "0.75" : "0"),
    }),
  },
  {
    name: "statuses beside payments",
    text: csv({
      ...plain,
      status: ({ order }) =>
        ["completed", "cancelled", "pending", "processing", "on hold", "refunded"][order % 6]!,
      payment_status: ({ order }) => ["paid", "unpaid", "paid", "pending", "paid"][order % 5]!,
    }),
  },
  {
    name: "a word that nobody knows",
    text: csv({ ...plain, status: ({ order }) => ["paid", "frobnicated", "cancelled"][order % 3]! }),
  },
  {
    name: "cancelled at",
    text: csv({ ...plain, cancelled_at: ({ order, day }) => (order % 7 === 0 ? `${day} 20:00:00` : "") }),
  },
  {
    name: "sent back or not",
    text: csv({ ...plain, is_returned: ({ order }) => (order % 6 === 0 ? "yes" : "no") }),
  },
  {
    name: "refunds of lines and units sent back",
    text: csv({
      ...plain,
      refund_amount: ({ order, line, price }) => (order % 5 === 0 && line === 0 ? price : "0"),
      returned_quantity: ({ order, line }) => (order % 5 === 0 && line === 0 ? "1" : "0"),
    }),
  },
  {
    name: "newer exports of the same orders",
    text: csv(
      {
        ...plain,
        quantity: ({ quantity, line }) => quantity + (line >= 10 ? 1 : 0),
        exported_at: ({ line }) => (line >= 10 ? "2025-02-01" : "2025-01-01"),
      },
      lines().flatMap((line) => (line.order % 4 === 0 ? [line, { ...line, line: line.line + 10 }] : [line])),
    ),
    mapping: { exported_at: "exported_at" },
  },
  {
    name: "ids with and without leading zeros",
    text: csv({
      ...plain,
      customer_id: ({ customer, order }) => (order % 2 === 0 ? String(customer).padStart(6, "0") : customer),
    }),
  },
  {
    name: "guests with the address of an account",
    text: csv({
      ...plain,
      customer_id: ({ customer, order }) => (order % 3 === 0 ? "" : customer),
      email: ({ customer }) => (customer % 2 === 0 ? `Person${customer}@Example.com` : ""),
    }),
    mapping: { customer_id: "customer_id", email: "email" },
  },
  {
    name: "one address of two accounts",
    text: csv({ ...plain, email: ({ customer }) => `person${Math.floor(customer / 2)}@example.com` }),
    mapping: { customer_id: "customer_id", email: "email" },
  },
  {
    name: "guests and missing words",
    text: csv({
      ...plain,
      customer_id: ({ customer, order }) => ["guest", "NULL", "", customer, customer][order % 5]!,
    }),
  },
  {
    name: "numbers that begin anew every day",
    text: csv({ ...plain, order_id: ({ order }) => 1 + (order % 12) }),
  },
  {
    name: "a customer on one line of the order only",
    text: csv({ ...plain, customer_id: ({ customer, line }) => (line === 0 ? customer : "") }),
  },
  {
    name: "shipping among the products",
    text: csv({
      ...plain,
      product_id: ({ product, line, lines: count }) => (count === 3 && line === 2 ? "Shipping" : product),
    }),
  },
  {
    name: "negative quantities and cancellations by number",
    text: csv({
      ...plain,
      order_id: ({ order }) => (order % 8 === 0 ? `C${order}` : order),
      quantity: ({ order, quantity }) => (order % 8 === 0 ? -quantity : quantity),
    }),
  },
  {
    name: "empty dates and one of 2032",
    text: csv({
      ...plain,
      order_date: ({ order, day, time }) =>
        order % 11 === 0 ? "1970-01-01 00:00:00" : order === 1005 ? "2032-01-05 10:00:00" : `${day} ${time}`,
    }),
  },
  {
    name: "customers and products in scripts of the world",
    text: csv({
      ...plain,
      customer_id: ({ customer }) =>
        ["Žofie", "Åsa", "佐藤", "Ольга", "Zoë", "محمد"][customer % 6]! + customer,
      product_id: ({ product }) => `ü${product}`,
    }),
  },
];
