/** The orders of a calendar month. Money in the file's currency. */
export interface MonthSales {
  /** `2011-03` */
  readonly month: string;
  /** Of customers whose first order was in this month, and of those who had ordered before. */
  readonly newRevenue: number;
  readonly returningRevenue: number;
  /** Customers with an order in the month. */
  readonly customers: number;
  /** The file ends within it. */
  readonly unfinished: boolean;
}

/**
 * The months of the retention triangle, `cohorts.csv` of a model folder, in their order: each cell holds what one month's newcomers spent
 * so many months later. Throws a RangeError for a table without these columns.
 */
export function monthlySales(csv: string): MonthSales[] {
  const [head = "", ...lines] = csv.trimEnd().split(/\r?\n/);
  const names = head.split(",");
  const place = (name: string) => {
    const found = names.indexOf(name);
    if (found < 0) throw new RangeError(`the cohort table has no column ${name}`);
    return found;
  };
  const [cohort, since, customers, revenue, unfinished] = [
    place("cohort"),
    place("months_since"),
    place("customers"),
    place("revenue"),
    place("unfinished"),
  ];
  const months = new Map<string, { -readonly [K in keyof MonthSales]: MonthSales[K] }>();
  for (const line of lines) {
    const cells = line.split(",");
    const month = monthsLater(cells[cohort!]!, Number(cells[since!]));
    const sum = months.get(month) ?? {
      month,
      newRevenue: 0,
      returningRevenue: 0,
      customers: 0,
      unfinished: false,
    };
    if (cells[since!] === "0") sum.newRevenue += Number(cells[revenue!]);
    else sum.returningRevenue += Number(cells[revenue!]);
    sum.customers += Number(cells[customers!]);
    sum.unfinished ||= cells[unfinished!] === "true";
    months.set(month, sum);
  }
  return [...months.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
}

/** `2010-12` and 1 → `2011-01`. */
function monthsLater(month: string, months: number): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  const count = year * 12 + number - 1 + months;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}`;
}
