import { currencyOfTenant } from "../../../jobs/training-terms";
import { inspectApart } from "../../../pipeline/reading/read-apart";
import type { BlobStore } from "../../../store/blobs";
import type { DatasetQuery } from "../../../store/dataset-queries";
import type { DatasetFile, DatasetRow } from "../../../store/datasets";
import type { ErasureTurn } from "../../../store/erasures";
import { datasetKey } from "../../../store/object-keys";
import { parseMapping } from "../../../transactions/columns/mapping-file";
import { type MappingChoice, withExactNames } from "../../../transactions/columns/resolve";
import type { Inspection } from "../../../transactions/inspect";
import type { ApiContext } from "../../context";
import { requireTenantKept } from "../../endpoint";
import { ConflictError, TooLargeError } from "../../errors";
import { datasetFiles, requireDataset, requireFiles, warehouseOf } from "../datasets/answer";
import { accountOf, type ToldReading } from "./account";
import { checkInTurn, checksWaiting, MOST_CHECKED_BYTES } from "./check-files";
import type { Received } from "./receive";

const PREVIEW_ROWS = 20;
/** For a file kept by an earlier release. */
export const NOTHING_SEEN: ReturnType<typeof seenIn> & ToldReading = {
  format: "csv",
  columns: [],
  proposed_mapping: {},
  mapping_confidence: {},
  preview: [],
  notes: [],
  ...accountOf(null),
};
/** We read an upload to its end if that takes no longer than this and few others wait for it. */
const CHECK_MS = 10_000;
const MOST_WAITING = 4;

export interface UploadTerms {
  readonly id: string;
  /** When it began, milliseconds since 1970. */
  readonly since: number;
  /** How far the tenant's erasures had come when it began. */
  readonly turn: ErasureTurn;
  /** Gets the answer in the transaction that registers the file. */
  readonly told: (answer: object) => void;
}

/** The answer, and whether to keep the file. */
export interface KeptUpload {
  readonly answer: object;
  readonly isNew: boolean;
}

/**
 * Looks at a received file, stores its mapping beside it and registers both for the tenant: as a new data set, or as
 * one more file of the one named by `append_to`. Bytes that this data set already has are not added again. Throws a
 * UserError if the file or mapping cannot be used, the tenant's quota is reached, the tenant was erased since `since`, or
 * a person's erasure began after `turn`. The caller then removes the file.
 */
export async function keepUpload(
  context: ApiContext,
  tenant: string,
  { id, since, turn, told }: UploadTerms,
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
    kind: "orders",
    fileName,
    path: key,
    mappingPath,
    dateOrder,
    sha256,
    sizeBytes,
    inspection: { ...seenIn(inspection), ...found },
    addedAt: now(),
  };
  const answer = context.store.transaction(() => {
    const kept = register(context, tenant, { set, file, since, turn });
    const made = uploadAnswer(context, tenant, kept, file, true);
    told(made);
    return made;
  });
  return { answer, isNew: true };
}

/** The data set that the file joins; null for a new one. */
function setToGrow(context: ApiContext, tenant: string, { fields }: Received): DatasetRow | null {
  const asked = fields.get("append_to")?.trim();
  if (!asked) return null;
  const set = requireDataset(context, tenant, asked);
  requireFiles(set);
  return set;
}

function sameFile({ files }: Pick<DatasetRow, "files">, { sha256 }: Received): DatasetFile | undefined {
  return files.find((file) => file.sha256 === sha256);
}

/** Registers a file of a data set, or of a new one, unless the tenant, the set or a person was deleted meanwhile. */
export function register(
  context: ApiContext,
  tenant: string,
  {
    set,
    file,
    query = null,
    since,
    turn,
  }: { set: DatasetRow | null; file: DatasetFile; query?: DatasetQuery | null } & Pick<
    UploadTerms,
    "since" | "turn"
  >,
): DatasetRow {
  const { config, store } = context;
  const { id, path, addedAt } = file;
  return store.transaction(() => {
    requireTenantKept(context, tenant, since);
    requireNobodyErased(context, tenant, turn);
    if (set && !store.datasets.find(tenant, set.id))
      throw new ConflictError("The data set was deleted while the file was being sent.");
    const quota = config.tenantQuotaBytes;
    const isKept = set
      ? store.datasets.addFile(tenant, set.id, file, quota)
      : store.datasets.insert(tenant, { ...file, query, datasetPath: path, createdAt: addedAt }, quota);
    if (!isKept)
      throw new TooLargeError(
        `Your uploads may take up ${quota} bytes in all, and this file would exceed that. Delete a data set that you no longer need.`,
      );
    return store.datasets.find(tenant, set?.id ?? id)!;
  });
}

/**
 * Throws if the erasure of a person has begun since `turn`. It did not know of a file that was not registered yet, so
 * the person may be in it.
 */
export function requireNobodyErased({ store }: ApiContext, tenant: string, turn: ErasureTurn): void {
  if (store.erasures.turn(tenant).runs !== turn.runs) throw erasedMeanwhile();
}

export function erasedMeanwhile(): ConflictError {
  return new ConflictError(
    "A person's data was erased while the file was being sent, so the file was not kept. Send it again, without that person.",
  );
}

/** What an upload is answered with. Wire format. */
export function uploadAnswer(
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
    ...warehouseOf(context, tenant, set),
  };
}

/**
 * The beginning of the file. A packed file is unpacked to its end once, so that we keep neither a bomb nor a truncated
 * file.
 */
export async function inspected(blobs: BlobStore, { key, fileName, ending }: Received): Promise<Inspection> {
  await using file = await blobs.fetched(key);
  return await inspectApart({ path: file.path, name: fileName, rows: PREVIEW_ROWS, ending });
}

/** What a training would find in the file. Empty if the file is too large or would wait too long to be read now. */
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
 * What was settled about columns and dates for the newest file with the same columns: next month's export is read like
 * this month's.
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

/** The part of an inspection that is kept and answered. Wire format. */
export function seenIn({
  format,
  columns,
  proposal,
  preview,
  notes,
}: Pick<Inspection, "columns" | "proposal" | "preview" | "notes"> & { readonly format: string }) {
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

/** A small file's only chunk. */
export async function* chunk(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
