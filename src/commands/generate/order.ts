import type { Random } from "../../learning/random";
import type { Catalogue } from "./catalogue";
import { type Customer, HOME } from "./customer";
import type { GeneratingProcess } from "./process";
import { streamOf } from "./streams";

/** Lines of one order, at most; keeps an order within a write buffer. */
export const MOST_LINES = 600;
const RETURN_SHARE = 0.22;
const DUPLICATE_SHARE = 0.009;
const MANUAL_SHARE = 0.025;

/** What has to be known about an order before its lines are made. */
export interface OrderShape {
  /** What the order is worth, money. */
  readonly value: number;
  /** Distinct lines, 1 to MOST_LINES. */
  readonly lines: number;
  /** How many of the first lines appear twice, as exact duplicates. */
  readonly duplicates: number;
  /** How many of the first lines are returned later, on a cancellation; mostly 0. */
  readonly returned: number;
  /** Days until that return. */
  readonly returnDelay: number;
  /** The order's stream, ready to draw the lines. */
  readonly random: Random;
}

/** The lines of an order as a struct of arrays, used again for each order. Prices in hundredths. */
export interface OrderLineBuffer {
  /** Places in the catalogue. */
  readonly product: Int32Array;
  readonly quantity: Int32Array;
  readonly priceCents: Int32Array;
}

export function makeLineBuffer(): OrderLineBuffer {
  return {
    product: new Int32Array(MOST_LINES),
    quantity: new Int32Array(MOST_LINES),
    priceCents: new Int32Array(MOST_LINES),
  };
}

/** The shape of a customer's order number `ordinal` (0, 1, …): the same each time it is asked for. */
export function drawOrderShape(
  seed: number,
  customer: Customer,
  ordinal: number,
  process: GeneratingProcess,
): OrderShape {
  const random = streamOf(seed, "order", customer.index, ordinal);
  const value = random.gamma(process.p, customer.valueRate);
  const mean = (process.p * process.v) / (process.q - 1);
  const usual = 21 * (value / mean) ** 0.6 * random.gamma(1.6, 1.45);
  const lines = Math.min(MOST_LINES, 1 + Math.floor(usual));
  const duplicates = Math.min(lines, Math.floor(lines * DUPLICATE_SHARE + random.uniform()));
  const goesBack = random.uniform() < RETURN_SHARE;
  const returned = goesBack ? Math.min(lines, 1 + Math.floor(random.exponential(0.5))) : 0;
  const returnDelay = random.exponential(1 / 12);
  return { value, lines, duplicates, returned, returnDelay, random };
}

/**
 * Draws the lines of an order into `buffer`. Its value is cut into random parts, one a line; a product and a quantity
 * are chosen to suit the part, and the unit price is what the part then makes it, rounded at random so that the
 * expected sum is the value. (Unit prices of one product differ from order to order in the real file, too.)
 */
export function drawLines(
  shape: OrderShape,
  country: string,
  catalogue: Catalogue,
  parts: Float64Array,
  buffer: OrderLineBuffer,
): void {
  const { random, lines } = shape;
  let whole = 0;
  for (let i = 0; i < lines; i++) whole += parts[i] = 0.3 + random.exponential(1);
  for (let i = 0; i < lines; i++) {
    const cents = (100 * shape.value * parts[i]!) / whole;
    let product = catalogue.pick(random.uint32());
    for (let trial = 0; trial < 3 && catalogue.priceCents[product]! > 1.4 * cents; trial++) {
      product = catalogue.pick(random.uint32());
    }
    let quantity = Math.max(1, Math.round(cents / catalogue.priceCents[product]!));
    if (quantity > 9) quantity = 6 * Math.round(quantity / 6);
    buffer.product[i] = product;
    buffer.quantity[i] = quantity;
    buffer.priceCents[i] = Math.max(1, Math.floor(cents / quantity + random.uniform()));
  }
  const last = lines - 1;
  const special =
    country === HOME ? (random.uniform() < MANUAL_SHARE ? catalogue.manual : -1) : catalogue.postage;
  if (special >= 0 && lines > 2) {
    const cents = buffer.priceCents[last]! * buffer.quantity[last]!;
    buffer.product[last] = special;
    buffer.quantity[last] = 1;
    buffer.priceCents[last] = cents;
  }
}
