import { VERSION } from "../config";
import { askedTerms } from "../pipeline/read-query";
import { marksApart } from "../pipeline/reading/read-apart";
import type { BlobStore } from "../store/blobs";
import type { DatasetRow } from "../store/datasets";
import type { Store } from "../store/store";
import { currencyOfTenant, readingOf } from "./training-terms";

/**
 * Whether a query would be read as it was for the newest model: the same rows, in the same way. Asks the warehouse for
 * the marks of its buckets, not for rows. Throws a UserError if the warehouse does not tell.
 */
export async function isUnchanged(
  { store, blobs }: { readonly store: Store; readonly blobs: BlobStore },
  warehousesFile: string | null,
  tenant: string,
  { id, query, files: [file] }: DatasetRow,
  signal: AbortSignal,
): Promise<boolean> {
  const kept = store.datasetQueries.kept(tenant, id);
  const isLearned = store.models.list(tenant).some(({ datasetId }) => datasetId === id);
  if (!query || !kept || !isLearned) return false;
  const { fileName: name, mappingPath } = file!;
  const said = mappingPath && (await blobs.read(mappingPath));
  const mapping = said ? Buffer.from(said).toString() : null;
  const reading = readingOf({ payload: { ...currencyOfTenant(store.tenants.settings(tenant)) } });
  const asked = { tenant, ...query };
  if (!kept.terms.startsWith(`${askedTerms({ query: asked, mapping, reading, release: VERSION })} `))
    return false;
  const marks = await marksApart(
    {
      ...asked,
      ...reading,
      name,
      warehousesFile,
      mapping: mapping === null ? undefined : JSON.parse(mapping),
      buckets: kept.marks.length,
    },
    signal,
  );
  return Bun.deepEquals(marks, kept.marks);
}
