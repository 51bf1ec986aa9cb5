/**
 * How to reach a bucket: plain data, so that it can be passed to a worker process. Never log or show it, because it
 * holds a secret.
 */
export interface BucketSettings {
  readonly bucket: string;
  /** URL of the S3-compatible service. */
  readonly endpoint: string;
  readonly region: string;
  readonly keyId: string;
  readonly appKey: string;
  /** How long the service may be silent, in milliseconds. */
  readonly timeoutMs: number;
  /** The limit for the copies on this machine. */
  readonly cacheBytes: number;
}
