import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type AlertThresholds, revenueChange, USUAL_THRESHOLDS } from "../../../src/answers/alerts";
import { selectCustomers } from "../../../src/answers/customer-selection";
import type { CustomerTable } from "../../../src/answers/customer-table";
import { Orders } from "../../../src/answers/orders";
import type { ShopFigures } from "../../../src/answers/shop-figures";
import type { Advice } from "../../../src/models/contact/advice";
import type { ModelCard } from "../../../src/models/model-card";
import { DAY_MS } from "../../../src/time";
import { dashboards } from "../../../views";
import { formatFor } from "../../../views/format";
import { type AlertState, checkAlerts, foundIn } from "../../../views/week/alert-check";
import { type ShopServer, startShopServer } from "../../api/resources/shop-server";

const AS_OF = Date.UTC(2011, 11, 9);
const FIRST: AlertState = { isRevenueDown: false, leaving: null, silent: [] };

const card = (horizon_days = 90, as_of = "2011-12-09T00:00:00Z") =>
  ({ as_of, churn: { horizon_days } }) as unknown as ModelCard;
const shopOf = (thresholds: Partial<AlertThresholds> = {}, of = card()) => ({
  id: "m1",
  card: of,
  format: formatFor({ currency: "GBP", locale: "en-GB" }),
  thresholds: { ...USUAL_THRESHOLDS, ...thresholds },
});
const figures = (share: number, range: readonly number[] | null = [share - 0.03, share + 0.03]) =>
  ({
    customers: 100,
    expectedLeavers: 100 * share,
    leaversRange: range?.map((bound) => 100 * bound) ?? null,
  }) as ShopFigures;
/** Customers `c0`, `c1` … with falling spend; `silent` are days overdue. */
function customers(
  silent: readonly number[],
  churn = silent.map(() => 0.4),
  spend = silent.map((_, i) => 1000 - i),
): CustomerTable {
  const columns: Record<string, Float64Array> = {
    monetary: Float64Array.from(spend),
    days_overdue: Float64Array.from(silent),
    churn_probability: Float64Array.from(churn),
  };
  return {
    rows: silent.length,
    columnNames: Object.keys(columns),
    numbers: (name: string) => columns[name]!,
    id: (row: number) => `c${row}`,
  } as unknown as CustomerTable;
}
const revenue = (now: number, past: number, chance = -0.05, against: "year" | "before" = "year") => ({
  now,
  past,
  against,
  span: { days: 90, back: 0 },
  change: now / past - 1,
  chance,
});
const selecting = (of: CustomerTable) => (rule: string) =>
  selectCustomers(of, { rule }, { asOf: AS_OF, orders: null, bought: null }, {} as Advice);
const quiet = { revenue: null, figures: figures(Number.NaN), customers: customers([]), selected: () => [] };
const titles = ({ alerts }: ReturnType<typeof foundIn>) => alerts.map(({ title }) => title);

