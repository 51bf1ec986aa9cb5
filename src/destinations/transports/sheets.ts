import { importPKCS8, SignJWT } from "jose";
import type { ConnectionOf } from "../connection-kinds";
import type { Cell, Table } from "../formats/table";
import { SendError } from "./send-error";

const API = "https://sheets.googleapis.com";
const SCOPE = "https://www.googleapis.com/auth/spreadsheets";
const TOKEN_URI = "https://oauth2.googleapis.com/token";
const TIMEOUT_MS = 60_000;
/** Google's limit for a spreadsheet. */
const MOST_CELLS = 10_000_000;
/** Google asks for requests of about 2 MB. */
const CELLS_A_REQUEST = 50_000;

interface Account {
  readonly client_email: string;
  readonly private_key: string;
  readonly private_key_id?: string;
  readonly token_uri?: string;
}

/**
 * Replaces what is in a sheet by the table, as plain values that no sheet computes, in rows from the first one. A second
 * try writes the same cells. The sheet is made if the spreadsheet has none of this name. Returns where it is.
 */
export async function sendToSheets(
  connection: ConnectionOf<"sheets">,
  spreadsheet: string,
  sheet: string,
  { rows, columns }: Table,
): Promise<string> {
  if ((rows + 1) * columns.length > MOST_CELLS)
    throw new SendError(
      `A spreadsheet holds ${MOST_CELLS / 1e6} million cells, and this list has more. Narrow the audience down.`,
      false,
    );
  const account = JSON.parse(connection.service_account) as Account;
  const google = new Google(connection.api_url ?? API, account, await tokenOf(account));
  const grid = { rowCount: rows + 1, columnCount: Math.max(1, columns.length) };
  await google.fit(spreadsheet, sheet, grid);
  const name = `'${sheet}'`;
  await google.call("POST", `${spreadsheet}/values/${encodeURIComponent(name)}:clear`, {});
  const step = Math.max(1, Math.floor(CELLS_A_REQUEST / Math.max(1, columns.length)));
  const header = columns.map((column) => column.name);
  const lineOf = (line: number): Cell[] =>
    line === 0 ? header : columns.map(({ cells }) => cells[line - 1] ?? "");
  for (let from = 0; from <= rows; from += step) {
    const count = Math.min(step, rows + 1 - from);
    const range = `${name}!A${from + 1}`;
    const values = Array.from({ length: count }, (_, i) => lineOf(from + i));
    await google.call("PUT", `${spreadsheet}/values/${encodeURIComponent(range)}?valueInputOption=RAW`, {
      range,
      majorDimension: "ROWS",
      values,
    });
  }
  return `https://docs.google.com/spreadsheets/d/${spreadsheet} (${sheet})`;
}

/** An access token for an hour, for a key of a service account (RFC 7523, as Google's "Using OAuth 2.0 for server to server applications" says). */
async function tokenOf({
  client_email,
  private_key,
  private_key_id,
  token_uri = TOKEN_URI,
}: Account): Promise<string> {
  const key = await importPKCS8(private_key, "RS256");
  const assertion = await new SignJWT({ scope: SCOPE })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", ...(private_key_id && { kid: private_key_id }) })
    .setIssuer(client_email)
    .setAudience(token_uri)
    .setIssuedAt()
    .setExpirationTime("1h")
    .sign(key);
  const body = new URLSearchParams({
    grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    assertion,
  });
  const response = await asked(token_uri, { method: "POST", body });
  if (!response.ok)
    throw new SendError(
      `Google refused the service account ${client_email} (${response.status}). The operator of this server must check its key.`,
      response.status >= 500 || response.status === 429,
    );
  return ((await response.json()) as { access_token: string }).access_token;
}

interface Sheet {
  readonly properties: { readonly sheetId: number; readonly title: string };
}

/** The part of Google's Sheets API, version 4, that writing a list needs. */
class Google {
  constructor(
    private readonly url: string,
    private readonly account: Account,
    private readonly token: string,
  ) {}

  /** Makes the sheet, or gives it this size: cells outside the grid cannot be written, and old ones must not stay. */
  async fit(
    spreadsheet: string,
    title: string,
    gridProperties: { readonly rowCount: number; readonly columnCount: number },
  ): Promise<void> {
    const { sheets = [] } = await this.call<{ sheets?: readonly Sheet[] }>(
      "GET",
      `${spreadsheet}?fields=sheets.properties(sheetId,title)`,
    );
    const known = sheets.find(({ properties }) => properties.title === title);
    const request = known
      ? {
          updateSheetProperties: {
            properties: { sheetId: known.properties.sheetId, gridProperties },
            fields: "gridProperties(rowCount,columnCount)",
          },
        }
      : { addSheet: { properties: { title, gridProperties } } };
    await this.call("POST", `${spreadsheet}:batchUpdate`, { requests: [request] });
  }

  async call<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await asked(`${this.url}/v4/spreadsheets/${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { "Content-Type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw this.#failure(response.status);
    return (await response.json()) as T;
  }

  #failure(status: number): SendError {
    if (status === 404) return new SendError("There is no such spreadsheet. Check its id.", false);
    if (status === 401 || status === 403)
      return new SendError(
        `Google does not let ${this.account.client_email} write there. Share the spreadsheet with this address as an editor.`,
        false,
      );
    const isTemporary = status === 429 || status >= 500;
    return new SendError(`Google Sheets answered ${status}.`, isTemporary);
  }
}

async function asked(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch {
    throw new SendError("Could not reach Google.", true);
  }
}
