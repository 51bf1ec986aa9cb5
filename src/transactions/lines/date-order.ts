import { InputError } from "../../errors";
import type { DateColumn } from "../cells/date-column";
import { DateKind, type DateOrder, resolveDate } from "../cells/date-kind";
import { DateNotation } from "../cells/date-parser";
import type { TimePrecision } from "../cells/time-of-day";
import type { RowBlock } from "./row-block";

/** The order in which a date column is read, and the sentence that says so. */
export interface DateOrderDecision {
  readonly order: DateOrder;
  readonly description: string;
}

const orderNames: Record<DateOrder, readonly [string, string, string]> = {
  mdy: ["month", "day", "year"],
  dmy: ["day", "month", "year"],
  ymd: ["year", "month", "day"],
};
const timeNames = ["", " hour:minute", " hour:minute:second", " hour:minute:second.fraction"] as const;
const notationNames: Record<number, string> = {
  [DateNotation.iso]: "year-month-day",
  [DateNotation.named]: "dates with month names",
  [DateNotation.compact]: "YYYYMMDD",
  [DateNotation.unixSeconds]: "seconds since 1970",
  [DateNotation.unixMilliseconds]: "milliseconds since 1970",
  [DateNotation.excelSerial]: "Excel serial days",
};

/** Rows in sequence must change the date this often before their order is taken as evidence. */
const fewestChanges = 20;

/**
 * Decides the order of the parts of a date column from all of its values. What settles it, in this order: the
 * caller's choice; parts that only one order can have (the majority, where they contradict each other); rows that run
 * through time in one order and jump about in the other. Throws InputError where nothing does.
 */
export function decideDateOrder(
  column: DateColumn,
  blocks: readonly RowBlock[],
  columnName: string,
  chosen: DateOrder | undefined,
): DateOrderDecision {
  const { counts } = column;
  const numeric = column.notations[DateNotation.numeric]!;
  if (numeric === 0) return { order: chosen ?? "ymd", description: describe(column, chosen ?? "ymd", "") };
  const decide = (order: DateOrder, why: string) => ({ order, description: describe(column, order, why) });
  if (chosen !== undefined) return decide(chosen, "as asked for");
  const evidence: [DateOrder, number][] = [
    ["mdy", counts[DateKind.monthFirst]!],
    ["dmy", counts[DateKind.dayFirst]!],
    ["ymd", counts[DateKind.yearFirst]!],
  ];
  evidence.sort((x, y) => y[1] - x[1]);
  const [[order, most], [, second]] = evidence as [
    [DateOrder, number],
    [DateOrder, number],
    [DateOrder, number],
  ];
  if (most > second) {
    const others = numeric - counts[DateKind.eitherOrder]! - most;
    const against = others > 0 ? `, against ${others.toLocaleString("en")} that cannot` : "";
    return decide(
      order,
      `${most.toLocaleString("en")} ${most === 1 ? "date" : "dates"} can only be read so${against}`,
    );
  }
  if (most > 0)
    throw new InputError(
      `The dates in the column ${JSON.stringify(columnName)} contradict each other: ${most.toLocaleString("en")} can only be month first and as many only day first. ` +
        "Say which it is with date_order (mdy, dmy or ymd).",
    );
  const sequence = orderBySequence(blocks);
  if (sequence !== null) return decide(sequence.order, sequence.why);
  throw new InputError(
    `The dates in the column ${JSON.stringify(columnName)} are ambiguous: in all ${numeric.toLocaleString("en")} of them both the first and the second part are 12 or less, ` +
      "so month and day cannot be told apart. Say which it is with date_order (mdy, dmy or ymd).",
  );
}

/** The order under which the rows run through time, if under the other they plainly do not. */
function orderBySequence(blocks: readonly RowBlock[]): { order: DateOrder; why: string } | null {
  const month = new Disorder();
  const day = new Disorder();
  for (const block of blocks) {
    for (let i = 0; i < block.length; i++) {
      if (block.momentKind[i] !== DateKind.eitherOrder) continue;
      month.add(resolveDate(block.moment[i]!, "mdy"));
      day.add(resolveDate(block.moment[i]!, "dmy"));
    }
  }
  const wins = (a: Disorder, b: Disorder) =>
    b.changes >= fewestChanges && a.share <= 0.005 && b.share >= 0.05 && b.share >= 10 * a.share;
  const why = (a: Disorder, b: Disorder) =>
    `no date settles it, but read so the rows run through time (${a.against} of ${a.changes} steps against), and the other way they do not (${b.against} of ${b.changes})`;
  if (wins(month, day)) return { order: "mdy", why: why(month, day) };
  if (wins(day, month)) return { order: "dmy", why: why(day, month) };
  return null;
}

/** Counts steps of a sequence up and down. */
class Disorder {
  #up = 0;
  #down = 0;
  #last = Number.NaN;

  add(value: number): void {
    if (value > this.#last) this.#up++;
    else if (value < this.#last) this.#down++;
    this.#last = value;
  }

  get changes(): number {
    return this.#up + this.#down;
  }

  /** Steps against the direction that prevails. */
  get against(): number {
    return Math.min(this.#up, this.#down);
  }

  get share(): number {
    return this.changes === 0 ? 0 : this.against / this.changes;
  }
}

function describe(column: DateColumn, order: DateOrder, why: string): string {
  const { notations } = column;
  let most: number = DateNotation.numeric;
  for (let notation = 0; notation < notations.length; notation++)
    if (notations[notation]! > notations[most]!) most = notation;
  const time = timeNames[column.precision as TimePrecision];
  const numeric = orderNames[order].join(column.separator ?? "/");
  const name = most === DateNotation.numeric ? numeric : notationNames[most]!;
  const counted = most === DateNotation.unixSeconds || most === DateNotation.unixMilliseconds;
  const kinds = notations.filter((count) => count > 0).length;
  const mixed = kinds > 1 ? ", mixed with other notations" : "";
  return `${name}${counted ? "" : time}${mixed}${why === "" ? "" : ` (${why})`}`;
}
