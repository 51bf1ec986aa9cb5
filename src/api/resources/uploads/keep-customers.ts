import { UserError } from "../../../errors";
import { distinctNames } from "../../../jobs/dataset-names";
import { currencyOfTenant } from "../../../jobs/training-terms";
import type { DatasetFile, DatasetRow } from "../../../store/datasets";
import type { AttributeReport } from "../../../transactions/attributes/attribute-report";
import { parseMapping } from "../../../transactions/columns/mapping-file";
import type { ApiContext } from "../../context";
import { BadRequestError } from "../../errors";
import { customerFileAnswer, type SeenCustomers } from "../datasets/customer-files";
import { checkCustomersInTurn, checksWaiting, type FileOfKey, MOST_CHECKED_BYTES } from "./check-files";
import { inspected, type KeptUpload, register, type UploadTerms } from "./keep";
import type { Received } from "./receive";

/** Whom the rows are about can only be told from all order lines, so this may take longer than the check of an upload. */
const CHECK_MS = 60_000;
const MOST_WAITING = 4;
const DATE_ORDERS = ["mdy", "dmy", "ymd"] as const;

/**
 * Joins a received file of customers with a data set and registers it. Throws a UserError if it is no table, if none of
 * its rows is about a customer of the data set, and whatever `register` throws.
 */
export async function keepCustomers(
  context: ApiContext,
  tenant: string,
  set: DatasetRow,
  { id, since, turn, told }: UploadTerms,
  received: Received,
): Promise<KeptUpload> {
  const { key, fileName, sha256, sizeBytes } = received;
  const same = set.customerFiles.find((file) => file.sha256 === sha256);
  if (same) return { answer: answerOf(set, same, false), isNew: false };
  const dateOrder = dateOrderOf(received.fields.get("date_order"));
  const { format, columns, preview, notes } = await inspected(context.blobs, received);
  const found = { kind: "customers", id, fileName, path: key, mappingPath: null, dateOrder } as const;
  const report = await reportOn(context, tenant, set, { ...found, sizeBytes });
  const [first] = report?.warnings ?? [];
  if (first?.code === "refused") throw new UserError(first.message);
  const seen: SeenCustomers = {
    ...{ format, columns, preview, notes },
    key_column: report?.key_column ?? null,
    report,
  };
  const file: DatasetFile = { ...found, sha256, sizeBytes, inspection: seen, addedAt: context.now() };
  const answer = context.store.transaction(() => {
    const made = answerOf(register(context, tenant, { set, file, since, turn }), file, true);
    told(made);
    return made;
  });
  return { answer, isNew: true };
}

function dateOrderOf(text: string | undefined): DatasetFile["dateOrder"] {
  if (text === undefined || text.trim() === "") return null;
  const order = DATE_ORDERS.find((known) => known === text.trim());
  if (!order)
    throw new BadRequestError(`date_order must be ${DATE_ORDERS.join(", ")}, not ${JSON.stringify(text)}.`);
  return order;
}

/** Whom the new file is about, and what it says; null if the data set is a query or too large to read now, or cannot be read. */
async function reportOn(
  { blobs, store }: ApiContext,
  tenant: string,
  { files, customerFiles, query }: DatasetRow,
  added: Pick<DatasetFile, "fileName" | "path" | "dateOrder" | "sizeBytes">,
): Promise<AttributeReport | null> {
  if (query) return null;
  const bytes = [...files, ...customerFiles, added].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (bytes > MOST_CHECKED_BYTES || checksWaiting() >= MOST_WAITING) return null;
  const orders: FileOfKey[] = [];
  for (const { path: key, fileName: name, mappingPath, dateOrder } of files) {
    const said = mappingPath && (await blobs.read(mappingPath));
    orders.push({ key, name, mapping: said ? parseMapping(Buffer.from(said).toString()) : {}, dateOrder });
  }
  const all = [...customerFiles, added];
  const names = distinctNames(all.map(({ fileName }) => fileName));
  const people = all.map(({ path: key, dateOrder }, i) => ({ key, name: names[i]!, mapping: {}, dateOrder }));
  const money = currencyOfTenant(store.tenants.settings(tenant));
  const check = await checkCustomersInTurn(blobs, orders, people, { ...money, withinMs: CHECK_MS });
  return check && "reports" in check ? check.reports.at(-1)! : null;
}

function answerOf(set: DatasetRow, file: DatasetFile, isNew: boolean): object {
  return { dataset_id: set.id, ...customerFileAnswer(file), is_new: isNew };
}