describe("revenue", () => {
  /** Revenue now and before, and which looks raise an alert, one after another. */
  const TABLE: readonly (readonly [string, readonly (readonly [number, boolean])[]])[] = [
    [
      "raises nothing above the threshold",
      [
        [100, false],
        [81, false],
        [120, false],
      ],
    ],
    ["raises one at the threshold", [[80, true]]],
    [
      "raises one for a drop that goes on or deepens",
      [
        [79, true],
        [70, false],
        [60, false],
      ],
    ],
    [
      "raises no other while it has not clearly come back",
      [
        [79, true],
        [83, false],
        [79, false],
      ],
    ],
    [
      "raises another after it has come back",
      [
        [79, true],
        [90, false],
        [79, true],
      ],
    ],
  ];
  for (const [what, looks] of TABLE)
    test(what, () => {
      let state: AlertState = FIRST;
      for (const [now, isRaised] of looks) {
        const found = foundIn(shopOf(), state, { ...quiet, revenue: revenue(now, 100) });
        expect([now, titles(found).length]).toEqual([now, isRaised ? 1 : 0]);
        state = found.state as AlertState;
      }
    });

  test("says the figure, the threshold, the day and the doubt", () => {
    const [alert] = foundIn(shopOf(), FIRST, { ...quiet, revenue: revenue(7000, 10_000, -0.1) }).alerts;
    expect(alert!.title).toBe("Revenue is down 30%");
    expect(alert!.text).toBe(
      "£7,000 in the 90 days up to 9 December 2011, £10,000 in the same days a year earlier. You asked to hear of a drop of 20%. Chance alone would hardly bring more than 10%.",
    );
    expect(alert!.link).toBe("/app/orders?days=90&model=m1");
    const [season] = foundIn(shopOf(), FIRST, { ...quiet, revenue: revenue(70, 100, -0.1, "before") }).alerts;
    expect(season!.text).toContain("The season may be a part of it");
  });

  test("is not told to be down where chance alone may bring as much, where nothing can be compared, or where it is off", () => {
    const none = (shop: ReturnType<typeof shopOf>, of: ReturnType<typeof revenue> | null) =>
      expect(foundIn(shop, FIRST, { ...quiet, revenue: of }).alerts).toEqual([]);
    none(shopOf(), revenue(70, 100, -0.35));
    none(shopOf(), null);
    none(shopOf({ revenueDrop: 0 }), revenue(1, 100));
  });

  test("is compared with a year earlier where the data reaches back, else with the days before, else with nothing", () => {
    /** One customer with an order of this amount each day, so many days back. */
    const daily = (days: number, amount: (daysBack: number) => number) => {
      const backs = Array.from({ length: days }, (_, i) => days - 1 - i);
      const entries = {
        time: Float64Array.from(backs, (back) => AS_OF - back * DAY_MS),
        value: Float64Array.from(backs, amount),
        lines: new Int32Array(days),
        units: new Float64Array(days),
        isReturn: new Uint8Array(days),
        opensOrder: new Uint8Array(days).fill(1),
      };
      const orders = new Orders(Int32Array.of(0, days), entries);
      return revenueChange(orders, 90, { asOf: AS_OF, firstOrder: AS_OF - (days - 1) * DAY_MS });
    };
    expect(daily(500, (back) => (back < 90 ? 3 : 4))).toMatchObject({
      against: "year",
      now: 270,
      past: 360,
      change: -0.25,
    });
    // 90 equal orders on either side: √(1/90 + 1/90), and 1.2816 of it.
    expect(daily(500, () => 1)!.chance).toBeCloseTo(
      Math.exp(-1.2815515655446004 * Math.sqrt(2 / 90)) - 1,
      12,
    );
    expect(daily(300, (back) => (back < 90 ? 3 : 4))).toMatchObject({
      against: "before",
      now: 270,
      past: 360,
    });
    expect(daily(100, () => 1)).toBeNull();
  });
});

describe("the share of customers expected to leave", () => {
  const look = (state: AlertState, share: number, shop = shopOf(), range?: readonly number[] | null) =>
    foundIn(shop, state, { ...quiet, figures: figures(share, range) });
  const after = (found: ReturnType<typeof foundIn>) => found.state as AlertState;

  test("raises an alert for a rise since its lowest, however slow, and then only for another", () => {
    let state = after(look(FIRST, 0.3));
    for (const [share, isRaised] of [
      [0.28, false],
      [0.31, false],
      [0.329, false],
      [0.34, true],
      [0.36, false],
      [0.38, false],
      [0.395, true],
      [0.3, false],
      [0.36, true],
    ] as const) {
      const found = look(state, share);
      expect([share, titles(found).length]).toEqual([share, isRaised ? 1 : 0]);
      state = after(found);
    }
  });

  test("says both shares, the range and the days", () => {
    const state = { ...FIRST, leaving: { share: 0.3, asOf: "2011-11-09T00:00:00Z", horizonDays: 90 } };
    const [alert] = look(state, 0.4).alerts;
    expect(alert!.title).toBe("More customers are expected to leave: 40%");
    expect(alert!.text).toBe(
      "As of 9 December 2011, 40% of customers are expected to place no order within 90 days, 37% to 43% in 4 of 5 cases. As of 9 November 2011 it was 30%. You asked to hear of a rise of 5 points.",
    );
  });

  test("is not told to have risen within the error of the forecast, without tests, over other days, or where it is off", () => {
    const state = { ...FIRST, leaving: { share: 0.3, asOf: "2011-11-09T00:00:00Z", horizonDays: 90 } };
    expect(look(state, 0.4, shopOf(), [0.29, 0.5]).alerts).toEqual([]);
    expect(look(state, 0.4, shopOf(), null).alerts).toEqual([]);
    expect(look(state, 0.4, shopOf({}, card(60))).alerts).toEqual([]);
    expect(look(state, 0.9, shopOf({ churnRise: 0 })).alerts).toEqual([]);
    expect(look(state, Number.NaN).alerts).toEqual([]);
  });
});

