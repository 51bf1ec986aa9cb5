/** Unique column names, never empty. */
export interface UniqueNames {
  readonly names: readonly string[];
  /** Names that the file gives to more than one column. */
  readonly repeated: ReadonlySet<string>;
  readonly notes: readonly string[];
}

/** Renames the second `name` to `name (2)` and an empty name to `column 3` (its position); notes each kind. */
export function uniqueNames(names: readonly string[]): UniqueNames {
  const taken = new Set(names);
  const seen = new Set<string>();
  const repeated = new Set<string>();
  const unnamed: string[] = [];
  const unique = names.map((name, i) => {
    let candidate = name;
    if (name === "") {
      candidate = free(`column ${i + 1}`, taken);
      unnamed.push(candidate);
    } else if (seen.has(name)) {
      repeated.add(name);
      candidate = free(name, taken);
    }
    seen.add(candidate);
    taken.add(candidate);
    return candidate;
  });
  const notes: string[] = [];
  if (repeated.size > 0) {
    const list = [...repeated].slice(0, 5).map((name) => JSON.stringify(name));
    notes.push(`Columns of the same name were renamed, the second to "… (2)": ${list.join(", ")}.`);
  }
  if (unnamed.length > 0)
    notes.push(`${unnamed.length} columns have no name and were called "${unnamed[0]}" and so on.`);
  return { names: unique, repeated, notes };
}

function free(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let n = 2;
  while (taken.has(`${name} (${n})`)) n++;
  return `${name} (${n})`;
}
