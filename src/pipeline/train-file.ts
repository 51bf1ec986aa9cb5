import { writeModelFolder } from "../models/model-folder";
import { type ReadOptions, readTransactions } from "../transactions/read";
import { modelFiles } from "./artifacts";
import { reporter } from "./progress";
import { type Training, type TrainOptions, train } from "./train";

export interface TrainFileOptions
  extends TrainOptions,
    Pick<ReadOptions, "mapping" | "mappingPath" | "dateOrder" | "limits"> {
  readonly dataPath: string;
  /** The model folder to write; one that is there is replaced as a whole. */
  readonly folder: string;
}

/**
 * The main job: a file of order lines in, a model folder out. Throws an InputError where the file cannot be used; then, and
 * on every other failure, no folder is left.
 */
export async function trainFile({ dataPath, folder, ...options }: TrainFileOptions): Promise<Training> {
  const report = reporter(options.onProgress);
  report("reading");
  const { mapping, mappingPath, dateOrder, limits } = options;
  const transactions = await readTransactions(dataPath, {
    ...(mapping && { mapping }),
    ...(mappingPath !== undefined && { mappingPath }),
    ...(dateOrder && { dateOrder }),
    ...(limits && { limits }),
    onProgress: (fraction) => report("reading", fraction),
  });
  const training = await train(transactions, options);
  report("writing");
  await writeModelFolder(folder, modelFiles(training));
  report("writing", 1);
  return training;
}
