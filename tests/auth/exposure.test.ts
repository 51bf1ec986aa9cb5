import { describe, expect, test } from "bun:test";
import { isLoopback, refuseExposure } from "../../src/auth/exposure";
import { readConfig } from "../../src/config";

describe("an address", () => {
  test("is this machine's alone where it is loopback", () => {
    for (const host of ["localhost", "a.localhost", "127.0.0.1", "127.9.9.9", "::1"])
      expect(isLoopback(host)).toBe(true);
    for (const host of [
      "0.0.0.0",
      "::",
      "192.168.0.2",
      "127.0.0.1.example.com",
      "localhost.example.com",
      "evillocalhost",
      "127.example.com",
    ])
      expect(isLoopback(host)).toBe(false);
  });
});

describe("a server that trusts every caller", () => {
  const start = (environment: Record<string, string>) => () => refuseExposure(readConfig(environment));

  test("is refused where other machines reach it, unless it is asked for by name", () => {
    expect(start({ HOST: "0.0.0.0" })).toThrow(/AUTH=open trusts every caller, and HOST=0\.0\.0\.0/);
    expect(start({ HOST: "0.0.0.0", AUTH: "open" })).toThrow(/ALLOW_OPEN_AUTH=1/);
    expect(start({ HOST: "0.0.0.0", ALLOW_OPEN_AUTH: "1" })).not.toThrow();
    expect(start({})).not.toThrow();
    expect(start({ HOST: "0.0.0.0", AUTH: "keys" })).not.toThrow();
  });

  test("is refused where every web page may call", () => {
    expect(start({ CORS_ORIGINS: "*" })).toThrow(/AUTH=open trusts every caller, and CORS_ORIGINS=\*/);
    expect(start({ CORS_ORIGINS: "*", HOST: "0.0.0.0", ALLOW_OPEN_AUTH: "1" })).toThrow(/CORS_ORIGINS=\*/);
    expect(start({ CORS_ORIGINS: "https://app.example.com" })).not.toThrow();
    expect(start({ CORS_ORIGINS: "*", AUTH: "keys" })).not.toThrow();
  });

  test("is also one that takes the emulator's unsigned tokens", () => {
    const firebase = {
      AUTH: "firebase",
      FIREBASE_PROJECT_ID: "shop-1",
      FIREBASE_AUTH_EMULATOR_HOST: "127.0.0.1:9099",
    };
    expect(start({ ...firebase, HOST: "0.0.0.0" })).toThrow(/unsigned tokens/);
    expect(start(firebase)).not.toThrow();
  });

  test("is also one that copies everything to an emulator", () => {
    const mirrored = {
      AUTH: "keys",
      FIREBASE_PROJECT_ID: "shop-1",
      FIRESTORE_EMULATOR_HOST: "127.0.0.1:8080",
    };
    expect(start({ ...mirrored, HOST: "0.0.0.0" })).toThrow(/FIRESTORE_EMULATOR_HOST copies everything/);
    expect(start(mirrored)).not.toThrow();
  });

  test("is also one that takes calls in Inngest's name without a signature", () => {
    const keyed = { AUTH: "keys", HOST: "0.0.0.0" };
    expect(start({ ...keyed, INNGEST_DEV: "1" })).toThrow(/INNGEST_DEV accepts calls .* without a signature/);
    expect(start({ ...keyed, INNGEST_DEV: "http://127.0.0.1:8288" })).toThrow(/INNGEST_DEV/);
    expect(start({ ...keyed, INNGEST_DEV: "0" })).not.toThrow();
    expect(start({ INNGEST_DEV: "1" })).not.toThrow();
  });
});
