import { generateKeyPairSync } from "node:crypto";
import { importSPKI, jwtVerify } from "jose";

const EMAIL = "lists@project.iam.gserviceaccount.com";
const TOKEN_LIFE = 3600;

interface Sheet {
  readonly sheetId: number;
  title: string;
  rowCount: number;
  columnCount: number;
  cells: (string | number)[][];
}

/**
 * A stand-in for Google, whose servers cannot be had here. It exchanges a signed assertion for a token as RFC 7523 and
 * Google's "Using OAuth 2.0 for server to server applications" say, and answers the methods of the Sheets API, version 4,
 * that are used, with their documented errors: `spreadsheets.get` and `batchUpdate`, `values.clear` and `values.update`.
 */
export class SheetsStandIn {
  readonly #keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  readonly #tokens = new Set<string>();
  readonly #sheets = new Map<string, Sheet[]>();
  readonly #server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: (request) => this.#answer(request) });
  readonly calls: string[] = [];
  /** Answers before the request is looked at; null takes it. */
  instead: (call: string) => Response | null = () => null;

  get url(): string {
    return this.#server.url.href.replace(/\/$/, "");
  }

  /** The file that Google gives for a key of the account. */
  get accountFile(): string {
    return JSON.stringify({
      type: "service_account",
      client_email: EMAIL,
      private_key_id: "k1",
      private_key: this.#keys.privateKey.export({ type: "pkcs8", format: "pem" }),
      token_uri: `${this.url}/token`,
    });
  }

  /** Makes a spreadsheet that is shared with the account. */
  share(id: string): void {
    this.#sheets.set(id, [{ sheetId: 0, title: "Sheet1", rowCount: 1000, columnCount: 26, cells: [] }]);
  }

  /** What a person sees in a sheet. */
  shown(id: string, title: string): readonly (readonly (string | number)[])[] | undefined {
    return this.#sheets.get(id)?.find((sheet) => sheet.title === title)?.cells;
  }

  async stop(): Promise<void> {
    await this.#server.stop(true);
  }

  async #answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const path = decodeURIComponent(url.pathname);
    const call = `${request.method} ${path}`;
    this.calls.push(call);
    const instead = this.instead(call);
    if (instead) return instead;
    if (path === "/token") return this.#token(await request.formData());
    const [, token = ""] = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "") ?? [];
    if (!this.#tokens.has(token)) return failure(401, "UNAUTHENTICATED");
    const [, id = "", rest = ""] = /^\/v4\/spreadsheets\/([\w-]+)(.*)$/.exec(path) ?? [];
    const sheets = this.#sheets.get(id);
    if (!sheets) return failure(404, "NOT_FOUND");
    if (request.method === "GET" && rest === "")
      return Response.json({
        sheets: sheets.map(({ sheetId, title }) => ({ properties: { sheetId, title } })),
      });
    const body = await request.json();
    if (request.method === "POST" && rest === ":batchUpdate") return batchUpdate(sheets, body);
    const [, title, start, verb] = /^\/values\/'([^']+)'(?:!A(\d+))?(:clear)?$/.exec(rest) ?? [];
    const sheet = sheets.find((each) => each.title === title);
    if (!sheet) return failure(400, "INVALID_ARGUMENT");
    if (request.method === "POST" && verb === ":clear") {
      sheet.cells = [];
      return Response.json({ spreadsheetId: id });
    }
    if (request.method !== "PUT" || url.searchParams.get("valueInputOption") !== "RAW")
      return failure(400, "INVALID_ARGUMENT");
    return update(sheet, Number(start), (body as { values: (string | number)[][] }).values);
  }

  async #token(form: FormData): Promise<Response> {
    try {
      if (form.get("grant_type") !== "urn:ietf:params:oauth:grant-type:jwt-bearer")
        throw new Error("grant_type");
      const key = await importSPKI(
        this.#keys.publicKey.export({ type: "spki", format: "pem" }) as string,
        "RS256",
      );
      const { payload } = await jwtVerify(String(form.get("assertion")), key, {
        issuer: EMAIL,
        audience: `${this.url}/token`,
        maxTokenAge: TOKEN_LIFE,
        requiredClaims: ["iat", "exp", "scope"],
      });
      if (payload.scope !== "https://www.googleapis.com/auth/spreadsheets") throw new Error("scope");
      const token = crypto.randomUUID();
      this.#tokens.add(token);
      return Response.json({ access_token: token, expires_in: TOKEN_LIFE, token_type: "Bearer" });
    } catch {
      return Response.json({ error: "invalid_grant" }, { status: 400 });
    }
  }
}

function batchUpdate(sheets: Sheet[], body: unknown): Response {
  for (const request of (body as { requests: Record<string, { properties: Record<string, unknown> }>[] })
    .requests) {
    const { addSheet, updateSheetProperties } = request;
    const properties = (addSheet ?? updateSheetProperties)!.properties;
    const grid = properties.gridProperties as { rowCount: number; columnCount: number };
    if (addSheet)
      sheets.push({ sheetId: sheets.length, title: String(properties.title), cells: [], ...grid });
    else {
      const sheet = sheets.find(({ sheetId }) => sheetId === properties.sheetId);
      if (!sheet) return failure(400, "INVALID_ARGUMENT");
      Object.assign(sheet, grid);
      sheet.cells = sheet.cells.slice(0, grid.rowCount).map((row) => row.slice(0, grid.columnCount));
    }
  }
  return Response.json({ replies: [{}] });
}

function update(sheet: Sheet, start: number, values: (string | number)[][]): Response {
  const lastRow = start - 1 + values.length;
  // As Google says it: "Range exceeds grid limits".
  if (lastRow > sheet.rowCount || values.some((row) => row.length > sheet.columnCount))
    return failure(400, "INVALID_ARGUMENT");
  values.forEach((row, i) => {
    sheet.cells[start - 1 + i] = row;
  });
  return Response.json({ updatedRows: values.length });
}

function failure(code: number, status: string): Response {
  return Response.json({ error: { code, status } }, { status: code });
}
