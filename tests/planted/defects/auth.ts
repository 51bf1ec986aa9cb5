import { type Defect, defectsIn } from "../defect";

/** Who may come in, for how long, and how often one may try. */
export const AUTH: readonly Defect[] = [
  ...defectsIn("src/auth/api-keys.ts", "tests/auth/keys.test.ts", [
    ["any key with a known beginning is accepted", "!timingSafeEqual(hashOf(key), row.hash) || ", ""],
    ["a revoked key is accepted", " || row.revokedAt !== null) return null", ") return null"],
    [
      "every key has the rights of an administrator",
      "tenant: row.tenant, role: row.role",
      'tenant: row.tenant, role: "admin"',
    ],
  ]),
  ...defectsIn("src/auth/attempts.ts", "tests/auth/attempts.test.ts", [
    [
      "a try is counted twice",
      "now + this.#missing(name, now) + this.#intervalMs, now)",
      "now + this.#missing(name, now) + 2 * this.#intervalMs, now)",
    ],
    [
      "a clock that is set back makes everybody wait",
      "this.#setBackMs = this.#newest - at",
      "this.#setBackMs = 0",
    ],
    [
      "taking a try back gives all back",
      "if (missingMs > ROUNDING) this.#fullAt.set",
      "if (missingMs > this.withinMs) this.#fullAt.set",
    ],
    [
      "names are remembered without end",
      "if (this.#fullAt.size <= MOST_REMEMBERED) return;",
      "if (this.#fullAt.size > 0) return;",
    ],
  ]),
  ...defectsIn(
    "src/auth/sessions.ts",
    ["tests/auth/key-sign-in.test.ts", "tests/api/auth.test.ts", "tests/views/pages/account/sign-in.test.ts"],
    [
      [
        "failed sign-ins by key are not slowed",
        "if (waitSeconds > 0) throw new TooManyTriesError(waitSeconds);",
        "",
      ],
      [
        "an old session survives a new sign-in",
        "  closeSession({ sessions }, request);\n  const secret",
        "  const secret",
      ],
      ["scripts can read the cookie", "Path=/; HttpOnly;", "Path=/;"],
      ["another site's page sends the cookie", "SameSite=Lax", "SameSite=None"],
      [
        "the session outlives its key",
        "if (!key || key.revokedAt !== null) return others(request);",
        "if (!key) return others(request);",
      ],
      ["a session lasts for seconds in milliseconds", "? 0 : SESSION_MS / 1000", "? 0 : SESSION_MS"],
      ["the cookie goes over plain HTTP", '${isSecure ? "; Secure" : ""}', '${isSecure ? "" : ""}'],
    ],
  ),
  ...defectsIn(
    "src/auth/person-sessions.ts",
    ["tests/views/pages/account/email.test.ts", "tests/auth/standing.test.ts"],
    [
      [
        "one may move to a tenant that one is no member of",
        "if (session?.claimedRole !== null || !store.members.ofPerson(tenant, session.uid)) return null;",
        "if (session?.claimedRole !== null) return null;",
      ],
      [
        "a revoked person keeps the session",
        "signedInAt < standing.validSince",
        "signedInAt < standing.validSince - 1e15",
      ],
      [
        "the old session stays when one moves",
        "    this.close(request);\n    store.personSessions",
        "    store.personSessions",
      ],
      [
        "somebody who is no member any more still gets in",
        "? claim.tenant === tenant && claim.role\n      : this.options.store.members.ofPerson(tenant, uid)?.role",
        '? claim.tenant === tenant && claim.role\n      : (this.options.store.members.ofPerson(tenant, uid)?.role ?? "business")',
      ],
    ],
  ),
  ...defectsIn("src/auth/standing.ts", "tests/auth/standing.test.ts", [
    ["a disabled account counts as active", "isActive: !user.disabled", "isActive: true"],
    [
      "an account is never looked at again",
      "if (known && now - known.at < RECHECK_MS && now >= known.at)",
      "if (known && now >= known.at)",
    ],
    ["a deleted account counts as active", "isActive: false, validSince: 0", "isActive: true, validSince: 0"],
    [
      "what is long known counts while Firebase is away",
      "now - known.at >= MOST_AGE_MS",
      "now - known.at >= 100 * MOST_AGE_MS",
    ],
  ]),
  ...defectsIn(
    "src/auth/download-links.ts",
    ["tests/api/resources/predictions.test.ts"],
    [
      [
        "a link never expires",
        "if (Number(expires![0]) * 1000 <= now)",
        "if (Number(expires![0]) * 1000 <= 0)",
      ],
      [
        "a link opens another tenant's file of the same id",
        "update(`${path}\\n${tenant}\\n${expires}`)",
        "update(`${path}\\n${expires}`)",
      ],
      [
        "a link opens any path",
        "update(`${path}\\n${tenant}\\n${expires}`)",
        "update(`${tenant}\\n${expires}`)",
      ],
      ["anybody signs links", "|| !timingSafeEqual(given, expected))", ")"],
    ],
  ),
  ...defectsIn("src/auth/invitations.ts", "tests/auth/invitations.test.ts", [
    [
      "an invitation works for another address",
      "if (!found || found.email !== email || !store",
      "if (!found || !store",
    ],
    [
      "an invitation works twice",
      "!store.invitations.remove(found.tenant, found.id)",
      "!store.invitations.list(found.tenant, now)",
    ],
    [
      "everybody comes in as an administrator",
      "uid, email, role, createdAt: now",
      'uid, email, role: "admin", createdAt: now',
    ],
  ]),
  ...defectsIn("src/auth/firebase.ts", "tests/auth/firebase.test.ts", [
    [
      "an address counts as confirmed that is not",
      "isVerified: verified === true",
      "isVerified: verified !== false",
    ],
    ["the sign-in's moment is in seconds", "signedInAt: signedIn * 1000", "signedInAt: signedIn"],
    [
      "the named tenant is not looked for",
      "places.find(({ tenant }) => tenant === named) ?? places[0]",
      "places[0]",
    ],
    [
      "missing keys count as a bad token",
      "/error fetching|error while making request|network/i.test",
      "/nothing such/i.test",
    ],
  ]),
  ...defectsIn(
    "src/auth/email-sign-in.ts",
    ["tests/views/pages/account/email.test.ts", "tests/auth/identity-toolkit.test.ts"],
    [
      [
        "passwords can be tried without end",
        "this.#count([this.#fromAddress, address], [this.#pair, pair], [this.#account, email]);",
        "",
      ],
      [
        "the answer tells who has an account",
        'if (error.reason === "EMAIL_EXISTS") await this.#mailReset(email);\n      else throw',
        "throw",
      ],
      [
        "the holder of a link joins without a confirmed address",
        "if (!person.isVerified) {",
        'if (person.uid === "") {',
      ],
      [
        "an unknown address in a reset is an error",
        "if (!(error instanceof RefusedByFirebase)) throw error;\n    }\n  }\n\n  /** Counts",
        "throw error;\n    }\n  }\n\n  /** Counts",
      ],
    ],
  ),
  ...defectsIn("src/auth/exposure.ts", "tests/auth/exposure.test.ts", [
    [
      "any page may call an open server",
      'auth === "open" && corsOrigins.includes("*")',
      'auth === "firebase" && corsOrigins.includes("*")',
    ],
    [
      "an open server listens to everybody",
      'if (auth === "open" && !allowOpenAuth)',
      'if (auth === "open" && allowOpenAuth)',
    ],
    [
      "a name that ends with localhost counts as this machine",
      'host.endsWith(".localhost")',
      'host.endsWith("localhost")',
    ],
  ]),
  ...defectsIn(
    "src/auth/principal.ts",
    ["tests/api/auth.test.ts", "tests/api/isolation.test.ts"],
    [
      [
        "a lower role does what a higher one may",
        "ROLES.indexOf(role) >= ROLES.indexOf(needed)",
        "ROLES.indexOf(role) >= ROLES.indexOf(needed) - 1",
      ],
    ],
  ),
  ...defectsIn("src/auth/claims.ts", "tests/auth/firebase.test.ts", [
    ["a person without a role is an administrator", 'role ?? "business"', 'role ?? "admin"'],
  ]),
  ...defectsIn("src/auth/identity-toolkit.ts", "tests/auth/identity-toolkit.test.ts", [
    ["a fault of ours is told as a wrong password", "if (OURS.test(reason)) throw", "if (false) throw"],
    [
      "the key is in the address",
      "fetch(this.#base + name, {",
      "fetch(`${this.#base}${name}?key=${apiKey}`, {",
    ],
  ]),
];
