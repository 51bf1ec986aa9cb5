import { deserialize, serialize } from "bun:jsc";
import { readFile } from "node:fs/promises";
import { type KeptParts, partName, partsInFiles } from "../pipeline/parts/keep-parts";
import type { PartMarks } from "../pipeline/read-query";

/** A query that was read: its parts, and what tells the next time whether they still hold. */
export type QueryReading = KeptParts & { readonly marks: PartMarks };

/** A reading whose parts lie where others can fetch them, for their task. */
export interface PackedReading extends Pick<QueryReading, "marks" | "readAnew"> {
  /** What the parts share, and how many customers each has: in base64, because JSON does not know all of it. */
  readonly shared: string;
}

export function packReading({ parts: { shared, customers }, marks, readAnew }: QueryReading): PackedReading {
  return { marks, readAnew, shared: Buffer.from(serialize({ shared, customers })).toString("base64") };
}

/** The reading on another machine. `fetched` brings an object there and answers its path. */
export async function unpackReading(
  { marks, readAnew, shared }: PackedReading,
  prefix: string,
  fetched: (key: string) => Promise<string>,
): Promise<QueryReading> {
  const bytes = new Uint8Array(Buffer.from(shared, "base64"));
  const all = deserialize(bytes.buffer) as Pick<KeptParts["parts"], "shared" | "customers">;
  const paths: string[] = [];
  for (const part of all.customers.keys()) paths.push(await fetched(`${prefix}/${partName(part)}`));
  return { marks, readAnew, parts: partsInFiles(all, (part) => readFile(paths[part]!)) };
}
