/** What the server must hold, and the tests that attack it there. */
export const GROUPS: Readonly<Record<string, readonly string[]>> = {
  "tenants apart (every route and every repository method, as a stranger)": [
    "tests/api/isolation.test.ts",
    "tests/store/strangers.test.ts",
  ],
  "roles, keys, sessions, tokens": [
    "tests/api/auth.test.ts",
    "tests/auth/keys.test.ts",
    "tests/auth/key-sign-in.test.ts",
    "tests/auth/firebase.test.ts",
    "tests/auth/standing.test.ts",
    "tests/auth/invitations.test.ts",
    "tests/auth/exposure.test.ts",
    "tests/views/pages/account/sign-in.test.ts",
    "tests/views/pages/account/email.test.ts",
  ],
  "writes from other sites": ["tests/api/cross-site.test.ts"],
  "markup and formulas (canaries on every page and in every file)": [
    "tests/views/canary.test.ts",
    "tests/views/components/markdown.test.tsx",
    "tests/pipeline/harmless-text.test.ts",
  ],
  "traversal and injection (every parameter of every route and page)": [
    "tests/security/hostile-values.test.ts",
    "tests/store/blobs.test.ts",
    "tests/api/resources/every-route.test.ts",
  ],
  "requests to inner addresses": [
    "tests/notify/webhooks/private-address.test.ts",
    "tests/notify/webhooks/pinned-post.test.ts",
    "tests/notify/webhooks/url.test.ts",
    "tests/api/resources/webhooks.test.ts",
  ],
  guessing: [
    "tests/auth/attempts.test.ts",
    "tests/api/rate-limit.test.ts",
    "tests/api/client-address.test.ts",
  ],
  "large, slow and many requests": [
    "tests/api/request-body.test.ts",
    "tests/api/capacity.test.ts",
    "tests/api/turns.test.ts",
    "tests/api/descriptors.test.ts",
    "tests/api/server.test.ts",
    "tests/api/resources/upload.test.ts",
  ],
  "hostile files": [
    "tests/pipeline/reading/read-apart.test.ts",
    "tests/transactions/bad-files.test.ts",
    "tests/transactions/parquet.test.ts",
    "tests/fuzz/fuzz.test.ts",
  ],
  "secrets in logs, pages, errors, exports and copies": [
    "tests/security/secrets.test.ts",
    "tests/api/errors.test.ts",
    "tests/log.test.ts",
    "tests/mirror/fields.test.ts",
  ],
  "erased is erased": ["tests/jobs/erasure/erasure.test.ts", "tests/jobs/erasure/copies.test.ts"],
};
