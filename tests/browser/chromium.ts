import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";

/** The Chromium of this machine, or null where there is none. */
export function findChromium(): string | null {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  return names.map((name) => Bun.which(name)).find((path) => path !== null) ?? null;
}

export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("there is no Chromium on this machine");
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
}

/** What went wrong in a browser while pages were open, in sentences. */
export interface Watched {
  readonly context: BrowserContext;
  readonly faults: readonly string[];
  /** The faults so far, which are then forgotten. */
  take(): string[];
}

export interface WatchOptions extends BrowserContextOptions {
  /** Answers of these statuses are no fault: what is asked for is meant to be refused. */
  readonly mayAnswer?: readonly number[];
}

/**
 * Opens a window whose pages may only speak to `origin`. Notes each request that would leave it, each error on the
 * console, each exception, each violation of the policy, each dialog and each failed request.
 */
export async function watch(
  browser: Browser,
  origin: string,
  { mayAnswer = [], ...options }: WatchOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({ baseURL: origin, acceptDownloads: true, ...options });
  const faults: string[] = [];
  await context.addInitScript(`document.addEventListener("securitypolicyviolation", (event) =>
    console.error("policy:", event.violatedDirective, event.blockedURI, event.sourceFile, event.lineNumber))`);
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (url.startsWith(`${origin}/`) || /^(data|blob|about):/.test(url)) return route.continue();
    faults.push(`a request to ${url}`);
    return route.abort();
  });
  context.on("page", (page: Page) => {
    const at = () => new URL(page.url()).pathname;
    page.on("console", (message) => {
      if (message.type() !== "error" && !/Content Security Policy/.test(message.text())) return;
      if (mayAnswer.some((status) => message.text().includes(`status of ${status}`))) return;
      faults.push(`${at()}: console: ${message.text()}`);
    });
    page.on("pageerror", (error) => faults.push(`${at()}: ${error.message}`));
    page.on("dialog", (dialog) => {
      faults.push(`${at()}: a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  });
  return { context, faults, take: () => faults.splice(0) };
}
