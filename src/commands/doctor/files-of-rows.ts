import { basename, extname } from "node:path";
import { OpenModel } from "../../answers/open-model";
import { mayComeAgain } from "../../jobs/bucket-sweep";
import { namedBy } from "../../jobs/start-sweep";
import { tableOfArrow } from "../../pipeline/arrow-file";
import type { BlobInfo, BlobStore } from "../../store/blobs";
import { groupOf } from "../../store/bucket/publish-folder";
import { type DatasetFile, everyFile } from "../../store/datasets";
import { fileHash } from "../../store/disk-files";
import type { KnownModel } from "../../store/models";
import type { Store } from "../../store/store";
import { DAY_MS, timeOfId } from "../../time";
import type { Finding, Looked } from "./findings";

/** What a tenant's rows are compared with. */
export interface Shelf {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly tenant: string;
  readonly looked: Looked;
  /** Adds what is wrong, unless its row has gone in the meantime: a server may be running. */
  report(code: Finding["code"], message: string, isStillNamed: () => boolean): void;
  /** Adds what was left, and whether it was deleted. */
  leftOver(message: string, isRepaired: boolean): void;
  readonly repair: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Compares the rows of a tenant with the files that they name. On this machine's disk, it also reads the files to their
 * end: uploads have the hash that was kept, and models can be opened.
 */
export async function compareFiles(shelf: Shelf): Promise<void> {
  const { store, blobs, tenant, looked } = shelf;
  const objects = new Map((await blobs.list(`tenants/${tenant}`)).map((info) => [info.key, info]));
  for (const dataset of store.datasets.list(tenant))
    for (const file of everyFile(dataset)) {
      looked.uploads++;
      await compareUpload(shelf, objects, file);
    }
  for (const model of store.models.list(tenant)) {
    looked.models++;
    await compareModel(shelf, objects, model);
  }
  for (const { id, batchFileUrl } of store.predictions.batches(tenant)) {
    looked.lists++;
    if (!objects.has(batchFileUrl!))
      shelf.report(
        "file_missing",
        `The list of the prediction ${id} is missing. Delete the prediction or restore its file from a backup.`,
        () => store.predictions.find(tenant, id) !== null,
      );
  }
  await compareBucket(shelf);
}

/**
 * Objects in a bucket that no row has named for a day: left by an upload or a job that died on the way. Younger ones may
 * still get their row, also from another server.
 */
async function compareBucket({ store, blobs, tenant, repair, now, leftOver }: Shelf): Promise<void> {
  if (blobs.kind === "disk") return;
  const named = namedBy(store, tenant);
  const groups = new Set((await blobs.elsewhere(`tenants/${tenant}`)).map(groupOf));
  for (const key of groups) {
    const id = basename(key, ".csv");
    if (named.has(key) || timeOfId(id) > now - DAY_MS || mayComeAgain(store, key)) continue;
    if (repair) await blobs.delete(key);
    leftOver(`${blobs.pathOf(key)} is in the bucket, and no row names it.`, repair);
  }
}

async function compareUpload(
  { store, blobs, tenant, looked, report }: Shelf,
  objects: ReadonlyMap<string, BlobInfo>,
  { id, fileName, path, mappingPath, sha256, sizeBytes }: DatasetFile,
): Promise<void> {
  const isNamed = () => store.datasets.findFile(tenant, id)?.sha256 === sha256;
  const found = objects.get(path);
  if (!found) {
    report(
      "file_missing",
      `The upload ${fileName} (file ${id}) is missing. Upload it again, or restore it from a backup.`,
      isNamed,
    );
    return;
  }
  if (mappingPath !== null && !objects.has(mappingPath))
    report(
      "file_missing",
      `The mapping of the upload ${fileName} (file ${id}) is missing. Set its columns again on the page of the data set.`,
      isNamed,
    );
  const isWhole = found.sizeBytes === sizeBytes && (await hasHash(blobs, path, sha256, looked));
  // An erasure rewrites files before it updates their rows.
  if (isWhole || store.erasures.isUnfinished(tenant)) return;
  report(
    "file_changed",
    `The upload ${fileName} (file ${id}) differs from what was stored: it has ${found.sizeBytes} bytes, and ${sizeBytes} bytes with the SHA-256 ${sha256.slice(0, 12)}… were stored. Upload it again, or restore it from a backup.`,
    isNamed,
  );
}

/** A bucket checks the hash itself whenever the object is fetched. */
async function hasHash(blobs: BlobStore, key: string, sha256: string, looked: Looked): Promise<boolean> {
  if (blobs.kind !== "disk") return true;
  const about = await fileHash(blobs.localPath(key));
  looked.bytes += about.sizeBytes;
  return about.sha256 === sha256;
}

async function compareModel(
  { store, blobs, tenant, looked, report }: Shelf,
  objects: ReadonlyMap<string, BlobInfo>,
  { id, artifactPrefix, revision }: KnownModel,
): Promise<void> {
  const isNamed = () => store.models.find(tenant, id)?.revision === revision;
  const files = [...objects.values()].filter(({ key }) => key.startsWith(`${artifactPrefix}/`));
  const what = `The model ${id}`;
  const how = "Train again, or restore its folder from a backup.";
  if (!objects.has(`${artifactPrefix}/model.json`)) {
    const where = files.length === 0 ? "has no files" : "has no model.json";
    report("file_missing", `${what} ${where}. ${how}`, isNamed);
    return;
  }
  if (blobs.kind !== "disk") return;
  for (const { key, sizeBytes } of files) {
    const problem = await problemOf(blobs.localPath(key));
    looked.bytes += sizeBytes;
    if (problem !== null)
      report(
        "model_damaged",
        `${what}: ${key.slice(artifactPrefix.length + 1)} cannot be read (${problem}). ${how}`,
        isNamed,
      );
  }
  try {
    const model = await OpenModel.open(blobs.localPath(artifactPrefix));
    await model.openAll();
    await model.close();
  } catch (error) {
    report("model_damaged", `${what} cannot be opened (${(error as Error).message}). ${how}`, isNamed);
  }
}

/** Why a file of a model cannot be read; null if it can, or if its format has no structure to check. */
async function problemOf(path: string): Promise<string | null> {
  try {
    if (extname(path) === ".json") await Bun.file(path).json();
    else if (extname(path) === ".arrow") tableOfArrow(await Bun.file(path).bytes());
    else if (Bun.file(path).size === 0) return "it is empty";
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
