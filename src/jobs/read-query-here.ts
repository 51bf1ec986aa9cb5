import { VERSION } from "../config";
import { memoryBudget } from "../config/memory-budget";
import { comparedName } from "../pipeline/erase/person";
import type { MoneyReading } from "../pipeline/money-reading";
import { partName } from "../pipeline/parts/keep-parts";
import type { ProgressListener } from "../pipeline/progress";
import { readQuery } from "../pipeline/read-query";
import type { BlobStore } from "../store/blobs";
import { erasedCheck } from "../store/erased-people";
import type { QueryTask } from "./query-task";
import type { TaskFile } from "./training-task";
import type { Elsewhere } from "./worker-loop";

/** Reads a query in the worker, whose environment has the warehouse. The parts lie in `folder` then. */
export async function readQueryHere(
  { query, kept, erased }: QueryTask,
  { files: [file], reading }: { readonly files: readonly TaskFile[]; readonly reading: MoneyReading },
  {
    blobs,
    folder,
    onProgress,
    elsewhere,
  }: {
    readonly blobs: BlobStore;
    readonly folder: string;
    readonly onProgress: ProgressListener;
    readonly elsewhere: Elsewhere;
  },
) {
  const { name, mappingKey } = file!;
  const said = mappingKey && (await blobs.read(mappingKey));
  using _ = elsewhere.running();
  return await readQuery({
    ...{ query, name, reading, folder, onProgress },
    mapping: said ? Buffer.from(said).toString() : null,
    release: VERSION,
    environment: process.env,
    memoryBudget: memoryBudget(process.env),
    kept: kept && { ...kept, part: (index) => blobs.read(`${kept.prefix}/${partName(index)}`) },
    isErased: erasedCheck(erased, comparedName),
    signal: elsewhere.signal,
  });
}
