import { expect, test } from "bun:test";
import { closeSync, openSync, statSync } from "node:fs";
import { join } from "node:path";
import { writeAll } from "../../../src/pipeline/erase/write-all";
import { canMount, smallDisk } from "../../small-disk";

test.skipIf(!canMount())(
  "a copy for which there is not enough room fails, and is never cut in silence",
  () => {
    const disk = smallDisk(1)!;
    const path = join(disk.folder, "copy");
    const file = openSync(path, "w");
    try {
      disk.fill(20_000);
      const bytes = new Uint8Array(100_000);
      expect(() => writeAll(file, bytes)).toThrow(/ENOSPC/);
      // What made it: a single write took a part of the bytes.
      expect(statSync(path).size).toBeWithin(1, 100_000);
      disk.clear();
      writeAll(file, bytes);
    } finally {
      closeSync(file);
      disk.remove();
    }
  },
);
