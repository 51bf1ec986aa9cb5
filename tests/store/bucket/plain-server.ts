import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
// @ts-expect-error It comes without types.
import S3rver from "s3rver";
import type { BucketSettings } from "../../../src/store/bucket/bucket-settings";
import { ifLeftBehind } from "../../left-behind";

/** An S3 server in this process. It checks no signatures, lists in no order and keeps one version. */
export interface PlainServer extends AsyncDisposable {
  readonly settings: BucketSettings;
}

export async function plainServer(given: Partial<BucketSettings> = {}): Promise<PlainServer> {
  const directory = mkdtempSync(join(tmpdir(), "s3rver-"));
  const options = { address: "127.0.0.1", port: 0, silent: true, directory };
  const server = new S3rver({ ...options, configureBuckets: [{ name: "perennial" }] });
  const isRemoved = ifLeftBehind(() => rmSync(directory, { recursive: true, force: true }));
  const { port } = await server.run();
  return {
    settings: {
      bucket: "perennial",
      endpoint: `http://127.0.0.1:${port}`,
      region: "us-east-1",
      keyId: "S3RVER",
      appKey: "S3RVER",
      timeoutMs: 10_000,
      cacheBytes: 2 ** 30,
      ...given,
    },
    [Symbol.asyncDispose]: async () => {
      server.httpServer.closeAllConnections?.();
      await server.close();
      isRemoved();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
