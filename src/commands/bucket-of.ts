import type { Config } from "../config";
import type { BucketSettings } from "../store/bucket/bucket-settings";

/** The bucket in the settings. Null if files are on this disk. */
export function bucketOf(config: Config): BucketSettings | null {
  const {
    b2Bucket: bucket,
    b2Endpoint: endpoint,
    b2Region: region,
    b2KeyId: keyId,
    b2AppKey: appKey,
  } = config;
  if (!bucket || !endpoint || !region || !keyId || !appKey) return null;
  const timeoutMs = config.b2TimeoutSeconds * 1000;
  return { bucket, endpoint, region, keyId, appKey, timeoutMs, cacheBytes: config.artifactsCacheBytes };
}
