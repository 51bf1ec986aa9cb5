import { escape as byFunction, fromArrow, toArrowIPC } from "arquero";
import type { ModelRow } from "../../../store/models";
import type { ApiContext } from "../../context";
import { CUSTOMER_COLUMN } from "../customer-table";
import { csvRecord, csvRecords } from "./csv-record";

/** The files of a model folder that have a row a customer. What else is there tells of all customers together. */
const TABLES = ["feature_store.csv", "segmented_customers.csv"] as const;
const ARROW = "customers.arrow";

/** What was taken out of a model's folder. */
export interface ErasedFromModel {
  readonly model_id: string;
  readonly files_rewritten: readonly string[];
}

/** Takes a customer out of the tables of a model. Null where the model does not know the customer. */
export async function eraseFromModel(
  { blobs, models }: ApiContext,
  { id, artifactPrefix }: ModelRow,
  customerId: string,
): Promise<ErasedFromModel | null> {
  const arrow = await blobs.read(`${artifactPrefix}/${ARROW}`);
  if (!arrow) return null;
  const table = fromArrow(arrow);
  const kept = table.filter(
    byFunction((row: Record<string, unknown>) => row[CUSTOMER_COLUMN] !== customerId),
  );
  if (kept.numRows() === table.numRows()) return null;
  await blobs.writeStream(`${artifactPrefix}/${ARROW}`, once(toArrowIPC(kept.reify())));
  const rewritten: string[] = [ARROW];
  for (const name of TABLES) {
    const removed = await eraseFromCsv(blobs, `${artifactPrefix}/${name}`, customerId);
    if (removed > 0) rewritten.push(name);
  }
  models.drop(artifactPrefix);
  return { model_id: id, files_rewritten: rewritten };
}

/** Takes the records whose first field is the customer out of a CSV file of ours. Returns how many they were. */
export async function eraseFromCsv(
  blobs: ApiContext["blobs"],
  key: string,
  customerId: string,
): Promise<number> {
  const bytes = await blobs.read(key);
  if (!bytes) return 0;
  let removed = 0;
  let text = "";
  for (const cells of csvRecords(new TextDecoder().decode(bytes))) {
    if (cells[0] === customerId) removed++;
    else text += csvRecord(cells);
  }
  if (removed > 0) await blobs.writeStream(key, once(new TextEncoder().encode(text)));
  return removed;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
