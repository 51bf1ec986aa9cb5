import { type ModelCard, parseModelCard } from "../models/model-card";
import type { DriftReference } from "../models/monitoring/drift-reference";
import type { EvaluationReport } from "../models/report/evaluation-report";
import type { ArrowColumns } from "../pipeline/arrow-columns";
import { mappedTable } from "../pipeline/model-file";
import type { EarlierMonitoring } from "../pipeline/monitor";
import type { CleaningReport } from "../transactions/cleaning-report";
import { DamagedModelError, modelJsonOf } from "./damaged-model";

/** Where to read models' files, by the key of their folder and their name. */
export interface Files {
  readonly blobs: {
    read(key: string): Promise<Uint8Array | null>;
    fetched(key: string): Promise<AsyncDisposable & { readonly path: string }>;
  };
}

/** The folder that a training wrote. */
interface Folder {
  readonly artifactPrefix: string;
}

/** A file of a model folder as text; null if missing. */
export async function modelText(
  { blobs }: Files,
  { artifactPrefix }: Folder,
  name: string,
): Promise<string | null> {
  const bytes = await blobs.read(`${artifactPrefix}/${name}`);
  return bytes && new TextDecoder().decode(bytes);
}

/** The columns of a table in a model folder, which stay in the file; null if missing. */
export async function modelColumns(
  { blobs }: Files,
  { artifactPrefix }: Folder,
  name: string,
): Promise<ArrowColumns | null> {
  await using fetched = await blobs.fetched(`${artifactPrefix}/${name}`);
  return await mappedTable(fetched.path);
}

/** The JSON files of a model folder, besides its card. */
interface JsonFiles {
  readonly "evaluation.json": EvaluationReport;
  readonly "drift_reference.json": DriftReference;
  readonly "drift.json": NonNullable<EarlierMonitoring["drift"]>;
  readonly "realised.json": { readonly models: EarlierMonitoring["realised"] };
}

/** A JSON file of a model folder; null if missing. */
export async function modelJson<Name extends keyof JsonFiles>(
  files: Files,
  model: Folder,
  name: Name,
): Promise<JsonFiles[Name] | null> {
  const text = await modelText(files, model, name);
  return text === null ? null : modelJsonOf(text);
}

/** Fields that earlier releases did not report. */
const NOT_TOLD: Partial<CleaningReport> = {
  discounts: 0,
  refunds: 0,
  tax: null,
  currency: null,
  currencies: [],
  guest_orders: 0,
  customers_left_out: 0,
  statuses: [],
  profile: null,
  roles: {},
  warnings: [],
  files: [],
};

/** How the model's files were read; null if its folder does not say. */
export async function cleaningReportOf(files: Files, model: Folder): Promise<CleaningReport | null> {
  const text = await modelText(files, model, "cleaning_report.json");
  if (text === null) return null;
  const report = modelJsonOf<Omit<CleaningReport, "net_revenue">>(text);
  return { ...NOT_TOLD, net_revenue: report.revenue, ...report };
}

/** The current card of the folder; null if missing. */
export async function readModelCard({ blobs }: Files, { artifactPrefix }: Folder): Promise<ModelCard | null> {
  const bytes = await blobs.read(`${artifactPrefix}/model.json`);
  try {
    return bytes && parseModelCard(bytes);
  } catch (error) {
    throw new DamagedModelError(error);
  }
}

const MOST_REMEMBERED = 200;
const remembered = new WeakMap<object, Map<string, ModelCard>>();

/** A model's card, read once as long as the model does not change; null if its folder has none. */
export async function modelCardOf(
  files: Files,
  model: Folder & { readonly createdAt: number; readonly revision: number },
): Promise<ModelCard | null> {
  const known = remembered.get(files.blobs) ?? new Map<string, ModelCard>();
  remembered.set(files.blobs, known);
  const key = `${model.artifactPrefix} ${model.createdAt} ${model.revision}`;
  const card = known.get(key) ?? (await readModelCard(files, model));
  if (!card || known.has(key)) return card;
  if (known.size >= MOST_REMEMBERED) known.delete(known.keys().next().value!);
  known.set(key, card);
  return card;
}
