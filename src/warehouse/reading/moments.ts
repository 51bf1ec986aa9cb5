import { DAY_MS, isoDay } from "../../time";
import type { Warning } from "../../transactions/cleaning-report";
import { clearEmptyDates, emptyDayOf, spanOf, usualSpan } from "../../transactions/lines/odd-moments";
import {
  all,
  any,
  call,
  choose,
  column,
  type Expression,
  isGiven,
  noNumber,
  number,
} from "../plan/expressions";
import type { Rows } from "../plan/relations";
import type { Asker } from "./ask";
import type { Cells } from "./cells";

/** When the rows happened. */
export interface Moments {
  /** Rows with `moment` as the cleaning reads it, under the name `dated`, and 1 in `odd_date` for one far from all others. */
  readonly rows: Rows;
  readonly warnings: readonly Warning[];
}

const numberOf = (value: unknown) => Number(value);

/**
 * Decides from the number of rows of each day which dates stand for none and which lie far from all others, as the
 * local reader does from every row.
 */
export async function settleMoments(ask: Asker, { rows, plan }: Cells): Promise<Moments> {
  const moment = column("moment");
  const day = call("floor", call("/", moment, number(DAY_MS)));
  const days = rows
    .where(isGiven(moment))
    .select({ day, moment })
    .group(
      { day: column("day") },
      { first: call("min", column("moment")), last: call("max", column("moment")), rows: call("count") },
    )
    .sorted("day");
  const found = (await ask.rows(days, "first", "last", "rows")).map((each) => ({
    first: numberOf(each.first),
    last: numberOf(each.last),
    rows: numberOf(each.rows),
  }));
  const isNearEmpty = ({ first, last }: { first: number; last: number }) =>
    [first, last].some(
      (at) => emptyDayOf(at - (at % DAY_MS)) >= 0 || emptyDayOf(at - (at % DAY_MS) + DAY_MS) >= 0,
    );
  // Only an exact moment tells an empty date from another on the same day.
  const near = found.filter(isNearEmpty);
  const exact = near.length === 0 ? [] : await exactMoments(ask, rows, near);
  const histogram = histogramOf([
    ...found.filter((each) => !isNearEmpty(each)),
    ...exact.map(([at, count]) => ({ first: at, last: at, rows: count })),
  ]);
  const before = histogram.moment.slice();
  clearEmptyDates([histogram]);
  const cleared = [...before].filter((_, i) => Number.isNaN(histogram.moment[i]));
  const span = spanOf([histogram]);
  const usual = usualSpan([histogram], span);
  const isCleared = any(...cleared.map((at) => call("=", moment, number(at))));
  const dated = cleared.length === 0 ? moment : choose([[isCleared, noNumber]], moment);
  const isOdd: Expression[] = [];
  if (usual.first !== span.first) isOdd.push(call("<", column("dated"), number(usual.first)));
  if (usual.last !== span.last) isOdd.push(call(">", column("dated"), number(usual.last)));
  const withDates = rows.with({ dated }).with({
    odd_date: choose(isOdd.length === 0 ? [] : [[any(...isOdd), number(1)]], number(0)),
  });
  if (isOdd.length === 0) return { rows: withDates, warnings: [] };
  const far = [...histogram.moment].flatMap((at, i) =>
    at < usual.first || at > usual.last ? [{ at, rows: histogram.start[i + 1]! - histogram.start[i]! }] : [],
  );
  const marked = far.reduce((sum, { rows: count }) => sum + count, 0);
  return {
    rows: withDates,
    warnings: [
      {
        code: "date_out_of_place",
        message: `${marked === 1 ? "One row is" : `${marked} rows are`} dated far from all others, such as on ${isoDay(far[0]!.at)}, and ${marked === 1 ? "was" : "were"} set aside as a mistake. The others run from ${isoDay(usual.first)} to ${isoDay(usual.last)}; correct the date if the order counts.`,
        rows: marked,
        samples: [{ row: 0, column: plan.mapping.order_datetime, value: isoDay(far[0]!.at) }],
      },
    ],
  };
}

async function exactMoments(
  ask: Asker,
  rows: Rows,
  days: readonly { first: number; last: number }[],
): Promise<(readonly [number, number])[]> {
  const moment = column("moment");
  const within = days.map(({ first, last }) =>
    all(call(">=", moment, number(first)), call("<=", moment, number(last))),
  );
  const moments = rows
    .where(any(...within))
    .group({ moment }, { rows: call("count") })
    .sorted("moment");
  return (await ask.rows(moments, "moment", "rows")).map(
    ({ moment: at, rows: count }) => [numberOf(at), numberOf(count)] as const,
  );
}

/** Days as runs of rows: the first and the last moment of each, so that spans are exact. */
function histogramOf(days: readonly { first: number; last: number; rows: number }[]) {
  const runs = days
    .flatMap(({ first, last, rows }) =>
      first === last
        ? [{ at: first, rows }]
        : [
            { at: first, rows: rows - 1 },
            { at: last, rows: 1 },
          ],
    )
    .sort((a, b) => a.at - b.at);
  const start = new Int32Array(runs.length + 1);
  runs.forEach(({ rows }, i) => {
    start[i + 1] = start[i]! + rows;
  });
  return { length: runs.length, moment: Float64Array.from(runs, ({ at }) => at), start };
}
