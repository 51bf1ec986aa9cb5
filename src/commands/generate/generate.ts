import { type AnonymousDay, drawAnonymousDay, drawSingleKind, writeBasket, writeSingle } from "./anonymous";
import { formatMinute, makeCalendar } from "./calendar";
import { type Catalogue, makeCatalogue } from "./catalogue";
import { drawCustomer, HOME } from "./customer";
import { drawLines, drawOrderShape, MOST_LINES, makeLineBuffer } from "./order";
import { type GeneratedWorld, makePlan, type Plan } from "./plan";
import { checkProcess, type GeneratingProcess, ONLINE_RETAIL_PROCESS } from "./process";
import { RowWriter, type Sink } from "./row-writer";
import { type Slice, slicesOf } from "./slices";
import { formatTruth, TRUTH_HEADER, truthsOf } from "./truth";

export interface GenerateOptions {
  /** Data rows, exactly: a whole number ≥ 1. The header comes on top. */
  readonly rows: number;
  /** Any whole number ≥ 0: the same one gives the same bytes. */
  readonly seed: number;
  /** Takes the file. Each chunk is used again after the call (or its promise): copy what is to be kept. */
  readonly write: Sink;
  /** Takes, after the file, a CSV of what is true of each customer; see `GeneratedTruth`. */
  readonly truth?: Sink;
  /** Whether trade follows the year and the week. Default true; without, the purchase process is a plain Pareto/NBD. */
  readonly season?: boolean;
  /** Default: `ONLINE_RETAIL_PROCESS`. */
  readonly process?: GeneratingProcess;
}

export interface GeneratedSummary {
  readonly rows: number;
  readonly customers: number;
  readonly invoices: number;
}

const FIRST_INVOICE = 536_365;
const TRUTH_CHUNK = 1 << 16;

/**
 * Writes a file of order lines like Online Retail, of customers whose process is known: the same columns, encoding,
 * dates and quirks, in order of time. Its memory does not grow with the rows.
 *
 * Throws a RangeError where rows, seed or process are impossible.
 */
export async function generate(options: GenerateOptions): Promise<GeneratedSummary> {
  const world = worldOf(options);
  const plan = makePlan(world);
  const catalogue = makeCatalogue(world.seed);
  const writer = new RowWriter(options.write, catalogue);
  const invoices = new InvoiceWriter(world, catalogue, writer);
  for (const slice of slicesOf(world, plan)) {
    let at = 0;
    for (let day = slice.firstDay; day < slice.endDay; day++) {
      const anonymous = drawAnonymousDay(world.seed, day, plan.anonymousOfDay[day]!);
      const end = (day + 1) * 1440;
      let other = 0;
      while ((at < slice.length && slice.minute[at]! < end) || other < anonymous.minutes.length) {
        const ownMinute = at < slice.length && slice.minute[at]! < end ? slice.minute[at]! : Infinity;
        if (ownMinute <= (anonymous.minutes[other] ?? Infinity)) invoices.ofCustomer(slice, at++);
        else invoices.ofNobody(anonymous, other++);
        const written = writer.flushIfFull();
        if (written) await written;
      }
    }
  }
  await writer.flush();
  if (options.truth) await writeTruth(world, plan, options.truth);
  return { rows: writer.rows, customers: plan.customers, invoices: invoices.written };
}

/** The world that `generate` makes of the same options: for those who want its truth without its file. */
export function worldOf(options: Omit<GenerateOptions, "write" | "truth">): GeneratedWorld {
  const { rows, seed, season = true, process = ONLINE_RETAIL_PROCESS } = options;
  if (!(Number.isSafeInteger(rows) && rows >= 1)) {
    throw new RangeError(`rows is ${rows}, not a whole number of 1 or more`);
  }
  if (!(Number.isSafeInteger(seed) && seed >= 0)) {
    throw new RangeError(`seed is ${seed}, not a whole number of 0 or more`);
  }
  checkProcess(process);
  return { rows, seed, process, calendar: makeCalendar(season) };
}

async function writeTruth(world: GeneratedWorld, plan: Plan, sink: Sink): Promise<void> {
  const encoder = new TextEncoder();
  let text = TRUTH_HEADER;
  for (const truth of truthsOf(world, plan.customers)) {
    text += formatTruth(truth);
    if (text.length < TRUTH_CHUNK) continue;
    await sink(encoder.encode(text));
    text = "";
  }
  await sink(encoder.encode(text));
}

/** Numbers the invoices and writes them, one at a time, each made from its own random stream. */
class InvoiceWriter {
  readonly #parts = new Float64Array(MOST_LINES);
  readonly #lines = makeLineBuffer();
  #date = "";
  #dateMinute = -1;
  written = 0;

  constructor(
    readonly world: GeneratedWorld,
    readonly catalogue: Catalogue,
    readonly writer: RowWriter,
  ) {}

  /** Invoice `at` of the slice: an order, its duplicates at the end; or the return of its first lines. */
  ofCustomer(slice: Slice, at: number): void {
    const { seed, process, calendar } = this.world;
    const { product, quantity, priceCents } = this.#lines;
    const ordinal = slice.ordinal[at]!;
    const isReturn = ordinal < 0;
    const customer = drawCustomer(seed, slice.customer[at]!, process, calendar);
    const shape = drawOrderShape(seed, customer, isReturn ? -1 - ordinal : ordinal, process);
    drawLines(shape, customer.country, this.catalogue, this.#parts, this.#lines);
    this.#begin(isReturn ? "C" : "", slice.minute[at]!, String(customer.id), customer.country);
    if (isReturn) {
      for (let i = 0; i < shape.returned; i++) {
        const back = shape.random.uniform() < 0.5 ? quantity[i]! : 1 + shape.random.integer(quantity[i]!);
        this.writer.row(product[i]!, -back, priceCents[i]!);
      }
      return;
    }
    for (let i = 0; i < shape.lines; i++) this.writer.row(product[i]!, quantity[i]!, priceCents[i]!);
    for (let i = 0; i < shape.duplicates; i++) this.writer.row(product[i]!, quantity[i]!, priceCents[i]!);
  }

  /** Invoice `at` of a day's invoices without a customer. */
  ofNobody({ minutes, rows, random }: AnonymousDay, at: number): void {
    if (rows[at]! > 1) {
      this.#begin("", minutes[at]!, "", HOME);
      writeBasket(this.writer, rows[at]!, random, this.catalogue);
      return;
    }
    const kind = drawSingleKind(random);
    this.#begin(kind === "bad_debt" ? "A" : "", minutes[at]!, "", HOME);
    writeSingle(this.writer, kind, random, this.catalogue);
  }

  #begin(prefix: string, minute: number, customer: string, country: string): void {
    if (minute !== this.#dateMinute) this.#date = formatMinute(minute);
    this.#dateMinute = minute;
    this.writer.begin(prefix + (FIRST_INVOICE + this.written++), this.#date, customer, country);
  }
}
