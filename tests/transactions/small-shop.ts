/** One line of an invented shop's orders. */
export interface ShopLine {
  readonly customer: string;
  readonly order: string;
  readonly date: string;
  readonly product: string;
  readonly quantity: number;
  readonly price: number;
}

export type ShopColumn = readonly [name: string, cell: (line: ShopLine, row: number) => string | number];

/** 12 customers with 5 orders each of two lines, some minutes apart a day: 120 lines, 60 orders. */
export const shopLines: readonly ShopLine[] = Array.from({ length: 120 }, (_, i) => {
  const order = Math.floor(i / 2);
  const day = new Date(Date.UTC(2023, 0, 3 + 5 * order, 9, order));
  return {
    customer: String(101 + (order % 12)),
    order: String(7001 + order),
    date: day.toISOString().slice(0, 16).replace("T", " "),
    product: `P${(7 * i) % 10}`,
    quantity: 1 + ((3 * i) % 4),
    price: 2.5 + ((11 * i) % 9),
  };
});

export const customer: ShopColumn = ["customer_id", (line) => line.customer];
export const order: ShopColumn = ["order_id", (line) => line.order];
export const date: ShopColumn = ["order_date", (line) => line.date];
export const product: ShopColumn = ["sku", (line) => line.product];
export const quantity: ShopColumn = ["quantity", (line) => line.quantity];
export const price: ShopColumn = ["unit_price", (line) => line.price];
export const standard = [customer, order, date, product, quantity, price] as const;

export const worth = (line: ShopLine) => line.quantity * line.price;

/** The lines' revenue, lines of which `counts` says no left out. */
export function revenueWhere(counts: (line: ShopLine, row: number) => boolean = () => true): number {
  return shopLines.reduce((sum, line, row) => sum + (counts(line, row) ? worth(line) : 0), 0);
}

/** The orders with these columns as CSV; `lines` in another order or with others among them. */
export function shopCsv(
  columns: readonly ShopColumn[],
  lines: readonly ShopLine[] = shopLines,
  separator = ",",
): string {
  const rows = lines.map((line, row) => columns.map(([, cell]) => cell(line, row)).join(separator));
  return [columns.map(([name]) => name).join(separator), ...rows].join("\n");
}
