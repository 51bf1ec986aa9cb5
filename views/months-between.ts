/** The calendar months (UTC) of two moments and between, the newest first, as `2011-03`. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  const first = from.slice(0, 7);
  for (let date = new Date(to); months.length < 600; date.setUTCMonth(date.getUTCMonth() - 1)) {
    date.setUTCDate(1);
    const month = date.toISOString().slice(0, 7);
    if (month < first) break;
    months.push(month);
  }
  return months;
}
