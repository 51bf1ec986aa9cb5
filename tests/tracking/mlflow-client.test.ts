import { describe, expect, test } from "bun:test";
import { Refusal, ServiceFailure } from "../../src/tracking/failure";
import { MlflowClient } from "../../src/tracking/mlflow-client";

const URL_ = "https://mlflow.example.com/team";

/** A client whose requests are answered by `answer`, and what it asked. */
function client(answer: () => Response | Promise<Response>, authorization: string | null = "Bearer secret") {
  const asked: { url: string; init: RequestInit }[] = [];
  const signal = new AbortController().signal;
  const fetch = async (url: string, init: RequestInit) => {
    asked.push({ url, init });
    return answer();
  };
  return { asked, client: new MlflowClient({ url: URL_, authorization, fetch, signal }) };
}

const failureOf = async (answer: () => Response | Promise<Response>) => {
  const { client: asking } = client(answer);
  return (await asking.post("runs/create", {}).catch((error) => error)) as Error;
};

describe("a request to a tracking server", () => {
  test("signs in, below the address, and follows no redirect with what signs in", async () => {
    const { asked, client: asking } = client(() => Response.json({ experiment: 1 }));
    const query = { experiment_name: "perennial/a b" };
    expect(await asking.get<object>("experiments/get-by-name", query)).toEqual({ experiment: 1 });
    await asking.putArtifact("1/run/artifacts/a b/ü.json", new Uint8Array(1));
    expect(asked.map(({ url }) => url)).toEqual([
      `${URL_}/api/2.0/mlflow/experiments/get-by-name?experiment_name=perennial%2Fa+b`,
      `${URL_}/api/2.0/mlflow-artifacts/artifacts/1/run/artifacts/a%20b/%C3%BC.json`,
    ]);
    for (const { init } of asked) {
      expect(init.headers).toMatchObject({ Authorization: "Bearer secret" });
      expect(init.redirect).toBe("manual");
    }
    const open = client(() => Response.json({}), null);
    await open.client.post("runs/create", {});
    expect(open.asked[0]!.init.headers).not.toHaveProperty("Authorization");
  });

  test("that is to blame itself is refused in the server's words", async () => {
    const body = { error_code: "INVALID_PARAMETER_VALUE", message: "Changing  param\nvalues" };
    const refused = await failureOf(() => Response.json(body, { status: 400 }));
    expect(refused).toBeInstanceOf(Refusal);
    expect(refused).toMatchObject({
      code: "INVALID_PARAMETER_VALUE",
      status: 400,
      message: "INVALID_PARAMETER_VALUE: Changing param values",
    });
  });

  test("that the server is to blame for fails with a sentence that says what to do, and no secret", async () => {
    for (const [answer, says] of [
      [
        () => new Response("no", { status: 401 }),
        /refuses the sign-in \(401\)\. Check MLFLOW_TRACKING_TOKEN/,
      ],
      [() => new Response("no", { status: 403 }), /refuses the sign-in \(403\)/],
      [
        () => new Response(null, { status: 308, headers: { location: "https://other.example" } }),
        /redirects to https:\/\/other\.example\. Set MLFLOW_TRACKING_URI to that server\./,
      ],
      [() => new Response("<html>", { status: 404 }), /answers 404: is it an MLflow server/],
      [() => new Response("<html>", { status: 200 }), /does not answer with JSON: is it an MLflow server\?/],
      [() => Response.json({ message: "busy" }, { status: 503 }), /answers 503: busy\./],
      [() => new Response("", { status: 429 }), /answers 429\./],
      [
        () => Promise.reject(Object.assign(new Error("x"), { code: "ConnectionRefused" })),
        /cannot be reached \(ConnectionRefused\)\./,
      ],
      [
        () => Promise.reject(Object.assign(new Error("x"), { name: "TimeoutError" })),
        /took too long to answer\./,
      ],
    ] as const) {
      const failure = await failureOf(answer);
      expect(failure).toBeInstanceOf(ServiceFailure);
      expect(failure.message).toMatch(says);
      expect(failure.message).toStartWith("mlflow.example.com ");
      expect(failure.message).not.toContain("secret");
    }
  });

  test("finds the artifacts of a run where the server takes them, and nowhere else", () => {
    const { client: asking } = client(() => Response.json({}));
    expect(asking.artifactPath("mlflow-artifacts:/1/run/artifacts")).toBe("1/run/artifacts");
    expect(asking.artifactPath("mlflow-artifacts://mlflow.example.com/1/run/artifacts")).toBe(
      "1/run/artifacts",
    );
    const proxied = `${URL_}/api/2.0/mlflow-artifacts/artifacts/1/run/artifacts`;
    expect(asking.artifactPath(proxied)).toBe("1/run/artifacts");
    for (const elsewhere of [
      "s3://bucket/1/run",
      "/srv/mlruns/1/run",
      "file:///srv/1",
      "https://other.example/1",
    ])
      expect(asking.artifactPath(elsewhere)).toBeNull();
  });

  test("to delete what is not there is done", async () => {
    const gone = client(() => Response.json({ error_code: "RESOURCE_DOES_NOT_EXIST" }, { status: 404 }));
    await gone.client.deleteArtifacts("1/run/artifacts");
    expect(gone.asked[0]!.init.method).toBe("DELETE");
  });
});
