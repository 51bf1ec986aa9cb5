import { type Defect, defectsIn } from "../defect";

/** Requests: origin, bounds, idempotency, ids, capacity, what is told. */
export const API: readonly Defect[] = [
  ...defectsIn("src/api/cross-site.ts", "tests/api/cross-site.test.ts", [
    ["DELETE counts as safe", '["GET", "HEAD", "OPTIONS"]', '["GET", "HEAD", "OPTIONS", "DELETE"]'],
    ["PATCH counts as safe", 'new Set(["GET",', 'new Set(["PATCH", "GET",'],
    [
      "a page of the same site counts as ours",
      'site === "same-origin" ||',
      'site === "same-origin" || site === "same-site" ||',
    ],
    [
      "any origin may write if it does not say where it comes from",
      "origin === null || hostOf(origin) === host",
      "origin === null || hostOf(origin) !== host",
    ],
    ["any host name is answered without a sign-in", "trustsNetwork ? null :", "!trustsNetwork ? null :"],
    [
      "every origin may read the answers",
      "if (origin === null || !this.#allows(origin)) return;",
      "if (origin === null) return;",
    ],
  ]),
  ...defectsIn(
    "src/api/idempotency.ts",
    ["tests/api/idempotency.test.ts", "tests/api/resources/every-route.test.ts"],
    [
      ["the fingerprint leaves the path out", "update(`${method} ${path}\\n`)", "update(`${method}\\n`)"],
      ["the fingerprint leaves the body out", '.update(sent).digest("hex");', '.digest("hex");'],
      ["failures are kept", "if (!isKept && response.ok && response", "if (!isKept && response"],
      [
        "two tenants' keys make one id",
        "update(`${tenant}\\n${key}\\n${requestHash}`)",
        "update(`${key}\\n${requestHash}`)",
      ],
      [
        "a failed request keeps its key",
        "    if (!isKept) idempotency.abandon(tenant, key);\n    throw error;",
        "    throw error;",
      ],
      [
        "the first request under way is done again",
        'if (state === "in progress")',
        'if (state !== "in progress" && state !== "new")',
      ],
    ],
  ),
  ...defectsIn("src/api/request-body.ts", "tests/api/request-body.test.ts", [
    [
      "bodies before the sign-in are bounded like others",
      'access === "public" ? MOST_PUBLIC_BYTES : MOST_BYTES',
      "MOST_BYTES",
    ],
    [
      "a body of unknown length is read without a bound",
      "if (bytes > mostBytes) fail",
      "if (bytes < 0) fail",
    ],
    [
      "a slow body holds its connection",
      "if (bytes - bytesBefore < pace.leastBytes)",
      "if (bytes - bytesBefore < 0)",
    ],
    [
      "an announced length is believed",
      "if (Number(announced ?? 0) > mostBytes)",
      "if (Number(announced ?? 0) > 1000 * mostBytes)",
    ],
  ]),
  ...defectsIn("src/api/capacity.ts", "tests/api/capacity.test.ts", [
    ["one address takes all places", "if (own >= perAddress)", "if (own > 10 * perAddress)"],
    ["nothing is shed beyond the places", "if (this.#taken >= inAll)", "if (this.#taken > 100 * inAll)"],
    ["a place is never free again", "    this.#taken--;", ""],
  ]),
  ...defectsIn("src/api/capacity.ts", "tests/api/descriptors.test.ts", [
    [
      "more requests than descriptors",
      "(mostDescriptors ?? Infinity) / 2",
      "(mostDescriptors ?? Infinity) * 2",
    ],
  ]),
  ...defectsIn("src/api/turns.ts", "tests/api/turns.test.ts", [
    [
      "nobody is turned away however long the queue",
      "this.#waited - waiting.since > this.#mostMs()",
      "this.#waited - waiting.since > 1000 * this.#mostMs()",
    ],
    [
      "a queue that stands is taken for a burst",
      "> burstMs ? standingMs : burstMs",
      "> burstMs ? burstMs : burstMs",
    ],
    [
      "one address goes first for as long as it asks",
      "      this.#lines.delete(address);\n      if (line.length > 0) this.#lines.set(address, line);",
      "      if (line.length === 0) this.#lines.delete(address);",
    ],
    [
      "all that wait begin in one round",
      "while (this.#begun < this.#aRound) {",
      "while (this.#begun < MOST_A_ROUND) {",
    ],
    [
      "a client that left gets its turn",
      "if (waiting.signal.aborted)",
      "if (waiting.signal.aborted && now < 0)",
    ],
  ]),
  ...defectsIn(
    "src/api/app.ts",
    ["tests/api/turns.test.ts", "tests/api/capacity.test.ts"],
    [
      [
        "/health waits like everybody",
        "if (/^\\/health(\\/|$)/.test(state.path))",
        "if (/^\\/health\\/never$/.test(state.path))",
      ],
      ["a stream frees its place at once", "      leave = () => {};\n", ""],
      [
        "who is turned away keeps a place",
        "    leave();\n    throw error;\n  }\n  return leave;",
        "    throw error;\n  }\n  return leave;",
      ],
    ],
  ),
  ...defectsIn("src/api/app.ts", "tests/api/errors.test.ts", [
    [
      "the log has the path, which may name a person",
      'const pattern = state.route?.path ?? "none";',
      "const pattern = state.path;",
    ],
  ]),
  ...defectsIn(
    "src/api/guard.ts",
    ["tests/api/isolation.test.ts", "tests/api/auth.test.ts"],
    [
      [
        "a caller of one tenant may name another",
        "if (principal.tenant !== tenant) throw",
        'if (principal.tenant === "") throw',
      ],
      [
        "roles are not looked at",
        "if (!includesRole(principal.role, route.access)) {",
        'if (!includesRole(principal.role, "business")) {',
      ],
    ],
  ),
  ...defectsIn("src/api/guard.ts", "tests/api/rate-limit.test.ts", [
    ["the rate limit is not kept", "if (!allowed) throw", "if (allowed && limit < 0) throw"],
    [
      "all tenants share one limit",
      "this.rateLimit.take(tenant, this.now())",
      'this.rateLimit.take("", this.now())',
    ],
  ]),
  ...defectsIn("src/api/client-address.ts", "tests/api/client-address.test.ts", [
    ["anybody chooses their address", 'split(",").at(-1)', 'split(",").at(0)'],
    ["a stranger's header is believed", "NEAR.test(near) && isAddress(last)", "isAddress(last)"],
    ["each address of a household counts for itself", ".slice(0, 4).join", ".slice(0, 8).join"],
  ]),
  ...defectsIn(
    "src/api/json-body.ts",
    [
      "tests/api/errors.test.ts",
      "tests/api/request-body.test.ts",
      "tests/api/app.test.ts",
      "tests/api/resources/queue.test.ts",
    ],
    [
      ["JSON may be nested without end", "if (isDeeper(body, MOST_LEVELS))", "if (isDeeper(body, 1e9))"],
      ["JSON is read whatever the content type says", "if (!JSON_TYPE.test(type)) {", 'if (type === "") {'],
    ],
  ),
  ...defectsIn(
    "src/api/query.ts",
    ["tests/api/app.test.ts", "tests/api/errors.test.ts"],
    [
      [
        "the first of two values counts in silence",
        'if (texts.length > 1 && property && property.type !== "array") {',
        'if (texts.length > 9 && property && property.type !== "array") {',
      ],
      [
        "hexadecimal numbers are read",
        "NUMBER.test(text)) return Number(text)",
        "!Number.isNaN(Number(text))) return Number(text)",
      ],
    ],
  ),
  ...defectsIn("src/api/problem.ts", "tests/api/errors.test.ts", [
    [
      "a defect tells its message to the caller",
      "detail: known ? error.message : OURS",
      "detail: (error as Error).message ?? OURS",
    ],
    ["errors lose their headers", "...(error instanceof HttpError && error.headers),", ""],
  ]),
  ...defectsIn("src/api/answer-headers.ts", "tests/api/app.test.ts", [
    ["answers may be cached", '"Cache-Control": "no-store",', '"Cache-Control": "private",'],
    ["browsers guess the type of an answer", '"X-Content-Type-Options": "nosniff",', ""],
  ]),
  ...defectsIn(
    "src/api/described-fields.ts",
    ["tests/api/resources/jobs-asked-for.test.ts", "tests/api/app.test.ts"],
    [
      [
        "undocumented fields slip in",
        "schema.additionalProperties === false ? [[name, field]] : []",
        "[[name, field]]",
      ],
    ],
  ),
  ...defectsIn("src/api/resources/queue.ts", "tests/api/resources/queue.test.ts", [
    ["a row may keep a megabyte", "if (bytes > MOST_ROW_BYTES)", "if (bytes > 100 * MOST_ROW_BYTES)"],
    [
      "rows may keep any amount in all",
      "jobs.ownBytes(tenant) + bytes > MOST_OWN_BYTES",
      "bytes > MOST_OWN_BYTES",
    ],
    [
      "an update may contradict the server",
      "} else if (contradicts(row, body))",
      '} else if (body.error === "never")',
    ],
    [
      "an error told of a row that runs is taken",
      'if (told.error && row.status !== "failed") return true;',
      "",
    ],
  ]),
  ...defectsIn("src/api/resources/predictions.ts", "tests/api/resources/predictions.test.ts", [
    [
      "ids with a slash break the signed link",
      "/predictions/${encodeURIComponent(id)}/csv",
      "/predictions/${id}/csv",
    ],
    [
      "a link's time is in minutes",
      "context.now() + LINK.seconds * 1000",
      "context.now() + LINK.seconds * 60000",
    ],
    ["the file outlives its row", "if (batchFileUrl !== null) await context.blobs.delete(batchFileUrl);", ""],
  ]),
  ...defectsIn(
    "src/api/byte-order-mark.ts",
    ["tests/api/resources/predictions.test.ts", "tests/api/resources/audience.test.ts"],
    [
      ["a file for Excel begins with its first cell", "out.enqueue(MARK)", "undefined"],
      ["every file begins with a mark", "if (bom !== 1) return file;", ""],
    ],
  ),
  ...defectsIn(
    "src/api/endpoint.ts",
    ["tests/api/resources/rights.test.ts", "tests/api/resources/erasure.test.ts"],
    [
      [
        "a tenant that is being erased takes new things",
        'if (route.method !== "GET" && !route.whileErased) requireTenantKept(context, tenant);',
        "",
      ],
    ],
  ),
  ...defectsIn(
    "src/api/endpoint.ts",
    ["tests/api/app.test.ts", "tests/api/errors.test.ts"],
    [
      [
        "the body is read before the caller is known",
        "if (errors.length > 0) throw new InvalidRequestError(errors);",
        "if (errors.length > 9) throw new InvalidRequestError(errors);",
      ],
    ],
  ),
  ...defectsIn("src/api/resources/uploads/keep.ts", "tests/api/resources/erasure.test.ts", [
    [
      "what is sent while a person is erased is kept",
      "if (store.erasures.turn(tenant).runs !== turn.runs) throw erasedMeanwhile();",
      "",
    ],
  ]),
  ...defectsIn("src/api/streamed.ts", "tests/api/capacity.test.ts", [
    [
      "a client that takes nothing holds the answer for ever",
      "        }, stallMs);",
      "        }, stallMs * 1e6);",
    ],
  ]),
  ...defectsIn(
    "src/api/router.ts",
    ["tests/api/app.test.ts", "tests/api/errors.test.ts"],
    [
      [
        "clients that hang up are logged as defects",
        "if (!signal.aborted || thrown instanceof UserError) return false;",
        "return false;",
      ],
    ],
  ),
];
