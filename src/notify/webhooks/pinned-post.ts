import { isIP, isIPv6 } from "node:net";
import { UserError } from "../../errors";
import { isPrivateAddress } from "./private-address";
import { hostOf } from "./url";

/** Every address of a name, as the system resolves it. Rejects where there is none. */
type Lookup = (host: string) => Promise<readonly string[]>;

export interface PinnedPostOptions {
  readonly lookup: Lookup;
  /** Lets private addresses through. */
  readonly allowPrivate: boolean;
  /** How long the answer may take, the resolving with it. */
  readonly timeoutMs: number;
  /** Certificates of authorities that are believed beside those that everybody believes, PEM. */
  readonly ca?: string;
}

/** What of an answer is looked at. Its body is not read. */
interface PostAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
}

/** What went wrong before there was an answer, as a sentence. */
export class PostError extends Error {
  override readonly name = "PostError";
}

/** At most so many addresses of a name are tried. */
const MOST_ADDRESSES = 3;
const NOT_CONNECTED = new Set([
  "ConnectionRefused",
  "FailedToOpenSocket",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

/**
 * Posts to a URL whose owner is not trusted. Its name is resolved once, every address is checked, and the connection
 * goes to one of those that were checked, so that a name that resolves to something else a moment later changes
 * nothing; the certificate has to be the name's. Redirects are not followed. Throws a UserError where the name leads to
 * a private address, a `PostError` for all that may be better later.
 */
export async function pinnedPost(
  url: URL,
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  { lookup, allowPrivate, timeoutMs, ca }: PinnedPostOptions,
  signal: AbortSignal,
): Promise<PostAnswer> {
  const limit = AbortSignal.timeout(timeoutMs);
  const ended = AbortSignal.any([signal, limit]);
  const host = hostOf(url);
  const addresses = await within(ended, resolved(host, lookup), timeoutMs);
  if (!allowPrivate && addresses.some(isPrivateAddress))
    throw new UserError(
      `${host} leads to a private address, and webhooks are sent to public ones alone. Give the webhook another URL.`,
    );
  for (const [tried, address] of addresses.slice(0, MOST_ADDRESSES).entries()) {
    const pinned = new URL(url);
    pinned.hostname = isIPv6(address) ? `[${address}]` : address;
    try {
      const response = await fetch(pinned, {
        method: "POST",
        headers: { ...headers, Host: url.host },
        body,
        redirect: "manual",
        // A connection that is kept could be taken for another name of the same address.
        keepalive: false,
        decompress: false,
        signal: ended,
        ...(url.protocol === "https:" && {
          tls: { ...(!isIP(host) && { serverName: host }), ...(ca && { ca }) },
        }),
      });
      // Nobody needs what it says, and it may be without end.
      response.body?.cancel().catch(() => {});
      return { status: response.status, retryAfter: response.headers.get("retry-after") };
    } catch (error) {
      const isLast = tried + 1 >= Math.min(addresses.length, MOST_ADDRESSES);
      const { code = "" } = error as { code?: string };
      if (isLast || !NOT_CONNECTED.has(code) || ended.aborted)
        throw failureOf(error, limit.aborted, timeoutMs);
    }
  }
  throw new PostError("The receiver's name has no address.");
}

async function resolved(host: string, lookup: Lookup): Promise<readonly string[]> {
  try {
    const addresses = await lookup(host);
    if (addresses.length > 0) return addresses;
  } catch {
    // Told below, as where there is none.
  }
  throw new PostError(`The name ${host} could not be resolved.`);
}

async function within<T>(signal: AbortSignal, work: Promise<T>, timeoutMs: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(tooSlow(timeoutMs));
  signal.addEventListener("abort", giveUp, { once: true });
  promise.catch(() => {});
  try {
    if (signal.aborted) giveUp();
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

function failureOf(error: unknown, isTooSlow: boolean, timeoutMs: number): PostError {
  if (isTooSlow) return tooSlow(timeoutMs);
  const { code = "" } = error as { code?: string };
  if (NOT_CONNECTED.has(code)) return new PostError("The receiver took no connection.");
  if (/CERT|SIGNATURE|ALTNAME|TLS|SSL/i.test(code))
    return new PostError(`The receiver's certificate is not in order (${code}).`);
  return new PostError("The connection to the receiver broke off.");
}

function tooSlow(timeoutMs: number): PostError {
  return new PostError(`The receiver did not answer within ${Math.round(timeoutMs / 1000)} seconds.`);
}
