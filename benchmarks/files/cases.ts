import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTransactions } from "../../src/transactions/read";
import { type Checked, check, perennial } from "./ask";
import { compareFigures, Differences } from "./compare";

type Expected = Readonly<Record<string, unknown>>;
type Further = (
  path: string,
  expected: Expected,
  checked: Checked,
  differences: Differences,
) => Promise<void> | void;

/** What each case asks besides the figures of its `expected.json`, by the number that its folder begins with. */
const further: Readonly<Record<string, Further>> = {
  "08": (_, __, checked, differences) =>
    differences.says("the refusal", refusal(checked), "customer_id", "Customer type"),
  "09": async (path, expected, _, differences) => {
    const orders = await ordersByCustomer(path);
    const counts = [...orders.values()];
    differences.equal(
      "most orders",
      Math.max(...counts),
      expected["frequency of the most frequent customer"],
    );
    differences.equal(
      "mean orders",
      counts.reduce((a, b) => a + b, 0) / counts.length,
      expected["mean frequency"],
    );
  },
  "13": (_, expected, checked, differences) => {
    differences.equal("rows returned", found(checked).rows_returned, expected.rows_returned);
    differences.equal("value returned", found(checked).refunds, expected["value returned"]);
  },
  "18": (_, expected, checked, differences) =>
    differences.says(
      "the refusal",
      refusal(checked),
      "InvoiceDate",
      String(expected["rows that prove month/day/year"]),
    ),
  "20": (_, __, checked, differences) =>
    differences.says(
      "the warning",
      found(checked)
        .warnings.map(({ message }) => message)
        .join(" "),
      "2032",
    ),
  "24": (_, __, checked, differences) =>
    differences.says("the refusal", refusal(checked), "CustomerID", "1.00E+13"),
  "26": (_, __, checked, differences) =>
    differences.says(
      "the warning",
      found(checked)
        .warnings.map(({ message }) => message)
        .join(" "),
      "USD",
      "JPY",
    ),
  "29": async (path, expected, _, differences) => {
    const report = await trained(path, (model) => Bun.file(join(model, "strategic_report.md")).text());
    const claims =
      report.match(/come back regularly|used to buy|habit|regular buyers?|\boften\b|buy again and again/gi) ??
      [];
    differences.equal(
      "sentences that claim repeat buying",
      claims.length,
      expected["sentences that claim repeat buying"],
    );
  },
  "30": async (path, expected, _, differences) => {
    const { out } = await trained(path, (model) => perennial("overdue", "--model", model));
    differences.equal("overdue customers", out.trim().split("\n").length - 1, expected["overdue customers"]);
  },
  "31": async (path, expected, _, differences) => {
    const { gross_spend, net_spend, customer } = expected["orders.csv"] as Record<string, number>;
    const { lines, returns, customers } = await readTransactions(path);
    const id = customers.indexOf(String(customer));
    const worth = (part: typeof lines) =>
      part.quantity.reduce((sum, q, i) => sum + (part.customer[i] === id ? q * part.unitPrice[i]! : 0), 0);
    differences.equal("gross spend", worth(lines), gross_spend);
    differences.equal("net spend", worth(lines) + worth(returns), net_spend);
    const answer = await trained(path, (model) =>
      perennial("predict", "--model", model, "--customer", String(customer)),
    );
    const { ltv_estimate = Number.NaN } = JSON.parse(answer.out) as { ltv_estimate?: number };
    if (!(ltv_estimate < 5)) differences.found.push(`expected spend is ${ltv_estimate}, expected near 0`);
  },
  "40": async (path, expected, _, differences) => {
    const { lines, customers } = await readTransactions(path);
    const times = [...lines.time].filter((_, i) => customers[lines.customer[i]!] === "2");
    const days = (Math.max(...times) - Math.min(...times)) / 86_400_000;
    differences.equal(
      "days between customer 2's orders",
      days,
      (expected["five.csv"] as Record<string, number>).purchase_span_days_of_2,
    );
  },
  "42": async (path, expected, _, differences) => {
    const orders = await ordersByCustomer(path);
    const { frequency } = expected["sameday.csv"] as { frequency: Record<string, number> };
    for (const [customer, count] of Object.entries(frequency))
      differences.equal(`orders of ${customer}`, orders.get(customer), count);
  },
};

/** Checks a file of a case. Returns what is not as expected. */
export async function checkCase(
  folder: string,
  number: string,
  file: string,
  expected: Expected,
): Promise<string[]> {
  const path = join(folder, file);
  const mapping = join(folder, "mapping.json");
  const flags = (await Bun.file(mapping).exists()) ? ["--mapping-path", mapping] : [];
  const checked = await check([path], ...flags);
  const differences = new Differences();
  const figures = expected[file];
  if (typeof figures === "object" && figures !== null && !mayBeRefused(number, checked))
    if ("refused" in checked) differences.found.push(`it was refused: ${checked.refused}`);
    else compareFigures(checked.answer, figures as Record<string, number>, differences);
  if (typeof figures === "string") compareRefusal(figures, checked, differences);
  if (differences.found.length === 0) await further[number]?.(path, expected, checked, differences);
  return differences.found;
}

/**
 * Cases whose README takes a refusal, or a warning that sets a part aside, for an answer; what must be said is asked
 * above.
 */
function mayBeRefused(number: string, checked: Checked): boolean {
  return (number === "18" && "refused" in checked) || number === "26" || number === "31";
}

/**
 * A refusal that names what is expected, or the file read whole and right: every row of one shop, 25,021.82 in 402
 * orders.
 */
function compareRefusal(expected: string, checked: Checked, differences: Differences): void {
  if ("refused" in checked) {
    const named = /names (\w+)/.exec(expected)?.[1];
    if (named !== undefined) differences.says("the refusal", checked.refused, named, "such as");
    return;
  }
  const { rows_read, rows_kept, revenue, orders } = checked.answer;
  differences.equal("rows kept", rows_kept, rows_read);
  differences.equal("revenue", revenue, 25_021.82);
  differences.equal("orders", orders, 402);
}

function refusal(checked: Checked): string {
  return "refused" in checked ? checked.refused : "it was read";
}

function found(checked: Checked) {
  if ("refused" in checked) throw new Error(checked.refused);
  return checked.answer;
}

async function ordersByCustomer(path: string): Promise<Map<string, number>> {
  const { lines, customers } = await readTransactions(path);
  const orders = new Map<string, Set<number>>();
  for (let i = 0; i < lines.length; i++) {
    const customer = customers[lines.customer[i]!]!;
    if (!orders.has(customer)) orders.set(customer, new Set());
    orders.get(customer)!.add(lines.order[i]!);
  }
  return new Map([...orders].map(([customer, ids]) => [customer, ids.size]));
}

/** Trains quickly on a file and asks the model; nothing is left of it. */
async function trained<T>(path: string, ask: (model: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "perennial-check-"));
  try {
    const model = join(folder, "model");
    const { exitCode, err } = await perennial(
      "train",
      "--tenant-id",
      "check",
      "--quick",
      "--data-path",
      path,
      "--out",
      model,
    );
    if (exitCode !== 0) throw new Error(err);
    return await ask(model);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
