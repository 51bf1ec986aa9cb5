import type { CohortCell } from "../customers/cohorts";

/**
 * A cell of the retention triangle, from a model folder's `cohorts.csv`. `unfinished` is null if the release did not
 * say.
 */
export interface ToldCell extends Pick<CohortCell, "cohort" | "monthsSince" | "customers" | "revenue"> {
  readonly unfinished: boolean | null;
}

/** Reads the file; an empty one has no cells. Throws a RangeError if a column is missing. */
export function cohortCells(csv: string): ToldCell[] {
  const [head = "", ...lines] = csv.trimEnd().split(/\r?\n/);
  const names = head.split(",");
  const place = (name: string) => {
    const found = names.indexOf(name);
    if (found < 0 && lines.length > 0) throw new RangeError(`the cohort table has no column ${name}`);
    return found;
  };
  const [cohort, since, customers, revenue] = [
    place("cohort"),
    place("months_since"),
    place("customers"),
    place("revenue"),
  ];
  const unfinished = names.indexOf("unfinished");
  return lines.map((line) => {
    const cells = line.split(",");
    return {
      cohort: cells[cohort]!,
      monthsSince: Number(cells[since]),
      customers: Number(cells[customers]),
      revenue: Number(cells[revenue]),
      unfinished: unfinished < 0 ? null : cells[unfinished] === "true",
    };
  });
}

/** `2011-03` as months since January of year 0. */
export function monthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

/** The month of that number, as `2011-03`. */
export function monthOf(number: number): string {
  return `${String(Math.floor(number / 12)).padStart(4, "0")}-${String((number % 12) + 1).padStart(2, "0")}`;
}
