import type { Auth, UserRecord } from "firebase-admin/auth";
import { routes } from "../../src/api/resources";
import { signInIntegration } from "../../src/auth/sign-in-integration";
import type { Integration } from "../../src/integration";
import { dashboards } from "../../views";
import { startTestServer, type TestServer } from "../api/test-server";
import { localAuth, PROJECT, token } from "./local-firebase";

/** An account as the tests know it. */
export interface Account {
  readonly uid: string;
  readonly password: string;
  isVerified: boolean;
  isDisabled: boolean;
  /** What was signed in before is revoked; milliseconds since 1970. */
  validSince: number;
  claims: Record<string, unknown>;
}

export interface PeopleServer extends TestServer {
  readonly integration: Integration;
  /** By their addresses. */
  readonly accounts: Map<string, Account>;
  /** `VERIFY_EMAIL ann@shop.example`, in their order. */
  readonly mails: string[];
  /** How often the accounts' service was asked. */
  asked(): number;
  /** Whether Firebase can be reached. */
  connect(isConnected: boolean): void;
  addAccount(email: string, account?: Partial<Account>): Account;
}

export const PASSWORD = "four words in a row";

/**
 * The API and the pages with AUTH=firebase. firebase-admin checks the tokens, with keys of the tests; the accounts are
 * those of a map. The real counterpart is met in tests/integrations. `mayAsk`: as with a service account.
 */
export function startPeopleServer({ mayAsk = true }: { mayAsk?: boolean } = {}): PeopleServer {
  let asked = 0;
  let isConnected = true;
  const accounts = new Map<string, Account>();
  const mails: string[] = [];

  const addAccount = (email: string, account: Partial<Account> = {}): Account => {
    const made = {
      uid: `uid-of-${email.split("@")[0]}`,
      password: PASSWORD,
      isVerified: true,
      isDisabled: false,
      validSince: 0,
      claims: {},
      ...account,
    };
    accounts.set(email, made);
    return made;
  };

  const tokenOf = (email: string, { uid, isVerified, claims }: Account): string => {
    const seconds = Math.floor(Date.now() / 1000);
    const none = { tenant_id: undefined, role: undefined };
    const times = { auth_time: Math.floor(server.context.now() / 1000), iat: seconds, exp: seconds + 3600 };
    return token({ claims: { ...none, sub: uid, email, email_verified: isVerified, ...times, ...claims } });
  };

  /** The words of the accounts' service. */
  const answer = (name: string, sent: Record<string, string>): object => {
    const { email = "", password = "", idToken = "" } = sent;
    const account = accounts.get(email);
    switch (name) {
      case "signInWithPassword":
        if (!account) return { refused: "EMAIL_NOT_FOUND" };
        if (account.password !== password) return { refused: "INVALID_PASSWORD" };
        if (account.isDisabled) return { refused: "USER_DISABLED" };
        return { idToken: tokenOf(email, account) };
      case "signUp":
        if (account) return { refused: "EMAIL_EXISTS" };
        if (password === "password") return { refused: "WEAK_PASSWORD : Password is too common" };
        return { idToken: tokenOf(email, addAccount(email, { password, isVerified: false })) };
      default: {
        const of = email || JSON.parse(Buffer.from(idToken.split(".")[1]!, "base64url").toString()).email;
        if (!accounts.has(of)) return { refused: "EMAIL_NOT_FOUND" };
        mails.push(`${sent.requestType} ${of}`);
        return { email: of };
      }
    }
  };

  const firebase = {
    async fetch(url: string, init: RequestInit): Promise<Response> {
      asked++;
      if (!isConnected) throw new TypeError("fetch failed");
      const found = answer(url.slice(url.lastIndexOf(":") + 1), JSON.parse(String(init.body)));
      if (!("refused" in found)) return Response.json(found);
      return Response.json({ error: { code: 400, message: found.refused } }, { status: 400 });
    },
    async loadAuth(): Promise<Auth> {
      const auth = localAuth();
      const getUser = async (uid: string): Promise<Partial<UserRecord>> => {
        if (!isConnected) throw Object.assign(new Error("network"), { code: "app/network-error" });
        const account = [...accounts.values()].find((each) => each.uid === uid);
        if (!account) throw Object.assign(new Error("none"), { code: "auth/user-not-found" });
        const { isDisabled: disabled, validSince, claims: customClaims } = account;
        return { disabled, tokensValidAfterTime: new Date(validSince).toUTCString(), customClaims };
      };
      return { verifyIdToken: auth.verifyIdToken.bind(auth), getUser } as unknown as Auth;
    },
  };
  const server = startTestServer(routes, {
    environment: {
      AUTH: "firebase",
      FIREBASE_PROJECT_ID: PROJECT,
      FIREBASE_API_KEY: "the-key",
      ...(mayAsk && { FIREBASE_SERVICE_ACCOUNT_PATH: "account.json" }),
    },
    beside: dashboards,
    firebase,
  });
  return {
    ...server,
    integration: signInIntegration(server.context.config, server.context.people),
    accounts,
    mails,
    asked: () => asked,
    connect: (is) => {
      isConnected = is;
    },
    addAccount,
  };
}
