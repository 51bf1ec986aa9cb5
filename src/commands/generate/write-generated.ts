import { type FileHandle, open } from "node:fs/promises";
import { type GeneratedSummary, generate } from "./generate";
import type { Sink } from "./row-writer";

interface WriteGeneratedOptions {
  readonly rows: number;
  readonly seed: number;
  /** Where to write what is true of each customer; not written where left out. */
  readonly truth?: string;
}

/** Writes generated order lines to the file `path`, in constant memory. */
export async function writeGenerated(
  path: string,
  { rows, seed, truth }: WriteGeneratedOptions,
): Promise<GeneratedSummary> {
  const data = await open(path, "w");
  const truthFile = truth === undefined ? null : await open(truth, "w");
  try {
    return await generate({ rows, seed, write: into(data), ...(truthFile && { truth: into(truthFile) }) });
  } finally {
    await data.close();
    await truthFile?.close();
  }
}

function into(file: FileHandle): Sink {
  return async (chunk) => {
    await file.writeFile(chunk);
  };
}
