/** Reads and cleans a file and works out the base features of its customers: `bun read.ts FILE`. */
import { baseFeatures } from "../../../src/customers/base-features";
import { newestOrder } from "../../../src/customers/labels";
import { collectPurchases } from "../../../src/customers/purchases";
import { readTransactions } from "../../../src/transactions/read";

const start = performance.now();
const cpu = process.cpuUsage();
const stages: { name: string; seconds: number; residentMb: number }[] = [];
let since = start;
const transactions = await readTransactions(process.argv[2]!);
ended("read and clean");
const purchases = collectPurchases(transactions);
ended("orders");
const table = baseFeatures(purchases, newestOrder(purchases));
ended("features");
const seconds = (performance.now() - start) / 1000;
const used = process.cpuUsage(cpu);
const sum = (name: string) => table.columns[name]!.reduce((total, value) => total + value, 0);
const { rows_kept: rows, customers, orders, revenue } = transactions.report;
console.log(
  JSON.stringify({
    seconds,
    cpu_seconds: (used.user + used.system) / 1e6,
    rows,
    customers,
    orders,
    revenue,
    recency_days: sum("recency_days"),
    unique_products: sum("unique_products"),
    purchase_span_days: sum("purchase_span_days"),
    monetary: sum("monetary"),
    stages,
  }),
);

/** Notes what the stage took, and the memory at its end. */
function ended(name: string): void {
  const now = performance.now();
  stages.push({ name, seconds: (now - since) / 1000, residentMb: process.memoryUsage.rss() / 1e6 });
  since = now;
}
