import { InputError } from "../../errors";
import type { CleaningReport } from "../cleaning-report";

/**
 * Which content each ending of a file's name promises; JSON of any shape is `jsonl`, and a zip archive holds one file
 * of any text.
 */
const FORMATS = {
  ".csv": ["csv"],
  ".tsv": ["csv"],
  ".txt": ["csv"],
  ".csv.gz": ["csv"],
  ".tsv.gz": ["csv"],
  ".jsonl": ["jsonl"],
  ".ndjson": ["jsonl"],
  ".jsonl.gz": ["jsonl"],
  ".ndjson.gz": ["jsonl"],
  ".json": ["jsonl"],
  ".json.gz": ["jsonl"],
  ".zip": ["csv", "jsonl"],
  ".xlsx": ["xlsx"],
  ".parquet": ["parquet"],
} as const satisfies Readonly<Record<string, readonly CleaningReport["format"][]>>;
export type Ending = keyof typeof FORMATS;

export const ENDINGS = Object.keys(FORMATS) as Ending[];

/** The ending of a file's name, the longest that fits. Throws an InputError for one that is not read. */
export function endingOf(fileName: string): Ending {
  const name = fileName.toLowerCase();
  const fitting = ENDINGS.filter((ending) => name.endsWith(ending)).sort((a, b) => b.length - a.length);
  if (fitting.length === 0)
    throw new InputError(
      `${fileName} is a kind of file that cannot be read. Upload one that ends in ${ENDINGS.join(", ")}.`,
    );
  return fitting[0]!;
}

/** Throws an InputError where the content is another than the name promises. */
export function requireFormat(fileName: string, ending: Ending, found: CleaningReport["format"]): void {
  const promised: readonly CleaningReport["format"][] = FORMATS[ending];
  if (promised.includes(found)) return;
  throw new InputError(
    `${fileName} ends in ${ending} but holds ${found.toUpperCase()}. Give it the right ending and upload it again.`,
  );
}
