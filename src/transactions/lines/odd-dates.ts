import { isoDay } from "../../time";
import type { Warning } from "../cleaning-report";
import { samplesShown } from "./cell-samples";
import { spanOf, usualSpan } from "./odd-moments";
import type { OrderRows } from "./order-rows";
import { kept, verdictOf } from "./verdict";

const outOfPlace = verdictOf("date_out_of_place");

/** Sets the rows aside whose date lies far from all others, and names them. To be called on resolved dates. */
export function markOddDates(rows: OrderRows): Warning[] {
  const all = spanOf(rows.blocks);
  const { first, last } = usualSpan(rows.blocks, all);
  if (first === all.first && last === all.last) return [];
  const samples: { row: number; column: string; value: string }[] = [];
  let marked = 0;
  for (const { length, moment, verdict, row } of rows.blocks)
    for (let i = 0; i < length; i++) {
      if (!(moment[i]! < first || moment[i]! > last) || verdict[i] !== kept) continue;
      verdict[i] = outOfPlace;
      marked++;
      if (samples.length < samplesShown)
        samples.push({
          row: row[i]!,
          column: rows.plan.mapping.order_datetime,
          value: rows.dateSamples.get(row[i]!) ?? isoDay(moment[i]!),
        });
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
