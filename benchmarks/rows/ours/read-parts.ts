/**
 * Reads and cleans a file in parts and works out the base features of each part's customers: `bun read-parts.ts FILE
 * [BYTES]`, where BYTES is the budget of memory, 1 GiB if it is left out. Each part is given up before the next is read.
 */
import { baseFeatures } from "../../../src/customers/base-features";
import { collectPurchases } from "../../../src/customers/purchases";
import { readInParts } from "../../../src/transactions/read-in-parts";
import { freeMemory } from "../../../src/transactions/spill/pages";

const [path, budget = String(2 ** 30)] = process.argv.slice(2);
const start = performance.now();
const cpu = process.cpuUsage();
const stages: { name: string; seconds: number; residentMb: number }[] = [];
let since = start;
await using parts = await readInParts(path!, { memoryBudget: Number(budget) });
ended("read and clean");
const { rows_kept: rows, customers, orders, revenue, last_order } = parts.shared.report;
const newest = Date.parse(last_order);
let recencyDays = 0;
let monetary = 0;
for (let k = 0; k < parts.customers.length; k++) {
  const part = await parts.part(k);
  const { columns } = baseFeatures(collectPurchases(part), newest);
  for (const days of columns.recency_days!) recencyDays += days;
  for (const spent of columns.monetary!) monetary += spent;
  if (parts.customers.length === 1) continue;
  // As a training does.
  for (const lines of [part.lines, part.returns])
    freeMemory(Object.values(lines).filter((column) => ArrayBuffer.isView(column)));
  Bun.gc(true);
}
ended(
  parts.customers.length === 1
    ? "orders and features"
    : `${parts.customers.length} parts, orders and features`,
);
const seconds = (performance.now() - start) / 1000;
const used = process.cpuUsage(cpu);
console.log(
  JSON.stringify({
    seconds,
    cpu_seconds: (used.user + used.system) / 1e6,
    rows,
    customers,
    orders,
    revenue,
    recency_days: recencyDays,
    monetary,
    stages,
  }),
);

/** Notes what the stage took, and the memory at its end. */
function ended(name: string): void {
  const now = performance.now();
  stages.push({ name, seconds: (now - since) / 1000, residentMb: process.memoryUsage.rss() / 1e6 });
  since = now;
}
