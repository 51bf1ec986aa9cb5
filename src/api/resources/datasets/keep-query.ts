import { type ErasedNames, erasedNames } from "../../../jobs/erased-names";
import { currencyOfTenant } from "../../../jobs/training-terms";
import type { QueryCheck } from "../../../pipeline/reading/query";
import { checkQuery } from "../../../pipeline/reading/read-apart";
import type { DatasetQuery } from "../../../store/dataset-queries";
import type { DatasetFile } from "../../../store/datasets";
import { datasetKey } from "../../../store/object-keys";
import { parseMapping } from "../../../transactions/columns/mapping-file";
import { type MappingChoice, withExactNames } from "../../../transactions/columns/resolve";
import type { ApiContext } from "../../context";
import { requireTenantKept } from "../../endpoint";
import { BadRequestError } from "../../errors";
import { accountOf, type ToldReading } from "../uploads/account";
import { chunk, register, requireNobodyErased, seenIn, uploadAnswer } from "../uploads/keep";

const PREVIEW_ROWS = 20;
/** A warehouse may need longer than we do for a file, but someone is waiting for the page. */
const CHECK_MS = 30_000;
const LONGEST_NAME = 200;

/** A query to make a data set of. Wire format. */
export interface AskedQuery {
  readonly connection: string;
  readonly query?: string;
  readonly ready_made?: string;
  readonly name?: string;
  readonly mapping?: object;
}

/**
 * Runs a query as far as its first rows and its report, and makes a data set of it. Answers as an upload does. Throws a
 * UserError if there is no such connection, if the query cannot be run, and whatever `register` throws; then nothing
 * remains.
 */
export async function keepQuery(
  context: ApiContext,
  tenant: string,
  asked: AskedQuery,
  signal: AbortSignal,
  told: (answer: object) => void,
): Promise<object> {
  const { store, blobs, now } = context;
  const query = queryOf(asked);
  const since = now();
  const turn = store.erasures.turn(tenant);
  const id = Bun.randomUUIDv7();
  const fileName = asked.name?.trim().slice(0, LONGEST_NAME) || nameOf(query);
  const mapping = asked.mapping ? parseMapping(JSON.stringify(asked.mapping)) : null;
  const { seen, check } = await askWarehouse(context, tenant, query, { name: fileName, mapping }, signal);
  const said = mapping && withExactNames(mapping, seen.columns);
  const erased = erasedNames(store, tenant);
  const inspection = {
    ...seenIn({ ...seen, format: "query" }),
    ...withoutErased(accountOf(check), erased),
    preview: seen.preview.filter((row) => !row.some((cell) => erased?.(cell))),
  };
  const path = datasetKey(tenant, id, "query.json");
  const mappingPath = said && datasetKey(tenant, id, "mapping.json");
  let isKept = false;
  try {
    const { connection, query: text, readyMade: ready_made } = query;
    const written = await blobs.writeStream(
      path,
      chunk(JSON.stringify({ connection, query: text, ready_made })),
    );
    if (mappingPath) await blobs.writeStream(mappingPath, chunk(JSON.stringify(said)));
    const { sha256, sizeBytes } = written;
    const file: DatasetFile = {
      ...{ id, kind: "orders", fileName, path, mappingPath, dateOrder: null, sha256, sizeBytes },
      ...{ inspection, addedAt: now() },
    };
    const answer = store.transaction(() => {
      const kept = register(context, tenant, { set: null, file, query, since, turn });
      const made = uploadAnswer(context, tenant, kept, file, true);
      told(made);
      return made;
    });
    isKept = true;
    return answer;
  } catch (error) {
    requireTenantKept(context, tenant, since);
    requireNobodyErased(context, tenant, turn);
    throw error;
  } finally {
    if (!isKept) await blobs.delete(`tenants/${tenant}/datasets/${id}`);
  }
}

/** The first rows of a query as it is, and its report. Throws a UserError if the first rows cannot be had. */
export function askWarehouse(
  { config, store }: ApiContext,
  tenant: string,
  query: DatasetQuery,
  { name, mapping }: { readonly name: string; readonly mapping: MappingChoice | null },
  signal = new AbortController().signal,
): Promise<QueryCheck> {
  const { warehousesFile } = config;
  const money = currencyOfTenant(store.tenants.settings(tenant));
  const asked = { ...query, tenant, warehousesFile, name, mapping: mapping ?? undefined, ...money };
  return checkQuery({ ...asked, rows: PREVIEW_ROWS, withinMs: CHECK_MS }, signal);
}

function queryOf({ connection, query, ready_made }: AskedQuery): DatasetQuery {
  const [text, readyMade] = [query?.trim() || null, ready_made?.trim() || null];
  if ((text === null) === (readyMade === null))
    throw new BadRequestError(
      "Give either query, a SELECT of your own, or ready_made, the name of a ready-made one.",
    );
  return { connection, query: text, readyMade };
}

function nameOf({ connection, readyMade }: DatasetQuery): string {
  return readyMade === null ? `query of ${connection}` : `${readyMade} in ${connection}`;
}

/** Cells of erased people stand in no list of samples. */
function withoutErased(told: ToldReading, erased: ErasedNames): ToldReading {
  if (erased === null) return told;
  const warnings = told.warnings.map((warning) => ({
    ...warning,
    samples: warning.samples.filter(({ value }) => value === undefined || !erased(value)),
  }));
  return { ...told, warnings };
}
