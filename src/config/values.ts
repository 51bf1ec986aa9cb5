/** Exactly one address, in a form that cannot be read as several or as anything else. */
export const MAIL_ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$/;

export function wholeNumber(text: string, least: number, most = Number.MAX_SAFE_INTEGER): number | undefined {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

export function matching(pattern: RegExp, text: string): string | undefined {
  return pattern.test(text) ? text : undefined;
}

export function oneOf<T extends string>(words: readonly T[], text: string): T | undefined {
  return words.find((word) => word === text);
}

export function flag(text: string | null): boolean | undefined {
  if (text === null || text === "0") return false;
  return text === "1" ? true : undefined;
}

/** A host alone means https. */
export function serviceUrl(text: string): string | undefined {
  const url = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (/[\s@?#]/.test(text) || !URL.canParse(url)) return undefined;
  const { origin, pathname } = new URL(url);
  return pathname === "/" ? origin : undefined;
}

export function httpUrl(text: string): string | undefined {
  if (/\s/.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, username, href } = new URL(text);
  return /^https?:$/.test(protocol) && username === "" ? href : undefined;
}

/** Where a mail server is and who signs in there. The URL has the password `%`-encoded. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the start. */
  readonly isSecure: boolean;
  readonly user: string | null;
  readonly password: string | null;
}

export function smtpUrl(text: string): SmtpServer | undefined {
  if (/\s/.test(text) || !/^smtps?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, hostname, port, username, password, pathname, search } = new URL(text);
  if (hostname === "" || !/^\/?$/.test(pathname) || search !== "" || (username === "") !== (password === ""))
    return undefined;
  const isSecure = protocol === "smtps:";
  try {
    return {
      host: hostname.replace(/^\[|\]$/g, ""),
      port: Number(port) || (isSecure ? 465 : 587),
      isSecure,
      user: username === "" ? null : decodeURIComponent(username),
      password: password === "" ? null : decodeURIComponent(password),
    };
  } catch {
    return undefined;
  }
}

/** A sender of mails. */
export interface MailSender {
  readonly name: string | null;
  readonly address: string;
}

export function mailFrom(text: string): MailSender | undefined {
  const [, name = "", inBrackets] = /^"?([^"<>\p{C}]{0,100}?)"?\s*<([^<>]+)>$/u.exec(text) ?? [];
  const address = matching(MAIL_ADDRESS, inBrackets ?? text);
  return address === undefined ? undefined : { name: name.trim() || null, address };
}

/** Credentials have variables of their own, because an address is shown. */
export function trackingUrl(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || /\s/.test(text) || !URL.canParse(text)) return undefined;
  const { origin, pathname, username, password, search, hash } = new URL(text);
  return username || password || search || hash ? undefined : `${origin}${pathname.replace(/\/+$/, "")}`;
}

export function origins(text: string): readonly string[] | undefined {
  const parts = text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  const isOrigin = (part: string) => URL.canParse(part) && new URL(part).origin === part;
  return parts.every((part) => part === "*" || isOrigin(part)) ? parts : undefined;
}

/** Needs its scheme: a word such as "false" must not become a host that switches signatures off. */
export function devServer(text: string): string | undefined {
  return /^https?:\/\//i.test(text) ? serviceUrl(text) : undefined;
}
