import { withDayAndMonthExchanged } from "../cells/calendar";
import type { DateColumn } from "../cells/date-column";
import { DateKind, type DateOrder, resolveDate } from "../cells/date-kind";
import { DateNotation } from "../cells/date-parser";
import type { Runs } from "./row-block";
import { RowSequence } from "./row-sequence";

/** If a column that was never converted would look like this with a smaller chance, it was converted. */
const leastChance = 0.001;
/** Fewer texts or real dates prove nothing. */
const fewest = 3;
/** Share of days of a month up to the 12th. */
const upTo12 = (12 * 12) / 365.25;

/**
 * What a spreadsheet of another country left behind: `13/02/2023`, which it could not read and kept as text, among
 * dates that it took for its own, with day and month swapped.
 */
interface ExchangedDays {
  /** Texts that prove their order, and real dates, none of which is after the 12th of its month. */
  readonly texts: number;
  readonly converted: number;
  /** Whether the rows run through time with the real dates swapped back or as they are; null if neither settles it. */
  readonly settled: "exchanged" | "as they are" | null;
}

/** Null if the column is not of that kind. `order`: the one that the texts prove. */
export function findExchangedDays(
  column: DateColumn,
  blocks: Iterable<Pick<Runs, "length" | "moment" | "momentKind">>,
  order: DateOrder,
): ExchangedDays | null {
  const { counts, notations } = column;
  const texts = notations[DateNotation.numeric]!;
  const converted = notations[DateNotation.iso]! + notations[DateNotation.excelSerial]!;
  if (texts < fewest || converted < fewest) return null;
  if (counts[DateKind.eitherOrder]! > 0 || converted !== counts[DateKind.moment]) return null;
  if (upTo12 ** converted * (1 - upTo12) ** texts > leastChance) return null;
  const asTheyAre = new RowSequence();
  const exchanged = new RowSequence();
  for (const block of blocks) {
    for (let i = 0; i < block.length; i++) {
      const kind = block.momentKind[i]!;
      if (kind < DateKind.moment) continue;
      const value = block.moment[i]!;
      if (kind > DateKind.moment) {
        const moment = resolveDate(value, order);
        asTheyAre.add(moment);
        exchanged.add(moment);
        continue;
      }
      const other = withDayAndMonthExchanged(value);
      if (Number.isNaN(other)) return null;
      asTheyAre.add(value);
      exchanged.add(other);
    }
  }
  const settled = exchanged.beats(asTheyAre)
    ? "exchanged"
    : asTheyAre.beats(exchanged)
      ? "as they are"
      : null;
  return { texts, converted, settled };
}
