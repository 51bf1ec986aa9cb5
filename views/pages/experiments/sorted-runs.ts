/** What runs can be put in order by: `name`, `created`, `customers`, `duration` or the key of a metric. */
export interface SortableRun {
  readonly name: string;
  readonly createdAt: number;
  readonly durationMs: number | null;
  readonly metrics: Readonly<Record<string, number>>;
}

/** The runs by `key`, rising or falling; those without the figure come last either way, and equals keep their order. */
export function sortRuns<Run extends SortableRun>(
  runs: readonly Run[],
  key: string,
  order: "asc" | "desc",
): Run[] {
  const sign = order === "asc" ? 1 : -1;
  if (key === "name") return runs.toSorted((a, b) => sign * a.name.localeCompare(b.name, "en"));
  return runs.toSorted((a, b) => {
    const [x, y] = [figureOf(a, key), figureOf(b, key)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return sign * (x - y);
  });
}

function figureOf(run: SortableRun, key: string): number | null {
  if (key === "created") return run.createdAt;
  if (key === "duration") return run.durationMs;
  return Object.hasOwn(run.metrics, key) ? run.metrics[key]! : null;
}
