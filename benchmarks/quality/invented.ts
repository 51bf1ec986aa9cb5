import type { Purchases } from "../../src/customers/purchases";
import { Random } from "../../src/learning/random";
import { DAY_MS } from "../../src/time";

/** What moves the business of an invented shop, day by day. */
interface Habits {
  /** In words. */
  readonly what: string;
  /** Shape and rate, in weeks, of the gamma distribution of order rates. */
  readonly rate: readonly [shape: number, weeks: number];
  /** The same of dropout rates. */
  readonly dropout: readonly [shape: number, weeks: number];
  /** Shape of the time between orders, counted in the shop's own time: 1 is random, more is regular. */
  readonly regularity: number;
  /** Factor on all order rates on a day. */
  readonly pace: (day: number) => number;
  /** How many customers begin on a day, relative to other days. */
  readonly newcomers: (day: number) => number;
  /** Factor on the dropout rate and the order rate of a customer who begins on a day. */
  readonly quality: (day: number) => { readonly dropout: number; readonly rate: number };
  /** Factor on prices on a day. */
  readonly prices: (day: number) => number;
  /** Standard deviations of the logarithm of a customer's mean order and of an order around it. */
  readonly values: readonly [between: number, within: number];
  /** Share of customers who buy wholesale, and how much more they pay. */
  readonly giants: readonly [share: number, factor: number];
}

const STEADY: Habits = {
  what: "a steady shop",
  rate: [0.9, 7],
  dropout: [0.6, 40],
  regularity: 1,
  pace: () => 1,
  newcomers: () => 1,
  quality: () => ({ dropout: 1, rate: 1 }),
  prices: () => 1,
  values: [0.7, 0.6],
  giants: [0, 1],
};

/** A bump around a day of the year. */
const bump = (day: number, centre: number, width: number) => {
  const away = Math.abs((((day - centre) % 365) + 365 + 182) % 365) - 182;
  return Math.exp(-0.5 * (away / width) ** 2);
};
/** Day 0 is 1 January. */
const giftSeason = (day: number) => 0.7 + 2.2 * bump(day, 325, 25) - 0.25 * bump(day, 25, 25);
const apparelSeason = (day: number) => 0.75 + 0.8 * bump(day, 110, 30) + 1.1 * bump(day, 285, 35);
const isPromotion = (day: number) => day % 61 < 6;

/** Shops whose business moves in known ways, two years and a half long; the name says how. */
export const INVENTED = {
  steady: STEADY,
  gift_season: {
    ...STEADY,
    what: "gifts, most of them in November",
    pace: giftSeason,
    newcomers: giftSeason,
  },
  apparel_season: {
    ...STEADY,
    what: "apparel, two seasons and promotions",
    rate: [1.2, 14],
    pace: (day) => apparelSeason(day) * (isPromotion(day) ? 2 : 0.9),
  },
  grocery: {
    ...STEADY,
    what: "groceries, every week",
    rate: [2.5, 2.2],
    dropout: [0.5, 80],
    values: [0.5, 0.5],
    pace: (day) => 1 + 0.15 * bump(day, 350, 15),
  },
  trend: {
    ...STEADY,
    what: "a growing shop",
    pace: (day) => 0.7 * 1.5 ** (day / 365),
    newcomers: (day) => 1.8 ** (day / 365),
  },
  decline: { ...STEADY, what: "a shrinking shop", pace: (day) => 1.3 * 0.65 ** (day / 365) },
  break: {
    ...STEADY,
    what: "gifts, and a break of three months",
    pace: (day) => giftSeason(day) * (day > 470 && day < 560 ? 0.45 : day >= 560 ? 1.2 : 1),
  },
  subscription: {
    ...STEADY,
    what: "a regular rhythm of a month",
    rate: [8, 34],
    dropout: [0.8, 30],
    regularity: 20,
  },
  giants: {
    ...STEADY,
    what: "one customer in a hundred buys wholesale",
    giants: [0.01, 60],
    values: [1.1, 0.6],
  },
  newcomers: {
    ...STEADY,
    what: "a wave of newcomers who soon leave",
    newcomers: (day) => (day > 560 && day < 640 ? 7 : 1),
    quality: (day) => (day > 560 && day < 640 ? { dropout: 4, rate: 0.7 } : { dropout: 1, rate: 1 }),
  },
  prices: {
    ...STEADY,
    what: "gifts, and a rise in prices",
    pace: giftSeason,
    prices: (day) => (day > 500 ? 1.25 : 1),
  },
  one_price: { ...STEADY, what: "orders that all cost the same", values: [0, 0] },
} satisfies Readonly<Record<string, Habits>>;

