import { randomUUID } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { BlobStore } from "../../store/blobs";
import { groupOf } from "../../store/bucket/publish-folder";
import type { Exchange } from "../../store/exchange";
import type { StepKeys, StepResult } from "./step";

/** A step's files, and where they lie. */
interface HandedIn {
  readonly keys: StepKeys;
  readonly result: StepResult | null;
}

/** A file that was handed in: the key it is meant for, where it lies, and its hash. */
interface Part {
  readonly key: string;
  readonly at: string;
  readonly sha256: string;
}

interface Tools {
  readonly blobs: BlobStore;
  readonly exchange: Exchange;
}

/**
 * Publishes what steps have made as if it had been made here. Files of several steps with the same key become one, in
 * the order of the steps.
 */
export async function adoptFiles(tools: Tools, steps: readonly HandedIn[]): Promise<void> {
  const parts = steps.flatMap(({ keys, result }) =>
    result!.files.map(({ key, sha256 }): Part => ({ key, at: keys.file(sha256), sha256 })),
  );
  for (const [group, files] of Map.groupBy(parts, groupOf)) {
    if (group.split("/")[2] === "models") await adoptFolder(tools, group, files);
    else await tools.blobs.writeStream(group, joined(tools, group, files));
  }
}

/** Under a hidden name until it is complete, so that nobody takes half of it for a model. */
async function adoptFolder(
  { blobs, exchange }: Tools,
  prefix: string,
  files: readonly Part[],
): Promise<void> {
  const folder = blobs.localPath(prefix);
  const hidden = hiddenBeside(folder);
  try {
    for (const { key, at, sha256 } of files) {
      const path = join(hidden, key.slice(prefix.length + 1));
      await mkdir(dirname(path), { recursive: true });
      await exchange.getFile(at, path, sha256);
    }
    await rm(folder, { recursive: true, force: true });
    await rename(hidden, folder);
  } finally {
    await rm(hidden, { recursive: true, force: true });
  }
  await blobs.publish(prefix);
}

async function* joined(
  { blobs, exchange }: Tools,
  key: string,
  files: readonly Part[],
): AsyncGenerator<Uint8Array> {
  const path = hiddenBeside(blobs.localPath(key));
  await mkdir(dirname(path), { recursive: true });
  for (const { at, sha256 } of files) {
    try {
      await exchange.getFile(at, path, sha256);
      yield* Bun.file(path).stream();
    } finally {
      await rm(path, { force: true });
    }
  }
}

/** Files and folders whose names begin with a dot are unfinished. */
function hiddenBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomUUID()}`);
}
