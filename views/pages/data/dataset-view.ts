import type { ApiContext } from "../../../src/api/context";
import { NotFoundError } from "../../../src/api/errors";
import { seenIn } from "../../../src/api/resources/uploads/keep";
import type { DatasetRow } from "../../../src/store/datasets";
import type { KnownModel } from "../../../src/store/models";
import type { CleaningReport } from "../../../src/transactions/cleaning-report";
import type { MappingField } from "../../../src/transactions/columns/plan";
import { inspectFile } from "../../../src/transactions/inspect";

/** What an upload saw in its file. */
export type Seen = ReturnType<typeof seenIn>;

const NOTHING_SEEN: Seen = {
  format: "csv",
  columns: [],
  proposed_mapping: {},
  mapping_confidence: {},
  preview: [],
  notes: [],
};

export function requireDataset({ store }: ApiContext, tenant: string, id: string): DatasetRow {
  const row = store.datasets.find(tenant, id);
  if (!row) throw new NotFoundError("There is no such data set. It may have been deleted.");
  return row;
}

/** What the upload saw; a file that was not looked at then is looked at now. */
export async function seenInDataset({ blobs }: ApiContext, row: DatasetRow): Promise<Seen> {
  const kept = row.inspection as Partial<Seen> | null;
  if (kept?.proposed_mapping) return { ...NOTHING_SEEN, ...kept };
  if (!(await blobs.exists(row.datasetPath))) return { ...NOTHING_SEEN, ...kept };
  await using file = await blobs.fetched(row.datasetPath);
  return seenIn(await inspectFile(file.path, { rows: 20 }));
}

/** Which column holds what: as it was said of this file, else as it was recognised. The empty text: none. */
export async function mappingOf(
  { blobs }: ApiContext,
  row: DatasetRow,
  seen: Seen,
): Promise<Partial<Record<MappingField, string>>> {
  const file = row.mappingPath && (await blobs.read(row.mappingPath));
  const said = file ? (JSON.parse(Buffer.from(file).toString()) as Record<string, string | null>) : {};
  const both = { ...(seen.proposed_mapping as Record<string, string | null>), ...said };
  return Object.fromEntries(Object.entries(both).map(([field, column]) => [field, column ?? ""]));
}

/** The cleaning report of a model; null where its folder has none. */
export async function cleaningOf({ blobs }: ApiContext, model: KnownModel): Promise<CleaningReport | null> {
  const file = await blobs.read(`${model.artifactPrefix}/cleaning_report.json`);
  return file && JSON.parse(Buffer.from(file).toString());
}
