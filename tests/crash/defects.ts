import type { Death } from "./armed-server";
import type { Defect } from "./program-copy";

/** A defect that the harness must find, and where processes die so that it shows. */
export interface PlantedDefect {
  readonly changes: readonly Defect[];
  readonly deaths: readonly Death[];
  readonly onlyUploads?: boolean;
  /** It shows only with a bucket. */
  readonly services?: boolean;
  /** What must be found. */
  readonly finds: RegExp;
}

const POWER = { role: "server", op: "commit", when: "after", nth: 14, all: true } as const;

export const DEFECTS: Readonly<Record<string, PlantedDefect>> = {
  "skipped fsync of files": {
    changes: [{ file: "src/store/disk-files.ts", from: "    await file.sync();\n", to: "" }],
    deaths: [POWER],
    onlyUploads: true,
    finds: /differs from what was stored/,
  },
  "skipped fsync of folders": {
    changes: [{ file: "src/disk.ts", from: "    await folder.sync();\n", to: "" }],
    deaths: [POWER],
    onlyUploads: true,
    finds: /lost: |is missing/,
  },
  "commits not flushed": {
    changes: [{ file: "src/store/sqlite.ts", from: "synchronous = FULL", to: "synchronous = NORMAL" }],
    deaths: [POWER],
    finds: /lost: /,
  },
  "files removed before the row": {
    changes: [
      {
        file: "src/api/resources/datasets/remove.ts",
        from: "  datasets.delete(tenant, dataset.id);\n  try {\n    if (kept) await context.blobs.delete(kept.prefix);\n    for (const { path } of everyFile(dataset)) await context.blobs.delete(dirname(path));",
        to: "  try {\n    for (const { path } of everyFile(dataset)) await context.blobs.delete(dirname(path));\n    datasets.delete(tenant, dataset.id);",
      },
    ],
    deaths: [{ role: "server", op: "remove", when: "after", nth: 1, all: false }],
    finds: /is missing/,
  },
  "no sweep at start": {
    changes: [
      {
        file: "src/jobs/start-sweep.ts",
        from: "  for (const { path } of found) rmSync(path, { recursive: true, force: true });\n",
        to: "",
      },
    ],
    deaths: [{ role: "server", op: "flush", when: "after", nth: 4, all: false }],
    finds: /unfinished: |unnamed: /,
  },
  "no sweep of the bucket": {
    changes: [{ file: "src/store/bucket/bucket-loop.ts", from: "      await sweep();\n", to: "" }],
    // The object is stored, and its row is not.
    deaths: [{ role: "server", op: "message", when: "before", nth: 1, all: false }],
    onlyUploads: true,
    services: true,
    finds: /in the bucket, and no row names it/,
  },
  "an answer that is not kept with the deed": {
    changes: [
      { file: "src/api/resources/uploads/keep.ts", from: "    told(made);\n", to: "" },
      {
        file: "src/api/idempotency.ts",
        from: "keep(response.status, await response.clone().text());",
        to: "{}",
      },
    ],
    deaths: [6, 7, 8].map((nth) => ({ role: "server", op: "commit", when: "after", nth, all: false })),
    onlyUploads: true,
    finds: /is there 2 times/,
  },
};
