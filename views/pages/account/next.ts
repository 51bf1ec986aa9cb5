/** Where a browser may be sent after signing in: a page of this server, and not the one that signs out again. */
export function nextOf(text: string | null | undefined): string {
  const isPage = text && /^\/app([/?][\w\-./?=&%+]*)?$/.test(text) && !/^\/app\/sign-(in|out)\b/.test(text);
  return isPage ? text : "/app";
}

/** Whether the browser speaks HTTPS, to this server or to a proxy before it. */
export function isSecure(request: Request): boolean {
  return request.url.startsWith("https:") || request.headers.get("x-forwarded-proto") === "https";
}

/** The address of this server as the browser has it: what invitations lead to where `PUBLIC_URL` is not set. */
export function originOf(request: Request): string {
  const { host } = new URL(request.url);
  return `${isSecure(request) ? "https" : "http"}://${host}`;
}
