import { currencyOfTenant } from "../../../jobs/training-terms";
import type { BlobStore } from "../../../store/blobs";
import type { DatasetFile, DatasetRow } from "../../../store/datasets";
import { datasetKey } from "../../../store/object-keys";
import { aboutFile } from "../../../transactions/about-file";
import { parseMapping } from "../../../transactions/columns/mapping-file";
import { type MappingChoice, withExactNames } from "../../../transactions/columns/resolve";
import { requireFormat } from "../../../transactions/formats/file-kinds";
import { unpackToEnd } from "../../../transactions/formats/open-table";
import { type Inspection, inspectFile } from "../../../transactions/inspect";
import { defaultReadLimits } from "../../../transactions/limits";
import type { ApiContext } from "../../context";
import { requireTenantKept } from "../../endpoint";
import { ConflictError, TooLargeError } from "../../errors";
import { datasetFiles, requireDataset } from "../datasets/answer";
import { accountOf, type ToldReading } from "./account";
import { checkInTurn, checksWaiting, MOST_CHECKED_BYTES } from "./check-files";
import type { Received } from "./receive";

const PREVIEW_ROWS = 20;
/** Of a file that was kept by a release before. */
export const NOTHING_SEEN: ReturnType<typeof seenIn> & ToldReading = {
  format: "csv",
  columns: [],
  proposed_mapping: {},
  mapping_confidence: {},
  preview: [],
  notes: [],
  ...accountOf(null),
};
/** An upload is read to its end where that takes no longer than this, and where not many wait for it. */
const CHECK_MS = 10_000;
const MOST_WAITING = 4;

/** What is answered, and whether the file is to stay. */
interface KeptUpload {
  readonly answer: object;
  readonly isNew: boolean;
}

/**
 * Looks at a received file, stores its mapping beside it and registers both for the tenant, as a new data set or as a
 * file more of the one that `append_to` names. Bytes that this one has already are not added again. Throws a UserError
 * where the file or the mapping cannot be used, the tenant's quota is reached, or the tenant was erased since the
 * moment `since`; the caller removes the file then.
 */
export async function keepUpload(
  context: ApiContext,
  tenant: string,
  { id, since }: { id: string; since: number },
  received: Received,
): Promise<KeptUpload> {
  const { blobs, now } = context;
  const set = setToGrow(context, tenant, received);
  const same = set && sameFile(set, received);
  if (same) return { answer: uploadAnswer(context, tenant, set, same, false), isNew: false };
  const inspection = await inspected(blobs, received);
  const said = mappingOf(received.fields.get("mapping"), inspection.columns);
  const reading = said
    ? { mapping: said, dateOrder: null }
    : await readingAsBefore(blobs, set, inspection.columns);
  const { mapping, dateOrder } = reading;
  const mappingPath = mapping && datasetKey(tenant, id, "mapping.json");
  if (mappingPath) await blobs.writeStream(mappingPath, chunk(JSON.stringify(mapping)));
  const { key, fileName, sha256, sizeBytes } = received;
  const found = await checked(context, tenant, received, { mapping, dateOrder });
  const file: DatasetFile = {
    id,
    fileName,
    path: key,
    mappingPath,
    dateOrder,
    sha256,
    sizeBytes,
    inspection: { ...seenIn(inspection), ...found },
    addedAt: now(),
  };
  const kept = register(context, tenant, { set, file, since });
  return { answer: uploadAnswer(context, tenant, kept, file, true), isNew: true };
}

/** The data set that the file is added to, null for a new one. */
function setToGrow(context: ApiContext, tenant: string, { fields }: Received): DatasetRow | null {
  const asked = fields.get("append_to")?.trim();
  if (!asked) return null;
  return requireDataset(context, tenant, asked);
}

function sameFile({ files }: DatasetRow, { sha256 }: Received): DatasetFile | undefined {
  return files.find((file) => file.sha256 === sha256);
}

