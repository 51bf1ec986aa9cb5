import { readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../../disk";
import type { Area } from "../object-keys";

/**
 * The groups of objects that this data folder has sent to the bucket, an empty folder each. It is made before the first
 * object is sent and goes after the last one, so whatever a process that dies leaves in the bucket is known here. Other
 * data folders may use the same bucket: what is not known here may be theirs.
 */
export class SentGroups {
  constructor(private readonly dataDir: string) {}

  add(group: string): Promise<void> {
    return makeFolder(join(rootOf(this.dataDir), group));
  }

  /** Everything below a prefix. */
  async remove(prefix: string): Promise<void> {
    await rm(join(rootOf(this.dataDir), prefix), { recursive: true, force: true });
  }
}

/** The keys of a tenant's groups that were sent. */
export function sentGroups(dataDir: string, tenant: string): string[] {
  return (["datasets", "models", "outputs", "steps"] satisfies Area[]).flatMap((area) => {
    const folder = `tenants/${tenant}/${area}`;
    try {
      return readdirSync(join(rootOf(dataDir), folder)).map((name) => `${folder}/${name}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
  });
}

function rootOf(dataDir: string): string {
  return join(dataDir, "artifacts", ".sent");
}
