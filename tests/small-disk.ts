import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ifLeftBehind } from "./left-behind";

/** A disk of a few megabytes, in memory. */
export interface SmallDisk {
  readonly folder: string;
  /** Uses up what is left, except for `leftBytes`. */
  fill(leftBytes?: number): void;
  /** Makes room again. */
  clear(): void;
  remove(): void;
}

const BLOCK_BYTES = 4096;

/** Null where this user may not mount one. */
export function smallDisk(megabytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), "perennial-disk-"));
  const mounted = Bun.spawnSync(["mount", "-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder]);
  if (!mounted.success) {
    rmSync(folder, { recursive: true });
    return null;
  }
  const unmount = () => {
    Bun.spawnSync(["umount", "-l", folder]);
    rmSync(folder, { recursive: true });
  };
  const isRemoved = ifLeftBehind(unmount);
  const filler = join(folder, "filler");
  return {
    folder,
    fill: (leftBytes = 0) => {
      const reserve = join(folder, "reserve");
      writeFileSync(reserve, Buffer.alloc(leftBytes));
      for (let part = 0; ; part++) {
        try {
          writeFileSync(`${filler}-${part}`, Buffer.alloc(BLOCK_BYTES));
        } catch {
          break;
        }
      }
      rmSync(reserve);
    },
    clear: () => {
      for (const name of new Bun.Glob("filler-*").scanSync(folder)) rmSync(join(folder, name));
    },
    remove: () => {
      isRemoved();
      unmount();
    },
  };
}

/** Whether tests on such a disk can run here. */
export function canMount(): boolean {
  const disk = smallDisk(1);
  disk?.remove();
  return disk !== null;
}
