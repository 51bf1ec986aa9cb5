import type { DateColumn } from "../cells/date-column";
import type { DateOrder } from "../cells/date-kind";
import { DateNotation } from "../cells/date-parser";
import type { TimePrecision } from "../cells/time-of-day";

export const orderNames: Record<DateOrder, readonly [string, string, string]> = {
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

/** How a date column is written, for the report: "month/day/year hour:minute (293 dates can only be read so)". */
export function dateFormat(column: DateColumn, order: DateOrder, why: string): string {
  const { notations } = column;
  let most: number = DateNotation.numeric;
  for (let notation = 0; notation < notations.length; notation++)
    if (notations[notation]! > notations[most]!) most = notation;
  const time = timeNames[column.precision as TimePrecision];
  const numeric = orderNames[order].join(column.separator ?? "/");
  const name = most === DateNotation.numeric ? numeric : notationNames[most]!;
  const isCount = most === DateNotation.unixSeconds || most === DateNotation.unixMilliseconds;
  const kinds = notations.filter((count) => count > 0).length;
  const mixed = kinds > 1 ? ", mixed with other notations" : "";
  return `${name}${isCount ? "" : time}${mixed}${why === "" ? "" : ` (${why})`}`;
}
