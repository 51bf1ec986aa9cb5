import { describe, expect, test } from "bun:test";
import { CustomerTable } from "../../src/answers/customer-table";
import { overdueCustomers } from "../../src/answers/overdue";
import { Random } from "../../src/learning/random";
import { SENT_BACK } from "../../src/models/contact/actions";
import { strategicReport } from "../../src/models/report/report";
import { train } from "../../src/pipeline/train";
import type { ShopLine } from "../shop";
import { shopOfLines, utc } from "../shop";
import { type Scored, scored } from "./scored";

const DAY_MS = 86_400_000;
const START = utc("2023-01-02T10:00");

/** Words that say that somebody does a thing again and again. */
const CLAIMS =
  /regular|\boften\b|habit|\bloyal(?!ists)|come back|comes back|repeat|used to|now and then|occasions|usual gap|same weekday|of the orders/i;

function order(customer: number, day: number, value: number): ShopLine {
  return {
    customer: String(customer),
    time: START + day * DAY_MS,
    order: `${customer}/${day}`,
    product: `p${customer % 7}`,
    quantity: 1,
    price: Math.round(100 * value) / 100,
    country: null,
  };
}

const learnedOf = async (...asked: Parameters<typeof train>) => scored(await train(...asked));
const learn = (lines: readonly ShopLine[]) =>
  learnedOf(shopOfLines(lines), { settings: { effort: "quick" } });

function column<T>({ table }: Scored, name: string): T[] {
  return Array.from(table.array(name) as ArrayLike<T>);
}

/** Customers who order once, and of each hundred so many who come back at random. */
function rareShop(seed: number, customers: number, comeBack: number): ShopLine[] {
  const random = new Random(seed);
  const lines: ShopLine[] = [];
  for (let c = 0; c < customers; c++) {
    let day = Math.floor(random.uniform() * 400);
    lines.push(order(c, day, random.gamma(2, 1 / 15)));
    while (random.uniform() < comeBack / 100 && day < 395) {
      day += 1 + Math.floor(random.uniform() * (395 - day));
      lines.push(order(c, day, random.gamma(2, 1 / 15)));
    }
  }
  return lines;
}

/** Boxes every `period` days until each customer stops; of each hundred so many are skipped. */
function boxes(customers: number, period: number, skipped: number, days: number): ShopLine[] {
  const random = new Random(period);
  const lines: ShopLine[] = [];
  for (let c = 0; c < customers; c++) {
    const first = Math.floor(random.uniform() * days * 0.4);
    const stops = random.uniform() < 0.5 ? days : first + random.uniform() * days;
    for (let day = first; day < Math.min(days, stops); day += period) {
      if (day === first || random.uniform() >= skipped / 100) lines.push(order(c, day, 29));
    }
  }
  return lines;
}

/** Customers with four orders or more who have been silent for more than twice their period. */
function silent(lines: readonly ShopLine[], period: number): string[] {
  const newest = Math.max(...lines.map(({ time }) => time));
  const ids = [...new Set(lines.map(({ customer }) => customer))];
  return ids
    .filter((id) => {
      const times = lines.filter(({ customer }) => customer === id).map(({ time }) => time);
      return times.length >= 4 && newest - Math.max(...times) > 2 * period * DAY_MS;
    })
    .sort();
}

function overdue(training: Scored): string[] {
  return overdueCustomers(new CustomerTable(training.table, false), 10_000).map(
    ({ customerId }) => customerId,
  );
}