describe("key accounts", () => {
  const look = (state: AlertState, of: CustomerTable, most = 3) =>
    foundIn(shopOf({ keyAccounts: most }), state, {
      ...quiet,
      customers: of,
      selected: selecting(of),
    });
  const after = (found: ReturnType<typeof foundIn>) => found.state as AlertState;

  test("that have gone silent are told once, and again after they ordered and went silent again", () => {
    let state = FIRST;
    for (const [silent, title] of [
      [[0, 0, 0, 9], null],
      [[5, 0, 0, 9], "A key account has gone silent"],
      [[6, 0, 0, 9], null],
      // One comes back as another goes: the number alone would hide it.
      [[0, 4, 0, 9], "A key account has gone silent"],
      [[3, 5, 2, 9], "2 key accounts have gone silent"],
    ] as const) {
      const found = look(state, customers(silent));
      expect([silent, titles(found)]).toEqual([silent, title === null ? [] : [title]]);
      state = after(found);
    }
  });

  test("are the largest so many, and those as good as lost are no news", () => {
    expect(look(FIRST, customers([5, 5, 5], [0.95, 0.9, 0.5]), 2).alerts).toEqual([]);
    expect(titles(look(FIRST, customers([5, 5, 5], [0.95, 0.9, 0.5])))).toEqual([
      "A key account has gone silent",
    ]);
    expect(look(FIRST, customers([5, 5, 5]), 0).alerts).toEqual([]);
  });

  /** Whom the link of the one alert opens, and what the alert says of it. */
  const opened = (of: CustomerTable, most = 3, state = FIRST) => {
    const [alert] = look(state, of, most).alerts;
    const rule = new URL(alert!.link, "http://shop").searchParams.get("rule")!;
    return { rule, rows: [...selecting(of)(rule)], says: /The link .*/.exec(alert!.text)![0] };
  };

  test("are exactly those whom the link opens, by no more digits of their spend than that takes", () => {
    const spend = [8000, 4321.99, 4100, 4050, 10];
    expect(opened(customers([5, 5, 0, 5, 5], undefined, spend))).toEqual({
      rule: "overdue and spend >= 4300 and (churn_probability < 90% or churn_probability is unknown)",
      rows: [0, 1],
      says: "The link opens exactly these.",
    });
    expect(opened(customers([0, 5, 5], [0.4, Number.NaN, 0.95])).rows).toEqual([1]);
    expect(opened(customers([5, 0, 0])).says).toBe("The link opens exactly this one.");
  });

  test("are said to be among those whom the link opens where no rule tells them apart", () => {
    // The third spent as much as the second, and only two are watched.
    expect(opened(customers([5, 5, 5], undefined, [800, 430.5, 430.5]), 2)).toMatchObject({
      rows: [0, 1, 2],
      says: "The link opens 3: all who are as silent, are not as good as lost, and have spent £430 or more.",
    });
    // The first is silent, but was told before.
    const told = after(look(FIRST, customers([5, 0, 0])));
    expect(opened(customers([5, 5, 0]), 3, told)).toMatchObject({
      rows: [0, 1],
      says: "The link opens 2: all who are as silent, are not as good as lost, and have spent £999 or more.",
    });
  });

  test("are named neither in what is told nor in what is remembered", () => {
    const found = look(FIRST, customers([5, 5, 5]));
    expect(JSON.stringify(found)).not.toMatch(/"c\d"|\bc[012]\b/);
    expect(after(found).silent).toHaveLength(3);
  });
});

describe("a real model", () => {
  let server: ShopServer;
  beforeAll(async () => {
    server = await startShopServer({}, dashboards);
    await server.furnish("shop");
  });
  afterAll(() => server.close());

  test("is looked at by the tenant's thresholds; a second look finds nothing new, and no model is nothing", async () => {
    const first = (await checkAlerts(server.context, "shop", null))!;
    expect((first.state as AlertState).leaving!.horizonDays).toBeGreaterThan(0);
    const stored = JSON.parse(JSON.stringify(first.state));
    expect((await checkAlerts(server.context, "shop", stored))!).toEqual({ state: stored, alerts: [] });
    for (const { link, title } of first.alerts) {
      const page = await fetch(server.url + link, {
        headers: { "X-Tenant-Id": "shop", Accept: "text/html" },
      });
      expect({ title, status: page.status }).toEqual({ title, status: 200 });
    }
    expect(await checkAlerts(server.context, "nobody", null)).toBeNull();
  });
});
