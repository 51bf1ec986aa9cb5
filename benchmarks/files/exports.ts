import type { Answer } from "./ask";
import type { Differences } from "./compare";

type Figures = Readonly<Record<string, number | string>>;
type Compare = (answer: Answer, figure: (name: string) => number, is: Differences["equal"]) => void;

/** Orders of the file, whatever became of them, by what their statuses mean. */
function orders({ statuses }: Answer, ...meanings: readonly string[]): number {
  return statuses
    .filter(({ meaning }) => meanings.length === 0 || meanings.includes(meaning))
    .reduce((sum, status) => sum + status.orders, 0);
}

function revenue({ statuses }: Answer, ...meanings: readonly string[]): number {
  return statuses
    .filter(({ meaning }) => meanings.includes(meaning))
    .reduce((sum, status) => sum + status.revenue, 0);
}

function inCurrency({ currencies }: Answer, code: string): number {
  return currencies.find(({ currency }) => currency === code)?.revenue ?? 0;
}

/**
 * How the figures of each export's `expected.json` follow from an answer. They count orders that were refunded in full,
 * which are no orders here; so a refund appears on both sides, and the net is the same.
 */
export const exportChecks: Readonly<Record<string, Compare>> = {
  "shopify.csv": (answer, figure, is) => {
    is("orders", orders(answer), figure("orders"));
    is("people", answer.customers + answer.customers_left_out, figure("customers"));
    is("guest orders", answer.guest_orders, figure("guest_orders"));
    is("cancelled orders", orders(answer, "cancelled"), figure("cancelled_orders"));
    is("unpaid orders", orders(answer, "cancelled", "unpaid"), figure("unpaid_orders"));
    is("lines", answer.rows_read, figure("lines"));
    is("gross", answer.revenue + answer.discounts + revenue(answer, "refunded"), figure("gross_lines"));
    is("discounts", answer.discounts, figure("discounts"));
    is("refunds", answer.refunds + revenue(answer, "refunded"), figure("refunds"));
    is("net", answer.net_revenue, figure("net_of_discount_and_refund"));
  },
  "woocommerce_advanced_order_export.csv": (answer, figure, is) => {
    is("orders", orders(answer), figure("orders"));
    is("sales and refunded", orders(answer, "sale", "refunded"), figure("counted_orders"));
    is(
      "orders that are no sales",
      orders(answer) - orders(answer, "sale", "refunded"),
      figure("not_sales_statuses"),
    );
    // One customer's only order is refunded in full, another's never paid.
    is("customers", answer.customers + answer.customers_left_out - 1, figure("customers"));
    is("gross", revenue(answer, "sale", "refunded"), figure("line_total_ex_refund"));
    is("net", answer.net_revenue, figure("line_total_ex_refund") - figure("refunded"));
  },
  "magento2_order_grid.csv": (answer, figure, is) => {
    is("orders", orders(answer), figure("orders"));
    is("sales and refunded", orders(answer, "sale", "refunded"), figure("counted_orders"));
    is("customers", answer.customers, figure("customers"));
    is("goods", revenue(answer, "sale", "refunded"), figure("subtotal_base"));
    is("net", answer.net_revenue, figure("subtotal_base") - revenue(answer, "refunded"));
  },
  "prestashop.csv": (answer, figure, is) => {
    is("orders in the file", orders(answer), figure("orders"));
    is("orders", answer.orders, figure("counted_orders"));
    is("revenue", answer.revenue, figure("total"));
    is("customers", answer.customers, figure("customers_by_name"));
  },
  "amazon_fulfilled_shipments.csv": (answer, figure, is) => {
    is(
      "orders",
      answer.currencies.reduce((sum, account) => sum + account.orders, 0),
      figure("orders"),
    );
    is("lines", answer.rows_read, figure("lines"));
    is("people", answer.customers + answer.customers_left_out, figure("customers"));
    is("revenue", answer.revenue, figure("item_price_eur"));
    is("in pounds", inCurrency(answer, "GBP"), figure("item_price_gbp"));
  },
  "ebay.csv": (answer, figure, is) => {
    is("orders", answer.orders, figure("orders"));
    is("items", answer.rows_kept, figure("item_rows"));
    is("customers", answer.customers, figure("customers"));
    is("revenue", answer.revenue, figure("sold_for_items"));
  },
  "etsy.csv": (answer, figure, is) => {
    is("orders", answer.orders, figure("orders"));
    is("lines", answer.rows_read, figure("lines"));
    is("customers", answer.customers, figure("buyers"));
    is("lines of guests", answer.dropped.guest_order?.rows, figure("guest_lines"));
    is("gross", answer.revenue + answer.discounts, figure("item_total"));
    is("discounts", answer.discounts, figure("discounts"));
  },
  "stripe.csv": (answer, figure, is) => {
    is("charges", orders(answer), figure("charges"));
    is("paid", orders(answer, "sale", "refunded"), figure("paid"));
    is("failed", orders(answer, "failed"), figure("failed"));
    is("customers", answer.customers, figure("customers"));
    is("gross", answer.revenue + revenue(answer, "refunded"), figure("converted_amount_eur"));
    is("refunds", answer.refunds + revenue(answer, "refunded"), figure("converted_refunded_eur"));
  },
  "opencart.csv": (answer, figure, is) => {
    is("orders in the file", orders(answer), figure("orders"));
    is("orders", answer.orders, figure("counted_orders"));
    is("lines", answer.rows_kept, figure("lines"));
    is("guest orders", answer.guest_orders, figure("guest_orders"));
    is("customers", answer.customers, figure("customers_by_email"));
    is("revenue", answer.revenue, figure("line_total"));
  },
  "odoo.csv": (answer, figure, is) => {
    is("orders in the file", orders(answer), figure("orders"));
    is("orders", answer.orders, figure("counted_orders"));
    is("lines", answer.rows_read, figure("lines"));
    is("customers", answer.customers, figure("customers"));
    is("revenue", answer.revenue, figure("line_subtotal_counted"));
  },
  "xero.csv": (answer, figure, is) => {
    is("lines", answer.rows_read, figure("lines"));
    is("people", answer.customers + answer.customers_left_out, figure("customers"));
    is("revenue", answer.revenue, figure("line_amount_sales_eur"));
    is("in pounds", inCurrency(answer, "GBP"), figure("line_amount_sales_gbp"));
    is("credit notes", answer.refunds, figure("line_amount_credit"));
  },
};

/** Compares the answer for an export. Returns what is not as expected. */
export function compareExport(
  file: string,
  answer: Answer,
  expected: Figures,
  differences: Differences,
): void {
  exportChecks[file]!(
    answer,
    (name) => Number(expected[name]),
    (name, found, value) => differences.equal(name, found, value),
  );
}
