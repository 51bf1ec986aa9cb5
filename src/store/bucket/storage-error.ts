import { UserError } from "../../errors";
import type { BucketSettings } from "./bucket-settings";

/** What went wrong with the bucket. `away` covers everything that may pass without our help. */
export type StorageFault = "away" | "slow" | "key" | "bucket" | "region" | "full" | "clock" | "damaged";

/** The bucket failed: a sentence for both tenant and operator, without secrets. */
export class StorageError extends UserError {
  override readonly name = "StorageError";
  override readonly status: number;

  constructor(
    readonly fault: StorageFault,
    message: string,
  ) {
    super(message);
    this.status = fault === "full" ? 507 : 503;
  }
}

/** The details in an error of the S3 client. */
interface ClientError {
  readonly name?: string;
  readonly code?: string;
  readonly Code?: string;
  readonly message?: string;
  /** The region that the service expects, if it says so. */
  readonly Region?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const KEY_CODES =
  /^(InvalidAccessKeyId|SignatureDoesNotMatch|AccessDenied|InvalidSecurity|InvalidToken|Forbidden|Unauthorized|AuthorizationHeaderMalformed|\w*UserNotFound|401|403)$/;
/** Includes the answers of services that redirect to the right region, which the client does not follow. */
const REGION_CODES = /^(PermanentRedirect|IncorrectRegion|InvalidRegion|IllegalLocationConstraintException)$/;
const FULL = /cap.?exceeded|quota|insufficient ?(storage|space)|no space left|storage ?full|disk ?full/i;
const CUT = /^(ECONNRESET|EPIPE|ECONNREFUSED)$/;
const SLOW = /timed? ?out|ETIMEDOUT|ESOCKETTIMEDOUT/i;

/** Errors of this machine's disk, not of the bucket. */
const DISK_CODES = /^(ENOENT|EEXIST|ENOSPC|EDQUOT|EACCES|EROFS|EISDIR|ENOTDIR|EMFILE|ENFILE|EIO)$/;

/**
 * Puts an error of the S3 client into our words. A defect of ours, or an error of this machine's disk, comes back
 * unchanged.
 */
export function storageError(
  error: unknown,
  { bucket, endpoint, region, timeoutMs }: BucketSettings,
): unknown {
  if (error instanceof UserError || error instanceof RangeError) return error;
  const { name = "", code = "", Code = "", message = "", Region = "", $metadata } = error as ClientError;
  const status = $metadata?.httpStatusCode;
  if (DISK_CODES.test(code) || (error instanceof TypeError && status === undefined && code === ""))
    return error;
  const names = [name, code, Code];
  const has = (pattern: RegExp) => names.some((each) => pattern.test(each));
  const place = `the bucket ${bucket} at ${endpoint}`;
  if (status === 507 || FULL.test(`${names.join(" ")} ${message}`))
    return new StorageError(
      "full",
      `${capital(place)} is full or at its storage cap. Raise the cap or delete what is not needed, and try again.`,
    );
  if (has(/^RequestTimeTooSkewed$/))
    return new StorageError(
      "clock",
      `This machine's clock differs from that of ${place}. Set it and try again.`,
    );
  if (has(/^NoSuchBucket$/))
    return new StorageError(
      "bucket",
      `There is no bucket ${bucket} at ${endpoint}. Create it, or change B2_BUCKET.`,
    );
  if (has(REGION_CODES) || (status !== undefined && status >= 300 && /\bregion\b/i.test(message))) {
    const expected = Region || /expect(?:ing|ed)[^'"]*['"]([\w-]+)['"]/i.exec(message)?.[1];
    return new StorageError(
      "region",
      `${capital(place)} is not in the region B2_REGION=${region}${expected ? `, but in ${expected}` : ""}. Set B2_REGION to the bucket's region.`,
    );
  }
  if (status === 401 || status === 403 || has(KEY_CODES))
    return new StorageError(
      "key",
      `${capital(place)} refused the key. Set B2_KEY_ID and B2_APP_KEY to a key that may list, read, write and delete there.`,
    );
  // The SDK reports a cut connection as a time-out too.
  if ((has(SLOW) || SLOW.test(message)) && !CUT.test(code))
    return new StorageError(
      "slow",
      `${capital(place)} did not answer within ${timeoutMs / 1000} s. Try again. If it happens again, raise B2_TIMEOUT_SECONDS.`,
    );
  const told = status === undefined ? code || name : `HTTP ${status}`;
  return new StorageError(
    "away",
    `${capital(place)} cannot be used at the moment (${told}). Try again. If it happens again, check B2_ENDPOINT and the service's status.`,
  );
}

function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
