import { describe, expect, test } from "bun:test";
import type { Auth, UserRecord } from "firebase-admin/auth";
import { RECHECK_MS, Standings } from "../../src/auth/standing";
import { SignInUnavailableError } from "../../src/auth/unavailable";

const NOW = Date.UTC(2026, 0, 2);
const HOUR = 3_600_000;

/** What Firebase answers about the account `ann`, and how often it was asked. */
function asked() {
  const firebase = {
    now: NOW,
    count: 0,
    answer: (): Partial<UserRecord> => ({
      disabled: false,
      tokensValidAfterTime: "Thu, 01 Jan 2026 00:00:00 GMT",
    }),
  };
  const auth = {
    getUser: async () => {
      firebase.count++;
      return firebase.answer();
    },
  } as unknown as Auth;
  const standings = new Standings(
    async () => auth,
    () => firebase.now,
  );
  return { firebase, standings };
}

const refuse = (code: string) => () => {
  throw Object.assign(new Error(code), { code });
};

describe("how an account stands", () => {
  test("is asked at most once in five minutes, and by all who ask at the same time together", async () => {
    const { firebase, standings } = asked();
    const both = await Promise.all([standings.of("ann"), standings.of("ann")]);
    expect(both[0]).toEqual({ isActive: true, validSince: Date.UTC(2026, 0, 1), claim: null });
    expect(firebase.count).toBe(1);
    firebase.now += RECHECK_MS - 1;
    await standings.of("ann");
    expect(firebase.count).toBe(1);
    firebase.now += 1;
    firebase.answer = () => ({ disabled: true, customClaims: { tenant_id: "shop", role: "admin" } });
    expect(await standings.of("ann")).toEqual({
      isActive: false,
      validSince: 0,
      claim: { tenant: "shop", role: "admin" },
    });
    expect(firebase.count).toBe(2);
    await standings.of("ben");
    standings.forget("ann");
    await standings.of("ann");
    expect(firebase.count).toBe(4);
  });

  test("is bad where it was deleted", async () => {
    const { firebase, standings } = asked();
    firebase.answer = refuse("auth/user-not-found");
    expect(await standings.of("ann")).toMatchObject({ isActive: false });
  });

  test("is what it was for up to an hour while Firebase cannot be asked, which it is with each request", async () => {
    const { firebase, standings } = asked();
    await standings.of("ann");
    firebase.answer = refuse("app/network-error");
    firebase.now += HOUR - 1;
    expect(await standings.of("ann")).toMatchObject({ isActive: true });
    expect(await standings.of("ann")).toMatchObject({ isActive: true });
    expect(firebase.count).toBe(3);
    firebase.now += 1;
    await expect(standings.of("ann")).rejects.toBeInstanceOf(SignInUnavailableError);
    await expect(standings.of("new")).rejects.toBeInstanceOf(SignInUnavailableError);
  });
});
