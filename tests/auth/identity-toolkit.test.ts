import { describe, expect, test } from "bun:test";
import { IdentityToolkit, RefusedByFirebase } from "../../src/auth/identity-toolkit";
import { SignInUnavailableError } from "../../src/auth/unavailable";

interface Call {
  readonly url: string;
  readonly init: RequestInit;
}

/** A toolkit whose requests are answered by `answer`. */
function answeredBy(answer: () => Response | Promise<Response>, emulatorHost: string | null = null) {
  const calls: Call[] = [];
  const told: (string | null)[] = [];
  const toolkit = new IdentityToolkit({
    apiKey: "the-key",
    emulatorHost,
    fetch: async (url, init) => {
      calls.push({ url, init });
      return answer();
    },
    onAnswer: (trouble) => told.push(trouble),
  });
  return { toolkit, calls, told };
}

const refusal =
  (message: string, status = 400) =>
  () =>
    Response.json({ error: { code: status, message } }, { status });

describe("the accounts' service", () => {
  test("is Google's by HTTPS, with the key in a header and never in the address", async () => {
    const { toolkit, calls, told } = answeredBy(() => Response.json({ idToken: "token" }));
    expect(await toolkit.signIn("ann@shop.example", "secret words")).toBe("token");
    const [{ url, init }] = calls as [Call];
    expect(url).toBe("https://identitytoolkit.googleapis.com/v1/accounts:signInWithPassword");
    expect(new Headers(init.headers).get("x-goog-api-key")).toBe("the-key");
    expect(init.redirect).toBe("error");
    expect(told).toEqual([null]);
  });

  test("is the emulator where there is one", async () => {
    const { toolkit, calls } = answeredBy(() => Response.json({}), "127.0.0.1:9099");
    await toolkit.mailReset("ann@shop.example");
    expect(calls[0]!.url).toBe(
      "http://127.0.0.1:9099/identitytoolkit.googleapis.com/v1/accounts:sendOobCode",
    );
  });

  test("may ask for a second factor instead of giving a token", async () => {
    const { toolkit } = answeredBy(() => Response.json({ mfaPendingCredential: "x" }));
    expect(await toolkit.signIn("ann@shop.example", "secret words")).toBeNull();
  });

  for (const [message, reason, detail] of [
    ["EMAIL_EXISTS", "EMAIL_EXISTS", ""],
    ["INVALID_LOGIN_CREDENTIALS", "INVALID_LOGIN_CREDENTIALS", ""],
    [
      "WEAK_PASSWORD : Password should be at least 6 characters",
      "WEAK_PASSWORD",
      "Password should be at least 6 characters",
    ],
  ] as const) {
    test(`refuses by its word ${reason}, which is no trouble of the server's`, async () => {
      const { toolkit, told } = answeredBy(refusal(message));
      const error = await toolkit.signUp("ann@shop.example", "secret words").catch((thrown) => thrown);
      expect(error).toBeInstanceOf(RefusedByFirebase);
      expect([error.reason, error.detail]).toEqual([reason, detail]);
      expect(told).toEqual([null]);
    });
  }

  for (const [name, answer] of [
    ["answers 500", refusal("INTERNAL", 500)],
    ["answers something else than JSON", () => new Response("<html>", { status: 404 })],
    ["does not know the key", refusal("API key not valid. Please pass a valid API key.")],
    ["does not sign in by password", refusal("OPERATION_NOT_ALLOWED")],
    ["cannot be reached", () => Promise.reject(new TypeError("fetch failed"))],
  ] as const) {
    test(`is trouble for who runs the server where it ${name}, and tells visitors nothing of it`, async () => {
      const { toolkit, told } = answeredBy(answer);
      const error = await toolkit.signIn("ann@shop.example", "secret words").catch((thrown) => thrown);
      expect(error).toBeInstanceOf(SignInUnavailableError);
      expect(error.message).toBe("Signing in is not possible right now. Try again in a moment.");
      expect(told).toHaveLength(1);
      expect(told[0]).not.toBeNull();
      expect(JSON.stringify(told)).not.toMatch(/the-key|secret|ann@/);
    });
  }
});
