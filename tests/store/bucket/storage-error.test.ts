import { describe, expect, test } from "bun:test";
import { InputError } from "../../../src/errors";
import type { BucketSettings } from "../../../src/store/bucket/bucket-settings";
import { StorageError, storageError } from "../../../src/store/bucket/storage-error";

const SETTINGS: BucketSettings = {
  bucket: "shop",
  endpoint: "https://s3.example.com",
  region: "r",
  keyId: "the-key-id",
  appKey: "the-secret",
  timeoutMs: 2000,
  cacheBytes: 1,
};

const failed = (fields: object, message = "") => Object.assign(new Error(message), fields);
const http = (httpStatusCode: number, name: string, message = "") =>
  failed({ name, $metadata: { httpStatusCode } }, message);

describe("what the bucket fails of", () => {
  for (const [what, error, fault, status, sentence] of [
    [
      "a wrong key",
      http(403, "InvalidAccessKeyId"),
      "key",
      503,
      /refused the key\. Set B2_KEY_ID and B2_APP_KEY/,
    ],
    ["a wrong secret", http(403, "SignatureDoesNotMatch"), "key", 503, /refused the key/],
    ["a key that may not", http(403, "AccessDenied"), "key", 503, /may list, read, write and delete/],
    ["no body to say why", http(403, "403"), "key", 503, /refused the key/],
    ["no such bucket", http(404, "NoSuchBucket"), "bucket", 503, /no bucket shop at https.*change B2_BUCKET/],
    [
      "B2's storage cap",
      http(403, "AccessDenied", "Cannot upload files, storage cap exceeded."),
      "full",
      507,
      /full or at its storage cap\. Raise the cap/,
    ],
    ["a quota", http(403, "QuotaExceeded"), "full", 507, /full/],
    ["a full disk", http(507, "InsufficientStorage"), "full", 507, /full/],
    ["a wrong clock", http(403, "RequestTimeTooSkewed"), "clock", 503, /clock/],
    [
      "a wrong region that the service names",
      http(
        403,
        "AuthorizationHeaderMalformed",
        "The authorization header is malformed; the region 'r' is wrong; expecting 'eu-central-003'",
      ),
      "region",
      503,
      /not in the region B2_REGION=r, but in eu-central-003\. Set B2_REGION/,
    ],
    [
      "a wrong region that the service gives apart",
      Object.assign(http(400, "AuthorizationHeaderMalformed", "the region is wrong"), {
        Region: "us-west-2",
      }),
      "region",
      503,
      /but in us-west-2/,
    ],
    ["another region's bucket", http(301, "PermanentRedirect"), "region", 503, /B2_REGION=r\. Set B2_REGION/],
    ["a malformed key", http(400, "AuthorizationHeaderMalformed", "bad credential"), "key", 503, /the key/],
    [
      "silence",
      failed({ name: "TimeoutError" }),
      "slow",
      503,
      /did not answer within 2 s.*B2_TIMEOUT_SECONDS/,
    ],
    ["a slow network", failed({ code: "ETIMEDOUT" }), "slow", 503, /within 2 s/],
    [
      "a connection that was cut",
      failed({ name: "TimeoutError", code: "ECONNRESET" }),
      "away",
      503,
      /ECONNRESET/,
    ],
    [
      "nobody there",
      failed({ code: "ECONNREFUSED" }),
      "away",
      503,
      /cannot be used at the moment \(ECONNREFUSED\)\. Try again/,
    ],
    ["a name that nobody knows", failed({ code: "ENOTFOUND" }), "away", 503, /B2_ENDPOINT/],
    ["a service in trouble", http(503, "SlowDown"), "away", 503, /\(HTTP 503\)/],
  ] as const) {
    test(`is told of ${what}`, () => {
      const told = storageError(error, SETTINGS) as StorageError;
      expect(told).toBeInstanceOf(StorageError);
      expect(told).toMatchObject({ fault, status });
      expect(told.message).toMatch(sentence);
      expect(told.message).not.toContain("the-secret");
      expect(told.message).not.toContain("the-key-id");
    });
  }

  test("is not what this machine's disk or our own code fails of", () => {
    for (const error of [
      failed({ code: "ENOSPC" }),
      new TypeError("x is not a function"),
      new RangeError("no key"),
    ])
      expect(storageError(error, SETTINGS)).toBe(error);
    const refused = new InputError("The file is larger than it may be.");
    expect(storageError(refused, SETTINGS)).toBe(refused);
  });
});
