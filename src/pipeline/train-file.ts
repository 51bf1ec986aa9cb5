import type { ReadOptions, SourceFile } from "../transactions/read";
import { type PartOptions, readInParts } from "../transactions/read-in-parts";
import { openLearningThread } from "./learn";
import { reporter } from "./progress";
import { type TrainPartsOptions, trainPartsWith } from "./train-parts";
import type { Training } from "./training";

export type { SourceFile } from "../transactions/read";

interface TrainFileOptions
  extends TrainPartsOptions,
    Pick<ReadOptions, "mapping" | "mappingPath" | "dateOrder" | "currency" | "rates" | "limits">,
    Pick<PartOptions, "temporaryFolder"> {
  /** A file of order lines, or the files of a data set. */
  readonly data: string | readonly SourceFile[];
  /** Bytes that order lines may take in memory: of more, the training looks at one part after the other. Default: any. */
  readonly memoryBudget?: number;
}

/**
 * The main job: turns order lines into a model folder. Throws an InputError if a file cannot be used. After any
 * failure, no folder remains.
 */
export async function trainFile({ data, ...options }: TrainFileOptions): Promise<Training> {
  const report = reporter(options.onProgress);
  // It starts while this one reads.
  using thread = openLearningThread();
  report("reading");
  const { mapping, mappingPath, dateOrder, currency, rates, limits, temporaryFolder } = options;
  await using parts = await readInParts(data, {
    ...{ mapping, mappingPath, dateOrder, currency, rates, limits, temporaryFolder },
    memoryBudget: options.memoryBudget ?? Number.POSITIVE_INFINITY,
    onProgress: (fraction) => report("reading", fraction),
  });
  return await trainPartsWith(thread, parts, options);
}
