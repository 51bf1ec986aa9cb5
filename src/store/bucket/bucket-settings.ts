/**
 * Where a bucket is and how it is spoken to: plain data, so that a worker process can be told. Never logged or shown:
 * it holds a secret.
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
  /** How large the copies on this machine may grow together. */
  readonly cacheBytes: number;
}
