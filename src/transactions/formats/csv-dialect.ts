import type { ReadLimits } from "../limits";
import { CsvTokenizer } from "./csv-tokenizer";

/** The delimiters that are tried, by how common they are: the earlier wins a tie. */
export const delimiters = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof delimiters)[number];

/**
 * The delimiter of a CSV file from its first bytes: the one under which most of the complete records have as many
 * fields as the first record, and more than one; where several do, the one that gives the most fields. A file of one
 * column gets a comma. `complete`: whether `sample` is the whole file.
 */
export function detectDelimiter(
  sample: Uint8Array,
  complete: boolean,
  limits: Pick<ReadLimits, "maxColumns" | "maxRecordBytes">,
): Delimiter {
  let best: Delimiter = ",";
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const counts = fieldCounts(sample, complete, delimiter, limits);
    const width = counts[0] ?? 1;
    if (width < 2) continue;
    const agreeing = counts.filter((count) => count === width).length;
    const score = (agreeing / counts.length) * (1 - 1 / (width + 1));
    if (score > bestScore + 1e-12) {
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
  delimiter: Delimiter,
  limits: Pick<ReadLimits, "maxColumns" | "maxRecordBytes">,
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
