import type { ApiContext } from "../../../src/api/context";
import { NotFoundError } from "../../../src/api/errors";
import { NOTHING_SEEN, seenIn } from "../../../src/api/resources/uploads/keep";
import { distinctNames } from "../../../src/jobs/dataset-names";
import { inspectApart } from "../../../src/pipeline/reading/read-apart";
import type { DatasetFile, DatasetRow } from "../../../src/store/datasets";
import type { MappingChoice } from "../../../src/transactions/columns/resolve";
import type { Role } from "../../../src/transactions/columns/roles";

/** What an upload saw in its file, and found when it read it to its end. */
export type Seen = typeof NOTHING_SEEN;

export function requireDataset({ store }: ApiContext, tenant: string, id: string): DatasetRow {
  const row = store.datasets.find(tenant, id);
  if (!row) throw new NotFoundError("There is no such data set. It may have been deleted.");
  return row;
}

/** The file of that id, or the one that was added last. Throws a NotFoundError for one that is not in the data set. */
export function fileOf({ files }: DatasetRow, id: string | null): DatasetFile {
  const file = id === null ? files.at(-1) : files.find((one) => one.id === id);
  if (!file) throw new NotFoundError("There is no such file in this data set. It may have been removed.");
  return file;
}

/** What the file is called among the others of its data set. */
export function nameOf({ files }: DatasetRow, { id }: DatasetFile): string {
  return distinctNames(files.map(({ fileName }) => fileName))[files.findIndex((one) => one.id === id)]!;
}

/** `both files`, `all 3 files` */
export function allFiles(count: number): string {
  return count === 2 ? "both files" : `all ${count} files`;
}

/** What the upload saw; a file that was not looked at then is looked at now. */
export async function seenInFile({ blobs }: ApiContext, file: DatasetFile): Promise<Seen> {
  const kept = file.inspection as Partial<Seen> | null;
  if (kept?.proposed_mapping) return { ...NOTHING_SEEN, ...kept };
  if (!(await blobs.exists(file.path))) return { ...NOTHING_SEEN, ...kept };
  await using fetched = await blobs.fetched(file.path);
  const seen = seenIn(await inspectApart({ path: fetched.path, rows: 20, name: file.fileName }));
  return { ...NOTHING_SEEN, ...seen };
}

/** What was said of a file's columns; null where nothing was. */
export async function saidOf({ blobs }: ApiContext, file: DatasetFile): Promise<MappingChoice | null> {
  const kept = file.mappingPath && (await blobs.read(file.mappingPath));
  return kept ? JSON.parse(Buffer.from(kept).toString()) : null;
}

/** Which column holds what: as it was said of this file, else as it was recognised. The empty text: none. */
export async function mappingOf(
  context: ApiContext,
  file: DatasetFile,
  seen: Seen,
): Promise<Partial<Record<Role, string>>> {
  const { words: _, ...said } = (await saidOf(context, file)) ?? {};
  const both = { ...(seen.proposed_mapping as Record<string, string | null>), ...said };
  return Object.fromEntries(Object.entries(both).map(([field, column]) => [field, column ?? ""]));
}
