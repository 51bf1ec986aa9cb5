import { table } from "arquero";
import { adviceOf } from "../../../src/answers/advice";
import { Bought } from "../../../src/answers/bought";
import { CustomerTable } from "../../../src/answers/customer-table";
import { Orders } from "../../../src/answers/orders";
import type { RuleFacts } from "../../../src/answers/rules/facts";
import { RULE_FIELDS } from "../../../src/answers/rules/fields";
import type { Random } from "../../../src/learning/random";
import { modelCard } from "../../../src/models/card";
import { RFM_GROUPS } from "../../../src/models/segments/rfm-groups";
import { ArrowColumns } from "../../../src/pipeline/arrow-columns";
import { arrowFile } from "../../../src/pipeline/arrow-file";
import { attributesTable } from "../../../src/pipeline/attributes-table";
import { DAY_MS } from "../../../src/time";
import { trainedModels } from "../../models/trained-models";
import { ATTRIBUTES, COUNTRIES, DAYS, MONEY, one, PRODUCTS, SHARES } from "./made-up-rules";

export const AS_OF = Date.UTC(2011, 2, 1, 12, 50);

/** A customer as somebody would write one down; null is unknown. */
export interface MadeUpCustomer {
  readonly fields: Readonly<Record<string, number | string | null>>;
  /** Moments of orders, milliseconds since 1970, in time order. */
  readonly orders: readonly number[];
  readonly bought: readonly { readonly product: string; readonly recencyDays: number }[];
  readonly attributes: Readonly<Record<string, number | string | boolean | null>>;
}

/** Customers of whom some figures are unknown. */
export function madeUpCustomers(random: Random, count: number): MadeUpCustomer[] {
  const known = <T>(value: () => T) => (random.uniform() < 0.15 ? null : value());
  const upTo = (most: number) => Math.floor(random.uniform() * most);
  return Array.from({ length: count }, () => ({
    fields: {
      ...Object.fromEntries(
        RULE_FIELDS.filter(({ column }) => column !== undefined).map(({ column, kind, choices }) => [
          column,
          known(() => {
            if (kind === "money") return Math.fround(one(random, MONEY));
            if (kind === "share") return Math.fround(one(random, SHARES));
            if (kind === "date") return random.uniform() * 220;
            if (kind === "product") return one(random, PRODUCTS);
            if (choices === "rfm_groups") return one(random, RFM_GROUPS).name;
            return kind === "choice" ? one(random, COUNTRIES) : upTo(8);
          }),
        ]),
      ),
      no_order_probability: known(() => random.uniform()),
    },
    orders: Array.from({ length: upTo(4) }, () => AS_OF - Math.floor(random.uniform() * 90 * DAY_MS)).sort(
      (a, b) => a - b,
    ),
    bought: Array.from({ length: upTo(6) }, () => ({
      product: one(random, PRODUCTS),
      recencyDays: 1 + upTo(150),
    })),
    attributes: {
      "a name": known(() => one(random, COUNTRIES)),
      points: known(() => upTo(8)),
      joined: known(() => Date.parse(one(random, [...DAYS, "2011-03-20"]))),
      consent: known(() => random.uniform() < 0.5),
    },
  }));
}

/** The same customers as a model has them. */
export function factsOf(customers: readonly MadeUpCustomer[]): RuleFacts {
  const ids = customers.map((_, row) => `c${row}`);
  const columns = Object.keys(customers[0]!.fields).map((name) => {
    const cells = customers.map(({ fields }) => fields[name] ?? null);
    const isText = cells.some((cell) => typeof cell === "string");
    return [name, isText ? cells : Float64Array.from(cells, (cell) => (cell as number | null) ?? NaN)];
  });
  const attributes = attributesTable(
    ids,
    ATTRIBUTES.map(({ name, kind }) => ({
      name,
      kind,
      cells: customers.map((customer) => customer.attributes[name]!),
    })),
  );
  const told = new CustomerTable(
    table({ CustomerID: ids, ...Object.fromEntries(columns) }),
    false,
    null,
    new ArrowColumns(arrowFile(attributes)),
  );
  return {
    customers: told,
    advice: adviceOf({ card: modelCard(trainedModels()), customers: told }),
    history: { asOf: AS_OF, orders: ordersOf(customers), bought: boughtOf(customers) },
  };
}

/** Each order with a return before all of them, which counts as no order. */
function ordersOf(customers: readonly MadeUpCustomer[]): Orders {
  const start = [0];
  const time: number[] = [];
  const isReturn: number[] = [];
  for (const { orders } of customers) {
    for (const [i, moment] of [orders[0]! - DAY_MS, ...orders].entries()) {
      if (Number.isNaN(moment)) continue;
      time.push(moment);
      isReturn.push(i === 0 ? 1 : 0);
    }
    start.push(time.length);
  }
  const n = time.length;
  return new Orders(Int32Array.from(start), {
    time: Float64Array.from(time),
    value: new Float64Array(n),
    lines: new Int32Array(n),
    units: new Float64Array(n),
    isReturn: Uint8Array.from(isReturn),
    opensOrder: new Uint8Array(n).fill(1),
  });
}

function boughtOf(customers: readonly MadeUpCustomer[]): Bought {
  const start = [0];
  const row: number[] = [];
  const recencyDays: number[] = [];
  for (const product of PRODUCTS) {
    for (const [at, { bought }] of customers.entries()) {
      for (const one of bought.filter((entry) => entry.product === product)) {
        row.push(at);
        recencyDays.push(one.recencyDays);
      }
    }
    start.push(row.length);
  }
  // A rule may call a product by its name, too: all but the first have their text as name.
  const products = PRODUCTS.map((text, i) => ({
    id: i === 0 ? text : `id${i}`,
    name: i === 0 ? null : text,
    customers: 0,
    orders: 0,
    units: 0,
    revenue: 0,
    returned: 0,
    lastOrder: "2011-03-01",
  }));
  return new Bought(products, Int32Array.from(start), Int32Array.from(row), Int32Array.from(recencyDays));
}
