import type { Config } from "../config";
import { UserError } from "../errors";
import type { AccountSources } from "../mirror/service-account";
import { Bucket } from "../store/bucket/bucket";
import { bucketOf } from "./bucket-of";

/** Where a service account may be read from: the web, and the buckets that the key in the settings opens. */
export function mirrorSources(config: Config): AccountSources {
  return {
    fetch: (url, init) => fetch(url, init),
    async readObject(bucket, key) {
      const settings = bucketOf(config);
      if (!settings) {
        throw new UserError(
          "FIREBASE_SERVICE_ACCOUNT_PATH points to a bucket, but none is set. Set B2_BUCKET, B2_ENDPOINT, B2_REGION, B2_KEY_ID and B2_APP_KEY.",
        );
      }
      const opened = new Bucket({ ...settings, bucket });
      try {
        return await opened.get(key, async ({ chunks }) => Buffer.concat(await Array.fromAsync(chunks)));
      } finally {
        await opened.close();
      }
    },
  };
}
