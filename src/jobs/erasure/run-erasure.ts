import { emailsOf } from "../../pipeline/erase/emails-of";
import { fileFacts } from "../../pipeline/erase/file-facts";
import type { BlobStore } from "../../store/blobs";
import { compactStore } from "../../store/compact";
import { fileSize } from "../../store/disk-files";
import { exchangeOf } from "../../store/exchange";
import type { JobProgress } from "../../store/job-row";
import { openBlobs } from "../../store/open-blobs";
import type { StepWriter } from "../worker-loop";
import { FileEraser, type NoteFile } from "./erase-files";
import type { ErasureStep, ErasureTask, FileNote, Preparation, UploadFacts } from "./erasure-task";
import { deleteLeftovers } from "./leftovers";
import { putInPlace } from "./put-in-place";

type OnProgress = (progress: JobProgress) => void;
type CustomerTask = Extract<ErasureTask, { scope: "customer" }>;

/** Files and rows take this share of the work; rewriting the store takes the rest. */
const FILES_SHARE = 0.9;

/**
 * Erases in the worker: a person, or everything of a tenant. The worker itself only changes files. It tells the server
 * when to remove the rows.
 */
export async function runErasure(
  task: ErasureTask,
  onProgress: OnProgress,
  writeStep: StepWriter,
): Promise<Preparation | null> {
  const blobs = openBlobs(task);
  if (task.scope === "customer" && task.prepares) return prepare(blobs, task, onProgress);
  const tell = (step: ErasureStep) => writeStep(step);
  const note: NoteFile = (key, note) => tell({ type: "file", key, note });
  if (task.scope === "tenant") {
    await deleteFolders(blobs, task.tenant, note, onProgress);
    await tell({ type: "rows", files: [], emails: [] });
  } else if (task.scope === "customer") {
    const emails = task.prepared?.emails ?? (await emailsOfPerson(blobs, task));
    if (emails.length > 0) await tell({ type: "emails", emails });
    const rewritten = await eraseCustomer(blobs, { ...task, emails }, note, onProgress);
    await tell({ type: "rows", files: await factsOf(blobs, task, rewritten), emails });
    // The request to the other machine names the person.
    if (task.prepared) await exchangeOf(blobs).delete(task.prepared.exchanged);
  }
  onProgress({ stage: "compacting", fraction: FILES_SHARE, message: "Rewriting the store" });
  await compactStore(task.storePath);
  onProgress({ stage: "compacting", fraction: 1, message: "Rewriting the store" });
  return null;
}

/**
 * On another machine: makes the copies without the person, and says what is to be recorded before this server puts them
 * in place. If it does so late, or twice, nothing has changed.
 */
async function prepare(blobs: BlobStore, task: CustomerTask, onProgress: OnProgress): Promise<Preparation> {
  const emails = await emailsOfPerson(blobs, task);
  const notes = new Map<string, FileNote>();
  const eraser = new FileEraser(blobs, { id: task.customerId, emails }, async (key, note) => {
    notes.set(key, note);
  });
  await eraseFiles(eraser, task, onProgress);
  return { emails, notes };
}

async function emailsOfPerson(blobs: BlobStore, task: CustomerTask): Promise<readonly string[]> {
  return task.emails ?? (await emailsIn(blobs, task));
}

/** A training may use another upload's mapping. */
function mappingsOf({ uploads }: CustomerTask): string[] {
  return uploads.flatMap(({ mappingKey }) => mappingKey ?? []);
}

/** The addresses next to the id in any of the files. We search all files before we rewrite the first. */
async function emailsIn(blobs: BlobStore, task: CustomerTask): Promise<string[]> {
  const found = new Set<string>();
  for (const { key, keyColumn, isQuery } of task.uploads) {
    if (isQuery) continue;
    await using fetched = new AsyncDisposableStack();
    const here = async (key: string) => fetched.use(await blobs.fetched(key)).path;
    const path = await here(key);
    if ((await fileSize(path)) === null) continue;
    const mappings: string[] = [];
    for (const mapping of mappingsOf(task)) mappings.push(await here(mapping));
    for (const email of await emailsOf(path, mappings, task.customerId, keyColumn)) found.add(email);
  }
  return [...found].sort();
}

/** Returns the keys of the files recorded now or by an earlier attempt. */
async function eraseCustomer(
  blobs: BlobStore,
  task: CustomerTask & { readonly emails: readonly string[] },
  note: NoteFile,
  onProgress: OnProgress,
): Promise<ReadonlySet<string>> {
  // Comes first: anything uploaded after the task was made is new, and so not a leftover.
  await deleteLeftovers(blobs, task, note);
  const noted = new Set(task.noted);
  const noteAndRemember: NoteFile = async (key, what) => {
    await note(key, what);
    noted.add(key);
  };
  const person = { id: task.customerId, emails: task.emails };
  if (task.prepared) await putInPlace(blobs, task.prepared, noteAndRemember);
  else await eraseFiles(new FileEraser(blobs, person, noteAndRemember), task, onProgress);
  return noted;
}

/** Erases from uploads, models and lists. */
async function eraseFiles(eraser: FileEraser, task: CustomerTask, onProgress: OnProgress): Promise<void> {
  const report = stepper(
    task.uploads.length + task.modelPrefixes.length + task.outputKeys.length,
    onProgress,
  );
  for (const upload of task.uploads) {
    report("uploads", "Erasing from uploads");
    if (upload.isQuery) await eraser.query(upload);
    else await eraser.upload(upload, mappingsOf(task));
  }
  for (const prefix of task.modelPrefixes) {
    report("models", "Erasing from models");
    await eraser.model(prefix);
  }
  for (const key of task.outputKeys) {
    report("predictions", "Erasing from predictions");
    await eraser.batch(key);
  }
}

/** The state of the rewritten uploads that still exist. */
async function factsOf(
  blobs: BlobStore,
  { uploads }: CustomerTask,
  rewritten: ReadonlySet<string>,
): Promise<UploadFacts[]> {
  const facts: UploadFacts[] = [];
  for (const { id, key } of uploads) {
    if (!rewritten.has(key)) continue;
    await using file = await blobs.fetched(key);
    if ((await fileSize(file.path)) !== null) facts.push({ id, ...(await fileFacts(file.path)) });
  }
  return facts;
}

/** Deletes everything of a tenant, one upload, model or output at a time, and records each first. */
async function deleteFolders(
  blobs: BlobStore,
  tenant: string,
  note: NoteFile,
  onProgress: OnProgress,
): Promise<void> {
  const root = `tenants/${tenant}`;
  const folders = new Map<string, { files: number; bytes: number }>();
  for (const { key, sizeBytes } of await blobs.list(root)) {
    const folder = key.split("/").slice(0, 4).join("/");
    const { files, bytes } = folders.get(folder) ?? { files: 0, bytes: 0 };
    folders.set(folder, { files: files + 1, bytes: bytes + sizeBytes });
  }
  const report = stepper(folders.size, onProgress);
  for (const [folder, sizes] of folders) {
    report("files", "Deleting files");
    await note(folder, { type: "folder", ...sizes });
    await blobs.delete(folder);
  }
  // Unfinished files, and the folders themselves.
  await blobs.delete(root);
}

/** Reports that the next of `count` items has begun. */
function stepper(count: number, onProgress: OnProgress): (stage: string, message: string) => void {
  let done = 0;
  return (stage, message) => {
    const fraction = Math.round((1000 * FILES_SHARE * done++) / count) / 1000;
    onProgress({ stage, fraction, message: `${message} (${done} of ${count})` });
  };
}
