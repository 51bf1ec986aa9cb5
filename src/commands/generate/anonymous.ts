import type { Random } from "../../learning/random";
import { minuteOf } from "./calendar";
import type { Catalogue } from "./catalogue";
import type { RowWriter } from "./row-writer";
import { streamOf } from "./streams";

/** The invoices without a customer of one day, in order of time. */
export interface AnonymousDay {
  readonly minutes: Float64Array;
  readonly rows: Float64Array;
  readonly random: Random;
}

/** Most such invoices are one stray row, though few of the rows; the others are whole baskets of web orders. */
const SINGLE_ROWS_SHARE = 0.022;
const BASKET_ROWS = 88;
const LONGEST_BASKET = 1100;
const POSTED_SHARE = 0.5;
const DUPLICATE_SHARE = 0.008;
/** What becomes of a single row: of 1, up to here … */
const STOCK_ADJUSTMENT = 0.75;
const VOUCHER = 0.77;
const BANK_CHARGE = 0.78;
const BAD_DEBT = 0.7805;

/** Cuts the day's rows into invoices. */
export function drawAnonymousDay(seed: number, day: number, rows: number): AnonymousDay {
  const random = streamOf(seed, "anonymous", day);
  const singles = Math.floor(rows * SINGLE_ROWS_SHARE + random.uniform());
  const sizes: number[] = [];
  for (let left = rows - singles; left > 0; left -= sizes.at(-1)!) {
    const size = 2 + Math.floor(random.exponential(1 / BASKET_ROWS));
    sizes.push(Math.min(size, left, LONGEST_BASKET));
  }
  for (let i = 0; i < singles; i++) sizes.push(1);
  random.shuffle(sizes);
  const minutes = Float64Array.from(sizes, () => minuteOf(day + random.uniform())).sort();
  return { minutes, rows: Float64Array.from(sizes), random };
}

/** What a single row is. The invoice number of a bad debt begins with an A. */
export type SingleKind = "stock_adjustment" | "voucher" | "bank_charge" | "bad_debt" | "sale";

export function drawSingleKind(random: Random): SingleKind {
  const place = random.uniform();
  if (place < STOCK_ADJUSTMENT) return "stock_adjustment";
  if (place < VOUCHER) return "voucher";
  if (place < BANK_CHARGE) return "bank_charge";
  return place < BAD_DEBT ? "bad_debt" : "sale";
}

/** The row of a single: a correction of the stock has price 0, no description, and often a negative quantity. */
export function writeSingle(
  writer: RowWriter,
  kind: SingleKind,
  random: Random,
  { pick, priceCents, vouchers, bankCharges, badDebt }: Catalogue,
): void {
  const product = pick(random.uint32());
  const units = 1 + Math.floor(random.exponential(1 / 30));
  if (kind === "stock_adjustment") writer.row(product, random.uniform() < 0.55 ? -units : units, 0, true);
  else if (kind === "sale") writer.row(product, 1, priceCents[product]!);
  else {
    const special =
      kind === "voucher"
        ? vouchers[random.integer(vouchers.length)]!
        : kind === "bank_charge"
          ? bankCharges
          : badDebt;
    writer.row(special, 1, priceCents[special]!);
  }
}

/** The rows of a basket: small quantities at web prices, now and then twice, and the postage last, if any. */
export function writeBasket(writer: RowWriter, rows: number, random: Random, catalogue: Catalogue): void {
  const { pick, priceCents, dotcomPostage } = catalogue;
  let product = 0;
  let quantity = 0;
  let cents = 0;
  const posted = random.uniform() < POSTED_SHARE ? 1 : 0;
  for (let i = 0; i < rows - posted; i++) {
    const repeat = i > 0 && random.uniform() < DUPLICATE_SHARE;
    if (!repeat) {
      product = pick(random.uint32());
      quantity = 1 + Math.floor(random.exponential(0.7));
      cents = Math.round(1.6 * priceCents[product]!);
    }
    writer.row(product, quantity, cents);
  }
  if (posted) writer.row(dotcomPostage, 1, Math.round(rows * 250 * (0.5 + random.uniform())));
}