describe("what is said of customers", () => {
  test.each([0, 3, 20, 46, 70])(
    "is nothing that a group does not do of whom most bought once, where %i in 100 come back",
    async (comeBack) => {
      const training = await learn(rareShop(comeBack + 1, 400, comeBack));
      const { trained, advice } = training;
      const frequency = column<number>(training, "frequency");
      const medianOf = (of: unknown[], group: unknown) => {
        const orders = frequency.filter((_, row) => of[row] === group).sort((a, b) => a - b);
        return orders[(orders.length - 1) >> 1] ?? 0;
      };
      const segments = column<number>(training, "segment");
      for (const { segment, name, description, recommended_action, why } of trained.segments) {
        if (medianOf(segments, segment) > 1) continue;
        expect([name, description, recommended_action, why].join("; ")).not.toMatch(CLAIMS);
      }
      const groups = column<string>(training, "rfm_group");
      for (const { rfm_group, customers, description, recommended_action } of trained.rfm.groups) {
        if (customers === 0 || medianOf(groups, rfm_group) > 1) continue;
        expect(["Champions", "Loyal Customers"]).not.toContain(rfm_group);
        expect(`${description}; ${recommended_action}`).not.toMatch(CLAIMS);
      }
      for (const name of ["reason_1", "reason_2", "reason_3"]) {
        column<string>(training, name).forEach((reason, row) => {
          if (frequency[row] === 1) expect(reason).not.toMatch(CLAIMS);
        });
      }
      const report = strategicReport(trained, advice);
      if (comeBack === 0) expect(report).not.toMatch(CLAIMS);
    },
  );
});

describe("customers with a rhythm of their own", () => {
  test.each([
    [7, 0, 400],
    [30, 0, 520],
    [28, 15, 520],
    [91, 0, 1100],
  ])("of %i days, %i in 100 boxes skipped, are overdue after two of them", async (period, skipped, days) => {
    const lines = boxes(120, period, skipped, days);
    const expected = silent(lines, period);
    expect(expected.length).toBeGreaterThan(10);
    const training = await learn(lines);
    expect(overdue(training).sort()).toEqual(expected);
    expect(training.trained.nextOrderSummary.overdue).toBe(expected.length);
  });

  test("are found among customers who order at random", async () => {
    const subscribers = boxes(120, 30, 0, 520);
    const others = rareShop(9, 300, 60).map((line) => ({
      ...line,
      customer: `x${line.customer}`,
      order: `x${line.order}`,
    }));
    const training = await learn([...subscribers, ...others]);
    const late = overdue(training);
    for (const customer of silent([...subscribers, order(999, 519, 1)], 30)) expect(late).toContain(customer);
  });

  test("are said not to be known where nobody has one", async () => {
    const { trained, advice } = await learn(rareShop(4, 300, 0));
    expect(strategicReport(trained, advice)).toContain("There is no telling who is overdue");
  });
});

describe("a customer who sends everything back", () => {
  const shop = () => {
    const lines = rareShop(11, 120, 75).map((line) => ({ ...line, customer: `k${line.customer}` }));
    for (let n = 0; n < 24; n++) {
      const bought = order(99_001, 20 + 15 * n, 60);
      lines.push(bought, { ...bought, quantity: -1, time: bought.time + 3 * DAY_MS, order: `R${n}` });
    }
    return lines;
  };
  const rowOf = (training: Scored) => column<string>(training, "CustomerID").indexOf("99001");

  test("is no champion, not worth a call, and expected to keep nothing", async () => {
    const training = await learn(shop());
    const row = rowOf(training);
    const of = <T>(name: string) => column<T>(training, name)[row]!;
    expect(of<number>("monetary")).toBe(1440);
    expect(of<number>("net_monetary")).toBe(0);
    expect(of<number>("ltv_estimate")).toBe(0);
    expect(of<number>("value_if_kept")).toBe(0);
    expect(of<string>("recommended_action")).toBe(SENT_BACK);
    expect(["Best customers", "Regulars"]).not.toContain(of<string>("segment_name"));
    expect(["Champions", "Loyal Customers", "Potential Loyalists"]).not.toContain(of<string>("rfm_group"));
    expect(overdue(training)).not.toContain("99001");
    expect(
      training.trained.segments.map(({ net_revenue_share }) => net_revenue_share).every((s) => s >= 0),
    ).toBe(true);
  });

  test("is forecast as paid where that is asked for, and still not called", async () => {
    const training = await learnedOf(shopOfLines(shop()), { settings: { effort: "quick", spend: "gross" } });
    const row = rowOf(training);
    expect(column<number>(training, "ltv_estimate")[row]!).toBeGreaterThan(1);
    expect(column<number>(training, "value_if_kept")[row]).toBe(0);
    expect(column<string>(training, "recommended_action")[row]).toBe(SENT_BACK);
  });
});
