import { InputError } from "../../../errors";
import type { BlobStore } from "../../../store/blobs";
import { datasetKey } from "../../../store/object-keys";
import { FileChunks } from "../../../transactions/bytes/file-chunks";
import { gunzip } from "../../../transactions/bytes/gunzip";
import { parseMapping } from "../../../transactions/columns/mapping-file";
import type { MappingChoice } from "../../../transactions/columns/resolve";
import { type Inspection, inspectFile } from "../../../transactions/inspect";
import { defaultReadLimits } from "../../../transactions/limits";
import type { ApiContext } from "../../context";
import { requireTenantKept } from "../../endpoint";
import { TooLargeError } from "../../errors";
import { requireFormat } from "./file-kinds";
import type { Received } from "./receive";

const PREVIEW_ROWS = 20;

/**
 * Looks at a received file, stores its mapping beside it and registers both for the tenant. Throws a UserError where the file or the
 * mapping cannot be used, the tenant's quota is reached, or the tenant was erased since the moment `since`; the caller removes the file then.
 */
export async function keepUpload(
  context: ApiContext,
  tenant: string,
  { id, since }: { id: string; since: number },
  received: Received,
) {
  const { config, store, blobs, now } = context;
  const inspection = await inspected(blobs, received);
  const mapping = mappingOf(received.fields.get("mapping"), inspection.columns);
  const mappingPath = mapping && datasetKey(tenant, id, "mapping.json");
  if (mappingPath) await blobs.writeStream(mappingPath, chunk(JSON.stringify(mapping)));
  const seen = seenIn(inspection);
  const row = {
    id,
    fileName: received.fileName,
    datasetPath: received.key,
    mappingPath,
    sha256: received.sha256,
    sizeBytes: received.sizeBytes,
    inspection: seen,
    createdAt: now(),
  };
  const kept = store.transaction(() => {
    requireTenantKept(context, tenant, since);
    return store.datasets.insert(tenant, row, config.tenantQuotaBytes);
  });
  if (!kept)
    throw new TooLargeError(
      `All uploads of a tenant may have ${config.tenantQuotaBytes} bytes together, and this one is beyond that.`,
    );
  return {
    dataset_path: blobs.pathOf(received.key),
    mapping_path: mappingPath && blobs.pathOf(mappingPath),
    dataset_id: id,
    file_name: received.fileName,
    bytes: received.sizeBytes,
    sha256: received.sha256,
    ...seen,
  };
}

/** The beginning of the file; a packed one is unpacked to its end once, so that a bomb or a torso is not kept. */
async function inspected(blobs: BlobStore, { key, fileName, ending }: Received): Promise<Inspection> {
  await using file = await blobs.fetched(key);
  const { path } = file;
  try {
    const inspection = await inspectFile(path, { rows: PREVIEW_ROWS });
    requireFormat(fileName, ending, inspection.format);
    if (ending.endsWith(".gz")) {
      for await (const _ of gunzip(new FileChunks(path), defaultReadLimits));
    }
    return inspection;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // The file was given a name of ours; the sender knows it by his own.
    const told = error.message.replace(/^dataset\.[a-z.]+: /, "");
    throw new InputError(told.startsWith(fileName) ? told : `${fileName}: ${told}`);
  }
}

function mappingOf(text: string | undefined, columns: readonly string[]): MappingChoice | null {
  if (text === undefined || text.trim() === "") return null;
  const mapping = parseMapping(text);
  for (const [field, column] of Object.entries(mapping)) {
    if (typeof column === "string" && !columns.includes(column))
      throw new InputError(
        `mapping: ${field} is to be the column ${JSON.stringify(column)}, which the file has not. Its columns are ${columns.join(", ")}.`,
      );
  }
  return mapping;
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