export type InventedName = keyof typeof INVENTED;

/** How long their files are. */
const INVENTED_DAYS = 911;
const FIRST_MOMENT = Date.UTC(2021, 0, 1);

/** The purchases of `customers` of a shop of that name, some of whom never order. The same seed gives the same shop. */
export function inventPurchases(name: InventedName, customers: number, seed: number): Purchases {
  const habits: Habits = INVENTED[name];
  const random = new Random(seed).fork(`invented ${name}`);
  const begins = drawBegins(habits, customers, random.fork("begins"));
  const orders: { time: number; value: number }[][] = [];
  for (let i = 0; i < customers; i++) {
    const own = drawOrders(habits, begins[i]!, random.fork(`customer ${i}`));
    if (own.length > 0) orders.push(own);
  }
  return asPurchases(orders);
}

function drawBegins({ newcomers }: Habits, customers: number, random: Random): number[] {
  const until: number[] = [];
  let sum = 0;
  for (let day = 0; day < INVENTED_DAYS; day++) {
    // Many have been customers for long when the file begins.
    sum += newcomers(day) * (day < 60 ? 4 : 1);
    until.push(sum);
  }
  return Array.from({ length: customers }, () => {
    const at = sum * random.uniform();
    return until.findIndex((value) => at < value);
  });
}

function drawOrders(habits: Habits, begin: number, random: Random): { time: number; value: number }[] {
  const { pace, regularity, quality, prices, values, giants } = habits;
  const [shape, weeks] = habits.rate;
  const [leaveShape, leaveWeeks] = habits.dropout;
  const own = quality(begin);
  const perDay = (own.rate * random.gamma(shape, weeks)) / 7;
  const leavesAt = begin + 7 * random.exponential(own.dropout * random.gamma(leaveShape, leaveWeeks));
  const isGiant = random.uniform() < giants[0];
  const mean = Math.log(40) + values[0] * random.normal() + (isGiant ? Math.log(giants[1]) : 0);
  const orders: { time: number; value: number }[] = [];
  const order = (day: number) => {
    const minute = Math.floor(1440 * random.uniform());
    const value = prices(day) * Math.exp(mean + values[1] * random.normal());
    orders.push({
      time: FIRST_MOMENT + day * DAY_MS + minute * 60_000,
      value: Math.round(100 * value) / 100,
    });
  };
  order(begin);
  // The next order comes once the shop's own time has run this far.
  let left = random.gamma(regularity, regularity);
  for (let day = begin + 1; day < INVENTED_DAYS && day <= leavesAt; day++) {
    left -= perDay * pace(day);
    if (left > 0) continue;
    order(day);
    left = random.gamma(regularity, regularity);
  }
  return orders;
}

function asPurchases(orders: readonly (readonly { time: number; value: number }[])[]): Purchases {
  const all = orders.flat();
  const start = new Int32Array(orders.length + 1);
  orders.forEach((own, i) => {
    start[i + 1] = start[i]! + own.length;
  });
  const each = (of: (order: { time: number; value: number }) => number) => Float64Array.from(all, of);
  const lines = each(({ value }) => 1 + (Math.round(value) % 4));
  return {
    customers: orders.length,
    start,
    time: each(({ time }) => time),
    value: each(({ value }) => value),
    units: lines,
    lines,
    opensOrder: new Uint8Array(all.length).fill(1),
    newProducts: lines,
    country: new Int32Array(all.length).fill(-1),
  };
}
