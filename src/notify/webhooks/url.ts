import { isIP } from "node:net";
import { InputError } from "../../errors";
import { isPrivateAddress } from "./private-address";

/** Ports of web servers. On other ports, a request could harm something that is not one. */
const PORTS = ["443", "8443"];
const MOST_CHARACTERS = 2000;
/** Names that are never public. */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/i;

/**
 * A webhook's URL in the form that we keep. Throws an InputError if it is not valid, or may lead into this server's own
 * network; we check where its name leads when we send. `allowPrivate` allows any http or https URL.
 */
export function webhookUrl(text: string, { allowPrivate }: { readonly allowPrivate: boolean }): string {
  const trimmed = text.trim();
  if (trimmed.length > MOST_CHARACTERS || !URL.canParse(trimmed))
    throw new InputError("A webhook needs a valid URL, such as https://example.com/hooks.");
  const url = new URL(trimmed);
  if (url.protocol !== "https:" && !(allowPrivate && url.protocol === "http:"))
    throw new InputError("Webhooks only use https. Give a URL that begins with https://.");
  if (url.username !== "" || url.password !== "")
    throw new InputError(
      "A webhook's URL must not contain a user and password. The signature tells the receiver who sent the message.",
    );
  url.hash = "";
  if (allowPrivate) return url.href;
  if (url.port !== "" && !PORTS.includes(url.port))
    throw new InputError(`A webhook may use the ports ${PORTS.join(" and ")}, not ${url.port}.`);
  const host = hostOf(url);
  if (isIP(host) ? isPrivateAddress(host) : LOCAL_NAME.test(host) || !host.includes("."))
    throw new InputError(`${host} is not on the public internet. A webhook must lead to a public address.`);
  return url.href;
}

/** The host without IPv6 brackets and a full name's final dot. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}
