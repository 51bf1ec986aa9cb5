import { isoDay } from "../../time";
import type { Warning } from "../cleaning-report";
import { samplesShown } from "./cell-samples";
import { spanOf, usualSpan } from "./odd-moments";
import type { OrderRows } from "./order-rows";
import { rowNumber } from "./row-block";
import { kept, verdictOf } from "./verdict";

const outOfPlace = verdictOf("date_out_of_place");

/** Sets aside the rows dated far from all others, and reports them. Needs resolved dates. */
export function markOddDates(rows: OrderRows): Warning[] {
  const all = spanOf(rows.runs);
  const { first, last } = usualSpan(rows.runs, all);
  if (first === all.first && last === all.last) return [];
  const samples: { row: number; column: string; value: string }[] = [];
  let marked = 0;
  for (const block of rows.blocks) {
    const { run, verdict } = block;
    for (let i = 0; i < block.length; i++) {
      const moment = block.runs.moment[run[i]!]!;
      if (!(moment < first || moment > last) || verdict[i] !== kept) continue;
      verdict[i] = outOfPlace;
      marked++;
      const row = rowNumber(block, i);
      if (samples.length < samplesShown)
        samples.push({
          row,
          column: rows.plan.mapping.order_datetime,
          value: rows.dateSamples.get(row) ?? isoDay(moment),
        });
    }
  }
  if (marked === 0) return [];
  return [
    {
      code: "date_out_of_place",
      message: `${marked === 1 ? "One row is" : `${marked} rows are`} dated far from all others, such as row ${samples[0]!.row} (${samples[0]!.value}), and ${marked === 1 ? "was" : "were"} set aside as a mistake. The others run from ${isoDay(first)} to ${isoDay(last)}; correct the date if the order counts.`,
      rows: marked,
      samples,
    },
  ];
}
