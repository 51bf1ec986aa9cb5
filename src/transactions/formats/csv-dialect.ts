import { decodeText } from "../bytes/text-decoding";
import type { ReadLimits } from "../limits";
import { CsvTokenizer } from "./csv-tokenizer";

/** The delimiters that are tried, by how common they are: the earlier wins a tie. */
const delimiters = [",", ";", "\t", "|"] as const;
type Delimiter = (typeof delimiters)[number];

/** How a CSV file is written. */
export interface CsvDialect {
  /** A single-byte character. */
  readonly delimiter: string;
  /** Whether the first line only names the delimiter, as `sep=;` does for Excel. */
  readonly hasSepLine: boolean;
}

type DialectLimits = Pick<ReadLimits, "maxColumns" | "maxRecordBytes">;

/** The first line as tools write it for Excel; a spreadsheet that saved the file again pads it with delimiters. */
const sepLine = /^"?sep=([\t!-/:-@[-`{-~])"?\1*[ ]*(?:\r\n?|\n|$)/i;

/** The dialect of a CSV file from its first bytes. `complete`: whether `sample` is the whole file. */
export function detectDialect(sample: Uint8Array, complete: boolean, limits: DialectLimits): CsvDialect {
  const line = sepLine.exec(decodeText(sample, 0, Math.min(sample.length, 4096)));
  if (line === null) return { delimiter: detectDelimiter(sample, complete, limits), hasSepLine: false };
  const named = line[1]!;
  const rest = sample.subarray(Buffer.byteLength(line[0]));
  const divides = fieldCounts(rest, complete, named, limits).some((count) => count > 1);
  return { delimiter: divides ? named : detectDelimiter(rest, complete, limits), hasSepLine: true };
}

/**
 * The delimiter under which most of the complete records have one and the same number of fields, more than one; where
 * several do, the one that gives the most fields. Titles above the table and what stands below it have other numbers. A file
 * of one column gets a comma.
 */
export function detectDelimiter(sample: Uint8Array, complete: boolean, limits: DialectLimits): Delimiter {
  let best: Delimiter = ",";
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const counts = fieldCounts(sample, complete, delimiter, limits);
    const records = new Map<number, number>();
    for (const count of counts) records.set(count, (records.get(count) ?? 0) + 1);
    for (const [width, agreeing] of records) {
      if (width < 2) continue;
      const score = (agreeing / counts.length) * (1 - 1 / (width + 1));
      if (score <= bestScore + 1e-12) continue;
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/** Fields of each record of the sample; a record that the sample cuts counts only where there is no other. */
function fieldCounts(
  sample: Uint8Array,
  complete: boolean,
  delimiter: string,
  limits: DialectLimits,
): number[] {
  const counts: number[] = [];
  const tokenizer = new CsvTokenizer(delimiter.charCodeAt(0), limits, (fields) => {
    counts.push(fields.count);
    return true;
  });
  try {
    // The tokenizer undoubles quotes in place, and the sample is still needed.
    tokenizer.write(Uint8Array.from(sample));
    if (complete || counts.length === 0) tokenizer.end();
  } catch {
    // A quote left open or a row too long: reading the file itself will say so, with the row's number.
  }
  return counts;
}