function register(
  context: ApiContext,
  tenant: string,
  { set, file, since }: { set: DatasetRow | null; file: DatasetFile; since: number },
): DatasetRow {
  const { config, store } = context;
  const { id, path, addedAt } = file;
  return store.transaction(() => {
    requireTenantKept(context, tenant, since);
    if (set && !store.datasets.find(tenant, set.id))
      throw new ConflictError("The data set was deleted while the file was sent.");
    const quota = config.tenantQuotaBytes;
    const isKept = set
      ? store.datasets.addFile(tenant, set.id, file, quota)
      : store.datasets.insert(tenant, { ...file, datasetPath: path, createdAt: addedAt }, quota);
    if (!isKept)
      throw new TooLargeError(
        `All your uploads together may take ${quota} bytes, and this file would exceed that. Delete a data set that you no longer need.`,
      );
    return store.datasets.find(tenant, set?.id ?? id)!;
  });
}

function uploadAnswer(
  context: ApiContext,
  tenant: string,
  set: DatasetRow,
  file: DatasetFile,
  isNew: boolean,
): object {
  const { blobs } = context;
  return {
    dataset_path: blobs.pathOf(set.datasetPath),
    mapping_path: file.mappingPath && blobs.pathOf(file.mappingPath),
    dataset_id: set.id,
    file_id: file.id,
    file_name: file.fileName,
    bytes: file.sizeBytes,
    sha256: file.sha256,
    is_new: isNew,
    ...NOTHING_SEEN,
    ...(file.inspection as object | null),
    files: datasetFiles(context, tenant, set),
  };
}

/** The beginning of the file; a packed one is unpacked to its end once, so that a bomb or a torso is not kept. */
async function inspected(blobs: BlobStore, { key, fileName, ending }: Received): Promise<Inspection> {
  await using file = await blobs.fetched(key);
  const { path } = file;
  return await aboutFile(fileName, async () => {
    const inspection = await inspectFile(path, { rows: PREVIEW_ROWS, name: fileName });
    requireFormat(fileName, ending, inspection.format);
    await unpackToEnd(path, defaultReadLimits);
    return inspection;
  });
}

/**
 * What a training would find in the file; nothing of one that is too large, or that would wait too long, to be read
 * now.
 */
async function checked(
  { blobs, store }: ApiContext,
  tenant: string,
  { key, fileName: name, sizeBytes }: Received,
  { mapping, dateOrder }: { mapping: MappingChoice | null; dateOrder: DatasetFile["dateOrder"] },
) {
  if (sizeBytes > MOST_CHECKED_BYTES || checksWaiting() >= MOST_WAITING) return accountOf(null);
  const file = { key, name, mapping: mapping ?? {}, dateOrder };
  const money = currencyOfTenant(store.tenants.settings(tenant));
  return accountOf(await checkInTurn(blobs, [file], { ...money, withinMs: CHECK_MS }));
}

/**
 * What was said of the columns and dates of the newest file of the set that has the same columns: an export of next
 * month is read like that of this one.
 */
async function readingAsBefore(
  blobs: BlobStore,
  set: DatasetRow | null,
  columns: readonly string[],
): Promise<{ mapping: MappingChoice | null; dateOrder: DatasetFile["dateOrder"] }> {
  const alike = set?.files.findLast(({ inspection }) =>
    Bun.deepEquals((inspection as { columns?: unknown } | null)?.columns, columns),
  );
  const kept = alike?.mappingPath && (await blobs.read(alike.mappingPath));
  return {
    mapping: kept ? parseMapping(Buffer.from(kept).toString()) : null,
    dateOrder: alike?.dateOrder ?? null,
  };
}

function mappingOf(text: string | undefined, columns: readonly string[]): MappingChoice | null {
  if (text === undefined || text.trim() === "") return null;
  return withExactNames(parseMapping(text), columns);
}

/** What of an inspection is kept and answered. Wire format. */
export function seenIn({ format, columns, proposal, preview, notes }: Inspection) {
  const proposed = Object.entries(proposal);
  return {
    format,
    columns,
    proposed_mapping: Object.fromEntries(proposed.map(([field, { column }]) => [field, column])),
    mapping_confidence: Object.fromEntries(proposed.map(([field, { confidence }]) => [field, confidence])),
    preview,
    notes,
  };
}

async function* chunk(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
