import { t } from "elysia";
import { datasetTitle, distinctNames } from "../../../jobs/dataset-names";
import { type DatasetFile, type DatasetRow, everyFile } from "../../../store/datasets";
import type { KnownModel, LearnedFile } from "../../../store/models";
import type { ApiContext } from "../../context";
import { ConflictError, NotFoundError } from "../../errors";
import { Moment, moment } from "../schemas";
import { CustomerFileSchema, customerFileAnswer } from "./customer-files";

export const DATASET_NOT_FOUND = "Data set not found. Give the dataset_id or dataset_path of an upload.";

/** The tenant's data set with this id or path. An unknown one and another tenant's get the same error. */
export function requireDataset({ store, blobs }: ApiContext, tenant: string, asked: string): DatasetRow {
  const { datasets } = store;
  const found = datasets.find(tenant, asked) ?? datasets.findByPath(tenant, blobs.keyOf(asked));
  if (!found) throw new NotFoundError(DATASET_NOT_FOUND);
  return found;
}

/** Throws a ConflictError for a data set that is a query: files cannot be added to it. */
export function requireFiles({ query }: DatasetRow): void {
  if (query)
    throw new ConflictError(
      "This data set is a query of a warehouse, so no file can be added to it. Upload the file as a data set of its own.",
    );
}

/** Throws if a waiting or running training or backtest needs a file of the data set. */
export function requireNotNeeded(context: ApiContext, tenant: string, dataset: DatasetRow): void {
  if (isNeeded(context, tenant, dataset))
    throw new ConflictError(
      "A training that is queued or running needs these files. Try again when it has finished.",
    );
}

export function isNeeded({ store, blobs }: ApiContext, tenant: string, { datasetPath }: DatasetRow): boolean {
  return (["training", "backtest"] as const)
    .flatMap((kind) => store.jobs.list(tenant, kind, "active"))
    .some(
      ({ payload, runnable }) => runnable && blobs.keyOf(String(payload.dataset_path ?? "")) === datasetPath,
    );
}

/** What a file adds to its data set. */
type Contribution = Required<Omit<LearnedFile, "file_id" | "name" | "sha256">>;

/**
 * What each file of a data set adds, by file. Taken from the model with the newest orders that read the file, or else
 * from the file's own upload (where nothing was replaced yet). Files for which neither is known are left out. `models`:
 * the tenant's, newest orders first.
 */
export function contributionsOf(
  { store }: ApiContext,
  tenant: string,
  { id, files }: DatasetRow,
  models: readonly KnownModel[] = store.models.byNewestOrders(tenant, Number.MAX_SAFE_INTEGER),
): ReadonlyMap<string, Contribution> {
  const learned = models.filter(({ datasetId }) => datasetId === id).flatMap((model) => model.files);
  const found = new Map<string, Contribution>();
  for (const file of files) {
    const contribution = learnedOf(file, learned) ?? alone(file);
    if (contribution) found.set(file.id, contribution);
  }
  return found;
}

function learnedOf({ id, sha256 }: DatasetFile, learned: readonly LearnedFile[]): Contribution | null {
  const of = learned.find(
    (file) => file.file_id === id && file.sha256 === sha256 && file.rows_read !== undefined,
  );
  if (!of) return null;
  const { file_id, name, sha256: _, ...contribution } = of;
  return contribution as Contribution;
}

function alone({ inspection }: DatasetFile): Contribution | null {
  const { account } = (inspection ?? {}) as { account?: Omit<Contribution, "rows_replaced"> | null };
  if (!account) return null;
  const { rows_read, rows_kept, orders, first_order, last_order } = account;
  return { rows_read, rows_kept, rows_replaced: 0, orders, first_order, last_order };
}

const count = (description: string) => t.Union([t.Integer(), t.Null()], { description });

/** One file of a data set on the wire. What it adds is null until a reading has shown it. */
export const DatasetFileSchema = t.Object(
  {
    file_id: t.String(),
    file_name: t.String({ description: "The sender's name for it. Files with the same name are numbered." }),
    mapping_path: t.Union([t.String(), t.Null()]),
    bytes: t.Integer(),
    sha256: t.String(),
    added_at: Moment,
    rows_read: count("Rows in the file."),
    rows_kept: count("The purchases among them that count."),
    rows_replaced: count("Rows that a later file repeats, or whose orders it has in a later state."),
    orders: count("Orders that count."),
    first_order: t.Union([t.String(), t.Null()]),
    last_order: t.Union([t.String(), t.Null()]),
  },
  { $id: "DatasetFile" },
);

const NOTHING_KNOWN = {
  rows_read: null,
  rows_kept: null,
  rows_replaced: null,
  orders: null,
  first_order: null,
  last_order: null,
};

export function datasetFiles(
  context: ApiContext,
  tenant: string,
  dataset: DatasetRow,
  models?: readonly KnownModel[],
) {
  const contributions = contributionsOf(context, tenant, dataset, models);
  const names = distinctNames(dataset.files.map(({ fileName }) => fileName));
  return dataset.files.map((file, i) => ({
    file_id: file.id,
    file_name: names[i]!,
    mapping_path: file.mappingPath && context.blobs.pathOf(file.mappingPath),
    bytes: file.sizeBytes,
    sha256: file.sha256,
    added_at: moment(file.addedAt),
    ...(contributions.get(file.id) ?? NOTHING_KNOWN),
  }));
}

/** The warehouse of a data set that is a query. */
export const WarehouseSchema = t.Object(
  {
    connection: t.String({ description: "The operator's name for the warehouse." }),
    query: t.Union([t.String(), t.Null()]),
    ready_made: t.Union([t.String(), t.Null()], { description: "The name of a ready-made query instead." }),
    unchanged_at: t.Union([Moment, t.Null()], {
      description: "When the schedule last found that no row had changed, and so did not train.",
    }),
  },
  { $id: "DatasetWarehouse", description: "Only of a data set that is a query." },
);

/** The field `warehouse` of a data set that is a query; no field of one of files. */
export function warehouseOf({ store }: ApiContext, tenant: string, { id, query }: DatasetRow) {
  if (query === null) return {};
  const unchanged = store.datasetQueries.unchangedAt(tenant, id);
  return {
    warehouse: {
      connection: query.connection,
      query: query.query,
      ready_made: query.readyMade,
      unchanged_at: unchanged === null ? null : moment(unchanged),
    },
  };
}

export const DatasetSchema = t.Object(
  {
    dataset_id: t.String(),
    dataset_path: t.String({
      description: "The path to give a training. It stays the same when files come and go.",
    }),
    name: t.String(),
    bytes: t.Integer(),
    created_at: Moment,
    files: t.Array(DatasetFileSchema, { description: "In the order they were added." }),
    customer_files: t.Array(CustomerFileSchema, {
      description: "What the shop told about its customers, in the order it was added.",
    }),
    warehouse: t.Optional(WarehouseSchema),
  },
  { $id: "Dataset" },
);

export function datasetAnswer(
  context: ApiContext,
  tenant: string,
  dataset: DatasetRow,
  models?: readonly KnownModel[],
) {
  return {
    dataset_id: dataset.id,
    dataset_path: context.blobs.pathOf(dataset.datasetPath),
    name: datasetTitle(dataset),
    bytes: everyFile(dataset).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    created_at: moment(dataset.createdAt),
    files: datasetFiles(context, tenant, dataset, models),
    customer_files: dataset.customerFiles.map(customerFileAnswer),
    ...warehouseOf(context, tenant, dataset),
  };
}
